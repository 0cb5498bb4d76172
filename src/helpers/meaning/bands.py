"""What does 52 mean, and 52 against 20? Where a score stands in a published distribution by bands.

A band tells how many accounts, not where inside it: bounds show what any shape inside the band would allow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

LOWEST, HIGHEST = 1.0, 100.0  # the range of the scale
MARKS = (40, 50, 60)
LINEAR = "linear within a band, exponential in the open top band"
SHAPE = "any shape inside the band"


@dataclass(frozen=True)
class Bounded:
    """A number from banded counts, with the bounds that hold whatever the shape inside the bands.

    The bounds are bounds of an assumption, not a sampling interval: they would not shrink with more people.
    `value` rests on `assumption`; `low` and `high` are exact limits; `n` counts the accounts in all bands.

    >>> print(Bounded(0.9628, 0.9503, 0.9752, 81126, LINEAR))
    0.963 (0.950 to 0.975 for any shape inside the band), n = 81,126
    """

    value: float
    low: float
    high: float
    n: int
    assumption: str

    def __format__(self, spec: str) -> str:
        """Write value, bounds and n, the three values in the number format `spec` (default three decimals)."""
        spec = spec or ".3f"
        return f"{self.value:{spec}} ({self.low:{spec}} to {self.high:{spec}} for {SHAPE}), n = {self.n:,}"

    def __str__(self) -> str:
        """Write value, bounds and n."""
        return format(self, "")


def percentile(score: float, bands: pd.DataFrame, *, year: int = 2013) -> Bounded:
    """Share of scored accounts below `score` (0 to 1), with the bounds that hold for any shape inside its band.

    `score` is on the scale of 1 to 100. `bands` is the published table: a row per band with its `low` edge and the
    counts `n_2013` and `n_2014`; rows without a `low` edge (accounts without a score) are left out. A band reaches
    from its `low` edge up to the `low` edge of the next, without it; at an edge the share is exact. Below the
    lowest band the share is 0. Within a band the value is linear; for the open top band see `score_at`.
    The bounds put all accounts of the band at its upper end (`low`) or at its lower end (`high`).

    Raises
    ------
    ValueError
        a score outside 1 to 100 or missing, a table without the columns, a band without accounts.

    Examples
    --------
    >>> table = pd.DataFrame({"band": ["10-19", "20-29", "30+"], "low": [10, 20, 30], "n_2013": [70, 20, 10]})
    >>> print(percentile(25, table))
    0.800 (0.700 to 0.900 for any shape inside the band), n = 100
    """
    value = float(share_below(score, bands, year=year))
    edges, shares, n, _ = _curve(bands, year)
    band = np.searchsorted(edges[:-1], score, side="right") - 1
    if band < 0 or edges[band] == score:
        return Bounded(value, value, value, n, LINEAR)
    return Bounded(value, float(shares[band]), float(shares[band + 1]), n, LINEAR)


def share_below(score: ArrayLike, bands: pd.DataFrame, *, year: int = 2013) -> NDArray[np.float64]:
    """Share of scored accounts (0 to 1) below each of many scores, an array of the same shape.

    The values of `percentile` without the bounds, and the inverse of `score_at`. ValueError as there.

    >>> table = pd.DataFrame({"band": ["10-19", "20-29", "30+"], "low": [10, 20, 30], "n_2013": [70, 20, 10]})
    >>> share_below([5, 10, 15, 20, 100], table)
    array([0.  , 0.  , 0.35, 0.7 , 1.  ])
    """
    scores = np.asarray(score, dtype=float)
    _check_range("score", scores, LOWEST, HIGHEST)
    edges, shares, _, rate = _curve(bands, year)
    closed = np.interp(scores, edges[:-1], shares[:-1])
    beyond = np.clip(scores - edges[-2], 0, None)
    tail = np.expm1(-rate * beyond) / math.expm1(-rate * (HIGHEST - edges[-2]))
    return closed + (1 - shares[-2]) * tail


def score_at(share: ArrayLike, bands: pd.DataFrame, *, year: int = 2013) -> NDArray[np.float64]:
    """Score below which the given share of scored accounts lies (0 to 1), an array of the same shape.

    Linear within a closed band. The open top band has an exponential tail from its edge, cut off at 100: of the
    accounts that passed one more band width, the same part passes the next as the part of the two last bands that
    lies in the open one. (For Belgium in 2013: 205 of 896 at 60 or more are at 65 or more. The rule puts 11 accounts at
    75 or more, where the table of moves has 22.) Share 0 gives the lowest edge, share 1 gives 100; between them the
    score rises strictly. It is the inverse of `share_below`.

    Raises
    ------
    ValueError
        a share outside 0 to 1 or missing, a table without the columns, a band without accounts.

    Examples
    --------
    >>> table = pd.DataFrame({"band": ["10-19", "20-29", "30+"], "low": [10, 20, 30], "n_2013": [70, 20, 10]})
    >>> score_at([0, 0.35, 0.8, 1], table)
    array([ 10.,  15.,  25., 100.])
    """
    wanted = np.asarray(share, dtype=float)
    _check_range("share", wanted, 0, 1)
    edges, shares, _, rate = _curve(bands, year)
    closed = np.interp(wanted, shares[:-1], edges[:-1])
    beyond = np.clip((wanted - shares[-2]) / (1 - shares[-2]), 0, 1)
    tail = -np.log1p(beyond * math.expm1(-rate * (HIGHEST - edges[-2]))) / rate
    return np.minimum(closed + tail, HIGHEST)


def describe_bands(bands: pd.DataFrame, *, year: int = 2013) -> pd.DataFrame:
    """Mean, median and shares at or above 40, 50 and 60 of a banded distribution, with bounds.

    A row per quantity, columns value, low, high, n. The mean takes the middle of each closed band and the mean of the
    exponential tail for the open one; its bounds put everybody at the lower or at the upper edge of the band (100 for
    the open one). The median is linear within its band, whose edges are its bounds. Shares at an edge are exact; at a
    mark inside a band they are linear, with bounds. ValueError as in `percentile`.

    >>> table = pd.DataFrame({"band": ["10-39", "40-59", "60+"], "low": [10, 40, 60], "n_2013": [80, 15, 5]})
    >>> describe_bands(table).loc["median"].round(2).to_dict()
    {'value': 28.75, 'low': 10.0, 'high': 40.0, 'n': 100.0}
    """
    edges, shares, n, rate = _curve(bands, year)
    weights = np.diff(shares)
    reach = HIGHEST - edges[-2]
    tail_mean = edges[-2] + 1 / rate - reach / math.expm1(rate * reach)
    middles = np.append((edges[:-2] + edges[1:-1]) / 2, tail_mean)
    inside = int(np.searchsorted(shares, 0.5, side="right"))
    rows = [
        ("mean", weights @ middles, weights @ edges[:-1], weights @ edges[1:]),
        ("median", float(score_at(0.5, bands, year=year)), edges[inside - 1], edges[inside]),
    ]
    for mark in MARKS:
        below = percentile(mark, bands, year=year)
        rows.append((f"share at {mark} or more", 1 - below.value, 1 - below.high, 1 - below.low))
    table = pd.DataFrame(rows, columns=["quantity", "value", "low", "high"]).set_index("quantity")
    return table.assign(n=n)


def _curve(bands: pd.DataFrame, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64], int, float]:
    """Edges with 100 at the end, the share of accounts below each edge, all accounts, and the rate of the tail."""
    column = f"n_{year}"
    for name in ("low", column):
        if name not in bands.columns:
            raise ValueError(
                f"bands: expected a column {name!r}, got {', '.join(map(str, bands.columns))}; "
                "pass the published table of bands and a year it holds"
            )
    scored = bands.dropna(subset=["low"]).sort_values("low")
    lows, counts = scored["low"].to_numpy(dtype=float), scored[column].to_numpy(dtype=float, na_value=np.nan)
    if len(lows) < 2 or (np.diff(lows) <= 0).any() or lows[0] < LOWEST or lows[-1] >= HIGHEST:
        raise ValueError(f"bands: expected two or more different lower edges from 1 to below 100, got {lows.tolist()}")
    if not (counts > 0).all():
        raise ValueError(
            f"bands: every band needs a count above 0 in {column!r}, got {counts.tolist()}; merge empty bands"
        )
    edges = np.append(lows, HIGHEST)
    shares = np.append(0, np.cumsum(counts)) / counts.sum()
    rate = -math.log(counts[-1] / (counts[-2] + counts[-1])) / (lows[-1] - lows[-2])
    return edges, shares, int(counts.sum()), rate


def _check_range(name: str, values: NDArray[np.float64], low: float, high: float) -> None:
    bad = ~((values >= low) & (values <= high))
    if bad.any():
        raise ValueError(
            f"{name} must be from {low:g} to {high:g}, got {values[bad].flat[0]} "
            f"({int(bad.sum())} of {values.size} outside or missing)"
        )
