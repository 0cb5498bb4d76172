"""What are the exercises of a notebook: number, title, kind, minutes, objective, points, and who checks them?

Reads a source in docs/teaching/solutions/, or a student copy, and raises ValueError for what breaks the form.
Not a judgement of the questions.
"""

import re
from itertools import pairwise
from typing import Any, NamedTuple

from helpers.classroom.form import check_answer, check_cells, check_check, check_opening, check_written

KINDS = ("recall", "change one thing", "explain", "argue")
FEWEST, MOST, KINDS_AT_LEAST, GRADED_AT_LEAST = 3, 5, 3, 2
_HEAD = re.compile(rf"## (\d+)\. (.+) \(({'|'.join(KINDS)}), (\d+) minutes\)")
_OBJECTIVE = re.compile(r"\*\*You will be able to\*\* (.+?)\.?", re.DOTALL)


class Exercise(NamedTuple):
    """One exercise. The cells are places in the notebook; an exercise that a person reads has no check."""

    number: int
    title: str
    kind: str
    minutes: int
    objective: str
    points: int
    graded: bool  # by code
    cells: range
    answer: int
    check: int | None


def exercises(notebook: Any) -> list[Exercise]:
    """List the exercises of a source in order.

    Raises ValueError, which says which cell or exercise it is, what was expected, what came and how to mend it.
    """
    check_cells(notebook)
    heads = [place for place, cell in enumerate(notebook.cells) if _is_head(cell)]
    parts = pairwise([*heads, len(notebook.cells)])
    found = [_exercise(notebook, range(*part), number=number) for number, part in enumerate(parts, start=1)]
    check_opening(notebook.cells[: heads[0] if heads else None], minutes=sum(one.minutes for one in found))
    _check_collection(found)
    return found


def _is_head(cell: Any) -> bool:
    return cell.cell_type == "markdown" and cell.source.startswith("## ")


def _exercise(notebook: Any, cells: range, *, number: int) -> Exercise:
    head, *rest = notebook.cells[cells.start].source.split("\n\n")
    named = _HEAD.fullmatch(head)
    if named is None:
        form = f"'## {number}. A title (kind, 5 minutes)' with a kind of: {', '.join(KINDS)}"
        raise ValueError(f"exercise {number}: expected {form}; got {head!r}; mend the heading")
    if int(named[1]) != number:
        raise ValueError(f"exercise {number}: got the number {named[1]}; number the exercises 1, 2, 3 in order")
    objective = _OBJECTIVE.fullmatch(rest[0].strip()) if rest else None
    if objective is None or len(rest) < 2:
        form = "'**You will be able to** ...' and the question, each a paragraph of its own"
        raise ValueError(f"exercise {number}: expected {form}; got {' / '.join(rest)[:60]!r}; add what is missing")
    try:
        answer, check = _places(notebook, cells, number)
    except ValueError as error:
        raise ValueError(f"exercise {number}: {error}") from error
    return Exercise(
        number=number,
        title=named[2],
        kind=named[3],
        minutes=int(named[4]),
        objective=" ".join(objective[1].split()),
        points=notebook.cells[answer if check is None else check].metadata["nbgrader"]["points"],
        graded=check is not None,
        cells=cells,
        answer=answer,
        check=check,
    )


def _places(notebook: Any, cells: range, number: int) -> tuple[int, int | None]:
    """Find the answer cell and the check cell, None where a person reads the answer."""
    marks = {place: notebook.cells[place].metadata.get("nbgrader", {}) for place in cells}
    answers = [place for place in cells if marks[place].get("solution")]
    checks = [place for place in cells if marks[place].get("grade") and not marks[place].get("solution")]
    if len(answers) != 1 or len(checks) > 1:
        form = "one answer cell, and one check cell or none"
        raise ValueError(f"expected {form}; got {len(answers)} and {len(checks)}; see the nbgrader marks of its cells")
    (answer,) = answers
    if not checks:
        check_written(notebook.cells[answer], number)
        return answer, None
    if checks[0] < answer:
        raise ValueError("expected the check after the answer; got it before; change their places")
    check_answer(notebook.cells[answer], number)
    check_check(notebook.cells[checks[0]], number)
    return answer, checks[0]


def _check_collection(found: list[Exercise]) -> None:
    if not FEWEST <= len(found) <= MOST:
        raise ValueError(f"expected {FEWEST} to {MOST} exercises, got {len(found)}; each begins with '## 1. ...'")
    kinds = {one.kind for one in found}
    if len(kinds) < KINDS_AT_LEAST:
        got = ", ".join(sorted(kinds))
        raise ValueError(f"expected {KINDS_AT_LEAST} kinds or more of {', '.join(KINDS)}; got {got}; add another kind")
    graded = sum(one.graded for one in found)
    if graded < GRADED_AT_LEAST:
        raise ValueError(f"expected {GRADED_AT_LEAST} exercises or more with a check, got {graded}; let code check one")
