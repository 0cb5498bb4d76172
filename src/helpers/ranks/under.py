"""How many points does everybody get under these rules, and with other luck?

Luck is which posts and mentions came about and who happened to react. Followers, +K and the habits of people are held
fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.ranks.activity import Prepared
from helpers.ranks.rules import DEFAULT, KINDS, complete_rules, normalised, over_networks
from helpers.score.rules import ENGAGEMENT_POINTS, TIE_DECIMALS

Floats = NDArray[np.float64]


def points_under(prepared: Prepared, draws: pd.DataFrame, *, luck_seed: int | None = None) -> pd.DataFrame:
    """Give everybody's raw points under each set of rules: a row per draw, a column per person.

    `draws` has a column per choice of `CHOICES` (a choice without a column stays at its default) and a row per set of
    rules. Engagement and audience are counted in doublings (log2 of 1 + signal) and +K as a share of their cap; each is
    put on the scale that `normalisation` says among the people who are ranked, weighed (engagement 1, audience and +K
    as drawn) and put together. An account without activity in the window has neither engagement nor audience. With
    "geometric" the logarithm of the weighted product is given, each component first put on 1 to 100 between its
    smallest value and its 99 % quantile, for a product needs positive numbers.

    With `luck_seed` each row also gets its own draw of luck (as `bootstrap_points`), which depends on the seed and the
    row's label alone: `points_under(prepared, draws.loc[[7]], luck_seed=0)` gives draw 7 again. Labels are then whole
    numbers of 0 or more.

    Raises
    ------
    ValueError
        an unknown column or option, a window that was not prepared, or labels that are no whole numbers of 0 or more.

    Notes
    -----
    Under the default rules and without luck this is `raw` of `helpers.score.raw_2012`. Source of the geometric form:
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    rules = complete_rules(draws)
    if luck_seed is not None and not (
        pd.api.types.is_integer_dtype(draws.index.dtype) and (draws.index >= 0).all() and luck_seed >= 0
    ):
        raise ValueError("points_under: expected draws with whole numbers as labels, got others; use reset_index")
    points = np.empty((len(rules), len(prepared.people)))
    components = Components(prepared)
    for row, rule in enumerate(rules.itertuples(name="Rule")):
        if luck_seed is not None:
            components = Components(prepared, np.random.default_rng([luck_seed, rule.Index]))
        points[row] = components.points(rule)
    return pd.DataFrame(points.round(TIE_DECIMALS), index=draws.index, columns=prepared.people)


def bootstrap_points(
    prepared: Prepared, *, n_draws: int = 999, seed: int = 0, rules: Mapping[str, Any] = DEFAULT
) -> pd.DataFrame:
    """Give everybody's raw points when the luck of posts and reactors is drawn anew: a row per person, a column per
    draw.

    In each draw every post, every mention and every reactor counts a Poisson(1) number of times: a reaction counts as
    often as its post, a reactor adds to the engagement of a person as often as drawn. Recent posts, what a reactor gave
    to others that day, and whether an account was active are counted anew. Followers, +K and `rules` are held fixed.
    The standard deviation along a row is that person's standard error. The logarithms make the mean of the draws lower
    than the points themselves, most of all for people with few reactions: use the spread, not the mean.

    Raises
    ------
    ValueError
        fewer than 2 draws, and as `points_under`.

    Notes
    -----
    Source: the two-way bootstrap of Owen (2007), Annals of Applied Statistics 1, 386-411, with the independent weights
    of Owen and Eckles (2012), 6, 895-927, who show for means that it overstates the variance, mildly under conditions
    on the data. Here it is no longer mild: over eight draws of luck in `helpers.simulate` (1,206 people active in all)
    the points had a standard deviation of 6.1 and the bootstrap gave 7.8, from 1.1 times as much among the lowest sixth
    to 1.5 times among the highest. So the errors are too large rather than too small.
    """
    if n_draws < 2:
        raise ValueError(f"bootstrap_points: expected 2 or more draws, got {n_draws}; 999 make a steady standard error")
    same = pd.DataFrame([dict(rules)] * n_draws)
    return points_under(prepared, same, luck_seed=seed).T


class Components:
    """The three components of everybody in every form asked for, each worked out once."""

    def __init__(self, prepared: Prepared, luck: np.random.Generator | None = None) -> None:
        """Take the prepared activity; `luck` draws posts and reactors once, so ask for one window only."""
        self.prepared, self.luck = prepared, luck
        self.count, self.raw, self.scaled = cache(self._count), cache(self._raw), cache(self._scaled)

    def points(self, rule: Any) -> Floats:
        """Give the points of everybody under one set of rules, a row of `complete_rules`."""
        counted = (rule.window, rule.half_life, rule.kinds)
        scale = (rule.normalisation, rule.components)
        engagement = self.scaled(*scale, "engagement", rule.networks, rule.per_post, *counted)
        audience = self.scaled(*scale, "audience", rule.networks, 0.0, *self._audience_from(counted))
        plus_k = self.scaled(*scale, "endorsements", "", 0.0, *self._audience_from(counted))
        return ENGAGEMENT_POINTS * (engagement + rule.audience * audience + rule.endorsements * plus_k)

    def _audience_from(self, counted: tuple[int, float, str]) -> tuple[int, float, str]:
        """Audience reads of the reactions only who was active, which without luck the window alone decides."""
        return counted if self.luck else (counted[0], DEFAULT["half_life"], DEFAULT["kinds"])

    def _scaled(self, normalisation: str, components: str, *what: Any) -> Floats:
        return normalised(self.raw(*what), normalisation, components)

    def _raw(self, name: str, networks: str, per_post: float, window: int, half_life: float, kinds: str) -> Floats:
        if name == "endorsements":
            return self.prepared.endorsements[window]
        engagement, recent_posts, active = self.count(window, half_life, kinds)
        if name == "engagement":
            values = engagement / (1 + recent_posts) ** per_post
        else:
            values = self.prepared.accounts["followers"].to_numpy(dtype=float) * active
        return over_networks(values, self.prepared.first_account, networks)

    def _count(self, window: int, half_life: float, kinds: str) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        n = len(self.prepared.accounts)
        return self.prepared.window(window).count(n, half_life, KINDS[kinds], self.luck)
