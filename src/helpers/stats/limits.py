"""What correlation could there be at most, at least, or in everybody? Closed forms for what the data at hand hide.

They move a correlation from one population or error to another; they need assumptions that no data here can test.
"""

from __future__ import annotations

import math
import warnings

from scipy.stats import norm


def truncated_correlation(rho: float, top: float) -> float:
    """Correlation that is left among the top share of one variable when `rho` holds in everybody.

    `top` is the share that is kept (0.1 for the top tenth; 1 keeps everybody), chosen on one of the two variables.
    Both are normal together: apply it to normal scores and say so, for heavier tails fall differently. A correlation
    at the top that is lower than this is a finding; one as low as this is arithmetic.

    Raises
    ------
    ValueError
        a missing value, a correlation outside -1 to 1, or a share outside 0 to 1 (0 itself excluded).

    Notes
    -----
    rho sqrt(v) / sqrt(1 - rho^2 + rho^2 v), with v the variance of a standard normal above its cut z:
    1 + z l - l^2, where l = phi(z) / top. Source: Pearson (1903), Philosophical Transactions A 200, 1-66 (what
    selection does to a correlation).

    Examples
    --------
    >>> round(truncated_correlation(0.5, 0.1), 3)
    0.231
    """
    _check("truncated_correlation", "rho", rho, -1, 1)
    _check("truncated_correlation", "top", top, 0, 1)
    if top == 0:
        raise ValueError("truncated_correlation: top must be above 0, for nobody is left; write 0.1 for the top tenth")
    if top == 1 or abs(rho) == 1:
        return float(rho)
    cut = norm.isf(top)
    mean_above = math.exp(norm.logpdf(cut) - math.log(top))
    variance = 1 + cut * mean_above - mean_above**2
    return float(rho * math.sqrt(variance) / math.sqrt(1 - rho**2 + rho**2 * variance))


def unrestricted_correlation(r: float, sd_ratio: float) -> float:
    """Correlation in everybody from the correlation `r` in people selected on one of the two variables.

    `sd_ratio` is the standard deviation of that variable in everybody divided by the one in the selected (above 1
    where selection narrowed the range; below 1 the correction goes the other way). The regression must be straight and
    equally scattered throughout.

    Raises
    ------
    ValueError
        a missing value, a correlation outside -1 to 1, or a ratio that is not above 0.

    Notes
    -----
    U r / sqrt(1 + r^2 (U^2 - 1)). Source: Thorndike's case 2; Sackett and Yang (2000), Journal of Applied Psychology
    85, 112-118.

    Examples
    --------
    >>> round(unrestricted_correlation(0.30, 8.2 / 6.0), 3)
    0.395
    """
    _check("unrestricted_correlation", "r", r, -1, 1)
    _check("unrestricted_correlation", "sd_ratio", sd_ratio, 0, math.inf)
    if sd_ratio == 0:
        raise ValueError("unrestricted_correlation: sd_ratio must be above 0: sd of everybody / sd of the selected")
    return float(sd_ratio * r / math.sqrt(1 + r**2 * (sd_ratio**2 - 1)))


def disattenuated(r: float, rxx: float, ryy: float) -> float:
    """Correlation of the true scores from the observed correlation `r` and the two reliabilities.

    `rxx` and `ryy` are above 0 and at most 1; the errors of the two measurements must be unrelated. The result is not
    clipped: beyond 1 or -1 a UserWarning says that the reliabilities are too low for this correlation, or that chance
    or shared error is at work.

    Raises
    ------
    ValueError
        a missing value, a correlation outside -1 to 1, or a reliability outside 0 to 1 (0 itself excluded).

    Notes
    -----
    r / sqrt(rxx ryy). Source: Spearman (1904), American Journal of Psychology 15, 72-101.

    Examples
    --------
    >>> round(disattenuated(0.3, 0.7, 0.7), 3)
    0.429
    """
    _check("disattenuated", "r", r, -1, 1)
    for name, reliability in (("rxx", rxx), ("ryy", ryy)):
        _check("disattenuated", name, reliability, 0, 1)
        if reliability == 0:
            raise ValueError(f"disattenuated: {name} must be above 0: a measurement that is all error shows nothing")
    corrected = float(r / math.sqrt(rxx * ryy))
    if abs(corrected) > 1:
        warnings.warn(
            f"disattenuated: {corrected:.2f} lies beyond 1, so r = {r:g} is more than reliabilities of {rxx:g} and "
            f"{ryy:g} allow (at most {math.sqrt(rxx * ryy):.2f}); look for chance, shared error or a reliability "
            "from other people",
            UserWarning,
            stacklevel=2,
        )
    return corrected


def correlation_bounds(r1: float, r2: float) -> tuple[float, float]:
    """Bounds of the correlation of A and C when A and B correlate `r1` and B and C correlate `r2`.

    Nothing else is assumed, and no data on A and C together are needed: a score, a proxy, and what the proxy stands
    for. The bounds are exact: every correlation between them is possible.

    Raises
    ------
    ValueError
        a missing value or a correlation outside -1 to 1.

    Notes
    -----
    r1 r2 +- sqrt((1 - r1^2) (1 - r2^2)): a matrix of correlations has no negative eigenvalue. Source: Olkin (1981),
    Psychometrika 46, 469-472.

    Examples
    --------
    >>> [round(bound, 2) for bound in correlation_bounds(0.5, 0.6)]
    [-0.39, 0.99]
    """
    _check("correlation_bounds", "r1", r1, -1, 1)
    _check("correlation_bounds", "r2", r2, -1, 1)
    middle, half = r1 * r2, math.sqrt((1 - r1**2) * (1 - r2**2))
    return float(max(middle - half, -1)), float(min(middle + half, 1))


def _check(function: str, name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{function}: {name} must be a finite number from {low} to {high}, got {value}")
