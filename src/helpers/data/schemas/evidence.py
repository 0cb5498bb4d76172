"""What must hold for the tables of evidence and the plan they follow? Estimates, never a row about a person."""

from __future__ import annotations

from helpers.data.schemas.column import Column, Table


def _evidence(name: str, unit: str = "people", licence: str = "CC BY 4.0") -> Table:
    no_interval = "a count, a mean or a spread given without interval"
    columns = (
        Column("quantity", "text", "what was estimated", pattern=r"[a-z0-9_]+", unique=True),
        Column("value", "number", "the estimate, in the unit that the card names"),
        Column("low", "number", "lower end of the interval", missing=no_interval),
        Column("high", "number", "upper end of the interval", missing=no_interval),
        Column("n", "whole number", f"{unit} behind the estimate", unit, low=20),
        Column("confidence", "number", "confidence of the interval", low=0.5, high=0.999, missing="no interval"),
        Column("method", "text", "how value and interval were found"),
    )
    file = f"data/evidence/{name}.csv"
    return Table(f"evidence/{name}", file, "one estimate", columns, key=("quantity",), badge="derived", licence=licence)


def _columns_of(name: str, meaning: str, *, missing: str = "") -> Column:
    return Column(name, "text", f"{meaning}, parted by semicolons where there are several", missing=missing)


ANALYSIS_PLAN = Table(
    "evidence/analysis_plan",
    "data/evidence/analysis_plan.csv",
    "one sphere of influence",
    (
        Column("dataset", "text", "data set", pattern=r"[a-z0-9_]+", unique=True),
        Column("sphere", "text", "sphere in words", unique=True),
        Column("unit", "text", "what one row of the data is", allowed=("people", "papers", "judged pairs")),
        Column(
            "kind",
            "text",
            "what is predicted, and of whom",
            allowed=("outcome of people", "outcome of papers", "judgement of people"),
        ),
        Column("n", "whole number", "rows that hold all signals and the outcome", "rows", low=20),
        _columns_of("signals", "columns of which the score is made, with equal weights"),
        Column("sums", "text", "signals that are sums, and of what", missing="no signal is a sum"),
        Column("baseline", "text", "column that the score is compared with"),
        Column("baseline_is", "text", "what the baseline is"),
        Column("outcome", "text", "column of the named outcome"),
        Column("outcome_is", "text", "what the outcome is"),
        Column(
            "outcome_within",
            "text",
            "column of the outcome inside strata; a minus sign stands before a rank of which 1 is the best",
            missing="no strata",
        ),
        Column("second_outcome", "text", "column of the second outcome", missing="no second outcome"),
        Column("second_outcome_is", "text", "what the second outcome is", missing="no second outcome"),
        _columns_of("controls", "columns held fixed with the named outcome", missing="none"),
        _columns_of("second_controls", "columns held fixed with the second outcome", missing="none"),
        _columns_of("strata", "columns that name the stratum together", missing="no strata"),
        Column("pooled", "text", "pairs whose estimate is pooled", allowed=("all pairs", "pairs within strata")),
        Column("primary", "yes or no", "whether the sphere is part of the first pooled estimate"),
        Column("resamples", "whole number", "resamples of the bootstrap", "resamples", low=999),
        Column("why", "text", "reasons, and what stands in the way"),
        Column("dated", "date", "day on which the plan was written"),
    ),
    badge="derived",
)

EVIDENCE = (
    _evidence("klout_payloads"),
    _evidence("journalists"),
    _evidence("nba", licence="CC BY-NC-SA 4.0"),
    _evidence("house117"),
    _evidence("scientists"),
    _evidence("plos", unit="papers"),
    _evidence("pupils"),
    _evidence("influencer_pairs", unit="judged pairs"),
    _evidence("instafake", unit="accounts", licence="CC BY-NC 4.0"),
    ANALYSIS_PLAN,
)
