"""What may stand in a table? The words in which the schemas are written: `Column` and `Table`.

Plain data, so that the same lines check a file when it is loaded and describe it in its card. It reads no file.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("text", "whole number", "number", "yes or no", "date", "date and time")
BADGES = ("real", "derived", "synthetic")


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning and unit, what it may hold, and what an empty cell means.

    Parameters
    ----------
    name : the name in the file.
    kind : one of `KINDS`.
    meaning : what the column holds, in words.
    unit : unit of measurement, empty where there is none.
    low, high : smallest and largest value allowed; for dates as ISO text.
    allowed : the only values allowed.
    pattern : regular expression that a text has to match in full.
    missing : what an empty cell means; empty where no cell may be empty.
    unique : whether no value may stand twice.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    low: float | str | None = None
    high: float | str | None = None
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    missing: str = ""
    unique: bool = False

    def __post_init__(self) -> None:
        """Refuse a kind that no reader knows."""
        if self.kind not in KINDS:
            raise ValueError(f"column {self.name!r}: expected one of the kinds {KINDS}, got {self.kind!r}")

    @property
    def limits(self) -> str:
        """What is allowed, in words.

        >>> Column("share", "number", "a share", low=0, high=1).limits
        '0 to 1'
        >>> Column("followers", "whole number", "people who follow", low=0).limits
        '0 or more'
        """
        if self.allowed:
            return ", ".join(self.allowed)
        if self.pattern:
            return f"text like `{self.pattern}`"
        if self.low is not None and self.high is not None:
            return f"{self.low} to {self.high}"
        if self.low is not None:
            return f"{self.low} or more"
        if self.high is not None:
            return f"{self.high} or less"
        return "any"


@dataclass(frozen=True)
class Table:
    """One table: where its file is, what one row is, its columns, and the columns that no two rows share.

    Parameters
    ----------
    name : the name that `helpers.data.load` takes, such as "sample/people".
    file : the file, below the repository folder.
    row : what one row is.
    columns : every column, in the order of the file.
    key : columns whose values together stand once only.
    apart : pairs of columns that must differ within a row.
    badge : real, derived (computed from real data) or synthetic.
    licence : licence of the file.
    version : version and date.
    """

    name: str
    file: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    badge: str = "real"
    licence: str = "CC BY 4.0"
    version: str = "1, November 2026"

    def __post_init__(self) -> None:
        """Refuse a badge that no card knows."""
        if self.badge not in BADGES:
            raise ValueError(f"table {self.name!r}: expected one of the badges {BADGES}, got {self.badge!r}")

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in the order of the file."""
        return [column.name for column in self.columns]
