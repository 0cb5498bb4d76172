"""How does a raw score become a number from 1 to 100? One anchored map, made once and then frozen.

The shape of the scale is borrowed from a published distribution, so shares above 40, 50 or 60 hold by construction and
prove nothing. Points themselves are `helpers.score.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.meaning import score_at
from helpers.score.rules import require

IDLE_SCORE = 10.0
"""Accounts without activity sat at 10."""


@dataclass(frozen=True)
class Scale:
    """A frozen map from raw points to the score. Strictly increasing; straight lines between its knots.

    `raw` and `score` are the knots, both increasing. Above the last knot the score nears 100, below the first it nears
    10, both by an exponential whose pace is the spread of the anchoring raw scores (ours), so no raw score leaves
    10-100.
    """

    raw: npt.NDArray[np.float64]
    score: npt.NDArray[np.float64]
    spread: float

    def __call__(self, raw: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Give the score of each raw score; the shape stays, a missing raw score stays missing."""
        x = np.asarray(raw, dtype=float)
        result = np.interp(x, self.raw, self.score)
        above, below = np.maximum(x - self.raw[-1], 0), np.maximum(self.raw[0] - x, 0)
        result = np.where(above > 0, 100 - (100 - self.score[-1]) * np.exp(-above / self.spread), result)
        low = IDLE_SCORE + (self.score[0] - IDLE_SCORE) * np.exp(-below / self.spread)
        return np.where(below > 0, low, result)


def anchored_scale(raw: npt.ArrayLike, bands: pd.DataFrame, *, year: int = 2013) -> Scale:
    """Make the scale on which these raw scores have the published distribution.

    Each raw score becomes its percentile (ties share the middle), and the percentile becomes the score that the
    published `bands` have there (`helpers.meaning.score_at`). Give the raw scores of the active people of the first
    window, once.

    Raises
    ------
    ValueError
        fewer than 20 raw scores, all equal, or one that is missing or infinite.
    """
    x = np.asarray(raw, dtype=float).ravel()
    if x.size < 20 or not np.isfinite(x).all() or np.ptp(x) == 0:
        raise ValueError(
            f"expected 20 or more finite raw scores that differ, got {x.size}; anchor on the active people of a window"
        )
    knots, n = np.unique(x, return_counts=True)
    share = (np.cumsum(n) - n / 2) / x.size
    return Scale(knots, score_at(share, bands, year=year), float(x.std()))


def rate(raw: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Add the column `score` to a table with raw and active: the scale's for the active, 10 for everybody else.

    Raises ValueError for a table without the two columns.
    """
    require(raw, ["raw", "active"], "a table of raw_2012 or raw_2011")
    return raw.assign(score=np.where(raw["active"], scale(raw["raw"]), IDLE_SCORE))
