"""Is every term of the glossary linked where a page first uses it?

The rule for the special words of a notebook's prose; headings, code and addresses are not read.
Not a judgement of whether the glossary says it well.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from helpers.data.places import root
from helpers.notebooks.pages import LINK, anchor, headings, without_code

GLOSSARY = "docs/glossary.md"
# Words of every day that the glossary defines for a narrower use; a page links them where that use matters.
EVERYDAY = """active anchor association attention audience band baseline ceiling detector effect endorsement engagement
estimate evidence explain gain idle interaction network outcome payload pod points pressure reach real
recency residual rival sample score sphere stand-in style synthetic validity whole window""".split()


class Mention(NamedTuple):
    """A term in prose: its anchor in the glossary, where it stands, and whether it is linked to the glossary there."""

    place: str
    start: int
    linked: bool


def term_problems(notebook: Any) -> list[str]:
    """List the terms that a notebook uses before it links them; a page without a glossary has none.

    A heading, a caption and a block of code are no use of a term. The plural counts as the term.
    """
    path = root() / GLOSSARY
    terms = special_terms(path) if path.exists() else []
    found: dict[str, str] = {}
    linked: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        prose = re.split(r"^## Next", cell.source, flags=re.MULTILINE)[0]  # titles of cited works follow
        for mention in mentions(prose, terms):
            if mention.linked:
                linked.add(mention.place)
            elif mention.place not in linked | found.keys():
                words = _readable(prose)[max(0, mention.start - 30) : mention.start + 30]
                found[mention.place] = " ".join(words.split())
    return [
        f"the term {place!r} is used before it is linked to the glossary: ...{words}..."
        for place, words in found.items()
    ]


def special_terms(glossary: Path) -> list[str]:
    """List the terms of the glossary but for words of every day, longest first."""
    terms = [heading.text for heading in headings(glossary.read_text(encoding="utf-8"))][1:]
    return sorted((term for term in terms if term.lower() not in EVERYDAY), key=len, reverse=True)


def mentions(markdown: str, terms: list[str]) -> list[Mention]:
    """List the mentions of terms in a piece of Markdown, in order; a longer term hides the shorter one inside it.

    >>> mentions("A [rank set](glossary.md#rank-set) and two rank sets.", ["Rank set"])
    [Mention(place='rank-set', start=3, linked=True), Mention(place='rank-set', start=43, linked=False)]
    """
    prose = _readable(markdown)
    found = []
    for link in LINK.finditer(prose):
        if "glossary.md#" in link[3]:
            found.append(Mention(link[3].partition("#")[2], link.start(2), True))
            prose = _blanked(prose, *link.span(2))
        prose = _blanked(prose, *link.span(3))
    for term in terms:
        for match in re.finditer(rf"(?<![\w-]){re.escape(term)}(?:e?s)?(?![\w-])", prose, re.IGNORECASE):
            found.append(Mention(anchor(term), match.start(), False))
            prose = _blanked(prose, match.start(), match.end())
    return sorted(found, key=lambda mention: mention.start)


def _readable(markdown: str) -> str:
    return re.sub(r"^#+ .*$", "", without_code(markdown), flags=re.MULTILINE)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]
