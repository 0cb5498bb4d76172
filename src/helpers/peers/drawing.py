"""How are the rival scores drawn? What each sees, weighs and shows, and how far they agree.

Each function draws what it is given, all but the title, and returns the description; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, INK, ORANGE, PALE, forest, label_line
from helpers.figures.words import in_words
from helpers.peers.reading import EXPECTED, SAME_ORDER, TOP_SHARED
from helpers.score.rules import require

CAST: Mapping[str, Mapping[str, str]] = {
    "sees": {
        "sees_followers": "followers",
        "sees_follow_graph": "who follows",
        "sees_lists": "lists",
        "sees_posts": "posts",
        "sees_reactions": "reactions",
        "sees_who_reacts": "who reacts",
        "sees_citations": "citations",
    },
    "weighs": {"weighs_who_reacts": "by whom", "topics": "by topic"},
    "shows": {
        "formula_public": "formula",
        "shows_its_working": "working",
        "shows_uncertainty": "uncertainty",
        "shows_outcome_test": "outcome test",
    },
}
"""The columns of the drawing, in groups, and the word above each."""

MARKS: Mapping[str, tuple[str, str, str]] = {
    "yes": ("o", BLUE, BLUE),
    "partly": ("D", "white", ORANGE),
    "no": ("_", GREY, GREY),
}
"""Shape, fill and edge of each answer; a question mark where the sources do not say."""

KEY = {"yes": "yes", "partly": "partly", "no": "no", "?": "not said"}
KEY_PLACES = (0.0, 1.7, 3.9, 5.4)
GAP = 0.6  # of a column, between groups
GENERAL = "general description"
TOLD = ("sees_followers", "weighs_who_reacts", "formula_public", "shows_uncertainty", "shows_outcome_test")
"""The columns whose yes is counted in the description."""

LOWER = 0.13  # of a row: where `forest` puts the second of two marks


def draw_cast(ax: Axes, table: pd.DataFrame) -> str:
    """Draw a row per score and a column per thing it may see, weigh or show: a dot for yes, a diamond for partly.

    `table` is `load("published/peer_scores")`: `score`, and columns of yes, partly and no; a missing answer is drawn as
    a question mark, and a star marks the scores whose `status` is a general description. Shapes carry the meaning,
    colours only help, and a key stands below. Best at 7.5 x 5 inches, with 75 points of room for the words above.
    Returns the description.

    Raises
    ------
    ValueError
        a missing column, or an answer other than yes, partly, no or missing.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> names = [name for group in CAST.values() for name in group]
    >>> fig, ax = plt.subplots()
    >>> rows = pd.DataFrame({"score": ["h-index"], "status": [""], **{name: ["no"] for name in names}})
    >>> draw_cast(ax, rows).rpartition(". ")[2]
    'Yes, of 1: sees followers 0; weighs who reacts 0; formula public 0; shows uncertainty 0; shows outcome test 0.'
    >>> plt.close(fig)
    """
    columns = [name for group in CAST.values() for name in group]
    require(table, ["score", "status", *columns], 'load("published/peer_scores")')
    place, across = 0.0, {}
    for title, group in CAST.items():
        start = place
        for name, word in group.items():
            across[name] = place
            ax.annotate(word, (place, -0.75), rotation=45, ha="left", va="bottom", size=10, annotation_clip=False)
            place += 1
        ax.annotate(title, ((start + place - 1) / 2, len(table) - 0.35), ha="center", va="top", size=11, weight="bold")
        place += GAP
    for row in range(0, len(table), 2):
        ax.axhspan(row - 0.5, row + 0.5, color=PALE, alpha=0.6, linewidth=0)
    for name, x in across.items():
        for y, answer in enumerate(table[name]):
            _mark(ax, x, y, answer, name)
    for x, (answer, word) in zip(KEY_PLACES, KEY.items(), strict=True):
        _mark(ax, x, len(table) + 0.75, None if answer == "?" else answer, "the key")
        ax.annotate(word, (x + 0.35, len(table) + 0.75), va="center", size=10)
    ax.annotate(f"* {GENERAL}", (KEY_PLACES[-1] + 3, len(table) + 0.75), va="center", size=10)
    general = table["status"].fillna("").str.startswith(GENERAL)
    labels = [f"{name} *" if star else name for name, star in zip(table["score"], general, strict=True)]
    ax.set_yticks(range(len(table)), labels=labels, size=11)
    ax.set_xticks([])
    ax.set_xlim(-0.6, place - GAP - 0.4)
    ax.set_ylim(len(table) + 1.2, -0.6)
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(length=0)
    told = "; ".join(f"{name.replace('_', ' ')} {(table[name] == 'yes').sum()}" for name in TOLD)
    return (
        f"A table of marks: {len(table)} scores down, what each sees, weighs and shows across; a dot is yes, a diamond "
        f"partly, a dash no, a question mark not said. Yes, of {len(table)}: {told}."
    )


def _mark(ax: Axes, x: float, y: float, answer: object, column: str) -> None:
    if pd.isna(answer):
        ax.annotate("?", (x, y), ha="center", va="center", size=10, color=INK)
    elif answer in MARKS:
        shape, fill, edge = MARKS[str(answer)]
        ax.plot(x, y, shape, markerfacecolor=fill, markeredgecolor=edge, markeredgewidth=1.6, markersize=8, color=edge)
    else:
        raise ValueError(f"draw_cast: expected yes, partly, no or missing in {column!r}, got {answer!r}; mend it")


def draw_agreement(ax: Axes, pairs: pd.DataFrame) -> str:
    """Draw how far each two scores agree: pairs in the same order and top shared, with intervals, out of 100.

    `pairs` is the table of `agreement_of_pairs`. A dotted line stands at 50, what unrelated scores get; a grey stroke
    marks how many of the top one would expect the two to share. Returns the description.
    """
    expected = pairs[EXPECTED].to_numpy()
    places = np.arange(len(pairs)) + LOWER
    forest(ax, pairs[[SAME_ORDER, TOP_SHARED]], reference=50)
    ax.plot(expected, places, "|", color=GREY, markersize=16)
    label_line(ax, expected[-1], places[-1], EXPECTED, above=-14, right=1)
    ax.set(xlabel="of 100", xlim=(0, 122), ylim=(len(pairs) - 0.3, -0.5))
    told = "; ".join(
        f"{name}: {row[SAME_ORDER].value:.0f} and {row[TOP_SHARED].value:.0f}" for name, row in pairs.iterrows()
    )
    return f"Dots and squares with 95 % intervals. Across: of 100. Pairs in the same order, then top shared: {told}."


def draw_rivals(ax: Axes, agreement: pd.DataFrame) -> str:
    """Draw the rank correlation of every rival with the score (dots) and with followers (squares), with intervals.

    `agreement` has a row per rival and two columns of Estimates, `klout_like` and `followers`. That followers agree
    with themselves is told and not drawn. Returns the description.
    """
    with_followers = agreement["followers"].drop("followers", errors="ignore")
    forest(ax, pd.DataFrame({" ": agreement["klout_like"], "  ": with_followers}, agreement.index), reference=0)
    ax.annotate("dots: with the score, squares: with followers", (0.02, 0.93), xycoords="axes fraction")
    ax.set(xlabel="rank correlation", xlim=(0, 1))
    told = "; ".join(
        f"{str(name).replace('_', ' ')} {row['klout_like'].value:.2f} and {row['followers'].value:.2f}"
        for name, row in agreement.iterrows()
    )
    return (
        f"Dots and squares with 95 % intervals, {in_words(len(agreement))} rivals. Across: rank correlation. With the "
        f"score, with followers: {told}."
    )
