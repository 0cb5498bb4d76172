"""Protects the promise that every page of the site can be found from its menus, and is read in a sensible order."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from helpers.notebooks import menus
from helpers.notebooks.menus import Entry, Group

SMALL = {
    "index.md": "# Start",
    "notebooks/README.md": "# All",
    "notebooks/02-b.ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=[new_markdown_cell("# How *much*?")])),
    "notebooks/01-a.ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=[new_markdown_cell("# Who?\n\nWe.")])),
    "docs/glossary.md": "# Glossary",
    "docs/number-reader.md": "# The number reader",
    "docs/teaching/README.md": "# For teachers",
    "docs/teaching/01-a.md": "# 01: Who? For teachers",
    "docs/teaching/plan.md": "# A plan",
    "data/README.md": "# The data",
    "data/published/x.md": "# Facts",
    "data/sample/y.md": "# People",
    "docs/images/a.png": b"",
    "docs/teaching/solutions/01-a.ipynb": b"{}",
    "notebooks/exercises/01-a.ipynb": b"{}",
}


def test_groups_hold_the_pages_that_there_are_in_reading_order():
    found = {group.title: [tuple(entry) for entry in group.entries] for group in menus.groups(SMALL)}
    assert found == {
        "The question": [("notebooks/README", "All"), ("notebooks/01-a", "01 Who?")],
        "The score": [("notebooks/02-b", "02 How much?")],
        "Your turn": [
            ("docs/number-reader", "The number reader"),
            ("docs/glossary", "Glossary"),
            ("docs/teaching/README", "For teachers"),
        ],
        "The data": [("data/README", "The data")],
    }


def test_beside_a_page_stand_those_of_its_folder_part_by_part_and_single_notebooks_last():
    assert menus.section("data", SMALL) == [
        Group("", [Entry("data/README", "The data")]),
        Group("Sample (synthetic)", [Entry("data/sample/y", "People")]),
        Group("Published (real)", [Entry("data/published/x", "Facts")]),
    ]
    (part,) = menus.section("docs/teaching", SMALL)
    assert [entry.text for entry in part.entries] == ["For teachers", "A plan", "01: Who? For teachers"]


def test_a_page_belongs_to_the_group_of_its_folder():
    groups = menus.groups(SMALL)
    asked = ("data/sample/y", "docs/teaching/plan", "docs/glossary", "search")
    assert [menus.group_of(page, groups) for page in asked] == ["The data", "Your turn", "Your turn", ""]


def test_reading_on_leads_from_the_first_page_to_01_and_through_all_pages():
    files = menus.with_menus(SMALL)
    listed = str(files["index.md"]).partition("maxdepth: 1\n\n")[2].split()[:-1]
    assert listed[:4] == ["notebooks/01-a", "notebooks/02-b", "docs/number-reader", "docs/glossary"]
    assert listed[4:] == ["docs/teaching/README", "data/README", "notebooks/README"]
    assert "\nplan\n01-a\n" in files["docs/teaching/README.md"]
    assert "\nsample/y\npublished/x\n" in files["data/README.md"]
    assert files["docs/glossary.md"] == "# Glossary"


def test_a_page_without_a_heading_is_refused():
    with pytest.raises(ValueError, match="docs/glossary: expected a heading"):
        menus.groups({"docs/glossary.md": "No heading."})
