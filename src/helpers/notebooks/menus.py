"""In which groups do the pages of the site stand, and in which order are they read?

Data cards, code pages and pages for teachers stand under the first page of their folder, all others in a group.
Not the look of the menus: that is docs/_templates/.
"""

import json
import posixpath
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.notebooks.claims import plain
from helpers.notebooks.pages import headings

Files = Mapping[str, str | bytes]

GROUPS = {
    "The question": ("notebooks/README", "notebooks/01*"),
    "The score": ("notebooks/02*", "notebooks/03*"),
    "The tests": ("notebooks/04*", "notebooks/05*"),
    "The critique": ("notebooks/0[678]*",),
    "Your turn": (
        "docs/number-reader",
        "docs/own-goals",
        "docs/glossary",
        "docs/troubleshooting",
        "docs/teaching/README",
    ),
    "The data": ("data/README",),
    "The code": ("api/index", "CONTRIBUTING", "docs/publishing"),
}
"""The pages of each group, as patterns, in reading order."""

SECTIONS = {"data": "data/README", "api": "api/index", "docs/teaching": "docs/teaching/README"}
"""The first page of each folder whose pages are listed beside them."""

DOWNLOADS = ("notebooks/exercises/", "docs/teaching/solutions/")
"""Where files stand that pages offer to download; they are no pages themselves."""

PARTS = {"sample": "Sample (synthetic)", "published": "Published (real)", "evidence": "Evidence (derived)"}
_MENU = "\n\n```{toctree}\n:hidden:\n:maxdepth: 1\n\n%s\n```\n"


class Entry(NamedTuple):
    """A page in a menu: where it stands, and what the menu calls it."""

    page: str
    text: str


class Group(NamedTuple):
    """Pages that belong together, with the heading that they stand under."""

    title: str
    entries: list[Entry]


def groups(files: Files) -> list[Group]:
    """Give the groups of the site, each with those of its pages that there are."""
    found = [Group(title, _entries(files, patterns)) for title, patterns in GROUPS.items()]
    return [group for group in found if group.entries]


def section(folder: str, files: Files) -> list[Group]:
    """Give the pages of a folder, by the folders inside it; the folder's own first page comes first.

    >>> [group.title for group in section("data", {"data/README.md": "# Data", "data/sample/people.md": "# People"})]
    ['', 'Sample (synthetic)']
    """
    names = [name for name in _pages(files) if name.startswith(f"{folder}/")]
    parts: dict[str, list[Entry]] = {}
    for name in sorted(names, key=lambda name: (name != SECTIONS.get(folder), _order(name))):
        inside = posixpath.relpath(posixpath.dirname(name), folder).removeprefix(".")
        parts.setdefault(inside, []).append(Entry(name, _called(name, files)))
    return [Group(PARTS.get(inside, inside.capitalize()), parts[inside]) for inside in sorted(parts, key=_part_order)]


def group_of(page: str, among: list[Group]) -> str:
    """Give the title of the group that a page belongs to, or an empty string.

    >>> group_of("data/sample/people", [Group("The data", [Entry("data/README", "Data")])])
    'The data'
    """
    first = SECTIONS.get(section_of(page), page)
    return next((group.title for group in among if first in [entry.page for entry in group.entries]), "")


def section_of(page: str) -> str:
    """Give the folder whose pages are listed beside a page, or an empty string.

    >>> section_of("data/sample/people"), section_of("docs/glossary")
    ('data', '')
    """
    return next((folder for folder in SECTIONS if page.startswith(f"{folder}/")), "")


def with_menus(files: Files) -> dict[str, str | bytes]:
    """Add the hidden tables of contents from which previous and next are known; GitHub would show them."""
    result = dict(files)
    listed = [entry.page for group in groups(files) for entry in group.entries]
    index_last = sorted(listed, key=lambda page: page == "notebooks/README")  # from the first page straight to 01
    menus = {"index": index_last}
    for folder, first in SECTIONS.items():
        pages = [entry.page for group in section(folder, files) for entry in group.entries]
        menus[first] = [page for page in pages if page != first]
    for page, entries in menus.items():
        if f"{page}.md" in files and entries:
            menu = "\n".join(posixpath.relpath(entry, posixpath.dirname(page) or ".") for entry in entries)
            result[f"{page}.md"] = str(files[f"{page}.md"]) + _MENU % menu
    return result


def _pages(files: Files) -> list[str]:
    found = (name for name in files if name.endswith((".md", ".ipynb")) and not name.startswith(DOWNLOADS))
    return sorted(str(PurePosixPath(name).with_suffix("")) for name in found)


def _entries(files: Files, patterns: tuple[str, ...]) -> list[Entry]:
    pages = [page for pattern in patterns for page in _pages(files) if fnmatch(page, pattern)]
    return [Entry(page, _called(page, files)) for page in pages]


def _called(page: str, files: Files) -> str:
    """The first heading of a page; the notebooks carry their number before it."""
    text, number = str(files.get(f"{page}.md", "")), ""
    if f"{page}.ipynb" in files:
        cells = json.loads(files[f"{page}.ipynb"])["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        number = PurePosixPath(page).name.partition("-")[0] + " "
    found = headings(text)
    if not found:
        raise ValueError(f"{page}: expected a heading on the first line, which menus show, and found none; write one")
    return number + plain(found[0].text)


def _order(name: str) -> tuple[bool, str]:
    """What holds for all notebooks before what holds for one."""
    return PurePosixPath(name).name[:1].isdigit(), name


def _part_order(inside: str) -> tuple[bool, int, str]:
    known = list(PARTS)
    return bool(inside), known.index(inside) if inside in known else len(known), inside
