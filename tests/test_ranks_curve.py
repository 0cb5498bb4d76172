"""Protects effective weights and the specification curve: closed forms, and each number equal to the plain way."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from helpers.data import load
from helpers.ranks import DEFAULT, effective_weights, points_under, prepare, rule_combinations, validity_curve
from helpers.ranks.curve import _concordances, _counts, _curve
from helpers.stats import concordance, concordance_gain

FEW = {"window": [30, 90], "per_post": [0.0, 0.5], "networks": ["sum", "best"]}


@cache
def sample():
    """Activity, and the named outcome, followers and sphere of everybody."""
    prepared = prepare(
        *(load(f"sample/{name}") for name in ("interactions", "posts", "accounts", "endorsements")), end="2012-05-19"
    )
    named = load("sample/outcome_dictionary").query("named")["outcome"]
    outcomes = load("sample/outcomes")
    outcome = outcomes[outcomes["outcome"].isin(named)].set_index("person")["value"]
    followers = load("sample/accounts").groupby("person")["followers"].sum()
    return prepared, outcome, followers, load("sample/people").set_index("person")["sphere"]


def in_one_sphere(sphere):
    prepared, outcome, followers, spheres = sample()
    return prepared, outcome, followers, spheres[spheres == sphere]


def test_effective_weights_of_unrelated_components():
    # an orthogonal design: the share of a component is its weight squared times its variance
    x, y = (axis.ravel() for axis in np.meshgrid([-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0]))
    found = effective_weights(pd.DataFrame({"x": x, "y": y}), {"x": 3, "y": 1}, n_resamples=20)
    assert found["declared"].tolist() == [0.75, 0.25]
    np.testing.assert_allclose(found["effective"], [9 / 13, 4 / 13])
    np.testing.assert_allclose(found["own"], [9 / 13, 4 / 13])


def test_a_component_without_weight_lives_off_its_neighbour():
    rng = np.random.default_rng(0)
    x = rng.normal(size=5_000)
    y = 0.6 * x + 0.8 * rng.normal(size=5_000)
    found = effective_weights(pd.DataFrame({"x": x, "y": y}), {"x": 1, "y": 0}, n_resamples=99)
    # two predictors with the correlations 1 and r with the total: shares 1 - r^2 / 2 and r^2 / 2
    np.testing.assert_allclose(found["effective"], [1 - 0.18, 0.18], atol=0.02)
    np.testing.assert_allclose(found["own"], [1, 0], atol=1e-12)
    assert found.loc["y", "low"] < 0.18 < found.loc["y", "high"]


def test_units_change_declared_shares_only():
    rng = np.random.default_rng(1)
    parts = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    one = effective_weights(parts, {"a": 10, "b": 1, "c": 2}, n_resamples=30)
    other = effective_weights(parts * [10, 1, 1], {"a": 1, "b": 1, "c": 2}, n_resamples=30)
    assert one.loc["a", "declared"] > 2 * other.loc["a", "declared"]
    pd.testing.assert_frame_equal(one.drop(columns="declared"), other.drop(columns="declared"))
    assert one[["declared", "effective", "own"]].sum().tolist() == pytest.approx([1, 1, 1])


def test_weights_that_do_not_fit_are_refused():
    parts = pd.DataFrame({"a": [1.0, 2, 3, 5], "b": [1.0, 1, 2, 2]})
    with pytest.raises(ValueError, match="a weight for each"):
        effective_weights(parts, {"a": 1})
    for wrong in ({"a": -1, "b": 2}, {"a": 0, "b": 0}, {"a": np.inf, "b": 1}):
        with pytest.raises(ValueError, match="finite weights"):
            effective_weights(parts, wrong)


def test_the_curve_has_the_concordance_of_every_specification():
    prepared, outcome, followers, education = in_one_sphere("education")
    found = validity_curve(prepared, outcome, followers, education, choices=FEW, n_resamples=50)
    assert len(found.table) == 8
    assert found.table["concordance"].is_monotonic_increasing
    people = education.index.intersection(prepared.people).intersection(outcome.dropna().index)
    for _, spec in found.table.iterrows():
        points = points_under(prepared, pd.DataFrame([spec[list(FEW)]])).iloc[0]
        table = pd.DataFrame({"points": points, "outcome": outcome, "followers": followers}).loc[people]
        options = {"n_resamples": 20, "interval": "percentile"}
        expected = concordance(table["points"], table["outcome"], **options)
        gain = concordance_gain(table["points"], table["followers"], table["outcome"], **options)
        assert spec["concordance"] == pytest.approx(expected.value, abs=1e-9)
        assert spec["gain"] == pytest.approx(gain.value, abs=1e-9)
        if (spec["window"], spec["per_post"], spec["networks"]) == (90, 0.5, "sum"):
            assert found.default.value == pytest.approx(expected.value, abs=1e-9)
            assert found.default_gain.value == pytest.approx(gain.value, abs=1e-9)
    assert found.followers.n == len(people)


def test_resamples_are_those_of_the_plain_loop():
    rng = np.random.default_rng(2)
    outcome, scores = rng.integers(0, 4, 25).astype(float), np.round(rng.normal(size=(3, 25)), 1)
    counts = _counts(25, 6, rng)
    assert (counts[0] == 1).all()
    assert (counts.sum(axis=1) == 25).all()
    found = _concordances(scores, outcome, counts)
    for row, times in enumerate(counts.astype(int)):
        drawn = np.repeat(np.arange(25), times)
        y = outcome[drawn]
        ahead = y[:, None] > y
        for column, score in enumerate(scores[:, drawn]):
            right = np.sign(score[:, None] - score)[ahead]
            assert found[row, column] == pytest.approx((1 + right.mean()) / 2, abs=1e-6)


def test_spheres_weigh_the_same():
    prepared, outcome, followers, spheres = sample()
    two = spheres[spheres.isin(["education", "sport"])]
    both = validity_curve(prepared, outcome, followers, two, choices=FEW, n_resamples=20)
    one = [
        validity_curve(prepared, outcome, followers, two[two == sphere], choices=FEW, n_resamples=20)
        for sphere in ("education", "sport")
    ]
    assert both.default.value == pytest.approx(np.mean([curve.default.value for curve in one]))
    assert both.followers.n == sum(curve.followers.n for curve in one)


def test_interval_of_the_default_is_that_of_concordance():
    prepared, outcome, followers, education = in_one_sphere("education")
    found = validity_curve(prepared, outcome, followers, education, choices=FEW, n_resamples=999).default
    points = points_under(prepared, pd.DataFrame([DEFAULT])).iloc[0]
    table = pd.DataFrame({"points": points, "outcome": outcome}).reindex(education.index.intersection(prepared.people))
    expected = concordance(table["points"], table["outcome"], interval="percentile", n_resamples=999, seed=3)
    np.testing.assert_allclose([found.low, found.high], [expected.low, expected.high], atol=0.012)


def test_picking_the_best_of_many_useless_rules_is_seen_through():
    # forty specifications that differ by chance alone: the best looks better, and the optimism takes that back
    gains, corrected = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        scores, outcome = rng.normal(size=(41, 60)), rng.normal(size=60)
        shares = _concordances(scores, outcome, _counts(60, 60, rng))
        curve = _curve(pd.DataFrame({"window": np.arange(40) + 1}), shares, 60, 0.95)
        gains.append(curve.best_gain.value)
        corrected.append(curve.best_gain_corrected.value)
        assert curve.ahead.low <= curve.ahead.value <= curve.ahead.high
    assert min(gains) > 0.03
    assert abs(np.mean(corrected)) < np.mean(gains) / 2


def test_same_seed_same_curve():
    prepared, outcome, followers, education = in_one_sphere("education")
    curves = [
        validity_curve(prepared, outcome, followers, education, choices=FEW, n_resamples=20, seed=seed)
        for seed in (1, 1, 2)
    ]
    pd.testing.assert_frame_equal(curves[0].table, curves[1].table)
    assert not curves[0].table["low"].equals(curves[2].table["low"])


def test_curves_that_cannot_be_drawn_are_refused():
    prepared, outcome, followers, education = in_one_sphere("education")
    with pytest.raises(ValueError, match="two or more specifications"):
        validity_curve(prepared, outcome, followers, education, choices={"window": [90]})
    with pytest.raises(ValueError, match="nobody"):
        validity_curve(prepared, outcome * np.nan, followers, education, choices=FEW)
    with pytest.raises(ValueError, match="somebody twice"):
        validity_curve(prepared, pd.concat([outcome, outcome]), followers, education, choices=FEW)
    with pytest.raises(ValueError, match="20 or more"):
        validity_curve(prepared, outcome, followers, education.iloc[:20], choices=FEW)
    with pytest.raises(ValueError, match="1 different"):
        validity_curve(prepared, outcome * 0, followers, education, choices=FEW)
    assert len(rule_combinations(FEW)) == 8
