"""Who stands on the wrong side of a threshold because of error alone?

The size of the error comes from elsewhere, and it is not the worst that a threshold can do: a score without error may
still be of the wrong thing.
"""

from __future__ import annotations

import math

from scipy import stats as scipy_stats


def wrong_side(true: float, threshold: float, sem: float) -> float:
    """Share of the people with this true score whose observed score falls on the other side of a threshold.

    All in points; `sem` is the standard error of measurement. Normal error; without any error the share is 0. Somebody
    whose true score is the threshold itself belongs above it and is below it in half of the cases.

    Raises
    ------
    ValueError
        a missing or infinite value, or an error below 0.

    Notes
    -----
    Phi(-d / sem), with d the distance from the threshold: classical test theory, as `helpers.stats.probability_higher`.

    Examples
    --------
    >>> round(wrong_side(43, 40, 3), 3), wrong_side(40, 40, 3)
    (0.159, 0.5)
    """
    if not (all(map(math.isfinite, (true, threshold, sem))) and sem >= 0):
        raise ValueError(
            f"wrong_side: expected finite points and an error of 0 or more, got true = {true}, "
            f"threshold = {threshold}, sem = {sem}"
        )
    return float(scipy_stats.norm.sf(abs(true - threshold) / sem)) if sem else 0.0
