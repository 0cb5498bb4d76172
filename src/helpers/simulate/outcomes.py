"""What happened to the people of the synthetic sample in real life? Outcomes by sphere, and judgements by people.

The true weights stand in `WEIGHTS`, so a later notebook can open them. Values are missing more often for those who did
less well: people report what looks good.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

OUTCOMES = pd.DataFrame(
    [
        (
            "learners_gain",
            "education",
            "mean gain of the learners from first to last test",
            "points of 100",
            "continuous",
            True,
        ),
        (
            "light_bulb_moments",
            "education",
            "light-bulb moments noted in class diaries in 180 days",
            "count",
            "count",
            False,
        ),
        ("letters_of_thanks", "education", "letters of thanks received in 180 days", "count", "count", False),
        ("citations", "science", "citations received in the following year", "count", "count", True),
        ("invited_talks", "science", "invited talks in the following year", "count", "count", False),
        ("wins", "sport", "matches won in a season of 40", "count", "count", True),
        ("contract_value", "sport", "value of the contract", "thousand euro a year", "continuous", False),
        ("bills_passed", "politics", "bills passed in the following year", "count", "count", True),
        ("vote_share", "politics", "share of the vote at the next election", "percent", "continuous", False),
        ("tickets_sold", "music", "tickets sold in the following year", "count", "count", True),
        ("pupils_taught", "music", "pupils taught in the following year", "count", "count", False),
        ("sales", "business", "sales in the following year", "thousand euro", "continuous", True),
        ("referrals", "business", "new customers sent by old ones", "count", "count", False),
    ],
    columns=["outcome", "sphere", "label", "unit", "scale", "named"],
).astype({name: "str" for name in ("outcome", "sphere", "label", "unit", "scale")})

WEIGHTS = {
    "learners_gain": (0.40, 0.00, 0.45),
    "light_bulb_moments": (0.25, 0.00, 0.60),
    "letters_of_thanks": (0.10, 0.10, 0.65),
    "citations": (0.60, 0.25, 0.00),
    "invited_talks": (0.40, 0.45, 0.10),
    "wins": (0.50, 0.10, 0.00),
    "contract_value": (0.30, 0.60, 0.00),
    "bills_passed": (0.45, 0.15, 0.05),
    "vote_share": (0.25, 0.50, 0.10),
    "tickets_sold": (0.30, 0.65, 0.05),
    "pupils_taught": (0.20, 0.00, 0.50),
    "sales": (0.45, 0.30, 0.00),
    "referrals": (0.35, 0.10, 0.45),
}
"""True weights of impact, fame and care behind each outcome, in standard deviations; the rest is luck."""

JUDGE_WEIGHTS = (0.55, 0.95)
"""True weights of impact and fame in the eye of a judge, in log odds for one standard deviation."""


def make_outcomes(
    people: pd.DataFrame, truth: pd.DataFrame, rng: np.random.Generator, *, everybody_reports: bool = False
) -> pd.DataFrame:
    """Draw outcomes in long form: person, sphere, outcome, value (missing where nobody reported it). Bots have none."""
    frames = []
    human = truth["account_kind"] != "bot"
    for row in OUTCOMES.itertuples():
        here = ((people["sphere"] == row.sphere) & human).to_numpy()
        facts = truth.loc[here, ["impact", "fame", "care"]].to_numpy()
        weights = np.array(WEIGHTS[row.outcome])
        level = facts @ weights + np.sqrt(max(1 - weights @ weights, 0.2)) * rng.normal(size=len(facts))
        value = _measured(row.outcome, level, rng)
        missing = rng.random(len(facts)) < 1 / (1 + np.exp(2.0 + 0.9 * level))
        table = {"person": people.loc[here, "person"], "sphere": row.sphere, "outcome": row.outcome}
        frames.append(pd.DataFrame(table | {"value": np.where(missing & (not everybody_reports), np.nan, value)}))
    result = pd.concat(frames).sort_values(["person", "outcome"], ignore_index=True)
    return result.astype({"sphere": "str", "outcome": "str"})


def _measured(outcome: str, level: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if outcome == "learners_gain":
        return np.round(np.clip(12 + 6 * level, -10, 60), 1)
    if outcome == "contract_value":
        return np.round(np.exp(4.5 + 1.1 * level))
    if outcome == "vote_share":
        return np.round(100 / (1 + np.exp(0.9 - 0.7 * level)), 1)
    if outcome == "sales":
        return np.round(np.exp(5 + 1.0 * level))
    if outcome == "wins":
        return rng.binomial(40, 1 / (1 + np.exp(-0.6 * level))).astype(float)
    usual = {"light_bulb_moments": 6, "letters_of_thanks": 2, "citations": 15, "invited_talks": 1.5, "bills_passed": 2}
    usual |= {"tickets_sold": 800, "pupils_taught": 8, "referrals": 5}
    return rng.poisson(usual[outcome] * np.exp(0.7 * level - 0.2)).astype(float)


def make_judgements(truth: pd.DataFrame, rng: np.random.Generator, *, n: int = 4_000, judges: int = 60) -> pd.DataFrame:
    """Draw answers to "who is more influential?": judge, person_a, person_b, chosen. One pair in ten is asked twice."""
    human = truth[(truth["account_kind"] != "bot") & ~truth["idle"]]
    first = rng.integers(0, len(human), n)
    second = (first + rng.integers(1, len(human), n)) % len(human)
    again = rng.choice(n, n // 10, replace=False)
    first, second = np.concatenate([first, first[again]]), np.concatenate([second, second[again]])
    seen = human[["impact", "fame"]].to_numpy() @ np.array(JUDGE_WEIGHTS)
    chosen = rng.random(first.size) < 1 / (1 + np.exp(-(seen[first] - seen[second])))
    person = human["person"].to_numpy()
    table = {
        "judge": [f"j{i:03d}" for i in rng.integers(1, judges + 1, first.size)],
        "person_a": person[first],
        "person_b": person[second],
        "chosen": np.where(chosen, "a", "b"),
    }
    return pd.DataFrame(table).sort_values(["judge", "person_a", "person_b"], ignore_index=True).astype("str")
