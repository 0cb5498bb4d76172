"""How large is the error in one person's score, and what does it leave of a difference?

Closed forms of classical test theory. They take the size of the error as given and do not estimate it.
"""

from __future__ import annotations

import math

from scipy.stats import norm

from helpers.stats.estimate import check_confidence


def measurement_error(sd: float, reliability: float) -> float:
    """Standard error of measurement, sd * sqrt(1 - reliability), in the unit of `sd`.

    `sd` is the standard deviation of the scores, `reliability` the share of their variance that is not error (0-1).
    ValueError if either is outside its range or missing.

    >>> measurement_error(10, 0.84)
    4.0
    """
    _check("measurement_error", "sd", sd, 0, math.inf)
    _check("measurement_error", "reliability", reliability, 0, 1)
    return float(sd * math.sqrt(1 - reliability))


def smallest_real_difference(sem: float, confidence: float = 0.95) -> float:
    """Smallest difference of two scores that error alone would exceed in only 1 - confidence of cases.

    z * sqrt(2) * sem, where both scores carry the standard error of measurement `sem`; two-sided, in the unit of `sem`.
    ValueError if `sem` is negative, infinite or missing, or `confidence` is not between 0 and 1.

    >>> round(smallest_real_difference(4), 2)
    11.09
    """
    _check("smallest_real_difference", "sem", sem, 0, math.inf)
    check_confidence(confidence)
    return float(norm.ppf(1 - (1 - confidence) / 2) * math.sqrt(2) * sem)


def probability_higher(a: float, b: float, sem_a: float, sem_b: float) -> float:
    """Chance that the person who scored `a` is truly above the one who scored `b`.

    Normal, independent errors with standard errors `sem_a` and `sem_b`; a flat prior: nothing is assumed about who
    scores what. Without any error the answer is 1, 0, or 0.5 for a tie. ValueError for a missing or infinite score
    and for a negative standard error.

    >>> round(probability_higher(52, 48, 4, 4), 4)
    0.7602
    """
    for name, score in (("a", a), ("b", b)):
        _check("probability_higher", name, score, -math.inf, math.inf)
    for name, sem in (("sem_a", sem_a), ("sem_b", sem_b)):
        _check("probability_higher", name, sem, 0, math.inf)
    spread = math.hypot(sem_a, sem_b)
    if spread == 0:
        return 0.5 if a == b else float(a > b)
    return float(norm.cdf((a - b) / spread))


def kelley(score: float, mean: float, reliability: float) -> float:
    """Kelley's estimate of the true score: `score` drawn towards the `mean` as far as it is unreliable.

    mean + reliability * (score - mean). ValueError for a missing or infinite value or a reliability outside 0 to 1.

    Source: Kelley (1923), Statistical Method.

    >>> kelley(52, 20, 0.75)
    44.0
    """
    _check("kelley", "score", score, -math.inf, math.inf)
    _check("kelley", "mean", mean, -math.inf, math.inf)
    _check("kelley", "reliability", reliability, 0, 1)
    return float(mean + reliability * (score - mean))


def _check(function: str, name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{function}: {name} must be a finite number from {low} to {high}, got {value}")
