"""Who is at everybody's top? How many people are in the top tenth of exactly k scores.

Being at every top is agreement of the scores, not a proof of influence.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from helpers.stats.intervals import bootstrap_estimate, check_options
from helpers.stats.resampling import MIN_ROWS

TOP = 0.10

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


def top_tenths(
    scores: pd.DataFrame,
    *,
    share: float = TOP,
    n_resamples: int = 999,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Count the people who are in the top tenth of exactly k of the scores, beside what unrelated scores would give.

    `scores` has a row per person and a column per score, nothing missing. One row per k from 0 to the number of
    scores: people (an Estimate of how many of the n, with the interval that other people would give) and unrelated, the
    number expected if no score had anything to do with another. Ties at a cut are drawn by lot, score by score, as in
    the evidence on journalists: the number is the expectation over these draws, and sums to n over k.

    Raises
    ------
    ValueError
        fewer than 3 people, fewer than 2 scores, anything missing or infinite, or a share outside 0 to 1.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": range(20), "b": range(20)})
    >>> found = top_tenths(scores, n_resamples=99)
    >>> [row.value for row in found["people"]], found["unrelated"].round(1).tolist()
    ([18.0, 0.0, 2.0], [16.2, 3.6, 0.2])
    """
    check_options("percentile", n_resamples, confidence)
    values = scores.to_numpy(dtype=float)
    n, columns = values.shape
    if n < MIN_ROWS or columns < 2:
        raise ValueError(f"top_tenths: expected at least {MIN_ROWS} people and 2 scores, got {n} and {columns}")
    if not np.isfinite(values).all():
        raise ValueError(
            "top_tenths: expected finite scores for everybody, got missing or infinite ones; drop those rows"
        )
    if not 0 < share < 1:
        raise ValueError(f"top_tenths: expected a share between 0 and 1, got {share}; write 0.1 for a tenth")
    order = [np.unique(-column, return_inverse=True)[1] for column in values.T]
    rng = np.random.default_rng(seed)
    whole = _tops(order, np.ones(n, dtype=np.intp), share)
    drawn = np.array([_tops(order, np.bincount(rng.integers(0, n, n), minlength=n), share) for _ in range(n_resamples)])
    people = [
        bootstrap_estimate(value, found, np.full(1, np.nan), n, "percentile", confidence)
        for value, found in zip(whole, drawn.T, strict=True)
    ]
    unrelated = n * scipy_stats.binom.pmf(np.arange(columns + 1), columns, share)
    return pd.DataFrame({"people": people, "unrelated": unrelated}, index=pd.RangeIndex(columns + 1, name="k"))


def _tops(order: list[Codes], times: Codes, share: float) -> Floats:
    """People in the top of exactly k scores, for each k, when each person stands `times` in the sample."""
    chance = np.zeros((len(order) + 1, len(times)))
    chance[0] = 1
    for place in order:
        count = np.bincount(place, weights=times)
        before = np.cumsum(count) - count
        weight = np.clip((share * times.sum() - before) / np.where(count > 0, count, 1), 0, 1)[place]
        chance[1:] = chance[1:] * (1 - weight) + chance[:-1] * weight
        chance[0] *= 1 - weight
    return chance @ times


def expected_overlap(rank_correlation: float, *, top: float = TOP) -> float:
    """Share of the top by one score that is in the top by the other, if both are bell curves so correlated.

    `top` is the share of people that counts as top. Without correlation it is `top` itself, with a perfect one it is 1.
    It says what to expect of the top from the relation in everybody; only less than that is a failure at the top.

    Raises
    ------
    ValueError
        a correlation outside -1 to 1, or a top outside 0 to 1.

    Notes
    -----
    Pearson's correlation of two normal variables is 2 sin(pi rho / 6) for Spearman's rho. Source: Pearson (1907), On
    further methods of determining correlation, Drapers' Company Research Memoirs, Biometric Series 4.

    Examples
    --------
    >>> round(expected_overlap(0.0), 3), round(expected_overlap(0.8), 2), expected_overlap(1.0)
    (0.1, 0.58, 1.0)
    """
    if not (-1 <= rank_correlation <= 1 and 0 < top < 1):
        raise ValueError(
            f"expected_overlap: expected a correlation from -1 to 1 and a top between 0 and 1, got {rank_correlation} "
            f"and {top}"
        )
    if rank_correlation == 1:
        return 1.0
    rho = 2 * np.sin(np.pi * rank_correlation / 6)
    cut = scipy_stats.norm.ppf(top)
    both = scipy_stats.multivariate_normal.cdf([cut, cut], cov=[[1, rho], [rho, 1]], allow_singular=True)
    return float(both / top)
