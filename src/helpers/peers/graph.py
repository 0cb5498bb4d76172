"""What does the graph of who follows whom say? PageRank and TunkRank.

They see follows only: neither what is said nor what anybody does about it.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from helpers.peers.edges import Vector, edges, settled


def pagerank(
    follower: ArrayLike,
    followed: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    damping: float = 0.85,
    tolerance: float = 1e-12,
    max_iterations: int = 1000,
) -> pd.Series:
    """Rank of every account by PageRank: being followed counts more when it comes from those who are followed.

    `follower` and `followed` hold a label per follow; `weight` (0 or more, default 1) says how strong it is. A follow
    that is listed twice counts once, with `weight` its weights are added. A follow of oneself counts like any other.
    Rows with a missing value are dropped. Someone who follows nobody passes the rank on to all evenly. The result has
    an entry per label in sorted order and sums to 1. `damping` is the chance to go on following, from 0 to below 1.

    Raises
    ------
    ValueError
        unequal lengths, no follow left, negative or infinite weights, a damping outside its range, or no result
        within `max_iterations` steps (the entries must change by no more than `tolerance` of their sum).

    Notes
    -----
    Source: Langville and Meyer (2006), Google's PageRank and Beyond; by power iteration, as in networkx.

    Examples
    --------
    >>> pagerank(["ann", "ben", "cem"], ["ben", "ann", "ann"]).round(3).to_dict()
    {'ann': 0.486, 'ben': 0.464, 'cem': 0.05}
    """
    _check_share("pagerank", "damping", damping)
    passed_on, names = _attention("pagerank", follower, followed, weight)
    n = len(names)
    silent = np.flatnonzero(passed_on.sum(axis=0) == 0)

    def step(rank: Vector) -> Vector:
        rank = damping * (passed_on @ rank + rank[silent].sum() / n) + (1 - damping) / n
        return rank / rank.sum()

    rank = settled("pagerank", step, np.full(n, 1 / n), tolerance, max_iterations)
    return pd.Series(rank, index=names, name="pagerank")


def tunkrank(
    follower: ArrayLike,
    followed: ArrayLike,
    *,
    retweet_chance: float = 0.05,
    tolerance: float = 1e-12,
    max_iterations: int = 1000,
) -> pd.Series:
    """Expected number of people who read a message of each account, by TunkRank.

    A follower gives each of the accounts they follow an equal share of their attention, and passes a message on with
    `retweet_chance` (0 to below 1) to those who follow them in turn. `follower` and `followed` hold a label per
    follow; one that is listed twice counts once, rows with a missing value are dropped. The result has an entry per
    label in sorted order; without followers it is 0.

    Raises
    ------
    ValueError
        unequal lengths, no follow left, a chance outside its range, or no result within `max_iterations` steps (as in
        `pagerank`).

    Notes
    -----
    I(x) = sum over the followers y of x of (1 + p I(y)) / following(y). Source: Tunkelang (2009), A Twitter analog to
    PageRank.

    Examples
    --------
    >>> tunkrank(["ann", "ben", "cem"], ["hub", "hub", "hub"]).to_dict()
    {'ann': 0.0, 'ben': 0.0, 'cem': 0.0, 'hub': 3.0}
    """
    _check_share("tunkrank", "retweet_chance", retweet_chance)
    attention, names = _attention("tunkrank", follower, followed, None)

    def step(influence: Vector) -> Vector:
        return attention @ (1 + retweet_chance * influence)

    influence = settled("tunkrank", step, np.zeros(len(names)), tolerance, max_iterations)
    return pd.Series(influence, index=names, name="tunkrank")


def _attention(
    function: str, follower: ArrayLike, followed: ArrayLike, weight: ArrayLike | None
) -> tuple[sparse.csr_array, pd.Index]:
    """Entry (x, y): the share of y's attention that goes to x; columns sum to 1, or to 0 for who follows nobody."""
    source, target, names, weights = edges(function, follower, followed, *([] if weight is None else [weight]))
    strength = weights[0] if weights else np.ones(len(source))
    follows = sparse.coo_array((strength, (target, source)), shape=(len(names), len(names))).tocsr()
    if weight is None:
        follows.data[:] = 1
    total = follows.sum(axis=0)
    follows.data /= np.where(total > 0, total, 1)[follows.indices]
    return follows, names


def _check_share(function: str, name: str, value: float) -> None:
    if not (math.isfinite(value) and 0 <= value < 1):
        raise ValueError(f"{function}: {name} must be a number from 0 to below 1, got {value}")
