"""How many times as many go with ten points more? Regressions for counts, of the mean and of the tails.

They describe who sells how much; they do not say what a point does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

from helpers.score.rules import require
from helpers.stats import Estimate

WORKED_UP = 5000  # steps of a quantile regression before it gives up


class TailLine(NamedTuple):
    """A line of log(1 + value) on tens of points: how many times as many go with ten points more, and its two terms."""

    ratio: Estimate
    intercept: float
    slope: float


def rate_ratios(formula: str, people: pd.DataFrame) -> dict[str, Estimate]:
    """Rate ratios of a negative binomial regression: for each term how many times the count goes with one unit more.

    `formula` is one of statsmodels, as ``"value ~ tens + log_followers"``; `people` has its columns, a row per person.
    Intervals are those of the model (Wald, 95 %).

    Raises
    ------
    ValueError
        a missing value in `people`.

    Examples
    --------
    >>> calm = pd.DataFrame({"famous": [0] * 6 + [1] * 6, "value": [0, 1, 2, 3, 4, 8, 0, 2, 4, 6, 8, 16]})
    >>> round(rate_ratios("value ~ famous", calm)["famous"].value, 3)
    2.0
    """
    if people.isna().any(axis=None):
        raise ValueError("rate_ratios: expected no missing value; leave out who did not report with dropna()")
    fit = smf.negativebinomial(formula, people).fit(disp=0)
    bounds = np.exp(fit.conf_int().assign(value=fit.params)).drop(["Intercept", "alpha"])
    return {name: Estimate(b["value"], b[0], b[1], len(people), 0.95, formula) for name, b in bounds.iterrows()}


def tail_lines(people: pd.DataFrame, *, shares: tuple[float, ...]) -> dict[float, TailLine]:
    """Quantile regressions: lines with the share (0 to 1) of the people below them.

    `people` has tens (tens of points) and value (a count), a row per person. Each line is one of log(1 + value) on
    tens; intervals are those of the model (95 %).

    Raises
    ------
    ValueError
        a missing column, or a share that is not strictly between 0 and 1.

    Examples
    --------
    >>> rising = pd.DataFrame({"tens": range(1, 9), "value": [2**x - 1 for x in range(1, 9)]})
    >>> rising.loc[2, "value"] = 8
    >>> round(tail_lines(rising, shares=(0.5,))[0.5].ratio.value, 3)
    2.0
    """
    require(people, ["tens", "value"], "the outcomes of one kind with the score over 10 as tens")
    if not all(0 < share < 1 for share in shares):
        raise ValueError(f"tail_lines: shares must be strictly between 0 and 1, got {shares}; write 0.9 for 90 %")
    model = smf.quantreg("log_value ~ tens", people.assign(log_value=np.log1p(people["value"])))
    found = {}
    for share in shares:
        fit = model.fit(q=share, max_iter=WORKED_UP)
        value, low, high = np.exp([fit.params["tens"], *fit.conf_int().loc["tens"]])
        ratio = Estimate(value, low, high, len(people), 0.95, "quantile regression")
        found[share] = TailLine(ratio, float(fit.params["Intercept"]), float(fit.params["tens"]))
    return found
