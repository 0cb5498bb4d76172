"""Protects helpers.stats.pooling: published meta-analyses first, then properties, then edges and errors."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.meta_analysis import combine_effects

from helpers.stats import Pooled, pool_correlations, pool_effects
from helpers.stats.heterogeneity import Studies, _by_scoring, _by_search

# Conscientiousness and taking one's medicine, 16 studies: n and r (Molloy et al. 2014; dat.molloy2014 in metafor)
PEOPLE = [109, 749, 55, 107, 72, 65, 174, 326, 58, 771, 56, 91, 116, 537, 158, 65]
R = [0.187, 0.162, 0.34, 0.32, 0.27, 0, 0.175, 0.05, 0.26, 0.01, -0.09, 0.37, 0, 0.15, 0.24, 0.04]
# BCG vaccine, 13 trials: tuberculosis yes and no among vaccinated, then among others; latitude (dat.bcg in metafor)
TRIALS = [
    (4, 119, 11, 128, 44),
    (6, 300, 29, 274, 55),
    (3, 228, 11, 209, 42),
    (62, 13536, 248, 12619, 52),
    (33, 5036, 47, 5761, 13),
    (180, 1361, 372, 1079, 44),
    (8, 2537, 10, 619, 19),
    (505, 87886, 499, 87892, 13),
    (29, 7470, 45, 7232, 27),
    (17, 1699, 65, 1600, 42),
    (186, 50448, 141, 27197, 18),
    (5, 2493, 3, 2338, 33),
    (27, 16886, 29, 17825, 33),
]
# Diuretics in pregnancy, 9 trials: treated, others, cases among each (Collins et al. 1985; dat.collins1985b)
DIURETICS = [
    (131, 136, 14, 14),
    (385, 134, 21, 17),
    (57, 48, 14, 24),
    (38, 40, 6, 18),
    (1011, 760, 12, 35),
    (1370, 1336, 138, 175),
    (506, 524, 15, 20),
    (108, 103, 6, 2),
    (153, 102, 65, 40),
]
# St John's wort, 17 trials: weeks, baseline, daily dose in mg, responders and people treated and on placebo (Linde et
# al. 2005; rows 7-10 and 13-25 of dat.linde2005, those that Viechtbauer 2007 uses)
WORT = [
    (8, 19.5, 380, 20, 25, 11, 25),
    (4, 12.5, 900, 14, 20, 9, 20),
    (4, 22.7, 900, 4, 25, 2, 25),
    (6, 16.5, 900, 20, 32, 6, 33),
    (4, 15.8, 900, 28, 50, 13, 55),
    (6, 23.6, 240, 34, 48, 25, 49),
    (4, 20.7, 900, 35, 53, 12, 54),
    (6, 21.1, 900, 24, 49, 16, 49),
    (6, 19.4, 500, 45, 80, 12, 79),
    (6, 22.7, 1050, 67, 106, 22, 47),
    (6, 16.7, 900, 34, 60, 17, 59),
    (6, 20.9, 500, 46, 70, 34, 70),
    (6, 21.5, 900, 55, 123, 57, 124),
    (6, 19.9, 900, 23, 37, 15, 35),
    (8, 22.5, 1050, 26, 98, 19, 102),
    (8, 22.9, 1200, 46, 113, 56, 116),
    (6, 21.9, 900, 98, 186, 80, 189),
]
METHODS = ["REML", "DL", "ML", "PM", "EE"]


def bcg():
    """Log risk ratios, their variances and the latitude as a moderator."""
    a, b, c, d, latitude = np.array(TRIALS, dtype=float).T
    effect, variance = np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    return effect, variance, pd.DataFrame({"latitude": latitude})


def diuretics():
    """Log odds ratios and their variances."""
    n1, n2, a, c = np.array(DIURETICS, dtype=float).T
    return np.log(a * (n2 - c) / (c * (n1 - a))), 1 / a + 1 / (n1 - a) + 1 / c + 1 / (n2 - c)


def wort():
    """Log rate ratios, their variances, and dose, baseline and their product as moderators."""
    weeks, baseline, dose, a, n1, c, n2 = np.array(WORT).T
    dose, baseline = dose * 7 / 1000 * weeks - 34, baseline - 20
    moderators = pd.DataFrame({"dose": dose, "baseline": baseline, "both": dose * baseline})
    return np.log(a / n1 / (c / n2)), 1 / a - 1 / n1 + 1 / c - 1 / n2, moderators


# Published results


def test_correlations_of_molloy():
    """The help page of dat.molloy2014, with the output of its examples."""
    found = pool_correlations(R, PEOPLE)
    z = found.z
    assert found.k == z.k == 16
    assert (z.tau2, z.se_tau2) == pytest.approx((0.0081, 0.0055), abs=5e-5)
    assert z.i2 == pytest.approx(61.73, abs=0.01)
    assert z.h2 == pytest.approx(2.61, abs=0.005)
    assert z.q == pytest.approx(38.1595, abs=1e-4)
    assert z.q_p == pytest.approx(0.0009, abs=5e-5)
    assert (z.value, z.se, z.low, z.high) == pytest.approx((0.1499, 0.0316, 0.0881, 0.2118), abs=5e-5)
    assert (found.value, found.low, found.high) == pytest.approx((0.149, 0.088, 0.209), abs=5e-4)
    assert (found.predicted_low, found.predicted_high) == pytest.approx((-0.037, 0.325), abs=5e-4)


def test_correlations_of_molloy_by_moments():
    z = pool_correlations(R, PEOPLE, method="DL").z
    assert (z.tau2, z.value, z.se) == pytest.approx((0.0077625, 0.1495984, 0.0311613), abs=1e-6)


def test_vaccine_trials():
    """Example of metafor's README (Knapp-Hartung) and of confint.rma.uni (Q-profile); Viechtbauer (2010), page 13."""
    effect, variance, _ = bcg()
    normal, adjusted = (pool_effects(effect, variance, knapp_hartung=flag) for flag in (False, True))
    for found in (normal, adjusted):
        assert (found.tau2, found.se_tau2) == pytest.approx((0.3132, 0.1664), abs=5e-5)
        assert (found.tau2_low, found.tau2_high) == pytest.approx((0.1197, 1.1115), abs=5e-5)
        assert (found.i2, found.h2) == pytest.approx((92.22, 12.86), abs=0.005)
        assert found.q == pytest.approx(152.2330, abs=5e-5)
        assert found.q_p < 1e-4
    assert (normal.value, normal.se, normal.low, normal.high) == pytest.approx(
        (-0.7145, 0.1798, -1.0669, -0.3622), abs=5e-5
    )
    assert (adjusted.value, adjusted.se, adjusted.low, adjusted.high) == pytest.approx(
        (-0.7145, 0.1808, -1.1084, -0.3206), abs=5e-5
    )
    assert np.exp([adjusted.predicted_low, adjusted.predicted_high]) == pytest.approx([0.14, 1.76], abs=0.005)


def test_vaccine_trials_by_latitude():
    """Example of metafor's README; it stops the search at steps below 1e-5, so the last digit of tau2 may differ."""
    effect, variance, latitude = bcg()
    found = pool_effects(effect, variance, moderators=latitude, knapp_hartung=True)
    assert (found.tau2, found.se_tau2) == pytest.approx((0.0764, 0.0591), abs=1e-4)
    assert (found.i2, found.h2) == pytest.approx((68.39, 3.16), abs=0.01)
    assert (found.q, found.q_p) == pytest.approx((30.7331, 0.0012), abs=5e-5)
    assert list(found.coefficients.index) == ["intercept", "latitude"]
    assert list(found.coefficients.columns) == ["value", "se", "low", "high"]
    np.testing.assert_allclose(found.coefficients.loc["intercept"], [0.2515, 0.2839, -0.3735, 0.8764], atol=1e-4)
    np.testing.assert_allclose(found.coefficients.loc["latitude"], [-0.0291, 0.0082, -0.0472, -0.0111], atol=5e-5)
    assert [found.value, found.se, found.low, found.high] == list(found.coefficients.loc["intercept"])


def test_variance_of_the_diuretics_trials():
    """Viechtbauer (2007), Statistics in Medicine 26, 37-52, table II: the estimates, Q-profile and Wald intervals."""
    effect, variance = diuretics()
    found = {method: pool_effects(effect, variance, method=method) for method in METHODS}
    tau2 = [found[method].tau2 for method in ("DL", "ML", "REML")]
    assert tau2 == pytest.approx([0.230, 0.239, 0.301], abs=5e-4)
    assert (found["DL"].tau2_low, found["DL"].tau2_high) == pytest.approx((0.072, 2.203), abs=5e-4)
    for method, wald in (("ML", (-0.101, 0.578)), ("REML", (-0.131, 0.732))):
        reach = 1.96 * found[method].se_tau2
        assert (found[method].tau2 - reach, found[method].tau2 + reach) == pytest.approx(wald, abs=5e-4)


def test_trials_of_st_johns_wort():
    """Viechtbauer (2007), Zeitschrift fuer Psychologie 215, 104-121, as recomputed in the tests of metafor."""
    effect, variance, moderators = wort()
    equal, moments = (pool_effects(effect, variance, method=method) for method in ("EE", "DL"))
    assert np.exp([equal.value, equal.low, equal.high]) == pytest.approx([1.3840, 1.2599, 1.5204], abs=5e-5)
    assert equal.q == pytest.approx(51.5454, abs=5e-5)
    assert np.exp([moments.value, moments.low, moments.high]) == pytest.approx([1.5722, 1.3103, 1.8864], abs=5e-5)
    predicted = np.exp([moments.predicted_low, moments.predicted_high])
    assert predicted == pytest.approx([0.8488, 2.9120], abs=5e-5)
    assert moments.tau2 == pytest.approx(0.0903, abs=5e-5)
    explained = {method: pool_effects(effect, variance, moderators=moderators, method=method) for method in METHODS[:4]}
    published = {"DL": (0.0475, 0.0376), "PM": (0.0633, 0.046), "ML": (0.024, 0.0222), "REML": (0.0558, 0.0409)}
    for method, expected in published.items():
        assert (explained[method].tau2, explained[method].se_tau2) == pytest.approx(expected, abs=5e-5)
    table = explained["DL"].coefficients
    np.testing.assert_allclose(table["value"], [0.47625885, -0.0058448, -0.06722782, -0.00156996], atol=1e-7)
    np.testing.assert_allclose(table["se"], [0.08764097, 0.00999872, 0.03522283, 0.00344659], atol=1e-7)


# Against an independent reckoning


@pytest.mark.parametrize("trials", [bcg, diuretics, wort])
def test_moments_and_equal_effects_agree_with_statsmodels(trials):
    effect, variance, *_ = trials()
    theirs = combine_effects(effect, variance, method_re="dl")
    ours, equal = pool_effects(effect, variance, method="DL"), pool_effects(effect, variance, method="EE")
    assert (ours.value, ours.se, ours.tau2, ours.q) == pytest.approx(
        (theirs.mean_effect_re, theirs.sd_eff_w_re, theirs.tau2, theirs.q)
    )
    assert (equal.value, equal.se) == pytest.approx((theirs.mean_effect_fe, theirs.sd_eff_w_fe))
    assert (equal.i2, equal.h2) == pytest.approx((100 * theirs.i2, theirs.h2))
    adjusted = pool_effects(effect, variance, method="DL", knapp_hartung=True)
    assert adjusted.se == pytest.approx(theirs.sd_eff_w_re_hksj)
    paule = combine_effects(effect, variance, method_re="iterated", atol=1e-12)
    assert pool_effects(effect, variance, method="PM").tau2 == pytest.approx(paule.tau2, rel=1e-5)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("trials", [bcg, diuretics, wort])
def test_search_finds_what_scoring_finds(trials, restricted):
    effect, variance, *_ = trials()
    data = Studies(effect / np.sqrt(np.median(variance)), variance / np.median(variance), np.ones((len(effect), 1)))
    assert _by_search(data, restricted) == pytest.approx(_by_scoring(data, restricted), rel=1e-4)


def test_search_takes_over_where_scoring_does_not_settle(monkeypatch):
    effect, variance, _ = bcg()
    settled = pool_effects(effect, variance)
    monkeypatch.setattr("helpers.stats.heterogeneity.STEPS", 0)
    assert pool_effects(effect, variance).tau2 == pytest.approx(settled.tau2, rel=1e-4)


def test_lower_hill_of_the_likelihood_is_not_taken():
    """Made-up studies whose likelihood has a lower hill away from 0: the whole is reckoned on a grid."""
    effect, variance = np.array([-0.4, 0.0, 1.8, 5.6]), np.array([0.78, 0.03, 36.94, 5.49])
    weights = 1 / (variance + np.linspace(0, 20, 20_001)[:, None])
    mean = (weights * effect).sum(axis=1) / weights.sum(axis=1)
    likelihood = np.log(weights).sum(axis=1) - np.log(weights.sum(axis=1))
    likelihood -= (weights * (effect - mean[:, None]) ** 2).sum(axis=1)
    assert likelihood.argmax() == 0
    assert (np.diff(likelihood) > 0).any()
    assert pool_effects(effect, variance).tau2 == 0


def test_equal_variances_have_a_closed_form():
    effect = np.array([0.1, 0.5, 0.2, 0.9, 0.4])
    for method in ("REML", "DL", "PM"):
        found = pool_effects(effect, [0.02] * 5, method=method, knapp_hartung=True)
        assert found.tau2 == pytest.approx(effect.var(ddof=1) - 0.02)
        low, high = scipy_stats.ttest_1samp(effect, 0).confidence_interval()
        assert (found.value, found.low, found.high) == pytest.approx((effect.mean(), low, high))
    assert pool_effects(effect, [0.02] * 5, method="ML").tau2 == pytest.approx(effect.var() - 0.02)


def test_prediction_interval_by_hand():
    effect, variance, _ = bcg()
    for flag, quantile in ((False, scipy_stats.norm.ppf(0.95)), (True, scipy_stats.t.ppf(0.95, 12))):
        found = pool_effects(effect, variance, knapp_hartung=flag, confidence=0.9)
        reach = quantile * math.sqrt(found.tau2 + found.se**2)
        assert (found.predicted_low, found.predicted_high) == pytest.approx((found.value - reach, found.value + reach))
        assert (found.low, found.high) == pytest.approx(
            (found.value - quantile * found.se, found.value + quantile * found.se)
        )


def test_q_profile_bounds_hold_q_at_the_quantiles():
    effect, variance, _ = bcg()
    found = pool_effects(effect, variance, confidence=0.9)
    for bound, level in ((found.tau2_low, 0.95), (found.tau2_high, 0.05)):
        weights = 1 / (variance + bound)
        mean = np.sum(weights * effect) / weights.sum()
        assert np.sum(weights * (effect - mean) ** 2) == pytest.approx(scipy_stats.chi2.ppf(level, 12))


# Properties

numbers = st.lists(st.tuples(st.floats(-3, 3, allow_subnormal=False), st.floats(0.01, 4)), min_size=3, max_size=12).map(
    lambda pairs: np.array(pairs).T
)


@settings(deadline=None, max_examples=60)
@given(numbers, st.sampled_from(METHODS), st.booleans())
def test_pooled_value_is_a_mean_and_moves_with_its_studies(studies, method, adjusted):
    effect, variance = studies
    options = {"method": method, "knapp_hartung": adjusted}
    first = pool_effects(effect, variance, **options)
    assert effect.min() - 1e-9 <= first.value <= effect.max() + 1e-9
    assert 0 <= first.tau2
    assert 0 <= first.tau2_low <= first.tau2_high
    assert 0 <= first.i2 <= 100
    assert first.predicted_low - 1e-9 <= first.low <= first.value <= first.high <= first.predicted_high + 1e-9
    back = pool_effects(effect[::-1], variance[::-1], **options)
    moved = pool_effects(effect + 10, variance, **options)
    stretched = pool_effects(-2 * effect, 4 * variance, **options)
    for name in ("value", "se", "low", "high", "tau2", "tau2_low", "tau2_high", "i2", "q"):
        assert getattr(back, name) == pytest.approx(getattr(first, name), abs=1e-6, rel=1e-5)
    assert (moved.value, moved.se) == pytest.approx((first.value + 10, first.se), abs=1e-6)
    assert (stretched.value, stretched.se) == pytest.approx((-2 * first.value, 2 * first.se), abs=1e-6)
    assert (stretched.tau2, stretched.tau2_high) == pytest.approx((4 * first.tau2, 4 * first.tau2_high), abs=1e-5)


@settings(deadline=None, max_examples=40)
@given(numbers, st.booleans())
def test_no_other_tau2_is_likelier(studies, restricted):
    effect, variance = studies
    found = pool_effects(effect, variance, method="REML" if restricted else "ML").tau2

    def likelihood(tau2):
        weights = 1 / (variance + tau2)
        mean = np.sum(weights * effect) / weights.sum()
        twice = np.sum(np.log(weights)) - np.sum(weights * (effect - mean) ** 2)
        return (twice - np.log(weights.sum()) * restricted) / 2

    others = [0, *np.geomspace(1e-4, 30, 60)]
    assert likelihood(found) >= max(likelihood(other) for other in others) - 1e-6


def test_moderators_far_from_zero_lose_no_digits():
    effect, variance, latitude = bcg()
    near, far = (pool_effects(effect, variance, moderators=latitude + shift) for shift in (0, 1e6))
    assert far.tau2 == pytest.approx(near.tau2, rel=1e-6)
    slopes = [found.coefficients.loc["latitude"].to_list() for found in (near, far)]
    assert slopes[1] == pytest.approx(slopes[0], rel=1e-6)


# Edges


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("adjusted", [False, True])
def test_studies_that_agree_have_no_heterogeneity(method, adjusted):
    found = pool_effects([0.3] * 4, [0.01, 0.02, 0.03, 0.04], method=method, knapp_hartung=adjusted)
    assert (found.value, found.tau2, found.tau2_low, found.tau2_high, found.i2) == pytest.approx((0.3, 0, 0, 0, 0))
    assert (found.q, found.q_p) == pytest.approx((0, 1))
    assert found.h2 == (0 if method == "EE" else 1)
    assert found.se == pytest.approx(0 if adjusted else 1 / math.sqrt(100 + 50 + 100 / 3 + 25))
    assert math.isnan(found.se_tau2) == (method == "EE")


def test_two_studies_are_enough():
    found = pool_effects([0.2, 0.4], [0.01, 0.01])
    assert (found.value, found.k) == (pytest.approx(0.3), 2)
    assert found.tau2 == pytest.approx(0.01)  # variance 0.02 of the effects less their sampling variance


def test_studies_with_a_missing_variance_or_number_of_people_are_dropped():
    effect, variance = [0.1, 0.4, 0.3, 0.2], [0.1, 0.2, 0.1, 0.1]
    without = pool_effects(effect[:1] + effect[2:], variance[:1] + variance[2:])
    assert pool_effects(effect, [0.1, None, 0.1, 0.1]).value == without.value
    assert pool_correlations(effect, [10, np.nan, 30, 40]).k == 3


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_missing_effects_are_dropped_with_their_variance(missing):
    effect, variance, latitude = bcg()
    whole = pool_effects(effect, variance, moderators=latitude)
    holes = pool_effects(
        pd.Series([*effect, missing, 1.0], dtype=object),
        [*variance, np.nan, 0.3],
        moderators=pd.DataFrame({"latitude": [*latitude["latitude"], 30, None]}),
    )
    assert holes == whole
    assert holes.k == 13
    assert pool_correlations(pd.Series([*R, missing], dtype=object), [*PEOPLE, 2]) == pool_correlations(R, PEOPLE)


def test_index_of_the_tables_plays_no_part():
    effect, variance, latitude = bcg()
    shuffled = pool_effects(pd.Series(effect, index=range(20, 33)), variance, moderators=latitude.set_index([[7] * 13]))
    assert shuffled == pool_effects(effect, variance, moderators=latitude)


def test_without_moderators_there_is_one_coefficient():
    found = pool_effects(*diuretics())
    assert found.coefficients.index.to_list() == ["intercept"]
    assert found.coefficients.loc["intercept", "value"] == found.value


def test_moderators_that_are_yes_and_no_split_the_studies():
    effect, variance, latitude = bcg()
    north = latitude > 40
    found = pool_effects(effect, variance, moderators=north, method="EE")
    south_alone = pool_effects(effect[~north["latitude"]], variance[~north["latitude"]], method="EE")
    assert (found.value, found.se) == pytest.approx((south_alone.value, south_alone.se))


def test_correlations_with_moderators_give_coefficients_on_fishers_scale():
    found = pool_correlations(R, PEOPLE, moderators=pd.DataFrame({"large": np.array(PEOPLE) > 200}), knapp_hartung=True)
    assert found.coefficients.loc["intercept", "value"] == pytest.approx(math.atanh(found.value))
    assert found.z.value == pytest.approx(math.atanh(found.value))
    assert found.se == found.z.se


def test_pooled_prints_its_three_answers():
    assert str(pool_correlations(R, PEOPLE)) == "0.15 [0.09, 0.21], a new study in [-0.04, 0.32], k = 16"
    assert isinstance(pool_correlations(R, PEOPLE), Pooled)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pool_effects([0.3], [0.01]), "at least 2 studies, got 1; with one study give its own interval"),
        (lambda: pool_effects([], []), "at least 2 studies, got 0"),
        (lambda: pool_effects([0.3, None], [0.01, 0.01]), "at least 2 studies, got 1"),
        (lambda: pool_effects([1, 2, 3], [0.1, 0, 0.1]), "variance above 0 for every effect, got 0 in row 2"),
        (lambda: pool_effects([1, 2, 3], [0.1, 0.1, -0.1]), r"got -0\.1 in row 3"),
        (lambda: pool_effects([1, 2, 3], [0.1, np.inf, 0.1]), "variance holds 1 infinite"),
        (lambda: pool_effects([1, 2, -np.inf], [0.1, 0.1, 0.1]), "effect holds 1 infinite"),
        (lambda: pool_effects([1, 2, 3], [0.1, 0.1]), "got 3 effects, 2 variances"),
        (lambda: pool_effects([1, 2], [0.1, 0.1], moderators=pd.DataFrame({"a": [1, 2, 3]})), "and 3 rows of moder"),
        (lambda: pool_effects([1, 2], [0.1, 0.1], moderators=pd.DataFrame({"a": [1, 2]})), "2 studies for 2 coeff"),
        (
            lambda: pool_effects(
                [1, 2, 4, 3], [1] * 4, moderators=pd.DataFrame({"a": [1, 2, 3, 5], "b": [2, 4, 6, 10]})
            ),
            "a, b are collinear",
        ),
        (lambda: pool_effects([1, 2, 4], [1] * 3, moderators=pd.DataFrame({"a": [7, 7, 7]})), "collinear or constant"),
        (lambda: pool_effects([1, 2, 4], [1] * 3, moderators=pd.DataFrame({"a": list("xyz")})), "get_dummies"),
        (lambda: pool_effects([1, 2], [0.1, 0.1], method="FE"), "REML, DL, ML, PM, EE"),
        (lambda: pool_effects([1, 2], [0.1, 0.1], confidence=95), r"0\.95 for 95 %"),
        (lambda: pool_correlations([0.2, 1, 0.3], [10, 10, 10]), "between -1 and 1, got 1 in row 2"),
        (lambda: pool_correlations([0.2, -1.2, 0.3], [10, 10, 10]), r"got -1\.2 in row 2"),
        (lambda: pool_correlations([0.2, 0.1, 0.3], [10, 3, 10]), "more than 3 people in every study, got 3 in row 2"),
        (lambda: pool_correlations([0.2, 0.1, 0.3], [10, 10]), "got 3 effects, 2 variances"),
        (lambda: pool_correlations([0.2], [50]), "at least 2 studies, got 1"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
