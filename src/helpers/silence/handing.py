"""What if the same care were given by other people? Worlds that differ only in who gives what no signal sees.

Invented people only: in the real world nobody knows the amounts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.simulate.outcomes import WEIGHTS

AS_IS, ALONG, AGAINST = "care as it is", "care in the order of the score", "care in the opposite order"


def care_handed_out(care: pd.Series, score: pd.Series) -> pd.DataFrame:
    """Hand the same amounts of care out anew: as they are, in the order of the score, and in the opposite order.

    A row per person and a column per world; the same amounts stand in each. People with equal scores keep their order.
    ValueError where the two do not hold the same people in the same order.

    Examples
    --------
    >>> people = ["ann", "ben", "cem"]
    >>> worlds = care_handed_out(pd.Series([2, 1, 3], people), pd.Series([50, 40, 10], people))
    >>> worlds.loc["ann"].tolist()
    [2, 3, 1]
    """
    if not care.index.equals(score.index):
        raise ValueError("care_handed_out: expected care and score of the same people in the same order; use loc")
    place, amounts = score.rank(method="first").astype(int).to_numpy() - 1, np.sort(care)
    return pd.DataFrame({AS_IS: care, ALONG: amounts[place], AGAINST: amounts[::-1][place]}, care.index)


def pupils_redrawn(
    score: pd.Series, impact: pd.Series, care: pd.DataFrame, *, n_draws: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Draw the pupils whom musicians taught anew in each world, and correlate them with the score every time.

    `care` has a row per person and a column per world, as `care_handed_out` gives it. The pupils come from impact,
    care and luck as in `helpers.simulate`. Result: a row per draw and a column per world, Spearman's correlation.

    Examples
    --------
    >>> people = pd.Series(range(50), dtype=float)
    >>> pupils_redrawn(people, 0 * people, pd.DataFrame({"care": people}), n_draws=3)["care"].gt(0.8).tolist()
    [True, True, True]
    """
    of_impact, _, of_care = WEIGHTS["pupils_taught"]
    of_luck = np.sqrt(1 - of_impact**2 - of_care**2)
    rng, redrawn = np.random.default_rng(seed), {}
    for world, given in care.items():
        level = of_impact * impact.to_numpy() + of_care * given.to_numpy()
        usual = 8 * np.exp(0.7 * (level + of_luck * rng.normal(size=(n_draws, len(level)))) - 0.2)
        pupils = pd.DataFrame(rng.poisson(usual).T, score.index)
        redrawn[world] = pupils.corrwith(score, method="spearman")
    return pd.DataFrame(redrawn)
