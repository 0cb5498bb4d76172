"""How many followers are real? Counting each by the chance of being real, and what a wrong base rate does to the count.

A follower counts by what a page looks like. Whether a real follower reads anything is another question.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.stats import Estimate, bootstrap
from helpers.stats.estimate import check_confidence
from helpers.stats.resampling import complete_rows

Floats = NDArray[np.float64]

STEPS, CLOSE = 10_000, 1e-10
"""Most steps of the search for the base rate, and the change at which it ends."""


def real_followers(chances: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Number of real followers, from the chance of each of being real: the sum, and where the true number may lie.

    The interval is that of the sum of independent yes-or-no draws with these chances (Poisson-binomial, exact). It
    takes the chances as right: that they were estimated, and may be wrong for all followers alike, is not in it. A
    missing chance is dropped, and n counts the chances.

    Raises
    ------
    ValueError
        no chance, or one outside 0 to 1.

    Notes
    -----
    Source: Poisson (1837); Hong (2013), Computational Statistics and Data Analysis 59, 41-51. Laws of halves are folded
    together until one is left: SciPy's takes no more than 62 chances at a quantile.

    Examples
    --------
    >>> print(real_followers([0.9, 0.2, 0.8, 0.5]))
    2.40 [1.00, 4.00], n = 4
    """
    check_confidence(confidence)
    (p,) = complete_rows(chances, names=("chances",))
    _shares("real_followers", p)
    tail, total = (1 - confidence) / 2, float(p.sum())
    low, high = np.searchsorted(np.cumsum(_law(p)), [tail, 1 - tail])
    spread = float(np.sqrt((p * (1 - p)).sum()))
    return Estimate(total, min(low, total), max(high, total), len(p), confidence, "Poisson-binomial", spread)


def with_base_rate(chance: ArrayLike, *, trained_at: float, base_rate: float) -> Floats:
    """Turn chances that were learned where a share `trained_at` is fake into those where `base_rate` is.

    The odds are multiplied by the ratio of the prior odds. What fakes and honest accounts look like is taken to be the
    same in both places. Missing chances stay missing.

    Raises
    ------
    ValueError
        a chance outside 0 to 1, or a share that is not strictly between 0 and 1.

    Notes
    -----
    Source: Saerens, Latinne and Decaestecker (2002), Neural Computation 14, 21-41, equation 2.4.

    Examples
    --------
    >>> with_base_rate([0.5, 0.9], trained_at=0.5, base_rate=0.1).round(3)
    array([0.1, 0.5])
    """
    p = np.asarray(chance, dtype=float)
    _shares("with_base_rate", p[~np.isnan(p)], trained_at=trained_at, base_rate=base_rate)
    fake, honest = base_rate / trained_at * p, (1 - base_rate) / (1 - trained_at) * (1 - p)
    return fake / (fake + honest)


def estimated_base_rate(chance: ArrayLike, *, trained_at: float, weights: ArrayLike | None = None) -> float:
    """Share of fakes among accounts whose kind nobody knows, from their chances of being fake: most likely value.

    The chances were learned where a share `trained_at` is fake. The share and the chances are put right in turns until
    neither moves (EM). `weights` (0 or more, default 1) say how often each account counts. Rows with a missing value
    are dropped.

    Raises
    ------
    ValueError
        no chance, one outside 0 to 1, a share not strictly between 0 and 1, weights that add up to nothing, or no
        result within 10,000 steps.

    Notes
    -----
    Source: Saerens, Latinne and Decaestecker (2002), Neural Computation 14, 21-41, equation 2.9.

    Examples
    --------
    >>> round(estimated_base_rate([0.999] * 3 + [0.001] * 7, trained_at=0.5), 2)
    0.3
    """
    given = np.ones(np.shape(chance)) if weights is None else weights
    p, w = complete_rows(chance, given, names=("chance", "weights"))
    _shares("estimated_base_rate", p, trained_at=trained_at)
    if (w < 0).any() or w.sum() == 0:
        raise ValueError("estimated_base_rate: expected weights of 0 or more that add up to something")
    rate, w = trained_at, w / w.sum()
    fake, honest = p / trained_at, (1 - p) / (1 - trained_at)
    for _ in range(STEPS):
        last, rate = rate, float(w @ (rate * fake / (rate * fake + (1 - rate) * honest)))
        if abs(rate - last) < CLOSE:
            return rate
    raise ValueError(f"estimated_base_rate: no result within {STEPS} steps; are all chances nearly the same?")


def counted_real(
    chance: ArrayLike, fake: ArrayLike, *, share: float, assumed: float | None = None, **options: Any
) -> Estimate:
    """Of 100 followers of whom 100 x `share` are fake, how many does the weighted count take for real?

    A naive count says 100; the truth is 100 x (1 - share). `chance` and `fake` have a row per account; followers are
    drawn from the fakes and from the honest ones of these rows, so the result is an expectation. The chances hold at
    the share of fakes among these rows and are first turned to the base rate that is `assumed`; without it the base
    rate is estimated from the followers' own chances (`estimated_base_rate`). Percentile interval by bootstrap over
    the accounts of each kind, the chances held fixed; `options` go to `bootstrap`. Rows with a missing value are
    dropped.

    Raises
    ------
    ValueError
        a share not strictly between 0 and 1, or fewer than 3 accounts of either kind.

    Examples
    --------
    >>> chance, fake = [0.999] * 50 + [0.001] * 50, [True] * 50 + [False] * 50
    >>> round(counted_real(chance, fake, share=0.3, assumed=0.3, n_resamples=99).value)
    70
    """
    return _mixture("counted_real", chance, fake, share, assumed, _expected, options)


def counting_error(
    chance: ArrayLike,
    fake: ArrayLike,
    *,
    share: float,
    assumed: float | None = None,
    followers: int = 1000,
    **options: Any,
) -> Estimate:
    """Root mean square error of the weighted count, of 100 followers, for an account that has so many `followers`.

    Bias and luck together: the followers are drawn at random, a share `share` from the fakes. The naive count is off by
    about 100 x share. Arguments and errors are those of `counted_real`.

    Examples
    --------
    >>> chance, fake = [0.999] * 50 + [0.001] * 50, [True] * 50 + [False] * 50
    >>> counting_error(chance, fake, share=0.3, assumed=0.3, n_resamples=99).value < 0.5
    True
    """

    def error(honest: Floats, fakes: Floats) -> float:
        mean = (1 - share) * -honest.mean() + share * (1 - fakes).mean()
        square = (1 - share) * (honest**2).mean() + share * ((1 - fakes) ** 2).mean()
        return 100 * float(np.sqrt(mean**2 + (square - mean**2) / followers))

    return _mixture(
        "counting_error", chance, fake, share, assumed, lambda honest, fakes, _: error(honest, fakes), options
    )


def _law(chances: Floats) -> Floats:
    """Chance of each number of successes, from 0 to all."""
    laws = [np.array([1 - p, p]) for p in chances]
    while len(laws) > 1:
        laws = [reduce(np.convolve, laws[place : place + 2]) for place in range(0, len(laws), 2)]
    return laws[0]


def _expected(honest: Floats, fakes: Floats, share: float) -> float:
    return 100 * float((1 - share) * (1 - honest).mean() + share * (1 - fakes).mean())


def _mixture(
    function: str,
    chance: ArrayLike,
    fake: ArrayLike,
    share: float,
    assumed: float | None,
    statistic: Any,
    options: dict[str, Any],
) -> Estimate:
    """Bootstrap a statistic of the chances of honest accounts and of fakes, at the base rate assumed or estimated."""
    p, kind = complete_rows(chance, fake, names=("chance", "fake"))
    _shares(function, p, share=share, **({} if assumed is None else {"assumed": assumed}))
    trained_at = float(kind.mean())

    def found(honest: Floats, fakes: Floats) -> float:
        rate = assumed
        if rate is None:
            weights = np.repeat([(1 - share) / len(honest), share / len(fakes)], [len(honest), len(fakes)])
            rate = estimated_base_rate(np.concatenate([honest, fakes]), trained_at=trained_at, weights=weights)
            rate = min(max(rate, CLOSE), 1 - CLOSE)
        turned = (with_base_rate(x, trained_at=trained_at, base_rate=rate) for x in (honest, fakes))
        return float(statistic(*turned, share))

    options = {"method": "percentile", "n_resamples": 999, **options}
    return bootstrap(found, p[kind == 0], p[kind == 1], paired=False, **options)


def _shares(function: str, chance: Floats, **shares: float) -> None:
    for name, value in shares.items():
        if not 0 < value < 1:
            raise ValueError(f"{function}: expected {name} between 0 and 1, got {value}; write 0.05 for 5 %")
    if len(chance) == 0 or not ((chance >= 0) & (chance <= 1)).all():
        raise ValueError(f"{function}: expected chances from 0 to 1, one at least, got others; divide percent by 100")
