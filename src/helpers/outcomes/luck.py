"""How much of a score is luck, and what is a correlation worth without it? Scores of half the days, freed of luck.

Halves of one window share every fault but the luck of the days.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from helpers.meaning.error import odd_and_even_days
from helpers.score import anchored_scale, raw_2012
from helpers.signals import signals
from helpers.stats import Estimate, disattenuated


def half_scores(
    tables: Sequence[pd.DataFrame], active: pd.Series, people: pd.Series, *, bands: pd.DataFrame, end: str
) -> tuple[pd.Series, pd.Series]:
    """Scores of `people` by the rules of 2012 from odd days alone, and from even days alone.

    `tables` are interactions, posts, accounts and follows; `active` says for each person whether the whole window has
    anything of theirs. Each half gets a scale of its own, anchored on the active people at the published `bands`; the
    idle stand where that scale puts them. +K is left out. ValueError for fewer than 20 active people.
    """
    interactions, posts, *standing = tables
    found = []
    for half in odd_and_even_days(interactions, posts):
        raw = raw_2012(signals(*half, *standing, end=end))["raw"]
        found.append(pd.Series(anchored_scale(raw[active], bands)(raw), raw.index)[people])
    return found[0], found[1]


def freed_of_luck(rho: Estimate, score: float, outcome: float) -> Estimate:
    """The correlation and both ends of its interval, disattenuated by the reliability of score and of outcome.

    Both reliabilities (0 to 1) are taken as known, so the interval is too narrow where they are estimates.
    ValueError for a reliability that is not above 0 or is above 1.

    >>> print(freed_of_luck(Estimate(0.3, 0.2, 0.4, 90, 0.95, "spearman"), 1, 0.25))
    0.60 [0.40, 0.80], n = 90
    """
    value, low, high = (disattenuated(r, score, outcome) for r in (rho.value, rho.low, rho.high))
    return replace(rho, value=value, low=low, high=high, se=math.nan, method=f"disattenuated, {rho.method}")
