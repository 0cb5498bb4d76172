"""Does an answer pass the check of its exercise?

Runs the set-up and one exercise in this very process, which is quick; the other exercises play no part.
Not a sandbox, and not the run that counts: solutions are also run in a fresh kernel.
"""

from copy import copy
from itertools import takewhile
from typing import Any

import numpy as np
import pandas as pd

from helpers.classroom.exercises import Exercise


def set_up(notebook: Any) -> dict[str, Any]:
    """Run the cells before the first exercise and give what they define."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in takewhile(lambda cell: not cell.source.startswith("## "), notebook.cells):
        _run(cell, names)
    return names


def attempt(notebook: Any, exercise: Exercise, answer: str, names: dict[str, Any]) -> dict[str, Any]:
    """Put an answer into its cell, run the exercise, and give what is then defined; what a cell raises is raised.

    ``names`` is what `set_up` gave; tables and arrays in it are copied first, so that one answer cannot spoil the next.
    """
    here = {name: copy(value) if isinstance(value, _CHANGEABLE) else value for name, value in names.items()}
    for place in exercise.cells:
        cell = notebook.cells[place]
        if place == exercise.answer:
            exec(compile(answer, f"<answer {exercise.number}>", "exec"), here)
        else:
            _run(cell, here)
    return here


_CHANGEABLE = (pd.DataFrame, pd.Series, np.ndarray, dict, list, set)


def _run(cell: Any, names: dict[str, Any]) -> None:
    if cell.cell_type == "code":
        exec(compile(cell.source, f"<{cell.get('id', 'cell')}>", "exec"), names)
