"""Is a 52 above a 48, and is it 2.6 times a 20? What a difference and a ratio of two scores can bear.

The size of the error comes from elsewhere: the reader can put in their own.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.stats import kelley, probability_higher, smallest_real_difference

READABLE = {
    "sem": "error",
    "smallest_real_difference": "smallest real difference",
    "flat": "chance (%)",
    "shrunken": "chance, shrunken (%)",
}
"""What the columns of `chance_table` that are shown are called for a reader."""


def chance_table(a: float, b: float, errors: ArrayLike, *, mean: float, sd: float) -> pd.DataFrame:
    """Chance that a person who scored `a` is truly above one who scored `b`, for a range of errors.

    `errors` are standard errors of measurement in points; `mean` and `sd` describe the scores of the population both
    come from, so that each error has its reliability, 1 - sem^2 / sd^2. A row per error, with
    sem, reliability, smallest_real_difference (95 %), flat (chance without a prior), a_shrunken and b_shrunken
    (Kelley's estimates) and shrunken: the chance when both true scores come from a normal population with that mean.
    Shrinking draws both scores together and narrows both errors; the chance moves towards one half. The flat chance
    needs no population; Kelley's holds only for people drawn at random from one.

    Raises
    ------
    ValueError
        no error given, an error below 0 or not below `sd`, a missing or infinite value.

    Examples
    --------
    >>> chance_table(52, 48, [4], mean=21, sd=12).round(2).loc[0, ["reliability", "flat", "shrunken"]].tolist()
    [0.89, 0.76, 0.75]
    """
    sizes = np.atleast_1d(np.asarray(errors, dtype=float))
    if not all(map(math.isfinite, (a, b, mean, sd))) or sizes.size == 0 or not ((sizes >= 0) & (sizes < sd)).all():
        raise ValueError(
            f"chance_table: expected finite scores and errors from 0 to below sd = {sd}, got a={a}, b={b}, "
            f"mean={mean}, errors={sizes.tolist()}; an error as large as the sd leaves no reliability"
        )
    return pd.DataFrame([_row(a, b, float(sem), mean, 1 - (float(sem) / sd) ** 2) for sem in sizes])


def readable_chances(chances: pd.DataFrame) -> pd.DataFrame:
    """Give the table of `chance_table` as it is shown: the error first, both chances in percent, one decimal.

    >>> readable_chances(chance_table(52, 48, [4], mean=21, sd=12)).loc[4.0].to_dict()
    {'smallest real difference': 11.1, 'chance (%)': 76.0, 'chance, shrunken (%)': 74.8}
    """
    percent = chances.assign(flat=100 * chances["flat"], shrunken=100 * chances["shrunken"])
    return percent[list(READABLE)].rename(columns=READABLE).set_index("error").round(1)


def rescaled_ratio(a: float, b: float, zero: float) -> float:
    """Ratio of two scores when the scale starts at `zero` instead of at 0: (a - zero) / (b - zero).

    A scale from 1 to 100 has no natural zero, and any start gives another ratio; no rank, correlation or chance
    changes. ValueError for a missing or infinite value, or a zero equal to `b`.

    >>> [round(rescaled_ratio(52, 20, zero), 1) for zero in (0, 1, 10)]
    [2.6, 2.7, 4.2]
    """
    if not all(map(math.isfinite, (a, b, zero))) or b == zero:
        raise ValueError(
            f"rescaled_ratio: expected finite scores and a zero other than b, got a={a}, b={b}, zero={zero}"
        )
    return (a - zero) / (b - zero)


def _row(a: float, b: float, sem: float, mean: float, reliability: float) -> dict[str, float]:
    a_shrunken, b_shrunken = kelley(a, mean, reliability), kelley(b, mean, reliability)
    left = sem * math.sqrt(reliability)  # error that is left around Kelley's estimate
    return {
        "sem": sem,
        "reliability": reliability,
        "smallest_real_difference": smallest_real_difference(sem),
        "flat": probability_higher(a, b, sem, sem),
        "a_shrunken": a_shrunken,
        "b_shrunken": b_shrunken,
        "shrunken": probability_higher(a_shrunken, b_shrunken, left, left),
    }
