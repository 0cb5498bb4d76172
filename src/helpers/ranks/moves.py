"""How far does one choice of rules move people, when all the others stay? Redrawn one at a time, from many starts.

It says how far people move, not whether a set of rules lies far from the default: that is `helpers.ranks.driving`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.ranks.activity import Prepared
from helpers.ranks.order import mean_ranks
from helpers.ranks.rules import CHOICES, Options, rule_draws
from helpers.ranks.under import points_under
from helpers.stats import bootstrap


def moves_by_choice(
    prepared: Prepared,
    *,
    n: int = 100,
    seed: int = 0,
    choices: Mapping[str, Options] = CHOICES,
    confidence: float = 0.95,
) -> pd.Series:
    """Mean move of a person, in places of 100, when one choice alone is drawn anew.

    `n` sets of rules are drawn from `choices`; from each, every choice is drawn anew by itself, and may come out as it
    was. The move is the absolute difference of the two ranks, in percent of the number of people, averaged over people;
    ties share the mean place. An Estimate per choice, the largest first; its n counts sets of rules and its interval is
    Monte-Carlo error, by a percentile bootstrap over them.

    Raises
    ------
    ValueError
        fewer than 3 sets of rules, and as `points_under`.
    """
    if n < 3:
        raise ValueError(f"moves_by_choice: expected n of 3 or more sets of rules, got {n}; 100 make a steady mean")
    start = rule_draws(n, seed=seed, choices=choices)
    anew = rule_draws(n, seed=seed + 1, choices=choices)
    ranks = mean_ranks(points_under(prepared, start))
    found = {}
    for name in choices:
        other = mean_ranks(points_under(prepared, start.assign(**{name: anew[name]})))
        moves = 100 * np.abs(other - ranks).mean(axis=1) / len(prepared.people)
        found[name] = bootstrap(np.mean, moves, n_resamples=1999, confidence=confidence, method="percentile")
    return pd.Series(dict(sorted(found.items(), key=lambda item: -item[1].value)), name="places of 100")
