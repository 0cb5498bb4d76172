"""What is a class able to do afterwards, with which exercise, and in how many minutes?

The page is made from the notebooks and their exercises, so that it cannot disagree with them.
"""

from typing import Any

from helpers.classroom.exercises import KINDS, Exercise
from helpers.notebooks.index import glance
from helpers.notebooks.pages import rebased

_HERE = "docs/teaching"
_START = """# Objectives: what a class will be able to do

Each exercise has one objective, a thing that one can watch somebody do. Minutes are guesses until a class has measured
them. An exercise is checked by *code*, which tells the likely slips apart, or by a *person*, for whom the answers hold
a model. This page is made by `python3 run.py update`; change the exercises, not the page."""


def objectives_page(collection: dict[str, tuple[Any, list[Exercise]]]) -> str:
    """Give the page of objectives in Markdown, links starting from docs/teaching/.

    ``collection`` holds by file name without ending, in order, the notebook itself and its exercises.
    """
    every = [one for _, listed in collection.values() for one in listed]
    parts = [_START, "## By notebook", _by_notebook(collection), "## By exercise", _by_exercise(collection)]
    return "\n\n".join([*parts, "## By kind", _by_kind(every)]) + "\n"


def _by_notebook(collection: dict[str, tuple[Any, list[Exercise]]]) -> str:
    lines = ["| notebook | you will be able to | exercises | minutes | for teachers |", "|---|---|---|---|---|"]
    for stem, (notebook, listed) in collection.items():
        about, number = glance(notebook), stem.partition("-")[0]
        title = f"[{number}: {about.get('Question', stem)}](../../notebooks/{stem}.ipynb)"
        copy = f"[{len(listed)}](../../notebooks/exercises/{stem}.ipynb)"
        minutes = sum(one.minutes for one in listed)
        teacher = f"[page]({stem}.md), [answers](solutions/{stem}.ipynb)"
        able = rebased(about.get("You will be able to", ""), source="notebooks", target=_HERE)
        lines.append(f"| {title} | {able} | {copy} | {minutes} | {teacher} |")
    return "\n".join(lines)


def _by_exercise(collection: dict[str, tuple[Any, list[Exercise]]]) -> str:
    lines = ["| exercise | title | kind | minutes | points | checked by | you will be able to |"]
    lines.append("|---" * 7 + "|")
    for stem, (_, listed) in collection.items():
        for one in listed:
            name = f"[{stem.partition('-')[0]}.{one.number}](../../notebooks/exercises/{stem}.ipynb)"
            by = "code" if one.graded else "a person"
            able = rebased(one.objective, source="notebooks/exercises", target=_HERE)
            facts = [name, one.title, one.kind, str(one.minutes), str(one.points), by, able]
            lines.append(f"| {' | '.join(facts)} |")
    return "\n".join(lines)


def _by_kind(every: list[Exercise]) -> str:
    lines = ["| kind | exercises | minutes | checked by code |", "|---|---|---|---|"]
    for kind in (*KINDS, "all"):
        these = [one for one in every if kind in (one.kind, "all")]
        counts = len(these), sum(one.minutes for one in these), sum(one.graded for one in these)
        lines.append(f"| {kind} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)
