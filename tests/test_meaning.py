"""Protects helpers.meaning: published tables and examples first, then properties, then edges and errors."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from helpers.meaning import (
    band_of_error,
    chance_table,
    compare,
    describe_bands,
    draw_change,
    error_by_band,
    error_near,
    expected_moves,
    limits_of_agreement,
    mean_shift,
    percentile,
    place_of,
    polychoric,
    rank_correlation,
    reader_json,
    rescaled_ratio,
    rule_change,
    score_at,
    share_below,
    split_half,
    stayed_by_band,
    transition,
    transition_table,
    true_change,
)
from helpers.stats import Estimate, correlation, probability_higher

# Score bands of all known Belgian accounts, 2013 and 2014 (Mango-information-systems, 2014)
LOW = [np.nan, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65]
N_2013 = [11317, 33970, 16082, 8609, 4942, 3201, 2443, 4775, 3069, 2025, 1114, 691, 205]
N_2014 = [13400, 40311, 22446, 11493, 6335, 3862, 2962, 5544, 3464, 1888, 1048, 691, 214]
NAMES = ["no Klout", *(f"{low}-{low + 4}" for low in LOW[1:-1]), "65+"]
BELGIUM = pd.DataFrame({"band": NAMES, "low": LOW, "n_2013": N_2013, "n_2014": N_2014})

# The same accounts a year apart (same source)
MOVES = pd.DataFrame(
    [
        ("10-24", "10-24", 55398),
        ("25-49", "25-49", 14092),
        ("25-49", "10-24", 3452),
        ("10-24", "25-49", 2988),
        ("50-74", "50-74", 2594),
        ("50-74", "25-49", 1328),
        ("25-49", "50-74", 742),
        ("10-24", "50-74", 40),
        ("50-74", "10-24", 31),
        ("75-100", "75-100", 21),
        ("50-74", "75-100", 3),
        ("75-100", "50-74", 1),
    ],
    columns=["band_2013", "band_2014", "n"],
)

# The example of Olsson (1979), as in the documentation of R's psych::polychoric
OLSSON = [[13, 6, 0], [69, 113, 22], [41, 132, 104]]
# The example of R's statpsych::ci.spear
SPEAR_Y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]
SPEAR_X = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]

years = st.sampled_from([2013, 2014])
scores = st.floats(10, 100)


# The published distribution


@pytest.mark.parametrize(("year", "n", "expected"), [(2013, 81126, (14.6, 5.0, 1.1)), (2014, 100258, (12.8, 3.8, 0.9))])
def test_shares_above_40_50_60_are_the_published_ones(year, n, expected):
    table = describe_bands(BELGIUM, year=year)
    shares = table.loc[["share at 40 or more", "share at 50 or more", "share at 60 or more"]]
    np.testing.assert_allclose(100 * shares["value"], expected, atol=0.05)
    np.testing.assert_array_equal(shares["low"], shares["high"])
    assert (table["n"] == n).all()


def test_mean_and_median_lie_between_bounds_five_points_apart():
    table = describe_bands(BELGIUM)
    assert table.loc["median", ["low", "high"]].tolist() == [15, 20]
    assert table.loc["mean", "low"] == pytest.approx(np.average(LOW[1:], weights=N_2013[1:]))
    assert table.loc["mean", "high"] - table.loc["mean", "low"] == pytest.approx(5 + 30 * 205 / 81126)
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_mean_of_the_open_band_is_the_mean_of_its_tail():
    shares = (np.arange(100_000) + 0.5) / 100_000
    assert describe_bands(BELGIUM).loc["mean", "value"] == pytest.approx(score_at(shares, BELGIUM).mean(), abs=1e-4)


def test_52_by_hand():
    # 2013: all bands up to 45-49, then 2 of 5 points of the 2,025 accounts at 50-54
    below_50 = sum(N_2013[1:9])
    result = percentile(52, BELGIUM)
    assert result.value == pytest.approx((below_50 + 2025 * 2 / 5) / 81126)
    assert (result.low, result.high) == (pytest.approx(below_50 / 81126), pytest.approx((below_50 + 2025) / 81126))
    assert str(result) == "0.960 (0.950 to 0.975 for any shape inside the band), n = 81,126"
    assert f"{percentile(52, BELGIUM, year=2014):.1%}".startswith("96.9% (96.2% to 98.1%")


def test_20_is_an_edge_and_exact():
    result = percentile(20, BELGIUM)
    assert result.value == result.low == result.high == pytest.approx((33970 + 16082) / 81126)


@pytest.mark.parametrize(("score", "low", "high"), [(9, 0, 0), (10, 0, 0), (1, 0, 0), (100, 1 - 205 / 81126, 1)])
def test_percentile_at_the_ends(score, low, high):
    result = percentile(score, BELGIUM)
    assert (result.low, result.high) == (pytest.approx(low), pytest.approx(high))
    assert result.low <= result.value <= result.high


def test_open_band_follows_its_rule():
    # 205 of the 896 accounts at 60 or more are at 65 or more; the same part of those passes 70, but for the cut at 100
    above = 1 - share_below([65, 70, 75], BELGIUM)
    assert above[1] / above[0] == pytest.approx(205 / 896, abs=1e-4)
    assert above[2] / above[1] == pytest.approx(205 / 896, abs=3e-4)


def test_open_band_against_the_accounts_seen_at_75_or_more():
    # the table of moves has 22 accounts at 75 or more in 2013; the rule must not be off by more than a factor of three
    ruled = (1 - share_below(75, BELGIUM)) * 81126
    assert 22 / 3 < ruled < 22 * 3


@pytest.mark.parametrize("shape", ["bottom", "top", "even", "random"])
def test_bounds_hold_whatever_the_shape_inside_the_band(shape):
    rng = np.random.default_rng(5)
    inside = {
        "bottom": lambda n: np.zeros(n),
        "top": lambda n: np.full(n, 4.999),
        "even": lambda n: np.linspace(0, 4.99, n),
    }
    draw = inside.get(shape, lambda n: 5 * rng.beta(0.4, 2, n))
    people = np.concatenate([low + draw(n) for low, n in zip(LOW[1:], N_2013[1:], strict=True)])
    for score in (12, 20, 41.5, 52, 64.9, 67):
        result = percentile(score, BELGIUM)
        assert result.low - 1e-12 <= np.mean(people < score) <= result.high + 1e-12


@settings(deadline=None)
@given(scores, years)
def test_percentile_and_score_at_are_inverses(score, year):
    assert float(score_at(share_below(score, BELGIUM, year=year), BELGIUM, year=year)) == pytest.approx(score, abs=1e-6)


@settings(deadline=None)
@given(st.floats(0, 1), years)
def test_score_at_and_percentile_are_inverses(share, year):
    assert float(share_below(score_at(share, BELGIUM, year=year), BELGIUM, year=year)) == pytest.approx(
        share, abs=1e-12
    )


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_score_at_rises_strictly(a, b):
    low, high = sorted((a, b))
    first, second = score_at([low, high], BELGIUM)
    assert 10 <= first <= second <= 100
    assert first < second or high - low < 1e-12


@settings(deadline=None)
@given(scores, scores)
def test_a_higher_score_never_has_a_lower_percentile(a, b):
    low, high = (percentile(score, BELGIUM) for score in sorted((a, b)))
    assert low.value <= high.value
    assert low.low <= high.low
    assert low.high <= high.high
    assert low.low <= low.value <= low.high


def test_score_at_keeps_shape_and_ends():
    result = score_at(np.array([[0, 0.5], [0.999, 1]]), BELGIUM)
    assert result.shape == (2, 2)
    assert (result[0, 0], result[1, 1]) == (10, 100)
    assert 65 < result[1, 0] < 100


def test_row_order_and_accounts_without_a_score_do_not_matter():
    shuffled = BELGIUM.dropna().sample(frac=1, random_state=2)
    assert percentile(33, shuffled) == percentile(33, BELGIUM)


# Moves between bands


def test_published_moves():
    result = transition(MOVES)
    assert result.stayed.n == 80690
    assert result.stayed.value == pytest.approx(0.89, abs=0.005)
    assert (result.still_above.value, result.still_above.n) == (pytest.approx(0.66, abs=0.005), 3978)
    assert result.still_above.low < 2619 / 3978 < result.still_above.high
    assert result.stayed.value + result.up.value + result.down.value == pytest.approx(1)
    assert result.up.value == pytest.approx((2988 + 40 + 742 + 3) / 80690)


def test_wilson_interval_of_the_moves():
    # Wilson's interval in closed form
    p, n, z = 2619 / 3978, 3978, scipy_stats.norm.ppf(0.975)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    still = transition(MOVES).still_above
    assert (still.high - still.low) / 2 == pytest.approx(half)


def test_moves_become_a_square_table_in_order():
    table = transition_table(MOVES)
    assert list(table.index) == list(table.columns) == ["10-24", "25-49", "50-74", "75-100"]
    assert table.to_numpy().sum() == 80690
    assert table.loc["25-49", "10-24"] == 3452
    assert table.loc["75-100", "10-24"] == 0


def test_polychoric_of_olsson():
    estimate = polychoric(OLSSON)
    assert estimate.value == pytest.approx(0.49, abs=0.005)
    assert estimate.n == 500
    assert estimate.low < 0.49 < estimate.high


@pytest.mark.parametrize(("both", "expected"), [(1 / 3, 0.5), (0.1150267, -0.75), (0.397584, 0.8)])
def test_tetrachoric_of_kirk(both, expected):
    # Kirk (1973): halves on both sides, `both` in the first cell; closed form sin(2 pi (p - 1/4))
    table = np.array([[both, 0.5 - both], [0.5 - both, both]]) * 10_000
    assert math.sin(2 * math.pi * (both - 0.25)) == pytest.approx(expected, abs=1e-4)
    assert polychoric(table).value == pytest.approx(expected, abs=1e-4)


def test_polychoric_finds_the_truth_and_its_interval_narrows():
    rng = np.random.default_rng(8)
    x, y = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], 6000).T
    cuts = [-0.5, 0.4, 1.5]
    table = pd.crosstab(np.digitize(x, cuts), np.digitize(y, cuts))
    whole, part = polychoric(table), polychoric(table / 10)
    assert whole.low < 0.7 < whole.high
    assert 2.5 < (part.high - part.low) / (whole.high - whole.low) < 4
    # information at the true thresholds puts the standard error near 0.008
    assert (whole.high - whole.low) / 3.92 == pytest.approx(0.008, abs=0.002)


def test_polychoric_of_the_published_moves():
    estimate = polychoric(transition_table(MOVES))
    assert f"{estimate:.3f}" == "0.945 [0.943, 0.947], n = 80,690"


def test_long_moves_are_rarer_in_the_model_than_in_belgium():
    table = transition_table(MOVES)
    expected = expected_moves(table, rho=polychoric(table).value)
    assert expected.to_numpy().sum() == pytest.approx(80690)
    assert expected.loc["10-24", "50-74"] < 2 < 40 == table.loc["10-24", "50-74"]


def test_polychoric_turns_with_the_order_of_one_side():
    estimate, turned = polychoric(OLSSON), polychoric(np.array(OLSSON)[:, ::-1])
    assert turned.value == pytest.approx(-estimate.value, abs=1e-4)
    assert (turned.low, turned.high) == (
        pytest.approx(-estimate.high, abs=1e-4),
        pytest.approx(-estimate.low, abs=1e-4),
    )


def test_polychoric_of_a_pure_diagonal_stops_at_its_limit():
    estimate = polychoric([[40, 0], [0, 40]])
    assert estimate.value == pytest.approx(0.9999, abs=1e-5)
    assert estimate.low < estimate.value <= estimate.high <= 0.9999


# The change of rules


def test_rank_correlation_of_statpsych():
    rho = scipy_stats.spearmanr(SPEAR_Y, SPEAR_X).statistic
    estimate = rank_correlation(rho, 15)
    assert estimate.value == pytest.approx(0.8699639, abs=1e-7)
    assert (estimate.low, estimate.high) == (pytest.approx(0.5840951, abs=1e-7), pytest.approx(0.9638297, abs=1e-7))


def test_perfect_rank_correlation_has_no_spread():
    assert (rank_correlation(1, 9).low, rank_correlation(-1, 9).high) == (1, -1)


def test_mean_shift_is_the_interval_of_the_t_test():
    change = np.array([-8, -12, -15, -13, -14, -10, -14, -13, -11])
    ours = mean_shift(change.mean(), change.std(ddof=1), len(change))
    theirs = scipy_stats.ttest_1samp(change, 0).confidence_interval()
    assert (ours.low, ours.high) == (pytest.approx(theirs.low), pytest.approx(theirs.high))


def test_standard_error_of_a_limit_is_1_71_of_the_mean():
    # Bland and Altman (1999): the standard error of a limit is about 1.71 times that of the mean
    lower, upper = limits_of_agreement(-2, 4, 10_000)
    shift = mean_shift(-2, 4, 10_000)
    assert (lower.value, upper.value) == (pytest.approx(-9.84), pytest.approx(5.84))
    assert (upper.high - upper.low) / (shift.high - shift.low) == pytest.approx(1.71, abs=0.005)


def test_interval_of_a_limit_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(2)
    draws = rng.normal(-12, 5, (1000, 25))
    uppers = [
        limits_of_agreement(mean, sd, 25)[1] for mean, sd in zip(draws.mean(1), draws.std(1, ddof=1), strict=True)
    ]
    assert 0.92 < np.mean([e.low <= -12 + 1.96 * 5 <= e.high for e in uppers]) < 0.98


def test_rule_change_is_a_tidy_table():
    week = pd.DataFrame(
        {"group": ["regular", "follow-back"], "n": [9, 16], "mean_change": [-12.2, -17.3], "sd_change": [2.2, 6.6]}
    ).assign(spearman=[0.9, 0.95])
    table = rule_change(week)
    assert list(table.columns) == ["group", "quantity", "value", "low", "high", "n", "confidence", "method"]
    assert table.groupby("group", sort=False).size().to_dict() == {"regular": 4, "follow-back": 4}
    lower, upper = limits_of_agreement(-17.3, 6.6, 16)
    found = table.query("group == 'follow-back'").set_index("quantity")
    assert found.loc["lower limit of agreement", "high"] == lower.high
    assert found.loc["upper limit of agreement", "low"] == upper.low
    assert found.loc["mean change", "value"] == -17.3
    assert found.loc["rank correlation", "n"] == 16


# Error of measurement


def _two_halves(n=3000, true_sd=10.0, half_error=4.0, seed=1):
    rng = np.random.default_rng(seed)
    true = rng.normal(40, true_sd, n)
    return true, true + rng.normal(0, half_error, n), true + rng.normal(0, half_error, n)


def test_spearman_brown_by_hand():
    first, second = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]
    r = 29 / 35
    halves = split_half(first, second, n_resamples=199)
    assert halves.reliability.value == pytest.approx(2 * r / (1 + r))
    assert halves.sem.value == pytest.approx(math.sqrt(6 / 5) / 2)  # all differences are 1 or -1
    assert halves.reliability.method.startswith("Spearman-Brown")


def test_split_half_finds_the_truth():
    _, first, second = _two_halves()
    halves = split_half(first, second, n_resamples=999)
    # the mean of two halves with error sd 4 has error sd 4 / sqrt(2)
    assert halves.sem.low < 4 / math.sqrt(2) < halves.sem.high
    assert halves.reliability.low < 100 / (100 + 8) < halves.reliability.high
    assert halves.sem.n == 3000


def test_a_shift_of_everybody_is_no_error():
    _, first, second = _two_halves(200)
    moved = split_half(first, second + 7, n_resamples=199)
    assert moved.sem.value == pytest.approx(split_half(first, second, n_resamples=199).sem.value)


def test_error_by_band_finds_the_error_that_grows():
    rng = np.random.default_rng(4)
    true = rng.uniform(10, 70, 4000)
    spread = np.where(true < 40, 2, 6)
    first, second = (true + spread * rng.normal(size=4000) for _ in range(2))
    table = error_by_band(first, second, true, [10, 40, 70, 100], n_resamples=999)
    assert table.loc[0, "low"] < math.sqrt(2) < table.loc[0, "high"]
    assert table.loc[1, "low"] < 6 / math.sqrt(2) < table.loc[1, "high"]
    assert table["n"].sum() == 4000
    assert table.loc[2, "n"] == 0
    assert table.loc[2, ["sem", "low", "high"]].isna().all()


def test_bands_under_twenty_people_are_not_described():
    rng = np.random.default_rng(4)
    first, second = rng.normal(size=(2, 39))
    table = error_by_band(first, second, [15] * 19 + [25] * 19 + [30], [10, 20, 30], n_resamples=99)
    assert table["n"].tolist() == [19, 20]  # the last band holds its upper edge
    assert table["sem"].isna().tolist() == [True, False]


def test_true_change_finds_the_truth():
    true, _, _ = _two_halves(4000)
    rng = np.random.default_rng(9)
    before = true + rng.normal(0, 3, 4000)
    after = true + rng.normal(1, 5, 4000) + rng.normal(0, 3, 4000)
    change = true_change(before, after, sem=3, n_resamples=999)
    assert change.sd.low < 5 < change.sd.high
    assert change.variance.value == pytest.approx(change.sd.value**2)


def test_negative_variance_is_reported_as_such():
    rng = np.random.default_rng(9)
    before = rng.normal(40, 10, 300)
    change = true_change(before, before + rng.normal(0, 1, 300), sem=3, n_resamples=499)
    assert change.variance.value == pytest.approx(1 - 18, abs=0.3)
    assert (change.sd.value, change.sd.low, change.sd.high) == (0, 0, 0)


@pytest.mark.parametrize("missing", [None, np.nan])
def test_people_with_a_missing_half_are_dropped(missing):
    _, first, second = _two_halves(60)
    whole = split_half(first, second, n_resamples=199)
    assert split_half([*first, 50], [*second, missing], n_resamples=199) == whole
    assert true_change([*first, missing], [*second, 50], 1, n_resamples=199).sd.n == 60


# Differences and ratios


def test_chance_of_52_above_48():
    table = chance_table(52, 48, [2, 4, 8], mean=21, sd=12)
    assert table.loc[1, "flat"] == pytest.approx(0.7602499, abs=1e-6)
    assert table.loc[1, "smallest_real_difference"] == pytest.approx(1.96 * math.sqrt(2) * 4, abs=1e-3)
    assert table["flat"].is_monotonic_decreasing
    assert (table["shrunken"] <= table["flat"]).all()
    assert table.loc[1, "a_shrunken"] == pytest.approx(21 + (1 - 1 / 9) * 31)


def test_shrunken_chance_against_a_simulation():
    rng = np.random.default_rng(6)
    sem, sd = 6.0, 12.0
    true = rng.normal(21, math.sqrt(sd**2 - sem**2), (2, 4_000_000))
    seen = true + rng.normal(0, sem, true.shape)
    pick = (abs(seen[0] - 30) < 1) & (abs(seen[1] - 26) < 1)
    simulated = np.mean(true[0, pick] > true[1, pick])
    assert chance_table(30, 26, [sem], mean=21, sd=sd).loc[0, "shrunken"] == pytest.approx(simulated, abs=0.015)


def test_without_error_the_chance_is_certain():
    row = chance_table(52, 48, [0], mean=21, sd=12).loc[0]
    assert (row["reliability"], row["flat"], row["shrunken"]) == (1, 1, 1)


def test_ratio_of_52_and_20():
    assert rescaled_ratio(52, 20, 0) == 2.6
    assert rescaled_ratio(52, 20, 10) == 4.2
    assert rescaled_ratio(52, 20, -100) == pytest.approx(152 / 120)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(1, 100), min_size=8, max_size=20).filter(lambda values: len(set(values)) > 5),
    st.floats(0.2, 5),
    st.floats(-60, 60).filter(lambda shift: abs(shift) > 0.5),
)
def test_another_zero_and_unit_change_the_ratio_and_nothing_else(points, unit, shift):
    points = np.array(points, dtype=float)
    moved = unit * points + shift
    outcome = np.random.default_rng(len(points)).normal(size=len(points))
    a, b = points.max(), points.min()
    np.testing.assert_array_equal(scipy_stats.rankdata(points), scipy_stats.rankdata(moved))
    for method in ("pearson", "spearman"):
        before, after = (correlation(x, outcome, method=method, n_resamples=49).value for x in (points, moved))
        assert after == pytest.approx(before, abs=1e-9)
    sem = 4
    chance = probability_higher(unit * a + shift, unit * b + shift, unit * sem, unit * sem)
    assert chance == pytest.approx(probability_higher(a, b, sem, sem))
    # the ratio on the new scale is that of the old scale with another zero, and differs from the old one
    zero = -shift / unit
    if abs(b - zero) > 1e-6:
        ratio = (unit * a + shift) / (unit * b + shift)
        assert ratio == pytest.approx(rescaled_ratio(a, b, zero))
        assert ratio != pytest.approx(a / b, rel=1e-9)


# The number reader

ERRORS = pd.DataFrame({"from": [30, 40, 50], "to": [40, 50, 60], "n": [7, 145, 58], "sem": [np.nan, 4, 3]})


def test_below_same_and_above_by_hand():
    place = place_of(52, BELGIUM)
    below = 77091 + 2025 * 2 / 5  # all under 50, and of the band 50 and 51
    assert place.below.value == pytest.approx(below / 81126)
    above = 2010 + 2025 * 2 / 5  # 53 and 54 of the band, and all from 55 up
    assert place.above.value == pytest.approx(above / 81126)
    assert (place.above.low, place.above.high) == pytest.approx((2010 / 81126, 4035 / 81126))
    assert place.below.value + place.above.value + 405 / 81126 == pytest.approx(1)  # a fifth of the band has a 52 too


def test_above_an_edge_less_one_is_exact():
    above = place_of(54, BELGIUM).above
    assert above.value == above.low == above.high == pytest.approx(2010 / 81126)


@pytest.mark.parametrize(
    ("score", "below", "above"), [(1, 0, 1), (9, 0, 1), (10, 0, 1 - 33970 / 5 / 81126), (100, 1, 0)]
)
def test_places_at_the_ends(score, below, above):
    place = place_of(score, BELGIUM)
    assert (place.below.value, place.above.value) == pytest.approx((below, above))


@pytest.mark.parametrize(("score", "is_open"), [(64, False), (65, True), (100, True)])
def test_the_open_band_begins_at_65(score, is_open):
    assert place_of(score, BELGIUM).in_open_band is is_open


@given(st.integers(1, 99), years)
def test_one_point_more_leaves_fewer_above_and_nobody_between(score, year):
    place, next_place = place_of(score, BELGIUM, year=year), place_of(score + 1, BELGIUM, year=year)
    assert place.above.value == pytest.approx(1 - next_place.below.value)
    assert next_place.above.value <= place.above.value
    assert place.above.low <= place.above.value <= place.above.high


def test_band_of_error_by_hand():
    assert band_of_error(52, 4) == pytest.approx((44.16, 59.84), abs=0.001)
    assert band_of_error(3, 4) == pytest.approx((1, 10.84), abs=0.001)  # the scale ends at 1
    assert band_of_error(97, 4) == pytest.approx((89.16, 100), abs=0.001)
    assert band_of_error(52, 0) == (52, 52)


def test_the_band_of_error_holds_the_true_score_as_often_as_it_says():
    true = 50 + np.random.default_rng(3).normal(0, 2.5, 4000)
    bands = np.array([band_of_error(score, 2.5) for score in true])
    held = np.mean((bands[:, 0] <= 50) & (bands[:, 1] >= 50))
    assert held == pytest.approx(0.95, abs=0.011)  # three standard errors


def test_compare_puts_two_scores_in_order():
    assert compare(48, 52, 4) == compare(52, 48, 4)
    assert compare(48, 52, 4)[:2] == (52, 48)
    assert compare(52, 48, 4).chance == pytest.approx(0.7602, abs=1e-4)
    assert compare(52, 52, 4).chance == 0.5


def test_the_error_near_scores_is_pooled_over_their_bands_by_hand():
    assert error_near([48], ERRORS) == 4
    assert error_near([50], ERRORS) == 3  # a band holds its lower edge
    assert error_near([48, 41], ERRORS) == 4
    pooled = error_near([52, 48], ERRORS)
    assert pooled == pytest.approx(math.sqrt(12.5))
    own = probability_higher(52, 48, 3, 4)  # each score with its own error
    assert probability_higher(52, 48, pooled, pooled) == pytest.approx(own)


@pytest.mark.parametrize("scores", [[60], [9], [52, 60], [35]])
def test_the_error_near_scores_is_missing_where_a_band_is(scores):
    assert math.isnan(error_near(scores, ERRORS))


def test_those_who_stayed_are_counted_on_the_diagonal():
    stayed = stayed_by_band(transition_table(MOVES))
    assert stayed["from"].tolist() == [10, 25, 50, 75]
    assert stayed["to"].tolist() == [24, 49, 74, 100]
    assert stayed["n"].sum() == MOVES["n"].sum()
    top = stayed.iloc[-1]
    assert (top["stayed"], top["n"]) == (21, 22)
    assert top["low"] < top["value"] == 21 / 22 < top["high"]


def test_numbers_for_the_page_are_json_with_a_line_for_each():
    sample, ceiling = (Estimate(x, x - 0.1, x + 0.1, 20, 0.95, "") for x in (2.664, 7.5839))
    moves = transition_table(MOVES)
    text = reader_json(
        BELGIUM.sample(frac=1, random_state=0), sample=sample, by_band=ERRORS, ceiling=ceiling, moves=moves
    )
    numbers = json.loads(text)
    assert numbers["low"] == LOW[1:]
    assert (numbers["2013"], numbers["2014"]) == (N_2013[1:], N_2014[1:])
    assert numbers["sample_sem"] == {"value": 2.66, "low": 2.56, "high": 2.76, "n": 20, "source": "synthetic"}
    assert (numbers["ceiling_sem"]["value"], numbers["ceiling_sem"]["source"]) == (7.58, "real")
    near = [{"from": 40, "to": 50, "n": 145, "sem": 4.0}, {"from": 50, "to": 60, "n": 58, "sem": 3.0}]  # none with few
    assert numbers["sample_by_band"] == {"source": "synthetic", "bands": near}
    top = {"from": 75, "to": 100, "n": 22, "stayed": 21, "low": 0.782, "high": 0.992}
    assert numbers["stayed"]["bands"][-1] == top
    assert len(text.splitlines()) == len(numbers) + 2


# Errors

EMPTY_BAND = BELGIUM.assign(n_2013=[0] * 13)
STRAY = MOVES.assign(band_2013="all")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: percentile(0.5, BELGIUM), "score must be from 1 to 100, got 0.5"),
        (lambda: percentile(101, BELGIUM), "score must be from 1 to 100, got 101"),
        (lambda: percentile(float("nan"), BELGIUM), "outside or missing"),
        (lambda: score_at([0.5, 52], BELGIUM), r"share must be from 0 to 1, got 52.0 \(1 of 2"),
        (lambda: score_at(np.nan, BELGIUM), "outside or missing"),
        (lambda: percentile(52, BELGIUM, year=2012), "expected a column 'n_2012'"),
        (lambda: percentile(52, MOVES), "expected a column 'low'"),
        (lambda: describe_bands(EMPTY_BAND), "merge empty bands"),
        (lambda: score_at(0.5, pd.concat([BELGIUM, BELGIUM])), "two or more different lower edges"),
        (lambda: transition_table(BELGIUM), "missing band_2013, band_2014, n"),
        (lambda: transition_table(pd.concat([MOVES, MOVES])), "a pair twice"),
        (lambda: transition_table(MOVES.assign(n=-1)), "counts of 0 or more"),
        (lambda: transition_table(STRAY.drop_duplicates(["band_2013", "band_2014"])), "low-high"),
        (lambda: transition(MOVES, mark=40), "lower edge of a band"),
        (lambda: transition(MOVES.query("band_2013 == '10-24'")), "expected accounts at 50 or more"),
        (lambda: polychoric([[1, 2]]), "2 or more rows and columns"),
        (lambda: polychoric([[1, -2], [3, 4]]), "counts of 0 or more"),
        (lambda: polychoric([[1, np.nan], [3, 4]]), "missing"),
        (lambda: polychoric([[0, 0], [3, 4]]), "leave empty bands out"),
        (lambda: expected_moves(pd.DataFrame(OLSSON), rho=1), "rho must be"),
        (lambda: mean_shift(1, 1, 2), "n of 3 or more"),
        (lambda: limits_of_agreement(1, -1, 20), "sd of 0 or more"),
        (lambda: mean_shift(np.nan, 1, 20), "finite mean"),
        (lambda: rank_correlation(0.5, 3), "n of 4 or more"),
        (lambda: rank_correlation(1.5, 30), "rho must be"),
        (lambda: rule_change(pd.DataFrame({"group": ["a"], "n": [9]})), "missing mean_change, sd_change, spearman"),
        (lambda: split_half([1, 2], [2, 1]), "at least 3 rows"),
        (lambda: split_half([5, 5, 5, 5], [1, 2, 3, 4]), "all people have the same score"),
        (lambda: split_half([1, 2, np.inf], [1, 2, 3]), "infinite"),
        (lambda: split_half([1, 2, 3], [1, 2]), "same number of rows"),
        (lambda: error_by_band([1, 2], [1, 2], [1, 2], [20, 10]), "rising edges"),
        (lambda: true_change([1, 2, 3], [1, 2, 4], -1), "sem must be"),
        (lambda: true_change([1, 2], [1, 2], 1), "at least 3 rows"),
        (lambda: chance_table(52, 48, [12], mean=21, sd=12), "leaves no reliability"),
        (lambda: chance_table(52, 48, [], mean=21, sd=12), "expected finite scores and errors"),
        (lambda: chance_table(52, np.nan, [4], mean=21, sd=12), "expected finite scores"),
        (lambda: rescaled_ratio(52, 20, 20), "a zero other than b"),
        (lambda: place_of(52.5, BELGIUM), "whole score from 1 to 100, got 52.5"),
        (lambda: place_of(0, BELGIUM), "whole score from 1 to 100, got 0"),
        (lambda: compare(52, 101, 3), "whole score from 1 to 100, got 101"),
        (lambda: compare(np.nan, 52, 3), "whole score from 1 to 100, got nan"),
        (lambda: compare(52, 48, -1), "sem_a must be"),
        (lambda: error_near([], ERRORS), "one score or more"),
        (lambda: band_of_error(52, -1), "sem must be a finite number of 0 or more, got -1"),
        (lambda: band_of_error(0.5, 1), "score must be from 1 to 100, got 0.5"),
        (lambda: band_of_error(52, 1, confidence=1), "confidence"),
        (
            lambda: draw_change(None, 4, "", mean_shift(1, 1, 9), limits=limits_of_agreement(1, 1, 9)),
            "y must be from 0",
        ),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
