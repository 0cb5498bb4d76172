"""How does a figure reach the page? One call that makes picture, badge, caption, alt text and plain-text form.

It draws no data; it lays out, checks the words and hands over.
"""

import io
import re
from importlib import resources
from typing import Any

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotParams
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.figures.palette import BLUE, GROUND, INK, RED

BADGES = {"real": "REAL", "synthetic": "SYNTHETIC", "both": "REAL + SYNTHETIC"}
_MARKS = {"real": "\u25cf REAL", "synthetic": "\u25c7 SYNTHETIC", "both": "\u25cf REAL + \u25c7 SYNTHETIC"}
_FEWEST_WORDS = 12
_DPI = 110
_MARGIN = 0.08  # inches
_SIDES = ("left", "right", "bottom", "top", "wspace", "hspace")


def use_style() -> None:
    """Draw every figure from here on in the look of the collection.

    Starts from matplotlib's own defaults, so that settings on a reader's computer change nothing.

    >>> use_style()
    >>> plt.rcParams["font.size"]
    13.0
    """
    with resources.as_file(resources.files("helpers") / "real-klout.mplstyle") as sheet:
        plt.style.use(["default", sheet])


def show(fig: Figure, *, caption: str, description: str, source: str, note: str = "") -> None:
    """Show a figure with its badge, a visible caption and description, alt text and plain text, and close it.

    Two outputs are written: the picture (its alt text and its plain-text form are the description), and below
    it the badge word, the caption, the note and the description as visible text. The badge and the note stand
    in a strip of their own under the figure, so that they never cover data.

    Parameters
    ----------
    fig
        A matplotlib figure; a seaborn grid has one as ``.figure``.
    caption
        What the figure shows, in one sentence.
    description
        For readers who do not see the picture: the kind of chart, what is on the axes with units, the pattern,
        and the computed numbers. At least twelve words and one number; not the caption or a title again.
    source
        ``"real"``, ``"synthetic"`` or ``"both"``: the data behind the figure.
    note
        Where the data come from and how many there are; small, in the lower left corner. Optional.

    Raises
    ------
    ValueError
        If the source is unknown, the caption is empty, the description is missing, too short, without a number,
        holds a number that could not be computed (``nan``, ``inf``) or repeats the caption or a title, or if the
        note is too long for the strip.

    Examples
    --------
    >>> use_style()
    >>> fig, ax = plt.subplots()
    >>> bars = ax.bar(["under 20", "20 or more"], [61, 39])
    >>> show(fig, caption="Most scores are low.", source="synthetic", description="short")
    Traceback (most recent call last):
    ...
    ValueError: The description has 1 word; write at least 12: kind of chart, axes, pattern, computed numbers.
    """
    caption, description, note = (" ".join(text.split()) for text in (caption, description, note))
    _check_source(source)
    _check_words(fig, caption, description)
    picture = render(fig, source=source, note=note)
    plt.close(fig)
    display(
        {"image/png": picture, "text/plain": description},
        metadata={"image/png": {"alt": description}},
        raw=True,
    )
    below = f"{BADGES[source]}. {caption}" + (f" {note}" if note else "")
    marked = f"**{BADGES[source]}** · **{_plain(caption)}**" + (f" {_plain(note)}" if note else "")
    display(
        {"text/markdown": f"{marked}\n\n{_plain(description)}", "text/plain": f"{below}\n\n{description}"},
        raw=True,
    )


def render(fig: Figure, *, source: str, note: str = "") -> bytes:
    """Give the figure as the bytes of a PNG file, its badge in a strip underneath.

    The file holds no date and no program name, at 110 dots per inch, on an opaque ground.

    >>> use_style()
    >>> render(plt.figure(), source="real")[1:4]
    b'PNG'
    """
    _check_source(source)
    fig.set_dpi(_DPI)
    _lay_out(fig)
    fig.canvas.draw()
    page = _page(fig)
    added = _add_strip(fig, page, source, note)
    below = min(text.get_window_extent().y0 for text in added) / _DPI - 2 * _MARGIN
    target = io.BytesIO()
    fig.savefig(
        target,
        format="png",
        dpi=_DPI,
        facecolor=GROUND,
        transparent=False,
        bbox_inches=Bbox.from_extents(page.x0, below, page.x1, page.y1),
        metadata={"Software": None},
    )
    for text in added:
        text.remove()
    return target.getvalue()


def _lay_out(fig: Figure) -> None:
    """Make room for titles and labels, unless the notebook or seaborn has already placed the axes."""
    untouched = SubplotParams()
    placed = any(getattr(fig.subplotpars, side) != getattr(untouched, side) for side in _SIDES)
    if fig.get_layout_engine() is None and not placed:
        fig.set_layout_engine("constrained")


def _page(fig: Figure) -> Bbox:
    """The paper in inches: the figure as it was set, larger where something stands out of it."""
    width, height = fig.get_size_inches()
    drawn = fig.get_tightbbox()
    return Bbox.from_extents(
        0 if drawn.x0 >= 0 else drawn.x0 - _MARGIN,
        0 if drawn.y0 >= 0 else drawn.y0 - _MARGIN,
        width if drawn.x1 <= width else drawn.x1 + _MARGIN,
        height if drawn.y1 <= height else drawn.y1 + _MARGIN,
    )


def _add_strip(fig: Figure, page: Bbox, source: str, note: str) -> list[Text]:
    real = source == "real"
    box = {
        "boxstyle": "round,pad=0.35" if source != "synthetic" else "square,pad=0.4",
        "facecolor": BLUE if real else GROUND,
        "edgecolor": BLUE if source != "synthetic" else RED,
        "linestyle": "--" if source == "synthetic" else "-",
        "linewidth": 1.4,
    }
    width, height = fig.get_size_inches()
    y = (page.y0 - 2 * _MARGIN) / height
    left, right = (page.x0 + _MARGIN) / width, (page.x1 - 2 * _MARGIN) / width
    common: dict[str, Any] = {"va": "top", "size": 12, "in_layout": False}
    colour = GROUND if real else BLUE if source == "both" else RED
    badge = fig.text(right, y, _MARKS[source], ha="right", color=colour, weight="bold", bbox=box, **common)
    if not note:
        return [badge]
    said = fig.text(left, y, note, ha="left", color=INK, **common)
    room = badge.get_window_extent().x0 - _MARGIN * _DPI - said.get_window_extent().x0
    wide = said.get_window_extent().width
    if wide > room:
        fits = int(len(note) * room / wide)
        raise ValueError(f"The note has {len(note)} characters; about {fits} fit beside the badge: {note!r}")
    return [badge, said]


def _check_source(source: str) -> None:
    if source not in BADGES:
        raise ValueError(f"source is {source!r}; expected {', '.join(map(repr, BADGES))}, the data behind the figure.")


def description_problem(description: str, *others: str) -> str:
    """Say what is wrong with a description beside its caption and titles; an empty text where nothing is.

    >>> description_problem("A bar chart.")
    'The description has 3 words; write at least 12: kind of chart, axes, pattern, computed numbers.'
    """
    words = len(description.split())
    if not words:
        return "The description is empty; say kind of chart, axes, pattern and the computed numbers."
    for other in others:
        if other and _letters(description) == _letters(other):
            return f"The description repeats the caption or title {other!r}; say what the picture shows."
    if words < _FEWEST_WORDS:
        least = f"write at least {_FEWEST_WORDS}: kind of chart, axes, pattern, computed numbers."
        return f"The description has {words} word{'s' * (words != 1)}; {least}"
    missing = re.search(r"(?<![\w-])-?(nan|inf|NaT|<NA>)(?!\w)", description)
    if missing:
        return f"The description holds {missing[0]!r}, a number that could not be computed: {description!r}"
    if not re.search(r"\d", description):
        return f"The description holds no number; put the computed numbers in it: {description!r}"
    return ""


def _check_words(fig: Figure, caption: str, description: str) -> None:
    if not caption:
        raise ValueError("The caption is empty; say in one sentence what the figure shows.")
    titles = [fig.get_suptitle(), *(ax.get_title(place) for ax in fig.axes for place in ("left", "center", "right"))]
    problem = description_problem(description, caption, *titles)
    if problem:
        raise ValueError(problem)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return re.sub(r"([\\`*_<>\[\]|$~#])", r"\\\1", text)
