"""How well is a person predicted from other people? Out-of-sample predictions, R2, the gain of one model over another.

Least squares only; a prediction that was fitted on the person it predicts has no place here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.stats.estimate import Estimate
from helpers.stats.resampling import bootstrap, complete_rows

Floats = NDArray[np.float64]


def out_of_sample(
    outcome: ArrayLike, predictors: ArrayLike, *, folds: int = 10, repeats: int = 20, seed: int = 0
) -> Floats:
    """Predict each row by least squares on rows of other folds; the mean over repeats, one number per row.

    `outcome` has n numbers, `predictors` n rows and a column per predictor; with no columns this is the mean outcome
    of the others, the baseline of an out-of-sample R2. Nothing may be missing. `repeats` draws the folds anew.

    Raises
    ------
    ValueError
        fewer rows than folds, fewer than 2 folds, unequal lengths, missing or infinite values.

    Notes
    -----
    Source: Stone (1974), Journal of the Royal Statistical Society B 36, 111-147 (cross-validation).

    Examples
    --------
    >>> out_of_sample([1.0, 2.0, 3.0, 4.0], [[0.0], [1.0], [2.0], [3.0]], folds=4, repeats=1).round(6)
    array([1., 2., 3., 4.])
    """
    y, x = np.asarray(outcome, dtype=float), np.asarray(predictors, dtype=float)
    if x.ndim != 2 or len(x) != len(y):
        raise ValueError(
            f"out_of_sample: expected predictors with a row for each of the {len(y)} outcomes and a column each, "
            f"got shape {x.shape}; write frame[['followers']] with two brackets for a single predictor"
        )
    if not 2 <= folds <= len(y):
        raise ValueError(f"out_of_sample: expected 2 folds or more and at least as many rows, got {folds} and {len(y)}")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("out_of_sample: expected no missing and no infinite values; drop those rows first")
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(len(y)), x])
    total = np.zeros(len(y))
    for _ in range(repeats):
        fold = rng.permutation(np.arange(len(y)) % folds)
        for held_out in range(folds):
            here = fold == held_out
            weights = np.linalg.lstsq(design[~here], y[~here], rcond=None)[0]
            total[here] += design[here] @ weights
    return total / repeats


def out_of_sample_r2(outcome: ArrayLike, predicted: ArrayLike, baseline: ArrayLike, **options: Any) -> Estimate:
    """Share of the squared error of `baseline` that the out-of-sample predictions save, with a bootstrap interval.

    All three have a number per row; `baseline` is the prediction without predictors (`out_of_sample` with no columns).
    Below 0 the model predicts worse than the mean. The interval holds the predictions fixed, so it is a little too
    narrow. `options` go to `bootstrap`. Rows with a missing value are dropped.

    Raises
    ------
    ValueError
        fewer than 3 complete rows, infinite values, unequal lengths.

    Examples
    --------
    >>> print(out_of_sample_r2([1, 2, 3, 4], [1, 2, 3, 3], [2.5, 2.5, 2.5, 2.5], method="percentile"))
    0.80 [0.57, 1.00], n = 4
    """
    y, predicted, baseline = complete_rows(outcome, predicted, baseline)
    found = bootstrap(_saved, (y - baseline) ** 2, (y - predicted) ** 2, (y - baseline) ** 2, **options)
    return replace(found, method=f"out-of-sample R2, {found.method}, predictions held fixed")


def out_of_sample_gain(
    outcome: ArrayLike, few: ArrayLike, many: ArrayLike, baseline: ArrayLike, **options: Any
) -> Estimate:
    """What the predictions `many` add to the out-of-sample R2 of the predictions `few`, with a bootstrap interval.

    As `out_of_sample_r2`. A gain may be negative: a useless predictor costs a little out of sample, so an interval
    that reaches below 0 says that nothing was shown to be gained.

    Raises
    ------
    ValueError
        fewer than 3 complete rows, infinite values, unequal lengths.

    Examples
    --------
    >>> y, mean = [1, 2, 3, 4], [2.5, 2.5, 2.5, 2.5]
    >>> out_of_sample_gain(y, mean, [1, 2, 3, 3], mean, method="percentile").value
    0.8
    """
    y, few, many, baseline = complete_rows(outcome, few, many, baseline)
    found = bootstrap(_saved, (y - few) ** 2, (y - many) ** 2, (y - baseline) ** 2, **options)
    return replace(found, method=f"gain in out-of-sample R2, {found.method}, predictions held fixed")


def calibration_slope(outcome: ArrayLike, predicted: ArrayLike, **options: Any) -> Estimate:
    """Slope of the outcome on its out-of-sample prediction: 1 is well calibrated, below 1 predictions are too extreme.

    Rows with a missing value are dropped. `options` go to `bootstrap`.

    Raises
    ------
    ValueError
        fewer than 3 complete rows, infinite values, unequal lengths, predictions that are all the same.

    Notes
    -----
    Source: Cox (1958), Biometrika 45, 562-565; Steyerberg (2019), Clinical Prediction Models, chapter 15.

    Examples
    --------
    >>> calibration_slope([1, 2, 3, 5, 4], [2, 4, 6, 10, 8]).value
    0.5
    """
    found = bootstrap(_slope, predicted, outcome, **options)
    return replace(found, method=f"calibration slope, {found.method}, predictions held fixed")


def _saved(few: Floats, many: Floats, baseline: Floats, axis: int = -1) -> Floats:
    return (few.sum(axis=axis) - many.sum(axis=axis)) / baseline.sum(axis=axis)


def _slope(x: Floats, y: Floats, axis: int = -1) -> Floats:
    dx = x - x.mean(axis=axis, keepdims=True)
    return (dx * y).sum(axis=axis) / (dx * dx).sum(axis=axis)
