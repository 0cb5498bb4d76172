"""Does the score add anything to followers when people are predicted from other people, and are predictions honest?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.outcomes.validity import JOINED
from helpers.score.rules import require
from helpers.stats import bootstrap, out_of_sample, out_of_sample_gain, out_of_sample_r2
from helpers.stats.places import percentiles
from helpers.stats.resampling import complete_rows


def prediction_table(table: pd.DataFrame, *, by: str = "outcome", seed: int = 0, **options: Any) -> pd.DataFrame:
    """Out-of-sample R2 of followers alone, what the score adds, and the predictions behind them.

    `table` as for `criterion_validity`. What is predicted is the place of the person's outcome among those of the same
    outcome (percentile), by least squares on log10(1 + followers), then on that and the score, each person from others
    (20 times 10 folds). Result: a row per outcome with Estimates in followers and gain, and in predicted a DataFrame of
    place, by_followers and by_both, in percentiles, indexed as `table`.

    Raises
    ------
    ValueError
        a column is missing, or an outcome has fewer than 10 people.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"outcome": "wins", "followers": rng.integers(1, 999, 60), "score": rng.random(60)})
    >>> found = prediction_table(people.assign(value=people["followers"] ** 2), n_resamples=99)
    >>> bool(found.loc["wins", "followers"].value > 0.6)
    True
    """
    require(table, [by, "score", "followers", "value"], JOINED)
    rows = {}
    for name, group in table.dropna(subset=["score", "followers", "value"]).groupby(by, sort=False):
        place = percentiles(group["value"])
        both = np.column_stack([np.log10(1 + group["followers"]), group["score"]])
        nothing, few, many = (out_of_sample(place, both[:, :columns], seed=seed) for columns in (0, 1, 2))
        predicted = pd.DataFrame({"place": place, "by_followers": few, "by_both": many}, index=group.index)
        rows[name] = {
            "followers": out_of_sample_r2(place, few, nothing, seed=seed, **options),
            "gain": out_of_sample_gain(place, few, many, nothing, seed=seed, **options),
            "predicted": predicted,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)


def calibration(outcome: ArrayLike, predicted: ArrayLike, *, groups: int = 10, **options: Any) -> pd.DataFrame:
    """Mean prediction and mean outcome of equal groups of people in order of their prediction.

    Result: a row per group with predicted, observed (an Estimate over its people) and n. Pairs with a missing value are
    dropped; people with the same prediction may fall into neighbouring groups.

    Raises
    ------
    ValueError
        fewer than 3 people a group, infinite values, unequal lengths.

    Examples
    --------
    >>> calibration([1, 2, 3, 5, 6, 7], [2, 2, 2, 6, 6, 6], groups=2, n_resamples=99)["predicted"].tolist()
    [2.0, 6.0]
    """
    outcome, predicted = complete_rows(outcome, predicted, names=("outcome", "predicted"))
    if groups < 1 or len(outcome) < 3 * groups:
        raise ValueError(
            f"calibration: expected 3 people or more in each of {groups} groups, got {len(outcome)} people; "
            "ask for fewer groups"
        )
    parts = np.array_split(np.argsort(predicted, kind="stable"), groups)
    rows = [
        {"predicted": predicted[part].mean(), "observed": bootstrap(np.mean, outcome[part], **options), "n": len(part)}
        for part in parts
    ]
    return pd.DataFrame(rows)
