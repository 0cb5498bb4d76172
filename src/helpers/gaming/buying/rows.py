"""What changes in the tables when something is bought? New rows of follows, reactions, posts and +K.

It decides nothing: what is on offer stands in `helpers.gaming.buying.offers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.signals import WINDOW_DAYS

Tables = Mapping[str, pd.DataFrame]

NETWORK = "twitter"
"""The network on which everything is bought."""

SCORE_TABLES = ("interactions", "posts", "accounts", "follows", "endorsements")
"""The tables that a score reads."""

NAMED: Mapping[str, tuple[str, ...]] = {
    "interactions": ("actor", "target"),
    "posts": ("person",),
    "accounts": ("person",),
    "follows": ("follower", "followed"),
    "endorsements": ("giver", "receiver"),
}
"""The columns of each that name people."""


def with_rows(tables: Tables, **added: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Give the tables with rows added at their ends; the input stays as it is.

    Rows of accounts, follows, interactions and posts stand on Twitter; new accounts begin with counts of 0, new posts
    get the next running numbers, and the displayed counts of followers and following rise with the new follows.
    Columns keep their types. Tables for which nothing is added are passed on.
    """
    follows = added.get("follows", pd.DataFrame({"follower": [], "followed": []}))
    result = dict(tables)
    for name, rows in added.items():
        if len(rows) == 0:
            continue
        old = tables[name]
        rows = rows.assign(network=NETWORK)
        if name == "accounts":
            rows = rows.assign(followers=0, following=0, listed=0)
        if name == "posts":
            rows = rows.assign(post=old["post"].max() + 1 + np.arange(len(rows)))
        types = {column: kind for column, kind in old.dtypes.items() if column in rows}
        result[name] = pd.concat([old, rows.astype(types)[list(types)]], ignore_index=True)
    if len(follows):
        accounts = result["accounts"].copy()
        here = accounts["network"] == NETWORK
        for column, side in (("followers", "followed"), ("following", "follower")):
            more = accounts.loc[here, "person"].map(follows[side].value_counts()).fillna(0)
            accounts.loc[here, column] += more.astype("int64")
        result["accounts"] = accounts
    return result


def excerpt(tables: Tables, people: Collection[str], *, end: dt.date | str) -> dict[str, pd.DataFrame]:
    """Give the tables of these people alone: what they did among themselves, up to `end`.

    Displayed counts stay as they are, so they still hold everybody. Tables other than those that a score reads are
    left out. ValueError for a table that is missing.

    >>> follows = pd.DataFrame({"network": "twitter", "follower": ["ann", "ben"], "followed": ["ben", "cem"]})
    >>> empty = {name: pd.DataFrame(columns=[*NAMED[name], "time"]) for name in SCORE_TABLES}
    >>> len(excerpt({**empty, "follows": follows}, {"ann", "ben"}, end="2012-05-19")["follows"])
    1
    """
    need(tables, "excerpt")
    result = {}
    for name in SCORE_TABLES:
        table = tables[name]
        kept = table[list(NAMED[name])].isin(set(people)).all(axis=1)
        if "time" in table.columns:
            kept &= table["time"] < pd.Timestamp(end) + pd.Timedelta(days=1)
        result[name] = table[kept].reset_index(drop=True)
    return result


def need(tables: Tables, function: str) -> None:
    """Raise ValueError unless all tables are there that a score reads."""
    missing = [name for name in SCORE_TABLES if name not in tables]
    if missing:
        raise ValueError(
            f"{function}: expected the tables {', '.join(SCORE_TABLES)}, got none called {missing[0]!r}; load it"
        )


def written(posts: pd.DataFrame, end: dt.date | str) -> pd.DataFrame:
    """Posts on the network within the window, in order of time."""
    last = pd.Timestamp(end) + pd.Timedelta(days=1)
    inside = (posts["time"] >= last - pd.Timedelta(days=WINDOW_DAYS)) & (posts["time"] < last)
    return posts[inside & (posts["network"] == NETWORK)].sort_values(["time", "post"])


def _members(tables: Tables) -> NDArray[np.object_]:
    accounts = tables["accounts"]
    return accounts.loc[accounts["network"] == NETWORK, "person"].to_numpy(dtype=object)


def camouflage(tables: Tables, bots: pd.DataFrame, each: int, rng: np.random.Generator) -> pd.DataFrame:
    """Follows of accounts other than the buyer, so that each bot looks like somebody who follows many."""
    follower = np.repeat(bots["bot"].to_numpy(dtype=object), each)
    followed = rng.choice(_members(tables), len(follower)) if len(follower) else follower
    made = pd.DataFrame({"follower": follower, "followed": followed, "buyer": np.repeat(bots["buyer"], each)})
    return made[made["followed"] != made["buyer"]].drop(columns="buyer").drop_duplicates()


def follow_backs(
    tables: Tables, buyers: list[str], asked_for: int, back: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Follows of accounts the buyer did not follow, and the follows that come back from those who did not yet."""
    if asked_for == 0:
        return pd.DataFrame({"follower": [], "followed": []})
    there = tables["follows"][tables["follows"]["network"] == NETWORK]
    follows = set(zip(there["follower"], there["followed"], strict=True))
    made = []
    for buyer in buyers:
        strangers = [name for name in _members(tables) if name != buyer and (buyer, name) not in follows]
        asked = rng.choice(np.array(strangers, dtype=object), min(asked_for, len(strangers)), replace=False)
        kind = asked[rng.random(len(asked)) < back]
        made += [(buyer, name) for name in asked]
        made += [(name, buyer) for name in kind if (name, buyer) not in follows]
    return pd.DataFrame(made, columns=["follower", "followed"]).drop_duplicates()


def pods(buyers: list[str], size: int, written: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Likes of each member of a pod for every post of the other members."""
    if size == 0:
        return pd.DataFrame({"actor": [], "kind": []})
    strangers = np.setdiff1d(written["person"].to_numpy(dtype=object), np.array(buyers, dtype=object))
    filled = [*buyers, *rng.choice(strangers, -len(buyers) % size, replace=False)]
    members = pd.DataFrame({"person": filled, "pod": np.arange(len(filled)) // size})
    pairs = members.rename(columns={"person": "actor"}).merge(members, on="pod")
    pairs = pairs[pairs["actor"] != pairs["person"]]
    return pairs.merge(written, on="person").assign(kind="like")


def reacted(reactions: pd.DataFrame, end: dt.date | str) -> pd.DataFrame:
    """Rows of interactions out of actor, kind and the post reacted to."""
    if len(reactions) == 0:
        return reactions
    last = pd.Timestamp(end) + pd.Timedelta(days=1) - pd.Timedelta(seconds=1)
    time = (reactions["time"] + pd.Timedelta(hours=1)).clip(upper=last)
    return reactions.assign(time=time, target=reactions["person"])


def further_posts(spheres: pd.Series, each: int, end: dt.date | str, rng: np.random.Generator) -> pd.DataFrame:
    """Posts at random moments of the window, in the sphere of the person; `spheres` is by person."""
    first = pd.Timestamp(end) - pd.Timedelta(days=WINDOW_DAYS - 1)
    second = rng.integers(0, WINDOW_DAYS * 86_400, each * len(spheres))
    rows = {"person": np.repeat(spheres.index, each), "time": first + pd.to_timedelta(second, unit="s")}
    return pd.DataFrame(rows | {"sphere": np.repeat(spheres.to_numpy(), each)}).sort_values("time")


def given(spheres: pd.Series, each: int, end: dt.date | str) -> pd.DataFrame:
    """+K on the last day, each from another giver who has no account; `spheres` is by person."""
    receiver, giver = np.repeat(spheres.index, each), [f"giver{i:04d}" for i in range(each)] * len(spheres)
    rows = {"time": pd.Timestamp(end), "giver": giver, "receiver": receiver}
    return pd.DataFrame(rows | {"sphere": np.repeat(spheres.to_numpy(), each)})
