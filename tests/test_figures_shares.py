"""Protects the figures of who has how much: marks stand where the values are, and the words hold the same numbers."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers.figures import BLUE, ORANGE, draw_concentration, draw_differences, draw_shares
from helpers.stats import Estimate


def about(value, apart=0.1):
    return Estimate(value, value - apart, value + apart, 40, 0.95, "by hand")


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def labels(ax):
    return [text.get_text() for text in ax.texts]


def test_the_curve_runs_through_the_cumulative_shares_in_percent(ax):
    words = draw_concentration(ax, [0.4, 0.8, 1.0, 1.0], {0.25: about(0.4), 0.5: about(0.8)}, half=2, of="likes")
    curve, diagonal = ax.lines
    assert curve.get_xydata().tolist() == [[25, 40], [50, 80], [75, 100], [100, 100]]
    assert diagonal.get_xydata().tolist() == [[0, 0], [100, 100]]
    assert labels(ax) == ["if everybody got the same", "the top 50 % got 80 %"]
    assert ax.texts[1].xy == (50, 80)
    assert ax.get_ylabel() == "share of all likes (%)"
    assert words.endswith("The curve jumps: the top 25 % hold 40 %, the top 50 % 80 %, and 2 people hold half.")
    assert words.startswith("Line chart. Across: people from most to least likes, in percent.")


def test_the_bars_of_shares_rise_and_carry_their_own_intervals(ax):
    shares = {"blogs": Estimate(0.5, 0.3, 0.6, 9, 0.95, ""), "twitter": Estimate(0.2, 0.1, 0.4, 9, 0.95, "")}
    words = draw_shares(ax, shares, together=about(0.4), group="network", of="idle accounts")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["twitter", "blogs"]
    assert [bar.get_width() for bar in ax.patches] == [20, 50]
    (intervals,) = (drawn for drawn in ax.collections)
    ends = [sorted(segment[:, 0]) for segment in intervals.get_segments()]
    assert np.allclose(ends, [[10, 40], [30, 60]])
    assert labels(ax) == ["20 %", "50 %"]
    assert words.endswith("one bar a network: share of idle accounts. twitter 20 %, blogs 50 %. All together 40 %.")


def test_a_difference_is_blue_only_where_its_interval_lies_below_zero(ax):
    found = {"lower": about(-0.3), "not shown": about(-0.05), "higher": about(0.3)}
    words = draw_differences(ax, found, across="silent minus others")
    intervals, dots = ax.lines[0:6:2], ax.lines[1:6:2]
    assert [line.get_xdata().tolist() for line in intervals] == [[e.low, e.high] for e in found.values()]
    assert [(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in dots] == [(-0.3, 0), (-0.05, 1), (0.3, 2)]
    assert [to_hex(dot.get_color()) for dot in dots] == [to_hex(colour) for colour in (BLUE, ORANGE, ORANGE)]
    assert labels(ax) == list(found)
    assert ax.lines[6].get_xdata() == [0, 0]
    assert "Across: silent minus others. lower -0.30 (-0.40 to -0.20, n = 40); not shown -0.05" in words


def test_a_concentration_without_a_top_is_refused(ax):
    with pytest.raises(ValueError, match="expected the share of the top"):
        draw_concentration(ax, [1.0], {}, half=1, of="likes")
