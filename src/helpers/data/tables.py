"""How does a file become a table that can be trusted? Reading, giving types, checking, and errors that say how to mend.

No analysis here, and nothing is ever written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers.data.places import DataError, root
from helpers.data.schemas import COMMITTED, Column, Table, dtype_of, pandera_schema

if TYPE_CHECKING:
    from pandera.errors import SchemaErrors

SHOWN = 3
"""How many of the broken places an error names."""

YES_NO = {"True": True, "False": False}


def table_names() -> tuple[str, ...]:
    """Names of all committed tables, as `load` takes them."""
    return tuple(COMMITTED)


def load(name: str) -> pd.DataFrame:
    """Read a committed table and check it against its schema.

    Parameters
    ----------
    name : folder and name below data, without suffix, such as "sample/people"; `table_names()` lists them all.

    Returns a DataFrame with the columns that the card beside the file lists, in that order: texts as `str`, whole
    numbers as `int64` (`Int64` where some may be missing), dates and times as `datetime64[us]`. Row order is that of
    the file.

    Raises DataError (a ValueError) for a missing file and for anything in it that breaks the schema: it names the
    file, the line (of a CSV) or row (of a Parquet file), the column, what was expected, what came, and how to mend it.

    >>> int(load("published/belgium_distribution")["n_2013"].sum())
    92443
    """
    table = COMMITTED.get(name)
    if table is None:
        raise DataError(f"expected the name of a table, one of {', '.join(COMMITTED)}; got {name!r}.")
    return read_checked(table, root() / table.file)


def read_checked(table: Table, path: Path) -> pd.DataFrame:
    """Read the file of a table from a path and check it; see `load`."""
    if not path.is_file():
        raise DataError(f"expected the file {table.file}, which is not there. {_mend(table)}")
    text = path.suffix == ".csv"
    frame = _read_text(path, table) if text else _read_parquet(path, table)
    _same_columns(frame, table)
    typed = pd.DataFrame({c.name: _typed(frame[c.name], c, table, text=text) for c in table.columns})
    return check(typed, table, text=text)


def check(frame: pd.DataFrame, table: Table, *, text: bool = False) -> pd.DataFrame:
    """Give the frame back if it fits the schema of the table; raise DataError with every kind of break if not.

    With `text`, rows are counted as lines of a CSV whose first line is the header.
    """
    from pandera.errors import SchemaErrors

    _same_columns(frame, table)
    try:
        return pandera_schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        raise DataError(_in_words(error, frame, table, text=text)) from None


def _read_text(path: Path, table: Table) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8", skip_blank_lines=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataError(f"{table.file}: expected a CSV in UTF-8 with a header; {error}. {_mend(table)}") from None


def _read_parquet(path: Path, table: Table) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:  # pyarrow's own errors are both
        raise DataError(
            f"{table.file}: expected a whole Parquet file, got one that cannot be read. {_mend(table)}"
        ) from error


def _same_columns(frame: pd.DataFrame, table: Table) -> None:
    expected, came = table.column_names, list(frame.columns)
    if came == expected:
        return
    parts = []
    if lacking := [name for name in expected if name not in came]:
        parts.append(f"missing: {', '.join(lacking)}")
    if extra := [str(name) for name in came if name not in expected]:
        parts.append(f"not expected: {', '.join(extra)}")
    what = "; ".join(parts) or "the same columns in another order"
    raise DataError(f"{table.file}, header: expected the columns {', '.join(expected)}; {what}. {_mend(table)}")


def _typed(values: pd.Series, column: Column, table: Table, *, text: bool) -> pd.Series:
    wanted = dtype_of(column)
    if text:
        converted = _from_text(values, column.kind)
    elif _fits(values, column.kind):
        converted = values
    else:
        raise DataError(
            f"{table.file}, column {column.name!r}: expected {column.kind}, got {values.dtype}. {_mend(table)}"
        )
    broken = values.notna() & converted.isna()
    if broken.any():
        came = [(int(i), _shown(value)) for i, value in values[broken].items()]
        where = f"{table.file}, column {column.name!r}"
        raise DataError(f"{where}: expected {column.kind}, got {_places(came, text=text)}. {_mend(table)}")
    if converted.isna().any() and not column.missing:
        return converted  # the schema names the empty cells
    return converted.astype(wanted)


def _from_text(values: pd.Series, kind: str) -> pd.Series:
    if kind == "text":
        return values
    if kind == "yes or no":
        return values.map(YES_NO)
    if kind in ("date", "date and time"):
        wanted = "%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M:%S"
        return pd.to_datetime(values, format=wanted, errors="coerce")
    number = pd.to_numeric(values, errors="coerce")
    return number.where(number % 1 == 0).astype("Int64") if kind == "whole number" else number


def _fits(values: pd.Series, kind: str) -> bool:
    is_kind = {
        "text": pd.api.types.is_string_dtype,
        "whole number": pd.api.types.is_integer_dtype,
        "number": pd.api.types.is_numeric_dtype,
        "yes or no": pd.api.types.is_bool_dtype,
        "date": pd.api.types.is_datetime64_dtype,
        "date and time": pd.api.types.is_datetime64_dtype,
    }
    return bool(is_kind[kind](values))


def _in_words(error: SchemaErrors, frame: pd.DataFrame, table: Table, *, text: bool) -> str:
    cases = error.failure_cases
    own = cases["schema_context"] == "Column"
    parts = []
    for (name, rule), found in cases[own].groupby(["column", "check"], sort=False):
        column = next(column for column in table.columns if column.name == name)
        came = [(int(i), _shown(frame.loc[int(i), name])) for i in found["index"].drop_duplicates()]
        parts.append(f"{table.file}, column {name!r}: expected {_rule(column, rule)}, got {_places(came, text=text)}")
    for rule, found in cases[~own].groupby("check", sort=False):
        twice = rule == "multiple_fields_uniqueness"
        columns = list(table.key) if twice else list(dict.fromkeys(found["column"]))
        rows = frame.loc[found["index"].astype(int).unique(), [name for name in columns if name in frame]]
        came = [(int(i), ", ".join(f"{name} {value}" for name, value in row.items())) for i, row in rows.iterrows()]
        expected = f"no two rows with the same {', '.join(table.key)}" if twice else f"that {rule}"
        parts.append(f"{table.file}: expected {expected}, got {_places(came, text=text)}")
    return "\n".join([*parts, _mend(table)])


def _rule(column: Column, rule: str) -> str:
    if rule == "not_nullable":
        return "no empty cell"
    if rule == "field_uniqueness":
        return "no value twice"
    return column.kind if rule.startswith("dtype") else column.limits


def _places(came: list[tuple[int, str]], *, text: bool) -> str:
    """Name the first places and count the rest; a line of a CSV is counted with its header."""
    named = "; ".join(f"{f'line {row + 2}' if text else f'row {row + 1}'}: {value}" for row, value in came[:SHOWN])
    return f"{named} and {len(came) - SHOWN:,} more" if len(came) > SHOWN else named


def _shown(value: object) -> str:
    return "an empty cell" if pd.isna(value) else repr(value) if isinstance(value, str) else str(value)


def _mend(table: Table) -> str:
    if table.name.startswith("external/"):
        return f"Fetch it again: `python3 run.py fetch {table.name.removeprefix('external/')}`."
    if table.name.startswith("evidence/"):
        anew = "write it anew: `python -m helpers.evidence`"
        return f"Take back the committed file: `git checkout -- {table.file}`, or {anew}."
    return f"Take back the committed file: `git checkout -- {table.file}`, or correct the cells named."
