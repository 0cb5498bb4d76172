"""Would other sensible choices have given another result? One estimate for every combination of choices.

It shows what the listed choices do; whether they are sensible, and whether one is missing, is for the reader.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from helpers.stats.estimate import check_confidence

SLOPES = ("ols", "glm")
MODELS = (*SLOPES, "spearman")
EVERYBODY = "all"
NO_CONTROLS = "none"
COLUMNS = ["outcome", "predictor", "controls", "model", "subset", "value", "low", "high", "n"]

Floats = NDArray[np.float64]


def multiverse(
    data: pd.DataFrame,
    *,
    outcomes: Sequence[str],
    predictors: Sequence[str],
    controls: Sequence[Sequence[str]] = ((),),
    subsets: Sequence[str] = (),
    models: Sequence[str] = ("ols",),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate the effect of a predictor on an outcome in every combination of the listed choices.

    `data` has a row per case. `outcomes` and `predictors` are numeric columns, `controls` a list of lists of columns
    (an empty list for none; columns that are not numeric enter as indicators). Of the columns in `subsets` every
    level is taken alone, levels of several columns are crossed, and all rows are taken together. `models`: "ols"
    (slope, t interval), "glm" (Gaussian, slope, normal interval), or "spearman" by itself, for a correlation is no
    slope: Spearman's rho, with controls the partial one by residuals of ranks, with the interval of Bonett and Wright.

    A row per specification with the columns outcome, predictor, controls ("a + b" or "none"), model, subset
    ("sphere = sport" or "all"), one column per subset column (its level or "all"), and value, low, high and n.
    Rows with a missing value in a column of the specification are dropped, and `n` is what is left. A combination in
    which one column would stand twice is no specification and is left out. Where the effect cannot be estimated (too
    few rows, a constant column, a predictor that the controls determine) the row stays, with value, low and high
    missing.

    Raises
    ------
    ValueError
        a column that does not exist, is listed twice, or is not numeric where it must be; infinite values; slopes and
        correlations in one call; or no specification that can be estimated.

    Notes
    -----
    Source: Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214. Interval of rho: Bonett and
    Wright (2000), Psychometrika 65, 23-28. The rows share their data, so they are no independent evidence.

    Examples
    --------
    >>> data = pd.DataFrame({"score": [1, 2, 3, 4, 5], "cites": [2, 4, 5, 4, 5], "age": [3, 1, 4, 1, 6]})
    >>> plan = dict(outcomes=["cites"], predictors=["score"], controls=[[], ["age"]])
    >>> multiverse(data, **plan)[["controls", "value", "n"]].round(2).to_numpy().tolist()
    [['none', 0.6, 5], ['age', 0.58, 5]]
    """
    check_confidence(confidence)
    controls = list(controls) or [[]]
    _check_plan(data, outcomes, predictors, controls, subsets, models)
    rows = []
    for levels, part in _parts(data, subsets):
        subset = ", ".join(f"{column} = {level}" for column, level in levels.items() if level != EVERYBODY)
        for outcome, predictor, adjusted, model in itertools.product(outcomes, predictors, controls, models):
            used = [outcome, predictor, *adjusted]
            if len(set(used)) < len(used):
                continue
            complete = part[used].dropna()
            value, low, high = _effect(complete, model, confidence)
            choices = (outcome, predictor, " + ".join(adjusted) or NO_CONTROLS, model, subset or EVERYBODY)
            rows.append((*choices, *levels.values(), value, low, high, len(complete)))
    table = pd.DataFrame(rows, columns=[*COLUMNS[:5], *subsets, *COLUMNS[5:]])
    if not table["value"].notna().any():
        raise ValueError(
            f"multiverse: none of the {len(table)} specifications can be estimated; look for constant columns, too few "
            "complete rows, or controls that repeat the predictor"
        )
    return table


def _check_plan(
    data: pd.DataFrame,
    outcomes: Sequence[str],
    predictors: Sequence[str],
    controls: Sequence[Sequence[str]],
    subsets: Sequence[str],
    models: Sequence[str],
) -> None:
    lists = {"outcomes": outcomes, "predictors": predictors, "subsets": subsets, "models": models}
    lists |= {f"controls[{i}]": chosen for i, chosen in enumerate(controls)}
    for name, listed in lists.items():
        if isinstance(listed, str) or len(set(listed)) < len(listed):
            raise ValueError(f"multiverse: expected {name} to be a list without repeats, got {listed!r}")
    if not (outcomes and predictors and models):
        raise ValueError("multiverse: expected at least one outcome, one predictor and one model")
    if set(models) - set(MODELS) or ("spearman" in models and len(models) > 1):
        raise ValueError(
            f"multiverse: expected models of {', '.join(SLOPES)}, or spearman by itself (a correlation cannot be "
            f"compared with a slope), got {', '.join(models)}; call once per kind"
        )
    used = [*outcomes, *predictors, *itertools.chain(*controls), *subsets]
    absent = [name for name in used if name not in data.columns]
    if absent:
        raise ValueError(
            f"multiverse: the data have no column {', '.join(map(repr, absent))}; got {list(data.columns)}"
        )
    texts = [name for name in [*outcomes, *predictors] if not pd.api.types.is_numeric_dtype(data[name])]
    if texts:
        raise ValueError(f"multiverse: expected numeric outcomes and predictors, got text in {', '.join(texts)}")
    numeric = data[list(dict.fromkeys(used))].select_dtypes("number")
    if np.isinf(numeric.to_numpy(dtype=float, na_value=np.nan)).any():
        raise ValueError("multiverse: expected finite numbers or missing, got infinite ones; use log1p for log of zero")
    taken = [name for name in subsets if name in COLUMNS or (data[name] == EVERYBODY).any()]
    if taken:
        raise ValueError(f'multiverse: rename subset {taken[0]!r} or its level "all": the result has a word like it')


def _parts(data: pd.DataFrame, subsets: Sequence[str]) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Levels by subset column, and their rows; all rows first."""
    options = [[EVERYBODY, *pd.factorize(data[column], sort=True)[1]] for column in subsets]
    for chosen in itertools.product(*options):
        levels = dict(zip(subsets, chosen, strict=True))
        keep = pd.Series(True, index=data.index)
        for column, level in levels.items():
            if level != EVERYBODY:
                keep &= (data[column] == level).fillna(False).astype(bool)
        yield levels, data[keep]


def _effect(complete: pd.DataFrame, model: str, confidence: float) -> tuple[float, float, float]:
    """Value and interval of the second column on the first, given the others; missing where it cannot be estimated."""
    if complete.empty:
        return np.nan, np.nan, np.nan
    controls = complete.iloc[:, 2:]
    if controls.shape[1]:
        controls = pd.get_dummies(controls, drop_first=True)
    columns = pd.concat([controls, complete.iloc[:, [1, 0]]], axis=1).to_numpy(dtype=float)
    if model == "spearman":
        columns = scipy_stats.rankdata(columns, axis=0)
    others = np.column_stack([np.ones(len(columns)), columns[:, :-2]])
    x, y = columns[:, -2], columns[:, -1]
    known, with_x = _rank(others), _rank(np.column_stack([others, x]))
    spare = len(columns) - with_x - (model == "spearman")
    if with_x == known or spare < 1 or np.ptp(y) == 0:
        return np.nan, np.nan, np.nan
    if model == "spearman":
        return _partial_rho(others, x, y, spare, confidence)
    return _slope(np.column_stack([others, x]), y, model, confidence)


def _slope(design: Floats, y: Floats, model: str, confidence: float) -> tuple[float, float, float]:
    from statsmodels.genmod.families import Gaussian
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # a perfect fit is no trouble for a straight line
        fit = OLS(y, design).fit() if model == "ols" else GLM(y, design, family=Gaussian()).fit()
    low, high = fit.conf_int(alpha=1 - confidence)[-1]
    return float(fit.params[-1]), float(low), float(high)


def _partial_rho(others: Floats, x: Floats, y: Floats, spare: int, confidence: float) -> tuple[float, float, float]:
    pair = np.column_stack([x, y])
    residual = pair - others @ np.linalg.lstsq(others, pair)[0]
    lengths = np.linalg.norm(residual, axis=0)
    if lengths[1] <= 1e-9 * np.linalg.norm(y - y.mean()):  # the controls determine the outcome
        return np.nan, np.nan, np.nan
    rho = float(np.clip(residual[:, 0] @ residual[:, 1] / lengths.prod(), -1, 1))
    half = scipy_stats.norm.ppf((1 + confidence) / 2) * np.sqrt((1 + rho**2 / 2) / spare)
    with np.errstate(divide="ignore"):
        z = np.arctanh(rho)
    return rho, float(np.tanh(z - half)), float(np.tanh(z + half))


def _rank(columns: Floats) -> int:
    lengths = np.linalg.norm(columns, axis=0)
    return int(np.linalg.matrix_rank(columns / np.where(lengths > 0, lengths, 1)))
