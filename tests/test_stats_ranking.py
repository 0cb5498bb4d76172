"""Protects rank_sets and top_set: the published PISA ranking, a literal twin of the R package, properties, edges."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_tables import PISA
from scipy import stats as scipy_stats

from helpers.stats import rank_sets, top_set

# Published results: R package csranks, its front page (ranks) and its vignette "Inference for Ranks" (sets, from 1,000
# draws, so that a bound may be one rank off)

RANKS = [24, 18, 10, 7, 35, 37, 17, 8, 3, 11, 20, 15, 34, 30, 21, 16, 32, 25, 1, 2, 19, 29, 27, 36, 4, 22, 14, 5]
RANKS += [23, 26, 9, 28, 12, 6, 33, 13, 31]
TOP_5 = ["Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands", "Poland", "Slovenia"]
TOP_5 += ["Sweden", "Switzerland"]


def test_ranks_of_the_countries():
    table = rank_sets(PISA["score"], PISA["se"])
    assert table["rank"].tolist() == RANKS
    assert table.index.equals(PISA.index)
    assert list(table.columns) == ["rank", "low", "high"]
    assert all(np.issubdtype(dtype, np.integer) for dtype in table.dtypes)


def test_marginal_set_of_the_united_kingdom():
    many = rank_sets(PISA["score"], PISA["se"], n_draws=300_000)
    assert many.loc["United Kingdom"].tolist() == [13, 8, 23]
    # its critical value lies so near that 20,000 draws give 7 for some seeds, as the text of the vignette does
    assert rank_sets(PISA["score"], PISA["se"]).loc["United Kingdom"].tolist() in ([13, 7, 23], [13, 8, 23])


def test_the_five_best_at_95_and_at_90_percent():
    assert PISA.index[top_set(PISA["score"], PISA["se"], 5)].tolist() == TOP_5
    at_90 = PISA.index[top_set(PISA["score"], PISA["se"], 5, confidence=0.9)].tolist()
    assert at_90 == [name for name in TOP_5 if name != "Sweden"]


def test_simultaneous_sets_as_the_vignette_reads_them():
    wide = rank_sets(PISA["score"], PISA["se"], simultaneous=True)
    last = wide.loc[["Chile", "Mexico", "Colombia"]]
    assert last["low"].min() > wide.drop(last.index)["high"].max()
    assert wide.loc["Germany", "low"] == 7 == wide.loc["Korea", "high"]
    narrow = rank_sets(PISA["score"], PISA["se"], simultaneous=True, confidence=0.75)
    assert narrow.loc["Germany", "low"] > narrow.loc["Korea", "high"]


def test_ties_share_the_better_rank():
    """The three ranks of ties in the R package (omega 0, 0.5 and 1); ours is omega 0."""
    values = np.array([1, 3, 4, 4, 4, 7, 7, 10])
    assert rank_sets(values, np.ones(8))["rank"].tolist() == [8, 7, 4, 4, 4, 2, 2, 1]
    assert scipy_stats.rankdata(-values, "max").tolist() == [8, 7, 6, 6, 6, 3, 3, 1]
    assert scipy_stats.rankdata(-values, "average").tolist() == [8, 7, 5, 5, 5, 2.5, 2.5, 1]


def test_two_estimates_by_hand():
    # one pair: its critical value is the 95 % quantile of |normal|, 1.96; the errors below make a spread of 1
    for gap, apart in ((1.90, False), (2.02, True)):
        table = rank_sets([gap, 0], [0.6, 0.8], n_draws=100_000)
        assert table.to_numpy().tolist() == ([[1, 1, 1], [2, 2, 2]] if apart else [[1, 1, 2], [2, 1, 2]])


# Against a literal twin


def literal(values, errors, draws, confidence, simultaneous):
    """csdiffmeans and csranks_simul of the R package, two-sided with step-down, line by line on given draws."""
    p = len(values)
    difference = values[:, None] - values[None, :]
    spread = np.sqrt(errors[:, None] ** 2 + errors[None, :] ** 2)
    low, high = [], []
    for indices in [list(range(p))] if simultaneous else [[i] for i in range(p)]:
        open_pairs = np.zeros((p, p), dtype=bool)
        open_pairs[indices, :] = True
        open_pairs[:, indices] = True
        np.fill_diagonal(open_pairs, False)
        lower = np.zeros((p, p))
        while True:
            i, j = np.nonzero(open_pairs)
            critical = np.quantile(((draws[:, i] - draws[:, j]) / spread[i, j]).max(axis=1), confidence)
            lower[i, j] = difference[i, j] - spread[i, j] * critical
            before = open_pairs.sum()
            open_pairs[lower > 0] = False
            if open_pairs.sum() in (before, 0):
                break
        low += [int((lower[:, i] > 0).sum()) + 1 for i in indices]
        high += [p - int((lower[i, :] > 0).sum()) for i in indices]
    return low, high


@pytest.mark.parametrize("simultaneous", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_sets_equal_the_literal_twin(simultaneous, seed):
    rng = np.random.default_rng(seed)
    p, n_draws = rng.integers(2, 15), 1500
    values = -np.sort(-rng.normal(0, [1, 3, 30][seed % 3], p))
    errors = rng.uniform(0.2, 2, p)
    table = rank_sets(values, errors, simultaneous=simultaneous, n_draws=n_draws, confidence=0.9, seed=seed)
    draws = np.random.default_rng(seed).standard_normal((n_draws, p)) * errors
    assert (table["low"].tolist(), table["high"].tolist()) == literal(values, errors, draws, 0.9, simultaneous)


def test_step_down_tells_more_apart_than_one_step():
    rng = np.random.default_rng(5)
    values, errors = -np.sort(-rng.normal(0, 4, 25)), rng.uniform(0.5, 1.5, 25)
    draws = np.random.default_rng(0).standard_normal((4000, 25)) * errors
    i, j = np.nonzero(~np.eye(25, dtype=bool))
    spread = np.hypot(errors[i], errors[j])
    critical = np.quantile(((draws[:, i] - draws[:, j]) / spread).max(axis=1), 0.95)
    one_step = 25 - np.bincount(i[(values[i] - values[j]) / spread > critical], minlength=25)
    stepped = rank_sets(values, errors, simultaneous=True, n_draws=4000)["high"]
    assert (stepped <= one_step).all()
    assert stepped.sum() < one_step.sum()


@pytest.mark.parametrize("simultaneous", [False, True])
def test_sets_hold_the_true_ranks_as_often_as_they_say(simultaneous):
    rng = np.random.default_rng(8)
    truth, errors = np.array([2.0, 1.2, 1.0, 0.5, 0.0, -1.0]), np.array([0.3, 0.6, 0.5, 0.4, 0.7, 0.3])
    ranks = np.arange(1, 7)
    held = np.zeros((300, 6), dtype=bool)
    for row in held:
        sets = rank_sets(rng.normal(truth, errors), errors, simultaneous=simultaneous, n_draws=1000)
        row[:] = (sets["low"] <= ranks) & (ranks <= sets["high"])
    shares = held.all(axis=1).mean() if simultaneous else held.mean(axis=0).min()
    assert shares > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 300)


# Properties

populations = st.integers(2, 9).flatmap(
    lambda p: st.tuples(
        st.lists(st.integers(-20, 20), min_size=p, max_size=p),
        st.lists(st.integers(0, 5), min_size=p, max_size=p),
        st.permutations(range(p)),
    )
)


@settings(deadline=None, max_examples=60)
@given(populations, st.booleans())
def test_order_of_rows_and_unit_do_not_matter(drawn, simultaneous):
    values, errors, order = (np.array(part) for part in drawn)
    table = rank_sets(values, errors, simultaneous=simultaneous, n_draws=300)
    shuffled = rank_sets(values[order], errors[order], simultaneous=simultaneous, n_draws=300)
    moved = rank_sets(4 * values + 16, 4 * errors, simultaneous=simultaneous, n_draws=300)
    assert shuffled.to_numpy().tolist() == table.to_numpy()[order].tolist()
    assert moved.equals(table)
    assert (table["low"] >= 1).all()
    assert (table["low"] <= table["rank"]).all()
    assert (table["rank"] <= table["high"]).all()
    assert (table["high"] <= len(values)).all()


@settings(deadline=None, max_examples=60)
@given(populations)
def test_simultaneous_sets_and_higher_confidence_are_wider(drawn):
    values, errors, _ = drawn
    one = rank_sets(values, errors, n_draws=1000)
    for wider in (
        rank_sets(values, errors, n_draws=1000, simultaneous=True),
        rank_sets(values, errors, n_draws=1000, confidence=0.98),
    ):
        assert (wider["low"] <= one["low"]).all()
        assert (wider["high"] >= one["high"]).all()


@settings(deadline=None, max_examples=40)
@given(populations, st.data())
def test_the_best_are_in_the_top_set_and_it_grows_with_k(drawn, data):
    values, errors, _ = drawn
    k = data.draw(st.integers(1, len(values) - 1))
    few, more = top_set(values, errors, k, n_draws=300), top_set(values, errors, k + 1, n_draws=300)
    assert few[rank_sets(values, errors, n_draws=300)["rank"] <= k].all()
    assert not (few & ~more).any()
    assert few.dtype == bool


# Edges


def test_index_and_order_are_those_of_the_estimate():
    table = rank_sets(pd.Series([1, 5, 3], index=["c", "a", "b"]), [0.1, 0.1, 0.1])
    assert table["rank"].to_dict() == {"c": 3, "a": 1, "b": 2}
    assert isinstance(rank_sets([1, 5], [1, 1]).index, pd.RangeIndex)


def test_without_error_ranks_are_known():
    table = rank_sets([3, 1, 2, 2], [0, 0, 0, 0])
    assert table.to_numpy().tolist() == [[1, 1, 1], [4, 4, 4], [2, 2, 3], [2, 2, 3]]
    assert top_set([3, 1, 2, 2], [0, 0, 0, 0], 2).tolist() == [True, False, True, True]
    mixed = rank_sets([3, 1, 2], [0, 0, 5], n_draws=2000)
    assert mixed.loc[[0, 1], "low"].tolist() == [1, 2]
    assert mixed.loc[[0, 1], "high"].tolist() == [2, 3]


def test_equal_estimates_cannot_be_told_apart():
    assert rank_sets([7] * 5, [1, 2, 3, 1, 2])[["low", "high"]].to_numpy().tolist() == [[1, 5]] * 5


def test_same_seed_same_sets():
    rng = np.random.default_rng(2)
    values, errors = rng.normal(0, 3, 30), rng.uniform(0.5, 2, 30)
    first, again = (rank_sets(values, errors, n_draws=400, seed=3) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(rank_sets(values, errors, n_draws=400, seed=4))


@pytest.mark.parametrize("simultaneous", [False, True])
def test_memory_stays_far_below_all_pairs_of_all_draws(simultaneous):
    rng = np.random.default_rng(1)
    tracemalloc.start()
    rank_sets(rng.normal(size=120), rng.uniform(0.1, 1, 120), simultaneous=simultaneous)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.1 * 120 * 120 * 20_000 * 8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rank_sets([1], [1]), "2 or more estimates"),
        (lambda: rank_sets([1, 2], [1]), "as many errors, got 2 and 1"),
        (lambda: rank_sets([1, 2], [1, -1]), "errors of 0 or more, got -1"),
        (lambda: rank_sets([1, 2], [1, np.nan]), "1 missing error"),
        (lambda: rank_sets([1, None, 2], [1, 1, 1]), "1 missing estimate"),
        (lambda: rank_sets([1, np.inf], [1, 1]), "estimate holds 1 infinite"),
        (lambda: rank_sets([1, 2], [1, np.inf]), "se holds 1 infinite"),
        (lambda: rank_sets([1, 2], [1, 1], confidence=95), r"0\.95 for 95 %"),
        (lambda: rank_sets([1, 2], [1, 1], n_draws=100), "n_draws of 200 or more"),
        (lambda: rank_sets(pd.Series([1, 2]), pd.Series([1, 1], index=[1, 0])), "the same index"),
        (lambda: top_set([1, 2], [1, 1], 0), "from 1 to 2"),
        (lambda: top_set([1, 2], [1, 1], 3), "from 1 to 2"),
        (lambda: top_set([1, 2], [1, 1], 1.5), "from 1 to 2"),
        (lambda: top_set([1, 2], [1, -1], 1), "errors of 0 or more"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
