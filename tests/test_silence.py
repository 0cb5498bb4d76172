"""Protects the answer to "what does no number record?": closed forms against brute force, known truths, the page."""

import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import silence
from helpers.data import load, root
from helpers.score import explain
from helpers.stats import Estimate, bootstrap, concordance, concordance_gain

EVEN = st.floats(-1, 1, allow_nan=False)
GRID = np.linspace(0, -4, 17)


def corr(r1, low, high):
    return Estimate(r1, low, high, 100, 0.95, "pearson")


# Bounds


def test_bounds_by_hand():
    """r1 = 0.6, r2 = 0.8: 0.48 +- 0.6 x 0.8, so from 0 to 0.96; there the sign is just fixed."""
    assert silence.unseen_bounds(0.6, 0.8)[:2] == pytest.approx((0, 0.96))
    assert silence.needed_proxy(0.6) == pytest.approx(0.8)


def test_bounds_at_the_limits():
    assert silence.unseen_bounds(0.3, 0)[:2] == pytest.approx((-math.sqrt(0.91), math.sqrt(0.91)))
    assert silence.unseen_bounds(0.3, 1)[:2] == pytest.approx((0.3, 0.3))
    assert silence.unseen_bounds(0, 0)[:2] == pytest.approx((-1, 1))
    assert silence.unseen_bounds(1, 0.4)[:2] == pytest.approx((0.4, 0.4))


@given(EVEN, EVEN, EVEN)
def test_every_possible_matrix_of_correlations_lies_inside(r1, r2, r3):
    matrix = np.array([[1, r1, r3], [r1, 1, r2], [r3, r2, 1]])
    low, high, *_ = silence.unseen_bounds(r1, r2)
    least = np.linalg.eigvalsh(matrix).min()
    if least > 1e-9:
        assert low - 1e-9 <= r3 <= high + 1e-9
    if low + 1e-6 < r3 < high - 1e-6:
        assert least >= -1e-9


@pytest.mark.parametrize(("r1", "r2"), [(0.7, 0.5), (0.1, 0.9), (-0.4, 0.6)])
def test_both_ends_are_reached_by_three_columns_of_numbers(r1, r2):
    proxy, other = np.linalg.qr(np.random.default_rng(3).normal(size=(50, 3)) - 0)[0].T[:2]
    columns = np.linalg.qr(np.column_stack([np.ones(50), proxy, other]))[0].T[1:]
    for end, sign in zip(silence.unseen_bounds(r1, r2)[:2], (-1, 1), strict=True):
        score = r1 * columns[0] + math.sqrt(1 - r1**2) * columns[1]
        whole = r2 * columns[0] + sign * math.sqrt(1 - r2**2) * columns[1]
        assert np.corrcoef([score, columns[0], whole])[0] == pytest.approx([1, r1, end])


@given(st.tuples(EVEN, EVEN).map(sorted), st.tuples(EVEN, EVEN).map(sorted))
def test_the_widest_bounds_are_those_of_a_fine_grid(first, second):
    """Brute force over both ranges never passes the envelope, and comes near to it."""
    (a, b), (c, d) = first, second
    wide = silence.unseen_bounds(corr((a + b) / 2, a, b), (c, d))
    one, two = np.meshgrid(np.linspace(a, b, 201), np.linspace(c, d, 201))
    half = np.sqrt((1 - one**2) * (1 - two**2))
    low, high = (one * two - half).min(), (one * two + half).max()
    assert wide.low_wide <= low + 1e-9 and high - 1e-9 <= wide.high_wide
    assert wide.low_wide == pytest.approx(low, abs=0.02) and wide.high_wide == pytest.approx(high, abs=0.02)
    assert wide.low_wide <= wide.low + 1e-12 and wide.high <= wide.high_wide + 1e-12


@given(st.floats(0.01, 0.99), st.floats(0, 0.95))
def test_the_needed_proxy_is_where_the_lower_bound_gets_there(r1, least):
    needed = silence.needed_proxy(r1, at_least=least)
    if r1 < least:
        assert math.isnan(needed)
        return
    assert silence.unseen_bounds(r1, needed).low == pytest.approx(least, abs=1e-6)
    assert needed >= r1 * least - 1e-12


def test_the_sign_is_fixed_from_a_circle_on():
    for r1 in (0.1, 0.456, 0.7, 0.99):
        edge = math.sqrt(1 - r1**2)
        assert (
            silence.unseen_bounds(r1, edge + 0.001 * (1 - edge)).low > 0 > silence.unseen_bounds(r1, edge - 0.001).low
        )


def test_the_curve_has_a_row_for_each_value_and_ends_in_a_point():
    curve = silence.bounds_curve(corr(0.456, 0.347, 0.559), np.linspace(0, 1, 11))
    assert list(curve.columns) == ["r2", "low", "high", "low_wide", "high_wide", "width"]
    assert curve["width"].iloc[-1] == pytest.approx(0) and len(curve) == 11
    assert (curve["low_wide"] <= curve["low"]).all() and (curve["high"] <= curve["high_wide"]).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: silence.unseen_bounds(1.2, 0.5), "correlations from -1 to 1, got 1.2"),
        (lambda: silence.unseen_bounds(math.nan, 0.5), "got nan"),
        (lambda: silence.unseen_bounds(0.2, (0.9, 0.5)), "sort the pair"),
        (lambda: silence.unseen_bounds(0.2, 3), "r2"),
        (lambda: silence.bounds_curve(0.2, []), "at least one value of r2"),
        (lambda: silence.needed_proxy(0.5, at_least=-0.1), "at_least from 0 to 1"),
    ],
)
def test_bounds_refuse_what_is_no_correlation(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# The unseen


def test_the_top_and_the_most_by_hand():
    """Ten people, two at the top by score; three have 8 or more letters, one of them at the top: chance 0.6."""
    found = silence.top_and_most(range(1, 11), [9, 8, 0, 0, 1, 2, 3, 1, 2, 8], most=2, top=0.2)
    assert found[:3] == (3, 2, 1) and found.by_chance == pytest.approx(0.6)
    assert found.share.value == pytest.approx(1 / 3) and found.share.n == 3
    assert found.chance_of_so_many == pytest.approx(1 - (8 * 7 * 6) / (10 * 9 * 8))


def test_people_with_a_missing_value_are_left_out_first():
    full = silence.top_and_most([1, 2, 3, 4, 5], [5, 1, 1, 1, 9], most=2, top=0.2)
    more = silence.top_and_most([1, 2, 3, 4, 5, 99, None], [5, 1, 1, 1, 9, None, 99], most=2, top=0.2)
    assert full == more


def test_by_lot_the_top_holds_its_share_of_the_most():
    rng = np.random.default_rng(5)
    found = [silence.top_and_most(*rng.normal(size=(2, 200)), most=20, top=0.1) for _ in range(300)]
    assert np.mean([f.found for f in found]) == pytest.approx(2, abs=0.25)
    assert {f.by_chance for f in found} == {2.0}


def test_signals_that_saw_something_show_it_and_others_do_not():
    rng = np.random.default_rng(1)
    care, noise = rng.normal(size=(2, 500))
    people = pd.DataFrame({"likes": noise, "tears": care + noise, "letters": care})
    people.loc[:99, "letters"] = np.nan
    found = silence.signals_and_unseen(people, ["likes", "tears"], ["letters"], n_resamples=199)["letters"]
    assert found["likes"].low < 0 < found["likes"].high and found["tears"].low > 0.5
    assert [e.n for e in found] == [400, 400]


def test_the_unseen_refuses_missing_columns_and_odd_shares():
    with pytest.raises(ValueError, match=r"without .'tears'"):
        silence.signals_and_unseen(pd.DataFrame({"letters": [1, 2, 3]}), ["tears"], ["letters"])
    for options in ({"most": 0}, {"most": 9}, {"top": 0.01}, {"top": 1.5}):
        with pytest.raises(ValueError, match="most from 1 to 4"):
            silence.top_and_most([1, 2, 3, 4], [4, 3, 2, 1], **{"most": 1, "top": 0.5} | options)


def test_who_is_on_the_wrong_side_of_a_threshold():
    assert silence.wrong_side(40, 40, 7.6) == 0.5
    assert silence.wrong_side(47.6, 40, 7.6) == pytest.approx(0.158655, abs=1e-6)
    assert silence.wrong_side(32.4, 40, 7.6) == silence.wrong_side(47.6, 40, 7.6)
    assert silence.wrong_side(41, 40, 0) == 0
    luck = np.random.default_rng(2).normal(0, 5, 200_000)
    assert silence.wrong_side(37, 40, 5) == pytest.approx(np.mean(37 + luck >= 40), abs=0.004)
    for wrong in ((math.nan, 40, 3), (40, 40, -1), (40, math.inf, 1)):
        with pytest.raises(ValueError, match="finite points"):
            silence.wrong_side(*wrong)


# The unmeasured


def share_right(score, outcome):
    """Concordance, pair by pair."""
    good = usable = 0.0
    for i, j in itertools.combinations(range(len(score)), 2):
        if outcome[i] != outcome[j]:
            usable += 1
            same = (score[i] - score[j]) * (outcome[i] - outcome[j])
            good += 0.5 if score[i] == score[j] else same > 0
    return good / usable


@pytest.mark.parametrize(("n", "k"), [(3, 1), (4, 1), (3, 2)])
def test_no_people_can_be_made_up_who_pass_the_worst_case_and_some_reach_it(n, k):
    """Every place of the unmeasured between, below and above the measured, in score and in outcome."""
    score = [1, 3, 2, 4][:n]
    outcome = [1, 2, 3, 4][:n]
    places = [x + 0.5 for x in range(n + 1)]
    spots = list(itertools.product(places, places))
    found = []
    for chosen in itertools.product(spots, repeat=k):
        for tilt in (1, -1):
            s = score + [spot[0] + 0.01 * tilt * i for i, spot in enumerate(chosen)]
            y = outcome + [spot[1] + 0.01 * i for i, spot in enumerate(chosen)]
            found.append(share_right(s, y))
    low, high = silence.worst_case_concordance(share_right(score, outcome), n, k)
    assert (min(found), max(found)) == pytest.approx((low, high))


def test_the_worst_case_with_ties_among_the_measured():
    score, outcome = [1, 2, 3, 4], [1, 1, 2, 3]
    low, high = silence.worst_case_concordance(share_right(score, outcome), 4, 1, tied=1 / 6)
    assert (low, high) == pytest.approx(
        (share_right([*score, 9], [*outcome, 0]), share_right([*score, 9], [*outcome, 9]))
    )


@pytest.mark.parametrize(("yes", "no", "k"), [(3, 2, 1), (2, 4, 2), (1, 5, 3), (4, 1, 2)])
def test_the_worst_case_of_yes_and_no_against_brute_force(yes, no, k):
    rng = np.random.default_rng(yes + 10 * no)
    score, outcome = list(rng.permutation(yes + no)), [1] * yes + [0] * no
    ends = (-1.0, float(yes + no))
    found = []
    for answers in itertools.product((0, 1), repeat=k):
        for places in itertools.product(ends, repeat=k):
            found.append(share_right([*score, *places], [*outcome, *answers]))
    low, high = silence.worst_case_auc(share_right(score, outcome), yes, no, k)
    assert (min(found), max(found)) == pytest.approx((low, high))


def test_many_people_have_the_bounds_of_the_closed_form():
    share = 0.2
    low, high = silence.worst_case_concordance(0.63, 80_000, 20_000)
    assert low == pytest.approx(0.63 * (1 - share) ** 2, abs=1e-4)
    assert high == pytest.approx(1 - 0.37 * (1 - share) ** 2, abs=1e-4)
    tips = silence.share_that_tips(0.63)
    assert silence.worst_case_concordance(0.63, round(1e6 * (1 - tips)), round(1e6 * tips))[0] == pytest.approx(
        0.5, abs=1e-4
    )


def test_nobody_unmeasured_leaves_the_interval_and_an_interval_widens():
    assert silence.worst_case_concordance(0.6, 50, 0) == pytest.approx((0.6, 0.6))
    assert silence.worst_case_auc(0.6, 5, 7, 0) == pytest.approx((0.6, 0.6))
    found = Estimate(0.6, 0.5, 0.7, 50, 0.95, "concordance")
    assert silence.worst_case_concordance(found, 50, 0) == pytest.approx((0.5, 0.7))
    assert silence.share_that_tips(0.5) == 0


@given(st.floats(0, 1), st.integers(2, 200), st.integers(0, 100))
def test_more_unmeasured_people_never_narrow_the_worst_case(found, measured, unmeasured):
    fewer = silence.worst_case_concordance(found, measured, unmeasured)
    more = silence.worst_case_concordance(found, measured, unmeasured + 1)
    assert 0 <= more[0] <= fewer[0] + 1e-12 and fewer[1] - 1e-12 <= more[1] <= 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: silence.worst_case_concordance(63, 100, 10), "divide pairs of 100 by 100"),
        (lambda: silence.worst_case_concordance(0.6, 1, 10), "2 measured people"),
        (lambda: silence.worst_case_concordance(0.6, 10, -1), "unmeasured as a whole number"),
        (lambda: silence.worst_case_concordance(0.6, 10, 1, tied=1), "share of ties"),
        (lambda: silence.worst_case_auc(0.6, 0, 10, 1), "people with each outcome"),
        (lambda: silence.share_that_tips(0.4), "null <= found"),
    ],
)
def test_the_worst_case_refuses_what_it_cannot_be_asked(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# The tipping point


def silent_people(n=400, r=0.3, seed=3, share=0.2):
    """Score, outcome of everybody, outcome with some missing who did not differ, and a second score."""
    rng = np.random.default_rng(seed)
    score, luck, other = rng.normal(size=(3, n))
    complete = r * score + math.sqrt(1 - r**2) * luck
    return score, complete, np.where(rng.random(n) < share, np.nan, complete), 0.2 * score + other


def test_without_silent_people_the_tipping_point_has_the_plain_concordance():
    score, complete, _, other = silent_people()
    found = silence.tipping_point(score, complete, GRID, shift="slope")
    plain = concordance(score, complete, n_resamples=1999)
    assert found.at.value == pytest.approx(plain.value)
    assert (found.at.low, found.at.high) == pytest.approx((plain.low, plain.high), abs=0.006)
    assert found.table["value"].nunique() == 1 and math.isnan(found.delta)
    gain = silence.tipping_point(score, complete, GRID, baseline=other).at
    same = concordance_gain(score, other, complete, n_resamples=1999)
    assert gain.value == pytest.approx(same.value)
    assert (gain.low, gain.high) == pytest.approx((same.low, same.high), abs=0.008)


def test_the_jackknife_within_an_imputation_is_a_jackknife():
    """By brute force: the variance over concordances with one person left out."""
    score, complete, _, _ = silent_people(30)
    left = [share_right(np.delete(score, i), np.delete(complete, i)) for i in range(30)]
    found = silence.tipping_point(score, complete, [0, -1], n_imputations=2).at
    half = 1.959964 * math.sqrt(29 * np.var(left))
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=1e-6)


def test_people_missing_at_random_are_filled_in_as_they_were():
    score, complete, reported, _ = silent_people(600, r=0.5)
    found = silence.tipping_point(score, reported, [0, -1], n_imputations=30)
    assert found.at.value == pytest.approx(share_right(score, complete), abs=0.02)


def test_a_known_slope_is_found_again():
    """Silent people whose outcome was turned round by a known slope: at that shift the true concordance comes back."""
    score, complete, reported, _ = silent_people(600, r=0.5)
    silent = np.isnan(reported)
    turned = np.where(
        silent, complete - 1.5 * np.nanstd(reported, ddof=1) * (score - score.mean()) / score.std(), complete
    )
    known = silence.silent_difference(score, reported, turned)
    assert known.slope == pytest.approx(-1.5, abs=0.2) and known.level == pytest.approx(0, abs=0.2)
    found = silence.tipping_point(score, reported, [0, -1.5], shift="slope", n_imputations=30).table
    assert found["value"].iloc[1] == pytest.approx(share_right(score, turned), abs=0.02)


def test_the_conclusion_tips_where_the_low_end_meets_a_coin():
    score, _, reported, _ = silent_people(share=0.3)
    found = silence.tipping_point(score, reported, GRID, shift="slope")
    low = np.interp(-found.delta, -found.table["delta"], found.table["low"])
    assert GRID[-1] < found.delta < 0 and low == pytest.approx(0.5) and found.at.low > 0.5
    assert found.table["low"].is_monotonic_decreasing


def test_the_monte_carlo_error_is_that_of_other_seeds():
    score, _, reported, _ = silent_people(share=0.3)
    options = {"shift": "slope", "n_imputations": 20}
    again = [silence.tipping_point(score, reported, GRID, seed=seed, **options) for seed in range(25)]
    spread = np.std([found.delta for found in again], ddof=1)
    assert 0.6 < np.mean([found.error for found in again]) / spread < 1.6


def test_the_interval_holds_the_true_concordance_as_often_as_it_says():
    """Half are silent, the more the higher the score; a bivariate normal has the concordance 1/2 + asin(r) / pi."""
    truth, inside = 0.5 + math.asin(0.5) / math.pi, []
    for seed in range(250):
        score, _, reported, _ = silent_people(120, r=0.5, seed=seed, share=0)
        luck = np.random.default_rng(seed).normal(size=120)
        at = silence.tipping_point(score, np.where(score + luck > 0, np.nan, reported), [0, -1], n_imputations=12).at
        inside.append(at.low <= truth <= at.high)
    assert 0.9 < np.mean(inside) < 0.985


def test_the_same_seed_gives_the_same_and_a_level_alone_hardly_moves_the_order():
    score, _, reported, other = silent_people()
    found = silence.tipping_point(score, reported, GRID, n_imputations=5)
    pd.testing.assert_frame_equal(found.table, silence.tipping_point(score, reported, GRID, n_imputations=5).table)
    assert not found.table.equals(silence.tipping_point(score, reported, GRID, n_imputations=5, seed=1).table)
    assert math.isnan(found.delta) and math.isnan(found.error)
    gain = silence.tipping_point(score, reported, GRID, baseline=other, n_imputations=5)
    assert gain.at.method.startswith("gain")


def test_nothing_to_tip_has_the_tipping_point_nought():
    score, luck = np.random.default_rng(0).normal(size=(2, 100))
    found = silence.tipping_point(score, np.where(score > 1, np.nan, luck), GRID)
    assert found.delta == 0 and found.error == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"deltas": [1, 2]}, "start at 0"),
        ({"deltas": [0, 1, -1]}, "go one way"),
        ({"shift": "sideways"}, "level or slope"),
        ({"n_imputations": 1}, "2 imputations"),
        ({"score": [1.0] * 40}, "orders nobody"),
        ({"outcome": [1.0] * 39 + [2.0]}, "orders nobody"),
        ({"outcome": [1.0] * 5 + [math.nan] * 35}, "20 reported"),
        ({"outcome": [1.0] * 39}, "equal length"),
        ({"outcome": [math.inf] * 40}, "infinite"),
    ],
)
def test_the_tipping_point_refuses_what_it_cannot_be_asked(change, words):
    given_ = {"score": np.arange(40.0), "outcome": np.arange(40.0), "deltas": [0, -1]} | change
    with pytest.raises(ValueError, match=words):
        silence.tipping_point(**given_)


def test_the_difference_of_the_silent_needs_the_truth():
    with pytest.raises(ValueError, match="3 silent ones"):
        silence.silent_difference(np.arange(30.0), np.arange(30.0), np.arange(30.0))


# The page


def points():
    rows = [("a reaction", "like", 4.0), ("a reaction", "reply", 2.0), ("a reaction", "reply", 1.0)]
    rows += [
        ("the audience (rule 4)", None, 3.0),
        ("3 +K that count (capped)", None, 0.3),
        ("step to 1-100", None, -5.0),
    ]
    return pd.DataFrame(rows, columns=["rule", "kind", "points"])


def test_the_page_says_what_the_score_saw_and_what_it_saw_besides():
    goals = [
        silence.Goal("a light goes on", "learners", "a note in the diary", 3),
        silence.Goal("ideas get tried", "teachers", "a reply that says so", None, ("reply",)),
    ]
    page = silence.own_page(goals, points())
    assert page["what the score saw"].tolist() == ["nothing", "reply", "like, mention, reshare, audience, +K"]
    assert page["points from it"].tolist() == pytest.approx([0, 3, 7.3])
    every = [silence.own_page([silence.Goal("a", "b", "c", 1, (name,))], points()) for name in silence.goals.SIGNALS]
    assert [found["points from it"].iloc[0] for found in every] == pytest.approx([4, 3, 0, 0, 3, 0.3])
    assert page["points from it"].sum() == pytest.approx(10.3)  # all raw points, without the step
    assert page["how often it came"].isna().tolist() == [False, True, True]
    assert list(silence.blank_page().columns) == list(page.columns) and (silence.blank_page(3) == "").all(axis=None)


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("expected words for 'whom'", lambda: silence.Goal("a", " ", "c")),
        ("count of 0 or more", lambda: silence.Goal("a", "b", "c", -1)),
        ("no signal 'tears'", lambda: silence.Goal("a", "b", "c", 1, ("tears",))),
        ("write a comma", lambda: silence.Goal("a", "b", "c", 1, "reply")),
        ("at least one goal", lambda: silence.own_page([], points())),
        ("without .'kind'", lambda: silence.own_page([silence.Goal("a", "b", "c")], points().drop(columns="kind"))),
        ("twice", lambda: silence.own_page([silence.Goal("a", "b", "c", 1, ("like",))] * 2, points())),
        ("one row or more", lambda: silence.blank_page(0)),
    ],
)
def test_the_page_refuses_what_is_no_goal(words, call):
    with pytest.raises(ValueError, match=re.escape(words) if "." not in words else words):
        call()


# The sample, and the page to print


def test_the_printed_page_has_the_columns_and_the_numbers_of_the_stand_in():
    people, outcomes = load("sample/people"), load("sample/outcomes")
    person = people.loc[people["stands_for"] == "the blogger", "person"].iloc[0]
    tables = [load(f"sample/{name}") for name in ("interactions", "posts", "accounts", "follows", "endorsements")]
    explained = explain(person, *tables, end="2012-05-19")
    signs = outcomes[outcomes["person"] == person].set_index("outcome")["value"]
    names = ("light_bulb_moments", "letters_of_thanks", "learners_gain")
    goals = [silence.Goal("a", "b", "c", signs[name]) for name in names]
    came = explained["kind"].value_counts()
    goals += [silence.Goal("a", "b", "c", float(came[name]), (name,)) for name in ("reply", "reshare")]
    page = silence.own_page(goals, explained)
    assert page["points from it"].sum() == pytest.approx(explained["points"].sum())
    text = (root() / "docs/own-goals.md").read_text(encoding="utf-8")
    printed = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    heads = [row for row in printed if row[0] == page.columns[0]]
    assert heads == [list(page.columns)] * 2
    worked = printed[printed.index(heads[0], printed.index(heads[0]) + 1) + 2 :]
    told = [["" if math.isnan(row[3]) else f"{row[3]:g}", row[4], f"{row[5]:.1f}"] for row in page.values.tolist()]
    assert [row[3:] for row in worked] == told and worked[-1][0] == page.iloc[-1, 0]
    assert f"{explained['points'].sum():.1f} in all" in text


def test_the_wide_bounds_hold_those_of_nearly_all_resamples():
    """The interval of the bounds is one over the interval of r1: it holds the bounds of nearly all resamples."""
    x, luck = np.random.default_rng(8).normal(size=(2, 300))
    y = 0.5 * x + luck
    r1 = bootstrap(lambda a, b: np.corrcoef(a, b)[0, 1], x, y, n_resamples=499)
    wide = silence.unseen_bounds(r1, 0.8)
    rng = np.random.default_rng(9)
    rows = [rng.integers(0, 300, 300) for _ in range(300)]
    lows = [silence.unseen_bounds(float(np.corrcoef(x[r], y[r])[0, 1]), 0.8).low for r in rows]
    assert np.mean([low >= wide.low_wide for low in lows]) == pytest.approx(0.975, abs=0.03)
