"""What is on offer to a newcomer? Bots, follow-backs, a pod, +K and posts, and the tables once they are taken.

The network and all who are on it are invented: it shows what a rule lets pass, not what anybody bought in the world.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.gaming.buying import rows
from helpers.gaming.buying.rows import NETWORK, Tables

FOLLOWER_PRICE = 18 / 1000
"""Dollars for one bought follower in 2012, the mean over sellers who asked 0.002 to 0.055 dollars.
Source: Barracuda Labs (2012), The Twitter Underground Economy, as told by IT Pro, 8 August 2012."""

RESHARE_PRICE = 5 / 2000
"""Dollars for one bought reshare in 2012. Source: Barracuda Labs (2012), as told by MarketingProfs in August 2012."""


@dataclass(frozen=True)
class Offer:
    """One thing that can be had for money or effort; every number in it is ours.

    Parameters
    ----------
    words : what it is, in words.
    bots : new accounts that follow the buyer.
    also_follow : other accounts that each bot follows so as to look like somebody.
    reactions : newest posts of the buyer to which each bot reacts once.
    kind : kind of these reactions.
    asked : accounts that the buyer follows in the hope of a follow-back.
    back : share of them who follow back, 0 to 1.
    pod : members, the buyer included, who like every post of each other; 0 for no pod.
    endorsements : +K from as many givers.
    posts : further posts, to which nobody reacts.
    """

    words: str
    bots: int = 0
    also_follow: int = 0
    reactions: int = 0
    kind: str = "like"
    asked: int = 0
    back: float = 0.0
    pod: int = 0
    endorsements: int = 0
    posts: int = 0


OFFERS: Mapping[str, Offer] = {
    "bots": Offer("100 bots follow", bots=100),
    "hidden_bots": Offer("100 bots follow, and 20 others each", bots=100, also_follow=20),
    "liking_bots": Offer("100 bots follow and like 10 posts each", bots=100, reactions=10),
    "resharing_bots": Offer("100 bots follow and reshare 10 posts each", bots=100, reactions=10, kind="reshare"),
    "follow_backs": Offer("follow 200, a fifth follow back", asked=200, back=0.2),
    "pod": Offer("ten newcomers like all of each other's posts", pod=10),
    "plus_k": Offer("30 bought +K", endorsements=30),
    "posts": Offer("90 more posts that nobody reads", posts=90),
}
"""What is on offer; sizes and shares are ours."""


def with_offer(
    tables: Tables, persons: str | Sequence[str], offer: Offer, *, end: dt.date | str, seed: int = 0
) -> dict[str, pd.DataFrame]:
    """Give the tables as they would be if these people had taken the offer; the input stays as it is.

    Parameters
    ----------
    tables : interactions, posts, accounts, follows and endorsements as in the sample; other tables are passed on.
    persons : one person or several. Each takes the offer alone, on Twitter; for a pod they are grouped in the order
        given, and a last group that is too small is filled up with people drawn from those who posted there.
    offer : see `Offer`; `OFFERS` has some.
    end : last day of the window of 90 days in which everything happens.
    seed : draws whom is followed, who follows back and when posts are made.

    Returns the tables with new rows after the old ones. Displayed counts of followers and following rise with the new
    follows. Bots are new accounts without followers; they are in no table of people. A reaction comes an hour after
    its post, at the latest at the end of the window. Missing values are passed on.

    Raises
    ------
    ValueError
        a table that is missing, a person without a post on Twitter in the window, or one who is named twice.

    Examples
    --------
    >>> from helpers.data import load
    >>> from helpers.gaming.buying import SCORE_TABLES
    >>> tables = {name: load(f"sample/{name}") for name in SCORE_TABLES}
    >>> after = with_offer(tables, "p0036", OFFERS["bots"], end="2012-05-19")
    >>> len(after["follows"]) - len(tables["follows"])
    100
    """
    buyers = [persons] if isinstance(persons, str) else list(persons)
    rows.need(tables, "with_offer")
    written = rows.written(tables["posts"], end)
    _check(buyers, written)
    rng = np.random.default_rng(seed)
    start = len(tables["accounts"])
    names = [f"bot{number:07d}" for number in range(start, start + offer.bots * len(buyers))]
    bots = pd.DataFrame({"bot": names, "buyer": np.repeat(buyers, offer.bots)})
    follows = [bots.rename(columns={"bot": "follower", "buyer": "followed"})]
    follows += [rows.camouflage(tables, bots, offer.also_follow, rng)]
    follows += [rows.follow_backs(tables, buyers, offer.asked, offer.back, rng)]
    newest = written.groupby("person").tail(offer.reactions) if offer.reactions else written[:0]
    reactions = bots.merge(newest, left_on="buyer", right_on="person").rename(columns={"bot": "actor"})
    reactions = pd.concat([reactions.assign(kind=offer.kind), rows.pods(buyers, offer.pod, written, rng)])
    spheres = written.groupby("person")["sphere"].last().loc[buyers]
    return rows.with_rows(
        tables,
        accounts=pd.DataFrame({"person": names}).assign(opened=pd.Timestamp(end)),
        follows=pd.concat(follows),
        interactions=rows.reacted(reactions, end),
        posts=rows.further_posts(spheres, offer.posts, end, rng),
        endorsements=rows.given(spheres, offer.endorsements, end),
    )


def _check(buyers: list[str], written: pd.DataFrame) -> None:
    if len(set(buyers)) < len(buyers):
        raise ValueError("with_offer: expected each person once, got one who is named twice; drop duplicates")
    silent = sorted(set(buyers) - set(written["person"]))
    if silent:
        raise ValueError(
            f"with_offer: expected people with a post on {NETWORK} in the window, got {silent[0]!r} without; "
            "draw them with helpers.gaming.newcomers"
        )
