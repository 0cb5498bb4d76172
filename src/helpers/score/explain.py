"""Where did every point come from? Which post, which person, which rule: the points of one person, row by row.

We know of no scoring service that showed this. It repeats no rule of its own: the factors come from
`helpers.signals` and `helpers.score.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import narwhals as nw
import numpy as np
import pandas as pd

from helpers.score.rules import ENDORSEMENT_POINTS, account_points, counted_endorsements, require
from helpers.score.scale import IDLE_SCORE, Scale
from helpers.signals import HALF_LIFE_DAYS, KIND_WEIGHTS, WINDOW_DAYS, day_number, signals, weighted_reactions

REACTION, AUDIENCE = "a reaction (rules 1, 2 and 3)", "the audience (rule 4)"
COUNTED = "+K that count"
FACTORS = ["kind_weight", "recency", "attention", "repeat_discount", "per_post", "diminishing"]


def explain(
    person: str,
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    follows: pd.DataFrame,
    endorsements: pd.DataFrame,
    *,
    end: dt.date | str,
    scale: Scale | None = None,
    days: int = WINDOW_DAYS,
    half_life: float = HALF_LIFE_DAYS,
    kind_weights: Mapping[str, float] = KIND_WEIGHTS,
) -> pd.DataFrame:
    """Give back where every point of a person's raw score (rules of 2012) came from, a row per source.

    The rows are reactions (network, post, reactor, kind, time), one audience row per active network, one row for all +K
    that count, and, with a `scale`, a last row "step to 1-100" which holds score minus raw score, so that its points
    lead from the raw score to the score. For a reaction the columns in `FACTORS` multiply to its points: the weight of
    its kind, recency, the share of the reactor's attention (rule 3), the discount for repeats by the same person
    (rule 2), for posts made (rule 1), and the points per unit left after diminishing returns. Elsewhere they are
    missing. `rule` names the rule in words.

    The points without the last row add up to `raw`, to rounding error. An idle person has no point rows, only the step.

    Raises
    ------
    ValueError
        a person who is not in `accounts`.
    """
    own_accounts = accounts[accounts["person"] == person]
    if own_accounts.empty:
        raise ValueError(
            f"expected a person of the accounts table, got {person!r}; the ids look like {accounts['person'].iloc[0]!r}"
        )
    table = signals(
        interactions, posts, accounts, follows, end=end, days=days, half_life=half_life, kind_weights=kind_weights
    )
    table = table[table["person"] == person]
    points = account_points(table)
    columns = ["network", "rule", "post", "reactor", "kind", "time", *FACTORS, "points"]
    rows = []
    if points["active"].any():
        weighted = weighted_reactions(
            interactions, last=day_number(end), days=days, half_life=half_life, kind_weights=kind_weights
        )
        received = nw.to_native(weighted.filter(nw.col("target") == person))
        counted = counted_endorsements(endorsements, end=end, days=days).get(person, 0)
        rows = [_reaction_rows(received, table, points), _audience_rows(table, points), _endorsement_row(counted)]
    if scale is not None:
        raw = sum(frame["points"].sum() for frame in rows)
        score = float(scale(raw)) if rows else IDLE_SCORE
        rows.append(pd.DataFrame({"rule": ["step to 1-100: the frozen scale, not a rule"], "points": [score - raw]}))
    rows = [frame for frame in rows if not frame.empty]
    return pd.concat(rows).reindex(columns=columns).reset_index(drop=True) if rows else pd.DataFrame(columns=columns)


def points_by_source(explained: pd.DataFrame) -> pd.Series:
    """Add up the points of one person by source: the reactions of each network, the audience, +K.

    `explained` is what `explain` gives; its step to 1-100 is no point and is left out, so the sum is the raw score. The
    network whose reactions bring most stands first. An idle person has zeros for audience and +K. ValueError for a
    missing column.

    >>> rows = {"network": ["blogs", "blogs", None], "rule": [REACTION, AUDIENCE, "10 +K that count (capped)"]}
    >>> points_by_source(pd.DataFrame(rows | {"points": [6.0, 3.5, 1.0]})).to_dict()
    {'reactions, blogs': 6.0, 'audience': 3.5, '+K': 1.0}
    """
    require(explained, ["network", "rule", "points"], "helpers.score.explain")
    rule, points = explained["rule"], explained["points"]
    reactions = points[rule == REACTION].groupby(explained["network"]).sum().sort_values(ascending=False)
    sources = reactions.rename(lambda network: f"reactions, {network}")
    sources["audience"] = points[rule == AUDIENCE].sum()
    sources["+K"] = points[rule.str.contains(COUNTED, regex=False)].sum()
    return sources


def _reaction_rows(received: pd.DataFrame, table: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    account = table.merge(points[["network", "relative_engagement", "engagement_points"]], on="network").set_index(
        "network"
    )
    per_post = 1 / np.sqrt(1 + account["recent_posts"])
    diminishing = account["engagement_points"] / account["relative_engagement"].where(
        account["relative_engagement"] > 0
    )
    rows = received.rename(columns={"actor": "reactor"})
    of_reactor = rows.groupby(["network", "reactor"])["weight"].transform("sum")
    rows = rows.assign(
        rule=REACTION,
        repeat_discount=np.log(1 + of_reactor) / of_reactor,
        per_post=rows["network"].map(per_post),
        diminishing=rows["network"].map(diminishing),
    )
    return rows.assign(points=rows[FACTORS].prod(axis="columns")).sort_values("points", ascending=False, kind="stable")


def _audience_rows(table: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame({"network": table["network"], "rule": AUDIENCE, "points": points["audience_points"]})
    return rows[points["active"]]


def _endorsement_row(counted: int) -> pd.DataFrame:
    row = pd.DataFrame({"rule": [f"{counted} {COUNTED} (capped)"], "points": [ENDORSEMENT_POINTS * counted]})
    return row if counted else row.iloc[:0]
