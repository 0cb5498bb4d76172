"""Which question does each notebook answer, how, from which data, and in how many minutes?

The tables of notebooks and the key figure are made from the notebooks themselves, so that they cannot disagree.
Not a place to write: what is between the markers is overwritten.
"""

import base64
import re
from pathlib import Path
from typing import Any, NamedTuple

from helpers.data.places import root
from helpers.notebooks.pages import between, headings, put_between, rebased, table_rows
from helpers.notebooks.places import notebooks, read, replace

GLANCE = ("Question", "Short answer", "You will be able to", "Needs first", "Data used", "Minutes", "Last run with")
KEY_FIGURE = "docs/images/key-figure.png"
_START = """# The notebooks

One question each, in this order. Each runs alone, from any folder, without network.

<!-- index:start -->
<!-- index:end -->
"""


class KeyFigure(NamedTuple):
    """The figure of the first page: its notebook, the picture file, what it shows and how it is described."""

    notebook: str
    picture: bytes
    caption: str
    description: str


def glance(notebook: Any) -> dict[str, str]:
    """Give the table "At a glance" of a notebook by row name, in the words of `GLANCE`; rows it lacks are left out."""
    known = {name.lower(): name for name in GLANCE}
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and any(h.text.lower() == "at a glance" for h in headings(cell.source)):
            after = re.split(r"^#+ +at a glance *$", cell.source, flags=re.IGNORECASE | re.MULTILINE)[1]
            rows = {row[0].strip("*_ ").lower(): row[1] for row in table_rows(after) if len(row) == 2}
            return {known[name]: text for name, text in rows.items() if name in known}
    return {}


def index_table(*, data: bool = True) -> str:
    """Give the table of all notebooks in Markdown, links starting from notebooks/, with or without the data column."""
    titles = ["question", "short answer", "minutes", *["data"] * data]
    lines = [f"| | {' | '.join(titles)} |", "|---" * (len(titles) + 1) + "|"]
    for path in notebooks():
        rows = glance(read(path))
        cells = [rows.get(name, "") for name in ("Question", "Short answer", "Minutes", *["Data used"] * data)]
        number = path.stem.partition("-")[0]
        lines.append(f"| {number} | [{cells[0]}]({path.name}) | " + " | ".join(cells[1:]) + " |")
    return "\n".join(lines)


def key_figure() -> KeyFigure | None:
    """Give the figure from the one cell tagged ``key-figure``, or None without one; ValueError for more than one."""
    found = []
    for path in notebooks():
        for cell in read(path).cells:
            if "key-figure" in cell.metadata.get("tags", []):
                found += [KeyFigure(path.name, *parts) for parts in _figures(cell)]
    if len(found) > 1:
        raise ValueError(f"{len(found)} figures are tagged key-figure, in {', '.join(f[0] for f in found)}; keep one.")
    return found[0] if found else None


def wanted() -> dict[Path, str | bytes]:
    """Give the files that are generated from the notebooks, by path, as they should be."""
    files: dict[Path, str | bytes] = {}
    index = root() / "notebooks" / "README.md"
    table = index_table()
    files[index] = put_between(index.read_text(encoding="utf-8") if index.exists() else _START, "index", table)
    readme = root() / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    text = put_between(text, "index", rebased(index_table(data=False), source="notebooks", target=""))
    figure = key_figure()
    if figure is not None:
        files[root() / KEY_FIGURE] = figure.picture
        text = put_between(text, "key-figure", _figure_block(figure))
    files[readme] = text
    return files


def stale() -> list[str]:
    """List what is generated from the notebooks and does not agree with them."""
    found = []
    try:
        files = wanted()
    except ValueError as error:
        return [str(error)]
    for path, content in files.items():
        name = path.relative_to(root()).as_posix()
        if isinstance(content, str) and between(content, "index") is None:
            found.append(f"{name}: no place for the index; add the lines <!-- index:start --> and <!-- index:end -->")
        if not path.exists() or path.read_bytes() != _bytes(content):
            found.append(f"{name}: does not agree with the notebooks; run `python3 run.py update`")
    readme = (root() / "README.md").read_text(encoding="utf-8") if (root() / "README.md").exists() else ""
    if between(readme, "key-figure") is not None and key_figure() is None:
        found.append("README.md: wants the key figure, and no notebook has a cell tagged key-figure with a figure")
    return found


def refresh() -> list[Path]:
    """Write what is generated from the notebooks and give the files that changed."""
    changed = []
    for path, content in wanted().items():
        if not path.exists() or path.read_bytes() != _bytes(content):
            replace(path, content)
            changed.append(path)
    return changed


def _figures(cell: Any) -> list[tuple[bytes, str, str]]:
    found = []
    for place, output in enumerate(cell.get("outputs", [])):
        data = output.get("data", {})
        if "image/png" in data:
            below = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs[place + 1 : place + 2])
            found.append((base64.b64decode(data["image/png"]), below.partition("\n\n")[0], data["text/plain"]))
    return found


def _figure_block(figure: KeyFigure) -> str:
    alt = re.sub(r"([\\\[\]*_`<>])", r"\\\1", figure.description)
    return f"![{alt}]({KEY_FIGURE})\n\n{figure.caption} ([notebook](notebooks/{figure.notebook}))"


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
