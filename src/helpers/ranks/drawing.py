"""How are luck and the choice of rules drawn? Ranges of ranks, what drives them, a specification curve, a change.

Each function draws what it is given, all but the title, and returns the description; it computes nothing. What the
pattern is, the caller says (`seen`), for it depends on the data.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, PALE, TEAL, forest, label_line
from helpers.figures.words import in_words
from helpers.ranks.curve import ValidityCurve
from helpers.ranks.driving import Driving
from helpers.stats import Estimate

CHOICE_WORDS: Mapping[str, str] = {
    "per_post": "divided by posts",
    "networks": "joined networks",
    "half_life": "half-life",
    "endorsements": "+K",
    "components": "sum or product",
    "normalisation": "one scale",
    "kinds": "worth of reactions",
}
"""What a choice is called in a figure, where that is not its name."""

BIN = 2.5  # points
FAR = 10  # points


def draw_ranges(ax: Axes, ranges: pd.DataFrame, widths: Mapping[str, float], *, seen: str, people: int = 36) -> str:
    """Draw the ranks and their ranges from rules, luck and both, for some people from the first to the last.

    `ranges` is the table of `rank_ranges`, `widths` the ranges of `median_widths` for the people in the middle, which
    the description tells. Rank 1 is on top. Returns the description.
    """
    places = np.linspace(0, len(ranges) - 1, people).astype(int)
    shown, across = ranges.sort_values("rank").iloc[places], np.arange(people)
    ax.vlines(across, shown["both_low"], shown["both_high"], color=PALE, linewidth=9)
    ax.vlines(across - 0.2, shown["rules_low"], shown["rules_high"], color=ORANGE, linewidth=2)
    ax.vlines(across + 0.2, shown["luck_low"], shown["luck_high"], color=TEAL, linewidth=2, linestyle=(0, (2, 1)))
    ax.plot(across, shown["rank"], "o", color=BLUE, markersize=4)
    ax.annotate("solid: rules, dashed: luck, pale: both", (0.97, 0.95), xycoords="axes fraction", ha="right", va="top")
    ax.set(xlabel=f"{people} people, from the first to the last", xticks=[], ylabel="rank")
    ax.set_ylim(len(ranges) + 60, -60)
    told = ", ".join(f"{source} {width:.0f} ranks" for source, width in widths.items())
    return (
        f"Dots with three vertical ranges each, for {people} people. Up: rank, 1 on top. Median width in the middle: "
        f"{told}. {seen}"
    )


def draw_driving(ax: Axes, driving: Driving, moves: pd.Series, *, seen: str) -> str:
    """Draw what share of the variance each choice drives: with others (dots) and alone (squares), in percent.

    `driving` is the result of `driving_choices`; `moves` that of `moves_by_choice`, whose values stand in brackets
    beside the names. The choice that drives most stands first. Returns the description.
    """
    shares = driving.shares.sort_values("total", ascending=False)
    names = [f"{CHOICE_WORDS.get(name, name)} ({moves[name].value:.1f})" for name in shares.index]
    total = [_sobol(row, "total", len(driving.draws)) for _, row in shares.iterrows()]
    alone = [_sobol(row, "first", len(driving.draws)) for _, row in shares.iterrows()]
    forest(ax, pd.DataFrame({" ": total, "  ": alone}, index=names), reference=0)
    ax.annotate("dots: with others, squares: alone", (0.97, 0.05), xycoords="axes fraction", ha="right")
    ax.set_xlabel("share of the variance (%); in brackets: places moved by it alone")
    told = "; ".join(f"{name} {e.value:.0f} [{e.low:.0f}, {e.high:.0f}]" for name, e in zip(names, total, strict=True))
    return (
        f"Dots and squares with Monte-Carlo intervals, {in_words(len(shares))} choices, in brackets the places they "
        f"move. Across: percent. Dots, with others: {told}. {seen}"
    )


def draw_curve(ax: Axes, curve: ValidityCurve) -> str:
    """Draw the pairs of 100 in order by every set of rules, from the least valid to the most, beside followers alone.

    `curve` is the result of `validity_curve`. Returns the description.
    """
    line, alone = 100 * curve.table[["concordance", "low", "high"]], curve.followers.times(100)
    first, last = line["concordance"].iloc[[0, -1]]
    ax.fill_between(line.index, line["low"], line["high"], color=PALE)
    ax.plot(line["concordance"], color=BLUE)
    ax.axhline(alone.value, color=ORANGE, linestyle="--")
    label_line(ax, 10, alone.value, "followers alone", above=9, right=1)
    label_line(ax, 10, first, "the score", above=-12, right=1)
    ax.set(xlabel=f"{len(line):,} sets of rules, from the least valid to the most", ylabel="pairs of 100 in order")
    ahead = (curve.table["gain"] > 0).sum()
    return (
        f"A rising line with a 95 % band. Across: sets of rules. Up: pairs of 100 in order, from {first:.1f} to "
        f"{last:.1f}. Dashed: followers, {alone:.1f}. {ahead} of {len(line):,} sets lie above it."
    )


def draw_changes(
    ax: Axes, change: pd.Series, *, mean: Estimate, far: Estimate, marked: float, label_at: tuple[float, float]
) -> str:
    """Draw how the scores of people change from one version of the rules to the other: a histogram, in points.

    `mean` is the mean change and `far` the percent of people who move by ten points or more; both stand in the
    description. An arrow goes from `label_at` (points, people) to the change of the stand-in, `marked`. Returns the
    description.
    """
    first, last = np.floor(change.min() / BIN), np.ceil(change.max() / BIN)
    ax.hist(change, bins=(BIN * np.arange(first, last + 1)).tolist(), color=BLUE)
    ax.axvline(0, color=GREY, linestyle=":")
    ax.annotate("the blogger's stand-in", (marked, 20), label_at, arrowprops={"arrowstyle": "->", "color": ORANGE})
    ax.set(xlabel="change of the score from the rules of 2011 to those of 2012 (points)", ylabel="people")
    ways = "both ways" if change.min() <= -FAR and change.max() >= FAR else "one way"
    return (
        f"A histogram. Across: change in points. Up: people. Mean {mean:.1f}; {far.value:.0f} % move by ten or more, "
        f"{ways}. The stand-in gains {marked:.1f}."
    )


def _sobol(row: pd.Series, kind: str, draws: int) -> Estimate:
    """Give one share in percent as an Estimate."""
    return Estimate(row[kind], row[f"{kind}_low"], row[f"{kind}_high"], draws, 0.95, "Sobol").times(100)
