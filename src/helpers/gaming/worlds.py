"""How far off may a simulation be? The mean of many simulated worlds with its Monte-Carlo interval."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.stats import Estimate

CONFIDENCE = 0.95
Z = 1.959963984540054


def over_worlds(values: ArrayLike, people: int) -> Estimate:
    """Mean over worlds, one value each, with the interval of that mean; `n` counts the people of all worlds.

    The interval shows how far the simulation may be off, not how far one world may be: it shrinks with more worlds.
    ValueError for fewer than two worlds, or a value that is missing or infinite.

    >>> print(over_worlds([0.1, 0.2, 0.3], 100))
    0.20 [0.09, 0.31], n = 300
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 1 or x.size < 2 or not np.isfinite(x).all():
        raise ValueError(
            f"over_worlds: expected a finite value for each of 2 or more worlds, got {x.ravel()[:3]}; ask for more "
            "worlds, or for people who differ in each of them"
        )
    half = Z * float(x.std(ddof=1)) / math.sqrt(x.size)
    mean = float(x.mean())
    return Estimate(mean, mean - half, mean + half, x.size * people, CONFIDENCE, "mean of worlds, Monte-Carlo interval")


def beside_closed_form(rows: Mapping[str, tuple[ArrayLike, float]], people: int) -> pd.DataFrame:
    """Table of quantities: `simulated`, an Estimate over worlds, and `closed_form`, nan where there is none.

    >>> beside_closed_form({"half": ([0.4, 0.6], 0.5)}, 10)["closed_form"].to_dict()
    {'half': 0.5}
    """
    simulated = [over_worlds(values, people) for values, _ in rows.values()]
    closed = [float(form) for _, form in rows.values()]
    return pd.DataFrame({"simulated": simulated, "closed_form": closed}, index=pd.Index(list(rows), name="quantity"))


def outside_interval(table: pd.DataFrame) -> pd.Series:
    """Whether each closed form lies outside the interval of its simulation; not so where there is no closed form.

    `table` is one of `beside_closed_form`, or several below each other. With intervals of 95 % one in twenty lies
    outside by chance.

    >>> outside_interval(beside_closed_form({"half": ([0.4, 0.6], 0.5), "more": ([0.4, 0.6], 0.9)}, 10)).tolist()
    [False, True]
    """
    low = table["simulated"].map(lambda e: e.low)
    high = table["simulated"].map(lambda e: e.high)
    return (table["closed_form"] < low) | (table["closed_form"] > high)
