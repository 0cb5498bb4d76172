"""Who plays? Invented people with limited hours, a contribution to make, some fame and some skill at gaming.

Synthetic: it shows what follows from the assumptions, never what people do.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

TRAITS = ["contribution", "fame", "gaming_skill"]

FAME_FROM_CONTRIBUTION = 0.35
"""Correlation of contribution and fame: the weight of impact on fame in `helpers.simulate` (ours)."""

USUAL_AUDIENCE = 100.0
"""Followers of a person of usual fame (ours)."""

AUDIENCE_PER_FAME = 1.2
"""A standard deviation of fame multiplies the audience by exp(1.2), about 3.3 (ours)."""

HOURS_MEAN, HOURS_SHAPE = 5.0, 4.0
"""Hours a week that people have: a gamma distribution, mean 5 and standard deviation 2.5 (ours)."""

LUCK = 0.5
"""Standard deviation of the logarithm of the luck that engagement meets (ours)."""


def population(
    n: int = 2000,
    *,
    seed: int = 0,
    fame_from_contribution: float = FAME_FROM_CONTRIBUTION,
    skill_from_contribution: float = 0.0,
) -> pd.DataFrame:
    """Draw people: contribution, fame, gaming_skill, hours, audience, luck; a row each, without names.

    The three traits are standard normal. `fame_from_contribution` and `skill_from_contribution` are the correlations
    of fame and of gaming skill with contribution, from -1 to 1. `hours` are hours a week, `audience` the followers at
    the start, `luck` what engagement is multiplied by, 1 at the median. Nothing is missing. The same seed gives the
    same people; a changed correlation changes its own trait and nothing else but what follows from it.

    Raises
    ------
    ValueError
        fewer than 3 people, or a correlation outside -1 to 1.

    Examples
    --------
    >>> population(3, seed=1).shape
    (3, 6)
    """
    if n < 3:
        raise ValueError(f"population: expected n of 3 or more, got {n}; a relation needs people")
    for name, r in (
        ("fame_from_contribution", fame_from_contribution),
        ("skill_from_contribution", skill_from_contribution),
    ):
        if not -1 <= r <= 1:
            raise ValueError(f"population: expected {name} from -1 to 1, got {r}; it is a correlation")
    rng = np.random.default_rng(seed)
    contribution, own_fame, own_skill, luck = rng.normal(size=(4, n))
    fame = _related(contribution, own_fame, fame_from_contribution)
    return pd.DataFrame(
        {
            "contribution": contribution,
            "fame": fame,
            "gaming_skill": _related(contribution, own_skill, skill_from_contribution),
            "hours": rng.gamma(HOURS_SHAPE, HOURS_MEAN / HOURS_SHAPE, n),
            "audience": USUAL_AUDIENCE * np.exp(AUDIENCE_PER_FAME * fame),
            "luck": np.exp(LUCK * luck),
        }
    )


def _related(trait: np.ndarray, own: np.ndarray, r: float) -> np.ndarray:
    return r * trait + math.sqrt(1 - r**2) * own
