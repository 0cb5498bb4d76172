"""What would have misled us in each sphere? Edge direction, parties, time and missing followers, as lines of evidence.

These stand beside the estimates of the protocol. Nothing of them enters the pooling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.evidence.line import Line, line
from helpers.spheres.plan import Sphere
from helpers.spheres.protocol import concordant, correlation_within, measure, prepare
from helpers.stats import Estimate, bootstrap, concordance, concordance_gain

GIVEN = ("engagement_given", "engages_with")
"""The signals of the House that run the other way: what a member gives to others."""

FIRST_YEAR, LAST_YEAR, LARGEST_JOURNAL = 2004, 2010, "pone"  # 2003 has too few papers to be shown alone
Floats = NDArray[np.float64]


def concordance_between(rows: pd.DataFrame, column: str, outcome: str, *, n_resamples: int = 1999) -> Estimate:
    """Share of the pairs of rows from different strata that a column puts in the order of the outcome; ties count half.

    `rows` is what `helpers.spheres.protocol.prepare` gives. Together with the pairs inside strata these are all pairs,
    so that where both differ the mix of strata speaks and not the people. Pairs with the same outcome do not count.
    The interval is a percentile bootstrap over rows, drawn inside their stratum.

    Raises
    ------
    ValueError
        no pair of different strata that differs in the outcome, or fewer than 3 rows in a stratum.

    Examples
    --------
    >>> rows = pd.DataFrame({"score": [1, 2, 3, 4, 5, 6], "won": [4, 5, 6, 1, 2, 3], "stratum": list("aaabbb")})
    >>> concordance_between(rows, "score", "won", n_resamples=99).value
    0.0
    """
    order = rows["stratum"].argsort(kind="stable")
    score, won, stratum = (rows[name].to_numpy()[order] for name in (column, outcome, "stratum"))
    counted = (stratum[:, None] != stratum) & (won[:, None] > won)
    if not counted.any():
        raise ValueError("concordance_between: expected pairs of different strata and outcomes, got none")
    right = counted * (1 + np.sign(score[:, None] - score)) / 2
    usable = counted.astype(np.float64)
    samples = [np.flatnonzero(stratum == label) for label in dict.fromkeys(stratum)]

    def share(*positions: Floats) -> float:
        times = np.bincount(np.concatenate(positions).astype(np.intp), minlength=len(score))
        return float((times @ right @ times) / (times @ usable @ times))

    return bootstrap(share, *samples, paired=False, method="percentile", n_resamples=n_resamples)


def nba_lessons(table: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    """Followers of every player who has them, also of those without the signals."""
    known = table.dropna(subset=[sphere.baseline, sphere.outcome.column])
    found = concordance(known[sphere.baseline], known[sphere.outcome.column])
    how = f"followers alone, {sphere.outcome.words}, all players with followers"
    yield line("baseline_concordance_all_known", found, 4, how)


def scientists_lessons(table: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    """What would come out if a missing count of retweets were taken for zero."""
    rows = prepare(table.fillna({"retweets": 0}), sphere)
    found = concordant(rows, sphere, "score", sphere.outcome.column, within=False)
    how = f"score, {sphere.outcome.words}, missing counts of retweets taken for zero"
    yield line("score_concordance_missing_as_zero", found, 4, how)


def house117_lessons(table: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    """Simpson's paradox by party, the direction of the edges, and offices as other outcomes."""
    rows = prepare(table, sphere)
    yield from _parties(rows, sphere)
    yield from _directions(rows, sphere)
    yield from _offices(rows)


def _parties(rows: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    les = sphere.outcome.column
    for name in ("score", "baseline"):
        found = concordant(rows, sphere, name, les, within=True)
        how = f"{name}, LES rounded to whole numbers"
        yield line(f"{name}_concordance_within_rounded", found, 4, how)
        between = concordance_between(rows, name, les)
        yield line(f"{name}_concordance_between", between, 4, f"{how}, pairs of members of different parties")
    for party, inside in (("majority", rows[rows["majority"]]), ("minority", rows[~rows["majority"]])):
        for name in ("score", "baseline"):
            found = concordant(inside, sphere, name, sphere.outcome.within, within=False)
            yield line(f"{name}_concordance_{party}", found, 4, f"{name}, rank of LES 1.0, {party} party alone")
        for name, column in (("score", "score"), ("les", les)):
            yield line(f"mean_{name}_{party}", _mean(inside[column]), 3, f"mean of {name}, {party} party")


def _directions(rows: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    for name in GIVEN:
        for column, within in ((sphere.outcome.column, False), (sphere.outcome.within, True)):
            found = concordant(rows, sphere, name, column, within=within)
            how = f"{name}, edges read the wrong way round, {sphere.outcome.words}"
            yield line(f"{name}_concordance{'_within' if within else ''}", found, 4, how)


def _offices(rows: pd.DataFrame) -> Iterator[Line]:
    head = rows["committee_chair"] | rows["ranking_member"]
    words = "chair or ranking member of a full committee"
    yield Line("committee_head_holders", int(head.sum()), 0, len(rows), f"members: {words}")
    for name in ("score", "baseline", "engagement_received", *GIVEN):
        found = concordance(rows[name], head, strata=rows["stratum"])
        yield line(f"committee_head_{name}_concordance_within", found, 4, f"{name}, {words}")
    gain = concordance_gain(rows["score"], rows["baseline"], head, strata=rows["stratum"])
    yield line("committee_head_gain_concordance_within", gain, 4, f"score less baseline, {words}")


def plos_lessons(table: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    """Time that confounds, one journal that has nearly all the pairs, and Mendeley as a comparison."""
    rows = prepare(table, sphere)
    last = rows[rows["year"] == LAST_YEAR]
    cited = sphere.outcome.column
    for within in (False, True):
        found = concordant(rows, sphere, "mendeley", cited, within=within)
        how = f"readers on Mendeley, a comparison, {sphere.outcome.words}"
        yield line(f"mendeley_concordance{'_within' if within else ''}", found, 4, how)
    for name in ("facebook", "blogs", "mendeley"):
        how = f"{name} alone, {sphere.outcome.words}: correlation of the mid-ranks within strata, held fixed"
        yield line(f"{name}_spearman_within", correlation_within(rows, sphere, name, cited), 4, how)
    for name in ("score", "baseline", "mendeley"):
        found = concordant(last, sphere, name, cited, within=False)
        yield line(f"{name}_concordance_{LAST_YEAR}", found, 4, f"{name}, papers of {LAST_YEAR} alone")
    others = rows[rows["journal"] != LARGEST_JOURNAL]
    share = 1 - _usable_pairs(others, cited) / _usable_pairs(rows, cited)
    yield Line("share_of_pairs_plos_one", share, 3, len(rows), "share of the pairs within strata in PLOS ONE")
    for name in ("score", "baseline", "mendeley"):
        found = concordant(others, sphere, name, cited, within=True)
        yield line(f"{name}_concordance_within_other_journals", found, 4, f"{name}, papers outside PLOS ONE")
    idle = (rows[list(sphere.signals)] == 0).all(axis=1)
    yield Line("share_without_any_signal", idle.mean(), 3, len(rows), "share of papers whose signals are all zero")
    for year, of_year in rows[rows["year"] >= FIRST_YEAR].groupby("year"):
        for name in sphere.signals:
            yield Line(f"share_with_{name}_{year}", (of_year[name] > 0).mean(), 3, len(of_year), "share of papers")
        yield Line(f"mean_citations_{year}", of_year[cited].mean(), 1, len(of_year), "mean citations to 2011")


def _usable_pairs(rows: pd.DataFrame, outcome: str) -> float:
    """Pairs inside strata that differ in the outcome."""
    inside, tied = (rows.groupby(by).size() for by in ("stratum", ["stratum", outcome]))
    return float((inside**2).sum() - (tied**2).sum()) / 2


def _mean(values: pd.Series) -> Estimate:
    return bootstrap(np.mean, values)


LESSONS: dict[str, Callable[[pd.DataFrame, Sphere], Iterator[Line]]] = {
    "nba": nba_lessons,
    "house117": house117_lessons,
    "scientists": scientists_lessons,
    "plos": plos_lessons,
}


def sphere_lines(table: pd.DataFrame, sphere: Sphere) -> list[Line]:
    """All lines of evidence on one sphere of outcomes: those of the protocol, then what would have misled us there."""
    lessons = LESSONS.get(sphere.name)
    return [*measure(table, sphere), *(lessons(table, sphere) if lessons else ())]
