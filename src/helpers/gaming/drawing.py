"""How are the findings on chasing the number drawn? One function a figure: it draws values and says them in words.

Each takes axes and what was computed, draws all but the title, and returns the description for who does not see the
picture. Nothing is computed here; titles and captions, which argue, stay in the notebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, RED, TEAL, forest, label_line
from helpers.gaming.tables import bracketed
from helpers.score.rules import require
from helpers.stats import Estimate


def draw_hours(ax: Axes, table: pd.DataFrame) -> str:
    """Draw what an hour of each action brings: the good it does across, the points it earns up; return the words.

    `table` is a table of `helpers.gaming.hourly`. A dot does some good, a diamond none. ValueError for a table without
    the columns good and points.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> words = draw_hours(ax, pd.DataFrame({"good": [1.0], "points": [10.4]}, index=["teach"]))
    >>> words[words.index("Good"):], plt.close(fig)
    ('Good and points: teach 1.00 and 10.4.', None)
    """
    require(table, ["good", "points"], "gaming.hourly()")
    for name, row in table.iterrows():
        mark, colour = ("o", BLUE) if row["good"] > 0 else ("D", ORANGE)
        ax.plot(row["good"], row["points"], mark, color=colour)
        label_line(ax, row["good"], row["points"], str(name), right=8)
    ax.set(xlabel="good done in an hour (1 = preparing a lesson)", xlim=(-0.05, 1.35))
    ax.set(ylabel="points of a first weekly hour", ylim=(-2, 32))
    told = "; ".join(f"{name} {row['good']:.2f} and {row['points']:.1f}" for name, row in table.iterrows())
    return f"Dots, diamonds where no good is done. Across: good done in an hour. Up: points. Good and points: {told}."


def draw_pressure(axes: Sequence[Axes], found: pd.DataFrame) -> str:
    """Draw what becomes of the score, of followers (left) and of the good done (right) as the pressure rises.

    `found` is a table of `helpers.gaming.under_pressure`: a row per pressure, an Estimate in each cell; bands are the
    intervals. Returns the words. ValueError for a table without score, followers or good.

    >>> import matplotlib.pyplot as plt
    >>> e = Estimate(0.6, 0.5, 0.7, 95, 0.95, "")
    >>> fig, axes = plt.subplots(1, 2)
    >>> words = draw_pressure(axes, pd.DataFrame({"score": [e], "followers": [e], "good": [e]}, index=[0.5]))
    >>> words[words.index('0.5'):], plt.close(fig)
    ('0.5 0.60, 0.60, 0.60.', None)
    """
    require(found, ["score", "followers", "good"], "gaming.under_pressure")
    left, right = axes
    for ax, column, colour, mark in (
        (left, "score", BLUE, "o"),
        (left, "followers", ORANGE, "s"),
        (right, "good", TEAL, "o"),
    ):
        ends = np.array([[e.low, e.high] for e in found[column]]).T
        ax.plot(found.index, [e.value for e in found[column]], f"{mark}-", color=colour)
        ax.fill_between(found.index, *ends, color=colour, alpha=0.2)
    label_line(left, 0.02, found["score"].iloc[0].value, "score", above=14, right=2)
    label_line(left, 0.02, found["followers"].iloc[0].value, "followers", above=-16, right=2)
    left.set(xlabel="pressure", ylabel="rank correlation with good", ylim=(-0.35, 0.85))
    right.set(xlabel="pressure", ylabel="mean good done a week", ylim=(0, 2.9))
    rows = found[["score", "followers", "good"]].map(lambda e: f"{e.value:.2f}")
    told = "; ".join(f"{pressure} {', '.join(row)}" for pressure, row in rows.iterrows())
    return f"Two line charts over pressure, 95 % bands. Pressure: correlation of score, of followers; good: {told}."


def draw_bought(ax: Axes, change: pd.DataFrame, names: Sequence[str]) -> str:
    """Draw the places that each offer buys of each rival: a grid, the darker the more; return the words.

    `change` holds an Estimate in each cell: a row per rival, a column per offer. `names` are the words below the
    columns. ValueError where there are not as many names as columns.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> words = draw_bought(ax, pd.DataFrame({"a": [Estimate(8, 6, 9, 40, 0.95, "")]}, index=["h_index"]), ["bots"])
    >>> words[words.index("In"):], plt.close(fig)
    ('In the cells places of 100 gained: h index: 8.', None)
    """
    if len(names) != change.shape[1]:
        raise ValueError(f"draw_bought: expected {change.shape[1]} names, got {len(names)}; write one for each offer")
    gained = change.map(lambda e: e.value).rename(lambda name: name.replace("_like", "-like").replace("_", " "))
    ax.imshow(gained, cmap="Blues", vmin=0, vmax=60, aspect="auto")
    for (i, j), value in np.ndenumerate(gained.to_numpy()):
        ax.text(j, i, f"{value:z.0f}", ha="center", va="center", color="white" if value > 30 else "black")
    ax.set_xticks(range(len(names)), labels=list(names), fontsize=11)
    ax.set_yticks(range(len(gained)), labels=list(gained.index))
    ax.grid(False)
    told = "; ".join(f"{name}: " + ", ".join(f"{v:z.0f}" for v in row) for name, row in gained.iterrows())
    return f"A grid. Down: rivals. Across: {', '.join(names)}. In the cells places of 100 gained: {told}."


def draw_display(
    axes: Sequence[Axes],
    simulated: pd.DataFrame,
    closed: pd.DataFrame,
    *,
    shares: Mapping[float, pd.DataFrame],
    agree: Mapping[float, Estimate],
) -> str:
    """Draw what a displayed score does: to validity and test-retest (left), and to two worlds (right).

    Parameters
    ----------
    axes : two, side by side.
    simulated, closed : the columns validity and test-retest by the share of attention that the score steers; an
        Estimate in each cell of `simulated` (dots), a number in each of `closed` (lines).
    shares : two tables of `helpers.gaming.attention_shares`, by the share steered, the smaller share first.
    agree : how well the two worlds agree at each of these shares.

    Returns the words.

    Raises
    ------
    ValueError
        a table without its columns, or not two shares of which both say how well the worlds agree.
    """
    for table, origin in ((simulated, "gaming.displayed, simulated"), (closed, "gaming.displayed, closed_form")):
        require(table, ["validity", "test-retest"], origin)
    if len(shares) != 2 or set(shares) != set(agree):
        raise ValueError(
            f"draw_display: expected the same two shares in shares and agree, got {list(shares)} and {list(agree)}"
        )
    left, right = axes
    for name, colour, mark, x, above in (("validity", BLUE, "o", 0.78, -18), ("test-retest", ORANGE, "s", 0.5, 20)):
        left.plot(closed.index, closed[name], color=colour)
        left.plot(simulated.index, [e.value for e in simulated[name]], mark, color=colour)
        label_line(left, x, float(np.interp(x, closed.index, closed[name])), name, above=above, right=-2)
    left.set(xlabel="attention steered by the score", ylabel="correlation", xlim=(-0.02, 1), ylim=(0.3, 1.02))
    for worlds, colour, mark in zip(shares.values(), (BLUE, ORANGE), "os", strict=True):
        right.plot(worlds["world_1"], worlds["world_2"], mark, color=colour, markersize=3, alpha=0.7)
    right.set(xlabel="attention in one world", ylabel="attention in the other", xlim=(0, 6), ylim=(0, 6))
    low, high = shares
    right.set_title(f"circles {100 * low:.0f} %, squares {100 * high:.0f} %", fontsize=11, weight="normal")
    pairs = zip(simulated.index, simulated["validity"], simulated["test-retest"], strict=True)
    told = "; ".join(f"{share} {validity.value:.2f} and {retest.value:.2f}" for share, validity, retest in pairs)
    return (
        f"Left: lines and dots over the share steered. Validity and test-retest: {told}. Right: attention in two "
        f"worlds, near a line with {100 * low:.0f} % steered (r {agree[low].value:.2f}), "
        f"scattered with {100 * high:.0f} % ({agree[high].value:.2f})."
    )


def draw_told_apart(ax: Axes, told_apart: Mapping[str, Estimate]) -> str:
    """Draw how many of 100 pairs of a fake and an honest account each signal tells apart; return the words.

    `told_apart` is what `helpers.gaming.told_apart` gives; a dotted line marks the 50 of a coin.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> words = draw_told_apart(ax, {"pictures": Estimate(93, 91, 95, 1165, 0.95, "")})
    >>> words[words.index('pictures'):], plt.close(fig)
    ('pictures 93 [91, 95].', None)
    """
    forest(ax, pd.DataFrame({"concordance": told_apart}), reference=50)
    label_line(ax, 50, len(told_apart) - 0.75, "a coin", right=6)
    ax.set(xlabel="pairs of 100 told apart", xlim=(45, 101))
    told = "; ".join(f"{name} {bracketed(found, digits=0)}" for name, found in told_apart.items())
    return f"Dots with 95 % intervals. Across: pairs of a fake and an honest account told apart, of 100. {told}."


def draw_accused(
    ax: Axes,
    curves: Mapping[int, pd.Series],
    even: Mapping[int, float],
    *,
    simulated: Mapping[float, Estimate],
    real: Mapping[float, Estimate],
) -> str:
    """Draw how many of 100 flagged are honest, over the share of fakes or players; return the words.

    Parameters
    ----------
    ax : the axes.
    curves : for three sharpnesses d', by rising d', the honest of 100 flagged by the share of fakes (0 to 1).
    even : for each of these, the share of fakes at which half of the flagged are honest.
    simulated, real : shares of honest among the flagged by the share of fakes; dots and diamonds.

    Raises
    ------
    ValueError
        other than three curves, or `even` for other sharpnesses.
    """
    if len(curves) != 3 or list(curves) != list(even):
        raise ValueError(f"draw_accused: expected three d' in curves and even, got {list(curves)} and {list(even)}")
    for (d, curve), colour, side in zip(curves.items(), (GREY, BLUE, ORANGE), (1, 1, -1), strict=True):
        ax.plot(100 * curve.index, curve, color=colour)
        height = float(np.interp(0.2, curve.index, curve))
        label_line(ax, 20, height, f"d' = {d}", above=12 * side, right=4 * side)
    for marks, form, colour in ((simulated, "o", BLUE), (real, "D", RED)):
        for share, e in marks.items():
            ends = 100 * np.array([[e.value - e.low], [e.high - e.value]])
            ax.errorbar(100 * share, 100 * e.value, ends, fmt=form, color=colour)
    ax.set(xlabel="fakes or players among all (%)", ylabel="honest, of 100 flagged", xlim=(0, 50), ylim=(0, 100))
    told = ", ".join(f"{100 * share:.1f} % (d' = {d})" for d, share in even.items())
    return (
        f"Falling curves over the share who play, half of the flagged honest at {told}. "
        "Dots with intervals near the middle; real diamonds below."
    )
