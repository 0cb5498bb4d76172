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
    sphere_scores,
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


kind = st.sampled_from(["like", "reply", "mention", "reshare"])


@given(st.integers(2, 60), kind, st.integers(0, 89))
@settings(max_examples=20, deadline=None)
def test_many_people_once_beat_one_person_as_often(n, what, age):
    many = world([(f"x{i}", "a", what, age) for i in range(n)])
    one = world([("x", "a", what, age)] * n)
    assert raw_of(many, "a") > raw_of(one, "a")


def test_a_hundred_people_once_beat_one_person_a_hundred_times():
    assert raw_of(world([(f"x{i}", "a", "reshare", 5) for i in range(100)]), "a") > raw_of(
        world([("x", "a", "reshare", 5)] * 100), "a"
    )


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 40), kind, st.integers(0, 80))
@settings(max_examples=20, deadline=None)
def test_the_same_reactions_to_fewer_posts_earn_more(n, few, more, what, age):
    def reacted(posts):
        rows = [(f"x{i}", "a", what, age, i % posts) for i in range(n)]
        return world(rows, posts=[("a", age + 1)] * posts)

    assert raw_of(reacted(few), "a") > raw_of(reacted(few + more), "a")


def test_a_hundred_reshares_of_ten_posts_beat_a_hundred_of_a_thousand():
    def reshared(n):
        return world([(f"x{i}", "a", "reshare", 5, i % n) for i in range(100)], posts=[("a", 6)] * n)

    assert raw_of(reshared(10), "a") > raw_of(reshared(1_000), "a")


@given(st.integers(1, 40), kind, kind, st.integers(0, 89))
@settings(max_examples=20, deadline=None)
def test_a_prolific_reactor_gives_fewer_points(n, what, elsewhere, age):
    quiet = world([("x", "a", what, age)])
    prolific = world([("x", "a", what, age)] + [("x", f"y{i}", elsewhere, age) for i in range(n)])
    assert raw_of(quiet, "a") > raw_of(prolific, "a")


@given(st.lists(st.tuples(st.sampled_from("bcd"), kind, st.integers(0, 95)), max_size=15), kind, st.integers(0, 89))
@settings(max_examples=20, deadline=None)
def test_a_self_reaction_weighs_nothing(rows, what, age):
    received = [(actor, "a", how, when) for actor, how, when in rows]
    followers = dict.fromkeys("abcd", 5)
    without, with_self = (
        world(received, followers=followers),
        world([*received, ("a", "a", what, age)], followers=followers),
    )
    assert raw_of(without, "a") == raw_of(with_self, "a")


@given(
    st.integers(0, 10**7), st.lists(st.tuples(st.sampled_from("bc"), st.sampled_from("bc"), kind, st.integers(0, 89)))
)
@settings(max_examples=20, deadline=None)
def test_an_idle_account_scores_ten_whatever_its_audience(scale, followers, rows):
    tables = world(rows, followers={"a": followers, "b": 1, "c": 1})
    assert rate(raw_2012(signals(**tables, end=END)), scale).loc["a", "score"] == IDLE_SCORE


@given(st.lists(st.tuples(st.integers(0, 5), kind, st.integers(0, 89)), min_size=1, max_size=25), st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_twins_tie_whatever_the_order_of_their_rows(rows, followers):
    to_a = [(f"x{i}", "a", what, age) for i, what, age in rows]
    to_b = [(f"y{i}", "b", what, age) for i, what, age in reversed(rows)]
    raw = raw_2012(signals(**world(to_a + to_b, followers={"a": followers, "b": followers}), end=END))["raw"]
    assert raw["a"] == raw["b"]


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


def pair_2011(**better):
    """Two active people and what makes b the better in one thing."""
    zero = dict.fromkeys(["reactions", "reactors", "likes", "replies", "mentions", "reshares", "resharers"], 4)
    zero |= dict.fromkeys(["mentioners", "reshared_posts", "listed", "posts"], 4) | {"reactor_audience": 2.0}
    zero |= {"network": "twitter", "followers": 30, "sampled_followers": 2, "active_followers": 1}
    return pd.DataFrame([zero | {"person": "a"}, zero | {"person": "b"} | better])


def test_the_2011_raw_score_worked_by_hand():
    table = raw_2011(pair_2011(resharers=8, reshared_posts=8, mentioners=8, likes=8, replies=8, mentions=8, listed=8))
    # a is below b in all six variables of amplification: percentiles 1/4 and 3/4 of two people
    assert table["amplification"].tolist() == [1 + 99 / 4, 1 + 99 * 3 / 4]
    # of the three variables of network impact only the lists differ; a tie is 1/2
    assert table["network_impact"].tolist() == pytest.approx([1 + 99 * (1 / 4 + 1) / 3, 1 + 99 * (3 / 4 + 1) / 3])
    reach = 30 * (1 + 1) / (2 + 2)
    acted_on = (table["amplification"] + table["network_impact"]) / 100
    assert table["raw"].tolist() == pytest.approx((4 * np.log2(1 + reach) * acted_on).tolist())


@pytest.mark.parametrize("variable", ["resharers", "reshared_posts", "mentioners", "likes", "replies", "mentions"])
def test_each_variable_of_amplification_counts(variable):
    table = raw_2011(pair_2011(**{variable: 9}))
    assert (
        table.loc["b", "amplification"] > table.loc["a", "amplification"]
        and table.loc["b", "raw"] > table.loc["a", "raw"]
    )


@pytest.mark.parametrize("better", [{"listed": 9}, {"reactors": 9}, {"reactor_audience": 3.0}])
def test_each_variable_of_network_impact_counts(better):
    table = raw_2011(pair_2011(**better))
    assert table.loc["b", "network_impact"] > table.loc["a", "network_impact"]
    assert table.loc["b", "amplification"] == table.loc["a", "amplification"]


def test_the_rules_of_2011_look_at_twitter_and_facebook_alone():
    table = pair_2011().assign(network=["twitter", "blogs"])
    assert raw_2011(table)["active"].tolist() == [True, False]


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
        reactions = rows[rows["rule"].str.startswith("a reaction")]
        assert np.allclose(reactions[FACTORS].astype(float).prod(axis="columns"), reactions["points"].astype(float))
        assert reactions["reactor"].notna().all() and (reactions["reactor"] != person).all()


def test_an_idle_person_has_no_points_and_an_unknown_one_is_refused(sample, first_window, scale):
    raw = first_window[1]
    idle = raw.index[~raw["active"]][0]
    rows = explain(idle, *all_of(sample), sample["endorsements"], end=WINDOW_ENDS[0], scale=scale)
    assert list(rows["points"]) == [IDLE_SCORE]
    with pytest.raises(ValueError, match="'nobody'"):
        explain("nobody", *all_of(sample), sample["endorsements"], end=WINDOW_ENDS[0])


def test_a_sphere_score_uses_that_sphere_alone(sample, scale):
    table = sphere_scores(*all_of(sample), sample["endorsements"], scale, end=WINDOW_ENDS[0])
    assert list(table) == sorted(sample["people"]["sphere"].unique())
    at_home = sample["people"].set_index("person")["sphere"]
    for sphere in table:
        assert table.loc[at_home == sphere, sphere].mean() > table.loc[at_home != sphere, sphere].mean() + 5
    inside = [sample[name].query("sphere == 'music'") for name in ("interactions", "posts", "endorsements")]
    own = signals(inside[0], inside[1], sample["accounts"], sample["follows"], end=WINDOW_ENDS[0])
    expected = rate(raw_2012(own, counted_endorsements(inside[2], end=WINDOW_ENDS[0])), scale)["score"]
    pd.testing.assert_series_equal(table["music"], expected, check_names=False)


def test_tables_without_their_columns_are_refused_with_the_way_to_mend(sample, scale):
    with pytest.raises(ValueError, match=r"raw_2012 or raw_2011 has them"):
        rate(pd.DataFrame({"raw": [1.0]}), scale)
    with pytest.raises(ValueError, match=r"sample/endorsements"):
        counted_endorsements(pd.DataFrame({"giver": ["a"]}), end=END)
    with pytest.raises(ValueError, match=r"style_matrix"):
        style(sample["posts"], sample["interactions"], pd.DataFrame())
    with pytest.raises(ValueError, match=r"endorsements lacks the column sphere"):
        sphere_scores(*all_of(sample), sample["endorsements"].drop(columns="sphere"), scale, end=END)


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


def test_style_reaches_every_cell_of_the_grid_by_quartiles():
    rows = []
    for i in range(4):
        for j in range(4):
            person = f"{i}{j}"
            rows += [(person, "post")] * 8 + [(person, "reshare")] * (2 * j) + [(person, "like")] * (8 * 3**i)
    table = pd.DataFrame(rows, columns=["actor", "kind"]).assign(target="someone")
    posts = table[table["kind"] == "post"].rename(columns={"actor": "person"})
    placed = style(posts, table[table["kind"] != "post"], load("published/style_matrix"))
    for person, (i, j) in {f"{i}{j}": (i, j) for i in range(4) for j in range(4)}.items():
        assert (placed.loc[person, "row"], placed.loc[person, "column"]) == (4 - i, 4 - j)
    assert placed["style"].nunique() == 16


@pytest.mark.parametrize("kind", ["reply", "mention"])
def test_replies_and_mentions_are_taking_part(kind):
    given = pd.DataFrame([("talker", kind)] * 3 + [("other", "like")] * 3, columns=["actor", "kind"]).assign(target="x")
    table = style(pd.DataFrame({"person": ["talker", "other"]}), given, load("published/style_matrix"))
    assert table.loc["talker", "participating"] > table.loc["other", "participating"]
