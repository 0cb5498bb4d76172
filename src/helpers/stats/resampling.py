"""How much would a statistic move if other people had been drawn? The bootstrap, by rows or by groups.

It says nothing about people who could not have been drawn, and it cannot mend a biased sample.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import Estimate
from helpers.stats.intervals import METHODS, bootstrap_estimate, check_options, jackknife_influence

MIN_ROWS = 3
BLOCK = 2_000_000  # values held at once while resampling


def bootstrap(
    statistic: Callable[..., Any],
    *samples: ArrayLike,
    paired: bool = True,
    method: str = "bca",
    n_resamples: int = 9999,
    confidence: float = 0.95,
    groups: ArrayLike | None = None,
    seed: int = 0,
) -> Estimate:
    """Estimate a statistic with a bootstrap interval.

    `statistic` takes as many arrays as there are samples and returns one number. If it has an argument `axis` it is
    called on blocks of resamples (one a row, `axis=-1`), which is much faster. Samples are one-dimensional and numeric.

    With `paired=True` all samples have the same length and their rows are drawn together; rows with a missing value
    are dropped. With `paired=False` each sample is drawn by itself and drops its own missing values. With `groups`
    (a label per row) whole groups are drawn; rows without a label are dropped. `n` counts the rows that are left.

    `method`: "bca" (bias-corrected and accelerated), "percentile" or "basic". Without groups this is
    `scipy.stats.bootstrap`; with groups the jackknife of BCa leaves out one group at a time. Where BCa is undefined,
    as when every resample gives the same number, the percentile interval is given and `method` of the result
    says so. Resamples in which the statistic is undefined are left out, up to 5 %.

    Raises
    ------
    ValueError
        fewer than 3 rows (or groups), infinite values, unequal lengths, an unknown method, a statistic
        that is undefined on the sample itself or on more than 5 % of the resamples.

    Notes
    -----
    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14.

    Examples
    --------
    >>> print(bootstrap(np.mean, [2, 4, 4, 6, 9], method="percentile", n_resamples=999))
    5.00 [3.20, 7.00], n = 5
    """
    check_options(method, n_resamples, confidence)
    data, labels = _prepare(samples, paired=paired, groups=groups)
    with np.errstate(all="ignore"):
        value = float(statistic(*data))
    if not np.isfinite(value):
        raise ValueError(
            f"bootstrap: the statistic is undefined on the sample itself (got {value}); "
            "look for a constant column or too few different values"
        )
    if labels is None:
        return _by_rows(statistic, data, value, paired, method, n_resamples, confidence, seed)
    return _by_groups(statistic, data, labels, value, method, n_resamples, confidence, seed)


def complete_rows(*samples: ArrayLike, names: tuple[str, ...] | None = None) -> list[NDArray[Any]]:
    """Return the samples as float arrays without the rows in which any of them is missing.

    Rows are paired by position. Raises ValueError for unequal lengths, for Series that hold the same labels in another
    order (position would pair the wrong rows), for text, more than one dimension or infinite values.

    >>> complete_rows([1, 2, None], [3, 4, 5])
    [array([1., 2.]), array([3., 4.])]
    """
    names = names or tuple(f"sample {i + 1}" for i in range(len(samples)))
    arrays = [as_numbers(sample, name) for sample, name in zip(samples, names, strict=True)]
    lengths = {name: len(array) for name, array in zip(names, arrays, strict=True)}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"paired samples need the same number of rows, got {lengths}; align them row by row first")
    _same_order(samples, names)
    keep = ~np.any([np.isnan(array) for array in arrays], axis=0)
    return [array[keep] for array in arrays]


def _same_order(samples: tuple[ArrayLike, ...], names: tuple[str, ...]) -> None:
    """Raise ValueError where two Series hold the same labels in another order."""
    indexes = {name: sample.index for name, sample in zip(names, samples, strict=True) if isinstance(sample, pd.Series)}
    for name, index in indexes.items():
        first = next(iter(indexes.values()))
        if not index.equals(first) and index.sort_values().equals(first.sort_values()):
            raise ValueError(
                f"{next(iter(indexes))} and {name} hold the same labels in another order, and rows are paired by "
                "position; sort both by their index first, as in column.sort_index()"
            )


def as_numbers(sample: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return one column as floats, missing as nan; ValueError for text, infinite values or more than one dimension.

    >>> as_numbers([1, None], "followers")
    array([ 1., nan])
    """
    try:
        if isinstance(sample, pd.Series | pd.api.extensions.ExtensionArray):
            array = sample.to_numpy(dtype=float, na_value=np.nan)
        else:
            array = np.asarray(sample, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: {_no_numbers(sample)}") from None
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}; pass one column at a time")
    if np.isinf(array).any():
        raise ValueError(
            f"{name} holds {int(np.isinf(array).sum())} infinite value(s); expected finite numbers or missing. "
            "A logarithm of zero is the usual cause: use log1p"
        )
    return array


def _no_numbers(sample: Any) -> str:
    """What to say of a column that is not made of numbers, with the first value that is none."""
    if isinstance(sample, str) or not np.iterable(sample):
        return f"expected a column of numbers, got {sample!r}; pass the column itself, as in table['followers']"
    values = pd.Series(list(sample), dtype=object)
    bad = values[values.notna() & pd.to_numeric(values, errors="coerce").isna()]
    return (
        f"expected numbers, got {bad.iloc[0]!r} in row {bad.index[0] + 1}; pd.to_numeric(column, errors='coerce') "
        "makes such cells missing, and column == 'yes' makes True and False of words"
    )


def as_codes(labels: ArrayLike) -> NDArray[np.float64]:
    """Return one whole number per label, in the order of their first appearance; nan where there is no label.

    ValueError for a single text in the place of a column of labels.

    >>> as_codes(["ann", "bob", None, "ann"])
    array([ 0.,  1., nan,  0.])
    """
    if np.ndim(labels) != 1:
        raise ValueError(f"expected a label for each row, got {labels!r}; pass the column itself, as in table['team']")
    codes, _ = pd.factorize(np.asarray(labels, dtype=object))
    return np.where(codes < 0, np.nan, codes.astype(float))


def _prepare(
    samples: tuple[ArrayLike, ...], *, paired: bool, groups: ArrayLike | None
) -> tuple[list[NDArray[Any]], NDArray[np.intp] | None]:
    if not samples:
        raise ValueError("bootstrap: expected at least one sample after the statistic, got none")
    if groups is not None and not paired:
        raise ValueError("bootstrap: groups need paired=True, because a group is drawn with all its rows")
    labels = None
    if groups is not None:
        names = (*(f"sample {i + 1}" for i in range(len(samples))), "groups")
        *data, codes = complete_rows(*samples, as_codes(groups), names=names)
        _, labels = np.unique(codes, return_inverse=True)
        count, what = len(np.unique(labels)), "groups"
    elif paired:
        data = complete_rows(*samples)
        count, what = len(data[0]), "rows without a missing value"
    else:
        data = [complete_rows(sample)[0] for sample in samples]
        count, what = min(len(sample) for sample in data), "rows without a missing value in each sample"
    if count < MIN_ROWS:
        raise ValueError(f"bootstrap: expected at least {MIN_ROWS} {what}, got {count}")
    return data, labels


def _by_rows(
    statistic: Callable[..., Any],
    data: list[NDArray[Any]],
    value: float,
    paired: bool,
    method: str,
    n_resamples: int,
    confidence: float,
    seed: int,
) -> Estimate:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # scipy warns when BCa is undefined; the result below says so instead
        warnings.simplefilter("ignore", scipy_stats.DegenerateDataWarning)
        result = scipy_stats.bootstrap(
            data,
            statistic,
            paired=paired,
            method=METHODS[method],
            n_resamples=n_resamples,
            confidence_level=confidence,
            batch=max(1, BLOCK // max(len(sample) for sample in data)),
            vectorized="axis" in inspect.signature(statistic).parameters,
            rng=np.random.default_rng(seed),
        )
    n = len(data[0]) if paired else sum(len(sample) for sample in data)
    estimate = bootstrap_estimate(value, result.bootstrap_distribution, np.full(1, np.nan), n, method, confidence)
    low, high = result.confidence_interval
    if np.isfinite(low) and np.isfinite(high):
        return replace(estimate, low=low, high=high, method=f"{method} bootstrap")
    return estimate


def _by_groups(
    statistic: Callable[..., Any],
    data: list[NDArray[Any]],
    labels: NDArray[np.intp],
    value: float,
    method: str,
    n_resamples: int,
    confidence: float,
    seed: int,
) -> Estimate:
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels)
    starts = np.cumsum(sizes) - sizes
    everyone = np.arange(len(sizes))
    rng = np.random.default_rng(seed)

    def values(choices: Iterator[NDArray[np.intp]]) -> NDArray[np.float64]:
        return np.array([statistic(*(sample[_members(choice)] for sample in data)) for choice in choices], dtype=float)

    def _members(choice: NDArray[np.intp]) -> NDArray[np.intp]:
        size = sizes[choice]
        shift = starts[choice] - (np.cumsum(size) - size)
        return order[np.repeat(shift, size) + np.arange(size.sum())]

    with np.errstate(all="ignore"):
        distribution = values(rng.integers(0, len(sizes), len(sizes)) for _ in range(n_resamples))
        pulls = np.full(1, np.nan)
        if method == "bca":
            pulls = jackknife_influence(values(np.delete(everyone, group) for group in everyone))
    estimate = bootstrap_estimate(value, distribution, pulls, len(labels), method, confidence)
    return replace(estimate, method=f"{estimate.method} over {len(sizes)} groups")
