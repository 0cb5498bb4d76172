"""How does each rival do in Braunstein's three tests? One row per rival, ready to be read.

Three tests of three different kinds: nothing is added up, and no rival is called the best.
"""

from __future__ import annotations

import pandas as pd

from helpers.score.rules import require

TESTED = (
    "klout_like",
    "followers",
    "lists",
    "h_index",
    "kred_like",
    "peerindex_like",
    "social_authority_like",
    "tunkrank",
    "pagerank",
    "influence",
)
"""The rivals that are shown."""


def three_tests(
    ordered: pd.DataFrame, offered: pd.DataFrame, fallen: pd.DataFrame, *, rivals: tuple[str, ...] = TESTED
) -> pd.DataFrame:
    """Put the three tests side by side: order, hard to game, monotone.

    Parameters
    ----------
    ordered : a table of `order`.
    offered : a table of `bought`.
    fallen : a table of `monotone`.
    rivals : rows of the result; each must stand in all three tables.

    Returns
    -------
    A row per rival: order, the Estimate of right pairs of 100; gain, of pairs of 100 over the baseline (None for the
    baseline); gamed, the Estimate of places bought by the one offer that buys most; by, that offer in words (the first
    of those that buy the same, empty if none buys anything); falls_for, the inputs that can make the value fall, in
    words, each with the people who fell at least, or "nothing seen". As `gamed` is the largest of several estimates,
    it is a little too large; a 0 says that none of these offers touches the rival, not that nothing could.

    Raises
    ------
    ValueError
        a column is missing, or a rival that is not in all three tables.

    Notes
    -----
    Source: A. Braunstein (2011), Why your Klout score is meaningless,
    http://alexbraunstein.com/2011/06/01/why-your-klout-score-is-meaningless/ for the three tests; how each is measured
    is ours.
    """
    require(ordered, ["concordance", "gain"], "helpers.gaming.order")
    require(offered, ["rival", "words", "change"], "helpers.gaming.bought")
    require(fallen, ["rival", "words", "n", "fell"], "helpers.gaming.monotone")
    rows = {}
    for rival in rivals:
        offers, falls = offered[offered["rival"] == rival], fallen[fallen["rival"] == rival]
        if rival not in ordered.index or offers.empty or falls.empty:
            raise ValueError(
                f"three_tests: expected {rival!r} in all three tables, got it missing in one; leave it out"
            )
        best = offers.loc[offers["change"].map(lambda change: change.value).idxmax()]
        gain, falls = ordered.loc[rival, "gain"], falls[falls["fell"] > 0]
        words = [f"{row.words} (at least {row.fell} of {row.n})" for row in falls.itertuples()]
        rows[rival] = {
            "order": ordered.loc[rival, "concordance"].times(100),
            "gain": None if gain is None else gain.times(100),
            "gamed": best["change"],
            "by": best["words"] if best["change"].value > 0 else "",
            "falls_for": "; ".join(words) or "nothing seen",
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rival")
