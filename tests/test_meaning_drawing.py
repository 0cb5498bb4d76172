"""Protects the figures on what 52 means: marks stand where the values are, and the words hold the same numbers."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from helpers import meaning
from helpers.figures import BLUE, GREY

BANDS = pd.DataFrame({"low": [10, 20, 30], "percent": [60.0, 30.0, 10.0]})
MOVES = pd.DataFrame([[180, 20, 0], [60, 125, 15]], index=["low", "middle"], columns=["low", "middle", "high"])
WEEK = pd.DataFrame(
    {"group": ["regular", "all"], "n": [9, 25], "mean_change": [-12.2, -15.4], "sd_change": [2.2, 6], "spearman": 0.94}
)
ERRORS = pd.DataFrame(
    {"from": [10, 20], "to": [20, 40], "n": [30, 25], "sem": [2.0, 3.0], "low": [1.5, 2.0], "high": [2.2, 4.5]}
)
CHANCES = pd.DataFrame({"sem": [1.0, 3.0, 5.0], "flat": [1.0, 0.8, 0.6]})


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def labels(ax):
    return [text.get_text() for text in ax.texts]


def test_bands_are_bars_from_edge_to_edge_and_the_open_one_is_grey(ax):
    words = meaning.draw_bands(ax, BANDS, {20: 60.0, 25: 75.04})
    assert [(bar.get_x(), bar.get_height()) for bar in ax.patches] == [(10, 60), (20, 30), (30, 10)]
    assert np.allclose([bar.get_width() for bar in ax.patches], [9.7, 9.7, 14.7])
    assert [to_hex(bar.get_facecolor()) for bar in ax.patches] == [to_hex(c) for c in (BLUE, BLUE, GREY)]
    assert [line.get_xdata()[0] for line in ax.lines] == [20, 25]
    assert labels(ax) == ["20: above 60 of 100", "25: above 75 of 100"]
    assert "The bars fall from 60 % at 10-19 to 10.0 % at 30 or more." in words
    assert words.endswith("A 20 stands above 60.0 %, a 25 above 75.0 %.")


def test_moves_are_stacked_to_a_hundred_and_narrow_parts_have_no_words(ax):
    words = meaning.draw_moves(ax, MOVES)
    parts = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    expected = [(0, 90), (0, 30), (90, 10), (30, 62.5), (100, 0), (92.5, 7.5)]
    assert np.allclose(parts, expected)
    assert labels(ax) == ["low\n90 %", "low\n30 %", "middle\n10 %", "middle\n62 %", "", ""]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["low, n = 200", "middle, n = 200"]
    assert words.endswith("Stayed in their band: low 90 %, middle 62 %.")


def test_changes_of_groups_stand_one_above_the_other(ax):
    groups = meaning.changes_by_group(WEEK)
    words = meaning.draw_changes(ax, groups)
    drawn = [line.get_xydata()[0].tolist() for line in ax.lines if len(line.get_xdata()) == 1]
    assert drawn == [[-12.2, 0], [-15.4, 1]]
    assert labels(ax) == ["regular, n = 9: -12.2", "all, n = 25: -15.4"]
    assert "Mean change: regular (n = 9) -12.2, limits -16.5 to -7.9." in words
    assert words.endswith("all (n = 25) -15.4, limits -27.2 to -3.6.")


def test_changes_by_group_are_the_rows_of_the_table():
    table = meaning.rule_change(WEEK).set_index(["group", "quantity"])
    for group, found in meaning.changes_by_group(WEEK).items():
        for quantity, estimate in found.items():
            row = table.loc[(group, quantity)]
            assert (row["value"], row["low"], row["high"]) == (estimate.value, estimate.low, estimate.high)
    assert len(table) == 8


def test_the_error_of_a_band_stands_in_its_middle_with_its_interval(ax):
    words = meaning.draw_error_by_band(ax, ERRORS)
    assert ax.lines[0].get_xydata().tolist() == [[15, 2], [30, 3]]
    (intervals,) = (drawn for drawn in ax.collections)
    assert np.allclose([segment[:, 1] for segment in intervals.get_segments()], [[1.5, 2.2], [2.0, 4.5]])
    assert [(text.get_text(), text.xy) for text in ax.texts] == [("n = 30", (15, 2.2)), ("n = 25", (30, 4.5))]
    assert words.endswith("in points: at 15 2.0 (n = 30), at 30 3.0 (n = 25).")


def test_marked_errors_stand_on_the_line_of_chances(ax):
    words = meaning.draw_chance(ax, CHANCES, {"sample": 2.0, "ceiling": 4.0}, pair=(60, 50))
    line, sample, ceiling, coin = ax.lines
    assert np.allclose(line.get_xydata(), [[1, 100], [3, 80], [5, 60]])
    assert np.allclose([sample.get_xydata()[0], ceiling.get_xydata()[0]], [[2, 90], [4, 70]])
    assert sample.get_marker() != ceiling.get_marker()
    assert set(coin.get_ydata()) == {50}
    assert labels(ax) == ["sample", "ceiling"]
    assert "error of measurement, 1 to 5 points. Up: chance that a 60 is above a 50. It falls." in words
    assert words.endswith("sample: error 2.0, chance 90 %. ceiling: error 4.0, chance 70 %.")


def test_the_retest_error_is_that_of_one_score():
    rng = np.random.default_rng(5)
    true = rng.normal(40, 10, 4000)
    first, second = true + rng.normal(0, 3, 4000), 5 + true + rng.normal(0, 3, 4000)
    found = meaning.retest_error(first, second, n_resamples=199)
    assert found.value == pytest.approx(3, abs=0.1)
    assert found.low < 3 < found.high
    assert found.value == pytest.approx(np.std(first - second, ddof=1) / 2**0.5)


def test_a_pair_without_its_second_score_does_not_count():
    assert meaning.retest_error([1, 2, 4, 9, 5], [2, 2, 3, 5, np.nan], n_resamples=199).n == 4


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: meaning.draw_moves(None, pd.DataFrame(np.ones((2, 5)))), "up to 4 bands, got 5"),
        (lambda: meaning.draw_chance(None, CHANCES, dict.fromkeys("abc", 1.0), pair=(52, 48)), "up to 2 errors, got 3"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
