"""What must hold for every table? All schemas by name, and the pandera schema made from one.

It describes tables and checks frames already read; reading files is the work of `helpers.data.tables`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.data.schemas.column import Column, Table
from helpers.data.schemas.evidence import EVIDENCE
from helpers.data.schemas.external import EXTERNAL, MINORS
from helpers.data.schemas.published import PUBLISHED, SOURCES
from helpers.data.schemas.sample import SAMPLE

if TYPE_CHECKING:
    import pandera.pandas as pa

COMMITTED = {table.name: table for table in (*SAMPLE, *PUBLISHED, *EVIDENCE, SOURCES)}
FETCHED = {table.name.removeprefix("external/"): table for table in EXTERNAL}

DTYPES = {
    "text": "str",
    "whole number": "int64",
    "number": "float64",
    "yes or no": "bool",
    "date": "datetime64[us]",
    "date and time": "datetime64[us]",
}

__all__ = ["COMMITTED", "DTYPES", "FETCHED", "MINORS", "Column", "Table", "dtype_of", "pandera_schema"]


def dtype_of(column: Column) -> str:
    """Dtype of a loaded column; whole numbers that may be missing are `Int64`.

    >>> dtype_of(Column("post", "whole number", "post reacted to", missing="a mention"))
    'Int64'
    """
    return "Int64" if column.kind == "whole number" and column.missing else DTYPES[column.kind]


def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """Pandera schema of a table: strict, in order, every column with its description and unit.

    pandera is imported here and not with the module: it takes half a second.
    """
    import pandas as pd
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        found = []
        is_time = DTYPES[column.kind].startswith("datetime")
        low, high = (
            pd.Timestamp(limit) if is_time and limit is not None else limit for limit in (column.low, column.high)
        )
        if column.allowed:
            found.append(pa.Check.isin(list(column.allowed), name="allowed"))
        if column.pattern:
            found.append(pa.Check.str_matches(rf"^(?:{column.pattern})$", name="pattern"))
        if low is not None:
            found.append(pa.Check.ge(low, name="low"))
        if high is not None:
            found.append(pa.Check.le(high, name="high"))
        return found

    columns = {
        column.name: pa.Column(
            dtype_of(column),
            checks=checks(column),
            nullable=bool(column.missing),
            unique=column.unique,
            title=column.unit or None,
            description=column.meaning,
        )
        for column in table.columns
    }
    return pa.DataFrameSchema(
        columns,
        checks=[
            pa.Check(lambda frame, one=one, other=other: frame[one] != frame[other], name=f"{one} differs from {other}")
            for one, other in table.apart
        ],
        strict=True,
        unique=list(table.key) if len(table.key) > 1 else None,
        description=table.row,
        name=table.name,
    )
