"""Protects the evidence: published values are met, committed equals recomputed, and aggregates stay aggregates."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.data import DataError, load, root
from helpers.data.fetching import is_fetched
from helpers.evidence import COMPUTED, estimate, evidence, recompute, write_evidence
from helpers.evidence.journalists import journalists, overlap, top_weight
from helpers.evidence.line import FEWEST, Line
from helpers.evidence.payloads import klout_payloads
from helpers.stats import Estimate

NAMES = list(COMPUTED)


def committed(name):
    return load(f"evidence/{name}").set_index("quantity")


# Published values are met


@pytest.mark.parametrize(
    ("pair", "n", "pearson", "spearman"),
    [
        ("klout_kred", 1_295, 0.8607, 0.8788),
        ("klout_peerindex", 1_015, 0.6813, 0.7245),
        ("kred_peerindex", 1_017, 0.7044, 0.8113),
    ],
)
def test_correlations_of_the_journalists_are_as_published(pair, n, pearson, spearman):
    table = committed("journalists")
    assert table.loc[f"spearman_{pair}", ["value", "n"]].tolist() == [spearman, n]
    assert table.loc[f"pearson_{pair}", ["value", "n"]].tolist() == [pearson, n]


def test_means_of_the_journalists_are_as_published():
    table = committed("journalists")
    assert table.loc[["mean_klout", "mean_kred", "mean_peerindex"], "value"].tolist() == [40.08, 547.17, 32.43]
    assert table.loc[["mean_klout", "mean_kred", "mean_peerindex"], "n"].tolist() == [1_299, 1_321, 1_022]


def test_the_payloads_hold_a_part_of_the_published_230_and_give_nearly_the_same_line():
    """Published for 230 people: 8.3 + 12.2 log10(1 + followers), R2 0.60, residual SD 7.9. Here are 156 of them."""
    table = committed("klout_payloads")
    for quantity, published in (("intercept", 8.3), ("slope", 12.2), ("r2", 0.60), ("residual_sd", 7.9)):
        row = table.loc[f"followers_{quantity}"]
        assert row["low"] < published < row["high"], quantity
    assert table.loc["followers_slope", "n"] == 156


# Committed equals recomputed


@pytest.mark.parametrize("name", NAMES)
def test_committed_equals_recomputed(name):
    if not is_fetched(name):
        pytest.skip(f"{name} is not fetched: python3 run.py fetch {name}")
    pd.testing.assert_frame_equal(recompute(name), load(f"evidence/{name}"))


@pytest.mark.parametrize("name", NAMES)
def test_without_the_files_the_committed_table_is_given(name, monkeypatch):
    monkeypatch.setattr("helpers.evidence.is_fetched", lambda _: False)
    monkeypatch.setattr("helpers.evidence.recompute", lambda _: pytest.fail("nothing to recompute from"))
    pd.testing.assert_frame_equal(evidence(name), load(f"evidence/{name}"))


def test_with_the_files_the_table_is_recomputed(monkeypatch):
    monkeypatch.setattr("helpers.evidence.is_fetched", lambda _: True)
    monkeypatch.setattr("helpers.evidence.recompute", lambda name: f"{name} from the files")
    assert evidence("journalists") == "journalists from the files"


@pytest.mark.parametrize("name", NAMES)
def test_recompute_without_the_files_says_how_to_fetch_them(name, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.csv").write_bytes((root() / "data" / "sources.csv").read_bytes())
    monkeypatch.setenv("REAL_KLOUT_DATA", str(tmp_path))
    with pytest.raises(DataError, match=f"run.py fetch {name}"):
        recompute(name)


def test_unknown_names_list_the_known_ones():
    for call in (evidence, recompute):
        with pytest.raises(DataError, match=r"one of klout_payloads, journalists, .*; got 'tweets'"):
            call("tweets")


# Aggregates stay aggregates


@pytest.mark.parametrize("name", NAMES)
def test_every_line_rests_on_twenty_people_and_none_is_a_smallest_or_largest_value(name):
    table = load(f"evidence/{name}")
    assert (table["n"] >= FEWEST).all()
    assert not table["quantity"].str.contains(r"(?:^|_)(?:min|max|smallest|largest|p99)(?:_|$)").any()
    inside = table.dropna(subset="low")
    assert (inside["low"] <= inside["value"]).all() and (inside["value"] <= inside["high"]).all()
    assert table["low"].isna().equals(table["confidence"].isna())


def test_a_line_of_fewer_than_twenty_people_is_refused():
    with pytest.raises(ValueError, match=r"expected 20 people or more behind a published aggregate, got 19"):
        Line("mean", 1.0, 2, 19, "mean")


# What is said agrees with itself


def test_gains_are_the_differences_of_the_misses():
    value = committed("klout_payloads")["value"]
    assert value["gain_out_r2"] == pytest.approx(value["all_counts_out_r2"] - value["followers_out_r2"], abs=0.0011)
    assert value["gain_out_miss_rms"] == pytest.approx(
        value["followers_out_miss_rms"] - value["all_counts_out_miss_rms"], abs=0.011
    )
    assert value["followers_r2"] == pytest.approx(value["pearson_score_log_followers"] ** 2, abs=0.001)
    assert value["followers_out_r2"] < value["followers_r2"], (
        "out of sample cannot beat the fit on the same people here"
    )


def test_same_order_by_chance_is_half_for_two_and_a_quarter_for_three():
    value = committed("journalists")["value"]
    assert value["same_order_by_chance_klout_kred"] == 0.5
    assert value["same_order_by_chance_all_three"] == 0.25
    assert value["same_order_all_three"] < value["same_order_klout_peerindex"]


# The same code on invented people whose answer is known


def invented(n=300, noise=1.0, seed=1):
    rng = np.random.default_rng(seed)
    followers = rng.integers(1, 100_000, n)
    return pd.DataFrame(
        {
            "score": 5 + 12 * np.log10(1 + followers) + rng.normal(0, noise, n),
            "followers": followers,
            "friends": rng.integers(1, 1000, n),
            "listed": rng.integers(0, 50, n),
            "statuses": rng.integers(1, 9000, n),
            "age_years": rng.uniform(0, 6, n),
            "verified": False,
        }
    )


def values(lines):
    return {line.quantity: line.found.value if isinstance(line.found, Estimate) else line.found for line in lines}


def test_a_line_without_noise_is_found_exactly():
    found = values(klout_payloads(invented(noise=1e-9)))
    assert found["followers_intercept"] == pytest.approx(5, abs=1e-6)
    assert found["followers_slope"] == pytest.approx(12, abs=1e-6)
    assert found["followers_out_r2"] == pytest.approx(1, abs=1e-6)
    assert found["same_followers_median_difference"] == pytest.approx(0, abs=1e-6)


def test_normal_noise_gives_the_known_differences_of_pairs():
    """Two normal residuals differ with SD sigma root 2: by 0.954 sigma in the median, within 2.77 sigma in 95 %."""
    found = values(klout_payloads(invented(n=400, noise=5.0)))
    assert found["followers_residual_sd"] == pytest.approx(5, abs=0.4)
    assert found["same_followers_median_difference"] == pytest.approx(0.954 * 5, abs=0.5)
    assert found["same_followers_95_percent_within"] == pytest.approx(2.77 * 5, abs=1.5)
    assert abs(found["gain_out_r2"]) < 0.01, "counts that mean nothing gain nothing"


def test_people_without_a_score_are_left_out():
    people = invented(noise=3.0)
    people.loc[:49, "score"] = np.nan
    assert {line.n for line in klout_payloads(people)} == {250}


def test_three_products_that_agree_and_three_that_do_not():
    rng = np.random.default_rng(5)
    same = pd.Series(rng.permutation(np.arange(1.0, 301.0)))
    found = values(journalists(pd.DataFrame({"klout": same / 4, "kred": same, "peerindex": same / 5})))
    assert found["same_order_all_three"] == 1 and found["top_tenth_overlap_klout_kred"] == 1
    other = pd.DataFrame({name: rng.permutation(np.arange(1.0, 301.0)) for name in ("klout", "kred", "peerindex")})
    found = values(journalists(other))
    assert found["same_order_all_three"] == pytest.approx(0.25, abs=0.03)
    assert found["same_order_klout_kred"] == pytest.approx(0.5, abs=0.04)
    assert found["top_tenth_overlap_klout_kred"] == pytest.approx(0.1, abs=0.15)
    assert found["tied_pairs_all_three"] == 0


def test_order_of_pairs_against_counting_them_one_by_one():
    rng = np.random.default_rng(9)
    people = pd.DataFrame(rng.integers(1, 12, size=(60, 3)).astype(float), columns=["klout", "kred", "peerindex"])
    same = compared = pairs = 0
    rows = people.to_numpy()
    for i in range(len(rows)):
        for j in range(i):
            signs = np.sign(rows[i] - rows[j])
            pairs += 1
            compared += bool((signs != 0).all())
            same += bool((signs == 1).all() or (signs == -1).all())
    found = values(journalists(people))
    assert found["same_order_all_three"] == pytest.approx(same / compared)
    assert found["tied_pairs_all_three"] == pytest.approx(1 - compared / pairs)


def test_missing_scores_leave_pairs_out():
    people = pd.DataFrame({"klout": np.arange(1.0, 101), "kred": np.arange(1.0, 101), "peerindex": np.arange(1.0, 101)})
    people.loc[:29, "peerindex"] = np.nan
    n = {line.quantity: line.n for line in journalists(people)}
    assert (n["spearman_klout_kred"], n["spearman_klout_peerindex"], n["same_order_all_three"]) == (100, 70, 70)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.sampled_from([0.1, 0.25, 0.5, 1.0]))
def test_weights_of_the_top_sum_to_its_places_and_never_favour_the_lower(scores, share):
    array = np.array(scores, dtype=float)
    weight = top_weight(array, share)
    assert weight.sum() == pytest.approx(share * len(array))
    assert ((weight >= 0) & (weight <= 1)).all()
    assert (np.diff(weight[np.argsort(array, kind="stable")]) >= -1e-12).all()
    assert 0 <= overlap(array, array, share) <= 1 + 1e-12


# The table and its parts


def test_estimate_prints_with_its_interval():
    table = load("evidence/klout_payloads")
    assert str(estimate(table, "followers_r2")).endswith("n = 156")
    with pytest.raises(DataError, match=r"one of the 22 quantities, such as followers_r2, .*got 'follower_r2'"):
        estimate(table, "follower_r2")
    with pytest.raises(DataError, match=r"without an interval"):
        estimate(table, "log_followers_mean")


def test_writing_the_evidence_anew(tmp_path, monkeypatch):
    """Written into another folder, the same estimates give the committed file to the byte."""
    tables = {name: load(f"evidence/{name}") for name in NAMES}
    (tmp_path / "data" / "evidence").mkdir(parents=True)
    monkeypatch.setattr("helpers.evidence.root", lambda: tmp_path)
    monkeypatch.setattr("helpers.evidence.recompute", tables.__getitem__)
    for path in write_evidence():
        assert path.read_bytes() == (root() / path.relative_to(tmp_path)).read_bytes()
