"""Protects the reading of committed tables: types, and one clear error for every way a file can break."""

import shutil
import subprocess
import sys

import pandas as pd
import pytest

from helpers.data import COMMITTED, DataError, check_sample, load, root, table_names
from helpers.data.schemas import Column, Table, dtype_of
from helpers.data.tables import check, read_checked

DISTRIBUTION = "data/published/belgium_distribution.csv"


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A copy of the data that a test may break."""
    shutil.copytree(root() / "data", tmp_path / "data", ignore=shutil.ignore_patterns("external"))
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, "the test wants to change something that is not there once"
    path.write_text(text.replace(old, new), encoding="utf-8")


# Published numbers come out as published


def test_belgian_counts_add_up_to_the_published_totals():
    table = load("published/belgium_distribution")
    scored = table[table["band"] != "no Klout"]
    assert (scored["n_2013"].sum(), scored["n_2014"].sum()) == (81_126, 100_258)
    assert table["n_2014"].sum() == 113_658  # the headline of the post
    shares = {low: scored.loc[scored["low"] >= low, ["n_2013", "n_2014"]].sum() for low in (40, 50, 60)}
    percent = {low: (100 * s / scored[["n_2013", "n_2014"]].sum()).round(1).tolist() for low, s in shares.items()}
    assert percent == {40: [14.6, 12.8], 50: [5.0, 3.8], 60: [1.1, 0.9]}


def test_belgian_moves_add_up_to_the_published_totals():
    table = load("published/belgium_transition")
    stayed = table["band_2013"] == table["band_2014"]
    assert table["n"].sum() == 80_690
    assert round(table.loc[stayed, "n"].sum() / table["n"].sum(), 3) == 0.894
    high = table["band_2013"].isin(["50-74", "75-100"])
    still = high & table["band_2014"].isin(["50-74", "75-100"])
    assert table.loc[high, "n"].sum() == 3_978
    assert round(table.loc[still, "n"].sum() / table.loc[high, "n"].sum(), 3) == 0.658


def test_rule_change_of_october_2011_is_as_stated_and_holds_no_row():
    table = load("published/rule_change_october_2011").set_index("group")
    assert table["n"].to_dict() == {"all": 25, "regular": 9, "follow-back and shout-out": 16}
    assert table["mean_change"].round(1).to_dict() == {
        "all": -15.4,
        "regular": -12.2,
        "follow-back and shout-out": -17.2,
    }
    assert table.loc["all", "spearman"] == 0.939
    difference = table["mean_after"] - table["mean_before"] - table["mean_change"]
    assert difference.abs().max() < 0.011


def test_scores_of_the_change_of_august_2012_are_as_stated():
    table = load("published/named_scores").dropna(subset="change").set_index(["name", "change"])["score"]
    assert (table["Barack Obama", "before"], table["Barack Obama", "after"]) == (94, 99)
    assert (table["Justin Bieber", "before"], table["Justin Bieber", "after"]) == (100, 92)
    assert (table["New York Times", "before"], table["New York Times", "after"]) == (85, 98.5)


# Every table can be loaded, with the types that its schema says


@pytest.mark.parametrize("name", table_names())
def test_every_table_loads_with_its_types(name):
    frame = load(name)
    table = COMMITTED[name]
    assert list(frame.columns) == table.column_names
    assert {c.name: str(frame[c.name].dtype) for c in table.columns} == {c.name: dtype_of(c) for c in table.columns}
    assert len(frame) > 0


@pytest.mark.parametrize("name", table_names())
def test_every_column_is_described(name):
    for column in COMMITTED[name].columns:
        assert len(column.meaning) > 4, column.name
        assert (
            column.unit
            or column.kind != "number"
            or "correlation" in column.meaning
            or name.startswith(("evidence/", "published/validity"))
        ), f"{column.name} has no unit"


def test_no_table_that_is_committed_has_a_source_without_an_address():
    for name in table_names():
        frame = load(name)
        if "source" in frame:
            assert frame["source"].str.match(r"https?://[\w.-]+\.[a-z]+/").all(), name


def test_tables_of_the_sample_fit_each_other():
    check_sample()


def test_importing_is_quick_and_leaves_pandera_for_later():
    code = "import sys, helpers.data; print([name in sys.modules for name in ('pandera', 'pooch', 'statsmodels')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False, False, False]"


# Every kind of break gives one clear error


def broken(name="published/belgium_distribution"):
    with pytest.raises(DataError) as caught:
        load(name)
    assert isinstance(caught.value, ValueError)
    message = str(caught.value)
    assert "git checkout" in message
    return message


def test_missing_file(clone):
    (clone / DISTRIBUTION).unlink()
    message = broken()
    assert DISTRIBUTION in message and "not there" in message


def test_missing_column(clone):
    path = clone / DISTRIBUTION
    pd.read_csv(path).drop(columns="n_2014").to_csv(path, index=False)
    assert "header: expected the columns band, low, high, n_2013, n_2014, source; missing: n_2014" in broken()


def test_column_that_is_not_expected(clone):
    path = clone / DISTRIBUTION
    pd.read_csv(path).assign(guess=1).to_csv(path, index=False)
    assert "not expected: guess" in broken()


def test_columns_in_another_order(clone):
    path = clone / DISTRIBUTION
    frame = pd.read_csv(path)
    frame[["low", "band", *frame.columns[2:]]].to_csv(path, index=False)
    assert "another order" in broken()


def test_wrong_type(clone):
    change(clone / DISTRIBUTION, ",33970,", ",many,")
    assert f"{DISTRIBUTION}, column 'n_2013': expected whole number, got line 3: 'many'" in broken()


def test_fraction_where_a_whole_number_is_expected(clone):
    change(clone / DISTRIBUTION, ",33970,", ",33970.5,")
    assert "column 'n_2013': expected whole number, got line 3: '33970.5'" in broken()


def test_out_of_range(clone):
    change(clone / DISTRIBUTION, ",33970,", ",-33970,")
    assert f"{DISTRIBUTION}, column 'n_2013': expected 0 or more, got line 3: -33970" in broken()


def test_unknown_category(clone):
    path = clone / "data/published/belgium_transition.csv"
    path.write_text(path.read_text().replace("75-100,75-100,21", "75-100,75-99,21"))
    message = broken("published/belgium_transition")
    assert "column 'band_2014': expected 10-24, 25-49, 50-74, 75-100, got line 13: '75-99'" in message


def test_empty_cell(clone):
    change(clone / DISTRIBUTION, "10-14,10,14,33970,", "10-14,10,14,,")
    assert "column 'n_2013': expected no empty cell, got line 3: an empty cell" in broken()


def test_empty_text(clone):
    path = clone / "data/sample/people.csv"
    text = path.read_text().splitlines()
    text[2] = text[2].replace("p0002", "")
    path.write_text("\n".join(text))
    assert "column 'person': expected no empty cell, got line 3" in broken("sample/people")


def test_duplicate_key_of_one_column(clone):
    path = clone / "data/sample/people.csv"
    change(path, "p0002,", "p0001,")
    message = broken("sample/people")
    assert "column 'person': expected no value twice" in message and "line 2: 'p0001'" in message


def test_duplicate_key_of_two_columns(clone):
    path = clone / "data/published/belgium_transition.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[1]]))
    message = broken("published/belgium_transition")
    assert "expected no two rows with the same band_2013, band_2014" in message
    assert "line 2: band_2013 10-24, band_2014 10-24" in message


def test_wrong_date(clone):
    path = clone / "data/sample/endorsements.csv"
    lines = path.read_text().splitlines()
    lines[1] = lines[1].replace("2012-02-20", "20/02/2012")
    path.write_text("\n".join(lines))
    assert "column 'time': expected date, got line 2: '20/02/2012'" in broken("sample/endorsements")


def test_date_outside_the_window(clone):
    path = clone / "data/sample/endorsements.csv"
    lines = path.read_text().splitlines()
    lines[1] = lines[1].replace("2012-02-20", "2012-02-19")
    path.write_text("\n".join(lines))
    assert "column 'time': expected 2012-02-20 to 2012-08-17, got line 2: 2012-02-19" in broken("sample/endorsements")


def test_giver_and_receiver_the_same(clone):
    path = clone / "data/sample/endorsements.csv"
    lines = path.read_text().splitlines()
    day, giver, _, sphere = lines[1].split(",")
    lines[1] = f"{day},{giver},{giver},{sphere}"
    path.write_text("\n".join(lines))
    assert "expected that giver differs from receiver, got line 2" in broken("sample/endorsements")


def test_not_a_csv(clone):
    (clone / DISTRIBUTION).write_bytes(b"")
    assert "expected a CSV in UTF-8" in broken()


def test_wrong_type_in_a_parquet_file(clone):
    path = clone / "data/sample/posts.parquet"
    frame = pd.read_parquet(path).head(50)
    frame.assign(post=frame["post"].astype("str")).to_parquet(path, index=False)
    assert "data/sample/posts.parquet, column 'post': expected whole number, got str" in broken("sample/posts")


def test_row_numbers_of_a_parquet_file_count_from_one(clone):
    path = clone / "data/sample/posts.parquet"
    frame = pd.read_parquet(path).head(50)
    frame.loc[4, "network"] = "myspace"
    frame.to_parquet(path, index=False)
    assert "column 'network': expected twitter, facebook, google+, blogs, got row 5: 'myspace'" in broken(
        "sample/posts"
    )


def test_several_breaks_are_all_named(clone):
    change(clone / DISTRIBUTION, ",33970,", ",-1,")
    change(clone / DISTRIBUTION, ",16082,", ",-2,")
    change(clone / DISTRIBUTION, "20-24,20,24", "20-24,20,240")
    message = broken()
    assert "line 3: -1; line 4: -2" in message and "column 'high'" in message


def test_many_breaks_are_counted(clone):
    path = clone / "data/sample/people.csv"
    path.write_text(path.read_text().replace(",business,", ",cooking,"))
    message = broken("sample/people")
    assert message.count("cooking") == 3
    assert " and 394 more" in message


def test_unknown_table_lists_the_known_ones():
    with pytest.raises(DataError, match=r"expected the name of a table, one of sample/people.*got 'people'"):
        load("people")


def test_folder_without_data(tmp_path, monkeypatch):
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"REAL_KLOUT_DATA"):
        load("published/averages")


def test_another_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(load("published/averages")) > 0


# Checks across tables


def broken_sample(clone, table, edit):
    path = next((clone / "data/sample").glob(f"{table}.*[vt]"))
    text = path.suffix == ".csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False) if text else pd.read_parquet(path)
    frame = edit(frame)
    frame.to_csv(path, index=False) if text else frame.to_parquet(path, index=False)
    with pytest.raises(DataError) as caught:
        check_sample()
    return str(caught.value)


def replaced(frame, row, column, value):
    frame.loc[row, column] = value
    return frame


def test_person_who_is_not_among_the_people(clone):
    message = broken_sample(clone, "accounts", lambda f: replaced(f, 3, "person", "p9999"))
    assert "sample/accounts, row 4: expected person to stand in sample/people; 1 rows differ" in message


def test_post_without_account(clone):
    message = broken_sample(clone, "accounts", lambda f: f[f["network"] != "blogs"])
    assert "sample/posts" in message and "an account of the person on the network" in message


def test_mention_with_a_post(clone):
    message = broken_sample(clone, "interactions", lambda f: f.assign(kind=f["kind"].replace("like", "mention")))
    assert "a post for every reaction and none for a mention" in message


def test_reaction_before_its_post(clone):
    message = broken_sample(clone, "posts", lambda f: f.assign(time=pd.Timestamp("2012-08-17 23:00:00").as_unit("us")))
    assert "expected a reaction to come after its post" in message


def test_two_people_stand_for_the_blogger(clone):
    message = broken_sample(clone, "people", lambda f: f.assign(stands_for="the blogger"))
    assert "expected one person who stands for the blogger, got 2400" in message


def test_outcome_of_another_sphere(clone):
    message = broken_sample(clone, "outcomes", lambda f: replaced(f, 0, "outcome", "bills_passed"))
    assert "an outcome that the dictionary holds under this sphere" in message


# The words of the schemas


def test_a_key_of_one_column_is_unique_by_itself():
    for table in COMMITTED.values():
        if len(table.key) == 1:
            assert next(c for c in table.columns if c.name == table.key[0]).unique, table.name


def test_unknown_kind_and_badge_are_refused():
    with pytest.raises(ValueError, match=r"one of the kinds"):
        Column("x", "colour", "a colour")
    with pytest.raises(ValueError, match=r"one of the badges"):
        Table("x", "x.csv", "a row", (), badge="guessed")


def test_a_frame_with_other_columns_is_refused_without_a_file():
    table = COMMITTED["published/averages"]
    frame = load("published/averages")
    with pytest.raises(DataError, match=r"data/published/averages.csv, header: .*not expected: guess"):
        check(frame.assign(guess=1), table)
    with pytest.raises(DataError, match=r"missing: average"):
        check(frame.drop(columns="average"), table)


def test_missing_values_are_kept_where_they_mean_something(tmp_path):
    column = Column("post", "whole number", "post reacted to", low=1, missing="a mention")
    table = Table("sample/x", "x.csv", "a row", (column,))
    (tmp_path / "x.csv").write_text("post\n1\n\n3\n")
    assert read_checked(table, tmp_path / "x.csv")["post"].tolist() == [1, pd.NA, 3]
    with pytest.raises(DataError, match=r"expected 1 or more, got row 1: 0"):
        check(pd.DataFrame({"post": pd.array([0, None], dtype="Int64")}), table)


def test_a_cut_off_parquet_file_is_told(tmp_path):
    whole = root() / "data" / "sample" / "posts.parquet"
    cut = tmp_path / "posts.parquet"
    cut.write_bytes(whole.read_bytes()[:5_000])
    with pytest.raises(DataError, match=r"sample/posts\.parquet: expected a whole Parquet file"):
        read_checked(COMMITTED["sample/posts"], cut)
