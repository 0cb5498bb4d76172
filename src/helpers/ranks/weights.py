"""Would other weights rank people differently? Everybody's ranks under thousands of weights, in bounded memory.

It moves the weights alone; what goes into the components is left as it is.
"""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BINS = 512  # ranks are counted in at most so many bins a person
HELD = 25_000_000  # ranks held before they are counted
PEOPLE_AT_ONCE = 512  # people whose ranks are counted at once: their counts fit into the cache
HALF = 2**16 - 1  # largest number of 16 bits
KEYS = 2.0**32 - 1  # largest number of 32 bits
MOST = 1e300  # scale beyond which numbers would overflow

Floats = NDArray[np.float64]
Twice = NDArray[np.int32]


def weight_draws(
    names: Sequence[str],
    *,
    n_draws: int = 10_000,
    seed: int = 0,
    declared: Mapping[str, float] | None = None,
    concentration: float = 20.0,
) -> pd.DataFrame:
    """Draw weights that are 0 or more and sum to 1: a row per draw, a column per component.

    Without `declared` every set of weights is as likely as any other (uniform on the simplex). With it they are drawn
    around the declared shares, by a Dirichlet distribution with the parameters `concentration` x share: a share s then
    has the mean s and the variance s (1 - s) / (concentration + 1).

    Raises
    ------
    ValueError
        no component, a component named twice, declared weights for other components, one of 0 or less, or a
        concentration that is not above 0.

    Examples
    --------
    >>> weight_draws(["engagement", "audience"], n_draws=2).sum(axis="columns").tolist()
    [1.0, 1.0]
    """
    names = list(names)
    if not names or len(set(names)) < len(names):
        raise ValueError(f"weight_draws: expected different names of one or more components, got {names}")
    if declared is None:
        parameters = np.ones(len(names))
    else:
        if set(declared) != set(names):
            raise ValueError(f"weight_draws: expected declared weights for {names}, got {list(declared)}")
        weights = np.array([declared[name] for name in names], dtype=float)
        if not ((weights > 0) & np.isfinite(weights)).all() or not (math.isfinite(concentration) and concentration > 0):
            raise ValueError(
                f"weight_draws: expected finite weights and a concentration above 0, got {dict(declared)} and "
                f"{concentration}; leave a component out that has no weight"
            )
        parameters = concentration * weights / weights.sum()
    return pd.DataFrame(np.random.default_rng(seed).dirichlet(parameters, n_draws), columns=names)


def ranks_under_weights(components: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Rank everybody under each set of weights: a row per person, a column per draw, as many numbers as their product.

    `components` has a row per person and `weights` a row per draw, both a column per component; the points are the
    weighted sum. Rank 1 is the largest, ties share the mean place. Nothing may be missing. Each draw by itself is had
    with `weights.loc[[label]]`.

    Raises
    ------
    ValueError
        other components in the two tables, a missing or infinite value, or nobody to rank.

    Examples
    --------
    >>> people = pd.DataFrame({"posts": [3.0, 1.0], "fans": [0.0, 9.0]}, index=["ann", "ben"])
    >>> ranks_under_weights(people, pd.DataFrame({"posts": [1.0, 0.5], "fans": [0.0, 0.5]})).loc["ann"].tolist()
    [1.0, 2.0]
    """
    values, shares = _checked("ranks_under_weights", components, weights)
    ranks = np.empty((len(shares), values.shape[1]))
    for row, share in enumerate(shares):
        ranks[row] = _twice_ranks(values, share) / 2
    return pd.DataFrame(ranks.T, index=components.index, columns=weights.index)


def weight_ranks(
    components: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    top: float = 0.1,
    quantiles: Sequence[float] = (0.025, 0.5, 0.975),
    threads: int | None = None,
) -> pd.DataFrame:
    """Sum up everybody's ranks over all sets of weights, without ever holding them all.

    The tables are those of `ranks_under_weights`, and the ranks are its ranks. A row per person: mean (of the ranks),
    low, median and high for three quantiles, else a column named after each of `quantiles`, and top, the share of the
    draws in which the person is among the best `top` of all (rank <= top x n). Mean and top are exact. A quantile is
    the smallest rank that so large a share of the draws does not exceed; it is exact for up to 256 people and beyond
    that the middle of a bin of ranks: off by no more than one part in 1,000 of the number of people. Memory grows with
    the people, not with the draws: about 2 KB a person and 100 MB. `threads` (default: as many as cores) changes the
    time and nothing else.

    Raises
    ------
    ValueError
        as `ranks_under_weights`, and shares outside 0 to 1.
    """
    values, shares = _checked("weight_ranks", components, weights)
    if not (0 < top <= 1 and len(quantiles) and all(0 < q < 1 for q in quantiles)):
        raise ValueError(f"weight_ranks: expected top and quantiles as shares of 1, got {top} and {list(quantiles)}")
    n_draws, n = len(shares), values.shape[1]
    width = math.ceil(2 * n / BINS)
    bins = (2 * n) // width + 1
    counts = np.zeros((n, bins), dtype=np.uint32)
    total, in_top = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    block = np.empty((min(n_draws, max(1, HELD // n)), n), dtype=np.int32)

    def rank(row: int, share: Floats) -> None:
        block[row] = _twice_ranks(values, share)

    def count(first: int, rows: int) -> None:
        people = slice(first, min(first + PEOPLE_AT_ONCE, n))
        twice = block[:rows, people]
        cells = twice // width + bins * np.arange(twice.shape[1])
        counted = np.bincount(cells.ravel(), minlength=bins * twice.shape[1])
        counts[people] += counted.astype(np.uint32).reshape(-1, bins)
        total[people] += twice.sum(axis=0)
        in_top[people] += (twice <= 2 * top * n).sum(axis=0)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        for start in range(0, n_draws, len(block)):
            drawn = shares[start : start + len(block)]
            list(pool.map(rank, range(len(drawn)), drawn))
            list(pool.map(count, range(0, n, PEOPLE_AT_ONCE), itertools.repeat(len(drawn))))
    result = pd.DataFrame({"mean": total / (2 * n_draws)}, index=components.index)
    names = ["low", "median", "high"] if len(quantiles) == 3 else [f"q{q:g}" for q in quantiles]
    result[names] = _quantiles(counts, [math.ceil(round(q * n_draws, 9)) for q in quantiles], width)
    return result.assign(top=in_top / n_draws)


def _quantiles(counts: NDArray[np.uint32], needed: Sequence[int], width: int) -> Floats:
    """Middle of the bin in which the draws, counted from the best rank, first reach each number that is needed."""
    bins = np.empty((len(counts), len(needed)))
    for start in range(0, len(counts), PEOPLE_AT_ONCE):
        part = slice(start, start + PEOPLE_AT_ONCE)
        reached = np.cumsum(counts[part], axis=1, dtype=np.uint32)
        for column, number in enumerate(needed):
            bins[part, column] = np.argmax(reached >= number, axis=1)
    return (bins * width + (width - 1) / 2) / 2


def _twice_ranks(values: Floats, weights: Floats) -> Twice:
    """Twice the rank of everybody under one set of weights: a whole number, also where ties share a place."""
    points = values[0] * weights[0]
    for column, weight in zip(values[1:], weights[1:], strict=True):
        points += column * weight
    order = _order(points)
    ordered, n = points[order], len(points)
    twice = np.empty(n, dtype=np.int32)
    differs = ordered[1:] != ordered[:-1]
    if differs.all():
        twice[order] = np.arange(2, 2 * n + 1, 2, dtype=np.int32)
    else:
        last = np.append(np.flatnonzero(differs), n - 1) + 1
        first = np.append(0, last[:-1]) + 1
        twice[order] = np.repeat(first + last, last - first + 1)
    return twice


def _order(points: Floats) -> NDArray[np.intp]:
    """Order the people from the largest points to the smallest.

    The points are rounded down to 32 bits and these are sorted by two halves of 16 bits, which NumPy does without
    comparing; the few people whom 32 bits do not tell apart are then sorted by their points.
    """
    with np.errstate(over="ignore"):
        largest, span = points.max(), np.ptp(points)
    scale = KEYS / span if span > KEYS / MOST else math.inf
    if not (span < math.inf and scale < math.inf):
        return np.argsort(-points)
    keys = ((largest - points) * scale).astype(np.uint32)
    order = np.argsort((keys & np.uint32(HALF)).astype(np.uint16), kind="stable")
    order = order[np.argsort((keys >> np.uint32(16)).astype(np.uint16)[order], kind="stable")]
    ordered = keys[order]
    equal = ordered[1:] == ordered[:-1]
    unsure = np.flatnonzero(np.append(equal, False) | np.append(False, equal))
    people = order[unsure]
    order[unsure] = people[np.lexsort((-points[people], keys[people]))]
    return order


def _checked(function: str, components: pd.DataFrame, weights: pd.DataFrame) -> tuple[Floats, Floats]:
    """Give the components, a row each, and the weights in their order, a row per draw."""
    if set(components.columns) != set(weights.columns) or components.columns.has_duplicates or components.empty:
        raise ValueError(
            f"{function}: expected people and a weight for each of {list(components.columns)}, got weights for "
            f"{list(weights.columns)}"
        )
    values = np.ascontiguousarray(components.to_numpy(dtype=float).T)
    shares = weights[list(components.columns)].to_numpy(dtype=float)
    for what, numbers in (("components", values), ("weights", shares)):
        if not np.isfinite(numbers).all():
            raise ValueError(
                f"{function}: expected finite {what}, got {int((~np.isfinite(numbers)).sum())} missing or infinite "
                "value(s); drop or fill them in first"
            )
    return values, shares
