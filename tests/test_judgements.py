"""Protects what judges say: intervals for pairs that share people, the ceiling, and the lines on judged pairs."""

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data import external, load
from helpers.data.fetching import is_fetched
from helpers.score import held_out_order, learn_weights, right_order
from helpers.score.learned import PAIR
from helpers.spheres import SPHERES, reputation
from helpers.spheres.judgements import (
    NETWORK,
    SIGNALS,
    ceiling,
    ceiling_bounds,
    expected_repeats,
    often_judged,
    people_and_judgements,
    remembered_order,
    repeated_pairs,
    robust_errors,
    strengths,
)
from helpers.spheres.people import dyadic_error, mean_over_pairs, pair_counts
from helpers.stats import Estimate

PLAN = SPHERES["influencer_pairs"]


def told(*rows):
    return pd.DataFrame(list(rows), columns=PAIR)


def values(lines):
    return {line.quantity: line.found.value if isinstance(line.found, Estimate) else line.found for line in lines}


def committed():
    return load("evidence/influencer_pairs").set_index("quantity")


def drawn_pairs(people, n, rng):
    first = rng.integers(0, people, n)
    return first, (first + rng.integers(1, people, n)) % people


# The bootstrap of people


def test_the_bootstrap_against_drawing_people_one_by_one():
    rng = np.random.default_rng(3)
    one, other = drawn_pairs(7, 25, rng)
    numbers = rng.random(25)
    people, resamples, seed = pd.factorize(np.concatenate([one, other]))[1].size, 200, 8
    means, rng = [], np.random.default_rng(seed)
    codes = pd.factorize(np.concatenate([one, other]))[0]
    for _ in range(resamples):
        drawn = np.repeat(np.arange(people), rng.multinomial(people, np.full(people, 1 / people)))
        total = count = 0
        for number, a, b in zip(numbers, codes[:25], codes[25:], strict=True):
            for first in drawn:
                for second in drawn:
                    if first == a and second == b:
                        total, count = total + number, count + 1
        means.append(total / count)
    found = mean_over_pairs(numbers, one, other, n_resamples=resamples, seed=seed)
    assert [found.low, found.high] == pytest.approx(np.quantile(means, [0.025, 0.975]).tolist())
    assert found.se == pytest.approx(np.std(means, ddof=1))
    assert found.value == pytest.approx(numbers.mean()) and found.n == 25
    assert found.method == "percentile bootstrap over 7 people"


def test_three_people_and_four_pairs_by_hand():
    """Drawn 1, 1, 1 times the mean is 1/2; drawn 2, 1, 0 times only the pairs of 1 and 2 are left, twice each."""
    one, other = np.array([0, 0, 1, 0]), np.array([1, 2, 2, 1])
    block = np.concatenate(list(pair_counts(one, other, n_resamples=400, seed=1)))
    assert block.shape == (400, 4)
    seen = {tuple(row) for row in block.tolist()}
    assert seen == {(1, 1, 1, 1), (2, 0, 0, 2), (0, 2, 0, 0), (0, 0, 2, 0), (0, 0, 0, 0)}
    share = np.mean([row == (1, 1, 1, 1) for row in map(tuple, block.tolist())])
    assert share == pytest.approx(6 / 27, abs=0.06)


def test_blocks_do_not_change_the_draws(monkeypatch):
    one, other = np.array([0, 0, 1, 0]), np.array([1, 2, 2, 3])
    whole = np.concatenate(list(pair_counts(one, other, n_resamples=11, seed=1)))
    monkeypatch.setattr("helpers.spheres.people.BLOCK", 12)
    parts = list(pair_counts(one, other, n_resamples=11, seed=1))
    assert [len(part) for part in parts] == [3, 3, 3, 2]
    assert (np.concatenate(parts) == whole).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_names_order_and_sides_do_not_change_the_mean_and_the_interval_holds_it(seed):
    rng = np.random.default_rng(seed)
    one, other = drawn_pairs(12, 60, rng)
    numbers = rng.random(60)
    found = mean_over_pairs(numbers, one, other, n_resamples=99)
    assert numbers.min() <= found.low <= found.value <= found.high <= numbers.max()
    names, turned = np.array([f"p{i}" for i in range(12)]), rng.random(60) < 0.5
    again = mean_over_pairs(
        numbers, names[np.where(turned, other, one)], names[np.where(turned, one, other)], n_resamples=99
    )
    assert again.value == found.value
    error = dyadic_error(numbers, one, other)
    assert dyadic_error(numbers[::-1], other[::-1], one[::-1]) == pytest.approx(error, nan_ok=True)


def test_pairs_with_a_missing_value_are_dropped_and_a_constant_has_no_width():
    one, other = np.triu_indices(9, k=1)
    numbers = np.where(one == 0, np.nan, 0.25)
    found = mean_over_pairs(numbers, one, other, n_resamples=99)
    assert (found.value, found.low, found.high, found.se, found.n) == (0.25, 0.25, 0.25, 0, 28)
    assert found.method.endswith("over 8 people")
    assert dyadic_error(numbers, one, other) == 0


# The robust error


def test_the_robust_error_by_hand():
    apart = ["a", "b", "c", "d"], ["e", "f", "g", "h"]
    assert dyadic_error([1, 1, 0, 0], *apart) == pytest.approx(0.5 / math.sqrt(4)), "nobody shared: as independent"
    two_stars = ["a", "a", "d", "d"], ["b", "c", "e", "f"]
    assert dyadic_error([1, 1, 0, 0], *two_stars) == pytest.approx(math.sqrt(2) / 4), "two shared people: two units"
    three = ["a", "a", "b", "a"], ["b", "c", "c", "b"]
    assert dyadic_error([1, 0, 1, 0], *three) == 0, "with three people every two pairs share one: nothing is left"
    chain = ["a", "b", "c", "d"], ["b", "c", "d", "e"]
    assert math.isnan(dyadic_error([1, 0, 1, 0], *chain)), "a negative variance is no error"


def test_the_robust_error_against_a_literal_sum_over_pairs_of_pairs():
    rng = np.random.default_rng(5)
    one, other = drawn_pairs(15, 80, rng)
    strength = rng.normal(size=15)
    numbers = rng.random(80) + strength[one] + strength[other]
    away, total = numbers - numbers.mean(), 0.0
    for i in range(80):
        for j in range(80):
            if {one[i], other[i]} & {one[j], other[j]}:
                total += away[i] * away[j]
    assert dyadic_error(numbers, one, other) == pytest.approx(math.sqrt(total) / 80)


def test_of_three_errors_the_robust_one_is_right_the_naive_too_small_and_the_bootstrap_too_large():
    """People with a strength of their own, judged anew many times: the spread of the means is what an error claims."""
    rng = np.random.default_rng(11)
    one, other = drawn_pairs(80, 500, rng)
    means, robust, naive, drawn = [], [], [], []
    for i in range(240):
        signal, own = rng.normal(size=(2, 80))
        chance = 1 / (1 + np.exp(-(1.2 * (signal[one] - signal[other]) + own[one] - own[other])))
        right = (signal[one] > signal[other]) == (rng.random(500) < chance)
        means.append(right.mean())
        robust.append(dyadic_error(right, one, other))
        naive.append(right.std() / math.sqrt(500))
        if i < 12:
            drawn.append(mean_over_pairs(right, one, other, n_resamples=199).se)
    spread = np.std(means)
    assert np.mean(robust) == pytest.approx(spread, rel=0.12)
    assert np.mean(naive) < 0.8 * spread
    assert np.mean(drawn) > 1.1 * spread


def test_errors_of_pairs_say_what_is_wrong():
    one, other = ["a", "b", "c"], ["b", "c", "a"]
    for function in (mean_over_pairs, dyadic_error):
        name = function.__name__
        with pytest.raises(ValueError, match=rf"{name}: expected two different people in each pair, got 1 pairs"):
            function([1, 0, 1], one, ["b", "b", "a"])
        with pytest.raises(ValueError, match=rf"{name}: .*got \[3, 3, 2\] of them"):
            function([1, 0, 1], one, other[:2])
        with pytest.raises(ValueError, match=rf"{name}: expected two people for each pair, got 1 missing"):
            function([1, 0, 1], one, ["b", None, "a"])
        with pytest.raises(ValueError, match=rf"{name}: expected at least 3 people in pairs with a value, got 2"):
            function([1, 0, np.nan], ["a", "b", "c"], ["b", "a", "a"])
        with pytest.raises(ValueError, match=rf"{name}: expected at least 3 people in pairs with a value, got 0"):
            function([np.nan] * 3, one, other)
        with pytest.raises(ValueError, match="infinite"):
            function([1, 0, np.inf], one, other)
    with pytest.raises(ValueError, match=r"undefined in \d+ of 99 resamples"):
        mean_over_pairs([1, 0], ["a", "c"], ["b", "d"], n_resamples=99)
    with pytest.raises(ValueError, match="n_resamples must be"):
        mean_over_pairs([1, 0, 1], one, other, n_resamples=0)


# Judged pairs


def test_pairs_become_people_and_judgements():
    pairs = pd.DataFrame(
        {
            "a_chosen": [True, False, True],
            "a_person": [0, 1, 2],
            "a_posts": [5.0, 6.0, 7.0],
            "b_person": [1, 2, 2],
            "b_posts": [6.0, 7.0, 7.0],
        }
    )
    people, judgements = people_and_judgements(pairs)
    assert people.to_dict() == {"posts": {0: 5.0, 1: 6.0, 2: 7.0}}
    assert judgements.to_numpy().tolist() == [[0, 1, "a"], [1, 2, "b"]], "a person is not compared with themselves"
    with pytest.raises(ValueError, match=r"one row of signals for each person, got 1 more"):
        people_and_judgements(pairs.assign(b_posts=[6.0, 7.0, 8.0]))


def test_repeated_pairs_by_hand():
    rows = told(
        *[("p1", "p2", "a"), ("p2", "p1", "b")],  # both name p1
        *[("p3", "p1", "a"), ("p3", "p1", "b")],  # one each
        *[("p2", "p3", c) for c in "aaab"],  # 3 of 6 twos agree
        ("p4", "p1", "a"),
    )
    found = repeated_pairs(rows).set_index(["person_a", "person_b"])
    assert found["judgements"].to_dict() == {("p1", "p2"): 2, ("p1", "p3"): 2, ("p2", "p3"): 4}
    assert found["agreement"].to_dict() == {("p1", "p2"): 1.0, ("p1", "p3"): 0.0, ("p2", "p3"): 0.5}
    assert repeated_pairs(rows.iloc[-1:]).empty


def test_agreement_is_unbiased_and_the_ceiling_is_between_its_bounds():
    """Judges of known chance: agreement is p^2 + q^2 on average, whether a pair is judged twice or five times."""
    rng = np.random.default_rng(2)
    chance = rng.beta(1.2, 0.8, 4_000)
    truth, best = np.mean(chance**2 + (1 - chance) ** 2), np.mean(np.maximum(chance, 1 - chance))
    for times in (2, 5):
        pair = np.repeat(np.arange(4_000), times)
        said = rng.random(len(pair)) < chance[pair]
        rows = pd.DataFrame({"person_a": 2 * pair, "person_b": 2 * pair + 1, "chosen": np.where(said, "a", "b")})
        found = repeated_pairs(rows)
        assert (found["judgements"] == times).all()
        assert found["agreement"].mean() == pytest.approx(truth, abs=0.02)
        low, high = ceiling_bounds(found["agreement"].mean())
        assert low < best < high


@settings(max_examples=200)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_ceiling_of_any_judges_lies_between_the_bounds_of_their_agreement(chances):
    p = np.array(chances)
    low, high = ceiling_bounds(float(np.mean(p**2 + (1 - p) ** 2)))
    assert low - 1e-9 <= np.mean(np.maximum(p, 1 - p)) <= high + 1e-9


def test_both_bounds_of_the_ceiling_are_reached():
    assert ceiling_bounds(0.8**2 + 0.2**2)[1] == pytest.approx(0.8), "all pairs alike"
    coin_or_sure = [0.5] * 6 + [1.0] * 4
    agreement = np.mean([p**2 + (1 - p) ** 2 for p in coin_or_sure])
    assert ceiling_bounds(agreement)[0] == pytest.approx(np.mean(coin_or_sure)), "each pair a coin or unanimous"
    assert ceiling_bounds(1) == (1, 1) and ceiling_bounds(0.5) == (0.5, 0.5) == ceiling_bounds(0.3)
    for wrong in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="agreement between 0 and 1"):
            ceiling_bounds(wrong)


def test_the_interval_of_the_ceiling_is_that_of_the_agreement():
    lower, upper = ceiling(Estimate(0.74, 0.68, 0.82, 374, 0.95, "bootstrap", 0.03))
    assert (lower.value, lower.low, lower.high) == (0.74, 0.68, 0.82)
    assert [upper.value, upper.low, upper.high] == pytest.approx([(1 + math.sqrt(x)) / 2 for x in (0.48, 0.36, 0.64)])
    assert upper.n == 374 and math.isnan(upper.se)


def test_expected_repeats_are_those_of_pairs_drawn_by_lot():
    rng = np.random.default_rng(4)
    liked = rng.integers(1, 6, 30).astype(float)
    pairs = np.array(list(combinations(range(30), 2)))
    chance = liked[pairs[:, 0]] * liked[pairs[:, 1]]
    met, expected = [], []
    for _ in range(40):
        drawn = pairs[rng.choice(len(pairs), 400, p=chance / chance.sum())]
        rows = pd.DataFrame({"person_a": drawn[:, 0], "person_b": drawn[:, 1], "chosen": "a"})
        again = repeated_pairs(rows)["judgements"]
        met.append((again * (again - 1) / 2).sum())
        expected.append(expected_repeats(rows))
    assert np.mean(expected) == pytest.approx(np.mean(met), rel=0.05)


def test_often_judged_needs_both_people():
    rows = told(("p1", "p2", "a"), ("p1", "p2", "a"), ("p1", "p3", "a"), ("p2", "p1", "b"))
    assert often_judged(rows, times=3).tolist() == [True, True, False, True]
    assert often_judged(rows, times=5).tolist() == [False] * 4


def test_strengths_by_hand():
    """p1 beat p2 once, and each half won and half lost against 0: 1 - F(2 s) = F(s) - 1/2, with F the logistic."""
    found = strengths(told(("p2", "p1", "b")))
    s = found["p1"]
    assert found["p2"] == pytest.approx(-s)
    assert 1 - 1 / (1 + math.exp(-2 * s)) == pytest.approx(1 / (1 + math.exp(-s)) - 0.5, abs=1e-7)
    assert strengths(told(("p1", "p2", "a"), ("p1", "p2", "b"))).to_numpy() == pytest.approx([0, 0], abs=1e-9)


def test_memory_finds_an_order_that_judges_share_and_none_where_they_toss_a_coin():
    rng = np.random.default_rng(6)
    one, other = drawn_pairs(15, 600, rng)
    sure = pd.DataFrame({"person_a": one, "person_b": other, "chosen": np.where(one > other, "a", "b")})
    assert remembered_order(sure).mean() > 0.97
    coin = sure.assign(chosen=np.where(rng.random(600) < 0.5, "a", "b"))
    assert remembered_order(coin).mean() == pytest.approx(0.5, abs=0.06)
    chance = 1 / (1 + np.exp(-0.3 * (one - other)))
    said = sure.assign(chosen=np.where(rng.random(600) < chance, "a", "b"))
    ceiling_reached = np.maximum(chance, 1 - chance).mean()
    assert ceiling_reached - 0.06 < remembered_order(said, repeats=2).mean() < ceiling_reached + 0.02


# Errors of weights


def judged(people, n, seed):
    rng = np.random.default_rng(seed)
    one, other = drawn_pairs(people, n, rng)
    level = rng.normal(size=(people, 2))
    own = level @ [1.0, -0.5] + rng.normal(size=people)
    chosen = rng.random(n) < 1 / (1 + np.exp(-(own[one] - own[other])))
    rows = pd.DataFrame({"person_a": one, "person_b": other, "chosen": np.where(chosen, "a", "b")})
    return pd.DataFrame(level[one] - level[other], columns=["followers", "posts"]), rows, chosen


def test_robust_errors_without_shared_people_are_those_of_statsmodels():
    differences, rows, chosen = judged(40, 300, 1)
    alone = rows.assign(person_a=2 * np.arange(300), person_b=2 * np.arange(300) + 1)
    weights = learn_weights(differences, chosen)["weight"]
    found = robust_errors(differences, alone, weights)
    fit = sm.GLM(chosen.astype(float), differences, family=sm.families.Binomial()).fit(cov_type="HC0")
    assert found.to_numpy() == pytest.approx(fit.bse.to_numpy(), rel=1e-5)


def test_robust_errors_against_a_literal_sandwich():
    differences, rows, chosen = judged(12, 90, 2)
    weights = learn_weights(differences, chosen)["weight"]
    x = differences.to_numpy()
    chance = 1 / (1 + np.exp(-(x @ weights.to_numpy())))
    bread = np.linalg.inv(sum(np.outer(row, row) * p * (1 - p) for row, p in zip(x, chance, strict=True)))
    meat = np.zeros((2, 2))
    pairs = [set(pair) for pair in rows[PAIR[:2]].to_numpy().tolist()]
    for i in range(90):
        for j in range(90):
            if pairs[i] & pairs[j]:
                meat += np.outer(x[i], x[j]) * (chosen[i] - chance[i]) * (chosen[j] - chance[j])
    expected = np.sqrt(np.diag(bread @ meat @ bread))
    assert robust_errors(differences, rows, weights).to_numpy() == pytest.approx(expected)


# The lines of evidence


def invented(seed=1):
    """1,000 judged pairs of invented people whose judges see followers and lists, 60 people often and 60 seldom."""
    rng = np.random.default_rng(seed)
    fame = rng.normal(size=120)
    table = pd.DataFrame({name: np.exp(6 + fame + 0.6 * rng.normal(size=120)) for name in (*SIGNALS, *NETWORK)})
    seen = np.log1p(table[["follower_count", "listed_count"]]).sum(axis=1).to_numpy()
    often, seldom = drawn_pairs(60, 900, rng), drawn_pairs(60, 100, rng)
    one, other = (np.concatenate([a, 60 + b]) for a, b in zip(often, seldom, strict=True))
    chance = 1 / (1 + np.exp(-(seen[one] - seen[other])))
    sides = [
        table.iloc[which].reset_index(drop=True).assign(person=which).add_prefix(f"{side}_")
        for side, which in (("a", one), ("b", other))
    ]
    return pd.concat([pd.DataFrame({"a_chosen": rng.random(1_000) < chance}), *sides], axis=1)


@pytest.fixture(scope="module")
def lines():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reputation, "WEIGHT_RESAMPLES", 19)
        return {line.quantity: line for line in reputation.reputation_lines(invented(), replace(PLAN, resamples=199))}


def test_lines_agree_with_counting_on_invented_people(lines):
    pairs, found = invented(), values(lines.values())
    higher = np.sign(pairs["a_follower_count"] - pairs["b_follower_count"]) == np.where(pairs["a_chosen"], 1, -1)
    assert found["baseline_concordance"] == pytest.approx(higher.mean())
    people = {}
    for side in "ab":
        for _, row in pairs.iterrows():
            people[row[f"{side}_person"]] = [row[f"{side}_{name}"] for name in PLAN.signals]
    score = pd.DataFrame.from_dict(people, orient="index").rank().mean(axis=1)
    apart = score.loc[pairs["a_person"]].to_numpy() - score.loc[pairs["b_person"]].to_numpy()
    right = np.where(np.abs(apart) < 1e-9, 0.5, (apart > 0) == pairs["a_chosen"])
    assert found["score_concordance"] == pytest.approx(right.mean())
    assert (found["people"], found["people_judged_often"], found["pairs_often"]) == (len(people), 60, 900)
    assert found["score_concordance_often"] == pytest.approx(right[:900].mean())
    assert found["score_concordance_seldom"] == pytest.approx(right[900:].mean())
    assert found["gain_concordance"] == pytest.approx(found["score_concordance"] - found["baseline_concordance"])
    for name in ("score", "baseline"):
        assert found[f"pooled_{name}_somers_d"] == pytest.approx(2 * found[f"{name}_concordance"] - 1)
        assert found[f"pooled_{name}_somers_d_se"] == pytest.approx(2 * lines[f"{name}_concordance"].found.se)
    assert found["pooled_gain_somers_d"] == pytest.approx(2 * found["gain_concordance"])


def test_what_is_learned_on_invented_people_is_what_their_judges_saw(lines):
    found = values(lines.values())
    assert found["learned_concordance"] > found["held_out_score_concordance"], "the judges saw two signals of four"
    seen = [found[f"weight_{name}"] for name in ("follower_count", "listed_count")]
    unseen = [found[f"weight_{name}"] for name in SIGNALS if name not in ("follower_count", "listed_count")]
    assert min(seen) > 3 * max(abs(weight) for weight in unseen)
    assert all(found[f"weight_alone_{name}"] > 0.3 for name in SIGNALS), "alone each stands for fame"
    assert found["weight_sign_turns_listed_count"] == 0
    assert found["ceiling_at_most"] > found["learned_concordance"]


def test_the_learned_score_and_what_it_is_compared_with_meet_the_same_pairs(lines):
    people, judgements = people_and_judgements(invented())
    strangers = held_out_order(people[list(SIGNALS)], judgements)
    seen = held_out_order(people[list(SIGNALS)], judgements, by="judgement")
    found, tested = values(lines.values()), ~np.isnan(strangers)
    assert 0 < (~tested).sum() < 100
    assert found["learned_concordance"] == pytest.approx(strangers[tested].mean())
    assert found["learned_leak_concordance"] == pytest.approx((seen - strangers)[tested].mean())
    followers = right_order(people["follower_count"], judgements)
    assert found["held_out_baseline_concordance"] == pytest.approx(followers[tested].mean())
    for suffix, n in (("", tested.sum()), ("_often", tested[:900].sum())):
        for name in ("learned", "held_out_score", "held_out_baseline", "learned_gain_over_score", "learned_leak"):
            assert lines[f"{name}_concordance{suffix}"].n == n


def test_every_line_names_its_method_and_its_pairs(lines):
    assert lines["score_concordance"].n == 1_000
    assert lines["learned_concordance"].n <= 1_000
    assert "never seen in training" in lines["learned_concordance"].method
    assert "pairs taken as independent" in lines["score_concordance_pairs_independent"].method
    assert f"over {lines['people'].found} people" in lines["score_concordance"].found.method


# The committed table


def test_the_real_pairs_are_those_that_were_described():
    """5,500 pairs, 1,172 people of whom 441 recur: the description that the data came with."""
    table = committed()
    assert table.loc[["rows_used", "people", "people_judged_twice"], "value"].tolist() == [5_500, 1_172, 441]
    assert table.loc["score_concordance", "n"] == PLAN.n


def test_the_committed_lines_agree_with_each_other():
    value = committed()["value"]
    assert value["gain_concordance"] == pytest.approx(
        value["score_concordance"] - value["baseline_concordance"], abs=1.1e-4
    )
    assert value["ceiling_at_least"] == value["judge_agreement"]
    assert value["ceiling_at_most"] == pytest.approx(ceiling_bounds(value["judge_agreement"])[1], abs=1e-4)
    assert value["learned_concordance_often"] < value["remembered_concordance_often"] < value["ceiling_at_most"]
    for name in ("score", "gain"):
        assert value[f"{name}_error_pairs_independent"] < value[f"{name}_error_robust"]
        assert value[f"{name}_error_robust"] < value[f"pooled_{name}_somers_d_se"] / 2
    for name in SIGNALS:
        assert value[f"weight_alone_{name}"] > 0
        assert value[f"weight_error_robust_{name}"] > value[f"weight_error_pairs_independent_{name}"]
    assert value["weight_all_mentions_received"] < 0 < value["weight_mentions_received"]


def test_the_committed_ceiling_and_followers_are_counted_anew():
    if not is_fetched("influencer_pairs"):
        pytest.skip("influencer_pairs is not fetched: python3 run.py fetch influencer_pairs")
    pairs, value = external("influencer_pairs"), committed()["value"]
    votes = {}
    for row in pairs.itertuples():
        chosen = row.a_person if row.a_chosen else row.b_person
        votes.setdefault(frozenset((row.a_person, row.b_person)), []).append(chosen)
    agree = [
        np.mean([one == other for one, other in combinations(chosen, 2)])
        for chosen in votes.values()
        if len(chosen) > 1
    ]
    assert len(agree) == committed().loc["judge_agreement", "n"] == 374
    assert value["judge_agreement"] == pytest.approx(np.mean(agree), abs=5e-5)
    apart = np.sign(pairs["a_follower_count"] - pairs["b_follower_count"]) * np.where(pairs["a_chosen"], 1, -1)
    assert value["baseline_concordance"] == pytest.approx((1 + apart.mean()) / 2, abs=5e-5)
