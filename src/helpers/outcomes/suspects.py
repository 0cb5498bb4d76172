"""What hides a true relation, or fakes one? A narrow range at the top, or a hidden cause of score and outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.stats import Estimate, bootstrap, truncated_correlation
from helpers.stats.association import pearson_r
from helpers.stats.places import normal_scores
from helpers.stats.resampling import complete_rows

Floats = NDArray[np.float64]
PERFECT = 1e-6  # a robustness value nearer to 1 than this comes from a perfect line


class TopOfTheScale(NamedTuple):
    """Correlation of everybody, the correlation that truncation alone leaves at the top, the one found there, the rest.

    `excess` is expected minus found: a fall beyond truncation, and only that, says that the score works less well at
    the top.
    """

    everybody: Estimate
    expected: float
    found: Estimate
    excess: Estimate

    @property
    def above(self) -> Estimate:
        """Found minus expected: `excess` with its sign turned, so that above 0 is more than truncation leaves."""
        return replace(self.excess, value=-self.excess.value, low=-self.excess.high, high=-self.excess.low)


class HiddenCause(NamedTuple):
    """What a hidden cause of score and outcome would have to explain, and what a known cause does explain.

    All are shares of variance, 0 to 1: `needed` is the robustness value, `of_score` and `of_outcome` what the benchmark
    explains of the score, and of what the score leaves of the outcome; `left` is the share of the association that
    would remain if a hidden cause were as strong as the benchmark, negative where it would turn round.
    """

    needed: Estimate
    of_score: Estimate
    of_outcome: Estimate
    left: Estimate


def top_of_the_scale(
    score: ArrayLike,
    outcome: ArrayLike,
    *,
    top: float = 0.1,
    n_resamples: int = 999,
    confidence: float = 0.95,
    seed: int = 0,
) -> TopOfTheScale:
    """Correlation among the people with the highest scores, beside what truncation alone would leave there.

    Both columns are moved to normal scores; `top` is a fraction of the people, by score. Correlations are Pearson's of
    the normal scores. Each resample draws people anew and finds its own top. Pairs with a missing value are dropped;
    ties at the edge of the top are broken by row order.

    Raises
    ------
    ValueError
        a top of fewer than 20 people, fewer than 3 complete pairs, infinite values.

    Notes
    -----
    Source: the closed form in `helpers.stats.truncated_correlation`; it holds for a Gaussian copula, and heavier tails
    fall differently.

    Examples
    --------
    >>> x, luck = np.random.default_rng(4).normal(size=(2, 500))
    >>> found = top_of_the_scale(x, x + luck, n_resamples=99)
    >>> round(found.everybody.value, 1), round(found.expected, 1), found.found.n
    (0.7, 0.4, 50)
    """
    score, outcome = complete_rows(score, outcome, names=("score", "outcome"))
    people = round(top * len(score))
    if people < 20:
        raise ValueError(
            f"top_of_the_scale: expected 20 people or more at the top, got {people} of {len(score)}; widen `top`"
        )
    for name, column in (("score", score), ("outcome", outcome)):
        if np.ptp(column) == 0:
            raise ValueError(f"top_of_the_scale: {name} is constant, so it has no correlation; leave this group out")
    rng, rows = np.random.default_rng(seed), np.arange(len(score))
    draws = [_whole_and_top(score, outcome, rows, people, top)]
    draws += [_whole_and_top(score, outcome, rng.choice(rows, len(rows)), people, top) for _ in range(n_resamples)]
    found = np.array(draws)
    tail = (1 - confidence) / 2
    low, high = np.quantile(found[1:], [tail, 1 - tail], axis=0)
    se = found[1:].std(axis=0, ddof=1)
    how = "normal scores, pearson, percentile bootstrap"
    whole, at_top, excess = (
        Estimate(found[0, i], low[i], high[i], n, confidence, how, se[i])
        for i, n in ((0, len(score)), (2, people), (3, people))
    )
    return TopOfTheScale(whole, float(found[0, 1]), at_top, excess)


def hidden_cause(
    score: ArrayLike, outcome: ArrayLike, benchmark: ArrayLike, *, n_resamples: int = 1999, **options: Any
) -> HiddenCause:
    """How strong a hidden common cause would have to be to explain a linear association away, beside a known one.

    Three columns, a row per person; rows with a missing value are dropped. Bring them to a scale on which straight
    lines make sense (`normal_scores`, logarithms) first. Intervals by bootstrap over people.

    Raises
    ------
    ValueError
        fewer than 3 complete rows, a constant column, score and outcome on one line, infinite values, unequal
        lengths.

    Notes
    -----
    Source: Cinelli and Hazlett (2020), Journal of the Royal Statistical Society B 82, 39-67: the robustness value with
    q = 1, and the bound for a cause exactly as strong as the benchmark, each taken alone.

    Examples
    --------
    >>> x, luck = np.random.default_rng(4).normal(size=(2, 400))
    >>> found = hidden_cause(x, x + luck, luck, n_resamples=99)
    >>> round(found.needed.value, 2), round(found.of_score.value, 2), round(found.of_outcome.value, 2)
    (0.65, 0.01, 1.0)
    """
    columns = complete_rows(score, outcome, benchmark, names=("score", "outcome", "benchmark"))
    for name, column in zip(("score", "outcome", "benchmark"), columns, strict=True):
        if len(column) and np.ptp(column) == 0:
            raise ValueError(f"hidden_cause: {name} is constant, so nothing can explain it; leave this column out")
    if len(columns[0]) > 2 and 1 - _hidden(*columns)[0] < PERFECT:
        raise ValueError("hidden_cause: score and outcome lie on one line, so no hidden cause is left to look for")
    names = ("robustness value", "R2 of the score", "partial R2 of the outcome", "share left")

    def part(place: int) -> Callable[..., Floats]:
        return lambda x, y, z, axis=-1: _hidden(x, y, z)[place]

    found = [bootstrap(part(place), *columns, n_resamples=n_resamples, **options) for place in range(4)]
    return HiddenCause(*(replace(e, method=f"{name}, {e.method}") for name, e in zip(names, found, strict=True)))


def _hidden(score: Floats, outcome: Floats, benchmark: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The four numbers of `HiddenCause` from three correlations; t / sqrt(df) is r / sqrt(1 - r^2)."""
    so, sb, ob = (pearson_r(x, y) for x, y in ((score, outcome), (score, benchmark), (outcome, benchmark)))
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.abs(so) / np.sqrt(1 - so**2)
        needed = 2 / (1 + np.sqrt(1 + 4 / effect**2))
        of_score = sb**2
        of_outcome = (ob - so * sb) ** 2 / ((1 - so**2) * (1 - sb**2))
        taken = np.sqrt(of_outcome * of_score / (1 - of_score))
        return needed, of_score, of_outcome, 1 - taken / effect


def _whole_and_top(
    score: Floats, outcome: Floats, rows: NDArray[Any], people: int, top: float
) -> tuple[float, float, float, float]:
    x, y = normal_scores(score[rows]), normal_scores(outcome[rows])
    whole = float(np.corrcoef(x, y)[0, 1])
    best = np.argsort(-x, kind="stable")[:people]
    at_top = float(np.corrcoef(x[best], y[best])[0, 1])
    expected = truncated_correlation(whole, top)
    return whole, expected, at_top, expected - at_top
