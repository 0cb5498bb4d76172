"""Protects the figures on chasing the number: marks stand where the values are, and the words hold the same numbers."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers import gaming
from helpers.data import load
from helpers.evidence import estimate
from helpers.stats import Estimate


def about(value, apart=0.1):
    return Estimate(value, value - apart, value + apart, 40, 0.95, "by hand")


HOURS = pd.DataFrame({"good": [1.0, 0.0], "points": [10.4, 28.2]}, index=["prepare a lesson", "buy bots"])
FOUND = pd.DataFrame(
    {
        "score": [about(0.64), about(0.03)],
        "followers": [about(0.32), about(-0.23)],
        "good": [about(2.34), about(1.23)],
    },
    index=pd.Index([0.0, 1.0], name="pressure"),
)
CHANGE = pd.DataFrame(
    {"bots": [about(40.2), about(-0.2)], "pod": [about(0.0), about(13.8)]}, index=["tunkrank", "klout_like"]
)
SIMULATED = pd.DataFrame({"validity": [about(0.66), about(0.53)], "test-retest": [about(0.44), about(0.96)]}, [0, 0.95])
CLOSED = pd.DataFrame({"validity": [0.7, 0.5], "test-retest": [0.4, 0.9]}, index=[0.0, 0.95])
SHARES = {
    0: pd.DataFrame({"world_1": [1.0, 2.0], "world_2": [1.1, 1.9]}),
    0.9: pd.DataFrame({"world_1": [0.5, 3.0], "world_2": [2.5, 0.2]}),
}
AGREE = {0: about(0.92), 0.9: about(0.2)}
TOLD_APART = {"all six together": about(98, 1), "pictures": about(93, 2)}
CURVES = {d: pd.Series([100.0, 100.0 / d], index=[0.0, 0.4]) for d in (1, 2, 3)}
EVEN = {1: 0.162, 2: 0.073, 3: 0.052}
HUNTED, REAL = {0.05: about(0.6)}, {0.1: Estimate(0.2, 0.1, 0.4, 200, 0.95, "by hand")}


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


@pytest.fixture
def axes():
    fig, axes = plt.subplots(1, 2)
    yield axes
    plt.close(fig)


def points(ax):
    """Every point of every line on the axes, with the shape of its mark."""
    lines = ((line.get_marker(), line.get_xydata()) for line in ax.lines)
    return [(mark, *(round(float(number), 6) for number in xy)) for mark, data in lines for xy in data]


def labels(ax):
    return [text.get_text() for text in ax.texts]


def test_hours_stand_at_their_good_and_points(ax):
    words = gaming.draw_hours(ax, HOURS)
    assert points(ax) == [("o", 1, 10.4), ("D", 0, 28.2)]
    assert labels(ax) == list(HOURS.index)
    assert "prepare a lesson 1.00 and 10.4; buy bots 0.00 and 28.2." in words


def test_pressure_draws_score_and_followers_left_and_good_right(axes):
    words = gaming.draw_pressure(axes, FOUND)
    left, right = axes
    assert points(left) == [("o", 0, 0.64), ("o", 1, 0.03), ("s", 0, 0.32), ("s", 1, -0.23)]
    assert points(right) == [("o", 0, 2.34), ("o", 1, 1.23)]
    assert [name.xy[1] for name in left.texts] == [0.64, 0.32]
    assert "0.0 0.64, 0.32, 2.34; 1.0 0.03, -0.23, 1.23." in words


def test_the_bands_of_pressure_are_the_intervals(axes):
    gaming.draw_pressure(axes, FOUND)
    bands = [band.get_paths()[0].vertices for ax in axes for band in ax.collections]
    ends = [(band[:, 1].min(), band[:, 1].max()) for band in bands]
    assert ends == [pytest.approx(pair) for pair in ((-0.07, 0.74), (-0.33, 0.42), (1.13, 2.44))]


def test_the_grid_says_in_each_cell_what_was_gained(ax):
    words = gaming.draw_bought(ax, CHANGE, ["100 bots", "a pod"])
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert cells == {(0, 0): "40", (1, 0): "0", (0, 1): "0", (1, 1): "14"}
    assert [name.get_text() for name in ax.get_yticklabels()] == ["tunkrank", "klout-like"]
    assert [name.get_text() for name in ax.get_xticklabels()] == ["100 bots", "a pod"]
    assert "Across: 100 bots, a pod." in words
    assert "tunkrank: 40, 0; klout-like: 0, 14." in words


def test_a_display_has_dots_for_the_simulation_and_lines_for_the_formula(axes):
    gaming.draw_display(axes, SIMULATED, CLOSED, shares=SHARES, agree=AGREE)
    found = points(axes[0])
    assert [point for point in found if point[0] == "o"] == [("o", 0, 0.66), ("o", 0.95, 0.53)]
    assert [point for point in found if point[0] == "s"] == [("s", 0, 0.44), ("s", 0.95, 0.96)]
    assert [point[1:] for point in found if point[0] == "None"] == [(0, 0.7), (0.95, 0.5), (0, 0.4), (0.95, 0.9)]
    named = {text.get_text(): text.xy for text in axes[0].texts}
    assert named["test-retest"] == pytest.approx((0.5, 0.4 + 0.5 * 0.5 / 0.95))


def test_two_worlds_stand_beside_a_display(axes):
    words = gaming.draw_display(axes, SIMULATED, CLOSED, shares=SHARES, agree=AGREE)
    assert points(axes[1]) == [("o", 1, 1.1), ("o", 2, 1.9), ("s", 0.5, 2.5), ("s", 3, 0.2)]
    assert axes[1].get_title() == "circles 0 %, squares 90 %"
    assert "0.0 0.66 and 0.44; 0.95 0.53 and 0.96." in words
    assert "with 0 % steered (r 0.92), scattered with 90 % (0.20)." in words


def test_signals_stand_below_each_other_with_a_coin_at_50(ax):
    words = gaming.draw_told_apart(ax, TOLD_APART)
    assert [point for point in points(ax) if point[0] == "o"] == [("o", 98, 0), ("o", 93, 1)]
    assert [name.get_text() for name in ax.get_yticklabels()] == list(TOLD_APART)
    assert {text.get_text(): text.xy[0] for text in ax.texts} == {"a coin": 50}
    assert "all six together 98 [97, 99]; pictures 93 [91, 95]." in words


def test_the_accused_are_drawn_in_percent(ax):
    words = gaming.draw_accused(ax, CURVES, EVEN, simulated=HUNTED, real=REAL)
    found = points(ax)
    curves = [(0, 100), (40, 100), (0, 100), (40, 50), (0, 100), (40, 33.333333)]
    assert [point[1:] for point in found if point[0] == "None"] == curves
    assert [point for point in found if point[0] in ("o", "D")] == [("o", 5, 60), ("D", 10, 20)]
    assert {text.get_text(): text.xy for text in ax.texts}["d' = 2"] == (20, 75)
    ends = [bar.get_segments()[0] for bar in ax.collections]
    assert np.allclose(ends, [[[5, 50], [5, 70]], [[10, 10], [10, 40]]])
    assert "16.2 % (d' = 1), 7.3 % (d' = 2), 5.2 % (d' = 3)" in words


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: gaming.draw_hours(None, HOURS[["good"]]), "points"),
        (lambda: gaming.draw_pressure((None, None), FOUND[["score", "good"]]), "followers"),
        (lambda: gaming.draw_bought(None, CHANGE, ["bots"]), "expected 2 names, got 1"),
        (lambda: gaming.draw_display((), SIMULATED[["validity"]], CLOSED, shares=SHARES, agree=AGREE), "test-retest"),
        (lambda: gaming.draw_display((), SIMULATED, CLOSED, shares=SHARES, agree={0: about(1)}), "same two shares"),
        (lambda: gaming.draw_accused(None, CURVES, {1: 0.2}, simulated=HUNTED, real=REAL), "three d'"),
        (lambda: gaming.side_by_side({}), "at least one table"),
        (lambda: gaming.display_formula(1), "to below 1"),
        (lambda: gaming.display_formula(0.5, luck_sd=-1), "spreads of 0 or more"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# Tables beside the figures


def test_variants_side_by_side():
    table = gaming.side_by_side({"as above": FOUND, "kinder": FOUND.iloc[::-1].set_axis(FOUND.index)})
    assert table["correlation"].loc["as above"].tolist() == ["0.64 [0.54, 0.74]", "0.03 [-0.07, 0.13]"]
    assert table["good done"].loc["kinder"].tolist() == [1.23, 2.34]


def test_a_number_that_rounds_to_nothing_has_no_sign():
    assert gaming.bracketed(about(-0.001, 0.002)) == "0.00 [0.00, 0.00]"


def test_which_formulas_lie_outside_the_simulation():
    table = pd.DataFrame({"simulated": [about(1.0)] * 5, "closed_form": [0.89, 0.91, 1.09, 1.11, np.nan]})
    assert gaming.outside_interval(table).tolist() == [True, False, False, True, False]


def test_the_formula_of_a_display_is_what_displayed_sets_beside_the_simulation():
    beside = gaming.displayed(0.9, number_sd=0.2, luck_sd=0.7, n=10, worlds=2, periods=1)["closed_form"]
    assert beside.to_dict() == gaming.display_formula(0.9, number_sd=0.2, luck_sd=0.7)


def test_signals_are_told_with_the_best_first():
    evidence = load("evidence/instafake")
    found = gaming.told_apart(evidence)
    assert found["pictures"] == estimate(evidence, "signal_media_concordance").times(100)
    assert list(found) == sorted(found, key=lambda name: -found[name].value)
    assert len(found) == 7
