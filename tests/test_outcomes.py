"""Protects the answer to "does the score track outcomes?": by hand, against known truths, and when there is nothing."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from helpers import outcomes
from helpers.stats import robustness_value

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
