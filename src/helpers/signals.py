"""How does activity become signals? One row per account out of the raw tables of a window.

This is the only step whose cost grows with the raw data, so it is written once, on Narwhals, and runs on pandas (the
default), Polars, DuckDB or PySpark frames. It counts and weighs; it gives no points: that is `helpers.score`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, TypeVar

import narwhals as nw

Frame = TypeVar("Frame")

KINDS = ("like", "reply", "mention", "reshare")
KIND_WEIGHTS: Mapping[str, float] = {"like": 1.0, "reply": 2.0, "mention": 2.0, "reshare": 3.0}
"""What one reaction of a kind weighs before anything else. Klout never published its own; these are ours."""

WINDOW_DAYS = 90
"""Klout stated a window of 90 days."""

HALF_LIFE_DAYS = 30.0
"""A reaction of 30 days ago weighs half of one of today. That old activity fades is ours, and so is the pace."""

ACCOUNT = ["person", "network"]
COUNTS = ["posts", "reactions", "reactors", "likes", "replies", "mentions", "reshares"]
COUNTS += ["resharers", "mentioners", "reshared_posts", "sampled_followers", "active_followers"]


def signals(
    interactions: Frame,
    posts: Frame,
    accounts: Frame,
    follows: Frame,
    *,
    end: dt.date | str,
    days: int = WINDOW_DAYS,
    half_life: float = HALF_LIFE_DAYS,
    kind_weights: Mapping[str, float] = KIND_WEIGHTS,
) -> Frame:
    """Count and weigh what each account did and received in the `days` that end with `end`.

    Parameters
    ----------
    interactions : time, network, actor, target, kind, post. A self-reaction (actor is target) is dropped.
        `time` is a datetime, or whole seconds since 1970.
    posts : post, person, network, time.
    accounts : person, network, followers, following, listed; one row per account. Extra columns are left out.
    follows : network, follower, followed; both inside the data.
    end : last day of the window, counted in.
    days : length of the window in days.
    half_life : days after which a reaction or a post weighs half.
    kind_weights : weight per kind; every kind that occurs needs one.

    Returns
    -------
    A frame of the kind that came in, one row per account, sorted by nothing:
    person, network, followers, following, listed; the plain counts posts, reactions, reactors, likes, replies,
    mentions, reshares, resharers, mentioners, reshared_posts, sampled_followers, active_followers (followers inside the
    data who posted or reacted in the window); recent_posts (posts, each halved every `half_life` days); engagement (the
    sum over reactors of log(1 + weight of all that the reactor did), natural logarithm; a reaction weighs kind x
    recency / (1 + reactions that its actor gave to others there that day)); reactor_audience (mean over
    reactors of log10(1 + followers), 0 without reactors). Missing values in the tables are not allowed. An account
    without a row in `posts` or `interactions` gets zeros.

    Raises
    ------
    ValueError
        a missing column, times that are text, an empty window, a kind without a weight or with one below 0, an
        account that stands twice, or an account without a follower count.

    Notes
    -----
    Source: the rules Klout stated in 2012 (90-day window, unique reactors, a prolific reactor weighs less that day) and
    the variables published in 2011; weights and decay are named above as ours.

    Examples
    --------
    >>> import pandas as pd
    >>> t = pd.to_datetime(["2012-05-19"])
    >>> a = pd.DataFrame({"person": ["p1"], "network": "twitter", "followers": 9, "following": 3, "listed": 0})
    >>> i = pd.DataFrame({"time": t, "network": "twitter", "actor": "p2", "target": "p1", "kind": "like", "post": [7]})
    >>> p = pd.DataFrame({"post": [7], "person": "p1", "network": "twitter", "time": t})
    >>> f = pd.DataFrame({"network": ["twitter"], "follower": ["p2"], "followed": ["p1"]})
    >>> row = signals(i, p, a, f, end="2012-05-19").iloc[0]
    >>> int(row["reactors"]), round(float(row["engagement"]), 3)
    (1, 0.693)
    """
    if days < 1 or half_life <= 0:
        raise ValueError(f"expected days >= 1 and half_life > 0, got days={days} and half_life={half_life}")
    if any(weight < 0 for weight in kind_weights.values()):
        raise ValueError(
            f"expected kind_weights of 0 or more, got {dict(kind_weights)}; a reaction never takes points away"
        )
    last = day_number(end)
    reacted = weighted_reactions(interactions, last=last, days=days, half_life=half_life, kind_weights=kind_weights)
    posted = _in_window(_frame(posts, "posts", ["post", "person", "network", "time"]), last, days)
    base = _frame(accounts, "accounts", [*ACCOUNT, "followers", "following", "listed"])
    base = base.select(*ACCOUNT, "followers", "following", "listed")
    _check_accounts(base)
    follow = _frame(follows, "follows", ["network", "follower", "followed"])

    result = base.join(_received(reacted, base), on=ACCOUNT, how="left")
    for part in (
        _posted(posted, last, half_life),
        _reshared_posts(reacted),
        _active_followers(follow, posted, reacted),
    ):
        result = result.join(part, on=ACCOUNT, how="left")
    result = result.with_columns(
        *(nw.col(name).fill_null(0).cast(nw.Int64) for name in COUNTS),
        *(nw.col(name).fill_null(0.0).cast(nw.Float64) for name in ("recent_posts", "engagement", "reactor_audience")),
    )
    order = [*ACCOUNT, "followers", "following", "listed", *COUNTS, "recent_posts", "engagement", "reactor_audience"]
    return result.select(*order).to_native()


def day_number(day: dt.date | str) -> int:
    """Give the days from 1 January 1970 to a date, a moment of that date or its ISO form.

    >>> day_number("1970-01-02"), day_number(dt.datetime(1970, 1, 3, 23, 59))
    (1, 2)
    """
    date = dt.date.fromisoformat(str(day)[:10])
    return (date - dt.date(1970, 1, 1)).days


def weighted_reactions(
    interactions: Any, *, last: int, days: int, half_life: float, kind_weights: Mapping[str, float]
) -> Any:
    """Give each reaction of the window its weight, as a Narwhals frame: kind weight x recency x attention.

    `last` is the last day of the window in days since 1970. Added columns: day, kind_weight, recency (1 on the last
    day, half every `half_life` days), attention (1 / (1 + reactions that the actor
    gave to other people on that network that day)) and weight, their product.
    """
    frame = _frame(interactions, "interactions", ["time", "network", "actor", "target", "kind", "post"])
    frame = _in_window(frame.filter(nw.col("actor") != nw.col("target")), last, days)
    _check_kinds(frame, kind_weights)
    kind_weight = nw.lit(0.0)
    for kind, weight in kind_weights.items():
        kind_weight = nw.when(nw.col("kind") == kind).then(nw.lit(float(weight))).otherwise(kind_weight)
    day = ["network", "actor", "day"]
    given = frame.group_by(*day).agg(nw.len().alias("given"))
    to_target = frame.group_by(*day, "target").agg(nw.len().alias("to_target"))
    others = to_target.join(given, on=day, how="left").with_columns(to_others=nw.col("given") - nw.col("to_target"))
    return (
        frame.join(others.select(*day, "target", "to_others"), on=[*day, "target"], how="left")
        .with_columns(
            kind_weight=kind_weight,
            recency=_recency(last, half_life),
            attention=1.0 / (1.0 + nw.col("to_others").cast(nw.Float64)),
        )
        .with_columns(weight=nw.col("kind_weight") * nw.col("recency") * nw.col("attention"))
    )


def _frame(native: Any, name: str, columns: list[str]) -> Any:
    frame = nw.from_native(native)
    missing = [column for column in columns if column not in frame.collect_schema().names()]
    if missing:
        raise ValueError(f"{name} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; expected {columns}")
    return frame


def _in_window(frame: Any, last: int, days: int) -> Any:
    time, kind = nw.col("time"), frame.collect_schema()["time"]
    if kind.is_numeric():
        day = (time // 86_400).cast(nw.Int64)
    elif kind.is_temporal():
        day = _day_number(time)
    else:
        raise ValueError(
            f"expected time as datetimes or as whole seconds since 1970, got {kind}; convert the column first"
        )
    frame = frame.with_columns(day=day)
    return frame.filter((nw.col("day") > last - days) & (nw.col("day") <= last))


def _day_number(time: Any) -> Any:
    """Days since 1970 from the parts of the date, which every engine has, leap years counted."""
    year = time.dt.year().cast(nw.Int64)
    leap_days = (year - 1969) // 4 - (year - 1901) // 100 + (year - 1601) // 400
    return 365 * (year - 1970) + leap_days + time.dt.ordinal_day().cast(nw.Int64) - 1


def _recency(last: int, half_life: float) -> Any:
    return ((nw.col("day") - last).cast(nw.Float64) * (math.log(2) / half_life)).exp()


def _check_kinds(frame: Any, kind_weights: Mapping[str, float]) -> None:
    kinds = frame.select("kind").unique()
    kinds = kinds.collect() if isinstance(kinds, nw.LazyFrame) else kinds
    unknown = sorted(set(kinds["kind"].to_list()) - set(kind_weights))
    if unknown:
        raise ValueError(
            f"interactions hold the kind {unknown[0]!r}, for which kind_weights {dict(kind_weights)} has no weight"
        )


def _check_accounts(accounts: Any) -> None:
    several = accounts.group_by(*ACCOUNT).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1).select(*ACCOUNT)
    for wrong, told in (
        (several, "stands more than once in accounts; keep one row per person and network"),
        (
            accounts.filter(nw.col("followers").is_null()).select(*ACCOUNT),
            "has no follower count in accounts; fill it in",
        ),
    ):
        first = wrong.head(1)
        first = first.collect() if isinstance(first, nw.LazyFrame) else first
        if len(first):
            raise ValueError(f"the account {' on '.join(map(str, first.row(0)))} {told}")


def _received(reacted: Any, accounts: Any) -> Any:
    kinds = {"likes": "like", "replies": "reply", "mentions": "mention", "reshares": "reshare"}
    pairs = (
        reacted.with_columns(**{name: (nw.col("kind") == kind).cast(nw.Int64) for name, kind in kinds.items()})
        .group_by("network", "actor", "target")
        .agg(nw.col("weight").sum(), nw.len().alias("reactions"), *(nw.col(name).sum() for name in kinds))
    )
    audience = accounts.select(
        actor=nw.col("person"), network="network", audience=(1.0 + nw.col("followers").cast(nw.Float64)).log(10)
    )
    pairs = pairs.join(audience, on=["actor", "network"], how="left").with_columns(
        engagement=(1.0 + nw.col("weight")).log(),
        audience=nw.col("audience").fill_null(0.0),
        resharers=(nw.col("reshares") > 0).cast(nw.Int64),
        mentioners=(nw.col("mentions") > 0).cast(nw.Int64),
    )
    return (
        pairs.group_by("network", "target")
        .agg(
            *(nw.col(name).sum() for name in ("reactions", *kinds, "resharers", "mentioners", "engagement")),
            nw.len().alias("reactors"),
            nw.col("audience").mean().alias("reactor_audience"),
        )
        .rename({"target": "person"})
    )


def _posted(posted: Any, last: int, half_life: float) -> Any:
    weighted = posted.with_columns(recent_posts=_recency(last, half_life))
    return weighted.group_by(ACCOUNT).agg(nw.len().alias("posts"), nw.col("recent_posts").sum())


def _reshared_posts(reacted: Any) -> Any:
    reshared = reacted.filter(nw.col("kind") == "reshare").select("network", "target", "post").unique()
    return reshared.group_by("network", "target").agg(nw.len().alias("reshared_posts")).rename({"target": "person"})


def _active_followers(follows: Any, posted: Any, reacted: Any) -> Any:
    active = nw.concat([posted.select("network", follower="person"), reacted.select("network", follower="actor")])
    active = active.unique().with_columns(active=nw.lit(1))
    marked = follows.join(active, on=["network", "follower"], how="left")
    return (
        marked.with_columns(active=nw.col("active").fill_null(0).cast(nw.Int64))
        .group_by("network", "followed")
        .agg(nw.len().alias("sampled_followers"), nw.col("active").sum().alias("active_followers"))
        .rename({"followed": "person"})
    )
