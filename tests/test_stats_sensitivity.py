"""Protects sensitivity: the Ishigami function, closed forms for lists of options, and models that go wrong."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from helpers.stats import sensitivity

COLUMNS = ["first", "first_low", "first_high", "total", "total_low", "total_high"]


def ishigami(draws: pd.DataFrame) -> pd.Series:
    return np.sin(draws["a"]) + 7 * np.sin(draws["b"]) ** 2 + 0.1 * draws["c"] ** 4 * np.sin(draws["a"])


def test_ishigami():
    """Ishigami and Homma (1990); closed forms with a = 7, b = 0.1, as in the tests of SALib."""
    table = sensitivity(ishigami, dict.fromkeys("abc", (-math.pi, math.pi)), n=4096, seed=0)
    assert table.columns.tolist() == COLUMNS
    assert table.index.tolist() == ["a", "b", "c"]
    expected = {"first": [0.3139052, 0.4424111, 0], "total": [0.5575889, 0.4424111, 0.2436837]}
    for kind, values in expected.items():
        np.testing.assert_allclose(table[kind], values, atol=0.02)
        assert (table[f"{kind}_low"] <= values).all()
        assert (table[f"{kind}_high"] >= values).all()


def test_sum_of_choices_shares_out_their_variances():
    # a range of width w has the variance w^2 / 12, the options 0, 1, 5 have 14 / 3
    table = sensitivity(lambda d: d["x"] + d["y"], {"x": (2, 8), "y": [0, 1, 5]}, n=1024, seed=1)
    shares = [3 / (3 + 14 / 3), 14 / 3 / (3 + 14 / 3)]
    np.testing.assert_allclose(table["first"], shares, atol=0.02)
    np.testing.assert_allclose(table["total"], shares, atol=0.02)


def test_product_of_signs_is_all_interaction():
    table = sensitivity(lambda d: d["a"] * d["b"], {"a": [-1, 1], "b": [-1, 1], "idle": ["u", "v"]}, n=1024, seed=2)
    np.testing.assert_allclose(table["first"], 0, atol=0.08)
    np.testing.assert_allclose(table["total"], [1, 1, 0], atol=0.08)
    assert table.loc["idle"].abs().max() < 1e-12


def test_model_gets_one_row_per_draw_with_ranges_and_options_evenly():
    seen = []

    def model(draws):
        seen.append(draws)
        return draws["weight"]

    sensitivity(model, {"weight": (10, 20), "rule": ["old", "new", "none"], "cap": [1]}, n=64, seed=0)
    (draws,) = seen
    assert draws.shape == (64 * 5, 3)
    assert draws["weight"].between(10, 20).all()
    assert draws["weight"].mean() == pytest.approx(15, abs=0.3)
    assert draws["rule"].value_counts(normalize=True).to_numpy() == pytest.approx([1 / 3] * 3, abs=0.02)
    assert draws["rule"].dtype == "str"
    assert draws["cap"].dtype == int


@pytest.mark.parametrize("seed", [0, 7])
def test_same_seed_same_shares(seed):
    np.random.seed(1)  # noqa: NPY002
    first = sensitivity(ishigami, dict.fromkeys("abc", (-3, 3)), n=64, seed=seed)
    np.random.seed(2)  # noqa: NPY002
    again = sensitivity(ishigami, dict.fromkeys("abc", (-3, 3)), n=64, seed=seed)
    pd.testing.assert_frame_equal(again, first)
    assert not first.equals(sensitivity(ishigami, dict.fromkeys("abc", (-3, 3)), n=64, seed=seed + 1))


def test_a_single_choice_drives_all():
    table = sensitivity(lambda d: d["x"] ** 2, {"x": (0, 1)}, n=1024, seed=0)
    assert table.loc["x", ["first", "total"]].tolist() == pytest.approx([1, 1], abs=0.05)


def test_higher_confidence_is_wider():
    narrow, wide = (
        sensitivity(ishigami, dict.fromkeys("abc", (-3, 3)), n=128, seed=0, confidence=level) for level in (0.5, 0.99)
    )
    assert (wide["total_high"] - wide["total_low"] > narrow["total_high"] - narrow["total_low"]).all()
    pd.testing.assert_series_equal(wide["total"], narrow["total"])


def test_unit_of_the_result_does_not_matter():
    choices = dict.fromkeys("abc", (-3, 3))
    first = sensitivity(ishigami, choices, n=64, seed=0)
    pd.testing.assert_frame_equal(sensitivity(lambda d: 100 - 3 * ishigami(d), choices, n=64, seed=0), first)


def test_importing_stats_leaves_the_slow_libraries_alone():
    code = "import sys, helpers.stats; print([name for name in ('SALib', 'statsmodels') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


X = {"x": (0.0, 1.0)}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sensitivity(lambda d: d["x"], {}, n=64, seed=0), "at least one choice"),
        (lambda: sensitivity(lambda d: d["x"], X, n=100, seed=0), "power of 2 .*, got 100"),
        (lambda: sensitivity(lambda d: d["x"], X, n=0, seed=0), "power of 2"),
        (lambda: sensitivity(lambda d: d["x"], {"x": (1, 0)}, n=64, seed=0), "low below high"),
        (lambda: sensitivity(lambda d: d["x"], {"x": (0, 1, 2)}, n=64, seed=0), "low below high"),
        (lambda: sensitivity(lambda d: d["x"], {"x": (0, math.inf)}, n=64, seed=0), "low below high"),
        (lambda: sensitivity(lambda d: d["x"], {"x": []}, n=64, seed=0), "list of options"),
        (lambda: sensitivity(lambda d: d["x"], {"x": "abc"}, n=64, seed=0), "list of options"),
        (lambda: sensitivity(lambda d: d["x"] * 0 + 3, X, n=64, seed=0), "returned 3 for every draw"),
        (lambda: sensitivity(lambda d: d["x"].where(d["x"] < 0.5), X, n=64, seed=0), "missing or infinite of 192"),
        (
            lambda: sensitivity(lambda d: d["x"][:5], X, n=64, seed=0),
            r"one number per draw .*\(192\), got shape \(5,\)",
        ),
        (lambda: sensitivity(lambda d: 1.0, X, n=64, seed=0), r"got shape \(\)"),
        (lambda: sensitivity(lambda d: d, X, n=64, seed=0), r"got shape \(192, 1\)"),
        (lambda: sensitivity(lambda d: d["x"], X, n=64, seed=0, confidence=95), r"0\.95 for 95 %"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
