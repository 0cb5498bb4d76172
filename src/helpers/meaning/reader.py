"""What can be said about one score or two, for an error that the reader chooses? What the number reader computes.

The page computes the same in the browser from what `reader_json` writes; these functions are its reference. They place
no score of today, and they do not say how large the error of a real score was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.meaning.bands import HIGHEST, LINEAR, LOWEST, Bounded, percentile
from helpers.stats import Estimate, probability_higher, proportion
from helpers.stats.estimate import check_confidence

YEARS = (2013, 2014)


class Place(NamedTuple):
    """Shares of scored people (0 to 1) strictly below and strictly above a whole score, in one year.

    `in_open_band` tells that the score lies in the open top band: then only the bounds may be told.
    """

    below: Bounded
    above: Bounded
    in_open_band: bool


class Comparison(NamedTuple):
    """Two scores side by side: the higher, the lower, and the chance that the higher is truly above (0.5 to 1)."""

    higher: int
    lower: int
    chance: float


def place_of(score: int, bands: pd.DataFrame, *, year: int = 2013) -> Place:
    """Where a whole score stood among the scored people of a year: the shares below and above it, with bounds.

    A score of 52 covers 52 up to 53, as a band covers 50 up to 55: below it are those under 52, above it those at 53 or
    more, and the few that remain have a 52 too. Nobody is above 100. `bands` and `year` as for `percentile`.

    Raises
    ------
    ValueError
        a score that is no whole number from 1 to 100, or a table that `percentile` refuses.

    Examples
    --------
    >>> table = pd.DataFrame({"band": ["10-19", "20-29", "30+"], "low": [10, 20, 30], "n_2013": [70, 20, 10]})
    >>> place = place_of(24, table)
    >>> print(place.above)
    0.200 (0.100 to 0.300 for any shape inside the band), n = 100
    """
    check_score(score)
    below = percentile(score, bands, year=year)
    if score == HIGHEST:
        above = Bounded(0.0, 0.0, 0.0, below.n, LINEAR)
    else:
        under = percentile(score + 1, bands, year=year)
        above = Bounded(1 - under.value, 1 - under.high, 1 - under.low, under.n, LINEAR)
    return Place(below, above, bool(score >= bands["low"].max()))


def band_of_error(score: float, sem: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Lowest and highest score that the error of measurement leaves open, within 1 to 100.

    score - z * sem to score + z * sem, with z = 1.96 for 95 %: normal errors, and nothing assumed about who scores
    what. ValueError for a score outside 1 to 100, an error that is negative, missing or infinite, or a confidence that
    is not between 0 and 1.

    >>> [round(end, 1) for end in band_of_error(52, 4)]
    [44.2, 59.8]
    """
    check_confidence(confidence)
    if not LOWEST <= score <= HIGHEST:
        raise ValueError(f"band_of_error: score must be from 1 to 100, got {score}")
    if not (math.isfinite(sem) and sem >= 0):
        raise ValueError(f"band_of_error: sem must be a finite number of 0 or more, got {sem}")
    half = float(norm.ppf(1 - (1 - confidence) / 2) * sem)
    return max(LOWEST, score - half), min(HIGHEST, score + half)


def compare(first: int, second: int, sem: float) -> Comparison:
    """Put two whole scores in order, with the chance that the higher is truly above the lower.

    Both carry the same error `sem`; the chance is `probability_higher`, with a flat prior. For a tie it is 0.5.
    ValueError for a score that is no whole number from 1 to 100, or an error that is negative, missing or infinite.

    >>> compare(48, 52, 4)._replace(chance=0.76)
    Comparison(higher=52, lower=48, chance=0.76)
    """
    check_score(first)
    check_score(second)
    higher, lower = max(first, second), min(first, second)
    return Comparison(higher, lower, probability_higher(higher, lower, sem, sem))


def check_score(score: float) -> None:
    """Refuse with a ValueError what is no whole number from 1 to 100, as Klout showed it."""
    if not (LOWEST <= score <= HIGHEST and score == int(score)):
        raise ValueError(f"expected a whole score from 1 to 100, got {score}; Klout showed no decimals")


def error_near(scores: Sequence[float], by_band: pd.DataFrame) -> float:
    """Error of measurement (points) near some scores: the root mean square of the errors of the bands that hold them.

    `by_band` is what `error_by_band` gives for the error of one score. A band holds its lower edge and not its upper
    one. With this error for both, the chance that one of two scores is truly above the other is the same as with each
    score's own. Missing where a score lies in no band, or in one with too few people. ValueError without any score.

    >>> table = pd.DataFrame({"from": [40, 50], "to": [50, 60], "sem": [4.0, 3.0]})
    >>> round(error_near([48, 52], table), 2)
    3.54
    """
    if not len(scores):
        raise ValueError("error_near: expected one score or more, got none")
    held = [by_band.loc[(by_band["from"] <= score) & (score < by_band["to"]), "sem"] for score in scores]
    return math.sqrt(np.mean([sem.item() ** 2 if len(sem) else math.nan for sem in held]))


def stayed_by_band(moves: pd.DataFrame) -> pd.DataFrame:
    """Count who was still in the same band a year later: a row per band with from, to, n, stayed, value, low, high.

    `moves` is the square table of `transition_table`. `value` is the share (0 to 1) with Wilson's interval, for people
    taken as independent draws. ValueError for a band without people.

    >>> moves = pd.DataFrame([[90, 10], [0, 20]], index=["10-49", "50-100"], columns=["10-49", "50-100"])
    >>> stayed_by_band(moves)[["from", "to", "n", "stayed", "value"]].to_numpy().tolist()
    [[10.0, 49.0, 100.0, 90.0, 0.9], [50.0, 100.0, 20.0, 20.0, 1.0]]
    """
    rows = []
    for band, counts in moves.iterrows():
        low, high = map(int, str(band).split("-"))
        n, stayed = int(counts.sum()), int(counts[band])
        share = proportion(stayed, n)
        rows.append(
            {"from": low, "to": high, "n": n, "stayed": stayed, "value": share.value}
            | {"low": share.low, "high": share.high}
        )
    return pd.DataFrame(rows)


def reader_json(
    bands: pd.DataFrame, *, sample: Estimate, by_band: pd.DataFrame, ceiling: Estimate, moves: pd.DataFrame
) -> str:
    """Write the few numbers that the number reader works with, as JSON with a line for each.

    `bands` is the published table of 2013 and 2014; `sample` the standard error of measurement in the sample over all
    scores and `by_band` the same by band of the score, as `error_by_band` gives it (synthetic); `ceiling` the largest
    error that the real data allow; `moves` the square table of `transition_table` (real). Bands of the sample with too
    few people are left out.

    >>> table = pd.DataFrame({"low": [10, 65], "n_2013": [9, 1], "n_2014": [8, 2]})
    >>> guess = Estimate(2.66, 2.51, 2.85, 1493, 0.95, "")
    >>> near = pd.DataFrame({"from": [10], "to": [65], "n": [625], "sem": [1.934]})
    >>> moves = pd.DataFrame([[90]], index=["10-100"], columns=["10-100"])
    >>> print(reader_json(table, sample=guess, by_band=near, ceiling=guess, moves=moves).splitlines()[5])
    "sample_by_band": {"source": "synthetic", "bands": [{"from": 10, "to": 65, "n": 625, "sem": 1.934}]},
    """
    scored = bands.dropna(subset=["low"]).sort_values("low")
    numbers: dict[str, Any] = {"low": scored["low"].astype(int).tolist()}
    numbers |= {str(year): scored[f"n_{year}"].astype(int).tolist() for year in YEARS}
    numbers["sample_sem"] = _rounded(sample, 2) | {"source": "synthetic"}
    near = by_band.dropna(subset=["sem"])[["from", "to", "n", "sem"]].astype({"from": int, "to": int}).round({"sem": 4})
    numbers["sample_by_band"] = {"source": "synthetic", "bands": near.to_dict("records")}
    numbers["ceiling_sem"] = _rounded(ceiling, 2) | {"source": "real"}
    stayed = stayed_by_band(moves).drop(columns="value").round(3)
    numbers["stayed"] = {"source": "real", "bands": stayed.to_dict("records")}
    return "{\n" + ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in numbers.items()) + "\n}"


def _rounded(estimate: Estimate, digits: int) -> dict[str, Any]:
    ends = {name: round(float(getattr(estimate, name)), digits) for name in ("value", "low", "high")}
    return ends | {"n": int(estimate.n)}
