"""Protects what is counted: the weights by hand, the window's edges, the four stated rules, and that engines agree."""

import math

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import END, world

from helpers.signals import _day_number, signals

people = st.sampled_from(["a", "b", "c", "d"])
kinds = st.sampled_from(["like", "reply", "mention", "reshare"])
reactions = st.lists(st.tuples(people, people, kinds, st.integers(0, 100)), max_size=25)
some_posts = st.lists(st.tuples(people, st.integers(0, 100)), max_size=10)


def account(tables, person):
    table = signals(**tables, end=END)
    return table.set_index("person").loc[person]


def test_an_account_worked_by_hand():
    tables = world(
        [("b", "a", "like", 0, 0), ("b", "a", "reshare", 30, 0), ("c", "a", "reply", 0, 1), ("c", "d", "like", 0, 2)],
        posts=[("a", 0), ("a", 30), ("d", 0)],
        followers={"a": 99, "b": 9, "c": 999},
    )
    row = account(tables, "a")
    assert (row["posts"], row["reactions"], row["reactors"], row["resharers"], row["reshared_posts"]) == (2, 3, 2, 1, 1)
    assert (row["likes"], row["replies"], row["mentions"], row["reshares"]) == (1, 1, 0, 1)
    assert row["recent_posts"] == pytest.approx(1 + 0.5)
    # b: a like today weighs 1, a reshare 30 days ago 3 / 2; c: a reply today weighs 2, halved by the other like of the
    # day
    assert row["engagement"] == pytest.approx(math.log(1 + 1 + 1.5) + math.log(1 + 1))
    assert row["reactor_audience"] == pytest.approx((1 + 3) / 2)


def test_the_window_holds_ninety_days_and_both_edges():
    ages = [0, 89, 90, -1]
    tables = world([("b", "a", "like", age) for age in ages], posts=[("a", age) for age in ages])
    row = account(tables, "a")
    assert (row["reactions"], row["posts"]) == (2, 2)


def test_a_self_reaction_weighs_nothing_and_dilutes_nothing():
    rows = [("b", "a", "like", 0), ("a", "b", "like", 0)]
    without, with_self = world(rows), world([*rows, ("a", "a", "reshare", 0), ("b", "b", "like", 0)])
    pd.testing.assert_frame_equal(signals(**without, end=END), signals(**with_self, end=END))


def test_a_prolific_reactors_reaction_weighs_less_that_day():
    quiet = account(world([("b", "a", "like", 0)]), "a")["engagement"]
    prolific = account(world([("b", "a", "like", 0)] + [("b", f"x{i}", "like", 0) for i in range(50)]), "a")[
        "engagement"
    ]
    busy_yesterday = account(world([("b", "a", "like", 0)] + [("b", f"x{i}", "like", 1) for i in range(50)]), "a")[
        "engagement"
    ]
    assert prolific < quiet == busy_yesterday


@pytest.mark.parametrize("ages", [[0] * 100, list(range(80)) + list(range(20))])
def test_a_hundred_people_once_beat_one_person_a_hundred_times(ages):
    many = account(world([(f"x{i}", "a", "like", age) for i, age in enumerate(ages)]), "a")
    one = account(world([("x", "a", "like", age) for age in ages]), "a")
    assert many["reactions"] == one["reactions"] == 100
    assert many["engagement"] > one["engagement"]


def test_active_followers_are_those_who_posted_or_reacted_in_the_window():
    follows = [(name, "a") for name in ("b", "c", "d", "e")]
    row = account(world([("b", "d", "like", 3)], posts=[("c", 5), ("e", 95)], followers={"a": 4}, follows=follows), "a")
    assert (row["sampled_followers"], row["active_followers"]) == (4, 2)


@given(reactions, some_posts, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_does_not_matter(rows, posts, random):
    tables = world(rows, posts, followers={"a": 3, "b": 1, "c": 0, "d": 8})
    mixed = {name: table.sample(frac=1, random_state=random.randint(0, 2**31)) for name, table in tables.items()}
    frames = [signals(**t, end=END).sort_values("person", ignore_index=True) for t in (tables, mixed)]
    pd.testing.assert_frame_equal(*frames, rtol=1e-12)


def engines(tables):
    """The same tables as Polars, lazy Polars and DuckDB frames, and with times as whole seconds; results as pandas."""
    seconds = {
        name: t.assign(time=t["time"].astype("datetime64[s]").astype("int64"))
        for name, t in tables.items()
        if "time" in t
    }
    polars = {name: pl.from_pandas(table) for name, table in tables.items()}
    with duckdb.connect() as database:
        arrow = {name: pa.Table.from_pandas(table, preserve_index=False) for name, table in tables.items()}
        relations = {name: database.from_arrow(table) for name, table in arrow.items()}
        yield "DuckDB", signals(**relations, end=END).df()
    yield "Polars", signals(**polars, end=END).to_pandas()
    yield (
        "lazy Polars",
        signals(**{name: frame.lazy() for name, frame in polars.items()}, end=END).collect().to_pandas(),
    )
    yield "seconds", signals(**(tables | seconds), end=END)


@given(reactions, some_posts)
@settings(max_examples=6, deadline=None)
def test_every_engine_gives_the_same(rows, posts):
    tables = world(rows, posts, followers={"a": 3, "b": 1, "c": 0, "d": 8}, follows=[("a", "b"), ("c", "b")])
    expected = signals(**tables, end=END).sort_values("person", ignore_index=True)
    for name, other in engines(tables):
        other = other.sort_values("person", ignore_index=True)[list(expected)]
        pd.testing.assert_frame_equal(expected, other, check_dtype=False, rtol=1e-9, obj=name)


def test_spark_gives_the_same():
    spark = pytest.importorskip("pyspark.sql").SparkSession.builder.master("local[1]").getOrCreate()
    tables = world([("b", "a", "like", 0), ("c", "a", "reshare", 3, 0)], [("a", 5)], {"a": 3}, [("b", "a")])
    frames = {name: spark.createDataFrame(table.astype(object)) for name, table in tables.items()}
    expected = signals(**tables, end=END).sort_values("person", ignore_index=True)
    result = signals(**frames, end=END).toPandas().sort_values("person", ignore_index=True)
    pd.testing.assert_frame_equal(expected, result, check_dtype=False, rtol=1e-9)


def test_days_are_counted_right_over_leap_years():
    days = pd.date_range("1896-01-01", "2104-12-31", freq="37D")
    table = nw.from_native(pd.DataFrame({"time": days})).select(day=_day_number(nw.col("time"))).to_native()
    assert (table["day"].to_numpy() == (days - pd.Timestamp("1970-01-01")).days).all()


def test_accounts_that_stand_twice_or_lack_followers_are_refused():
    tables = world([("b", "a", "like", 0)])
    twice = pd.concat([tables["accounts"], tables["accounts"].iloc[:1]])
    with pytest.raises(ValueError, match="a on twitter stands more than once"):
        signals(**(tables | {"accounts": twice}), end=END)
    unknown = tables["accounts"].assign(followers=[None, 3]).astype({"followers": "Int64"})
    with pytest.raises(ValueError, match="a on twitter has no follower count"):
        signals(**(tables | {"accounts": unknown}), end=END)


def test_text_times_and_negative_weights_are_refused_and_a_timestamp_is_a_day():
    tables = world([("b", "a", "like", 0)])
    text = tables["interactions"].assign(time=tables["interactions"]["time"].astype("str"))
    with pytest.raises(ValueError, match="convert the column"):
        signals(**(tables | {"interactions": text}), end=END)
    with pytest.raises(ValueError, match="0 or more"):
        signals(**tables, end=END, kind_weights={"like": -1})
    pd.testing.assert_frame_equal(signals(**tables, end=pd.Timestamp(END)), signals(**tables, end=END))


def test_missing_columns_unknown_kinds_and_empty_windows_are_refused():
    tables = world([("b", "a", "poke", 0)])
    with pytest.raises(ValueError, match="'poke'"):
        signals(**tables, end=END)
    with pytest.raises(ValueError, match=r"interactions lacks the column kind"):
        signals(**(tables | {"interactions": tables["interactions"].drop(columns="kind")}), end=END)
    with pytest.raises(ValueError, match="days >= 1"):
        signals(**tables, end=END, days=0)
