"""Do the tables of the sample fit each other? Checks across tables that no schema of one table can make.

It says what does not fit; it mends nothing.
"""

from __future__ import annotations

import pandas as pd

from helpers.data.places import DataError
from helpers.data.tables import load

PEOPLE_IN = {
    "accounts": ("person",),
    "posts": ("person",),
    "follows": ("follower", "followed"),
    "interactions": ("actor", "target"),
    "endorsements": ("giver", "receiver"),
    "judgements": ("person_a", "person_b"),
    "outcomes": ("person",),
    "truth": ("person",),
}
"""Columns that name people, by table."""


def check_sample() -> None:
    """Check that the tables of the sample fit each other.

    People named anywhere stand in the table of people, and the truth is known for each; posts, follows and mentions
    belong to accounts; a reaction has the target, network and sphere of its post and comes after it, and a mention
    has no post; outcomes stand in the dictionary under the sphere of the person, with one named outcome in each
    sphere; one person stands for the blogger.

    Raises DataError with everything that does not fit, one line each.
    """
    frames = {name: load(f"sample/{name}") for name in ("people", "outcome_dictionary", *PEOPLE_IN)}
    wrong = _people(frames) + _accounts(frames) + _reactions(frames) + _outcomes(frames)
    if (count := int((frames["people"]["stands_for"] == "the blogger").sum())) != 1:
        wrong.append(f"sample/people: expected one person who stands for the blogger, got {count}")
    if wrong:
        raise DataError("\n".join([*wrong, "Write the sample anew: `python -m helpers.simulate`."]))


def _rows(wrong: pd.Series, table: str, expected: str) -> list[str]:
    if not wrong.any():
        return []
    first = int(wrong.to_numpy().argmax()) + 1
    return [f"sample/{table}, row {first}: expected {expected}; {int(wrong.sum()):,} rows differ"]


def _people(frames: dict[str, pd.DataFrame]) -> list[str]:
    known = frames["people"]["person"]
    found = []
    for table, columns in PEOPLE_IN.items():
        for column in columns:
            found += _rows(~frames[table][column].isin(known), table, f"{column} to stand in sample/people")
    return found + _rows(
        ~known.isin(frames["truth"]["person"]), "people", "the truth about each person in sample/truth"
    )


def _accounts(frames: dict[str, pd.DataFrame]) -> list[str]:
    held = pd.MultiIndex.from_frame(frames["accounts"][["person", "network"]])
    found = []
    for table, person in (
        ("posts", "person"),
        ("follows", "follower"),
        ("follows", "followed"),
        ("interactions", "target"),
    ):
        used = pd.MultiIndex.from_frame(frames[table][[person, "network"]])
        found += _rows(pd.Series(~used.isin(held)), table, f"an account of the {person} on the network")
    return found


def _reactions(frames: dict[str, pd.DataFrame]) -> list[str]:
    rows = frames["interactions"]
    mention = rows["kind"] == "mention"
    found = _rows(mention != rows["post"].isna(), "interactions", "a post for every reaction and none for a mention")
    posts = frames["posts"].set_index("post")
    reactions = rows[rows["post"].notna()]
    unknown = ~reactions["post"].isin(posts.index)
    found += _rows(unknown, "interactions", "post to stand in sample/posts")
    reactions = reactions[~unknown]
    own = posts.loc[reactions["post"]]
    for column, of_post in (("target", "person"), ("network", "network"), ("sphere", "sphere")):
        differs = pd.Series(reactions[column].to_numpy() != own[of_post].to_numpy())
        found += _rows(differs, "interactions", f"{column} to be that of the post (counted among reactions)")
    early = pd.Series(reactions["time"].to_numpy() < own["time"].to_numpy())
    return found + _rows(early, "interactions", "a reaction to come after its post (counted among reactions)")


def _outcomes(frames: dict[str, pd.DataFrame]) -> list[str]:
    dictionary = frames["outcome_dictionary"]
    rows = frames["outcomes"]
    sphere = rows["outcome"].map(dictionary.set_index("outcome")["sphere"])
    found = _rows(sphere != rows["sphere"], "outcomes", "an outcome that the dictionary holds under this sphere")
    of_person = rows["person"].map(frames["people"].set_index("person")["sphere"])
    found += _rows(of_person != rows["sphere"], "outcomes", "the sphere of the person")
    named = dictionary.groupby("sphere")["named"].sum()
    for sphere_name, count in named[named != 1].items():
        found.append(f"sample/outcome_dictionary: expected one named outcome in {sphere_name}, got {count}")
    return found
