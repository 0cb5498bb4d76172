"""Does the score still go with the good done when people play for it? Rank correlations as the pressure rises.

Beside it stands the count of followers, under the same pressure. It cannot say how large the pressure is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from helpers.gaming.actions import ACTIONS, hourly
from helpers.gaming.play import play
from helpers.stats import bootstrap, correlation


def under_pressure(
    people: pd.DataFrame,
    pressures: Iterable[float],
    table: pd.DataFrame,
    *,
    n_resamples: int = 499,
    seed: int = 0,
    **options: Any,
) -> pd.DataFrame:
    """Estimate what the score is worth at each pressure: a row per pressure, an `Estimate` in each cell.

    score and followers: Spearman correlation with the good done. good: mean good done, in hours of lesson preparation
    a week. `options` go to `helpers.gaming.play`. The intervals are bootstraps over people; they hold the assumptions
    fixed.

    Raises
    ------
    ValueError
        no pressure, or what `play` refuses.

    Examples
    --------
    >>> from helpers.gaming import hourly, population
    >>> found = under_pressure(population(200), [0, 1], hourly(), n_resamples=99)
    >>> bool(found.loc[0, "score"].value > found.loc[1, "score"].value)
    True
    """
    rows = {}
    how: dict[str, Any] = {"n_resamples": n_resamples, "seed": seed}
    for pressure in pressures:
        result = play(people, pressure, table, **options)
        rows[pressure] = {
            "score": correlation(result["points"], result["good"], **how),
            "followers": correlation(result["followers"], result["good"], **how),
            "good": bootstrap(np.mean, result["good"], **how),
        }
    if not rows:
        raise ValueError("under_pressure: expected at least one pressure, got none; write [0, 0.5, 1]")
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("pressure")


def other_assumptions(
    people: pd.DataFrame,
    pressures: Iterable[float],
    *,
    actions: pd.DataFrame = ACTIONS,
    draws: int = 50,
    spread: float = 0.5,
    seed: int = 0,
    **options: Any,
) -> pd.DataFrame:
    """Draw other assumptions about what an hour does, and see what pressure then does: a row per draw and pressure.

    Every number about an hour in `actions` (good, what is written and received, who reacts, followers) is multiplied
    by exp(`spread` x normal), each on its own; zeros stay zeros and the traits' weights stay. The index is draw and
    pressure. Columns: score and followers, their Spearman correlation with the good done, and good, its mean. `options`
    go to `helpers.gaming.play`. The draws are ours: their spread is no uncertainty about the world.

    Raises
    ------
    ValueError
        no pressure, no draw, a spread below 0, or what `hourly` and `play` refuse.

    Examples
    --------
    >>> from helpers.gaming import population
    >>> other_assumptions(population(50), [0, 1], draws=3).shape
    (6, 3)
    """
    weights = list(pressures)
    if draws < 1 or not spread >= 0 or not weights:
        raise ValueError(
            f"other_assumptions: expected pressures, a draw and a spread of 0 or more, got {weights}, {draws} "
            f"and {spread}"
        )
    rng = np.random.default_rng(seed)
    drawn = pd.concat([actions] * draws, keys=range(draws))
    varied = ["good", "posts", "likes", "replies", "mentions", "reshares", "reactors", "others", "followers"]
    drawn[varied] *= np.exp(spread * rng.normal(size=(len(drawn), len(varied))))
    names = drawn.index
    table = hourly(drawn.set_axis([f"{draw} {action}" for draw, action in names])).set_axis(names)
    rows = {}
    for draw in range(draws):
        for weight in weights:
            result = play(people, weight, table.loc[draw], **options)
            ranks = result[["points", "followers", "good"]].rank().corr()["good"]
            rows[draw, weight] = [ranks["points"], ranks["followers"], result["good"].mean()]
    index = pd.MultiIndex.from_tuples(rows, names=["draw", "pressure"])
    return pd.DataFrame(list(rows.values()), index=index, columns=["score", "followers", "good"])
