"""Does the order that a rival gives make sense? Its concordance with the named outcomes, beside followers alone.

The outcomes are those of the sample, so this says what a rule can reach there. It says nothing about the world.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers.score.rules import require
from helpers.stats import concordance, concordance_gain


def order(values: pd.DataFrame, outcomes: pd.DataFrame, *, baseline: str = "followers", **options: Any) -> pd.DataFrame:
    """Concordance of each rival with the outcomes, pooled over pairs of people inside one sphere.

    `values` has a row per person and a column per rival; `outcomes` has person, outcome and value, with one outcome for
    each sphere (the named ones), missing where nobody reported it. Only pairs of people with the same kind of outcome
    are compared; right and usable pairs are summed over the kinds. Result: a row per rival with the Estimates
    concordance and gain, which is the concordance less that of the `baseline` on the same people (none for the
    baseline itself). People without an outcome or a value are left out. `options` go to the estimates: n_resamples,
    seed.

    Raises
    ------
    ValueError
        a column is missing, an unknown baseline, or fewer than 3 people with value and outcome.

    Examples
    --------
    >>> values = pd.DataFrame({"followers": [1, 2, 3, 4], "lists": [1, 3, 2, 4]}, index=list("abcd"))
    >>> won = pd.DataFrame({"person": list("abcd"), "outcome": "wins", "value": [1, 2, 3, 4]})
    >>> order(values, won, n_resamples=99)["concordance"].map(lambda e: round(e.value, 2)).to_dict()
    {'followers': 1.0, 'lists': 0.83}
    """
    require(outcomes, ["person", "outcome", "value"], "the named outcomes of the sample")
    if baseline not in values.columns:
        raise ValueError(f"order: expected a baseline among {', '.join(values.columns)}, got {baseline!r}")
    table = outcomes.dropna(subset="value").join(values, on="person", how="inner")
    asked = {"strata": table["outcome"], **options}
    rows = {}
    for rival in values.columns:
        rows[rival] = {
            "concordance": concordance(table[rival], table["value"], **asked),
            "gain": None
            if rival == baseline
            else concordance_gain(table[rival], table[baseline], table["value"], **asked),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rival")
