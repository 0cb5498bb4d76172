"""Do two columns rise together? Correlation with a bootstrap interval, by rows or by groups.

It describes the people at hand; it neither shows a cause nor corrects for error of measurement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import Estimate
from helpers.stats.resampling import MIN_ROWS, as_numbers, bootstrap, complete_rows


def correlation(
    x: ArrayLike,
    y: ArrayLike,
    *,
    method: str = "spearman",
    groups: ArrayLike | None = None,
    interval: str = "bca",
    n_resamples: int = 9999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate the correlation of two columns, with a bootstrap interval.

    `method`: "spearman" (ties get their mean rank), "pearson", or "kendall" (tau-b, which allows for ties; slower).
    `interval`: "bca", "percentile" or "basic". With `groups` (a label per row) whole groups are drawn.
    Pairs with a missing value are dropped and `n` is what is left. A perfect correlation has the interval [1, 1],
    because no resample can show anything else: read it as "too few rows to see the spread".

    Raises
    ------
    ValueError
        fewer than 3 complete pairs, a constant column, infinite values, an unknown method, or so few
        different values that more than 5 % of the resamples have no correlation (always so with 3 pairs).

    Examples
    --------
    >>> print(correlation([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 7, 8, 6, 5], n_resamples=999))
    0.74 [0.20, 0.97], n = 8
    """
    if method not in STATISTICS:
        raise ValueError(f"correlation: method must be one of {', '.join(STATISTICS)}, got {method!r}")
    pair = complete_rows(x, y, names=("x", "y"))
    if len(pair[0]) < MIN_ROWS:
        raise ValueError(f"correlation: expected at least {MIN_ROWS} pairs without a missing value, got {len(pair[0])}")
    for name, column in zip(("x", "y"), pair, strict=True):
        if np.ptp(column) == 0:
            raise ValueError(
                f"correlation: {name} is constant ({column[0]:g} in all {len(column)} rows), so no correlation exists; "
                "leave this column or subgroup out"
            )
    if method == "spearman":
        x, y = _codes(x), _codes(y)
    estimate = bootstrap(
        STATISTICS[method],
        x,
        y,
        method=interval,
        n_resamples=n_resamples,
        confidence=confidence,
        groups=groups,
        seed=seed,
    )
    return replace(estimate, method=f"{method}, {estimate.method}")


def pearson_r(x: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """Pearson's r of two arrays, or of each pair of rows of two blocks; missing where a row is constant.

    >>> float(pearson_r(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 7.0])).round(4))
    0.9934
    """
    dx = x - x.mean(axis=axis, keepdims=True)
    dy = y - y.mean(axis=axis, keepdims=True)
    varied = (np.ptp(x, axis=axis) > 0) & (np.ptp(y, axis=axis) > 0)
    with np.errstate(all="ignore"):
        dx /= np.sqrt(np.sum(dx * dx, axis=axis, keepdims=True))
        dy /= np.sqrt(np.sum(dy * dy, axis=axis, keepdims=True))
        return np.where(varied, np.clip(np.sum(dx * dy, axis=axis), -1, 1), np.nan)


def _spearman_rho(x: NDArray[Any], y: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    return pearson_r(_mean_ranks(x), _mean_ranks(y), axis=axis)


def _codes(values: ArrayLike) -> NDArray[np.float64]:
    """Whole numbers from 0 in order of size, the same for equal values; missing stays missing."""
    return scipy_stats.rankdata(as_numbers(values, "sample"), method="dense", nan_policy="omit") - 1


def _mean_ranks(codes: NDArray[Any]) -> NDArray[np.float64]:
    """Ranks within each row of `codes` (whole numbers from 0 in order of size), ties sharing their mean rank.

    Counting replaces sorting: of the resamples of one sample only the counts of its values differ.
    """
    codes = codes.astype(np.intp)
    rows = codes.reshape(-1, codes.shape[-1])
    width = rows.max() + 1
    offsets = np.arange(len(rows))[:, None] * width
    counts = np.bincount((rows + offsets).ravel(), minlength=len(rows) * width).reshape(len(rows), width)
    ranks = np.cumsum(counts, axis=1) - (counts - 1) / 2
    return np.take_along_axis(ranks, rows, axis=1).reshape(codes.shape)


def _kendall_tau(x: NDArray[Any], y: NDArray[Any]) -> float:
    return float(scipy_stats.kendalltau(x, y).statistic)


STATISTICS: dict[str, Callable[..., Any]] = {
    "spearman": _spearman_rho,
    "pearson": pearson_r,
    "kendall": _kendall_tau,
}
