"""What do rival scores say of what somebody did and received? h-index, PeerIndex, Social Authority, ranks of counts.

Only rules that were published are theirs. A name that ends in _like says that the source gives no full formula, and
what it leaves open is named here as ours. None of these looks at an outcome.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.peers.graph import pagerank
from helpers.peers.people import filled, of_largest, people_of
from helpers.peers.windows import reactions, within
from helpers.score.rules import require
from helpers.stats.places import percentiles
from helpers.stats.resampling import as_numbers

PEERINDEX_DAYS = 120
PEERINDEX_NETWORKS = ("facebook", "google+", "twitter")
PEERINDEX_WEIGHTS: Mapping[str, float] = {"authority": 0.4, "audience": 0.4, "activity": 0.2}
"""What each part weighs in the whole (ours)."""

TIES = 12
"""PageRank is rounded here, so that the order in which a computer adds does not break a tie."""

AUTHORITY_POSTS, AUTHORITY_HALF_LIFE = 300, 30.0
"""Social Authority read "the last few hundred" posts and favoured recent ones; how many and how fast are ours."""


def h_index(reactions_per_post: ArrayLike) -> int:
    """Give the largest h such that h posts have at least h reactions each; papers and citations do as well.

    Missing counts are dropped; without posts it is 0. ValueError for text, infinite counts or counts below 0.

    Notes
    -----
    Source: Hirsch (2005), An index to quantify an individual's scientific research output, PNAS 102, 16569-16572.

    Examples
    --------
    >>> h_index([10, 8, 5, 4, 3]), h_index([25, 8, 5, 3, 3]), h_index([])
    (4, 3, 0)
    """
    counts = as_numbers(reactions_per_post, "reactions_per_post")
    counts = np.sort(counts[~np.isnan(counts)])[::-1]
    if (counts < 0).any():
        raise ValueError(f"h_index: expected counts of 0 or more, got {counts.min():g}; drop or mend those posts")
    return int((counts >= np.arange(1, len(counts) + 1)).sum())


def h_indexes(reactions_per_post: pd.Series, person: pd.Series) -> pd.Series:
    """Give the h-index of every person, from a row per post; by person in sorted order.

    Rows with anything missing are dropped. ValueError for counts below 0, and for Series that do not match.

    >>> h_indexes(pd.Series([2, 2, 0, 1]), pd.Series(["ann", "ann", "ann", "ben"])).to_dict()
    {'ann': 2, 'ben': 1}
    """
    if not reactions_per_post.index.equals(person.index):
        raise ValueError("h_indexes: expected two Series with the same index, got different ones; align them first")
    table = pd.DataFrame({"count": reactions_per_post, "person": person}).dropna()
    if (table["count"] < 0).any():
        raise ValueError(f"h_indexes: expected counts of 0 or more, got {table['count'].min():g}; mend those posts")
    table = table.sort_values("count", ascending=False)
    place = table.groupby("person").cumcount() + 1
    return (table["count"] >= place).groupby(table["person"]).sum().rename("h_index")


def peerindex_like(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    end: dt.date | str,
    days: int = PEERINDEX_DAYS,
) -> pd.DataFrame:
    """Give authority, audience and activity (each 0 to 100) and the whole, `peerindex` (1 to 100), for every person.

    One row per person in `accounts`, by person in sorted order, from Facebook, Google+ and Twitter and the `days` that
    end with `end`, as far as the data go back. Each part is a percentile among all of these people: 0 for who has
    nothing, ties share the middle.

    - authority: the PageRank of who reacted (by like, reply or reshare) to whom, so approval by the approved counts
      more; 0 for who got no reaction.
    - audience: followers times the people who reacted, a following that listens.
    - activity: posts, and reactions given to others.

    Raises
    ------
    ValueError
        a missing column, times that are text, or a window of less than a day.

    Notes
    -----
    Source: http://help.peerindex.com (three parts relative to everybody, approval by an authority counts, 120 days).
    The three forms and their weights (0.4, 0.4, 0.2) are ours: PeerIndex published neither. Its eight topics are left
    out.
    """
    require(accounts, ["person", "network", "followers"], 'load("sample/accounts")')
    require(posts, ["post", "person", "network", "time"], 'load("sample/posts")')
    people = people_of(accounts)
    acted = reactions(interactions, end=end, days=days)
    acted = acted[acted["network"].isin(PEERINDEX_NETWORKS)]
    approved = acted[acted["kind"] != "mention"]
    authority = pd.Series(0.0, index=people)
    if len(approved):
        pairs = approved.groupby(["actor", "target"]).size().reset_index(name="times")
        rank = pagerank(pairs["actor"], pairs["target"], weight=pairs["times"])
        authority = filled(rank[rank.index.isin(pairs["target"])].round(TIES), people)
    here = accounts[accounts["network"].isin(PEERINDEX_NETWORKS)]
    followers = filled(here.groupby("person")["followers"].sum(), people)
    reactors = filled(acted.groupby("target")["actor"].nunique(), people)
    written = within(posts, end=end, days=days)
    written = written[written["network"].isin(PEERINDEX_NETWORKS)]
    activity = filled(written.groupby("person").size(), people) + filled(acted.groupby("actor").size(), people)
    parts = {"authority": authority, "audience": followers * reactors, "activity": activity}
    result = pd.DataFrame({name: _standing(part) for name, part in parts.items()})
    whole = sum(PEERINDEX_WEIGHTS[name] * result[name] for name in parts)
    return result.assign(peerindex=1 + 0.99 * whole)


def social_authority_like(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    *,
    end: dt.date | str,
    last: int = AUTHORITY_POSTS,
    half_life: float = AUTHORITY_HALF_LIFE,
) -> pd.Series:
    """Give a score from 1 to 100 for how often somebody's last posts on Twitter are reshared, recent ones first.

    One value per person in `accounts`, by person in sorted order. The rate is the sum over the `last` posts up to
    `end` of recency x reshares, divided by 1 + the sum of recency; recency halves every `half_life` days, so that old
    fame fades, and the 1 keeps a single lucky post from the top. The highest rate has 100, a rate of 0 has 1, and
    between them the score grows with log(1 + rate). Reshares of oneself do not count.

    Raises
    ------
    ValueError
        a missing column, times that are text, `last` below 1 or a half-life of 0 or less.

    Notes
    -----
    Source: https://moz.com/social-authority (reshare rate of the last few hundred posts, time decay, 1 to 100). All
    numbers and the log are ours. Its third part, a regression of the reshare rate on profile counts, was not published
    and is left out.
    """
    if last < 1 or not half_life > 0:
        raise ValueError(f"expected last >= 1 and half_life > 0, got last={last} and half_life={half_life}; mend them")
    require(accounts, ["person", "network"], 'load("sample/accounts")')
    require(posts, ["post", "person", "network", "time"], 'load("sample/posts")')
    people = people_of(accounts)
    written = within(posts[posts["network"] == "twitter"], end=end)
    written = written.sort_values(["time", "post"], ascending=False)
    written = written[written.groupby("person").cumcount() < last]
    passed = reactions(interactions, end=end).query("kind == 'reshare'")
    reshares = written["post"].map(passed.groupby("post").size()).fillna(0).astype(float)
    recency = np.exp2(-written["age"] / half_life)
    sums = pd.DataFrame({"recency": recency, "passed": recency * reshares}).groupby(written["person"]).sum()
    rate = filled((sums["passed"] / (1 + sums["recency"])), people)
    return (1 + 99 * of_largest(np.log1p(rate))).rename("social_authority")


def cha_ranks(counts: pd.DataFrame) -> pd.DataFrame:
    """Rank people three ways: by followers, by reshares and by mentions received; 1 is the most, ties share the middle.

    `counts` has the columns followers, reshares and mentions, as `rivals` gives them; the index stays. A missing count
    has no rank. ValueError for a missing column.

    Notes
    -----
    Source: Cha, Haddadi, Benevenuto and Gummadi (2010), Measuring User Influence in Twitter: the Million Follower
    Fallacy. They never add the three up; neither should anybody.

    Examples
    --------
    >>> counts = pd.DataFrame({"followers": [9, 5, 5], "reshares": [0, 2, 1], "mentions": [1, 1, 1]})
    >>> cha_ranks(counts)["followers"].tolist()
    [1.0, 2.5, 2.5]
    """
    columns = ["followers", "reshares", "mentions"]
    require(counts, columns, "a table of rivals")
    return counts[columns].rank(ascending=False, method="average")


def _standing(values: pd.Series) -> pd.Series:
    """Percentile from 0 to 100 among all, ties sharing the middle, and 0 for a value of 0."""
    return pd.Series(percentiles(values), values.index).where(values > 0, 0.0)
