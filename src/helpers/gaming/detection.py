"""Who is accused when fakes are hunted? What a detector of known sharpness does at a base rate, and to honest people.

A detector here is two normal distributions of a suspicion, d' apart. What real detectors reach is another question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from helpers.gaming.play import play
from helpers.stats import Estimate, bootstrap, correlation, proportion
from helpers.stats.places import percentiles


def flagged(sensitivity: float, specificity: float, base_rates: Iterable[float]) -> pd.DataFrame:
    """Of 100 flagged accounts, how many are honest? A row per base rate, by Bayes' rule.

    `sensitivity` is the share of fakes that are flagged, `specificity` the share of honest accounts that are not,
    `base_rates` shares of fakes. Columns, all of 100: flagged (of all accounts), honest_of_flagged (nan where nobody
    is flagged), honest_flagged (of the honest) and fakes_missed (of the fakes).

    Raises
    ------
    ValueError
        a share outside 0 to 1, or no base rate.

    Examples
    --------
    >>> flagged(0.9, 0.95, [0.05]).round(1).iloc[0].tolist()
    [9.3, 51.4, 5.0, 10.0]
    """
    base = np.asarray(list(base_rates), dtype=float)
    _check_shares("flagged", sensitivity=sensitivity, specificity=specificity, base_rates=base)
    hit, false = sensitivity * base, (1 - specificity) * (1 - base)
    honest = np.divide(false, hit + false, out=np.full(base.shape, math.nan), where=hit + false > 0)
    return pd.DataFrame(
        {
            "flagged": 100 * (hit + false),
            "honest_of_flagged": 100 * honest,
            "honest_flagged": 100 * (1 - specificity),
            "fakes_missed": 100 * (1 - sensitivity),
        },
        index=pd.Index(base, name="base_rate"),
    )


def even_base_rate(sensitivity: float, specificity: float) -> float:
    """The share of fakes at which half of the flagged are honest; below it most of the flagged are honest.

    ValueError for a share outside 0 to 1, or a detector that flags nobody.

    >>> round(even_base_rate(0.9, 0.95), 4)
    0.0526
    """
    _check_shares("even_base_rate", sensitivity=sensitivity, specificity=specificity)
    if sensitivity + 1 - specificity == 0:
        raise ValueError("even_base_rate: expected a detector that flags somebody, got sensitivity 0, specificity 1")
    return (1 - specificity) / (sensitivity + 1 - specificity)


def sensitivity_at(d_prime: float, specificity: ArrayLike) -> np.ndarray:
    """Sensitivity of a detector at each specificity: its curve; the suspicion of fakes lies `d_prime` higher.

    `d_prime` is in standard deviations, 0 for a coin. Specificities from 0 to 1 give a curve (ROC) whose area is
    Phi(d' / sqrt 2). ValueError for a d' below 0 or a share outside 0 to 1.

    Notes
    -----
    Phi(d' - Phi^-1(specificity)). Source: Green and Swets (1966), Signal Detection Theory and Psychophysics.

    Examples
    --------
    >>> sensitivity_at(2, [0.9, 0.95]).round(3).tolist()
    [0.764, 0.639]
    """
    _check_shares("sensitivity_at", specificity=np.asarray(specificity, dtype=float))
    if not (math.isfinite(d_prime) and d_prime >= 0):
        raise ValueError(f"sensitivity_at: expected a finite d_prime of 0 or more, got {d_prime}")
    return np.asarray(norm.cdf(d_prime - norm.ppf(np.asarray(specificity, dtype=float))))


def area(d_prime: float) -> float:
    """Chance that a fake looks more suspicious than an honest account: the area under the curve.

    >>> area(0), round(area(2), 3)
    (0.5, 0.921)
    """
    if not (math.isfinite(d_prime) and d_prime >= 0):
        raise ValueError(f"area: expected a finite d_prime of 0 or more, got {d_prime}")
    return float(norm.cdf(d_prime / math.sqrt(2)))


def hunt(
    people: pd.DataFrame,
    table: pd.DataFrame,
    *,
    players: float = 0.1,
    pressure: float = 1.0,
    d_prime: float = 2.0,
    specificity: float = 0.95,
    n_resamples: int = 499,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Hunt the players among people of the shared model: who is flagged, what it mends, what honest people lose.

    A random share `players` plays under `pressure`, the rest under none. A detector (`sensitivity_at`) flags whom it
    suspects; flagged people lose their points and stand last, tied. Estimates: honest_of_flagged and players_missed
    (shares); before, after and perfect (rank correlation of points and good among everybody: without the hunt, after
    it, and if exactly the players were flagged); places_lost (mean places of 100 lost by flagged honest people). The
    intervals hold the assumptions fixed.

    Raises
    ------
    ValueError
        a share outside 0 to 1, a negative d', or nobody to hunt, flag or wrongly flag.

    Examples
    --------
    >>> from helpers.gaming import hourly, population
    >>> found = hunt(population(400), hourly(), n_resamples=99)
    >>> bool(found["honest_of_flagged"].value > 0)
    True
    """
    _check_shares("hunt", players=players, pressure=pressure, specificity=specificity)
    sensitivity_at(d_prime, specificity)
    rng = np.random.default_rng(seed)
    playing = rng.permutation(len(people)) < round(players * len(people))
    suspicion = rng.normal(size=len(people)) + d_prime * playing
    caught = suspicion > norm.ppf(specificity)
    if not playing.any() or not (caught & ~playing).any():
        raise ValueError(
            f"hunt: expected players and honest people who are flagged, got {playing.sum()} and "
            f"{(caught & ~playing).sum()}; use more people"
        )
    result = play(people, pressure * playing, table)
    points, good = result["points"].to_numpy(), result["good"].to_numpy()
    lowest = points.min() - 1
    without, hunted = (np.where(who, lowest, points) for who in (playing, caught))
    lost = (percentiles(points) - percentiles(hunted))[caught & ~playing]
    how: dict[str, Any] = {"n_resamples": n_resamples, "seed": seed}
    return {
        "honest_of_flagged": proportion(~playing[caught]),
        "players_missed": proportion(~caught[playing]),
        "before": correlation(points, good, **how),
        "after": correlation(hunted, good, **how),
        "perfect": correlation(without, good, **how),
        "places_lost": bootstrap(np.mean, lost, **how),
    }


def _check_shares(function: str, **shares: ArrayLike) -> None:
    for name, values in shares.items():
        column = np.asarray(values, dtype=float)
        if column.size == 0 or not ((column >= 0) & (column <= 1)).all():
            raise ValueError(f"{function}: expected {name} from 0 to 1, got {values!r}; write 0.05 for 5 %")
