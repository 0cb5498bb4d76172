"""Do two columns rise together, and still so given others? Correlations with a bootstrap interval.

It describes the people at hand; it neither shows a cause nor corrects for error of measurement.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.counts import Codes, Floats, Rows, bootstrap_counts
from helpers.stats.estimate import Estimate
from helpers.stats.resampling import MIN_ROWS, as_codes, bootstrap, complete_rows

METHODS = ("spearman", "pearson", "kendall")
HELD = 50_000  # counts held at once, few enough to stay in the cache of the processor
EXPLAINED = 1e-10  # share of the variance of a column below which nothing of it is left to correlate


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
    if method not in METHODS:
        raise ValueError(f"correlation: method must be one of {', '.join(METHODS)}, got {method!r}")
    options: dict[str, Any] = {"method": interval, "n_resamples": n_resamples, "confidence": confidence, "seed": seed}
    complete, labels = _complete("correlation", {"x": x, "y": y}, groups, MIN_ROWS)
    if method == "spearman":
        columns = _Columns(complete, method)
        rows = Rows(columns.cell, labels)
        estimate = bootstrap_counts(lambda counts: columns.correlations(counts)[:, 0, 1], rows, held=HELD, **options)
    else:
        statistic = pearson_r if method == "pearson" else _kendall_tau
        estimate = bootstrap(statistic, *complete, groups=labels, **options)
    return replace(estimate, method=f"{method}, {estimate.method}")


def partial_correlation(
    x: ArrayLike,
    y: ArrayLike,
    covariates: pd.DataFrame | ArrayLike,
    *,
    method: str = "spearman",
    groups: ArrayLike | None = None,
    interval: str = "bca",
    n_resamples: int = 9999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate the correlation of what the covariates leave unexplained of two columns, with a bootstrap interval.

    x and y are each fitted to the covariates by least squares with an intercept, and the residuals are correlated: with
    `method` "pearson" those of the values, with "spearman" those of the mean ranks, taken anew in every resample.
    `covariates` is one numeric column, or an array or DataFrame with a column each; collinear ones do no harm. Rows
    with any value missing are dropped and `n` is what is left. `groups` and `interval` as in `correlation`.

    It removes only what is measured, and only its straight-line part (on the ranks or the values).

    Raises
    ------
    ValueError
        fewer complete rows than covariates + 3, a constant x or y, covariates that explain x or y wholly, no
        covariate, infinite values, unequal lengths, an unknown method, or more than 5 % of resamples undefined.

    Notes
    -----
    Source: Kim (2015), Communications for Statistical Applications and Methods 22, 665-674 (the R package ppcor).

    Examples
    --------
    >>> x, y = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0]
    >>> age = [1, 4, 1, 4, 2, 1, 3, 5, 6, 2, 3, 7, 3, 0]
    >>> print(partial_correlation(x, y, age, interval="percentile", n_resamples=999))
    0.23 [-0.45, 0.80], n = 14
    """
    if method not in METHODS[:2]:
        raise ValueError(f"partial_correlation: method must be one of {', '.join(METHODS[:2])}, got {method!r}")
    if isinstance(covariates, str):
        raise ValueError(f"partial_correlation: expected columns of covariates, got {covariates!r}; pass the columns")
    table = pd.DataFrame(covariates)
    if table.shape[1] == 0:
        raise ValueError("partial_correlation: expected at least one covariate, got none; use correlation instead")
    if not table.columns.is_unique:
        raise ValueError(f"partial_correlation: expected covariates of different names, got {list(table.columns)}")
    given = {"x": x, "y": y} | {f"covariate {name}": column for name, column in table.items()}
    complete, labels = _complete("partial_correlation", given, groups, len(given) + 1)
    columns = _Columns(complete, method)
    rows = Rows(columns.cell, labels)
    _check_explained(columns.correlations(rows.whole()[None, :])[0])
    estimate = bootstrap_counts(
        lambda counts: _partial(columns.correlations(counts)),
        rows,
        method=interval,
        n_resamples=n_resamples,
        confidence=confidence,
        seed=seed,
        held=HELD,
    )
    how = f"partial {method} given {table.shape[1]} covariate{'s' * (table.shape[1] > 1)}, {estimate.method}"
    return replace(estimate, method=how)


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


def _kendall_tau(x: NDArray[Any], y: NDArray[Any]) -> float:
    return float(scipy_stats.kendalltau(x, y).statistic)


def _complete(
    function: str, columns: dict[str, Any], groups: ArrayLike | None, fewest: int
) -> tuple[list[Floats], Codes | None]:
    """Complete rows of the columns and their group; ValueError for too few rows or groups, or a constant x or y."""
    given = columns | ({} if groups is None else {"groups": as_codes(groups)})
    complete = dict(zip(given, complete_rows(*given.values(), names=tuple(given)), strict=True))
    n = len(complete["x"])
    if n < fewest:
        raise ValueError(f"{function}: expected at least {fewest} rows without a missing value, got {n}")
    for name in ("x", "y"):
        if np.ptp(complete[name]) == 0:
            raise ValueError(
                f"{function}: {name} is constant ({complete[name][0]:g} in all {n} rows), so no correlation exists; "
                "leave this column or subgroup out"
            )
    labels = None if groups is None else np.unique(complete.pop("groups"), return_inverse=True)[1]
    if labels is not None and labels.max() + 1 < MIN_ROWS:
        raise ValueError(f"{function}: expected at least {MIN_ROWS} groups, got {labels.max() + 1}")
    return list(complete.values()), labels


def _partial(correlations: Floats) -> Floats:
    """Partial correlation of the first two columns given the others, for each correlation matrix."""
    own, shared, others = correlations[:, :2, :2], correlations[:, :2, 2:], np.nan_to_num(correlations[:, 2:, 2:])
    shared = np.nan_to_num(shared)  # a covariate that is constant in a resample explains nothing there
    left = own - shared @ np.linalg.pinv(others, rtol=EXPLAINED, hermitian=True) @ np.swapaxes(shared, 1, 2)
    x, y = left[:, 0, 0], left[:, 1, 1]
    r = np.clip(left[:, 0, 1] / np.sqrt(x * y), -1, 1)
    return np.where((x > EXPLAINED) & (y > EXPLAINED), r, np.nan)


def _check_explained(correlations: Floats) -> None:
    """Raise ValueError where the covariates explain the first or second column wholly."""
    for place, name in enumerate(("x", "y")):
        chosen = [place, *range(2, len(correlations))]
        own = np.nan_to_num(correlations[np.ix_(chosen, chosen)])
        shared = own[0, 1:]
        if own[0, 0] - shared @ np.linalg.pinv(own[1:, 1:], rtol=EXPLAINED, hermitian=True) @ shared <= EXPLAINED:
            raise ValueError(
                f"partial_correlation: the covariates explain {name} wholly, so nothing of it is left to correlate; "
                "leave out the covariate that holds the same"
            )


class _Columns:
    """Columns of equal length, as cells of equal rows, whose correlations follow from the count of each cell."""

    def __init__(self, columns: list[Floats], method: str) -> None:
        ordered = [np.unique(column, return_inverse=True) for column in columns]
        cells, self.cell = np.unique(np.column_stack([codes for _, codes in ordered]), axis=0, return_inverse=True)
        self.ranked = method == "spearman"
        self.places = [_places(codes) for codes in cells.T]
        self.values = []
        for column, (values, _), codes in zip(columns, ordered, cells.T, strict=True):
            self.values.append(((values - column.mean()) / (column.std() or 1))[codes])

    def correlations(self, counts: NDArray[np.intp]) -> Floats:
        """Correlation matrix of the columns for each row of `counts`; missing where a column is constant."""
        total = counts.sum(axis=1, keepdims=True)
        if self.ranked:
            columns = [_centred_ranks(places, counts, total) for places in self.places]
        else:
            columns = [values - (counts @ values)[:, None] / total for values in self.values]
        moments = np.empty((len(counts), len(columns), len(columns)))
        for i, column in enumerate(columns):
            weighted = counts * column
            for j in range(i + 1):
                moments[:, i, j] = moments[:, j, i] = np.einsum("rc,rc->r", weighted, columns[j])
        squares = np.einsum("rii->ri", moments)
        squares = np.where(squares > total * EXPLAINED**2, squares, np.nan)
        return np.clip(moments / np.sqrt(squares[:, :, None] * squares[:, None, :]), -1, 1)


class _Places(NamedTuple):
    """Order of the cells by the size of their value, and where in it the value of each cell begins and ends."""

    order: Codes
    begins: Codes
    ends: Codes


def _places(codes: Codes) -> _Places:
    ends = np.cumsum(np.bincount(codes))
    return _Places(np.argsort(codes, kind="stable"), np.concatenate([[0], ends[:-1]])[codes], ends[codes])


def _centred_ranks(places: _Places, counts: NDArray[np.intp], total: NDArray[np.intp]) -> Floats:
    """Mean rank of each cell in each resample, doubled, less its mean.

    Counting replaces sorting: twice the mean rank of a value is the number of rows below it, and of those not above
    it, and 1.
    """
    below = np.zeros((len(counts), counts.shape[1] + 1), dtype=np.intp)
    np.cumsum(counts.take(places.order, axis=1), axis=1, out=below[:, 1:])
    return (below.take(places.begins, axis=1) + below.take(places.ends, axis=1) - total).astype(np.float64)
