"""What does a student get? The source without answers, hidden tests and outputs.

Each copy is made from its source alone and never edited by hand.
Not a judgement of the source: whether it keeps the contract is read in `helpers.classroom.exercises`.
"""

from copy import deepcopy
from typing import Any

from helpers.classroom.markers import CODE_STUB, HIDDEN, SOLUTION, TEXT_STUB, without
from helpers.notebooks.normal import METADATA
from helpers.notebooks.pages import rebased

SOLUTIONS, COPIES = "docs/teaching/solutions", "notebooks/exercises"


def student_copy(notebook: Any) -> Any:
    """Give the students' copy of a notebook of exercises; the given one stays as it is.

    What stands between the solution markers becomes a stub, what stands between the markers of hidden tests goes, and
    cells that nbgrader marks cannot be deleted, the locked ones not edited either. Cell ids stay. Links that start from
    the sources' folder start from the copies'.

    Raises ValueError where the markers of a cell do not match.
    """
    result = deepcopy(notebook)
    result.metadata.clear()
    result.metadata.update(deepcopy(METADATA))
    result.nbformat, result.nbformat_minor = 4, 5
    for number, cell in enumerate(result.cells, start=1):
        try:
            cell.source = without(cell.source, SOLUTION, stub=CODE_STUB if cell.cell_type == "code" else TEXT_STUB)
            cell.source = without(cell.source, HIDDEN)
        except ValueError as error:
            raise ValueError(f"cell {number}: {error}") from error
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.source = rebased(cell.source, source=SOLUTIONS, target=COPIES)
        _lock(cell)
    return result


def _lock(cell: Any) -> None:
    marks = cell.metadata.get("nbgrader", {})
    if marks.get("solution") or marks.get("grade") or marks.get("locked"):
        cell.metadata["deletable"] = False
        if not marks.get("solution"):
            cell.metadata["editable"] = False
