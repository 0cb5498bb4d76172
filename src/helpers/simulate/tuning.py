"""How close does the synthetic sample come to published facts? Each figure with the range it is held to.

A figure was tuned (settings were chosen so that it falls in the range), came out by itself, or holds by construction.
Close or not, none of them makes the sample a source of facts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.meaning import polychoric
from helpers.score import anchored_scale, counted_endorsements, rate, raw_2011, raw_2012
from helpers.signals import signals
from helpers.simulate import WINDOW_ENDS

BAND_EDGES = (10, 25, 50, 101)
DRAWS, POSTS_DRAWN = 200, 230

HELD = {
    "points per tenfold of followers": (11.0, 16.5, "tuned"),
    "R2 of the score on log followers": (0.50, 0.72, "tuned"),
    "residual SD of the score on log followers": (7.0, 10.0, "tuned"),
    "mean score of authors of random posts": (32.0, 46.0, "by itself"),
    "polychoric correlation of the bands": (0.90, 0.99, "tuned"),
    "share of 50 or more still at 50 or more": (0.55, 0.80, "tuned"),
    "share that stays in its band": (0.85, 0.95, "by itself"),
    "share of accounts with no activity": (0.30, 0.60, "tuned"),
    "followers per head of true reach": (1.2, 2.8, "by itself"),
    "share of active people at 40 or more": (0.141, 0.151, "by construction"),
    "share of active people at 50 or more": (0.045, 0.055, "by construction"),
    "share of active people at 60 or more": (0.007, 0.015, "by construction"),
}
"""Range and how each figure came about. We chose the ranges, around the published figures that the card names."""


def tuning(tables: dict[str, pd.DataFrame], bands: pd.DataFrame) -> pd.DataFrame:
    """Compute every figure of `HELD` from the sample: figure, value, low, high, how.

    The first four imitate the frame of the real payloads, which hold the authors of sampled posts: 230 Twitter posts of
    the first window are drawn, each author counts once, and the figure is the mean over 200 draws (seed 0).
    Bands move from the first window to the second; idle people count at their score of 10.
    """
    first, second = (_signals(tables, end) for end in WINDOW_ENDS)
    raws = [
        raw_2012(table, counted_endorsements(tables["endorsements"], end=end))
        for table, end in zip((first, second), WINDOW_ENDS, strict=True)
    ]
    scale = anchored_scale(raws[0].loc[raws[0]["active"], "raw"], bands)
    before, after = (rate(raw, scale) for raw in raws)
    active = before.loc[before["active"], "score"]
    moves = pd.crosstab(_band(before["score"]), _band(after["score"]), dropna=False)
    high = before["score"] >= 50
    values = _followers_line(tables["posts"], first, before["score"]) | {
        "polychoric correlation of the bands": polychoric(moves).value,
        "share of 50 or more still at 50 or more": (after.loc[high, "score"] >= 50).mean(),
        "share that stays in its band": np.trace(moves.to_numpy()) / len(before),
        "share of accounts with no activity": ((first["posts"] == 0) & (first["reactions"] == 0)).mean(),
        "followers per head of true reach": _followers_per_reach(first),
    }
    values |= {f"share of active people at {cut} or more": (active >= cut).mean() for cut in (40, 50, 60)}
    held = pd.DataFrame.from_dict(HELD, orient="index", columns=["low", "high", "how"])
    held.insert(0, "value", pd.Series(values))
    return held.rename_axis("figure").reset_index()


def _signals(tables: dict[str, pd.DataFrame], end: str) -> pd.DataFrame:
    return signals(*(tables[name] for name in ("interactions", "posts", "accounts", "follows")), end=end)


def _band(score: pd.Series) -> pd.Series:
    return pd.cut(score, BAND_EDGES, right=False)


def _followers_line(posts: pd.DataFrame, table: pd.DataFrame, score: pd.Series) -> dict[str, float]:
    first = posts[
        (posts["network"] == "twitter") & (posts["time"] < pd.Timestamp(WINDOW_ENDS[0]) + pd.Timedelta(days=1))
    ]
    log_followers = np.log10(1 + table[table["network"] == "twitter"].set_index("person")["followers"])
    rng, author = np.random.default_rng(0), first["person"].to_numpy()
    lines = []
    for _ in range(DRAWS):
        people = np.unique(rng.choice(author, POSTS_DRAWN, replace=False))
        x, y = log_followers.loc[people].to_numpy(), score.loc[people].to_numpy()
        slope, intercept = np.polyfit(x, y, 1)
        residual = y - intercept - slope * x
        lines.append((slope, 1 - residual.var() / y.var(), residual.std(ddof=2), y.mean()))
    return dict(zip(list(HELD)[:4], np.mean(lines, axis=0).tolist(), strict=True))


def _followers_per_reach(table: pd.DataFrame) -> float:
    reach = raw_2011(table)["true_reach"]
    followers = table[table["network"].isin(["twitter", "facebook"])].groupby("person")["followers"].sum()
    return float((followers.reindex(reach.index) / reach)[reach > 0].median())
