"""Who gets even idle readers to pass something on? Influence and passivity of who reshares whom.

It sees reshares of posts only. That a follower could have seen a post is assumed, not observed.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from helpers.peers.edges import Vector, edges, settled
from helpers.peers.windows import reactions, within
from helpers.score.rules import require
from helpers.signals import WINDOW_DAYS


def influence_passivity(
    author: ArrayLike,
    reader: ArrayLike,
    *,
    reshared: ArrayLike,
    exposed: ArrayLike,
    tolerance: float = 1e-12,
    max_iterations: int = 10_000,
) -> pd.DataFrame:
    """Influence and passivity of everybody: influential is whose posts the passive pass on.

    A row is an author and a reader with the posts of the author that the reader was `exposed` to and those of them
    that the reader `reshared`, both as counts. Pairs that stand twice are added up; rows with anything missing, pairs
    of a person with themselves and pairs without exposure are dropped. The result has a row per label in sorted order
    and the columns influence and passivity, each of which sums to 1, or is 0 throughout where nobody reshares anything
    or everybody reshares everything.

    Raises
    ------
    ValueError
        unequal lengths, no pair left, counts below 0 or infinite, more reshared than exposed, or no result within
        `max_iterations` steps (as in `pagerank`).

    Notes
    -----
    With w_ij = reshared / exposed for author i and reader j, the acceptance rate is u_ij = w_ij / sum over k of w_kj,
    the rejection rate v_ji = (1 - w_ji) / sum over k of (1 - w_jk), and I_i = sum u_ij P_j, P_i = sum v_ji I_j, both
    scaled to the sum 1 at each step, from equal values. Source: Romero, Galuba, Asur and Huberman (2011), Influence
    and Passivity in Social Media, arXiv 1008.1253, from its description: compare the two rates with the paper before
    relying on them. Which pairs the sums run over is our reading: all who were exposed.
    Each step here goes half of the way, which ends at the same place and also ends where the full step would swing.

    Examples
    --------
    >>> pairs = {"author": ["ann", "ann", "ben"], "reader": ["cem", "dan", "cem"]}
    >>> influence_passivity(**pairs, reshared=[1, 0, 1], exposed=[2, 2, 4]).round(3)
         influence  passivity
    ann      0.667      0.000
    ben      0.333      0.000
    cem      0.000      0.556
    dan      0.000      0.444
    """
    name = "influence_passivity"
    by, to, names, (passed, seen) = edges(name, author, reader, reshared, exposed)
    if (passed > seen).any():
        raise ValueError(
            f"{name}: expected no more reshared than exposed, got {passed[passed > seen][0]:g} of "
            f"{seen[passed > seen][0]:g}; count posts, each once"
        )
    kept = (by != to) & (seen > 0)
    if not kept.any():
        raise ValueError(f"{name}: expected at least one reader who was exposed to another's posts, got none")
    shape = (len(names), len(names))
    counts = [sparse.coo_array((column[kept], (by[kept], to[kept])), shape=shape).tocsr() for column in (passed, seen)]
    accepted, rejected = counts[0].copy(), counts[1].copy()
    rejected.data = 1 - counts[0].data / counts[1].data
    accepted.data = 1 - rejected.data
    accepted = accepted @ _inverse(accepted.sum(axis=0))
    rejected = (_inverse(rejected.sum(axis=1)) @ rejected).T.tocsr()

    def step(influence: Vector) -> Vector:
        return (influence + _share(accepted @ (rejected @ influence))) / 2

    influence = np.full(len(names), 1 / len(names))
    if not (accepted @ (rejected @ influence)).any():
        return pd.DataFrame({"influence": 0.0, "passivity": 0.0}, index=names)
    influence = settled(name, step, influence, tolerance, max_iterations)
    return pd.DataFrame({"influence": influence, "passivity": _share(rejected @ influence)}, index=names)


def exposures(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    follows: pd.DataFrame,
    *,
    end: dt.date | str,
    days: int = WINDOW_DAYS,
) -> pd.DataFrame:
    """Estimate whose posts each follower could have seen, and count those that the follower reshared.

    Columns: author, reader, exposed, reshared, a row per follow on any network whose author posted there in the `days`
    that end with `end`. Every post is taken to reach every follower at once, which is too kind to reach and too hard on
    readers, and is ours; nobody observed it. A post that is reshared twice counts once; reshares by people who do
    not follow the author are left out. Tables as for `helpers.signals.signals`, posts with the column post.

    Raises
    ------
    ValueError
        a missing column, or times that are text.
    """
    require(posts, ["post", "person", "network", "time"], 'load("sample/posts")')
    require(follows, ["network", "follower", "followed"], 'load("sample/follows")')
    written = within(posts, end=end, days=days)
    pair = ["network", "author", "reader"]
    made = written.groupby(["network", "person"]).size().rename("exposed").rename_axis(["network", "author"])
    passed = reactions(interactions, end=end, days=days).query("kind == 'reshare'")
    passed = passed[passed["post"].isin(written["post"])].rename(columns={"target": "author", "actor": "reader"})
    passed = passed.drop_duplicates([*pair, "post"]).groupby(pair).size().rename("reshared")
    seen = follows.rename(columns={"followed": "author", "follower": "reader"}).drop_duplicates(pair)
    seen = seen[pair].merge(made.reset_index(), on=pair[:2]).merge(passed.reset_index(), on=pair, how="left")
    return seen[["author", "reader", "exposed"]].assign(reshared=seen["reshared"].fillna(0).astype(int))


def _share(values: Vector) -> Vector:
    total = values.sum()
    return values / total if total > 0 else values


def _inverse(totals: Vector) -> sparse.dia_array:
    """Diagonal matrix of 1 / total, 0 where the total is 0."""
    return sparse.diags_array(np.divide(1, totals, out=np.zeros_like(totals), where=totals > 0))
