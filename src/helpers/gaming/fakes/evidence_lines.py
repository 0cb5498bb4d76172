"""What do the real fake accounts say? Lines of evidence: telling them apart, false alarms, and counting followers.

Nobody knows what these accounts are a sample of, so every base rate here is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.evidence import estimate
from helpers.evidence.line import Line, line
from helpers.gaming.fakes.counting import counted_real, counting_error
from helpers.gaming.fakes.telling import FAKE_SIGNALS, calibration_of_chances, chance_of_fake, honest_of_flagged
from helpers.stats import Estimate, bootstrap, concordance, concordance_gain, proportion

FOLDS, REPEATS, SEED = 10, 20, 20120519
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9)
BASE_RATES = (0.01, 0.05, 0.1, 0.3)

LOOKS_FAKE = {
    "followers": (-1, "fewer followers"),
    "following": (1, "more accounts followed"),
    "media": (-1, "fewer pictures"),
    "biography_length": (-1, "a shorter biography"),
    "has_picture": (-1, "no profile picture"),
    "private": (-1, "an account open to all"),
}
"""Which way each signal points to a fake, as found in these accounts."""

IN_WORDS = {
    "all six together": "together",
    "pictures": "signal_media",
    "followers": "signal_followers",
    "follows": "signal_following",
    "open to all": "signal_private",
    "no profile picture": "signal_has_picture",
    "short biography": "signal_biography_length",
}
"""What each signal is called in a figure, from the best to the poorest, all six together first."""

Floats = NDArray[np.float64]


def instafake_lines(accounts: pd.DataFrame) -> list[Line]:
    """Lines of evidence on fake accounts; rows that stand twice count once.

    `accounts` is the table that `helpers.data.external("instafake")` gives.
    """
    rows = accounts.drop_duplicates(ignore_index=True)
    fake = rows["fake"].to_numpy()
    chance = chance_of_fake(rows, folds=FOLDS, repeats=REPEATS, seed=SEED)
    return [
        *_described(accounts, rows),
        *_told_apart(rows, fake, chance),
        *_flagged(rows, fake, chance),
        *_counted(fake, chance),
    ]


def told_apart(evidence: pd.DataFrame) -> dict[str, Estimate]:
    """Of 100 pairs of a fake and an honest account, how often does the fake look it? By all six signals, then by each.

    `evidence` is `load("evidence/instafake")`. DataError where a line is missing.

    >>> from helpers.data import load
    >>> print(format(told_apart(load("evidence/instafake"))["pictures"], ".0f"))
    93 [91, 95], n = 1,165
    """
    return {words: estimate(evidence, f"{name}_concordance").times(100) for words, name in IN_WORDS.items()}


def _described(accounts: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Line]:
    how = "accounts that differ from all others in what is kept, of all n rows"
    yield Line("rows_used", len(rows), 0, len(accounts), how)
    yield Line("share_fake", rows["fake"].mean(), 4, len(rows), "share of fakes among them, set by who collected them")
    for kind, group in (("fake", rows[rows["fake"]]), ("honest", rows[~rows["fake"]])):
        yield Line(f"n_{kind}", len(group), 0, len(group), f"{kind} accounts")
        for name in ("followers", "following"):
            found = bootstrap(_median, group[name], method="percentile")
            yield line(f"median_{name}_{kind}", found, 0, f"median of {name}, {kind} accounts")
        for name in ("has_picture", "private"):
            yield line(f"{name}_{kind}", proportion(group[name].to_numpy()), 3, f"share that is so, {kind} accounts")


def _told_apart(rows: pd.DataFrame, fake: NDArray[np.bool_], chance: Floats) -> Iterator[Line]:
    pairs = "share of pairs of a fake and an honest account"
    for name in FAKE_SIGNALS:
        sign, words = LOOKS_FAKE[name]
        found = concordance(sign * rows[name].astype(float), fake)
        yield line(f"signal_{name}_concordance", found, 4, f"{pairs} in which the fake has {words}")
    how = f"mean of {REPEATS} times {FOLDS}-fold logistic regression, out of sample"
    higher = f"{pairs} in which the fake has the higher chance, {how}"
    yield line("together_concordance", concordance(chance, fake), 4, higher)
    gain = concordance_gain(chance, -rows["followers"], fake)
    yield line("together_gain_over_followers", gain, 4, f"all signals less followers alone, {how}")
    yield line("calibration_slope", calibration_of_chances(fake, chance), 3, how)


def _flagged(rows: pd.DataFrame, fake: NDArray[np.bool_], chance: Floats) -> Iterator[Line]:
    for at in THRESHOLDS:
        flagged, percent = chance >= at, round(100 * at)
        words = f"flagged from a chance of {percent} % on"
        yield line(f"caught_at_{percent}", proportion(flagged[fake]), 4, f"share of the fakes {words}")
        yield line(f"wrongly_at_{percent}", proportion(flagged[~fake]), 4, f"share of the honest accounts {words}")
    for name, private in (("private", True), ("open", False)):
        here = ~fake & (rows["private"].to_numpy() == private)
        words = f"share of the honest accounts that are {name}, flagged from a chance of 50 % on"
        yield line(f"wrongly_at_50_{name}", proportion(chance[here] >= 0.5), 4, words)
    for rate in BASE_RATES:
        found = honest_of_flagged(chance, fake, at=0.5, base_rate=rate)
        words = f"share of honest accounts among those flagged from a chance of 50 % on, if {rate:.0%} of all are fake"
        yield line(f"honest_of_flagged_{_percent(rate)}", found, 3, words)


def _counted(fake: NDArray[np.bool_], chance: Floats) -> Iterator[Line]:
    for rate in BASE_RATES:
        assumed = {"trained": float(fake.mean()), "right": rate, "half": rate / 2, "double": 2 * rate, "found": None}
        for name, base_rate in assumed.items():
            told = "found from the followers themselves" if base_rate is None else f"taken to be {base_rate:.3g}"
            words = f"of 100 followers of whom {100 * rate:g} are fake, the base rate {told}"
            counted = counted_real(chance, fake, share=rate, assumed=base_rate, seed=SEED)
            quantity = f"real_of_100_at_{_percent(rate)}_{name}"
            yield line(quantity, counted, 2, f"followers counted as real {words}")
            error = counting_error(chance, fake, share=rate, assumed=base_rate, seed=SEED)
            words = f"root mean square error of the weighted count for 1,000 followers, {words}"
            yield line(f"error_of_100_at_{_percent(rate)}_{name}", error, 2, words)


def _percent(share: float) -> str:
    return f"{round(100 * share):02d}"


def _median(x: Floats, axis: int = -1) -> Floats:
    return np.median(x, axis=axis)
