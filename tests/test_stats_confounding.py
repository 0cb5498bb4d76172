"""Protects partial_r2, robustness_value and e_value: published examples, what they promise, edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.stats import e_value, partial_r2, robustness_value

# Published


def test_violence_in_darfur():
    """Cinelli and Hazlett (2020), section 5, in the decimals of the tests of their R package sensemakr."""
    t = 0.09731582 / 0.02325654
    assert partial_r2(t, 783) == pytest.approx(0.02187309, abs=1e-8)
    assert robustness_value(t, 783) == pytest.approx(0.1387764, abs=1e-7)


@pytest.mark.parametrize(
    ("rr", "bound", "expected"),
    [
        (3.9, 1.8, (7.26, 3.0)),  # VanderWeele and Ding (2017): breast-feeding and respiratory death
        (0.80, 0.91, (1.81, 1.43)),  # the same paper: breast-feeding and leukaemia
        (10.73, 8.02, (20.94777, 15.52336)),  # vignette of the R package EValue: smoking and lung cancer
    ],
)
def test_e_values(rr, bound, expected):
    assert e_value(rr, bound) == pytest.approx(expected, abs=0.005)
    assert e_value(rr) == e_value(rr, bound)[0]


# What they promise


@settings(deadline=None)
@given(st.floats(-50, 50), st.integers(1, 10_000))
def test_a_confounder_as_strong_as_the_robustness_value_takes_all_away(t, df):
    """Bias in units of the standard error is sqrt(R2y R2d / (1 - R2d) df), equation 9 of Cinelli and Hazlett."""
    rv = robustness_value(t, df)
    assert 0 <= rv < 1
    assert math.sqrt(rv * rv / (1 - rv) * df) == pytest.approx(abs(t), rel=1e-6, abs=1e-9)
    assert robustness_value(-t, df) == rv
    assert rv >= partial_r2(t, df) - 1e-12


@settings(deadline=None)
@given(st.floats(0.01, 100))
def test_a_confounder_as_strong_as_the_e_value_takes_all_away(rr):
    """Ding and VanderWeele's bounding factor of two equal risk ratios e is e^2 / (2 e - 1)."""
    e = e_value(rr)
    assert e * e / (2 * e - 1) == pytest.approx(max(rr, 1 / rr), rel=1e-6)
    assert e_value(1 / rr) == pytest.approx(e)


def test_partial_r2_is_that_of_a_regression():
    rng = np.random.default_rng(1)
    x, z, y = rng.normal(size=(3, 40))
    y = y + x / 2 + z
    with_x, without = np.column_stack([np.ones(40), z, x]), np.column_stack([np.ones(40), z])
    rss, rss_without = (np.sum((y - d @ np.linalg.lstsq(d, y)[0]) ** 2) for d in (with_x, without))
    t = np.linalg.lstsq(with_x, y)[0][2] / math.sqrt(rss / 37 * np.linalg.inv(with_x.T @ with_x)[2, 2])
    assert partial_r2(t, 37) == pytest.approx(1 - rss / rss_without)


# Edges


def test_nothing_to_explain_away():
    assert (partial_r2(0, 10), robustness_value(0, 10), e_value(1)) == (0, 0, 1)
    assert e_value(1, 1.2) == e_value(1, 0.9) == (1, 1)


@pytest.mark.parametrize(("rr", "bound"), [(1.5, 0.9), (1.5, 1), (0.5, 1.3), (0.5, 1)])
def test_a_bound_that_reaches_1_needs_no_confounder(rr, bound):
    assert e_value(rr, bound)[1] == 1


def test_plain_floats():
    assert type(partial_r2(np.float64(2), 10)) is type(robustness_value(np.float64(2), 10)) is float
    assert type(e_value(np.float64(2))) is type(e_value(2, np.float64(1.5))[1]) is float


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: partial_r2(math.nan, 10), "t = nan"),
        (lambda: partial_r2(1, 0), "df = 0"),
        (lambda: robustness_value(math.inf, 10), "t = inf"),
        (lambda: robustness_value(2, -1), "df = -1"),
        (lambda: e_value(0), "rr must be"),
        (lambda: e_value(-2), "rr must be"),
        (lambda: e_value(math.nan), "rr must be"),
        (lambda: e_value(2, 0), "bound must be"),
        (lambda: e_value(2, 3), "pass the other limit"),
        (lambda: e_value(0.5, 0.4), "pass the other limit"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
