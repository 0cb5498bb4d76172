"""What interval does a distribution of resamples give? Percentile, basic and BCa bounds, and the standard error.

It draws nothing: resampling.py and counts.py make the distribution.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import Estimate, check_confidence

METHODS = {"percentile": "percentile", "basic": "basic", "bca": "BCa"}
MAX_UNDEFINED = 0.05  # share of resamples in which the statistic may be undefined


def check_options(method: str, n_resamples: int, confidence: float) -> None:
    """Raise ValueError for an unknown method, fewer than 2 resamples or a confidence outside 0 to 1.

    >>> check_options("bca", 9999, 0.95)
    """
    if method not in METHODS:
        raise ValueError(f"bootstrap: method must be one of {', '.join(METHODS)}, got {method!r}")
    if n_resamples < 2:
        raise ValueError(f"bootstrap: n_resamples must be 2 or more, got {n_resamples}; a few thousand are usual")
    check_confidence(confidence)


def bootstrap_estimate(
    value: float, distribution: NDArray[Any], influence: NDArray[Any], n: int, method: str, confidence: float
) -> Estimate:
    """Turn a bootstrap distribution into an Estimate of n rows; undefined resamples are left out.

    `influence` is what the acceleration of BCa needs, see `jackknife_influence`; where BCa is undefined the percentile
    interval is given and `method` of the result says so.

    Raises
    ------
    ValueError
        the statistic is undefined on more than 5 % of the resamples.

    Notes
    -----
    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14.

    Examples
    --------
    >>> print(bootstrap_estimate(5, np.arange(10.0), np.zeros(5), 5, "percentile", 0.9))
    5.00 [0.45, 8.55], n = 5
    """
    defined = distribution[np.isfinite(distribution)]
    undefined = len(distribution) - len(defined)
    if undefined > MAX_UNDEFINED * len(distribution):
        raise ValueError(
            f"bootstrap: the statistic is undefined in {undefined} of {len(distribution)} resamples, expected at most "
            f"{MAX_UNDEFINED:.0%}; there are too few rows or too few different values for an interval"
        )
    tail = (1 - confidence) / 2
    levels = np.array([tail, 1 - tail])
    how = f"{method} bootstrap"
    if method == "bca":
        corrected = _bca_levels(value, defined, influence, levels)
        if np.isfinite(corrected).all():
            levels = corrected
        else:
            how = "percentile bootstrap (bca undefined)"
    low, high = np.quantile(defined, levels)
    if method == "basic":
        low, high = 2 * value - high, 2 * value - low
    return Estimate(value, low, high, n, confidence, how, defined.std(ddof=1))


def jackknife_influence(jackknife: NDArray[Any], strata: NDArray[np.intp] | None = None) -> NDArray[np.float64]:
    """How much each row (or group) pulls at a statistic, up to a factor, from its values with that row left out.

    With `strata` (a whole number from 0 per row) rows are compared inside their stratum, as in SciPy's BCa interval for
    several samples.

    >>> jackknife_influence(np.array([1.0, 2.0, 6.0])).round(2).tolist()
    [1.33, 0.67, -2.0]
    """
    strata = np.zeros(len(jackknife), dtype=np.intp) if strata is None else strata
    size = np.bincount(strata)
    mean = np.bincount(strata, weights=jackknife) / size
    return ((size - 1) / size)[strata] * (mean[strata] - jackknife)


def _bca_levels(
    value: float, distribution: NDArray[Any], influence: NDArray[Any], levels: NDArray[Any]
) -> NDArray[np.float64]:
    """Quantile levels corrected for bias and acceleration (Efron and Tibshirani 1993, equations 14.9 to 14.15)."""
    tied = np.isclose(distribution, value, rtol=1e-12, atol=1e-14)  # equal but for rounding, on any machine
    below = np.mean(np.where(tied, 0.5, distribution < value))
    with np.errstate(all="ignore"):
        acceleration = np.sum(influence**3) / (6 * np.sum(influence**2) ** 1.5)
        bias = scipy_stats.norm.ppf(below)
        shifted = bias + scipy_stats.norm.ppf(levels)
        return scipy_stats.norm.cdf(bias + shifted / (1 - acceleration * shifted))
