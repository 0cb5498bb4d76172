"""Protects the score: the stated rules as properties, the scale, +K, style, and that every point is explained."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import END, world

from helpers.data import load
from helpers.meaning import score_at
from helpers.score import (
    ENDORSEMENT_CAP,
    IDLE_SCORE,
    account_points,
    anchored_scale,
    counted_endorsements,
    explain,
    rate,
    raw_2011,
    raw_2012,
    style,
)
from helpers.score.explain import FACTORS
from helpers.signals import signals
from helpers.simulate import WINDOW_ENDS

NO_ENDORSEMENTS = pd.DataFrame({"time": [], "giver": [], "receiver": []}, dtype="str")


@pytest.fixture(scope="module")
def bands():
    return load("published/belgium_distribution")


@pytest.fixture(scope="module")
def sample():
    names = ("people", "interactions", "posts", "accounts", "follows", "endorsements")
    return {name: load(f"sample/{name}") for name in names}


@pytest.fixture(scope="module")
def first_window(sample):
    table = signals(*(sample[name] for name in ("interactions", "posts", "accounts", "follows")), end=WINDOW_ENDS[0])
    return table, raw_2012(table, counted_endorsements(sample["endorsements"], end=WINDOW_ENDS[0]))


@pytest.fixture(scope="module")
def scale(first_window, bands):
    raw = first_window[1]
    return anchored_scale(raw.loc[raw["active"], "raw"], bands)


def raw_of(tables, person):
    return raw_2012(signals(**tables, end=END)).loc[person, "raw"]


# the rules of 2012 --------------------------------------------------------------------------------


def test_points_worked_by_hand():
    row = {
        "person": "a",
        "network": "twitter",
        "followers": 1023,
        "posts": 3,
        "reactions": 5,
        "engagement": 14.0,
        "recent_posts": 3.0,
    }
    points = account_points(pd.DataFrame([row])).iloc[0]
    assert points["relative_engagement"] == 7.0
    assert points["engagement_points"] == 30.0
    assert points["audience_points"] == 5.0


def test_ada_of_notebook_02_gets_the_points_of_the_text_from_the_package():
    reactions = [
        ("ben", "ada", "like", 0),
        ("ben", "ada", "reshare", 30),
        ("cem", "ada", "reply", 0),
        *(("cem", f"other{i}", "like", 0) for i in range(3)),
        ("dia", "ada", "mention", 60),
        ("ada", "ada", "like", 0),
    ]

    def points(*more):
        tables = world([*reactions, *more], posts=[("ada", age) for age in (0, 30, 60)], followers={"ada": 127})
        return raw_2012(signals(**tables, end=END), pd.Series({"ada": 10})).loc["ada", "raw"]

    assert round(points(), 2) == 16.16
    assert round(points(("ben", "ada", "like", 0)) - points(), 2) == 0.94
    assert round(points(("eva", "ada", "like", 0)) - points(), 2) == 2.46


def test_a_hundred_people_once_beat_one_person_a_hundred_times():
    many = world([(f"x{i}", "a", "reshare", 5) for i in range(100)])
    one = world([("x", "a", "reshare", 5)] * 100)
    assert raw_of(many, "a") > raw_of(one, "a")


def test_a_hundred_reshares_of_ten_posts_beat_a_hundred_of_a_thousand():
    def reshared(n):
        return world([(f"x{i}", "a", "reshare", 5, i % n) for i in range(100)], posts=[("a", 6)] * n)

    assert raw_of(reshared(10), "a") > raw_of(reshared(1_000), "a")


def test_a_prolific_reactor_gives_fewer_points():
    quiet = world([("x", "a", "like", 5)])
    prolific = world([("x", "a", "like", 5)] + [("x", f"y{i}", "like", 5) for i in range(30)])
    assert raw_of(quiet, "a") > raw_of(prolific, "a")


@pytest.mark.parametrize("size", [1.0, 10.0, 1_000.0])
def test_doubling_engagement_earns_more_than_doubling_the_audience(size):
    row = {"person": "a", "network": "twitter", "posts": 0, "reactions": 5, "recent_posts": 0.0}
    sizes = [(size, size), (2 * size, size), (size, 2 * size)]
    table = pd.DataFrame([row | {"engagement": e, "followers": f} for e, f in sizes])
    raw = account_points(table)[["engagement_points", "audience_points"]].sum(axis="columns")
    assert raw[1] - raw[0] > raw[2] - raw[0]


amount = st.floats(0, 1e6)


@given(amount, amount, amount, amount, st.integers(0, 10**8), st.integers(0, 10**8))
def test_better_on_every_input_never_lowers_the_points(engagement, more, posts, fewer, followers, growth):
    row = {"person": "a", "network": "twitter", "posts": 1, "reactions": 1}
    worse = row | {"engagement": engagement, "recent_posts": posts + fewer, "followers": followers}
    better = row | {"engagement": engagement + more, "recent_posts": posts, "followers": followers + growth}
    points = account_points(pd.DataFrame([worse, better]))
    assert (
        points.loc[1, ["engagement_points", "audience_points"]]
        >= points.loc[0, ["engagement_points", "audience_points"]]
    ).all()


rows = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["like", "reshare"]), st.integers(0, 95)
    ),
    max_size=20,
)


@given(rows, st.sampled_from(["b", "c", "newcomer"]), st.integers(0, 89))
@settings(max_examples=40, deadline=None)
def test_one_more_reaction_from_anybody_always_raises_the_raw_score(reactions, actor, age):
    before = world(reactions, followers=dict.fromkeys("abcd", 10))
    after = world([*reactions, (actor, "a", "like", age)], followers=dict.fromkeys("abcd", 10))
    assert raw_of(after, "a") > raw_of(before, "a")


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_row_order_is_irrelevant(reactions, random):
    tables = world(reactions, followers=dict.fromkeys("abcd", 10))
    mixed = {name: table.sample(frac=1, random_state=random.randint(0, 2**31)) for name, table in tables.items()}
    pd.testing.assert_series_equal(
        raw_2012(signals(**tables, end=END))["raw"], raw_2012(signals(**mixed, end=END))["raw"]
    )


def test_twins_tie_whatever_the_order_of_their_rows():
    to_a = [(f"x{i}", "a", "like", i * 7 % 90) for i in range(60)]
    to_b = [(f"y{i}", "b", "like", i * 7 % 90) for i in reversed(range(60))]
    raw = raw_2012(signals(**world(to_a + to_b), end=END))["raw"]
    assert raw["a"] == raw["b"]


# +K -----------------------------------------------------------------------------------------------


def test_endorsements_count_up_to_the_cap_within_the_window_and_never_from_oneself():
    late = [("2012-05-19", f"x{i}", "a") for i in range(ENDORSEMENT_CAP + 5)]
    other = [("2012-05-19", "b", "b"), ("2012-02-19", "x1", "c"), ("2012-02-20", "x1", "d"), ("2012-05-20", "x1", "e")]
    table = pd.DataFrame(late + other, columns=["time", "giver", "receiver"])
    assert counted_endorsements(table, end=END).to_dict() == {"a": ENDORSEMENT_CAP, "d": 1}


# the scale ----------------------------------------------------------------------------------------


def test_an_idle_account_scores_ten(sample, first_window, scale):
    rated = rate(first_window[1], scale)
    assert (rated.loc[~rated["active"], "score"] == IDLE_SCORE).all() and (~rated["active"]).any()


@given(st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_every_score_lies_in_1_to_100_and_the_scale_never_turns_back(scale, raw):
    scores = scale(np.sort(raw))
    assert ((scores >= 1) & (scores <= 100)).all()
    assert (np.diff(scores) >= 0).all()


def test_the_scale_keeps_ties_and_order_of_the_people_it_was_made_from(first_window, scale):
    raw = first_window[1].query("active")["raw"]
    score = pd.Series(scale(raw), raw.index)
    assert (score.groupby(raw).nunique() == 1).all()
    pd.testing.assert_series_equal(score.rank(), raw.rank(), check_names=False)


def test_the_shares_above_40_50_60_hold_by_construction(first_window, scale, bands):
    score = scale(first_window[1].query("active")["raw"])
    bands = bands.dropna(subset="low")
    for cut in (40, 50, 60):
        published = bands.loc[bands["low"] >= cut, "n_2013"].sum() / bands["n_2013"].sum()
        assert (score >= cut).mean() == pytest.approx(published, abs=1.5 / score.size)


def test_the_middle_of_the_anchor_sits_at_the_published_median(bands):
    raw = np.arange(1_001.0)
    scale = anchored_scale(raw, bands)
    assert scale(500) == pytest.approx(float(score_at(np.array([0.5]), bands)[0]))


def test_the_scale_refuses_what_cannot_anchor_it(bands):
    for raw in (np.arange(5.0), np.ones(50), np.append(np.arange(50.0), np.nan)):
        with pytest.raises(ValueError, match="20 or more finite raw scores"):
            anchored_scale(raw, bands)


def test_the_stand_in_for_the_blogger_is_an_educator_at_52(sample, first_window, scale):
    stand_in = sample["people"].query("stands_for == 'the blogger'")
    assert list(stand_in["sphere"]) == ["education"]
    assert round(rate(first_window[1], scale).loc[stand_in["person"].item(), "score"]) == 52


# the rules of 2011 --------------------------------------------------------------------------------


def test_the_2011_sub_scores_stay_in_range_and_true_reach_is_a_share_of_the_followers(first_window):
    table = raw_2011(first_window[0])
    active = table[table["active"]]
    followers = first_window[0].query("network in ['twitter', 'facebook']").groupby("person")["followers"].sum()
    assert active["amplification"].between(1, 100).all() and active["network_impact"].between(1, 100).all()
    assert (active["true_reach"] <= followers[active.index]).all()
    assert table.loc[~table["active"], ["true_reach", "amplification", "network_impact"]].isna().all(axis=None)


def test_true_reach_by_hand():
    follows = [("b", "a"), ("c", "a")]
    tables = world([("b", "a", "like", 1)], followers={"a": 100, "b": 0, "c": 0}, follows=follows)
    assert raw_2011(signals(**tables, end=END)).loc["a", "true_reach"] == 100 * (1 + 1) / (2 + 2)


# explain ------------------------------------------------------------------------------------------


def all_of(tables):
    return [tables[name] for name in ("interactions", "posts", "accounts", "follows")]


def test_explained_points_add_up_to_the_raw_score_for_the_blogger_and_others(sample, first_window, scale):
    raw = first_window[1]
    blogger = sample["people"].loc[sample["people"]["stands_for"].notna(), "person"].item()
    others = list(raw.index[raw["active"]][::400])
    for person in [blogger, *others]:
        rows = explain(person, *all_of(sample), sample["endorsements"], end=WINDOW_ENDS[0], scale=scale)
        step = rows["rule"].str.startswith("step")
        assert rows.loc[~step, "points"].sum() == pytest.approx(raw.loc[person, "raw"], abs=1e-6)
        assert rows["points"].sum() == pytest.approx(float(scale(raw.loc[person, "raw"])), abs=1e-6)
        reactions = rows[rows["rule"] == "a reaction"]
        assert np.allclose(reactions[FACTORS].astype(float).prod(axis="columns"), reactions["points"].astype(float))
        assert reactions["reactor"].notna().all() and (reactions["reactor"] != person).all()


def test_an_idle_person_has_no_points_and_an_unknown_one_is_refused(sample, first_window, scale):
    raw = first_window[1]
    idle = raw.index[~raw["active"]][0]
    rows = explain(idle, *all_of(sample), sample["endorsements"], end=WINDOW_ENDS[0], scale=scale)
    assert list(rows["points"]) == [IDLE_SCORE]
    with pytest.raises(ValueError, match="'nobody'"):
        explain("nobody", *all_of(sample), sample["endorsements"], end=WINDOW_ENDS[0])


def test_a_sphere_score_uses_that_sphere_alone(sample):
    music = sample["interactions"].query("sphere == 'music'"), sample["posts"].query("sphere == 'music'")
    table = raw_2012(signals(*music, sample["accounts"], sample["follows"], end=WINDOW_ENDS[0]))
    whole = raw_2012(signals(*all_of(sample), end=WINDOW_ENDS[0]))
    assert table["active"].sum() < whole["active"].sum()
    musicians = sample["people"].query("sphere == 'music'")["person"]
    assert table.loc[musicians, "active"].mean() > 2 * table.drop(musicians)["active"].mean()


# style --------------------------------------------------------------------------------------------


def test_style_puts_the_talker_above_the_listener_and_the_maker_right_of_the_sharer():
    matrix = load("published/style_matrix")
    posts = pd.DataFrame({"person": ["maker"] * 20 + ["sharer"]})
    given = [("sharer", "reshare")] * 20 + [("listener", "like")] * 30 + [("talker", "reply")] * 30
    interactions = pd.DataFrame(given, columns=["actor", "kind"]).assign(target="someone")
    table = style(posts, interactions, matrix)
    assert table.loc["talker", "row"] > table.loc["listener", "row"]
    assert table.loc["maker", "column"] > table.loc["sharer", "column"]
    assert table["style"].notna().all()
