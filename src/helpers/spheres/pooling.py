"""What do the spheres say together, and what would a new one say? Forest table, pooled effect, prediction interval.

A handful of spheres that were at hand is no sample of all spheres: the prediction interval is wide, and rightly so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.spheres.plan import CIRCULAR, KINDS, PEOPLE, PLAN, PRIMARY
from helpers.stats import pool_effects

MEASURES = ("score", "baseline", "gain")
SUBSETS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "all five outcomes": (PRIMARY, None),
    "without learning": (PRIMARY, CIRCULAR),
    "people alone": ((PEOPLE,), None),
    "people without learning": ((PEOPLE,), CIRCULAR),
    "with judgements": (KINDS, None),
}
"""Kinds of sphere that are pooled together, and what is left out; the first is the primary set of the plan."""


def sphere_effects(evidence: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give the estimates that enter the pooling, a row for each sphere and measure, in the order of the plan.

    Parameters
    ----------
    evidence : for each data set of the plan its table of evidence, as `helpers.evidence.evidence` gives it.

    Returns dataset, sphere, unit, kind, measure (score, baseline, gain), n, somers_d, se, low, high, and
    concordance, concordance_low, concordance_high: (D + 1) / 2, and D / 2 for the gain. A coin has the D 0.

    Raises
    ------
    ValueError
        a sphere of the plan without a table, or a table without a pooled quantity.
    """
    missing = [sphere.name for sphere in PLAN if sphere.name not in evidence]
    if missing:
        raise ValueError(f"sphere_effects: expected evidence on every sphere of the plan, missing {', '.join(missing)}")
    rows = []
    for sphere in PLAN:
        of_sphere = {"dataset": sphere.name, "sphere": sphere.sphere, "unit": sphere.unit, "kind": sphere.kind}
        rows += [of_sphere | _effect(evidence[sphere.name], sphere.name, measure) for measure in MEASURES]
    return _with_concordance(pd.DataFrame(rows), "somers_d", "low", "high")


def pool(
    effects: pd.DataFrame,
    *,
    measure: str = "score",
    kinds: tuple[str, ...] = PRIMARY,
    leave_out: str | None = None,
) -> pd.DataFrame:
    """Pool Somers' D of the spheres of some kinds with random effects: REML, intervals by Knapp and Hartung.

    Parameters
    ----------
    effects : the table that `sphere_effects` gives.
    measure : "score", "baseline" or "gain".
    kinds : kinds of sphere to pool.
    leave_out : data set to leave out.

    Returns one row: measure, left_out, k, somers_d, se, low, high, predicted_low, predicted_high, tau2, tau2_low,
    tau2_high, i2 (percent), and concordance with its interval and prediction interval. Variances are the squares of
    the bootstrap standard errors and taken as known. The prediction interval is where the D of a new sphere would lie
    if it were of the same kind as these. Either interval may pass 1 or -1; its concordance then stops at 1 or 0.

    Raises
    ------
    ValueError
        an unknown measure, kind or data set, or fewer than 3 spheres.

    Notes
    -----
    As in the R package metafor, both intervals have t quantiles with k - 1 degrees of freedom; Higgins, Thompson and
    Spiegelhalter (2009) take k - 2 for the prediction interval, which is wider still.
    Source: `helpers.stats.pool_effects`, with Knapp and Hartung (2003), Statistics in Medicine 22, 2693-2710.
    """
    chosen = _chosen(effects, measure, kinds, leave_out)
    found = pool_effects(chosen["somers_d"], chosen["se"] ** 2, knapp_hartung=True)
    row: dict[str, Any] = {
        "measure": measure,
        "left_out": leave_out,
        "k": found.k,
        "somers_d": found.value,
        "se": found.se,
        "low": found.low,
        "high": found.high,
        "predicted_low": found.predicted_low,
        "predicted_high": found.predicted_high,
        "tau2": found.tau2,
        "tau2_low": found.tau2_low,
        "tau2_high": found.tau2_high,
        "i2": found.i2,
    }
    return _with_concordance(pd.DataFrame([row]), "somers_d", "low", "high", "predicted_low", "predicted_high")


def pooled_subsets(effects: pd.DataFrame) -> pd.DataFrame:
    """Pool each measure over each of `SUBSETS`: the rows of `pool` with the column `subset` before them."""
    parts = [
        pool(effects, measure=measure, kinds=kinds, leave_out=left_out).assign(subset=name)
        for measure in MEASURES
        for name, (kinds, left_out) in SUBSETS.items()
    ]
    return _first("subset", pd.concat(parts, ignore_index=True))


def leave_one_out(effects: pd.DataFrame, *, measure: str = "score", kinds: tuple[str, ...] = PRIMARY) -> pd.DataFrame:
    """Pool without each of the spheres in turn: the rows of `pool`, one for each data set left out."""
    names = effects.loc[effects["kind"].isin(kinds), "dataset"].unique()
    parts = [pool(effects, measure=measure, kinds=kinds, leave_out=name) for name in names]
    return _first("left_out", pd.concat(parts, ignore_index=True))


def _effect(table: pd.DataFrame, name: str, measure: str) -> dict[str, Any]:
    by_quantity = table.set_index("quantity")
    quantity = f"pooled_{measure}_somers_d"
    lacking = [wanted for wanted in (quantity, f"{quantity}_se") if wanted not in by_quantity.index]
    if lacking:
        raise ValueError(
            f"sphere_effects: expected {' and '.join(lacking)} in the evidence on {name}, which is not there"
        )
    line = by_quantity.loc[quantity]
    return {
        "measure": measure,
        "n": int(line["n"]),
        "somers_d": float(line["value"]),
        "se": float(by_quantity.loc[f"{quantity}_se", "value"]),
        "low": float(line["low"]),
        "high": float(line["high"]),
    }


def _chosen(effects: pd.DataFrame, measure: str, kinds: tuple[str, ...], leave_out: str | None) -> pd.DataFrame:
    if measure not in MEASURES:
        raise ValueError(f"pool: expected a measure, one of {', '.join(MEASURES)}; got {measure!r}")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"pool: expected kinds among {', '.join(KINDS)}; got {', '.join(map(repr, unknown))}")
    chosen = effects[(effects["measure"] == measure) & effects["kind"].isin(kinds)]
    if leave_out is not None and leave_out not in set(chosen["dataset"]):
        raise ValueError(
            f"pool: expected one of {', '.join(chosen['dataset'])} to leave out; got {leave_out!r}, which is not pooled"
        )
    chosen = chosen[chosen["dataset"] != leave_out]
    if len(chosen) < 3:
        raise ValueError(f"pool: expected 3 spheres or more, got {len(chosen)}; pool more kinds")
    return chosen


def _with_concordance(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Add concordance columns: (D + 1) / 2 held between 0 and 1, and for a gain D / 2 held between -1 and 1."""
    gain = table["measure"] == "gain"
    for column in columns:
        name = "concordance" if column == "somers_d" else f"concordance_{column}"
        scaled = (table[column] + ~gain) / 2
        table[name] = scaled.clip(lower=0.0 - gain, upper=1.0)
    return table


def _first(column: str, table: pd.DataFrame) -> pd.DataFrame:
    return table[[column, *table.columns.drop(column)]]
