"""Which columns do the tables of the synthetic sample have? The schemas of data/sample.

All of it is invented by `helpers.simulate`: no range given here says anything about the world.
"""

from __future__ import annotations

from helpers.data.schemas.column import Column, Table

SPHERES = ("education", "science", "sport", "politics", "music", "business")
NETWORKS = ("twitter", "facebook", "google+", "blogs")
FIRST, LAST = "2012-02-20", "2012-08-17"
PERSON = r"p\d{4}"


def _person(name: str, meaning: str, *, unique: bool = False) -> Column:
    return Column(name, "text", meaning, pattern=PERSON, unique=unique)


def _sphere(meaning: str) -> Column:
    return Column("sphere", "text", meaning, allowed=SPHERES)


def _network(meaning: str) -> Column:
    return Column("network", "text", meaning, allowed=NETWORKS)


def _moment(meaning: str) -> Column:
    return Column(
        "time", "date and time", meaning, unit="whole seconds, no time zone", low=FIRST, high=f"{LAST} 23:59:59"
    )


def _latent(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, unit="about one standard deviation of people", low=-8, high=8)


def _table(
    name: str,
    suffix: str,
    row: str,
    *columns: Column,
    key: tuple[str, ...] = (),
    apart: tuple[tuple[str, str], ...] = (),
) -> Table:
    file = f"data/sample/{name}.{suffix}"
    return Table(f"sample/{name}", file, row, columns, key=key, apart=apart, badge="synthetic", licence="CC0 1.0")


SAMPLE = (
    _table(
        "people",
        "csv",
        "one invented person",
        _person("person", "running number of the person", unique=True),
        _sphere("sphere of influence the person works in"),
        Column("years_in_field", "whole number", "years the person has worked in the sphere", "years", low=0, high=50),
        Column(
            "stands_for",
            "text",
            "whom of the story the person stands for",
            allowed=("the blogger",),
            missing="stands for nobody in the story",
        ),
    ),
    _table(
        "accounts",
        "csv",
        "one account of a person on a network",
        _person("person", "owner of the account"),
        _network("network the account is on"),
        Column(
            "followers",
            "whole number",
            "followers as the network shows them, people outside the sample included",
            "people",
            low=0,
        ),
        Column(
            "following",
            "whole number",
            "accounts that this account follows, as the network shows them",
            "people",
            low=0,
        ),
        Column("listed", "whole number", "lists of other users that hold the account", "lists", low=0),
        Column("opened", "date", "day the account was opened", low="1999-01-01", high=LAST),
        key=("person", "network"),
    ),
    _table(
        "posts",
        "parquet",
        "one post",
        Column("post", "whole number", "running number of the post", low=1, unique=True),
        _person("person", "author of the post"),
        _network("network the post is on"),
        _moment("when it was posted"),
        _sphere("sphere the post is about"),
    ),
    _table(
        "follows",
        "parquet",
        "one follow between two people of the sample on one network",
        _network("network of the follow"),
        _person("follower", "person who follows"),
        _person("followed", "person who is followed"),
        key=("network", "follower", "followed"),
        apart=(("follower", "followed"),),
    ),
    _table(
        "interactions",
        "parquet",
        "one reaction to a post, or one mention of a person",
        _moment("when it happened"),
        _network("network it happened on"),
        _person("actor", "person who reacted or mentioned"),
        _person("target", "person reacted to or mentioned"),
        Column("kind", "text", "what the actor did", allowed=("like", "reshare", "reply", "mention")),
        Column("post", "whole number", "post reacted to", low=1, missing="a mention, which reacts to no post"),
        _sphere("sphere it was about"),
    ),
    _table(
        "endorsements",
        "csv",
        "one +K given by one person to another",
        Column("time", "date", "day it was given", low=FIRST, high=LAST),
        _person("giver", "person who gave the +K"),
        _person("receiver", "person who was given it"),
        _sphere("sphere it was given for"),
        apart=(("giver", "receiver"),),
    ),
    _table(
        "judgements",
        "csv",
        'one answer of a judge to "who of the two is more influential?"',
        Column("judge", "text", "running number of the judge", pattern=r"j\d{3}"),
        _person("person_a", "first person shown"),
        _person("person_b", "second person shown"),
        Column("chosen", "text", "whom the judge named", allowed=("a", "b")),
        apart=(("person_a", "person_b"),),
    ),
    _table(
        "outcomes",
        "csv",
        "one real-life outcome of one person",
        _person("person", "person the outcome belongs to"),
        _sphere("sphere of the person"),
        Column("outcome", "text", "name of the outcome, as in the dictionary", pattern=r"[a-z_]+"),
        Column(
            "value",
            "number",
            "value of the outcome",
            "see the dictionary",
            missing="not reported; more often where the value would have been low, so not at random",
        ),
        key=("person", "outcome"),
    ),
    _table(
        "outcome_dictionary",
        "csv",
        "one kind of outcome",
        Column("outcome", "text", "name used in the table of outcomes", pattern=r"[a-z_]+", unique=True),
        _sphere("sphere in which it is recorded"),
        Column("label", "text", "the outcome in words"),
        Column("unit", "text", "unit of the values"),
        Column("scale", "text", "scale of the values", allowed=("count", "continuous")),
        Column("named", "yes or no", "whether it is the one outcome that the analysis names for the sphere"),
    ),
    _table(
        "truth",
        "csv",
        "what the simulator knows about one person and no score can see",
        _person("person", "the person", unique=True),
        _latent("impact", "what the person really changes in the sphere"),
        _latent("fame", "how known the person is"),
        _latent("care", "what the person gives to learners, listeners and customers"),
        _latent("drive", "appetite for posting"),
        Column("account_kind", "text", "kind of account", allowed=("ordinary", "bot", "bought followers")),
    ),
)
