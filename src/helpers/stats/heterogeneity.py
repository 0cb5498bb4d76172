"""How far do the true effects of several studies differ? Estimators of their variance tau2, its error and interval.

It only serves pooling.py: nothing is checked here, and all is on a scale on which the median variance is 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize
from scipy import stats as scipy_stats

Floats = NDArray[np.float64]
STEPS = 200  # steps of scoring before the slower search takes over
TOLERANCE = 1e-10


class Fit(NamedTuple):
    """Weighted least squares with the weights 1 / (variance + tau2): what the estimators need of it."""

    beta: Floats
    inverse: Floats
    projection: Floats
    q: float


@dataclass(frozen=True)
class Studies:
    """Effects `y`, their sampling variances `v` and the design `x`, a row per study, intercept first."""

    y: Floats
    v: Floats
    x: Floats

    def fit(self, tau2: float) -> Fit:
        """Fit the effects to the design, given the variance of true effects.

        >>> Studies(np.array([0.0, 1.0]), np.ones(2), np.ones((2, 1))).fit(0.0).q
        0.5
        """
        weights = 1 / (self.v + tau2)
        root = np.sqrt(weights)
        basis, triangle = np.linalg.qr(self.x * root[:, None])
        back = np.linalg.inv(triangle)
        spanned = basis * root[:, None]
        beta = back @ (spanned.T @ self.y)
        q = np.sum(weights * (self.y - self.x @ beta) ** 2)
        return Fit(beta, back @ back.T, np.diag(weights) - spanned @ spanned.T, float(q))

    @property
    def df(self) -> int:
        """Studies less coefficients."""
        return self.x.shape[0] - self.x.shape[1]


def estimate_tau2(data: Studies, method: str) -> float:
    """Variance of true effects by "REML", "ML", "DL", "PM" or "EE" (0 by assumption); a negative solution becomes 0.

    Source: Veroniki et al. (2016), Research Synthesis Methods 7, 55-79.

    >>> round(estimate_tau2(Studies(np.array([0.0, 2.0, 4.0]), np.ones(3), np.ones((3, 1))), "REML"), 6)
    3.0
    """
    if method == "EE":
        return 0.0
    if method == "DL":
        equal = data.fit(0.0)
        return max(0.0, (equal.q - data.df) / float(np.trace(equal.projection)))
    if method == "PM":
        return tau2_at(data, data.df)
    restricted = method == "REML"
    found = _by_scoring(data, restricted)
    if found is None:
        found = _by_search(data, restricted)
    at_zero = _log_likelihood(data, 0.0, restricted)
    return 0.0 if at_zero > _log_likelihood(data, found, restricted) + TOLERANCE else found


def se_tau2(data: Studies, tau2: float, method: str) -> float:
    """Standard error of tau2 as metafor gives it for each method; nan for equal effects.

    >>> round(se_tau2(Studies(np.array([0.0, 2.0, 4.0]), np.ones(3), np.ones((3, 1))), 3.0, "REML"), 6)
    4.0
    """
    k = len(data.y)
    weights = 1 / (data.v + tau2)
    if method == "REML":
        return float(np.sqrt(2 / np.sum(data.fit(tau2).projection ** 2)))
    if method == "ML":
        return float(np.sqrt(2 / np.sum(weights**2)))
    if method == "PM":
        return float(np.sqrt(2 * k**2 / data.df) / weights.sum())
    if method == "DL":
        projection = data.fit(0.0).projection
        trace = np.trace(projection)
        variance = 2 * data.df + 4 * tau2 * trace + 2 * tau2**2 * np.sum(projection**2)
        return float(np.sqrt(variance) / trace)
    return float("nan")


def tau2_at(data: Studies, q: float) -> float:
    """Give the tau2 at which the generalised Q statistic equals `q`; 0 where Q is below `q` already without any tau2.

    Q falls steadily in tau2. At q = k - p this is the estimator of Paule and Mandel, at quantiles of chi-square the
    bounds of the Q-profile interval.

    >>> round(tau2_at(Studies(np.array([0.0, 2.0, 4.0]), np.ones(3), np.ones((3, 1))), 2), 6)
    3.0
    """
    if data.fit(0.0).q <= q:
        return 0.0
    high = 1.0
    while data.fit(high).q > q:
        high *= 4
    return float(optimize.brentq(lambda tau2: data.fit(tau2).q - q, 0.0, high, xtol=1e-14, rtol=1e-13))


def q_profile(data: Studies, confidence: float) -> tuple[float, float]:
    """Interval of tau2 by the Q-profile, stopped at 0.

    Source: Viechtbauer (2007), Statistics in Medicine 26, 37-52.

    >>> low, high = q_profile(Studies(np.array([0.0, 2.0, 4.0]), np.ones(3), np.ones((3, 1))), 0.95)
    >>> round(low, 3), round(high, 1)
    (0.084, 157.0)
    """
    tail = (1 - confidence) / 2
    low, high = (tau2_at(data, scipy_stats.chi2.ppf(level, data.df)) for level in (1 - tail, tail))
    return low, high


def _log_likelihood(data: Studies, tau2: float, restricted: bool) -> float:
    fit = data.fit(tau2)
    twice = -np.sum(np.log(data.v + tau2)) - fit.q
    if restricted:
        twice += np.linalg.slogdet(fit.inverse)[1]
    return float(twice / 2)


def _by_scoring(data: Studies, restricted: bool) -> float | None:
    """Fisher scoring from the moment estimate, held at 0 or above; None where it does not settle."""
    tau2 = estimate_tau2(data, "DL")
    for _ in range(STEPS):
        projection = data.fit(tau2).projection
        weights = 1 / (data.v + tau2)
        trace, square = (
            (np.trace(projection), np.sum(projection**2)) if restricted else (weights.sum(), weights @ weights)
        )
        moved = max(0.0, float(tau2 + (np.sum((projection @ data.y) ** 2) - trace) / square))
        if abs(moved - tau2) <= TOLERANCE * (1 + tau2):
            return moved
        tau2 = moved
    return None


def _by_search(data: Studies, restricted: bool) -> float:
    """Search for the largest likelihood, on a grid first, so that a lower hill is not taken for it."""
    widest = float(np.sum((data.y - data.y.mean()) ** 2)) + 1.0
    grid = np.concatenate([[0.0], np.geomspace(1e-8, widest, 200)])
    best = int(np.argmax([_log_likelihood(data, tau2, restricted) for tau2 in grid]))
    around = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = optimize.minimize_scalar(
        lambda tau2: -_log_likelihood(data, tau2, restricted), bounds=around, method="bounded", options={"xatol": 1e-12}
    )
    return float(found.x)
