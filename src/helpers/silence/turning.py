"""When does the silence of some turn a result, and what is true? Both shifts of the silent beside the known truth.

The truth is known only where people are invented. `helpers.silence.tipping` does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.silence.tipping import Difference, TippingPoint, silent_difference, tipping_point
from helpers.stats import Estimate

STEPS = tuple(np.linspace(0, -3, 25))
"""Shifts that are tried unless told, in standard deviations of the outcome."""


class Turn(NamedTuple):
    """How many are silent, the tipping points of both shifts, and the truth: the difference of the silent, and the
    concordance of everybody in pairs of 100.
    """

    silent: int
    level: TippingPoint
    slope: TippingPoint
    true: Difference
    everybody: Estimate


def both_shifts(
    score: ArrayLike,
    outcome: pd.Series,
    complete: pd.Series,
    *,
    deltas: Sequence[float] = STEPS,
    n_imputations: int = 50,
) -> Turn:
    """Move the silent all alike (level) and by score (slope), and say how they really differ.

    `outcome` is missing where nobody reported it, `complete` is the same without silence, in the same order. An outcome
    that is never negative is taken as log(1 + outcome), on which a straight line makes more sense. ValueError as
    `tipping_point` and `silent_difference`.

    Examples
    --------
    >>> x, luck = np.random.default_rng(1).normal(size=(2, 200))
    >>> whole = pd.Series(x + luck)
    >>> both_shifts(x, whole.where(np.arange(200) < 140), whole, deltas=[0, -2, -4], n_imputations=5).silent
    60
    """
    if complete.min() >= 0:
        outcome, complete = np.log1p(outcome), np.log1p(complete)
    return Turn(
        silent=int(outcome.isna().sum()),
        level=tipping_point(score, outcome, deltas, shift="level", n_imputations=n_imputations),
        slope=tipping_point(score, outcome, deltas, shift="slope", n_imputations=n_imputations),
        true=silent_difference(score, outcome, complete),
        everybody=tipping_point(score, complete, [0, -1]).at.times(100),
    )


def estimate_at_the_turn(tip: TippingPoint) -> tuple[float, float]:
    """Give the estimate where its interval first holds 50, in pairs of 100, and the shift at which it is 50 itself.

    Both are read off the table between shifts, so the shift stops at the end of the grid. ValueError where the interval
    never holds 50.

    Examples
    --------
    >>> table = pd.DataFrame({"delta": [0, -2, -4], "value": [0.6, 0.5, 0.4], "low": 0.0, "high": 1.0, "n": 95})
    >>> found = estimate_at_the_turn(TippingPoint(-1.0, 0.1, Estimate(0.6, 0.55, 0.65, 95, 0.95, ""), table))
    >>> [round(number, 2) for number in found]
    [55.0, -2.0]
    """
    if np.isnan(tip.delta):
        raise ValueError("estimate_at_the_turn: the interval never holds 50 on these shifts; try larger ones")
    path = tip.table.sort_values("delta")
    value = float(np.interp(tip.delta, path["delta"], 100 * path["value"]))
    return value, float(np.interp(0.5, path["value"], path["delta"]))
