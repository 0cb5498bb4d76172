"""What did the signals see of what no signal was made of?

Rank correlations with what no signal was made of, and whether those with most of it are at the top of the score. A
relation that is not shown here may still be there: look at the interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats as scipy_stats

from helpers.score.rules import require
from helpers.stats import Estimate, correlation, proportion
from helpers.stats.resampling import complete_rows


class TopAndMost(NamedTuple):
    """How many of the people with the most are at the top of the score.

    `people` are those with the most, ties at the edge included, out of all; `top` is how many people are in the top by
    score. `found` is how many of `people` are there and `share` the same as an Estimate with Wilson's interval;
    `by_chance` is how many a draw by lot would put there, and `chance_of_so_many` how often it would put as many.
    """

    people: int
    top: int
    found: int
    share: Estimate
    by_chance: float
    chance_of_so_many: float


def signals_and_unseen(
    table: pd.DataFrame, signals: Sequence[str], unseen: Sequence[str], **options: Any
) -> pd.DataFrame:
    """Rank correlation of every signal with everything unseen, a row per signal and a column per unseen thing.

    `table` has a row per person and a numeric column for each name. Each cell is an Estimate over the people who have
    both; where one of the two is missing the person is dropped from that cell. `options` go to
    `helpers.stats.correlation` (n_resamples, interval, seed). With k cells expect about k / 20 intervals to miss by
    luck alone.

    Raises
    ------
    ValueError
        a column that is not there, a constant column, or fewer than 3 people with both.

    Examples
    --------
    >>> people = pd.DataFrame({"likes": [1, 2, 3, 4, 5, 6], "letters": [2, 1, 3, 6, 4, 5]})
    >>> signals_and_unseen(people, ["likes"], ["letters"], n_resamples=99).loc["likes", "letters"].n
    6
    """
    require(table, [*signals, *unseen], "a table of people with their signals and with what no signal sees")
    cells = {
        hidden: [correlation(table[name], table[hidden], method="spearman", **options) for name in signals]
        for hidden in unseen
    }
    return pd.DataFrame(cells, index=pd.Index(signals, name="signal"))


def top_and_most(score: ArrayLike, unseen: ArrayLike, *, most: int = 10, top: float = 0.1) -> TopAndMost:
    """How many of the people with the most of something unseen are in the top share by score, beside chance.

    `most` people have the largest `unseen`; who ties with the last of them is counted too. The top by score holds
    round(top n) people, again with all who tie with the last. Pairs with a missing value are dropped first.

    Raises
    ------
    ValueError
        `most` below 1 or above the number of complete pairs, a `top` outside 0 to 1 or empty, infinite values.

    Notes
    -----
    By chance the number is hypergeometric: so many people drawn by lot out of all, some of whom are in the top.

    Examples
    --------
    >>> found = top_and_most([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [9, 8, 0, 0, 1, 2, 3, 1, 2, 8], most=2, top=0.2)
    >>> found.people, found.top, found.found, found.by_chance
    (3, 2, 1, 0.6)
    """
    score, unseen = complete_rows(score, unseen, names=("score", "unseen"))
    n, wanted = len(score), round(top * len(score))
    if not (0 < top <= 1 and 1 <= most <= n and wanted >= 1):
        raise ValueError(
            f"top_and_most: expected a top from 0 to 1 that holds somebody and most from 1 to {n}, the people with "
            f"both values; got top = {top} and most = {most}"
        )
    with_most, at_top = (column >= np.sort(column)[-k] for column, k in ((unseen, most), (score, wanted)))
    people, places, found = (int(np.sum(rows)) for rows in (with_most, at_top, with_most & at_top))
    chance = scipy_stats.hypergeom(n, places, people)
    return TopAndMost(
        people, places, found, proportion(found, people), people * places / n, float(chance.sf(found - 1))
    )
