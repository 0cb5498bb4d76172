"""How well does an account's own page tell that it is fake? Out-of-sample chances, their calibration, false alarms.

What is learned on these accounts holds for accounts that were collected in the same way.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.score.rules import require
from helpers.stats import Estimate, bootstrap
from helpers.stats.resampling import complete_rows

Floats = NDArray[np.float64]

FAKE_SIGNALS = ("followers", "following", "media", "biography_length", "has_picture", "private")
"""What everybody can see of an account."""


def chance_of_fake(
    accounts: pd.DataFrame,
    *,
    signals: tuple[str, ...] = FAKE_SIGNALS,
    folds: int = 10,
    repeats: int = 20,
    seed: int = 0,
) -> Floats:
    """Chance that each account is fake, learned from accounts of other folds only: one number per row, 0 to 1.

    `accounts` has a row per account with `fake` (yes or no) and the signals: counts enter as log(1 + count), yes and no
    as 1 and 0, all in one logistic regression without tuning. `repeats` draws the folds anew; the chances are their
    mean. Chances hold at the share of fakes among these accounts (see `with_base_rate`). Drop rows that stand twice
    first, or an account may be learned from its own copy.

    Raises
    ------
    ValueError
        a missing column or value, negative counts, fewer than `folds` accounts of either kind, fewer than 2 folds,
        or signals that part the two kinds completely, for which a logistic regression has no answer.

    Notes
    -----
    Source: Stone (1974), Journal of the Royal Statistical Society B 36, 111-147 (cross-validation); the regression is
    that of statsmodels.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> page = pd.DataFrame({"fake": np.arange(200) < 60, "followers": rng.integers(0, 900, 200)})
    >>> chance_of_fake(page, signals=("followers",), repeats=2).mean().round(2).item()
    0.3
    """
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

    require(accounts, ["fake", *signals], "the data set instafake")
    fake = accounts["fake"].to_numpy(dtype=float)
    few = int(min(fake.sum(), len(fake) - fake.sum()))
    if folds < 2 or few < folds:
        raise ValueError(f"chance_of_fake: expected 2 folds or more and as many accounts of each kind, got {few}")
    design = np.column_stack([np.ones(len(fake)), *(_prepared(accounts[name], name) for name in signals)])
    rng = np.random.default_rng(seed)
    total = np.zeros(len(fake))
    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        warnings.simplefilter("error", ConvergenceWarning)
        for _ in range(repeats):
            fold = rng.permutation(np.arange(len(fake)) % folds)
            for held_out in range(folds):
                here = fold == held_out
                try:
                    fitted = sm.Logit(fake[~here], design[~here]).fit(disp=0)
                except (PerfectSeparationWarning, ConvergenceWarning, np.linalg.LinAlgError) as problem:
                    raise ValueError(
                        "chance_of_fake: expected signals that leave some doubt and are not copies of each other, got "
                        f"a regression without an answer ({type(problem).__name__}); leave out a signal"
                    ) from None
                total[here] += fitted.predict(design[here])
    return total / repeats


def calibration_of_chances(happened: ArrayLike, chance: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Calibration slope of chances: the slope of what happened on the log odds, by logistic regression, Wald interval.

    1 is well calibrated; below 1 the chances are too near to 0 and 1. Rows with a missing value are dropped.

    Raises
    ------
    ValueError
        chances of 0 or 1, which have no log odds, or outcomes of one kind only.

    Notes
    -----
    Source: Cox (1958), Biometrika 45, 562-565.

    Examples
    --------
    >>> happened = [True] + [False] * 3 + [True] * 3 + [False]
    >>> print(calibration_of_chances(happened, [0.25] * 4 + [0.75] * 4))
    1.00 [-0.46, 2.46], n = 8
    """
    import statsmodels.api as sm

    y, p = complete_rows(happened, chance, names=("happened", "chance"))
    if len(p) == 0 or not ((p > 0) & (p < 1)).all() or y.min() == y.max():
        raise ValueError("calibration_of_chances: expected chances above 0 and below 1, and outcomes of both kinds")
    fitted = sm.Logit(y, np.column_stack([np.ones(len(y)), np.log(p / (1 - p))])).fit(disp=0)
    low, high = fitted.conf_int(1 - confidence)[1]
    how = "calibration slope, logistic regression, Wald interval, chances held fixed"
    return Estimate(fitted.params[1], low, high, len(y), confidence, how, fitted.bse[1])


def honest_of_flagged(
    chance: ArrayLike, fake: ArrayLike, *, at: float, base_rate: float, n_resamples: int = 9999, **options: Any
) -> Estimate:
    """Share of honest accounts among those flagged, where a share `base_rate` of all accounts is fake.

    An account is flagged from a chance of `at` on. The shares of fakes and of honest accounts that are flagged are
    taken from `chance` and `fake` (a row per account) and put together by Bayes' rule, so the share of fakes among
    these rows plays no part. Percentile interval by bootstrap over the accounts of each kind, the chances held fixed.
    Rows with a missing value are dropped.

    Raises
    ------
    ValueError
        fewer than 3 accounts of either kind, a base rate outside 0 to 1, or nobody flagged.

    Examples
    --------
    >>> chance, fake = [0.9] * 9 + [0.1] * 91, [True] * 8 + [False] * 90 + [True] * 2
    >>> round(honest_of_flagged(chance, fake, at=0.5, base_rate=0.1, n_resamples=99).value, 3)
    0.111
    """
    if not 0 < base_rate < 1:
        raise ValueError(f"honest_of_flagged: expected a base rate between 0 and 1, got {base_rate}")
    p, kind = complete_rows(chance, fake, names=("chance", "fake"))
    caught, wrongly = (p[kind == value] >= at for value in (1, 0))

    def share(hit: Floats, false: Floats, axis: int = -1) -> Floats:
        bad, good = base_rate * hit.mean(axis=axis), (1 - base_rate) * false.mean(axis=axis)
        return good / (good + bad)

    samples = (caught.astype(float), wrongly.astype(float))
    options = {"method": "percentile", "n_resamples": n_resamples, **options}
    return bootstrap(share, *samples, paired=False, **options)


def _prepared(values: pd.Series, name: str) -> Floats:
    column = values.to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(column).all() or (column < 0).any():
        raise ValueError(f"chance_of_fake: expected {name} to be counts of 0 or more, none missing; mend those rows")
    return column if values.dtype == bool else np.log1p(column)
