"""Can a stranger follow the page: one question, the skeleton in order, prose between the code, working links?

The rules for the Markdown cells and for the rhythm of a notebook.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from helpers.data.places import root
from helpers.notebooks.comparing import code_cells
from helpers.notebooks.index import GLANCE, glance
from helpers.notebooks.pages import Heading, anchor, headings, is_relative, links, without_code

SKELETON = ("At a glance", "Set-up", "Data", "What could be wrong", "Summary", "Try it", "Next")
MOST_CELLS, MOST_WORDS, LONGEST_CODE_RUN = 30, 3000, 3
MOST_MINUTES, WORDS_A_MINUTE = 15, 200


def prose_problems(notebook: Any, *, folder: Path) -> list[str]:
    """List what is wrong with the prose and the rhythm of a notebook that stands in a folder."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = _heading_problems(prose) + _glance_problems(notebook) + _rhythm_problems(notebook)
    for text in prose:
        found += _markup_problems(text)
        found += [problem for address in links(text) if (problem := link_problem(address, folder))]
    words = sum(len(text.split()) for text in prose)
    if words > MOST_WORDS:
        found.append(f"{words:,} words; at most {MOST_WORDS:,}: cut, or make two notebooks of it")
    return found + _minutes_problems(notebook, words)


def link_problem(address: str, folder: Path) -> str:
    """Say what is wrong with a link on a page in a folder; an empty text where it leads somewhere in the collection."""
    path, _, place = address.partition("#")
    if not is_relative(address):
        return "" if re.match(r"https?://|mailto:|#", address) else f"the link {address!r} is of no known kind"
    target = (folder / path).resolve()
    if not target.is_relative_to(root()) or not target.exists():
        return f"the link {address} leads nowhere"
    if place and target.suffix == ".md" and place not in _anchors(target):
        return f"the link {address} leads to no heading of {target.name}"
    return ""


def _heading_problems(prose: list[str]) -> list[str]:
    found = []
    every: list[Heading] = [heading for text in prose for heading in headings(text)]
    titles = [heading.text for heading in every if heading.level == 1]
    if len(titles) != 1 or not prose[0].startswith("# "):
        found.append(f"{len(titles)} headings of level 1; the first cell begins with the only one")
    elif len(titles[0].split()) < 4:
        found.append(f"the title {titles[0]!r} is neither a question nor a claim")
    for before, after in pairwise(every):
        if after.level > before.level + 1:
            found.append(f"the heading {after.text!r} skips a level")
    seconds = [heading.text.lower() for heading in every if heading.level == 2]
    places = {}
    for part in SKELETON:
        fitting = [place for place, text in enumerate(seconds) if re.match(rf"(the )?{part}\b".lower(), text)]
        if not fitting:
            found.append(f"no section '## {part}'")
        else:
            places[part] = fitting[0]
    if list(places.values()) != sorted(places.values()):
        found.append(f"the sections are not in this order: {', '.join(places)}")
    return found


def _glance_problems(notebook: Any) -> list[str]:
    rows = glance(notebook)
    found = [f"the table At a glance has no row {name!r}" for name in GLANCE if not rows.get(name)]
    lock = root() / "requirements.lock"
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock.read_text(encoding="utf-8"), re.M)) if lock.exists() else {}
    for name, named in re.findall(r"([\w-]+) (\d+(?:\.\d+)+)", rows.get("Last run with", "")):
        if name.lower() in locked and locked[name.lower()] != named:
            found.append(f"last run with {name} {named}, but the lock has {locked[name.lower()]}")
    return found


def _minutes_problems(notebook: Any, words: int) -> list[str]:
    stated = re.search(r"read (\d+)", glance(notebook).get("Minutes", ""))
    if stated is None:
        return []
    minutes = int(stated[1])
    if minutes > MOST_MINUTES:
        return [f"{minutes} minutes to read; at most {MOST_MINUTES}: cut, or make two notebooks of it"]
    if words > minutes * WORDS_A_MINUTE:
        return [f"{minutes} minutes for {words:,} words; at {WORDS_A_MINUTE} words a minute it takes longer"]
    return []


def _rhythm_problems(notebook: Any) -> list[str]:
    found = []
    if len(notebook.cells) > MOST_CELLS:
        found.append(f"{len(notebook.cells)} cells; at most {MOST_CELLS}")
    run, drawn = 0, False
    numbers = {id(cell): number for number, cell in enumerate(code_cells(notebook), start=1)}
    for cell in notebook.cells:
        if not cell.source.strip():
            found.append("an empty cell")
        elif cell.cell_type == "markdown":
            run, drawn = 0, False
        else:
            run += 1
            if run == LONGEST_CODE_RUN + 1:
                found.append(f"code cell {numbers[id(cell)]}: more than {LONGEST_CODE_RUN} code cells without prose")
            figures = sum("image/png" in output.get("data", {}) for output in cell.outputs)
            if figures > 1 or (figures and drawn):
                found.append(f"code cell {numbers[id(cell)]}: two figures without words between them")
            drawn = drawn or figures > 0
    return found


def _markup_problems(text: str) -> list[str]:
    bare = without_code(text)
    kinds = {
        "a MyST directive": r"^ *(`{3,}|~{3,}|:{3,}) ?\{[\w:-]+\}",
        "a MyST role": r"(?<!`)\{[\w:-]+\}`[^`]",
        "a MyST target": r"^\([\w-]+\)=$",
    }
    found = [f"{kind}: {m[0].strip()!r}" for kind, form in kinds.items() if (m := re.search(form, text, re.M))]
    tag = re.search(r"</?[a-zA-Z][\w-]*(\s[^>]*)?/?>|<!--", bare)
    found += [f"raw HTML: {tag[0]!r}"] if tag else []
    return [f"{problem}; GitHub shows plain Markdown only" for problem in found]


@cache
def _anchors(path: Path) -> set[str]:
    return {anchor(heading.text) for heading in headings(path.read_text(encoding="utf-8"))}
