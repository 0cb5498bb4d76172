"""How strong would something unmeasured have to be to explain a result away? Robustness value and E-value.

They measure how much it would take; whether such a thing exists is a question about the world.
"""

from __future__ import annotations

import math
from typing import overload


def partial_r2(t: float, df: float) -> float:
    """Share of the outcome's residual variance that a regression coefficient explains, t^2 / (t^2 + df).

    `df` is the residual degrees of freedom of the regression. It also tells how strong a measured covariate is, as a
    benchmark for what is not measured. ValueError for a missing or infinite t, or degrees of freedom not above 0.

    Source: Cinelli and Hazlett (2020), Journal of the Royal Statistical Society B 82, 39-67.

    >>> round(partial_r2(4.18445, 783), 4)
    0.0219
    """
    _check_t("partial_r2", t, df)
    return float(t**2 / (t**2 + df))


def robustness_value(t: float, df: float) -> float:
    """Smallest equal strength of an unmeasured confounder that would bring a regression coefficient to zero.

    `t` is the coefficient divided by its standard error, `df` the residual degrees of freedom. A confounder must
    explain this share of the residual variance of both the outcome and the predictor (partial R2) to explain all of
    the coefficient; 0 means anything would do, values near 1 mean that nothing short of everything would. This is the
    value for the estimate itself (q = 1, alpha = 1), not for its significance.

    Raises
    ------
    ValueError
        a missing or infinite t, or degrees of freedom that are not above 0.

    Notes
    -----
    f is the size of t over sqrt(df); (sqrt(f^4 + 4 f^2) - f^2) / 2. Source: Cinelli and Hazlett (2020), Journal of the
    Royal Statistical Society B 82, 39-67.

    Examples
    --------
    >>> round(robustness_value(4.18445, 783), 3)
    0.139
    """
    _check_t("robustness_value", t, df)
    f = abs(t) / math.sqrt(df)
    return float(2 * f / (math.sqrt(f**2 + 4) + f))


@overload
def e_value(rr: float, bound: None = None) -> float: ...
@overload
def e_value(rr: float, bound: float) -> tuple[float, float]: ...
def e_value(rr: float, bound: float | None = None) -> float | tuple[float, float]:
    """Smallest risk ratio with both cause and outcome that an unmeasured confounder needs to explain `rr` away.

    `rr` is a risk ratio above 0; below 1 it is inverted first. With `bound`, the limit of its interval that is nearer
    to 1, the result is a pair: the E-value of the estimate and the one of the limit, which is 1 where the interval
    reaches 1 or crosses it. An E-value of 1 means that no confounder is needed.

    Raises
    ------
    ValueError
        a missing or infinite value, one that is not above 0, or a limit that is further from 1 than the estimate.

    Notes
    -----
    RR + sqrt(RR (RR - 1)). Source: VanderWeele and Ding (2017), Annals of Internal Medicine 167, 268-274.

    Examples
    --------
    >>> [round(value, 2) for value in e_value(3.9, 1.8)]
    [7.26, 3.0]
    """
    for name, value in (("rr", rr), ("bound", bound)):
        if value is not None and not (math.isfinite(value) and value > 0):
            raise ValueError(f"e_value: {name} must be a finite risk ratio above 0, got {value}")
    ratio = max(rr, 1 / rr)
    if bound is None:
        return _needed(ratio)
    limit = bound if rr >= 1 else 1 / bound
    if limit > ratio > 1:
        raise ValueError(
            f"e_value: expected bound to be the limit of the interval nearer to 1, got {bound} for rr = {rr}; "
            "pass the other limit"
        )
    return _needed(ratio), _needed(min(max(limit, 1.0), ratio))


def _needed(ratio: float) -> float:
    return float(ratio + math.sqrt(ratio * (ratio - 1)))


def _check_t(function: str, t: float, df: float) -> None:
    if not math.isfinite(t) or not (math.isfinite(df) and df > 0):
        raise ValueError(f"{function}: expected a finite t and degrees of freedom above 0, got t = {t}, df = {df}")
