"""How does one read the bounds, the worst cases and the tipping points? Tables in words, a row per sphere or case.

They write down what the other modules compute; here nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.evidence import estimate
from helpers.score.rules import require
from helpers.silence.bounds import needed_proxy, unseen_bounds
from helpers.silence.missing import worst_case_concordance
from helpers.silence.tipping import TippingPoint
from helpers.silence.turning import Turn
from helpers.spheres import pool
from helpers.stats import Estimate

CONCORDANCE = ("concordance", "concordance_low", "concordance_high")
COUNTS_ALONE, WITH_ERROR = "everybody, from counts alone", "with sampling error"


def without_n(estimate: Estimate, spec: str = ".2f") -> str:
    """Write value and interval, the three numbers in the format `spec`, where n stands elsewhere.

    >>> without_n(Estimate(0.33, 0.22, 0.43, 300, 0.95, "spearman"))
    '0.33 [0.22, 0.43]'
    """
    return format(estimate, spec).partition(", n")[0]


def pairs_of_100(effects: pd.DataFrame) -> pd.Series:
    """Give the concordances of `helpers.spheres.sphere_effects` as Estimates in pairs of 100, by data set.

    >>> row = {"dataset": "nba", "concordance": 0.66, "concordance_low": 0.62, "concordance_high": 0.69, "n": 235}
    >>> pairs_of_100(pd.DataFrame([row])).map("{:.0f}".format).to_dict()
    {'nba': '66 [62, 69], n = 235'}
    """
    require(effects, ["dataset", "n", *CONCORDANCE], "a table of helpers.spheres.sphere_effects")
    found = [_in_pairs(row, row["n"]) for _, row in effects.iterrows()]
    return pd.Series(found, pd.Index(effects["dataset"]), name="pairs of 100")


def case_for_a_number(effects: pd.DataFrame, judged: pd.DataFrame) -> pd.Series:
    """Say in pairs of 100 what speaks for a score: outcomes of all spheres, pooled, and the judgement of people.

    `effects` is the table of `helpers.spheres.sphere_effects`, `judged` is `load("evidence/influencer_pairs")`. Four
    Estimates: the spheres with real outcomes pooled (n counts spheres), the same without the pupils, score and judged
    influence, and how often two people judge the same pair alike.
    """
    five, four = (pool(effects, leave_out=left_out).iloc[0] for left_out in (None, "pupils"))
    case = {
        "score and real outcomes, five spheres": _in_pairs(five, five["k"]),
        "the same without the pupils": _in_pairs(four, four["k"]),
        "score and judged influence": estimate(judged, "score_concordance").times(100),
        "two judgements of the same pair agree": estimate(judged, "judge_agreement").times(100),
    }
    return pd.Series(case, name="pairs of 100")


def bounds_table(r1: Mapping[str, Estimate], *, beliefs: Sequence[float], at_least: float) -> pd.DataFrame:
    """Write the bounds of score and whole under each belief about r2, and the r2 from which more is sure.

    `r1` has the correlation of score and proxy by name. A row per name: r1, the bounds for each r2 of `beliefs`, the r2
    from which the sign is sure, and the one from which the correlation is surely `at_least`, or never.

    >>> bounds_table({"x": Estimate(0.6, 0.5, 0.7, 95, 0.95, "")}, beliefs=[0.8], at_least=0.7).iloc[0].tolist()
    ['0.60 [0.50, 0.70], n = 95', '0.00 to 0.96', '0.80', 'never']
    """
    rows = {}
    for name, found in r1.items():
        row = {"score and proxy (r1)": format(found, ".2f")}
        for r2 in beliefs:
            bounds = unseen_bounds(found, r2)
            row[f"whole, if r2 = {r2}"] = f"{bounds.low:.2f} to {bounds.high:.2f}"
        row["sign sure from r2"] = f"{needed_proxy(found.value):.2f}"
        row[f"{at_least} sure from r2"] = f"{needed_proxy(found.value, at_least=at_least):.2f}"
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").replace("nan", "never")


def worst_case_table(found: Mapping[str, tuple[Estimate, int]]) -> pd.DataFrame:
    """Write what the unmeasured could make of a concordance, by counts alone and with sampling error, in pairs of 100.

    `found` has by name the concordance of the measured and how many people there are in all.

    >>> table = worst_case_table({"x": (Estimate(0.63, 0.6, 0.66, 900, 0.95, ""), 1000)})
    >>> table.iloc[0].tolist()
    ['900 of 1,000', '63 [60, 66]', '51 to 70', '49 to 72']
    """
    rows = {}
    for name, (measured, everybody) in found.items():
        silent = everybody - measured.n
        rows[name] = {
            "measured": f"{measured.n:,} of {everybody:,}",
            "pairs of 100": without_n(measured.times(100), ".0f"),
            COUNTS_ALONE: _range(worst_case_concordance(measured.value, measured.n, silent)),
            WITH_ERROR: _range(worst_case_concordance(measured, measured.n, silent)),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def turning_table(turns: Mapping[str, Turn]) -> pd.DataFrame:
    """Write the tipping points of both shifts beside the true difference of the silent, a row per sphere."""
    columns = {
        "silent": [turn.silent for turn in turns.values()],
        "filled in": [without_n(turn.slope.at.times(100), ".0f") for turn in turns.values()],
        "holds 50, all alike": [_turning_point(turn.level) for turn in turns.values()],
        "true level": [f"{turn.true.level:.2f}" for turn in turns.values()],
        "holds 50, by score": [_turning_point(turn.slope) for turn in turns.values()],
        "true slope": [f"{turn.true.slope:.2f}" for turn in turns.values()],
        "everybody": [without_n(turn.everybody, ".0f") for turn in turns.values()],
    }
    return pd.DataFrame(columns, index=list(turns))


def cases_table(cases: pd.DataFrame) -> str:
    """Write the documented cases as a Markdown table with a link to each source; a dash where no score is told.

    `cases` is `load("published/consequences")`.
    """
    require(cases, ["case", "score", "compared_with", "date", "source"], 'load("published/consequences")')
    lines = ["| happened or reported | score | compared with | when | source |", "|---|---|---|---|---|"]
    for row in cases.itertuples():
        first, second = ("–" if pd.isna(score) else f"{score:.0f}" for score in (row.score, row.compared_with))
        lines.append(f"| {row.case} | {first} | {second} | {row.date} | [page]({row.source}) |")
    return "\n".join(lines)


def _in_pairs(row: pd.Series, n: int) -> Estimate:
    value, low, high = row[list(CONCORDANCE)]
    return Estimate(value, low, high, n, 0.95, "helpers.spheres").times(100)


def _range(ends: tuple[float, float]) -> str:
    return f"{100 * ends[0]:.0f} to {100 * ends[1]:.0f}"


def _turning_point(tip: TippingPoint) -> str:
    if pd.isna(tip.delta):
        return f"not by {tip.table['delta'].iloc[-1]:.0f}".replace("-", "−")
    return f"{tip.delta:.2f} ± {tip.error:.2f}" if tip.delta else "at 0"
