"""Protects a class: copies without answers, checks that tell the slips apart, sources that nbgrader takes as they are.

First the machinery on an exercise that anybody can check by hand, then every exercise of the collection.
"""

import ast
import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from functools import cache
from itertools import chain, combinations, product
from math import erf
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.classroom import (
    attempt,
    confirm,
    exercises,
    fingerprint,
    refresh,
    set_up,
    stale,
    student_copy,
    try_it,
    wrong_answers,
)
from helpers.classroom.__main__ import main
from helpers.classroom.markers import CODE_STUB, HIDDEN, SOLUTION, TEXT_STUB, without
from helpers.data import load
from helpers.notebooks.index import glance
from helpers.notebooks.pages import links, rebased
from helpers.notebooks.places import notebooks, read
from helpers.notebooks.prose_rules import link_problem
from helpers.notebooks.running import run_all

ROOT = Path(__file__).resolve().parents[1]
SOLUTIONS, TEACHING = ROOT / "docs" / "teaching" / "solutions", ROOT / "docs" / "teaching"
STEMS = sorted(path.stem for path in SOLUTIONS.glob("*.ipynb"))
every_source = pytest.mark.parametrize("stem", STEMS)


# A small source, to be checked by hand


def marked(cell, name, *, grade=False, solution=False, points=None):
    marks = {"grade": grade, "grade_id": name, "locked": not solution, "schema_version": 3}
    marks |= {"solution": solution, "task": False} | ({"points": points} if points else {})
    cell.metadata["nbgrader"] = marks
    return cell


def head(number, kind, minutes):
    return new_markdown_cell(
        f"## {number}. Add up ({kind}, {minutes} minutes)\n\n**You will be able to** add.\n\nHow much?"
    )


ANSWER = "# total: a number\n### BEGIN SOLUTION\ntotal = sum(numbers)\n### END SOLUTION"
CHECK = """assert total != 4, "That is how many they are: add them up."
assert total > 0, "Their sum is above 0."
### BEGIN HIDDEN TESTS
assert total == 40, "Add all four."
### END HIDDEN TESTS"""
WORDS = "### BEGIN SOLUTION\nThey differ.\n### END SOLUTION"


def source():
    """Three exercises on four numbers: two are checked by code, one is read by a person."""
    link = "[four numbers](../../../notebooks/01-does-ten-mean-ten.ipynb)"
    opening = f"# Exercises: Does ten mean ten?\n\nOn {link}. 12 minutes, guessed."
    cells = [new_markdown_cell(opening), marked(new_code_cell("numbers = [4, 8, 12, 16]"), "set-up")]
    for number, kind in ((1, "recall"), (2, "change one thing")):
        answer = marked(new_code_cell(ANSWER), f"e{number}-answer", solution=True)
        check = marked(new_code_cell(CHECK), f"e{number}-check", grade=True, points=2)
        cells += [head(number, kind, 3), answer, check]
    words = marked(new_markdown_cell(WORDS), "e3-answer", grade=True, solution=True, points=3)
    cells += [head(3, "argue", 6), words]
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number:02}"
    return new_notebook(cells=cells)


SLIP = "Counted.\n\n```python\ntotal = len(numbers)\n```\n\n> add them up.\n"
SECTIONS = ("The hardest spot", "Misconceptions", "To discuss", "When time is short", "Wrong answers to expect")
PAGE = "# For teachers\n\n" + "\n\nWords.\n\n".join(f"## {name}" for name in SECTIONS) + f"\n\n### Exercise 1\n\n{SLIP}"


def test_a_part_between_markers_becomes_a_stub_with_its_indentation():
    text = "def f():\n    # a number\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\nf"
    stub = "def f():\n    # a number\n    # YOUR CODE HERE\n    raise NotImplementedError()\nf"
    assert without(text, SOLUTION, stub=CODE_STUB) == stub
    assert without("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", HIDDEN) == "a\nc"
    assert without("nothing to hide", HIDDEN) == "nothing to hide"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("### BEGIN SOLUTION\na", "got the end of the cell"),
        ("a\n### END SOLUTION", "an end without a beginning"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "a second one before the first has ended"),
        ("a = 1  ### BEGIN SOLUTION\n### END SOLUTION", "on a line of its own"),
        ("# BEGIN SOLUTION\n### END SOLUTION", "on a line of its own"),
    ],
)
def test_markers_that_do_not_match_are_told(text, message):
    with pytest.raises(ValueError, match=message):
        without(text, SOLUTION)


def test_a_copy_has_stubs_for_answers_and_nothing_hidden():
    given = source()
    copy = student_copy(given)
    assert given == source()
    assert copy.cells[3].source == f"# total: a number\n{CODE_STUB}"
    assert copy.cells[4].source == "\n".join(CHECK.splitlines()[:2])
    assert copy.cells[-1].source == TEXT_STUB
    assert [cell.id for cell in copy.cells] == [cell.id for cell in given.cells]
    assert copy.cells[1].metadata["editable"] is copy.cells[4].metadata["editable"] is False
    assert "editable" not in copy.cells[3].metadata
    assert "[four numbers](../01-does-ten-mean-ten.ipynb)" in copy.cells[0].source
    assert [cell.source for cell in student_copy(copy).cells[1:]] == [cell.source for cell in copy.cells[1:]]


def test_the_exercises_are_read_from_the_source():
    first, second, third = exercises(source())
    assert (first.title, first.kind, first.minutes, first.objective) == ("Add up", "recall", 3, "add")
    assert (second.number, second.points, second.graded) == (2, 2, True)
    assert (third.kind, third.points, third.graded, third.check) == ("argue", 3, False, None)


def put(cell, **content):
    return lambda nb: nb.cells[cell].update(content)


def mark(cell, **content):
    return lambda nb: nb.cells[cell].metadata["nbgrader"].update(content)


def change(cell, old, new):
    def do(nb):
        assert old in nb.cells[cell].source
        nb.cells[cell].source = nb.cells[cell].source.replace(old, new)

    return do


def two_exercises(nb):
    del nb.cells[8:]
    change(0, "12 minutes", "6 minutes")(nb)


def one_check(nb):
    nb.cells[6:8] = [marked(new_markdown_cell(WORDS), "e2-answer", grade=True, solution=True, points=1)]
    for number, cell in enumerate(nb.cells, start=1):
        cell["id"] = f"cell-{number:02}"


BROKEN = [
    (two_exercises, "expected 3 to 5 exercises, got 2"),
    (one_check, "expected 2 exercises or more with a check, got 1"),
    (put(4, id="x"), "cell 5: expected the id 'cell-05'"),
    (put(4, execution_count=1), "cell 5: expected no outputs and no count"),
    (lambda nb: nb.cells[3].metadata.clear(), "cell 4: expected nbgrader marks on a cell with markers"),
    (mark(4, points=4), "expected 1 to 3 whole points, got 4"),
    (mark(9, points=6), "expected 1 to 5 whole points, got 6"),
    (mark(4, schema_version=2), "expected schema_version 3"),
    (mark(4, extra=1), "expected the nbgrader marks"),
    (mark(4, locked=False), "expected a check to be locked"),
    (mark(3, locked=True), "expected an answer that can be written"),
    (mark(3, solution=False), "expected solution markers in an answer cell only"),
    (mark(7, grade_id="e1-check"), "got e1-check twice"),
    (mark(4, grade_id="check-1"), "exercise 1: expected the grade_id 'e1-check'"),
    (change(3, "### END SOLUTION", ""), "cell 4: expected '### END SOLUTION' after"),
    (change(3, "# total: a number\n", ""), "says what shape the answer has"),
    (change(3, "### BEGIN SOLUTION\n", "total = 0\n"), "an end without a beginning"),
    (put(3, source="total = 40"), "expected '### BEGIN SOLUTION' in the answer cell"),
    (put(4, source="total"), "exercise 1: expected an assertion that students see"),
    (change(4, 'assert total != 4, "That is how many they are: add them up."', "assert total"), "expected a message"),
    (put(4, source="total\n" + CHECK), "expected a check that shows nothing"),
    (put(4, source=CHECK.replace("### BEGIN", "print(total)\n### BEGIN")), "expected a check that shows nothing"),
    (put(4, source=CHECK + '\nassert total, "No."'), "expected the hidden tests at the end"),
    (put(9, source=WORDS + "\nmore"), "the whole answer between the solution markers"),
    (lambda nb: nb.cells.pop(9), "exercise 3: expected one answer cell"),
    (change(2, "recall", "guess"), "exercise 1: expected '## 1. A title"),
    (change(2, "## 1", "## 2"), "number the exercises 1, 2, 3 in order"),
    (change(2, "**You will be able to** add.\n\n", ""), "exercise 1: expected '**You will be able to**"),
    (change(0, "Exercises: ", ""), "expected '# Exercises: '"),
    (change(0, "(../../../notebooks/01-does-ten-mean-ten.ipynb)", "(01.ipynb)"), "expected a link to the notebook"),
    (change(0, "12 minutes", "13 minutes"), "expected the exercises' 12 minutes"),
    (change(0, "guessed", "measured"), "marked as a guess"),
    (mark(1, locked=False), "expected the set-up to be locked"),
    (lambda nb: nb.cells.__delitem__(slice(8, 10)), "expected the exercises' 6 minutes"),
    (change(8, "argue", "recall"), "expected 3 kinds or more"),
]


@pytest.mark.parametrize(("breaking", "message"), BROKEN, ids=[f"{i}: {case[1]}" for i, case in enumerate(BROKEN)])
def test_what_breaks_the_form_is_told(breaking, message):
    broken = source()
    breaking(broken)
    with pytest.raises(ValueError, match=re.escape(message)):
        exercises(broken)


def test_wrong_answers_are_read_with_their_slip_and_message():
    (one,) = wrong_answers(PAGE)
    assert one == (1, "Counted.", "total = len(numbers)", "add them up.")
    two = wrong_answers(PAGE + "\n" + SLIP.replace("> add them up.", "> add\n> them up."))
    assert [case.message for case in two] == ["add them up."] * 2


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (PAGE.replace("## To discuss", "## Talk"), "expected the sections"),
        (PAGE.replace("### Exercise 1\n", ""), "expected '### Exercise 1' above"),
        (PAGE.replace("### Exercise 1", "### The first"), "a heading like '### Exercise 2'"),
        (PAGE.replace("> add them up.\n", ""), "exercise 1: expected a sentence, a block of python and a quote"),
        (PAGE.replace("```python", "```"), "exercise 1: expected a sentence"),
        (PAGE.replace("Counted.\n\n", ""), "exercise 1: expected a sentence"),
    ],
)
def test_a_page_that_cannot_be_read_is_told(page, message):
    with pytest.raises(ValueError, match=message):
        wrong_answers(page)


def test_an_answer_is_tried_alone_and_leaves_no_trace():
    names = set_up(source())
    first, second, _ = exercises(source())
    attempt(source(), first, "total = sum(numbers)", names)
    with pytest.raises(AssertionError, match="Add all four"):
        attempt(source(), second, "numbers.pop(); total = sum(numbers)", names)
    with pytest.raises(NameError):
        attempt(source(), second, "pass", names)
    attempt(source(), second, "total = sum(numbers)", names)


LIST = """## Try it

1. *(recall, 3 minutes)* Add.
2. *(argue, 6 minutes)* Why?

With [checks](exercises/01.ipynb).

## Next
"""


def test_the_list_of_a_notebook_is_read():
    listed = try_it(new_notebook(cells=[new_markdown_cell(LIST)]))
    assert listed == ([("recall", 3), ("argue", 6)], "exercises/01.ipynb")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## Next", "expected a section '## Try it'"),
        (LIST.replace("2.", "3."), "in order"),
        (LIST.replace("[checks](exercises/01.ipynb)", "checks"), "expected one link"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(text, message):
    with pytest.raises(ValueError, match=message):
        try_it(new_notebook(cells=[new_markdown_cell(text)]))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A collection of one notebook with its exercises."""
    for name in ("data", "notebooks", "docs/teaching/solutions"):
        (tmp_path / name).mkdir(parents=True)
    about = "## At a glance\n\n| | |\n|---|---|\n| Question | Ten? |\n| You will be able to | [add](../a.md) |"
    nbformat.write(new_notebook(cells=[new_markdown_cell(about)]), tmp_path / "notebooks/01-does-ten-mean-ten.ipynb")
    nbformat.write(source(), tmp_path / "docs/teaching/solutions/01-does-ten-mean-ten.ipynb")
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    return tmp_path


def test_copies_and_objectives_are_made_and_then_fresh(folder, capsys):
    assert main(["check"]) == 1
    assert main([]) == 0
    assert "renewed notebooks/exercises/01-does-ten-mean-ten.ipynb" in capsys.readouterr().out
    assert refresh() == stale() == []
    page = (folder / "docs/teaching/objectives.md").read_text()
    link = "[01.3](../../notebooks/exercises/01-does-ten-mean-ten.ipynb)"
    assert f"| {link} | Add up | argue | 6 | 3 | a person | add |" in page
    assert "| [add](../../a.md) | [3](../../notebooks/exercises/01-does-ten-mean-ten.ipynb) | 12 |" in page
    assert "| all | 3 | 12 | 2 |" in page


def test_what_is_stale_or_has_no_source_or_no_form_is_told(folder):
    refresh()
    copies, kept = folder / "notebooks/exercises", (folder / "docs/teaching/objectives.md").read_bytes()
    nbformat.write(source(), copies / "01-does-ten-mean-ten.ipynb")
    (copies / "02-left-over.ipynb").write_bytes((copies / "01-does-ten-mean-ten.ipynb").read_bytes())
    (folder / "docs/teaching/objectives.md").write_text("old")
    told = [line.partition(":")[0] for line in stale()]
    assert told == [f"notebooks/exercises/{name}" for name in ("02-left-over.ipynb", "01-does-ten-mean-ten.ipynb")] + [
        "docs/teaching/objectives.md"
    ]
    refresh()
    assert (folder / "docs/teaching/objectives.md").read_bytes() == kept
    broken = source()
    broken.cells[3].id = "x"
    nbformat.write(broken, folder / "docs/teaching/solutions/01-does-ten-mean-ten.ipynb")
    assert "docs/teaching/solutions/01-does-ten-mean-ten.ipynb: cell 4: expected the id" in "\n".join(stale())


# A right answer is confirmed and not told

SEVEN = fingerprint(7.04, step=0.1)


def test_a_fingerprint_is_of_the_rounded_multiple_or_of_the_word():
    # the first 8 digits of `printf 70 | sha256sum` and of `printf music | sha256sum`
    assert fingerprint(7.04, step=0.1) == fingerprint(6.96, step=0.1) == fingerprint(70, step=1) == "ff5a1ae0"
    assert fingerprint("music") == "80f18998"
    assert fingerprint(7.06, step=0.1) != SEVEN
    assert fingerprint(-7, step=0.1) != SEVEN


@pytest.mark.parametrize("answer", [7, 7.04, 6.95, 7.1, 6.9, 7.14, np.float64(7.0), np.int64(7)])
def test_what_lies_within_one_step_is_confirmed(answer):
    assert confirm(answer, SEVEN, step=0.1) is None


@pytest.mark.parametrize("answer", [7.25, 6.8, 7.2, 0, -7, 70, 0.7])
def test_what_lies_two_steps_off_is_not(answer):
    with pytest.raises(AssertionError, match=r"^No known slip, and not right yet: the answer\.$"):
        confirm(answer, SEVEN, step=0.1)


def test_zero_is_confirmed_from_both_sides():
    for answer in (0, 0.01, -0.01):
        confirm(answer, fingerprint(0, step=0.01), step=0.01)
    with pytest.raises(AssertionError):
        confirm(-0.03, fingerprint(0, step=0.01), step=0.01)


def test_the_part_that_is_off_is_named_and_a_hint_given():
    wanted = {2013: fingerprint(14.64, step=0.1), 2014: fingerprint(12.82, step=0.1)}
    confirm({2014: 12.8, 2013: 14.6}, wanted, step=0.1)  # by name, not in order
    with pytest.raises(AssertionError, match=r"not right yet: 2014\. Count again\.$"):
        confirm({2013: 14.6, 2014: 30}, wanted, step=0.1, hint="Count again.")
    with pytest.raises(AssertionError, match=r"not right yet: 2013, 2014\.$"):
        confirm({2013: 12.8, 2014: 14.6}, wanted, step=0.1)
    ends = list(wanted.values())
    for answer in ([14.6, 12.8], (14.6, 12.8), np.array([14.6, 12.8]), pd.Series([14.6, 12.8], index=[2013, 2014])):
        confirm(answer, ends, step=0.1)
    with pytest.raises(AssertionError, match="not right yet: number 1 of 2, number 2 of 2"):
        confirm([12.8, 14.6], ends, step=0.1)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "the answer: expected a plain number, got None"),
        ("7", "the answer: expected a plain number, got '7'"),
        (True, "the answer: expected a plain number, got True"),
        (float("nan"), "the answer: expected a plain number, got nan"),
        (float("inf"), "the answer: expected a plain number, got inf"),
        ([7], "the answer: expected a plain number, got a list"),
    ],
)
def test_what_is_no_number_is_told(answer, told):
    with pytest.raises(AssertionError, match=re.escape(told)):
        confirm(answer, SEVEN, step=0.1)


@pytest.mark.parametrize(
    ("answer", "wanted", "told"),
    [
        ([7], [SEVEN, SEVEN], "Expected 2 answers in order, got 1."),
        (7, [SEVEN, SEVEN], "Expected 2 answers in order, got 7."),
        ({"a": 7, "b": 7}, [SEVEN, SEVEN], "Expected 2 answers in order, got a dict."),
        ([7, None], [SEVEN, SEVEN], "number 2 of 2: expected a plain number, got None."),
        ([7], {"a": SEVEN}, "Expected a dict with the names a, got a list."),
        ({}, {"a": SEVEN}, "Expected the names a, got none."),
        ({"a": 7, "b": 7}, {"a": SEVEN}, "Expected the names a, got a, b."),
        ({"a": None}, {"a": SEVEN}, "a: expected a plain number, got None."),
    ],
)
def test_what_is_missing_or_too_much_is_told(answer, wanted, told):
    with pytest.raises(AssertionError, match=re.escape(told)):
        confirm(answer, wanted, step=0.1)


def test_a_word_has_to_be_the_right_one():
    confirm("music", fingerprint("music"))
    confirm(["music", "sport"], [fingerprint("music"), fingerprint("sport")])
    for wrong in ("Music", "sport", ""):
        with pytest.raises(AssertionError, match="not right yet"):
            confirm(wrong, fingerprint("music"))
    with pytest.raises(AssertionError, match="expected a name in quotes, got None"):
        confirm(None, fingerprint("music"))


@pytest.mark.parametrize(
    ("answer", "step", "told"),
    [
        (7, None, "expected a step above 0"),
        (7, 0, "expected a step above 0"),
        ("music", 1, "expected no step for a word"),
        (None, 1, "expected a number or a word"),
        (float("nan"), 1, "expected a number or a word"),
        ([7], 1, "one by one"),
    ],
)
def test_what_has_no_fingerprint_is_told(answer, step, told):
    with pytest.raises(ValueError, match=told):
        fingerprint(answer, step=step)


def test_confirming_costs_a_student_no_nbformat():
    code = "import sys, helpers.classroom; sys.exit('nbformat' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# The collection


def source_of(stem):
    return read(SOLUTIONS / f"{stem}.ipynb")


def copy_of(stem):
    return read(ROOT / "notebooks" / "exercises" / f"{stem}.ipynb")


def page_of(stem):
    return (TEACHING / f"{stem}.md").read_text(encoding="utf-8")


def test_every_notebook_has_exercises_and_a_page_for_teachers():
    stems = [path.stem for path in notebooks()]
    assert len(stems) >= 8
    assert stems == STEMS
    assert [stem for stem in stems if not (TEACHING / f"{stem}.md").exists()] == []


def test_what_is_made_from_the_exercises_is_fresh():
    assert stale() == []


def test_all_four_kinds_occur():
    kinds = {one.kind for stem in STEMS for one in exercises(source_of(stem))}
    assert kinds == {"recall", "change one thing", "explain", "argue"}


@every_source
def test_the_notebook_announces_its_exercises(stem):
    notebook, found = read(ROOT / "notebooks" / f"{stem}.ipynb"), exercises(source_of(stem))
    assert try_it(notebook).exercises == [(one.kind, one.minutes) for one in found]
    assert try_it(notebook).link == f"exercises/{stem}.ipynb"
    opening, title = source_of(stem).cells[0].source, notebook.cells[0].source.partition("\n")[0].removeprefix("# ")
    assert opening.partition("\n")[0] in [f"# Exercises: {said}" for said in (title, glance(notebook)["Question"])]
    assert f"../../../notebooks/{stem}.ipynb" in links(opening)
    assert f"../{stem}.ipynb" in links(copy_of(stem).cells[0].source)


@every_source
def test_links_lead_somewhere_and_nothing_shows_raw(stem):
    for cell in source_of(stem).cells:
        if cell.cell_type == "markdown":
            assert [p for a in links(cell.source) if (p := link_problem(a, SOLUTIONS))] == []
            assert not re.search(r"</?[a-zA-Z][\w-]*(\s[^>]*)?/?>|<!--|^:::|^```\{", cell.source, re.MULTILINE)
    assert [p for a in links(page_of(stem)) if (p := link_problem(a, TEACHING))] == []
    number = stem.partition("-")[0]
    assert re.match(rf"# {number}: .+ For teachers\n", page_of(stem))


@pytest.fixture(scope="module")
def runs():
    """Every source, run in a fresh kernel without network."""
    return {run.name: run for run in run_all([SOLUTIONS / f"{stem}.ipynb" for stem in STEMS])}


@every_source
def test_the_solutions_pass_in_a_fresh_kernel(stem, runs):
    assert runs[stem].trouble == ""


@pytest.fixture(scope="module")
def prepared():
    """What the set-up of each source defines."""
    return {stem: set_up(source_of(stem)) for stem in STEMS}


@pytest.fixture(scope="module")
def solved(prepared):
    """What each exercise of a copy defines once its solution is filled in, tried alone."""

    @cache
    def solve(stem, number):
        one = exercises(source_of(stem))[number - 1]
        return attempt(copy_of(stem), one, source_of(stem).cells[one.answer].source, prepared[stem])

    return solve


@every_source
def test_each_exercise_stands_alone_and_a_stub_fails(stem, prepared, solved):
    """A check must fail by itself in a copy, not only because the stub above it stopped."""
    copy = copy_of(stem)
    for one in exercises(source_of(stem)):
        if one.graded:
            assert solved(stem, one.number)
            stub = copy.cells[one.answer].source
            with pytest.raises(NotImplementedError):
                attempt(copy, one, stub, prepared[stem])
            with pytest.raises((NameError, NotImplementedError, AssertionError)):
                attempt(copy, one, stub.replace("raise NotImplementedError()", "pass"), prepared[stem])


@every_source
def test_the_wrong_answers_fail_with_the_message_that_the_page_quotes(stem, prepared):
    listed = wrong_answers(page_of(stem))
    for one in exercises(source_of(stem)):
        cases = [case for case in listed if case.exercise == one.number]
        assert not one.graded or len({case.code for case in cases}) >= 3, f"exercise {one.number}: fewer than three"
        for case in cases:
            with pytest.raises(AssertionError) as told:  # as hidden tests come last, the source says the same
                attempt(copy_of(stem), one, case.code, prepared[stem])
            assert case.message in " ".join(str(told.value).split()), case.slip


def nonsense(value):
    """Multiply every number of an answer by 1.37 and rotate them; None where there is none."""
    if isinstance(value, bool | str):
        return None
    if isinstance(value, int | float | np.integer | np.floating):
        return 1.37 * value
    if isinstance(value, pd.DataFrame):
        return value.assign(**(1.37 * value.select_dtypes("number")))
    if isinstance(value, pd.Series):
        return pd.Series(nonsense(value.tolist()), index=value.index)
    if isinstance(value, dict):
        parts = nonsense(list(value.values()))
        return parts and dict(zip(value, parts, strict=True))
    if isinstance(value, list | tuple) and value:
        parts = [nonsense(part) for part in value]
        return None if None in parts else [*parts[1:], parts[0]]
    return None


def asked_for(stem, one, prepared, made):
    """What an exercise asks for: the names that the answer sets and the check reads."""
    answer, check = (ast.parse(source_of(stem).cells[place].source) for place in (one.answer, one.check))
    names = [{n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, kind)}
             for tree, kind in ((answer, ast.Store), (check, ast.Load))]  # fmt: skip
    return {name: made[name] for name in sorted(set.intersection(*names) - set(prepared)) if name in made}


@every_source
def test_a_copy_refuses_nonsense(stem, prepared, solved):
    for one in exercises(source_of(stem)):
        if not one.graded:
            continue
        made = solved(stem, one.number)
        asked = asked_for(stem, one, prepared[stem], made)
        wrong = {name: no for name, value in asked.items() if (no := nonsense(value)) is not None}
        check = copy_of(stem).cells[one.check].source
        exec(check, {**made})  # the right one passes
        for changed in [{name: value} for name, value in wrong.items()] + ([wrong] if wrong else []):
            with pytest.raises(AssertionError):
                exec(check, {**made, **changed})
        if not wrong:
            assert (stem[:2], one.number) in CHOICES, f"{stem} {one.number}: add its choices, all of them"


WORDS_FOR = {0: "whole", 1: "one decimal", 2: "two decimals", 3: "three decimals", 4: "four decimals"}
DECIMALS = {
    ("01", 2): 4, ("01", 3): 3, ("02", 2): 2, ("03", 2): 1, ("03", 3): 1, ("04", 1): 1, ("04", 2): 2, ("05", 1): 0,
    ("05", 2): 1, ("05", 3): 1, ("06", 2): 0, ("06", 3): 2, ("07", 2): 1, ("07", 3): 0, ("08", 2): 2, ("08", 3): 2,
}  # fmt: skip


def rounded(value, decimals):
    if isinstance(value, pd.Series):
        return value.round(decimals)
    if isinstance(value, dict):
        return {name: rounded(part, decimals) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part, decimals) for part in value]
    return round(float(value), decimals) if isinstance(value, int | float) else value


@pytest.mark.parametrize(("number", "exercise"), DECIMALS)
def test_an_answer_rounded_as_the_question_asks_is_right(number, exercise, prepared, solved):
    (stem,) = [stem for stem in STEMS if stem.startswith(number)]
    one, made, decimals = exercises(source_of(stem))[exercise - 1], solved(stem, exercise), DECIMALS[number, exercise]
    asked = {name: rounded(value, decimals) for name, value in asked_for(stem, one, prepared[stem], made).items()}
    exec(copy_of(stem).cells[one.check].source, {**made, **asked})
    assert WORDS_FOR[decimals] in copy_of(stem).cells[one.cells.start].source.lower()


def dicts(names, *values):
    return [dict(zip(names, chosen, strict=True)) for chosen in product(*values)]


def subsets(names):
    return chain.from_iterable(combinations(sorted(names), size) for size in range(len(names) + 1))


FOUR = ("regressional", "extremal", "causal", "adversarial")
CHOICES = {
    ("01", 1): lambda made: dicts(["chosen"], dicts(["row", "post", "followers"], *["abc"] * 3)),
    ("02", 1): lambda made: dicts(["rule"], dicts(["class", "quiet", "crowd", "like"], *[range(1, 5)] * 4)),
    ("02", 3): lambda made: dicts(["by_places"], (made["ordered"][1] - made["ordered"][0]).nlargest(9).index),
    ("03", 1): lambda made: dicts(["answer"], "abcde"),
    ("04", 2): lambda made: dicts(["praise", "damn"], *[set(made["table"]["outcome"])] * 2),
    ("04", 3): lambda made: dicts(["too_small"], [list(some) for some in subsets(made["gains"].index)]),
    ("05", 2): lambda made: dicts(["decisive"], made["gain_without"]),
    ("06", 1): lambda made: dicts(["rank_set", "uncertainty_range"], "abcd", "abcd"),
    ("06", 2): lambda made: dicts(["narrows_most"], made["widths"]),
    ("06", 3): lambda made: dicts(["worse_at_the_top"], [set(some) for some in subsets(made["shared"])]),
    ("07", 1): lambda made: dicts(["mechanism"], dicts(["drill", "best", "books", "homework"], *[FOUR] * 4)),
    ("07", 2): lambda made: dicts(["gains_most", "rule"], ["buy bots", "engagement pod"], "abcd"),
    ("08", 1): lambda made: dicts(["narrower", "likeliest"], "abcd", "abcd"),
    ("08", 3): lambda made: dicts(["fair_if"], "abcd"),
}


@pytest.mark.parametrize(("number", "exercise"), CHOICES)
def test_of_all_choices_a_copy_takes_the_right_one_alone(number, exercise, solved):
    (stem,) = [stem for stem in STEMS if stem.startswith(number)]
    made, check = solved(stem, exercise), copy_of(stem).cells[exercises(source_of(stem))[exercise - 1].check].source
    code, taken = compile(check, "<check>", "exec"), []
    for chosen in CHOICES[number, exercise](made):
        try:
            exec(code, {**made, **chosen})
        except AssertionError:
            continue
        taken.append(chosen)
    assert taken == [{name: made[name] for name in chosen}]


def test_the_model_answers_give_a_line_for_each_point():
    for stem in STEMS:
        for one in exercises(source_of(stem)):
            if not one.graded:
                (line,) = re.findall(r"\*For marking, one point each:\* (.+)", source_of(stem).cells[one.answer].source)
                assert len(line.split(";")) == one.points, f"{stem} {one.number}: {line}"


def test_the_page_for_03_counts_the_moves_as_the_table_does():
    moves = load("published/belgium_transition")
    low = moves[["band_2013", "band_2014"]].apply(lambda bands: bands.str.extract(r"^(\d+)")[0].astype(int))
    up, down = (
        moves.loc[change, "n"].sum()
        for change in (low["band_2014"] > low["band_2013"], low["band_2014"] < low["band_2013"])
    )
    high = [moves.loc[low[year] >= 50, "n"].sum() for year in ("band_2013", "band_2014")]
    words = " ".join(page_of("03-what-does-52-mean").split())
    assert f"than up ({down:,} and {up:,}), and at 50 or more there were {high[1]:,} in place of {high[0]:,}" in words


def test_the_page_for_03_knows_how_far_apart_two_equal_people_lie():
    spread = 3 * 2**0.5  # of a difference of two scores, each with an error of 3
    apart, four = spread * (2 / np.pi) ** 0.5, 1 - erf(4 / spread / 2**0.5)
    assert f"they lie {apart:.1f} points apart on average" in page_of("03-what-does-52-mean")
    assert round(1 / four) == 3


@every_source
def test_no_message_tells_the_number_that_is_asked_for(stem, prepared, solved):
    for one in exercises(source_of(stem)):
        if one.graded:
            answer, check = (source_of(stem).cells[place].source for place in (one.answer, one.check))
            asserts = [node.msg for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Assert)]
            asserts += [
                node.value
                for node in ast.walk(ast.parse(check))
                if isinstance(node, ast.keyword) and node.arg == "hint"
            ]
            texts = [node.value for told in asserts for node in ast.walk(told) if isinstance(node, ast.Constant)]
            told = [float(number) for text in texts for number in re.findall(r"\d+(?:\.\d+)?", str(text))]
            names = [node.id for node in ast.walk(ast.parse(answer)) if isinstance(node, ast.Name)]
            made = solved(stem, one.number)
            asked = [made[name] for name in set(names) - set(prepared[stem]) if isinstance(made.get(name), float)]
            parts = [value for value in asked if value != int(value)]
            assert [(n, v) for v in parts for n in told if abs(n - v) < 0.002 * abs(v)] == [], one.title


# nbgrader

TAKE = """
import json, sys
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

config = Config()
config.CourseDirectory.root = sys.argv[1]
config.NbGraderBase.logfile = ""
config.ClearSolutions.enforce_metadata = True
api = NbGraderAPI(config=config)
for command, *arguments in json.loads(sys.argv[2]):
    done = getattr(api, command)(*arguments)
    if not done["success"]:
        sys.exit(f"{command} {arguments}: {done['log']}")
with Gradebook(f"sqlite:///{sys.argv[1]}/gradebook.db") as book:
    scores = {
        f"{one.assignment.name} {one.student.id}": [one.score, one.max_score, one.needs_manual_grade]
        for assignment in book.assignments for one in assignment.submissions
    }
print(json.dumps(scores))
"""


def nbgrader(course, *commands):
    """Run commands of nbgrader on a course folder, with no settings but its own, and give the scores by submission."""
    (course / "home").mkdir(exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "IPYTHON"))}
    env |= {"HOME": str(course / "home"), "USERPROFILE": str(course / "home"), "PYTHONHASHSEED": "0"}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")])  # nbgrader calls alembic
    env |= {f"JUPYTER_{kind}_DIR": str(course / "home" / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    done = subprocess.run(
        [sys.executable, "-c", TAKE, str(course), json.dumps(commands)],
        cwd=course, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one assignment for each source, taken as it is, and their releases made by nbgrader."""
    course = tmp_path_factory.mktemp("course")
    for stem in STEMS:
        target = course / "source" / stem
        target.mkdir(parents=True)
        (target / f"{stem}.ipynb").write_bytes((SOLUTIONS / f"{stem}.ipynb").read_bytes())
    nbgrader(course, *(("generate_assignment", stem) for stem in STEMS))
    return course


def marks_of(cell):
    """What a copy says to nbgrader, but for what its release adds: a checksum and the kind of the cell."""
    marks = {key: value for key, value in cell.metadata.get("nbgrader", {}).items()}
    return {key: value for key, value in marks.items() if key not in ("checksum", "cell_type")}


@every_source
def test_the_copy_is_what_nbgrader_would_release(stem, course):
    released, ours = read(course / "release" / stem / f"{stem}.ipynb"), copy_of(stem)
    moved = [
        rebased(cell.source, source="docs/teaching/solutions", target="notebooks/exercises") for cell in released.cells
    ]
    assert moved == [cell.source for cell in ours.cells]
    for theirs, own in zip(released.cells, ours.cells, strict=True):
        assert theirs.cell_type == own.cell_type
        assert marks_of(theirs) == marks_of(own)
        for lock in ("editable", "deletable"):
            assert theirs.metadata.get(lock) == own.metadata.get(lock)


@pytest.mark.parametrize("stem", STEMS[:1])
def test_nbgrader_gives_a_solved_copy_its_points_and_a_stub_none(stem, course):
    listed, solved = exercises(source_of(stem)), deepcopy(copy_of(stem))
    for one in listed:
        solved.cells[one.answer].source = source_of(stem).cells[one.answer].source
    for student, notebook in (("solved", solved), ("stub", copy_of(stem))):
        target = course / "submitted" / student / stem
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{stem}.ipynb")
    scores = nbgrader(course, ("autograde", stem, "solved"), ("autograde", stem, "stub"))
    most, by_code = sum(one.points for one in listed), sum(one.points for one in listed if one.graded)
    assert scores[f"{stem} solved"] == [by_code, most, True]  # the words wait for a person
    assert scores[f"{stem} stub"] == [0, most, False]
