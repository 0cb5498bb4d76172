"""Protects Braunstein's three tests: order by hand, falls that are the rule's and falls that are not, and the table."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import world

from helpers.data import load
from helpers.gaming import SCORE_TABLES, excerpt, monotone, one_more, order, three_tests
from helpers.gaming.axioms import INPUTS, REASONS, TESTED
from helpers.peers import RIVALS, influence_passivity, pagerank, peerindex_like, rivals, tunkrank
from helpers.stats import Estimate, concordance

END = "2012-05-19"
MOMENT = pd.Timestamp("2012-05-19 23:59:59")
FIRST = "p0036"  # an educator who posted in the window and has few followers


@pytest.fixture(scope="module")
def education():
    people = load("sample/people")
    inside = people.loc[people["sphere"] == "education", "person"]
    return excerpt({name: load(f"sample/{name}") for name in SCORE_TABLES}, inside, end=END)


@pytest.fixture(scope="module")
def posted(education):
    return sorted(education["posts"].query("network == 'twitter'")["person"].unique())


# Order


def test_order_by_counting_pairs_inside_spheres():
    """Two spheres: pairs of people of different spheres play no part, and pairs are pooled, not shares."""
    rng = np.random.default_rng(8)
    people = [f"p{i}" for i in range(40)]
    values = pd.DataFrame({"followers": rng.integers(0, 9, 40), "lists": rng.integers(0, 9, 40)}, index=people)
    won = pd.DataFrame({"person": people, "outcome": ["gain"] * 30 + ["wins"] * 10, "value": rng.integers(0, 6, 40)})
    won.loc[30:, "value"] += 100
    found = order(values, won, n_resamples=199)
    share = {}
    for rival in values:
        right = usable = 0.0
        for i in range(40):
            for j in range(40):
                if won["outcome"][i] == won["outcome"][j] and won["value"][i] > won["value"][j]:
                    usable += 1
                    right += (1 + np.sign(values[rival].iloc[i] - values[rival].iloc[j])) / 2
        share[rival] = right / usable
    assert found["concordance"].map(lambda e: e.value).to_dict() == pytest.approx(share)
    assert found.loc["followers", "gain"] is None
    gain = found.loc["lists", "gain"]
    assert gain.value == pytest.approx(share["lists"] - share["followers"]) and gain.n == 40


def test_order_is_the_concordance_of_the_people_with_value_and_outcome():
    rng = np.random.default_rng(2)
    values = pd.DataFrame({"followers": rng.random(50), "lists": rng.random(50)}, index=[f"p{i}" for i in range(50)])
    won = pd.DataFrame({"person": [*values.index, "stranger"], "outcome": "wins", "value": [*rng.random(50), 1.0]})
    won.loc[:9, "value"] = np.nan
    found = order(values, won, n_resamples=99, seed=5).loc["lists", "concordance"]
    expected = concordance(values["lists"].to_numpy()[10:], won["value"].to_numpy()[10:50], n_resamples=99)
    assert found.value == pytest.approx(expected.value) and found.n == 40
    turned = order(-values, won, n_resamples=99).loc["lists", "concordance"].value
    assert turned == pytest.approx(1 - found.value)


def test_order_refuses_what_it_cannot_use():
    values = pd.DataFrame({"lists": [1.0, 2.0, 3.0]}, index=list("abc"))
    won = pd.DataFrame({"person": list("abc"), "outcome": "wins", "value": [1, 2, 3]})
    with pytest.raises(ValueError, match=r"baseline among lists, got 'followers'"):
        order(values, won)
    with pytest.raises(ValueError, match=r"without \['value'\]"):
        order(values, won.drop(columns="value"), baseline="lists")


# One thing more


@pytest.mark.parametrize("kind", INPUTS)
def test_one_more_is_one_row_from_somebody_new(kind, education, posted):
    people, copies = posted[:20], {name: table.copy() for name, table in education.items()}
    after = one_more(education, kind, people, end=END, seed=3)
    for name, table in education.items():
        pd.testing.assert_frame_equal(table, copies[name])
    grown = {name: len(after[name]) - len(education[name]) for name in SCORE_TABLES}
    where = {"follower": "follows", "list": None, "post": "posts", "plus_k": "endorsements"}.get(kind, "interactions")
    assert grown == {name: 20 * (name == where) for name in SCORE_TABLES}
    accounts = [t["accounts"].set_index(["person", "network"]) for t in (education, after)]
    listed = (accounts[1]["listed"] - accounts[0]["listed"]).groupby("person").sum()
    assert listed[listed > 0].index.tolist() == (people if kind == "list" else [])
    assert listed.sum() == (20 if kind == "list" else 0)
    if where is None:
        return
    rows = after[where].iloc[-20:]
    old = education[where]
    if kind == "post":
        assert sorted(rows["person"]) == people and (rows["time"] == MOMENT).all()
        return
    giver, to = {"follows": ("follower", "followed"), "endorsements": ("giver", "receiver")}.get(
        where, ("actor", "target")
    )
    assert sorted(rows[to]) == people and rows[giver].is_unique and not set(rows[giver]) & set(people)
    if kind == "plus_k":
        return
    pairs = set(zip(old[giver], old[to], strict=True))
    assert not pairs & set(zip(rows[giver], rows[to], strict=True))
    if where == "interactions":
        assert (rows["kind"] == kind).all() and rows["post"].isna().all() == (kind == "mention")
        busy = old.loc[old["time"].dt.normalize() == pd.Timestamp(END), "actor"]
        assert not set(rows["actor"]) & set(busy)


def test_one_more_for_one_person_is_the_same_whoever_else_is_asked(education, posted):
    among = one_more(education, "follower", posted[2:6], end=END, seed=3)["follows"].iloc[-4:]
    for place, person in enumerate(posted[2:6]):
        alone = one_more(education, "follower", [person], end=END, seed=3, of=posted[2:6])["follows"].iloc[-1]
        assert (alone == among.iloc[place]).all()


def test_one_more_refuses_what_it_cannot_give(education, posted):
    with pytest.raises(ValueError, match=r"one of follower, list, .*, got 'fame'"):
        one_more(education, "fame", posted[:1], end=END)
    with pytest.raises(ValueError, match=r"got 'nobody' without"):
        one_more(education, "post", ["nobody"], end=END)
    with pytest.raises(ValueError, match=r"a new giver for each of \d+ people, got too few"):
        one_more(education, "follower", posted[:-2], end=END)


# Falls


def per_person(interactions, posts, accounts, follows, *, end, endorsements=None):
    """Rules whose behaviour is known: a rate, a count, a share of all, and one that turns round for one person."""
    people = sorted(accounts["person"].unique())
    reactions, written = interactions.groupby("target").size(), posts.groupby("person").size()
    followers = accounts.groupby("person")["followers"].sum()
    table = pd.DataFrame({"reactions": reactions, "written": written, "followers": followers}).reindex(people).fillna(0)
    share = table["followers"] / table["followers"].sum()
    return pd.DataFrame(
        {
            "rate": table["reactions"] / (1 + table["written"]),
            "count": table["reactions"],
            "share": share,
            "upside_down": -table["followers"],
            "mixed": share.where(share.index != FIRST, -share),
        }
    )


def test_falls_of_rules_that_are_known(education, posted):
    """A rate falls for a post of everybody with a reaction; a share of all falls only because others gain."""
    followers = education["accounts"].groupby("person")["followers"].sum()[posted].sort_values()
    people = sorted([*followers.index[:12], *followers.index[-12:]])
    found = monotone(education, persons=people, end=END, rivals=per_person, seed=2)
    fell = found.pivot(index="rival", columns="input", values="fell")
    reacted = per_person(**education, end=END).loc[people, "count"] > 0
    assert fell.loc["rate", "post"] == reacted.sum() > 5
    assert fell.loc["upside_down", "follower"] == 24
    assert fell.loc["rate"].sum() == reacted.sum() and fell.loc["count"].sum() == 0
    assert fell.loc["share"].sum() == 0, "with all 24 at once the large lose share to the small; alone nobody does"
    together = per_person(**one_more(education, "follower", people, end=END, seed=2), end=END)["share"]
    assert (together[people] < per_person(**education, end=END)["share"][people]).any(), "the trap is there"
    assert FIRST == people[0] and fell.loc["mixed"].sum() == fell.loc["mixed", "follower"] == 1
    row = found.set_index(["rival", "input"]).loc[("rate", "post")]
    assert row["n"] == 24 and row["share"].value == pytest.approx(reacted.sum() / 24) and row["why"] == "not known"
    assert found.set_index(["rival", "input"]).loc[("count", "like"), "rose"] == 24
    assert len(found) == 5 * len(INPUTS)


def test_falls_found_together_are_falls_alone(education, posted):
    """Of five people, each asked alone for a post or a follower more, as many fall as together; of influence more."""
    people = posted[5:10]
    found = monotone(education, persons=people, end=END, rivals=rivals, seed=1).set_index(["rival", "input"])
    before = rivals(**education, end=END)
    for kind in ("post", "follower"):
        alone = {}
        for person in people:
            after = rivals(**one_more(education, kind, [person], end=END, seed=1, of=people), end=END)
            alone[person] = after.loc[person] < before.loc[person] - 1e-9 * before.loc[person].abs()
        expected = pd.DataFrame(alone).sum(axis=1)
        for rival in ("klout_like", "social_authority_like", "tunkrank", "pagerank", "h_index", "peerindex_like"):
            assert found.loc[(rival, kind), "fell"] == expected[rival], (rival, kind)
        assert 0 < found.loc[("influence", kind), "fell"] <= expected["influence"]
    assert found.loc[("klout_like", "post"), "fell"] >= 3
    counts = ["followers", "lists", "h_index", "reshares", "mentions", "kred_outreach"]
    assert (found.loc[counts, "fell"] == 0).all()
    known = found[found["fell"] > 0].index
    assert set(known) <= set(REASONS) and (found.loc[known, "why"] == [REASONS[key] for key in known]).all()
    assert found.index.get_level_values("rival").unique().tolist() == list(RIVALS)


def test_somebody_who_reacts_can_overtake_by_it():
    """The stated reason in small: ann and ben are equally active, ben likes ann once more, and ann falls."""
    likes, posts = [("ben", "ann", "like", 1, 0)], [("ann", 1)] * 3 + [("ben", 1)] * 2
    parts = []
    for reactions in (likes, likes * 2):
        made = world(reactions, posts, followers={"ann": 9, "ben": 5, "cem": 1})
        parts.append(peerindex_like(made["interactions"], made["posts"], made["accounts"], end=END).loc["ann"])
    change = parts[1] - parts[0]
    assert change["peerindex"] < 0 and change["activity"] < 0
    assert change["authority"] == change["audience"] == 0


def test_a_passive_reader_lowers_influence():
    """The stated reason in small: ann's readers take the blame for not resharing, and a fourth reader takes a share."""
    pairs = {"author": ["ann", "ann", "ben", "ben"], "reader": ["cem", "dan", "cem", "eve"]}
    before = influence_passivity(**pairs, reshared=[1, 1, 1, 0], exposed=[2, 4, 4, 2])["influence"]["ann"]
    pairs = {name: [*column, new] for (name, column), new in zip(pairs.items(), ("ann", "fay"), strict=True)}
    after = influence_passivity(**pairs, reshared=[1, 1, 1, 0, 0], exposed=[2, 4, 4, 2, 9])["influence"]["ann"]
    assert after < before


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_follow_more_never_lowers_pagerank_or_tunkrank(data):
    """Chien, Dwork, Kumar, Simon and Sivakumar (2004), Internet Mathematics 1, 277-304, proved it for PageRank."""
    n = data.draw(st.integers(3, 7))
    possible = [(a, b) for a in range(n) for b in range(n) if a != b]
    ring = [(a, (a + 1) % n) for a in range(n)]  # everybody stays in the graph
    edges = sorted({*ring, *data.draw(st.lists(st.sampled_from(possible), max_size=12))})
    missing = [edge for edge in possible if edge not in edges]
    if missing:
        new = data.draw(st.sampled_from(missing))
        for score in (pagerank, tunkrank):
            before, after = (score(*zip(*pairs, strict=True)) for pairs in (edges, [*edges, new]))
            assert after[new[1]] >= before[new[1]] - 1e-9


def test_monotone_refuses_nobody(education):
    with pytest.raises(ValueError, match=r"one person or more, got none"):
        monotone(education, persons=[], end=END, rivals=per_person)


# The table of the three


def estimate(value, n=40):
    return Estimate(value, value - 0.1, value + 0.1, n, 0.95, "made up")


def tables():
    ordered = pd.DataFrame(
        {"concordance": [estimate(0.6), estimate(0.55)], "gain": [None, estimate(0.05)]}, index=["followers", "lists"]
    )
    offered = pd.DataFrame(
        {
            "rival": ["followers", "lists"] * 2,
            "words": ["bots"] * 2 + ["a pod"] * 2,
            "change": [estimate(9.0), estimate(-1.0), estimate(3.0), estimate(0.0)],
        }
    )
    fallen = pd.DataFrame({"rival": ["followers", "lists"], "words": "a post more", "n": 20, "fell": [0, 7]})
    return ordered, offered, fallen


def test_three_tests_by_hand():
    found = three_tests(*tables(), rivals=("followers", "lists"))
    assert found.index.tolist() == ["followers", "lists"]
    assert found["order"].map(lambda e: e.value).tolist() == [60, pytest.approx(55)]
    assert found.loc["followers", "gain"] is None and found.loc["lists", "gain"].value == pytest.approx(5)
    assert found["gamed"].map(lambda e: e.value).tolist() == [9, 0]
    assert found["by"].tolist() == ["bots", ""]
    assert found["falls_for"].tolist() == ["nothing seen", "a post more (at least 7 of 20)"]


def test_three_tests_need_every_rival_in_every_table():
    for without in range(3):
        given_ = list(tables())
        given_[without] = given_[without].drop("lists") if without == 0 else given_[without].query("rival != 'lists'")
        with pytest.raises(ValueError, match=r"expected 'lists' in all three tables"):
            three_tests(*given_, rivals=("followers", "lists"))
    assert set(TESTED) <= set(RIVALS) and len(TESTED) <= 10
