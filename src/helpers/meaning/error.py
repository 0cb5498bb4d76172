"""How far would the same person's score be off if it were measured again? Halves, bands, true change.

Odd and even days show the error of sampling days; they share every other fault of the score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.stats import Estimate, bootstrap
from helpers.stats.association import pearson_r
from helpers.stats.resampling import complete_rows

MIN_CELL = 20  # people below which a band is not described


class SplitHalf(NamedTuple):
    """Reliability (0 to 1) and standard error of measurement (points) of the mean of two halves."""

    reliability: Estimate
    sem: Estimate


class TrueChange(NamedTuple):
    """Standard deviation of the true change (points) and its variance (points squared), negative if it comes out so."""

    sd: Estimate
    variance: Estimate


def odd_and_even_days(
    interactions: pd.DataFrame, posts: pd.DataFrame
) -> tuple[tuple[pd.DataFrame, pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]:
    """Split what people did into two halves by day: (interactions, posts) of odd days, then of even days.

    Days are counted from 1 January 1970. A reaction goes with the day of its post, so that the luck of one post falls
    into one half; a mention, and a reaction to a post that is not in `posts`, goes with its own day. `interactions` has
    time and post, `posts` has post and time, both times as datetimes. Every row is in exactly one half.

    >>> posts = pd.DataFrame({"post": [1], "time": pd.to_datetime(["2012-05-01 23:00"])})
    >>> times = pd.to_datetime(["2012-05-02 01:00", "2012-05-02 02:00"])
    >>> odd, even = odd_and_even_days(pd.DataFrame({"time": times, "post": [1, None]}), posts)
    >>> len(odd[0]), len(odd[1]), len(even[0]), len(even[1])
    (1, 1, 1, 0)
    """
    started = interactions["post"].map(posts.set_index("post")["time"]).fillna(interactions["time"])
    parities = [(time - pd.Timestamp("1970-01-01")).dt.days % 2 for time in (started, posts["time"])]
    odd, even = ((interactions[parities[0] == half], posts[parities[1] == half]) for half in (1, 0))
    return odd, even


def split_half(
    first: ArrayLike, second: ArrayLike, *, n_resamples: int = 1999, confidence: float = 0.95, seed: int = 0
) -> SplitHalf:
    """Reliability and standard error of measurement of a score, from two halves of its data.

    `first` and `second` are the scores of the same people, in points on the same scale, from odd and from even days.
    Both results are for the mean of the two halves: reliability by Spearman and Brown, 2 r / (1 + r), and the
    standard error of measurement SD(first - second) / 2. A shift of everybody between the halves is no error here.
    Errors of the halves are taken as independent; intervals are bootstrap intervals over people. Pairs with a
    missing half are dropped.

    Raises
    ------
    ValueError
        fewer than 3 complete pairs, a half in which all people have the same score, infinite values.

    Notes
    -----
    Source: Spearman (1910) and Brown (1910), British Journal of Psychology 3.

    Examples
    --------
    >>> halves = split_half([10, 20, 30, 40, 50, 60], [12, 17, 33, 41, 46, 61], n_resamples=999)
    >>> print(halves.sem)
    1.41 [1.05, 1.80], n = 6
    """
    first, second = complete_rows(first, second, names=("first", "second"))
    options: dict[str, Any] = {"n_resamples": n_resamples, "confidence": confidence, "seed": seed}
    if len(first) and (np.ptp(first) == 0 or np.ptp(second) == 0):
        raise ValueError("split_half: in one half all people have the same score, so reliability is undefined")
    reliability = bootstrap(_stepped_up, first, second, **options)
    sem = bootstrap(_half_difference_sd, first, second, **options)
    return SplitHalf(
        replace(reliability, method=f"Spearman-Brown, {reliability.method}"),
        replace(sem, method=f"SD of half differences / 2, {sem.method}"),
    )


def retest_error(
    first: ArrayLike, second: ArrayLike, *, n_resamples: int = 9999, confidence: float = 0.95, seed: int = 0
) -> Estimate:
    """Standard error of measurement (points) of one score, from two scores of the same people on the same scale.

    It is SD(first - second) / sqrt(2), where only luck differs between the two and is independent: the same weeks lived
    twice in a simulation, or two short windows in which nobody changed. A shift of everybody is no error here.
    Bootstrap interval over people. Pairs with a missing score are dropped. ValueError for fewer than 3 complete pairs
    or infinite values.

    >>> print(retest_error([10, 20, 30, 40, 50, 60], [12, 17, 33, 41, 46, 61], n_resamples=999))
    2.00 [1.48, 2.55], n = 6
    """
    first, second = complete_rows(first, second, names=("first", "second"))
    options: dict[str, Any] = {"n_resamples": n_resamples, "confidence": confidence, "seed": seed}
    sem = bootstrap(_retest_sd, first - second, **options)
    return replace(sem, method=f"SD of differences / sqrt(2), {sem.method}")


def error_by_band(
    first: ArrayLike,
    second: ArrayLike,
    score: ArrayLike,
    edges: Sequence[float],
    *,
    n_resamples: int = 1999,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Standard error of measurement (points) of the people in each band of the score.

    `first` and `second` as for `split_half`; `score` is the whole score that sorts people into the bands
    [edges[0], edges[1]), ... (the last band holds its upper edge). People outside the edges or with a missing value
    are left out. The result has a row per band with from, to, n, sem, low, high; where a band holds fewer than 20
    people sem, low and high are missing.

    Raises
    ------
    ValueError
        fewer than two edges or edges not rising, unequal lengths, infinite values.

    Examples
    --------
    >>> halves = [[10, 12, 15, 11] * 5, [12, 11, 15, 14] * 5]
    >>> error_by_band(*halves, score=[11] * 20, edges=[10, 20, 30], n_resamples=99)[["from", "to", "n"]].to_numpy()
    array([[10., 20., 20.],
           [20., 30.,  0.]])
    """
    bounds = np.asarray(edges, dtype=float)
    if bounds.ndim != 1 or len(bounds) < 2 or not (np.diff(bounds) > 0).all():
        raise ValueError(f"error_by_band: expected two or more rising edges, got {list(edges)}")
    first, second, whole = complete_rows(first, second, score, names=("first", "second", "score"))
    rows = []
    for low, high in pairwise(bounds):
        inside = (whole >= low) & ((whole < high) | ((whole == high) & (high == bounds[-1])))
        row = {"from": low, "to": high, "n": int(inside.sum()), "sem": np.nan, "low": np.nan, "high": np.nan}
        if row["n"] >= MIN_CELL:
            sem = bootstrap(
                _half_difference_sd,
                first[inside],
                second[inside],
                n_resamples=n_resamples,
                confidence=confidence,
                seed=seed,
            )
            row |= {"sem": sem.value, "low": sem.low, "high": sem.high}
        rows.append(row)
    return pd.DataFrame(rows)


def true_change(
    first_window: ArrayLike,
    second_window: ArrayLike,
    sem: float,
    *,
    n_resamples: int = 1999,
    confidence: float = 0.95,
    seed: int = 0,
) -> TrueChange:
    """How much people's scores truly changed between two windows, once the error of both scores is taken out.

    `first_window` and `second_window` are scores of the same people in points; `sem` is the standard error of
    measurement of one score, taken as known. The variance of the true change is var(second - first) - 2 sem^2. If
    it comes out negative it is reported so, and the standard deviation is 0: the error explains all that was seen.
    Intervals are bootstrap intervals over people, and do not hold the doubt about `sem`. Pairs with a missing
    window are dropped.

    Raises
    ------
    ValueError
        fewer than 3 complete pairs, infinite values, a negative or missing sem.

    Examples
    --------
    >>> change = true_change([10, 20, 30, 40, 50, 60], [14, 18, 36, 35, 52, 66], sem=1, n_resamples=999)
    >>> print(change.sd)
    4.26 [2.68, 5.86], n = 6
    """
    if not (math.isfinite(sem) and sem >= 0):
        raise ValueError(f"true_change: sem must be a finite number of 0 or more, got {sem}")
    first_window, second_window = complete_rows(first_window, second_window, names=("first_window", "second_window"))

    def excess(before: NDArray[Any], after: NDArray[Any], axis: int = -1) -> NDArray[Any]:
        return np.var(after - before, axis=axis, ddof=1) - 2 * sem**2

    variance = bootstrap(excess, first_window, second_window, n_resamples=n_resamples, confidence=confidence, seed=seed)
    variance = replace(variance, method=f"var(d) - 2 sem^2, {variance.method}")
    value, low, high = (math.sqrt(max(0.0, x)) for x in (variance.value, variance.low, variance.high))
    return TrueChange(Estimate(value, low, high, variance.n, confidence, f"root of {variance.method}"), variance)


def _stepped_up(first: NDArray[Any], second: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    r = pearson_r(first, second, axis=axis)
    return 2 * r / (1 + r)


def _half_difference_sd(first: NDArray[Any], second: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    return np.std(first - second, axis=axis, ddof=1) / 2


def _retest_sd(difference: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    return np.std(difference, axis=axis, ddof=1) / np.sqrt(2)
