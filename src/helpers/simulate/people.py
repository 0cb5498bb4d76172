"""Who is in the synthetic sample? People, the truth about them, their accounts and who follows whom.

Everything here is invented; the numbers in `NETWORKS` and `SPHERES` are choices of ours that `helpers.simulate.tuning`
holds to published facts where there are any.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

SPHERES = {
    "education": {"share": 0.20, "fame": -0.15},
    "science": {"share": 0.16, "fame": -0.10},
    "sport": {"share": 0.16, "fame": 0.15},
    "politics": {"share": 0.16, "fame": 0.05},
    "music": {"share": 0.16, "fame": 0.15},
    "business": {"share": 0.16, "fame": -0.05},
}
"""Share of people, and how far the sphere's fame lies from the mean, in standard deviations."""

NETWORKS = {
    "twitter": {"held_by": 0.80, "followers": 2.05, "posts": 3.0},
    "facebook": {"held_by": 0.70, "followers": 1.95, "posts": 2.5},
    "google+": {"held_by": 0.30, "followers": 1.20, "posts": 1.5},
    "blogs": {"held_by": 0.25, "followers": 1.30, "posts": 1.5},
}
"""Share of people with an account, log10 of the usual followers, usual posts of an active account in 90 days."""

EDUCATORS_WITH_BLOG = 0.25
"""Share of educators who blog besides those whom `NETWORKS` gives a blog."""

HELD_SLOPE = 0.6
"""What one standard deviation of fame or of drive adds to the log odds of holding an account."""

FAME_SLOPE, DRIVE_SLOPE, FOLLOWER_NOISE = 0.70, 0.35, 0.33
"""What one standard deviation of fame, of drive and of luck adds to log10 followers."""

SHIFT = 0.55
"""Standard deviation, on the log scale, of what truly differs from one window to the next."""

IDLE_AT_MEAN_DRIVE = -0.75
"""Log odds that a person of average drive is idle."""

BOTS, BOUGHT = 24, 36
"""How many people of 2,400 are bots, and how many bought followers."""

IN_SAMPLE = 1.1
"""Followers inside the sample = this x sqrt(followers), at most 900."""

OWN_SPHERE = 0.65
"""Share of follows that stay within the sphere (homophily)."""


def make_people(n: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw people (person, sphere, years_in_field) and the truth about them.

    truth: person, impact (what they really change), fame, care (what learners and listeners feel), drive (appetite for
    posting), all standard normal or nearly so, account_kind, and columns that only the simulator needs: idle, shift_1
    and shift_2 (true change between the windows) and liking (how readily they react).
    """
    person = pd.Series([f"p{i:04d}" for i in range(1, n + 1)], dtype="str")
    names = list(SPHERES)
    sphere = rng.choice(names, n, p=[SPHERES[name]["share"] for name in names])
    years = np.clip(rng.gamma(2.2, 5.5, n).round(), 0, 50).astype(int)
    people = pd.DataFrame({"person": person, "sphere": pd.Series(sphere, dtype="str"), "years_in_field": years})

    impact, care, drive = rng.normal(size=(3, n))
    fame = 0.35 * impact + 0.1 * (years - years.mean()) / years.std() + 0.93 * rng.normal(size=n)
    fame += [SPHERES[name]["fame"] for name in sphere]
    kind = np.full(n, "ordinary", dtype=object)
    odd = rng.choice(n, round((BOTS + BOUGHT) * n / 2_400), replace=False)
    bots = odd[: round(BOTS * n / 2_400)]
    kind[odd], kind[bots] = "bought followers", "bot"
    drive[bots], fame[bots], impact[bots] = rng.normal(2.2, 0.3, bots.size), rng.normal(-1, 0.4, bots.size), -1.5
    idle = rng.random(n) < 1 / (1 + np.exp(-(IDLE_AT_MEAN_DRIVE - 0.8 * drive - 0.5 * fame)))
    idle[odd] = False
    shift_1, shift_2 = rng.normal(0, SHIFT, size=(2, n))
    truth = pd.DataFrame(
        {
            "person": person,
            "impact": impact.round(3),
            "fame": fame.round(3),
            "care": care.round(3),
            "drive": drive.round(3),
            "account_kind": pd.Series(kind, dtype="str"),
            "idle": idle,
            "shift_1": shift_1,
            "shift_2": shift_2,
            "liking": 0.7 * drive + rng.normal(0, 0.8, n),
        }
    )
    return people, truth


def make_accounts(people: pd.DataFrame, truth: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw accounts: person, network, followers, following, listed (as the network shows them), opened (a date)."""
    n = len(people)
    frames = []
    pull = (truth["drive"] + truth["fame"]).to_numpy() * HELD_SLOPE
    held = {name: pull + rng.logistic(size=n) > np.log(1 / NETWORKS[name]["held_by"] - 1) for name in NETWORKS}
    held["blogs"] |= (people["sphere"] == "education").to_numpy() & (rng.random(n) < EDUCATORS_WITH_BLOG)
    held["twitter"] |= ~np.logical_or.reduce(list(held.values()))
    fame = truth["fame"] + 0.10 * truth["fame"].clip(lower=0) ** 2
    bought = (truth["account_kind"] == "bought followers").to_numpy()
    for name, settings in NETWORKS.items():
        has = held[name]
        size = (
            settings["followers"] + FAME_SLOPE * fame + DRIVE_SLOPE * truth["drive"] + rng.normal(0, FOLLOWER_NOISE, n)
        )
        size = size - 0.35 * truth["idle"]
        followers = np.floor(10 ** np.clip(size, 0, 6.5)).astype(int) - 1
        if name == "twitter":
            followers = np.where(bought, followers + rng.integers(5_000, 60_000, n), followers)
        following = np.floor(10 ** np.clip(rng.normal(1.9, 0.4, n) + 0.2 * truth["drive"], 0, 4)).astype(int)
        listed = rng.poisson(0.012 * followers**0.95 * ~bought)
        opened = pd.Timestamp("2005-06-01") + pd.to_timedelta(rng.integers(0, 2_400, n), unit="D")
        if name == "google+":
            opened = pd.Timestamp("2011-07-01") + pd.to_timedelta(rng.integers(0, 200, n), unit="D")
        table = {"person": people["person"], "network": name, "followers": followers, "following": following}
        table |= {"listed": listed, "opened": opened.strftime("%Y-%m-%d")}
        frames.append(pd.DataFrame(table)[has])
    accounts = pd.concat(frames).sort_values(["person", "network"], ignore_index=True)
    return accounts.astype({"network": "str", "opened": "str"})


def make_follows(
    people: pd.DataFrame, truth: pd.DataFrame, accounts: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw who follows whom inside the sample: network, follower, followed, no pair twice, nobody themselves."""
    sphere, liking = people["sphere"].to_numpy(), np.exp(0.5 * truth["liking"].to_numpy())
    place = pd.Series(np.arange(len(people)), index=people["person"])
    frames = []
    for name, group in accounts.groupby("network", sort=True):
        members = place[group["person"]].to_numpy()
        wanted = np.minimum(IN_SAMPLE * np.sqrt(group["followers"].to_numpy()), min(900, 0.7 * members.size))
        wanted = rng.poisson(wanted)
        chosen = [_followers_of(m, k, members, sphere, liking, rng) for m, k in zip(members, wanted, strict=True)]
        followed = np.repeat(members, [c.size for c in chosen])
        frames.append(pd.DataFrame({"network": name, "follower": np.concatenate(chosen), "followed": followed}))
    follows = pd.concat(frames, ignore_index=True)
    person = people["person"].to_numpy()
    for column in ("follower", "followed"):
        follows[column] = pd.Series(person[follows[column]], dtype="str")
    return follows.astype({"network": "str"}).sort_values(["network", "followed", "follower"], ignore_index=True)


def _followers_of(
    followed: int, k: int, members: np.ndarray, sphere: np.ndarray, liking: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    own = sphere[members] == sphere[followed]
    weight = liking[members] * np.where(own, OWN_SPHERE / own.sum(), (1 - OWN_SPHERE) / max((~own).sum(), 1))
    weight = np.where(members == followed, 0, weight)
    size = min(k, int(np.count_nonzero(weight)))
    return np.sort(rng.choice(members, size, replace=False, p=weight / weight.sum()))
