"""Which ranks can the data not exclude? Confidence sets for ranks and for the k best, from estimates with errors.

They cover error of estimation only: not the choice of the score, and not whether it measures what it claims to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import check_confidence
from helpers.stats.resampling import as_numbers

CHUNK = 512  # draws compared at once
BLOCK = 256  # populations whose draws are held at once
MIN_TAIL = 10  # draws that must lie beyond the critical value

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def rank_sets(
    estimate: ArrayLike,
    se: ArrayLike,
    *,
    confidence: float = 0.95,
    simultaneous: bool = False,
    n_draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank every estimate and give the ranks that its error does not exclude.

    `estimate` and `se` have a number per population (person, school, country) in the same unit; the errors are normal
    and independent of each other. The result has the order and, for a Series, the index of `estimate`, and the whole
    numbers rank, low and high. Rank 1 is the largest; ties share the better rank. With `simultaneous=False` each set
    holds the true rank of its own population with the given confidence, with `simultaneous=True` all do so at once.

    Two populations are told apart when their difference, counted in its own standard errors, is larger than the largest
    of all the differences compared would be by chance (two-sided). With step-down: pairs that are told apart leave the
    comparison, and the rest is tested again. Estimates without error (se 0) are compared exactly. Nothing may be
    missing.

    Raises
    ------
    ValueError
        fewer than 2 estimates, a missing or infinite value, a negative error, unequal lengths, Series with different
        indexes, or so few draws that fewer than 10 are expected beyond the critical value.

    Notes
    -----
    Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91(1), doi 10.1093/restud/rdad006,
    and their R package csranks. The package draws anew for every step and population; here all share the same draws.

    Examples
    --------
    >>> rank_sets(pd.Series({"ann": 52.0, "ben": 50.0, "cem": 20.0}), [2, 2, 2])
         rank  low  high
    ann     1    1     2
    ben     2    1     2
    cem     3    3     3
    """
    values, errors, index = _checked("rank_sets", estimate, se, confidence, n_draws)
    order = np.lexsort((errors, -values))
    better, worse = _told_apart(values[order], errors[order], confidence, simultaneous, n_draws, seed)
    low, high = np.empty(len(order), dtype=int), np.empty(len(order), dtype=int)
    low[order], high[order] = better + 1, len(order) - worse
    rank = scipy_stats.rankdata(-values, method="min").astype(int)
    return pd.DataFrame({"rank": rank, "low": low, "high": high}, index=index)


def top_set(
    estimate: ArrayLike,
    se: ArrayLike,
    k: int,
    *,
    confidence: float = 0.95,
    n_draws: int = 20_000,
    seed: int = 0,
) -> Mask:
    """Say of every population whether it cannot be excluded from the k best: true if it may be among them.

    With the given confidence the set holds all the k truly best. A population is in it when the best rank of its
    simultaneous confidence set is k or better. `estimate` and `se` as in `rank_sets`; the result has their order.

    Raises
    ------
    ValueError
        as `rank_sets`, and a k that is not a whole number from 1 to the number of estimates.

    Notes
    -----
    Source: as `rank_sets`; the projection set for the tau-best, `cstaubest` of csranks.

    Examples
    --------
    >>> top_set([52, 50, 20], [2, 2, 2], 1)
    array([ True,  True, False])
    """
    n = np.size(np.asarray(estimate))
    if isinstance(k, bool) or not float(k).is_integer() or not 1 <= k <= n:
        raise ValueError(f"top_set: expected k to be a whole number from 1 to {n}, the number of estimates, got {k}")
    sets = rank_sets(estimate, se, confidence=confidence, simultaneous=True, n_draws=n_draws, seed=seed)
    return sets["low"].to_numpy() <= k


def _checked(
    function: str, estimate: ArrayLike, se: ArrayLike, confidence: float, n_draws: int
) -> tuple[Floats, Floats, pd.Index]:
    check_confidence(confidence)
    values, errors = as_numbers(estimate, "estimate"), as_numbers(se, "se")
    index = estimate.index if isinstance(estimate, pd.Series) else pd.RangeIndex(len(values))
    if isinstance(estimate, pd.Series) and isinstance(se, pd.Series) and not estimate.index.equals(se.index):
        raise ValueError(f"{function}: expected estimate and se with the same index, got two; align them first")
    if len(values) != len(errors) or len(values) < 2:
        raise ValueError(
            f"{function}: expected 2 or more estimates and as many errors, got {len(values)} and {len(errors)}"
        )
    if np.isnan(values).any() or np.isnan(errors).any():
        raise ValueError(
            f"{function}: expected no missing value, got {np.isnan(values).sum()} missing estimate(s) and "
            f"{np.isnan(errors).sum()} missing error(s); drop them first, they have no rank"
        )
    if (errors < 0).any():
        raise ValueError(f"{function}: expected standard errors of 0 or more, got {errors.min():g}")
    needed = int(np.ceil(round(MIN_TAIL / (1 - confidence), 6)))
    if n_draws < needed:
        raise ValueError(
            f"{function}: expected n_draws of {needed} or more for a confidence of {confidence:g}, got {n_draws}"
        )
    return values, errors, index


def _told_apart(
    values: Floats, errors: Floats, confidence: float, simultaneous: bool, n_draws: int, seed: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Count, for populations sorted from the largest, those that are surely better and those surely worse."""
    draws = np.random.default_rng(seed).standard_normal((n_draws, len(values))) * errors
    spread = np.hypot(errors[:, None], errors[None, :])
    gap = np.abs(values[:, None] - values[None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.where(gap > 0, gap / spread, 0.0)
        scale = np.where(spread > 0, 1 / spread, 0.0)
    if simultaneous:
        apart = _all_at_once(draws, scale, np.triu(distance), confidence)
        return apart.sum(axis=0), apart.sum(axis=1)
    apart = _one_by_one(draws, scale, distance, confidence)
    return np.tril(apart).sum(axis=1), np.triu(apart).sum(axis=1)


def _one_by_one(draws: Floats, scale: Floats, distance: Floats, confidence: float) -> Mask:
    """Row i: whom the data tell apart from population i, when only its own comparisons are tested."""
    n_draws, p = draws.shape
    apart = np.zeros((p, p), dtype=bool)
    for first in range(0, p, BLOCK):
        rows = range(first, min(first + BLOCK, p))
        along, against = np.empty((2, len(rows), n_draws))
        for chunk in _chunks(n_draws):
            part = np.ascontiguousarray(draws[chunk].T)
            difference = np.empty_like(part)
            for row, i in enumerate(rows):
                np.subtract(part, part[i], out=difference)
                difference *= scale[i][:, None]
                along[row, chunk], against[row, chunk] = _two_ways(difference[: i + 1], difference[i:])
        for row, i in enumerate(rows):
            sign = np.where(np.arange(p) < i, 1, -1) * scale[i]

            def prepare(kept: NDArray[np.intp], i: int = i, sign: Floats = sign) -> Callable[[Mask], Floats]:
                difference = (draws[kept] - draws[kept, i, None]) * sign
                return lambda untold: difference[:, untold].max(axis=1, initial=0)

            apart[i] = _step_down(distance[i], along[row], against[row], prepare, confidence)
    return apart


def _all_at_once(draws: Floats, scale: Floats, distance: Floats, confidence: float) -> Mask:
    """Entry (i, j) for i before j: whether the data tell them apart when all pairs are tested together."""
    n_draws, p = draws.shape
    along, against = np.zeros((2, n_draws))
    for chunk in _chunks(n_draws):
        part = np.ascontiguousarray(draws[chunk].T)
        for i in range(p - 1):
            difference = (part[i + 1 :] - part[i]) * scale[i, i + 1 :, None]
            ways = _two_ways(difference[:0], difference)
            along[chunk], against[chunk] = np.maximum(along[chunk], ways[0]), np.maximum(against[chunk], ways[1])

    def prepare(kept: NDArray[np.intp]) -> Callable[[Mask], Floats]:
        part = np.ascontiguousarray(draws[kept].T)

        def largest(untold: Mask) -> Floats:
            result = np.zeros(len(kept))
            for i in range(p - 1):
                others = i + 1 + np.flatnonzero(untold[i, i + 1 :])
                difference = (part[i] - part[others]) * scale[i, others, None]
                np.maximum(result, difference.max(axis=0, initial=0), out=result)
            return result

        return largest

    return _step_down(distance, along, against, prepare, confidence)


def _two_ways(above: Floats, below: Floats) -> tuple[Floats, Floats]:
    """Largest scaled difference from one population along the order of the estimates, and against it (0 at least)."""
    along = np.maximum(above.max(axis=0, initial=0), -below.min(axis=0, initial=0))
    against = np.maximum(below.max(axis=0, initial=0), -above.min(axis=0, initial=0))
    return along, against


def _step_down(
    distance: Floats,
    along: Floats,
    against: Floats,
    prepare: Callable[[NDArray[np.intp]], Callable[[Mask], Floats]],
    confidence: float,
) -> Mask:
    """Tell pairs apart step by step; `along` and `against` hold the largest difference of each draw.

    Only the differences along the order of the estimates ever leave the comparison, so the critical value never falls
    below that of the differences against it. Draws that lie below that value throughout need no second look.
    """
    largest = np.maximum(along, against)
    kept = np.flatnonzero(largest >= np.quantile(against, confidence, method="lower"))
    largest_untold = prepare(kept)
    before, apart = -1, distance > np.quantile(largest, confidence)
    while before < apart.sum():
        before = apart.sum()
        largest[kept] = np.maximum(against[kept], largest_untold(~apart))
        apart = distance > np.quantile(largest, confidence)
    return apart


def _chunks(n_draws: int) -> Iterator[slice]:
    return (slice(start, min(start + CHUNK, n_draws)) for start in range(0, n_draws, CHUNK))
