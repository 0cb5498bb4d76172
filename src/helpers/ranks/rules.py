"""Which rules would be sensible? The declared space of choices, and the points that one set of rules gives.

The list is ours, and every option comes with a reason that a reader may reject; what is not listed is not tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.score.rules import AUDIENCE_POINTS, ENDORSEMENT_CAP, ENDORSEMENT_POINTS, ENGAGEMENT_POINTS
from helpers.signals import HALF_LIFE_DAYS, KIND_WEIGHTS, WINDOW_DAYS
from helpers.stats.places import percentiles

Floats = NDArray[np.float64]
Options = tuple[float, float] | list[Any]

KINDS: Mapping[str, Mapping[str, float]] = {
    "ours": KIND_WEIGHTS,
    "equal": dict.fromkeys(KIND_WEIGHTS, 1.0),
    "reshares most": {**KIND_WEIGHTS, "reshare": 10.0},
}
"""What one reaction of a kind weighs, by the name of the option."""

CHOICES: dict[str, Options] = {
    "window": [30, 60, 90],
    "half_life": [10.0, 30.0, math.inf],
    "kinds": list(KINDS),
    "per_post": [0.0, 0.5, 1.0],
    "networks": ["sum", "best", "pooled"],
    "normalisation": ["points", "percentile", "z-score", "min-max"],
    "components": ["arithmetic", "geometric"],
    "audience": (0.0, 0.5),
    "endorsements": (0.0, 1.0),
}
"""The options of each choice: a list, or a range (low, high). Ours; a reader may declare others."""

DEFAULT: dict[str, Any] = {
    "window": WINDOW_DAYS,
    "half_life": HALF_LIFE_DAYS,
    "kinds": "ours",
    "per_post": 0.5,
    "networks": "sum",
    "normalisation": "points",
    "components": "arithmetic",
    "audience": AUDIENCE_POINTS / ENGAGEMENT_POINTS,
    "endorsements": ENDORSEMENT_POINTS * ENDORSEMENT_CAP / ENGAGEMENT_POINTS,
}
"""The rules of 2012 as they stand in `helpers.score`."""

_REASONS: list[tuple[str, str, str]] = [
    ("window", "30", "who matters now; a month is a common reporting period"),
    ("window", "60", "halfway between the two"),
    ("window", "90", "what Klout stated"),
    ("half_life", "10", "attention online fades within days"),
    ("half_life", "30", "ours in the rules of 2012"),
    ("half_life", "none", "a plain count: Klout did not say that old activity fades inside the window"),
    ("kinds", "ours", "more effort weighs more: like 1, reply and mention 2, reshare 3"),
    ("kinds", "equal", "no weight that nobody published"),
    ("kinds", "reshares most", "a reshare carries the message on, so it weighs 10"),
    ("per_post", "0", "the sum of all that was caused, however many posts it took"),
    ("per_post", "0.5", "halfway between the sum and the average; ours in the rules of 2012"),
    ("per_post", "1", "the average, which Klout's rule of relative counts may have meant"),
    ("networks", "sum", "every network adds its points, as in the rules of 2012"),
    ("networks", "best", "one should not have to be everywhere: the best network of each component counts"),
    ("networks", "pooled", "one person, one crowd: signals are added first and the logarithm comes after"),
    ("normalisation", "points", "doublings, as they are"),
    ("normalisation", "percentile", "only order counts, no outlier can pull"),
    ("normalisation", "z-score", "units of a standard deviation, the usual way with composite indicators"),
    ("normalisation", "min-max", "0 to 1 between the smallest value and the 99 % quantile, cut off there"),
    ("components", "arithmetic", "a weighted sum: strength in one makes up for weakness in another"),
    ("components", "geometric", "a weighted product: weakness in one is made up for only in part"),
    ("audience", "0 to 0.5", "Klout stated that engagement counts more; from nothing to half of its weight"),
    ("endorsements", "0 to 1", "from no weight to a full cap of +K for one unit of engagement"),
]

WHY: pd.DataFrame = pd.DataFrame(_REASONS, columns=["choice", "option", "reason"])
"""One line for each option: why it is sensible."""


def rule_draws(n: int, *, seed: int, choices: Mapping[str, Options] = CHOICES) -> pd.DataFrame:
    """Draw `n` sets of rules: a row per draw, a column per choice, each drawn evenly and independently.

    >>> rule_draws(2, seed=0, choices={"window": [30], "audience": (0.1, 0.2)})["window"].tolist()
    [30, 30]
    """
    rng = np.random.default_rng(seed)
    columns: dict[str, Any] = {}
    for name, options in choices.items():
        if isinstance(options, tuple):
            columns[name] = rng.uniform(*options, n)
        else:
            columns[name] = pd.Series(options).take(rng.integers(0, len(options), n)).array
    return pd.DataFrame(columns)


def rule_combinations(choices: Mapping[str, Options] = CHOICES) -> pd.DataFrame:
    """List every combination of the choices that are lists; ranges are left at their default.

    >>> rule_combinations({"window": [30, 90], "per_post": [0.0, 1.0], "audience": (0, 1)}).shape
    (4, 2)
    """
    lists = {name: options for name, options in choices.items() if isinstance(options, list)}
    return pd.DataFrame(list(itertools.product(*lists.values())), columns=list(lists))


def complete_rules(draws: pd.DataFrame) -> pd.DataFrame:
    """Fill in the default for every choice without a column; ValueError for a column or an option that is unknown."""
    unknown = [name for name in draws.columns if name not in DEFAULT]
    if unknown:
        raise ValueError(
            f"points_under: expected columns among {list(DEFAULT)}, got {unknown[0]!r}; a choice that no rule reads "
            "cannot move a rank"
        )
    for name in ("kinds", "networks", "normalisation", "components"):
        known = KINDS if name == "kinds" else CHOICES[name]
        wrong = [] if name not in draws else sorted(set(draws[name]) - set(known))
        if wrong:
            raise ValueError(f"points_under: expected {name} among {list(known)}, got {wrong[0]!r}")
    for name in ("window", "half_life", "per_post", "audience", "endorsements"):
        if name in draws and not (draws[name] >= (name in ("window", "half_life"))).all():
            raise ValueError(f"points_under: expected {name} as numbers of 0 or more (days: 1 or more)")
    filled = draws.assign(**{name: value for name, value in DEFAULT.items() if name not in draws})
    return filled[list(DEFAULT)]


def over_networks(values: Floats, first: NDArray[np.intp], how: str) -> Floats:
    """Give each person one number of doublings from their accounts' values (0 or more, in order of person).

    `first` holds the place of each person's first account.
    """
    if how == "pooled":
        return np.log2(1 + np.add.reduceat(values, first))
    add = np.add if how == "sum" else np.maximum
    return np.asarray(add.reduceat(np.log2(1 + values), first))


def normalised(values: Floats, normalisation: str, components: str) -> Floats:
    """Put one component of all people on the scale on which it is weighed; a component that is constant gives 0."""
    if normalisation == "percentile":
        values = percentiles(values) / 100
    elif normalisation == "z-score":
        spread = values.std()
        values = (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
    elif normalisation == "min-max":
        values = np.minimum(_from_least(values), 1.0)
    if components == "arithmetic":
        return values
    return np.log(1 + 99 * (values if normalisation == "min-max" else _from_least(values)))


def _from_least(values: Floats) -> Floats:
    """0 at the smallest value, 1 at the 99 % quantile (at the largest value where that quantile is the smallest)."""
    low, high, largest = values.min(), np.quantile(values, 0.99), values.max()
    span = (high if high > low else largest) - low
    return (values - low) / span if span > 0 else np.zeros(len(values))
