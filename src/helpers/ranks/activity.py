"""What would the signals be with other luck, or in another window? Raw tables made ready to be counted many times.

The definition of every signal stays that of `helpers.signals`; here it is only counted fast, and tests hold the two
together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.ranks.rules import CHOICES, DEFAULT, Options
from helpers.score.rules import ENDORSEMENT_CAP, counted_endorsements, require
from helpers.signals import KINDS as KIND_NAMES
from helpers.signals import day_number

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Window:
    """One window as arrays. A cell holds what one reactor did for one account on one day."""

    days: int
    n_sources: int
    n_reactors: int
    source: Places
    """Of each reaction, in order of cell: its post, or for a mention a number of its own."""
    kind: Places
    first: Places
    """Of each cell: its first reaction."""
    day: Places
    """Of each cell: the day of that reactor on that network, over all targets."""
    age: Places
    """Of each cell: days before the end."""
    pair: Places
    """Of each cell: reactor and account."""
    pair_account: Places
    """Account of each pair; one past the last for an account that is not ranked."""
    pair_reactor: Places
    post_source: Places
    post_account: Places
    post_age: Places

    def count(
        self, n_accounts: int, half_life: float, kinds: Mapping[str, float], luck: np.random.Generator | None
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Count engagement, recent posts and whether active, by account; with `luck` each post, each mention and each
        reactor is drawn a Poisson(1) number of times, without it once.
        """
        if luck is None:
            times, reactor_times = np.ones(self.n_sources), np.ones(self.n_reactors)
        else:
            times = luck.poisson(1.0, self.n_sources).astype(float)
            reactor_times = luck.poisson(1.0, self.n_reactors).astype(float)
        recency = 0.5 ** (np.arange(self.days) / half_life)
        engagement = np.zeros(n_accounts + 1)
        if len(self.first):
            drawn = times[self.source]
            kind_weight = np.array([kinds[name] for name in KIND_NAMES])[self.kind]
            to_target = np.add.reduceat(drawn, self.first)
            to_others = np.bincount(self.day, to_target)[self.day] - to_target
            cell = np.add.reduceat(drawn * kind_weight, self.first) * recency[self.age] / (1 + to_others)
            reacted = np.log1p(np.bincount(self.pair, cell)) * reactor_times[self.pair_reactor]
            engagement += np.bincount(self.pair_account, reacted, minlength=n_accounts + 1)
        recent_posts = np.zeros(n_accounts + 1)
        weight = times[self.post_source] * recency[self.post_age]
        recent_posts += np.bincount(self.post_account, weight, minlength=n_accounts + 1)
        active = (engagement > 0) | (recent_posts > 0)
        return engagement[:-1], recent_posts[:-1], active[:-1]


@dataclass(frozen=True)
class Prepared:
    """The activity of the people who are ranked, ready for any of the declared windows.

    `people` are those who are ranked; `accounts` has their accounts in order of person (person, network, followers).
    """

    people: pd.Index
    accounts: pd.DataFrame
    first_account: Places
    windows: Mapping[int, Window]
    endorsements: Mapping[int, Floats]

    def window(self, days: int) -> Window:
        """Give the window of so many days; ValueError where it was not prepared."""
        if days not in self.windows:
            raise ValueError(
                f"expected a window of {list(self.windows)} days, got {days}; give prepare the choices that you draw"
            )
        return self.windows[days]


def prepare(
    interactions: pd.DataFrame,
    posts: pd.DataFrame,
    accounts: pd.DataFrame,
    endorsements: pd.DataFrame | None = None,
    *,
    end: dt.date | str,
    choices: Mapping[str, Options] = CHOICES,
) -> Prepared:
    """Make the tables ready to be counted under every window of `choices` and under other luck.

    The tables are those of `helpers.signals.signals` (follows are not needed, the score does not read them), with
    `time` as datetimes, and `endorsements` as for `helpers.score.counted_endorsements`, or none. Ranked are the people
    who were active in the default window, and they stay the same under all rules, so that ranks can be compared: a
    person without activity in a shorter window has no points but those of +K there. Missing values are not allowed,
    except the post of a mention; a self-reaction is dropped.

    Raises
    ------
    ValueError
        a missing column, or nobody active.
    """
    require(interactions, ["time", "network", "actor", "target", "kind", "post"], 'load("sample/interactions")')
    require(posts, ["post", "person", "network", "time"], 'load("sample/posts")')
    require(accounts, ["person", "network", "followers"], 'load("sample/accounts")')
    last = day_number(end)
    given = interactions.loc[interactions["actor"] != interactions["target"]].assign(
        age=lambda rows: _age(rows["time"], last), person=lambda rows: rows["target"]
    )
    written = posts.assign(age=_age(posts["time"], last))
    days = sorted({DEFAULT["window"], *_options(choices, "window")})
    used = pd.concat([_inside(rows, DEFAULT["window"])[["person", "network"]] for rows in (given, written)])
    who = accounts[["person", "network", "followers"]]
    ranked = pd.Index(sorted(who.merge(used.drop_duplicates(), on=["person", "network"])["person"].unique()))
    if ranked.empty:
        raise ValueError(f"prepare: nobody with an account was active in the {DEFAULT['window']} days to {end}")
    who = who[who["person"].isin(ranked)].sort_values(["person", "network"], ignore_index=True)
    return Prepared(
        people=ranked,
        accounts=who,
        first_account=np.flatnonzero(~who["person"].duplicated()),
        windows={n: _window(_inside(given, n), _inside(written, n), who, n) for n in days},
        endorsements={n: _counted(endorsements, ranked, end, n) for n in days},
    )


def _options(choices: Mapping[str, Options], name: str) -> list[int]:
    options = choices.get(name, [])
    if isinstance(options, tuple):
        raise ValueError(f"prepare: expected {name} as a list of options, got the range {options}")
    return options


def _age(time: pd.Series, last: int) -> pd.Series:
    return last - (time.dt.normalize() - pd.Timestamp("1970-01-01")).dt.days


def _inside(rows: pd.DataFrame, days: int) -> pd.DataFrame:
    return rows[(rows["age"] >= 0) & (rows["age"] < days)]


def _counted(endorsements: pd.DataFrame | None, people: pd.Index, end: dt.date | str, days: int) -> Floats:
    """Give the +K that count as a share of their cap."""
    if endorsements is None:
        return np.zeros(len(people))
    counted = counted_endorsements(endorsements, end=end, days=days).reindex(people).fillna(0)
    return counted.to_numpy(dtype=float) / ENDORSEMENT_CAP


def _window(given: pd.DataFrame, written: pd.DataFrame, accounts: pd.DataFrame, days: int) -> Window:
    unknown = sorted(set(given["kind"]) - set(KIND_NAMES))
    if unknown:
        raise ValueError(f"prepare: interactions hold the kind {unknown[0]!r}; expected {list(KIND_NAMES)}")
    source, post_source, n_sources = _sources(given, written)
    actor, actors = pd.factorize(given["actor"])
    target, _ = pd.factorize(given["target"])
    network, _ = pd.factorize(given["network"])
    age = given["age"].to_numpy(dtype=np.intp)
    pair_of, pairs = _codes(network, actor, target)
    day_of, _ = _codes(network, actor, age)
    cell_of, cells = _codes(pair_of, day_of)
    order = np.argsort(cell_of, kind="stable")
    return Window(
        days=days,
        n_sources=n_sources,
        n_reactors=len(actors),
        source=source[order],
        kind=pd.Categorical(given["kind"], categories=KIND_NAMES).codes.astype(np.intp)[order],
        first=np.searchsorted(cell_of[order], np.arange(len(cells))),
        day=day_of[cells],
        age=age[cells],
        pair=pair_of[cells],
        pair_account=_account(given.iloc[pairs], accounts),
        pair_reactor=actor[pairs],
        post_source=post_source,
        post_account=_account(written, accounts),
        post_age=written["age"].to_numpy(dtype=np.intp),
    )


def _sources(given: pd.DataFrame, written: pd.DataFrame) -> tuple[Places, Places, int]:
    """Number the posts that were written or reacted to, and give every mention a number of its own."""
    reacted = given["post"].to_numpy(dtype=float, na_value=np.nan)
    codes, posts = pd.factorize(np.concatenate([written["post"].to_numpy(dtype=float), reacted]))
    post_source, source = np.split(codes.astype(np.intp), [len(written)])
    mention = source < 0
    source[mention] = len(posts) + np.arange(mention.sum())
    return source, post_source, len(posts) + int(mention.sum())


def _codes(*columns: Places) -> tuple[Places, Places]:
    """Number the combinations of the columns; for each, also the place of its first row."""
    joint = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        joint = joint * (column.max(initial=0) + 1) + column
    _, first, codes = np.unique(joint, return_index=True, return_inverse=True)
    return codes, first


def _account(rows: pd.DataFrame, accounts: pd.DataFrame) -> Places:
    """Give the place of each row's account, one past the last where it is not among them."""
    places = pd.MultiIndex.from_frame(accounts[["person", "network"]]).get_indexer(
        pd.MultiIndex.from_frame(rows[["person", "network"]])
    )
    return np.where(places < 0, len(accounts), places)
