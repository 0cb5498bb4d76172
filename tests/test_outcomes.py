"""Protects the answer to "does the score track outcomes?": by hand, against known truths, and when there is nothing."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from worlds import END, world

from helpers import outcomes
from helpers.data import load
from helpers.stats import Estimate, robustness_value

FEW = {"n_resamples": 199}


def people(n=400, seed=2):
    """Score and followers that share a cause with the outcome, and the cause itself."""
    rng = np.random.default_rng(seed)
    cause, *luck = rng.normal(size=(4, n))
    return pd.DataFrame(
        {
            "outcome": "wins",
            "cause": cause,
            "score": cause + luck[0],
            "followers": np.exp(3 + cause + 0.5 * luck[1]).round(),
            "value": cause + luck[2],
        }
    )


# Places


def test_places_are_shares_below_plus_half_the_share_at_it():
    assert outcomes.percentiles([30, 10, 10, None, 20])[[0, 1, 2, 4]].tolist() == [87.5, 25, 25, 62.5]
    assert np.isnan(outcomes.percentiles([30, 10, 10, None, 20])[3])
    assert outcomes.percentiles([7, 7, 7]).tolist() == [50, 50, 50]


def test_normal_scores_keep_the_order_and_are_symmetric():
    found = outcomes.normal_scores([1, 10, 1_000, 100])
    assert found.argsort().tolist() == [0, 1, 3, 2]
    assert found.sum() == pytest.approx(0)
    assert found[0] == pytest.approx(stats.norm.ppf(1 / 8))


# Validity


def test_validity_by_hand():
    """Four people, six pairs: the score has five in order; followers have two ties, worth half each, and one wrong."""
    table = pd.DataFrame({"outcome": "wins", "score": [1, 2, 4, 3], "followers": [5, 5, 9, 9], "value": [1, 2, 3, 4]})
    found = outcomes.criterion_validity(table, **FEW).loc["wins"]
    assert found["score"].value == pytest.approx(5 / 6)
    assert found["followers"].value == pytest.approx(5 / 6)
    assert found["gain"].value == pytest.approx(0)
    assert found["rho"].value == pytest.approx(0.8)


def test_validity_has_a_row_for_each_outcome_and_counts_who_reported():
    table = pd.concat([people(50).assign(outcome=name) for name in ("sales", "wins")], ignore_index=True)
    table.loc[table["outcome"] == "sales", "value"] = table["value"].where(table.index % 2 == 0)
    found = outcomes.criterion_validity(table, **FEW)
    assert list(found.index) == ["sales", "wins"] and list(found.columns) == ["score", "followers", "gain", "rho"]
    assert [e.n for e in found["score"]] == [25, 50]


def test_a_table_without_a_column_is_refused():
    for call in (outcomes.criterion_validity, outcomes.prediction_table):
        with pytest.raises(ValueError, match=r"without .'followers', 'value'.; the outcomes joined"):
            call(pd.DataFrame({"outcome": ["wins"], "score": [1]}))


def test_of_people_in_random_order_19_in_100_are_near_their_place():
    score, value = np.random.default_rng(1).normal(size=(2, 20_000))
    assert outcomes.near_miss(score, value, **FEW).value == pytest.approx(0.19, abs=0.01)
    assert outcomes.near_miss(score, score, **FEW).value == 1
    assert outcomes.near_miss([1, 2, 3, 4], [4, 3, 2, 1], within=25, **FEW).value == pytest.approx(0.5)


# Prediction


def test_a_score_that_knows_nothing_more_gains_nothing_and_one_that_does_gains():
    table = people(1_500)
    copy = table.assign(score=np.log10(1 + table["followers"]))
    assert abs(outcomes.prediction_table(copy, **FEW).loc["wins", "gain"].value) < 1e-9
    known = table.assign(score=table["value"])
    gain = outcomes.prediction_table(known, **FEW).loc["wins", "gain"]
    assert gain.low > 0.4


def test_predictions_keep_the_index_and_are_places():
    table = people(60).set_index(np.arange(60) + 1_000)
    table.loc[1_003, "value"] = np.nan
    predicted = outcomes.prediction_table(table, **FEW).loc["wins", "predicted"]
    assert predicted.index.tolist() == [i for i in table.index if i != 1_003]
    assert predicted["place"].mean() == pytest.approx(50)


def test_calibration_groups_people_in_order_of_their_prediction():
    found = outcomes.calibration([1, 2, 3, 5, 6, 7], [2, 2, 2, 6, 6, 6], groups=2, **FEW)
    assert found["predicted"].tolist() == [2, 6] and [e.value for e in found["observed"]] == [2, 6]
    assert found["n"].tolist() == [3, 3]
    with pytest.raises(ValueError, match="3 people or more in each of 3 groups"):
        outcomes.calibration([1, 2, 3, 4], [1, 2, 3, 4], groups=3)


# The top of the scale


def test_bell_shaped_data_fall_at_the_top_as_truncation_says_and_no_further():
    rng = np.random.default_rng(6)
    x, luck = rng.normal(size=(2, 40_000))
    found = outcomes.top_of_the_scale(x, 0.6 * x + 0.8 * luck, n_resamples=49)
    assert found.everybody.value == pytest.approx(0.6, abs=0.01)
    assert found.expected == pytest.approx(0.297, abs=0.01)
    assert abs(found.excess.value) < 0.03 and found.found.n == 4_000


def test_a_score_that_says_nothing_at_the_top_falls_beyond_truncation():
    rng = np.random.default_rng(7)
    x, luck = rng.normal(size=(2, 5_000))
    y = np.where(x > 1, 1.2 + luck, x + 0.5 * luck)
    assert outcomes.top_of_the_scale(x, y, n_resamples=99).excess.low > 0


def test_a_top_of_fewer_than_twenty_is_refused():
    with pytest.raises(ValueError, match="got 10 of 100; widen"):
        outcomes.top_of_the_scale(np.arange(100), np.arange(100) ** 2)


# A hidden cause


def test_the_shares_equal_those_of_the_regressions():
    table = people(300)
    score, value, cause = (table[name].to_numpy() for name in ("score", "value", "cause"))
    found = outcomes.hidden_cause(score, value, cause, **FEW)
    alone = sm.OLS(value, sm.add_constant(score)).fit()
    both = sm.OLS(value, sm.add_constant(np.column_stack([score, cause]))).fit()
    t, df = both.tvalues[2], both.df_resid
    assert found.needed.value == pytest.approx(robustness_value(alone.tvalues[1], alone.df_resid))
    assert found.of_score.value == pytest.approx(sm.OLS(score, sm.add_constant(cause)).fit().rsquared)
    assert found.of_outcome.value == pytest.approx(t**2 / (t**2 + df))


def test_holding_the_whole_cause_fixed_leaves_as_much_as_the_bound_says():
    """A cause exactly as strong as the benchmark is the benchmark: what is left is its adjusted slope."""
    table = people(2_000)
    score, value, cause = (table[name].to_numpy() for name in ("score", "value", "cause"))
    found = outcomes.hidden_cause(score, value, cause, **FEW)
    slope = sm.OLS(value, sm.add_constant(score)).fit().params[1]
    adjusted = sm.OLS(value, sm.add_constant(np.column_stack([score, cause]))).fit().params[1]
    assert found.left.value == pytest.approx(adjusted / slope)
    assert abs(found.left.value) < 0.1, "nothing but the cause ties them"


def test_the_interval_at_the_top_is_that_of_people_drawn_anew():
    x, luck = np.random.default_rng(9).normal(size=(2, 300))
    found = outcomes.top_of_the_scale(x, x + luck, n_resamples=199, seed=3)
    draws, again = [], np.random.default_rng(3)
    for _ in range(199):
        rows = again.choice(np.arange(300), 300)
        a, b = (outcomes.normal_scores(column[rows]) for column in (x, x + luck))
        best = np.argsort(-a, kind="stable")[:30]
        draws.append(np.corrcoef(a[best], b[best])[0, 1])
    assert (found.found.low, found.found.high) == pytest.approx(tuple(np.quantile(draws, [0.025, 0.975])))
    assert found.found.se == pytest.approx(np.std(draws, ddof=1))


def test_constant_columns_and_perfect_lines_are_refused_by_name():
    x, same = np.arange(300.0), np.ones(300)
    with pytest.raises(ValueError, match="score is constant"):
        outcomes.top_of_the_scale(same, x)
    with pytest.raises(ValueError, match="benchmark is constant"):
        outcomes.hidden_cause(x, x % 7, same)
    with pytest.raises(ValueError, match="on one line"):
        outcomes.hidden_cause(x, 2 * x, x % 7)
    with pytest.raises(ValueError, match="in each of 0 groups"):
        outcomes.calibration(x, x, groups=0)


def test_what_is_found_above_truncation_is_the_excess_turned_round():
    x, luck = np.random.default_rng(9).normal(size=(2, 300))
    found = outcomes.top_of_the_scale(x, x + luck, n_resamples=99)
    assert found.above.value == pytest.approx(found.found.value - found.expected)
    assert (found.above.low, found.above.high) == (-found.excess.high, -found.excess.low)


# Luck


def test_halves_hear_only_what_happened_on_their_days():
    """Of 24 people the first hears from most on even days, the last on odd days: the halves turn the order round."""
    names = [f"p{i:02d}" for i in range(24)]
    odd_days = [(f"fan{fan}", name, "mention", 2) for i, name in enumerate(names) for fan in range(i + 1)]
    even_days = [(f"fan{fan}", name, "mention", 1) for i, name in enumerate(names) for fan in range(24 - i)]
    tables = list(world(odd_days + even_days, posts=[("fan0", 1), ("fan0", 2)]).values())
    people = tables[2]["person"].unique()
    active = pd.Series([name in names for name in people], people)
    bands = load("published/belgium_distribution")
    odd, even = outcomes.half_scores(tables, active, pd.Series(names), bands=bands, end=END)
    assert list(odd.index) == list(even.index) == names
    assert odd.is_monotonic_increasing and even.is_monotonic_decreasing
    assert odd.to_numpy() == pytest.approx(even.to_numpy()[::-1])


def test_freed_of_luck_by_hand():
    """0.3 over the root of 0.9 times 0.4, which is 0.6."""
    freed = outcomes.freed_of_luck(Estimate(0.3, 0.24, 0.36, 90, 0.95, "spearman", 0.1), 0.9, 0.4)
    assert (freed.value, freed.low, freed.high) == pytest.approx((0.5, 0.4, 0.6))
    assert freed.n == 90 and np.isnan(freed.se)
    with pytest.raises(ValueError, match="disattenuated"):
        outcomes.freed_of_luck(freed, 0.9, 0)


# Regressions


def test_a_rate_ratio_is_what_the_mean_is_multiplied_by():
    """Between two groups the model has no choice: the ratio of their means, 6 to 3, and the bell on the logarithm."""
    value = [0, 1, 2, 3, 4, 8, 0, 2, 4, 6, 8, 16]
    found = outcomes.rate_ratios("value ~ famous", pd.DataFrame({"famous": [0] * 6 + [1] * 6, "value": value}))
    assert list(found) == ["famous"] and found["famous"].n == 12
    assert found["famous"].value == pytest.approx(2, rel=1e-3)
    assert found["famous"].low * found["famous"].high == pytest.approx(found["famous"].value ** 2)


def test_rate_ratios_find_what_the_counts_were_made_with():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.normal(size=(4_000, 2)), columns=["tens", "fame"])
    mean = np.exp(2 + np.log(1.3) * table["tens"] + np.log(0.8) * table["fame"])
    found = outcomes.rate_ratios(
        "value ~ tens + fame", table.assign(value=rng.poisson(mean * rng.gamma(2, 0.5, 4_000)))
    )
    assert found["tens"].low < 1.3 < found["tens"].high and found["fame"].low < 0.8 < found["fame"].high
    with pytest.raises(ValueError, match="expected no missing value"):
        outcomes.rate_ratios("value ~ tens", table.assign(value=np.nan))


def test_tail_lines_have_their_share_below_them_and_find_the_ratio():
    rng = np.random.default_rng(5)
    tens = rng.uniform(1, 6, 2_000)
    people = pd.DataFrame({"tens": tens, "value": np.exp(1 + np.log(1.4) * tens + rng.normal(size=2_000)) - 1})
    found = outcomes.tail_lines(people, shares=(0.9, 0.1))
    assert list(found) == [0.9, 0.1]
    for share, line in found.items():
        below = np.log1p(people["value"]) < line.intercept + line.slope * tens
        assert below.mean() == pytest.approx(share, abs=0.01)
        assert line.ratio.low < 1.4 < line.ratio.high and line.ratio.value == pytest.approx(np.exp(line.slope))


def test_tail_lines_refuse_a_share_in_percent_and_a_table_without_tens():
    with pytest.raises(ValueError, match=r"write 0\.9 for 90 %"):
        outcomes.tail_lines(pd.DataFrame({"tens": [1, 2], "value": [1, 2]}), shares=(90,))
    with pytest.raises(ValueError, match="tens"):
        outcomes.tail_lines(pd.DataFrame({"value": [1, 2]}), shares=(0.9,))
