"""Protects bradley_terry: a published baseball season, closed forms, properties, and data without a finite answer."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from published_tables import BASEBALL

from helpers.stats import bradley_terry


def season() -> pd.DataFrame:
    """One row per game: winner, loser, and whether the winner played at home."""
    games = []
    for line in BASEBALL.strip().splitlines():
        home, guests = line.split(": ")
        for guest in guests.split(", "):
            name, won, lost = guest.rsplit(" ", 2)
            games += [(home, name, True)] * int(won) + [(name, home, False)] * int(lost)
    return pd.DataFrame(games, columns=["winner", "loser", "at_home"])


# Published: Agresti (2002), table 10.11 and section 10.6; tests of the R package BradleyTerry2


def test_abilities_against_baltimore():
    games = season()
    table = bradley_terry(games["winner"], games["loser"])
    assert table.index.tolist() == ["Baltimore", "Boston", "Cleveland", "Detroit", "Milwaukee", "New York", "Toronto"]
    assert table.loc["Baltimore"].tolist() == [0, 0]
    expected = [0, 0.68385, 1.10770, 1.24762, 1.29449, 1.43641, 1.58136]
    np.testing.assert_allclose(table["strength"].sort_values(), expected, atol=1e-5)
    assert table["se"].drop("Baltimore").between(0.33, 0.345).all()
    best = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
    assert table["strength"].sort_values(ascending=False).index.tolist() == best


def test_abilities_with_the_home_effect():
    games = season()
    table = bradley_terry(games["winner"], games["loser"], home=games["at_home"])
    assert table.index[-1] == "home"
    assert table.loc["home", "strength"] == pytest.approx(0.302, abs=5e-4)
    ability = np.exp(table["strength"].drop("home"))
    share = (ability / ability.sum()).sort_values()
    np.testing.assert_allclose(share, [0.044, 0.088, 0.137, 0.157, 0.164, 0.190, 0.220], atol=5e-4)


# Closed forms


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.integers(1, 60))
def test_two_players_have_the_log_of_wins_over_losses(won, lost):
    table = bradley_terry(["ben"] * won + ["ann"] * lost, ["ann"] * won + ["ben"] * lost)
    assert table.loc["ben", "strength"] == pytest.approx(math.log(won / lost), abs=1e-8)
    assert table.loc["ben", "se"] == pytest.approx(math.sqrt(1 / won + 1 / lost), rel=1e-6)


def test_two_players_with_a_home_effect_by_hand():
    # at ann's: ann 6, ben 2, log odds log(3); at ben's: ann 1, ben 4, log odds log(1/4)
    winners = ["ann"] * 6 + ["ben"] * 2 + ["ann"] + ["ben"] * 4
    losers = ["ben"] * 6 + ["ann"] * 2 + ["ben"] + ["ann"] * 4
    at_home = [True] * 6 + [False] * 2 + [False] + [True] * 4
    table = bradley_terry(winners, losers, home=at_home)["strength"]
    assert table["home"] == pytest.approx((math.log(3) + math.log(4)) / 2, abs=1e-8)
    assert table["ben"] == pytest.approx((math.log(4) - math.log(3)) / 2, abs=1e-8)


def test_a_circle_of_wins_makes_all_equal():
    table = bradley_terry(["a", "b", "c"] * 4, ["b", "c", "a"] * 4)
    np.testing.assert_allclose(table["strength"], 0, atol=1e-10)


# Properties


@st.composite
def connected_contests(draw):
    names = "abcde"[: draw(st.integers(2, 5))]
    circle = [(one, other) for one, other in zip(names, names[1:] + names[0], strict=True)]
    more = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=25))
    return circle + [(one, other) for one, other in more if one != other]


@settings(deadline=None, max_examples=40)
@given(connected_contests())
def test_expected_wins_equal_the_wins(contests):
    """The maximum of the likelihood is where each player is expected to win as often as they did."""
    strength = bradley_terry(*zip(*contests, strict=True))["strength"]
    for name in strength.index:
        expected = sum(
            1 / (1 + math.exp(strength[other] - strength[name]))
            for pair in contests
            if name in pair
            for other in [pair[0] if pair[1] == name else pair[1]]
        )
        assert expected == pytest.approx(sum(winner == name for winner, _ in contests), abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(connected_contests(), st.randoms(use_true_random=False))
def test_order_of_contests_does_not_matter_and_swapping_sides_turns_the_signs(contests, random):
    first = bradley_terry(*zip(*contests, strict=True))
    shuffled = random.sample(contests, len(contests))
    pd.testing.assert_frame_equal(bradley_terry(*zip(*shuffled, strict=True)), first)
    winners, losers = zip(*contests, strict=True)
    np.testing.assert_allclose(bradley_terry(losers, winners)["strength"], -first["strength"], atol=1e-7)


# Edges


def test_contests_with_something_missing_are_left_out():
    whole = bradley_terry(["a", "b", "a"], ["b", "a", "b"])
    holes = bradley_terry(["a", "b", "a", None, "a"], ["b", "a", "b", "a", np.nan])
    pd.testing.assert_frame_equal(holes, whole)


def test_names_may_be_numbers():
    assert bradley_terry([7, 3, 7], [3, 7, 3]).index.tolist() == [3, 7]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_group_that_never_lost_is_named(data):
    inside = data.draw(connected_contests())
    outside = [(one.upper(), other.upper()) for one, other in data.draw(connected_contests())]
    across = [(inside[0][0], outside[0][0])] if data.draw(st.booleans()) else []
    contests = inside + outside + across
    with pytest.raises(ValueError, match="never did") as error:
        bradley_terry(*zip(*contests, strict=True))
    named = set(str(error.value).split("never did (")[1].split(")")[0].split(", ")) - {"..."}
    assume(named)
    assert all(winner in named for winner, loser in contests if loser in named)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bradley_terry(["a", "a"], ["b", "c"]), r"1 of 3 who never did \(a\)"),
        (lambda: bradley_terry(["a"], ["b"]), "lead has no finite estimate"),
        (lambda: bradley_terry([], []), "at least one contest"),
        (lambda: bradley_terry([None], ["b"]), "at least one contest"),
        (lambda: bradley_terry(["a", "b"], ["b"]), "one length"),
        (lambda: bradley_terry(["a", "b", "a"], ["b", "a", "a"]), "'a' is winner and loser"),
        (lambda: bradley_terry(["a", "b"], ["b", "a"], home=[True]), "one length"),
        (lambda: bradley_terry(["a", "b"], ["b", "a"], home=["a", "b"]), "True and False"),
        (lambda: bradley_terry(["home", "b"], ["b", "home"], home=[True, False]), "rename the player"),
        # the home side always wins
        (lambda: bradley_terry(["a", "b"], ["b", "a"], home=[True, True]), "home effect without a finite"),
        # always at the same place: strength and place are one
        (lambda: bradley_terry(["a", "b"], ["b", "a"], home=[True, False]), "home effect without a finite"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
