"""What is in each data file? The generated parts of the data cards: size, hash, columns, and the index of all cards.

The prose of a card is written by hand; only what stands between the markers is written here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from helpers.data.places import DataError, root
from helpers.data.schemas import COMMITTED, FETCHED, Column, Table
from helpers.data.tables import load

BEGIN, END = "<!-- generated: {name} -->", "<!-- end of {name} -->"
PARTS = (
    "## 1. What one row is",
    "## 2. Columns",
    "## 3. Where it is from",
    "## 4. Licence",
    "## 5. The people in it",
    "## 6. Gaps and biases",
    "## 7. Good uses and misuses",
    "## 8. Corrections",
)
"""The eight parts of every card, in order."""

TOP = {"real": "**Real.**", "derived": "**Derived from real data.**", "synthetic": "**Synthetic.**"}
"""How the first line under the title begins."""

LONGEST_EXAMPLE = 30


def card_path(table: Table) -> Path:
    """Path of the card of a table: beside the file, with its name and the suffix md."""
    return (root() / table.file).with_suffix(".md")


def write_cards() -> list[Path]:
    """Rewrite the generated parts of every card and of the index; give back the files that changed.

    Raises DataError where a card or one of its markers is missing.
    """
    changed = []
    for path, text in expected_cards().items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def expected_cards() -> dict[Path, str]:
    """Text that every card and the index should have: the prose as it is, the generated parts as the files say."""
    found = {}
    for table in COMMITTED.values():
        frame = load(table.name)
        parts = {"facts": facts(table, frame), "columns": column_table(table, frame)}
        if table.name == "sources":
            parts["kept"] = kept_columns()
        found[card_path(table)] = _filled(card_path(table), parts)
    index = root() / "data" / "README.md"
    found[index] = _filled(index, {"index": card_index()})
    return found


def facts(table: Table, frame: pd.DataFrame) -> str:
    """Size, hash and version of the file of a table, as a Markdown table of two columns."""
    path = root() / table.file
    content = path.read_bytes()
    lines = {
        "File": f"`{path.name}`",
        "One row is": table.row,
        "Rows": f"{len(frame):,}",
        "Columns": str(frame.shape[1]),
        "Bytes": f"{len(content):,}",
        "SHA-256": f"`{hashlib.sha256(content).hexdigest()}`",
        "Key": ", ".join(f"`{name}`" for name in table.key or _unique(table)) or "none; rows may stand twice",
        "Version": table.version,
        "Licence": table.licence,
    }
    return _markdown(["", ""], [[name, value] for name, value in lines.items()])


def column_table(table: Table, frame: pd.DataFrame) -> str:
    """Columns of a table: name, meaning, type and unit, what is allowed, how many cells are empty and why, an example.

    The smallest and largest value found are not shown: in data about people they are values of single persons.
    """
    head = ["Column", "What it holds", "Type and unit", "Allowed", "Empty cells", "Example"]
    return _markdown(head, [_column_row(column, frame[column.name]) for column in table.columns])


def kept_columns() -> str:
    """Columns that are kept of every fetched data set, as a Markdown table."""
    rows = [
        [f"`{name}`", table.row, ", ".join(f"`{column}`" for column in table.column_names), table.licence]
        for name, table in FETCHED.items()
    ]
    return _markdown(["Data set", "One row is", "Columns kept", "Licence"], rows)


def card_index() -> str:
    """Table of all cards: file, what one row is, real or synthetic, rows, licence."""
    rows = []
    for table in COMMITTED.values():
        link = f"[{table.name}]({card_path(table).relative_to(root() / 'data').as_posix()})"
        rows.append([link, table.row, table.badge, f"{len(load(table.name)):,}", table.licence])
    return _markdown(["Table", "One row is", "Real or synthetic", "Rows", "Licence"], rows)


def generated(text: str, name: str) -> str:
    """Text between the markers of one generated part.

    Raises DataError where the markers are missing.

    >>> generated("<!-- generated: facts -->\\nten rows\\n<!-- end of facts -->", "facts")
    'ten rows'
    """
    begin, end = BEGIN.format(name=name), END.format(name=name)
    if text.count(begin) != 1 or text.count(end) != 1:
        raise DataError(f"expected the markers {begin} and {end} once each")
    return text.split(begin)[1].split(end)[0].strip("\n")


def _filled(path: Path, parts: dict[str, str]) -> str:
    if not path.is_file():
        card = path.relative_to(root()).as_posix()
        raise DataError(f"expected the card {card}, which is not there. Write it: eight parts.")
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        if text.count(begin) != 1 or text.count(end) != 1:
            raise DataError(f"{path.relative_to(root()).as_posix()}: expected the markers {begin} and {end} once each.")
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{part}\n{end}{rest.split(end)[1]}"
    return text


def _column_row(column: Column, values: pd.Series) -> list[str]:
    empty = int(values.isna().sum())
    known = values.dropna()
    kind = f"{column.kind}, {column.unit}" if column.unit else column.kind
    empties = f"{empty:,}: {column.missing}" if column.missing else "none"
    example = _example(known, column) if len(known) else ""
    return [f"`{column.name}`", column.meaning, kind, column.limits, empties, example]


def _example(known: pd.Series, column: Column) -> str:
    value = known.iloc[0]
    if column.kind == "date":
        return f"{value:%Y-%m-%d}"
    if column.kind in ("whole number", "yes or no"):
        return str(value)
    if column.kind == "number":
        return f"{value:g}"
    text = str(value)
    short = text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 3]}..."
    return f"`{short}`" if "://" in short else short  # a page would make a link of an address, even of one cut short


def _unique(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.unique)[:1]


def _markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
