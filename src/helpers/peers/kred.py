"""What would Kred have said? Influence, from what others do because of somebody, and outreach, which never falls.

Points for a common action, both scales and two levels were published; what was not is named here as ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.peers.people import filled, of_largest, people_of
from helpers.peers.windows import reactions
from helpers.score.rules import require
from helpers.signals import WINDOW_DAYS

KRED_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "twitter": ("reply", "mention", "reshare"),
    "facebook": ("like", "reply", "mention", "reshare"),
}
"""What Kred counted on which network. It also counted new followers, whose day our data do not hold."""

KRED_POINTS = 10
"""Points that Kred stated for a common action."""

KRED_BIG = 10_000
"""Kred stated that an action of somebody with more followers than this earns more."""

KRED_BIG_POINTS = 20
"""Points for an action of such a person (ours)."""

KRED_FIRST_LEVEL, KRED_STEEPER = 100, 1.7
"""Kred stated 100 points for outreach level 1 and 170 more for level 2. That every level asks 1.7 times as much as the
one before is ours."""


def kred_like(
    interactions: pd.DataFrame, accounts: pd.DataFrame, *, end: dt.date | str, days: int = WINDOW_DAYS
) -> pd.DataFrame:
    """Give Kred's two scores: influence (1 to 1,000) for what others do, outreach for what one does for others.

    One row per person in `accounts`, by person in sorted order: points (of the `days` that end with `end`), influence,
    outreach_points (of everything up to `end`) and outreach, the level. Twitter and Facebook only, and everybody is
    taken to have joined with both. An action earns 10 points, one of an actor with more than 10,000 followers there 20.
    The person with the most points has an influence of 1,000, nobody has less than 1, and between them it grows
    with log(1 + points / 10). Outreach never falls, because nothing in it ages.

    Raises
    ------
    ValueError
        a missing column, times that are text, or a window of less than a day.

    Notes
    -----
    Source: https://www.score.kred/rules for the 10 points, the 10,000 followers, both scales and the first two levels.
    The log, the 20 points and the levels above the second are ours, and follows are not counted, having no day here.
    Kred said that the highest level anybody had reached by June 2012 was 12; here that takes 83,000 points.

    Examples
    --------
    >>> t = pd.to_datetime(["2012-05-19"] * 2)
    >>> i = pd.DataFrame({"time": t, "network": "twitter", "actor": ["ben", "cem"], "target": "ann"})
    >>> a = pd.DataFrame({"person": ["ann", "ben", "cem"], "network": "twitter", "followers": [5, 20_000, 5]})
    >>> kred_like(i.assign(kind="reply", post=1), a, end="2012-05-19").loc["ann", ["points", "influence"]].tolist()
    [30.0, 1000.0]
    """
    require(accounts, ["person", "network", "followers"], 'load("sample/accounts")')
    people = people_of(accounts)
    acted = reactions(interactions, end=end)
    counted = [(acted["network"] == name) & acted["kind"].isin(kinds) for name, kinds in KRED_ACTIONS.items()]
    acted = acted[np.any(counted, axis=0)]
    actor = accounts[["person", "network", "followers"]].rename(columns={"person": "actor"})
    recent = acted[acted["age"] < days].merge(actor, on=["actor", "network"], how="left")
    worth = np.where(recent["followers"] > KRED_BIG, KRED_BIG_POINTS, KRED_POINTS)
    points = filled(pd.Series(worth).groupby(recent["target"].array).sum(), people)
    given = filled(KRED_POINTS * acted.groupby("actor").size(), people)
    return pd.DataFrame(
        {
            "points": points,
            "influence": 1 + 999 * of_largest(np.log1p(points / KRED_POINTS)),
            "outreach_points": given,
            "outreach": outreach_level(given),
        }
    )


def outreach_level(points: ArrayLike) -> pd.Series:
    """Give the outreach level that a number of points has reached, 0 below 100 points.

    Level 1 takes 100 points and level 2 takes 270, as Kred stated; each further level takes 1.7 times as many more
    as the one before (ours). The index of a Series stays. ValueError for points that are missing or below 0.

    >>> outreach_level([99, 100, 269, 270, 559]).tolist()
    [0.0, 1.0, 1.0, 2.0, 3.0]
    """
    values = pd.Series(points, dtype=float)
    if not (values >= 0).all():
        raise ValueError(f"outreach_level: expected points of 0 or more, got {values[~(values >= 0)].iloc[0]}")
    steps = 1 + int(np.log1p(values.max() / KRED_FIRST_LEVEL) / np.log(KRED_STEEPER)) if len(values) else 1
    needed = np.cumsum(KRED_FIRST_LEVEL * KRED_STEEPER ** np.arange(steps)).round(6)
    return pd.Series(np.searchsorted(needed, values, side="right").astype(float), index=values.index)
