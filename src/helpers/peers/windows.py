"""Which rows lie in a window, and who reacted to somebody else? Shared by the scores that look at what people did."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from helpers.score.rules import require
from helpers.signals import day_number

SECONDS = 86_400


def within(table: pd.DataFrame, *, end: dt.date | str, days: int | None = None) -> pd.DataFrame:
    """Keep the rows of the `days` that end with `end`, or all up to `end`, and add their age in days (0 is the last).

    `time` is a datetime, or whole seconds since 1970. ValueError for a window of less than a day, a table without
    time, or times that are text.

    >>> rows = pd.DataFrame({"time": pd.to_datetime(["2012-05-18 09:00", "2012-05-19 23:59", "2012-05-20 00:00"])})
    >>> within(rows, end="2012-05-19")["age"].tolist(), within(rows, end="2012-05-19", days=1)["age"].tolist()
    ([1, 0], [0])
    """
    if days is not None and days < 1:
        raise ValueError(f"expected a window of 1 day or more, got days={days}; pass None for everything up to end")
    require(table, ["time"], "a table of posts or interactions")
    time = table["time"]
    if pd.api.types.is_datetime64_any_dtype(time):
        day = (time - pd.Timestamp(0)).dt.days
    elif pd.api.types.is_numeric_dtype(time):
        day = time // SECONDS
    else:
        raise ValueError(
            f"expected time as datetimes or as whole seconds since 1970, got {time.dtype}; convert it first"
        )
    age = day_number(end) - day
    kept = age >= 0
    if days is not None:
        kept &= age < days
    return table[kept].assign(age=age[kept])


def reactions(interactions: pd.DataFrame, *, end: dt.date | str, days: int | None = None) -> pd.DataFrame:
    """Keep the reactions and mentions of the window in which somebody reacted to somebody else, with their age in days.

    ValueError as `within`, and for a table without network, actor, target, kind or post.

    >>> rows = {"time": pd.to_datetime(["2012-05-19"] * 2), "network": "twitter", "actor": ["ann", "ben"]}
    >>> rows |= {"target": ["ann", "ann"], "kind": "like", "post": 1}
    >>> reactions(pd.DataFrame(rows), end="2012-05-19")["actor"].tolist()
    ['ben']
    """
    require(interactions, ["time", "network", "actor", "target", "kind", "post"], 'load("sample/interactions")')
    return within(interactions[interactions["actor"] != interactions["target"]], end=end, days=days)
