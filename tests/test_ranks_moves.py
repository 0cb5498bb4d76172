"""Protects how far one choice moves people: a dead choice moves nobody, and the moves are those of a plain loop."""

import numpy as np
import pandas as pd
import pytest
from test_ranks import prepared_sample
from test_ranks import prepared_world as prepared
from worlds import world

from helpers.ranks import CHOICES, mean_ranks, moves_by_choice, points_under, rule_draws

FEW = {name: CHOICES[name] for name in ("per_post", "networks", "audience")}


@pytest.fixture(scope="module")
def small():
    reactions = [("b", "a", "like", 1), ("c", "a", "reshare", 3), ("a", "b", "reply", 2), ("c", "b", "like", 40)]
    posts = [("a", 1), ("b", 2), ("b", 3), ("b", 50), ("c", 1)]
    return prepared(world(reactions, posts, followers={"a": 5, "b": 900, "c": 30}))


def test_the_moves_are_those_of_a_plain_loop(small):
    found = moves_by_choice(small, n=6, seed=3, choices=FEW)
    start, anew = rule_draws(6, seed=3, choices=FEW), rule_draws(6, seed=4, choices=FEW)
    for name in FEW:
        moves = []
        for row in range(6):
            one, other = start.iloc[[row]].copy(), start.iloc[[row]].copy()
            other[name] = anew[name].iloc[[row]].to_numpy()
            before, after = (mean_ranks(points_under(small, rules))[0] for rules in (one, other))
            moves.append(100 * np.mean(np.abs(after - before)) / len(small.people))
        assert found[name].value == pytest.approx(np.mean(moves)) and found[name].n == 6


def test_a_choice_with_one_option_moves_nobody_and_the_largest_move_stands_first():
    found = moves_by_choice(prepared_sample(), n=12, choices=FEW | {"window": [90]})
    assert (found["window"].value, found["window"].low, found["window"].high) == (0, 0, 0)
    values = [e.value for e in found]
    assert values == sorted(values, reverse=True) and values[0] > 0
    assert found.index[-1] == "window"


def test_the_same_seed_gives_the_same_moves(small):
    one, two = (moves_by_choice(small, n=5, seed=1, choices=FEW) for _ in range(2))
    pd.testing.assert_series_equal(one, two)


def test_too_few_sets_of_rules_are_refused(small):
    with pytest.raises(ValueError, match="expected n of 3 or more sets of rules, got 2"):
        moves_by_choice(small, n=2)
