"""What does a reader see on a rendered page: its text, block by block, its tables, pictures, links and headings?

Reads HTML that the sanitiser has passed. It judges nothing.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from helpers.notebooks.github.markdown import HIDDEN

_BLOCKS = set("p div h1 h2 h3 h4 h5 h6 li td th pre blockquote dt dd summary figcaption caption ul ol table tr".split())
_MEANT = {"code", "pre", "math", "text"}


class Block(NamedTuple):
    """A paragraph, heading, list item or cell: its tag, its text, and its text without what is shown as meant."""

    tag: str
    text: str
    bare: str


class Picture(NamedTuple):
    """A picture: its address, its description for those who do not see it, and how many blocks stand before it."""

    address: str
    alt: str
    place: int


class Page(NamedTuple):
    """What there is on a page. Tables are rows of cells; anchors are those that GitHub gives to the headings."""

    blocks: list[Block]
    tables: list[list[list[str]]]
    pictures: list[Picture]
    links: list[str]
    anchors: list[str]
    formulas: list[str]

    def after(self, picture: Picture, count: int) -> list[str]:
        """Give the text of the blocks that follow a picture."""
        return [block.text for block in self.blocks[picture.place : picture.place + count]]


def read_page(html: str) -> Page:
    """Read a page.

    >>> read_page("<h2>To <em>be</em></h2><p>a <code>**</code> b</p>").blocks[1]
    Block(tag='p', text='a ** b', bare='a \ufffc b')
    >>> read_page("<h2>To <em>be</em></h2><h2>To be</h2>").anchors
    ['to-be', 'to-be-1']
    """
    reader = _Reader()
    reader.feed(html)
    reader.close_block()
    return Page(reader.blocks, reader.tables, reader.pictures, reader.links, reader.anchors, reader.formulas)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.tables: list[list[list[str]]] = []
        self.pictures: list[Picture] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.formulas: list[str] = []
        self._tag, self._text, self._bare = "p", "", ""
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag in _BLOCKS:
            self.close_block()
            self._tag = tag
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag == "img":
            self.close_block()
            self.pictures.append(Picture(told.get("src", ""), told.get("alt", ""), len(self.blocks)))
        elif tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "br":
            self.handle_data("\n")
        if tag not in ("img", "br", "hr", "wbr", "source"):
            self._open.append((tag, told.get("role", tag) if tag == "span" else tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.close_block()
        while self._open and self._open.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        meant = next((kind for _, kind in self._open if kind in _MEANT), None)
        self._text += data
        self._bare += HIDDEN if meant else data
        if meant == "math":
            self.formulas.append(data.strip("$"))

    def close_block(self) -> None:
        text, bare = (part if self._tag == "pre" else part.strip() for part in (self._text, self._bare))
        if self._tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append(text)
        if text:
            self.blocks.append(Block(self._tag, text, bare))
        if text and re.fullmatch(r"h[1-6]", self._tag):
            name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            double = sum(re.fullmatch(rf"{re.escape(name)}(-\d+)?", other) is not None for other in self.anchors)
            self.anchors.append(f"{name}-{double}" if double else name)
        self._tag, self._text, self._bare = "p", "", ""
