"""Which rules turn signals into raw points? The four rules of 2012, the three sub-scores of 2011, and capped +K.

Points are plain and add up; putting them on the 1-100 scale is `helpers.score.scale`. Nothing here is learned from
data.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from helpers.signals import WINDOW_DAYS

ENGAGEMENT_POINTS = 10.0
"""Points for each doubling of 1 + engagement (ours)."""

AUDIENCE_POINTS = 0.5
"""Points for each doubling of 1 + followers (ours). Klout stated that engagement counts more; here twenty times more,
once there is enough of it: an account with hardly any engagement still has most of its points from its audience."""

ENDORSEMENT_POINTS = 0.1
"""Points for one +K (ours). Klout published neither this weight nor its cap."""

ENDORSEMENT_CAP = 30
"""Most +K of 90 days that count (ours)."""

TIE_DECIMALS = 9
"""Raw points are rounded here, so that the order in which a computer adds does not break a tie."""

NETWORKS_2011 = ("twitter", "facebook")
"""The networks that the rules of 2011 look at here: Klout read Twitter first and then added Facebook and LinkedIn."""

REACH_POINTS = 4.0
"""Points for each doubling of 1 + true reach, where amplification and network impact add up to 100 (ours)."""


def account_points(signals: pd.DataFrame) -> pd.DataFrame:
    """Give each account its points under the rules of 2012, one row per row of `signals`, in the same order.

    Columns: person, network, active (posted or got a reaction in the window), relative_engagement, engagement_points
    and audience_points, both 0 where the account was not active. The four rules that Klout stated, and how they stand
    here:

    - Reactions count relative to posts: relative engagement = engagement / sqrt(1 + recent posts). The square root is
      ours: halfway between the sum and the average.
    - Unique reactors count: `engagement` already adds log(1 + weight) reactor by reactor.
    - A prolific reactor's reaction weighs less that day: it is divided by 1 + the reactions given to others.
    - Engagement counts more than audience: a doubling earns up to twenty times the points.

    >>> import pandas as pd
    >>> row = {"person": "p1", "network": "twitter", "followers": 7, "posts": 3, "reactions": 9}
    >>> row |= {"engagement": 2.0, "recent_posts": 3.0}
    >>> points = account_points(pd.DataFrame([row]))
    >>> float(points["engagement_points"].iloc[0]), float(points["audience_points"].iloc[0])
    (10.0, 1.5)
    """
    columns = ["person", "network", "followers", "posts", "reactions", "engagement", "recent_posts"]
    require(signals, columns, "a table of helpers.signals.signals")
    active = (signals["posts"] > 0) | (signals["reactions"] > 0)
    relative = signals["engagement"] / np.sqrt(1 + signals["recent_posts"])
    return pd.DataFrame(
        {
            "person": signals["person"],
            "network": signals["network"],
            "active": active,
            "relative_engagement": relative,
            "engagement_points": ENGAGEMENT_POINTS * np.log2(1 + relative) * active,
            "audience_points": AUDIENCE_POINTS * np.log2(1 + signals["followers"]) * active,
        }
    )


def raw_2012(signals: pd.DataFrame, endorsements: pd.Series | None = None) -> pd.DataFrame:
    """Add the points of a person's networks, equally weighted, under the rules of 2012.

    `endorsements` is the number of +K that count (`counted_endorsements`), by person; people who are not in it have 0.
    Returns one row per person, by person in sorted order: engagement, audience, endorsement, their sum `raw`, and
    active (on at least one network). A +K alone does not make an account active. Ties in the signals stay ties.
    """
    points = account_points(signals).groupby("person", sort=True)
    result = points[["engagement_points", "audience_points"]].sum().set_axis(["engagement", "audience"], axis="columns")
    counted = 0.0 if endorsements is None else endorsements.reindex(result.index).fillna(0.0)
    result["endorsement"] = ENDORSEMENT_POINTS * counted
    result["raw"] = result.sum(axis="columns").round(TIE_DECIMALS)
    return result.assign(active=points["active"].any())


def counted_endorsements(
    endorsements: pd.DataFrame, *, end: dt.date | str, days: int = WINDOW_DAYS, cap: int = ENDORSEMENT_CAP
) -> pd.Series:
    """Count the +K that each person received in the `days` up to `end`, at most `cap`; nobody endorses themselves.

    `endorsements` has time, giver, receiver. Returns counts by person, for those who received any.
    """
    require(endorsements, ["time", "giver", "receiver"], 'load("sample/endorsements")')
    last = pd.Timestamp(end)
    time = pd.to_datetime(endorsements["time"]).dt.normalize()
    kept = (
        (time > last - pd.Timedelta(days=days)) & (time <= last) & (endorsements["giver"] != endorsements["receiver"])
    )
    return endorsements[kept].groupby("receiver").size().clip(upper=cap).rename("endorsements").rename_axis("person")


def raw_2011(signals: pd.DataFrame) -> pd.DataFrame:
    """Give each person true reach (a count), amplification (1-100), network impact (1-100) and raw points, the 2011
    way.

    Klout published the variables of each sub-score, not their weights; here they weigh the same. Each variable is put
    on 1-100 by its percentile among the active people of this table (ties share the middle), so a person's sub-scores
    move when others do. True reach = followers x share of them that is active, (active + 1) / (sampled + 2) as seen
    inside the data. Reach earns points only as far as it is acted on: raw = 4 log2(1 + true reach) x (amplification +
    network impact) / 100, a form of ours. Returns one row per person, by person in sorted order; people without
    activity on `NETWORKS_2011` have missing sub-scores, raw 0 and active False.
    """
    columns = ["person", "network", "active_followers", "sampled_followers", "reshared_posts", "reactor_audience"]
    require(signals, columns, "a table of helpers.signals.signals")
    seen = signals[signals["network"].isin(NETWORKS_2011)].assign(
        reach=lambda d: d["followers"] * (d["active_followers"] + 1) / (d["sampled_followers"] + 2),
        audience=lambda d: d["reactor_audience"] * d["reactors"],
    )
    sums = seen.groupby("person").sum(numeric_only=True).reindex(sorted(signals["person"].unique()), fill_value=0)
    active = (sums["posts"] > 0) | (sums["reactions"] > 0)
    s, per_post = sums[active], sums.loc[active, "posts"] + 1
    amplification = [s["resharers"], s["reshared_posts"], s["mentioners"]]
    amplification += [s[kind] / per_post for kind in ("likes", "replies", "mentions")]
    network_impact = [s["listed"], s["reactors"], s["audience"]]
    result = pd.DataFrame(
        {
            "true_reach": s["reach"],
            "amplification": _mean_percentile(amplification),
            "network_impact": _mean_percentile(network_impact),
        }
    ).reindex(sums.index)
    acted_on = (result["amplification"] + result["network_impact"]) / 100
    raw = REACH_POINTS * np.log2(1 + result["true_reach"]) * acted_on
    return result.assign(raw=raw.fillna(0.0).round(TIE_DECIMALS), active=active)


def _mean_percentile(variables: list[pd.Series]) -> pd.Series:
    ranks = pd.concat(variables, axis="columns").rank(method="average")
    return 1 + 99 * ((ranks - 0.5) / len(ranks)).mean(axis="columns")


def require(table: pd.DataFrame, columns: list[str], origin: str) -> None:
    """Raise ValueError unless the table has the columns; `origin` names what makes such a table."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"expected the columns {columns}, got a table without {missing}; {origin} has them")
