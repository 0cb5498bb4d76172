"""Which choice drives the result? Sobol indices of a model's choices, through SALib.

They hold for the ranges and options that are listed, each as likely as the next, and not beyond them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.stats.estimate import check_confidence

Floats = NDArray[np.float64]


def sensitivity(
    model: Callable[[pd.DataFrame], ArrayLike],
    choices: Mapping[str, tuple[float, float] | list[Any]],
    *,
    n: int,
    seed: int,
    confidence: float = 0.95,
    n_resamples: int = 100,
) -> pd.DataFrame:
    """Share of a result's variance that each choice drives: Sobol indices, first-order and total.

    A choice is a range, written as a tuple (low, high), or a list of options; all are drawn evenly and independently.
    `model` takes a DataFrame of draws, a column per choice, and returns a number per row. It is called once, with
    n x (choices + 2) rows; `n` is a power of 2. A row per choice with first (its share alone), total (its share with
    all interactions) and their intervals first_low, first_high, total_low, total_high, by `n_resamples` bootstraps. An
    estimate may lie a little outside 0 to 1.

    Raises
    ------
    ValueError
        no choice, a range that is not finite and rising, an empty list, an n that is no power of 2, or a model that
        returns a missing or infinite number, the same number throughout, or not one number per row.

    Notes
    -----
    Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Computer Physics Communications 181,
    259-270; computed by SALib.

    Examples
    --------
    >>> def score(draws):
    ...     return draws["weight"] + (draws["rule"] == "new")
    >>> sensitivity(score, {"weight": (0, 2), "rule": ["old", "new"]}, n=256, seed=0)["total"].round(1).to_dict()
    {'weight': 0.6, 'rule': 0.4}
    """
    # imported here because it takes more than half a second, in every notebook
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    _check_choices(choices, n)
    check_confidence(confidence)
    problem = {"num_vars": len(choices), "names": list(choices), "bounds": [[0.0, 1.0]] * len(choices)}
    unit = sampling.sample(problem, n, calc_second_order=False, seed=seed)
    draws = pd.DataFrame({name: _drawn(unit[:, j], options) for j, (name, options) in enumerate(choices.items())})
    results = _checked_results(model(draws), len(draws))
    found = analysis.analyze(
        problem,
        results,
        calc_second_order=False,
        num_resamples=n_resamples,
        conf_level=confidence,
        seed=seed + 1,  # SALib takes the seed 0 for no seed
    )
    first, total, first_half, total_half = (np.asarray(found[key]) for key in ("S1", "ST", "S1_conf", "ST_conf"))
    columns = {"first": first, "first_low": first - first_half, "first_high": first + first_half}
    columns |= {"total": total, "total_low": total - total_half, "total_high": total + total_half}
    return pd.DataFrame(columns, index=pd.Index(list(choices), name="choice"))


def _check_choices(choices: Mapping[str, tuple[float, float] | list[Any]], n: int) -> None:
    if not choices:
        raise ValueError("sensitivity: expected at least one choice, got none")
    if n < 2 or n & (n - 1):
        raise ValueError(
            f"sensitivity: expected n to be a power of 2 (Sobol's sequence is balanced only there), got {n}"
        )
    for name, options in choices.items():
        if isinstance(options, tuple):
            if len(options) != 2 or not np.isfinite(options).all() or options[0] >= options[1]:
                raise ValueError(f"sensitivity: expected {name} as (low, high) with low below high, got {options}")
        elif not isinstance(options, list) or not options:
            raise ValueError(
                f"sensitivity: expected {name} as a tuple (low, high) or a list of options, got {options!r}"
            )


def _drawn(unit: Floats, options: tuple[float, float] | list[Any]) -> Any:
    if isinstance(options, tuple):
        return options[0] + unit * (options[1] - options[0])
    bins = np.minimum((unit * len(options)).astype(int), len(options) - 1)
    return pd.Series(options).take(bins).array


def _checked_results(results: ArrayLike, rows: int) -> Floats:
    values = np.asarray(results, dtype=float)
    if values.shape != (rows,):
        raise ValueError(f"sensitivity: expected one number per draw from the model ({rows}), got shape {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError(
            f"sensitivity: expected finite numbers from the model, got {int((~np.isfinite(values)).sum())} missing or "
            f"infinite of {rows}"
        )
    if np.ptp(values) == 0:
        raise ValueError(
            f"sensitivity: the model returned {values[0]:g} for every draw, so there is no variance to share out"
        )
    return values
