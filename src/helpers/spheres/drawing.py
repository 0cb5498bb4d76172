"""How are the spheres drawn? Dots with their intervals beside a coin, bars by year, pooled means; and their words.

Every function draws on axes what was computed, all but the title, and returns the description for who does not see
the picture. What the pattern is, the caller says (`seen`), for it depends on the data. They compute nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, PALE, forest, label_line
from helpers.spheres.tables import MEASURED, Reach
from helpers.stats import Estimate

IN_ORDER = "pairs of 100 in the right order"


def draw_spheres(ax: Axes, wide: pd.DataFrame, *, across: tuple[float, float] = (42, 100)) -> str:
    """Draw the score and what stands beside it, two dots for each sphere, and return the description.

    `wide` is what `helpers.spheres.concordances` gives. Where the baseline has fewer rows than the score, both
    counts are named. Best at 7.5 x 4.6 inches.
    """
    rows = wide[["score", "baseline"]].rename(columns=MEASURED)
    forest(ax, rows.set_axis([_named(row) for row in wide.itertuples()]), reference=50)
    label_line(ax, 50, len(rows) - 0.58, "a coin", right=-6)
    ax.set(xlabel=IN_ORDER, xlim=across)
    told = [f"{row.Index} {row.score.value:.0f} and {row.baseline.value:.0f}" for row in wide.itertuples()]
    words = f"Dots with 95 % intervals. Across: {IN_ORDER}; a coin gets 50. "
    return words + f"Score and other: {'; '.join(told)}."


def draw_comparisons(
    ax: Axes,
    found: Mapping[str, Estimate],
    *,
    across: tuple[float, float],
    seen: str = "",
    digits: int = 0,
    xlabel: str = IN_ORDER,
) -> str:
    """Draw one dot for each comparison, in pairs of 100, beside a coin, and return the description.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> found = {"all pairs": Estimate(54.6, 50.3, 58.7, 378, 0.95, "")}
    >>> draw_comparisons(ax, found, across=(28, 78)).split(". ")[-1]
    'all pairs 55 [50, 59].'
    >>> plt.close(fig)
    """
    forest(ax, pd.DataFrame({"found": found}), reference=50)
    ax.set(xlabel=xlabel, xlim=across)
    told = [f"{name} {e.value:.{digits}f} [{e.low:.{digits}f}, {e.high:.{digits}f}]" for name, e in found.items()]
    kind = f"Dots with 95 % intervals, {seen}." if seen else "Dots with 95 % intervals."
    return f"{kind} Across: {IN_ORDER}; a coin gets 50. {'; '.join(told)}."


def draw_judged(ax: Axes, judged: Mapping[str, Estimate], *, ceiling: tuple[float, float], seen: str) -> str:
    """Draw how often each order agrees with the judges, in front of a band that holds the ceiling.

    Returns the description. `ceiling` has the least and the most that an order can get, in pairs of 100.
    """
    ax.axvspan(*ceiling, color=PALE)
    label = "pairs of 100 in the order of the judges"
    words = draw_comparisons(ax, judged, across=(48, 90), seen=seen, digits=1, xlabel=label)
    label_line(ax, ceiling[0], -0.35, "ceiling in here", right=4)
    return f"{words} A band from {ceiling[0]:.0f} to {ceiling[1]:.0f} holds the ceiling."


def draw_years(axes: Sequence[Axes], papers: pd.Series, *, years: range) -> str:
    """Draw mean citations on the first axes and the share of papers with a tweet on the second, a bar for each year.

    Returns the description. `papers` has the values of the evidence on papers (`plos`) by their quantity.
    """
    cited = [papers[f"mean_citations_{year}"] for year in years]
    tweeted = [100 * papers[f"share_with_tweets_{year}"] for year in years]
    left, right = axes
    left.bar(years, cited, color=BLUE)
    right.bar(years, tweeted, color=ORANGE)
    left.set(ylabel="mean citations to 2011", xlabel="year of the paper")
    right.set(ylabel="papers with a tweet (%)", xlabel="year of the paper")
    words = f"Two bar charts by year of the paper, {years[0]} to {years[-1]}. "
    words += f"Citations {_moved(cited)} from {cited[0]:.0f} to {cited[-1]:.0f}; "
    return words + f"papers with a tweet {_moved(tweeted)} from {tweeted[0]:.0f} to {tweeted[-1]:.0f} %."


def draw_pooled(ax: Axes, shown: Mapping[str, Reach]) -> str:
    """Draw pooled means with their intervals, thick, and where a new sphere would lie, thin; return the description.

    A row for each way of pooling, from top to bottom; the first is labelled. Best at 7.5 x 4.6 inches.
    """
    for y, (mean, new) in enumerate(shown.values()):
        ax.plot(new, [y, y], "-", color=GREY, linewidth=1)
        ax.plot([mean.low, mean.high], [y, y], "-", color=BLUE, linewidth=5)
        ax.plot(mean.value, y, "o", color=ORANGE, markersize=8)
    first = next(iter(shown.values()))
    label_line(ax, first.mean.value, 0, "mean", above=13, right=0)
    label_line(ax, first.new[1], 0, "a new sphere", above=13, right=-1)
    ax.axvline(50, color=GREY, linestyle=":")
    ax.set(xlim=(0, 100), ylim=(len(shown) - 0.4, -0.8), xlabel=IN_ORDER)
    ax.set_yticks(range(len(shown)), labels=list(shown))
    told = [
        f"{name} {mean.value:.0f} [{mean.low:.0f}, {mean.high:.0f}], new {new[0]:.0f} to {new[1]:.0f}"
        for name, (mean, new) in shown.items()
    ]
    return f"Dots, 95 % intervals and thin prediction intervals. Across: {IN_ORDER}. {'; '.join(told)}"


def _named(row: Any) -> str:
    fewer = f" and {row.baseline.n:,}" if row.baseline.n != row.score.n else ""
    return f"{row.Index}, n = {row.score.n:,}{fewer}"


def _moved(values: Sequence[float]) -> str:
    if values[-1] == values[0]:
        return "go"
    return "rise" if values[-1] > values[0] else "fall"
