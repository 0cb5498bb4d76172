"""About what is somebody influential? The same score within each sphere of life.

The rules and the scale are those of the whole score; only what is looked at is cut to one sphere.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from helpers.score.rules import counted_endorsements, raw_2012
from helpers.score.scale import Scale, rate
from helpers.signals import WINDOW_DAYS, signals


def sphere_scores(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    follows: pd.DataFrame,
    endorsements: pd.DataFrame,
    scale: Scale,
    *,
    end: dt.date | str,
    days: int = WINDOW_DAYS,
) -> pd.DataFrame:
    """Score every person within every sphere, by the rules of 2012: one row per person, one column per sphere.

    Interactions, posts and endorsements each have a column `sphere`, and only those of the sphere count; tables
    otherwise as for `helpers.signals.signals`. An audience has no sphere: it counts in full wherever the account was
    active in the sphere. People without activity in a sphere have 10 there. Rows and columns are sorted.

    Raises
    ------
    ValueError
        a table without the column sphere, and whatever `signals` refuses.

    Notes
    -----
    Source: Klout gave scores by topic; how it cut them is not published, so this cut is ours.
    """
    for name, table in {"interactions": interactions, "posts": posts, "endorsements": endorsements}.items():
        if "sphere" not in table.columns:
            raise ValueError(f"{name} lacks the column sphere; without it nothing can be cut to a sphere")
    columns = {}
    for sphere in sorted({*interactions["sphere"], *posts["sphere"]}):
        inside = [table[table["sphere"] == sphere] for table in (interactions, posts, endorsements)]
        table = signals(inside[0], inside[1], accounts, follows, end=end, days=days)
        raw = raw_2012(table, counted_endorsements(inside[2], end=end, days=days))
        columns[sphere] = rate(raw, scale)["score"]
    return pd.DataFrame(columns)
