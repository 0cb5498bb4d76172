"""Where does a person stand among the others? Places from 0 to 100, and the same places on a bell curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.resampling import as_numbers

Floats = NDArray[np.float64]


def percentiles(values: ArrayLike) -> Floats:
    """Place of each value among all, 0 to 100: the share below plus half the share at the same value.

    Missing values stay missing and are not counted.

    >>> percentiles([30, 10, 10, None, 20])
    array([87.5, 25. , 25. ,  nan, 62.5])
    """
    values = as_numbers(values, "values")
    ranks = scipy_stats.rankdata(values, nan_policy="omit")
    return 100 * (ranks - 0.5) / np.isfinite(values).sum()


def normal_scores(values: ArrayLike) -> Floats:
    """The values moved to a bell curve with their order kept: the normal quantile of each place.

    Missing values stay missing; ties share a place. Source: van der Waerden (1952), Indagationes Mathematicae 14.

    >>> normal_scores([5, 700, 6]).round(2)
    array([-0.97,  0.97,  0.  ])
    """
    return scipy_stats.norm.ppf(percentiles(values) / 100)
