"""How are these notebooks built, beside the best-known collections? Counts the form, never the worth of the prose."""

import ast
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import nbformat
import pandas as pd

from helpers.data import root
from helpers.notebooks.pages import Heading, headings, without_code

HERE = Path(__file__).resolve().parent
PAGE, OTHERS = HERE / "anatomy.md", HERE / "anatomy.csv"
PICTURE = re.compile(r"!\[([^\]]*)\]\(")
OPENINGS = {
    "objectives %": r"you will be able to|objectives|overview|learning goals",
    "prerequisites %": r"needs first|prerequisites",
    "time %": r"\bminutes\b|time to learn",
    "exercises %": r"try it|exercises?\b",
    "summary %": r"^#+ .*\b(summary|key ideas|conclusions?)",
    "next %": r"^#+ .*\b(next|resources|references|further reading)",
}


TABLES = {
    "Code cells": (0, 5),
    "Prose and size": (5, 8),
    "Outputs and pictures": (8, 14),
    "Functions and warnings": (14, 18),
    "Opening": (18, 23),
    "Closing": (23, 27),
}
MORE, LESS = 1, -1
BETTER = {
    "median lines a cell": LESS,
    "90th percentile": LESS,
    "longest": LESS,
    "largest MB": LESS,
    "with outputs %": MORE,
    "clean runs %": MORE,
    "figures described %": MORE,
    "pictures described %": MORE,
    "functions with docstring %": MORE,
    "functions in two notebooks": LESS,
    "silencing warnings %": LESS,
    "H1 first %": MORE,
    "one H1 %": MORE,
    "skipped level %": LESS,
    **dict.fromkeys(OPENINGS, MORE),
}
TEXT = """# The form of these notebooks, beside others

Made by `python benchmarks/anatomy.py` from the committed notebooks; a test compares. It counts form. Whether the
prose is good no count can tell, and it is the prose that these notebooks are written for.

The other {others} rows were counted on copies of these collections, 690 notebooks in all, in November 2026, by a script
that looked for the same things; a copy is not what stands there today. Searching for words such as *summary* misses
other wordings. An empty place means that a copy could not tell. One thing no table shows: none of the others compares
its committed outputs with a fresh run, and here a test does.

{tables}

## Where another collection does better

{better}
"""


def form(notebooks: list[Any], bytes_each: list[int]) -> dict[str, float]:
    """Count the form of notebooks: length, rhythm, outputs, descriptions, headings, openings.

    A line is a line of a code cell as it stands, blank ones inside it too. A picture is described where its words are
    two or more. A run is clean where the execution counts are 1 to n. Percentages are rounded by the caller.
    """
    code = [[cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()] for nb in notebooks]
    prose = [[cell.source for cell in nb.cells if cell.cell_type == "markdown"] for nb in notebooks]
    lines = [len(cell.source.strip().splitlines()) for cells in code for cell in cells]
    words = [sum(len(text.split()) for text in texts) for texts in prose]
    figures = [output for cells in code for cell in cells for output in cell.outputs if _is_picture(output)]
    described = [figure for figure in figures if len(str(_alt(figure)).split()) > 1]
    pictures = [alt for texts in prose for text in texts for alt in PICTURE.findall(without_code(text))]
    shown = [cells for cells in code if any(cell.outputs for cell in cells)]
    clean = [cells for cells in shown if [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))]
    functions = [function for cells in code for cell in cells for function in _functions(cell.source)]
    return {
        "notebooks": len(notebooks),
        "code cells a notebook": len(lines) / len(notebooks),
        "median lines a cell": median(lines),
        "90th percentile": quantiles(lines, n=10)[-1],
        "longest": max(lines),
        "words of prose a code cell": sum(words) / len(lines),
        "median words a notebook": median(words),
        "largest MB": max(bytes_each) / 1e6,
        "with outputs %": _percent(len(shown), len(notebooks)),
        "clean runs %": _percent(len(clean), len(shown)),
        "figures": len(figures),
        "figures described %": _percent(len(described), len(figures)),
        "pictures": len(pictures),
        "pictures described %": _percent(sum(len(alt.split()) > 1 for alt in pictures), len(pictures)),
        "functions": len(functions),
        "functions with docstring %": _percent(
            sum(ast.get_docstring(f) is not None for f in functions), len(functions)
        ),
        "functions in two notebooks": _doubles(code),
        "silencing warnings %": _percent(sum(_silences(cells) for cells in code), len(notebooks)),
        **_openings(prose),
    }


def page(ours: dict[str, float], others: pd.DataFrame) -> str:
    """Give the page in Markdown: six tables, our row first, and where another collection does better."""
    every = pd.concat([pd.DataFrame([ours], index=["**these notebooks**"]), others])
    parts = {title: list(every)[start:end] for title, (start, end) in TABLES.items()}
    tables = "\n\n".join(f"## {title}\n\n{_table(every[names])}" for title, names in parts.items())
    return TEXT.format(tables=tables, better="\n".join(better_elsewhere(ours, others)), others=len(others))


def better_elsewhere(ours: dict[str, float], others: pd.DataFrame) -> list[str]:
    """List the counts in which at least one other collection does better, with the best of them.

    Where more is neither better nor worse, such as the words a notebook, nothing is compared.
    """
    found = []
    for name, sign in BETTER.items():
        theirs, mine = sign * others[name].dropna(), sign * ours[name]
        count = int((theirs.round(2) > round(mine, 2)).sum())
        if count:
            best = theirs.idxmax()
            values = _number(ours[name]), _number(others.loc[best, name])
            found.append(f"- {name}: {values[0]} here, {values[1]} in {best}; {count} of {len(theirs)} do better")
    return found


def _openings(prose: list[list[str]]) -> dict[str, float]:
    every: list[list[Heading]] = [[heading for text in texts for heading in headings(text)] for texts in prose]
    first = sum(texts[0].startswith("# ") for texts in prose)
    one = sum([heading.level for heading in found].count(1) == 1 for found in every)
    skipped = sum(any(b.level > a.level + 1 for a, b in pairwise(found)) for found in every)
    told = {
        name: _percent(sum(bool(re.search(words, "\n".join(texts), re.I | re.M)) for texts in prose), len(prose))
        for name, words in OPENINGS.items()
    }
    counts = {"H1 first %": first, "one H1 %": one, "skipped level %": skipped}
    return {name: _percent(count, len(prose)) for name, count in counts.items()} | told


def _is_picture(output: Any) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _alt(output: Any) -> str:
    return next((value.get("alt", "") for value in output.metadata.values() if isinstance(value, dict)), "")


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]


def _doubles(code: list[list[Any]]) -> int:
    bodies = [{ast.dump(f) for cell in cells for f in _functions(cell.source)} for cells in code]
    return sum(count > 1 for count in Counter(body for found in bodies for body in found).values())


def _silences(cells: list[Any]) -> bool:
    return any(re.search(r"filterwarnings\(\s*['\"]ignore|simplefilter\(\s*['\"]ignore", c.source) for c in cells)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else float("nan")


def _table(values: pd.DataFrame) -> str:
    lines = [f"| | {' | '.join(values)} |", "|---" + "|---:" * len(values.columns) + "|"]
    rows = zip(values.index, values.itertuples(index=False), strict=True)
    return "\n".join([*lines, *(f"| {name} | {' | '.join(_number(value) for value in row)} |" for name, row in rows)])


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}" if 0 < value < 5 and value % 1 else f"{value:.0f}"


def main() -> str:
    """Measure the notebooks of the collection and give the page."""
    paths = sorted((root() / "notebooks").glob("*.ipynb"))
    read = [nbformat.read(path, as_version=4) for path in paths]
    return page(form(read, [path.stat().st_size for path in paths]), pd.read_csv(OTHERS, index_col="collection"))


if __name__ == "__main__":
    PAGE.write_text(main(), encoding="utf-8")
