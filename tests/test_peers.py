"""Protects the graph scores of helpers.peers: published values, closed forms, agreement with networkx, edges."""

from __future__ import annotations

import networkx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import END, world

from helpers.peers import exposures, influence_passivity, pagerank, tunkrank
from helpers.peers.edges import edges

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


@pytest.mark.parametrize("p", [0, 0.05, 0.5])
def test_tunkrank_of_a_chain_is_a_geometric_sum(p):
    # each follows only the next, so the k-th has 1 + p + ... + p^(k - 1) readers
    chain = tunkrank(list("abcd"), list("bcde"), retweet_chance=p)
    assert chain.tolist() == pytest.approx([sum(p**i for i in range(k)) for k in range(5)])


def test_pagerank_of_two_who_follow_each_other_and_a_fan_by_hand():
    # the fan has (1 - d) / 3; the one followed by both and the other solve two equations in two unknowns
    d = 0.85
    base = (1 - d) / 3
    hub = (base + d * base + d * base) / (1 - d**2)
    rank = pagerank(["fan", "hub", "mate"], ["hub", "mate", "hub"], damping=d)
    assert rank.to_dict() == pytest.approx({"fan": base, "hub": hub, "mate": base + d * hub})


def test_influence_and_passivity_by_hand():
    # cem reshares half of what ann posts and a quarter of what ben posts, dan none of ann's
    found = influence_passivity(["ann", "ann", "ben"], ["cem", "dan", "cem"], reshared=[1, 0, 1], exposed=[2, 2, 4])
    assert found["influence"].to_dict() == pytest.approx({"ann": 2 / 3, "ben": 1 / 3, "cem": 0, "dan": 0})
    assert found["passivity"].to_dict() == pytest.approx({"ann": 0, "ben": 0, "cem": 5 / 9, "dan": 4 / 9})


def test_moving_the_passive_gives_more_influence_than_moving_those_who_pass_on_everything():
    # both authors have one reader who reshares half; the reader of the first rejects a third author as well
    pairs = [("first", "hard", 1, 2), ("second", "easy", 1, 2), ("third", "hard", 1, 9), ("third", "easy", 9, 9)]
    author, reader, reshared, exposed = zip(*pairs, strict=True)
    found = influence_passivity(author, reader, reshared=reshared, exposed=exposed)
    assert found["passivity"]["hard"] > found["passivity"]["easy"]
    assert found["influence"]["first"] > found["influence"]["second"]


# Against an independent reckoning


def _share(top, parts):
    return top / sum(parts) if sum(parts) else 0


def _as_in_the_paper(w, met, steps=60):
    """Influence and passivity by the sums of the paper, one person at a time; met says who was exposed to whom."""
    n = len(w)
    influence, passivity = [1 / n] * n, [1 / n] * n
    u = {(i, j): _share(w[i, j], [w[k, j] for k in range(n) if met[k, j]]) for i, j in np.argwhere(met)}
    v = {(j, i): _share(1 - w[j, i], [1 - w[j, k] for k in range(n) if met[j, k]]) for j, i in np.argwhere(met)}
    for _ in range(steps):
        passivity = [sum(v[j, i] * influence[j] for j in range(n) if met[j, i]) for i in range(n)]
        influence = [sum(u[i, j] * passivity[j] for j in range(n) if met[i, j]) for i in range(n)]
        passivity, influence = np.divide(passivity, sum(passivity)), np.divide(influence, sum(influence))
    return influence, passivity


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_influence_and_passivity_agree_with_the_loops_of_the_paper(seed):
    rng = np.random.default_rng(seed)
    exposed = rng.integers(1, 9, (6, 6)) * (1 - np.eye(6, dtype=int))
    reshared, met = rng.integers(0, exposed + 1), exposed > 0
    influence, passivity = _as_in_the_paper(reshared / np.maximum(exposed, 1), met)
    author, reader = np.nonzero(met)
    found = influence_passivity(author, reader, reshared=reshared[met], exposed=exposed[met])
    np.testing.assert_allclose(found["influence"], influence, atol=1e-9)
    np.testing.assert_allclose(found["passivity"], passivity, atol=1e-9)
    assert found.sum().tolist() == pytest.approx([1, 1])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-50, 60), st.integers(-50, 60)), min_size=1, max_size=80),
    st.sampled_from(["int64", "int32", "Int64", "str"]),
)
def test_positions_are_those_of_sorted_labels_whatever_the_labels_are(pairs, dtype):
    columns = [pd.Series(column, dtype=dtype) for column in zip(*pairs, strict=True)]
    first, second, names, _ = edges("test", *columns)
    expected = sorted({*columns[0], *columns[1]})
    assert names.tolist() == expected
    assert names[first].tolist() == columns[0].tolist() and names[second].tolist() == columns[1].tolist()


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


def test_exposure_is_every_post_of_a_followed_account_and_reshares_count_once():
    tables = world(
        [
            ("fan", "ann", "reshare", 1, 0),
            ("fan", "ann", "reshare", 1, 0),
            ("fan", "ann", "like", 1, 1),
            ("other", "ann", "reshare", 1, 1),
            ("fan", "ann", "reshare", 95, 2),
        ],
        posts=[("ann", 2), ("ann", 3), ("ann", 100)],
        follows=[("fan", "ann"), ("idle", "ann"), ("ann", "fan")],
    )
    tables.pop("accounts")
    seen = exposures(**tables, end=END).sort_values("reader")
    # ann's third post is older than the window, other does not follow, and fan posted nothing
    assert seen.to_dict("list") == {
        "author": ["ann", "ann"],
        "reader": ["fan", "idle"],
        "exposed": [2, 2],
        "reshared": [1, 0],
    }


@pytest.mark.parametrize("reshared", [[0, 0], [3, 3]])
def test_influence_is_nil_where_nobody_or_everybody_reshares_everything(reshared):
    found = influence_passivity(["a", "b"], ["c", "c"], reshared=reshared, exposed=[3, 3])
    assert (found == 0).all(axis=None) and found.index.tolist() == ["a", "b", "c"]


def test_influence_drops_pairs_of_one_person_without_exposure_or_with_something_missing_and_adds_up_repeats():
    plain = influence_passivity(["a", "b"], ["c", "c"], reshared=[2, 1], exposed=[4, 4])
    more = influence_passivity(
        ["a", "a", "b", "c", "b", None], ["c", "c", "c", "c", "a", "c"],
        reshared=[1, 1, 1, 5, 0, 1], exposed=[2, 2, 4, 5, 0, 1],
    )  # fmt: skip
    pd.testing.assert_frame_equal(more, plain)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pagerank(["a"], ["b", "c"]), "columns of .*1, 2.* rows"),
        (lambda: pagerank(["a"], ["b"], weight=[1, 2]), "a row per follow"),
        (lambda: pagerank([], []), "at least one follow"),
        (lambda: tunkrank([None], ["a"]), "at least one follow"),
        (lambda: pagerank(["a"], ["b"], weight=[-1]), "weights of 0 or more"),
        (lambda: pagerank(["a"], ["b"], weight=[np.inf]), "finite weights"),
        (lambda: pagerank(["a"], ["b"], damping=1), "damping must be"),
        (lambda: tunkrank(["a"], ["b"], retweet_chance=-0.1), "retweet_chance must be"),
        (lambda: tunkrank(["a"], ["b"], retweet_chance=np.nan), "retweet_chance must be"),
        (lambda: pagerank(["a", "b"], ["b", "c"], max_iterations=2), "no result within 2 steps"),
        (lambda: influence_passivity(["a"], ["b"], reshared=[2], exposed=[1]), "no more reshared than exposed, got 2"),
        (lambda: influence_passivity(["a"], ["a"], reshared=[1], exposed=[1]), "exposed to another's posts"),
        (lambda: influence_passivity(["a"], ["b"], reshared=[-1], exposed=[1]), "weights of 0 or more"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
