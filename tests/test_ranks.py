"""Protects the ranks under other luck and other rules: agreement with `helpers.signals` and `raw_2012`, the choices,
and what drives the ranks.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import END, world

from helpers.data import load
from helpers.ranks import (
    CHOICES,
    DEFAULT,
    KINDS,
    WHY,
    bootstrap_points,
    driving_choices,
    mean_rank_change,
    mean_ranks,
    points_under,
    prepare,
    rank_ranges,
    rule_combinations,
    rule_draws,
    told_apart,
)
from helpers.ranks.ranges import _ends
from helpers.ranks.rules import normalised, over_networks
from helpers.score import counted_endorsements, raw_2012
from helpers.signals import signals
from helpers.simulate import simulate

people = st.sampled_from(["a", "b", "c", "d"])
reactions = st.lists(
    st.tuples(people, people, st.sampled_from(["like", "reply", "mention", "reshare"]), st.integers(0, 95)), max_size=20
)
some_posts = st.lists(st.tuples(people, st.integers(0, 95)), min_size=1, max_size=8)
default = pd.DataFrame([DEFAULT])


@cache
def sample():
    return {name: load(f"sample/{name}") for name in ("interactions", "posts", "accounts", "follows", "endorsements")}


@cache
def prepared_sample():
    tables = sample()
    return prepare(*(tables[name] for name in ("interactions", "posts", "accounts", "endorsements")), end=END)


def prepared_world(tables, **options):
    return prepare(tables["interactions"], tables["posts"], tables["accounts"], end=END, **options)


def given_to_own_posts(rows, posts):
    """Reactions that name a post of their target, in turn; a mention, and a target without posts, names none."""
    own = {}
    for number, (author, _) in enumerate(posts):
        own.setdefault(author, []).append(number)
    result = []
    for i, (actor, target, kind, age) in enumerate(rows):
        numbers = own.get(target, [])
        post = (numbers[i % len(numbers)],) if numbers and kind != "mention" else ()
        result.append((actor, target, kind if post else "mention", age, *post))
    return result


def test_the_default_rules_are_those_of_2012():
    tables = sample()
    table = signals(*(tables[name] for name in ("interactions", "posts", "accounts", "follows")), end=END)
    raw = raw_2012(table, counted_endorsements(tables["endorsements"], end=END))
    expected = raw.loc[raw["active"], "raw"]
    points = points_under(prepared_sample(), default).iloc[0]
    assert points.index.equals(expected.index)
    np.testing.assert_allclose(points, expected, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(mean_ranks(points), mean_ranks(expected))


@pytest.mark.parametrize(("window", "half_life", "kinds"), [(30, 10.0, "equal"), (60, math.inf, "reshares most")])
def test_every_window_is_counted_as_signals_counts_it(window, half_life, kinds):
    tables, prepared = sample(), prepared_sample()
    raw_tables = (tables[name] for name in ("interactions", "posts", "accounts", "follows"))
    table = signals(*raw_tables, end=END, days=window, half_life=half_life, kind_weights=KINDS[kinds])
    table = prepared.accounts[["person", "network"]].merge(table, on=["person", "network"], how="left")
    counted = prepared.windows[window].count(len(table), half_life, KINDS[kinds], None)
    np.testing.assert_allclose(counted[0], table["engagement"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(counted[1], table["recent_posts"], rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(counted[2], (table["posts"] > 0) | (table["reactions"] > 0))
    plus_k = counted_endorsements(tables["endorsements"], end=END, days=window).reindex(prepared.people).fillna(0)
    np.testing.assert_allclose(prepared.endorsements[window] * 30, plus_k)


class Times:
    """A generator that draws what it is told, first for posts and mentions and then for reactors."""

    def __init__(self, *draws):
        self.draws = [np.array(draw) for draw in draws]

    def poisson(self, mean, n):
        assert mean == 1
        drawn = self.draws.pop(0)
        assert len(drawn) >= n
        return drawn[:n]


@given(reactions, some_posts, st.lists(st.integers(0, 3), min_size=30, max_size=30), st.data())
@settings(max_examples=25, deadline=None)
def test_luck_is_as_if_posts_and_reactors_stood_in_the_tables_so_many_times(rows, posts, source_times, data):
    rows = [row for row in given_to_own_posts(rows, posts) if row[0] != row[1]]
    tables = world([*rows, ("a", "b", "mention", 0)], posts=[*posts, ("b", 0)], followers=dict.fromkeys("abcd", 5))
    prepared = prepared_world(tables)
    given_in, written = tables["interactions"], tables["posts"]
    age = (pd.Timestamp(END) - given_in["time"].dt.normalize()).dt.days
    given_in, written = (
        given_in[age < 90].reset_index(drop=True),
        written[(pd.Timestamp(END) - written["time"].dt.normalize()).dt.days < 90],
    )
    posts_of = [*written["post"], *given_in["post"].dropna()]
    numbered = {post: number for number, post in enumerate(dict.fromkeys(posts_of))}
    actors = list(dict.fromkeys(given_in["actor"]))
    reactor_times = data.draw(st.lists(st.integers(0, 3), min_size=len(actors), max_size=len(actors)))
    found = prepared.windows[90].count(len(prepared.accounts), 30.0, KINDS["ours"], Times(source_times, reactor_times))

    copies, mentions = [], 0
    for _, row in given_in.iterrows():
        if pd.isna(row["post"]):
            times, mentions = source_times[len(numbered) + mentions], mentions + 1
        else:
            times = source_times[numbered[row["post"]]]
        for copy in range(reactor_times[actors.index(row["actor"])]):
            copies += [row.to_dict() | {"actor": f"{row['actor']}{copy}", "post": pd.NA}] * times
    expanded = pd.DataFrame(copies, columns=given_in.columns).astype(given_in.dtypes)
    repeated = written.loc[written.index.repeat([source_times[numbered[post]] for post in written["post"]])]
    expected = signals(expanded, repeated, tables["accounts"], tables["follows"], end=END).set_index("person")
    expected = expected.loc[prepared.accounts["person"]]
    np.testing.assert_allclose(found[0], expected["engagement"], atol=1e-12)
    np.testing.assert_allclose(found[1], expected["recent_posts"], atol=1e-12)
    np.testing.assert_array_equal(found[2], (expected["posts"] > 0) | (expected["reactions"] > 0))


def test_spread_of_engagement_from_luck_has_its_closed_form():
    # each of m reactors, with one mention of weight 2, adds R log(1 + 2 P), R and P independent Poisson(1):
    # the variance of one is 2 E[X^2] - E[X]^2 with X = log(1 + 2 P)
    m = 6
    prepared = prepared_world(world([(f"r{i}", "a", "mention", 0) for i in range(m)], followers={"a": 1}))
    k = np.arange(40)
    chance = np.exp(-1) / np.array([math.factorial(i) for i in k], dtype=float)
    first, second = (chance * np.log1p(2 * k)).sum(), (chance * np.log1p(2 * k) ** 2).sum()
    rng = np.random.default_rng(0)
    drawn = [prepared.windows[90].count(1, 30.0, KINDS["ours"], rng)[0][0] for _ in range(20_000)]
    assert np.mean(drawn) == pytest.approx(m * first, rel=0.02)
    assert np.var(drawn) == pytest.approx(m * (2 * second - first**2), rel=0.04)


def test_the_bootstrap_error_is_not_below_the_spread_over_luck():
    bands = load("published/belgium_distribution")
    points, errors = [], []
    for luck_seed in range(6):
        tables = simulate(bands, seed=5, n_people=300, luck_seed=luck_seed)
        prepared = prepare(tables["interactions"], tables["posts"], tables["accounts"], end=END)
        drawn = bootstrap_points(prepared, n_draws=60, seed=luck_seed)
        points.append(points_under(prepared, default).iloc[0])
        errors.append(drawn.std(axis="columns"))
    points, errors = (pd.concat(columns, axis="columns").dropna() for columns in (points, errors))
    spread, error = np.sqrt(points.var(axis="columns").mean()), np.sqrt((errors**2).mean(axis="columns").mean())
    assert len(points) > 100
    assert 1 < error / spread < 1.7


def test_a_draw_is_had_again_by_its_label():
    prepared = prepared_sample()
    draws = rule_draws(12, seed=3)
    points = points_under(prepared, draws, luck_seed=4)
    pd.testing.assert_frame_equal(points_under(prepared, draws.loc[[7]], luck_seed=4), points.loc[[7]])
    assert not points_under(prepared, draws.loc[[7]], luck_seed=5).equals(points.loc[[7]])
    again = bootstrap_points(prepared, n_draws=3, seed=4)
    pd.testing.assert_series_equal(again[2], points_under(prepared, default.set_index(pd.Index([2])), luck_seed=4).T[2])
    pd.testing.assert_frame_equal(rule_draws(12, seed=3), draws)


def test_one_draw_of_luck_serves_all_components():
    # one mention makes the account active: with it there are engagement and audience (1.5 points), without it neither
    prepared = prepared_world(world([("b", "a", "mention", 0)], followers={"a": 7}))
    draws = pd.DataFrame({"half_life": [10.0] * 80, "kinds": "equal"})
    points = points_under(prepared, draws, luck_seed=0)["a"]
    assert (points == 0).any()
    assert (points[points > 0] > 1.5 + 10 * math.log2(1 + math.log(2)) - 1e-9).all()


def test_every_option_has_a_reason_and_the_default_is_among_them():
    listed = {name: len(options) if isinstance(options, list) else 1 for name, options in CHOICES.items()}
    assert WHY.groupby("choice").size().to_dict() == listed
    for name, options in CHOICES.items():
        assert DEFAULT[name] in options if isinstance(options, list) else options[0] <= DEFAULT[name] <= options[1]
    assert len(rule_combinations()) == 3**5 * 4 * 2
    assert not rule_combinations().duplicated().any()


@pytest.mark.parametrize("name", list(CHOICES))
def test_every_option_moves_somebody(name):
    levels = list(CHOICES[name])
    base = {"normalisation": "z-score"} if name in ("audience", "endorsements") else {}
    points = points_under(prepared_sample(), pd.DataFrame([{**DEFAULT, **base, name: level} for level in levels]))
    ranks = mean_ranks(points)
    assert len(np.unique(ranks, axis=0)) == len(levels)


def test_networks_and_scales_by_hand():
    values, first = np.array([1.0, 3.0, 7.0]), np.array([0, 2])
    assert over_networks(values, first, "sum").tolist() == [3, 3]
    assert over_networks(values, first, "best").tolist() == [2, 3]
    assert over_networks(values, first, "pooled").tolist() == pytest.approx([math.log2(5), 3])
    x = np.array([0.0, 2.0, 2.0, 4.0])
    assert normalised(x, "points", "arithmetic").tolist() == x.tolist()
    assert normalised(x, "percentile", "arithmetic").tolist() == [0.125, 0.5, 0.5, 0.875]
    assert normalised(x, "z-score", "arithmetic").tolist() == pytest.approx([-math.sqrt(2), 0, 0, math.sqrt(2)])
    top = 2 + 0.97 * 2  # the 99 % quantile lies 2.97 places up
    assert normalised(x, "min-max", "arithmetic").tolist() == pytest.approx([0, 2 / top, 2 / top, 1])
    assert normalised(x, "min-max", "geometric").tolist() == pytest.approx(np.log([1, *[1 + 99 * 2 / top] * 2, 100]))
    for normalisation in ("z-score", "min-max"):
        assert normalised(np.ones(3), normalisation, "geometric").tolist() == [0, 0, 0]
    rare = np.append(np.zeros(500), 1.0)  # a 99 % quantile at the smallest value
    assert normalised(rare, "min-max", "arithmetic")[-1] == 1


def test_rank_change_by_hand():
    # one mention of weight 2 beats followers unless they weigh a lot: then a (7 followers) passes b (none)
    prepared = prepared_world(world([("c", "b", "mention", 0)], posts=[("a", 0)], followers={"a": 7}))
    assert prepared.people.tolist() == ["a", "b"]
    draws = pd.DataFrame({"audience": [DEFAULT["audience"], 0.5]}, index=[3, 9])
    assert mean_rank_change(prepared, draws).to_dict() == {3: 0, 9: 50}
    points = points_under(prepared, draws)
    assert points.loc[9].to_dict() == pytest.approx({"a": 0.5 * 10 * 3, "b": 10 * math.log2(1 + math.log(3))})


def test_unrelated_orders_differ_by_a_third():
    rng = np.random.default_rng(0)
    ranks = mean_ranks(rng.random((400, 500)))
    assert np.abs(ranks[1:] - ranks[0]).mean() / 500 == pytest.approx(1 / 3, abs=0.01)


def test_driving_choices_can_be_followed_draw_by_draw():
    prepared = prepared_sample()
    found = driving_choices(prepared, n=64, seed=1)
    assert found.shares.index.tolist() == list(CHOICES)
    assert len(found.draws) == 64 * (len(CHOICES) + 2)
    assert (found.shares["total_high"] > 0).all()
    some = found.draws.loc[[5, 77, 400]]
    again = mean_rank_change(prepared, some.drop(columns="mean_rank_change"))
    pd.testing.assert_series_equal(again, some["mean_rank_change"])
    pd.testing.assert_frame_equal(driving_choices(prepared, n=64, seed=1).shares, found.shares)


@pytest.mark.parametrize("dead", ["endorsements", "window", "per_post"])
def test_a_choice_without_effect_fails_by_name(dead):
    tables = sample()
    without_k = prepare(tables["interactions"], tables["posts"], tables["accounts"], end=END)
    choices = CHOICES | {"window": [90]} if dead == "window" else dict(CHOICES)
    if dead == "per_post":
        choices |= {"per_post": [0.5, 0.5]}
    prepared = without_k if dead == "endorsements" else prepared_sample()
    with pytest.raises(ValueError, match=f"'{dead}'.*moves no rank"):
        driving_choices(prepared, n=4, choices=choices)


def test_ranges_are_the_quantiles_of_their_draws():
    prepared = prepared_sample()
    luck = bootstrap_points(prepared, n_draws=120, seed=2)
    found = rank_ranges(prepared, n_draws=100, seed=1, luck=luck)
    np.testing.assert_array_equal(found["rank"], mean_ranks(points_under(prepared, default))[0])
    ranks = luck.rank(ascending=False)
    np.testing.assert_allclose(found["luck_low"], ranks.quantile(0.025, axis="columns"))
    both = points_under(prepared, rule_draws(100, seed=5), luck_seed=5).rank(axis="columns", ascending=False)
    np.testing.assert_allclose(found["both_high"], both.quantile(0.975))
    widths = [(found[f"{source}_high"] - found[f"{source}_low"]).mean() for source in ("luck", "rules", "both")]
    assert widths[2] > max(widths[:2])
    assert (found.filter(like="_error") >= 0).all(axis=None)
    other = rank_ranges(prepared, n_draws=100, seed=1, choices={"window": [90]}, luck=luck)
    assert (other["rules_low"] == found["rank"]).all()
    pd.testing.assert_series_equal(other["luck_low"], found["luck_low"])


def test_error_of_a_quantile_has_its_closed_form():
    # of n uniform numbers the quantile at p has the standard error sqrt(p (1 - p) / n)
    drawn = np.random.default_rng(0).random((2_000, 400))
    low, high, error = _ends(drawn, 0.9)
    expected = math.sqrt(0.05 * 0.95 / 2_000)
    assert [low.std(), high.std()] == pytest.approx([expected, expected], rel=0.15)
    assert expected < error.mean() < 1.4 * expected  # the larger of the two ends


def test_who_is_told_apart():
    ranges = pd.DataFrame({"from": [1, 1, 2.5, 3, 4], "to": [2, 3, 4, 5, 5]})
    assert told_apart(ranges, low="from", high="to").to_dict() == {"above": 1, "below": 1, "across": 3, "n": 5}
    assert told_apart(ranges, low="from", high="to", place=3.5)["above"] == 2
    with pytest.raises(ValueError, match="low"):
        told_apart(ranges)


def test_people_and_networks_that_are_not_ranked_give_no_points():
    tables = world(
        [("b", "a", "like", 0, 0), ("b", "z", "like", 0, 1)], posts=[("a", 0), ("q", 95)], followers={"a": 3}
    )
    tables["accounts"] = tables["accounts"][tables["accounts"]["person"] != "z"]
    prepared = prepared_world(tables)
    assert prepared.people.tolist() == ["a"]
    # the like for z, who has no account, still halves what the like for a weighs
    expected = 10 * math.log2(1 + math.log(1 + 0.5) / math.sqrt(2)) + 0.5 * math.log2(1 + 3)
    assert points_under(prepared, default).loc[0, "a"] == pytest.approx(expected, abs=1e-9)


def test_nobody_reacted():
    prepared = prepared_world(world([], posts=[("a", 0), ("b", 3)], followers={"a": 1}))
    assert points_under(prepared, default).loc[0].to_dict() == {"a": 0.5, "b": 0}
    assert bootstrap_points(prepared, n_draws=50).loc["a"].isin([0, 0.5]).all()


@pytest.mark.parametrize(
    ("draws", "message"),
    [
        ({"windw": [30]}, "'windw'"),
        ({"window": [45]}, "45"),
        ({"kinds": ["likes"]}, "'likes'"),
        ({"normalisation": ["ranks"]}, "'ranks'"),
        ({"half_life": [0]}, "half_life"),
        ({"audience": [-0.1]}, "audience"),
        ({"per_post": [np.nan]}, "per_post"),
    ],
)
def test_rules_that_nobody_declared_are_refused(draws, message):
    with pytest.raises(ValueError, match=message):
        points_under(prepared_sample(), pd.DataFrame(draws))


def test_other_calls_that_are_refused():
    prepared = prepared_sample()
    with pytest.raises(ValueError, match="whole numbers"):
        points_under(prepared, default.set_index(pd.Index(["x"])), luck_seed=0)
    with pytest.raises(ValueError, match="2 or more draws"):
        bootstrap_points(prepared, n_draws=1)
    with pytest.raises(ValueError, match="100 or more draws"):
        rank_ranges(prepared, n_draws=99)
    with pytest.raises(ValueError, match="each of the people"):
        rank_ranges(prepared, n_draws=100, luck=pd.DataFrame(np.zeros((2, 100))))
    with pytest.raises(ValueError, match="missing"):
        mean_ranks([1.0, np.nan])
    with pytest.raises(ValueError, match="nobody"):
        prepared_world(world([], posts=[("a", 95)]))
    with pytest.raises(ValueError, match="list of options"):
        prepared_world(world([], posts=[("a", 0)]), choices={"window": (30, 90)})
    with pytest.raises(ValueError, match="'poke'"):
        prepared_world(world([("a", "b", "poke", 0)]))
