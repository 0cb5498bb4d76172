"""What do several studies say together, and what would the next one show? Random-effects pooling of effects.

It takes each effect and its variance as given: it cannot tell a biased study from a sound one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import check_confidence
from helpers.stats.heterogeneity import Floats, Studies, estimate_tau2, q_profile, se_tau2
from helpers.stats.resampling import as_numbers

METHODS = ("REML", "DL", "ML", "PM", "EE")


@dataclass(frozen=True)
class Pooled:
    """What several studies say together: the mean effect, how far true effects spread, and a new study's likely effect.

    `value` with `low`, `high` and `se` is the mean effect; `predicted_low` and `predicted_high` bound the true effect
    of a new study of the same kind. `tau2` is the variance of the true effects, with its standard error and its
    interval by the Q-profile; `i2` (percent) and `h2` compare it with a typical sampling variance; `q` tests it against
    0 and `q_p` is the p-value. `k` counts studies. `coefficients` has a row per coefficient, the intercept first, and
    the columns value, se, low, high. With moderators the mean and the prediction are those of a study whose moderators
    are all 0, and the rest is about what the moderators leave unexplained.

    From `pool_correlations` the value and the intervals of the mean and the prediction are correlations, all else is
    on Fisher's scale, and `z` holds the same result wholly on Fisher's scale.
    """

    value: float
    low: float
    high: float
    predicted_low: float
    predicted_high: float
    se: float
    tau2: float
    se_tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    h2: float
    q: float
    q_p: float
    k: int
    confidence: float
    method: str
    coefficients: pd.DataFrame = field(repr=False, compare=False)
    z: Pooled | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Write the mean with its interval, the prediction interval and the number of studies."""
        mean = f"{self.value:z.2f} [{self.low:z.2f}, {self.high:z.2f}]"
        return f"{mean}, a new study in [{self.predicted_low:z.2f}, {self.predicted_high:z.2f}], k = {self.k}"


def pool_effects(
    effect: ArrayLike,
    variance: ArrayLike,
    *,
    moderators: pd.DataFrame | None = None,
    method: str = "REML",
    knapp_hartung: bool = False,
    confidence: float = 0.95,
) -> Pooled:
    """Pool the effects of independent studies, with an interval for the mean and one for the effect of a new study.

    `effect` and its sampling `variance` have a row per study, in any one unit. `moderators` has a numeric column per
    moderator and its rows in the same order. Studies with a missing effect, variance or moderator are dropped; `k` is
    what is left. `method` estimates the variance of true effects: "REML" or "ML" (restricted or full maximum
    likelihood), "DL" (DerSimonian and Laird), "PM" (Paule and Mandel), or "EE" for equal effects, where it is 0 by
    assumption. A negative
    solution becomes 0. Intervals use normal quantiles, with `knapp_hartung` t quantiles with k - p degrees of freedom
    (p coefficients) and the variance of Knapp and Hartung, which may be smaller or larger than the usual one.

    The prediction interval is value +- quantile * sqrt(tau2 + se^2). With a handful of studies both tau2 and this
    interval are rough: look at `tau2_low` and `tau2_high`. Their Q-profile interval stops at 0.

    Raises
    ------
    ValueError
        fewer than 2 studies, or no more studies than coefficients; a variance that is infinite, 0 or
        negative; an infinite effect; unequal lengths; moderators that are collinear or not numeric; an unknown method.

    Notes
    -----
    Definitions are those of the R package metafor. Source: Viechtbauer (2010), Journal of Statistical Software 36 (3);
    Viechtbauer (2007), Statistics in Medicine 26, 37-52 (Q-profile); Knapp and Hartung (2003), ibid. 22, 2693-2710.

    Examples
    --------
    >>> print(pool_effects([0.1, 0.3, 0.35, 0.6], [0.01, 0.02, 0.01, 0.03]))
    0.31 [0.12, 0.50], a new study in [-0.03, 0.65], k = 4
    """
    if method not in METHODS:
        raise ValueError(f"pool_effects: method must be one of {', '.join(METHODS)}, got {method!r}")
    check_confidence(confidence)
    y, v, design, names = _prepare(effect, variance, moderators)
    k, p = design.shape
    centre, unit = y.mean(), np.median(v)
    data = Studies((y - centre) / np.sqrt(unit), v / unit, design)
    tau2 = estimate_tau2(data, method)
    fit, equal = data.fit(tau2), data.fit(0.0)
    scale = fit.q / (k - p) if knapp_hartung else 1.0
    quantile = scipy_stats.t(k - p) if knapp_hartung else scipy_stats.norm
    reach = quantile.ppf(1 - (1 - confidence) / 2)
    values = fit.beta * np.sqrt(unit) + np.where(np.arange(p) == 0, centre, 0)
    errors = np.sqrt(scale * np.diag(fit.inverse) * unit)
    table = {"value": values, "se": errors, "low": values - reach * errors, "high": values + reach * errors}
    spread = reach * np.sqrt(tau2 * unit + errors[0] ** 2)
    typical = (k - p) / np.trace(equal.projection)
    i2, h2 = 100 * tau2 / (tau2 + typical), tau2 / typical + 1
    if method == "EE":
        i2, h2 = (max(0.0, 100 * (1 - (k - p) / equal.q)) if equal.q > 0 else 0.0), equal.q / (k - p)
    tau2_low, tau2_high = (unit * bound for bound in q_profile(data, confidence))
    return Pooled(
        value=float(values[0]),
        low=float(table["low"][0]),
        high=float(table["high"][0]),
        predicted_low=float(values[0] - spread),
        predicted_high=float(values[0] + spread),
        se=float(errors[0]),
        tau2=float(tau2 * unit),
        se_tau2=float(se_tau2(data, tau2, method) * unit),
        tau2_low=float(tau2_low),
        tau2_high=float(tau2_high),
        i2=float(i2),
        h2=float(h2),
        q=float(equal.q),
        q_p=float(scipy_stats.chi2.sf(equal.q, k - p)),
        k=k,
        confidence=confidence,
        method=f"{method}, {'Knapp-Hartung' if knapp_hartung else 'normal'} interval",
        coefficients=pd.DataFrame(table, index=pd.Index(names, name="coefficient")),
    )


def pool_correlations(
    r: ArrayLike,
    n: ArrayLike,
    *,
    moderators: pd.DataFrame | None = None,
    method: str = "REML",
    knapp_hartung: bool = False,
    confidence: float = 0.95,
) -> Pooled:
    """Pool Pearson correlations of independent studies through Fisher's z, whose variance is 1 / (n - 3).

    `r` and the number of people `n` have a row per study. Not for rank correlations or clustered people, whose
    variance is another: use `pool_effects` with a bootstrap variance there. Studies with a missing correlation
    or number of people are dropped. All else is as in `pool_effects`; see `Pooled` for what is on which scale.

    Raises
    ------
    ValueError
        a correlation of 1 or -1 or beyond, n of 3 or fewer, and what `pool_effects` refuses.

    Notes
    -----
    Source: Hedges and Olkin (1985), Statistical Methods for Meta-Analysis; as metafor's measure "ZCOR".

    Examples
    --------
    >>> print(pool_correlations([0.1, 0.3, 0.35, 0.6], [100, 50, 100, 33]))
    0.33 [0.12, 0.51], a new study in [-0.08, 0.64], k = 4
    """
    r, n = as_numbers(r, "r"), as_numbers(n, "n")
    given = ~np.isnan(r)
    if len(n) == len(r):
        given &= ~np.isnan(n)
    if np.any(np.abs(r[given]) >= 1):
        raise ValueError(
            f"pool_correlations: expected correlations between -1 and 1, got {_first(r, given & (np.abs(r) >= 1))}; "
            "a perfect correlation has no Fisher's z: leave this study out or look for a mistake"
        )
    if len(n) == len(r) and not np.all(n[given] > 3):
        raise ValueError(
            f"pool_correlations: expected more than 3 people in every study, got {_first(n, given & ~(n > 3))}; "
            "leave out smaller studies"
        )
    z = pool_effects(
        np.arctanh(r),
        np.divide(1, n - 3, out=np.full(len(n), np.nan), where=n > 3),
        moderators=moderators,
        method=method,
        knapp_hartung=knapp_hartung,
        confidence=confidence,
    )
    return replace(
        z,
        value=float(np.tanh(z.value)),
        low=float(np.tanh(z.low)),
        high=float(np.tanh(z.high)),
        predicted_low=float(np.tanh(z.predicted_low)),
        predicted_high=float(np.tanh(z.predicted_high)),
        z=z,
    )


def _prepare(
    effect: ArrayLike, variance: ArrayLike, moderators: pd.DataFrame | None
) -> tuple[Floats, Floats, Floats, list[str]]:
    """Effects, variances, the design with its intercept, and the names of its columns; ValueError as documented."""
    y, v = as_numbers(effect, "effect"), as_numbers(variance, "variance")
    columns, names = np.empty((len(y), 0)), []
    if moderators is not None:
        if not isinstance(moderators, pd.DataFrame):
            raise ValueError("pool_effects: expected moderators as a DataFrame, a column each; use pd.DataFrame(...)")
        names = [str(name) for name in moderators.columns]
        columns = np.column_stack([_moderator(moderators[name]) for name in moderators.columns])
    if not len(y) == len(v) == len(columns):
        raise ValueError(
            f"pool_effects: expected an effect, a variance and moderators for each study, got {len(y)} effects, "
            f"{len(v)} variances and {len(columns)} rows of moderators; give each a row per study"
        )
    keep = ~np.isnan(y) & ~np.isnan(v) & ~np.isnan(columns).any(axis=1)
    y, v, design = y[keep], v[keep], np.column_stack([np.ones(keep.sum()), columns[keep]])
    k, p = design.shape
    if k < 2:
        raise ValueError(f"pool_effects: expected at least 2 studies, got {k}; with one study give its own interval")
    if not np.all(v > 0):
        raise ValueError(
            f"pool_effects: expected a variance above 0 for every effect, got {_first(v, ~(v > 0))}; give the squared "
            "standard error, or leave the study out"
        )
    if k <= p:
        raise ValueError(f"pool_effects: expected more studies than coefficients, got {k} studies for {p} coefficients")
    if np.linalg.matrix_rank(design / np.linalg.norm(design, axis=0).clip(min=np.finfo(float).tiny)) < p:
        raise ValueError(
            f"pool_effects: the moderators {', '.join(names)} are collinear or constant in these {k} studies; "
            "leave one out"
        )
    return y, v, design, ["intercept", *names]


def _moderator(column: pd.Series) -> Floats:
    if not pd.api.types.is_numeric_dtype(column):
        raise ValueError(
            f"pool_effects: expected numeric moderators, got {column.name!r} of {column.dtype}; "
            "turn categories into columns of 0 and 1, as pandas.get_dummies does"
        )
    return as_numbers(column, str(column.name))


def _first(values: Floats, wrong: NDArray[np.bool_]) -> str:
    place = int(np.argmax(wrong))
    return f"{values[place]:g} in row {place + 1}"
