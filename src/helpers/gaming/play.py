"""Where do the hours go, and what comes of them? People share out their hours between points and good done.

The form of the returns and of what people want is ours. Whether people weigh points against good in this way is not
asked; what would follow if they did is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers.gaming.actions import usual_account
from helpers.gaming.population import TRAITS
from helpers.score import account_points

Floats = NDArray[np.float64]

HALF_AFTER = 1.0
"""After this many hours a week of one action its next hour yields half of what the first minutes did (ours)."""

ELSEWHERE = "something else"

ELSEWHERE_VALUE = 0.6
"""What an hour of something else is worth to a person, beside an hour of the best they can do for others (ours)."""


def allocate(
    people: pd.DataFrame,
    pressure: ArrayLike,
    table: pd.DataFrame,
    *,
    alignment: float = 0.0,
    elsewhere: float = ELSEWHERE_VALUE,
) -> pd.DataFrame:
    """Give the hours a week that each person spends on each action, and on something else; rows sum to their hours.

    `people` come from `population`, `table` from `hourly`. A person wants (1 - pressure) x good + pressure x points,
    each divided by the person's best hour of it, so that `pressure` (0 to 1, a number or one per person) weighs like
    with like. `elsewhere` is what an hour of something else is worth in the first part; it gives no points.
    `alignment` (0 to 1) is the share of points that the score pays straight for good done, the rest by the rules.
    Returns diminish: hours h of an action count as `HALF_AFTER` log(1 + h / `HALF_AFTER`). People go by the points of
    a first weekly hour, times their own traits. Hours are shared so that the last minute of every action that is done
    is worth the same (water-filling).

    Raises
    ------
    ValueError
        a pressure or an alignment outside 0 to 1, a negative `elsewhere`, missing columns, missing or infinite
        traits, or nothing that gives a person anything.

    Notes
    -----
    With values v in falling order, the k best are used where v_k > m, m = `HALF_AFTER` sum(v_1..v_k) / (hours +
    k `HALF_AFTER`), and h = `HALF_AFTER` (v / m - 1). Source: Boyd and Vandenberghe (2004), Convex Optimization,
    example 5.2 (water-filling).

    Examples
    --------
    >>> from helpers.gaming import hourly, population
    >>> hours = allocate(population(50), 0, hourly(), elsewhere=0)
    >>> float(hours[["follow-back rounds", "engagement pod", "buy bots"]].sum().sum())
    0.0
    """
    _check(people, pressure, table, alignment, elsewhere)
    good, points = _per_hour(people, table, alignment)
    weight = np.broadcast_to(np.asarray(pressure, dtype=float), len(people))[:, None]
    wants = weight * _beside_best(points)
    own = (1 - weight) * np.column_stack([_beside_best(good), np.full(len(people), float(elsewhere))])
    own[:, :-1] += wants
    if not (own.max(axis=1) > 0).all():
        raise ValueError("allocate: expected an hour of something to be worth more than 0 to everybody, got nothing")
    hours = _water_fill(own, people["hours"].to_numpy(float))
    return pd.DataFrame(hours, index=people.index, columns=[*table.index, ELSEWHERE])


def play(
    people: pd.DataFrame,
    pressure: ArrayLike,
    table: pd.DataFrame,
    *,
    alignment: float = 0.0,
    elsewhere: float = ELSEWHERE_VALUE,
) -> pd.DataFrame:
    """Give what comes of everybody's hours: the hours by action (`allocate`), then points, followers and good.

    points: what the rules of 2012 give (`helpers.score.account_points`) for the usual engagement of an account of that
    fame plus what the hours add, times luck. With `alignment` that share of the points comes from good done, times the
    same luck, at the rate at which the best hour for good pays as much as the best hour under the rules. followers:
    the audience at the start plus what the hours gained. good: in hours of lesson preparation a week, by a person of
    usual contribution. Same parameters and errors as `allocate`.

    Examples
    --------
    >>> from helpers.gaming import hourly, population
    >>> list(play(population(50), 0.5, hourly()).columns[-3:])
    ['points', 'followers', 'good']
    """
    hours = allocate(people, pressure, table, alignment=alignment, elsewhere=elsewhere)
    counted = HALF_AFTER * np.log1p(hours[table.index].to_numpy() / HALF_AFTER)
    good = (counted * _good(people, table)).sum(axis=1)
    helped = counted * _multiplied(people, table)
    followers = people["audience"].to_numpy() + helped @ table["gained"].to_numpy()
    usual = usual_account()
    with_fame = usual["engagement"] * np.exp(USUAL_HELPED_BY_FAME * people["fame"].to_numpy())
    signals = pd.DataFrame(
        {
            "person": people.index,
            "network": "twitter",
            "followers": followers,
            "posts": usual["posts"],
            "reactions": usual["reactions"],
            "engagement": (with_fame + helped @ table["engagement"].to_numpy()) * people["luck"].to_numpy(),
            "recent_posts": usual["recent_posts"] + counted @ table["recent_posts"].to_numpy(),
        }
    )
    by_rules = account_points(signals)[["engagement_points", "audience_points"]].sum(axis="columns").to_numpy()
    for_good = _pay(table) * good * people["luck"].to_numpy()
    points = (1 - alignment) * by_rules + alignment * for_good
    return hours.assign(points=points, followers=followers, good=good)


USUAL_HELPED_BY_FAME = 0.5
"""A standard deviation of fame multiplies the engagement that comes without effort by exp(0.5) (ours)."""

GOOD_FROM_CONTRIBUTION = 0.5
"""A standard deviation of contribution multiplies the good of an hour by exp(0.5), whatever is done (ours)."""


def _per_hour(people: pd.DataFrame, table: pd.DataFrame, alignment: float) -> tuple[Floats, Floats]:
    """Good and points of a first weekly hour of each action, a row per person; an hour that costs points gives 0."""
    good = _good(people, table)
    by_rules = np.maximum(table["points"].to_numpy(), 0) * _multiplied(people, table)
    return good, (1 - alignment) * by_rules + alignment * _pay(table) * good


def _good(people: pd.DataFrame, table: pd.DataFrame) -> Floats:
    talent = np.exp(GOOD_FROM_CONTRIBUTION * people["contribution"].to_numpy())
    return talent[:, None] * table["good"].to_numpy()


def _multiplied(people: pd.DataFrame, table: pd.DataFrame) -> Floats:
    return np.exp(people[TRAITS].to_numpy() @ table[TRAITS].to_numpy().T)


def _pay(table: pd.DataFrame) -> float:
    """Points for a unit of good, where the score pays for good."""
    most = float(table["good"].max())
    return float(table["points"].max()) / most if most > 0 else 0.0


def _beside_best(worth: Floats) -> Floats:
    best = worth.max(axis=1, keepdims=True)
    return np.divide(worth, best, out=np.zeros_like(worth), where=best > 0)


def _water_fill(worth: Floats, hours: Floats) -> Floats:
    ordered = -np.sort(-worth, axis=1)
    used = np.arange(1, worth.shape[1] + 1)
    levels = HALF_AFTER * ordered.cumsum(axis=1) / (hours[:, None] + HALF_AFTER * used)
    last = (ordered > levels).sum(axis=1) - 1
    level = levels[np.arange(len(hours)), last][:, None]
    return HALF_AFTER * np.maximum(worth / level - 1, 0)


def _check(people: pd.DataFrame, pressure: ArrayLike, table: pd.DataFrame, alignment: float, elsewhere: float) -> None:
    for name, share in (("pressure", np.asarray(pressure, dtype=float)), ("alignment", np.asarray(float(alignment)))):
        if not ((share >= 0) & (share <= 1)).all():
            raise ValueError(f"allocate: expected {name} from 0 to 1, got {share}; it is a share")
        if share.shape not in ((), (len(people),)):
            raise ValueError(
                f"allocate: expected one {name} or one for each of {len(people)} people, got {share.shape}"
            )
    if not (np.isfinite(elsewhere) and elsewhere >= 0):
        raise ValueError(f"allocate: expected elsewhere of 0 or more, got {elsewhere}; 0 leaves it out")
    wanted = {"people": (people, [*TRAITS, "hours", "audience", "luck"], "population")}
    wanted["table"] = (table, ["good", "engagement", "recent_posts", "gained", "points", *TRAITS], "hourly")
    for name, (frame, columns, origin) in wanted.items():
        missing = [column for column in columns if column not in frame.columns]
        if missing or frame.empty:
            told = f"without {missing}" if missing else "without a row"
            raise ValueError(f"allocate: expected {name} of gaming.{origin}, got a table {told}")
        if not np.isfinite(frame[columns].to_numpy(float)).all():
            raise ValueError(
                f"allocate: expected finite numbers in {name}, got missing or infinite ones; drop the rows"
            )
    if people["hours"].min() <= 0:
        raise ValueError(f"allocate: expected hours above 0, got {people['hours'].min():g}; drop who has no time")
