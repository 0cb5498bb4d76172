"""Protects the figures of the score and the sums behind them: marks stand where the values are, as the words say."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from worlds import END, world

from helpers import score
from helpers.figures import BLUE, GREY
from helpers.signals import signals
from helpers.stats import Estimate

STEPS = score.Scale(np.array([0.0, 100.0, 200.0]), np.array([10.0, 60.0, 80.0]), 30.0)
"""Half a point of score for each raw point up to 100, a fifth above."""


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def labels(ax):
    return [text.get_text() for text in ax.texts]


def test_the_map_marks_people_on_the_scale_and_says_what_points_buy(ax):
    words = score.draw_map(ax, STEPS, {"the blogger": 80, "the middle": 20}, up_to=200)
    line, blogger, middle = ax.lines
    assert np.allclose(line.get_ydata(), STEPS(line.get_xdata()))
    assert line.get_xdata()[-1] == 200
    assert blogger.get_xydata().tolist() == [[80, 50]]
    assert middle.get_xydata().tolist() == [[20, 20]]
    assert blogger.get_marker() != middle.get_marker()
    assert labels(ax) == ["the blogger: 80 points, score 50", "the middle: 20 points, score 20"]
    assert "rises from 10 and bends. Ten more points buy 5.0 score at 20 points, 5.0 at 60 and 2.0 at 130." in words
    assert words.endswith("The blogger stands at 80 points, score 50.")


def test_the_sources_stand_in_order_with_reactions_in_colour(ax):
    sources = pd.Series({"reactions, twitter": 20.0, "audience": 5.0, "+K": 0.5})
    words = score.draw_sources(ax, sources, score=31.4)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["+K", "audience", "reactions, twitter"]
    assert [bar.get_width() for bar in ax.patches] == [0.5, 5, 20]
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [to_hex(c) for c in (GREY, GREY, BLUE)]
    assert labels(ax) == ["0.5", "5.0", "20.0"]
    assert words.endswith("They add up to a raw score of 25.5, which the frozen scale turns into 31.")


def test_two_rules_are_drawn_person_by_person(ax):
    scores = pd.DataFrame({"2012": [52.0, 30.0], "2011": [49.0, 28.0]}, index=["p1", "p2"])
    agreement = Estimate(0.9, 0.8, 0.95, 2, 0.95, "by hand")
    words = score.draw_two_rules(ax, scores, blogger="p1", agreement=agreement, seen="lie low")
    same, people, blogger = ax.lines
    assert np.array_equal(same.get_xdata(), same.get_ydata())
    assert people.get_xydata().tolist() == [[52, 49], [30, 28]]
    assert blogger.get_xydata().tolist() == [[52, 49]]
    assert labels(ax) == ["the blogger: 52 becomes 49", "same score"]
    assert words.endswith("rank correlation 0.90, but lie low. The blogger goes from 52 to 49.")


def test_points_by_source_by_hand_with_the_best_network_first():
    reaction, audience = "a reaction (rules 1, 2 and 3)", "the audience (rule 4)"
    rows = [("blogs", reaction, 2.0), ("twitter", reaction, 3.0), ("twitter", reaction, 4.0)]
    rows += [("blogs", audience, 0.5), ("twitter", audience, 1.0), (None, "5 +K that count (capped)", 0.5)]
    explained = pd.DataFrame([*rows, (None, "step to 1-100", 9.0)], columns=["network", "rule", "points"])
    sources = score.points_by_source(explained)
    assert list(sources.items()) == [
        ("reactions, twitter", 7.0),
        ("reactions, blogs", 2.0),
        ("audience", 1.5),
        ("+K", 0.5),
    ]


def test_points_by_source_add_up_to_the_raw_score():
    tables = world([("b", "a", "like", 0), ("c", "a", "reshare", 1)], followers={"a": 127})
    plus_k = pd.DataFrame({"time": [END] * 2, "giver": ["b", "c"], "receiver": ["a", "a"]})
    sources = score.points_by_source(score.explain("a", **tables, endorsements=plus_k, end=END, scale=STEPS))
    raw = score.raw_2012(signals(**tables, end=END), score.counted_endorsements(plus_k, end=END))
    assert sources.sum() == pytest.approx(raw.loc["a", "raw"])
    assert sources[["audience", "+K"]].tolist() == [pytest.approx(3.5), pytest.approx(0.2)]


def test_points_by_source_of_an_idle_person_are_zero():
    idle = pd.DataFrame({"network": [None], "rule": ["step to 1-100: the frozen scale, not a rule"], "points": [10.0]})
    assert score.points_by_source(idle).to_dict() == {"audience": 0, "+K": 0}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: score.draw_map(None, STEPS, {}), "one or two marks, got 0"),
        (lambda: score.draw_map(None, STEPS, dict.fromkeys("abc", 1.0)), "one or two marks, got 3"),
        (lambda: score.points_by_source(pd.DataFrame({"rule": []})), "network"),
        (
            lambda: score.draw_two_rules(None, pd.DataFrame({"2012": [1]}), blogger="p", agreement=None, seen=""),
            "2011",
        ),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
