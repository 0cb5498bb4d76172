"""Are the committed outputs whole and clean: one run from the top, described figures, no trace of the computer?

The rules for what GitHub shows; whether the outputs are those of the code is for `helpers.notebooks.comparing`.
"""

import base64
import io
import re
from typing import Any

import numpy as np
from PIL import Image

from helpers.data.places import root
from helpers.figures import BADGES, description_problem
from helpers.notebooks.claims import plain
from helpers.notebooks.comparing import code_cells
from helpers.notebooks.normal import ADDRESS, CELL_METADATA, METADATA

MOST_ROWS, MOST_COLUMNS = 10, 7
_MIMES = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png"}
_TRACES = {
    "a path of this computer": r"(?<![\w.:/])/(?:home|Users|root|tmp|usr|var|opt|mnt|private|srv)/\w|\b[A-Z]:\\\w",
    "a memory address": rf"\b0x[0-9a-fA-F]{{6,}}|{re.escape(ADDRESS)}",
    "a date of the run": r"\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\d\b",
}


def output_problems(notebook: Any) -> list[str]:
    """List what is wrong with the outputs of a notebook, its execution order and its metadata."""
    found = []
    if notebook.metadata != METADATA or (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        found.append("its metadata are not the constant ones; run `python3 run.py update`")
    if any(set(cell.metadata) - set(CELL_METADATA) for cell in notebook.cells):
        found.append("a cell holds more metadata than tags; run `python3 run.py update`")
    cells = code_cells(notebook)
    if [cell.execution_count for cell in cells] != list(range(1, len(cells) + 1)):
        unrun = [str(n) for n, cell in enumerate(cells, start=1) if cell.execution_count is None]
        told = f"code cells {', '.join(unrun)} were not run" if unrun else "the cells were not run in order, once"
        found.append(f"{told}; run `python3 run.py update`")
    for number, cell in enumerate(cells, start=1):
        found += [f"code cell {number}: {problem}" for problem in _cell_problems(cell)]
    return found


def figure_problems(outputs: list[Any], place: int) -> list[str]:
    """List what is wrong with the figure at a place in the outputs of a cell."""
    output = outputs[place]
    alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
    if not alt or alt != output.data.get("text/plain"):
        return ["a figure without description; draw it with show(...) from helpers.figures"]
    below = outputs[place + 1].get("data", {}).get("text/markdown", "") if place + 1 < len(outputs) else ""
    badge, _, caption = plain(below.partition("\n\n")[0]).partition(" · ")
    if badge not in BADGES.values() or plain(alt) not in plain(below):
        return ["a figure without visible badge, caption and description under it; draw it with show(...)"]
    problem = description_problem(alt, caption)
    return ([f"a figure: {problem}"] if problem else []) + _picture_problems(base64.b64decode(output.data["image/png"]))


def _cell_problems(cell: Any) -> list[str]:
    found = []
    for place, output in enumerate(cell.outputs):
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
            found.append(f"an error: {output.ename}")
        if output.output_type == "stream" and output.name == "stderr":
            found.append("text on stderr")
        data = output.get("data", {})
        found += [f"an output of the kind {mime}, which GitHub does not show" for mime in sorted(set(data) - _MIMES)]
        texts = [output.get("text", ""), *(text for mime, text in data.items() if mime.startswith("text/"))]
        traces = {**_TRACES, "the folder of the collection": re.escape(str(root()))}
        for what, form in traces.items():
            if any(re.search(form, text) for text in texts):
                found.append(f"{what} in an output")
        if "image/png" in data:
            found += figure_problems(cell.outputs, place)
        if "text/html" in data:
            found += _table_problems(data["text/html"])
    return found


def _table_problems(html: str) -> list[str]:
    body = html.partition("<tbody>")[2] or html
    rows = body.count("<tr")
    columns = max((row.count("<td") for row in body.split("<tr")), default=0)
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        return [f"a table of {rows} rows and {columns} columns; at most {MOST_ROWS} and {MOST_COLUMNS}"]
    return []


def _picture_problems(picture: bytes) -> list[str]:
    with Image.open(io.BytesIO(picture)) as image:
        pixels = np.asarray(image.convert("RGBA"))
        told = sorted(str(key) for key in image.info if key not in ("dpi", "transparency"))
    corners = pixels[[0, 0, -1, -1], [0, -1, 0, -1], :3]
    found = [f"the picture says {', '.join(told)} of where it was made"] if told else []
    if pixels[..., 3].min() < 255 or corners.min() < 230:
        found.append("the picture's ground is not opaque and light; readers in dark mode cannot see it")
    return found
