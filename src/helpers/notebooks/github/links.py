"""Does a link work on GitHub: does it lead to a file that is there, and to a heading as GitHub names it?

Addresses elsewhere are not tried. A heading inside a notebook cannot be reached, since GitHub shows it in a frame.
"""

import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from helpers.data.places import root
from helpers.notebooks.github.markdown import to_html
from helpers.notebooks.github.seen import read_page

_NOT_COMMITTED = ("build", ".venv", "data/external")


def link_problem(address: str, page: Path) -> str:
    """Say what is wrong with a link on a page; an empty text where it works, as it does on any other website."""
    path, _, place = unquote(address).partition("#")
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return ""
    if path.startswith("/"):
        return f"the link {address} begins at the top of the collection; begin it at the page"
    target = Path(os.path.normpath(page.parent / path)) if path else page
    if not target.is_relative_to(root()) or not _is_there(target):
        return f"the link {address} leads nowhere"
    inside = target.relative_to(root()).as_posix()
    if any(inside == folder or inside.startswith(f"{folder}/") for folder in _NOT_COMMITTED):
        return f"the link {address} leads to what is not committed"
    if place and target.suffix == ".ipynb":
        return f"the link {address} leads into a notebook, where GitHub finds no heading; link the notebook"
    if place and target.suffix == ".md" and place not in anchors(target):
        return f"the link {address} leads to no heading of {target.name}"
    return ""


@cache
def _read(path: Path, changed: int) -> frozenset[str]:
    return frozenset(read_page(to_html(path.read_text(encoding="utf-8")).html).anchors)


def anchors(path: Path) -> frozenset[str]:
    """Give the addresses of the headings of a Markdown page as GitHub makes them."""
    return _read(path, path.stat().st_mtime_ns)


def _is_there(target: Path) -> bool:
    """Tell whether a path exists with just these capitals, which not every file system minds."""
    parts = target.relative_to(root()).parts
    folders = [root().joinpath(*parts[:count]) for count in range(len(parts))]
    return all(folder.is_dir() and part in os.listdir(folder) for folder, part in zip(folders, parts, strict=True))
