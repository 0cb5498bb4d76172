"""What does one definition for all engines cost? `signals` on pandas and on Polars against pandas written by hand.

The crowd is random and means nothing; the three results must agree to 1e-9 before any time is shown.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl

from helpers.signals import KIND_WEIGHTS, signals

END = pd.Timestamp("2012-05-19")
ROUNDS = 3


def crowd(n: int) -> dict[str, pd.DataFrame]:
    """Make n interactions among n / 10 accounts with heavy tails, and half as many posts and follows."""
    rng = np.random.default_rng(0)
    people = n // 10
    place = np.arange(people)

    def names(size: int) -> np.ndarray:
        return (people * rng.random(size) ** 3).astype(int)

    def moments(size: int) -> pd.Series:
        return pd.Series(END + pd.to_timedelta(rng.integers(-95 * 86_400, 86_400, size), unit="s")).astype(
            "datetime64[s]"
        )

    return {
        "interactions": pd.DataFrame(
            {
                "time": moments(n),
                "network": "twitter",
                "actor": names(n),
                "target": names(n),
                "kind": rng.choice(list(KIND_WEIGHTS), n),
                "post": rng.integers(0, n // 2, n),
            }
        ),
        "posts": pd.DataFrame(
            {"post": np.arange(n // 2), "person": names(n // 2), "network": "twitter", "time": moments(n // 2)}
        ),
        "accounts": pd.DataFrame(
            {
                "person": place,
                "network": "twitter",
                "followers": rng.integers(0, 10_000, people),
                "following": 0,
                "listed": 0,
            }
        ),
        "follows": pd.DataFrame(
            {"network": "twitter", "follower": names(n // 2), "followed": names(n // 2)}
        ).drop_duplicates(),
    }


def by_hand(
    interactions: pd.DataFrame, posts: pd.DataFrame, accounts: pd.DataFrame, follows: pd.DataFrame
) -> pd.DataFrame:
    """Compute the same columns as a user of pandas would write them."""
    age = (END - interactions["time"].dt.normalize()).dt.days
    window = interactions[age.between(0, 89) & (interactions["actor"] != interactions["target"])]
    window = window.assign(day=window["time"].dt.normalize(), age=age)
    given = window.groupby(["network", "actor", "day"])["kind"].transform("size")
    to_target = window.groupby(["network", "actor", "day", "target"])["kind"].transform("size")
    window["weight"] = window["kind"].map(KIND_WEIGHTS) * 0.5 ** (window["age"] / 30) / (1 + given - to_target)
    for name, kind in {"likes": "like", "replies": "reply", "mentions": "mention", "reshares": "reshare"}.items():
        window[name] = window["kind"] == kind
    counted = ["likes", "replies", "mentions", "reshares"]
    pairs = window.groupby(["network", "target", "actor"])[["weight", *counted]].sum()
    pairs["reactions"] = pairs[counted].sum(axis="columns")
    pairs = pairs.reset_index().merge(
        accounts[["person", "network", "followers"]],
        left_on=["actor", "network"],
        right_on=["person", "network"],
        how="left",
    )
    pairs = pairs.assign(
        engagement=np.log1p(pairs["weight"]),
        audience=np.log10(1 + pairs["followers"]),
        resharers=pairs["reshares"] > 0,
        mentioners=pairs["mentions"] > 0,
    )
    grouped = pairs.groupby(["network", "target"])
    received = grouped[["reactions", *counted, "resharers", "mentioners", "engagement"]].sum()
    received["reactors"], received["reactor_audience"] = grouped.size(), grouped["audience"].mean()
    post_age = (END - posts["time"].dt.normalize()).dt.days
    written = posts.assign(recent_posts=0.5 ** (post_age / 30))[post_age.between(0, 89)]
    posted = written.groupby(["network", "person"]).agg(posts=("post", "size"), recent_posts=("recent_posts", "sum"))
    reshared = window[window["kind"] == "reshare"][["network", "target", "post"]].drop_duplicates()
    received["reshared_posts"] = reshared.groupby(["network", "target"]).size()
    active = pd.concat(
        [
            written[["network", "person"]].set_axis(["network", "follower"], axis="columns"),
            window[["network", "actor"]].set_axis(["network", "follower"], axis="columns"),
        ]
    ).drop_duplicates()
    marked = follows.merge(active.assign(active=1), how="left").fillna({"active": 0})
    seen = marked.groupby(["network", "followed"])["active"].agg(sampled_followers="size", active_followers="sum")
    result = accounts
    for part in (received, posted, seen):
        part.index.names = ["network", "person"]
        result = result.merge(part.reset_index(), on=["network", "person"], how="left")
    return result.fillna(0)


def seconds(call: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tables = crowd(size)
    frames = {name: pl.from_pandas(table) for name, table in tables.items()}
    ways = {
        "pandas by hand": lambda: by_hand(**tables),
        "signals on pandas": lambda: signals(**tables, end="2012-05-19"),
        "signals on Polars": lambda: signals(
            **{name: frame.lazy() for name, frame in frames.items()}, end="2012-05-19"
        ).collect(),
    }
    results = {name: way() for name, way in ways.items()}
    expected = results["pandas by hand"].sort_values("person", ignore_index=True)
    for frame in results.values():
        frame = frame.to_pandas() if isinstance(frame, pl.DataFrame) else frame
        frame = frame.sort_values("person", ignore_index=True)[list(results["signals on pandas"])]
        pd.testing.assert_frame_equal(frame, expected[list(frame)], check_dtype=False, rtol=1e-9)
    rounds = [{name: seconds(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    print(f"| {size:,} interactions | seconds | ratio to pandas by hand |")
    print("|---|---|---|")
    for name in ways:
        ratio = statistics.median(times[name] / times["pandas by hand"] for times in rounds)
        print(f"| {name} | {statistics.median(times[name] for times in rounds):.1f} | {ratio:.2f} |")
