"""Do three products that claim to measure the same thing agree? Klout, Kred and PeerIndex of the same journalists.

Agreement is not truth: there is no outcome here, and all three may miss the same things.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.evidence.line import Line, line
from helpers.stats import bootstrap, correlation

PRODUCTS = ("klout", "kred", "peerindex")
TOP = 0.10
RESAMPLES = 1999
BY_CHANCE = "the same share for scores that have nothing in common"
Floats = NDArray[np.float64]


def journalists(people: pd.DataFrame) -> list[Line]:
    """Lines of evidence on how three scores of the same people agree; a pair of scores uses the people who have both.

    `people` is the table that `helpers.data.external("journalists")` gives.
    """
    found = [found for name in PRODUCTS for found in _described(name, people[name].dropna().to_numpy())]
    for first, second in combinations(PRODUCTS, 2):
        both = people[[first, second]].dropna()
        found += _agreement(f"{first}_{second}", both[first].to_numpy(), both[second].to_numpy())
    everyone = people[list(PRODUCTS)].dropna()
    return [*found, *_order("all_three", everyone.to_numpy().T)]


def top_weight(scores: Floats, share: float = TOP) -> Floats:
    """How far each person belongs to the top share: 1 above the cut, 0 below, and a fraction for those tied at the cut.

    The fraction is the chance of a place if the places left were drawn by lot, so the weights sum to share x n.

    >>> top_weight(np.array([1.0, 2.0, 3.0, 3.0]), 0.25).tolist()
    [0.0, 0.0, 0.5, 0.5]
    """
    places = share * len(scores)
    _, which, count = np.unique(-scores, return_inverse=True, return_counts=True)
    before = np.cumsum(count) - count
    return np.clip((places - before) / count, 0, 1)[which]


def overlap(first: Floats, second: Floats, share: float = TOP) -> float:
    """Share of the people at the top by the first score who are there by the second; ties at the cut drawn by lot.

    >>> overlap(np.arange(10.0), np.arange(10.0)), overlap(np.arange(10.0), -np.arange(10.0))
    (1.0, 0.0)
    """
    return float(top_weight(first, share) @ top_weight(second, share) / (share * len(first)))


def _described(name: str, scores: Floats) -> list[Line]:
    return [
        line(f"mean_{name}", bootstrap(lambda x, axis=-1: x.mean(axis=axis), scores), 2, "mean"),
        line(f"sd_{name}", bootstrap(lambda x, axis=-1: x.std(axis=axis, ddof=1), scores), 2, "standard deviation"),
    ]


def _agreement(pair: str, first: Floats, second: Floats) -> list[Line]:
    top = bootstrap(overlap, first, second, method="percentile", n_resamples=RESAMPLES)
    cut = "share of the top tenth by one score who are in the top tenth by the other, ties at the cut drawn by lot"
    return [
        line(f"pearson_{pair}", correlation(first, second, method="pearson"), 4, "Pearson correlation"),
        line(f"spearman_{pair}", correlation(first, second), 4, "rank correlation"),
        line(f"top_tenth_overlap_{pair}", top, 3, cut),
        Line(f"top_tenth_overlap_by_chance_{pair}", TOP, 2, len(first), BY_CHANCE),
        *_order(pair, np.stack([first, second])),
    ]


def _order(name: str, scores: Floats) -> list[Line]:
    """How often all scores put two random people in the same order; pairs with a tie in any score left out."""
    signs = np.sign(scores[:, :, None] - scores[:, None, :]).astype(np.float32)
    untied = np.abs(signs).prod(axis=0)
    same = (np.abs(signs.sum(axis=0)) == len(scores)).astype(np.float32)
    n = scores.shape[1]

    def share(positions: Floats, axis: int = -1) -> Floats:
        rows = positions.astype(np.intp).reshape(-1, positions.shape[-1])
        times = np.stack([np.bincount(row, minlength=n) for row in rows]).astype(np.float32)
        alike = ((times @ same) * times).sum(axis=1, dtype=np.float64)
        compared = ((times @ untied) * times).sum(axis=1, dtype=np.float64)
        return (alike / compared).reshape(positions.shape[:-1])

    found = bootstrap(share, np.arange(n), method="percentile", n_resamples=RESAMPLES)
    how = "share of pairs of people that all scores put in the same order, pairs with a tie in any score left out"
    tied = 1 - untied.sum(dtype=np.float64) / (n * (n - 1))
    return [
        line(f"same_order_{name}", found, 3, how),
        Line(f"same_order_by_chance_{name}", 0.5 ** (len(scores) - 1), 2, n, BY_CHANCE),
        Line(f"tied_pairs_{name}", tied, 3, n, "share of pairs with a tie in any of the scores"),
    ]
