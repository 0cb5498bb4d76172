"""Do measures of the same thing agree more than measures of different things? The multitrait-multimethod table.

Agreement is not truth: there is no outcome here, and all measures may count the same followers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats as scipy_stats

from helpers.score.rules import account_points, require
from helpers.stats.estimate import Estimate
from helpers.stats.intervals import bootstrap_estimate, check_options
from helpers.stats.resampling import MIN_ROWS

VALIDITY, MONOMETHOD, HETEROMETHOD = "validity", "heterotrait-monomethod", "heterotrait-heteromethod"
KINDS = (VALIDITY, MONOMETHOD, HETEROMETHOD)
TRAITS = ("reach", "engagement", "authority")
NETWORKS = ("twitter", "facebook")
AUTHORITIES = ("reactor_audience", "listed")
HELD = 500_000  # values resampled at once

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Multitrait:
    """Correlations of several traits, each measured by several methods, with intervals from resampled people.

    `cells` has a row per pair of columns: trait, method, other_trait, other_method, kind and correlation (an Estimate).
    `means` has the mean correlation of each kind (an Estimate each). `criterion` says, for heteromethod and for
    monomethod, in how many of the `comparisons` the validity `exceeded` the heterotrait correlation, and the `share` as
    an Estimate.
    """

    cells: pd.DataFrame
    means: pd.Series
    criterion: pd.DataFrame


def multitrait_multimethod(
    traits: pd.DataFrame,
    *,
    method: str = "spearman",
    n_resamples: int = 1999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Multitrait:
    """Correlate every trait by every method with every other, and sort the correlations as Campbell and Fiske do.

    `traits` has a row per person and a column per trait and method (two levels, every trait by every method). Rows
    with anything missing are dropped, so that all cells speak of the same people. Kinds: validity (same trait, other
    method: should be high), heterotrait-monomethod (other trait, same method: high where the method shows through) and
    heterotrait-heteromethod (nothing in common: should be low). Each validity is compared with the heterotrait
    correlations of both its measures, once across methods and once within each method. `method`: "spearman" (ties get
    their mean rank) or "pearson". All intervals are percentile intervals of the same resamples of people.

    Raises
    ------
    ValueError
        columns without two levels, a trait that lacks a method, fewer than 2 traits or methods, fewer than 3 complete
        rows, a column that is constant or infinite, or an unknown method.

    Notes
    -----
    Source: Campbell and Fiske (1959), Psychological Bulletin 56, 81-105. They compare by eye; that the shares get an
    interval is ours. Correlated errors of one method raise the monomethod cells, a true tie of the traits raises both.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> a, b = rng.normal(size=(2, 200))
    >>> columns = {(t, m): x + rng.normal(size=200) for t, x in (("a", a), ("b", b)) for m in ("x", "y")}
    >>> found = multitrait_multimethod(pd.DataFrame(columns), n_resamples=199)
    >>> found.criterion["exceeded"].tolist(), found.criterion["comparisons"].tolist()
    ([4, 4], [4, 4])
    """
    check_options("percentile", n_resamples, confidence)
    if method not in ("spearman", "pearson"):
        raise ValueError(f"multitrait_multimethod: method must be spearman or pearson, got {method!r}")
    names = _grid(traits)
    values = _complete(traits)
    pairs = list(combinations(range(len(names)), 2))
    kinds = np.array([_kind(names[i], names[j]) for i, j in pairs])
    numbers = {kind: _mean_of(np.flatnonzero(kinds == kind)) for kind in KINDS}
    comparisons = {kind: _comparisons(names, pairs, kinds, kind) for kind in (HETEROMETHOD, MONOMETHOD)}
    above = {kind: _share_above(*places) for kind, places in comparisons.items()}

    correlate = _correlator(pairs, ranked=method == "spearman")
    whole = correlate(values[None])
    rng = np.random.default_rng(seed)
    size = max(1, HELD // values.size)
    blocks = [min(size, n_resamples - start) for start in range(0, n_resamples, size)]
    drawn = np.concatenate([correlate(values[rng.integers(0, len(values), (block, len(values)))]) for block in blocks])

    def estimate(statistic: Callable[[Floats], Floats]) -> Estimate:
        value, distribution = float(statistic(whole)[0]), statistic(drawn)
        return bootstrap_estimate(value, distribution, np.full(1, np.nan), len(values), "percentile", confidence)

    cells = pd.DataFrame([(*names[i], *names[j]) for i, j in pairs])
    cells.columns = ["trait", "method", "other_trait", "other_method"]
    cells["kind"] = kinds
    cells["correlation"] = [estimate(_mean_of(np.array([place]))) for place in range(len(pairs))]
    means = pd.Series({kind: estimate(number) for kind, number in numbers.items()}, name="mean")
    rows = {}
    for kind, (own, other) in comparisons.items():
        exceeded = int((whole[0, own] > whole[0, other]).sum())
        rows[kind] = {"exceeded": exceeded, "comparisons": len(own), "share": estimate(above[kind])}
    return Multitrait(cells, means, pd.DataFrame.from_dict(rows, orient="index"))


def traits_by_network(
    signals: pd.DataFrame, *, networks: tuple[str, str] = NETWORKS, authority: str = "reactor_audience"
) -> pd.DataFrame:
    """Give reach, engagement and authority on two networks, for the people with posts and reactors on both.

    `signals` is a table of `helpers.signals.signals`. A row per person, sorted; columns (trait, network). Reach is the
    number of followers; engagement is engagement relative to posts, as in `account_points`; authority is how large an
    audience those who react have themselves (mean log10(1 + followers) of the reactors). `authority="listed"` takes the
    number of lists instead; lists come with followers, so reach is then measured twice. People without a reactor on one
    of the two have no authority there, and are left out either way.

    Raises
    ------
    ValueError
        a table without the columns, networks that do not occur, nobody on both, or another word for authority.
    """
    if authority not in AUTHORITIES:
        raise ValueError(f"traits_by_network: expected authority to be one of {AUTHORITIES}, got {authority!r}")
    require(signals, ["person", "network", "followers", "posts", "reactors", authority], "a table of signals")
    missing = [name for name in networks if not (signals["network"] == name).any()]
    if missing:
        raise ValueError(
            f"traits_by_network: expected accounts on {networks}, got none on {missing[0]!r}; choose others"
        )
    table = pd.DataFrame(
        {
            "person": signals["person"],
            "network": signals["network"],
            "reach": signals["followers"],
            "engagement": account_points(signals)["relative_engagement"],
            "authority": signals[authority],
        }
    )
    seen = signals["network"].isin(networks) & (signals["posts"] > 0) & (signals["reactors"] > 0)
    wide = table[seen].set_index(["person", "network"]).unstack()
    wide = wide.reindex(columns=[(trait, network) for trait in TRAITS for network in networks]).dropna()
    if wide.empty:
        raise ValueError(f"traits_by_network: expected people with posts and reactors on both of {networks}, got none")
    return wide.rename_axis(columns=["trait", "method"])


def _grid(traits: pd.DataFrame) -> list[tuple[str, str]]:
    """Names of the columns; ValueError unless they are every trait by every method, once."""
    if traits.columns.nlevels != 2:
        raise ValueError(
            f"multitrait_multimethod: expected columns of two levels, trait and method, got {traits.columns.nlevels}; "
            "traits_by_network makes such a table"
        )
    names = [(str(trait), str(method)) for trait, method in traits.columns]
    found, methods = sorted({trait for trait, _ in names}), sorted({method for _, method in names})
    if sorted(names) != [(trait, method) for trait in found for method in methods]:
        raise ValueError(f"multitrait_multimethod: expected every trait by every method, once, got {names}")
    if len(found) < 2 or len(methods) < 2:
        raise ValueError(
            f"multitrait_multimethod: expected 2 or more traits and methods, got {len(found)} and {len(methods)}"
        )
    return names


def _complete(traits: pd.DataFrame) -> Floats:
    values = traits.dropna().to_numpy(dtype=float)
    if len(values) < MIN_ROWS:
        raise ValueError(
            f"multitrait_multimethod: expected at least {MIN_ROWS} rows without a missing value, got {len(values)}"
        )
    if not np.isfinite(values).all():
        raise ValueError("multitrait_multimethod: expected finite values, got infinite ones; use log1p for logarithms")
    for name, spread in zip(traits.columns, np.ptp(values, axis=0), strict=True):
        if spread == 0:
            raise ValueError(f"multitrait_multimethod: the column {name} is constant, so it correlates with nothing")
    return values


def _kind(first: tuple[str, str], second: tuple[str, str]) -> str:
    if first[0] == second[0]:
        return VALIDITY
    return MONOMETHOD if first[1] == second[1] else HETEROMETHOD


def _comparisons(
    names: list[tuple[str, str]], pairs: list[tuple[int, int]], kinds: NDArray[np.str_], kind: str
) -> tuple[Codes, Codes]:
    """Places of each validity, and of each heterotrait correlation of that kind which it should exceed."""
    found = []
    for own in np.flatnonzero(kinds == VALIDITY):
        methods = {names[i][1] for i in pairs[own]}
        for other in np.flatnonzero(kinds == kind):
            shared = set(pairs[own]) & set(pairs[other])
            if shared and {names[i][1] for i in pairs[other]} <= methods:
                found.append((own, other))
    return tuple(np.array(found).T)  # type: ignore[return-value]


def _mean_of(places: Codes) -> Callable[[Floats], Floats]:
    return lambda correlations: correlations[:, places].mean(axis=1)


def _share_above(own: Codes, other: Codes) -> Callable[[Floats], Floats]:
    return lambda correlations: (correlations[:, own] > correlations[:, other]).mean(axis=1)


def _correlator(pairs: list[tuple[int, int]], *, ranked: bool) -> Callable[[Floats], Floats]:
    """Give a function from blocks of people (resample, person, column) to correlations (resample, pair)."""
    first, second = np.array(pairs).T

    def correlate(block: Floats) -> Floats:
        block = scipy_stats.rankdata(block, axis=1) if ranked else block
        centred = block - block.mean(axis=1, keepdims=True)
        with np.errstate(all="ignore"):
            centred /= np.sqrt((centred**2).sum(axis=1, keepdims=True))
        return np.clip(np.swapaxes(centred, 1, 2) @ centred, -1, 1)[:, first, second]

    return correlate
