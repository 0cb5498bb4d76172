"""How are the answers about outcomes drawn? Dots with their intervals, a calibration, lines, arrows; and their words.

Every function draws on axes what was computed, all but the title, and returns the description for who does not see
the picture. What the pattern is, the caller says (`seen`), for it depends on the data. They compute nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, TEAL, forest, label_line
from helpers.figures.words import in_words
from helpers.outcomes.regressions import TailLine
from helpers.stats import Estimate

COLOURS = (TEAL, BLUE, ORANGE)

SPOTS: Mapping[str, tuple[float, float]] = {
    "urge to post": (0.02, 0.95),
    "fame": (0.47, 0.95),
    "real impact": (0.9, 0.95),
    "followers": (0.25, 0.5),
    "score": (0.3, 0.05),
    "outcome": (0.9, 0.05),
}
"""Where each thing stands in the diagram of causes, from 0 to 1."""


def draw_validity(ax: Axes, pairs: pd.DataFrame, *, seen: str, across: tuple[float, float] = (45, 75)) -> str:
    """Draw score and followers side by side, two dots for each sphere, and return the description.

    `pairs` has an Estimate in pairs of 100 in score and in followers, a row per sphere. Best at 7.5 x 4.4 inches.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> found = Estimate(57, 53, 61, 331, 0.95, "")
    >>> pairs = pd.DataFrame({"score": [found], "followers": [found]}, index=["business"])
    >>> draw_validity(ax, pairs, seen="They overlap.").split(". ")[-1]
    'Score and followers: business 57 and 57.'
    >>> plt.close(fig)
    """
    names = [f"{sphere}, n = {found.n}" for sphere, found in pairs["score"].items()]
    forest(ax, pairs[["score", "followers"]].set_axis(names), reference=50)
    label_line(ax, 50, len(pairs) - 0.6, "a coin", right=-6)
    ax.set(xlabel="pairs of 100 in the right order", xlim=across)
    told = [f"{row.Index} {row.score.value:.0f} and {row.followers.value:.0f}" for row in pairs.itertuples()]
    words = f"Dots with 95 % intervals, two a sphere. {seen} Across: pairs of 100 in order. A coin gets 50. "
    return words + f"Score and followers: {'; '.join(told)}."


def draw_calibration(
    ax: Axes, groups: pd.DataFrame, *, slope: Estimate, seen: str, ends: tuple[float, float] = (30, 75)
) -> str:
    """Draw the mean place found of each group of people over its mean prediction, and return the description.

    `groups` as `helpers.outcomes.calibration` gives it, in percentiles; the diagonal, where all would be as predicted,
    runs between the `ends` of both axes.
    """
    middle = [found.value for found in groups["observed"]]
    spread = np.abs([[found.low - found.value, found.high - found.value] for found in groups["observed"]]).T
    ax.plot(ends, ends, color=GREY)
    ax.errorbar(groups["predicted"], middle, yerr=spread, fmt="o", color=BLUE)
    label_line(ax, ends[1] - 13, ends[1] - 13, "as predicted", above=-8, right=8)
    ax.set(xlabel="predicted place (percentile)", ylabel="mean place found (percentile)", xlim=ends, ylim=ends)
    first, last = groups["predicted"].iloc[[0, -1]]
    words = f"Dots with 95 % intervals {seen}. Across: predicted place. "
    words += f"Up: mean place of {in_words(len(groups))} groups of people. "
    words += f"Lowest group: predicted {first:.0f}, found {middle[0]:.0f}; "
    return words + f"highest: predicted {last:.0f}, found {middle[-1]:.0f}. Slope {slope.value:.2f}."


def draw_tails(
    ax: Axes, people: pd.DataFrame, tails: Mapping[float, TailLine], *, seen: str, ends: tuple[float, float] = (10, 66)
) -> str:
    """Draw tickets over score, a dot a musician, with up to three lines between the `ends`; return the description.

    `people` has score and value, `tails` is what `helpers.outcomes.tail_lines` gives for them. ValueError for more
    than three lines.
    """
    if len(tails) > len(COLOURS):
        raise ValueError(f"draw_tails: expected up to {len(COLOURS)} lines, got {len(tails)}; draw two figures")
    scores = np.array(ends)
    ax.scatter(people["score"], people["value"], s=14, color=GREY, alpha=0.5)
    for (share, tail), colour in zip(tails.items(), COLOURS, strict=False):
        sold = np.expm1(tail.intercept + tail.slope * scores / 10)
        ax.plot(scores, sold, color=colour)
        label_line(ax, scores[-1], sold[-1], f"{100 * share:.0f} % sold less")
    ax.set(yscale="log", xlim=(8, 88), xlabel="score", ylabel="tickets sold (log)", xticks=range(10, 61, 10))
    ax.set(yticks=[100, 300, 1000, 3000], yticklabels=["100", "300", "1,000", "3,000"])
    told = [f"line with {100 * share:.0f} % below it {tail.ratio}" for share, tail in tails.items()]
    words = f"Dots, one a musician, and {seen}. Across: score. Up: tickets, log scale. "
    return words + f"Ratio for ten points: {'; '.join(told)}"


def draw_causes(ax: Axes, causes: Mapping[str, Sequence[str]]) -> str:
    """Draw an arrow from each cause to each of its effects, those of fame in a colour; return the description.

    The arrows of the first cause lie on top. The names are those of `SPOTS`; a cause may have "the" before it, for
    the sentence. ValueError for another name, and for no cause at all.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> draw_causes(ax, {"fame": ["score", "outcome"]})
    'Diagram of 2 arrows. Fame points to score and outcome. None runs from score to outcome.'
    >>> plt.close(fig)
    """
    arrows = [(cause.removeprefix("the "), effect) for cause, effects in causes.items() for effect in effects]
    if not arrows:
        raise ValueError("draw_causes: expected one cause with an effect or more, got none; nothing would be drawn")
    if unknown := sorted({name for arrow in arrows for name in arrow} - set(SPOTS)):
        raise ValueError(f"draw_causes: expected names among {', '.join(SPOTS)}; got {', '.join(unknown)}")
    for cause, effect in reversed(arrows):
        reach = 15 if SPOTS[cause][1] > SPOTS[effect][1] else 42
        colour = ORANGE if cause == "fame" else GREY
        way = {"arrowstyle": "-|>", "shrinkA": reach, "shrinkB": reach, "color": colour}
        ax.annotate("", SPOTS[effect], SPOTS[cause], arrowprops=way)
    for name, (x, y) in SPOTS.items():
        ax.text(x, y, name, ha="center", va="center")
    ax.set(xlim=(-0.08, 1.08), ylim=(-0.1, 1.1), xticks=[], yticks=[], frame_on=False)
    told = [f"{cause} to {_listed(effects)}" for cause, effects in causes.items()]
    cause, effects = next(iter(causes.items()))
    told[0] = f"{cause.capitalize()} points to {_listed(effects)}"
    end = "" if ("score", "outcome") in arrows else " None runs from score to outcome."
    return f"Diagram of {len(arrows)} arrows. {'; '.join(told)}.{end}"


def draw_found(
    ax: Axes, found: Mapping[str, Estimate], truths: Sequence[float], *, across: tuple[float, float] = (-0.32, 0.68)
) -> str:
    """Draw the rank correlation that each method found, a cross for the truth under each; return the description.

    ValueError unless there is one truth for each estimate.
    """
    if len(found) != len(truths):
        raise ValueError(f"draw_found: expected a truth for each of {len(found)} estimates, got {len(truths)}")
    forest(ax, pd.DataFrame({"found": found}), reference=0)
    ax.plot(truths, np.arange(len(found)) + 0.3, "x", color=ORANGE, markersize=9, markeredgewidth=3)
    named = (len(found) - 1) // 2
    label_line(ax, truths[named], named + 0.3, "truth", right=10)
    ax.set(xlabel="rank correlation of score and tickets sold", xlim=across)
    told = [
        f"{name} {e.value:.2f} [{e.low:.2f}, {e.high:.2f}], truth {truth:.2f}"
        for (name, e), truth in zip(found.items(), truths, strict=True)
    ]
    return f"Dots with 95 % intervals; crosses for the truth. Across: rank correlation. {'; '.join(told)}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
