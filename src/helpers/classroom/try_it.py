"""Which exercises does a notebook announce in its section "Try it"?

The list must agree with the exercises themselves; a test compares the two.
"""

import re
from typing import Any, NamedTuple

from helpers.notebooks.pages import links

_ITEM = re.compile(r"^(\d+)\. \*\((.+?), (\d+) minutes\)\* \S", re.MULTILINE)


class Listed(NamedTuple):
    """What a notebook says of its exercises: kind and minutes of each, and where the last line leads."""

    exercises: list[tuple[str, int]]
    link: str


def try_it(notebook: Any) -> Listed:
    """Read the list under "Try it".

    Raises ValueError where there is no such section, the numbers are not in order, or its last line holds no link.
    """
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    section = re.search(r"^## Try it\n(.*?)(?=^## |\Z)", prose, re.MULTILINE | re.DOTALL)
    if section is None:
        raise ValueError("expected a section '## Try it', got none; add it")
    items = _ITEM.findall(section[1])
    if [int(number) for number, _, _ in items] != list(range(1, len(items) + 1)) or not items:
        raise ValueError(f"expected items like '1. *(recall, 3 minutes)* ...' in order, got {items}; mend the list")
    last = links(section[1].strip().splitlines()[-1])
    if len(last) != 1:
        raise ValueError(f"expected one link in the last line of 'Try it', got {last}; link the exercises there")
    return Listed([(kind, int(minutes)) for _, kind, minutes in items], last[0])
