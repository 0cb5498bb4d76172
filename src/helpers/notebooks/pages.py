"""What stands on a page of Markdown: headings, tables, links, code?

Reads just as much Markdown as the notebooks use; the checks, the index and the site share it.
Not a renderer.
"""

import posixpath
import re
from collections.abc import Callable
from typing import NamedTuple

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")


class Heading(NamedTuple):
    """A heading: its level (1 to 6) and its words."""

    level: int
    text: str


def without_code(markdown: str) -> str:
    """Take fenced blocks and code spans out.

    >>> without_code("a `b` c")
    'a  c'
    """
    fenced = re.sub(r"^ *(```|~~~).*?^ *\1[^\n]*$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", fenced)


def headings(markdown: str) -> list[Heading]:
    """List the headings in order.

    >>> headings("# One\\n\\ntext\\n\\n## Two")
    [Heading(level=1, text='One'), Heading(level=2, text='Two')]
    """
    fenced = re.sub(r"^ *(```|~~~).*?^ *\1[^\n]*$", "", markdown, flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^(#{1,6}) +(.+?) *#*$", fenced, flags=re.MULTILINE)
    return [Heading(len(marks), text) for marks, text in found]


def anchor(heading: str) -> str:
    """Give the address of a heading on its page, as GitHub makes it.

    >>> anchor("Standard error of measurement (SEM)")
    'standard-error-of-measurement-sem'
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def links(markdown: str) -> list[str]:
    """List the addresses of links and pictures in order, code left out.

    >>> links("[a](b.md#c) and ![d](e.png)")
    ['b.md#c', 'e.png']
    """
    return [match[3] for match in LINK.finditer(without_code(markdown))]


def is_relative(address: str) -> bool:
    """Tell whether a link leads to a file of the collection."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|//|#|$", address, re.IGNORECASE)


def rebased(markdown: str, *, source: str, target: str) -> str:
    """Rewrite relative links that start from one folder so that they start from another; both from the top.

    >>> rebased("[card](../data/people.md)", source="notebooks", target="")
    '[card](data/people.md)'
    """

    def move(address: str) -> str:
        path, hash_, rest = address.partition("#")
        inside = posixpath.normpath(posixpath.join(source, path))
        return posixpath.relpath(inside, target or ".") + ("/" if path.endswith("/") else "") + hash_ + rest

    return relinked(markdown, lambda address: move(address) if is_relative(address) else address)


def relinked(markdown: str, change: Callable[[str], str]) -> str:
    """Rewrite the address of every link and picture."""
    return LINK.sub(lambda match: f"{match[1]}[{match[2]}]({change(match[3])})", markdown)


def table_rows(markdown: str) -> list[list[str]]:
    """Give the cells of the first table, row by row, without the line under its head.

    >>> table_rows("| a | b |\\n|---|---|\\n| 1 | 2 |")
    [['a', 'b'], ['1', '2']]
    """
    lines = re.search(r"^\|.*\|[ \t]*(?:\n\|.*\|[ \t]*)*", markdown, flags=re.MULTILINE)
    if lines is None:
        return []
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip()[1:-1])] for line in lines[0].splitlines()]
    return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]


def between(markdown: str, name: str) -> str | None:
    """Give what stands between the two comments that mark a generated block, or None without them.

    >>> between("<!-- index:start -->\\nx\\n<!-- index:end -->", "index")
    'x'
    """
    found = re.search(_block(name), markdown, flags=re.DOTALL)
    return found[2].strip("\n") if found else None


def put_between(markdown: str, name: str, block: str) -> str:
    """Replace what stands between the two comments that mark a generated block."""
    return re.sub(_block(name), lambda found: f"{found[1]}\n{block}\n{found[3]}", markdown, flags=re.DOTALL)


def _block(name: str) -> str:
    return rf"(<!-- {name}:start -->)(.*?)(<!-- {name}:end -->)"
