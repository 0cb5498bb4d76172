"""Can a score make its own outcome? A displayed score draws attention, and attention makes the next score.

Two forms, both ours: a linear one with a closed form, and one in which attention goes where attention went. Synthetic.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.gaming.worlds import beside_closed_form
from helpers.stats.association import pearson_r


def display_formula(display: float, *, number_sd: float = 0.5, luck_sd: float = 1.0) -> dict[str, float]:
    """Give what a display that has always been there makes of validity, of test-retest and of two worlds.

    The model and its parameters are those of `displayed`, which simulates it.

    Raises
    ------
    ValueError
        a display outside 0 to below 1, or a standard deviation below 0.

    Notes
    -----
    Given contribution, attention has the variance V = (d^2 e^2 + (1 - d)^2 u^2) / (1 - d^2). Validity = 1 / sqrt(1 + V
    + e^2); test-retest = (1 + d (V + e^2)) / (1 + V + e^2); two worlds that share nothing but the people correlate
    validity^2. Source: the variance of an autoregression of order 1; the rest is ours.

    Examples
    --------
    >>> [round(r, 2) for r in display_formula(0.5).values()]
    [0.77, 0.8, 0.6]
    """
    _check_display("display_formula", display, below_1=True)
    if min(number_sd, luck_sd) < 0:
        raise ValueError(f"display_formula: expected spreads of 0 or more, got {number_sd} and {luck_sd}")
    moved = (display**2 * number_sd**2 + (1 - display) ** 2 * luck_sd**2) / (1 - display**2)
    passing = moved + number_sd**2
    return {
        "validity: score and contribution": 1 / math.sqrt(1 + passing),
        "test-retest: score and next score": (1 + display * passing) / (1 + passing),
        "two worlds: score and score": 1 / (1 + passing),
    }


def displayed(
    display: float,
    *,
    number_sd: float = 0.5,
    luck_sd: float = 1.0,
    periods: int = 120,
    n: int = 1000,
    worlds: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Steer a share of attention by the displayed score: what happens to validity, and to what looks like reliability.

    Next attention = display x score + (1 - display) x (contribution + luck), score = attention + error of the number.
    Contribution is standard normal and stays; luck (`luck_sd`) and error (`number_sd`) are new in every period.
    `display` is from 0 to below 1. After `periods` steps from no luck at all, a row per quantity: simulated (an
    Estimate, mean of `worlds` of `n` people) and closed_form, by `display_formula`.

    Raises
    ------
    ValueError
        a display outside its range, a standard deviation below 0, or fewer than 3 people.

    Examples
    --------
    >>> displayed(0.5, periods=20, worlds=3)["closed_form"].round(2).tolist()
    [0.77, 0.8, 0.6]
    """
    _check_display("displayed", display, below_1=True)
    if min(number_sd, luck_sd) < 0 or n < 3 or periods < 1:
        raise ValueError(
            f"displayed: expected spreads of 0 or more, n of 3 or more and a period, got {number_sd}, {luck_sd}, {n} "
            f"and {periods}"
        )
    rng = np.random.default_rng(seed)
    contribution = rng.normal(size=(worlds, n))
    scores = []
    for _ in range(2):
        attention = contribution
        for _ in range(periods):
            luck, error = rng.normal(size=(2, worlds, n))
            score = attention + number_sd * error
            attention = display * score + (1 - display) * (contribution + luck_sd * luck)
        scores += [score, attention + number_sd * rng.normal(size=(worlds, n))]
    before, after, _, other = scores
    found = pearson_r(after, contribution), pearson_r(before, after), pearson_r(after, other)
    closed = display_formula(display, number_sd=number_sd, luck_sd=luck_sd)
    return beside_closed_form(
        {name: (values, form) for values, (name, form) in zip(found, closed.items(), strict=True)}, n
    )


QUALITY_SPREAD = 0.5
"""A standard deviation of contribution multiplies the attention that somebody draws unaided by exp(0.5) (ours)."""


def attention_shares(
    display: float, *, people: int = 200, worlds: int = 2, periods: int = 50, seed: int = 0
) -> pd.DataFrame:
    """Let the same people start in several worlds that differ only in luck: their shares of all attention at the end.

    Every period as many looks as there are people fall at random: a share `display` (0 to 1) of each look's chances
    follows the shares of looks so far, as a displayed count would, the rest follows the quality of the people. In the
    first period there is nothing to display. A row per person: quality, world_1, world_2 ..., in even shares (1 is
    what everybody would get if attention were even), each with the mean 1.

    Raises
    ------
    ValueError
        a display outside 0 to 1, fewer than 3 people, no world or no period.

    Examples
    --------
    >>> attention_shares(0.5, people=4, seed=1).shape
    (4, 3)
    """
    _check_display("attention_shares", display, below_1=False)
    if people < 3 or worlds < 1 or periods < 1:
        raise ValueError(
            f"attention_shares: expected 3 people or more, a world and a period, got {people}, {worlds} and {periods}"
        )
    rng = np.random.default_rng(seed)
    quality = np.exp(QUALITY_SPREAD * rng.normal(size=people))
    quality = quality / quality.sum()
    looks = rng.multinomial(people, np.tile(quality, (worlds, 1))).astype(float)
    for period in range(1, periods):
        chance = (1 - display) * quality + display * looks / (people * period)
        looks += rng.multinomial(people, chance / chance.sum(axis=1, keepdims=True))
    shares = pd.DataFrame((looks / periods).T, columns=[f"world_{i}" for i in range(1, worlds + 1)])
    shares.insert(0, "quality", people * quality)
    return shares


def attention_agreement(
    display: float, *, people: int = 200, worlds: int = 200, periods: int = 50, seed: int = 0
) -> pd.DataFrame:
    """How well two such worlds agree with each other, and each with quality: simulated over pairs of worlds, and exact.

    `worlds` is even: they are taken two by two. The closed form puts expected variances in the place of those of a
    world, so it is exact for many people. Parameters as in `attention_shares`; ValueError for an odd number of worlds
    or fewer than four.

    Notes
    -----
    The share s of a person of quality q after t periods of m looks has the mean q and the variance V_t = ((t - 1 +
    d) / t)^2 V_(t-1) + (q (1 - q) - d^2 V_(t-1)) / (m t^2), V_0 = 0 (ours; for d = 1 a Polya urn drawn in batches).

    Examples
    --------
    >>> attention_agreement(0, people=50, worlds=4, seed=1)["closed_form"].gt(0.8).all().item()
    True
    """
    if worlds < 4 or worlds % 2:
        raise ValueError(f"attention_agreement: expected an even number of worlds from 4, got {worlds}")
    shares = attention_shares(display, people=people, worlds=worlds, periods=periods, seed=seed)
    quality, ends = shares["quality"].to_numpy(), shares.drop(columns="quality").to_numpy().T
    q, moved = quality / people, np.zeros(people)
    for t in range(1, periods + 1):
        drawn = (q * (1 - q) - display**2 * moved) / people
        moved = ((t - 1 + display) / t) ** 2 * moved + drawn / t**2
    lasting = q.var() / (q.var() + moved.mean())
    return beside_closed_form(
        {
            "two worlds agree": (pearson_r(ends[::2], ends[1::2]), lasting),
            "attention and quality": (pearson_r(ends, np.broadcast_to(quality, ends.shape)), math.sqrt(lasting)),
        },
        people,
    )


def _check_display(function: str, display: float, *, below_1: bool) -> None:
    if not (0 <= display <= 1) or (below_1 and display == 1):
        said = "to below 1" if below_1 else "to 1"
        raise ValueError(f"{function}: expected display from 0 {said}, got {display}; it is a share of attention")
