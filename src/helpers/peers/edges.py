"""Who is connected to whom? Labels in pairs become positions in a sorted index, quickly; used by every graph score.

It ranks nobody; `helpers.peers.graph` and `helpers.peers.passivity` do.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
Codes = NDArray[np.intp]


def edges(
    function: str, first: ArrayLike, second: ArrayLike, *numbers: ArrayLike
) -> tuple[Codes, Codes, pd.Index, list[Vector]]:
    """Give the positions of both columns of labels in the sorted index of all labels, the index, and the numbers.

    Rows with anything missing are dropped. ValueError for unequal lengths, no row left, or numbers below 0 or infinite.

    >>> first, second, names, _ = edges("tunkrank", ["ann", "cem"], ["ben", "ann"])
    >>> first.tolist(), second.tolist(), names.tolist()
    ([0, 2], [1, 0], ['ann', 'ben', 'cem'])
    """
    columns = [pd.Series(column).reset_index(drop=True) for column in (first, second)]
    columns += [pd.Series(column, dtype=float).reset_index(drop=True) for column in numbers]
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        raise ValueError(f"{function}: expected a row per follow, got columns of {lengths} rows; align them first")
    complete = ~np.any([column.isna() for column in columns], axis=0)
    if not complete.any():
        raise ValueError(f"{function}: expected at least one follow with both labels, got none; check the columns")
    if not complete.all():
        columns = [column[complete] for column in columns]
    values = [column.to_numpy() for column in columns[2:]]
    for number in values:
        if not (np.isfinite(number).all() and (number >= 0).all()):
            raise ValueError(
                f"{function}: expected finite weights of 0 or more, got {number.min():g} to {number.max():g}; "
                "drop or mend those rows"
            )
    positions, names = _positions(pd.concat(columns[:2], ignore_index=True))
    return *np.split(positions, 2), names, values  # type: ignore[return-value]


def _positions(labels: pd.Series) -> tuple[Codes, pd.Index]:
    """Position of each label among the sorted labels: from a table for whole numbers close together, else hashed."""
    if pd.api.types.is_signed_integer_dtype(labels):
        values = labels.to_numpy(dtype=np.int64)
        low, high = int(values.min()), int(values.max())
        if high - low < len(values):
            places = values - low
            present = np.zeros(high - low + 1, dtype=bool)
            present[places] = True
            return (np.cumsum(present) - 1)[places], pd.Index(np.flatnonzero(present) + low, dtype=labels.dtype)
    positions, names = pd.factorize(labels, sort=True)
    return positions, pd.Index(names)


def settled(
    function: str, step: Callable[[Vector], Vector], start: Vector, tolerance: float, max_iterations: int
) -> Vector:
    """Repeat `step` until the entries change by no more than `tolerance` of their sum, at most `max_iterations` times.

    ValueError where they still change then.

    >>> settled("example", lambda x: x / 2 + 1, np.array([0.0]), 1e-12, 100).round(6).tolist()
    [2.0]
    """
    for _ in range(max_iterations):
        last, start = start, step(start)
        if np.abs(start - last).sum() <= tolerance * start.sum():
            return start
    raise ValueError(
        f"{function}: no result within {max_iterations} steps for a tolerance of {tolerance:g}; raise max_iterations "
        "or the tolerance"
    )
