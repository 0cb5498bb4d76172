"""What did one change of rules do to the same people's scores? Shift, limits of agreement, rank correlation.

From published summaries (n, mean, standard deviation, correlation), because the rows could be traced to accounts.
"""

from __future__ import annotations

import math

import pandas as pd
from scipy import stats as scipy_stats

from helpers.stats import Estimate
from helpers.stats.estimate import check_confidence

COLUMNS = ("group", "n", "mean_change", "sd_change", "spearman")


def mean_shift(mean: float, sd: float, n: int, *, confidence: float = 0.95) -> Estimate:
    """Mean change with the interval of Student's t, from the mean and standard deviation of n changes.

    In the unit of the score. ValueError for n below 3, a negative sd or a missing value.

    >>> print(mean_shift(-12.2, 2.2, 9))
    -12.20 [-13.89, -10.51], n = 9
    """
    quantile = _check(mean, sd, n, confidence)
    half = quantile * sd / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, n, confidence, "mean change, t interval")


def limits_of_agreement(mean: float, sd: float, n: int, *, confidence: float = 0.95) -> tuple[Estimate, Estimate]:
    """Lower and upper limit within which 95 % of changes are expected (mean +- 1.96 sd), each with its interval.

    The variance of a limit is sd^2 (1 / n + 1.96^2 / (2 (n - 1))), the quantile that of Student's t with n - 1 degrees
    of freedom. `confidence` is that of the intervals; the limits always hold 95 %. Normal changes are assumed; with n
    below about 20 the limits are rough, as their intervals show. ValueError for n below 3, a negative sd or a missing
    value.

    Source: Bland and Altman (1999), Statistical Methods in Medical Research 8, 135-160, section 2.

    >>> for limit in limits_of_agreement(-12.2, 2.2, 9):
    ...     print(limit)
    -16.51 [-19.52, -13.51], n = 9
    -7.89 [-10.89, -4.88], n = 9
    """
    quantile = _check(mean, sd, n, confidence)
    half = quantile * sd * math.sqrt(1 / n + 1.96**2 / (2 * (n - 1)))
    limits = (mean - 1.96 * sd, mean + 1.96 * sd)
    lower, upper = (Estimate(x, x - half, x + half, n, confidence, "limit of agreement, t interval") for x in limits)
    return lower, upper


def rank_correlation(rho: float, n: int, *, confidence: float = 0.95) -> Estimate:
    """Spearman's rank correlation with an interval in closed form, from the correlation and n alone.

    Fisher's z with the variance (1 + rho^2 / 2) / (n - 3); rough for a small n with rho beyond 0.8. A perfect
    correlation has no interval other than itself. ValueError for n below 4 or rho outside -1 to 1.

    Source: Bonett and Wright (2000), Psychometrika 65, 23-28.

    >>> print(rank_correlation(0.94, 25))
    0.94 [0.84, 0.98], n = 25
    """
    check_confidence(confidence)
    if not -1 <= rho <= 1:
        raise ValueError(f"rank_correlation: rho must be from -1 to 1, got {rho}")
    if n < 4:
        raise ValueError(f"rank_correlation: expected n of 4 or more, got {n}; the variance divides by n - 3")
    method = "spearman, Fisher z with the Bonett-Wright variance"
    if abs(rho) == 1:
        return Estimate(rho, rho, rho, n, confidence, method)
    half = scipy_stats.norm.ppf(1 - (1 - confidence) / 2) * math.sqrt((1 + rho**2 / 2) / (n - 3))
    z = math.atanh(rho)
    return Estimate(rho, math.tanh(z - half), math.tanh(z + half), n, confidence, method)


def changes_by_group(summary: pd.DataFrame, *, confidence: float = 0.95) -> dict[str, dict[str, Estimate]]:
    """Mean change, limits of agreement and rank correlation of each group: Estimates by group and by quantity.

    `summary` has a row per group with group, n, mean_change, sd_change (after - before, in points) and spearman.
    ValueError for a missing column or values that the single functions refuse.

    >>> week = pd.DataFrame({"group": ["all"], "n": [25], "mean_change": [-15.4], "sd_change": [6], "spearman": [0.94]})
    >>> print(changes_by_group(week)["all"]["mean change"])
    -15.40 [-17.88, -12.92], n = 25
    """
    absent = [column for column in COLUMNS if column not in summary.columns]
    if absent:
        raise ValueError(f"changes_by_group: expected the columns {', '.join(COLUMNS)}, missing {', '.join(absent)}")
    found = {}
    for group, n, mean, sd, rho in summary[list(COLUMNS)].itertuples(index=False, name=None):
        lower, upper = limits_of_agreement(mean, sd, int(n), confidence=confidence)
        found[group] = {
            "mean change": mean_shift(mean, sd, int(n), confidence=confidence),
            "lower limit of agreement": lower,
            "upper limit of agreement": upper,
            "rank correlation": rank_correlation(rho, int(n), confidence=confidence),
        }
    return found


def rule_change(summary: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """What `changes_by_group` gives, as a table of evidence.

    The result has four rows per group and the columns group, quantity, value, low, high, n, confidence, method.
    ValueError for a missing column or values that the single functions refuse.

    >>> week = pd.DataFrame({"group": ["all"], "n": [25], "mean_change": [-15.4], "sd_change": [6], "spearman": [0.94]})
    >>> rule_change(week)["quantity"].tolist()
    ['mean change', 'lower limit of agreement', 'upper limit of agreement', 'rank correlation']
    """
    rows = [
        {"group": group, "quantity": name, **vars(estimate)}
        for group, estimates in changes_by_group(summary, confidence=confidence).items()
        for name, estimate in estimates.items()
    ]
    return pd.DataFrame(rows).drop(columns="se")


def _check(mean: float, sd: float, n: int, confidence: float) -> float:
    """Check the summary and return the quantile of Student's t."""
    check_confidence(confidence)
    if not (math.isfinite(mean) and math.isfinite(sd) and sd >= 0 and n >= 3):
        raise ValueError(f"expected a finite mean, an sd of 0 or more and n of 3 or more, got {mean}, {sd}, {n}")
    return float(scipy_stats.t.ppf(1 - (1 - confidence) / 2, n - 1))
