"""How often does each row come up in a resample? The bootstrap of statistics that need only these counts.

It is for statistics written on counts, which is much faster than drawing the rows; any other goes to resampling.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy import sparse

from helpers.stats.estimate import Estimate
from helpers.stats.intervals import bootstrap_estimate, check_options, jackknife_influence

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
DRAWN = 1_000_000  # draws held at once


@dataclass(frozen=True)
class Rows:
    """The rows that are drawn: the cell of each row and, if any, its group and its stratum, as whole numbers from 0.

    Rows of one cell are equal in everything the statistic looks at, so a resample is a count per cell. With `groups`
    whole groups are drawn; otherwise rows are drawn, inside their stratum where there are `strata`.
    """

    cells: Codes
    groups: Codes | None = None
    strata: Codes | None = None

    def whole(self) -> Codes:
        """Count per cell in the sample itself.

        >>> Rows(np.array([0, 1, 1])).whole().tolist()
        [1, 2]
        """
        return np.bincount(self.cells)

    def resampled(self, n_resamples: int, seed: int, *, held: int, dtype: DTypeLike = np.intp) -> Iterator[NDArray]:
        """Give the counts of the resamples, a row per resample and a column per cell, in blocks of `held` counts."""
        rng = np.random.default_rng(seed)
        draw = self._row_drawer(rng) if self.groups is None else self._group_drawer(rng, self.groups)
        width = self.cells.max() + 1
        size, step = max(1, held // width), max(1, DRAWN // len(self.cells))
        for start in range(0, n_resamples, size):
            block = np.empty((min(size, n_resamples - start), width), dtype=dtype)
            for part in range(0, len(block), step):
                block[part : part + step] = draw(len(block[part : part + step]))
            yield block

    def left_out(self, *, held: int, dtype: DTypeLike = np.intp) -> Iterator[NDArray]:
        """Give the counts without one row of each cell in turn, or without each group in turn, in blocks."""
        whole = self.whole().astype(dtype)
        size = max(1, held // len(whole))
        each = np.arange(len(whole))
        out = _table(each, each) if self.groups is None else _table(self.groups, self.cells)
        for start in range(0, out.shape[0], size):
            yield whole - out[start : start + size].astype(dtype).toarray()

    def _group_drawer(self, rng: np.random.Generator, groups: Codes) -> Callable[[int], Codes]:
        table = _table(groups, self.cells)
        n = table.shape[0]

        def draw(size: int) -> Codes:
            return (table.T @ _tally(rng.integers(0, n, (size, n)), n).T).T

        return draw

    def _row_drawer(self, rng: np.random.Generator) -> Callable[[int], Codes]:
        n, width = len(self.cells), self.cells.max() + 1
        if self.strata is None:
            return lambda size: _tally(self.cells[rng.integers(0, n, (size, n))], width)
        order = np.argsort(self.strata, kind="stable")
        cells, ends = self.cells[order], np.cumsum(np.bincount(self.strata))
        last = ends[self.strata[order]]
        first = last - np.bincount(self.strata)[self.strata[order]]
        return lambda size: _tally(cells[rng.integers(first, last, (size, n))], width)


def _table(groups: Codes, cells: Codes) -> sparse.csr_array:
    """Count of each cell (columns) in each group (rows)."""
    return sparse.csr_array((np.ones_like(cells), (groups, cells)))


def _tally(picks: Codes, width: int) -> Codes:
    """Count of each whole number below `width` in each row of `picks`."""
    offsets = np.arange(len(picks))[:, None] * width
    return np.bincount((picks + offsets).ravel(), minlength=len(picks) * width).reshape(len(picks), width)


def bootstrap_counts(
    statistic: Callable[[NDArray], Floats],
    rows: Rows,
    *,
    method: str,
    n_resamples: int,
    confidence: float,
    seed: int,
    held: int,
    dtype: DTypeLike = np.intp,
    left_out: Callable[[], Floats] | None = None,
) -> Estimate:
    """Estimate a statistic of counts with a bootstrap interval.

    `statistic` takes a block of counts, a row per resample and a column per cell, and returns a number per resample,
    nan where it is undefined. `held` counts are in memory at once, as `dtype`. `left_out` returns, in the order of the
    cells, the statistic without one row of each cell, where there is a quicker way than to count anew; it is not used
    with groups. `method` is as in `bootstrap`.

    Raises
    ------
    ValueError
        an unknown method, a statistic that is undefined on the sample itself or on more than 5 % of the resamples.

    Examples
    --------
    >>> def mean(counts):
    ...     return counts @ [2, 4, 6, 9] / counts.sum(axis=1)
    >>> rows = Rows(np.array([0, 1, 1, 2, 3]))
    >>> print(bootstrap_counts(mean, rows, method="percentile", n_resamples=999, confidence=0.95, seed=0, held=100))
    5.00 [3.20, 7.00], n = 5
    """
    check_options(method, n_resamples, confidence)
    with np.errstate(all="ignore"):
        value = float(statistic(rows.whole()[None, :].astype(dtype))[0])
        if not np.isfinite(value):
            raise ValueError(
                f"bootstrap: the statistic is undefined on the sample itself (got {value}); "
                "look for a constant column or too few different values"
            )
        blocks = rows.resampled(n_resamples, seed, held=held, dtype=dtype)
        distribution = np.concatenate([statistic(block) for block in blocks])
        pulls = np.full(1, np.nan)
        if method == "bca" and rows.groups is not None:
            pulls = jackknife_influence(_jackknife(statistic, rows, held, dtype))
        elif method == "bca":
            by_cell = left_out() if left_out else _jackknife(statistic, rows, held, dtype)
            pulls = jackknife_influence(by_cell[rows.cells], rows.strata)
    estimate = bootstrap_estimate(value, distribution, pulls, len(rows.cells), method, confidence)
    if rows.groups is not None:
        estimate = replace(estimate, method=f"{estimate.method} over {rows.groups.max() + 1} groups")
    return estimate


def _jackknife(statistic: Callable[[NDArray], Floats], rows: Rows, held: int, dtype: DTypeLike) -> Floats:
    return np.concatenate([statistic(block) for block in rows.left_out(held=held, dtype=dtype)])
