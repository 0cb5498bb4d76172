"""How does one read the agreement of scores? Two tables that bring many estimates into a few rows.

They sort and name what others computed; agreement is not truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from helpers.evidence import estimate
from helpers.peers.multitrait import HETEROMETHOD, MONOMETHOD, TRAITS, VALIDITY, Multitrait
from helpers.peers.tops import expected_overlap

SAME_ORDER, TOP_SHARED, EXPECTED = "pairs in the same order", "top shared", "top shared, expected"
KIND_WORDS = {
    VALIDITY: "same trait, other network",
    MONOMETHOD: "other trait, same network",
    HETEROMETHOD: "other trait, other network",
}


def agreement_of_pairs(evidence: pd.DataFrame, scores: Sequence[str]) -> pd.DataFrame:
    """Say how far each two of the scores agree, beside what their rank correlation leads one to expect at the top.

    `evidence` is `load("evidence/journalists")`. A row per pair of scores, named with the n of the correlation, and
    three columns, all of 100: pairs in the same order and top shared (Estimates), and top shared, expected (by
    `expected_overlap`). ValueError for a quantity that the evidence does not have.
    """
    rows = {}
    for one, other in combinations(scores, 2):
        same_order, top, rho = (
            estimate(evidence, f"{quantity}_{one}_{other}".lower())
            for quantity in ("same_order", "top_tenth_overlap", "spearman")
        )
        rows[f"{one}, {other}, n = {rho.n:,}"] = {
            SAME_ORDER: same_order.times(100),
            TOP_SHARED: top.times(100),
            EXPECTED: 100 * expected_overlap(rho.value),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def strongest_by_trait(matrix: Multitrait) -> pd.DataFrame:
    """Give for each trait its largest correlation of every kind: an Estimate, a row per trait and a column per kind.

    `matrix` is the result of `multitrait_multimethod` for the traits of `traits_by_network`. A trait passes where what
    it shares with itself on the other network exceeds all that it shares with another trait.
    """
    cells = matrix.cells
    rows = pd.DataFrame(index=list(TRAITS), columns=list(KIND_WORDS.values()))
    for trait in rows.index:
        its = cells[(cells["trait"] == trait) | (cells["other_trait"] == trait)]
        for kind, found in its.groupby("kind")["correlation"]:
            rows.loc[trait, KIND_WORDS[kind]] = max(found, key=lambda cell: cell.value)
    return rows
