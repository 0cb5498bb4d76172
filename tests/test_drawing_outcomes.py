"""Protects the figures on outcomes and spheres: the marks stand where the values are, the words hold the numbers."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers import outcomes, spheres
from helpers.outcomes.drawing import SPOTS
from helpers.outcomes.regressions import TailLine
from helpers.spheres import Reach
from helpers.stats import Estimate


@pytest.fixture
def ax():
    _, axes = plt.subplots()
    yield axes
    plt.close("all")


def found(value, low, high, n=90):
    return Estimate(value, low, high, n, 0.95, "by hand")


def dots(ax, markers="osD^x"):
    """Where the marks stand: x and y of each point of the lines drawn with a marker."""
    lines = [line for line in ax.lines if line.get_marker() in tuple(markers)]
    return [point for line in lines for point in line.get_xydata().round(6).tolist()]


def words_in(ax):
    return [text.get_text() for text in ax.texts]


# Outcomes


def test_validity_has_a_dot_for_score_and_for_followers_in_each_sphere(ax):
    columns = {
        "score": [found(57.2, 53, 61), found(62, 58, 66)],
        "followers": [found(60, 56, 64), found(66.6, 63, 70)],
    }
    words = outcomes.draw_validity(ax, pd.DataFrame(columns, index=["business", "music"]), seen="They overlap.")
    assert [x for x, _ in dots(ax)] == [57.2, 62, 60, 66.6]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["business, n = 90", "music, n = 90"]
    assert words.endswith("Score and followers: business 57 and 60; music 62 and 67.") and "They overlap." in words
    assert not ax.get_title()


def test_calibration_draws_what_was_found_over_what_was_predicted(ax):
    groups = pd.DataFrame({"predicted": [40.0, 60.0], "observed": [found(44, 41, 50), found(57.6, 54, 59)]})
    words = outcomes.draw_calibration(ax, groups, slope=found(0.68, 0.5, 0.9), seen="near a diagonal")
    assert dots(ax) == [[40, 44], [60, 57.6]]
    bars = [path.vertices[:, 1].tolist() for path in ax.collections[0].get_paths()]
    assert np.allclose(bars, [[41, 50], [54, 59]])
    assert "mean place of two groups" in words
    assert words.endswith("Lowest group: predicted 40, found 44; highest: predicted 60, found 58. Slope 0.68.")


def test_tails_are_drawn_where_the_regression_says(ax):
    """log(1 + sold) = 1 + 0.5 per ten points: e^1.5 - 1 at 10 and e^3 - 1 at 40."""
    people = pd.DataFrame({"score": [20, 30], "value": [5, 9]})
    tails = {0.5: TailLine(found(1.65, 1.5, 1.8), 1.0, 0.5)}
    words = outcomes.draw_tails(ax, people, tails, seen="a rising line", ends=(10, 40))
    assert ax.collections[0].get_offsets().tolist() == [[20, 5], [30, 9]]
    assert ax.lines[0].get_ydata() == pytest.approx([np.exp(1.5) - 1, np.exp(3) - 1])
    assert words_in(ax) == ["50 % sold less"]
    assert words.endswith("Ratio for ten points: line with 50 % below it 1.65 [1.50, 1.80], n = 90")
    with pytest.raises(ValueError, match="expected up to 3 lines, got 4"):
        outcomes.draw_tails(ax, people, dict.fromkeys((0.1, 0.2, 0.3, 0.4), tails[0.5]), seen="four lines")


def test_every_arrow_runs_from_its_cause_to_its_effect(ax):
    words = outcomes.draw_causes(ax, {"the urge to post": ["followers", "score"], "fame": ["outcome"]})
    arrows = [(text.xyann, text.xy) for text in ax.texts if text.get_text() == ""]
    named = [("urge to post", "followers"), ("urge to post", "score"), ("fame", "outcome")]
    assert sorted(arrows) == sorted((SPOTS[cause], SPOTS[effect]) for cause, effect in named)
    assert words.startswith("Diagram of 3 arrows. The urge to post points to followers and score; fame to outcome.")
    assert words.endswith("None runs from score to outcome.")


def test_the_words_do_not_deny_an_arrow_from_score_to_outcome(ax):
    words = outcomes.draw_causes(ax, {"score": ["outcome", "followers"]})
    assert words == "Diagram of 2 arrows. Score points to outcome and followers."


def test_causes_without_a_place_or_without_arrows_are_refused(ax):
    with pytest.raises(ValueError, match=r"expected names among urge to post, fame.*got luck"):
        outcomes.draw_causes(ax, {"luck": ["outcome"]})
    with pytest.raises(ValueError, match="got none"):
        outcomes.draw_causes(ax, {})


def test_a_cross_for_the_truth_stands_under_each_estimate(ax):
    methods = {"left out": found(0.33, 0.22, 0.43), "held fixed": found(-0.15, -0.27, -0.04)}
    words = outcomes.draw_found(ax, methods, [0.34, 0])
    assert dots(ax, "o") == [[0.33, 0], [-0.15, 1]]
    assert dots(ax, "x") == [[0.34, 0.3], [0, 1.3]]
    assert "left out 0.33 [0.22, 0.43], truth 0.34; held fixed -0.15 [-0.27, -0.04], truth 0.00." in words
    with pytest.raises(ValueError, match="a truth for each of 2 estimates, got 1"):
        outcomes.draw_found(ax, methods, [0.34])


# Spheres


def test_spheres_name_both_counts_where_the_baseline_has_fewer_rows(ax):
    columns = {
        "score": [found(65.6, 62, 70, 235), found(51, 50, 52, 21092)],
        "baseline": [found(73, 60, 80, 68), found(50, 49, 51, 21092)],
    }
    words = spheres.draw_spheres(ax, pd.DataFrame(columns, index=["sport", "papers"]))
    assert [x for x, _ in dots(ax)] == [65.6, 51, 73, 50]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["sport, n = 235 and 68", "papers, n = 21,092"]
    assert words_in(ax) == ["score", "followers or nearest", "a coin"]
    assert words.endswith("Score and other: sport 66 and 73; papers 51 and 50.")


def test_the_band_of_the_ceiling_stands_where_the_words_say(ax):
    judged = {"followers alone": found(77.04, 74.2, 79.8), "remembered": found(80.7, 78.2, 83.1)}
    words = spheres.draw_judged(ax, judged, ceiling=(80.7, 85.2), seen="near each other")
    assert [x for x, _ in dots(ax)] == [77.04, 80.7]
    assert ax.patches[0].get_extents().transformed(ax.transData.inverted()).intervalx == pytest.approx([80.7, 85.2])
    assert words.startswith("Dots with 95 % intervals, near each other. Across: pairs of 100")
    assert "followers alone 77.0 [74.2, 79.8]; remembered 80.7 [78.2, 83.1]." in words
    assert words.endswith("A band from 81 to 85 holds the ceiling.")


def test_comparisons_have_a_row_each_and_no_pattern_unless_one_is_told(ax):
    words = spheres.draw_comparisons(ax, {"all": found(55, 50, 59), "within": found(63, 58, 68)}, across=(28, 78))
    assert dots(ax) == [[55, 0], [63, 1]] and ax.get_xlim() == (28, 78)
    assert words.startswith("Dots with 95 % intervals. ") and words.endswith("all 55 [50, 59]; within 63 [58, 68].")


def test_years_have_a_bar_each_and_the_words_say_which_way_they_go():
    quantities = {"mean_citations_2009": 20, "mean_citations_2010": 4.4}
    quantities |= {"share_with_tweets_2009": 0.01, "share_with_tweets_2010": 0.22}
    fig, axes = plt.subplots(1, 2)
    words = spheres.draw_years(axes, pd.Series(quantities), years=range(2009, 2011))
    assert [[bar.get_height() for bar in ax.patches] for ax in axes] == [[20, 4.4], [1, 22]]
    assert words.endswith("2009 to 2010. Citations fall from 20 to 4; papers with a tweet rise from 1 to 22 %.")
    plt.close(fig)


def test_pooled_means_lie_on_their_interval_and_on_the_reach_of_a_new_sphere(ax):
    shown = {"all": Reach(found(63, 47, 80, 5), (23, 100)), "without": Reach(found(58, 48, 68, 4), (36, 80))}
    words = spheres.draw_pooled(ax, shown)
    assert dots(ax) == [[63, 0], [58, 1]]
    thin, thick = ([line.get_xdata() for line in ax.lines if line.get_linewidth() == width] for width in (1, 5))
    assert [list(ends) for ends in thin] == [[23, 100], [36, 80]]
    assert [list(ends) for ends in thick] == [[47, 80], [48, 68]]
    assert words.endswith("all 63 [47, 80], new 23 to 100; without 58 [48, 68], new 36 to 80")
