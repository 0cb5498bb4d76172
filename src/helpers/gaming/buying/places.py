"""How many places does each offer bring a newcomer, by each rival score, and what does it do to the others?

Places are ranks among invented people who bought nothing; they say nothing about how many people bought.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.gaming.buying.offers import Offer, with_offer
from helpers.gaming.buying.rows import NETWORK, SCORE_TABLES, Tables, written
from helpers.score.rules import require
from helpers.stats import bootstrap

Rivals = Callable[..., pd.DataFrame]
"""`helpers.peers.rivals`, or a function that takes the same and gives a column per rival, by person."""


def newcomers(
    tables: Tables,
    rated: pd.DataFrame,
    *,
    end: dt.date | str,
    ordinary: Sequence[str] | pd.Series | None = None,
    below: float = 20.0,
    n: int = 40,
    seed: int = 0,
) -> list[str]:
    """Draw people who might buy: active, with a score under `below`, who posted on Twitter in the window.

    `rated` is a table of `helpers.score.rate`, by person; `ordinary` names the people to draw from, if not all (so
    that bots are left out). Gives `n` people in sorted order, drawn at random without return.

    Raises
    ------
    ValueError
        fewer than `n` such people.
    """
    require(rated, ["active", "score"], "helpers.score.rate")
    low = rated.index[rated["active"] & (rated["score"] < below)]
    found = low.intersection(written(tables["posts"], end)["person"].unique())
    found = found if ordinary is None else found.intersection(list(ordinary))
    if len(found) < n:
        raise ValueError(
            f"newcomers: expected {n} active people below {below:g} with a post on {NETWORK} in the window, "
            f"got {len(found)}; ask for fewer or raise `below`"
        )
    return sorted(np.random.default_rng(seed).choice(np.sort(found.to_numpy(dtype=object)), n, replace=False))


def bought(
    tables: Tables,
    offers: Mapping[str, Offer],
    *,
    persons: Sequence[str],
    end: dt.date | str,
    rivals: Rivals,
    seed: int = 0,
    n_resamples: int = 999,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Places that each offer brings to newcomers, by each rival score.

    Parameters
    ----------
    tables : interactions, posts, accounts, follows and endorsements.
    offers : by name; each is taken by all `persons` at once, and by nobody else.
    persons : the newcomers, three or more.
    end : last day of the window.
    rivals : `helpers.peers.rivals`, or a function that takes the same and gives a column per rival, by person.
    seed : of the offers and of the bootstrap.

    Returns
    -------
    A row per offer and rival, in their order: offer, words, rival; before and after, the mean place of the newcomers
    (0 to 100) among the people who bought nothing, bots left out; change, an Estimate of the mean gain in places over
    the newcomers (percentile bootstrap over them, the others held fixed); bystanders, the mean move in places, up or
    down, of those others among themselves. Before and after are each ranked on their own values, so a scale that
    moves for everybody brings no place. A missing value stands below all others.

    Raises
    ------
    ValueError
        fewer than 3 newcomers, and whatever `with_offer` refuses.
    """
    if len(persons) < 3:
        raise ValueError(f"bought: expected 3 newcomers or more for an interval, got {len(persons)}; draw more")
    before = rivals(**{name: tables[name] for name in SCORE_TABLES}, end=end)
    buyers, others = list(persons), before.index.difference(list(persons))
    rows = []
    for name, offer in offers.items():
        changed = with_offer(tables, buyers, offer, end=end, seed=seed)
        after = rivals(**{table: changed[table] for table in SCORE_TABLES}, end=end)
        for rival in before.columns:
            then, now = before[rival], after[rival]
            first, last = (places(values[buyers], values[others]) for values in (then, now))
            options: dict[str, Any] = {
                "method": "percentile",
                "n_resamples": n_resamples,
                "confidence": confidence,
                "seed": seed,
            }
            stood, stand = (places(values[others], values[others]) for values in (then, now))
            rows.append(
                {
                    "offer": name,
                    "words": offer.words,
                    "rival": rival,
                    "before": float(first.mean()),
                    "after": float(last.mean()),
                    "change": bootstrap(np.mean, last - first, **options),
                    "bystanders": float(np.abs(stand - stood).mean()),
                }
            )
    return pd.DataFrame(rows)


def places(values: pd.Series, among: pd.Series) -> NDArray[np.float64]:
    """Place of each value among others, 0 to 100: the share of them below, and half of those at the same value.

    A missing value stands below all others, and missing values are tied.

    >>> places(pd.Series([5.0, 1.0, None]), pd.Series([1.0, 2.0, 5.0, 9.0])).tolist()
    [62.5, 12.5, 0.0]
    """
    own, others = (column.fillna(-np.inf).to_numpy(dtype=float) for column in (values, among))
    others = np.sort(others)
    below, at_most = (np.searchsorted(others, own, side=side) for side in ("left", "right"))
    return 100 * (below + at_most) / (2 * len(others))
