"""Protects multiverse: published regressions, every combination and no other, subsets, and what cannot be estimated."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_tables import SWISS
from scipy import stats as scipy_stats

from helpers.stats import multiverse, partial_correlation


def crowd(n: int = 120, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.normal(size=(n, 6)), columns=["y1", "y2", "x1", "x2", "c1", "c2"])
    data["y1"] += data["x1"] / 2 + data["c1"]
    data["age"] = rng.choice(["young", "middle", "old"], n)
    data["sex"] = rng.choice(["female", "male"], n)
    return data


# Published


def test_slopes_of_the_swiss_provinces_are_those_of_r():
    """Output of summary(lm(...)) on R's table swiss: coefficient, standard error, 42 degrees of freedom."""
    others = ["Agriculture", "Catholic", "Infant.Mortality"]
    plan = {"outcomes": ["Fertility"], "predictors": ["Education"], "controls": [others, ["Catholic"]]}
    table = multiverse(SWISS, **plan, models=["ols", "glm"]).set_index(["controls", "model"])
    full = table.loc["Agriculture + Catholic + Infant.Mortality"]
    assert full["value"].to_numpy() == pytest.approx([-0.98026] * 2, abs=5e-6)
    half = scipy_stats.t.ppf(0.975, 42) * 0.14814
    assert full.loc["ols", ["low", "high"]].tolist() == pytest.approx([-0.98026 - half, -0.98026 + half], abs=2e-5)
    half = scipy_stats.norm.ppf(0.975) * 0.14814
    assert full.loc["glm", ["low", "high"]].tolist() == pytest.approx([-0.98026 - half, -0.98026 + half], abs=2e-5)
    assert table.loc["Catholic", "value"].to_numpy() == pytest.approx([-0.7883] * 2, abs=5e-5)
    assert (table["n"] == 47).all()


def test_number_of_specifications_is_that_of_specr():
    """Vignette "An introduction to specr" of the R package specr: the same choices give 384 specifications."""
    table = multiverse(
        crowd(),
        outcomes=["y1", "y2"],
        predictors=["x1", "x2"],
        controls=[[], ["c1"], ["c2"], ["c1", "c2"]],
        subsets=["age", "sex"],
        models=["ols", "glm"],
    )
    assert len(table) == 384
    assert table["value"].notna().all()
    named = ["female", "male", "middle", "middle, female", "middle, male", "old", "old, female", "old, male"]
    named += ["young", "young, female", "young, male"]
    found = table["subset"].str.replace(r"\w+ = ", "", regex=True).unique()
    assert sorted(found) == sorted([*named, "all"])


def test_interval_of_spearmans_rho_is_the_published_one():
    """The example of ci.spear in the R package statpsych, by the author of Bonett and Wright (2000)."""
    y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
    x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
    table = multiverse(pd.DataFrame({"x": x, "y": y}), outcomes=["y"], predictors=["x"], models=["spearman"])
    assert table.loc[0, ["value", "low", "high"]].tolist() == pytest.approx([0.8699639, 0.5840951, 0.9638297], abs=1e-7)


# Every combination, and each as if alone


def test_columns_and_every_combination_once():
    plan = {"outcomes": ["y1", "y2"], "predictors": ["x1"], "controls": [[], ["c1", "age"]], "subsets": ["sex"]}
    table = multiverse(crowd(), **plan)
    assert table.columns.tolist() == [
        "outcome", "predictor", "controls", "model", "subset", "sex", "value", "low", "high", "n",
    ]  # fmt: skip
    expected = set(itertools.product(["y1", "y2"], ["x1"], ["none", "c1 + age"], ["ols"], ["all", "female", "male"]))
    assert set(map(tuple, table[["outcome", "predictor", "controls", "model", "sex"]].to_numpy())) == expected
    assert len(table) == len(expected)
    assert table["subset"].unique().tolist() == ["all", "sex = female", "sex = male"]


def test_each_row_equals_least_squares_on_its_own_rows():
    data = crowd()
    data.loc[3, "c1"] = np.nan
    data.loc[5, "age"] = None
    table = multiverse(data, outcomes=["y1"], predictors=["x1"], controls=[[], ["c1", "age"]], subsets=["sex"])
    for row in table.itertuples():
        part = data if row.sex == "all" else data[data["sex"] == row.sex]
        part = part[["y1", "x1"] if row.controls == "none" else ["y1", "x1", "c1", "age"]].dropna()
        columns = [np.ones(len(part)), part["x1"]]
        if row.controls != "none":
            columns += [part["c1"], part["age"] == "old", part["age"] == "young"]
        slope = np.linalg.lstsq(np.column_stack(columns).astype(float), part["y1"])[0][1]
        assert row.value == pytest.approx(slope)
        assert row.n == len(part)
        assert row.low < row.value < row.high


def test_spearman_with_controls_is_the_partial_correlation_of_the_ranks():
    data = crowd()
    table = multiverse(data, outcomes=["y1"], predictors=["x1"], controls=[[], ["c1", "c2"]], models=["spearman"])
    rho = scipy_stats.spearmanr(data["x1"], data["y1"]).statistic
    partial = partial_correlation(data["x1"], data["y1"], data[["c1", "c2"]], n_resamples=99).value
    assert table["value"].tolist() == pytest.approx([rho, partial])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.floats(0.1, 10), st.floats(-5, 5))
def test_unit_of_the_outcome_scales_slopes_and_leaves_correlations(seed, unit, zero):
    data = crowd(30, seed)
    moved = data.assign(y1=unit * data["y1"] + zero)
    plan = {"outcomes": ["y1"], "predictors": ["x1"], "controls": [[], ["c1"]]}
    slopes, stretched = (multiverse(one, **plan)[["value", "low", "high"]] for one in (data, moved))
    np.testing.assert_allclose(stretched, unit * slopes, rtol=1e-7, atol=1e-9)
    rhos, same = (multiverse(one, **plan, models=["spearman"])[["value", "low", "high"]] for one in (data, moved))
    np.testing.assert_allclose(same, rhos)
    assert rhos.abs().to_numpy().max() <= 1


def test_higher_confidence_is_wider():
    plan = {"outcomes": ["y1"], "predictors": ["x1"], "controls": []}
    narrow, wide = (multiverse(crowd(), **plan, confidence=level).loc[0] for level in (0.8, 0.99))
    assert wide["low"] < narrow["low"] < narrow["value"] == wide["value"] < narrow["high"] < wide["high"]


# Edges


def test_a_column_that_would_stand_twice_makes_no_specification():
    plan = {"outcomes": ["y1", "x2"], "predictors": ["x1", "x2"], "controls": [[], ["x1"], ["y1"]]}
    table = multiverse(crowd(), **plan)
    found = set(zip(table["outcome"], table["predictor"], table["controls"], strict=True))
    expected = {("y1", "x1", "none"), ("y1", "x2", "none"), ("y1", "x2", "x1")}
    assert found == expected | {("x2", "x1", "none"), ("x2", "x1", "y1")}


@pytest.mark.parametrize("models", [["ols", "glm"], ["spearman"]])
def test_what_cannot_be_estimated_keeps_its_row(models):
    data = pd.DataFrame({"y": [1.0, 2, 3, 5, 4, 6, 7, 8], "x": [2.0, 1, 4, 3, 5, 5, 5, 5], "g": list("aaaabbbb")})
    data["twice"] = 2 * data["x"]
    data["flat"] = 1
    table = multiverse(
        data, outcomes=["y", "flat"], predictors=["x"], controls=[[], ["twice"]], subsets=["g"], models=models
    )
    lost = table["value"].isna()
    assert lost[table["controls"] == "twice"].all()  # the controls determine the predictor
    assert lost[table["g"] == "b"].all()  # the predictor is constant
    assert lost[table["outcome"] == "flat"].all()
    assert table.loc[lost, ["low", "high"]].isna().all(axis=None)
    assert (~lost).sum() == 2 * len(models)  # all rows and level a, without controls
    assert table.loc[table["g"] == "b", "n"].eq(4).all()


def test_too_few_rows_and_an_empty_part():
    data = pd.DataFrame({"y": [1, 2, 4, 3, 9, None], "x": [1, 3, 2, 5, 1, 2], "g": ["a", "a", "b", "b", "b", "c"]})
    table = multiverse(data, outcomes=["y"], predictors=["x"], subsets=["g"]).set_index("g")
    assert table["n"].to_dict() == {"all": 5, "a": 2, "b": 3, "c": 0}
    assert table["value"].notna().to_dict() == {"all": True, "a": False, "b": True, "c": False}


def test_a_control_that_says_nothing_in_a_subset_does_no_harm():
    data = crowd()
    table = multiverse(data, outcomes=["y1"], predictors=["x1"], controls=[[], ["sex"]], subsets=["sex"])
    females = table[table["sex"] == "female"]
    assert females["value"].nunique() == 1 or np.ptp(females["value"]) < 1e-12
    assert np.ptp(females["high"]) < 1e-9


def test_perfect_relation_has_no_spread():
    data = pd.DataFrame({"x": [1.0, 2, 3, 4, 6], "y": [3.0, 5, 7, 9, 13]})
    slopes = multiverse(data, outcomes=["y"], predictors=["x"], models=["ols", "glm"])
    np.testing.assert_allclose(slopes[["value", "low", "high"]], 2, atol=1e-9)
    rho = multiverse(data, outcomes=["y"], predictors=["x"], models=["spearman"])
    assert rho.loc[0, ["value", "low", "high"]].tolist() == pytest.approx([1, 1, 1], abs=1e-5)


def test_ties_share_their_mean_rank():
    data = pd.DataFrame({"x": [1, 1, 2, 2, 3, 3, 4, 5], "y": [2, 1, 2, 3, 3, 5, 5, 9]})
    table = multiverse(data, outcomes=["y"], predictors=["x"], models=["spearman"])
    assert table.loc[0, "value"] == pytest.approx(scipy_stats.spearmanr(data["x"], data["y"]).statistic)


def test_levels_may_be_numbers_and_rows_without_level_count_only_together():
    data = crowd().assign(year=[2011, 2012, None] * 40)
    table = multiverse(data, outcomes=["y1"], predictors=["x1"], subsets=["year"])
    assert table["n"].tolist() == [120, 40, 40]
    assert table["year"].tolist() == ["all", 2011, 2012]


BASE = {"outcomes": ["y1"], "predictors": ["x1"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"models": ["ols", "spearman"]}, "spearman by itself"),
        ({"models": ["probit"]}, "models of ols, glm, or spearman"),
        ({"models": []}, "at least one"),
        ({"outcomes": []}, "at least one"),
        ({"outcomes": "y1"}, "outcomes to be a list"),
        ({"controls": ["c1"]}, r"controls\[0\] to be a list"),
        ({"predictors": ["x1", "x1"]}, "without repeats"),
        ({"controls": [["fame"]]}, "no column 'fame'"),
        ({"subsets": ["sphere"]}, "no column 'sphere'"),
        ({"predictors": ["age"]}, "text in age"),
        ({"subsets": ["value"]}, "rename subset 'value'"),
        ({"subsets": ["level"]}, "rename subset 'level'"),
        ({"controls": [["x1"]]}, "none of the 0 specifications"),
        ({"outcomes": ["flat"]}, "none of the 1 specifications"),
        ({"outcomes": ["huge"]}, "infinite"),
        ({"confidence": 95}, r"0\.95 for 95 %"),
    ],
)
def test_errors_say_what_was_expected(options, message):
    data = crowd().assign(value="a", level="all", flat=1, huge=np.inf)
    with pytest.raises(ValueError, match=message):
        multiverse(data, **(BASE | options))
