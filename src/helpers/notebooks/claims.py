"""Does the prose say what the run gives?

A notebook's last code cell repeats its headline sentences with the computed numbers in them.
Not a comparison of outputs: that is `helpers.notebooks.comparing`.
"""

import json
import re
from collections.abc import Iterable
from itertools import chain
from string import Formatter

from helpers.data.places import root


def says(notebook: str, template: str, *values: object) -> None:
    """Hold the prose of a notebook to a computed number: the filled-in template must stand in its Markdown.

    Line breaks, repeated spaces, bold, italic, code marks and link addresses do not matter; every digit does.
    A template of three words or more must be true wherever it stands; give it another word where two places differ.
    Write each number as the prose shows it, for example ``{:.1f}`` or ``{:,}``.

    Parameters
    ----------
    notebook
        The notebook's file name without ending, as ``"03-what-does-52-mean"``; or a Markdown file, as ``"README.md"``.
    template
        A piece of a sentence with a place for each value, as in `str.format`.
    values
        The computed values, in order; an `Estimate` stands for three of them: its value and both ends.

    Raises
    ------
    AssertionError
        If the sentence is not there; it tells what the run gives and, where it can be found, what the prose says.
    FileNotFoundError
        If there is no such notebook.

    Examples
    --------
    The last code cell of a notebook::

        says("03-what-does-52-mean", "52 sits above {:.1f} % of the scored accounts", 100 * share_below)
    """
    prose = plain(source_text(notebook))
    expected = plain(template.format(*_numbers(values)))
    told = [match[0].strip() for match in re.finditer(_bounded(pattern(template)), prose)]
    wrong = [text for text in told if not re.match(_bounded(re.escape(expected)), text)]
    held = re.search(_bounded(re.escape(expected)), prose)
    if held and not (wrong and telling(template)):
        return
    instead = f"The prose says: {wrong[0]!r}" if wrong else "The prose has no such sentence."
    raise AssertionError(f"{notebook}: the run gives: {expected!r}. {instead}")


def _numbers(values: Iterable[object]) -> list[object]:
    from helpers.stats import Estimate  # late, for the commands that compute nothing

    parts = ((one.value, one.low, one.high) if isinstance(one, Estimate) else (one,) for one in values)
    return list(chain.from_iterable(parts))


def telling(template: str) -> bool:
    """Whether a template has enough words to mean one statement, so that it must be true wherever it stands.

    >>> telling("{:.2f} [{:.2f}, {:.2f}]"), telling("puts {:.0f} of 100 pairs in order")
    (False, True)
    """
    words = " ".join(text for text, _, _, _ in Formatter().parse(template))
    return len(re.findall(r"[^\W\d_]{2,}", words)) >= 3


def source_text(notebook: str) -> str:
    """Give the Markdown of a committed notebook, its cells joined, or of a Markdown file of the collection."""
    path = root() / (notebook if notebook.endswith(".md") else f"notebooks/{notebook}.ipynb")
    if not path.is_file():
        raise FileNotFoundError(f"There is no notebook {path.name}; name it by its file name without ending.")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def plain(markdown: str) -> str:
    r"""Give the words of a piece of Markdown on one line, without its marks.

    >>> plain("A **52** sits above\n[96.1\u00a0%](card.md) of `all`.")
    'A 52 sits above 96.1 % of all.'
    """
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    text = re.sub(r"\\(?=[^\w\s])|[*`]|\b_|_\b", "", text).replace("\u2212", "-")
    return " ".join(text.split())


def pattern(template: str) -> str:
    """The template as a pattern with any one word in the place of each value."""
    parts = [(plain(words), field) for words, field, _, _ in Formatter().parse(template)]
    joined = "".join(rf"{re.escape(words)} ?" + (r"\S+ ?" if field is not None else "") for words, field in parts)
    return joined.removesuffix(" ?")


def _bounded(pattern: str) -> str:
    """No digit or sign may go on before or after: 5 is not said by 52, by 0.5, nor by -5."""
    return rf"(?<!\d)(?<!\d[.,])(?<![\s(\[]-)(?:{pattern})(?!\d)(?![.,]\d)"
