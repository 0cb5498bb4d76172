"""Does a component carry the weight that the rules declare? Declared against effective weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.stats import shapley_r2
from helpers.stats.estimate import check_confidence

Floats = NDArray[np.float64]


def effective_weights(
    components: pd.DataFrame,
    declared: Mapping[str, float],
    *,
    n_resamples: int = 499,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare the declared share of each component with its share of the variance of the total.

    `components` has a row per person and a numeric column per component, in the unit for which `declared` gives a
    weight (0 or more, finite); the total is the sum of weight x component. A row per component: declared (its weight as
    a share of all weights), effective (its Shapley share of the variance of the total: how much of the total goes with
    it), low and high (percentile interval, by a bootstrap over people), own (the covariance of weight x component with
    the total, as a share of the variance of the total: how much of the differences are its own points), own_low,
    own_high and n. Each kind of shares sums to 1. The two differ where components go together: one that adds hardly any
    points still gets a Shapley share from those it goes with, and an own share near 0. People with a missing component
    are dropped. Declared shares depend on the units of the components; the other two do not.

    Raises
    ------
    ValueError
        names of components and weights that differ, a weight that is negative or infinite, weights that are all 0, and
        whatever `helpers.stats.shapley_r2` refuses, as a constant component.

    Notes
    -----
    Source: Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176, 609-634, who compare
    weights with the variance explained (there one by one, by the correlation ratio; here shared out by Shapley).

    Examples
    --------
    >>> parts = pd.DataFrame({"posts": [1, 2, 3, 4, 5, 6], "followers": [20, 10, 40, 30, 60, 50]})
    >>> effective_weights(parts, {"posts": 1, "followers": 1}, n_resamples=99)["effective"].round(2).to_dict()
    {'posts': 0.37, 'followers': 0.63}
    """
    check_confidence(confidence)
    if set(components.columns) != set(declared):
        raise ValueError(
            f"effective_weights: expected a weight for each of {list(components.columns)}, got {list(declared)}"
        )
    weights = pd.Series(declared, dtype=float)[components.columns]
    if not (np.isfinite(weights) & (weights >= 0)).all() or weights.sum() == 0:
        raise ValueError(f"effective_weights: expected finite weights of 0 or more, one above 0, got {dict(declared)}")
    complete = components.dropna()
    total = (complete * weights).sum(axis="columns")
    values, outcome = complete.to_numpy(dtype=float), total.to_numpy()
    rng = np.random.default_rng(seed)
    draws = [np.arange(len(values)), *rng.integers(0, len(values), (n_resamples, len(values)))]
    effective = np.array([shapley_r2(pd.DataFrame(values[rows]), outcome[rows]) for rows in draws])
    own = np.array([_own_shares(values[rows] * weights.to_numpy(), outcome[rows]) for rows in draws])
    columns: dict[str, Any] = {"declared": weights / weights.sum()}
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    for name, prefix, shares in (("effective", "", effective), ("own", "own_", own)):
        columns[name] = shares[0]
        columns[f"{prefix}low"], columns[f"{prefix}high"] = np.quantile(shares[1:], tails, axis=0)
    return pd.DataFrame(columns | {"n": len(complete)}, index=weights.index).rename_axis("component")


def weights_in_percent(weights: pd.DataFrame) -> pd.DataFrame:
    """Write the table of `effective_weights` to be read: declared, own and effective in percent, and n.

    >>> row = {"declared": 0.94, "own": 0.826, "own_low": 0.82, "own_high": 0.83, "effective": 0.475, "low": 0.46}
    >>> weights_in_percent(pd.DataFrame([row | {"high": 0.49, "n": 95}])).to_dict("records")
    [{'declared (%)': 94, 'own (%)': '83 [82, 83]', 'effective (%)': '48 [46, 49]', 'n': 95}]
    """
    percent = 100 * weights
    shown = pd.DataFrame({"declared (%)": percent["declared"].round().astype(int)})
    for name, ends in {
        "own (%)": ["own", "own_low", "own_high"],
        "effective (%)": ["effective", "low", "high"],
    }.items():
        shown[name] = [f"{value:.0f} [{low:.0f}, {high:.0f}]" for value, low, high in percent[ends].to_numpy()]
    return shown.assign(n=weights["n"])


def _own_shares(points: Floats, total: Floats) -> Floats:
    """Covariance of each column of points with the total, as a share of the variance of the total."""
    centred = total - total.mean()
    return np.asarray((points - points.mean(axis=0)).T @ centred / (centred @ centred))
