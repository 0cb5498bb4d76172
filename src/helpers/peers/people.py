"""How do counts of some people become a number for everybody? Shared by the scores that look at accounts."""

from __future__ import annotations

import pandas as pd


def people_of(accounts: pd.DataFrame) -> pd.Index:
    """Everybody who has an account, once each and sorted.

    >>> people_of(pd.DataFrame({"person": ["ben", "ann", "ben"]})).tolist()
    ['ann', 'ben']
    """
    return pd.Index(sorted(accounts["person"].unique()), name="person", dtype=accounts["person"].dtype)


def filled(values: pd.Series, people: pd.Index) -> pd.Series:
    """Values for all of the people, 0 for who has none.

    >>> filled(pd.Series({"ben": 2}), pd.Index(["ann", "ben"])).tolist()
    [0.0, 2.0]
    """
    return values.reindex(people).fillna(0.0).astype(float)


def of_largest(values: pd.Series) -> pd.Series:
    """Share of the largest value, 0 throughout where that is 0.

    >>> of_largest(pd.Series([1, 4])).tolist()
    [0.25, 1.0]
    """
    largest = values.max() if len(values) else 0.0
    return values / largest if largest > 0 else values * 0.0
