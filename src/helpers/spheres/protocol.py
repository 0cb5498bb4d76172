"""How well does a score order what it should order? The one protocol that every sphere goes through.

The score is untuned and made of the columns at hand: it is not Klout's. It says nothing about causes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from helpers.evidence.line import Line, line
from helpers.score.rules import TIE_DECIMALS
from helpers.spheres.plan import WITHIN, Outcome, Sphere
from helpers.stats import Estimate, concordance, concordance_gain, correlation, partial_correlation, somers_d


def composite(table: pd.DataFrame, signals: tuple[str, ...]) -> pd.Series:
    """Score the rows of a table: each signal becomes its percentile among the rows, and the score is their mean.

    Nothing is tuned: all signals have the same weight. Percentiles run from 0 to 1 and are mid-ranks, (rank - 1/2) / n,
    so equal values share their mean rank and the mean score is 1/2. Scores are rounded to nine digits, so that the
    order of adding up breaks no tie. Rows with a missing signal are dropped before ranking, so that the result has
    their index left out.

    Raises
    ------
    ValueError
        no signals, or no row that has them all.

    Notes
    -----
    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 5.2 (ranking), equal weights.

    Examples
    --------
    >>> composite(pd.DataFrame({"a": [1, 2, 2, 9], "b": [10, None, 30, 30]}), ("a", "b")).round(3).to_dict()
    {0: 0.167, 2: 0.583, 3: 0.75}
    """
    if not signals:
        raise ValueError("composite: expected one signal or more, got none; name the columns the score is made of")
    known = table[list(signals)].dropna()
    if known.empty:
        raise ValueError(f"composite: expected a row that has all of {', '.join(signals)}, got none")
    return ((known.rank() - 0.5) / len(known)).mean(axis=1).round(TIE_DECIMALS)


def prepare(table: pd.DataFrame, sphere: Sphere) -> pd.DataFrame:
    """Give the rows that hold all signals and the outcome, with the columns `score`, `baseline` and `stratum` added.

    Signals that are sums are added up first; a sum with a missing part is missing. Strata are numbered from 0; without
    strata all rows have the same one.
    """
    made = {name: table[list(parts)].sum(axis=1, skipna=False) for name, parts in sphere.sums}
    full = table.assign(**made)
    used = full.dropna(subset=[*sphere.signals, sphere.outcome.column.removeprefix("-")])
    stratum = used.groupby(list(sphere.strata)).ngroup() if sphere.strata else 0
    return used.assign(score=composite(used, sphere.signals), baseline=used[sphere.baseline], stratum=stratum)


def measure(table: pd.DataFrame, sphere: Sphere) -> list[Line]:
    """Lines of evidence on one sphere: concordance of score, baseline and gain with each outcome, and what is pooled.

    `table` is what `helpers.data.external` gives. Names of quantities are the same in every sphere: `score_concordance`
    is over all pairs and `score_concordance_within` over pairs inside strata; `baseline_...` is the baseline alone;
    `gain_...` is score less baseline on the rows that have both; `second_...` is the second outcome; `signal_...` is a
    single signal. `pooled_..._somers_d` is 2 C - 1 of the pairs that the plan names, with its bootstrap standard error.
    """
    rows = prepare(table, sphere)
    found = {within: _compared(rows, sphere, sphere.outcome, within=within) for within in sphere.scopes}
    pooled = found[sphere.pooled == WITHIN]
    return [
        Line("rows_used", len(rows), 0, len(table), f"{sphere.unit} with all signals and the outcome, of all n"),
        *(
            line
            for within, estimates in found.items()
            for line in _concordance_lines(estimates, sphere, sphere.outcome, "", within)
        ),
        *_signals(rows, sphere),
        *_correlations(rows, sphere, sphere.outcome, sphere.controls, ""),
        *_second(rows, sphere),
        *(line for name in ("score", "baseline", "gain") for line in pooled_lines(name, pooled[name])),
    ]


def order_of(rows: pd.DataFrame, column: str) -> pd.Series:
    """Values of an outcome, higher is better: a column with a minus sign before its name has its sign turned."""
    return -rows[column[1:]] if column.startswith("-") else rows[column]


def concordant(rows: pd.DataFrame, sphere: Sphere, column: str, outcome: str, *, within: bool) -> Estimate:
    """Concordance of a column with an outcome over the pairs of rows, inside strata or over all."""
    strata = rows["stratum"] if within else None
    return concordance(rows[column], order_of(rows, outcome), strata=strata, n_resamples=sphere.resamples)


def correlation_within(rows: pd.DataFrame, sphere: Sphere, column: str, outcome: str) -> Estimate:
    """Correlation of the mid-ranks that a column and an outcome have within their stratum; the ranks are held fixed."""
    shares = [_share_of_stratum(rows, values) for values in (rows[column], order_of(rows, outcome))]
    return correlation(*shares, method="pearson", interval="percentile", n_resamples=sphere.resamples)


def _compared(rows: pd.DataFrame, sphere: Sphere, outcome: Outcome, *, within: bool) -> dict[str, Estimate]:
    """Score, baseline and gain; and the score on the rows of the baseline, where some rows have none."""
    column = outcome.carried_by(within=within)
    both = rows.dropna(subset=["baseline", column.removeprefix("-")])
    better = order_of(both, column)
    strata = both["stratum"] if within else None
    found = {
        "score": concordant(rows, sphere, "score", column, within=within),
        "baseline": concordant(both, sphere, "baseline", column, within=within),
        "gain": concordance_gain(both["score"], both["baseline"], better, strata=strata, n_resamples=sphere.resamples),
    }
    if len(both) < len(rows):
        found["score_same_rows"] = concordant(both, sphere, "score", column, within=within)
    return found


def _concordance_lines(
    estimates: dict[str, Estimate], sphere: Sphere, outcome: Outcome, prefix: str, within: bool
) -> Iterator[Line]:
    words = {
        "score": "score",
        "baseline": f"{sphere.baseline} alone",
        "gain": f"score less {sphere.baseline} alone on the same rows",
        "score_same_rows": "score on the rows that have the baseline",
    }
    for name, found in estimates.items():
        which, _, rest = name.partition("_")
        parts = (f"{prefix}{which}_concordance", rest, "within" if within else "")
        yield line("_".join(part for part in parts if part), found, 4, f"{words[name]}, {outcome.words}")


def _signals(rows: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    """Each signal alone; the baseline stands already beside the score."""
    for name in sphere.signals:
        for within in sphere.scopes if name != sphere.baseline else ():
            found = concordant(rows, sphere, name, sphere.outcome.carried_by(within=within), within=within)
            quantity = f"signal_{name}_concordance{'_within' if within else ''}"
            yield line(quantity, found, 4, f"{name} alone, {sphere.outcome.words}")


def _correlations(
    rows: pd.DataFrame, sphere: Sphere, outcome: Outcome, controls: tuple[str, ...], prefix: str
) -> Iterator[Line]:
    options: dict[str, Any] = {"n_resamples": sphere.resamples}
    won = order_of(rows, outcome.column)
    for name in ("score", "baseline"):
        found = correlation(rows[name], won, **options)
        yield line(f"{prefix}{name}_spearman", found, 4, f"{_who(name, sphere)}, {outcome.words}")
        if sphere.strata:
            found = correlation_within(rows, sphere, name, outcome.carried_by(within=True))
            how = f"{_who(name, sphere)}, {outcome.words}: correlation of the mid-ranks within strata, held fixed"
            yield line(f"{prefix}{name}_spearman_within", found, 4, how)
        if controls:
            held = rows[list(controls)]
            found = partial_correlation(rows[name], won, held, method="spearman", **options)
            how = f"{_who(name, sphere)}, {outcome.words}, {' and '.join(controls)} held fixed"
            yield line(f"{prefix}{name}_partial_spearman", found, 4, how)


def _second(rows: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    if sphere.second is None:
        return
    for within in sphere.scopes:
        estimates = _compared(rows, sphere, sphere.second, within=within)
        yield from _concordance_lines(estimates, sphere, sphere.second, "second_", within)
    yield from _correlations(rows, sphere, sphere.second, sphere.second_controls, "second_")


def pooled_lines(name: str, found: Estimate) -> Iterator[Line]:
    """Somers' D, 2 C - 1, or twice a gain, with its standard error: what enters the pooling."""
    doubled = found.times(2) if name == "gain" else somers_d(found)
    what = "twice the gain" if name == "gain" else f"2 C - 1 of the {name}"
    quantity = f"pooled_{name}_somers_d"
    yield line(quantity, doubled, 4, what)
    yield Line(f"{quantity}_se", doubled.se, 4, found.n, f"bootstrap standard error of {quantity}")


def _who(name: str, sphere: Sphere) -> str:
    return "score" if name == "score" else f"{sphere.baseline} alone"


def _share_of_stratum(rows: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Mid-rank of each row within its stratum, as a share of the stratum."""
    by = values.groupby(rows["stratum"])
    return (by.rank() - 0.5) / by.transform("count")
