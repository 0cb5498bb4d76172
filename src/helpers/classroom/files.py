"""Which files are made from the exercises, and do they agree with them?

Made are the students' copies in notebooks/exercises/ and docs/teaching/objectives.md. What is made is overwritten.
"""

from pathlib import Path
from typing import Any

from helpers.classroom.copies import COPIES, SOLUTIONS, student_copy
from helpers.classroom.exercises import Exercise, exercises
from helpers.classroom.objectives import objectives_page
from helpers.data.places import root
from helpers.notebooks.places import read, replace

OBJECTIVES = "docs/teaching/objectives.md"


def sources() -> list[Path]:
    """List the sources of exercises in order."""
    return sorted((root() / SOLUTIONS).glob("*.ipynb"))


def stale() -> list[str]:
    """List what breaks the form of the sources, and what is made from them and does not agree with them."""
    files, found = _wanted()
    for path in sorted(set((root() / COPIES).glob("*.ipynb"))):
        if not (root() / SOLUTIONS / path.name).exists():
            found.append(f"{_name(path)}: has no source in {SOLUTIONS}; take it away or write one")
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content.encode("utf-8"):
            found.append(f"{_name(path)}: does not agree with {SOLUTIONS}; run `python3 run.py update`")
    return found


def refresh() -> list[Path]:
    """Write what is made from the exercises and give the files that changed; a source without form is left out."""
    changed = []
    for path, content in _wanted()[0].items():
        if not path.exists() or path.read_bytes() != content.encode("utf-8"):
            replace(path, content)
            changed.append(path)
    return changed


def _wanted() -> tuple[dict[Path, str], list[str]]:
    """Give the files as they should be, by path, and the problems of the sources that have no form."""
    import nbformat  # late, so that `says` costs a notebook nothing

    files: dict[Path, str] = {}
    collection: dict[str, tuple[Any, list[Exercise]]] = {}
    problems = []
    for path in sources():
        try:
            source = read(path)
            listed = exercises(source)
            collection[path.stem] = read(root() / "notebooks" / path.name), listed
        except (ValueError, FileNotFoundError) as error:
            problems.append(f"{_name(path)}: {error}")
            continue
        files[root() / COPIES / path.name] = nbformat.writes(student_copy(source), version=4).rstrip("\n") + "\n"
    if files:
        files[root() / OBJECTIVES] = objectives_page(collection)
    return files, problems


def _name(path: Path) -> str:
    return path.relative_to(root()).as_posix()
