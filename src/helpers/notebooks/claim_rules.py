"""Is every number of the first lines, of the short answer and of the summary held to the run by a `says`?

Reads the sentences that the code cells hold the prose to; whether they are true is found out by running the notebook.
"""

import ast
import re
from typing import Any

from helpers.notebooks.claims import pattern, plain, telling
from helpers.notebooks.comparing import code_cells
from helpers.notebooks.index import glance

GIVEN = {"100", "95", "52", "20", "48", "50", "90", "1", "2.6"}
"""Numbers that are no results: of 100 people, a 95 % interval, the blogger's 52 against 20 (2.6 times) and the 48 it is
set beside, a coin's 50 and the band of 50 or more, the window of 90 days, a scale or an error of 1."""


def claim_problems(notebook: Any) -> list[str]:
    """List the numbers in the headline places of a notebook that no sentence of its code holds to the run."""
    patterns = [pattern(sentence) for cell in code_cells(notebook) for sentence in _sentences(cell.source)]
    found = []
    for place, text in _headlines(notebook).items():
        spans = [match.span() for form in patterns for match in re.finditer(form, text)]
        for number in re.finditer(r"\d[\d,.]*\d|\d", text):
            held = any(start <= number.start() and number.end() <= end for start, end in spans)
            if not held and number[0] not in GIVEN and not re.fullmatch(r"(19|20)\d\d", number[0]):
                around = text[max(0, number.start() - 30) : number.end() + 15]
                found.append(f"{place}: no says(...) holds the number {number[0]} to the run: '...{around}...'")
    return found


def _headlines(notebook: Any) -> dict[str, str]:
    """The plain text of the first cell, of the short answer, and of the summary."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    summary = re.search(r"^## Summary$(.*?)^## ", "\n".join(prose), re.M | re.S)
    return {
        "the first lines": plain(prose[0]) if prose else "",
        "the short answer": plain(glance(notebook).get("Short answer", "")),
        "the summary": plain(summary[1]) if summary else "",
    }


def _sentences(source: str) -> list[str]:
    """The texts with a place for a number in a cell that holds prose to the run."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = [text for text in constants if isinstance(text, str) and re.search(r"\{[^{}]*\}", text)]
    return [text for text in texts if telling(text)] if "says(" in source else []
