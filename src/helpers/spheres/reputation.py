"""How well does a score order people as human judges do? Lines of evidence on judged pairs: score, ceiling, learning.

The sphere of reputation. Its outcome is an opinion, given by judges of whom nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats as scipy_stats

from helpers.evidence.line import Line, line
from helpers.score.learned import FOLDS, REPEATS, held_out_order, learn_score, learn_weights, learned_score, right_order
from helpers.spheres.judgements import (
    NETWORK,
    SIGNALS,
    Floats,
    ceiling,
    expected_repeats,
    often_judged,
    people_and_judgements,
    remembered_order,
    repeated_pairs,
    robust_errors,
)
from helpers.spheres.people import dyadic_error, mean_over_pairs, pair_counts
from helpers.spheres.plan import SPHERES, Sphere
from helpers.spheres.protocol import composite, pooled_lines
from helpers.stats import Estimate, bootstrap

OFTEN = 20
"""Pairs from which a person counts as often judged. Nobody stands in 13 to 22 pairs, so the limit parts two groups."""

WEIGHT_RESAMPLES = 499
DRAWS = f"mean of {REPEATS} draws of {FOLDS} folds"
STRANGERS = f"both people of a pair never seen in training, {DRAWS}, predictions held fixed"


def reputation_lines(pairs: pd.DataFrame, sphere: Sphere = SPHERES["influencer_pairs"]) -> list[Line]:
    """Lines of evidence on judged pairs; `pairs` is what `helpers.data.external("influencer_pairs")` gives.

    Names are those of the other spheres: `score_concordance`, `baseline_concordance`, `gain_concordance` and
    `pooled_...`. Besides: three intervals of the same number; the pairs of people judged often and seldom; the
    agreement of the judges and the ceiling; the learned score on strangers, and the split that flatters; its weights
    and how often their signs turn. Pairs of a person with themselves are dropped.
    """
    people, told = people_and_judgements(pairs)
    right = {
        "score": right_order(composite(people, sphere.signals), told),
        "baseline": right_order(people[sphere.baseline], told),
    }
    often = often_judged(told, times=OFTEN)
    return [
        *_counted(pairs, told, often),
        *_ordered(right, told, people, sphere),
        *_three_intervals(right, told),
        *_by_group(right, told, people[sphere.baseline], often),
        *_ceiling(right, told, often),
        *_learned(right, told, people, often),
        *_weights(told, people),
    ]


def _over(values: Floats, told: pd.DataFrame, resamples: int = 1999) -> Estimate:
    return mean_over_pairs(values, told["person_a"], told["person_b"], n_resamples=resamples)


def _both(quantity: str, values: Floats, told: pd.DataFrame, how: str) -> Iterator[Line]:
    """A mean over pairs with both intervals: people drawn, which is too wide, and the error robust to shared people."""
    error = dyadic_error(values, told["person_a"], told["person_b"])
    yield line(quantity, _over(values, told), 4, how)
    yield line(f"{quantity}_robust", _normal(values.mean(), error, len(told)), 4, how)


def _counted(pairs: pd.DataFrame, told: pd.DataFrame, often: np.ndarray) -> Iterator[Line]:
    n = len(told)
    times = pd.Series(told[["person_a", "person_b"]].to_numpy().ravel()).value_counts()
    yield Line("rows_used", n, 0, len(pairs), "judged pairs of two different people, of all n")
    yield Line("people", len(times), 0, n, "different people in the pairs; a person is one vector of signals")
    yield Line("people_judged_twice", (times > 1).sum(), 0, n, "people in more than one pair")
    yield Line("people_judged_often", (times >= OFTEN).sum(), 0, n, f"people in {OFTEN} pairs or more")
    yield Line("pairs_often", often.sum(), 0, n, f"pairs of two people in {OFTEN} pairs or more")
    yield Line("share_first_chosen", (told["chosen"] == "a").mean(), 3, n, "share of pairs whose first was chosen")


def _ordered(right: dict[str, Floats], told: pd.DataFrame, people: pd.DataFrame, sphere: Sphere) -> Iterator[Line]:
    gain = f"score less {sphere.baseline} alone on the same pairs"
    measures = {
        "score": (right["score"], "score"),
        "baseline": (right["baseline"], f"{sphere.baseline} alone"),
        "gain": (right["score"] - right["baseline"], gain),
    }
    for name, (values, how) in measures.items():
        found = _over(values, told, sphere.resamples)
        yield line(f"{name}_concordance", found, 4, f"{how}, {sphere.outcome.words}")
        yield from pooled_lines(name, found)
    for name in sphere.signals:
        if name != sphere.baseline:
            found = _over(right_order(people[name], told), told, sphere.resamples)
            yield line(f"signal_{name}_concordance", found, 4, f"{name} alone, {sphere.outcome.words}")


def _three_intervals(right: dict[str, Floats], told: pd.DataFrame) -> Iterator[Line]:
    """The same two numbers with pairs taken as independent, and with the robust error: how wide is right?"""
    n = len(told)
    for name, values in (("score", right["score"]), ("gain", right["score"] - right["baseline"])):
        drawn = bootstrap(np.mean, values, method="percentile", n_resamples=1999)
        robust = _normal(values.mean(), dyadic_error(values, told["person_a"], told["person_b"]), n)
        yield line(f"{name}_concordance_pairs_independent", drawn, 4, f"{name} as above, pairs taken as independent")
        yield line(f"{name}_concordance_robust", robust, 4, f"{name} as above")
        yield Line(f"{name}_error_pairs_independent", drawn.se, 4, n, "standard error, pairs as independent")
        yield Line(f"{name}_error_robust", robust.se, 4, n, "standard error robust to shared people")


def _by_group(right: dict[str, Floats], told: pd.DataFrame, baseline: pd.Series, often: np.ndarray) -> Iterator[Line]:
    a, b = (np.log1p(baseline.loc[told[side]].to_numpy()) for side in ("person_a", "person_b"))
    times = np.exp(np.abs(a - b))
    for group, here, who in (("often", often, "both people"), ("seldom", ~often, "not both people")):
        whose = f"{who} in {OFTEN} pairs or more"
        for name, values in (*right.items(), ("gain", right["score"] - right["baseline"])):
            yield line(f"{name}_concordance_{group}", _over(values[here], told[here]), 4, f"{name}, {whose}")
        how = f"median over pairs of how many times the one has the {baseline.name} of the other, {whose}"
        yield Line(f"times_apart_{group}", np.median(times[here]), 1, here.sum(), how)


def _ceiling(right: dict[str, Floats], told: pd.DataFrame, often: np.ndarray) -> Iterator[Line]:
    again = repeated_pairs(told)
    inside = repeated_pairs(told[often])
    met = float((inside["judgements"] * (inside["judgements"] - 1) / 2).sum())
    n = len(again)
    yield Line("judgements_of_repeated_pairs", again["judgements"].sum(), 0, n, "judgements of the n repeated pairs")
    yield Line("repeats_often", met, 0, len(inside), "twos of judgements that met the same pair, people often judged")
    chance = expected_repeats(told[often])
    yield Line("repeats_often_by_chance", chance, 0, len(inside), "the same, if people were paired by lot")
    agreement = mean_over_pairs(again["agreement"], again["person_a"], again["person_b"], n_resamples=1999)
    yield line("judge_agreement", agreement, 4, "chance that two judgements of the same pair agree, mean over pairs")
    for quantity, bound in zip(("ceiling_at_least", "ceiling_at_most"), ceiling(agreement), strict=True):
        yield line(quantity, bound, 4, "bound of the best share right, from the agreement of judges")
    remembered = remembered_order(told[often])
    how = "order of the people by other judgements of them, 5 folds, people often judged"
    yield line("remembered_concordance_often", _over(remembered, told[often]), 4, how)
    ahead = remembered - right["score"][often]
    yield from _both("remembered_gain_over_score_concordance_often", ahead, told[often], f"{how}, less the score")
    pair = pd.MultiIndex.from_arrays(np.sort(told[["person_a", "person_b"]].to_numpy(), axis=1).T)
    repeated = pair.isin(pd.MultiIndex.from_frame(again[["person_a", "person_b"]]))
    yield line(
        "score_concordance_repeated", _over(right["score"][repeated], told[repeated]), 4, "score, repeated pairs"
    )


def _learned(right: dict[str, Floats], told: pd.DataFrame, people: pd.DataFrame, often: np.ndarray) -> Iterator[Line]:
    signals = people[list(SIGNALS)]
    strangers = held_out_order(signals, told)
    tested = ~np.isnan(strangers)
    everything = held_out_order(people, told)
    seen = held_out_order(signals, told, by="judgement")
    columns = {
        "learned": (strangers, f"learned from {len(SIGNALS)} signals, {STRANGERS}"),
        "learned_all": (everything, f"learned from all {people.shape[1]} signals, {STRANGERS}"),
        "held_out_score": (right["score"], "untuned score, the pairs tested for the learned one"),
        "held_out_baseline": (right["baseline"], "followers alone, the pairs tested for the learned one"),
    }
    gains = {
        "learned_gain_over_baseline": (strangers - right["baseline"], "learned score less followers alone"),
        "learned_all_gain_over_baseline": (everything - right["baseline"], "all signals less followers alone"),
        "learned_gain_over_score": (strangers - right["score"], "learned score less untuned score"),
        "learned_leak": (seen - strangers, "learned score tested on people seen in training, less on strangers"),
    }
    for suffix, here, whose in (("", tested, ""), ("_often", tested & often, ", people often judged")):
        for name, (values, how) in columns.items():
            yield line(f"{name}_concordance{suffix}", _over(values[here], told[here]), 4, how + whose)
        for name, (values, how) in gains.items():
            yield from _both(f"{name}_concordance{suffix}", values[here], told[here], how + whose)
    fitted = right_order(learned_score(people, learn_score(people, told)), told).mean()
    yield Line("learned_all_concordance_in_sample", fitted, 4, len(told), "all signals, tested on what it learned from")


def _weights(told: pd.DataFrame, people: pd.DataFrame) -> Iterator[Line]:
    """Weights of each signal alone, of the stated signals together, and of all signals together."""
    n, chosen = len(told), (told["chosen"] == "a").to_numpy()
    level = np.log1p(people) / np.log1p(people).std(ddof=0)
    apart = level.loc[told["person_a"]].reset_index(drop=True) - level.loc[told["person_b"]].reset_index(drop=True)
    how = "log odds for one standard deviation of log(1 + signal)"
    for column in SIGNALS:
        alone = learn_weights(apart[[column]], chosen)["weight"].iloc[0]
        yield Line(f"weight_alone_{column}", alone, 3, n, f"{how}, the signal alone")
    stated = learn_weights(apart[list(SIGNALS)], chosen)
    drawn = _resampled(apart[list(SIGNALS)], chosen, told)
    robust = robust_errors(apart, told, stated["weight"])
    for column, (weight, error) in stated.iterrows():
        low, high = drawn[column].quantile([0.025, 0.975])
        found = Estimate(weight, low, high, n, 0.95, f"percentile bootstrap over {len(people):,} people")
        turned = (np.sign(drawn[column]) != np.sign(weight)).mean()
        yield line(f"weight_{column}", found, 3, f"{how}, {len(SIGNALS)} signals together")
        yield Line(f"weight_error_pairs_independent_{column}", error, 3, n, "standard error, pairs as independent")
        yield Line(f"weight_error_robust_{column}", robust[column], 3, n, "standard error robust to shared people")
        yield Line(f"weight_sign_turns_{column}", turned, 3, n, "share of resamples of people with the other sign")
    everything = learn_weights(apart, chosen)["weight"]
    robust = robust_errors(apart, told, everything)
    for column in (*SIGNALS, *NETWORK):
        found = _normal(everything[column], robust[column], n)
        yield line(f"weight_all_{column}", found, 3, f"{how}, all {people.shape[1]} signals together")


def _resampled(apart: pd.DataFrame, chosen: np.ndarray, told: pd.DataFrame) -> pd.DataFrame:
    """Weights learned again with people drawn anew, a row per resample."""
    index, _ = pd.factorize(told[["person_a", "person_b"]].to_numpy().ravel("F"))
    one, other = np.split(index, 2)
    found = []
    for block in pair_counts(one, other, n_resamples=WEIGHT_RESAMPLES, seed=0):
        for counts in block:
            here = counts > 0
            found.append(learn_weights(apart[here], chosen[here], counts=counts[here])["weight"])
    return pd.DataFrame(found)


def _normal(value: float, error: float, n: int) -> Estimate:
    reach = scipy_stats.norm.ppf(0.975) * error
    how = "normal interval with the error robust to shared people"
    return Estimate(value, value - reach, value + reach, n, 0.95, how, error)
