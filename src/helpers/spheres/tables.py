"""How do the estimates stand in the tables of this question? In pairs of 100, beside each other, as text.

It puts estimates in order and words; it estimates nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.evidence import estimate
from helpers.score.rules import require
from helpers.spheres.plan import PLAN
from helpers.stats import Estimate

ENDS = ["concordance", "concordance_low", "concordance_high"]
NEW = ["concordance_predicted_low", "concordance_predicted_high"]
MEASURED = {"score": "score", "baseline": "followers or nearest", "gain": "gain"}


class Reach(NamedTuple):
    """A pooled mean with its interval, n counting spheres, and the range for a new sphere; both in pairs of 100."""

    mean: Estimate
    new: tuple[float, float]


def pairs_of_100(table: pd.DataFrame, quantities: Mapping[str, str]) -> dict[str, Estimate]:
    """Give quantities of a table of evidence, which are shares of pairs, in pairs of 100, each under its label.

    DataError for an unknown quantity and for one that is given without interval.

    >>> from helpers.data import load
    >>> found = pairs_of_100(load("evidence/nba"), {"the score": "score_concordance"})
    >>> print(format(found["the score"], ".0f"))
    66 [62, 69], n = 235
    """
    return {label: estimate(table, quantity).times(100) for label, quantity in quantities.items()}


def concordances(effects: pd.DataFrame) -> pd.DataFrame:
    """Give score, baseline and gain of each sphere as Estimates in pairs of 100, a row per sphere as in the plan.

    `effects` is what `sphere_effects` gives. ValueError for a missing column.
    """
    require(effects, ["sphere", "measure", "n", *ENDS], "sphere_effects")
    found = [
        Estimate(value, low, high, n, 0.95, "bootstrap").times(100)
        for value, low, high, n in effects[[*ENDS, "n"]].itertuples(index=False, name=None)
    ]
    wide = effects.assign(estimate=found).pivot(index="sphere", columns="measure", values="estimate")
    return wide.loc[[sphere.sphere for sphere in PLAN], list(MEASURED)]


def reaches(pooled: pd.DataFrame) -> pd.Series:
    """Give each row of `pool`, `pooled_subsets` or `leave_one_out` as a `Reach`, under the index of the row.

    ValueError for a missing column.
    """
    require(pooled, ["k", *ENDS, *NEW], "pool, pooled_subsets or leave_one_out")
    found = []
    for k, *numbers in pooled[["k", *ENDS, *NEW]].itertuples(index=False, name=None):
        value, low, high, *new = (100 * number for number in numbers)
        found.append(Reach(Estimate(value, low, high, k, 0.95, "REML, Knapp-Hartung"), (new[0], new[1])))
    return pd.Series(found, index=pooled.index)


def pooled_table(reached: pd.Series) -> pd.DataFrame:
    """Give what the subsets say as text: score, baseline and gain with their intervals, and where a new one would lie.

    `reached` is what `reaches` gives for `pooled_subsets`, under subset and measure.
    """
    means = reached.map(lambda found: f"{found.mean.value:.1f} [{found.mean.low:.1f}, {found.mean.high:.1f}]")
    table = means.unstack(sort=False).rename(columns=MEASURED).rename_axis(index=None, columns=None)
    scores = reached.xs("score", level=1)[table.index]
    table["spheres"] = [f"{found.mean.n}" for found in scores]
    table["new sphere, score"] = [f"{found.new[0]:.0f} to {found.new[1]:.0f}" for found in scores]
    return table


def weight_table(judged: pd.DataFrame) -> pd.DataFrame:
    """Give the learned weight of each signal alone and with the others, and how often its sign turns, in percent.

    `judged` is the evidence on pairs of people judged (`influencer_pairs`).
    """
    values = judged.set_index("quantity")["value"]
    signals = [name.removeprefix("weight_alone_") for name in values.index if name.startswith("weight_alone_")]
    turns = [100 * values[f"weight_sign_turns_{name}"] for name in signals]
    columns = {
        "alone": [f"{values[f'weight_alone_{name}']:.2f}" for name in signals],
        "together": [f"{estimate(judged, f'weight_{name}'):.2f}" for name in signals],
        "sign turns (%)": np.round(turns).astype(int),
    }
    return pd.DataFrame(columns, index=[name.replace("_", " ") for name in signals])


def beside_published(published: pd.DataFrame, ours: Mapping[str, Estimate]) -> pd.DataFrame:
    """Put published numbers, or their range, and ours beside each other: study, statistic, published, ours.

    `published` has the columns study, statistic, value, low and high, indexed by finding; `ours` an Estimate for each
    finding that is shown. ValueError for a finding that is not among the published ones.
    """
    if unknown := [finding for finding in ours if finding not in published.index]:
        raise ValueError(f"beside_published: expected findings of the published table, got {', '.join(unknown)}")
    chosen = published.loc[list(ours)]
    numbers = [
        f"{row.low} to {row.high}" if np.isnan(row.value) else f"{row.value}" for row in chosen.itertuples(index=False)
    ]
    told = [f"{found:.2f}" for found in ours.values()]
    return chosen[["study", "statistic"]].assign(published=numbers, ours=told)
