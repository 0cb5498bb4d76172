"""Which weights do people's own judgements imply? The rules of 2015: weights learned from "who is more influential?".

Klout wrote in 2015 that it learned its weights and did not publish them. What is learned here is an opinion of judges,
not an outcome, and a weight is not the effect of a signal.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.score.rules import require

FOLDS, REPEATS = 5, 20
"""Folds, and how often they are drawn. With 5 folds of people a pair is tested in one draw of five."""

UNBOUNDED = 100.0
"""Standard error, for one standard deviation of the difference, from which a weight counts as infinite."""

PAIR = ["person_a", "person_b", "chosen"]
"""Columns of a table of judgements."""

PERSON_SIGNALS = ["followers", "following", "listed", "posts", "likes", "replies", "mentions", "reshares"]
"""Signals of an account that add up over the accounts of a person."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Learned:
    """Weights learned from judgements, and the people on whom the signals were put on one scale.

    `weights` is the table of `learn_weights`: log odds for one standard deviation of log(1 + signal). `mean` and `sd`
    are of log(1 + signal) over the people judged, each counted once. `n` counts the judgements.
    """

    weights: pd.DataFrame
    mean: pd.Series
    sd: pd.Series
    n: int


def learn_weights(
    differences: pd.DataFrame, chosen: npt.ArrayLike, *, counts: npt.ArrayLike | None = None
) -> pd.DataFrame:
    """Learn one weight per signal from judgements of pairs: logistic regression on differences, without intercept.

    `differences` has a row per judgement and a column per signal, A less B; `chosen` says whether A was chosen; a row
    counts `counts` times (once). The log odds that A is chosen are the weighted sum of the differences, so swapping A
    and B changes nothing. With a column of +1, -1 and 0 per person this is the model of Bradley and Terry, with
    signals Springall's extension. Nothing may be missing.

    Returns a row per signal: weight, and se as if all judgements were independent, which is too small where people
    stand in many of them.

    Raises
    ------
    ValueError
        no judgements, unequal lengths, missing or infinite values, signals of which one is a sum of others, or
        judgements that the signals explain without exception, so that the weights would be infinite.

    Notes
    -----
    Source: Bradley and Terry (1952), Biometrika 39, 324-345; Springall (1973), Applied Statistics 22, 59-68. Fitted by
    maximum likelihood in statsmodels.

    Examples
    --------
    >>> learn_weights(pd.DataFrame({"posts": [1.0, 1.0, 1.0, 1.0]}), [True, True, True, False]).round(4)
           weight      se
    posts  1.0986  1.1547
    """
    import statsmodels.api as sm  # here and not with the module: it takes a second
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    x, y = differences.to_numpy(dtype=float), np.asarray(chosen, dtype=float)
    times = np.ones(len(y)) if counts is None else np.asarray(counts, dtype=float)
    if not len(x) == len(y) == len(times) or len(x) == 0:
        raise ValueError(
            f"learn_weights: expected as many differences, choices and counts, and one or more, got {len(x)}, {len(y)} "
            f"and {len(times)}"
        )
    if not (np.isfinite(x).all() and np.isin(y, (0, 1)).all()):
        raise ValueError(
            "learn_weights: expected finite differences, and True or False for each choice; drop other judgements first"
        )
    if np.linalg.matrix_rank(x.T @ x, hermitian=True) < x.shape[1]:
        raise ValueError(
            f"learn_weights: the signals {', '.join(map(str, differences.columns))} cannot be told apart in "
            f"{len(x)} judgements; leave out one that is a sum of others or never differs"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # the check below also finds one signal that does it
        fit = sm.GLM(y, x, family=sm.families.Binomial(), freq_weights=times, hasconst=False).fit()
    if (fit.bse * x.std(axis=0) > UNBOUNDED).any():
        raise ValueError(
            "learn_weights: a signal explains every judgement in which it differs, so that no finite weight is the "
            "best; take more judgements or fewer signals"
        )
    return pd.DataFrame({"weight": fit.params, "se": fit.bse}, index=differences.columns)


def person_signals(signals: pd.DataFrame) -> pd.DataFrame:
    """Add up the signals of each person's accounts, a row per person in sorted order: what a score is learned from.

    `signals` is a table of `helpers.signals.signals`; the columns are `PERSON_SIGNALS`. Who follows on two networks
    counts twice.
    """
    require(signals, ["person", *PERSON_SIGNALS], "a table of helpers.signals.signals")
    return signals.groupby("person", sort=True)[PERSON_SIGNALS].sum()


def learn_score(signals: pd.DataFrame, judgements: pd.DataFrame, *, counts: npt.ArrayLike | None = None) -> Learned:
    """Learn a score from judgements of who of two people is more influential.

    `signals` has a row per person (its index) and a column per signal, counts or rates of 0 or more; `judgements` has
    person_a, person_b and chosen, "a" or "b", as the table of the sample; a judgement counts `counts` times (once).
    Signals become log(1 + signal), standardised over the people of these judgements, each counted once: nobody else is
    looked at. Judgements of a person with a missing signal are left out.

    Raises
    ------
    ValueError
        a missing column, a person without a row of signals, another choice than a or b, a signal below 0, a signal
        that is the same for everybody, and whatever `learn_weights` refuses.

    Examples
    --------
    >>> people = pd.DataFrame({"followers": [1, 3, 7, 15]}, index=["p1", "p2", "p3", "p4"])
    >>> told = [("p4", "p1", "a"), ("p4", "p2", "a"), ("p3", "p4", "b"), ("p2", "p1", "b")]
    >>> float(learn_score(people, pd.DataFrame(told, columns=PAIR)).weights.loc["followers", "weight"].round(2))
    1.05
    """
    level = _level(signals, judgements)
    known = level.notna().all(axis=1)
    kept = (known.loc[judgements["person_a"]].to_numpy()) & (known.loc[judgements["person_b"]].to_numpy())
    used = judgements[kept]
    times = None if counts is None else np.asarray(counts, dtype=float)[kept]
    people = level.loc[np.unique(used[PAIR[:2]].to_numpy())]
    mean, sd = people.mean(), people.std(ddof=0)
    if not (sd > 0).all():
        same = ", ".join(sd.index[~(sd > 0)].astype(str))
        raise ValueError(f"learn_score: expected signals that differ between people, got the same value in {same}")
    differences = (level.loc[used["person_a"]].to_numpy() - level.loc[used["person_b"]].to_numpy()) / sd.to_numpy()
    chosen = (used["chosen"] == "a").to_numpy()
    weights = learn_weights(pd.DataFrame(differences, columns=signals.columns), chosen, counts=times)
    return Learned(weights, mean, sd, len(used))


def learned_score(signals: pd.DataFrame, learned: Learned) -> pd.Series:
    """Score people with learned weights: log odds of being chosen over somebody with the mean of every signal.

    `signals` has a row per person and the columns that were learned from, in any order. A missing signal gives a
    missing score. The difference of two people is the log odds that the first is judged more influential.

    Raises ValueError for a missing column or a signal below 0.
    """
    names = learned.weights.index
    require(signals, list(names), "the table that the weights were learned from")
    level = _log(signals[names])
    return (((level - learned.mean) / learned.sd) @ learned.weights["weight"]).rename("score")


def right_order(score: pd.Series, judgements: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Say of each judgement whether the higher score was chosen: 1, or 0, or a half for a tie; nan for no score.

    >>> told = pd.DataFrame([("p1", "p2", "b"), ("p1", "p3", "a"), ("p2", "p1", "b")], columns=PAIR)
    >>> right_order(pd.Series({"p1": 5, "p2": 7, "p3": 5}), told)
    array([1. , 0.5, 0. ])
    """
    apart = score.loc[judgements["person_a"]].to_numpy(float) - score.loc[judgements["person_b"]].to_numpy(float)
    return (1 + np.sign(apart) * np.where(judgements["chosen"] == "a", 1, -1)) / 2


def splits(
    judgements: pd.DataFrame, *, by: str = "person", folds: int = FOLDS, repeats: int = REPEATS, seed: int = 0
) -> Iterator[tuple[Flags, Flags]]:
    """Split judgements into those to learn from and those to test on, fold by fold and draw by draw.

    By "person" people are dealt into folds: one learns from pairs of two people of other folds and tests on pairs of
    two people of the fold. So nobody tested was seen, and pairs across the border are left out of that fold. By
    "judgement" the judgements are dealt, and most people tested were seen: the split that flatters.

    Raises ValueError for another `by`, fewer than 2 folds, or more folds than people or judgements.
    """
    a, b = judgements["person_a"].to_numpy(), judgements["person_b"].to_numpy()
    people, codes = np.unique(np.concatenate([a, b]), return_inverse=True)
    one, other = np.split(codes, 2)
    dealt = {"person": len(people), "judgement": len(judgements)}.get(by)
    if dealt is None:
        raise ValueError(f"splits: expected by 'person' or 'judgement', got {by!r}")
    if not 2 <= folds <= dealt:
        raise ValueError(f"splits: expected 2 folds or more and at most one per {by}, {dealt}, got {folds}")
    rng = np.random.default_rng(seed)
    for _ in range(repeats):
        fold = rng.permutation(np.arange(dealt) % folds)
        for held_out in range(folds):
            out = fold == held_out
            yield (~out[one] & ~out[other], out[one] & out[other]) if by == "person" else (~out, out)


def held_out_order(
    signals: pd.DataFrame,
    judgements: pd.DataFrame,
    *,
    by: str = "person",
    folds: int = FOLDS,
    repeats: int = REPEATS,
    seed: int = 0,
) -> npt.NDArray[np.float64]:
    """Say of each judgement how often a score learned without it put the pair in the right order; nan if never tested.

    The mean of `right_order` over the draws in which the pair was tested; see `splits` and `learn_score`.
    """
    total, tested = np.zeros(len(judgements)), np.zeros(len(judgements))
    for train, test in splits(judgements, by=by, folds=folds, repeats=repeats, seed=seed):
        score = learned_score(signals, learn_score(signals, judgements[train]))
        total[test] += right_order(score, judgements[test])
        tested[test] += 1
    with np.errstate(invalid="ignore"):
        return total / tested


def _level(signals: pd.DataFrame, judgements: pd.DataFrame) -> pd.DataFrame:
    require(judgements, PAIR, 'load("sample/judgements")')
    people = pd.unique(judgements[PAIR[:2]].to_numpy().ravel())
    unknown = ~pd.Index(people).isin(signals.index)
    if unknown.any() or not signals.index.is_unique:
        raise ValueError(
            f"learn_score: expected one row of signals for each person judged, got {unknown.sum()} people without one "
            f"and {signals.index.duplicated().sum()} rows too many; the index of signals names the person"
        )
    if not judgements["chosen"].isin(["a", "b"]).all():
        raise ValueError(f"learn_score: expected the choices a and b, got {sorted(set(judgements['chosen']))}")
    return _log(signals.loc[people])


def _log(signals: pd.DataFrame) -> pd.DataFrame:
    below = (signals < 0).any()
    if below.any():
        raise ValueError(f"expected counts or rates of 0 or more, got smaller ones in {', '.join(below.index[below])}")
    return np.log1p(signals.astype(float))
