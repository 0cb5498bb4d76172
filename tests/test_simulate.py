"""Protects the synthetic sample: its seed makes it, it stays where it was tuned, its truth can be recovered."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import load, root
from helpers.meaning import odd_and_even_days, split_half
from helpers.notebooks.comparing import is_canonical
from helpers.score import anchored_scale, rate, raw_2012
from helpers.signals import signals
from helpers.simulate import WINDOW_ENDS, simulate
from helpers.simulate.tuning import HELD, tuning

NAMES = (
    "people",
    "accounts",
    "posts",
    "follows",
    "interactions",
    "endorsements",
    "judgements",
    "outcomes",
    "outcome_dictionary",
    "truth",
)


@pytest.fixture(scope="module")
def bands():
    return load("published/belgium_distribution")


@pytest.fixture(scope="module")
def sample():
    return {name: load(f"sample/{name}") for name in NAMES}


@pytest.fixture(scope="module")
def fresh(bands):
    return simulate(bands)


@pytest.mark.skipif(not is_canonical(), reason="random streams are promised on the canonical Python and lock only")
def test_the_committed_sample_is_what_the_seed_makes(fresh, sample):
    for name in NAMES:
        for column in fresh[name]:
            new, old = fresh[name][column], sample[name][column]
            if old.dtype.kind == "M":
                new = pd.to_datetime(new).astype(old.dtype)
            pd.testing.assert_series_equal(new, old, check_dtype=False, obj=f"{name}.{column}")


def test_another_seed_makes_other_people_and_another_luck_the_same_people(bands):
    one, two = simulate(bands, n_people=400), simulate(bands, n_people=400, seed=1)
    lucky = simulate(bands, n_people=400, luck_seed=1)
    assert not one["truth"]["impact"].equals(two["truth"]["impact"])
    pd.testing.assert_frame_equal(one["truth"], lucky["truth"])
    pd.testing.assert_frame_equal(one["accounts"], lucky["accounts"])
    assert len(one["interactions"]) != len(lucky["interactions"])


def test_if_everybody_reported_the_reported_values_stay_and_the_worse_ones_come_in(bands):
    told, full = (simulate(bands, n_people=400, everybody_reports=flag) for flag in (False, True))
    for name in set(told) - {"outcomes"}:
        pd.testing.assert_frame_equal(told[name], full[name])
    some, every = told["outcomes"]["value"], full["outcomes"]["value"]
    assert some.isna().any() and every.notna().all()
    assert (every[some.notna()] == some.dropna()).all()
    ranks = full["outcomes"].groupby("outcome")["value"].rank(pct=True)
    assert ranks[some.isna()].mean() < 0.45 < ranks[some.notna()].mean()


def test_odd_and_even_days_come_close_to_the_error_that_luck_alone_makes(sample, bands):
    """The two errors of notebook 03: from halves, and from the same people living the same weeks again."""
    again = simulate(bands, luck_seed=1)

    def raw(interactions, posts):
        return raw_2012(signals(interactions, posts, sample["accounts"], sample["follows"], end=WINDOW_ENDS[0]))

    whole = raw(sample["interactions"], sample["posts"])
    active = whole["active"]
    scale = anchored_scale(whole.loc[active, "raw"], bands)
    relived = rate(raw(again["interactions"], again["posts"]), scale)["score"]
    true_error = np.std((rate(whole, scale)["score"] - relived)[active], ddof=1) / np.sqrt(2)
    halves = [raw(*half).loc[active, "raw"] for half in odd_and_even_days(sample["interactions"], sample["posts"])]
    estimated = split_half(*(anchored_scale(half, bands)(half) for half in halves), n_resamples=199).sem
    assert estimated.value == pytest.approx(true_error, rel=0.12)


def test_too_few_people_are_refused(bands):
    with pytest.raises(ValueError, match="200 or more"):
        simulate(bands, n_people=50)


def test_every_figure_lies_in_the_range_that_the_card_states(sample, bands):
    table = tuning(sample, bands)
    outside = table[(table["value"] < table["low"]) | (table["value"] > table["high"])]
    assert outside.empty, outside.to_string()
    card = (root() / "data" / "sample" / "README.md").read_text(encoding="utf-8")
    for row in table.itertuples():
        line = next((line for line in card.splitlines() if line.startswith(f"| {row.figure} |")), None)
        assert line, f"data/sample/README.md has no row for {row.figure!r}"
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[1:4] == [f"{row.value:.2f}", f"{row.low:g} to {row.high:g}", row.how], (
            f"stale row: {line}; the run gives {row}"
        )


def test_the_ranges_hold_the_published_figures_they_are_tuned_to():
    evidence = load("evidence/klout_payloads").set_index("quantity")["value"]
    published = {
        "points per tenfold of followers": evidence["followers_slope"],
        "R2 of the score on log followers": evidence["followers_r2"],
        "residual SD of the score on log followers": evidence["followers_residual_sd"],
    }
    for figure, value in published.items():
        low, high, how = HELD[figure]
        assert how == "tuned" and low <= value <= high


def test_tails_are_heavy_and_spheres_keep_to_themselves(sample):
    received = sample["interactions"].groupby("target").size().sort_values(ascending=False)
    assert received.head(24).sum() / received.sum() > 0.10
    sphere = sample["people"].set_index("person")["sphere"]
    follows = sample["follows"]
    own = (follows["follower"].map(sphere).to_numpy() == follows["followed"].map(sphere).to_numpy()).mean()
    by_chance = (sphere.value_counts(normalize=True) ** 2).sum()
    assert own > 2 * by_chance


def test_outcomes_are_missing_more_often_where_they_would_look_bad(sample):
    outcomes = sample["outcomes"].merge(sample["truth"], on="person")
    gain = outcomes[outcomes["outcome"] == "learners_gain"]
    missing = gain["value"].isna()
    deserved = 0.40 * gain["impact"] + 0.45 * gain["care"]
    assert 0.05 < missing.mean() < 0.35
    assert deserved[missing].mean() < deserved[~missing].mean() - 0.2


def test_bots_and_bought_followers_are_there_and_bots_have_no_outcomes(sample):
    kinds = sample["truth"].set_index("person")["account_kind"]
    assert kinds.value_counts().to_dict() == {"ordinary": 2_340, "bought followers": 36, "bot": 24}
    assert not set(sample["outcomes"]["person"]) & set(kinds.index[kinds == "bot"])


def test_nobody_reacts_before_the_post_and_all_days_lie_in_the_two_windows(sample):
    reactions = sample["interactions"].dropna(subset=["post"])
    posted = sample["posts"].set_index("post")["time"]
    assert (reactions["time"].to_numpy() > posted.loc[reactions["post"]].to_numpy()).all()
    days = sample["interactions"]["time"].dt.normalize()
    assert days.min() >= pd.Timestamp("2012-02-20") and days.max() <= pd.Timestamp(WINDOW_ENDS[1])


def test_impact_and_fame_can_be_recovered_from_the_judgements(sample):
    truth = sample["truth"].set_index("person")[["impact", "fame"]]
    a, b = (truth.loc[sample["judgements"][f"person_{side}"]].to_numpy() for side in "ab")
    x, y = a - b, (sample["judgements"]["chosen"] == "a").to_numpy().astype(float)
    weights = np.zeros(2)
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x, x.T @ (y - p))
    assert weights == pytest.approx([0.55, 0.95], abs=0.12)
