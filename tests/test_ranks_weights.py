"""Protects the ranks under thousands of weights: closed forms, and every number equal to the plain loop."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats as scipy_stats

from helpers.ranks import ranks_under_weights, weight_draws, weight_ranks


def plain_loop(components, weights):
    """What one would write with pandas."""
    return pd.DataFrame(
        {label: (components * row).sum(axis=1).rank(ascending=False) for label, row in weights.iterrows()}
    )


def crowd(n, seed=0):
    rng = np.random.default_rng(seed)
    tied = rng.integers(0, 4, n).astype(float)
    return pd.DataFrame({"engagement": rng.lognormal(size=n), "audience": rng.pareto(1.1, n), "likes": tied})


@pytest.mark.parametrize("b", [0.25, 1, 3])
def test_two_people_with_one_strength_each(b):
    # with a share w of the first component a has w and b (1 - w) b: a is ahead when w > b / (1 + b)
    components = pd.DataFrame({"x": [1.0, 0.0], "y": [0.0, b]}, index=["a", "b"])
    summary = weight_ranks(components, weight_draws(["x", "y"], n_draws=5_000, seed=1), top=0.5)
    ahead = 1 / (1 + b)
    assert summary.loc["a", "top"] == pytest.approx(ahead, abs=4 * np.sqrt(0.25 / 5_000))
    assert summary.loc["a", "mean"] == pytest.approx(2 - summary.loc["a", "top"], abs=1e-12)
    declared = {"x": 3, "y": 1}
    around = weight_draws(["x", "y"], n_draws=5_000, seed=2, declared=declared, concentration=8)
    summary = weight_ranks(components, around, top=0.5)
    expected = scipy_stats.beta(6, 2).sf(b / (1 + b))
    assert summary.loc["a", "top"] == pytest.approx(expected, abs=4 * np.sqrt(0.25 / 5_000))


def test_three_equal_people_share_the_places():
    summary = weight_ranks(pd.DataFrame(np.eye(3)), weight_draws([0, 1, 2], n_draws=9_000), top=0.34)
    np.testing.assert_allclose(summary["mean"], 2, atol=0.04)
    np.testing.assert_allclose(summary["top"], 1 / 3, atol=0.02)
    assert summary["mean"].sum() == pytest.approx(6)


def test_weights_have_the_moments_of_dirichlet():
    drawn = weight_draws(["a", "b", "c"], n_draws=20_000, declared={"a": 6, "b": 3, "c": 1}, concentration=9)
    shares = np.array([0.6, 0.3, 0.1])
    np.testing.assert_allclose(drawn.sum(axis="columns"), 1)
    np.testing.assert_allclose(drawn.mean(), shares, atol=0.005)
    np.testing.assert_allclose(drawn.var(), shares * (1 - shares) / 10, rtol=0.05)
    uniform = weight_draws(["a", "b", "c"], n_draws=20_000)
    np.testing.assert_allclose(uniform.var(), (1 / 3) * (2 / 3) / 4, rtol=0.05)
    pd.testing.assert_frame_equal(uniform, weight_draws(["a", "b", "c"], n_draws=20_000, seed=0))


@pytest.mark.parametrize("n", [1, 2, 100, 3_000])
def test_ranks_equal_the_plain_loop(n):
    components, weights = crowd(n), weight_draws(["engagement", "audience", "likes"], n_draws=40)
    weights.loc[3] = [0, 0, 1]  # ties by the hundred
    expected = plain_loop(components, weights)
    ranks = ranks_under_weights(components, weights)
    pd.testing.assert_frame_equal(ranks, expected)
    pd.testing.assert_frame_equal(ranks_under_weights(components, weights.loc[[7]]), expected[[7]])
    pd.testing.assert_frame_equal(
        ranks_under_weights(components, weights[["likes", "audience", "engagement"]]), expected
    )


numbers = st.floats(-1e9, 1e9) | st.sampled_from([0.0, 1.0, 1.0 + 2**-40, 1e-300, 1e15, -1e15])


@given(hnp.arrays(float, st.tuples(st.integers(1, 12), st.just(2)), elements=numbers), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_near_ties_and_far_values_keep_their_exact_order(values, share):
    components = pd.DataFrame(values, columns=["x", "y"])
    weights = pd.DataFrame({"x": [share, 1.0], "y": [1 - share, 0.0]})
    points = [values[:, 0] * x + values[:, 1] * y for x, y in weights.to_numpy()]
    expected = [scipy_stats.rankdata(-row) for row in points]
    np.testing.assert_array_equal(ranks_under_weights(components, weights).T, expected)


@pytest.mark.parametrize("values", [[5.0, 5.0, 5.0], [1e308, -1e308, 0.0], [5e-324, 0.0, 0.0]])
def test_extreme_values_are_ranked(values):
    ranks = ranks_under_weights(pd.DataFrame({"x": values}), pd.DataFrame({"x": [1.0]}))[0]
    assert ranks.tolist() == scipy_stats.rankdata(-np.array(values)).tolist()


@pytest.mark.parametrize(("n", "off"), [(200, 0), (1_000, 1.0), (2_500, 2.5)])
def test_the_summary_is_that_of_all_ranks(n, off):
    components, weights = crowd(n), weight_draws(["engagement", "audience", "likes"], n_draws=150)
    ranks = plain_loop(components, weights)
    summary = weight_ranks(components, weights, top=0.2)
    np.testing.assert_allclose(summary["mean"], ranks.mean(axis=1))
    np.testing.assert_allclose(summary["top"], (ranks <= 0.2 * n).mean(axis=1))
    for name, q in {"low": 0.025, "median": 0.5, "high": 0.975}.items():
        expected = np.quantile(ranks, q, axis=1, method="inverted_cdf")
        assert np.abs(summary[name] - expected).max() <= off
    assert weight_ranks(components, weights, quantiles=[0.25]).columns.tolist() == ["mean", "q0.25", "top"]


def test_threads_change_nothing():
    components, weights = crowd(300), weight_draws(["engagement", "audience", "likes"], n_draws=70)
    one = weight_ranks(components, weights, threads=1)
    for threads in (2, 3, 7):
        pd.testing.assert_frame_equal(weight_ranks(components, weights, threads=threads), one)


@pytest.mark.parametrize("call", [ranks_under_weights, weight_ranks])
def test_tables_that_do_not_fit_are_refused(call):
    components, weights = crowd(5), weight_draws(["engagement", "audience", "likes"], n_draws=3)
    with pytest.raises(ValueError, match="weight for each"):
        call(components.drop(columns="likes"), weights)
    with pytest.raises(ValueError, match="weight for each"):
        call(components.iloc[:0], weights)
    with_a_gap = components.assign(likes=[1, 2, np.nan, 4, 5])
    with pytest.raises(ValueError, match="components, got 1 missing or infinite"):
        call(with_a_gap, weights)
    with pytest.raises(ValueError, match="finite weights"):
        call(components, weights * np.inf)


def test_shares_and_names_that_make_no_sense_are_refused():
    components, weights = crowd(5), weight_draws(["engagement", "audience", "likes"], n_draws=3)
    for options in ({"top": 0}, {"quantiles": []}, {"quantiles": [1.0]}):
        with pytest.raises(ValueError, match="shares of 1"):
            weight_ranks(components, weights, **options)
    for names in ([], ["a", "a"]):
        with pytest.raises(ValueError, match="different names"):
            weight_draws(names)
    with pytest.raises(ValueError, match="declared weights for"):
        weight_draws(["a", "b"], declared={"a": 1})
    for options in ({"declared": {"a": 1, "b": 0}}, {"declared": {"a": 1, "b": 1}, "concentration": 0}):
        with pytest.raises(ValueError, match="above 0"):
            weight_draws(["a", "b"], **options)
