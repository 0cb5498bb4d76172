"""Protects the rivals of helpers.peers: published scores and rules, people by hand, order of rows, tables."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import END, world

from helpers.data import load
from helpers.evidence.journalists import top_weight
from helpers.figures import use_style
from helpers.peers import (
    RIVALS,
    altmetric_score,
    cha_ranks,
    draw_cast,
    expected_overlap,
    h_index,
    h_indexes,
    kardashian_index,
    kred_like,
    multitrait_multimethod,
    outreach_level,
    peerindex_like,
    rivals,
    social_authority_like,
    top_tenths,
    traits_by_network,
)
from helpers.peers.drawing import CAST
from helpers.peers.windows import within
from helpers.signals import signals
from helpers.stats import correlation

# Published


def test_kardashian_index_of_the_three_most_followed_scientists():
    """Science, September 2014. The first was printed as 11129; the rounded followers give 11128.6."""
    found = kardashian_index([2_400_000, 1_440_000, 1_020_000], [151, 33_301, 49_631])
    assert found.round().tolist() == [11_129, 1_188, 740]


def test_kardashian_index_of_a_blogger_who_published_his_own():
    assert kardashian_index([2], [1800])[0].round(3) == 0.004


def mentions(**counts):
    return altmetric_score(pd.DataFrame([counts]), load("published/altmetric_weights"))[0]


def test_altmetric_scores_that_its_help_pages_work_out():
    """2013: a news story and three tweets make 11, a blog post and a Facebook mention 6. 2017: four of Facebook 1."""
    assert mentions(News=1, Twitter=3) == 11
    assert mentions(Blogs=1, Facebook=1) == 6
    assert mentions(Facebook=1) == mentions(Facebook=4) == 1
    assert mentions(Wikipedia=1) == mentions(Wikipedia=9) == 3
    assert mentions(**{"Policy documents": 2}) == 6
    assert mentions(**{"Open Syllabus": 40}) == 1


def test_the_altmetric_weights_are_the_fifteen_of_2017():
    weights = load("published/altmetric_weights").set_index("source_type")["default_weight"]
    assert weights.to_dict() == {
        "News": 8, "Blogs": 5, "Twitter": 1, "Facebook": 0.25, "Sina Weibo": 1, "Wikipedia": 3, "Policy documents": 3,
        "Q&A": 0.25, "F1000/Publons/PubPeer": 1, "YouTube": 0.25, "Reddit/Pinterest": 0.25, "LinkedIn": 0.5,
        "Open Syllabus": 1, "Google+": 1, "Patents": 3,
    }  # fmt: skip


def test_the_first_two_outreach_levels_are_those_that_kred_stated():
    assert outreach_level([0, 99, 100, 269, 270]).tolist() == [0, 0, 1, 1, 2]
    assert outreach_level(pd.Series({"ann": 83_000.0, "ben": 84_000.0})).to_dict() == {"ann": 11, "ben": 12}


@pytest.mark.parametrize(
    ("counts", "h"),
    [([10, 8, 5, 4, 3], 4), ([25, 8, 5, 3, 3], 3), ([9, 7, 6, 2, 1], 3), ([], 0), ([0, 0], 0), ([9], 1)],
)
def test_h_index_of_published_examples(counts, h):
    assert h_index(counts) == h_index([*counts[::-1], None]) == h


# Three survey questions (traits) asked in three ways (methods), in thousandths, from a public course on lavaan; there
# the first way ran the other way round, so its correlations with the other two are negative
PRINTED = """
481
373 552
626 422 410
429 663 532 642
453 495 669 612 693
502 347 332 548 436 438
370 608 399 429 653 466 556
336 406 566 406 471 638 514 558
"""


def printed_table(n=60):
    """People whose nine measures have exactly the printed correlations."""
    matrix = np.eye(9)
    for i, line in enumerate(PRINTED.split("\n")[1:-1], start=1):
        matrix[i, :i] = matrix[:i, i] = np.array(line.split(), dtype=float) / 1000
    raw = np.random.default_rng(0).normal(size=(n, 9))
    white = np.linalg.qr(raw - raw.mean(axis=0))[0]
    columns = [(f"T{t}", f"M{m}") for m in (1, 2, 3) for t in (1, 2, 3)]
    return pd.DataFrame(white @ np.linalg.cholesky(matrix).T, columns=pd.MultiIndex.from_tuples(columns)), matrix


def test_multitrait_multimethod_of_a_published_matrix():
    table, matrix = printed_table()
    found = multitrait_multimethod(table, method="pearson", n_resamples=99)
    assert [e.value for e in found.cells["correlation"]] == pytest.approx(matrix[np.triu_indices(9, 1)])
    assert found.cells["kind"].value_counts().to_dict() == {
        "validity": 9, "heterotrait-monomethod": 9, "heterotrait-heteromethod": 18,
    }  # fmt: skip
    assert found.means["validity"].value == pytest.approx(5.473 / 9)
    assert found.means["heterotrait-monomethod"].value == pytest.approx(4.981 / 9)
    rest = matrix[np.triu_indices(9, 1)].sum() - 5.473 - 4.981
    assert found.means["heterotrait-heteromethod"].value == pytest.approx(rest / 18)
    # across methods every validity is higher, within a method 10 of the 36 are not
    assert found.criterion["exceeded"].tolist() == [36, 26] == [36, _within_methods(matrix)]
    assert found.criterion["comparisons"].tolist() == [36, 36]
    assert {e.n for e in found.cells["correlation"]} == {60}


def _within_methods(matrix):
    """Count, one by one, the validities that exceed a correlation with another trait by the same method."""
    place = {(t, m): 3 * m + t for t in range(3) for m in range(3)}
    return sum(
        matrix[place[t, m], place[t, n]] > matrix[place[t, own], place[s, own]]
        for t in range(3)
        for m in range(3)
        for n in range(m + 1, 3)
        for own in (m, n)
        for s in range(3)
        if s != t
    )


# By hand


def test_kred_of_four_people_by_hand():
    tables = world(
        [
            ("big", "ann", "reply", 1, 0),
            ("edge", "ann", "mention", 2),
            ("ben", "ann", "like", 2, 0),  # a like on Twitter does not count
            ("ann", "ann", "reshare", 2, 0),
            ("ann", "ben", "reshare", 100, 1),  # too old for influence, not for outreach
        ],
        followers={"big": 10_001, "edge": 10_000},
    )
    found = kred_like(tables["interactions"], tables["accounts"], end=END)
    assert found["points"].to_dict() == {"ann": 30, "ben": 0, "big": 0, "edge": 0}
    assert found["influence"].to_dict() == {"ann": 1000, "ben": 1, "big": 1, "edge": 1}
    assert found["outreach_points"].to_dict() == {"ann": 10, "ben": 0, "big": 10, "edge": 10}
    assert (found["outreach"] == 0).all()


def test_kred_counts_likes_on_facebook_and_nothing_on_blogs():
    tables = world([("a", "b", "like", 1, 0)])
    for network, points in (("facebook", 10), ("blogs", 0)):
        moved = [tables[name].assign(network=network) for name in ("interactions", "accounts")]
        assert kred_like(*moved, end=END).loc["b", "points"] == points


def test_influence_of_kred_between_the_ends_is_logarithmic():
    tables = world([(f"fan {i}", "star", "reply", 1, 0) for i in range(99)] + [("x", "some", "reply", 1, 1)] * 9)
    found = kred_like(tables["interactions"], tables["accounts"], end=END)
    assert found.loc["some", "influence"] == pytest.approx(1 + 999 * np.log(10) / np.log(100))


def test_peerindex_by_hand():
    tables = world(
        [("ben", "ann", "reshare", 1, 0), ("cem", "ben", "like", 1, 1), ("dan", "cem", "mention", 1)],
        posts=[("ann", 1), ("ann", 2), ("ben", 3), ("dan", 120)],
        followers={"ann": 5, "ben": 5, "cem": 9, "dan": 9},
    )
    found = peerindex_like(tables["interactions"], tables["posts"], tables["accounts"], end=END)
    # approval flows from cem to ben to ann; a mention is no approval; percentiles of 4 are 12.5, 37.5, 62.5, 87.5
    assert found["authority"].tolist() == [87.5, 62.5, 0, 0]
    # followers times reactors: 5, 5, 9, 0, where two share the middle
    assert found["audience"].tolist() == [50, 50, 87.5, 0]
    # posts and reactions given: 2, 2, 1, 1, the post of 120 days ago left out: the last day is 0
    assert found["activity"].tolist() == [75, 75, 25, 25]
    assert found["peerindex"].tolist() == pytest.approx([1 + 0.99 * w for w in (70, 60, 40, 5)])


def test_social_authority_by_hand():
    tables = world(
        [
            ("x", "ann", "reshare", 0, 0),
            ("y", "ann", "reshare", 0, 0),
            ("ann", "ann", "reshare", 0, 0),
            ("x", "ben", "reshare", 0, 1),
            ("x", "ben", "like", 0, 1),
        ],
        posts=[("ann", 0), ("ben", 30), ("cem", 0)],
    )
    found = social_authority_like(tables["interactions"], tables["posts"], tables["accounts"], end=END)
    # ann: 2 x 1 / (1 + 1) = 1; ben: 1 x 1/2 / (1 + 1/2) = 1/3; the others nothing
    assert found["ann"] == 100
    assert found["ben"] == pytest.approx(1 + 99 * np.log(4 / 3) / np.log(2))
    assert found.drop(["ann", "ben"]).tolist() == [1, 1, 1]


def test_social_authority_looks_at_the_last_posts_only():
    tables = world(
        [("x", "ann", "reshare", 5, 0), ("x", "ben", "reshare", 1, 2)], posts=[("ann", 5), ("ann", 1), ("ben", 1)]
    )
    ask = {"interactions": tables["interactions"], "posts": tables["posts"], "accounts": tables["accounts"], "end": END}
    assert social_authority_like(**ask)["ann"] > 1
    assert social_authority_like(**ask, last=1)["ann"] == 1


def test_cha_ranks_by_hand():
    counts = pd.DataFrame(
        {"mentions": [0, 3, 3], "reshares": [5, 1, 0], "followers": [10, 10, None], "h_index": 1}, index=list("abc")
    )
    assert cha_ranks(counts)["followers"].tolist()[:2] == [1.5, 1.5] and np.isnan(
        cha_ranks(counts).loc["c", "followers"]
    )
    assert cha_ranks(counts)["reshares"].tolist() == [1, 2, 3]
    assert cha_ranks(counts)["mentions"].tolist() == [3, 1.5, 1.5]


def test_the_kardashian_index_is_missing_where_nobody_cites():
    found = kardashian_index([10, None, 10, 0], [0, 5, None, 5])
    assert np.isnan(found[:3]).all() and found[3] == 0


def test_rivals_of_a_small_world_by_hand():
    tables = world(
        [("ben", "ann", "reshare", 1, 0), *[("ben", "ann", "mention", 1)] * 2, ("ann", "ann", "reshare", 1, 0)],
        posts=[("ann", 1)],
        followers={"ann": 7, "ben": 2, "idle": 0},
        follows=[("ben", "ann")],
    )
    found = rivals(**tables, end=END)
    assert found.columns.tolist() == list(RIVALS) and found.index.tolist() == ["ann", "ben", "idle"]
    assert found.loc["ann", ["followers", "h_index", "reshares", "mentions", "tunkrank", "influence"]].tolist() == [
        7, 1, 1, 2, 1, 0,
    ]  # fmt: skip
    assert found.loc["idle"].to_dict() == {
        **dict.fromkeys(RIVALS, 0.0), "kred_like": 1, "peerindex_like": 1, "social_authority_like": 1,
    }  # fmt: skip


def test_top_tenths_by_hand():
    ranks = np.arange(20)
    same = top_tenths(pd.DataFrame({"a": ranks, "b": ranks, "c": ranks}), n_resamples=99)
    assert [e.value for e in same["people"]] == pytest.approx([18, 0, 0, 2])
    assert same["unrelated"].tolist() == pytest.approx([20 * p for p in (0.729, 0.243, 0.027, 0.001)])
    opposite = top_tenths(pd.DataFrame({"a": ranks, "b": -ranks}), n_resamples=99)
    assert [e.value for e in opposite["people"]] == pytest.approx([16, 4, 0])
    # all tied in b: everybody has a tenth of a place, so of the two on top of a 0.2 are expected in both
    tied = top_tenths(pd.DataFrame({"a": ranks, "b": 1}), n_resamples=99)
    assert [e.value for e in tied["people"]] == pytest.approx([18 * 0.9, 18 * 0.1 + 2 * 0.9, 2 * 0.1])


# Properties


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc")), min_size=1, max_size=40))
def test_h_index_of_everybody_at_once_is_that_of_each(rows):
    table = pd.DataFrame(rows, columns=["count", "person"])
    found = h_indexes(table["count"], table["person"])
    assert found.to_dict() == {person: h_index(part) for person, part in table.groupby("person")["count"]}


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 9999), st.integers(2, 5), st.integers(12, 40))
def test_top_tenths_cut_as_the_journalists_are_cut(seed, columns, n):
    scores = pd.DataFrame(np.random.default_rng(seed).integers(0, 5, (n, columns)))
    found = [e.value for e in top_tenths(scores, n_resamples=2)["people"]]
    assert sum(found) == pytest.approx(n)
    # people in k tops, times k, is the sum of the places there are: a tenth of n for each score
    assert sum(k * count for k, count in enumerate(found)) == pytest.approx(0.1 * n * columns)
    chance = np.array([top_weight(scores[name].to_numpy(dtype=float), 0.1) for name in scores])
    assert found[-1] == pytest.approx(chance.prod(axis=0).sum())
    assert found[0] == pytest.approx((1 - chance).prod(axis=0).sum())


def test_unrelated_scores_are_on_top_together_as_often_as_expected():
    scores = pd.DataFrame(np.random.default_rng(2).normal(size=(20_000, 3)))
    found = top_tenths(scores, n_resamples=99)
    for k, row in found.iterrows():
        assert row["people"].value == pytest.approx(row["unrelated"], abs=4 * np.sqrt(row["unrelated"])), k


SAMPLE = ("interactions", "posts", "accounts", "follows", "endorsements")


@pytest.fixture(scope="module")
def sample():
    return {name: load(f"sample/{name}") for name in SAMPLE}


@pytest.fixture(scope="module")
def scored(sample):
    return rivals(**sample, end=END)


def test_rivals_have_a_finite_number_for_everybody(scored, sample):
    assert scored.index.equals(pd.Index(sorted(sample["accounts"]["person"].unique()), name="person"))
    assert np.isfinite(scored).all(axis=None) and set(scored.dtypes.astype(str)) == {"float64"}
    floors = {"kred_like": 1, "peerindex_like": 1, "social_authority_like": 1}
    assert (scored.min() >= pd.Series({name: floors.get(name, 0) for name in RIVALS})).all()
    assert scored[["kred_like", "social_authority_like"]].max().tolist() == [1000, 100]
    assert scored["peerindex_like"].max() <= 100


def test_the_order_of_the_rows_plays_no_part(scored, sample):
    shuffled = {name: table.sample(frac=1, random_state=8) for name, table in sample.items()}
    pd.testing.assert_frame_equal(rivals(**shuffled, end=END), scored, check_exact=True)


def test_the_future_changes_nothing_and_outreach_never_falls(scored, sample):
    past = sample | {name: within(sample[name], end=END) for name in ("interactions", "posts")}
    pd.testing.assert_frame_equal(rivals(**past, end=END), scored)
    later = kred_like(sample["interactions"], sample["accounts"], end="2012-08-17")
    assert (later["outreach"] >= scored["kred_outreach"]).all() and (later["outreach"] > scored["kred_outreach"]).any()


def test_rivals_take_times_as_seconds(scored, sample):
    seconds = {
        name: sample[name].assign(time=sample[name]["time"].astype("datetime64[s]").astype("int64"))
        for name in ("interactions", "posts")
    }
    pd.testing.assert_frame_equal(rivals(**(sample | seconds), end=END), scored)


def test_rivals_without_anything_to_see_are_at_their_floors():
    tables = world([], followers={"ann": 0, "ben": 0})
    tables["interactions"]["time"] = pd.to_datetime([])
    tables["posts"] = tables["posts"].assign(time=pd.to_datetime([]))
    found = rivals(**tables, end=END)
    assert found.drop(columns=["kred_like", "peerindex_like", "social_authority_like"]).eq(0).all(axis=None)
    assert found[["kred_like", "peerindex_like", "social_authority_like"]].eq(1).all(axis=None)


def test_traits_of_the_sample_and_their_table(sample):
    window = signals(**{name: sample[name] for name in SAMPLE[:4]}, end=END)
    traits = traits_by_network(window)
    assert traits.columns.tolist() == [
        (trait, network) for trait in ("reach", "engagement", "authority") for network in ("twitter", "facebook")
    ]
    both = window[window["network"].isin(["twitter", "facebook"]) & (window["posts"] > 0) & (window["reactors"] > 0)]
    assert traits.index.tolist() == sorted(both["person"].value_counts().loc[lambda n: n == 2].index)
    one = both.set_index(["person", "network"]).loc[(traits.index[0], "facebook")]
    assert traits.iloc[0]["reach", "facebook"] == one["followers"]
    assert traits.iloc[0]["authority", "facebook"] == one["reactor_audience"]
    assert traits.iloc[0]["engagement", "facebook"] == pytest.approx(
        one["engagement"] / np.sqrt(1 + one["recent_posts"])
    )
    assert traits_by_network(window, authority="listed").iloc[0]["authority", "facebook"] == one["listed"]
    found = multitrait_multimethod(traits, n_resamples=1999)
    for _, row in found.cells.iterrows():
        pair = [traits[row["trait"], row["method"]], traits[row["other_trait"], row["other_method"]]]
        alone = correlation(*pair, interval="percentile", n_resamples=1999)
        assert row["correlation"].value == pytest.approx(alone.value)
        assert row["correlation"].low == pytest.approx(alone.low, abs=0.02)
        assert row["correlation"].high == pytest.approx(alone.high, abs=0.02)


@pytest.mark.parametrize("method", ["spearman", "pearson"])
def test_mtmm_depends_on_the_seed_only_and_drops_people_with_something_missing(method):
    table, _ = printed_table(40)
    table.loc[40] = np.nan
    first = multitrait_multimethod(table, method=method, n_resamples=50, seed=3)
    again = multitrait_multimethod(table.iloc[:40], method=method, n_resamples=50, seed=3)
    other = multitrait_multimethod(table, method=method, n_resamples=50, seed=4)
    pd.testing.assert_frame_equal(first.cells, again.cells)
    assert first.means["validity"].n == 40
    assert first.means["validity"].low != other.means["validity"].low


# The table of published scores and its picture


def test_the_table_of_scores_says_what_the_sources_say():
    table = load("published/peer_scores").set_index("score")
    assert len(table) == 11
    assert (table[["shows_uncertainty", "shows_outcome_test"]] == "no").all(axis=None)
    assert set(table.index[table["sees_citations"] == "yes"]) == {"Kardashian index"}
    assert set(table.index[table["formula_public"] == "no"]) == {"PeerIndex"}
    assert table["window"].dropna().to_dict() == {
        "Klout": "90 days",
        "Kred": "30, 60 or 90 days, or all",
        "PeerIndex": "120 days",
        "Social Authority": "last few hundred posts",
        "h-index of posts": "any",
    }
    assert table.index[table["status"].str.startswith("general")].tolist() == [
        "TwitterRank", "Influence-Passivity", "Cha et al.", "h-index of posts",
    ]  # fmt: skip
    assert (table.loc[table["weighs_who_reacts"] == "no", "sees_who_reacts"] == "no").all()


def test_the_picture_has_a_mark_for_every_answer_and_no_small_text():
    use_style()
    table = load("published/peer_scores")
    fig, ax = plt.subplots(figsize=(7.5, 5))
    draw_cast(ax, table)
    answers = table[[name for group in CAST.values() for name in group]]
    shapes = [line.get_marker() for line in ax.lines]
    for shape, answer in (("o", "yes"), ("D", "partly"), ("_", "no")):
        assert shapes.count(shape) == int((answers == answer).sum().sum()) + 1  # and one in the key
    assert [text.get_text() for text in ax.texts].count("?") == int(answers.isna().sum().sum()) + 1
    assert min(text.get_fontsize() for text in [*ax.texts, *ax.get_yticklabels()]) >= 9
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "Klout" and labels[5] == "TwitterRank *"
    plt.close(fig)


# Errors


TWO = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2]})
GRID = pd.DataFrame({(t, m): [1.0, 2, 4, 3] for t in "ab" for m in "xy"})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: h_index([1, -1]), "counts of 0 or more, got -1"),
        (lambda: h_index([1, np.inf]), "infinite"),
        (lambda: h_indexes(pd.Series([1]), pd.Series(["a"], index=[5])), "same index"),
        (lambda: h_indexes(pd.Series([-2]), pd.Series(["a"])), "0 or more, got -2"),
        (lambda: outreach_level([1, -5]), "points of 0 or more, got -5"),
        (lambda: cha_ranks(pd.DataFrame({"followers": [1]})), "without .*reshares"),
        (lambda: kardashian_index([1, 2], [3]), "as many followers as citations, got 2 and 1"),
        (lambda: kardashian_index([1], [-3]), "citations of 0 or more, got -3"),
        (lambda: mentions(Myspace=1), "got 'Myspace'"),
        (lambda: mentions(News=-1), "0 or more, got -1 in 'News'"),
        (lambda: altmetric_score(pd.DataFrame(), pd.DataFrame()), "altmetric_weights"),
        (lambda: within(pd.DataFrame({"time": ["2012-05-19"]}), end=END), "expected time as datetimes"),
        (lambda: within(pd.DataFrame({"time": [0]}), end=END, days=0), "1 day or more"),
        (lambda: top_tenths(TWO[["a"]]), "2 scores, got 3 and 1"),
        (lambda: top_tenths(TWO.assign(b=[1, None, 2])), "finite scores"),
        (lambda: top_tenths(TWO, share=1.5), "share between 0 and 1"),
        (lambda: multitrait_multimethod(TWO), "two levels"),
        (lambda: multitrait_multimethod(GRID.iloc[:, :3]), "every trait by every method"),
        (lambda: multitrait_multimethod(GRID.iloc[:, :2]), "2 or more traits and methods, got 1 and 2"),
        (lambda: multitrait_multimethod(GRID.iloc[:2]), "at least 3 rows"),
        (lambda: multitrait_multimethod(GRID * [1, 1, 1, 0]), r"\('b', 'y'\) is constant"),
        (lambda: multitrait_multimethod(GRID, method="kendall"), "spearman or pearson"),
        (lambda: draw_cast(plt.gca(), pd.DataFrame({"score": ["x"]})), "peer_scores"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
    plt.close("all")


def test_networks_that_do_not_occur_and_an_unknown_authority_say_so():
    tables = world([("a", "b", "like", 1, 0)], posts=[("b", 1)])
    window = signals(**tables, end=END)
    with pytest.raises(ValueError, match="none on 'facebook'"):
        traits_by_network(window)
    with pytest.raises(ValueError, match="authority to be one of"):
        traits_by_network(window, authority="klout")
    with pytest.raises(ValueError, match="posts and reactors on both"):
        traits_by_network(pd.concat([window, window.assign(network="facebook", posts=0)]))


def test_an_unknown_answer_in_the_table_says_so():
    table = load("published/peer_scores").assign(topics="maybe")
    with pytest.raises(ValueError, match="in 'topics', got 'maybe'"):
        draw_cast(plt.gca(), table)
    plt.close("all")


def test_the_expected_overlap_of_tops_agrees_with_drawn_bell_curves_and_with_its_limits():
    assert expected_overlap(0.0) == pytest.approx(0.1)
    assert expected_overlap(0.0, top=0.3) == pytest.approx(0.3)
    assert expected_overlap(1.0) == 1
    assert expected_overlap(-1.0) == pytest.approx(0, abs=1e-9)
    rho = 2 * np.sin(np.pi * 0.7 / 6)
    one, other = np.random.default_rng(0).multivariate_normal([0, 0], [[1, rho], [rho, 1]], 200_000).T
    both = (one > np.quantile(one, 0.9)) & (other > np.quantile(other, 0.9))
    assert expected_overlap(0.7) == pytest.approx(10 * both.mean(), abs=0.01)
    with pytest.raises(ValueError, match="expected a correlation from -1 to 1"):
        expected_overlap(1.2)
