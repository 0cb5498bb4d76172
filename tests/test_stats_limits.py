"""Protects the closed forms of what a correlation could be: published numbers, simulation, inverses, edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.stats import correlation_bounds, disattenuated, truncated_correlation, unrestricted_correlation

correlations = st.floats(-1, 1)

# Published


def test_range_restriction_of_thorndike():
    """Sackett and Yang (2000), the formula of case 2: r = .30, sd 6.0 widens to 8.2."""
    assert unrestricted_correlation(0.30, 8.2 / 6.0) == pytest.approx(0.3948702, abs=1e-7)


def test_bounds_of_a_third_correlation():
    assert correlation_bounds(0.5, 0.6) == pytest.approx((-0.39282, 0.99282), abs=1e-5)
    assert correlation_bounds(0.8, 0.7) == pytest.approx((0.13151, 0.98849), abs=1e-5)


def test_correction_for_attenuation():
    """Spearman's formula; the value of getCorrectedR(.3, .7, .7) in the R package CECPfuns."""
    assert disattenuated(0.3, 0.7, 0.7) == pytest.approx(0.428571428571429, abs=1e-12)
    assert disattenuated(0.36, 0.81, 0.64) == pytest.approx(0.5)


def test_truncation_at_the_middle_by_hand():
    # half a standard normal has the variance 1 - 2 / pi
    variance = 1 - 2 / math.pi
    expected = 0.5 * math.sqrt(variance) / math.sqrt(0.75 + 0.25 * variance)
    assert truncated_correlation(0.5, 0.5) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("rho", "top"), [(0.5, 0.1), (0.8, 0.1), (-0.6, 0.3), (0.9, 0.01)])
def test_truncation_as_in_a_large_simulation(rho, top):
    rng = np.random.default_rng(20)
    x = np.sort(rng.normal(size=2_000_000))[-int(top * 2_000_000) :]
    y = rho * x + math.sqrt(1 - rho**2) * rng.normal(size=len(x))
    # four standard errors, and a little for the kurtosis of a tail
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(truncated_correlation(rho, top), abs=6 / math.sqrt(len(x)))


# Properties


@settings(deadline=None)
@given(correlations, st.floats(1e-6, 1))
def test_truncation_weakens_and_the_range_correction_undoes_it(rho, top):
    left = truncated_correlation(rho, top)
    assert abs(left) <= abs(rho) + 1e-9
    assert truncated_correlation(-rho, top) == pytest.approx(-left)
    if 1e-3 < top < 1 and 1e-3 < abs(rho) < 0.999:
        # U of case 2 from its definition: left = rho / sqrt(U^2 - rho^2 (U^2 - 1))
        ratio = math.sqrt(((rho / left) ** 2 - rho**2) / (1 - rho**2))
        assert unrestricted_correlation(left, ratio) == pytest.approx(rho, rel=1e-6)


@settings(deadline=None)
@given(st.floats(-0.999, 0.999), st.floats(0.1, 10))
def test_range_correction_has_its_inverse(r, ratio):
    assert unrestricted_correlation(unrestricted_correlation(r, ratio), 1 / ratio) == pytest.approx(r, abs=1e-9)
    assert -1 <= unrestricted_correlation(r, ratio) <= 1


@settings(deadline=None)
@given(correlations, correlations)
def test_bounds_are_what_a_matrix_of_correlations_can_be(r1, r2):
    low, high = correlation_bounds(r1, r2)
    assert -1 <= low <= high <= 1
    for third in (low, high):
        matrix = [[1, r1, third], [r1, 1, r2], [third, r2, 1]]
        assert np.linalg.eigvalsh(matrix)[0] == pytest.approx(0, abs=1e-7)
    assert correlation_bounds(r2, r1) == (low, high)


@settings(deadline=None)
@given(st.floats(-0.3, 0.3), st.floats(0.3, 1), st.floats(0.3, 1))
def test_disattenuation_strengthens_and_can_be_undone(r, rxx, ryy):
    true = disattenuated(r, rxx, ryy)
    assert abs(true) >= abs(r)
    assert true * math.sqrt(rxx * ryy) == pytest.approx(r)


# Edges


def test_a_proxy_that_is_the_thing_itself_leaves_no_room():
    assert correlation_bounds(1, 0.4) == (0.4, 0.4)
    assert correlation_bounds(0, 0) == (-1, 1)


def test_perfect_and_absent_correlations_stay():
    for value in (-1, 0, 1):
        assert truncated_correlation(value, 0.1) == value
        assert unrestricted_correlation(value, 3) == value
    assert truncated_correlation(0.4, 1) == 0.4
    assert unrestricted_correlation(0.4, 1) == pytest.approx(0.4)
    assert disattenuated(0.4, 1, 1) == 0.4


def test_more_than_the_reliabilities_allow_is_warned_of_and_not_clipped():
    with pytest.warns(UserWarning, match=r"1\.20 lies beyond 1"):
        assert disattenuated(0.6, 0.5, 0.5) == pytest.approx(1.2)
    with pytest.warns(UserWarning, match="beyond 1"):
        assert disattenuated(-0.6, 0.5, 0.5) == pytest.approx(-1.2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: truncated_correlation(1.1, 0.1), "rho must be"),
        (lambda: truncated_correlation(math.nan, 0.1), "rho must be"),
        (lambda: truncated_correlation(0.5, 0), "top must be above 0"),
        (lambda: truncated_correlation(0.5, 10), "top must be"),
        (lambda: unrestricted_correlation(2, 1), "r must be"),
        (lambda: unrestricted_correlation(0.5, 0), "sd_ratio must be above 0"),
        (lambda: unrestricted_correlation(0.5, -1), "sd_ratio must be"),
        (lambda: unrestricted_correlation(0.5, math.inf), "sd_ratio must be"),
        (lambda: disattenuated(1.2, 1, 1), "r must be"),
        (lambda: disattenuated(0.2, 0, 1), "rxx must be above 0"),
        (lambda: disattenuated(0.2, 1, 1.1), "ryy must be"),
        (lambda: correlation_bounds(0.5, math.nan), "r2 must be"),
        (lambda: correlation_bounds(-1.5, 0), "r1 must be"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
