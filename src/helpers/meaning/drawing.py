"""How is a change of many scores drawn? One line of a dot plot: mean, interval, limits of agreement.

It draws estimates as they are; it computes nothing.
"""

from __future__ import annotations

from matplotlib.axes import Axes

from helpers.figures import BLUE, GREY, ORANGE, label_line
from helpers.stats import Estimate

SHAPES = "osD^"


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
