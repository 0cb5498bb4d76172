"""Which columns do the tables of published facts have? The schemas of data/published and of the sources.

They hold what others wrote, with the page where it stands.
"""

from __future__ import annotations

from helpers.data.schemas.column import Column, Table

SOURCE = Column(
    "source",
    "text",
    "page on which the fact stands, or the page of the data it was computed from",
    pattern=r"https?://\S+",
)
FOUR_BANDS = ("10-24", "25-49", "50-74", "75-100")
NOT_OURS = "published facts, no rights claimed"


def _score(name: str, meaning: str, *, missing: str = "") -> Column:
    return Column(name, "number", meaning, "points", low=0, high=100, missing=missing)


def _points(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, "points", low=-100, high=100)


def _answer(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning, allowed=("yes", "partly", "no"), missing="not said in what was read")


def _day(meaning: str) -> Column:
    return Column("date", "text", meaning, unit="year, year and month, or day", pattern=r"20\d\d(-\d\d(-\d\d)?)?")


def _table(name: str, row: str, *columns: Column, key: tuple[str, ...], badge: str = "real") -> Table:
    file = f"data/published/{name}.csv"
    return Table(f"published/{name}", file, row, columns, key=key, badge=badge, licence=NOT_OURS)


PUBLISHED = (
    _table(
        "belgium_distribution",
        "one band of scores",
        Column("band", "text", "band of scores, or no Klout", pattern=r"no Klout|\d\d-\d\d|65\+", unique=True),
        _score("low", "lowest score in the band", missing="the people without a score"),
        _score("high", "highest score in the band", missing="the people without a score, and the open top band"),
        Column("n_2013", "whole number", "Belgian Twitter users in the band in 2013", "people", low=0),
        Column("n_2014", "whole number", "Belgian Twitter users in the band in 2014", "people", low=0),
        SOURCE,
        key=("band",),
    ),
    _table(
        "belgium_transition",
        "one move from a band in 2013 to a band in 2014",
        Column("band_2013", "text", "band of scores in 2013", allowed=FOUR_BANDS),
        Column("band_2014", "text", "band of scores in 2014", allowed=FOUR_BANDS),
        Column("n", "whole number", "Belgian Twitter users who made the move or stayed", "people", low=0),
        SOURCE,
        key=("band_2013", "band_2014"),
    ),
    _table(
        "rule_change_october_2011",
        "one group of accounts",
        Column("group", "text", "which accounts", allowed=("all", "regular", "follow-back and shout-out"), unique=True),
        Column("n", "whole number", "accounts in the group", "accounts", low=1),
        _score("mean_before", "mean score on 19 October 2011"),
        Column("sd_before", "number", "standard deviation of the scores on 19 October 2011", "points", low=0, high=50),
        _score("mean_after", "mean score on 26 October 2011"),
        Column("sd_after", "number", "standard deviation of the scores on 26 October 2011", "points", low=0, high=50),
        _points("mean_change", "mean of the score after minus the score before"),
        Column("sd_change", "number", "standard deviation of the changes", "points", low=0, high=50),
        Column("pearson", "number", "Pearson correlation of the scores before and after", low=-1, high=1),
        Column("spearman", "number", "rank correlation of the scores before and after", low=-1, high=1),
        SOURCE,
        key=("group",),
        badge="derived",
    ),
    _table(
        "named_scores",
        "one published score of a world-famous person or brand, or of an office holder",
        Column("name", "text", "name of the person or brand"),
        Column("kind", "text", "what they are", allowed=("person", "brand", "office holder")),
        _score("score", "score as published"),
        _day("when it was published or read; 2012-08 stands for before the change, whose day the sources leave open"),
        Column(
            "change",
            "text",
            "whether it was read before or after the change of 14 August 2012",
            allowed=("before", "after"),
            missing="not a score about that change",
        ),
        Column("note", "text", "what the source says beside it", missing="nothing"),
        SOURCE,
        key=("name", "date", "score"),
    ),
    _table(
        "published_features_2011",
        "one variable that Klout named in 2011",
        Column(
            "part", "text", "part of the score it belongs to", allowed=("true reach", "amplification", "network impact")
        ),
        Column("meaning", "text", "what the part is meant to say"),
        Column("variable", "text", "variable, in the words of the source"),
        SOURCE,
        key=("part", "variable"),
    ),
    _table(
        "signals_2012",
        "one signal that Klout named in August 2012",
        Column("network", "text", "network of the signal"),
        Column("signal", "text", "signal, in the words of the source"),
        SOURCE,
        key=("network", "signal"),
    ),
    _table(
        "style_matrix",
        "one style of the 4 x 4 matrix",
        Column("row", "whole number", "from listening (1) to participating (4)", low=1, high=4),
        Column("column", "whole number", "from sharing (1) to creating (4)", low=1, high=4),
        Column("style", "text", "name of the style", unique=True),
        Column("place", "text", "how sure the place in the grid is", allowed=("inferred from the order of the list",)),
        SOURCE,
        key=("row", "column"),
    ),
    _table(
        "timeline",
        "one event",
        _day("when it happened"),
        Column("event", "text", "what happened", unique=True),
        SOURCE,
        key=("date", "event"),
    ),
    _table(
        "score_intercorrelations",
        "one correlation between two scores, or between a score and a count",
        Column("first", "text", "first measure"),
        Column("second", "text", "second measure"),
        Column("n", "whole number", "people, organisations or accounts", low=2),
        Column("pearson", "number", "Pearson correlation", low=-1, high=1),
        Column("spearman", "number", "rank correlation", low=-1, high=1, missing="not published"),
        Column("sample", "text", "who was measured"),
        _day("when the scores were collected"),
        Column(
            "computed",
            "text",
            "who computed it",
            allowed=("by the source", "from the data of the source", "from the R2 of the source"),
        ),
        SOURCE,
        key=("first", "second", "n"),
    ),
    _table(
        "validity_coefficients",
        "one published result on what such a score or count goes with",
        Column("study", "text", "who found it, and the year"),
        Column("finding", "text", "what was compared or found"),
        Column("statistic", "text", "what the value is"),
        Column("value", "number", "the value", missing="the finding is in words or is a range"),
        Column("low", "number", "lower end of a published range", missing="no range"),
        Column("high", "number", "upper end of a published range", missing="no range"),
        Column("n", "whole number", "size of the sample", low=1, missing="not stated"),
        Column("about", "text", "what is compared", allowed=("score", "followers", "tweets", "altmetrics", "display")),
        SOURCE,
        key=("study", "finding"),
    ),
    _table(
        "averages",
        "one published statement of what an average score is",
        Column("average", "number", "average score as stated", "points", low=0, high=100),
        Column("whose", "text", "whose average it is said to be"),
        _day("when it was published"),
        Column("said_by", "text", "who said it"),
        SOURCE,
        key=("average", "source"),
    ),
    _table(
        "consequences",
        "one documented case in which a score had a consequence",
        Column("case", "text", "what happened", unique=True),
        Column("kind", "text", "kind of consequence", allowed=("privilege", "hiring", "privacy", "books")),
        Column("score", "number", "score that counted, or threshold", "points", low=0, high=100, missing="none stated"),
        Column(
            "compared_with", "number", "other score in the story", "points", low=0, high=100, missing="no other score"
        ),
        Column("rule", "text", "how the score counted", allowed=("threshold", "comparison", "factor", "profile")),
        _day("when it happened or was reported"),
        SOURCE,
        key=("case",),
    ),
    _table(
        "peer_scores",
        "one score that does the same job",
        Column("score", "text", "name of the score", unique=True),
        Column("scored", "text", "what is scored", allowed=("people", "papers", "scientists")),
        Column("inputs", "text", "what it reads, in words"),
        _answer("sees_followers", "how many follow somebody"),
        _answer("sees_follow_graph", "who follows whom"),
        _answer("sees_lists", "lists that others put somebody on"),
        _answer("sees_posts", "what somebody posts"),
        _answer("sees_reactions", "reactions to it, or mentions"),
        _answer("sees_who_reacts", "who reacts or mentions"),
        _answer("sees_citations", "citations of papers"),
        _answer("weighs_who_reacts", "whether it counts more or less by who reacts or follows"),
        _answer("topics", "whether it tells topics apart"),
        _answer("formula_public", "whether anybody could compute it"),
        _answer("shows_its_working", "whether its users see how their number comes about"),
        _answer("shows_uncertainty", "whether its users see how sure the number is"),
        _answer("shows_outcome_test", "whether its users see a test against an outcome, with n, beside followers"),
        Column("scale", "text", "scale of the number, in words"),
        Column("window", "text", "period it looks at", missing="none stated"),
        Column(
            "status",
            "text",
            "how the row was checked",
            allowed=("read in the source", "general description, check before relying on it"),
        ),
        SOURCE,
        key=("score",),
    ),
    _table(
        "altmetric_weights",
        "one kind of source that may mention a paper",
        Column("source_type", "text", "kind of source", unique=True),
        Column("default_weight", "number", "default weight of a mention in 2017", "points", low=0, high=10),
        Column("static", "yes or no", "whether it counts once however often it mentions the paper"),
        Column(
            "counted", "text", "what counts", allowed=("every mention", "once for each source", "once for the paper")
        ),
        SOURCE,
        key=("source_type",),
    ),
)

SOURCES = Table(
    "sources",
    "data/sources.csv",
    "one file that `fetch` downloads",
    (
        Column("dataset", "text", "data set the file belongs to", pattern=r"[a-z0-9_]+"),
        Column("file", "text", "name of the file", pattern=r"[\w.-]+"),
        Column("bytes", "whole number", "size of the file", "bytes", low=1),
        Column("sha256", "text", "SHA-256 of the file", pattern=r"[0-9a-f]{64}", unique=True),
        Column("url", "text", "address, pinned to a commit", pattern=r"https://\S+", unique=True),
        Column("licence", "text", "licence that the publisher states"),
        Column("what", "text", "what the file is"),
    ),
    key=("dataset", "file"),
)
