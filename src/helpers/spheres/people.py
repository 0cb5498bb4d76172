"""How sure is a mean over pairs of people when the same people stand in many pairs? The bootstrap draws people.

Pairs that share a person are not independent, and an interval that takes them as such is too narrow. Whom the pairs
leave out, no interval can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.stats import Estimate
from helpers.stats.intervals import bootstrap_estimate, check_options
from helpers.stats.resampling import MIN_ROWS, as_numbers

BLOCK = 2_000_000
"""Counts of pairs held at once while resampling."""

Floats = NDArray[np.float64]


def mean_over_pairs(
    values: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    *,
    n_resamples: int = 9999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate the mean of one number per pair of people, with an interval by bootstrap over the people.

    `values`, `first` and `second` have a row per pair; `first` and `second` name its two people, and the same pair may
    stand in several rows. People are drawn with replacement, and a pair counts as often as its two people were drawn,
    multiplied. Pairs with a missing value are dropped; `n` counts the pairs left, and `method` says of how many people.
    The interval is of percentiles. Columns over the same pairs with the same seed meet the same resamples, so that the
    interval of a difference is that of the column of differences.

    The interval is conservative: it has the part of the variance that people bring right, and counts the luck of a
    single pair about three times. No bootstrap of such pairs is exact (McCullagh 2000). `dyadic_error` is the error
    that it exceeds.

    Raises
    ------
    ValueError
        fewer than 3 people, a pair of a person with themselves, a person who is missing, infinite values, unequal
        lengths, or more than 5 % of the resamples without any pair.

    Notes
    -----
    Source: Owen (2007), Annals of Applied Statistics 1, 386-411 (the pigeonhole bootstrap, for rows and columns);
    Davezies, D'Haultfoeuille and Guyonvarch (2021), Annals of Statistics 49, 845-862 (for pairs of one kind of people).

    Examples
    --------
    >>> one, other = np.triu_indices(8, k=1)
    >>> print(mean_over_pairs(one % 2, one, other, n_resamples=999))
    0.43 [0.00, 0.84], n = 28
    """
    check_options("percentile", n_resamples, confidence)
    numbers, one, other = _pairs("mean_over_pairs", values, first, second)
    blocks = pair_counts(one, other, n_resamples=n_resamples, seed=seed)
    with np.errstate(invalid="ignore"):
        means = np.concatenate([counts @ numbers / counts.sum(axis=1) for counts in blocks])
    people = int(max(one.max(), other.max())) + 1
    none = np.array([np.nan])
    found = bootstrap_estimate(float(numbers.mean()), means, none, len(numbers), "percentile", confidence)
    return replace(found, method=f"{found.method} over {people:,} people")


def dyadic_error(values: ArrayLike, first: ArrayLike, second: ArrayLike) -> float:
    """Standard error of the mean of one number per pair of people, robust to what pairs that share a person share.

    Arguments are as for `mean_over_pairs`. The variance sums the products of the deviations of all pairs of rows that
    have at least one person in common. With many people it is neither too large nor too small; with few it may come
    out negative, and then the error is nan.

    Raises
    ------
    ValueError
        as `mean_over_pairs`.

    Notes
    -----
    Source: Fafchamps and Gubert (2007), Journal of Development Economics 83, 326-350; Aronow, Samii and Assenova
    (2015), Political Analysis 23, 564-577.

    Examples
    --------
    >>> dyadic_error([1, 1, 0, 0], ["a", "b", "c", "d"], ["e", "f", "g", "h"])
    0.25
    """
    numbers, one, other = _pairs("dyadic_error", values, first, second)
    away = numbers - numbers.mean()
    people = int(max(one.max(), other.max())) + 1
    of_person = np.bincount(one, away, people) + np.bincount(other, away, people)
    _, pair = np.unique(np.sort(np.column_stack([one, other])), axis=0, return_inverse=True)
    of_pair = np.bincount(pair.ravel(), away)
    variance = (of_person @ of_person - of_pair @ of_pair) / len(numbers) ** 2
    return float(np.sqrt(variance)) if variance >= 0 else float("nan")


def pair_counts(one: NDArray[np.intp], other: NDArray[np.intp], *, n_resamples: int, seed: int) -> Iterator[Floats]:
    """Draw people with replacement and give how often each pair is drawn: blocks with a row per resample.

    `one` and `other` number the people of each pair from 0.

    >>> next(pair_counts(np.array([0, 0]), np.array([1, 2]), n_resamples=3, seed=4)).shape
    (3, 2)
    """
    people = int(max(one.max(), other.max())) + 1
    rng = np.random.default_rng(seed)
    step = max(1, BLOCK // max(len(one), people))
    for start in range(0, n_resamples, step):
        drawn = rng.multinomial(people, np.full(people, 1 / people), size=min(step, n_resamples - start))
        times = drawn.T.astype(np.float64)
        yield (times[one] * times[other]).T


def _pairs(
    function: str, values: ArrayLike, first: ArrayLike, second: ArrayLike
) -> tuple[Floats, NDArray[np.intp], NDArray[np.intp]]:
    """The values that are not missing, and the two people of each numbered from 0 without gaps."""
    numbers = as_numbers(values, "values")
    sides: list[NDArray[Any]] = [np.asarray(side) for side in (first, second)]
    lengths = [len(numbers), *(len(side) for side in sides)]
    if len(set(lengths)) > 1:
        raise ValueError(f"{function}: expected a value and two people for each pair, got {lengths} of them")
    kept = ~np.isnan(numbers)
    people, _ = pd.factorize(np.concatenate([side[kept] for side in sides]))
    if (people < 0).any():
        raise ValueError(f"{function}: expected two people for each pair, got {(people < 0).sum()} missing; drop them")
    one, other = np.split(people, 2)
    if (one == other).any():
        raise ValueError(
            f"{function}: expected two different people in each pair, got {(one == other).sum()} pairs of a person "
            "with themselves; drop them"
        )
    if len(people) == 0 or people.max() + 1 < MIN_ROWS:
        raise ValueError(
            f"{function}: expected at least {MIN_ROWS} people in pairs with a value, got {len(set(people))}"
        )
    return numbers[kept], one, other
