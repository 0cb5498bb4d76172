"""Protects the offers: what each adds to the tables, by hand; that nothing else changes; the places it brings."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data import load
from helpers.gaming import (
    FOLLOWER_PRICE,
    OFFERS,
    RESHARE_PRICE,
    SCORE_TABLES,
    Offer,
    bought,
    excerpt,
    newcomers,
    places,
    with_offer,
)
from helpers.peers import pagerank, rivals, tunkrank
from helpers.score import anchored_scale, counted_endorsements, rate, raw_2012
from helpers.signals import signals

END = "2012-05-19"
FIRST, LAST = pd.Timestamp("2012-02-20"), pd.Timestamp("2012-05-19 23:59:59")


def village(n=30, posts=3):
    """A small network: everybody on Twitter posts three times on the last day, nobody follows or reacts."""
    people = [f"p{i:04d}" for i in range(n)]
    time = pd.to_datetime(["2012-05-19 08:00", "2012-05-19 12:00", "2012-05-19 23:30"])[:posts]
    written = {"post": range(1, n * posts + 1), "person": np.repeat(people, posts), "network": "twitter"}
    written |= {"time": np.tile(time, n), "sphere": "music"}
    accounts = {"person": people, "network": "twitter", "followers": 5, "following": 7, "listed": 1}
    return {
        "accounts": pd.DataFrame(accounts | {"opened": pd.Timestamp("2010-01-01")}),
        "posts": pd.DataFrame(written),
        "follows": pd.DataFrame({"network": "twitter", "follower": ["p0001"], "followed": ["p0002"]}),
        "interactions": pd.DataFrame(
            {
                "time": pd.to_datetime(["2012-05-19 09:00"]),
                "network": "twitter",
                "actor": "p0003",
                "target": "p0000",
                "kind": "like",
                "post": pd.array([1], dtype="Int64"),
                "sphere": "music",
            }
        ),
        "endorsements": pd.DataFrame(
            {"time": pd.to_datetime([END]), "giver": "p0001", "receiver": "p0002", "sphere": "music"}
        ),
    }


@pytest.fixture(scope="module")
def sample():
    return {name: load(f"sample/{name}") for name in SCORE_TABLES}


@pytest.fixture(scope="module")
def education(sample):
    people = load("sample/people")
    return excerpt(sample, people.loc[people["sphere"] == "education", "person"], end=END)


def added(before, after, name):
    """The rows that are new; the old ones must stand first and unchanged (displayed counts aside)."""
    old, new = before[name], after[name]
    kept = [column for column in old if column not in ("followers", "following")]
    pd.testing.assert_frame_equal(new.iloc[: len(old)][kept], old[kept])
    return new.iloc[len(old) :]


# Prices and published facts


def test_prices_are_those_that_were_published():
    """Barracuda Labs 2012: 18 dollars for 1,000 followers, about 5 dollars for 2,000 reshares."""
    assert 1000 * FOLLOWER_PRICE == pytest.approx(18)
    assert 2000 * RESHARE_PRICE == pytest.approx(5)


# Each offer by hand


def test_bots_add_a_hundred_accounts_and_as_many_followers():
    tables = village()
    after = with_offer(tables, "p0000", OFFERS["bots"], end=END)
    bots = added(tables, after, "accounts")
    assert len(bots) == 100 and (bots["followers"] == 0).all() and (bots["following"] == 1).all()
    follows = added(tables, after, "follows")
    assert (follows["followed"] == "p0000").all() and set(follows["follower"]) == set(bots["person"])
    accounts = after["accounts"].set_index("person")
    assert accounts.loc["p0000", ["followers", "following"]].tolist() == [105, 7]
    assert len(added(tables, after, "interactions")) == 0


def test_bots_bring_a_hub_of_tunkrank_their_number_and_hidden_bots_a_part_of_it():
    """Closed form: n followers who follow only the hub give n; bots that follow 20 others give a 21st each."""
    tables = village()
    found = {}
    for name in ("bots", "hidden_bots"):
        follows = with_offer(tables, "p0000", OFFERS[name], end=END, seed=3)["follows"]
        found[name] = tunkrank(follows["follower"], follows["followed"], retweet_chance=0)["p0000"]
        shares = 1 / follows[follows["follower"].str.startswith("bot")].groupby("follower").size()
        assert found[name] == pytest.approx(shares.sum())
    assert found["bots"] == pytest.approx(100)
    assert 100 / 21 <= found["hidden_bots"] < 100 / 10


def test_liking_bots_raise_engagement_by_the_published_rules():
    """Each bot likes the three posts of the last day: 100 reactors of weight 3, so 100 ln 4, and one like of old."""
    after = with_offer(village(), "p0000", OFFERS["liking_bots"], end=END)
    row = signals(*(after[name] for name in SCORE_TABLES[:4]), end=END).set_index("person").loc["p0000"]
    assert row["reactors"] == 101 and row["likes"] == 301 and row["followers"] == 105
    assert row["engagement"] == pytest.approx(100 * np.log(4) + np.log(2))


def test_resharing_bots_reshare_only_the_newest_posts():
    after = with_offer(village(), "p0000", Offer("two newest", bots=2, reactions=2, kind="reshare"), end=END)
    rows = added(village(), after, "interactions")
    assert rows["kind"].tolist() == ["reshare"] * 4 and set(rows["post"]) == {2, 3}


def test_bought_endorsements_bring_three_points_and_the_cap_holds():
    for offer, counted in ((OFFERS["plus_k"], 30), (Offer("60", endorsements=60), 30), (Offer("7", endorsements=7), 7)):
        after = with_offer(village(), "p0000", offer, end=END)
        counts = counted_endorsements(after["endorsements"], end=END)
        assert counts["p0000"] == counted
        table = signals(*(after[name] for name in SCORE_TABLES[:4]), end=END)
        assert raw_2012(table, counts).loc["p0000", "endorsement"] == pytest.approx(counted / 10)


def test_posts_that_nobody_reads_lower_what_is_relative_to_posts():
    tables = village()
    after = with_offer(tables, "p0000", OFFERS["posts"], end=END, seed=2)
    posts = added(tables, after, "posts")
    assert len(posts) == 90 and (posts["person"] == "p0000").all() and (posts["sphere"] == "music").all()
    assert posts["post"].is_unique and posts["post"].min() == tables["posts"]["post"].max() + 1
    assert posts["time"].min() >= FIRST and posts["time"].max() <= LAST and posts["time"].dt.normalize().nunique() > 40
    raw = [raw_2012(signals(*(t[name] for name in SCORE_TABLES[:4]), end=END))["raw"] for t in (tables, after)]
    assert raw[1]["p0000"] < raw[0]["p0000"]


def test_a_pod_likes_every_post_of_the_others_and_nothing_else():
    tables = village()
    people = [f"p{i:04d}" for i in range(6)]
    rows = added(tables, with_offer(tables, people, Offer("three", pod=3), end=END), "interactions")
    assert len(rows) == 2 * 3 * 2 * 3  # two pods, three members, two others, three posts each
    pods = [set(people[:3]), set(people[3:])]
    assert all({row.actor, row.target} in [p & {row.actor, row.target} for p in pods] for row in rows.itertuples())
    assert (rows["actor"] != rows["target"]).all() and not rows.duplicated(["actor", "post"]).any()


def test_a_pod_that_is_too_small_is_filled_with_others_who_post():
    tables = village()
    rows = added(tables, with_offer(tables, "p0000", OFFERS["pod"], end=END, seed=1), "interactions")
    assert rows["actor"].nunique() == 10 and (rows["target"] == "p0000").sum() == 9 * 3


def test_follow_backs_go_to_strangers_and_a_share_comes_back(sample):
    tables = sample
    buyers = ["p0036", "p0216"]
    rows = added(tables, with_offer(tables, buyers, OFFERS["follow_backs"], end=END, seed=5), "follows")
    there = tables["follows"][tables["follows"]["network"] == "twitter"]
    old = set(zip(there["follower"], there["followed"], strict=True))
    new = list(zip(rows["follower"], rows["followed"], strict=True))
    assert not old & set(new) and len(set(new)) == len(new)
    for buyer in buyers:
        asked, back = {b for a, b in new if a == buyer}, {a for a, b in new if b == buyer}
        assert len(asked) == 200 and buyer not in asked and back <= asked and 20 <= len(back) <= 60


# Nothing else changes


@pytest.mark.parametrize("name", OFFERS)
def test_an_offer_leaves_the_input_alone_and_keeps_the_books_in_order(name, sample):
    tables = sample
    copies = {key: table.copy() for key, table in tables.items()}
    buyers = ["p0036", "p0216", "p0362"]
    after = with_offer(tables, buyers, OFFERS[name], end=END, seed=4)
    for key, table in tables.items():
        pd.testing.assert_frame_equal(table, copies[key])
        added(tables, after, key)
        assert (after[key].dtypes == table.dtypes).all(), key
    for side, count in (("followed", "followers"), ("follower", "following")):
        new = added(tables, after, "follows").groupby(side).size()
        twitter = [t["accounts"].query("network == 'twitter'").set_index("person")[count] for t in (tables, after)]
        grown = twitter[1].sub(twitter[0], fill_value=0)
        assert grown.loc[new.index].astype(int).tolist() == new.tolist()
        assert grown.sum() == new.sum(), "nobody else's count moves"
    rows = added(tables, after, "interactions")
    post = after["posts"].set_index("post").loc[rows["post"]]
    assert (rows["time"].to_numpy() >= post["time"].to_numpy()).all() and (rows["time"] <= LAST).all()
    assert (rows["target"].to_numpy() == post["person"].to_numpy()).all()


def test_the_seed_decides_and_a_second_offer_can_be_taken_on_top():
    tables = village()
    one, same, other = (with_offer(tables, "p0000", OFFERS["hidden_bots"], end=END, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one["follows"], same["follows"])
    assert not one["follows"].equals(other["follows"])
    twice = with_offer(one, "p0000", OFFERS["bots"], end=END)
    assert twice["accounts"]["person"].is_unique and len(twice["accounts"]) == 30 + 200
    assert with_offer({**tables, "people": "kept"}, "p0000", OFFERS["bots"], end=END)["people"] == "kept"


def test_errors_say_what_is_missing():
    tables = village()
    with pytest.raises(ValueError, match=r"got none called 'posts'; load it"):
        with_offer({k: v for k, v in tables.items() if k != "posts"}, "p0000", OFFERS["bots"], end=END)
    with pytest.raises(ValueError, match=r"a post on twitter in the window, got 'nobody' without; draw them"):
        with_offer(tables, ["p0000", "nobody"], OFFERS["bots"], end=END)
    with pytest.raises(ValueError, match=r"named twice"):
        with_offer(tables, ["p0000", "p0000"], OFFERS["bots"], end=END)
    with pytest.raises(ValueError, match=r"3 newcomers or more for an interval, got 2"):
        bought(tables, OFFERS, persons=["p0000", "p0001"], end=END, rivals=rivals)


# Places


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_places_against_counting_one_by_one(own, others):
    slow = [100 * (sum(o < x for o in others) + sum(o == x for o in others) / 2) / len(others) for x in own]
    assert places(pd.Series(own, dtype=float), pd.Series(others, dtype=float)) == pytest.approx(slow)


def test_places_of_missing_values_are_the_lowest_and_tied():
    assert places(pd.Series([None, 1.0]), pd.Series([None, 0.0, 2.0, 3.0])).tolist() == [12.5, 50.0]


def made_up(**columns):
    """A rivals function out of formulas that see the accounts, summed by person."""

    def score(interactions, posts, accounts, follows, *, end, endorsements=None):
        sums = accounts.groupby("person")[["followers", "listed"]].sum()
        return pd.DataFrame({name: formula(sums) for name, formula in columns.items()}).astype(float)

    return score


def test_bought_by_hand():
    """All have 5 followers, so all stand at 50; with bots the three buyers stand above all others."""
    tables = village()
    score = made_up(
        followers=lambda s: s["followers"],
        shrinking=lambda s: s["followers"] / len(s) ** 2,
        lists=lambda s: s["listed"],
        hidden=lambda s: s["followers"].where(s["followers"] > 5),
        falling=lambda s: -s["followers"],
    )
    offers = {name: OFFERS[name] for name in ("bots", "plus_k")}
    found = bought(tables, offers, persons=["p0000", "p0001", "p0002"], end=END, rivals=score, n_resamples=99)
    found = found.set_index(["offer", "rival"])
    assert len(found) == 10 and (found["before"] == 50).all()
    change = found["change"].map(lambda e: (e.value, e.low, e.high, e.n))
    for rival in ("followers", "shrinking", "hidden"):
        assert change["bots", rival] == (50, 50, 50, 3), rival
    assert change["bots", "falling"] == (-50, -50, -50, 3)
    assert change["bots", "lists"] == (0, 0, 0, 3)
    assert (change["plus_k"].map(lambda e: e[0]) == 0).all()
    assert (found["bystanders"] == 0).all()
    assert found.loc[("bots", "followers"), ["after", "words"]].tolist() == [100, "100 bots follow"]


def test_bystanders_move_where_an_offer_touches_them():
    tables = village()
    score = made_up(followers=lambda s: s["followers"])
    found = bought(
        tables, {"hidden": OFFERS["hidden_bots"]}, persons=["p0000", "p0001", "p0002"], end=END, rivals=score
    ).iloc[0]
    assert found["bystanders"] > 5


def test_buyers_at_once_do_not_disturb_each_other(education):
    """Alone or with two others: the same places exactly where values are a person's own, nearly so in the graph."""
    posted = education["posts"].query("network == 'twitter'")["person"].unique()
    buyers = sorted(posted[:12:4])
    others = pd.Index(education["accounts"]["person"].unique()).difference(buyers)
    for name in ("resharing_bots", "plus_k"):
        together = rivals(**with_offer(education, buyers, OFFERS[name], end=END), end=END)
        for buyer in buyers:
            alone = rivals(**with_offer(education, buyer, OFFERS[name], end=END), end=END)
            for rival in alone:
                ours, theirs = (places(t.loc[[buyer], rival], t.loc[others, rival])[0] for t in (alone, together))
                exact = rival not in ("tunkrank", "pagerank", "influence", "peerindex_like")
                assert ours == pytest.approx(theirs, abs=0 if exact else 3), (name, rival)


def test_bots_move_pagerank_but_not_the_order_of_likes(education):
    buyer = education["posts"].query("network == 'twitter'")["person"].iloc[0]
    before, after = (t["follows"] for t in (education, with_offer(education, buyer, OFFERS["bots"], end=END)))
    ranks = [pagerank(f["follower"], f["followed"]).rank(pct=True)[buyer] for f in (before, after)]
    assert ranks[1] > ranks[0] and ranks[1] > 0.99


# Who buys


def test_newcomers_are_active_low_and_post(sample):
    tables = sample
    raw = raw_2012(signals(*(tables[name] for name in SCORE_TABLES[:4]), end=END))
    rated = rate(raw, anchored_scale(raw.loc[raw["active"], "raw"], load("published/belgium_distribution")))
    truth = load("sample/truth").set_index("person")
    ordinary = truth.index[truth["account_kind"] == "ordinary"]
    found = newcomers(tables, rated, end=END, ordinary=list(ordinary), n=25, seed=3)
    assert found == newcomers(tables, rated, end=END, ordinary=list(ordinary), n=25, seed=3) == sorted(set(found))
    assert found != newcomers(tables, rated, end=END, ordinary=list(ordinary), n=25, seed=4)
    assert len(found) == 25 and (rated.loc[found, "score"] < 20).all() and rated.loc[found, "active"].all()
    assert (truth.loc[found, "account_kind"] == "ordinary").all()
    written = tables["posts"].query("network == 'twitter' and time < '2012-05-20'")
    assert set(found) <= set(written["person"])
    with pytest.raises(ValueError, match=r"expected 9999 active people below 20 with a post on twitter .* got \d+"):
        newcomers(tables, rated, end=END, n=9999)


def test_an_excerpt_holds_what_some_people_did_among_themselves(education):
    people = set(load("sample/people").query("sphere == 'education'")["person"])
    assert set(education) == set(SCORE_TABLES)
    for column in ("actor", "target"):
        assert set(education["interactions"][column]) <= people
    assert education["posts"]["time"].max() < pd.Timestamp("2012-05-20")
    whole = load("sample/follows")
    inside = whole["follower"].isin(people) & whole["followed"].isin(people)
    assert len(education["follows"]) == inside.sum()
    displayed = load("sample/accounts").query("person in @people")["followers"].sum()
    assert education["accounts"]["followers"].sum() == displayed
