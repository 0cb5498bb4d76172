"""What can a number leave out and still look valid? Bounds of its correlation with the whole, by way of a proxy.

The bounds assume nothing about what was not measured. They are no estimate: every value between them is possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from helpers.stats import Estimate, correlation_bounds


class Bounds(NamedTuple):
    """Bounds of a correlation, `low` and `high`, and the same with the sampling error of the known one added."""

    low: float
    high: float
    low_wide: float
    high_wide: float


def unseen_bounds(r1: Estimate | float, r2: float | tuple[float, float]) -> Bounds:
    """Bounds of the correlation of score and whole, when score and proxy correlate `r1`, and proxy and whole `r2`.

    The *proxy* is what was measured (salary, citations, grades); the *whole* is everything that it stands for, which
    nobody measured. `r1` is an Estimate or a plain correlation; `r2` is a correlation or a pair of them, the least and
    the most that one believes. `low` and `high` take `r1` at its value; `low_wide` and `high_wide` are the widest over
    the interval of `r1` (the same without one). Nothing is assumed about how the whole is spread or what it holds.

    Raises
    ------
    ValueError
        a missing value, a correlation outside -1 to 1, or a pair in the wrong order.

    Notes
    -----
    r1 r2 +- sqrt((1 - r1^2) (1 - r2^2)), see `helpers.stats.correlation_bounds`; written with angles it is
    cos(a1 +- a2), so over two ranges the widest bounds lie at their ends, or at 1 (or -1) where the ranges meet (or
    meet with the sign turned). It holds for Pearson correlations. A rank correlation is Pearson's of the ranks, so
    from rank correlations the bounds are those of the rank correlation with the whole.
    Source: Olkin (1981), Psychometrika 46, 469-472; the widening over an interval is ours.

    Examples
    --------
    >>> found = unseen_bounds(Estimate(0.5, 0.4, 0.6, 100, 0.95, "pearson"), 0.6)
    >>> [round(bound, 2) for bound in found]
    [-0.39, 0.99, -0.49, 1.0]
    """
    value, ends = _value_and_ends("unseen_bounds", r1)
    beliefs = (r2, r2) if isinstance(r2, int | float) else tuple(r2)
    if len(beliefs) != 2 or not beliefs[0] <= beliefs[1]:
        raise ValueError(
            f"unseen_bounds: expected r2 as one correlation or as (least, most), got {r2!r}; sort the pair"
        )
    return Bounds(*_widest((value, value), beliefs), *_widest(ends, beliefs))


def bounds_curve(r1: Estimate | float, r2: Iterable[float]) -> pd.DataFrame:
    """The bounds for many values of `r2`, a row each: r2, low, high, low_wide, high_wide and width (high - low).

    ValueError as `unseen_bounds`, and for no value at all.

    >>> bounds_curve(0.5, [0, 0.9]).round(2).loc[1, ["low", "high", "width"]].tolist()
    [0.07, 0.83, 0.75]
    """
    values = [float(value) for value in r2]
    if not values:
        raise ValueError("bounds_curve: expected at least one value of r2, got none; np.linspace(0, 1, 101) is usual")
    curve = pd.DataFrame([unseen_bounds(r1, value) for value in values])
    curve.insert(0, "r2", values)
    return curve.assign(width=curve["high"] - curve["low"])


def needed_proxy(r1: float, *, at_least: float = 0.0) -> float:
    """Smallest correlation of proxy and whole at which score and whole must correlate by `at_least` or more.

    `r1` is the correlation of score and proxy. With `at_least=0` the sign of the correlation is fixed from there on:
    r1^2 + r2^2 >= 1. Missing (nan) where `r1` is below `at_least`: then no proxy is good enough, not even the whole
    itself. Turn the sign of a score that runs the other way first.

    Raises
    ------
    ValueError
        a missing value, `r1` outside -1 to 1, or `at_least` outside 0 to 1.

    Notes
    -----
    c r1 + sqrt((1 - c^2) (1 - r1^2)), with c = `at_least`: the lower bound of `unseen_bounds`, solved for r2.

    Examples
    --------
    >>> needed_proxy(0.6), round(needed_proxy(0.6, at_least=0.3), 2), needed_proxy(0.2, at_least=0.3)
    (0.8, 0.94, nan)
    """
    _value_and_ends("needed_proxy", r1)
    if not 0 <= at_least <= 1:
        raise ValueError(f"needed_proxy: expected at_least from 0 to 1, got {at_least}; turn the sign of the score")
    if r1 < at_least:
        return math.nan
    return min(at_least * r1 + math.sqrt((1 - at_least**2) * (1 - r1**2)), 1.0)


def _value_and_ends(function: str, r1: Estimate | float) -> tuple[float, tuple[float, float]]:
    value, low, high = (r1.value, r1.low, r1.high) if isinstance(r1, Estimate) else (r1, r1, r1)
    for number in (value, low, high):
        if not -1 <= number <= 1:
            raise ValueError(
                f"{function}: expected correlations from -1 to 1, got {number}; look for a mixed-up column"
            )
    return float(value), (float(low), float(high))


def _widest(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Lowest lower and highest upper bound for all pairs out of two ranges of correlations."""
    corners = [correlation_bounds(a, b) for a in first for b in second]
    low, high = min(bounds[0] for bounds in corners), max(bounds[1] for bounds in corners)
    if first[0] <= second[1] and second[0] <= first[1]:
        high = 1.0
    if first[0] <= -second[0] and -second[1] <= first[1]:
        low = -1.0
    return low, high
