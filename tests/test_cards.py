"""Protects the data cards: one for every file, eight parts, and every generated part equal to what the file says."""

import hashlib
import re
import shutil

import pandas as pd
import pytest

from helpers.data import COMMITTED, FETCHED, DataError, load, root
from helpers.data.__main__ import main
from helpers.data.cards import (
    PARTS,
    TOP,
    card_path,
    column_table,
    expected_cards,
    facts,
    generated,
    write_cards,
)
from helpers.data.schemas import Column, Table

FOLDERS = ("sample", "published", "evidence")
NOT_CARDS = {"README.md", "LICENSE.md"}


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A copy of the data that a test may break."""
    shutil.copytree(root() / "data", tmp_path / "data", ignore=shutil.ignore_patterns("external"))
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    return tmp_path


def files(suffixes):
    data = root() / "data"
    found = [path for folder in FOLDERS for path in (data / folder).iterdir()] + list(data.iterdir())
    return {
        path.relative_to(data).as_posix() for path in found if path.suffix in suffixes and path.name not in NOT_CARDS
    }


def test_every_file_has_a_schema_and_every_schema_a_file():
    assert {f"data/{name}" for name in files({".csv", ".parquet"})} == {table.file for table in COMMITTED.values()}


def test_every_file_has_a_card_and_every_card_a_file():
    data = {name.rsplit(".", 1)[0] for name in files({".csv", ".parquet"})}
    assert {name.removesuffix(".md") for name in files({".md"})} == data


def test_nothing_else_lies_in_the_folders():
    assert files({".csv", ".parquet", ".md"}) | {"external", "LICENSE.md", "README.md"} >= {
        path.relative_to(root() / "data").as_posix()
        for folder in FOLDERS
        for path in (root() / "data" / folder).iterdir()
        if path.name != "README.md"
    }


@pytest.mark.parametrize("table", COMMITTED.values(), ids=COMMITTED)
def test_a_card_has_its_eight_parts_and_says_first_what_it_is(table):
    text = card_path(table).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line]
    assert re.fullmatch(r"# \S.+", lines[0])
    assert lines[1].startswith(TOP[table.badge])
    assert [line for line in lines if line.startswith("#")][1:] == list(PARTS)
    for part in re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]:
        assert len(re.sub(r"<!--.*?-->", "", part, flags=re.DOTALL).split()) >= 2, "a part is empty"


@pytest.mark.parametrize("table", [t for t in COMMITTED.values() if t.badge == "synthetic"], ids=lambda t: t.name)
def test_a_synthetic_card_names_generator_and_seed_and_what_it_cannot_tell(table):
    from helpers.simulate import SEED

    top = card_path(table).read_text(encoding="utf-8").split("## 1.")[0]
    assert "helpers.simulate" in top and str(SEED) in top and "never show" in top


def test_every_generated_part_is_as_the_files_say():
    differing = [
        path.relative_to(root()).as_posix()
        for path, text in expected_cards().items()
        if path.read_text(encoding="utf-8") != text
    ]
    assert differing == [], "run `python -m helpers.data cards`"


@pytest.mark.parametrize("table", COMMITTED.values(), ids=COMMITTED)
def test_a_card_states_rows_bytes_and_hash_of_its_file(table):
    """Read the card with other eyes than those that wrote it."""
    text = generated(card_path(table).read_text(encoding="utf-8"), "facts")
    stated = dict(re.findall(r"^\| ([\w -]+) \| (.+) \|$", text, flags=re.MULTILINE))
    path = root() / table.file
    frame = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    assert stated["Rows"] == f"{len(frame):,}"
    assert stated["Columns"] == str(len(frame.columns))
    assert stated["Bytes"] == f"{path.stat().st_size:,}"
    assert stated["SHA-256"] == f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`"


@pytest.mark.parametrize("name", [name for name in COMMITTED if name.startswith("evidence/")])
def test_cards_of_evidence_state_no_smallest_or_largest_value_found(name):
    text = card_path(COMMITTED[name]).read_text(encoding="utf-8")
    assert not re.search(r"\b(minimum|maximum|smallest found|largest found)\b", text)


def test_the_index_lists_every_table_with_real_or_synthetic_and_licence():
    index = generated((root() / "data" / "README.md").read_text(encoding="utf-8"), "index")
    for name, table in COMMITTED.items():
        row = next(line for line in index.splitlines() if line.startswith(f"| [{name}]("))
        assert table.badge in row and table.licence in row
        link = re.search(r"\((.+?)\)", row)
        assert link and (root() / "data" / link[1]).is_file()


def test_the_card_of_the_sources_lists_what_is_kept_of_every_data_set():
    kept = generated(card_path(COMMITTED["sources"]).read_text(encoding="utf-8"), "kept")
    for name, table in FETCHED.items():
        row = next(line for line in kept.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(f"`{column}`" in row for column in table.column_names)


def test_links_between_cards_lead_somewhere():
    for path in (root() / "data").rglob("*.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_no_card_holds_a_handle_or_a_path_of_a_machine():
    for path in (root() / "data").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])@\w|/home/|/work/|/tmp/|C:\\", text), path.name


# A change in a file is caught


def test_a_changed_file_is_caught_and_the_cards_can_be_written_anew(clone):
    path = clone / "data/published/averages.csv"
    path.write_text(path.read_text().replace("a guide to the score", "a guide to scores"))
    card = card_path(COMMITTED["published/averages"])
    assert [p for p, text in expected_cards().items() if p.read_text(encoding="utf-8") != text] == [card]
    before = card.read_text(encoding="utf-8")
    assert write_cards() == [card]
    assert write_cards() == []
    after = card.read_text(encoding="utf-8")
    assert generated(after, "facts") != generated(before, "facts")
    assert after.split("## 3.")[1] == before.split("## 3.")[1], "prose is left as it was"


def test_a_missing_card_and_a_missing_marker_say_so(clone):
    card = card_path(COMMITTED["published/averages"])
    card.write_text(card.read_text().replace("<!-- end of facts -->", ""))
    with pytest.raises(DataError, match=r"published/averages.md: expected the markers"):
        write_cards()
    card.unlink()
    with pytest.raises(DataError, match=r"published/averages.md, which is not there"):
        write_cards()


def test_cards_from_the_shell(clone, capsys):
    assert main(["cards"]) == 0
    assert capsys.readouterr().out == ""


# The parts themselves, on a table one can see through


def test_column_table_by_hand():
    table = Table(
        "published/x",
        "data/published/averages.csv",
        "one thing",
        (
            Column("name", "text", "a name", pattern="a|b"),
            Column("count", "whole number", "how many", "people", low=0, missing="not counted"),
            Column("share", "number", "a share", low=0, high=1),
            Column("day", "date", "a day"),
            Column("said", "yes or no", "whether said"),
        ),
    )
    frame = pd.DataFrame(
        {
            "name": ["a", "b"],
            "count": pd.array([None, 1200], dtype="Int64"),
            "share": [0.25, 1.0],
            "day": pd.to_datetime(["2012-05-19", "2012-05-20"]),
            "said": [True, False],
        }
    )
    assert column_table(table, frame).splitlines()[2:] == [
        r"| `name` | a name | text | text like `a\|b` | none | a |",
        "| `count` | how many | whole number, people | 0 or more | 1: not counted | 1200 |",
        "| `share` | a share | number | 0 to 1 | none | 0.25 |",
        "| `day` | a day | date | any | none | 2012-05-19 |",
        "| `said` | whether said | yes or no | any | none | True |",
    ]
    assert "| Key | none; rows may stand twice |" in facts(table, frame)


def test_a_long_example_is_cut():
    frame = load("published/timeline")
    assert (
        max(len(line.split(" | ")[-1]) for line in column_table(COMMITTED["published/timeline"], frame).splitlines())
        < 60
    )
