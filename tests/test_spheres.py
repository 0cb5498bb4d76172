"""Protects the spheres: the plan is what the code does, and the protocol gives what can be counted by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import spheres
from helpers.data import FETCHED, load
from helpers.evidence.line import FEWEST
from helpers.spheres import PLAN, SPHERES, Outcome, Sphere, analysis_plan, composite, measure
from helpers.spheres.lessons import LESSONS, _usable_pairs, concordance_between, sphere_lines
from helpers.spheres.plan import ALL, JUDGEMENT, PEOPLE, WITHIN
from helpers.spheres.pooling import MEASURES, SUBSETS, leave_one_out, pool, pooled_subsets, sphere_effects
from helpers.spheres.protocol import concordant, order_of, prepare
from helpers.spheres.tables import ENDS, NEW, Reach
from helpers.stats import Estimate

OUTCOMES = [sphere for sphere in PLAN if sphere.kind != JUDGEMENT]
FEW = 99


def committed(name):
    return load(f"evidence/{name}").set_index("quantity")


def sphere(**changes):
    fields = {
        "name": "toy",
        "sphere": "a toy",
        "unit": "people",
        "kind": PEOPLE,
        "n": 20,
        "signals": ("a",),
        "baseline": "b",
        "baseline_words": "constant",
        "outcome": Outcome("won", "what was won"),
        "pooled": ALL,
        "why": "a test",
        "resamples": FEW,
    }
    return Sphere(**(fields | changes))


def values(lines):
    return {line.quantity: line.found.value if isinstance(line.found, Estimate) else line.found for line in lines}


# The plan is what is written down and what the code does


def test_the_plan_in_the_code_is_the_plan_in_the_file():
    pd.testing.assert_frame_equal(analysis_plan(), load("evidence/analysis_plan"), check_dtype=False)


def test_the_plan_is_called_what_it_is():
    from helpers.data.cards import card_path
    from helpers.data.schemas import COMMITTED

    card = card_path(COMMITTED["evidence/analysis_plan"]).read_text(encoding="utf-8")
    assert "knowing the data" in card and "not a pre-registration" in card and "23 November 2026" in card


def test_every_column_of_the_plan_is_one_that_is_kept():
    for plan in OUTCOMES:
        kept = set(FETCHED[plan.name].column_names)
        parts = {part for _, columns in plan.sums for part in columns}
        made = {name for name, _ in plan.sums}
        outcomes = [plan.outcome, *([plan.second] if plan.second else [])]
        named = {outcome.carried_by(within=within).lstrip("-") for outcome in outcomes for within in (False, True)}
        used = {*plan.signals, plan.baseline, *parts, *plan.strata, *plan.controls, *plan.second_controls, *named}
        assert used - made <= kept, plan.name


def test_judged_pairs_have_the_columns_for_both_people():
    plan = SPHERES["influencer_pairs"]
    kept = set(FETCHED[plan.name].column_names)
    assert {f"{side}_{name}" for side in "ab" for name in (*plan.signals, plan.baseline)} <= kept
    assert plan.outcome.column in kept


def test_an_outcome_or_comparison_is_never_a_signal():
    for plan in OUTCOMES:
        outcomes = {plan.outcome.column, plan.outcome.within.lstrip("-"), plan.second.column if plan.second else ""}
        assert not outcomes & set(plan.signals)
    assert "mendeley" not in SPHERES["plos"].signals


def test_estimates_that_are_pooled_are_those_are_within_strata_where_the_plan_says():
    assert {plan.name for plan in PLAN if plan.pooled == WITHIN} == {"plos", "house117"}
    assert all(plan.strata for plan in PLAN if plan.pooled == WITHIN)
    assert {plan.name for plan in PLAN if plan.primary} == {"nba", "house117", "scientists", "plos", "pupils"}


def test_the_protocol_names_no_column_of_the_data():
    """Signals, baselines, outcomes and strata come from the plan and from nowhere else."""
    source = (Path(spheres.__file__).parent / "protocol.py").read_text(encoding="utf-8")
    for plan in PLAN:
        for name in (*plan.signals, plan.baseline, plan.outcome.column, *plan.strata, *plan.controls):
            assert f'"{name}"' not in source, name


def test_another_plan_gives_another_score():
    table = pd.DataFrame({"a": range(20), "b": [0, 1] * 10, "c": range(20, 0, -1), "won": range(20)})
    assert values(measure(table, sphere()))["score_concordance"] == 1
    assert values(measure(table, sphere(signals=("c",))))["score_concordance"] == 0
    assert values(measure(table, sphere(outcome=Outcome("-won", "a rank"))))["score_concordance"] == 0


# The score


def test_composite_by_hand_with_ties_and_a_missing_signal():
    """Of four people one has no b. Ranks of a: 1, 2.5, 2.5 of three; the shares are (rank - 1/2) / 3."""
    table = pd.DataFrame({"a": [1, 5, 5, 7], "b": [9, 9, 2, None]}, index=list("wxyz"))
    found = composite(table, ("a", "b"))
    assert found.index.tolist() == ["w", "x", "y"]
    assert found.tolist() == pytest.approx([(0.5 / 3 + 2 / 3) / 2, (2 / 3 + 2 / 3) / 2, (2 / 3 + 0.5 / 3) / 2])


def test_composite_of_equal_people_is_a_half():
    assert composite(pd.DataFrame({"a": [3, 3, 3]}), ("a",)).tolist() == [0.5, 0.5, 0.5]


def test_composite_says_what_is_wrong():
    with pytest.raises(ValueError, match=r"expected one signal or more, got none"):
        composite(pd.DataFrame({"a": [1]}), ())
    with pytest.raises(ValueError, match=r"a row that has all of a, b, got none"):
        composite(pd.DataFrame({"a": [1, None], "b": [None, 1]}), ("a", "b"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25), st.randoms())
def test_composite_depends_on_order_alone(rows, luck):
    table = pd.DataFrame(rows, columns=["a", "b"])
    found = composite(table, ("a", "b"))
    stretched = composite(table.assign(a=np.exp(table["a"]), b=3 * table["b"] - 7), ("a", "b"))
    pd.testing.assert_series_equal(found, stretched)
    mixed = table.sample(frac=1, random_state=luck.randrange(1000))
    pd.testing.assert_series_equal(found, composite(mixed, ("a", "b")).sort_index())
    assert found.mean() == pytest.approx(0.5)
    assert found.between(0, 1, inclusive="neither").all()


def test_prepare_adds_sums_and_drops_rows_without_a_signal_or_the_outcome():
    table = pd.DataFrame({"x": [1, 2, None, 4], "y": [1, 1, 1, 1], "b": [1, None, 3, 4], "won": [1, 2, 3, None]})
    rows = prepare(table, sphere(signals=("s",), sums=(("s", ("x", "y")),)))
    assert rows["s"].tolist() == [2, 3]
    assert rows["score"].tolist() == [0.25, 0.75]
    assert rows["baseline"].isna().tolist() == [False, True], "a missing baseline leaves the row in"
    assert set(rows["stratum"]) == {0}


def test_a_rank_is_turned_so_that_more_is_better():
    rows = pd.DataFrame({"place": [1, 2, 3]})
    assert order_of(rows, "-place").tolist() == [-1, -2, -3]
    assert order_of(rows, "place").tolist() == [1, 2, 3]


# The protocol, counted by hand


def toy():
    """Twenty people in order of a. The outcome agrees but for the first two; b marks the last four of each half."""
    half = [0] * 6 + [1] * 4
    won = [1, 0, *range(2, 20)]
    return pd.DataFrame({"a": range(20), "b": half * 2, "won": won, "party": ["x"] * 10 + ["y"] * 10})


def test_one_pair_of_190_the_wrong_way_round():
    """b differs in 96 pairs: 24 right and 24 wrong for the four of the first half, 48 right for those of the second."""
    found = values(measure(toy(), sphere()))
    assert found["rows_used"] == 20
    assert found["score_concordance"] == pytest.approx(189 / 190)
    assert found["baseline_concordance"] == pytest.approx((72 + 94 / 2) / 190)
    assert found["gain_concordance"] == pytest.approx((189 - 119) / 190)
    assert found["pooled_score_somers_d"] == pytest.approx(2 * 189 / 190 - 1)
    assert found["pooled_baseline_somers_d"] == pytest.approx(2 * 119 / 190 - 1)
    assert found["pooled_gain_somers_d"] == pytest.approx(2 * 70 / 190)
    assert not any("within" in quantity or quantity.startswith("second") for quantity in found)


def test_inside_strata_only_their_pairs_count_and_the_plan_says_which_is_pooled():
    """Each half has 45 pairs; b is right in 24 of them and ties in 21. One pair of the first half is wrong for a."""
    within = values(measure(toy(), sphere(strata=("party",), pooled=WITHIN)))
    assert within["score_concordance"] == pytest.approx(189 / 190)
    assert within["score_concordance_within"] == pytest.approx(89 / 90)
    assert within["baseline_concordance_within"] == pytest.approx((24 + 10.5) / 45)
    assert within["pooled_score_somers_d"] == pytest.approx(2 * 89 / 90 - 1)
    assert within["pooled_gain_somers_d"] == pytest.approx(2 * (89 / 90 - 34.5 / 45))
    over_all = values(measure(toy(), sphere(strata=("party",), pooled=ALL)))
    assert over_all["pooled_score_somers_d"] == pytest.approx(2 * 189 / 190 - 1)


def test_inside_strata_the_finer_outcome_is_used():
    table = toy().assign(place=[2, 1, *range(3, 21)])
    found = values(measure(table, sphere(strata=("party",), outcome=Outcome("won", "won", within="-place"))))
    assert found["score_concordance"] == pytest.approx(189 / 190)
    assert found["score_concordance_within"] == pytest.approx(1 / 90), (
        "place 1 is the best, so a is nearly always wrong"
    )


def test_gains_are_on_the_rows_that_have_both():
    table = pd.concat([toy(), toy().assign(b=None, a=range(19, -1, -1))], ignore_index=True).astype({"b": "float"})
    lines = measure(table, sphere())
    n = {line.quantity: line.n for line in lines}
    found = values(lines)
    assert (n["score_concordance"], n["baseline_concordance"], n["gain_concordance"]) == (40, 20, 20)
    assert n["score_concordance_same_rows"] == 20
    assert found["score_concordance_same_rows"] == pytest.approx(189 / 190)
    assert found["score_concordance"] < 0.75
    difference = found["score_concordance_same_rows"] - found["baseline_concordance"]
    assert found["gain_concordance"] == pytest.approx(difference)


def test_a_signal_is_given_alone_unless_it_is_the_baseline():
    lines = values(measure(toy(), sphere(signals=("a", "b"))))
    assert lines["signal_a_concordance"] == pytest.approx(189 / 190)
    assert "signal_b_concordance" not in lines


def test_second_outcome_and_controls():
    """What a says of the second outcome is all said by the control: holding it constant leaves nothing sure."""
    rng = np.random.default_rng(4)
    a = rng.normal(size=400)
    table = pd.DataFrame({"a": a, "b": rng.normal(size=400), "won": a, "early": a + rng.normal(scale=0.05, size=400)})
    table["late"] = table["early"] + rng.normal(scale=0.5, size=400)
    found = values(measure(table, sphere(second=Outcome("late", "late"), second_controls=("early",))))
    assert found["second_score_spearman"] > 0.7
    assert abs(found["second_score_partial_spearman"]) < 0.1
    assert "score_partial_spearman" not in found


def test_rank_correlation_inside_strata_by_hand():
    """In each half the order is the same, so the shares agree fully, though over all the halves stand crossed."""
    table = toy().assign(won=[*range(10, 20), *range(10)], b=list(range(10)) * 2)
    found = values(measure(table, sphere(strata=("party",))))
    assert found["score_spearman_within"] == pytest.approx(1)
    assert found["score_spearman"] == pytest.approx(-0.5038, abs=1e-4), "1 - 6 x 20 x 100 / (20 x 399)"


# Lessons


def crossed():
    """Simpson's paradox: inside each party the score is always right, between the parties always wrong."""
    return pd.DataFrame({"score": [*range(10, 20), *range(10)], "won": range(20), "stratum": ["x"] * 10 + ["y"] * 10})


def test_simpsons_paradox_with_a_known_answer():
    """90 pairs inside parties, all right; 100 between, all wrong: 90 of 190 over all, worse than a coin."""
    rows, plan = crossed(), sphere()
    assert concordant(rows, plan, "score", "won", within=True).value == 1
    assert concordant(rows, plan, "score", "won", within=False).value == pytest.approx(90 / 190)
    between = concordance_between(rows, "score", "won", n_resamples=FEW)
    assert (between.value, between.low, between.high, between.n) == (0, 0, 0, 20)


@pytest.mark.parametrize("seed", range(6))
def test_pairs_between_strata_against_counting_them_one_by_one(seed):
    table = pd.DataFrame(np.random.default_rng(seed).integers(0, 4, (40, 3)), columns=["score", "won", "stratum"])
    rows = table.to_numpy()
    right = usable = 0.0
    for score, won, stratum in rows:
        for other_score, other_won, other_stratum in rows:
            if stratum != other_stratum and won > other_won:
                usable += 1
                right += 1 if score > other_score else 0.5 if score == other_score else 0
    found = concordance_between(table, "score", "won", n_resamples=FEW)
    assert found.value == pytest.approx(right / usable)
    assert found.low < found.value < found.high


def test_without_pairs_between_strata_there_is_nothing_to_say():
    with pytest.raises(ValueError, match=r"pairs of different strata and outcomes, got none"):
        concordance_between(crossed().assign(stratum="x"), "score", "won")
    with pytest.raises(ValueError, match=r"pairs of different strata and outcomes, got none"):
        concordance_between(crossed().assign(won=1), "score", "won")


def house(n=60):
    rng = np.random.default_rng(8)
    majority = np.arange(n) < n // 2
    rank = np.concatenate([rng.permutation(n // 2), rng.permutation(n // 2)]) + 1
    chair = majority & (rank <= 10)
    return pd.DataFrame(
        {
            "engagement_received": (1 / rank).round(3),
            "engaged_by": n - rank,
            "engagement_given": rank.astype(float),
            "engages_with": rank,
            "les": ((n // 2 - rank) // 5 + 4 * majority).astype(float),
            "les_rank_in_party": rank,
            "les_to_benchmark": ((n // 2 - rank) // 5).astype(float),
            "party": np.where(majority, "Democrat", "Republican"),
            "majority": majority,
            "committee_chair": chair,
            "ranking_member": ~majority & (rank <= 12),
            "leadership": rank == 15,
        }
    )


def test_the_direction_of_an_edge_decides_what_is_found():
    """Here who receives most is the most effective, and who gives most the least; read the other way it turns round."""
    found = values(sphere_lines(house(), replace(SPHERES["house117"], resamples=FEW)))
    assert found["score_concordance_within"] == 1
    assert found["signal_engagement_received_concordance_within"] == 1
    assert found["engagement_given_concordance_within"] == 0
    assert found["engages_with_concordance_within"] == 0
    assert found["committee_head_engagement_received_concordance_within"] == 1
    assert found["committee_head_engagement_given_concordance_within"] == 0
    assert found["committee_head_holders"] == 22
    assert found["score_concordance_majority"] == found["score_concordance_minority"] == 1
    assert found["mean_les_majority"] == pytest.approx(found["mean_les_minority"] + 4)


def test_time_that_confounds():
    """Old papers are cited and not tweeted. Inside a year tweets go with citations; over the years they go against."""
    rng = np.random.default_rng(2)
    year = np.repeat([2004, 2010], 60)
    tweets = np.where(year == 2010, rng.integers(0, 30, 120), 0)
    table = pd.DataFrame(
        {
            "journal": np.where(np.arange(120) % 3 == 0, "pbio", "pone"),
            "year": year,
            "tweets": tweets,
            **{f"facebook_{kind}": rng.integers(0, 3, 120) for kind in ("shares", "likes", "comments", "clicks")},
            "blogs": rng.integers(0, 2, 120),
            "mendeley": rng.integers(0, 9, 120),
            "citations_2011": np.where(year == 2004, 100 + rng.integers(0, 9, 120), tweets),
        }
    )
    found = values(sphere_lines(table, replace(SPHERES["plos"], resamples=FEW)))
    assert found["baseline_concordance"] < 0.4 < 0.6 < found["baseline_concordance_within"]
    assert found["baseline_concordance_2010"] == 1
    assert found["share_with_tweets_2004"] == 0
    assert found["baseline_concordance_within_other_journals"] > 0.6
    assert found["mean_citations_2010"] == pytest.approx(table.loc[year == 2010, "citations_2011"].mean())


def test_pairs_that_can_be_ordered_by_hand():
    """Of three papers in one stratum two are cited alike: two pairs. Of two in the other: one pair."""
    rows = pd.DataFrame({"stratum": [0, 0, 0, 1, 1], "won": [5, 5, 7, 1, 2]})
    assert _usable_pairs(rows, "won") == 3


def test_a_missing_count_taken_for_zero_is_shown_apart():
    """Ten people without a count do best: left out the order is perfect, taken for zero it is not."""
    n = np.arange(60)
    table = pd.DataFrame({name: n for name in ("followers", "followers_researchers", "tweets")})
    table["retweets"] = pd.Series(n, dtype="Int64").mask(n >= 50)
    table = table.assign(h_index=n, citations_to_2014=n % 7, citations_2015_19=n)
    found = values(sphere_lines(table, replace(SPHERES["scientists"], resamples=FEW)))
    assert found["score_concordance"] == 1 > found["score_concordance_missing_as_zero"]


def test_followers_of_all_players_who_have_them():
    rng = np.random.default_rng(6)
    names = ("pageviews", "favorites", "retweets", "salary", "wins_rpm", "minutes", "age")
    table = pd.DataFrame({name: rng.permutation(60).astype(float) for name in names})
    table["followers"] = table["salary"].where(np.arange(60) < 40)
    table.loc[30:, "favorites"] = np.nan
    n = {line.quantity: line.n for line in sphere_lines(table, replace(SPHERES["nba"], resamples=FEW))}
    assert (n["score_concordance"], n["baseline_concordance"], n["baseline_concordance_all_known"]) == (30, 30, 40)


# Pooling


def evidence_of(effects):
    """Evidence as `sphere_effects` reads it: the same effect and standard error for score, baseline and gain."""
    tables = {}
    for name, (value, se) in effects.items():
        rows = []
        for which in MEASURES:
            quantity = f"pooled_{which}_somers_d"
            rows.append((quantity, value, value - 0.1, value + 0.1, 50))
            rows.append((f"{quantity}_se", se, None, None, 50))
        tables[name] = pd.DataFrame(rows, columns=["quantity", "value", "low", "high", "n"])
    return tables


def four_equal():
    """D of 0.1, 0.2, 0.3 and 0.4 for the four spheres of people, all with the standard error 0.1; others far off."""
    people = [plan.name for plan in PLAN if plan.kind == PEOPLE]
    effects = {name: (0.1 * (i + 1), 0.1) for i, name in enumerate(people)}
    return sphere_effects(evidence_of(effects | {"plos": (-0.9, 0.1), "influencer_pairs": (0.9, 0.1)}))


def test_four_equal_variances_by_hand():
    """With equal variances REML is the variance of the effects less theirs: 0.05 / 3 - 0.01. t(3) is 3.1824."""
    found = pool(four_equal(), kinds=(PEOPLE,)).iloc[0]
    variance = 0.05 / 3
    assert found["k"] == 4
    assert found["somers_d"] == pytest.approx(0.25)
    assert found["tau2"] == pytest.approx(variance - 0.01, abs=1e-6)
    assert found["se"] == pytest.approx((variance / 4) ** 0.5, abs=1e-6)
    reach = 3.182446
    assert found["high"] - 0.25 == pytest.approx(reach * (variance / 4) ** 0.5, abs=1e-5)
    assert found["predicted_high"] - 0.25 == pytest.approx(reach * (variance - 0.01 + variance / 4) ** 0.5, abs=1e-5)
    assert found["i2"] == pytest.approx(100 * (variance - 0.01) / variance, abs=1e-3)
    assert found["tau2_low"] == 0 and found["tau2_high"] > found["tau2"]
    assert found["concordance"] == pytest.approx(0.625)
    assert found["concordance_predicted_low"] == pytest.approx((1 + found["predicted_low"]) / 2)


def test_what_is_pooled_is_named():
    effects = four_equal()
    subsets = pooled_subsets(effects)
    counts = subsets.groupby("subset", sort=False)["k"].first().to_dict()
    assert counts == dict(zip(SUBSETS, (5, 4, 4, 3, 6), strict=True))
    assert subsets["measure"].unique().tolist() == list(MEASURES)
    only_people = subsets[(subsets["measure"] == "score") & (subsets["subset"] == "people alone")].iloc[0]
    assert only_people["somers_d"] == pytest.approx(0.25)
    primary = pool(effects).iloc[0]
    assert primary["somers_d"] == pytest.approx((1.0 - 0.9) / 5)


def test_a_gain_has_no_half_added():
    gain = pool(four_equal(), measure="gain", kinds=(PEOPLE,)).iloc[0]
    assert gain["concordance"] == pytest.approx(0.125)
    rows = four_equal().set_index(["dataset", "measure"])
    assert rows.loc[("nba", "gain"), "concordance"] == pytest.approx(0.05)
    assert rows.loc[("nba", "score"), "concordance"] == pytest.approx(0.55)


def test_leaving_each_out_in_turn():
    effects = four_equal()
    found = leave_one_out(effects, kinds=(PEOPLE,)).set_index("left_out")
    assert list(found.index) == [plan.name for plan in PLAN if plan.kind == PEOPLE]
    assert list(leave_one_out(effects)["left_out"]) == [plan.name for plan in PLAN if plan.primary]
    assert found.loc["nba", "somers_d"] == pytest.approx(0.3)
    assert found.loc["pupils", "somers_d"] == pytest.approx(0.2)
    assert (found["k"] == 3).all()


def test_a_prediction_beyond_the_scale_stops_at_it():
    effects = sphere_effects(evidence_of({plan.name: (0.95 * (-1) ** i, 0.05) for i, plan in enumerate(PLAN)}))
    found = pool(effects).iloc[0]
    assert found["predicted_high"] > 1 and found["predicted_low"] < -1
    assert (found["concordance_predicted_low"], found["concordance_predicted_high"]) == (0, 1)
    gain = pool(effects, measure="gain").iloc[0]
    assert (gain["concordance_predicted_low"], gain["concordance_predicted_high"]) == (-1, 1)


def test_the_effects_have_every_sphere_in_the_order_of_the_plan():
    effects = four_equal()
    assert effects["dataset"].unique().tolist() == [plan.name for plan in PLAN]
    assert len(effects) == 3 * len(PLAN)
    assert effects["n"].tolist() == [50] * 18


def test_a_missing_sphere_or_quantity_is_named():
    tables = evidence_of({plan.name: (0.1, 0.1) for plan in PLAN})
    with pytest.raises(ValueError, match=r"every sphere of the plan, missing plos"):
        sphere_effects({name: table for name, table in tables.items() if name != "plos"})
    tables["nba"] = tables["nba"].iloc[:1]
    with pytest.raises(ValueError, match=r"pooled_score_somers_d_se in the evidence on nba, which is not there"):
        sphere_effects(tables)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "luck"}, r"one of score, baseline, gain; got 'luck'"),
        ({"kinds": ("luck",)}, r"kinds among outcome of people.*got 'luck'"),
        ({"leave_out": "influencer_pairs"}, r"got 'influencer_pairs', which is not pooled"),
        ({"kinds": (JUDGEMENT,)}, r"3 spheres or more, got 1"),
    ],
)
def test_pooling_what_cannot_be_pooled_says_so(options, message):
    with pytest.raises(ValueError, match=message):
        pool(four_equal(), **options)


# Tables


def test_concordances_are_in_pairs_of_100_in_the_order_of_the_plan():
    """A D of 0.1 is 55 pairs of 100, and a gain of 0.1 is 5."""
    wide = spheres.concordances(four_equal().sample(frac=1, random_state=3))
    assert wide.index.tolist() == [plan.sphere for plan in PLAN] and list(wide) == ["score", "baseline", "gain"]
    first = wide.loc[next(plan.sphere for plan in PLAN if plan.kind == PEOPLE)]
    assert (first["score"].value, first["score"].low, first["score"].high) == pytest.approx((55, 50, 60))
    assert first["gain"].value == pytest.approx(5) and first["score"].n == 50


def test_a_reach_holds_what_pooling_gives_times_100():
    pooled = pooled_subsets(four_equal()).set_index(["subset", "measure"])
    reached = spheres.reaches(pooled)
    row, found = pooled.loc[("people alone", "score")], reached["people alone", "score"]
    ends = (found.mean.value, found.mean.low, found.mean.high, *found.new)
    assert ends == pytest.approx(tuple(100 * row[[*ENDS, *NEW]].astype(float)))
    assert found.mean.n == 4 and found.new[0] <= found.mean.low
    with pytest.raises(ValueError, match="concordance"):
        spheres.reaches(pooled.drop(columns="concordance"))


def test_the_pooled_table_names_its_columns_and_rounds():
    index = pd.MultiIndex.from_product([MEASURES, ["b", "a"]], names=["measure", "subset"]).swaplevel()
    mean = Estimate(63.25, 46.8, 79.94, 5, 0.95, "by hand")
    table = spheres.pooled_table(pd.Series([Reach(mean, (22.6, 100.0))] * 6, index=index))
    assert list(table.index) == ["b", "a"] and table.index.name is None
    assert list(table) == ["score", "followers or nearest", "gain", "spheres", "new sphere, score"]
    assert table.loc["a"].tolist() == ["63.2 [46.8, 79.9]"] * 3 + ["5", "23 to 100"]


def test_the_table_of_weights_by_hand():
    rows = [("weight_list", 0.756, 0.46, 1.1), ("weight_alone_list", 1.266, None, None)]
    rows += [("weight_sign_turns_list", 0.137, None, None), ("people", 40, None, None)]
    judged = pd.DataFrame(rows, columns=["quantity", "value", "low", "high"]).assign(n=50, confidence=0.95, method="")
    found = spheres.weight_table(judged)
    assert found.index.tolist() == ["list"]
    assert found.iloc[0].tolist() == ["1.27", "0.76 [0.46, 1.10], n = 50", 14]


def test_published_numbers_stand_beside_ours_as_they_were_published():
    published = pd.DataFrame(
        {"study": "A 2011", "statistic": "r", "value": [0.4, np.nan], "low": [np.nan, 0.1], "high": [np.nan, 0.3]},
        index=["tweets", "blogs"],
    )
    ours = Estimate(0.026, 0.01, 0.04, 21092, 0.95, "")
    found = spheres.beside_published(published, {"blogs": ours, "tweets": ours})
    assert found["published"].tolist() == ["0.1 to 0.3", "0.4"] and found.index.tolist() == ["blogs", "tweets"]
    assert found["ours"].tolist() == ["0.03 [0.01, 0.04], n = 21,092"] * 2
    with pytest.raises(ValueError, match="got polls"):
        spheres.beside_published(published, {"polls": ours})


# What is committed agrees with the plan and with itself

CORE = [
    "rows_used",
    *(f"{which}_concordance" for which in MEASURES),
    "score_spearman",
    "baseline_spearman",
    *(f"pooled_{which}_somers_d{part}" for which in MEASURES for part in ("", "_se")),
]


@pytest.mark.parametrize("plan", OUTCOMES, ids=lambda plan: plan.name)
def test_names_of_quantities_are_the_same_in_every_sphere(plan):
    table = committed(plan.name)
    scoped = [f"{which}_concordance_within" for which in MEASURES] if plan.strata else []
    second = [f"second_{which}_concordance" for which in MEASURES] if plan.second else []
    signals = [f"signal_{name}_concordance" for name in plan.signals if name != plan.baseline]
    assert not {*CORE, *scoped, *second, *signals} - set(table.index)
    assert bool(plan.controls) == ("score_partial_spearman" in table.index)
    assert bool(plan.strata) == ("score_concordance_within" in table.index)


@pytest.mark.parametrize("plan", OUTCOMES, ids=lambda plan: plan.name)
def test_committed_evidence_agrees_with_the_plan_and_with_itself(plan):
    table = committed(plan.name)
    assert table.loc["rows_used", "value"] == plan.n == table.loc["score_concordance", "n"]
    scope = "_within" if plan.pooled == WITHIN else ""
    for which in ("score", "baseline"):
        line, pooled = table.loc[f"{which}_concordance{scope}"], table.loc[f"pooled_{which}_somers_d"]
        assert pooled[["value", "low", "high"]].tolist() == pytest.approx(
            [2 * line[name] - 1 for name in ("value", "low", "high")], abs=2e-4
        )
        assert pooled["n"] == line["n"]
        se = table.loc[f"pooled_{which}_somers_d_se", "value"]
        assert (pooled["high"] - pooled["low"]) / (2 * 1.96 * se) == pytest.approx(1, abs=0.1)
    same = "_same_rows" if f"score_concordance_same_rows{scope}" in table.index else ""
    difference = (
        table.loc[f"score_concordance{same}{scope}", "value"] - table.loc[f"baseline_concordance{scope}", "value"]
    )
    assert table.loc[f"gain_concordance{scope}", "value"] == pytest.approx(difference, abs=2e-4)


def test_every_cell_rests_on_twenty_or_more():
    for plan in OUTCOMES:
        assert (committed(plan.name)["n"] >= FEWEST).all()
    assert FEWEST <= committed("house117").loc["committee_head_holders", "value"] <= 378 - FEWEST
    papers = committed("plos")
    shares = papers[papers.index.str.startswith("share_with_")]
    some = shares["value"] * shares["n"]
    assert (some[some > 0] > 5).all(), "a share of a few papers would say which"


def test_lessons_stand_in_the_committed_evidence():
    """Parties hide and direction turns (house117); time turns the sign (plos)."""
    found = committed("house117")["value"]
    assert found["score_concordance_between"] < 0.5 < found["score_concordance"]
    assert found["score_concordance"] < found["score_concordance_within_rounded"]
    received, given_out = "engagement_received", "engagement_given"
    assert found[f"committee_head_{given_out}_concordance_within"] < 0.5
    assert found[f"committee_head_{received}_concordance_within"] > 0.5
    assert found["mean_score_majority"] < found["mean_score_minority"]
    assert found["mean_les_majority"] > found["mean_les_minority"]
    found = committed("plos")["value"]
    assert found["score_spearman"] < 0 < found["score_spearman_within"]
    assert found["score_concordance"] < 0.5 < found["score_concordance_within"]
    assert found["mendeley_concordance_within"] > found["score_concordance_within"]
    assert found["share_of_pairs_plos_one"] > 0.9
    assert found["score_concordance_within_other_journals"] > found["score_concordance_within"]


def test_lessons_belong_to_spheres_of_the_plan():
    assert set(LESSONS) <= set(SPHERES)


def test_scores_that_are_equal_by_arithmetic_stay_a_tie():
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit: people who hold the same three ranks are alike."""
    table = pd.DataFrame({"a": [1, 2, 3], "b": [2, 3, 1], "c": [3, 1, 2]})
    assert composite(table, ("a", "b", "c")).nunique() == 1
    six = pd.DataFrame({name: np.roll(np.arange(7), i) for i, name in enumerate("abcdefg")})
    assert composite(six, tuple("abcdefg")).nunique() == 1
