"""Protects out-of-sample prediction: nobody predicts themselves, nothing is gained from noise, calibration is 1."""

import numpy as np
import pytest

from helpers.stats import calibration_slope, out_of_sample, out_of_sample_gain, out_of_sample_r2

FEW = {"n_resamples": 199}


def test_nobody_is_predicted_from_themselves():
    """One person far off moves the prediction of all others, hardly their own: the slow way agrees."""
    rng = np.random.default_rng(3)
    x, score = rng.normal(size=(40, 1)), rng.normal(size=40)
    fast = out_of_sample(score, x, folds=40, repeats=1)
    slow = []
    for i in range(40):
        others = np.arange(40) != i
        slope, intercept = np.polyfit(x[others, 0], score[others], 1)
        slow.append(intercept + slope * x[i, 0])
    assert fast == pytest.approx(slow)
    moved = score.copy()
    moved[7] += 1_000
    assert out_of_sample(moved, x, folds=40, repeats=1)[7] == pytest.approx(fast[7])


def test_without_predictors_the_prediction_is_the_mean_of_the_others():
    score = np.array([1.0, 2.0, 3.0, 6.0])
    assert out_of_sample(score, np.empty((4, 0)), folds=4, repeats=2) == pytest.approx([11 / 3, 10 / 3, 3, 2])


def known(n=400, seed=5):
    """An outcome that is half x and half luck, and a column of noise."""
    rng = np.random.default_rng(seed)
    x, luck, noise = rng.normal(size=(3, n))
    return x + luck, x, noise


def test_r2_comes_out_as_it_was_put_in_and_noise_gains_nothing():
    y, x, noise = known(4_000)
    nothing = out_of_sample(y, np.empty((len(y), 0)), repeats=2)
    few = out_of_sample(y, x[:, None], repeats=2)
    many = out_of_sample(y, np.column_stack([x, noise]), repeats=2)
    r2 = out_of_sample_r2(y, few, nothing, **FEW)
    assert r2.value == pytest.approx(0.5, abs=0.03) and r2.low < r2.value < r2.high and r2.n == 4_000
    gain = out_of_sample_gain(y, few, many, nothing, **FEW)
    assert abs(gain.value) < 0.002
    assert out_of_sample_gain(y, nothing, few, nothing, **FEW).value == pytest.approx(r2.value)


def test_in_sample_gain_is_never_negative_but_out_of_sample_a_useless_predictor_costs():
    y, x, _ = known(60)
    noise = np.random.default_rng(8).normal(size=(60, 20))
    nothing = out_of_sample(y, np.empty((60, 0)))
    few, many = out_of_sample(y, x[:, None]), out_of_sample(y, np.column_stack([x, noise]))
    assert out_of_sample_gain(y, few, many, nothing, **FEW).value < 0


def test_calibration_is_one_for_honest_predictions_and_half_for_doubled_ones():
    y, x, _ = known(4_000)
    predicted = out_of_sample(y, x[:, None], repeats=1)
    assert calibration_slope(y, predicted, **FEW).value == pytest.approx(1, abs=0.05)
    assert calibration_slope(y, 2 * predicted, **FEW).value == pytest.approx(0.5, abs=0.03)
    assert calibration_slope([1, 2, 3, 5, 4], [2, 4, 6, 10, 8], **FEW).value == 0.5


def test_missing_rows_are_dropped_and_counted():
    y, x, _ = known(50)
    y[3] = np.nan
    assert out_of_sample_r2(y, x, np.zeros(50), **FEW).n == 49
    assert calibration_slope(y, x, **FEW).n == 49


@pytest.mark.parametrize(
    ("y", "x", "options", "told"),
    [
        ([1, 2, 3], [1, 2, 3], {}, "two brackets"),
        ([1, 2, 3], [[1], [2]], {}, "a row for each of the 3"),
        ([1, 2, 3], [[1], [2], [3]], {"folds": 4}, "at least as many rows, got 4 and 3"),
        ([1, 2, 3], [[1], [2], [3]], {"folds": 1}, "2 folds or more"),
        ([1, 2, np.nan], [[1], [2], [3]], {"folds": 3}, "drop those rows"),
        ([1, 2, 3], [[1], [2], [np.inf]], {"folds": 3}, "no missing and no infinite"),
    ],
)
def test_bad_input_says_what_was_expected(y, x, options, told):
    with pytest.raises(ValueError, match=told):
        out_of_sample(y, x, **options)


def test_too_few_rows_and_constant_predictions_are_refused():
    with pytest.raises(ValueError, match="at least 3"):
        out_of_sample_r2([1, 2], [1, 2], [1, 1])
    with pytest.raises(ValueError, match="undefined"):
        calibration_slope([1, 2, 3, 4], [5, 5, 5, 5])


def test_infinite_values_and_a_constant_outcome_are_refused():
    y, x, mean = [1, 2, 3, np.inf], [1, 2, 3, 4], [2, 2, 2, 2]
    for call in (lambda: out_of_sample_r2(y, x, mean), lambda: calibration_slope(y, x)):
        with pytest.raises(ValueError, match="infinite"):
            call()
    with pytest.raises(ValueError, match="undefined"):
        out_of_sample_r2([2, 2, 2, 2], x, mean)


def test_a_gain_by_hand_with_a_missing_row():
    """Errors squared: 5 by the mean, 1 by the model; the fifth row has no outcome. The gain is 4 of 5."""
    found = out_of_sample_gain([1, 2, 3, 4, None], [2.5] * 5, [1, 2, 3, 3, 9], [2.5] * 5, method="percentile", **FEW)
    assert found.value == pytest.approx(0.8) and found.n == 4
