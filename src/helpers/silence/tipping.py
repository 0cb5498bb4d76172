"""How different must the silent be before a conclusion turns? Pattern mixture with a shift, and its tipping point.

No data can say how different the silent are. The tipping point turns the question round, and the reader judges.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.silence.pairs import Pairs
from helpers.stats import Estimate
from helpers.stats.estimate import check_confidence
from helpers.stats.resampling import as_numbers

Floats = NDArray[np.float64]
SHIFTS = ("level", "slope")
FEWEST = 20  # reported outcomes from which the silent are filled in


class TippingPoint(NamedTuple):
    """The shift at which the interval first holds the null, and how it goes on the way.

    `delta` is in standard deviations of the reported outcome, 0 if the interval holds the null from the start, missing
    (nan) if it never does on the grid. `error` is the Monte-Carlo standard error of `delta`, missing where that is or
    where leaving out one imputation loses the crossing. `at` is the estimate at shift 0, and `table` has a row per
    shift: delta, value, low, high, n.
    """

    delta: float
    error: float
    at: Estimate
    table: pd.DataFrame


class Difference(NamedTuple):
    """How the silent differ from what the reported predict for them, in SDs: on average, and per SD of score."""

    level: float
    slope: float


def tipping_point(
    score: ArrayLike,
    outcome: ArrayLike,
    deltas: Sequence[float],
    *,
    baseline: ArrayLike | None = None,
    shift: str = "level",
    n_imputations: int = 50,
    confidence: float = 0.95,
    seed: int = 0,
) -> TippingPoint:
    """Shift of the silent at which a concordance, or a gain over a baseline, can no longer be told from nothing.

    `score` has a row per person; `outcome` is missing where nobody reported it. The silent are filled in as the
    reported predict (a straight line on the score, and on the `baseline` if there is one, with drawn coefficients and
    drawn residuals), and then moved. `shift="level"` moves all of them by delta standard deviations of the reported
    outcome. `shift="slope"` moves each by delta times their score in standard deviations from the mean: with a negative
    delta the higher their score, the worse they did. `deltas` start at 0 and go one way. Without a `baseline` the
    null is a concordance of 0.5, with one a gain of 0. Give outcomes and scores on a scale on which a straight line
    makes sense (logarithms of counts). Rows without a score or a baseline are dropped; without silent people every
    shift gives the same.

    All pairs of people are held at once, so it is for some thousands of people at most.

    Raises
    ------
    ValueError
        deltas that do not start at 0 or do not go one way, an unknown shift, fewer than 20 reported outcomes, fewer
        than 2 imputations, a constant score, infinite values, or unequal lengths.

    Notes
    -----
    Intervals by Rubin's rules over the imputations, with the jackknife over people within each; the crossing is
    linear between shifts, its Monte-Carlo error the jackknife over imputations. Source: Rubin (1977), Journal of the
    American Statistical Association 72, 538-543, and Little (1993), same journal, 88, 125-134 (pattern mixture);
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3 (the rules). The shift by slope is ours.

    Examples
    --------
    >>> x, luck = np.random.default_rng(1).normal(size=(2, 200))
    >>> reported = np.where(np.arange(200) < 140, x + luck, np.nan)
    >>> found = tipping_point(x, reported, [0, -1, -2, -3, -4], shift="slope", n_imputations=10)
    >>> print(found.at, round(found.delta, 1))
    0.76 [0.72, 0.80], n = 200 -1.9
    """
    steps = _check_steps(deltas, shift, n_imputations)
    check_confidence(confidence)
    columns, y, names = _columns("tipping_point", score, outcome, baseline)
    x = np.column_stack([(column - column.mean()) / column.std() for column in columns])
    silent = np.isnan(y)
    drawn = _imputed(x, y, n_imputations, np.random.default_rng(seed))
    moves = y[~silent].std(ddof=1) * (np.ones(silent.sum()) if shift == "level" else x[silent, 0])
    pairs = Pairs(columns, y)
    found = np.array([[pairs.statistic(draw + step * moves) for draw in drawn] for step in steps])
    null = 0.5 if baseline is None else 0.0
    value, low, high = _combined(found[..., 0], found[..., 1], confidence)
    table = pd.DataFrame({"delta": steps, "value": value, "low": low, "high": high, "n": len(y)})
    delta = _crossing(steps, low, high, null)
    kept = [np.delete(found, place, axis=1) for place in range(n_imputations)] if n_imputations > 2 else []
    again = np.array([_crossing(steps, *_combined(k[..., 0], k[..., 1], confidence)[1:], null) for k in kept])
    error = math.sqrt((len(again) - 1) * np.var(again)) if len(again) else math.nan
    how = f"{names}, pattern mixture, {n_imputations} imputations, Rubin's rules"
    return TippingPoint(delta, error, Estimate(value[0], low[0], high[0], len(y), confidence, how), table)


def silent_difference(score: ArrayLike, outcome: ArrayLike, complete: ArrayLike) -> Difference:
    """How different the silent really are, where the truth is known, in the units of `tipping_point`.

    `complete` is the outcome of everybody, `outcome` the same with the silent missing. Their distance from the straight
    line of the reported is described by a line of its own: `level` is its height at the mean score of everybody,
    `slope` its rise for one standard deviation of score. Rows without a score are dropped.

    Raises
    ------
    ValueError
        fewer than 3 silent people, a missing value in `complete`, else as `tipping_point`.

    Examples
    --------
    >>> x = np.arange(60.0)
    >>> silent = x % 3 == 0
    >>> found = silent_difference(x, np.where(silent, np.nan, x), np.where(silent, x - 10, x))
    >>> round(found.level, 2), round(abs(found.slope), 2)
    (-0.57, 0.0)
    """
    (x,), y, _ = _columns("silent_difference", score, outcome, None)
    truth = as_numbers(complete, "complete")[~np.isnan(as_numbers(score, "score"))]
    silent = np.isnan(y)
    if len(truth) != len(y) or np.isnan(truth).any() or silent.sum() < 3:
        raise ValueError(
            f"silent_difference: expected a complete outcome for each of {len(y)} people and 3 silent ones or "
            f"more, got {len(truth) - np.isnan(truth).sum()} and {silent.sum()}"
        )
    x = (x - x.mean()) / x.std()
    line = np.polyfit(x[~silent], y[~silent], 1)
    slope, level = np.polyfit(x[silent], truth[silent] - np.polyval(line, x[silent]), 1)
    sd = y[~silent].std(ddof=1)
    return Difference(float(level / sd), float(slope / sd))


def _check_steps(deltas: Sequence[float], shift: str, n_imputations: int) -> Floats:
    steps = np.asarray(deltas, dtype=float)
    if (
        steps.ndim != 1
        or steps.size < 2
        or steps[0] != 0
        or not (np.all(np.diff(steps) > 0) or np.all(np.diff(steps) < 0))
    ):
        raise ValueError(
            f"tipping_point: expected deltas that start at 0 and go one way, got {list(deltas)}; "
            "np.linspace(0, -3, 13) is usual"
        )
    if shift not in SHIFTS or n_imputations < 2:
        raise ValueError(
            f"tipping_point: expected a shift of {' or '.join(SHIFTS)} and 2 imputations or more, got {shift!r} and "
            f"{n_imputations}"
        )
    return steps


def _columns(
    function: str, score: ArrayLike, outcome: ArrayLike, baseline: ArrayLike | None
) -> tuple[list[Floats], Floats, str]:
    given = {"score": score} if baseline is None else {"score": score, "baseline": baseline}
    columns, y = [as_numbers(column, name) for name, column in given.items()], as_numbers(outcome, "outcome")
    if len({len(y), *map(len, columns)}) > 1:
        raise ValueError(f"{function}: expected columns of equal length, got {[len(y), *map(len, columns)]}")
    rows = ~np.any([np.isnan(column) for column in columns], axis=0)
    columns, y = [column[rows] for column in columns], y[rows]
    known = np.sort(y[~np.isnan(y)])
    if (
        len(known) < FEWEST
        or any(np.ptp(column) == 0 for column in columns)
        or np.ptp(known[1:]) * np.ptp(known[:-1]) == 0
    ):
        raise ValueError(
            f"{function}: expected {FEWEST} reported outcomes or more and columns in which people differ, got "
            f"{len(known)} reported; a column that is the same for all, or for all but one, orders nobody"
        )
    return columns, y, "concordance" if baseline is None else "gain in concordance"


def _imputed(x: Floats, y: Floats, n_imputations: int, rng: np.random.Generator) -> Floats:
    """Outcomes drawn for the silent, a row per imputation: reported people drawn anew, their line, their residuals."""
    design, silent = np.column_stack([np.ones(len(y)), x]), np.isnan(y)
    reported = np.flatnonzero(~silent)
    draws = np.empty((n_imputations, silent.sum()))
    for row in draws:
        rows = rng.choice(reported, len(reported))
        line = np.linalg.lstsq(design[rows], y[rows], rcond=None)[0]
        row[:] = design[silent] @ line + rng.choice(y[rows] - design[rows] @ line, len(row))
    return draws


def _combined(values: Floats, variances: Floats, confidence: float) -> tuple[Floats, Floats, Floats]:
    """Rubin's rules along the last axis: mean, and the two ends of the interval."""
    m = values.shape[1]
    within, between = variances.mean(axis=1), (1 + 1 / m) * values.var(axis=1, ddof=1)
    with np.errstate(divide="ignore"):
        freedom = (m - 1) * (1 + within / between) ** 2
    middle = values.mean(axis=1)
    half = scipy_stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(within + between)
    return middle, middle - half, middle + half


def _crossing(steps: Floats, low: Floats, high: Floats, null: float) -> float:
    """Where the end of the interval that is nearer to the null first meets it; 0 from the start, nan where never."""
    if low[0] <= null <= high[0]:
        return 0.0
    gap = low - null if low[0] > null else null - high
    after = np.flatnonzero(gap <= 0)
    if after.size == 0:
        return math.nan
    step = slice(after[0] - 1, after[0] + 1)
    return float(np.interp(0, gap[step][::-1], steps[step][::-1]))
