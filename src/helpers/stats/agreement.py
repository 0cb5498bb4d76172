"""Do measurements of the same people agree? Intraclass correlation, Cronbach's alpha and limits of agreement.

Agreement is not correlation: a rule that moves everybody by ten points keeps the correlation and loses agreement.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import Estimate, check_confidence
from helpers.stats.resampling import MIN_ROWS, complete_rows


class BlandAltman(NamedTuple):
    """Mean difference, its standard deviation and the limits within which 95 % of differences are expected."""

    bias: float
    sd: float
    low: float
    high: float


def bland_altman(a: ArrayLike, b: ArrayLike) -> BlandAltman:
    """Describe how far two measurements of the same people lie apart: bias, sd and limits of agreement.

    `a` and `b` are in the same unit, a row per person; differences are a - b and limits are bias +- 1.96 sd, which
    holds 95 % of differences if they are normal. (The paper of 1986 rounds to 2 sd.) Pairs with a missing value are
    dropped; ties need no care.

    Raises
    ------
    ValueError
        fewer than 3 complete pairs, infinite values, unequal lengths.

    Notes
    -----
    Source: Bland and Altman (1986), Lancet 327, 307-310.

    Examples
    --------
    >>> [round(number, 2) for number in bland_altman([10, 12, 15, 11], [11, 12, 13, 10])]
    [0.5, 1.29, -2.03, 3.03]
    """
    a, b = complete_rows(a, b, names=("a", "b"))
    if len(a) < MIN_ROWS:
        raise ValueError(f"bland_altman: expected at least {MIN_ROWS} pairs without a missing value, got {len(a)}")
    difference = a - b
    bias, sd = float(difference.mean()), float(difference.std(ddof=1))
    return BlandAltman(bias, sd, bias - 1.96 * sd, bias + 1.96 * sd)


def intraclass_correlation(ratings: pd.DataFrame | ArrayLike, *, confidence: float = 0.95) -> pd.DataFrame:
    """Share of the variance that lies between subjects: the six intraclass correlations of Shrout and Fleiss.

    `ratings` has a row per subject and a column per rater (or occasion). Subjects with a missing rating are dropped.
    The result has the rows 1,1 2,1 3,1 1,k 2,k 3,k (model, then one rating or the mean of k) and the columns value,
    f, df1, df2, p, low, high. Where all raters agree exactly f is infinite and the value is 1.
    Where subjects do not differ at all the value is negative, down to minus infinity for the mean of k.

    Raises
    ------
    ValueError
        fewer than 3 subjects, fewer than 2 raters, infinite values, or all ratings the same.

    Notes
    -----
    Source: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428; intervals as in McGraw and Wong (1996).

    Examples
    --------
    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> intraclass_correlation(table)["value"].round(2).to_dict()
    {'1,1': 0.17, '2,1': 0.29, '3,1': 0.71, '1,k': 0.44, '2,k': 0.62, '3,k': 0.91}
    """
    check_confidence(confidence)
    table = _complete(ratings, "rater")
    n, k = table.shape
    if n < MIN_ROWS or k < 2:
        raise ValueError(
            f"intraclass_correlation: expected at least {MIN_ROWS} complete subjects (rows) and 2 raters (columns), "
            f"got {n} and {k}"
        )
    if np.ptp(table) == 0:
        raise ValueError("intraclass_correlation: all ratings are the same, so there is no variance to share out")
    msb, msw, msj, mse = _mean_squares(table)
    upper = 1 - (1 - confidence) / 2
    rows = []
    with np.errstate(divide="ignore"):
        one_way, two_way = np.divide(msb, msw), np.divide(msb, mse)
    random = (msb - mse) / (msb + (k - 1) * mse + k * (msj - mse) / n)
    df_within, df_error = n * (k - 1), (n - 1) * (k - 1)
    for model, f, df2 in (("1", one_way, df_within), ("2", two_way, df_error), ("3", two_way, df_error)):
        if model == "2":
            single = (random, *_random_raters_interval(msb, msj, mse, random, n, k, upper))
        else:
            f_low = f / scipy_stats.f.ppf(upper, n - 1, df2)
            f_high = f * scipy_stats.f.ppf(upper, df2, n - 1)
            single = tuple(1 - k / (ratio + k - 1) for ratio in (f, f_low, f_high))
        p = scipy_stats.f.sf(f, n - 1, df2)
        rows.append((f"{model},1", single[0], f, n - 1, df2, p, single[1], single[2]))
    columns = ["form", "value", "f", "df1", "df2", "p", "low", "high"]
    one = pd.DataFrame(rows, columns=columns).set_index("form")
    mean = one.copy()
    mean.index = mean.index.str.replace(",1", ",k")
    for column in ("value", "low", "high"):
        single_rating = one[column].to_numpy()
        with np.errstate(divide="ignore"):  # minus infinity where no variance lies between subjects
            mean[column] = k * single_rating / (1 + (k - 1) * single_rating)
    return pd.concat([one, mean])


def cronbach_alpha(items: pd.DataFrame | ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Estimate Cronbach's alpha, the reliability of the sum of several items, with Feldt's interval.

    `items` has a row per person and a column per item, all scored in the same direction. People with a missing item are
    dropped. Alpha is the intraclass correlation 3,k; it is negative where items run against each other, and a high
    value does not show that the items measure one thing. Items that all rank and space people alike give [1, 1].

    Raises
    ------
    ValueError
        fewer than 3 complete people, fewer than 2 items, infinite values, or no difference between people's sums.

    Notes
    -----
    Source: Cronbach (1951), Psychometrika 16, 297-334; interval: Feldt, Woodruff and Salih (1987), Applied
    Psychological Measurement 11, 93-103, equations 6 and 7.

    Examples
    --------
    >>> print(cronbach_alpha([[3, 4, 3], [5, 5, 4], [1, 2, 2], [4, 4, 5], [2, 3, 1]]))
    0.92 [0.60, 0.99], n = 5
    """
    check_confidence(confidence)
    table = _complete(items, "item")
    n, k = table.shape
    if n < MIN_ROWS or k < 2:
        raise ValueError(
            f"cronbach_alpha: expected at least {MIN_ROWS} complete people (rows), 2 items (columns), got {n} and {k}"
        )
    total = table.sum(axis=1)
    if np.ptp(total) == 0:
        raise ValueError(
            f"cronbach_alpha: the items of all {n} people sum to {total[0]:g}, so there is no variance to explain; "
            "look for items scored in opposite directions"
        )
    noise = k / (k - 1) * table.var(axis=0, ddof=1).sum() / total.var(ddof=1) - 1 / (k - 1)
    tail = (1 - confidence) / 2
    low, high = 1 - noise * scipy_stats.f.ppf([1 - tail, tail], n - 1, (n - 1) * (k - 1))
    return Estimate(1 - noise, low, high, n, confidence, "Cronbach's alpha, Feldt interval")


def _complete(columns: pd.DataFrame | ArrayLike, what: str) -> NDArray[np.float64]:
    """Rows without a missing value as floats; `what` names a column in error messages."""
    given = [column for _, column in pd.DataFrame(columns).items()]
    return np.column_stack(complete_rows(*given, names=tuple(f"{what} {j + 1}" for j in range(len(given)))))


def _mean_squares(table: np.ndarray) -> tuple[float, float, float, float]:
    """Mean squares between subjects, within subjects, between raters (judges) and of the residual."""
    n, k = table.shape
    grand = table.mean()
    between = k * np.sum((table.mean(axis=1) - grand) ** 2)
    judges = n * np.sum((table.mean(axis=0) - grand) ** 2)
    residual = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + grand
    error = np.sum(residual**2)
    return between / (n - 1), (judges + error) / (n * (k - 1)), judges / (k - 1), error / ((n - 1) * (k - 1))


def _random_raters_interval(
    msb: float, msj: float, mse: float, icc: float, n: int, k: int, upper: float
) -> tuple[float, float]:
    """Interval of ICC(2,1) with Satterthwaite's degrees of freedom."""
    raters, error = k * icc * msj, (n * (1 + (k - 1) * icc) - k * icc) * mse
    bottom = (n - 1) * raters**2 + error**2
    df = (k - 1) * (n - 1) * (raters + error) ** 2 / bottom if bottom > 0 else 1.0
    f_low, f_high = scipy_stats.f.ppf(upper, n - 1, df), scipy_stats.f.ppf(upper, df, n - 1)
    noise = k * msj + (n * k - k - n) * mse
    return n * (msb - f_low * mse) / (f_low * noise + n * msb), n * (f_high * msb - mse) / (noise + n * f_high * msb)
