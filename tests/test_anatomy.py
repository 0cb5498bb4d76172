"""Protects the table that sets these notebooks beside others: it counts what it says, and it is fresh."""

import importlib.util
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def anatomy():
    spec = importlib.util.spec_from_file_location("anatomy", ROOT / "benchmarks" / "anatomy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figure(alt=None):
    metadata = {"image/png": {"alt": alt}} if alt else {}
    return new_output("display_data", data={"image/png": "x"}, metadata=metadata)


@pytest.fixture
def pair():
    """Two notebooks counted by hand: code cells of 1, 3 and 2 lines, 17 words, two figures, one described."""
    first = new_notebook(
        cells=[
            new_markdown_cell("# Does it rise?\n\nYou will be able to say."),
            new_code_cell("x = 1", execution_count=1, outputs=[figure("Bars that rise")]),
            new_code_cell('def f(x):\n    """One."""\n    return 1', execution_count=2),
        ]
    )
    second = new_notebook(
        cells=[
            new_markdown_cell("## Late\n\n#### Deep ![alt](a.png)\n\n## Summary"),
            new_code_cell("def f(x):\n    return 1", execution_count=2, outputs=[figure()]),
        ]
    )
    return [first, second]


def test_the_counts_are_those_made_by_hand(anatomy, pair):
    form = anatomy.form(pair, [1_000_000, 2_500_000])
    assert (form["notebooks"], form["code cells a notebook"]) == (2, 1.5)
    assert (form["median lines a cell"], form["longest"], form["largest MB"]) == (2, 3, 2.5)
    assert form["words of prose a code cell"] == (10 + 7) / 3
    assert (form["with outputs %"], form["clean runs %"]) == (100, 50)
    assert (form["figures"], form["figures described %"]) == (2, 50)
    assert (form["pictures"], form["pictures described %"]) == (1, 0)
    assert (form["functions"], form["functions with docstring %"], form["functions in two notebooks"]) == (2, 50, 0)
    assert (form["H1 first %"], form["one H1 %"], form["skipped level %"]) == (50, 50, 50)
    assert (form["objectives %"], form["summary %"], form["exercises %"]) == (50, 50, 0)


def test_a_function_that_stands_in_two_notebooks_is_counted_once(anatomy, pair):
    pair[0].cells[2].source = "def f(x):\n    return 1"
    assert anatomy.form(pair, [1, 1])["functions in two notebooks"] == 1


def test_what_others_do_better_is_told_with_the_best_of_them(anatomy, pair):
    ours = anatomy.form(pair, [1, 1])
    others = pd.DataFrame([ours, ours], index=["A", "B"])
    assert anatomy.better_elsewhere(ours, others) == []
    others.loc["B", ["median lines a cell", "one H1 %"]] = [1, 75]
    others.loc["A", "one H1 %"] = float("nan")
    assert anatomy.better_elsewhere(ours, others) == [
        "- median lines a cell: 2 here, 1 in B; 1 of 2 do better",
        "- one H1 %: 50 here, 75 in B; 1 of 1 do better",
    ]


def test_the_committed_page_is_what_the_notebooks_give(anatomy):
    assert anatomy.main() == anatomy.PAGE.read_text(encoding="utf-8")
    others = pd.read_csv(anatomy.OTHERS, index_col="collection")
    ours = anatomy.form([nbformat.read(path, as_version=4) for path in (ROOT / "notebooks").glob("*.ipynb")], [1])
    assert list(ours) == list(others)
