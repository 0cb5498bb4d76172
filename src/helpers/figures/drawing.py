"""What do several notebooks draw alike? A label beside a line, and a forest of estimates with their intervals.

What one notebook alone draws stays in that notebook.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from helpers.figures.palette import GREY, INK, PALETTE
from helpers.stats import Estimate

_MARKERS = "osD^"
_APART = 0.26  # of a row, between the estimates in it


def label_line(ax: Axes, x: float, y: float, text: str, *, above: float = 0, right: float = 6) -> Annotation:
    """Write a label beside a point of a line, in place of a legend; offsets in points, the text in ink colour.

    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> label_line(ax, 3, 9, "squares").get_text()
    'squares'
    >>> plt.close(fig)
    """
    align = "left" if right > 0 else "right" if right < 0 else "center"
    place: dict[str, Any] = {"xytext": (right, above), "textcoords": "offset points", "ha": align, "va": "center"}
    return ax.annotate(text, (x, y), color=INK, annotation_clip=False, **place)


def forest(ax: Axes, estimates: pd.DataFrame, *, reference: float) -> Axes:
    """Draw estimates with their intervals: a row for each index label, from top to bottom, a mark for each column.

    `estimates` holds an `Estimate` in each cell, or a missing value where there is none. The columns differ in colour
    and in shape and, if there are several, are named beside the first row; a dotted line stands at `reference`, the
    value that means nothing.

    Raises
    ------
    ValueError
        more than four columns, or a cell that is neither an Estimate nor missing.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> rows = pd.DataFrame({"score": [Estimate(0.6, 0.5, 0.7, 95, 0.95, "")]}, index=["sport"])
    >>> [label.get_text() for label in forest(ax, rows, reference=0.5).get_yticklabels()]
    ['sport']
    >>> plt.close(fig)
    """
    if estimates.shape[1] > len(_MARKERS):
        raise ValueError(f"forest: expected up to {len(_MARKERS)} columns, got {estimates.shape[1]}; draw two figures")
    ax.axvline(reference, color=GREY, linestyle=":")
    middle = (estimates.shape[1] - 1) / 2
    for j, (name, column) in enumerate(estimates.items()):
        for i, found in enumerate(column):
            y = i + (j - middle) * _APART
            if not isinstance(found, Estimate):
                if not pd.isna(found):
                    raise ValueError(
                        f"forest: expected an Estimate in row {estimates.index[i]!r}, column {name!r}, got {found!r}"
                    )
                continue
            ax.plot([found.low, found.high], [y, y], "-", color=PALETTE[j], linewidth=2)
            ax.plot(found.value, y, _MARKERS[j], color=PALETTE[j], markersize=7)
            if i == 0 and estimates.shape[1] > 1:
                label_line(ax, found.high, y, str(name))
    ax.set_yticks(range(len(estimates)), labels=[str(label) for label in estimates.index])
    ax.set_ylim(len(estimates) - 0.4, -0.6)
    return ax
