"""Who is stronger when all one has is who beat whom? The Bradley-Terry model of paired comparisons.

It takes contests as independent and strength as one number that stays; it does not say what the strength is good for.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, sparse

SHOWN = 5  # names listed in an error


def bradley_terry(winners: ArrayLike, losers: ArrayLike, *, home: ArrayLike | None = None) -> pd.DataFrame:
    """Estimate the strength of every player from who beat whom, on the scale of log odds.

    `winners` and `losers` hold a name per contest. P(a beats b) = 1 / (1 + exp(b - a)), with a and b their strengths.
    `home` says of each contest whether the winner played at home (true) or away (false); its effect is then added to
    the strength of whoever is at home. Contests with a missing name or place are left out. Draws have no winner and
    cannot be entered. A name may be any label; 1 and "1" are different names.

    The result has a row per name in sorted order and, with `home`, a last row "home", with the columns strength and
    se. The first name in sorted order is the reference: its strength and error are 0 by definition.

    Raises
    ------
    ValueError
        unequal lengths, no contest left, a player against itself, or contests that leave a strength without a finite
        estimate: some players never lost to the others (Ford's condition), or place and strength cannot be told apart.

    Notes
    -----
    Source: Bradley and Terry (1952), Biometrika 39, 324-345; Ford (1957), American Mathematical Monthly 64(8), 28-33;
    home effect as in Agresti (2002), Categorical Data Analysis, section 10.6. Fitted by statsmodels as a logistic
    regression.

    Examples
    --------
    >>> bradley_terry(["ann"] * 3 + ["ben"], ["ben"] * 3 + ["ann"]).round(3)
         strength     se
    ann     0.000  0.000
    ben    -1.099  1.155
    """
    # imported here because it takes a quarter of a second, in every notebook
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    won, lost, at_home, names = _contests(winners, losers, home)
    _check_connected(won, lost, names)
    first, second = np.minimum(won, lost), np.maximum(won, lost)
    place = np.zeros(len(won)) if at_home is None else np.where(at_home == (won == first), 1, -1)
    pairs = pd.DataFrame({"first": first, "second": second, "place": place, "wins": won == first})
    counts = pairs.groupby(["first", "second", "place"])["wins"].agg(["sum", "size"]).reset_index()
    design = _design(counts, len(names), with_home=at_home is not None)
    wins = counts["sum"].to_numpy(dtype=float)
    results = np.column_stack([wins, counts["size"] - wins])
    if at_home is not None:
        _check_told_apart(design, results)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # two contestants or a home effect can fit the shares exactly; that no estimate is infinite is checked above
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(results, design, family=Binomial()).fit(tol=1e-12)
    labels = [*names, "home"] if at_home is not None else names
    return pd.DataFrame(
        {"strength": np.concatenate([[0.0], fit.params]), "se": np.concatenate([[0.0], fit.bse])},
        index=pd.Index(labels),
    )


def _contests(
    winners: ArrayLike, losers: ArrayLike, home: ArrayLike | None
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_] | None, list[Any]]:
    """Winners and losers as positions in the sorted names, without the contests in which something is missing."""
    columns = [np.asarray(column, dtype=object) for column in (winners, losers, *([] if home is None else [home]))]
    if len({column.shape for column in columns}) > 1 or columns[0].ndim != 1:
        raise ValueError(
            f"bradley_terry: expected columns of one length, got shapes {[column.shape for column in columns]}"
        )
    keep = ~np.any([pd.isna(column) for column in columns], axis=0)
    columns = [column[keep] for column in columns]
    if not keep.any():
        raise ValueError("bradley_terry: expected at least one contest with both names, got none")
    positions, names = pd.factorize(np.concatenate(columns[:2]), sort=True)
    won, lost = positions[: keep.sum()], positions[keep.sum() :]
    if (won == lost).any():
        raise ValueError(f"bradley_terry: {names[won[won == lost][0]]!r} is winner and loser of one contest; drop it")
    if home is None:
        return won, lost, None, list(names)
    if not all(isinstance(value, bool | np.bool_) for value in columns[2]):
        raise ValueError("bradley_terry: expected home to hold True and False, one per contest")
    if "home" in list(names):
        raise ValueError('bradley_terry: a player is named "home", as the row of the home effect; rename the player')
    return won, lost, columns[2].astype(bool), list(names)


def _check_connected(won: NDArray[np.intp], lost: NDArray[np.intp], names: list[Any]) -> None:
    graph = sparse.coo_array((np.ones(len(won)), (won, lost)), shape=(len(names), len(names)))
    count, group = sparse.csgraph.connected_components(graph, directed=True, connection="strong")
    if count == 1:
        return
    beaten = np.unique(group[lost[group[won] != group[lost]]])
    unbeaten = np.flatnonzero(group == np.setdiff1d(np.arange(count), beaten)[0])
    listed = ", ".join(str(names[i]) for i in unbeaten[:SHOWN]) + (", ..." if len(unbeaten) > SHOWN else "")
    raise ValueError(
        f"bradley_terry: expected that every set of players lost to someone outside it, got {len(unbeaten)} of "
        f"{len(names)} who never did ({listed}), so their lead has no finite estimate; leave them out or add contests"
    )


def _design(counts: pd.DataFrame, n_names: int, *, with_home: bool) -> NDArray[np.float64]:
    design = np.zeros((len(counts), n_names))
    rows = np.arange(len(counts))
    design[rows, counts["first"]] = 1
    design[rows, counts["second"]] = -1
    design = design[:, 1:]
    return np.column_stack([design, counts["place"]]) if with_home else design


def _check_told_apart(design: NDArray[np.float64], results: NDArray[np.float64]) -> None:
    """Raise unless strengths and home effect have one finite maximum of the likelihood (Albert and Anderson 1984)."""
    signed = np.vstack([design[results[:, 0] > 0], -design[results[:, 1] > 0]])
    same = np.linalg.matrix_rank(design) < design.shape[1]
    steps = optimize.linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1))
    if same or -steps.fun > 1e-9:
        raise ValueError(
            "bradley_terry: expected contests that tell the home effect from the strengths, got a home effect without "
            "a finite estimate (as when the home side always wins, or each pair met in one place only); leave home out"
        )
