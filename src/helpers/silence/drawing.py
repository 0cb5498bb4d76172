"""How is what a number leaves open drawn? The lowest it could be, what the signals saw, and a tipping point.

Each function draws what it is given, all but the title, and returns the description. What the pattern is, the caller
says (`seen`) where it depends on the data.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, PALETTE, TEAL, forest, label_line
from helpers.figures.words import in_words
from helpers.silence.bounds import bounds_curve, needed_proxy
from helpers.silence.tipping import TippingPoint
from helpers.silence.turning import Turn
from helpers.stats import Estimate

COLOURS = (*PALETTE, GREY)
WAYS = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
GRID = np.linspace(0, 1, 101)


def draw_lowest(ax: Axes, r1: Mapping[str, Estimate]) -> str:
    """Draw how low score and whole could correlate, over the correlation of proxy and whole, a line for each of `r1`.

    `r1` has the correlation of score and proxy by name, up to five; the band below a line is its sampling error, the
    dot where it crosses zero the r2 from which the sign is sure. Returns the description. ValueError for more than
    five.
    """
    if len(r1) > len(WAYS):
        raise ValueError(f"draw_lowest: expected up to {len(WAYS)} correlations, got {len(r1)}; draw two figures")
    told = []
    for (name, found), way, colour in zip(r1.items(), WAYS, COLOURS, strict=False):
        curve = bounds_curve(found, GRID)
        sure, first, last = (needed_proxy(r) for r in (found.value, found.high, found.low))
        ax.fill_between(GRID, curve["low_wide"], curve["low"], color=colour, alpha=0.15)
        ax.plot(GRID, curve["low"], linestyle=way, color=colour)
        ax.plot(sure, 0, "o", color=colour)
        label_line(ax, 1, found.value, name)
        told.append(f"{name} {sure:.2f} [{first:.2f}, {last:.2f}]")
    ax.axhline(0, color=GREY, linewidth=1)
    ax.set(xlabel="correlation of proxy and whole (r2)", ylabel="lowest correlation of score and whole", xlim=(0, 1))
    return (
        f"{in_words(len(r1)).capitalize()} rising lines, each with a band below for sampling error. Across: "
        "correlation of proxy and whole. Up: lowest possible correlation of score and whole. Dots where a line "
        f"crosses zero: {'; '.join(told)}"
    )


def draw_unseen(ax: Axes, found: pd.DataFrame, *, seen: str) -> str:
    """Draw the rank correlation of every signal with everything unseen, with intervals, beside 0.

    `found` is the table of `signals_and_unseen`. Returns the description, which counts the intervals that leave out 0.
    """
    forest(ax, found, reference=0)
    ax.set_xlabel("rank correlation")
    clear = sum(cell.low > 0 or cell.high < 0 for cell in found.to_numpy().ravel())
    told = "; ".join(f"{name} " + ", ".join(f"{cell.value:.2f}" for cell in row) for name, *row in found.itertuples())
    return (
        f"Dots with 95 % intervals, {in_words(found.shape[1])} a signal: {', '.join(found)}. Across: rank correlation. "
        f"{seen}; {clear} of {found.size} intervals leave it out: {told}."
    )


def draw_tipping(ax: Axes, turn: Turn, *, unit: str) -> str:
    """Draw the pairs of 100 in order over the shift of the silent, all alike and by score, with the turn and the truth.

    `unit` says what the outcome is counted in. Returns the description. ValueError where the interval never holds 50
    when the shift goes by score.
    """
    delta, true, told = turn.slope.delta, turn.true.slope, turn.everybody.value
    if np.isnan(delta):
        raise ValueError("draw_tipping: the interval never holds 50 on these shifts; draw a sphere in which it does")
    _draw_path(ax, turn.level, TEAL, "--", "all alike", above=10)
    _draw_path(ax, turn.slope, BLUE, "-", "worse the higher the score", above=-14)
    ax.axhline(50, color=GREY, linestyle=":")
    ax.plot(delta, 50, "D", color=ORANGE, markersize=9)
    label_line(ax, delta, 50, "interval meets 50", above=-13, right=-4)
    ax.plot(true, told, "X", color=ORANGE, markersize=9)
    label_line(ax, true, told, "truth", above=13, right=6)
    ax.set(xlabel=f"shift of the silent (SDs of {unit})", ylabel="pairs of 100 in order")
    ax.set_xlim(0.05, turn.slope.table["delta"].iloc[-1] - 0.1)
    alike = 100 * turn.level.table["value"].median()
    return (
        "Two lines with bands. Across: shift of the silent in SDs. Up: pairs of 100 in order. All alike it stays near "
        f"{alike:.0f}; by score the band meets 50 at {delta:.2f}. The truth is {told:.0f} at {true:.2f}."
    )


def _draw_path(ax: Axes, tip: TippingPoint, colour: str, way: str, name: str, *, above: float) -> None:
    path = 100 * tip.table.set_index("delta")
    ax.fill_between(path.index, path["low"], path["high"], color=colour, alpha=0.15)
    ax.plot(path["value"], color=colour, linestyle=way)
    label_line(ax, path.index[-1], path["value"].iloc[-1], name, above=above, right=-2)
