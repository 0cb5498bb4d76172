"""What do all the rivals say of the same people? One row per person, one column per rival.

It only puts the rivals side by side: whether they agree is `helpers.peers.multitrait` and `helpers.peers.tops`, whether
they track anything is `helpers.outcomes`.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from helpers.peers.accounts import h_indexes, peerindex_like, social_authority_like
from helpers.peers.graph import pagerank, tunkrank
from helpers.peers.kred import kred_like
from helpers.peers.passivity import exposures, influence_passivity
from helpers.peers.people import filled, people_of
from helpers.peers.windows import reactions, within
from helpers.score import counted_endorsements, raw_2012
from helpers.signals import WINDOW_DAYS, signals

RIVALS = (
    "klout_like",
    "followers",
    "lists",
    "h_index",
    "kred_like",
    "kred_outreach",
    "peerindex_like",
    "social_authority_like",
    "tunkrank",
    "pagerank",
    "influence",
    "reshares",
    "mentions",
)
"""The columns of `rivals`, in order."""

DECIMALS = 12
"""Graph scores are rounded here, so that the order in which a computer adds does not break a tie."""


def rivals(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    follows: pd.DataFrame,
    *,
    end: dt.date | str,
    endorsements: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score every person by every rival: one row per person in `accounts`, sorted, one column of floats per rival.

    Tables as for `helpers.signals.signals`, as pandas frames; posts with the column post; `endorsements` as for
    `counted_endorsements`, none where it is left out. Nothing is ever missing: somebody of whom a rival sees nothing
    has its floor. The order of the rows plays no part.

    Floor 0, unless said; what is added up is added over all accounts of a person:

    - klout_like: raw points of `raw_2012`; 90 days, all networks.
    - followers, lists: added up, as shown now. Somebody who follows a person on three networks counts three times.
    - h_index: h posts with h reactions each; posts and reactions of 90 days, all networks.
    - kred_like: influence of `kred_like`, floor 1; 90 days, Twitter and Facebook.
    - kred_outreach: its outreach level; everything up to `end`.
    - peerindex_like: the whole of `peerindex_like`, floor 1; 120 days or as far as the data go, Twitter, Facebook and
      Google+.
    - social_authority_like: floor 1; the last 300 posts up to `end`, Twitter.
    - tunkrank, pagerank: who follows whom on any network, counted once, as of now; no window.
    - influence: influence of `influence_passivity`; follows as of now, posts and reshares of 90 days.
    - reshares, mentions: received from others (the counts of Cha et al.); 90 days, all networks.

    A pagerank of 0 is ours as well: the method gives nobody in the graph less than an even share of (1 - damping), and
    people outside the graph have none.

    Raises
    ------
    ValueError
        whatever `signals` and the rivals refuse, such as a missing column.

    Notes
    -----
    Source: see each function. No rival looks at the truth of the sample or at an outcome.
    """
    people = people_of(accounts)
    window = signals(interactions, posts, accounts, follows, end=end, days=WINDOW_DAYS)
    counted = None if endorsements is None else counted_endorsements(endorsements, end=end)
    sums = window.groupby("person")[["followers", "listed", "reshares", "mentions"]].sum()
    written = within(posts, end=end, days=WINDOW_DAYS)
    reacted = reactions(interactions, end=end, days=WINDOW_DAYS).groupby("post").size()
    kred = kred_like(interactions, accounts, end=end)
    columns = {
        "klout_like": raw_2012(window, counted)["raw"],
        "followers": sums["followers"],
        "lists": sums["listed"],
        "h_index": h_indexes(written["post"].map(reacted).fillna(0), written["person"]),
        "kred_like": kred["influence"],
        "kred_outreach": kred["outreach"],
        "peerindex_like": peerindex_like(interactions, posts, accounts, end=end)["peerindex"],
        "social_authority_like": social_authority_like(interactions, posts, accounts, end=end),
        **_of_the_graph(interactions, posts, follows, end),
        "reshares": sums["reshares"],
        "mentions": sums["mentions"],
    }
    return pd.DataFrame({name: filled(columns[name], people) for name in RIVALS})


def _of_the_graph(
    interactions: pd.DataFrame, posts: pd.DataFrame, follows: pd.DataFrame, end: dt.date | str
) -> dict[str, pd.Series]:
    """TunkRank, PageRank and influence; empty where nobody follows anybody, or nobody could have seen a post."""
    found = {name: pd.Series(dtype=float) for name in ("tunkrank", "pagerank", "influence")}
    if len(follows):
        found["tunkrank"] = tunkrank(follows["follower"], follows["followed"])
        found["pagerank"] = pagerank(follows["follower"], follows["followed"])
    seen = exposures(interactions, posts, follows, end=end)
    seen = seen[seen["author"] != seen["reader"]]
    if len(seen):
        found["influence"] = influence_passivity(**seen)["influence"]
    return {name: column.round(DECIMALS) for name, column in found.items()}
