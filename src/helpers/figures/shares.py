"""How is it drawn who has how much? The share of the top, a share in each group, differences between groups.

Each function draws what it is given, all but the title, and returns the description; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.figures.drawing import label_line
from helpers.figures.palette import BLUE, GREY, ORANGE
from helpers.stats import Estimate


def draw_concentration(ax: Axes, curve: ArrayLike, tops: Mapping[float, Estimate], *, half: int, of: str) -> str:
    """Draw the share of all that the people with most hold together, over the share of people; return the description.

    Parameters
    ----------
    ax : the axes.
    curve : the cumulative share (0 to 1) of everybody, from the one with most to the one with least.
    tops : what the top holds (0 to 1) by its share of people, such as 0.01 and 0.1; the last one is labelled.
    half : how many people hold half.
    of : what is held, such as "reactions".

    The grey diagonal is where everybody has the same. ValueError without a share of the top.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> top = {0.25: Estimate(0.4, 0.3, 0.6, 4, 0.95, "")}
    >>> draw_concentration(ax, [0.4, 0.7, 0.9, 1], top, half=2, of="reactions").rpartition(". ")[2]
    'The curve jumps: the top 25 % hold 40 %, and 2 people hold half.'
    >>> plt.close(fig)
    """
    if not tops:
        raise ValueError("draw_concentration: expected the share of the top, got none; give it as {0.1: estimate}")
    shares = np.asarray(curve)
    ax.plot(np.arange(1, len(shares) + 1) / len(shares) * 100, shares * 100)
    ax.plot([0, 100], [0, 100], color=GREY)
    label_line(ax, 50, 50, "if everybody got the same", above=-14, right=4)
    last, held = list(tops.items())[-1]
    label_line(ax, 100 * last, 100 * held.value, f"the top {_percent(last)} got {_percent(held)}", above=-4, right=12)
    ax.set_ylabel(f"share of all {of} (%)")
    (first, jumped), *others = tops.items()
    told = [f"the top {_percent(first)} hold {_percent(jumped)}"]
    told += [f"the top {_percent(share)} {_percent(found)}" for share, found in others]
    words = f"Line chart. Across: people from most to least {of}, in percent. Up: cumulative share of {of}. "
    return words + f"The curve jumps: {', '.join(told)}, and {half} people hold half."


def draw_shares(ax: Axes, shares: Mapping[str, Estimate], *, together: Estimate, group: str, of: str) -> str:
    """Draw the share (0 to 1) in each group as a bar with its interval, the largest on top; return the description.

    `together` is the share in all groups, `group` what one group is called and `of` what the share is of; both stand
    in the description.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> idle = Estimate(0.4, 0.3, 0.5, 90, 0.95, "")
    >>> draw_shares(ax, {"blogs": idle}, together=idle, group="network", of="idle accounts")
    'Bar chart with intervals, one bar a network: share of idle accounts. blogs 40 %. All together 40 %.'
    >>> plt.close(fig)
    """
    names = sorted(shares, key=lambda name: shares[name].value)
    value, low, high = 100 * np.array([[shares[name].value, shares[name].low, shares[name].high] for name in names]).T
    ax.barh(names, value, xerr=[value - low, high - value], color=BLUE, ecolor=ORANGE)
    for y, width in enumerate(value):
        ax.text(2, y, f"{width:.0f} %", va="center", color="white", weight="bold")
    told = ", ".join(f"{name} {width:.0f} %" for name, width in zip(names, value, strict=True))
    words = f"Bar chart with intervals, one bar a {group}: share of {of}. "
    return words + f"{told}. All together {_percent(together)}."


def draw_differences(ax: Axes, differences: Mapping[str, Estimate], *, across: str) -> str:
    """Draw differences as dots with intervals and their names above, blue where all is below zero; return the words.

    `across` says in the description what was taken from what, and in which unit. Best with some room: 0.7 inches a row.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> draw_differences(ax, {"letters": Estimate(-0.5, -0.7, -0.2, 90, 0.95, "")}, across="silent minus others")
    'Dots with 95 % intervals. Across: silent minus others. letters -0.50 (-0.70 to -0.20, n = 90).'
    >>> plt.close(fig)
    """
    rows = differences.items()
    for y, (name, e) in enumerate(rows):
        ax.plot([e.low, e.high], [y, y], "-", color=GREY)
        ax.plot(e.value, y, "o", color=BLUE if e.high < 0 else ORANGE)
        label_line(ax, e.value, y, name, above=14, right=0)
    ax.axvline(0, color=GREY, linestyle=":")
    ax.set(yticks=[], ylim=(-0.6, len(rows) - 0.1))
    told = "; ".join(f"{name} {e.value:.2f} ({e.low:.2f} to {e.high:.2f}, n = {e.n})" for name, e in rows)
    return f"Dots with 95 % intervals. Across: {across}. {told}."


def _percent(share: float | Estimate) -> str:
    """Write a share of 0 to 1 in whole percent."""
    return f"{100 * (share.value if isinstance(share, Estimate) else share):.0f} %"
