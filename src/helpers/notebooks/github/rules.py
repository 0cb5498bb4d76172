"""What would a reader on GitHub see that was not meant: raw signs, wide tables, figures that cannot be read?

The rules for a rendered page. How it was rendered is for the other modules of this package.
"""

import base64
import binascii
import io
import re
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from PIL import Image

from helpers.figures import BADGES, description_problem
from helpers.notebooks.github.markdown import HIDDEN, TAGS
from helpers.notebooks.github.mathematics import MOST_BRACES, formula_problems
from helpers.notebooks.github.seen import Page, Picture

COLUMN = {".md": 830, ".ipynb": 980}
"""Width in pixels of the column in which GitHub shows a page on a laptop."""
_LETTER, _CELL = 8.4, 27  # pixels of a letter at 16 px, and of a cell's margins and line, measured in Chromium
_RAW = {
    "bold signs": r"\*\*|(?<!_)__(?!_)|~~",
    "italic signs": r"(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])|(?<!\w)_(?=[^\W_])|(?<=[^\W_])_(?!\w)",
    "a link": r"\]\(|\]\[|!\[|^\[\^?[\w -]+\]:|\[\^|\[!|\[[ xX]\] ",
    "an address cut short, which it links,": r"://\S+(\.\.\.|…)",
    "a backtick": r"`",
    "a dollar sign": r"\$",
    "a heading's #": r"^#{1,6}(?!\d)",
    "a row of a table": r"^\s*\|.*\|\s*$|^[\s|:-]*-{3,}\s*\|[\s|:-]*$",
    "MyST": rf"^:{{3,}}|\{{[\w:-]+\}}{HIDDEN}|^\([\w-]+\)=\s*$",
    "TeX": r"\\[a-zA-Z]{2,}|\\[()\[\]]",
    "an entity": r"&#?\w+;",
    "a tag": rf"</?({'|'.join(sorted(TAGS))}|script|style|iframe|font|center)(\s[^<>]*)?/?>|<!--|-->",
}
"""What is left of Markdown, MyST, TeX and HTML in a text when it was not understood."""


def raw_problems(page: Page) -> list[str]:
    """List the signs of Markdown, TeX and HTML that a reader would see as such.

    >>> from helpers.notebooks.github.seen import read_page
    >>> raw_problems(read_page("<p>not ** bold and <code>**</code> neither</p>"))[0]
    "shows bold signs raw: '...not ** bold and … nei...'"
    """
    found = []
    for block in page.blocks:
        for kind, form in _RAW.items():
            raw = re.search(form, block.bare, re.MULTILINE)
            if raw and block.tag != "pre":
                around = block.bare[max(0, raw.start() - 15) : raw.end() + 15].replace(HIDDEN, "…")
                found.append(f"shows {kind} raw: '...{' '.join(around.split())}...'")
    return found


def math_problems(page: Page) -> list[str]:
    """List the formulas that GitHub would not show as they are meant."""
    found = [problem for tex in page.formulas for problem in formula_problems(tex)]
    cost = sum(1 + tex.count("{") for tex in page.formulas)
    if cost > MOST_BRACES:
        found.append(f"{cost:,} formulas and braces; GitHub stops showing math after {MOST_BRACES:,}")
    return found


def table_problems(page: Page, kind: str) -> list[str]:
    """List the broken tables, and those that need more room than the column has even when each word gets a line.

    ``kind`` is ``".md"`` or ``".ipynb"``.
    """
    found = []
    for number, rows in enumerate(page.tables, start=1):
        lengths = sorted({len(row) for row in rows})
        wide = narrowest(rows)
        if len(lengths) > 1 and kind == ".md":
            found.append(f"table {number}: rows of {' and '.join(map(str, lengths))} cells")
        if wide > COLUMN[kind]:
            found.append(
                f"table {number}: {wide:.0f} px at the narrowest, the column has {COLUMN[kind]}; "
                "take fewer columns or shorter words"
            )
    return found


def narrowest(rows: list[list[str]]) -> float:
    """Give the least width in pixels of a table on GitHub: the longest word of each column and the margins.

    >>> narrowest([["place", "score"], ["1", "fifty-two"]])
    146.4
    """
    longest: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row):
            words = (len(word) for word in re.split(r"\s+|(?<=-)", cell))
            longest[column] = max(longest.get(column, 0), *words)
    return sum(_LETTER * letters + _CELL for letters in longest.values())


def figure_problems(page: Page, path: Path) -> list[str]:
    """List the figures that are too wide, not opaque, or not to be followed with pictures off."""
    found = []
    for number, picture in enumerate(page.pictures, start=1):
        problems = _words_problems(page, picture)
        if content := _content(picture.address, path):
            problems += picture_problems(content, COLUMN[path.suffix])
        found += [f"picture {number}: {problem}" for problem in problems]
    return found


def picture_problems(content: bytes, column: int) -> list[str]:
    """List what is wrong with a picture file in a column of some pixels."""
    with Image.open(io.BytesIO(content)) as image:
        width, opaque = image.width, np.asarray(image.convert("RGBA"))[..., 3].min() == 255
    found = [f"{width} px wide, the column has {column}; GitHub shrinks its letters"] if width > column else []
    return found if opaque else [*found, "not opaque; readers in dark mode cannot see it"]


def _words_problems(page: Page, picture: Picture) -> list[str]:
    """With pictures off there is the badge with the caption below, and the description as alt text or below."""
    caption, below = [*page.after(picture, 2), "", ""][:2]
    badge, _, words = caption.partition(" · ")
    if badge not in BADGES.values() or not words:
        return ["no badge and caption to be seen below it"]
    problem = description_problem(picture.alt or below, words)
    return [f"with pictures off: {problem}"] if problem else []


def _content(address: str, path: Path) -> bytes:
    """The bytes of a picture inside the page or beside it; none where it lies elsewhere or is missing."""
    if address.startswith("data:"):
        try:
            return base64.b64decode(address.partition(",")[2], validate=True)
        except binascii.Error:
            return b""
    beside = path.parent / unquote(address)
    return beside.read_bytes() if "://" not in address and beside.is_file() else b""
