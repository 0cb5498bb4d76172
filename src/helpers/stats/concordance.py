"""Of 100 pairs that differ in the outcome, how many does a score put in the right order? Concordance and its gain.

It judges order only: a score may order people well and still be far off in amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.stats.counts import Codes, Floats, Rows, bootstrap_counts
from helpers.stats.estimate import Estimate
from helpers.stats.resampling import MIN_ROWS, as_codes, complete_rows

HELD = 8_000_000  # counts held at once, in 4 bytes each
SIGNS = 4_000_000  # signs of pairs held at once
GAIN = "gain in concordance"


def concordance(
    score: ArrayLike,
    outcome: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    interval: str = "bca",
    n_resamples: int = 9999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate the share of the pairs with different outcomes that the score orders rightly, with a bootstrap interval.

    `score` and `outcome` have a row per person; the outcome may be yes and no (True, False), and then this is the area
    under the ROC curve. 0.5 is what a coin gets. A pair with equal scores counts half, a pair with equal outcomes not
    at all, so a constant score has a concordance of 0.5 exactly.

    With `strata` (a label per row) only pairs inside one stratum count: right pairs and usable pairs are each summed
    over the strata. Without groups rows are then drawn inside their stratum, so that every resample has the same number
    of rows in each. With `groups` (a label per row) whole groups are drawn, whatever their strata; pairs inside a
    group count like all others. Rows with a missing score, outcome, stratum or group are dropped; `n` is what is left.
    `interval`: "bca", "percentile" or "basic". A perfect order has the interval [1, 1].

    Raises
    ------
    ValueError
        fewer than 3 complete rows or 3 groups, an outcome without differences (within the strata), infinite
        values, unequal lengths, or so few different outcomes that more than 5 % of the resamples have no pair.

    Notes
    -----
    Somers' D of the score given the outcome is 2 C - 1: see `somers_d`.
    Source: Somers (1962), American Sociological Review 27, 799-811; Harrell et al. (1982), JAMA 247, 2543-2546.

    Examples
    --------
    >>> print(concordance([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 7, 8, 6, 5], n_resamples=999))
    0.75 [0.33, 0.88], n = 8
    """
    return _estimated(
        "concordance", {"score": score, "outcome": outcome}, groups, strata, interval, n_resamples, confidence, seed
    )


def concordance_gain(
    score: ArrayLike,
    baseline: ArrayLike,
    outcome: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    interval: str = "bca",
    n_resamples: int = 9999,
    confidence: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """Estimate how much more concordant a score is than a baseline: concordance of `score` less that of `baseline`.

    Both are taken on the same rows and the same resamples, so what they share cancels. Rows in which any of the three
    is missing are dropped. All else is as in `concordance`; the gain lies between -1 and 1, and 0.05 means five more
    pairs of 100 in the right order. On the scale of Somers' D the gain is twice as large.

    Raises
    ------
    ValueError
        as `concordance`.

    Examples
    --------
    >>> outcome = [1, 2, 3, 4, 5, 6, 7, 8]
    >>> print(concordance_gain([2, 1, 4, 3, 7, 8, 6, 5], [1, 1, 1, 2, 2, 1, 2, 1], outcome, n_resamples=999))
    0.16 [-0.12, 0.40], n = 8
    """
    columns = {"score": score, "baseline": baseline, "outcome": outcome}
    return _estimated(GAIN, columns, groups, strata, interval, n_resamples, confidence, seed)


def somers_d(estimate: Estimate) -> Estimate:
    """Turn an estimate of a concordance C into Somers' D = 2 C - 1: value, interval and standard error.

    Raises ValueError for a value outside 0 to 1 and for a gain in concordance, whose D is twice the gain.

    >>> print(somers_d(Estimate(0.75, 0.6, 0.9, 40, 0.95, "concordance, bca bootstrap", 0.07)))
    0.50 [0.20, 0.80], n = 40
    """
    if estimate.method.startswith(GAIN) or not 0 <= estimate.value <= 1:
        raise ValueError(
            f"somers_d: expected a concordance between 0 and 1, got {estimate.value} ({estimate.method}); "
            "a gain on this scale is twice the gain in concordance"
        )
    value, low, high = (2 * number - 1 for number in (estimate.value, estimate.low, estimate.high))
    how = f"Somers' D of {estimate.method}"
    return replace(estimate, value=value, low=low, high=high, method=how, se=2 * estimate.se)


@dataclass(frozen=True)
class _Pairs:
    """The pairs of cells that differ in the outcome inside one stratum; cells stand in order of stratum, then outcome.

    With one score the statistic is its concordance, with two the concordance of the first less that of the second.
    """

    scores: list[NDArray[np.int32]]
    outcome: NDArray[np.int32]
    stratum: Codes

    def statistic(self, counts: NDArray) -> Floats:
        """Give the statistic of each row of `counts`, nan where no pair is usable."""
        right_less_wrong = np.zeros(len(counts))
        for here, later, signs in self._blocks():
            ahead = counts[:, later] @ signs.T
            right_less_wrong += np.einsum("rc,rc->r", counts[:, here], ahead, dtype=np.float64)
        level, stratum = self._totals(counts)
        return self._scaled(right_less_wrong, (np.sum(stratum**2, axis=1) - np.sum(level**2, axis=1)) / 2)

    def left_out(self, counts: Codes) -> Floats:
        """Give, for each cell, the statistic with one row of that cell left out."""
        pulls = np.zeros(len(counts))
        for here, later, signs in self._blocks():
            pulls[here] += signs @ counts[later]
            pulls[later] += counts[here] @ signs
        level, stratum = self._totals(counts[None, :])
        partners = stratum[0, self.stratum] - level[0, self._levels()]
        return self._scaled(pulls @ counts / 2 - pulls, partners @ counts / 2 - partners)

    def _scaled(self, right_less_wrong: Floats, usable: Floats) -> Floats:
        with np.errstate(all="ignore"):
            share = np.where(usable > 0, right_less_wrong / usable, np.nan)
        return (1 + share) / 2 if len(self.scores) == 1 else share / 2

    def _blocks(self) -> Iterator[tuple[slice, slice, NDArray[np.float32]]]:
        """Cells, all later cells of their stratum that may have a larger outcome, and the signs of these pairs.

        1 where the score orders the pair rightly, -1 where wrongly, 0 where the pair is tied in score or outcome.
        """
        ends = np.flatnonzero(np.diff(self.stratum, append=-1)) + 1
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            step = max(1, SIGNS // (end - start))
            for first in range(start, end, step):
                here = slice(first, min(first + step, end))
                later = slice(start + np.searchsorted(self.outcome[start:end], self.outcome[first], "right"), end)
                if later.start < end:
                    yield here, later, self._signs(here, later)

    def _signs(self, here: slice, later: slice) -> NDArray[np.float32]:
        larger = self.outcome[later] > self.outcome[here, None]
        signs = np.zeros(larger.shape, dtype=np.int8)
        for score, add in zip(self.scores, (np.add, np.subtract), strict=False):
            add(signs, score[later] > score[here, None], out=signs)
            add(signs, -(score[later] < score[here, None]).view(np.int8), out=signs)
        return (signs * larger).astype(np.float32)

    def _levels(self) -> Codes:
        """Number the cells by stratum and outcome together."""
        change = (np.diff(self.stratum) != 0) | (np.diff(self.outcome) != 0)
        return np.concatenate([[0], np.cumsum(change)])

    def _totals(self, counts: NDArray) -> tuple[Floats, Floats]:
        """Rows per outcome of a stratum, and per stratum, for each row of `counts`."""
        totals = []
        for codes in (self._levels(), self.stratum):
            starts = np.flatnonzero(np.diff(codes, prepend=-1))
            totals.append(np.add.reduceat(counts, starts, axis=1, dtype=np.float64))
        return totals[0], totals[1]


def _estimated(
    name: str,
    columns: dict[str, ArrayLike],
    groups: ArrayLike | None,
    strata: ArrayLike | None,
    interval: str,
    n_resamples: int,
    confidence: float,
    seed: int,
) -> Estimate:
    labels = {what: as_codes(given) for what, given in (("groups", groups), ("strata", strata)) if given is not None}
    given = columns | labels
    complete = dict(zip(given, complete_rows(*given.values(), names=tuple(given)), strict=True))
    n = len(complete["outcome"])
    if n < MIN_ROWS:
        raise ValueError(f"{name}: expected at least {MIN_ROWS} rows without a missing value, got {n}")
    codes = {what: np.unique(column, return_inverse=True)[1] for what, column in complete.items()}
    stratum, group = codes.get("strata", np.zeros(n, dtype=np.intp)), codes.get("groups")
    if group is not None and group.max() + 1 < MIN_ROWS:
        raise ValueError(f"{name}: expected at least {MIN_ROWS} groups, got {group.max() + 1}")
    scores = [codes[what] for what in columns if what != "outcome"]
    cells, cell = np.unique(np.column_stack([stratum, codes["outcome"], *scores]), axis=0, return_inverse=True)
    pairs = _Pairs(list(cells[:, 2:].T.astype(np.int32)), cells[:, 1].astype(np.int32), cells[:, 0])
    if not np.any(np.diff(cells[:, 1])[np.diff(cells[:, 0]) == 0]):
        where = "" if strata is None else " within every stratum"
        raise ValueError(f"{name}: the outcome is constant{where} ({n} complete rows), so there is no pair to order")
    rows = Rows(cell, group, codes.get("strata"))
    estimate = bootstrap_counts(
        pairs.statistic,
        rows,
        method=interval,
        n_resamples=n_resamples,
        confidence=confidence,
        seed=seed,
        held=HELD,
        dtype=np.float32,
        left_out=lambda: pairs.left_out(rows.whole()),
    )
    within = "" if strata is None else f" within {stratum.max() + 1} strata"
    return replace(estimate, method=f"{name}{within}, {estimate.method}")
