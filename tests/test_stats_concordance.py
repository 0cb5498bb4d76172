"""Protects helpers.stats.concordance: published tables, a slow literal count, properties, then edges and errors."""

from __future__ import annotations

import math
import sys
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from helpers.stats import Estimate, concordance, concordance_gain, correlation, somers_d

# Computed tomography read by one radiologist: certainty 1 to 5, 58 normal and 51 abnormal (Hanley and McNeil 1982)
CERTAINTY = np.repeat([1, 2, 3, 4, 5] * 2, [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
DISEASED = np.repeat([False, True], [58, 51])
METHODS = ["percentile", "basic", "bca"]
FEW = {"n_resamples": 199}


def literal(score, outcome, strata=None):
    """Concordance by comparing each pair, one by one."""
    strata = [0] * len(score) if strata is None else strata
    right = usable = 0.0
    for i, j in combinations(range(len(score)), 2):
        if strata[i] == strata[j] and outcome[i] != outcome[j]:
            usable += 1
            agree = (score[i] - score[j]) * (outcome[i] - outcome[j])
            right += 1 if agree > 0 else 0.5 if agree == 0 else 0
    return right / usable if usable else math.nan


def literal_bca(values, value, jackknives):
    """BCa interval of several samples, one array of jackknife values each (Efron and Tibshirani 1993, eq. 15.36)."""
    pulls = [(len(values) - 1) / len(values) * (values.mean() - values) for values in jackknives]
    acceleration = sum(np.sum(u**3) for u in pulls) / (6 * sum(np.sum(u**2) for u in pulls) ** 1.5)
    tied = np.isclose(values, value)
    bias = scipy_stats.norm.ppf(np.mean(np.where(tied, 0.5, values < value)))
    shifted = bias + scipy_stats.norm.ppf([0.025, 0.975])
    return tuple(np.quantile(values, scipy_stats.norm.cdf(bias + shifted / (1 - acceleration * shifted))))


def made_up(n=60, seed=0):
    rng = np.random.default_rng(seed)
    score = rng.integers(0, 9, n)
    return score, score + rng.integers(0, 9, n), rng.integers(0, 3, n), rng.integers(0, 6, n)


def from_table(table):
    """Rows (outcome, score) of a table of counts with an outcome a row and a score a column."""
    outcome, score = np.indices(table.shape)
    return np.repeat(score.ravel(), table.ravel()), np.repeat(outcome.ravel(), table.ravel())


# Published results


def test_area_under_the_curve_of_the_radiologist():
    estimate = concordance(CERTAINTY, DISEASED, n_resamples=1999)
    assert estimate.value == pytest.approx(0.893, abs=5e-4)
    assert estimate.n == 109


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[8, 2], [6, 5], [3, 4], [1, 3], [2, 3]], 129 / 340),
        ([[25, 0], [85, 0], [0, 30]], 1),
        ([[25, 0], [0, 30], [85, 0]], -1800 / 3300),
    ],
)
def test_somers_d_of_somers_own_tables(table, expected):
    """Somers (1962), tables 5A, 7A and 7B, with the independent variable in the columns; here it is the outcome."""
    score, outcome = from_table(np.array(table).T)
    estimate = concordance(score, outcome, interval="percentile", **FEW)
    assert somers_d(estimate).value == pytest.approx(expected)


def test_somers_d_of_the_hotels():
    """The example of scipy.stats.somersd, whose rows are what we call the outcome."""
    table = np.array([[27, 25, 14, 7, 0], [7, 14, 18, 35, 12], [1, 3, 2, 7, 17]])
    assert somers_d(concordance(*from_table(table), **FEW)).value == pytest.approx(0.6032766111513396, abs=1e-12)


def test_standard_error_of_the_radiologist_is_that_of_delong():
    """DeLong et al. (1988), Biometrics 44, 837-845: variances of the placements, from their definition."""
    ill, well = CERTAINTY[DISEASED], CERTAINTY[~DISEASED]
    beats = (ill[:, None] > well) + 0.5 * (ill[:, None] == well)
    delong = math.sqrt(beats.mean(axis=1).var(ddof=1) / 51 + beats.mean(axis=0).var(ddof=1) / 58)
    estimate = concordance(CERTAINTY, DISEASED, n_resamples=4999)
    assert estimate.se == pytest.approx(delong, rel=0.05)


# Against a slow or an independent reckoning


@pytest.mark.parametrize("seed", range(5))
def test_value_is_the_count_of_pairs(seed):
    score, outcome, strata, baseline = made_up(seed=seed)
    assert concordance(score, outcome, **FEW).value == pytest.approx(literal(score, outcome), abs=1e-12)
    within = concordance(score, outcome, strata=strata, **FEW)
    assert within.value == pytest.approx(literal(score, outcome, strata), abs=1e-12)
    gain = concordance_gain(score, baseline, outcome, strata=strata, **FEW)
    assert gain.value == pytest.approx(within.value - literal(baseline, outcome, strata), abs=1e-12)
    assert (within.n, gain.n) == (60, 60)


@pytest.mark.parametrize("seed", range(5))
def test_yes_and_no_give_the_rank_sum_statistic(seed):
    score, outcome, _, _ = made_up(seed=seed)
    yes = outcome > 8
    u = scipy_stats.mannwhitneyu(score[yes], score[~yes]).statistic
    assert concordance(score, yes, **FEW).value == pytest.approx(u / (yes.sum() * (~yes).sum()))


@pytest.mark.parametrize("method", METHODS)
def test_interval_is_what_scipy_gives(method):
    score, outcome, _, _ = made_up(30, seed=1)
    ours = concordance(score, outcome, interval=method, n_resamples=499, seed=5)
    theirs = scipy_stats.bootstrap(
        (score, outcome),
        literal,
        paired=True,
        vectorized=False,
        method={"bca": "BCa"}.get(method, method),
        n_resamples=499,
        rng=np.random.default_rng(5),
    )
    low, high = theirs.confidence_interval
    assert (ours.low, ours.high, ours.se) == pytest.approx((low, high, theirs.standard_error))


def test_interval_within_strata_is_what_scipy_gives_for_several_samples():
    score, outcome, _, _ = made_up(30, seed=2)
    strata = np.repeat([0, 1], [12, 18])

    def statistic(*drawn):
        rows = np.concatenate(drawn)
        return literal(score[rows], outcome[rows], strata[rows])

    theirs = scipy_stats.bootstrap(
        (np.arange(12), np.arange(12, 30)),
        statistic,
        vectorized=False,
        n_resamples=3000,
        rng=np.random.default_rng(0),
    )
    ours = concordance(score, outcome, strata=strata, n_resamples=9999)
    assert (ours.low, ours.high) == pytest.approx(tuple(theirs.confidence_interval), abs=0.015)
    assert ours.se == pytest.approx(theirs.standard_error, rel=0.05)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_interval_over_groups_is_that_of_literal_resamples(interval):
    score, outcome, strata, _ = made_up(24, seed=3)
    groups = np.repeat(np.arange(8), 3)
    estimate = concordance(score, outcome, groups=groups, strata=strata, interval=interval, n_resamples=199, seed=9)
    rows = np.arange(24).reshape(8, 3)
    draws = np.random.default_rng(9).integers(0, 8, (199, 8))
    picked = [rows[draw].ravel() for draw in draws]
    values = np.array([literal(score[r], outcome[r], strata[r]) for r in picked])
    assert estimate.se == pytest.approx(np.std(values, ddof=1))
    if interval == "percentile":
        assert (estimate.low, estimate.high) == pytest.approx(tuple(np.quantile(values, [0.025, 0.975])))
    else:
        left_out = [np.delete(rows, group, axis=0).ravel() for group in range(8)]
        jackknife = np.array([literal(score[r], outcome[r], strata[r]) for r in left_out])
        assert (estimate.low, estimate.high) == pytest.approx(literal_bca(values, estimate.value, [jackknife]))
    assert estimate.method == f"concordance within 3 strata, {interval} bootstrap over 8 groups"


def test_without_groups_rows_are_drawn_inside_their_stratum():
    score, outcome, _, _ = made_up(20, seed=2)
    score[7:] += 20  # the strata differ in level and in size, so that an interval that mixes them is another one
    strata, first, last = np.repeat([[0, 1], [0, 7], [7, 20]], [7, 13], axis=1)
    estimate = concordance(score, outcome, strata=strata, n_resamples=499, seed=2)
    drawn = np.random.default_rng(2).integers(first, last, (499, 20))
    values = np.array([literal(score[rows], outcome[rows], strata) for rows in drawn])
    jackknife = [literal(*(np.delete(column, row) for column in (score, outcome, strata))) for row in range(20)]
    parts = [np.array(jackknife[:7]), np.array(jackknife[7:])]
    assert estimate.se == pytest.approx(values.std(ddof=1))
    assert (estimate.low, estimate.high) == pytest.approx(literal_bca(values, estimate.value, parts))


@pytest.mark.parametrize("groups", [None, np.arange(60) // 4])
def test_small_blocks_change_nothing(groups, monkeypatch):
    score, outcome, strata, baseline = made_up()
    whole = concordance_gain(score, baseline, outcome, strata=strata, groups=groups, n_resamples=99)
    monkeypatch.setattr(sys.modules["helpers.stats.concordance"], "HELD", 300)
    monkeypatch.setattr(sys.modules["helpers.stats.concordance"], "SIGNS", 50)
    monkeypatch.setattr(sys.modules["helpers.stats.counts"], "DRAWN", 100)
    blocks = concordance_gain(score, baseline, outcome, strata=strata, groups=groups, n_resamples=99)
    assert (blocks.value, blocks.low, blocks.high, blocks.se) == pytest.approx(
        (whole.value, whole.low, whole.high, whole.se), abs=1e-12
    )


def test_large_counts_stay_exact():
    # two cells of 30,000 rows: 900 million pairs, far beyond what 4 bytes hold exactly
    score, outcome = np.repeat([0, 1, 1, 0], [30_000, 30_001, 3, 2]), np.repeat([0, 1, 0, 1], [30_000, 30_001, 3, 2])
    right, wrong = 30_000 * 30_001, 3 * 2
    usable = 30_003 * 30_003
    expected = (right + 0.5 * (usable - right - wrong)) / usable
    estimate = concordance(score, outcome, interval="percentile", n_resamples=9)
    assert estimate.value == pytest.approx(expected, abs=1e-15)


# Properties

codes = st.lists(st.integers(0, 6), min_size=12, max_size=25)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_order_alone_counts(data):
    outcome = data.draw(codes.filter(lambda values: len(set(values)) > 3))
    score = np.array(data.draw(st.permutations(outcome)))
    first = concordance(score, outcome, **FEW)
    stretched = concordance(np.exp(score), [3 * value - 10 for value in outcome], **FEW)
    turned = concordance(-score, outcome, **FEW)
    assert stretched == first
    assert turned.value == pytest.approx(1 - first.value)
    assert 0 <= first.low <= first.high <= 1
    assert concordance_gain(score, -score, outcome, **FEW).value == pytest.approx(2 * first.value - 1)
    nothing = concordance_gain(score, np.exp(score), outcome, **FEW)
    assert (nothing.value, nothing.low, nothing.high, nothing.se) == (0, 0, 0, 0)


def test_order_of_rows_changes_nothing_but_the_draws():
    score, outcome, strata, _ = made_up()
    order = np.random.default_rng(0).permutation(60)
    first = concordance(score, outcome, strata=strata, n_resamples=1999)
    mixed = concordance(score[order], outcome[order], strata=strata[order], n_resamples=1999)
    assert mixed.value == first.value
    assert (mixed.low, mixed.high) == pytest.approx((first.low, first.high), abs=0.02)


def test_same_seed_same_interval_and_other_seed_other_interval():
    score, outcome, _, _ = made_up()
    first, again, other = (concordance(score, outcome, seed=seed, **FEW) for seed in (4, 4, 5))
    assert first == again
    assert first != other


def test_groups_that_move_together_widen_the_interval():
    rng = np.random.default_rng(3)
    shared = np.repeat(rng.normal(size=12), 20)
    score, outcome = shared + rng.normal(size=240) / 4, shared + rng.normal(size=240) / 4
    by_rows = concordance(score, outcome, n_resamples=499)
    by_groups = concordance(score, outcome, n_resamples=499, groups=np.arange(240) // 20)
    assert by_groups.high - by_groups.low > 2 * (by_rows.high - by_rows.low)


def test_simpsons_paradox():
    strata = np.repeat([0, 1], 30)
    rng = np.random.default_rng(1)
    score = rng.normal(size=60) + 3 * strata
    outcome = score - 6 * strata + rng.normal(size=60) / 2
    assert concordance(score, outcome, **FEW).high < 0.5 < concordance(score, outcome, strata=strata, **FEW).low


def test_perfect_score_of_a_continuous_outcome_is_what_kendall_calls_one():
    score = np.random.default_rng(0).normal(size=40)
    outcome = score + np.random.default_rng(1).normal(size=40)
    tau = correlation(score, outcome, method="kendall", n_resamples=9, interval="percentile").value
    assert somers_d(concordance(score, outcome, **FEW)).value == pytest.approx(tau)  # no ties, so D is tau


# Edges


def test_perfect_order_has_no_spread_and_says_so():
    estimate = concordance([1, 2, 3, 4, 5, 6], [2, 4, 6, 8, 9, 10], **FEW)
    assert (estimate.value, estimate.low, estimate.high, estimate.se) == (1, 1, 1, 0)
    assert estimate.method == "concordance, percentile bootstrap (bca undefined)"


@pytest.mark.parametrize("groups", [None, [1, 1, 2, 2, 3, 3, 4, 4]])
def test_constant_score_is_a_coin(groups):
    estimate = concordance([5] * 8, [1, 2, 3, 4, 5, 6, 7, 8], groups=groups, **FEW)
    assert (estimate.value, estimate.low, estimate.high) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_rows_with_anything_missing_are_dropped(missing):
    score, outcome, strata, baseline = (list(column) for column in made_up(20))
    groups = [f"g{i // 2}" for i in range(20)]
    whole = concordance_gain(score, baseline, outcome, groups=groups, strata=strata, **FEW)
    holes = concordance_gain(
        pd.Series([*score, missing, 1, 1, 1, 1]),
        [*baseline, 1, None, 1, 1, 1],
        [*outcome, 1, 1, None, 1, 1],
        groups=[*groups, "g", "g", "g", missing, "g"],
        strata=[*strata, 1, 1, 1, 1, missing],
        **FEW,
    )
    assert holes == whole
    assert holes.n == 20


def test_yes_and_no_with_gaps_are_read_as_such():
    outcome = pd.array([True, False, None, True, False, True, False, True], dtype="boolean")
    score = [3, 1, 2, 4, 5, 6, 2, 3]
    assert concordance(score, outcome, **FEW).value == pytest.approx(9 / 12)
    assert concordance(score, pd.Series(outcome), **FEW).n == 7
    assert concordance(score, [True, False, None, True, False, True, False, True], **FEW).n == 7


def test_input_is_left_as_it_was():
    score, outcome, strata, _ = made_up()
    before = score.copy(), outcome.copy(), strata.copy()
    concordance(score, outcome, strata=strata, **FEW)
    for old, new in zip(before, (score, outcome, strata), strict=True):
        np.testing.assert_array_equal(old, new)


def test_scale_of_somers_d():
    d = somers_d(Estimate(0.75, 0.6, 0.9, 40, 0.9, "concordance, bca bootstrap", 0.07))
    assert (d.value, d.low, d.high, d.se) == pytest.approx((0.5, 0.2, 0.8, 0.14))
    assert (d.n, d.confidence, d.method) == (40, 0.9, "Somers' D of concordance, bca bootstrap")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: concordance([1, 2], [1, 2]), "concordance: expected at least 3 rows without a missing value, got 2"),
        (lambda: concordance([1, 2, None, 4], [1, None, 3, 4]), "got 2"),
        (lambda: concordance([1, 2, 3, 4], [7, 7, 7, 7]), r"outcome is constant \(4 complete rows\)"),
        (lambda: concordance([1, 2, 3, 4], [1, 1, 2, 2], strata=[1, 1, 2, 2]), "constant within every stratum"),
        (lambda: concordance([1, 2, 3, np.inf], [1, 2, 3, 4]), "score holds 1 infinite"),
        (lambda: concordance([1, 2, 3, 4], [1, 2, 3, -np.inf]), "outcome holds 1 infinite"),
        (lambda: concordance([1, 2, 3], [1, 2, 3, 4]), "same number of rows"),
        (lambda: concordance([1, 2, 3], [1, 2, 3], strata=[1, 1]), "same number of rows"),
        (lambda: concordance([1, 2, 3, 4], [1, 2, 3, 4], groups=[1, 1, 2, 2]), "at least 3 groups, got 2"),
        (lambda: concordance([1, 2, 3, 4], [1, 2, 3, 4], interval="student"), "percentile, basic, bca"),
        (lambda: concordance([1, 2, 3, 4], [1, 2, 3, 4], n_resamples=1), "2 or more"),
        (lambda: concordance([1, 2, 3, 4], [1, 2, 3, 4], confidence=95), r"0\.95 for 95 %"),
        (lambda: concordance([1, 2, 3, 4], [0, 0, 0, 1]), "undefined in .* resamples"),
        (lambda: concordance_gain([1, 2, 3], [1, 2, 3], [1, 1, 1]), "gain in concordance: the outcome is constant"),
        (lambda: concordance_gain([1, 2, 3], [1, np.inf, 3], [1, 2, 3]), "baseline holds 1 infinite"),
        (lambda: somers_d(Estimate(1.2, 1, 1.4, 9, 0.95, "concordance")), "between 0 and 1"),
        (lambda: somers_d(concordance_gain(*made_up(20)[:2], made_up(20)[3], **FEW)), "twice the gain"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
