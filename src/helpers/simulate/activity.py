"""What did the people of the synthetic sample do? Posts, reactions and +K over 180 days.

Every account draws its posts; every post draws its reactions from the followers inside the sample. The truth enters
through fame (more reactions), impact (more reactions per follower) and a true change between the two windows of 90
days.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.simulate.people import NETWORKS

START = pd.Timestamp("2012-02-20")
WINDOW_ENDS = ("2012-05-19", "2012-08-17")
"""The first window ends on the day of the blog post."""

DAYS = 90
DAY_SECONDS = 86_400
POST_DRIVE, POST_FAME = 1.5, 0.6
"""What one standard deviation of drive and of fame adds to the log of the posts made."""

REACTION_BASE, REACTION_AUDIENCE, REACTION_FAME, REACTION_IMPACT = -2.5, 0.66, 0.10, 0.38
"""Log of the reactions a post can expect: base, per log follower in the sample, per SD of fame and of impact."""

FADING = -0.30
"""Reactions per post fall by this power of the posts made."""

PER_PERSON_LUCK, PER_POST_LUCK = 0.35, 0.9
"""Standard deviations, on the log scale, of a lasting gift for getting reactions and of the luck of one post."""

KIND_SHARES = {
    "twitter": {"like": 0.30, "reply": 0.25, "reshare": 0.45},
    "facebook": {"like": 0.70, "reply": 0.20, "reshare": 0.10},
    "google+": {"like": 0.60, "reply": 0.25, "reshare": 0.15},
    "blogs": {"like": 0.35, "reply": 0.50, "reshare": 0.15},
}
MENTION_BASE = -2.3
OFF_SPHERE = 0.12
"""Share of posts about another sphere than one's own."""


def make_posts(
    people: pd.DataFrame,
    truth: pd.DataFrame,
    accounts: pd.DataFrame,
    habit: np.random.Generator,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw posts: post (running number in order of time), person, network, time, sphere. Idle people have none.

    `habit` draws how much each account is used in each window, `rng` the luck of when and how often it comes to a post.
    """
    table = accounts[["person", "network"]].merge(truth, on="person").merge(people[["person", "sphere"]], on="person")
    frames = []
    use = 1.2 + 1.3 * table["drive"] + 0.5 * table["fame"] + habit.logistic(size=len(table))
    for window in (1, 2):
        usual = np.log(table["network"].map({name: NETWORKS[name]["posts"] for name in NETWORKS}))
        log_rate = usual + POST_DRIVE * table["drive"] + POST_FAME * table["fame"] + table[f"shift_{window}"]
        log_rate += habit.normal(0, 0.25, len(table))
        in_use = ~table["idle"] & (use + habit.normal(0, 0.4, len(table)) > 0)
        count = rng.poisson(np.minimum(np.exp(log_rate), 600) * in_use)
        rows = table.loc[table.index.repeat(count), ["person", "network", "sphere"]]
        day = rng.integers((window - 1) * DAYS, window * DAYS, len(rows))
        second = (rng.beta(2.2, 1.6, len(rows)) * DAY_SECONDS).astype(int)
        frames.append(rows.assign(time=_clock(day * DAY_SECONDS + second)))
    posts = pd.concat(frames).sort_values(["time", "person", "network"], ignore_index=True)
    spheres = np.array(sorted(people["sphere"].unique()))
    away = rng.random(len(posts)) < OFF_SPHERE
    posts["sphere"] = pd.Series(np.where(away, rng.choice(spheres, len(posts)), posts["sphere"]), dtype="str")
    posts.insert(0, "post", np.arange(1, len(posts) + 1))
    return posts[["post", "person", "network", "time", "sphere"]]


def make_interactions(
    people: pd.DataFrame,
    truth: pd.DataFrame,
    accounts: pd.DataFrame,
    follows: pd.DataFrame,
    posts: pd.DataFrame,
    habit: np.random.Generator,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw reactions and mentions: time, network, actor, target, kind, post (missing for a mention), sphere.

    Actors are followers inside the sample who are not idle, the readier ones more often; now and then people react to
    themselves, as they do. A reaction comes hours after its post; those after the last day are dropped. `habit` draws
    the lasting gift of each person for getting reactions, `rng` everything that is luck.
    """
    gift = pd.Series(habit.normal(0, PER_PERSON_LUCK, len(truth)), index=truth["person"])
    audience = follows.groupby(["network", "followed"]).size().rename("sampled").rename_axis(["network", "person"])
    facts = truth.set_index("person")
    rows = posts.merge(audience.reset_index(), on=["network", "person"], how="left").fillna({"sampled": 0})
    made = rows.groupby(["person", "network"])["post"].transform("size")
    second = (rows["time"] >= START + pd.Timedelta(days=DAYS)).to_numpy()
    shift = np.where(second, rows["person"].map(facts["shift_2"]), rows["person"].map(facts["shift_1"]))
    expected = np.exp(
        REACTION_BASE
        + REACTION_AUDIENCE * np.log1p(rows["sampled"])
        + REACTION_FAME * rows["person"].map(facts["fame"])
        + REACTION_IMPACT * rows["person"].map(facts["impact"])
        + rows["person"].map(gift)
        + shift
        + FADING * (np.log1p(made) - 3)
        + rng.normal(0, PER_POST_LUCK, len(rows))
    )
    count = rng.poisson(np.minimum(expected, 0.5 * rows["sampled"]))
    reactions = rows.loc[rows.index.repeat(count), ["time", "network", "person", "post", "sphere"]]
    delay = np.minimum(rng.exponential(6 * 3_600, len(reactions)), 20 * DAY_SECONDS).astype(int) + 30
    reactions["time"] = reactions["time"] + pd.to_timedelta(delay, unit="s")
    reactions["kind"] = _kinds(reactions["network"], rng)
    mentions = _mentions(people, truth, accounts, audience, rng)
    result = pd.concat([reactions, mentions], ignore_index=True).rename(columns={"person": "target"})
    result["actor"] = _actors(result, follows, truth, rng)
    itself = rng.random(len(result)) < 0.004
    result["actor"] = result["actor"].where(~itself, result["target"])
    result = result[result["actor"].notna() & (result["time"] < START + pd.Timedelta(days=2 * DAYS))]
    result = result.sort_values(["time", "network", "target", "actor", "kind"], ignore_index=True)
    types = {name: "str" for name in ("network", "actor", "target", "kind", "sphere")} | {"post": "Int64"}
    return result[["time", "network", "actor", "target", "kind", "post", "sphere"]].astype(types)


def _mentions(
    people: pd.DataFrame, truth: pd.DataFrame, accounts: pd.DataFrame, audience: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    rows = accounts[["person", "network"]].merge(audience.reset_index(), on=["network", "person"])
    rows = rows.merge(truth[["person", "fame", "idle"]], on="person").merge(people[["person", "sphere"]], on="person")
    rate = np.exp(MENTION_BASE + 0.85 * np.log1p(rows["sampled"]) + 0.3 * rows["fame"] - 2.5 * rows["idle"])
    count = rng.poisson(2 * rate * (rows["network"] != "blogs"))
    rows = rows.loc[rows.index.repeat(count), ["network", "person", "sphere"]]
    second = rng.integers(0, 2 * DAYS * DAY_SECONDS, len(rows))
    return rows.assign(time=_clock(second), kind="mention", post=pd.NA)


def _kinds(network: pd.Series, rng: np.random.Generator) -> np.ndarray:
    kind = np.empty(len(network), dtype=object)
    for name, shares in KIND_SHARES.items():
        here = (network == name).to_numpy()
        kind[here] = rng.choice(list(shares), here.sum(), p=list(shares.values()))
    return kind


def _actors(rows: pd.DataFrame, follows: pd.DataFrame, truth: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Draw one follower for each row, weighted by how readily they react; missing where no follower is awake."""
    facts = truth.set_index("person")
    edges = follows.sort_values(["network", "followed"], kind="stable", ignore_index=True)
    weight = np.exp(edges["follower"].map(facts["liking"])) * ~edges["follower"].map(facts["idle"])
    weight = np.where(edges["follower"].map(facts["account_kind"]) == "bot", weight * 6, weight)
    total = np.concatenate([[0.0], np.cumsum(weight)])
    spans = edges.groupby(["network", "followed"]).size().to_frame("size")
    spans["start"] = spans["size"].cumsum() - spans["size"]
    wanted = spans.reindex(pd.MultiIndex.from_frame(rows[["network", "target"]]))
    known = wanted["size"].notna().to_numpy()
    start = wanted["start"].fillna(0).to_numpy().astype(int)
    stop = start + wanted["size"].fillna(0).to_numpy().astype(int)
    low, high = total[start], total[stop]
    place = np.searchsorted(total, low + rng.random(len(rows)) * (high - low), side="right") - 1
    awake = known & (high > low)
    actor = edges["follower"].to_numpy()[np.clip(place, 0, len(edges) - 1)]
    return pd.Series(np.where(awake, actor, None), index=rows.index, dtype="str")


def make_endorsements(
    people: pd.DataFrame, truth: pd.DataFrame, follows: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw +K given along follows: time (a date), giver, receiver, sphere. Famous people get more."""
    facts = truth.set_index("person")
    edges = follows[["follower", "followed"]].drop_duplicates()
    chance = 0.05 * np.exp(0.5 * edges["followed"].map(facts["fame"]) + 0.6 * edges["follower"].map(facts["liking"]))
    idle = edges["follower"].map(facts["idle"]) | edges["followed"].map(facts["idle"])
    given = edges[(rng.random(len(edges)) < np.minimum(chance, 0.6)) & ~idle]
    day = rng.integers(0, 2 * DAYS, len(given))
    result = pd.DataFrame(
        {
            "time": (START + pd.to_timedelta(day, unit="D")).strftime("%Y-%m-%d"),
            "giver": given["follower"].to_numpy(),
            "receiver": given["followed"].to_numpy(),
        }
    )
    result["sphere"] = result["receiver"].map(people.set_index("person")["sphere"])
    return result.sort_values(["time", "giver", "receiver"], ignore_index=True).astype("str")


def _clock(seconds: np.ndarray) -> pd.DatetimeIndex:
    return (START + pd.to_timedelta(seconds, unit="s")).as_unit("s")
