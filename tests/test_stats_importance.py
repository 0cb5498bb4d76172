"""Protects shapley_r2: the published shares of relaimpo, a literal twin over all orders, properties, edges."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_tables import SWISS

from helpers.stats import shapley_r2


def test_lmg_shares_of_the_swiss_provinces():
    """R package relaimpo 2.2-7, calc.relimp(type = "lmg"); Grömping (2006), Journal of Statistical Software 17(1)."""
    shares = shapley_r2(SWISS.drop(columns="Fertility"), SWISS["Fertility"])
    expected = [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265]
    np.testing.assert_allclose(shares, expected, atol=1e-10)
    assert shares.sum() == pytest.approx(0.706735001593, abs=1e-10)
    assert shares.index.tolist() == ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]


def test_one_column_carries_the_squared_correlation():
    r = np.corrcoef(SWISS["Education"], SWISS["Fertility"])[0, 1]
    assert shapley_r2(SWISS[["Education"]], SWISS["Fertility"])["Education"] == pytest.approx(r**2)


def test_unrelated_columns_carry_their_squared_correlations():
    x = pd.DataFrame({"a": [1, 1, -1, -1], "b": [1, -1, 1, -1]})
    shares = shapley_r2(x, 3 * x["a"] + x["b"] + [1, -1, -1, 1])
    assert shares.tolist() == pytest.approx([9 / 11, 1 / 11])


def literal(x, y):
    """Average over all orders of what each column adds to R2, each R2 by least squares."""
    centred = y - y.mean()

    def r2(columns):
        design = np.column_stack([np.ones(len(y)), x[list(columns)]])
        return 1 - np.sum((y - design @ np.linalg.lstsq(design, y)[0]) ** 2) / np.sum(centred**2)

    orders = list(itertools.permutations(x.columns))
    added = pd.Series(0.0, index=x.columns)
    for order in orders:
        for i, column in enumerate(order):
            added[column] += r2(order[: i + 1]) - r2(order[:i])
    return added / len(orders)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_shares_equal_the_average_over_all_orders(seed, k):
    rng = np.random.default_rng(seed)
    x = pd.DataFrame(rng.normal(size=(12, k)) @ rng.normal(size=(k, k)), columns=list("abcd")[:k])
    y = x.sum(axis=1).to_numpy() + rng.normal(size=12)
    shares = shapley_r2(x, y)
    pd.testing.assert_series_equal(shares, literal(x, y), check_names=False, atol=1e-9)
    moved = shapley_r2(x * 1000 + 5, -y / 7)
    pd.testing.assert_series_equal(moved, shares, atol=1e-9)
    reverse = shapley_r2(x[x.columns[::-1]], y)
    pd.testing.assert_series_equal(reverse[x.columns], shares, atol=1e-9)


def test_a_column_that_is_listed_twice_shares_with_its_copy():
    x = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6], "b": [3.0, 1, 4, 1, 5, 9]})
    y = [1, 3, 2, 5, 4, 6]
    shares = shapley_r2(x.assign(copy=x["a"]), y)
    assert shares["a"] == pytest.approx(shares["copy"])
    assert shares.sum() == pytest.approx(shapley_r2(x, y).sum())


def test_perfect_fit_and_missing_rows():
    x = pd.DataFrame({"a": [1, 2, 3, 4, 5, np.nan], "b": [1, 0, 1, 1, 0, 1]})
    shares = shapley_r2(x, pd.Series([2, 4, 6, 8, 10, 0]))
    assert shares.sum() == pytest.approx(1)
    with_gap = shapley_r2(x, [2, 4, None, 8, 10, 0])
    pd.testing.assert_series_equal(with_gap, shapley_r2(x.drop(index=[2, 5]), [2, 4, 8, 10]))


def test_fifteen_columns_are_done_in_moments():
    rng = np.random.default_rng(0)
    x = pd.DataFrame(rng.normal(size=(60, 15)))
    y = x[0] + rng.normal(size=60)
    design = np.column_stack([np.ones(60), x])
    rest = y - design @ np.linalg.lstsq(design, y)[0]
    assert shapley_r2(x, y).sum() == pytest.approx(1 - np.sum(rest**2) / np.sum((y - y.mean()) ** 2))


X = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 1, 4, 3, 5]})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shapley_r2(X.to_numpy(), [1, 2, 3, 4, 5]), "as a DataFrame"),
        (lambda: shapley_r2(X[[]], [1, 2, 3, 4, 5]), "1 to 15 columns, got 0"),
        (lambda: shapley_r2(pd.DataFrame(np.eye(20)[:, :16]), np.arange(20)), "got 16"),
        (lambda: shapley_r2(X, [1, 2, 3, 4]), "same number of rows"),
        (lambda: shapley_r2(X[:3], [1, 2, 3]), "at least 4 rows"),
        (lambda: shapley_r2(X, [1, 2, None, None, 5]), "at least 4 rows .*, got 3"),
        (lambda: shapley_r2(X.assign(c=1), [1, 2, 3, 5, 4]), "column 'c' is constant"),
        (lambda: shapley_r2(X, [1] * 5), "y is constant"),
        (lambda: shapley_r2(X.assign(a=np.inf), [1, 2, 3, 4, 5]), "column 'a' holds 5 infinite"),
        (lambda: shapley_r2(X.assign(c="x"), [1, 2, 3, 4, 5]), "numeric columns, got c"),
        (lambda: shapley_r2(X, pd.Series([1, 2, 3, 4, 5], index=range(1, 6))), "the same index"),
        (lambda: shapley_r2(pd.concat([X, X], axis=1), [1, 2, 3, 4, 5]), "different column names"),
    ],
)
def test_errors_say_what_was_expected(call, message):
    with pytest.raises(ValueError, match=message):
        call()
