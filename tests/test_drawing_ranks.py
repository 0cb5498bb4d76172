"""Protects the pictures of luck and rules: marks stand where the values are, and the words hold the numbers."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.ranks import (
    Driving,
    ValidityCurve,
    draw_changes,
    draw_curve,
    draw_driving,
    draw_ranges,
    effective_weights,
    median_widths,
    weights_in_percent,
)
from helpers.stats import Estimate


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def found(value, half=0.01, n=95):
    return Estimate(value, value - half, value + half, n, 0.95, "by hand")


def ranges_of(n):
    """Rank sets by hand: luck one rank either way, rules three up, both from first to last."""
    rank = np.arange(1, n + 1)
    ends = {"luck_low": rank - 1, "luck_high": rank + 1, "rules_low": rank, "rules_high": rank + 3}
    return pd.DataFrame({"rank": rank, **ends, "both_low": 1, "both_high": n}).sample(frac=1, random_state=1)


def test_widths_are_medians_by_source():
    ranges = ranges_of(9)
    ranges.iloc[0, ranges.columns.get_loc("luck_high")] += 100
    assert median_widths(ranges) == {"luck": 2, "rules": 3, "both": 8}
    with pytest.raises(ValueError, match="rules_low"):
        median_widths(ranges.drop(columns="rules_low"))


def test_ranges_run_from_the_first_person_to_the_last(ax):
    words = draw_ranges(ax, ranges_of(101), {"luck": 2.0, "both": 100.0}, people=5, seen="All are alike.")
    assert ax.lines[0].get_ydata().tolist() == [1, 26, 51, 76, 101]
    both, rules, luck = ([part[:, 1].tolist() for part in drawn.get_segments()] for drawn in ax.collections)
    assert both[2] == [1, 101] and rules[2] == [51, 54] and luck[2] == [50, 52]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert "5 people" in words and words.endswith("luck 2 ranks, both 100 ranks. All are alike.")


def test_choices_stand_in_order_of_what_they_drive(ax):
    ends = {"total_low": [0.0, 0.3], "total_high": [0.1, 0.5], "first_low": [0.0, 0.1], "first_high": [0.1, 0.3]}
    shares = pd.DataFrame({"total": [0.05, 0.4], "first": [0.02, 0.2], **ends}, index=["window", "per_post"])
    moves = pd.Series({"window": found(5.1), "per_post": found(3.2)})
    words = draw_driving(ax, Driving(shares, pd.DataFrame(index=range(64))), moves, seen="So it is.")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["divided by posts (3.2)", "window (5.1)"]
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] == [40, 5]
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "s"] == [20, 2]
    assert "two choices" in words
    assert words.endswith("divided by posts (3.2) 40 [30, 50]; window (5.1) 5 [0, 10]. So it is.")


def test_the_curve_counts_the_sets_above_followers(ax):
    table = pd.DataFrame({"concordance": [0.5, 0.6, 0.7], "low": 0.4, "high": 0.8, "gain": [-0.1, 0.0, 0.1]})
    none = found(0.1)
    curve = ValidityCurve(table, found(0.6, n=300), found(0.3), none, none, None, None)
    words = draw_curve(ax, curve)
    line, followers = ax.lines
    assert line.get_ydata().tolist() == pytest.approx([50, 60, 70])
    assert followers.get_ydata()[0] == pytest.approx(60)
    assert "from 50.0 to 70.0. Dashed: followers, 60.0 [59.0, 61.0], n = 300. 1 of 3 sets lie above it." in words


def test_every_change_is_in_a_bar(ax):
    change = pd.Series([-12.0, -1.0, 0.0, 1.0, 31.0])
    words = draw_changes(ax, change, mean=found(3.8, 1), far=found(40, 1), marked=1.0, label_at=(8, 2))
    heights = {bar.get_x(): bar.get_height() for bar in ax.patches if bar.get_height()}
    assert heights == {-12.5: 1, -2.5: 1, 0: 2, 30: 1}
    assert ax.texts[0].xy[0] == 1
    assert words.endswith("Mean 3.8 [2.8, 4.8], n = 95; 40 % move by ten or more, both ways. The stand-in gains 1.0.")


def test_a_change_one_way_is_told_as_such(ax):
    words = draw_changes(ax, pd.Series([-12.0, 2.0]), mean=found(-5), far=found(50), marked=2.0, label_at=(1, 1))
    assert "50 % move by ten or more, one way." in words


def test_weights_in_percent_are_those_of_the_table():
    parts = pd.DataFrame({"posts": [1, 2, 3, 4, 5, 6], "followers": [20, 10, 40, 30, 60, 50]})
    weights = effective_weights(parts, {"posts": 1, "followers": 3}, n_resamples=99)
    shown = weights_in_percent(weights)
    assert shown["declared (%)"].tolist() == [25, 75] and shown["n"].tolist() == [6, 6]
    posts = 100 * weights.loc["posts"]
    assert shown.loc["posts", "own (%)"] == f"{posts['own']:.0f} [{posts['own_low']:.0f}, {posts['own_high']:.0f}]"
    assert shown.loc["posts", "effective (%)"].startswith(f"{posts['effective']:.0f} [{posts['low']:.0f}, ")
