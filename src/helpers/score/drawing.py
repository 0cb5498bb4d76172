"""How is a Klout-like score drawn? The map from the raw score, where the points came from, two sets of rules.

Each function draws what it is given, all but the title, and returns the description; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, TEAL, label_line
from helpers.score.rules import require
from helpers.score.scale import Scale
from helpers.stats import Estimate

BUYING = (20, 60, 130)
"""Raw scores at which the description says what ten more points buy."""

MARKS = (("o", ORANGE), ("s", TEAL))


def draw_map(ax: Axes, scale: Scale, marks: Mapping[str, float], *, up_to: float = 240) -> str:
    """Draw the scale from the raw score to the score, with one or two people on it; return the description.

    `marks` are raw scores by the name of who has them, the description tells the first. ValueError for none or for
    more than two.
    """
    if len(marks) not in (1, 2):
        raise ValueError(f"draw_map: expected one or two marks, got {len(marks)}; draw more in another figure")
    line = np.linspace(0, up_to, 500)
    ax.plot(line, scale(line))
    for (name, raw), (shape, colour) in zip(marks.items(), MARKS, strict=False):
        ax.plot(raw, scale(raw), shape, color=colour)
        label_line(ax, raw, float(scale(raw)), f"{name}: {raw:.0f} points, score {scale(raw):.0f}", above=-14, right=4)
    ax.set(xlabel="raw score (points)", ylabel="score (1–100)", ylim=(0, 100))
    low, middle, high = (f"{scale(x + 5) - scale(x - 5):.1f}" for x in BUYING)
    name, raw = next(iter(marks.items()))
    return (
        f"Line chart. Across: raw score, 0 to {up_to:.0f}. Up: score. The line rises from {scale(0):.0f} and bends. "
        f"Ten more points buy {low} score at {BUYING[0]} points, {middle} at {BUYING[1]} and {high} at {BUYING[2]}. "
        f"{name.capitalize()} stands at {raw:.0f} points, score {scale(raw):.0f}."
    )


def draw_sources(ax: Axes, sources: pd.Series, *, score: float) -> str:
    """Draw the points of one person by source, reactions in colour, the first source on top; return the description.

    `sources` is what `points_by_source` gives, `score` what the scale makes of their sum.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> draw_sources(ax, pd.Series({"reactions, blogs": 6.0, "+K": 0.5}), score=14).partition(". ")[0]
    'Bar chart of points by source: reactions, blogs 6.0, +K 0.5'
    >>> plt.close(fig)
    """
    upwards = sources[::-1]
    ax.barh(upwards.index, upwards, color=[BLUE if "reactions" in name else GREY for name in upwards.index])
    for y, points in enumerate(upwards):
        ax.text(points + 0.6, y, f"{points:.1f}", va="center")
    ax.set(xlabel="raw score (points)", xlim=(0, sources.max() * 1.15))
    told = ", ".join(f"{name} {points:.1f}" for name, points in sources.items())
    words = f"Bar chart of points by source: {told}. They add up to a raw score of {sources.sum():.1f}, "
    return words + f"which the frozen scale turns into {score:.0f}."


def draw_two_rules(ax: Axes, scores: pd.DataFrame, *, blogger: str, agreement: Estimate, seen: str) -> str:
    """Draw the scores of the same people by the rules of 2012 (across) and of 2011 (up); return the description.

    `scores` has a row per person and the columns "2012" and "2011"; `blogger` is the person who is named, `agreement`
    the rank correlation of the columns and `seen` what else the eye sees. On the grey line both scores are the same.
    ValueError for a missing column.
    """
    require(scores, ["2012", "2011"], "the scores by both sets of rules")
    now, then = scores.loc[blogger, ["2012", "2011"]]
    ax.plot([10, 85], [10, 85], color=GREY, linewidth=1)
    ax.plot(scores["2012"], scores["2011"], ".", color=BLUE, markersize=3, alpha=0.5)
    ax.plot(now, then, "o", color=ORANGE)
    label_line(ax, now, then, f"the blogger: {now:.0f} becomes {then:.0f}", above=-48, right=8)
    label_line(ax, 76, 80, "same score", right=-8)
    ax.set(xlabel="score, rules of 2012", ylabel="score, rules of 2011", xlim=(8, 88), ylim=(8, 88))
    return (
        "Scatter plot. Across: score by the rules of 2012. Up: score by the rules of 2011. The points rise together, "
        f"rank correlation {agreement.value:.2f}, but {seen}. The blogger goes from {now:.0f} to {then:.0f}."
    )
