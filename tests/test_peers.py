"""Protects helpers.peers: published PageRank values, closed forms of TunkRank, agreement with networkx, edges."""

from __future__ import annotations

import networkx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.peers import pagerank, tunkrank

# Published


def test_pagerank_of_six_pages():
    """The example of Langville and Meyer in the tests of networkx, with damping 0.9; page 2 follows nobody."""
    edges = [(1, 2), (1, 3), (3, 1), (3, 2), (3, 5), (4, 5), (4, 6), (5, 4), (5, 6), (6, 4)]
    expected = [0.03721197, 0.05395735, 0.04150565, 0.37508082, 0.20599833, 0.28624589]
    rank = pagerank(*zip(*edges, strict=True), damping=0.9)
    assert rank.index.tolist() == [1, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(rank, expected, atol=1e-7)


def test_pagerank_of_the_karate_club():
    """Zachary (1977): the instructor and the president of the club that split, by networkx 3.6."""
    graph = networkx.karate_club_graph().to_directed()
    rank = pagerank(*zip(*graph.edges, strict=True))
    assert rank[0] == pytest.approx(0.09700, abs=5e-6)
    assert rank[33] == pytest.approx(0.10092, abs=5e-6)
    assert rank.nlargest(2).index.tolist() == [33, 0]


# Closed forms


@pytest.mark.parametrize("p", [0, 0.05, 0.5, 0.9])
def test_tunkrank_of_a_circle_and_of_a_hub(p):
    circle = tunkrank(["a", "b", "c"], ["b", "c", "a"], retweet_chance=p)
    np.testing.assert_allclose(circle, 1 / (1 - p), rtol=1e-9)
    hub = tunkrank([f"fan {i}" for i in range(7)], ["hub"] * 7, retweet_chance=p)
    assert hub["hub"] == pytest.approx(7)
    assert (hub.drop("hub") == 0).all()


def test_tunkrank_by_hand():
    # ann has two followers: ben, who follows her alone, and cem, who follows two; ben has one: cem
    score = tunkrank(["ben", "cem", "cem"], ["ann", "ann", "ben"], retweet_chance=0.2)
    assert score.to_dict() == pytest.approx({"ann": 1 + 0.2 * 0.5 + 0.5, "ben": 0.5, "cem": 0})


@pytest.mark.parametrize("damping", [0, 0.5, 0.85, 0.99])
def test_pagerank_of_a_circle_is_even_and_of_a_hub_by_hand(damping):
    np.testing.assert_allclose(pagerank([1, 2, 3], [2, 3, 1], damping=damping), 1 / 3)
    # n fans follow a hub that follows nobody: hub = d (n fan + hub / (n + 1)) + (1 - d) / (n + 1)
    rank = pagerank(["a", "b", "c"], ["hub"] * 3, damping=damping)
    fan = rank["a"]
    assert fan == pytest.approx(damping * rank["hub"] / 4 + (1 - damping) / 4)
    assert rank["hub"] == pytest.approx(damping * (3 * fan + rank["hub"] / 4) + (1 - damping) / 4)


# Against an independent reckoning


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 60), st.floats(0.02, 0.5), st.sampled_from([0.5, 0.85, 0.95]))
def test_pagerank_agrees_with_networkx(seed, n, density, damping):
    graph = networkx.gnp_random_graph(n, density, seed=seed, directed=True)
    graph.remove_nodes_from(list(networkx.isolates(graph)))
    graph.add_edge(0, 0)
    expected = pd.Series(networkx.pagerank(graph, alpha=damping, tol=1e-14, max_iter=10_000)).sort_index()
    rank = pagerank(*zip(*graph.edges, strict=True), damping=damping)
    np.testing.assert_allclose(rank, expected, atol=1e-9)
    assert rank.index.equals(expected.index)
    assert rank.sum() == pytest.approx(1)


def test_weighted_pagerank_agrees_with_networkx():
    rng = np.random.default_rng(3)
    graph = networkx.gnp_random_graph(40, 0.1, seed=3, directed=True)
    for _, _, data in graph.edges(data=True):
        data["weight"] = rng.integers(0, 5)
    follower, followed, weight = zip(*graph.edges(data="weight"), strict=True)
    nodes = sorted({*follower, *followed})
    expected = networkx.pagerank(graph.subgraph(nodes), tol=1e-14, max_iter=10_000)
    np.testing.assert_allclose(pagerank(follower, followed, weight=weight), [expected[i] for i in nodes], atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(0, 0.9))
def test_tunkrank_solves_its_equation(seed, p):
    graph = networkx.gnp_random_graph(20, 0.2, seed=seed, directed=True)
    score = tunkrank(*zip(*graph.edges, strict=True), retweet_chance=p)
    for account in score.index:
        readers = graph.predecessors(account)
        expected = sum((1 + p * score[reader]) / graph.out_degree(reader) for reader in readers)
        assert score[account] == pytest.approx(expected, rel=1e-9, abs=1e-9)


# Edges


@pytest.mark.parametrize("score", [pagerank, tunkrank])
def test_order_and_repeats_of_follows_do_not_matter(score):
    first = score(["a", "b", "c", "a"], ["b", "c", "a", "c"])
    pd.testing.assert_series_equal(score(["a", "c", "b", "a", "a"], ["c", "a", "c", "b", "b"]), first)


@pytest.mark.parametrize("score", [pagerank, tunkrank])
def test_follows_with_something_missing_are_dropped(score):
    whole = score(pd.Series(["a", "b"]), pd.Series(["b", "c"]))
    holes = score(pd.Series(["a", "b", None, "x"]), pd.Series(["b", "c", "a", None], index=[4, 5, 6, 7]))
    pd.testing.assert_series_equal(holes, whole)


def test_weights_of_repeats_are_added_and_those_of_zero_lead_nowhere():
    added = pagerank(["a", "a", "a", "b"], ["b", "b", "c", "a"], weight=[1, 1, 1, 1])
    pd.testing.assert_series_equal(added, pagerank(["a", "a", "b"], ["b", "c", "a"], weight=[2, 1, 1]))
    even = pagerank(["a", "b"], ["b", "a"], weight=[0, 0])
    np.testing.assert_allclose(even, 0.5)


def test_someone_who_follows_only_themselves():
    assert pagerank(["a"], ["a"]).to_dict() == {"a": pytest.approx(1)}
    assert tunkrank(["a"], ["a"], retweet_chance=0.5)["a"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pagerank(["a"], ["b", "c"]), "columns of .*1, 2, 1.* rows"),
        (lambda: pagerank(["a"], ["b"], weight=[1, 2]), "a row per follow"),
        (lambda: pagerank([], []), "at least one follow"),
        (lambda: tunkrank([None], ["a"]), "at least one follow"),
        (lambda: pagerank(["a"], ["b"], weight=[-1]), "weights of 0 or more"),
        (lambda: pagerank(["a"], ["b"], weight=[np.inf]), "finite weights"),
        (lambda: pagerank(["a"], ["b"], damping=1), "damping must be"),
        (lambda: tunkrank(["a"], ["b"], retweet_chance=-0.1), "retweet_chance must be"),
        (lambda: tunkrank(["a"], ["b"], retweet_chance=np.nan), "retweet_chance must be"),
        (lambda: pagerank(["a", "b"], ["b", "c"], max_iterations=2), "no result within 2 steps"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
