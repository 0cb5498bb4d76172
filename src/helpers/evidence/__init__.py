"""What do the real data say? Estimates from real microdata, recomputed where the files are fetched, else as committed.

Aggregates only: no row about a person, no smallest or largest value, nothing that rests on fewer than 20 people.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.data import COMMITTED, DataError, external, load, root
from helpers.data.fetching import is_fetched
from helpers.data.tables import check
from helpers.evidence.journalists import journalists
from helpers.evidence.line import Line
from helpers.evidence.payloads import klout_payloads
from helpers.stats import Estimate


def _by_plan(name: str) -> Callable[[pd.DataFrame], list[Line]]:
    """Give the computation of one sphere of the analysis plan, which is imported when it is called: it uses `Line`."""

    def compute(table: pd.DataFrame) -> list[Line]:
        from helpers.spheres import SPHERES, sphere_lines

        return sphere_lines(table, SPHERES[name])

    return compute


def _judged_pairs(table: pd.DataFrame) -> list[Line]:
    """Compute the lines on judged pairs, which stand in the plan but are compared by judges and not by an outcome."""
    from helpers.spheres import reputation_lines

    return reputation_lines(table)


def _fakes(table: pd.DataFrame) -> list[Line]:
    """Compute the lines on fake accounts, imported when called: the package of the gaming chapter is large."""
    from helpers.gaming.fakes import instafake_lines

    return instafake_lines(table)


COMPUTED: dict[str, Callable[[pd.DataFrame], list[Line]]] = {
    "klout_payloads": klout_payloads,
    "journalists": journalists,
    "nba": _by_plan("nba"),
    "house117": _by_plan("house117"),
    "scientists": _by_plan("scientists"),
    "plos": _by_plan("plos"),
    "pupils": _by_plan("pupils"),
    "influencer_pairs": _judged_pairs,
    "instafake": _fakes,
}

__all__ = ["COMPUTED", "estimate", "evidence", "recompute", "write_evidence"]


def evidence(name: str) -> pd.DataFrame:
    """Give the estimates of one data set: recomputed where its files are fetched, else as committed. Both are equal.

    Parameters
    ----------
    name : data set, one of the keys of `COMPUTED`.

    Returns the long form: quantity, value, low, high, n, confidence, method. Units are in the card beside the
    committed file.

    Raises DataError for an unknown name, and for a committed file that is missing or broken.

    >>> evidence("klout_payloads").set_index("quantity").loc["followers_r2", "value"].item()
    0.61
    """
    _known(name)
    return recompute(name) if is_fetched(name) else load(f"evidence/{name}")


def recompute(name: str) -> pd.DataFrame:
    """Compute the estimates of one data set from its fetched table, rounded as committed; seeds are fixed.

    Raises DataError for an unknown name and for data that are not fetched.
    """
    _known(name)
    rows = [line.row() for line in COMPUTED[name](external(name))]
    table = COMMITTED[f"evidence/{name}"]
    return check(pd.DataFrame(rows, columns=table.column_names), table)


def estimate(table: pd.DataFrame, quantity: str) -> Estimate:
    """Give one quantity of an evidence table as an Estimate, so that it prints with its interval and n.

    Raises DataError for an unknown quantity and for one that is given without interval.

    >>> print(estimate(load("evidence/journalists"), "spearman_klout_kred"))
    0.88 [0.86, 0.89], n = 1,295
    """
    found = table[table["quantity"] == quantity]
    if found.empty:
        near = difflib.get_close_matches(quantity, table["quantity"], n=3, cutoff=0)
        raise DataError(f"expected one of the {len(table)} quantities, such as {', '.join(near)}; got {quantity!r}.")
    row = found.iloc[0]
    if pd.isna(row["low"]):
        raise DataError(f"{quantity!r} is given without an interval; take its value from the table.")
    return Estimate(row["value"], row["low"], row["high"], row["n"], row["confidence"], row["method"])


def write_evidence() -> list[Path]:
    """Recompute every data set and write data/evidence with the analysis plan, each file whole or not at all.

    For authors; it takes some minutes. Returns the files written.
    """
    from helpers.spheres import analysis_plan

    written = [_write(name, recompute(name)) for name in COMPUTED]
    return [*written, _write("analysis_plan", analysis_plan())]


def _write(name: str, table: pd.DataFrame) -> Path:
    path = root() / "data" / "evidence" / f"{name}.csv"
    partial = path.with_suffix(".partial")
    table.to_csv(partial, index=False, lineterminator="\n", date_format="%Y-%m-%d")
    partial.replace(path)
    return path


def _known(name: str) -> None:
    if name not in COMPUTED:
        raise DataError(f"expected evidence on one of {', '.join(COMPUTED)}; got {name!r}.")
