"""Do the people with the higher scores have the better outcomes? Criterion validity, beside followers alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.score.rules import require
from helpers.stats import Estimate, bootstrap, concordance, concordance_gain, correlation
from helpers.stats.places import percentiles
from helpers.stats.resampling import complete_rows

JOINED = "the outcomes joined with score and followers by person"
"""What has the columns that this question needs."""


def criterion_validity(table: pd.DataFrame, *, by: str = "outcome", **options: Any) -> pd.DataFrame:
    """Concordance and rank correlation of the score, and of followers alone, with each outcome.

    `table` has a row per person and outcome with the columns `by`, score, followers and value (missing where nobody
    reported it: the row is dropped). Result: a row per outcome in order of appearance, with an Estimate in each of the
    columns score, followers, gain (concordance of the score minus that of followers, on the same people) and rho
    (Spearman's, of the score). `options` go to the estimates: n_resamples, confidence, interval, seed.

    Raises
    ------
    ValueError
        a column is missing, or an outcome has fewer than 3 people or one value only.

    Examples
    --------
    >>> people = pd.DataFrame({"outcome": "wins", "score": [10, 20, 30, 40], "followers": [5, 9, 7, 8]})
    >>> found = criterion_validity(people.assign(value=[1, 3, 2, 4]), n_resamples=99)
    >>> round(found.loc["wins", "score"].value, 2), round(found.loc["wins", "followers"].value, 2)
    (0.83, 0.83)
    """
    require(table, [by, "score", "followers", "value"], JOINED)
    rows = {}
    for name, group in table.groupby(by, sort=False):
        rows[name] = {
            "score": concordance(group["score"], group["value"], **options),
            "followers": concordance(group["followers"], group["value"], **options),
            "gain": concordance_gain(group["score"], group["followers"], group["value"], **options),
            "rho": correlation(group["score"], group["value"], **options),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(by)


def near_miss(score: ArrayLike, outcome: ArrayLike, *, within: float = 10, **options: Any) -> Estimate:
    """Share of people whose place by the score is within so many percentiles of their place by the outcome.

    Pairs with a missing value are dropped, ties share their mean place. If the two had nothing to do with each other,
    the share would be 2w - w^2 with w = within / 100, that is 19 % for 10. The interval holds the places fixed.

    Raises
    ------
    ValueError
        fewer than 3 complete pairs, infinite values, unequal lengths.

    >>> near_miss([1, 2, 3, 4], [10, 20, 30, 40]).value
    1.0
    """
    score, outcome = complete_rows(score, outcome, names=("score", "outcome"))
    near = np.abs(percentiles(score) - percentiles(outcome)) <= within
    return bootstrap(np.mean, near.astype(float), **{"method": "percentile"} | options)
