"""Protects helpers.stats: published results first, then properties, then edges and errors."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.datasets import engel
from statsmodels.regression.quantile_regression import QuantReg
from statsmodels.stats.multitest import multipletests

from helpers.stats import (
    Estimate,
    bland_altman,
    bootstrap,
    correlation,
    cronbach_alpha,
    intraclass_correlation,
    kelley,
    measurement_error,
    probability_higher,
    proportion,
    smallest_real_difference,
)
from helpers.stats.agreement import _mean_squares
from helpers.stats.association import pearson_r
from helpers.stats.resampling import as_numbers

# Efron's 15 law schools: admission test and grades (Efron and Tibshirani 1993, table 3.1)
ADMISSION = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
GRADES = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96]
# Peak expiratory flow, first readings of two meters, 17 people (Bland and Altman 1986, table 1)
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
# Six subjects, four raters (Shrout and Fleiss 1979, table 2)
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Nine lots of tuna (Hollander and Wolfe 1973, the example of R's cor.test)
TUNA_X = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
TUNA_Y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

# Eleven items of twelve people, 1 right and 0 wrong, with four gaps (data set cronbach_wide_missing of pingouin)
ITEMS = [
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0],
    [None, 0, 1, 1, None, 1, 1, 1, 1, 0, 0],
    [1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
    [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0],
    [0, 1, None, 0, 1, 1, 1, 1, 0, 0, 0],
    [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
    [0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0],
    [1, 0, 0, 1, 0, 1, 0, 0, None, 0, 0],
    [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
]

METHODS = ["percentile", "basic", "bca"]


# Published results


def test_an_estimate_in_another_unit():
    estimate = Estimate(0.5, 0.25, 0.75, 40, 0.95, "share", 0.1)
    hundred = estimate.times(100)
    assert (hundred.value, hundred.low, hundred.high, hundred.n) == (50, 25, 75, 40)
    assert hundred.se == pytest.approx(10) and hundred.method == "share"
    assert np.isnan(Estimate(0.5, 0.25, 0.75, 40, 0.95, "share").times(2).se)
    for factor in (0, -1, np.inf, np.nan):
        with pytest.raises(ValueError, match="finite number above 0"):
            estimate.times(factor)


def test_pearson_of_the_law_schools():
    estimate = correlation(ADMISSION, GRADES, method="pearson", n_resamples=1999)
    assert estimate.value == pytest.approx(0.7763745, abs=1e-7)
    assert estimate.se == pytest.approx(0.133, abs=0.004)  # the bootstrap standard error that Efron gives
    assert estimate.n == 15


def test_exact_p_values_of_the_tuna():
    both = scipy_stats.kendalltau(TUNA_X, TUNA_Y, method="exact")
    greater = scipy_stats.kendalltau(TUNA_X, TUNA_Y, method="exact", alternative="greater")
    assert (both.pvalue, greater.pvalue) == pytest.approx((0.1194, 0.05972), abs=5e-5)
    assert (both.statistic + 1) / 2 * 36 == pytest.approx(26)  # T, the pairs in the same order
    # all 362,880 orders; SciPy's own p-value of spearmanr rests on a t distribution and is 0.0876 here
    ranks = np.argsort(np.argsort(TUNA_Y))
    spearman = scipy_stats.permutation_test(
        (np.argsort(np.argsort(TUNA_X)),),
        lambda x, axis: pearson_r(x, np.broadcast_to(ranks, x.shape), axis=axis),
        permutation_type="pairings",
        n_resamples=np.inf,
        batch=50_000,
        vectorized=True,
    )
    assert (spearman.statistic, spearman.pvalue) == (pytest.approx(0.6), pytest.approx(0.0968, abs=5e-5))


def test_mean_squares_and_variance_components_of_the_ratings():
    msb, msw, msj, mse = _mean_squares(np.array(RATINGS, dtype=float))
    assert (msb, msw, msj, mse) == pytest.approx((11.2417, 6.2639, 32.4861, 1.0194), abs=1e-4)
    components = ((msb - mse) / 4, (msj - mse) / 6, mse)  # person, rater, what is left
    assert components == pytest.approx((2.5556, 5.2444, 1.0194), abs=1e-4)
    person, rater, rest = components
    table = intraclass_correlation(RATINGS)["value"]
    assert person / (person + rest / 4) == pytest.approx(table["3,k"])  # generalizability of the mean of 4
    assert person / (person + (rater + rest) / 4) == pytest.approx(table["2,k"])  # its dependability


def test_false_discoveries_of_fifteen_tests():
    """Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300, section 4."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]
    rejected, adjusted, _, _ = multipletests(p, method="fdr_bh")
    assert rejected.sum() == 4
    assert multipletests(p, method="bonferroni")[0].sum() == 3
    np.testing.assert_allclose(adjusted[:5], [0.0015, 0.003, 0.0095, 0.035625, 0.0603], atol=1e-9)


def test_median_regression_of_engels_food_expenditure():
    """The example of the vignette of the R package quantreg."""
    table = engel.load_pandas().data
    fit = QuantReg(table["foodexp"], np.column_stack([np.ones(len(table)), table["income"]])).fit(q=0.5)
    assert tuple(fit.params) == pytest.approx((81.48225, 0.56018), abs=2e-5)


def test_alpha_of_eleven_items():
    """Alpha of the complete people, as psych::alpha gives it in R (tests of the package pingouin, wide format)."""
    estimate = cronbach_alpha(ITEMS)
    assert estimate.value == pytest.approx(0.801695, abs=1e-6)
    assert (estimate.low, estimate.high) == pytest.approx((0.533, 0.947), abs=5e-4)
    assert estimate.n == 9


def test_alpha_is_the_intraclass_correlation_of_the_sum():
    """Feldt's interval is that of the intraclass correlation 3,k, published for these ratings: 0.91, 0.68 to 0.99."""
    estimate, row = cronbach_alpha(RATINGS), intraclass_correlation(RATINGS).loc["3,k"]
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((row["value"], row["low"], row["high"]))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((0.91, 0.68, 0.99), abs=0.005)


def test_rank_correlations_of_the_tuna():
    assert correlation(TUNA_X, TUNA_Y, n_resamples=199).value == pytest.approx(0.6)
    assert correlation(TUNA_X, TUNA_Y, method="kendall", n_resamples=199).value == pytest.approx(0.4444, abs=5e-5)


def test_limits_of_agreement_of_the_flow_meters():
    result = bland_altman(WRIGHT, MINI)
    assert result.bias == pytest.approx(-2.1, abs=0.05)
    assert result.sd == pytest.approx(38.8, abs=0.05)
    assert (result.low, result.high) == (pytest.approx(-78.10, abs=0.01), pytest.approx(73.87, abs=0.01))
    # the paper itself rounds to 2 sd
    assert (result.bias - 2 * result.sd, result.bias + 2 * result.sd) == pytest.approx((-79.7, 75.5), abs=0.1)


def test_six_intraclass_correlations():
    table = intraclass_correlation(RATINGS)
    assert list(table.index) == ["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
    assert list(table.columns) == ["value", "f", "df1", "df2", "p", "low", "high"]
    expected = [0.16574, 0.28976, 0.71484, 0.44280, 0.62005, 0.90932]
    np.testing.assert_allclose(table["value"], expected, atol=1e-5)
    np.testing.assert_allclose(table["f"], [1.8, 11.0, 11.0, 1.8, 11.0, 11.0], atol=0.05)
    np.testing.assert_allclose(table["p"].iloc[:2], [0.16472, 0.00013], atol=5e-5)
    np.testing.assert_allclose(table["low"], [-0.13, 0.02, 0.34, -0.88, 0.07, 0.68], atol=0.005)
    np.testing.assert_allclose(table["high"], [0.72, 0.76, 0.95, 0.91, 0.93, 0.99], atol=0.005)
    assert table[["df1", "df2"]].to_numpy().tolist() == [[5, 18], [5, 15], [5, 15]] * 2


def test_error_of_measurement_and_smallest_real_difference_of_the_ratings():
    # relative error of one rating: sqrt(mean square of the residual); both published with the ratings above
    reliability = intraclass_correlation(RATINGS).loc["3,1", "value"]
    sem = measurement_error(math.sqrt(2.55556 + 1.01944), reliability)
    assert sem == pytest.approx(1.00968, abs=1e-4)
    assert smallest_real_difference(sem) == pytest.approx(2.79868, abs=1e-4)


def test_chance_that_52_is_above_48():
    assert probability_higher(52, 48, 4, 4) == pytest.approx(0.7602499, abs=1e-6)


def test_kelley_draws_towards_the_mean():
    assert kelley(130, 100, 0.8) == pytest.approx(124)  # the usual textbook case of an IQ test
    assert kelley(52, 21, 1) == 52
    assert kelley(52, 21, 0) == 21


# Against a slow or an independent reckoning


@pytest.mark.parametrize("method", METHODS)
def test_groups_of_one_row_give_what_rows_give(method):
    by_rows = correlation(ADMISSION, GRADES, method="pearson", interval=method, n_resamples=4999)
    by_groups = correlation(ADMISSION, GRADES, method="pearson", interval=method, n_resamples=4999, groups=range(15))
    assert by_groups.value == by_rows.value
    assert by_groups.low == pytest.approx(by_rows.low, abs=0.03)
    assert by_groups.high == pytest.approx(by_rows.high, abs=0.01)
    assert by_groups.method == f"pearson, {method} bootstrap over 15 groups"


@pytest.mark.parametrize("method", METHODS)
def test_rows_give_what_scipy_gives(method):
    rng = np.random.default_rng(1)
    x = rng.normal(size=40)
    y = x + rng.normal(size=40)
    ours = correlation(x, y, interval=method, n_resamples=999, seed=7)
    theirs = scipy_stats.bootstrap(
        (x, y),
        lambda x, y: scipy_stats.spearmanr(x, y).statistic,
        paired=True,
        vectorized=False,
        method={"bca": "BCa"}.get(method, method),
        n_resamples=999,
        rng=np.random.default_rng(7),
    )
    low, high = theirs.confidence_interval
    assert (ours.low, ours.high, ours.se) == pytest.approx((low, high, theirs.standard_error))


@pytest.mark.parametrize("name", ["spearman", "kendall"])
def test_ties_share_their_mean_rank(name):
    x, y = [1, 1, 2, 2, 3, 3, 4, 5], [2, 1, 2, 3, 3, 5, 5, 9]
    theirs = {"spearman": scipy_stats.spearmanr, "kendall": scipy_stats.kendalltau}[name](x, y).statistic
    assert correlation(x, y, method=name, n_resamples=199).value == pytest.approx(theirs)


def test_groups_that_move_together_widen_the_interval():
    rng = np.random.default_rng(3)
    shared = np.repeat(rng.normal(size=12), 25)
    x, y = shared + rng.normal(size=300) / 4, shared + rng.normal(size=300) / 4
    by_rows = correlation(x, y, n_resamples=499)
    by_groups = correlation(x, y, n_resamples=499, groups=np.arange(300) // 25)
    assert by_groups.high - by_groups.low > 2 * (by_rows.high - by_rows.low)


@pytest.mark.parametrize("method", METHODS)
def test_interval_holds_the_truth_about_as_often_as_it_says(method):
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(200):
        estimate = bootstrap(_mean, rng.normal(5, 2, 60), method=method, n_resamples=399, confidence=0.9)
        hits += estimate.low <= 5 <= estimate.high
    assert 168 <= hits <= 192  # 180 expected, within three standard errors


def test_unpaired_samples_are_drawn_apart():
    estimate = bootstrap(lambda a, b: a.mean() - b.mean(), [5, 6, 7, None], [1, 2, 3, 4], paired=False, n_resamples=999)
    assert estimate.value == 3.5
    assert estimate.n == 7
    assert estimate.low < 3.5 < estimate.high


def test_blocks_and_single_resamples_agree():
    single = bootstrap(lambda a: a.mean(), ADMISSION, n_resamples=999)
    blocks = bootstrap(_mean, ADMISSION, n_resamples=999)
    assert (single.low, single.high) == (pytest.approx(blocks.low), pytest.approx(blocks.high))


def _mean(values, axis=-1):
    return values.mean(axis=axis)


# Properties

numbers = st.lists(st.integers(-50, 50), min_size=8, max_size=30)


@settings(deadline=None, max_examples=40)
@given(st.data(), st.sampled_from(["pearson", "spearman", "kendall"]))
def test_correlation_stays_in_range_and_ignores_zero_and_unit(data, method):
    x = data.draw(numbers.filter(lambda values: len(set(values)) > 5))
    y = data.draw(st.permutations(x))
    first = correlation(x, y, method=method, n_resamples=99)
    moved = correlation([3 * value - 10 for value in x], y, method=method, n_resamples=99)
    swapped = correlation(y, x, method=method, n_resamples=99)
    assert -1 <= first.low <= first.high <= 1
    assert moved.value == pytest.approx(first.value, abs=1e-12)
    assert swapped.value == pytest.approx(first.value, abs=1e-12)


@settings(deadline=None)
@given(st.floats(1, 100), st.floats(1, 100), st.floats(0.01, 30), st.floats(0.01, 30))
def test_one_of_two_people_is_higher(a, b, sem_a, sem_b):
    both = probability_higher(a, b, sem_a, sem_b) + probability_higher(b, a, sem_b, sem_a)
    assert both == pytest.approx(1)


@settings(deadline=None)
@given(st.floats(0.01, 50), st.floats(0, 1))
def test_error_never_exceeds_the_spread(sd, reliability):
    assert 0 <= measurement_error(sd, reliability) <= sd


def test_same_seed_same_interval_and_other_seed_other_interval():
    first, again = (
        correlation(ADMISSION, GRADES, n_resamples=999, seed=4),
        correlation(ADMISSION, GRADES, n_resamples=999, seed=4),
    )
    other = correlation(ADMISSION, GRADES, n_resamples=999, seed=5)
    assert first == again
    assert first != other


# Edges


def test_estimate_prints_value_interval_and_n():
    estimate = Estimate(np.float64(0.4512), 0.3391, 0.5478, np.int64(238), 0.95, "spearman, bca bootstrap")
    assert str(estimate) == "0.45 [0.34, 0.55], n = 238"
    assert f"{estimate:.3f}" == "0.451 [0.339, 0.548], n = 238"
    assert f"{Estimate(0.662, 0.6, 0.7, 3978, 0.95, 'wilson'):.0%}" == "66% [60%, 70%], n = 3,978"
    assert str(Estimate(-0.001, -0.2, 0.2, 5, 0.95, "x")) == "0.00 [-0.20, 0.20], n = 5"
    assert type(estimate.value) is float
    assert type(estimate.n) is int


def test_estimate_refuses_nonsense():
    with pytest.raises(ValueError, match="low must not be above high"):
        Estimate(0.4, 0.5, 0.3, 10, 0.95, "x")
    with pytest.raises(ValueError, match=r"0\.95 for 95 %"):
        Estimate(0.4, 0.3, 0.5, 10, 95, "x")
    with pytest.raises(ValueError, match="n counts rows"):
        Estimate(0.4, 0.3, 0.5, -1, 0.95, "x")
    with pytest.raises(ValueError, match="se must be 0 or more"):
        Estimate(0.4, 0.3, 0.5, 10, 0.95, "x", -0.1)


def test_standard_error_travels_with_the_estimate_and_does_not_part_equals():
    bare, full = Estimate(0.4, 0.3, 0.5, 10, 0.95, "x"), Estimate(0.4, 0.3, 0.5, 10, 0.95, "x", np.float64(0.05))
    assert math.isnan(bare.se)
    assert type(full.se) is float
    assert bare == full
    assert str(bare) == str(full)


@pytest.mark.parametrize("groups", [None, list("aabbccddee")])
def test_standard_error_is_the_spread_of_the_resamples(groups):
    sample = np.array([1.0, 4, 2, 8, 5, 7, 3, 3, 9, 6])
    estimate = bootstrap(_mean, sample, groups=groups, n_resamples=499, seed=3)
    draws = np.random.default_rng(3).integers(0, 10 if groups is None else 5, (499, 10 if groups is None else 5))
    picked = sample[draws] if groups is None else sample.reshape(5, 2)[draws].reshape(499, 10)
    assert estimate.se == pytest.approx(picked.mean(axis=1).std(ddof=1))


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
@pytest.mark.parametrize("groups", [None, [1, 1, 2, 2, 3, 3, 4, 4]])
def test_perfect_correlation_has_no_spread(method, groups):
    x = [1, 2, 3, 4, 5, 6, 7, 8]
    estimate = correlation(x, [2 * value for value in x], method=method, groups=groups, n_resamples=499)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((1, 1, 1))


def test_constant_statistic_says_that_bca_is_undefined():
    estimate = bootstrap(np.mean, [5, 5, 5, 5], n_resamples=99)
    assert (estimate.value, estimate.low, estimate.high) == (5, 5, 5)
    assert estimate.method == "percentile bootstrap (bca undefined)"


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_pairs_with_a_missing_value_are_dropped(missing):
    whole = correlation(ADMISSION, GRADES, n_resamples=199)
    holes = correlation(pd.Series([*ADMISSION, missing, 600]), [*GRADES, 3.0, None], n_resamples=199)
    assert holes == whole


def test_rows_without_a_group_are_dropped():
    groups = ["a"] * 5 + ["b"] * 5 + ["c"] * 5
    whole = correlation(ADMISSION, GRADES, groups=groups, n_resamples=199)
    holes = correlation([*ADMISSION, 700], [*GRADES, 1.0], groups=[*groups, None], n_resamples=199)
    assert holes == whole


def test_input_is_left_as_it_was():
    x = np.array(ADMISSION, dtype=float)
    correlation(x, GRADES, method="pearson", n_resamples=99)
    np.testing.assert_array_equal(x, ADMISSION)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: correlation([1, 2], [2, 1]), "at least 3 rows without a missing value, got 2"),
        (lambda: correlation([1, 2, None, 4], [1, None, 3, 4]), "got 2"),
        (lambda: correlation([1, 2, 3], [1, 3, 2]), "undefined in .* of 9999 resamples"),
        (lambda: correlation([1, 1, 1, 1], [1, 2, 3, 4]), "x is constant"),
        (lambda: correlation([1, 2, 3, 4], [7, 7, 7, None]), "y is constant"),
        (lambda: correlation([1, 2, 3, -np.inf], [1, 2, 3, 4]), "x holds 1 infinite"),
        (lambda: correlation([1, 2, 3], [1, 2, 3, 4]), "same number of rows"),
        (lambda: correlation([1, 2, 3, 4], [1, 2, 3, 4], method="taub"), "spearman, pearson, kendall"),
        (lambda: correlation(ADMISSION, GRADES, groups=[1, 2] * 7 + [1]), "at least 3 groups, got 2"),
        (lambda: bootstrap(np.mean), "at least one sample"),
        (lambda: bootstrap(np.mean, [1, 2]), "at least 3 rows"),
        (lambda: bootstrap(np.mean, [[1, 2], [3, 4]]), "one-dimensional"),
        (lambda: bootstrap(np.mean, [1, 2, 3], method="student"), "percentile, basic, bca"),
        (lambda: bootstrap(np.mean, [1, 2, 3], n_resamples=1), "2 or more"),
        (lambda: bootstrap(np.mean, [1, 2, 3], confidence=95), r"0\.95 for 95 %"),
        (lambda: bootstrap(np.mean, [1, 2, 3], paired=False, groups=[1, 2, 3]), "groups need paired=True"),
        (lambda: bootstrap(lambda a: a.mean() / 0 * 0, [1, 2, 3]), "undefined on the sample itself"),
        (lambda: bland_altman([1, 2], [1, 2]), "at least 3 pairs"),
        (lambda: bland_altman([1, 2, np.inf], [1, 2, 3]), "infinite"),
        (lambda: intraclass_correlation([[1, 2], [2, 3]]), "at least 3 complete subjects"),
        (lambda: intraclass_correlation([[1], [2], [3]]), "2 raters"),
        (lambda: intraclass_correlation([[1, 1], [1, 1], [1, 1]]), "all ratings are the same"),
        (lambda: cronbach_alpha([[1, 2], [2, 3], [None, 3]]), "at least 3 complete people"),
        (lambda: cronbach_alpha([[1], [2], [3]]), "2 items"),
        (lambda: cronbach_alpha([[1, 2], [2, 1], [3, 0]]), "sum to 3"),
        (lambda: cronbach_alpha([[1, 2], [2, np.inf], [3, 0]]), "item 2 holds 1 infinite"),
        (lambda: cronbach_alpha(RATINGS, confidence=95), r"0\.95 for 95 %"),
        (lambda: measurement_error(-1, 0.5), "sd must be"),
        (lambda: measurement_error(1, 1.5), "reliability must be"),
        (lambda: smallest_real_difference(-1), "sem must be"),
        (lambda: smallest_real_difference(1, 95), r"0\.95 for 95 %"),
        (lambda: probability_higher(float("nan"), 1, 1, 1), "a must be"),
        (lambda: probability_higher(1, 1, 1, -1), "sem_b must be"),
        (lambda: kelley(1, 1, 2), "reliability must be"),
        (lambda: kelley(1, math.inf, 1), "mean must be"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_bland_altman_drops_missing_and_bears_no_difference():
    assert bland_altman([1, 2, 3, None], [1, 2, 3, 9]) == (0, 0, 0, 0)


def test_raters_who_agree_exactly():
    table = intraclass_correlation(pd.DataFrame({"monday": [1, 2, 3, 4], "tuesday": [1, 2, 3, 4]}))
    np.testing.assert_allclose(table[["value", "low", "high"]], 1)
    assert np.isinf(table["f"]).all()


def test_raters_who_differ_by_a_constant():
    table = intraclass_correlation([[1, 3], [2, 4], [3, 5], [4, 6.0]])["value"]
    assert table["3,1"] == pytest.approx(1)
    assert table["2,1"] == pytest.approx((5 / 3) / (5 / 3 + 2))  # variance between subjects / (that + between raters)


def test_subjects_with_a_missing_rating_are_dropped():
    pd.testing.assert_frame_equal(intraclass_correlation([*RATINGS, [1, None, 2, 3]]), intraclass_correlation(RATINGS))


def test_items_that_run_against_each_other_and_items_that_agree():
    assert cronbach_alpha([[1, 5], [2, 3], [3, 3], [4, 1]]).value < 0
    perfect = cronbach_alpha([[1, 3], [2, 4], [3, 5], [4, 6.0]])
    assert (perfect.value, perfect.low, perfect.high) == pytest.approx((1, 1, 1))


def test_without_error_the_higher_score_is_higher():
    assert [probability_higher(a, 50, 0, 0) for a in (51, 50, 49)] == [1, 0.5, 0]


def test_subjects_who_do_not_differ():
    table = intraclass_correlation([[1, 2], [2, 1], [1, 2], [2, 1]])["value"]
    assert table["1,1"] == table["3,1"] == pytest.approx(-1)
    assert table["3,k"] == -np.inf


# proportion ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_as_published(part, whole, low, high):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    estimate = proportion(part, whole)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=5e-5)
    assert (estimate.value, estimate.n) == (part / whole, whole)


def test_a_column_counts_like_two_numbers_and_nonsense_is_refused():
    assert proportion(np.array([True] * 3 + [False] * 7)) == proportion(3, 10)
    for wrong in [(5, 3), (-1, 3), (0, 0), (1.5, 3)]:
        with pytest.raises(ValueError, match="whole counts"):
            proportion(*wrong)
    for wrong in ([], [1, 0], ["a"], [[True]]):
        with pytest.raises(ValueError, match="True and False"):
            proportion(np.array(wrong))


# Columns that are no columns of numbers


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        ([1, "n/a?", 3], "followers: expected numbers, got 'n/a\\?' in row 2; pd.to_numeric"),
        (pd.Series(["yes", "no"]), "got 'yes' in row 1"),
        ("followers", "expected a column of numbers, got 'followers'"),
        (pd.Series(["a"], dtype="category"), "expected numbers, got 'a'"),
    ],
)
def test_text_is_named_with_its_row(sample, told):
    with pytest.raises(ValueError, match=told):
        as_numbers(sample, "followers")


def test_the_same_labels_in_another_order_are_refused_and_other_labels_are_not():
    score = pd.Series([1.0, 2, 3, 4], index=list("abcd"))
    with pytest.raises(ValueError, match="x and y hold the same labels in another order"):
        correlation(score, score[::-1], n_resamples=99)
    assert correlation(score, pd.Series([2.0, 1, 3, 4]), n_resamples=99).n == 4
    assert correlation(score, score.to_numpy()[::-1], n_resamples=99).value == pytest.approx(-1)


def test_a_text_in_the_place_of_labels_is_refused():
    with pytest.raises(ValueError, match="a label for each row, got 'team'"):
        bootstrap(np.mean, [1, 2, 3, 4], groups="team")


@pytest.mark.parametrize(
    "call",
    [
        lambda: intraclass_correlation([[1, 2], [3, np.inf], [5, 6], [7, 8]]),
        lambda: measurement_error(np.inf, 0.8),
        lambda: smallest_real_difference(np.inf),
        lambda: probability_higher(52, np.inf, 4, 4),
        lambda: kelley(np.inf, 20, 0.8),
    ],
)
def test_infinite_values_are_refused(call):
    with pytest.raises(ValueError, match=r"infinite|finite|inf"):
        call()
