"""How concordant is a score once the outcomes of the silent are filled in? All pairs, counted person by person.

The pairs among those who reported are counted once, however often the silent are filled in anew.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Pairs:
    """Right less wrong pairs, and usable pairs, of each person; those among the reported are counted once and kept."""

    def __init__(self, scores: list[Floats], y: Floats) -> None:
        """Take one or two scores and the outcome, missing for the silent."""
        self.y, self.silent = y, np.isnan(y)
        reported = ~self.silent
        order = np.sign(y[reported, None] - y[reported])
        self.usable = self._of_reported(np.abs(order))
        self.right = [self._of_reported(np.sign(s[reported, None] - s[reported]) * order) for s in scores]
        self.signs = [np.sign(s[self.silent, None] - s) for s in scores]

    def statistic(self, values: Floats) -> tuple[float, float]:
        """Concordance of one score, or of the first less the second, and its jackknife variance over people.

        `values` are the outcomes of the silent.
        """
        whole = self.y.copy()
        whole[self.silent] = values
        order = np.sign(values[:, None] - whole)
        usable = self._with_silent(self.usable, np.abs(order))
        shares = []
        for right, signs in zip(self.right, self.signs, strict=True):
            good = (self._with_silent(right, signs * order) + usable) / 2
            without = (good.sum() - 2 * good) / (usable.sum() - 2 * usable)
            shares.append(np.append(without, good.sum() / usable.sum()))
        found = shares[0] if len(shares) == 1 else shares[0] - shares[1]
        return float(found[-1]), float((len(whole) - 1) * np.var(found[:-1]))

    def _of_reported(self, block: Floats) -> Floats:
        totals = np.zeros(len(self.y))
        totals[~self.silent] = block.sum(axis=1)
        return totals

    def _with_silent(self, start: Floats, block: Floats) -> Floats:
        """Add the pairs with a silent person; `block` has a row per silent person and a column per person."""
        totals = start + block.sum(axis=0)
        totals[self.silent] = block.sum(axis=1)
        return totals
