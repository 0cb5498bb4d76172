"""Protects fetching: hashes, cut-off files, interrupted writes, consent for minors, and what each reader keeps."""

import gzip
import hashlib
import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest

from helpers.data import FETCHED, DataError, external, fetch, root
from helpers.data import fetching as fetching_module
from helpers.data.__main__ import main
from helpers.data.fetching import is_fetched
from helpers.data.readers import READERS

SCORES = [(10, 39, 0, 31), (11, 37, 578, 0), (12, 0, 958, 44)]


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty repository with a small manifest, and a mirror with the file it names."""
    (tmp_path / "data").mkdir()
    (tmp_path / "mirror" / "journalists").mkdir(parents=True)
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    put(tmp_path, {"journalists": {"belgian-journalists-twitter-influence.json": journalists_file(SCORES)}})
    return tmp_path


def journalists_file(scores):
    names = ("twId", "kloutScore", "kredScore", "piScore")
    return json.dumps({"journalists": [dict(zip(names, row, strict=True)) for row in scores]}).encode()


def put(place, datasets):
    """Write files into the mirror, and the manifest that pins them."""
    rows = []
    for dataset, files in datasets.items():
        (place / "mirror" / dataset).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (place / "mirror" / dataset / name).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            rows.append(
                (dataset, name, len(content), digest, f"https://nowhere.invalid/{dataset}/{name}", "none", "test")
            )
    names = ["dataset", "file", "bytes", "sha256", "url", "licence", "what"]
    pd.DataFrame(rows, columns=names).to_csv(place / "data" / "sources.csv", index=False)


def source(place):
    return place / "mirror" / "journalists" / "belgian-journalists-twitter-influence.json"


def left_over(place):
    return [path.name for path in (place / "data" / "external").iterdir() if path.name != "journalists.parquet"]


def fetch_quietly(name, place, **options):
    return fetch(name, place / "mirror", progress=False, **options)


def test_fetch_keeps_the_numbers_and_deletes_the_raw_file(place):
    path = fetch_quietly("journalists", place)
    assert path == place / "data" / "external" / "journalists.parquet"
    assert left_over(place) == []
    table = external("journalists")
    assert list(table.columns) == ["klout", "kred", "peerindex"]
    expected = pd.DataFrame({"klout": [39, 37, None], "kred": [None, 578, 958], "peerindex": [31, None, 44]})
    pd.testing.assert_frame_equal(table, expected.astype("float64"))
    assert b"twId" not in path.read_bytes()


def test_a_second_fetch_downloads_nothing(place):
    path = fetch_quietly("journalists", place)
    before = path.stat().st_mtime_ns
    shutil.rmtree(place / "mirror")
    assert fetch("journalists", place / "mirror", progress=False) == path
    assert path.stat().st_mtime_ns == before
    assert is_fetched("journalists")


def test_a_cut_off_file_is_refused_and_the_old_table_left_alone(place):
    path = fetch_quietly("journalists", place)
    old = path.read_bytes()
    put(place, {"journalists": {source(place).name: journalists_file([*SCORES, (13, 50, 500, 50)])}})
    whole = source(place).read_bytes()
    source(place).write_bytes(whole[:-20])
    with pytest.raises(DataError, match=rf"expected {len(whole)} bytes, got {len(whole) - 20}.*cut off"):
        fetch_quietly("journalists", place)
    assert path.read_bytes() == old
    assert left_over(place) == []


def test_a_file_with_another_hash_is_refused_and_the_old_table_left_alone(place):
    path = fetch_quietly("journalists", place)
    old = path.read_bytes()
    put(place, {"journalists": {source(place).name: journalists_file([*SCORES, (13, 50, 500, 50)])}})
    source(place).write_bytes(source(place).read_bytes().replace(b"500", b"501"))
    with pytest.raises(DataError, match=r"expected the SHA-256 .* got another"):
        fetch_quietly("journalists", place)
    assert path.read_bytes() == old
    assert left_over(place) == []


def test_an_interrupted_download_leaves_nothing_behind(place, monkeypatch):
    def stop(path, progress):
        def copy(url, output, mover):
            with open(output, "wb") as sink:
                sink.write(b"half")
            raise KeyboardInterrupt

        return copy

    monkeypatch.setattr(fetching_module, "_copier", stop)
    with pytest.raises(KeyboardInterrupt):
        fetch_quietly("journalists", place)
    assert list((place / "data" / "external").iterdir()) == []


def test_an_interrupted_write_leaves_the_old_table_alone(place, monkeypatch):
    path = fetch_quietly("journalists", place)
    old = path.read_bytes()
    put(place, {"journalists": {source(place).name: journalists_file([*SCORES, (13, 50, 500, 50)])}})

    def stop(source, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching_module.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        fetch_quietly("journalists", place)
    assert path.read_bytes() == old
    assert left_over(place) == []


def test_what_a_killed_run_left_is_swept_away(place):
    left = place / "data" / "external" / ".raw-killed"
    left.mkdir(parents=True)
    fetching_module.os.utime(left, (0, 0))
    fetch_quietly("journalists", place)
    assert not left.exists()


def test_unknown_name_lists_the_known_ones(place):
    for call in (fetch, external):
        with pytest.raises(DataError, match=r"one of journalists; got 'facebook'"):
            call("facebook")


def test_mirror_that_is_not_there(place):
    with pytest.raises(DataError, match=r"expected a folder or an http"):
        fetch("journalists", place / "nowhere", progress=False)


def test_mirror_without_the_file(place):
    source(place).unlink()
    with pytest.raises(DataError, match=r"could not be read from .*No such file.*run.py fetch --mirror"):
        fetch_quietly("journalists", place)
    assert list((place / "data" / "external").iterdir()) == []


def test_no_network_is_one_sentence_that_says_what_to_do(place, capsys):
    assert main(["fetch", "journalists"]) == 1
    said = capsys.readouterr().err
    assert (
        "journalists/belgian-journalists-twitter-influence.json: could not be read from https://nowhere.invalid" in said
    )
    assert "--mirror" in said and "Traceback" not in said


def test_an_address_can_be_a_mirror(place):
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet.on(place / "mirror")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            fetch("journalists", f"http://127.0.0.1:{server.server_address[1]}/", progress=False)
            source(place).rename(source(place).with_suffix(".gone"))
            (place / "data" / "external" / "journalists.parquet").unlink()
            with pytest.raises(DataError, match=r"could not be read from http://127"):
                fetch("journalists", f"http://127.0.0.1:{server.server_address[1]}", progress=False)
        finally:
            server.shutdown()
            thread.join()


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    @classmethod
    def on(cls, folder):
        return partial(cls, directory=str(folder))

    def log_message(self, *_):
        pass


def test_a_file_that_does_not_hold_what_its_reader_expects(place):
    put(place, {"journalists": {source(place).name: b'{"people": []}'}})
    with pytest.raises(DataError, match=r"have the right hash, but reading them failed"):
        fetch_quietly("journalists", place)


def test_a_value_outside_its_range_is_refused(place):
    put(place, {"journalists": {source(place).name: journalists_file([(1, 139, 5, 5)])}})
    with pytest.raises(
        DataError, match=r"data/external/journalists.parquet, column 'klout': expected 1 to 100, got row 1: 139"
    ):
        fetch_quietly("journalists", place)


def test_external_says_how_to_fetch_what_is_not_here(place):
    with pytest.raises(DataError, match=r"journalists is not fetched. Fetch it: `python3 run.py fetch journalists`"):
        external("journalists")


def test_external_refuses_a_table_made_from_other_files(place):
    fetch_quietly("journalists", place)
    put(place, {"journalists": {source(place).name: journalists_file([*SCORES, (13, 50, 500, 50)])}})
    assert not is_fetched("journalists")
    with pytest.raises(DataError, match=r"made from other files"):
        external("journalists")


def test_progress_is_drawn_on_request(place, capsys):
    fetch("journalists", place / "mirror", progress=True)
    assert "belgian-journalists" in capsys.readouterr().err


# Data about minors

PUPILS = b"""gender,Discussion,raisedhands,VisITedResources,AnnouncementsView,Class
M,20,15,16,2,M
M,20,15,16,2,M
F,20,15,16,2,M
F,30,10,7,0,L
"""


@pytest.fixture
def with_pupils(place):
    put(place, {"journalists": {source(place).name: journalists_file(SCORES)}, "pupils": {"xAPI-Edu-Data.csv": PUPILS}})
    return place


def test_data_about_minors_are_refused_unless_asked_for(with_pupils, capsys):
    with pytest.raises(DataError, match=r"pupils holds data about minors.*--minors"):
        fetch_quietly("pupils", with_pupils)
    assert main(["fetch", "pupils", "--mirror", str(with_pupils / "mirror")]) == 1
    assert "minors" in capsys.readouterr().err
    assert not (with_pupils / "data" / "external" / "pupils.parquet").exists()


def test_data_about_minors_come_with_a_yes(with_pupils, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert main(["fetch", "pupils", "--mirror", str(with_pupils / "mirror")]) == 1
    monkeypatch.setattr("builtins.input", lambda _: " Yes ")
    assert main(["fetch", "pupils", "--mirror", str(with_pupils / "mirror")]) == 0
    assert len(external("pupils")) == 3
    assert "written to data/external/pupils.parquet" in capsys.readouterr().out


def test_pupils_keep_five_columns_and_lose_the_repeated_row(with_pupils):
    fetch_quietly("pupils", with_pupils, minors=True)
    table = external("pupils")
    assert table.to_dict("list") == {
        "discussion": [20, 20, 30],
        "raised_hands": [15, 15, 10],
        "resources_visited": [16, 16, 7],
        "announcements_viewed": [2, 2, 0],
        "grade_band": [2, 2, 1],
    }


def test_fetch_without_names_leaves_minors_out(with_pupils, monkeypatch, capsys):
    kept = {name: FETCHED[name] for name in ("journalists", "pupils")}
    monkeypatch.setattr("helpers.data.__main__.FETCHED", kept)
    mirror = str(with_pupils / "mirror")
    assert main(["fetch", "--mirror", mirror]) == 0
    said = capsys.readouterr().out
    assert "journalists: written" in said and "left out, about minors: pupils" in said
    assert main(["fetch", "--mirror", mirror, "--minors"]) == 0
    said = capsys.readouterr().out
    assert "journalists: already here" in said and "pupils: written" in said


def test_the_command_goes_on_after_a_failure_and_says_so_at_the_end(with_pupils, capsys):
    assert main(["fetch", "facebook", "journalists", "--mirror", str(with_pupils / "mirror")]) == 1
    said = capsys.readouterr()
    assert "got 'facebook'" in said.err and "journalists: written" in said.out


def test_stopping_the_command_gives_its_own_exit_code(place, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.data.__main__.fetch", stop)
    assert main(["fetch", "journalists"]) == 130


# Readers: the traps of each source, on a few invented rows


def read(tmp_path, name, files):
    for file, content in files.items():
        (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return READERS[name](tmp_path)


def test_payloads_one_row_for_each_actor_from_a_list_and_from_a_stream(tmp_path):
    def payload(person, score, followers=5):
        actor = {"id": f"id:{person}", "followersCount": followers, "friendsCount": 1, "listedCount": 0}
        actor["statusesCount"] = 9
        actor |= {"postedTime": "2013-06-10T00:00:00.000Z", "verified": False, "preferredUsername": "a name"}
        return {"actor": actor, "postedTime": "2014-06-10T06:00:00.000Z", "gnip": {"klout_score": score}}

    first = json.dumps([payload("a", 0, 7), payload("a", 44, 8), payload("b", 30)])
    payloads = (payload("a", 50), payload("c", 0.4), {"actor": {"id": "id:d"}}, {"info": 1})
    second = "\r\n".join(json.dumps(p) for p in payloads)
    table = read(tmp_path, "klout_payloads", {"test_twitter_data.json": first, "tweets.json": second})
    assert table["score"].fillna(-1).tolist() == [44, 30, -1]
    assert table["followers"].tolist() == [8, 5, 5]
    assert table["age_years"].tolist() == [1.0, 1.0, 1.0]
    assert set(table.columns) == set(FETCHED["klout_payloads"].column_names)


def test_pairs_number_people_by_their_features(tmp_path):
    names = [f"{side}_{name}" for side in "AB" for name in FEATURES]
    one, two, three = ([float(i)] * 11 for i in (1, 2, 3))
    rows = [[1, *one, *two], [0, *two, *three], [1, *three, *one]]
    content = pd.DataFrame(rows, columns=["Choice", *names]).to_csv(index=False)
    table = read(tmp_path, "influencer_pairs", {"train.csv": content})
    assert table["a_chosen"].tolist() == [True, False, True]
    pairs = list(zip(table["a_person"], table["b_person"], strict=True))
    assert pairs[0][1] == pairs[1][0] and pairs[1][1] == pairs[2][0] and pairs[2][1] == pairs[0][0]
    assert sorted({person for pair in pairs for person in pair}) == [0, 1, 2]
    assert table["b_posts"].tolist() == [2, 3, 1]


FEATURES = (
    "follower_count following_count listed_count mentions_received retweets_received mentions_sent retweets_sent posts "
    "network_feature_1 network_feature_2 network_feature_3"
).split()


def test_house_counts_what_leaves_a_member_as_engagement_received(tmp_path):
    pytest.importorskip("yaml")
    network = [
        {
            "usernameList": ["RepA", "RepB", "SenC"],
            "outList": [[1, 2], [], [0]],
            "outWeight": [[0.5, 0.25], [], [0.1]],  # codespell:ignore
            "inList": [[2], [0], [0]],
            "inWeight": [[0.1], [0.5], [0.25]],
        }
    ]
    media = "".join(
        f"- id:\n    bioguide: {member}\n  social:\n    twitter: {name}\n"
        for member, name in (("A000001", "repA"), ("B000002", "REPB"), ("C000003", "SenC"))
    )
    roles = """
- id: {bioguide: A000001}
  leadership_roles:
  - {title: Speaker, chamber: house, start: '2021-01-03'}
- id: {bioguide: B000002}
  leadership_roles:
  - {title: Whip, chamber: house, start: '2019-01-03', end: '2021-01-03'}
"""
    seats = """
HSAG:
- {name: x, bioguide: A000001, title: Chairwoman}
- {name: y, bioguide: B000002, title: Ranking Member}
HSAG03:
- {name: y, bioguide: B000002, title: Chair}
"""
    head = [
        "Congress number",
        "Indicator for member in bioguide",
        "LES 1.0",
        "LES Classic Rank within Party",
        "LES/benchmark (Classic)",
        "100=Dem, 200=Rep, Other",
        "1 = majority party member",
    ]
    rows = [(116, "A000001", 9, 1, 9, 100, 0), (117, "A000001", 2, 3, 1, 100, 1), (117, "B000002", 1, 4, 0, 200, 0)]
    scores = pd.DataFrame(rows, columns=head).to_csv(index=False)
    table = read(
        tmp_path,
        "house117",
        {
            "congress_network_data.json": json.dumps(network),
            "legislators-social-media.yaml": media,
            "legislators-current.yaml": roles,
            "committee-membership-current.yaml": seats,
            "CEL_H111-118_LES.csv": scores.encode("utf-8-sig"),
        },
    )
    assert table["engagement_received"].tolist() == [0.75, 0.0]
    assert table["engagement_given"].tolist() == [0.1, 0.5]
    assert (table["engaged_by"].tolist(), table["engages_with"].tolist()) == ([2, 0], [1, 1])
    assert table["les"].tolist() == [2, 1]
    assert table["party"].tolist() == ["Democrat", "Republican"]
    assert table["majority"].tolist() == [True, False]
    assert table["committee_chair"].tolist() == [True, False]
    assert table["ranking_member"].tolist() == [False, True]
    assert table["leadership"].tolist() == [True, False]
    assert set(table.columns) == set(FETCHED["house117"].column_names)


def test_scientists_without_a_page_are_dropped(tmp_path):
    years = [str(year) for year in range(1980, 2020)]
    pages = pd.DataFrame([[1, "x", 5, *[1] * 40], [2, "y", 0, *[0] * 40]], columns=["id", "twitter", "h_index", *years])
    counts = pd.DataFrame(
        {"id": [1, 2], "role": ["NA    ", "phd   "], "nof_followers": [7, 8], "follower_researcher": [3, 4]}
        | {"nof_tweets": [9, 9], "nof_retweets": ["NA    ", "5     "]}
    )
    files = {
        "citations.tsv": pages.to_csv(sep="\t", index=False),
        "matrix_reci_final_preprocessed.csv": counts.to_csv(index=False),
    }
    table = read(tmp_path, "scientists", files)
    assert len(table) == 1
    assert table.loc[0, ["h_index", "followers", "citations_to_2014", "citations_2015_19"]].tolist() == [5, 7, 35, 5]
    assert table["retweets"].isna().all()


def test_nba_one_row_for_each_player_and_handle_0_means_none(tmp_path):
    main_file = pd.DataFrame(
        {
            "PLAYER": ["A", "B", "B"],
            "AGE": [20, 21, 21],
            "MP": [30.0, 15.6, 15.6],
            "WINS_RPM": [1.0, -0.4, -0.4],
            "SALARY_MILLIONS": [2.0, 1.45, 1.52],
            "PAGEVIEWS": [5.0, 6.0, 6.0],
            "TWITTER_FAVORITE_COUNT": [1.0, None, None],
            "TWITTER_RETWEET_COUNT": [1.0, None, None],
        }
    )
    more = "\ufeffPLAYER_NAME,AGE,MIN,TWITTER_HANDLE,SALARY_MILLIONS,TWITTER_FOLLOWER_COUNT_MILLIONS\r"
    more += "A,20,30.0,handle,2.1,4.5\rC,22,8.4,0,0,0\r"
    files = {"nba_2017_players_with_salary_wiki_twitter.csv": main_file.to_csv(), "nba_2016_2017_100.csv": more}
    table = read(tmp_path, "nba", files).sort_values("age", ignore_index=True)
    assert table["age"].tolist() == [20, 21, 22]
    assert table["salary"].fillna(-1).tolist() == [2.0, 1.45, -1]
    assert table["followers"].fillna(-1).tolist() == [4_500_000, -1, -1]
    assert table["minutes"].tolist() == [30.0, 15.6, 8.4]


def test_plos_keeps_research_articles_and_reads_latin_1(tmp_path):
    head = "doi journal title articleType year backtweetsCount facebookShareCount facebookLikeCount"
    head += " facebookCommentCount facebookClickCount almBlogsCount mendeleyReadersCount wosCountThru2011"
    article = "1\tpone\tCaf\xe9\tResearch Article\t2010\t2\t1\tNA\t0\t0\t1\t4\t9"
    other = "2\tpone\tx\tSynopsis\t2010\t2\t1\t1\t0\t0\t1\t4\t9"
    text = "\n".join([head.replace(" ", "\t"), article, other]) + "\n"
    table = read(tmp_path, "plos", {"counts-raw.txt.gz": gzip.compress(text.encode("latin-1"))})
    assert table.loc[0, ["journal", "year", "tweets", "citations_2011"]].tolist() == ["pone", 2010, 2, 9]
    assert len(table) == 1 and table["facebook_likes"].isna().all()


def test_instafake_joins_fake_and_real(tmp_path):
    def account(fake):
        names = "userFollowerCount userFollowingCount userMediaCount userBiographyLength userHasProfilPic userIsPrivate"
        return [dict.fromkeys(names.split(), 1) | {"usernameLength": 9, "isFake": fake}]

    files = {"fakeAccountData.json": json.dumps(account(1)), "realAccountData.json": json.dumps(account(0))}
    table = read(tmp_path, "instafake", files)
    assert table["fake"].tolist() == [True, False]
    assert "usernameLength" not in table


def test_every_data_set_has_a_reader_a_schema_and_a_source():
    sources = pd.read_csv(root() / "data" / "sources.csv")
    assert set(READERS) == set(FETCHED) == set(sources["dataset"])


# The real files, where they have been fetched

SIZES = {
    "klout_payloads": 161,
    "journalists": 1_326,
    "influencer_pairs": 5_500,
    "house117": 378,
    "scientists": 4_542,
    "nba": 270,
    "plos": 21_096,
    "pupils": 478,
    "instafake": 1_194,
}


@pytest.mark.parametrize("name", SIZES)
def test_sizes_of_the_real_data(name):
    if not is_fetched(name):
        pytest.skip(f"{name} is not fetched: python3 run.py fetch {name}")
    table = external(name)
    assert len(table) == SIZES[name]
    names = FETCHED[name].column_names
    assert not [c for c in names if c in ("id", "name", "handle", "username", "twitter", "doi", "player", "member")]
    texts = [c for c in table if table[c].dtype == "str"]
    assert set(texts) <= {"party", "journal"}


def test_counts_of_the_real_data_are_as_published():
    wanted = ("influencer_pairs", "plos", "instafake", "nba", "klout_payloads")
    if not all(is_fetched(name) for name in wanted):
        pytest.skip("not fetched: python3 run.py fetch")
    pairs, plos, fake, nba, payloads = (external(name) for name in wanted)
    everyone = pd.concat([pairs["a_person"], pairs["b_person"]]).value_counts()
    assert (len(everyone), (everyone > 1).sum()) == (1_172, 441)
    assert (plos["year"] == 2010).sum() == 7_366
    assert fake["fake"].sum() == 200
    assert nba["pageviews"].notna().sum() == 238
    assert payloads["score"].notna().sum() == 156
