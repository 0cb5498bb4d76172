"""What can an hour buy? What each action produces, the points the rules of 2012 give for it, and the good it does.

The points come from running the rules (`helpers.signals`, `helpers.score`); what an hour produces, and the good it
does, are assumptions of ours. Nothing here was measured on people.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd

from helpers.score import raw_2012
from helpers.signals import signals

WEEKS = 13
"""Weeks in the window of 90 days: an action is done one hour a week, all through it."""

LAST_DAY = pd.Timestamp("2012-05-19")

KINDS = {"likes": "like", "replies": "reply", "mentions": "mention", "reshares": "reshare"}

ACTIONS = pd.DataFrame(
    {
        "prepare a lesson": [1.0, 0.33, 0.7, 0.5, 0.0, 0.1, 12, 0, 0.2, 0.5, 0.3, 0.0],
        "answer questions": [0.8, 4.0, 1.0, 2.0, 0.0, 0.1, 36, 0, 0.3, 0.5, 0.3, 0.0],
        "write a thoughtful post": [0.6, 0.5, 3.0, 1.0, 0.5, 1.0, 60, 2, 1.0, 0.3, 0.5, 0.0],
        "reply to others": [0.15, 0.0, 1.0, 1.0, 3.0, 0.0, 45, 2, 0.5, 0.0, 0.3, 0.5],
        "post often": [0.05, 12.0, 5.0, 0.5, 0.0, 1.0, 60, 4, 1.0, 0.0, 0.5, 0.2],
        "follow-back rounds": [0.0, 0.0, 0.5, 0.0, 0.5, 0.0, 13, 10, 20.0, 0.0, 0.0, 0.8],
        "engagement pod": [0.0, 2.0, 22.0, 22.0, 0.0, 22.0, 11, 20, 0.0, 0.0, 0.0, 0.8],
        "buy bots": [0.0, 0.0, 0.0, 0.0, 0.0, 40.0, 520, 20, 100.0, 0.0, 0.0, 0.3],
    },
    index=["good", "posts", *KINDS, "reactors", "others", "followers", "contribution", "fame", "gaming_skill"],
).T.rename_axis("action")
"""What an hour of each action does; every number is an assumption of ours.

good: good done, in hours of lesson preparation. posts, likes, replies, mentions, reshares: written and received.
reactors: how many different people react when it is done an hour a week for 13 weeks. others: reactions that each of
them gives to other people that day. followers: gained. contribution, fame, gaming_skill: how much a trait of the
person helps; an hour yields exp(sum of weight x trait) times as much. Bots cost money: an hour is an hour's pay.
"""

USUAL = pd.Series(
    {"posts": 1.0, "likes": 2.0, "replies": 0.0, "mentions": 0.0, "reshares": 0.0, "reactors": 26, "others": 2},
    name="usual",
)
"""What an account does and gets in a week without any effort (ours)."""

USUAL_FOLLOWERS = 100


def hourly(actions: pd.DataFrame = ACTIONS) -> pd.DataFrame:
    """Add to a table of actions what one hour a week, kept up for the window, yields under the rules of 2012.

    `actions` has the columns of `ACTIONS`. An account with `USUAL` activity and `USUAL_FOLLOWERS` followers does each
    action in turn; the reactions go through `helpers.signals.signals` and the points come from
    `helpers.score.raw_2012`. Added columns: engagement, recent_posts (as in the signals), gained (followers over the
    window) and points, all as the difference to the account that does nothing more. Points may be negative: the rules
    divide by posts. Nothing may be missing.

    Raises
    ------
    ValueError
        no action, a missing column, a value that is missing or infinite, or a count below 0.

    Examples
    --------
    >>> table = hourly()
    >>> bool(table.loc["write a thoughtful post", "points"] > table.loc["prepare a lesson", "points"])
    True
    """
    _check(actions)
    found = _window(actions)
    points = raw_2012(found)["raw"].reindex(found["person"]).to_numpy()
    usual, rest = found.iloc[0], found.iloc[1:]
    return actions.assign(
        engagement=rest["engagement"].to_numpy() - usual["engagement"],
        recent_posts=rest["recent_posts"].to_numpy() - usual["recent_posts"],
        gained=rest["followers"].to_numpy(float) - usual["followers"],
        points=points[1:] - points[0],
    )


def usual_account() -> pd.Series:
    """Give the signals of the account that does nothing more: followers, engagement and recent_posts among them."""
    return _usual().copy()


@cache
def _usual() -> pd.Series:
    return _window(ACTIONS.iloc[:0]).iloc[0]


def _window(actions: pd.DataFrame) -> pd.DataFrame:
    """Signals of the usual account, and of it with each action added, in this order."""
    names = ["usual", *actions.index.astype(str)]
    rates = [USUAL.to_dict(), *actions.to_dict("records")]
    does = [(i, i, rates[i]) for i in range(1, len(rates))] + [(0, i, rates[0]) for i in range(len(rates))]
    reactions = pd.concat([_reactions(*one) for one in does], ignore_index=True)
    posts = pd.concat([_posts(person, rate) for _, person, rate in does], ignore_index=True)
    days = LAST_DAY - pd.to_timedelta(7 * np.arange(WEEKS), unit="D")
    for table in (reactions, posts):
        table["time"], table["network"] = days[table["week"]], "twitter"
        table["person"] = np.array(names, dtype=object)[table["person"]]
    reactions["target"] = reactions["person"].where(~reactions["elsewhere"], "somebody else")
    reactions["actor"] = (
        reactions["source"].astype(str) + " for " + reactions["person"] + " " + reactions["turn"].astype(str)
    )
    reactions["kind"] = np.array(list(KINDS.values()), dtype=object)[reactions["kind"]]
    gained = [0.0, *(WEEKS * actions["followers"])]
    accounts = pd.DataFrame({"person": names, "network": "twitter", "following": 0, "listed": 0})
    accounts["followers"] = (USUAL_FOLLOWERS + np.asarray(gained)).round().astype(int)
    nobody = pd.DataFrame({"network": [], "follower": [], "followed": []}, dtype="str")
    columns = ["time", "network", "actor", "target", "kind", "post"]
    found = signals(reactions.assign(post=0)[columns], posts, accounts, nobody, end=LAST_DAY.date())
    return found.set_index("person").loc[names].reset_index()


def _reactions(source: int, person: int, rates: dict[str, float]) -> pd.DataFrame:
    """The reactions of an hour a week: each reactor takes a turn, and reacts to others the same day."""
    weeks = [_weeks(rates[column]) for column in KINDS]
    week = np.concatenate(weeks)
    kind = np.repeat(np.arange(len(weeks)), [column.size for column in weeks])
    turn = np.arange(week.size) % max(round(rates["reactors"]), 1)
    _, first = np.unique([week, turn], axis=1, return_index=True)
    rows = np.concatenate([np.arange(week.size), np.repeat(first, round(rates["others"]))])
    columns = {
        "week": week[rows],
        "kind": kind[rows],
        "turn": turn[rows],
        "elsewhere": np.arange(rows.size) >= week.size,
    }
    return pd.DataFrame(columns).assign(source=source, person=person)


def _posts(person: int, rates: dict[str, float]) -> pd.DataFrame:
    week = _weeks(rates["posts"])
    return pd.DataFrame({"post": np.arange(week.size), "week": week}).assign(person=person)


def _weeks(rate: float) -> np.ndarray:
    """The week of each of the things that come `rate` times a week, spread evenly over the window."""
    total = round(WEEKS * float(rate))
    return np.arange(total) * WEEKS // max(total, 1)


def _check(actions: pd.DataFrame) -> None:
    missing = [column for column in ACTIONS.columns if column not in actions.columns]
    if missing or actions.empty:
        told = f"without the columns {missing}" if missing else "without a row"
        raise ValueError(f"hourly: expected a table like ACTIONS, got one {told}; change a copy of ACTIONS")
    counts = actions[["posts", *KINDS, "reactors", "others", "followers"]].to_numpy(float)
    every = actions[list(ACTIONS.columns)].to_numpy(float)
    if not np.isfinite(every).all() or counts.min() < 0:
        least = float(np.nanmin(counts)) if counts.size else math.nan
        raise ValueError(
            f"hourly: expected finite numbers and counts of 0 or more, got {least:g} and up; mend the table"
        )
