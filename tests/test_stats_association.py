"""Protects helpers.stats.association beyond test_stats.py: partial correlation, and ranks bootstrapped by counts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from helpers.stats import bootstrap, correlation, partial_correlation

# Ten yeast proteins, the example of the R package ppcor (Kim 2015, section 4)
PROTEINS = pd.DataFrame(
    {
        "hl": [7, 15, 19, 15, 21, 22, 57, 15, 20, 18],
        "disp": [0, 0.964, 0, 0, 0.921, 0, 0, 1.006, 0, 1.011],
        "deg": [9, 2, 3, 4, 1, 3, 1, 3, 6, 1],
        "BC": [1.78e-2, 1.05e-6, 1.37e-5, 7.18e-3, 0, 0, 0, 4.48e-3, 2.10e-6, 0],
    }
)
METHODS = ["spearman", "pearson"]
FEW = {"n_resamples": 199, "interval": "percentile"}


def made_up(n=40, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.integers(0, 6, n)
    return z + rng.integers(0, 5, n), z + rng.integers(0, 5, n), np.column_stack([z, rng.integers(0, 9, n)])


def literal(x, y, covariates, method):
    """Correlation of the residuals of least squares, on ranks for spearman."""
    columns = np.column_stack([x, y, covariates]).astype(float)
    if method == "spearman":
        columns = scipy_stats.rankdata(columns, axis=0)
    design = np.column_stack([np.ones(len(columns)), columns[:, 2:]])
    left = columns[:, :2] - design @ np.linalg.lstsq(design, columns[:, :2], rcond=None)[0]
    return np.corrcoef(left.T)[0, 1]


# Published results


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ("hl", "disp", -0.6720863),
        ("hl", "deg", -0.6161163),
        ("hl", "BC", 0.1148459),
        ("disp", "deg", -0.7215522),
        ("disp", "BC", 0.2855420),
        ("deg", "BC", 0.6940953),
    ],
)
def test_partial_correlations_of_the_proteins(x, y, expected):
    """The estimates that pcor of ppcor gives."""
    others = PROTEINS.drop(columns=[x, y])
    estimate = partial_correlation(PROTEINS[x], PROTEINS[y], others, method="pearson", **FEW)
    assert estimate.value == pytest.approx(expected, abs=1e-7)
    assert estimate.n == 10


# Against a slow or an independent reckoning


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(3))
def test_one_covariate_has_a_closed_form(method, seed):
    x, y, covariates = made_up(seed=seed)
    z = covariates[:, 0]
    xy, xz, yz = (correlation(a, b, method=method, **FEW).value for a, b in ((x, y), (x, z), (y, z)))
    expected = (xy - xz * yz) / math.sqrt((1 - xz**2) * (1 - yz**2))
    assert partial_correlation(x, y, z, method=method, **FEW).value == pytest.approx(expected)


@pytest.mark.parametrize("method", METHODS)
def test_two_covariates_are_the_inverse_of_the_correlation_matrix(method):
    x, y, covariates = made_up()
    columns = pd.DataFrame(np.column_stack([x, y, covariates]))
    precision = np.linalg.inv(columns.corr(method=method))
    expected = -precision[0, 1] / math.sqrt(precision[0, 0] * precision[1, 1])
    assert partial_correlation(x, y, covariates, method=method, **FEW).value == pytest.approx(expected)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("interval", ["percentile", "basic", "bca"])
def test_interval_is_that_of_literal_resamples(method, interval):
    x, y, covariates = made_up(30, seed=3)

    def statistic(rows):
        rows = rows.astype(int)
        return literal(x[rows], y[rows], covariates[rows], method)

    theirs = bootstrap(statistic, np.arange(30), method=interval, n_resamples=299, seed=6)
    ours = partial_correlation(x, y, covariates, method=method, interval=interval, n_resamples=299, seed=6)
    assert (ours.value, ours.low, ours.high, ours.se) == pytest.approx(
        (theirs.value, theirs.low, theirs.high, theirs.se)
    )


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_interval_over_groups_is_that_of_literal_resamples(interval):
    x, y, covariates = made_up(40, seed=4)
    groups = np.repeat(list("abcdefghij"), [1, 7, 2, 6, 3, 5, 4, 4, 3, 5])

    def partial(rows):
        rows = rows.astype(int)
        return literal(x[rows], y[rows], covariates[rows], "spearman")

    def spearman(rows):
        rows = rows.astype(int)
        return scipy_stats.spearmanr(x[rows], y[rows]).statistic

    options = {"n_resamples": 199, "seed": 6, "groups": groups}
    for statistic, ours in (
        (partial, partial_correlation(x, y, covariates, interval=interval, **options)),
        (spearman, correlation(x, y, interval=interval, **options)),
    ):
        theirs = bootstrap(statistic, np.arange(40), method=interval, **options)
        assert (ours.value, ours.low, ours.high, ours.se) == pytest.approx(
            (theirs.value, theirs.low, theirs.high, theirs.se)
        )
        assert ours.method.endswith(theirs.method)


@pytest.mark.parametrize("groups", [None, np.arange(40) // 3])
def test_small_blocks_change_nothing(groups, monkeypatch):
    x, y, _ = made_up()
    whole = correlation(x, y, groups=groups, n_resamples=99)
    monkeypatch.setattr("helpers.stats.counts.DRAWN", 100)
    monkeypatch.setattr("helpers.stats.association.HELD", 90)
    blocks = correlation(x, y, groups=groups, n_resamples=99)
    assert (blocks.low, blocks.high, blocks.se) == pytest.approx((whole.low, whole.high, whole.se), abs=1e-12)


# Properties


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(METHODS))
def test_zero_unit_and_order_of_covariates_play_no_part(seed, method):
    x, y, covariates = made_up(25, seed=seed)
    first = partial_correlation(x, y, covariates, method=method, **FEW)
    moved = partial_correlation(3 * x - 1000, y, 1e6 + covariates[:, ::-1] / 7, method=method, **FEW)
    assert -1 <= first.low <= first.high <= 1
    assert (moved.value, moved.low, moved.high) == pytest.approx((first.value, first.low, first.high), abs=1e-7)
    assert partial_correlation(y, x, covariates, method=method, **FEW).value == pytest.approx(first.value)


@pytest.mark.parametrize("method", METHODS)
def test_collinear_and_constant_covariates_add_nothing(method):
    x, y, covariates = made_up()
    first = partial_correlation(x, y, covariates, method=method, **FEW)
    same = np.column_stack([covariates, 2 * covariates[:, 0] - 5, np.full(len(x), 7)])
    more = partial_correlation(x, y, same, method=method, **FEW)
    assert (more.value, more.low, more.high) == pytest.approx((first.value, first.low, first.high), abs=1e-9)


def test_a_common_cause_is_taken_away():
    rng = np.random.default_rng(5)
    fame = rng.normal(size=400)
    score, outcome = fame + rng.normal(size=400) / 2, fame + rng.normal(size=400) / 2
    assert correlation(score, outcome, **FEW).low > 0.6
    left = partial_correlation(score, outcome, fame, method="pearson", **FEW)
    assert left.low < 0 < left.high


# Edges


def all_but_one_explained():
    """The covariate explains x in every resample without the first row, but for rounding."""
    x = np.array([0.3, 1.1, 2.7, 4.9, 5.2, 8.6, 9.1, 9.7])
    return partial_correlation(x, [3, 1, 4, 1, 5, 9, 2, 6], np.array([7.7, *(x[1:] / 7 + 0.1)]), method="pearson")


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_rows_with_anything_missing_are_dropped(missing):
    x, y, covariates = made_up(20)
    whole = partial_correlation(x, y, pd.DataFrame(covariates), **FEW)
    table = pd.DataFrame([*covariates.tolist(), [missing, 1], [1, 1]])
    holes = partial_correlation(pd.Series([*x, 1, missing], dtype=object), [*y, 2, 2], table, **FEW)
    assert holes == whole
    assert holes.n == 20
    assert holes.method == "partial spearman given 2 covariates, percentile bootstrap"


def test_what_is_left_may_agree_perfectly():
    x, _, covariates = made_up()
    estimate = partial_correlation(x, 2 * x + covariates[:, 0], covariates[:, 0], method="pearson", n_resamples=99)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: partial_correlation([1, 2, 3], [1, 3, 2], [1, 2, 2]),
            "at least 4 rows without a missing value, got 3",
        ),
        (lambda: partial_correlation([1, 2, None, 3], [1, 3, 2, 2], [1, 2, 2, 3]), "got 3"),
        (lambda: partial_correlation([1, 1, 1, 1], [1, 3, 2, 2], [1, 2, 2, 3]), "x is constant"),
        (lambda: partial_correlation([1, 3, 2, 2], [1, 1, 1, 1], [1, 2, 2, 3]), "y is constant"),
        (lambda: partial_correlation([1, 2, 4, 3], [1, 3, 2, 2], [2, 4, 8, 6]), "covariates explain x wholly"),
        (lambda: partial_correlation([1, 3, 2, 2], [1, 2, 4, 3], [2, 4, 8, 6]), "covariates explain y wholly"),
        (lambda: partial_correlation([1, 2, 4, np.inf], [1, 3, 2, 2], [2, 4, 8, 6]), "x holds 1 infinite"),
        (lambda: partial_correlation([1, 2, 4, 3], [1, 3, 2, 2], [2, 4, np.inf, 6]), "covariate 0 holds 1 infinite"),
        (lambda: partial_correlation([1, 2, 4, 3], [1, 3, 2, 2], [2, 4, 8]), "same number of rows"),
        (lambda: partial_correlation([1, 2, 4], [1, 3, 2], np.empty((3, 0))), "at least one covariate"),
        (lambda: partial_correlation([1, 2], [1, 3], pd.DataFrame([[1, 2]], columns=["a", "a"])), "different names"),
        (lambda: partial_correlation([1, 2, 3], [1, 3, 2], [1, 2, 2], method="kendall"), "spearman, pearson, got"),
        (lambda: partial_correlation(*made_up(9), groups=[1, 2, 2] * 3), "at least 3 groups, got 2"),
        (lambda: partial_correlation(*made_up(6), seed=1), "undefined in .* resamples"),
        (lambda: all_but_one_explained(), "undefined in 3... of"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
