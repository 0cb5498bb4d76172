"""What would such data look like if we knew the truth? A synthetic sample with the truth in a file of its own.

Nothing made here can show anything about the world. It is tuned to published facts (`helpers.simulate.tuning`), so that
a method can be seen to recover the truth, or to fail.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.signals import signals
from helpers.simulate.activity import WINDOW_ENDS, make_endorsements, make_interactions, make_posts
from helpers.simulate.outcomes import OUTCOMES, WEIGHTS, make_judgements, make_outcomes
from helpers.simulate.people import make_accounts, make_follows, make_people

SEED = 20120519
PEOPLE = 2_400
STAND_IN_SCORE = 52

__all__ = ["OUTCOMES", "PEOPLE", "SEED", "WEIGHTS", "WINDOW_ENDS", "simulate"]


def simulate(
    bands: pd.DataFrame,
    *,
    seed: int = SEED,
    n_people: int = PEOPLE,
    luck_seed: int | None = None,
    everybody_reports: bool = False,
) -> dict[str, pd.DataFrame]:
    """Make all tables of the sample from a seed.

    Parameters
    ----------
    bands : the published distribution that anchors the scale, needed to find the educator whose score comes out at 52.
    seed : the same seed and library versions give the same tables.
    n_people : number of people, at least 200.
    luck_seed : another seed for the luck of posts, reactions and +K alone; people, accounts, follows, habits and truth
        stay as they are. Two runs that differ in it alone show what a score owes to luck.
    everybody_reports : give the outcomes also of those who reported none; all else, and every reported value, stays.

    Returns the tables by the name of their file: people, accounts, posts, follows, interactions, endorsements,
    judgements, outcomes, outcome_dictionary, truth. Columns and units are in the cards in data/sample.

    Raises ValueError for fewer than 200 people.
    """
    if n_people < 200:
        raise ValueError(f"expected n_people of 200 or more (heavy tails need room), got {n_people}")
    who, network, luck, life, habit = np.random.default_rng(seed).spawn(5)
    if luck_seed is not None:
        luck = np.random.default_rng(luck_seed)
    people, truth = make_people(n_people, who)
    accounts = make_accounts(people, truth, network)
    follows = make_follows(people, truth, accounts, network)
    posts = make_posts(people, truth, accounts, habit, luck)
    interactions = make_interactions(people, truth, accounts, follows, posts, habit, luck)
    tables = {
        "people": people,
        "accounts": accounts,
        "posts": posts,
        "follows": follows,
        "interactions": interactions,
        "endorsements": make_endorsements(people, truth, follows, luck),
        "judgements": make_judgements(truth, life),
        "outcomes": make_outcomes(people, truth, life, everybody_reports=everybody_reports),
        "outcome_dictionary": OUTCOMES,
        "truth": truth.drop(columns=["idle", "shift_1", "shift_2", "liking"]),
    }
    tables["people"] = people.assign(stands_for=_stand_in(tables, bands))
    return tables


def _stand_in(tables: dict[str, pd.DataFrame], bands: pd.DataFrame) -> pd.Series:
    """Mark the educator, with a blog, Twitter and known outcomes, whose score in the first window is 52.

    The nearest to 52 is taken; in a sample where nobody rounds to 52, nobody is marked.
    """
    from helpers.score import anchored_scale, counted_endorsements, rate, raw_2012

    first = WINDOW_ENDS[0]
    table = signals(*(tables[name] for name in ("interactions", "posts", "accounts", "follows")), end=first)
    raw = raw_2012(table, counted_endorsements(tables["endorsements"], end=first))
    score = rate(raw, anchored_scale(raw.loc[raw["active"], "raw"], bands))["score"]
    networks = table[table["posts"] >= 5].groupby("person")["network"].agg(set)
    writes = networks.index[[{"twitter", "blogs"} <= held for held in networks]]
    outcomes = tables["outcomes"]
    known = set(outcomes["person"]) - set(outcomes.loc[outcomes["value"].isna(), "person"])
    people, truth = tables["people"], tables["truth"]
    candidates = people["person"][
        (people["sphere"] == "education")
        & people["person"].isin(writes)
        & people["person"].isin(known)
        & (truth["account_kind"] == "ordinary")
    ]
    distance = (score.loc[candidates] - STAND_IN_SCORE).abs()
    nearest = distance.idxmin() if (distance <= 0.5).any() else None
    return pd.Series("the blogger", index=people.index, dtype="str").where(people["person"] == nearest)
