"""How large is a share, and how sure can one be of it? A count out of a count, with Wilson's interval."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import stats as scipy_stats

from helpers.stats.estimate import Estimate, check_confidence


def proportion(part: Any, whole: Any = None, *, confidence: float = 0.95) -> Estimate:
    """Share of a whole with Wilson's interval, from two counts or from one column of yes and no.

    `proportion(81, 263)` takes counts, `proportion(column)` the share of True in a boolean array. Rows are taken as
    independent draws. The interval never leaves 0 to 1 and is right for shares near the ends.

    Raises
    ------
    ValueError
        counts that are no whole numbers, negative, or a part larger than the whole; an empty or non-boolean
        column.

    Notes
    -----
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212; computed by SciPy.

    Examples
    --------
    >>> print(proportion(81, 263))
    0.31 [0.26, 0.37], n = 263
    >>> print(proportion([True, True, False, True]))
    0.75 [0.30, 0.95], n = 4
    """
    check_confidence(confidence)
    if whole is None:
        column = np.asarray(part)
        if column.ndim != 1 or column.size == 0 or column.dtype.kind != "b":
            raise ValueError(
                f"proportion: expected a column of True and False, got {column.dtype} of shape {column.shape}"
            )
        part, whole = int(column.sum()), column.size
    count, total = float(np.asarray(part)), float(whole)
    if not (count.is_integer() and total.is_integer() and 0 <= count <= total and total > 0):
        raise ValueError(
            f"proportion: expected whole counts with 0 <= part <= whole and whole > 0, got {part} of {whole}"
        )
    interval = scipy_stats.binomtest(int(count), int(total)).proportion_ci(confidence_level=confidence, method="wilson")
    return Estimate(count / total, interval.low, interval.high, int(total), confidence, "share, Wilson interval")
