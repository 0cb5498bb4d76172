"""What do I want to change, for whom, and what did the score see of it? A page of one's own beside the number.

We know of no score that offered one. It adds nothing up: goals of different people, or of one person, have no sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.score.explain import AUDIENCE
from helpers.score.rules import require

SIGNALS = ("like", "reply", "mention", "reshare", "audience", "+K")
"""What the score sees: four kinds of reaction, the audience, and endorsements."""

COLUMNS = ("what I want to change", "for whom", "a sign that I accept", "how often it came", "what the score saw")
POINTS = "points from it"
NOTHING = "nothing"
REST = "(none of my goals)"


@dataclass(frozen=True)
class Goal:
    """One goal of one's own: what to change, for whom, and which sign one would accept.

    `change`, `whom` and `sign` are words. `came` says how often the sign came, in the unit that `sign` names, or is
    None where nobody counted. `seen_by` names the signals (see `SIGNALS`) through which the score sees the sign,
    empty where none does.

    Raises
    ------
    ValueError
        empty words, a negative or infinite count, or a signal that the score does not have.

    Examples
    --------
    >>> Goal("ideas get tried", "teachers", "a reply that says so", 3, ("reply",)).seen_by
    ('reply',)
    """

    change: str
    whom: str
    sign: str
    came: float | None = None
    seen_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the words, the count and the signals."""
        for name in ("change", "whom", "sign"):
            if not str(getattr(self, name)).strip():
                raise ValueError(
                    f"Goal: expected words for {name!r}, got nothing; a goal says what, for whom and how seen"
                )
        if self.came is not None and not (math.isfinite(self.came) and self.came >= 0):
            raise ValueError(f"Goal: expected came as a count of 0 or more, or None, got {self.came}")
        if isinstance(self.seen_by, str):
            raise ValueError(
                f"Goal: expected seen_by as a tuple of signals, got {self.seen_by!r}; write a comma after it"
            )
        unknown = [name for name in self.seen_by if name not in SIGNALS]
        if unknown:
            raise ValueError(f"Goal: the score has no signal {unknown[0]!r}; expected some of {', '.join(SIGNALS)}")


def own_page(goals: Sequence[Goal], explained: pd.DataFrame) -> pd.DataFrame:
    """The page: a row per goal with what the score saw of it, and a last row for the points that no goal explains.

    `explained` is the table of `helpers.score.explain.explain` for the same person. Result: the columns of `COLUMNS` in
    words, and `POINTS`: raw points, before the step to 1-100, which belongs to no signal. A sign that came and that
    nobody counted is missing. All points of a signal stand with the goal that names it, whatever the reactions said: a
    score does not read them, so this is the most that it can have seen.

    Raises
    ------
    ValueError
        no goal, two goals that name the same signal (their points would count twice), or a table without the columns.

    Examples
    --------
    >>> points = pd.DataFrame({"rule": "a reaction", "kind": ["like", "reply", "reply"], "points": [5.0, 2.0, 1.0]})
    >>> own_page([Goal("ideas get tried", "teachers", "a reply", 2, ("reply",))], points)["points from it"].tolist()
    [3.0, 5.0]
    """
    require(explained, ["rule", "kind", "points"], "a table of helpers.score.explain")
    named = [name for goal in goals for name in goal.seen_by]
    if not goals:
        raise ValueError("own_page: expected at least one goal, got none; begin with what you want to change, for whom")
    twice = [name for place, name in enumerate(named) if name in named[:place]]
    if twice:
        raise ValueError(f"own_page: {twice[0]!r} stands with two goals, so its points would count twice; keep one")
    points = _points_by_signal(explained)
    rows = [(g.change, g.whom, g.sign, g.came, _seen(g.seen_by), float(points[list(g.seen_by)].sum())) for g in goals]
    rest = tuple(name for name in SIGNALS if name not in named)
    rows.append((REST, "", "", None, _seen(rest), float(points[list(rest)].sum())))
    page = pd.DataFrame(rows, columns=[*COLUMNS, POINTS])
    return page.astype({COLUMNS[3]: float})


def blank_page(rows: int = 4) -> pd.DataFrame:
    """An empty page with so many rows, to print or to fill; ValueError for fewer than one row.

    >>> blank_page(2).shape
    (2, 6)
    """
    if rows < 1:
        raise ValueError(f"blank_page: expected one row or more, got {rows}")
    return pd.DataFrame("", index=range(rows), columns=[*COLUMNS, POINTS])


def _points_by_signal(explained: pd.DataFrame) -> pd.Series:
    """Raw points by signal; the step from raw points to 1-100 is left out."""
    endorsed = explained["rule"].str.contains("+K", regex=False).map({True: "+K"})
    heard = explained["rule"].eq(AUDIENCE).map({True: "audience"})
    signal = explained["kind"].fillna(heard).fillna(endorsed)
    return explained.groupby(signal)["points"].sum().reindex(SIGNALS, fill_value=0.0)


def _seen(signals: tuple[str, ...]) -> str:
    return ", ".join(signals) if signals else NOTHING
