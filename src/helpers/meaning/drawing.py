"""How are a score and its doubt drawn? Where people sit, how they move, how large the error is, what it leaves.

Each function draws what it is given, all but the title, and computes nothing. All but `draw_change`, which draws one
line of a figure, return the description.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, TEAL, label_line
from helpers.stats import Estimate

SHAPES = "osD^"
INKS: Mapping[str, str] = {GREY: "white", BLUE: "white", ORANGE: "black", TEAL: "white"}
"""Colours of the parts of a bar, and of the words on each."""

GAP, OPEN = 0.3, 15  # points: between two bars, and how wide the open band is drawn
LIMITS = ("lower limit of agreement", "upper limit of agreement")
MARKED = (("o", 12, 6), ("s", 0, 22))  # shape, and where the name stands: points to the right and above
NARROW = 8  # percent: below this a part of a bar has no words


def draw_bands(ax: Axes, bands: pd.DataFrame, marks: Mapping[int, float]) -> str:
    """Draw the share of people in each band of the score, with dashed lines for single scores; return the description.

    `bands` has a row per band with `low`, its lower edge, and `percent`; the last band is open, and grey. `marks` says
    for each single score how many percent of the people it stands above.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> words = draw_bands(ax, pd.DataFrame({"low": [10, 15], "percent": [90.0, 10.0]}), {12: 36.0, 15: 90.0})
    >>> words.rpartition(". ")[2]
    'A 12 stands above 36.0 %, a 15 above 90.0 %.'
    >>> plt.close(fig)
    """
    low, percent = bands["low"].to_numpy(), bands["percent"].to_numpy()
    widths = [*np.diff(low) - GAP, OPEN - GAP]
    ax.bar(low, percent, width=widths, align="edge", color=[BLUE] * (len(low) - 1) + [GREY])
    for score, share in marks.items():
        ax.axvline(score, color=ORANGE, linestyle="--")
        label_line(ax, score, 33, f"{score}: above {share:.0f} of 100")
    top = f"{low[-1]:.0f} or more"
    ax.set(xlabel=f"Klout score (last bar: {top})", ylabel="scored people (%)", xlim=(low[0] - 1, low[-1] + OPEN + 1))
    told = ", ".join(f"a {score} above {share:.1f} %" for score, share in marks.items())
    told = f"A{told[1:]}".replace(" above", " stands above", 1)
    words = f"Bar chart. Across: bands of the Klout score, the last one {top}. Up: scored people in percent. "
    words += f"The bars fall from {percent[0]:.0f} % at {low[0]:.0f}-{low[1] - 1:.0f} to {percent[-1]:.1f} % at {top}. "
    return words + f"{told}."


def draw_moves(ax: Axes, table: pd.DataFrame) -> str:
    """Draw where the people of each band of 2013 were in 2014, as stacked bars in percent; return the description.

    `table` holds people, a row per band of 2013 and a column per band of 2014, as `transition_table` gives it; up to
    four columns, else ValueError.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> draw_moves(ax, pd.DataFrame([[3, 1], [1, 1]], ["low", "high"], ["low", "high"])).rpartition(": ")[2]
    'low 75 %, high 50 %.'
    >>> plt.close(fig)
    """
    if table.shape[1] > len(INKS):
        raise ValueError(f"draw_moves: expected up to {len(INKS)} bands, got {table.shape[1]}; join some")
    people = table.sum(axis="columns")
    shares = table.div(people, axis="index").mul(100)
    names, left = [f"{band}, n = {n:,}" for band, n in people.items()], np.zeros(len(table))
    for band, (colour, ink) in zip(shares, INKS.items(), strict=False):
        ax.barh(names, shares[band], left=left, color=colour)
        for y, width in enumerate(shares[band]):
            words = f"{band}\n{width:.0f} %" if width > NARROW else ""
            ax.text(left[y] + width / 2, y, words, ha="center", va="center", color=ink)
        left += shares[band].to_numpy()
    ax.set(xlabel="where they were in 2014 (%)", ylabel="band in 2013", xlim=(0, 100))
    stayed = ", ".join(f"{band} {shares.loc[band, band]:.0f} %" for band in shares.index)
    return f"Stacked bars, one for each band of 2013, parts by band of 2014. Stayed in their band: {stayed}."


def draw_change(ax: Axes, y: int, name: str, mean: Estimate, *, limits: tuple[Estimate, Estimate]) -> Axes:
    """Draw a group at height `y`: its mean change with the interval, thick, and its limits of agreement, thin.

    All in points, which the label below says. The name of the group, n and the mean stand above the mark, whose shape
    goes with `y` (0 to 3). ValueError for another `y`.

    >>> import matplotlib.pyplot as plt
    >>> from helpers.meaning import limits_of_agreement, mean_shift
    >>> fig, ax = plt.subplots()
    >>> drawn = draw_change(ax, 0, "regular", mean_shift(-12.2, 2.2, 9), limits=limits_of_agreement(-12.2, 2.2, 9))
    >>> [text.get_text() for text in drawn.texts]
    ['regular, n = 9: -12.2']
    >>> plt.close(fig)
    """
    if y not in range(len(SHAPES)):
        raise ValueError(f"draw_change: y must be from 0 to {len(SHAPES) - 1}, got {y}; draw more groups elsewhere")
    lower, upper = limits
    ax.plot([lower.value, upper.value], [y, y], "-|", color=GREY, linewidth=1.5, markersize=12)
    ax.plot([mean.low, mean.high], [y, y], "-", color=BLUE, linewidth=5)
    ax.plot(mean.value, y, SHAPES[y], color=ORANGE, markersize=9)
    label_line(ax, mean.value, y, f"{name}, n = {mean.n}: {mean.value:.1f}", above=18, right=0)
    ax.set_xlabel("change (points): mean, 95 % interval, limits of agreement")
    return ax


def draw_changes(ax: Axes, changes: Mapping[str, Mapping[str, Estimate]]) -> str:
    """Draw the change of up to four groups in one week, each with `draw_change`, and return the description.

    `changes` is what `changes_by_group` gives for them. A dotted line stands at no change.
    """
    told = []
    for y, (group, found) in enumerate(changes.items()):
        mean, low, high = (found[name] for name in ("mean change", *LIMITS))
        draw_change(ax, y, group, mean, limits=(low, high))
        told.append(f"{group} (n = {mean.n}) {mean.value:.1f}, limits {low.value:.1f} to {high.value:.1f}")
    ax.axvline(0, color=GREY, linestyle=":")
    ax.set(yticks=[], ylim=(-0.5, len(changes) - 0.3))
    words = "Dot plot of the change in points in one week, with intervals and limits of agreement. "
    return words + f"Mean change: {'. '.join(told)}."


def draw_error_by_band(ax: Axes, errors: pd.DataFrame, *, highest: float = 6) -> str:
    """Draw the error of measurement in each band of the score, in points up to `highest`; return the description.

    `errors` is what `error_by_band` gives, without bands that hold too few people.
    """
    middle = errors[["from", "to"]].mean(axis="columns")
    spread = [errors["sem"] - errors["low"], errors["high"] - errors["sem"]]
    ax.errorbar(middle, errors["sem"], yerr=spread, fmt="o")
    for x, high, n in zip(middle, errors["high"], errors["n"], strict=True):
        label_line(ax, x, high, f"n = {n}", above=10, right=0)
    ax.set(xlabel="score (middle of the band)", ylabel="error of measurement (points)")
    ax.set(xlim=(errors["from"].min() - 2, errors["to"].max()), ylim=(0, highest))
    rows = zip(middle, errors["sem"], errors["n"], strict=True)
    told = ", ".join(f"at {x:g} {sem:.1f} (n = {n})" for x, sem, n in rows)
    words = "Dots with 95 % intervals. Across: middle of the band of scores. "
    return words + f"Up: error of measurement in points: {told}."


def draw_chance(ax: Axes, chances: pd.DataFrame, errors: Mapping[str, float], *, pair: tuple[int, int]) -> str:
    """Draw the chance that the first score of a pair is truly above the second, over the error; return the description.

    `chances` has the columns sem and flat of `chance_table` for that pair, with rising errors; `errors` are one or two
    errors of measurement that are marked on the line, by name. The grey line is a coin. ValueError for more than two.
    """
    if len(errors) > len(MARKED):
        raise ValueError(f"draw_chance: expected up to {len(MARKED)} errors, got {len(errors)}; draw two figures")
    higher, lower = pair
    line, curve = chances["sem"], 100 * chances["flat"]
    ax.plot(line, curve)
    told = []
    for (name, error), (shape, right, above) in zip(errors.items(), MARKED, strict=False):
        chance = float(np.interp(error, line, curve))
        told.append(f"{name}: error {error:.1f}, chance {chance:.0f} %.")
        ax.plot(error, chance, shape, color=ORANGE)
        label_line(ax, error, chance, name, right=right, above=above)
    ax.axhline(50, color=GREY)
    ax.set(xlabel="standard error of measurement (points)", ylim=(45, 102))
    ax.set(ylabel=f"chance that the {higher} is truly above (%)")
    words = f"Line chart. Across: error of measurement, {line.iloc[0]:g} to {line.iloc[-1]:g} points. "
    words += f"Up: chance that a {higher} is above a {lower}. It falls. "
    return words + " ".join(told)
