"""What do the scores of science say? Altmetric's attention score of a paper and the Kardashian index of a scientist.

Neither says whether a paper is right or good, and neither claims to.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.score.rules import require
from helpers.stats.resampling import as_numbers

EXPECTED_FOLLOWERS, EXPECTED_POWER = 43.3, 0.32
"""Hall's line through 40 scientists: a scientist with C citations "should" have 43.3 C^0.32 followers."""


def altmetric_score(mentions: pd.DataFrame, weights: pd.DataFrame) -> pd.Series:
    """Give the attention score of each paper by Altmetric's default weights, rounded up to a whole number.

    `mentions` has a row per paper and a column per source, named as in `weights`; a cell counts the mentions (for
    policy documents the different sources that mention it), and a missing one counts as none. `weights` is
    `load("published/altmetric_weights")`: source_type, default_weight and static, which says that a source counts once
    however often it mentions the paper. The index stays.

    Raises
    ------
    ValueError
        a source without a weight, a table of weights without its columns, or counts below 0 or infinite.

    Notes
    -----
    Source: the help pages of Altmetric (2013 for the example, 2017 for the weights), linked in the table. The real
    score does more, which nobody outside can redo: news counts by the tier of the outlet, and a mention by who made it,
    how many others they made and whether all were of one journal. Altmetric wrote in 2021 that one tweet counts from
    0.25 to just over 1, most often 0.25.

    Examples
    --------
    >>> weights = pd.DataFrame({"source_type": ["News", "Twitter"], "default_weight": [8, 1], "static": [False, False]})
    >>> altmetric_score(pd.DataFrame({"News": [1, 0], "Twitter": [3, None]}), weights).tolist()
    [11.0, 0.0]
    """
    require(weights, ["source_type", "default_weight", "static"], 'load("published/altmetric_weights")')
    table = weights.set_index("source_type")
    unknown = [name for name in mentions.columns if name not in table.index]
    if unknown:
        raise ValueError(
            f"altmetric_score: expected sources with a weight, {table.index.tolist()}, got {unknown[0]!r}; "
            "rename the column or leave it out"
        )
    total = pd.Series(0.0, index=mentions.index, name="altmetric_score")
    for name, column in mentions.items():
        count = np.nan_to_num(as_numbers(column, str(name)))
        if (count < 0).any():
            raise ValueError(f"altmetric_score: expected counts of 0 or more, got {count.min():g} in {name!r}; mend it")
        if table.loc[name, "static"]:
            count = np.minimum(count, 1)
        total += table.loc[name, "default_weight"] * count
    return np.ceil(total.round(9))


def kardashian_index(followers: ArrayLike, citations: ArrayLike) -> np.ndarray:
    """Give followers on Twitter divided by those a scientist with as many citations would be expected to have.

    1 is as many as expected; above 5 Hall spoke of a "science Kardashian", in jest. It is a ratio without a unit.
    Missing where a count is missing, and where there are no citations: then nobody is expected to follow, and a ratio
    to nothing is no number.

    Raises
    ------
    ValueError
        unequal lengths, text, infinite counts or counts below 0.

    Notes
    -----
    K = F / (43.3 C^0.32). Source: Hall (2014), The Kardashian index, Genome Biology 15:424. The line was fitted to 40
    scientists whom he picked, and he has called the whole a satire.

    Examples
    --------
    >>> kardashian_index([1_440_000, 1_020_000, 10], [33_301, 49_631, 0]).round()
    array([1188.,  740.,   nan])
    """
    counts = [as_numbers(column, name) for column, name in ((followers, "followers"), (citations, "citations"))]
    if len(counts[0]) != len(counts[1]):
        raise ValueError(
            f"kardashian_index: expected as many followers as citations, got {len(counts[0])} and {len(counts[1])}"
        )
    for values, name in zip(counts, ("followers", "citations"), strict=True):
        if (values < 0).any():
            raise ValueError(f"kardashian_index: expected {name} of 0 or more, got {np.nanmin(values):g}; mend the row")
    cited = np.where(counts[1] > 0, counts[1], np.nan)
    return counts[0] / (EXPECTED_FOLLOWERS * cited**EXPECTED_POWER)
