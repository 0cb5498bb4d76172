"""Can a value fall though nothing happened to the person but a gain? One thing more of each kind, and who falls.

A fall that is found is a fact about the rule. That none is found among these people does not prove that there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.gaming.buying.places import Rivals
from helpers.gaming.buying.rows import NETWORK, SCORE_TABLES, Tables, with_rows, written
from helpers.stats import proportion

INPUTS: Mapping[str, str] = {
    "follower": "a follower more",
    "list": "a list more",
    "like": "a like more",
    "reshare": "a reshare more",
    "mention": "a mention more",
    "post": "a post more",
    "plus_k": "a +K more",
}
"""One thing more of each kind that the rivals read; followers, likes, reshares and mentions come from somebody new, and
nobody has reacted to the post yet."""

OVERTAKEN = "the one who reacts grows more active by it and overtakes"

REASONS: Mapping[tuple[str, str], str] = {
    ("klout_like", "post"): "reactions count relative to posts",
    ("social_authority_like", "post"): "reshares are divided by posts",
    ("peerindex_like", "like"): OVERTAKEN,
    ("peerindex_like", "reshare"): OVERTAKEN,
    ("peerindex_like", "mention"): OVERTAKEN,
    ("influence", "post"): "reshares are divided by posts seen",
    ("influence", "follower"): "a reader who passes nothing on takes blame from the other readers",
}
"""Why a value falls, where the rule says so."""

FALL = 1e-9
"""A value falls if it falls by more than this share of itself: less is rounding."""

SECOND = pd.Timedelta(seconds=1)


def monotone(
    tables: Tables,
    *,
    persons: Sequence[str],
    end: dt.date | str,
    rivals: Rivals,
    seed: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count the people whose value falls although only one of their own inputs rose, by rival and input.

    Everybody in `persons` is given one thing more (`one_more`) at the same time. Many rivals are relative to all, so
    that the gains of others can press on a person. Hence those who fell by a rival are asked again without the others,
    in ever smaller groups, until nobody more is cleared; of those who are left, the first one is asked alone, and where
    this one does not fall, nobody is counted for that rival. As the gains of others can also hide a fall,
    the count is a lower bound for rivals that are relative to all (influence, and a little social_authority_like,
    kred_like and peerindex_like), and exact for the others.

    Parameters
    ----------
    tables : interactions, posts, accounts, follows and endorsements. Each question scores everybody anew, so that a
        part of the sample (`helpers.gaming.excerpt`) is enough and much faster.
    persons : people with a post on Twitter in the window.
    end : last day of the window.
    rivals : `helpers.peers.rivals`, or a function that takes the same. A missing value is taken for 0.
    seed : draws who follows and reacts.

    Returns
    -------
    A row per rival and input: rival, input, words, n (people), fell and rose (how many of them), share (an Estimate of
    the share that fell, Wilson's interval) and why (empty where nobody fell).

    Raises
    ------
    ValueError
        nobody asked, and whatever `one_more` refuses.
    """
    if len(persons) == 0:
        raise ValueError("monotone: expected one person or more, got none")
    before = rivals(**{name: tables[name] for name in SCORE_TABLES}, end=end).fillna(0)

    def moved(people: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        after = rivals(**one_more(tables, kind, people, end=end, seed=seed, of=persons), end=end).fillna(0)
        change = after.loc[people] - before.loc[people]
        least = FALL * np.maximum(before.loc[people].abs(), FALL)
        return change < -least, change > least

    rows = []
    for kind, words in INPUTS.items():
        fell, rose = moved(sorted(persons))
        for rival in fell.columns:
            asked = len(fell)
            while 0 < fell[rival].sum() < asked:
                left = list(fell.index[fell[rival]])
                asked = len(left)
                fell.loc[left] &= moved(left)[0]
        first = {rival: fell.index[fell[rival]][0] for rival in fell.columns[fell.any()]}
        alone = {person: moved([person])[0].loc[person] for person in sorted(set(first.values()))}
        for rival in before.columns:
            count = int(fell[rival].sum()) if rival in first and alone[first[rival]][rival] else 0
            rows.append(
                {
                    "rival": rival,
                    "input": kind,
                    "words": words,
                    "n": len(fell),
                    "fell": count,
                    "rose": int(rose[rival].sum()),
                    "share": proportion(count, len(fell), confidence=confidence),
                    "why": REASONS.get((rival, kind), "not known") if count else "",
                }
            )
    return pd.DataFrame(rows)


def one_more(
    tables: Tables,
    kind: str,
    persons: Sequence[str],
    *,
    end: dt.date | str,
    seed: int = 0,
    of: Sequence[str] | None = None,
) -> dict[str, pd.DataFrame]:
    """Give the tables that a score reads with one thing more for each of `persons`, on Twitter on the last day.

    `kind` is one of `INPUTS`. A like, a reshare (of the newest post) or a mention comes from somebody who has not
    reacted to that person before, who follows them if there is such a one, and who reacts to nobody else on that day;
    a new follower did not follow yet on any network; all are active, none is among `persons`, and nobody gives twice.
    With `of`, givers are drawn for all of these and only those for `persons` are used, so that somebody who is asked
    alone meets the same giver as among the others.

    Raises
    ------
    ValueError
        an unknown kind, a person without a post on Twitter in the window, or nobody left to give.
    """
    people = sorted(persons)
    everybody = sorted(people if of is None else of)
    if kind not in INPUTS:
        raise ValueError(f"one_more: expected one of {', '.join(INPUTS)}, got {kind!r}")
    posts = written(tables["posts"], end)
    silent = sorted({*people, *everybody} - set(posts["person"]))
    if silent:
        raise ValueError(f"one_more: expected people with a post on {NETWORK} in the window, got {silent[0]!r} without")
    raw = {name: tables[name] for name in SCORE_TABLES}
    newest = posts.groupby("person")[["post", "sphere"]].last().loc[people].reset_index()
    moment = pd.Timestamp(end) + pd.Timedelta(days=1) - SECOND
    if kind == "list":
        accounts = raw["accounts"].copy()
        accounts.loc[(accounts["network"] == NETWORK) & accounts["person"].isin(people), "listed"] += 1
        return raw | {"accounts": accounts}
    if kind == "post":
        return with_rows(raw, posts=newest[["person", "sphere"]].assign(time=moment))
    drawn = _givers(raw, kind, everybody, posts["person"], end, seed)
    givers = [drawn[person] for person in people]
    if kind == "follower":
        return with_rows(raw, follows=pd.DataFrame({"follower": givers, "followed": people}))
    if kind == "plus_k":
        given = newest[["sphere"]].assign(giver=givers, receiver=people, time=pd.Timestamp(end))
        return with_rows(raw, endorsements=given)
    reaction = newest.assign(actor=givers, target=people, kind=kind, time=moment)
    return with_rows(raw, interactions=reaction.assign(post=pd.NA) if kind == "mention" else reaction)


def _givers(
    raw: Tables, kind: str, people: list[str], active: pd.Series, end: dt.date | str, seed: int
) -> dict[str, str]:
    """A giver for each person, none twice, drawn from the active people who are not among them."""
    follows, acted = raw["follows"], raw["interactions"]
    on_network = follows[follows["network"] == NETWORK].groupby("followed")["follower"].agg(set)
    anywhere = follows[follows["followed"].isin(people)].groupby("followed")["follower"].agg(set)
    reactors = acted[acted["target"].isin(people)].groupby("target")["actor"].agg(set)
    pool = np.setdiff1d(active.to_numpy(dtype=object), np.array(people, dtype=object))
    if kind in ("like", "reshare", "mention"):
        busy = acted.loc[acted["time"].dt.normalize() == pd.Timestamp(end), "actor"]
        pool = np.setdiff1d(pool, busy.to_numpy(dtype=object))
    left = list(np.random.default_rng(seed).permutation(pool))
    givers: dict[str, str] = {}
    for person in people:
        near, tied = on_network.get(person, set()), (anywhere if kind == "follower" else reactors).get(person, set())
        free = [name for name in left if name not in tied]
        if not free:
            raise ValueError(f"one_more: expected a new giver for each of {len(people)} people, got too few; ask fewer")
        givers[person] = next((name for name in free if name in near), free[0])
        left.remove(givers[person])
    return givers
