"""Which columns of the real data are kept after a download? The schemas of data/external, which is never committed.

Numbers only: no id, no name, no handle. What is not listed here is deleted with the raw file.
"""

from __future__ import annotations

from helpers.data.schemas.column import Column, Table

PARTIES = ("Democrat", "Republican")
NOT_IN_MAIN = "player stands in the file of followers only"


def _count(name: str, meaning: str, unit: str = "", *, low: float = 0, missing: str = "") -> Column:
    return Column(name, "whole number", meaning, unit, low=low, missing=missing)


def _number(name: str, meaning: str, unit: str = "", *, low: float | None = 0, missing: str = "") -> Column:
    return Column(name, "number", meaning, unit, low=low, missing=missing)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, "yes or no", meaning)


def _table(name: str, row: str, *columns: Column, licence: str) -> Table:
    return Table(f"external/{name}", f"data/external/{name}.parquet", row, columns, licence=licence)


FEATURES = (
    "follower_count",
    "following_count",
    "listed_count",
    "mentions_received",
    "retweets_received",
    "mentions_sent",
    "retweets_sent",
    "posts",
    "network_feature_1",
    "network_feature_2",
    "network_feature_3",
)

_PAIR_COLUMNS = tuple(
    column
    for side in ("a", "b")
    for column in (
        _count(f"{side}_person", f"running number of person {side.upper()}, by order of first appearance"),
        *(_number(f"{side}_{name}", f"{name.replace('_', ' ')} of person {side.upper()}") for name in FEATURES),
    )
)

EXTERNAL = (
    _table(
        "klout_payloads",
        "one person who wrote a sampled tweet",
        Column("score", "number", "Klout score", "points", low=1, high=100, missing="no score, or below 1"),
        _count("followers", "followers on Twitter", "people"),
        _count("friends", "accounts followed", "accounts"),
        _count("listed", "lists that hold the account", "lists"),
        _count("statuses", "posts so far", "posts"),
        _number("age_years", "age of the account on the day of the tweet", "years", missing="day of the tweet unknown"),
        _flag("verified", "whether Twitter had verified the account"),
        licence="Unlicense",
    ),
    _table(
        "journalists",
        "one Belgian journalist on Twitter, June 2013",
        Column("klout", "number", "Klout score", "points", low=1, high=100, missing="0 in the source"),
        Column("kred", "number", "Kred influence", "points of 1,000", low=1, high=1000, missing="0 in the source"),
        Column("peerindex", "number", "PeerIndex", "points", low=1, high=100, missing="0 in the source"),
        licence="none stated",
    ),
    _table(
        "influencer_pairs",
        "one judgement of who of two people is more influential",
        _flag("a_chosen", "whether A was judged more influential than B"),
        *_PAIR_COLUMNS,
        licence="none stated (competition data)",
    ),
    _table(
        "house117",
        "one member of the House of the 117th Congress",
        _number("engagement_received", "sum of the weights of the edges that leave the member"),
        _number("engagement_given", "sum of the weights of the edges that reach the member"),
        _count("engaged_by", "accounts that engaged with the member", "accounts"),
        _count("engages_with", "accounts that the member engaged with", "accounts"),
        _number("les", "LES 1.0, rounded to whole numbers in this copy"),
        _count("les_rank_in_party", "rank of the unrounded LES within the party, 1 is best", low=1),
        _number("les_to_benchmark", "LES over its benchmark (classic), rounded to whole numbers in this copy"),
        Column("party", "text", "party", allowed=PARTIES),
        _flag("majority", "member of the majority party"),
        _flag("committee_chair", "chaired a full committee in 2021-22"),
        _flag("ranking_member", "ranking member of a full committee in 2021-22"),
        _flag("leadership", "held a leadership role of the House in February to June 2022"),
        licence="MIT, CC0-1.0; LES none stated (Center for Effective Lawmaking; cite Volden & Wiseman)",
    ),
    _table(
        "scientists",
        "one computer scientist with a Google Scholar page",
        _count("followers", "followers on Twitter, 2014", "people"),
        _count("followers_researchers", "followers who are researchers", "people"),
        _count("tweets", "tweets so far", "tweets"),
        _count("retweets", "retweets among the tweets read", "retweets", missing="not known"),
        _count("h_index", "h-index in 2019", low=1),
        _count("citations_to_2014", "citations of 1980-2014", "citations"),
        _count("citations_2015_19", "citations of 2015-19", "citations"),
        licence="MIT (repository); upstream none stated",
    ),
    _table(
        "nba",
        "one NBA player of 2016-17",
        _number("pageviews", "Wikipedia page views a day", missing=NOT_IN_MAIN),
        _number("favorites", "favourites of a tweet", missing=f"no tweets, or {NOT_IN_MAIN}"),
        _number("retweets", "retweets of a tweet", missing=f"no tweets, or {NOT_IN_MAIN}"),
        _number("followers", "followers on Twitter", "people", missing="no handle, or not in the file of followers"),
        _number("salary", "salary of the season", "million US dollars", missing="not stated"),
        _number("wins_rpm", "wins by real plus-minus", "wins", low=None, missing=NOT_IN_MAIN),
        _number("minutes", "minutes a game", "minutes", missing="not stated"),
        _number("age", "age", "years", low=15),
        licence="CC BY-NC-SA 4.0",
    ),
    _table(
        "plos",
        "one research article in a PLOS journal",
        Column("journal", "text", "journal", pattern=r"p[a-z]{3}"),
        _count("year", "year of publication", low=2003),
        _count("tweets", "tweets that link the article", "tweets"),
        _count("facebook_shares", "shares on Facebook"),
        _count("facebook_likes", "likes on Facebook", missing="not known"),
        _count("facebook_comments", "comments on Facebook", missing="not known"),
        _count("facebook_clicks", "clicks on Facebook"),
        _count("blogs", "blog posts"),
        _count("mendeley", "readers on Mendeley, a comparison and not a signal"),
        _count("citations_2011", "citations in Web of Science to the end of 2011"),
        licence="CC BY 4.0 (lesson); data arXiv:1203.4745",
    ),
    _table(
        "pupils",
        "one pupil in one course (a minor)",
        Column("discussion", "whole number", "contributions to discussions", low=0, high=100),
        Column("raised_hands", "whole number", "times a hand was raised", low=0, high=100),
        Column("resources_visited", "whole number", "course resources visited", low=0, high=100),
        Column("announcements_viewed", "whole number", "announcements viewed", low=0, high=100),
        Column("grade_band", "whole number", "grade band: 1 low, 2 middle, 3 high", low=1, high=3),
        licence="CC BY-SA 4.0 at its first publisher (unverified)",
    ),
    _table(
        "instafake",
        "one Instagram account",
        _flag("fake", "whether the account is fake"),
        _count("followers", "followers", "people"),
        _count("following", "accounts followed", "accounts"),
        _count("media", "pictures and videos posted"),
        _count("biography_length", "length of the biography", "characters"),
        _flag("has_picture", "has a profile picture"),
        _flag("private", "is private"),
        licence="CC BY-NC 4.0",
    ),
)

MINORS = frozenset({"pupils"})
"""Data sets about minors: fetched only when asked for."""
