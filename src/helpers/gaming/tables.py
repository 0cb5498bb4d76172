"""How are estimates written in a small table? With their intervals in brackets, several variants side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.stats import Estimate


def bracketed(estimate: Estimate, *, digits: int = 2) -> str:
    """Write an estimate as its value and, in brackets, both ends of its interval.

    >>> bracketed(Estimate(0.641, 0.616, 0.668, 2000, 0.95, ""))
    '0.64 [0.62, 0.67]'
    >>> bracketed(Estimate(39.8, 33.9, 46.2, 40, 0.95, ""), digits=0)
    '40 [34, 46]'
    """
    spec = f"z.{digits}f"  # no "-0.00"
    return f"{estimate.value:{spec}} [{estimate.low:{spec}}, {estimate.high:{spec}}]"


def side_by_side(variants: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set variants beside each other: a row each, the correlation of the score and the good done at every pressure.

    `variants` are tables of `helpers.gaming.under_pressure` for the same pressures, by name. Correlations are written
    with their intervals, the good done is rounded to two decimals. ValueError where there is no variant.

    >>> one = pd.DataFrame({"score": [Estimate(0.6, 0.5, 0.7, 9, 0.95, "")], "good": [Estimate(2, 1, 3, 9, 0.95, "")]})
    >>> side_by_side({"as above": one}).to_numpy().tolist()
    [['0.60 [0.50, 0.70]', 2.0]]
    """
    if not variants:
        raise ValueError("side_by_side: expected at least one table of under_pressure, got none; name it")
    score = pd.DataFrame({name: found["score"] for name, found in variants.items()}).T
    good = pd.DataFrame({name: found["good"].map(lambda e: e.value) for name, found in variants.items()}).T
    return pd.concat({"correlation": score.map(bracketed), "good done": good.round(2)}, axis="columns")
