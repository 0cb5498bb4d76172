"""Are the four mechanisms at work among the people of the shared model? What the score promises, and what is found.

The promise is what somebody would expect who takes the relation among everybody for a law. Synthetic.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.gaming.play import play
from helpers.stats import bootstrap, correlation, truncated_correlation
from helpers.stats.places import normal_scores, percentiles

Floats = NDArray[np.float64]


def four_ways(
    people: pd.DataFrame,
    table: pd.DataFrame,
    *,
    pressure: float = 0.5,
    top: float = 0.1,
    n_resamples: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Look for the four mechanisms among the same people: a row each, with measured, promised and found (an Estimate).

    regressional: the top share by points, without pressure; mean place (of 100) by points and by good. extremal: under
    `pressure`, the correlation of normal scores of points and good in that share, promised by truncation alone.
    causal: without pressure a random half is given, as a present, the points of a weekly hour of the best paid action;
    how many places of 100 they then lie ahead of the others in good, promised by the slope of good on points, and
    found. adversarial: change of the mean good done in percent when everybody comes under `pressure`; promised is what
    the slope of good on points makes of the rise in points. The intervals are bootstraps over people.

    Raises
    ------
    ValueError
        what `play` refuses, or a top share that leaves fewer than 3 people.

    Examples
    --------
    >>> from helpers.gaming import hourly, population
    >>> four_ways(population(200), hourly(), n_resamples=99).index.tolist()
    ['regressional', 'extremal', 'causal', 'adversarial']
    """
    how: dict[str, Any] = {"n_resamples": n_resamples, "seed": seed}
    free, pressed = (play(people, weight, table) for weight in (0.0, pressure))
    by_points, by_good = percentiles(free["points"]), percentiles(free["good"])
    chosen = _top(by_points, top)

    points, good = normal_scores(pressed["points"]), normal_scores(pressed["good"])
    ahead = _top(points, top)
    left = truncated_correlation(float(np.corrcoef(points, good)[0, 1]), top)

    given = np.random.default_rng(seed).permutation(len(people)) < len(people) // 2
    richer = percentiles(free["points"] + table["points"].max() * given)
    promised = float(np.polyfit(by_points, by_good, 1)[0]) * float(_difference(richer, given.astype(float)))

    slope = float(np.polyfit(free["points"], free["good"], 1)[0])
    to_percent = 100 / float(free["good"].mean())
    rise = slope * float((pressed["points"] - free["points"]).mean())
    change = bootstrap(np.mean, to_percent * (pressed["good"] - free["good"]), **how)
    at_top = correlation(points[ahead], good[ahead], method="pearson", **how)
    rows = {
        "regressional": ("mean place of the top", by_points[chosen].mean(), bootstrap(np.mean, by_good[chosen], **how)),
        "extremal": ("correlation at the top", left, at_top),
        "causal": (
            "places ahead after a present",
            promised,
            bootstrap(_difference, by_good, given.astype(float), **how),
        ),
        "adversarial": ("change of the good done (%)", to_percent * rise, change),
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["measured", "promised", "found"])


def _difference(values: Floats, given: Floats, axis: int = -1) -> Floats:
    """Mean of those who were given something (1) less the mean of those who were not (0)."""
    number = given.sum(axis=axis)
    with_gift = (values * given).sum(axis=axis)
    return with_gift / number - (values.sum(axis=axis) - with_gift) / (given.shape[axis] - number)


def _top(values: Floats, share: float) -> NDArray[np.intp]:
    return np.argsort(values)[len(values) - round(share * len(values)) :]
