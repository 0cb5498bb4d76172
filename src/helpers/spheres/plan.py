"""What is compared with what in each sphere? The analysis plan: signals, baseline, outcome, strata, and why.

It was written knowing the data, so it is not a pre-registration. It computes nothing; the code reads its columns here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

DATED = "2026-11-23"
"""Day on which the plan was written."""

PEOPLE = "outcome of people"
PAPERS = "outcome of papers"
JUDGEMENT = "judgement of people"
KINDS = (PEOPLE, PAPERS, JUDGEMENT)
PRIMARY = (PEOPLE, PAPERS)
"""Kinds of sphere that the first pooled estimate holds: outcomes, because a judgement is an opinion. Papers are not
people, so the pooling is also given without them, and with the judgements."""

CIRCULAR = "pupils"
"""The sphere whose outcome may count the signals themselves: every pooled estimate is also given without it."""

ALL, WITHIN = "all pairs", "pairs within strata"


class Outcome(NamedTuple):
    """An outcome: its column, the column to use inside strata where that is a finer one, and what it is in words.

    A column with a minus sign before it is a rank of which 1 is the best.
    """

    column: str
    words: str
    within: str = ""

    def carried_by(self, *, within: bool) -> str:
        """Column that carries the outcome, inside strata or over all pairs.

        >>> Outcome("les", "effectiveness", within="-rank").carried_by(within=True)
        '-rank'
        """
        return self.within if within and self.within else self.column


@dataclass(frozen=True)
class Sphere:
    """One sphere of influence and how it is analysed.

    Parameters
    ----------
    name : data set, as `helpers.data.external` takes it.
    sphere : the sphere in words.
    unit : what one row is: "people", "papers" or "judged pairs".
    kind : one of `KINDS`.
    n : rows that hold all signals and the outcome.
    signals : columns of which the score is made, each ranked within the sphere, all with the same weight.
    baseline : the column of followers, or of the nearest thing to them.
    baseline_words : what the baseline is.
    outcome, second : the named outcome, and a second one where there is one.
    pooled : the pairs whose estimate enters the pooling, `ALL` or `WITHIN`.
    why : the reasons, and what stands in the way.
    sums : signals that are the sum of several columns.
    controls, second_controls : columns to hold fixed in a partial correlation with each outcome.
    strata : columns that together name the stratum.
    resamples : bootstrap resamples, fewer where the table is large.
    """

    name: str
    sphere: str
    unit: str
    kind: str
    n: int
    signals: tuple[str, ...]
    baseline: str
    baseline_words: str
    outcome: Outcome
    pooled: str
    why: str
    second: Outcome | None = None
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    controls: tuple[str, ...] = ()
    second_controls: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    resamples: int = 9999

    @property
    def primary(self) -> bool:
        """Whether the sphere is part of the first pooled estimate."""
        return self.kind in PRIMARY

    @property
    def scopes(self) -> tuple[bool, ...]:
        """Whether pairs are held within strata: no, and where there are strata yes as well."""
        return (False, True) if self.strata else (False,)


PLAN = (
    Sphere(
        name="nba",
        sphere="sport",
        unit="people",
        kind=PEOPLE,
        n=235,
        signals=("pageviews", "favorites", "retweets"),
        baseline="followers",
        baseline_words="followers on Twitter, known for 68 of these players and for 95 in all",
        outcome=Outcome("salary", "salary of the season"),
        second=Outcome("wins_rpm", "wins by real plus-minus"),
        controls=("minutes", "age"),
        pooled=ALL,
        why="Salary is what the market pays; wins are what is done on court. Players who are on court for longer are "
        "seen and paid more, and older ones are paid more, so minutes and age are held fixed as well. A handle of "
        "0 means none and its followers are missing, not zero. Followers are compared where they are known.",
    ),
    Sphere(
        name="house117",
        sphere="politics",
        unit="people",
        kind=PEOPLE,
        n=378,
        signals=("engagement_received", "engaged_by"),
        baseline="engaged_by",
        baseline_words="accounts of the network that engaged with the member, since followers are absent",
        outcome=Outcome("les", "legislative effectiveness, LES 1.0", within="-les_rank_in_party"),
        second=Outcome("les_to_benchmark", "LES 1.0 over its benchmark"),
        strata=("party",),
        pooled=WITHIN,
        why="Two of the rules of 2012 can be computed: reactions per post and unique reactors. The baseline is one of "
        "the two, so the score can gain little over it. The majority passes its bills, so members are compared within "
        "their party. The LES of this copy is rounded to whole numbers; its rank within the party was made before the "
        "rounding and orders the same score (1 is the best, so its sign is turned), so the rank carries the outcome "
        "within parties and the rounded score across them.",
    ),
    Sphere(
        name="scientists",
        sphere="science, people",
        unit="people",
        kind=PEOPLE,
        n=4_120,
        signals=("followers", "followers_researchers", "tweets", "retweets"),
        baseline="followers",
        baseline_words="followers on Twitter",
        outcome=Outcome("h_index", "h-index in 2019"),
        second=Outcome("citations_2015_19", "citations of 2015-19"),
        second_controls=("citations_to_2014",),
        pooled=ALL,
        resamples=1999,
        why="The h-index is the count that careers are judged by. The counts of Twitter are of 2014, so later "
        "citations, with those to 2014 held fixed, ask whether the score says what comes next. The authors found "
        "73 % of the matches of pages to accounts right, so what is found is too small. h-index 0 means that no page "
        "was found, and those rows are not read; rows without a count of retweets are left out.",
    ),
    Sphere(
        name="plos",
        sphere="science, papers",
        unit="papers",
        kind=PAPERS,
        n=21_092,
        signals=("tweets", "facebook", "blogs"),
        sums=(("facebook", ("facebook_shares", "facebook_likes", "facebook_comments", "facebook_clicks")),),
        baseline="tweets",
        baseline_words="tweets alone, since a paper has no followers",
        outcome=Outcome("citations_2011", "citations to the end of 2011"),
        strata=("year", "journal"),
        pooled=WITHIN,
        resamples=1999,
        why="One signal for each channel. Old papers had time to be cited and came before Twitter, so papers are "
        "compared with those of the same year and journal. Readers on Mendeley are scholars at work, a comparison "
        "and not a signal. Papers are not people.",
    ),
    Sphere(
        name="pupils",
        sphere="learning",
        unit="people",
        kind=PEOPLE,
        n=478,
        signals=("discussion", "raised_hands", "resources_visited", "announcements_viewed"),
        baseline="discussion",
        baseline_words="contributions to discussions, the one social signal",
        outcome=Outcome("grade_band", "grade band, low, middle or high"),
        pooled=ALL,
        why="Circular: taking part may be a part of the grade, and then the score predicts itself. It stays among the "
        "outcomes of people as the kindest reading; every pooled estimate is also given without it.",
    ),
    Sphere(
        name="influencer_pairs",
        sphere="reputation",
        unit="judged pairs",
        kind=JUDGEMENT,
        n=5_500,
        signals=("follower_count", "listed_count", "mentions_received", "retweets_received"),
        baseline="follower_count",
        baseline_words="followers on Twitter",
        outcome=Outcome("a_chosen", "whether A was judged more influential than B"),
        pooled=ALL,
        why="A judgement who is more influential is an opinion and not an outcome, and the judge may have looked at "
        "the counts. People recur in many pairs, so the interval is by people and not by pairs.",
    ),
)
"""The spheres in the order in which they are shown: three of people and their work, papers, pupils, judgements."""

SPHERES = {sphere.name: sphere for sphere in PLAN}


def analysis_plan() -> pd.DataFrame:
    """Give the plan as a table, one row for each sphere; a test compares it with data/evidence/analysis_plan.csv.

    Several columns in one cell are parted by semicolons; an empty cell means none. `outcome_within` is the column that
    carries the outcome inside strata, with a minus sign where 1 is the best.

    >>> analysis_plan().set_index("dataset").loc["house117", ["outcome", "outcome_within", "strata"]].tolist()
    ['les', '-les_rank_in_party', 'party']
    """
    return pd.DataFrame([_row(sphere) for sphere in PLAN])


def _row(sphere: Sphere) -> dict[str, object]:
    second = sphere.second or Outcome("", "")
    within = sphere.outcome.carried_by(within=True) if sphere.strata else ""
    sums = (f"{name} = {' + '.join(parts)}" for name, parts in sphere.sums)
    row: dict[str, object] = {
        "dataset": sphere.name,
        "sphere": sphere.sphere,
        "unit": sphere.unit,
        "kind": sphere.kind,
        "n": sphere.n,
        "signals": "; ".join(sphere.signals),
        "sums": "; ".join(sums),
        "baseline": sphere.baseline,
        "baseline_is": sphere.baseline_words,
        "outcome": sphere.outcome.column,
        "outcome_is": sphere.outcome.words,
        "outcome_within": within,
        "second_outcome": second.column,
        "second_outcome_is": second.words,
        "controls": "; ".join(sphere.controls),
        "second_controls": "; ".join(sphere.second_controls),
        "strata": "; ".join(sphere.strata),
        "pooled": sphere.pooled,
        "primary": sphere.primary,
        "resamples": sphere.resamples,
        "why": sphere.why,
        "dated": pd.Timestamp(DATED),
    }
    return {name: None if value == "" else value for name, value in row.items()}
