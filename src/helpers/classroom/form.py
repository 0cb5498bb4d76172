"""Does each cell of a source of exercises have its form: marks, markers, messages?

Each function raises ValueError that says what was expected, what came and how to mend it.
Not a reader: that is `helpers.classroom.exercises`.
"""

import ast
import re
from typing import Any

from helpers.classroom.markers import CODE_STUB, HIDDEN, SOLUTION, TEXT_STUB, has, without

MARKS = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
SCHEMA, MOST_POINTS, MOST_FOR_WORDS = 3, 3, 5


def check_cells(notebook: Any) -> None:
    """Check what all cells share: their ids, the marks that nbgrader reads, matching markers, no traces of a run."""
    ids: list[str] = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("id") != f"cell-{number:02}":
            raise ValueError(f"cell {number}: expected the id 'cell-{number:02}', got {cell.get('id')!r}; number anew")
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            raise ValueError(f"cell {number}: expected no outputs and no count, got some; clear the outputs and save")
        try:
            ids += _marked(cell)
            for markers in (SOLUTION, HIDDEN):
                without(cell.source, markers)
        except ValueError as error:
            raise ValueError(f"cell {number}: {error}") from error
    doubles = sorted({name for name in ids if ids.count(name) > 1})
    if doubles:
        raise ValueError(f"expected each grade_id once, got {', '.join(doubles)} twice; name one of them anew")


def check_opening(cells: list[Any], *, minutes: int) -> None:
    """Check the cells before the first exercise: the title with link and minutes, and the locked set-up."""
    if len(cells) < 2 or [cell.cell_type for cell in cells[:2]] != ["markdown", "code"]:
        raise ValueError("expected a cell of words and a cell of code before the first exercise; add what is missing")
    words, code = cells[0].source, cells[1]
    if not re.match(r"# Exercises: .+\?\n", words):
        raise ValueError(f"cell 1: expected '# Exercises: ' and the notebook's question, got {words[:60]!r}; mend it")
    if not re.search(r"\]\(\.\./\.\./\.\./notebooks/\d\d[\w-]+\.ipynb\)", words):
        raise ValueError("cell 1: expected a link to the notebook, such as (../../../notebooks/01-x.ipynb); add it")
    if not re.search(rf"\b{minutes} minutes\b", words) or "guess" not in words:
        raise ValueError(f"cell 1: expected the exercises' {minutes} minutes, marked as a guess; write both words")
    if not code.metadata.get("nbgrader", {}).get("locked"):
        raise ValueError("cell 2: expected the set-up to be locked, got another mark; set locked in its nbgrader marks")


def check_answer(cell: Any, number: int) -> None:
    """Check the cell that a student fills with code."""
    _named(cell, f"e{number}-answer")
    _solved(cell, "code")
    if without(cell.source, SOLUTION, stub=CODE_STUB).strip() == CODE_STUB:
        raise ValueError("expected a line before the solution that says what shape the answer has; got none; add it")


def check_written(cell: Any, number: int) -> None:
    """Check the cell that a student fills with words."""
    _named(cell, f"e{number}-answer")
    _solved(cell, "markdown")
    if not cell.metadata["nbgrader"]["grade"]:
        raise ValueError("expected an answer in words to be marked grade and solution, got solution alone; add grade")
    if without(cell.source, SOLUTION, stub=TEXT_STUB).strip() != TEXT_STUB:
        raise ValueError("expected the whole answer between the solution markers; got more around them; move it")


def check_check(cell: Any, number: int) -> None:
    """Check the cell that tests an answer: assertions, each with a message, perhaps `confirm`, and nothing shown."""
    _named(cell, f"e{number}-check")
    if has(cell.source, HIDDEN) and not cell.source.rstrip().endswith(HIDDEN[1]):
        raise ValueError("expected the hidden tests at the end of the check, so that help comes first; move them")
    for source in (cell.source, without(cell.source, HIDDEN)):
        tree = ast.parse(source)
        tests = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        if not tests:
            raise ValueError("expected an assertion that students see, got none; move one out of the hidden tests")
        if any(test.msg is None for test in tests):
            raise ValueError("expected a message that helps with every assertion, got one without; add it")
        if any(isinstance(node, ast.Expr) and not _confirms(node.value) for node in tree.body):
            raise ValueError("expected a check that shows nothing, since nbgrader reads a value as points; assign it")


def _confirms(node: ast.expr) -> bool:
    """Tell whether an expression is a call of `confirm`, which gives no value."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "confirm"


def _named(cell: Any, name: str) -> None:
    got = cell.metadata["nbgrader"]["grade_id"]
    if got != name:
        raise ValueError(f"expected the grade_id {name!r}, got {got!r}; name it so")


def _solved(cell: Any, kind: str) -> None:
    if cell.cell_type != kind:
        what = "an answer with a check is code, one without is words"
        raise ValueError(f"expected an answer cell of {kind}, got {cell.cell_type}; {what}")
    if not has(cell.source, SOLUTION):
        raise ValueError(f"expected {SOLUTION[0]!r} in the answer cell, got none; put the markers around the answer")


def _marked(cell: Any) -> list[str]:
    """Check the nbgrader marks of a cell and give its grade_id, if it has one."""
    marks = cell.metadata.get("nbgrader")
    if marks is None:
        if has(cell.source, SOLUTION) or has(cell.source, HIDDEN):
            raise ValueError("expected nbgrader marks on a cell with markers, got none; add them to its metadata")
        return []
    wanted = MARKS | ({"points"} if marks.get("grade") else set())
    if set(marks) != wanted:
        raise ValueError(f"expected the nbgrader marks {sorted(wanted)}, got {sorted(marks)}; mend its metadata")
    if marks["schema_version"] != SCHEMA or marks["task"]:
        raise ValueError(f"expected schema_version {SCHEMA} and no task, got {dict(marks)}; mend its metadata")
    points, most = marks.get("points", 1), MOST_FOR_WORDS if marks["solution"] else MOST_POINTS
    if isinstance(points, bool) or not isinstance(points, int) or not 1 <= points <= most:
        raise ValueError(f"expected 1 to {most} whole points, got {points!r}; mend its metadata")
    if marks["grade"] and cell.cell_type == "code" and (marks["solution"] or not marks["locked"]):
        raise ValueError("expected a check to be locked and no solution, got another mark; mend its metadata")
    if marks["solution"] and marks["locked"]:
        raise ValueError("expected an answer that can be written, got locked; take the mark away")
    if has(cell.source, SOLUTION) and not marks["solution"]:
        raise ValueError("expected solution markers in an answer cell only; mark the cell as solution")
    if has(cell.source, HIDDEN) and not marks["grade"]:
        raise ValueError("expected hidden tests in a check cell only; mark the cell as grade")
    return [marks["grade_id"]]
