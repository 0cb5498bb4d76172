"""Protects the pictures and tables of what a number leaves open: marks stand where the values are, words hold them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.data import load
from helpers.evidence import estimate
from helpers.silence import (
    Difference,
    TippingPoint,
    Turn,
    both_shifts,
    bounds_table,
    care_handed_out,
    case_for_a_number,
    cases_table,
    draw_lowest,
    draw_tipping,
    draw_unseen,
    estimate_at_the_turn,
    needed_proxy,
    pairs_of_100,
    pupils_redrawn,
    silent_difference,
    tipping_point,
    turning_table,
    unseen_bounds,
    worst_case_concordance,
    worst_case_table,
)
from helpers.simulate import simulate
from helpers.spheres import SPHERES, pool, sphere_effects
from helpers.stats import Estimate


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def found(value, half=0.1, n=95):
    return Estimate(value, value - half, value + half, n, 0.95, "by hand")


def tip(delta, *values):
    """A path in steps of -1 whose interval is 0.05 to either side."""
    steps, values = -np.arange(float(len(values))), np.array(values)
    table = pd.DataFrame({"delta": steps, "value": values, "low": values - 0.05, "high": values + 0.05, "n": 95})
    return TippingPoint(delta, 0.02, found(values[0], 0.05), table)


TURN = Turn(12, tip(np.nan, 0.60, 0.62, 0.62), tip(-1.5, 0.60, 0.57, 0.53), Difference(-0.4, -0.1), found(59, 4))


# Pictures


def test_the_lowest_is_the_lower_bound_and_the_dot_where_the_sign_is_sure(ax):
    r1 = {"sport": found(0.6), "music": found(0.8)}
    words = draw_lowest(ax, r1)
    curves = [line for line in ax.lines if len(line.get_xdata()) == 101]
    for line, value in zip(curves, (0.6, 0.8), strict=True):
        assert line.get_ydata()[50] == pytest.approx(unseen_bounds(value, 0.5).low)
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] == pytest.approx([0.8, 0.6])
    assert words.startswith("Two rising lines") and "sport 0.80 [0.71, 0.87]; music 0.60 [0.44, 0.71]" in words


def test_more_lines_than_can_be_told_apart_are_refused(ax):
    with pytest.raises(ValueError, match="up to 5 correlations, got 6"):
        draw_lowest(ax, {str(i): found(0.5) for i in range(6)})


def test_intervals_that_leave_out_nought_are_counted(ax):
    cells = pd.DataFrame({"letters": [found(0.05), found(-0.3)], "care": [found(0.2), found(0.0)]})
    words = draw_unseen(ax, cells.set_axis(["score", "likes"]), seen="Some are high")
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] == [0.05, -0.3]
    assert "two a signal: letters, care." in words
    assert words.endswith("Some are high; 2 of 4 intervals leave it out: score 0.05, 0.20; likes -0.30, 0.00.")


def test_the_turn_and_the_truth_stand_where_they_are(ax):
    words = draw_tipping(ax, TURN, unit="log(1 + wins)")
    marks = {line.get_marker(): (line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines}
    assert marks["D"] == (-1.5, 50) and marks["X"] == (-0.1, 59)
    paths = [line.get_ydata().tolist() for line in ax.lines if len(line.get_xdata()) == 3]
    assert paths == [pytest.approx([60, 62, 62]), pytest.approx([60, 57, 53])]
    assert ax.get_xlabel() == "shift of the silent (SDs of log(1 + wins))"
    assert words.endswith("All alike it stays near 62; by score the band meets 50 at -1.50. The truth is 59 at -0.10.")
    with pytest.raises(ValueError, match="never holds 50"):
        draw_tipping(ax, TURN._replace(slope=TURN.level), unit="wins")


# Tables


def test_bounds_are_written_with_two_decimals():
    row = bounds_table({"sport": found(0.6)}, beliefs=(0.7, 0.9), at_least=0.3).loc["sport"]
    assert row.tolist() == [
        "0.60 [0.50, 0.70], n = 95", "-0.15 to 0.99", "0.19 to 0.89", "0.80", f"{needed_proxy(0.6, at_least=0.3):.2f}",
    ]  # fmt: skip
    assert row.index[1] == "whole, if r2 = 0.7" and row.index[-1] == "0.3 sure from r2"


def test_worst_cases_are_those_of_the_counts():
    table = worst_case_table({"sport": (found(0.66, 0.03, n=235), 270)})
    low, high = worst_case_concordance(0.66, 235, 35)
    assert table.loc["sport"].tolist()[:3] == ["235 of 270", "66 [63, 69]", f"{100 * low:.0f} to {100 * high:.0f}"]
    wide = worst_case_concordance(found(0.66, 0.03), 235, 35)
    assert table.loc["sport", "with sampling error"] == f"{100 * wide[0]:.0f} to {100 * wide[1]:.0f}"


def test_turns_are_written_with_their_error_and_none_as_never():
    row = turning_table({"science": TURN, "music": TURN._replace(slope=tip(0.0, 0.5, 0.5))})
    assert row.loc["science"].tolist() == [
        12,
        "60 [55, 65]",
        "not by −2",
        "-0.40",
        "-1.50 ± 0.02",
        "-0.10",
        "59 [55, 63]",
    ]
    assert row.loc["music", "holds 50, by score"] == "at 0"


def test_a_case_without_a_score_has_a_dash():
    cases = pd.DataFrame(
        {"case": ["a lounge"], "score": [40.0], "compared_with": [np.nan], "date": ["2012-05"], "source": ["x"]}
    )
    assert cases_table(cases).splitlines()[-1] == "| a lounge | 40 | – | 2012-05 | [page](x) |"
    with pytest.raises(ValueError, match="compared_with"):
        cases_table(cases.drop(columns="compared_with"))


def test_the_case_for_a_number_pools_with_and_without_the_pupils():
    evidence = {name: load(f"evidence/{name}") for name in SPHERES}
    effects, judged = sphere_effects(evidence), evidence["influencer_pairs"]
    five, four, influence, agree = case_for_a_number(effects, judged)
    pooled, less = pool(effects).iloc[0], pool(effects, leave_out="pupils").iloc[0]
    assert (five.value, five.high, five.n) == (100 * pooled["concordance"], 100 * pooled["concordance_high"], 5)
    assert (four.value, four.low, four.n) == (100 * less["concordance"], 100 * less["concordance_low"], 4)
    assert influence == estimate(judged, "score_concordance").times(100)
    assert agree == estimate(judged, "judge_agreement").times(100)
    alone = pairs_of_100(effects.query("measure == 'score'"))
    sport = estimate(evidence["nba"], "score_concordance").times(100)
    assert alone["nba"].n == sport.n and alone["nba"].value == pytest.approx(sport.value, abs=0.01)


# Worlds and silence


def test_the_same_care_goes_up_with_the_score_or_down():
    care, score = pd.Series([5.0, 1, 3, 2], list("abcd")), pd.Series([10, 10, 40, 30], list("abcd"))
    worlds = care_handed_out(care, score)
    assert worlds["care as it is"].tolist() == [5, 1, 3, 2]
    assert worlds["care in the order of the score"].tolist() == [1, 2, 5, 3]
    assert worlds["care in the opposite order"].tolist() == [5, 3, 1, 2]
    with pytest.raises(ValueError, match="same people in the same order"):
        care_handed_out(care, score.iloc[::-1])


def test_pupils_are_drawn_as_the_generator_draws_them():
    world = simulate(load("published/belgium_distribution"), everybody_reports=True)
    truth, told = world["truth"].set_index("person"), world["outcomes"].query("outcome == 'pupils_taught'")
    facts = truth.loc[told["person"]]
    drawn = pupils_redrawn(facts["care"], facts["impact"], facts[["care"]], n_draws=100)["care"]
    recorded = told.set_index("person")["value"].corr(facts["care"], method="spearman")
    assert drawn.min() < recorded < drawn.max()
    assert drawn.std() < 0.1


def test_both_shifts_are_tipping_points_of_logarithms_where_nothing_is_negative():
    rng = np.random.default_rng(4)
    score = rng.normal(size=120)
    whole = pd.Series(rng.poisson(np.exp(1 + 0.7 * score)))
    reported = whole.where(np.arange(120) < 90)
    turn = both_shifts(score, reported, whole, deltas=[0, -1, -2], n_imputations=5)
    by_hand = tipping_point(score, np.log1p(reported), [0, -1, -2], shift="slope", n_imputations=5)
    pd.testing.assert_frame_equal(turn.slope.table, by_hand.table)
    assert turn.true == silent_difference(score, np.log1p(reported), np.log1p(whole))
    assert turn.silent == 30
    assert turn.level.table["value"].iloc[-1] != turn.slope.table["value"].iloc[-1]
    below = both_shifts(score, reported - 5, whole - 5, deltas=[0, -1, -2], n_imputations=5)
    assert below.true == silent_difference(score, reported - 5, whole - 5)
    assert below.everybody.value == pytest.approx(turn.everybody.value)


def test_the_estimate_at_the_turn_is_read_off_the_path():
    value, half = estimate_at_the_turn(tip(-1.5, 0.60, 0.57, 0.49))
    assert value == pytest.approx(53) and half == pytest.approx(-1.875)
    with pytest.raises(ValueError, match="never holds 50"):
        estimate_at_the_turn(TURN.level)
