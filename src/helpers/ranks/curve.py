"""Would the score track the outcomes under other rules? A specification curve of the criterion validity.

It shows what the declared rules do to the order of the people whose outcome is known; all specifications share these
people, so they are no independent evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from helpers.ranks.activity import Prepared
from helpers.ranks.rules import CHOICES, DEFAULT, Options, complete_rules, rule_combinations
from helpers.ranks.under import points_under
from helpers.stats import Estimate
from helpers.stats.estimate import check_confidence

MIN_PEOPLE = 20  # people with a known outcome that a sphere must have
PAIRS_AT_ONCE = 2_048

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ValidityCurve:
    """Concordance of the score with the outcomes under every set of rules, from the lowest to the highest.

    `table` has a row per specification, in order of concordance: the choices, concordance, low, high, gain (over
    followers alone), gain_low and gain_high. `followers` is the concordance of followers alone, `default` and
    `default_gain` belong to the default rules, where they are among the specifications. `ahead` is the share of the
    specifications in which the score is ahead of followers. `best_gain` is what the best specification would gain over
    the default rules (over the middle specification without them), taken at its word; `best_gain_corrected` is the same
    less the optimism of having picked the best on the same people.
    """

    table: pd.DataFrame
    followers: Estimate
    ahead: Estimate
    best_gain: Estimate
    best_gain_corrected: Estimate
    default: Estimate | None
    default_gain: Estimate | None


def validity_curve(
    prepared: Prepared,
    outcome: pd.Series,
    followers: pd.Series,
    spheres: pd.Series,
    *,
    choices: Mapping[str, Options] = CHOICES,
    n_resamples: int = 499,
    confidence: float = 0.95,
    seed: int = 0,
) -> ValidityCurve:
    """Concordance of the score with the outcome under every combination of the choices, beside followers alone.

    `outcome`, `followers` and `spheres` (a label: only pairs inside a sphere are compared) are Series by person. Used
    are the people who are ranked and have all three. The concordance of each sphere is the share of its pairs with
    different outcomes that the points order rightly (ties count half); the mean over the spheres is reported, each
    sphere weighing the same. The choices that are ranges stay at their default. Intervals are percentile intervals from
    one bootstrap over people, inside their spheres, which all specifications and followers share.

    Raises
    ------
    ValueError
        a sphere with fewer than 20 such people or without a difference in the outcome, a label that stands twice, fewer
        than two specifications, and whatever `points_under` refuses.

    Notes
    -----
    Source: Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214. Optimism: the mean over resamples
    of how much better the specification that is best in the resample does there than among all people (Efron 1983,
    Journal of the American Statistical Association 78, 316-331).
    """
    check_confidence(confidence)
    rules = rule_combinations(choices)
    if len(rules) < 2:
        raise ValueError(f"validity_curve: expected two or more specifications, got {len(rules)}")
    people = _known(prepared, outcome, followers, spheres)
    scores = np.vstack([points_under(prepared, rules)[people.index].to_numpy(), people["followers"].to_numpy()])
    rng = np.random.default_rng(seed)
    parts = []
    for _, places in sorted(people.groupby("sphere").indices.items()):
        counts = _counts(len(places), n_resamples, rng)
        parts.append(_concordances(scores[:, places], people["outcome"].to_numpy()[places], counts))
    shares = np.mean(parts, axis=0)
    return _curve(rules, shares, len(people), confidence)


def _known(prepared: Prepared, outcome: pd.Series, followers: pd.Series, spheres: pd.Series) -> pd.DataFrame:
    for name, column in {"outcome": outcome, "followers": followers, "spheres": spheres}.items():
        if column.index.has_duplicates:
            raise ValueError(f"validity_curve: expected {name} with a row per person, got somebody twice")
    people = pd.DataFrame({"outcome": outcome, "followers": followers, "sphere": spheres})
    people = people.reindex(prepared.people).dropna()
    if people.empty:
        raise ValueError("validity_curve: nobody who is ranked has an outcome, followers and a sphere")
    for sphere, rows in people.groupby("sphere"):
        if len(rows) < MIN_PEOPLE or rows["outcome"].nunique() < 2:
            raise ValueError(
                f"validity_curve: expected {MIN_PEOPLE} or more people with different outcomes in {sphere}, got "
                f"{len(rows)} with {rows['outcome'].nunique()} different outcome(s); leave the sphere out"
            )
    return people


def _counts(n: int, n_resamples: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """How often each person stands in all people (row 0) and in each resample."""
    drawn = rng.integers(0, n, (n_resamples, n)) + n * np.arange(n_resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=n * n_resamples).reshape(n_resamples, n)
    return np.vstack([np.ones(n), counts]).astype(np.float32)


def _concordances(scores: Floats, outcome: Floats, counts: NDArray[np.float32]) -> Floats:
    """Concordance of each score (a row of `scores`) among all people (row 0) and in each resample."""
    places = np.ascontiguousarray(scipy_stats.rankdata(scores, method="dense", axis=1).T.astype(np.int16))
    right, usable = np.zeros((len(counts), len(scores))), np.zeros(len(counts))
    first, second = np.nonzero(outcome[:, None] > outcome)
    for start in range(0, len(first), PAIRS_AT_ONCE):
        better, worse = (side[start : start + PAIRS_AT_ONCE] for side in (first, second))
        times = counts[:, better] * counts[:, worse]
        right += times @ np.sign(places[better] - places[worse]).astype(np.float32)
        usable += times.sum(axis=1, dtype=float)
    return np.asarray((1 + right / usable[:, None]) / 2)


def _curve(rules: pd.DataFrame, shares: Floats, n: int, confidence: float) -> ValidityCurve:
    """Sum up `shares`: all people in row 0, then resamples; a column per specification, followers in the last."""
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]

    def estimate(values: Floats, less: float = 0.0, how: str = "") -> Estimate:
        low, high = np.quantile(values[1:], tails)
        method = f"percentile bootstrap over people{how}"
        return Estimate(values[0] - less, low - less, high - less, n, confidence, method, values[1:].std(ddof=1))

    score, followers = shares[:, :-1], shares[:, -1]
    gain = score - followers[:, None]
    columns = {"concordance": score[0], "gain": gain[0]}
    for name, values in {"": score, "gain_": gain}.items():
        columns[f"{name}low"], columns[f"{name}high"] = np.quantile(values[1:], tails, axis=0)
    table = pd.concat([rules, pd.DataFrame(columns)], axis="columns")
    order = ["concordance", "low", "high", "gain", "gain_low", "gain_high"]
    table = table[[*rules.columns, *order]].sort_values("concordance", kind="stable", ignore_index=True)

    is_default = (complete_rules(rules)[list(DEFAULT)] == pd.Series(DEFAULT)).all(axis="columns").to_numpy()
    base = score[:, is_default][:, 0] if is_default.any() else np.median(score, axis=1)
    over = score - base[:, None]
    chosen = over.argmax(axis=1)
    optimism = float(np.mean([over[row, spec] - over[0, spec] for row, spec in enumerate(chosen[1:], start=1)]))
    best = over[:, chosen[0]]
    return ValidityCurve(
        table=table,
        followers=estimate(followers),
        ahead=estimate((gain > 0).mean(axis=1)),
        best_gain=estimate(best),
        best_gain_corrected=estimate(best, optimism, " less the optimism of picking the best"),
        default=estimate(base) if is_default.any() else None,
        default_gain=estimate(base - followers) if is_default.any() else None,
    )
