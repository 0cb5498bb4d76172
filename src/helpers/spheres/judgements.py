"""What do judges say, and how far do they agree? Judged pairs as tables, their agreement, and the ceiling it sets.

No score can order pairs better than judges agree with each other. A judgement is an opinion and not an outcome.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from helpers.data.schemas.external import FEATURES
from helpers.score.learned import PAIR, learn_weights, right_order, splits
from helpers.spheres.people import dyadic_error
from helpers.stats import Estimate

SIGNALS = tuple(name for name in FEATURES if not name.startswith("network_feature"))
"""Signals of a person whose meaning the publisher states."""

NETWORK = tuple(name for name in FEATURES if name not in SIGNALS)
"""Signals that the publisher leaves undefined: no weight of theirs can be read."""

Floats = npt.NDArray[np.float64]


def people_and_judgements(pairs: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part judged pairs into people and judgements.

    `pairs` has a_person, b_person, a_chosen and the signals of each side, as `helpers.data.external` gives
    influencer_pairs. Returns the signals, one row per person, and the judgements: person_a, person_b and chosen ("a" or
    "b"), as in the sample. Pairs of a person with themselves are dropped.

    Raises
    ------
    ValueError
        a person with two different rows of signals.
    """
    sides = [
        pairs.filter(regex=f"^{side}_(?!chosen)").rename(columns=lambda name: name.partition("_")[2]) for side in "ab"
    ]
    people = pd.concat(sides).drop_duplicates().set_index("person").sort_index()
    if not people.index.is_unique:
        raise ValueError(
            f"people_and_judgements: expected one row of signals for each person, got "
            f"{people.index.duplicated().sum()} more; a person is one vector of signals"
        )
    chosen = np.where(pairs["a_chosen"], "a", "b")
    told = pd.DataFrame({"person_a": pairs["a_person"], "person_b": pairs["b_person"], "chosen": chosen})
    return people, told[told["person_a"] != told["person_b"]].reset_index(drop=True)


def repeated_pairs(judgements: pd.DataFrame) -> pd.DataFrame:
    """Give the pairs that were judged more than once, whoever was shown first, and how far their judgements agree.

    `judgements` has person_a, person_b and chosen. Returns a row per pair: person_a, person_b, judgements (how many)
    and agreement, the share of the twos among its judgements that name the same person. With p the chance that a judge
    names the first, the expected share is p^2 + (1 - p)^2 for any number of judgements from 2 on, so it is unbiased.

    >>> told = pd.DataFrame([("p1", "p2", "a"), ("p2", "p1", "b"), ("p1", "p2", "b"), ("p3", "p1", "a")], columns=PAIR)
    >>> repeated_pairs(told).round(3).to_dict("records")
    [{'person_a': 'p1', 'person_b': 'p2', 'judgements': 3, 'agreement': 0.333}]
    """
    swapped = judgements["person_a"] > judgements["person_b"]
    lower = judgements["person_a"].where(~swapped, judgements["person_b"])
    upper = judgements["person_b"].where(~swapped, judgements["person_a"])
    names_lower = (judgements["chosen"] == "a") ^ swapped
    votes = names_lower.groupby([lower.rename("person_a"), upper.rename("person_b")]).agg(["size", "sum"])
    n, k = votes["size"], votes["sum"]
    same = (k * (k - 1) + (n - k) * (n - k - 1)) / (n * (n - 1)).clip(lower=1)
    return pd.DataFrame({"judgements": n, "agreement": same})[n > 1].reset_index()


def expected_repeats(judgements: pd.DataFrame) -> float:
    """How many twos of judgements would meet the same pair if people were paired by lot, each as often as they were?

    People are not paired with themselves. Where the number found comes close to this one, pairs were repeated by
    chance, and what holds for them holds for the others.

    Notes
    -----
    With d the places of a person, T those of all, and x = d (d - 1), two people meet twice in x x' / (2 T^2) cases;
    summed over all twos of people and divided by (1 - sum of x / (T (T - 1)))^2, which leaves out pairs of a person
    with themselves. Source: Bollobas (1980), European Journal of Combinatorics 1, 311-316 (double edges of a random
    graph with given degrees).

    Examples
    --------
    >>> rows = [("p1", "p2", "a"), ("p1", "p3", "b"), ("p2", "p3", "a")]
    >>> round(expected_repeats(pd.DataFrame(rows, columns=PAIR)), 3)  # 3 x (2 x 2 / 72) / (1 - 6 / 30)^2
    0.26
    """
    times = pd.Series(judgements[PAIR[:2]].to_numpy().ravel()).value_counts().to_numpy(dtype=float)
    total, twice = times.sum(), times * (times - 1)
    apart = 1 - twice.sum() / (total * (total - 1))
    return float((twice.sum() ** 2 - twice @ twice) / (4 * total**2) / apart**2)


def ceiling_bounds(agreement: float) -> tuple[float, float]:
    """Between what bounds lies the largest share of judgements that a fixed answer to every pair can get right?

    `agreement` is the chance that two judges of the same pair agree, the mean of a = p^2 + (1 - p)^2 over pairs. The
    ceiling is the mean of m = max(p, 1 - p), which siding with the majority gets. As m = (1 + sqrt(2 a - 1)) / 2 is
    concave in a, the mean of m is at most that of the mean agreement A, (1 + sqrt(2 A - 1)) / 2: all pairs alike
    (Jensen). As m is never less than a, it is at least A: every pair a coin or unanimous.

    A score is a fixed answer, so the upper bound holds for every score. The lower one no order needs to reach: where
    majorities go round in circles, no order follows them all. Judges who repeat themselves, and who look at the counts,
    make both bounds too high. An agreement below a half can only be chance, and both bounds are then a half.

    Raises ValueError for an agreement outside 0 to 1.

    Examples
    --------
    >>> [round(bound, 3) for bound in ceiling_bounds(0.68)]
    [0.68, 0.8]
    """
    if not 0 <= agreement <= 1:
        raise ValueError(f"ceiling_bounds: expected an agreement between 0 and 1, got {agreement}")
    held = max(float(agreement), 0.5)
    return held, (1 + math.sqrt(2 * held - 1)) / 2


def ceiling(agreement: Estimate) -> tuple[Estimate, Estimate]:
    """Turn an estimated agreement into the two bounds of the ceiling, each with the interval that follows from it.

    >>> lower, upper = ceiling(Estimate(0.74, 0.70, 0.78, 374, 0.95, "bootstrap"))
    >>> print(upper)
    0.85 [0.82, 0.87], n = 374
    """
    value, low, high = (ceiling_bounds(number) for number in (agreement.value, agreement.low, agreement.high))
    lower = replace(agreement, value=value[0], low=low[0], high=high[0], se=math.nan)
    return lower, replace(lower, value=value[1], low=low[1], high=high[1])


def often_judged(judgements: pd.DataFrame, *, times: int) -> npt.NDArray[np.bool_]:
    """Say of each judgement whether both its people stand in `times` judgements or more."""
    count = pd.Series(judgements[PAIR[:2]].to_numpy().ravel()).value_counts()
    return (judgements[PAIR[:2]].apply(lambda side: side.map(count)) >= times).all(axis=1).to_numpy()


def strengths(judgements: pd.DataFrame) -> pd.Series:
    """Give each person judged a strength of their own, by the model of Bradley and Terry; no signals are used.

    The difference of two strengths is the log odds that the first is chosen over the second. So that strengths stay
    finite, everybody also wins and loses half a judgement against somebody of strength 0, the average.

    >>> strengths(pd.DataFrame([("p1", "p2", "a"), ("p2", "p3", "a")], columns=PAIR)).round(2).to_dict()
    {'p1': 1.1, 'p2': 0.0, 'p3': -1.1}
    """
    people = np.unique(judgements[PAIR[:2]].to_numpy())
    own = np.eye(len(people))
    one, other = (np.searchsorted(people, judgements[side].to_numpy()) for side in PAIR[:2])
    rows = pd.DataFrame(np.concatenate([own[one] - own[other], own, own]), columns=people)
    average = np.repeat([True, False], len(people))
    counts = np.concatenate([np.ones(len(judgements)), np.full(2 * len(people), 0.5)])
    return learn_weights(rows, np.concatenate([judgements["chosen"] == "a", average]), counts=counts)["weight"]


def remembered_order(judgements: pd.DataFrame, *, folds: int = 5, repeats: int = 1, seed: int = 0) -> Floats:
    """Say of each judgement whether an order of the people by other judgements of them is right: memory, no signals.

    The order is that of the `strengths` that the judgements of other folds give; somebody who is not in them has the
    average. No order does better on average than the best one, so the mean is a bound of the ceiling from below. Gives
    a number per judgement: 1, 0, a half for a tie, the mean over `repeats` draws of the folds.
    """
    people = np.unique(judgements[PAIR[:2]].to_numpy())
    result = np.zeros(len(judgements))
    for train, test in splits(judgements, by="judgement", folds=folds, repeats=repeats, seed=seed):
        known = strengths(judgements[train]).reindex(people, fill_value=0.0)
        result[test] += right_order(known, judgements[test])
    return result / repeats


def robust_errors(differences: pd.DataFrame, judgements: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Standard errors of learned weights that allow for people who stand in many judgements; one per signal.

    `differences` and `weights` are what `helpers.score.learned.learn_weights` took and gave, a row of `differences` per
    row of `judgements`. Each judgement pulls at the weights by (inverse information) x (difference) x (choice less its
    chance), and the error is that of the sum of the pulls, see `helpers.spheres.people.dyadic_error`.

    Notes
    -----
    Source: Aronow, Samii and Assenova (2015), Political Analysis 23, 564-577, section 4.
    """
    x = differences[weights.index].to_numpy(dtype=float)
    chance = expit(x @ weights.to_numpy())
    information = (x * (chance * (1 - chance))[:, None]).T @ x
    missed = (judgements["chosen"] == "a").to_numpy() - chance
    pulls = np.linalg.solve(information, (x * missed[:, None]).T) * len(x)
    errors = [dyadic_error(pull, judgements["person_a"], judgements["person_b"]) for pull in pulls]
    return pd.Series(errors, index=weights.index)
