"""What is kept of each real data set? One reader each: a folder of raw files in, a table of numbers out.

No id, name or handle leaves a reader. Rows keep the order of the source; the traps of each source stand beside its
reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers.data.readers_house import read_house117

DAYS_IN_YEAR = 365.25


def read_klout_payloads(raw: Path) -> pd.DataFrame:
    """One row per actor, the first payload with a score of 1 or more winning; a lower score is missing."""
    rows = []
    for file in ("test_twitter_data.json", "tweets.json"):
        for payload in _objects((raw / file).read_text(encoding="utf-8")):
            actor = payload.get("actor") or {}
            if "followersCount" not in actor:  # a retweet in short form, or a notice of the sender
                continue
            score = (payload.get("gnip") or {}).get("klout_score")
            rows.append((actor["id"], score, payload.get("postedTime"), actor))
    table = pd.DataFrame(rows, columns=["id", "score", "written", "actor"])
    table["score"] = pd.to_numeric(table["score"]).where(lambda score: score >= 1)
    table = table.sort_values("score", kind="stable", key=lambda score: score.isna()).drop_duplicates("id").sort_index()
    actor = pd.DataFrame(table["actor"].tolist(), index=table.index)
    age = pd.to_datetime(table["written"], utc=True) - pd.to_datetime(actor["postedTime"], utc=True)
    return pd.DataFrame(
        {
            "score": table["score"].astype("float64"),
            "followers": actor["followersCount"].astype("int64"),
            "friends": actor["friendsCount"].astype("int64"),
            "listed": actor["listedCount"].astype("int64"),
            "statuses": actor["statusesCount"].astype("int64"),
            "age_years": (age / pd.Timedelta(days=DAYS_IN_YEAR)).round(3),
            "verified": actor["verified"].astype("bool"),
        }
    ).reset_index(drop=True)


def read_journalists(raw: Path) -> pd.DataFrame:
    """Three scores; 0 means missing. The ids of the source are dropped."""
    text = (raw / "belgian-journalists-twitter-influence.json").read_text(encoding="utf-8")
    table = pd.DataFrame(json.loads(text)["journalists"])
    names = {"kloutScore": "klout", "kredScore": "kred", "piScore": "peerindex"}
    scores = table[list(names)].rename(columns=names).astype("float64")
    return scores.where(scores > 0)


def read_influencer_pairs(raw: Path) -> pd.DataFrame:
    """Pairs of people as judged. The source has no ids: a person is one vector of features, numbered as they appear."""
    table = pd.read_csv(raw / "train.csv")
    sides = {side: table.filter(regex=f"^{side.upper()}_") for side in ("a", "b")}
    for side, frame in sides.items():
        frame.columns = [name[2:] for name in frame.columns]
        sides[side] = frame.astype("float64")
    everyone = pd.concat(sides.values(), ignore_index=True)
    person = everyone.groupby(list(everyone.columns), sort=False).ngroup()
    kept = [pd.Series(table["Choice"] == 1, name="a_chosen")]
    for i, (side, frame) in enumerate(sides.items()):
        frame.insert(0, "person", person.iloc[i * len(table) : (i + 1) * len(table)].to_numpy())
        kept.append(frame.add_prefix(f"{side}_"))
    return pd.concat(kept, axis=1)


def read_scientists(raw: Path) -> pd.DataFrame:
    """Scholar pages joined to Twitter counts. h-index 0 means that no page was found: those rows are dropped."""
    pages = pd.read_csv(raw / "citations.tsv", sep="\t")
    counts = pd.read_csv(raw / "matrix_reci_final_preprocessed.csv", skipinitialspace=True)
    both = pages[pages["h_index"] > 0].merge(counts, on="id", validate="one_to_one")
    years = {year: both[str(year)] for year in range(1980, 2020)}
    return pd.DataFrame(
        {
            "followers": both["nof_followers"],
            "followers_researchers": both["follower_researcher"],
            "tweets": both["nof_tweets"],
            "retweets": pd.to_numeric(both["nof_retweets"].astype("str").str.strip(), errors="coerce").astype("Int64"),
            "h_index": both["h_index"],
            "citations_to_2014": sum(years[year] for year in range(1980, 2015)),
            "citations_2015_19": sum(years[year] for year in range(2015, 2020)),
        }
    )


def read_nba(raw: Path) -> pd.DataFrame:
    """One row per player of either file, joined on the name, which is then dropped.

    A player who stands twice with two salaries keeps the first row. In the file of followers, handle 0 means none, so
    the follower count is missing. Where only that file has the player, salary (0 means not stated), minutes and age
    come from it.
    """
    main = pd.read_csv(raw / "nba_2017_players_with_salary_wiki_twitter.csv").drop_duplicates("PLAYER")
    more = pd.read_csv(raw / "nba_2016_2017_100.csv", encoding="utf-8-sig")
    has_handle = more["TWITTER_HANDLE"].astype("str") != "0"
    more["followers"] = (more["TWITTER_FOLLOWER_COUNT_MILLIONS"] * 1e6).round().where(has_handle)
    more["SALARY_MILLIONS"] = more["SALARY_MILLIONS"].where(more["SALARY_MILLIONS"] > 0)
    more = more[["PLAYER_NAME", "followers", "SALARY_MILLIONS", "MIN", "AGE"]]
    both = main.merge(more, left_on="PLAYER", right_on="PLAYER_NAME", how="outer", suffixes=("", "_more"), sort=False)
    return pd.DataFrame(
        {
            "pageviews": both["PAGEVIEWS"],
            "favorites": both["TWITTER_FAVORITE_COUNT"],
            "retweets": both["TWITTER_RETWEET_COUNT"],
            "followers": both["followers"],
            "salary": both["SALARY_MILLIONS"].fillna(both["SALARY_MILLIONS_more"]),
            "wins_rpm": both["WINS_RPM"],
            "minutes": both["MP"].fillna(both["MIN"]),
            "age": both["AGE"].fillna(both["AGE_more"]),
        }
    ).astype("float64")


def read_plos(raw: Path) -> pd.DataFrame:
    """Research articles only; the file is in latin-1."""
    names = {
        "journal": "journal",
        "year": "year",
        "backtweetsCount": "tweets",
        "facebookShareCount": "facebook_shares",
        "facebookLikeCount": "facebook_likes",
        "facebookCommentCount": "facebook_comments",
        "facebookClickCount": "facebook_clicks",
        "almBlogsCount": "blogs",
        "mendeleyReadersCount": "mendeley",
        "wosCountThru2011": "citations_2011",
    }
    table = pd.read_csv(raw / "counts-raw.txt.gz", sep="\t", encoding="latin-1", usecols=["articleType", *names])
    table = table.loc[table["articleType"] == "Research Article", list(names)].rename(columns=names)
    unknown = ("facebook_likes", "facebook_comments")
    return table.astype({name: "Int64" for name in unknown}).reset_index(drop=True)


def read_pupils(raw: Path) -> pd.DataFrame:
    """Four counts and the grade band.

    Rows that stand twice in the source are dropped once: they are told by the hash of the whole line, so that no
    column on nationality, sex or parents is read into the table.
    """
    path = raw / "xAPI-Edu-Data.csv"
    lines = pd.Series(path.read_text(encoding="utf-8-sig").splitlines()[1:], dtype="str")
    names = {
        "Discussion": "discussion",
        "raisedhands": "raised_hands",
        "VisITedResources": "resources_visited",
        "AnnouncementsView": "announcements_viewed",
        "Class": "grade_band",
    }
    table = pd.read_csv(path, usecols=list(names), encoding="utf-8-sig")[list(names)].rename(columns=names)
    table = table[~lines[lines != ""].duplicated().to_numpy()].reset_index(drop=True)
    table["grade_band"] = table["grade_band"].map({"L": 1, "M": 2, "H": 3}).astype("int64")
    return table


def read_instafake(raw: Path) -> pd.DataFrame:
    """Fake and real accounts, already anonymous in the source."""
    names = {
        "isFake": "fake",
        "userFollowerCount": "followers",
        "userFollowingCount": "following",
        "userMediaCount": "media",
        "userBiographyLength": "biography_length",
        "userHasProfilPic": "has_picture",
        "userIsPrivate": "private",
    }
    files = ("fakeAccountData.json", "realAccountData.json")
    rows = [row for file in files for row in json.loads((raw / file).read_text(encoding="utf-8"))]
    table = pd.DataFrame(rows)[list(names)].rename(columns=names)
    return table.astype({"fake": "bool", "has_picture": "bool", "private": "bool"})


def _objects(text: str) -> Iterator[dict]:
    """Give the JSON objects of a text one by one, whether it is a list, a stream, or one object a line."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        if text[place] in " \r\n\t,[]":
            place += 1
            continue
        found, place = decoder.raw_decode(text, place)
        yield found


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "klout_payloads": read_klout_payloads,
    "journalists": read_journalists,
    "influencer_pairs": read_influencer_pairs,
    "house117": read_house117,
    "scientists": read_scientists,
    "nba": read_nba,
    "plos": read_plos,
    "pupils": read_pupils,
    "instafake": read_instafake,
}
