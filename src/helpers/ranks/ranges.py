"""Between which ranks does a person stand? Under other luck, under other rules, and under both together.

Each range holds for the declared rules and the luck that a bootstrap can draw. It is no confidence interval: it makes
no promise to hold a true rank in so many cases of 100.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.ranks.activity import Prepared
from helpers.ranks.order import mean_ranks
from helpers.ranks.rules import CHOICES, DEFAULT, Options, rule_draws
from helpers.ranks.under import bootstrap_points, points_under
from helpers.score.rules import require
from helpers.stats.estimate import check_confidence

MIN_DRAWS = 100
SOURCES = ("luck", "rules", "both")

Floats = NDArray[np.float64]


def rank_ranges(
    prepared: Prepared,
    *,
    n_draws: int = 500,
    seed: int = 0,
    choices: Mapping[str, Options] = CHOICES,
    share: float = 0.95,
    luck: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank everybody under the default rules and give the range of ranks from luck, from rules, and from both.

    A row per person: rank, and for each source (luck, rules, both) source_low and source_high, the ranks between which
    the middle `share` of `n_draws` draws lie, and source_error, the Monte-Carlo error of these two ends in ranks (the
    larger of both, as a standard error from the neighbouring order statistics). Rank 1 is the largest, ties share the
    mean place. "luck" draws posts and reactors anew under the default rules, "rules" draws a set of rules from
    `choices` for what truly happened, "both" draws a set of rules and its own luck. The three use draws of their own.
    Give `luck`, the result of `bootstrap_points`, to use its draws for the first source.

    An uncertainty range given the declared rules; no coverage is promised. Drawing luck anew blurs points that are
    blurred already, so people at either end are pulled to the middle, and a range need not hold the rank itself.

    Raises
    ------
    ValueError
        fewer than 100 draws, whose ends nobody could trust, a share outside 0 to 1, or luck of other people.
    """
    check_confidence(share)
    counts = [n_draws] if luck is None else [n_draws, luck.shape[1]]
    if min(counts) < MIN_DRAWS:
        raise ValueError(
            f"rank_ranges: expected {MIN_DRAWS} or more draws, got {min(counts)}; the ends rest on the extreme ones"
        )
    if luck is None:
        luck = bootstrap_points(prepared, n_draws=n_draws, seed=3 * seed)
    elif not luck.index.equals(prepared.people):
        raise ValueError("rank_ranges: expected luck with a row for each of the people who are ranked, got others")
    rules, both = (rule_draws(n_draws, seed=3 * seed + number, choices=choices) for number in (1, 2))
    result = pd.DataFrame(
        {"rank": mean_ranks(points_under(prepared, pd.DataFrame([DEFAULT])))[0]}, index=prepared.people
    )
    for source, points in (
        ("luck", luck.T),
        ("rules", points_under(prepared, rules)),
        ("both", points_under(prepared, both, luck_seed=3 * seed + 2)),
    ):
        low, high, error = _ends(mean_ranks(points), share)
        result = result.assign(**{f"{source}_low": low, f"{source}_high": high, f"{source}_error": error})
    return result


def told_apart(ranges: pd.DataFrame, *, low: str = "low", high: str = "high", place: float | None = None) -> pd.Series:
    """Count the people whose whole range lies above a place, below it, or across it.

    `ranges` has a row per person and two columns of ranks: those of `helpers.stats.rank_sets`, or with `low` and `high`
    named those of `rank_ranges`. `place` is a rank, by default the middle one, (n + 1) / 2. The result holds above
    (better than the place), below, across and n. Where the ranges are marginal confidence sets each person is told
    apart with their confidence, not all at once.

    >>> told_apart(pd.DataFrame({"low": [1, 2, 3], "high": [1, 3, 3]})).to_dict()
    {'above': 1, 'below': 1, 'across': 1, 'n': 3}
    """
    require(ranges, [low, high], "a table of rank_sets or rank_ranges")
    middle = (len(ranges) + 1) / 2 if place is None else place
    above, below = int((ranges[high] < middle).sum()), int((ranges[low] > middle).sum())
    across = len(ranges) - above - below
    return pd.Series({"above": above, "below": below, "across": across, "n": len(ranges)}, name="people")


def median_widths(ranges: pd.DataFrame) -> dict[str, float]:
    """Give the median width of the ranges of these people, in ranks: by luck, by rules, and by both.

    `ranges` is the table of `rank_ranges`, or those of its rows that are of interest.

    >>> row = {"luck_low": 2, "luck_high": 9, "rules_low": 1, "rules_high": 4, "both_low": 1, "both_high": 11}
    >>> median_widths(pd.DataFrame([row]))
    {'luck': 7.0, 'rules': 3.0, 'both': 10.0}
    """
    require(ranges, [f"{source}_{end}" for source in SOURCES for end in ("low", "high")], "a table of rank_ranges")
    return {source: float((ranges[f"{source}_high"] - ranges[f"{source}_low"]).median()) for source in SOURCES}


def _ends(ranks: Floats, share: float) -> tuple[Floats, Floats, Floats]:
    """Lower and upper end of the middle `share` of each column, and the larger standard error of the two.

    The number of draws below a quantile is binomial, so one standard deviation of it says which order statistics lie
    one standard error away.
    """
    n, tail = len(ranks), (1 - share) / 2
    ordered = np.sort(ranks, axis=0)
    low, high = np.quantile(ordered, [tail, 1 - tail], axis=0)
    spread = np.sqrt(n * tail * (1 - tail))
    errors = []
    for at in (tail, 1 - tail):
        places = np.clip(np.round(n * at + np.array([-spread, spread])).astype(int), 0, n - 1)
        errors.append((ordered[places[1]] - ordered[places[0]]) / 2)
    return low, high, np.maximum(*errors)
