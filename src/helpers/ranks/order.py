"""Who stands where? Ranks of everybody in many draws at once; rank 1 is the largest, and ties share the mean place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

Floats = NDArray[np.float64]


def mean_ranks(values: ArrayLike) -> Floats:
    """Rank the values of each row among themselves; the shape stays.

    Rank 1 is the largest, ties share the mean of their places. The last axis holds the people.

    Raises
    ------
    ValueError
        a missing value: who has no points has no rank.

    Examples
    --------
    >>> mean_ranks([[30, 10, 10, 50]])
    array([[2. , 3.5, 3.5, 1. ]])
    """
    x = np.asarray(values, dtype=float)
    if np.isnan(x).any():
        raise ValueError(
            f"mean_ranks: expected no missing value, got {int(np.isnan(x).sum())}; drop people without points first"
        )
    return np.asarray(scipy_stats.rankdata(-x, axis=-1), dtype=float)
