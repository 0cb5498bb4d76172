"""How much of the explained variance does each predictor carry? Shapley (LMG) shares of R2.

A share of explained variance is not an effect: it says nothing of what happens when a predictor is changed.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.stats.resampling import complete_rows

MAX_COLUMNS = 15
COLLINEAR = 1e-10  # share of the largest eigenvalue below which a direction is taken as empty


def shapley_r2(X: pd.DataFrame, y: ArrayLike) -> pd.Series:  # noqa: N803
    """Share out the R2 of a linear regression among its columns; the shares sum to R2.

    `X` has a row per case and a numeric column per predictor, `y` the outcome of the same rows. The share of a column
    is the R2 it adds, averaged over all orders in which the columns can enter (LMG, the Shapley value). Rows with a
    missing value are dropped. Columns that repeat each other share equally.

    Raises
    ------
    ValueError
        no column, more than 15 columns (the cost doubles with each), fewer than two rows more than columns, unequal
        lengths, different indexes, a column that is constant, infinite or not numeric.

    Notes
    -----
    Source: Lindeman, Merenda and Gold (1980); Grömping (2006), Journal of Statistical Software 17(1), `lmg`.

    Examples
    --------
    >>> X = pd.DataFrame({"posts": [1, 2, 3, 4, 5, 6], "followers": [2, 1, 4, 3, 6, 5]})
    >>> shapley_r2(X, [1, 2, 3, 5, 5, 7]).round(3).to_dict()
    {'posts': 0.699, 'followers': 0.285}
    """
    names, predictors, outcome = _checked(X, y)
    k = len(names)
    together = np.asarray(np.corrcoef(np.vstack([predictors, outcome])))
    r2 = _r2_of_every_subset(together[:k, :k], together[:k, k])
    subsets = np.arange(2**k)
    sizes = np.bitwise_count(subsets)
    chance = np.array([math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k) for s in range(k)])
    shares = []
    for column in range(k):
        without = subsets[(subsets >> column) & 1 == 0]
        added = r2[without | (1 << column)] - r2[without]
        shares.append(float(np.sum(chance[sizes[without]] * added)))
    return pd.Series(shares, index=names, name="r2")


def _checked(x: pd.DataFrame, y: ArrayLike) -> tuple[pd.Index, NDArray[np.float64], NDArray[np.float64]]:
    if not isinstance(x, pd.DataFrame):
        raise ValueError(f"shapley_r2: expected X as a DataFrame, got {type(x).__name__}; name its columns")
    if not 1 <= x.shape[1] <= MAX_COLUMNS:
        raise ValueError(
            f"shapley_r2: expected 1 to {MAX_COLUMNS} columns, got {x.shape[1]}; all {2}^k subsets are fitted, "
            "so drop or combine columns"
        )
    if x.columns.has_duplicates:
        raise ValueError(f"shapley_r2: expected different column names, got {list(x.columns)}")
    if isinstance(y, pd.Series) and not y.index.equals(x.index):
        raise ValueError("shapley_r2: expected X and y with the same index, got two; align them first")
    texts = [str(name) for name, kind in x.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if texts:
        raise ValueError(f"shapley_r2: expected numeric columns, got {', '.join(texts)}; code them as numbers first")
    names = (*(f"column {name!r}" for name in x.columns), "y")
    *columns, outcome = complete_rows(*(x[name] for name in x.columns), y, names=names)
    n = len(outcome)
    if n < x.shape[1] + 2:
        raise ValueError(
            f"shapley_r2: expected at least {x.shape[1] + 2} rows without a missing value for {x.shape[1]} column(s), "
            f"got {n}"
        )
    for name, column in zip(names, [*columns, outcome], strict=True):
        if np.ptp(column) == 0:
            raise ValueError(f"shapley_r2: {name} is constant ({column[0]:g} in all {n} rows); leave it out")
    return x.columns, np.array(columns), outcome


def _r2_of_every_subset(among: NDArray[np.float64], with_outcome: NDArray[np.float64]) -> NDArray[np.float64]:
    """R2 of each subset of columns from the correlations; bit j of a position says whether column j is in it."""
    k = len(with_outcome)
    r2 = np.zeros(2**k)
    for size in range(1, k + 1):
        chosen = np.array(list(itertools.combinations(range(k), size)))
        block = among[chosen[:, :, None], chosen[:, None, :]]
        inverse = np.linalg.pinv(block, rcond=COLLINEAR, hermitian=True)
        r = with_outcome[chosen]
        r2[(1 << chosen).sum(axis=1)] = np.einsum("ni,nij,nj->n", r, inverse, r)
    return r2
