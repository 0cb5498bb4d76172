"""Protects the pictures of the rivals and the tables behind them: marks stand where the values are, words hold them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.data import load
from helpers.evidence import estimate
from helpers.figures.words import in_words
from helpers.peers import (
    agreement_of_pairs,
    draw_agreement,
    draw_cast,
    draw_rivals,
    expected_overlap,
    multitrait_multimethod,
    strongest_by_trait,
)
from helpers.stats import Estimate


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def found(value):
    return Estimate(value, value - 0.1, value + 0.1, 95, 0.95, "by hand")


def test_the_cast_is_counted_in_words(ax):
    table = load("published/peer_scores")
    words = draw_cast(ax, table)
    assert words.startswith(f"A table of marks: {len(table)} scores down")
    assert f"shows uncertainty {(table['shows_uncertainty'] == 'yes').sum()};" in words


def test_agreement_of_pairs_is_that_of_the_evidence():
    evidence = load("evidence/journalists")
    table = agreement_of_pairs(evidence, ["Klout", "PeerIndex"])
    rho = estimate(evidence, "spearman_klout_peerindex")
    assert table.index.tolist() == [f"Klout, PeerIndex, n = {rho.n:,}"]
    same_order, top, expected = table.iloc[0]
    assert same_order == estimate(evidence, "same_order_klout_peerindex").times(100)
    assert top == estimate(evidence, "top_tenth_overlap_klout_peerindex").times(100)
    assert expected == 100 * expected_overlap(rho.value)


def test_pairs_stand_where_they_agree_and_a_stroke_where_they_should(ax):
    pairs = pd.DataFrame(
        {
            "pairs in the same order": [found(86), found(79)],
            "top shared": [found(62), found(50)],
            "top shared, expected": [67.0, 51.0],
        },
        index=["a, b", "a, c"],
    )
    words = draw_agreement(ax, pairs)
    marks = {line.get_marker(): line for line in ax.lines if line.get_marker() != "None"}
    assert marks["|"].get_xdata().tolist() == [67, 51]
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    squares = {float(line.get_ydata()[0]): line.get_xdata()[0] for line in ax.lines if line.get_marker() == "s"}
    assert dots == [86, 79] and list(squares.values()) == [62, 50]
    np.testing.assert_allclose(marks["|"].get_ydata(), list(squares))
    assert words.endswith("a, b: 86 and 62; a, c: 79 and 50.")


def test_followers_are_not_drawn_against_themselves(ax):
    agreement = pd.DataFrame({"klout_like": [found(0.8), found(0.7)], "followers": [found(1.0), found(0.6)]})
    agreement.index = ["followers", "h_index"]
    words = draw_rivals(ax, agreement)
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] == [0.8, 0.7]
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "s"] == [0.6]
    assert "two rivals" in words and words.endswith("followers 0.80 and 1.00; h index 0.70 and 0.60.")


def test_the_strongest_correlation_of_each_trait_by_kind():
    rng = np.random.default_rng(3)
    reach, engagement, authority = rng.normal(size=(3, 300))
    traits = {"reach": reach, "engagement": engagement + reach, "authority": authority}
    columns = {(t, m): x + rng.normal(size=300) for t, x in traits.items() for m in ("twitter", "facebook")}
    matrix = multitrait_multimethod(pd.DataFrame(columns), n_resamples=99)
    rows = strongest_by_trait(matrix)
    values = matrix.cells.assign(value=[cell.value for cell in matrix.cells["correlation"]])
    across = values[(values["trait"] != values["other_trait"]) & (values["method"] == values["other_method"])]
    with_reach = across[(across["trait"] == "reach") | (across["other_trait"] == "reach")]
    assert rows.loc["reach", "other trait, same network"].value == with_reach["value"].max()
    own = values[(values["trait"] == "authority") & (values["other_trait"] == "authority")]
    assert rows.loc["authority", "same trait, other network"].value == own["value"].item()
    assert rows.index.tolist() == ["reach", "engagement", "authority"]


def test_a_count_below_nought_has_no_word():
    assert (in_words(0), in_words(12), in_words(13)) == ("no", "twelve", "13")
    with pytest.raises(ValueError, match="0 or more, got -1"):
        in_words(-1)
