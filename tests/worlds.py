"""Small worlds for the tests: a few accounts and who reacted to whom, written in one line each."""

import pandas as pd

END = "2012-05-19"


def world(reactions, posts=(), followers=None, follows=()):
    """Build the four tables of `helpers.signals.signals`.

    reactions: (actor, target, kind, days before the end[, post]) rows; posts: (person, days before the end) rows;
    followers: people and their follower counts; everybody who occurs gets a Twitter account.
    """
    end = pd.Timestamp(END) + pd.Timedelta(hours=12)
    rows = [(*row, pd.NA) if len(row) == 4 else row for row in reactions]
    interactions = pd.DataFrame(rows, columns=["actor", "target", "kind", "age", "post"])
    interactions["time"] = end - pd.to_timedelta(interactions.pop("age").astype(float), unit="D")
    interactions["post"] = interactions["post"].astype("Int64")
    written = pd.DataFrame(list(posts), columns=["person", "age"])
    written["time"] = end - pd.to_timedelta(written.pop("age").astype(float), unit="D")
    written["post"] = range(len(written))
    edges = pd.DataFrame(list(follows), columns=["follower", "followed"])
    followers = dict(followers or {})
    people = {*interactions["actor"], *interactions["target"], *written["person"], *followers}
    accounts = pd.DataFrame({"person": sorted(people)})
    accounts["followers"] = [followers.get(person, 0) for person in accounts["person"]]
    accounts = accounts.assign(following=0, listed=0)
    text = {"actor": "str", "target": "str", "kind": "str"}
    return {
        "interactions": interactions.astype(text).assign(network="twitter").astype({"network": "str"}),
        "posts": written.astype({"person": "str"}).assign(network="twitter").astype({"network": "str"}),
        "accounts": accounts.astype({"person": "str"}).assign(network="twitter").astype({"network": "str"}),
        "follows": edges.astype("str").assign(network="twitter").astype({"network": "str"}),
    }
