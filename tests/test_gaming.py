"""Protects "what happens when people play for the score?": closed forms against simulation, limits, hours, seeds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from helpers import gaming
from helpers.gaming.actions import USUAL_FOLLOWERS, usual_account
from helpers.gaming.play import ELSEWHERE_VALUE, HALF_AFTER
from helpers.gaming.worlds import beside_closed_form, over_worlds
from helpers.score import account_points
from helpers.stats import truncated_correlation

TABLE = gaming.hourly()
PEOPLE = gaming.population(400, seed=3)
NO_GOOD = list(TABLE.index[TABLE["good"] == 0])
FEW = {"n_resamples": 99}


def off(table, standard_errors=4.0):
    """Quantities whose simulated value lies more Monte-Carlo standard errors from the closed form than allowed."""
    rows = table[table["closed_form"].notna()]
    distance = [
        abs(row.simulated.value - row.closed_form) / max((row.simulated.high - row.simulated.low) / 2 / 1.96, 1e-12)
        for row in rows.itertuples()
    ]
    return [name for name, d in zip(rows.index, distance, strict=True) if d > standard_errors]


# Actions and the rules


def test_an_action_by_hand():
    """One reshare a week by 13 people, nothing else that day: each adds log(1 + 3 x recency), half every 30 days."""
    one = gaming.ACTIONS.iloc[[0]].copy()
    one.loc[:, :] = 0.0
    one[["reshares", "reactors", "followers"]] = [1.0, 13, 2.0]
    found = gaming.hourly(one).iloc[0]
    assert found["engagement"] == pytest.approx(np.log1p(3 * 0.5 ** (7 * np.arange(13) / 30)).sum())
    assert found["recent_posts"] == 0
    assert found["gained"] == 26


def test_the_points_of_an_hour_are_those_of_the_rules():
    """Signals with the yields added give, through account_points, the points that raw_2012 gave."""
    usual = usual_account()
    signals = pd.DataFrame([usual] * (len(TABLE) + 1)).reset_index(drop=True)
    for column, yields in (("engagement", "engagement"), ("recent_posts", "recent_posts"), ("followers", "gained")):
        signals[column] = np.add(signals[column].astype(float), [0.0, *TABLE[yields]])
    points = account_points(signals)[["engagement_points", "audience_points"]].sum(axis="columns")
    assert (points[1:] - points[0]).to_numpy() == pytest.approx(TABLE["points"].to_numpy(), abs=1e-8)
    assert usual["followers"] == USUAL_FOLLOWERS


def test_the_rules_punish_what_they_say_they_punish():
    """Reacting to others the same day, the same people again, and more posts: each gives fewer points."""
    pod = gaming.ACTIONS.loc[["engagement pod"]]
    plain = gaming.hourly(pod)["points"].iloc[0]
    assert gaming.hourly(pod.assign(others=0))["points"].iloc[0] > plain
    assert gaming.hourly(pod.assign(reactors=800))["points"].iloc[0] > plain
    assert gaming.hourly(pod.assign(posts=20.0))["points"].iloc[0] < plain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda a: a.drop(columns="good"), "without the columns"),
        (lambda a: a.iloc[:0], "without a row"),
        (lambda a: a.assign(likes=-1.0), "counts of 0 or more"),
        (lambda a: a.assign(good=np.nan), "finite"),
        (lambda a: a.assign(fame=np.inf), "finite"),
    ],
)
def test_a_table_of_actions_must_be_whole(change, said):
    with pytest.raises(ValueError, match=said):
        gaming.hourly(change(gaming.ACTIONS))


# People


def test_people_have_the_traits_that_were_asked_for():
    people = gaming.population(20_000, seed=1, fame_from_contribution=0.35, skill_from_contribution=0.6)
    related = people[["contribution", "fame", "gaming_skill"]].corr().loc["contribution"]
    assert related["fame"] == pytest.approx(0.35, abs=0.02)
    assert related["gaming_skill"] == pytest.approx(0.6, abs=0.02)
    assert people["hours"].mean() == pytest.approx(5, abs=0.1)
    assert people["hours"].std() == pytest.approx(2.5, abs=0.1)
    assert people["luck"].median() == pytest.approx(1, abs=0.03)


def test_the_same_seed_gives_the_same_people_and_a_changed_relation_changes_only_its_trait():
    pd.testing.assert_frame_equal(PEOPLE, gaming.population(400, seed=3))
    other = gaming.population(400, seed=3, skill_from_contribution=1)
    assert np.array_equal(other["gaming_skill"], PEOPLE["contribution"])
    pd.testing.assert_frame_equal(other.drop(columns="gaming_skill"), PEOPLE.drop(columns="gaming_skill"))
    assert not gaming.population(400, seed=4).equals(PEOPLE)


@pytest.mark.parametrize(
    "wrong", [{"n": 2}, {"fame_from_contribution": 1.1}, {"skill_from_contribution": float("nan")}]
)
def test_people_that_cannot_be(wrong):
    with pytest.raises(ValueError, match="population: expected"):
        gaming.population(**wrong)


# Sharing out hours


def simple_table(good, points):
    """Actions that differ in good and points alone; no trait helps with any."""
    table = TABLE.iloc[: len(good)].copy()
    table[["contribution", "fame", "gaming_skill"]] = 0.0
    return table.assign(good=good, points=points)


def test_water_filling_by_hand():
    """Worth 1 and 0.5, 2 hours, marginal worth v / (1 + h): 1 / (1 + h1) = 0.5 / (1 + h2), so h = 5/3 and 1/3."""
    people = PEOPLE.iloc[:1].assign(hours=2.0)
    hours = gaming.allocate(people, 0, simple_table([1.0, 0.5], [1.0, 1.0]), elsewhere=0)
    assert hours.iloc[0].tolist() == pytest.approx([5 / 3, 1 / 3, 0])


def test_water_filling_leaves_out_what_is_not_worth_a_minute():
    """With 0.5 hours the first action is still worth 1 / 1.5 at the last minute, more than 0.5 at the first."""
    people = PEOPLE.iloc[:1].assign(hours=0.5)
    hours = gaming.allocate(people, 0, simple_table([1.0, 0.5], [1.0, 1.0]), elsewhere=0)
    assert hours.iloc[0].tolist() == pytest.approx([0.5, 0, 0])


@settings(max_examples=25, deadline=None)
@given(pressure=st.floats(0, 1), alignment=st.floats(0, 1), seed=st.integers(0, 1000))
def test_hours_are_kept_and_the_last_minute_is_worth_the_same(pressure, alignment, seed):
    people = gaming.population(20, seed=seed)
    hours = gaming.allocate(people, pressure, TABLE, alignment=alignment)
    assert hours.sum(axis=1).to_numpy() == pytest.approx(people["hours"].to_numpy())
    assert (hours >= 0).all(axis=None)
    if pressure == 0:
        good = TABLE["good"].to_numpy() / TABLE["good"].max()
        marginal = np.append(good, ELSEWHERE_VALUE) / (1 + hours.to_numpy() / HALF_AFTER)
        at_margin = np.where(hours > 1e-9, marginal, np.nan)
        assert np.nanmax(at_margin, axis=1) == pytest.approx(np.nanmin(at_margin, axis=1))


def test_nobody_could_share_out_the_hours_better():
    """The closed form against a general optimiser, for one person between points and good."""
    person = PEOPLE.iloc[[7]]
    found = gaming.allocate(person, 0.6, TABLE).iloc[0].to_numpy()
    talent = np.exp(TABLE[["contribution", "fame", "gaming_skill"]] @ person.iloc[0][:3])
    points = np.maximum(TABLE["points"], 0) * talent
    worth = np.append(0.4 * TABLE["good"] / TABLE["good"].max() + 0.6 * points / points.max(), 0.4 * ELSEWHERE_VALUE)

    def lost(hours):
        return -(worth * np.log1p(hours)).sum()

    total = float(person["hours"].iloc[0])
    best = optimize.minimize(
        lost,
        np.full(len(worth), total / len(worth)),
        bounds=[(0, total)] * len(worth),
        constraints={"type": "eq", "fun": lambda hours: hours.sum() - total},
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert lost(found) <= best.fun + 1e-6
    assert found == pytest.approx(best.x, abs=0.01)


def test_without_pressure_no_hour_goes_to_what_does_no_good():
    hours = gaming.allocate(PEOPLE, 0, TABLE)
    assert (hours[NO_GOOD] == 0).all(axis=None)
    assert (gaming.allocate(PEOPLE, 0, TABLE, elsewhere=0)[gaming.ELSEWHERE] == 0).all()


def test_under_full_pressure_no_hour_goes_elsewhere():
    assert (gaming.allocate(PEOPLE, 1, TABLE)[gaming.ELSEWHERE] == 0).all()


def test_where_points_and_good_pay_alike_pressure_changes_nothing():
    alike = simple_table([1.0, 0.6, 0.2], [10.0, 6.0, 2.0])
    free, pressed = (gaming.allocate(PEOPLE, weight, alike, elsewhere=0) for weight in (0, 0.9))
    pd.testing.assert_frame_equal(free, pressed)


def test_where_the_score_pays_for_good_pressure_only_adds_to_it():
    """Hours leave something else and go to good: nobody does less good, and most do more."""
    free, pressed = (gaming.play(PEOPLE, weight, TABLE, alignment=1)["good"] for weight in (0, 0.8))
    assert (pressed >= free - 1e-9).all()
    assert (pressed > free + 1e-9).mean() > 0.5


def test_the_more_pressure_the_more_hours_for_what_does_no_good():
    spent = [gaming.allocate(PEOPLE, weight, TABLE)[NO_GOOD].sum().sum() for weight in np.linspace(0, 1, 11)]
    assert (np.diff(spent) >= -1e-9).all()
    assert spent[-1] > spent[0]


def test_pressure_may_differ_from_person_to_person():
    mixed = gaming.allocate(PEOPLE, np.where(np.arange(400) < 200, 0.0, 1.0), TABLE)
    pd.testing.assert_frame_equal(mixed.iloc[:200], gaming.allocate(PEOPLE, 0, TABLE).iloc[:200])
    pd.testing.assert_frame_equal(mixed.iloc[200:], gaming.allocate(PEOPLE, 1, TABLE).iloc[200:])


def test_an_hour_that_costs_points_is_not_worked_for_points():
    hours = gaming.allocate(PEOPLE, 1, simple_table([0.0, 0.0], [5.0, -5.0]))
    assert (hours.iloc[:, 1] == 0).all()


@pytest.mark.parametrize(
    ("people", "pressure", "table", "options", "said"),
    [
        (PEOPLE, 1.1, TABLE, {}, "pressure from 0 to 1"),
        (PEOPLE, float("nan"), TABLE, {}, "pressure from 0 to 1"),
        (PEOPLE, [0.1, 0.2], TABLE, {}, "one pressure or one for each of 400"),
        (PEOPLE, 0.5, TABLE, {"alignment": -1}, "alignment from 0 to 1"),
        (PEOPLE, 0.5, TABLE, {"elsewhere": -1}, "elsewhere of 0 or more"),
        (PEOPLE.drop(columns="fame"), 0.5, TABLE, {}, "people of gaming.population"),
        (PEOPLE.iloc[:0], 0.5, TABLE, {}, "without a row"),
        (PEOPLE, 0.5, gaming.ACTIONS, {}, "table of gaming.hourly"),
        (PEOPLE.assign(fame=np.nan), 0.5, TABLE, {}, "finite numbers in people"),
        (PEOPLE.assign(hours=0.0), 0.5, TABLE, {}, "hours above 0"),
        (PEOPLE, 0, simple_table([0.0], [1.0]), {"elsewhere": 0}, "worth more than 0"),
    ],
)
def test_what_cannot_be_shared_out(people, pressure, table, options, said):
    with pytest.raises(ValueError, match=said):
        gaming.allocate(people, pressure, table, **options)


# What comes of it


def test_points_of_a_person_by_hand():
    """One usual person without luck, one hour of lessons: the yields of log(2) counted hours, through the rules."""
    person = pd.DataFrame({"contribution": [0.0], "fame": 0.0, "gaming_skill": 0.0, "hours": 1.0})
    person = person.assign(audience=100.0, luck=1.0)
    only = TABLE.loc[["prepare a lesson"]]
    found = gaming.play(person, 0, only, elsewhere=0).iloc[0]
    usual, counted = usual_account(), np.log(2)
    engagement = usual["engagement"] + counted * only["engagement"].iloc[0]
    posts = usual["recent_posts"] + counted * only["recent_posts"].iloc[0]
    followers = 100 + counted * only["gained"].iloc[0]
    by_hand = 10 * np.log2(1 + engagement / np.sqrt(1 + posts)) + 0.5 * np.log2(1 + followers)
    assert found["points"] == pytest.approx(by_hand)
    assert found["followers"] == pytest.approx(followers)
    assert found["good"] == pytest.approx(counted)


def test_under_pressure_the_score_parts_from_the_good_and_alignment_keeps_it():
    people = gaming.population(2000, seed=5)
    found = gaming.under_pressure(people, [0, 0.5, 1], TABLE, **FEW)
    score = [e.value for e in found["score"]]
    assert score[0] > score[1] > score[2]
    assert found["score"].iloc[0].low > found["score"].iloc[2].high
    aligned = gaming.under_pressure(people, [0, 1], TABLE, alignment=1, **FEW)
    assert aligned["score"].iloc[1].value >= aligned["score"].iloc[0].value - 0.02
    assert aligned["good"].iloc[1].value > aligned["good"].iloc[0].value


def test_under_pressure_correlates_what_play_gives():
    played = gaming.play(PEOPLE, 0.4, TABLE)
    found = gaming.under_pressure(PEOPLE, [0.4], TABLE, **FEW).iloc[0]
    for column, name in (("points", "score"), ("followers", "followers")):
        assert found[name].value == pytest.approx(stats.spearmanr(played[column], played["good"]).statistic)
    assert found["good"].value == pytest.approx(played["good"].mean())
    with pytest.raises(ValueError, match="at least one pressure"):
        gaming.under_pressure(PEOPLE, [], TABLE)


def test_other_assumptions_without_a_spread_are_those_of_the_table():
    found = gaming.other_assumptions(PEOPLE, [0, 1], draws=2, spread=0)
    for weight in (0, 1):
        played = gaming.play(PEOPLE, weight, TABLE)
        by_hand = [stats.spearmanr(played[column], played["good"]).statistic for column in ("points", "followers")]
        for draw in (0, 1):
            assert found.loc[(draw, weight)].tolist() == pytest.approx([*by_hand, played["good"].mean()])


def test_other_assumptions_differ_by_seed_and_draw():
    first, again, other = (gaming.other_assumptions(PEOPLE, [1], draws=3, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["score"].nunique() == 3
    assert not first.equals(other)
    for wrong in ({"draws": 0}, {"spread": -1}, {"pressures": []}):
        with pytest.raises(ValueError, match="other_assumptions: expected"):
            gaming.other_assumptions(PEOPLE, **{"pressures": [1], **wrong})


def test_four_ways_promise_and_find():
    found = gaming.four_ways(gaming.population(2000, seed=6), TABLE, pressure=0.7, n_resamples=199)
    assert found.loc["regressional", "promised"] == pytest.approx(95)
    assert found.loc["regressional", "found"].high < 95
    assert found.loc["causal", "found"].low < 0 < found.loc["causal", "found"].high < found.loc["causal", "promised"]
    assert found.loc["adversarial", "found"].high < 0 < found.loc["adversarial", "promised"]
    assert found.loc["extremal", "found"].n == 200


# The four mechanisms, one by one


@pytest.mark.parametrize(
    "table",
    [
        gaming.regressional(0.5, seed=1),
        gaming.regressional(1, gaming_sd=1, top=0.2, seed=2),
        gaming.regressional(0, seed=3),
        gaming.extremal(seed=4),
        gaming.extremal(0.5, noise_sd=0.7, top=0.2, seed=5),
        gaming.causal(seed=6),
        gaming.causal(2, score_sd=0.5, outcome_sd=2, seed=7),
        gaming.adversarial(seed=8),
        gaming.adversarial(0.4, talent_sd=0.3, skill_sd=0.6, seed=9),
        gaming.adversarial(2, seed=10),
    ],
)
def test_the_simulated_worlds_agree_with_their_closed_forms(table):
    assert off(table) == []


def test_regressional_forms_by_hand():
    """Error as large as contribution: 1 / sqrt 2; the top tenth of a normal has the mean 1.755."""
    form = gaming.regressional(1, worlds=2)["closed_form"]
    assert form.iloc[0] == pytest.approx(2**-0.5)
    assert form.iloc[1:].tolist() == pytest.approx([1.7550 * 2**0.5, 1.7550 / 2**0.5], abs=1e-3)
    assert gaming.regressional(1, gaming_sd=1, worlds=2)["closed_form"].iloc[0] == pytest.approx(3**-0.5)


def test_extremal_forms():
    """Without a cap it is a straight line; above the cap nothing is left, where truncation alone leaves something."""
    straight = gaming.extremal(30, worlds=2)["closed_form"]
    assert straight.iloc[0] == pytest.approx(2**-0.5)
    assert np.isnan(straight.iloc[1])
    capped = gaming.extremal(1, worlds=2)["closed_form"]
    assert capped.iloc[1] == 0
    assert capped.iloc[2] == pytest.approx(truncated_correlation(capped.iloc[0], 0.1))


def test_causal_forms():
    form = gaming.causal(1, worlds=2)["closed_form"].tolist()
    assert form == pytest.approx([0.5, 1, 0.5, 0, 1 / (2.25 * 2) ** 0.5])
    assert gaming.causal(0, worlds=2)["closed_form"].iloc[[0, 4]].nunique() == 1


def test_adversarial_limits():
    honest, gamed = (gaming.adversarial(pays, worlds=2)["closed_form"] for pays in (1e-6, 6))
    assert honest.tolist() == pytest.approx([0, 1, 1])
    assert gamed.iloc[:2].tolist() == pytest.approx([1, 0], abs=0.03)
    share = [gaming.adversarial(pays, worlds=2)["closed_form"].iloc[0] for pays in (0.5, 1, 2)]
    assert share == sorted(share)


def test_a_seed_gives_the_same_world_again():
    for make in (gaming.regressional, gaming.extremal, gaming.causal, gaming.adversarial):
        first, again, other = (make(worlds=3, n=50, seed=seed) for seed in (1, 1, 2))
        pd.testing.assert_frame_equal(first, again)
        assert first["simulated"].iloc[0] != other["simulated"].iloc[0]


@pytest.mark.parametrize(
    "call",
    [
        lambda: gaming.regressional(-1),
        lambda: gaming.regressional(top=0),
        lambda: gaming.regressional(top=0.001),
        lambda: gaming.extremal(noise_sd=float("nan")),
        lambda: gaming.causal(score_sd=float("inf")),
        lambda: gaming.adversarial(0),
        lambda: gaming.adversarial(1e6, worlds=2),
        lambda: gaming.adversarial(talent_sd=0, skill_sd=0),
        lambda: over_worlds([1.0], 10),
        lambda: over_worlds([1.0, np.nan], 10),
    ],
)
def test_worlds_that_cannot_be(call):
    with pytest.raises(ValueError, match="expected"):
        call()


def test_the_interval_of_a_simulation_shrinks_with_the_worlds():
    few, many = (gaming.regressional(worlds=k, n=200)["simulated"].iloc[0] for k in (20, 500))
    assert many.high - many.low < few.high - few.low
    by_hand = over_worlds([1.0, 2.0, 3.0], 5)
    assert (by_hand.value, by_hand.n) == (2, 15)
    assert by_hand.high - 2 == pytest.approx(1.96 / 3**0.5, abs=1e-4)
    assert beside_closed_form({"a": ([1.0, 2.0], 1.5)}, 5).loc["a", "closed_form"] == 1.5


# The metric that makes its own outcome


@pytest.mark.parametrize("display", [0, 0.4, 0.8, 0.9])
def test_displayed_scores_agree_with_the_closed_form(display):
    assert off(gaming.displayed(display, seed=2)) == []


def test_displayed_by_hand():
    """Nothing displayed: luck 1 and error 0.5 in each period, so validity 1 / sqrt 2.25 and test-retest 1 / 2.25."""
    form = gaming.displayed(0, worlds=2, periods=1)["closed_form"]
    assert form.tolist() == pytest.approx([1 / 1.5, 1 / 2.25, 1 / 2.25])


def test_display_looks_ever_more_reliable_while_validity_rises_and_then_falls():
    forms = pd.DataFrame({d: gaming.displayed(d, worlds=2, periods=1)["closed_form"] for d in np.arange(0, 1, 0.05)})
    validity, retest, worlds = forms.to_numpy()
    assert (np.diff(retest) > 0).all()
    assert validity.argmax() not in (0, len(validity) - 1)
    assert validity[-1] < validity[0]
    assert worlds == pytest.approx(validity**2)


@pytest.mark.parametrize("display", [0, 0.5, 1])
def test_shares_of_attention_agree_with_the_variance_by_recursion(display):
    """The closed form puts expected variances in place of realised ones: near, not within Monte-Carlo error."""
    found = gaming.attention_agreement(display, people=400, seed=1)
    for row in found.itertuples():
        assert row.simulated.value == pytest.approx(row.closed_form, abs=0.03)


def test_shares_of_attention_without_display_are_a_mean_of_draws():
    """50 periods of independent looks: variance q (1 - q) / (50 m)."""
    q = gaming.attention_shares(0, people=100, worlds=4, seed=2)["quality"] / 100
    lasting = q.var(ddof=0) / (q.var(ddof=0) + (q * (1 - q)).mean() / (50 * 100))
    closed = gaming.attention_agreement(0, people=100, worlds=4, seed=2)["closed_form"]
    assert closed.iloc[0] == pytest.approx(lasting)


def test_shares_of_attention_keep_the_total_and_the_people():
    shares = gaming.attention_shares(0.9, people=50, worlds=3, seed=4)
    assert shares.mean().tolist() == pytest.approx([1, 1, 1, 1])
    assert np.array_equal(shares["quality"], gaming.attention_shares(0, people=50, worlds=1, seed=4)["quality"])
    assert not np.array_equal(shares["world_1"], shares["world_2"])


@pytest.mark.parametrize(
    "call",
    [
        lambda: gaming.displayed(1),
        lambda: gaming.displayed(-0.1),
        lambda: gaming.displayed(0.5, luck_sd=-1),
        lambda: gaming.attention_shares(1.1),
        lambda: gaming.attention_shares(0.5, people=2),
        lambda: gaming.attention_agreement(0.5, worlds=3),
    ],
)
def test_displays_that_cannot_be(call):
    with pytest.raises(ValueError, match="expected"):
        call()


# Detection


def test_bayes_by_hand():
    """1,000 accounts, 50 fakes: 45 caught, 47.5 honest ones flagged with them."""
    found = gaming.flagged(0.9, 0.95, [0.05]).iloc[0]
    assert found["flagged"] == pytest.approx(9.25)
    assert found["honest_of_flagged"] == pytest.approx(100 * 47.5 / 92.5)


def test_flagged_limits():
    found = gaming.flagged(0.8, 1.0, [0, 0.5, 1])
    assert np.isnan(found["honest_of_flagged"].iloc[0])
    assert found["honest_of_flagged"].iloc[1:].tolist() == [0, 0]
    rising = gaming.flagged(0.8, 0.9, np.linspace(0, 1, 21))["honest_of_flagged"]
    assert (np.diff(rising) < 0).all()


@settings(max_examples=50, deadline=None)
@given(sensitivity=st.floats(0.01, 1), specificity=st.floats(0, 0.99))
def test_at_the_even_base_rate_half_of_the_flagged_are_honest(sensitivity, specificity):
    base = gaming.even_base_rate(sensitivity, specificity)
    assert gaming.flagged(sensitivity, specificity, [base])["honest_of_flagged"].iloc[0] == pytest.approx(50)


def test_the_area_under_the_curve_of_a_detector():
    specificity = np.linspace(0, 1, 20_001)
    for d_prime in (0, 1, 2.5):
        curve = gaming.sensitivity_at(d_prime, specificity)
        assert np.trapezoid(curve, specificity) == pytest.approx(gaming.area(d_prime), abs=1e-4)
    assert gaming.sensitivity_at(0, [0.3, 0.95]).tolist() == pytest.approx([0.7, 0.05])


def test_a_hunt_agrees_with_bayes():
    people = gaming.population(4000, seed=8)
    found = gaming.hunt(people, TABLE, players=0.1, d_prime=2, specificity=0.95, n_resamples=19, seed=2)
    sensitivity = float(gaming.sensitivity_at(2, 0.95))
    promised = gaming.flagged(sensitivity, 0.95, [0.1])["honest_of_flagged"].iloc[0] / 100
    assert found["honest_of_flagged"].low < promised < found["honest_of_flagged"].high
    assert found["players_missed"].low < 1 - sensitivity < found["players_missed"].high
    assert found["before"].value < found["after"].value < found["perfect"].value
    assert 0 < found["places_lost"].value < 100


def test_a_hunt_by_a_coin_mends_nothing():
    people = gaming.population(5000, seed=9)
    found = gaming.hunt(people, TABLE, d_prime=0, specificity=0.9, n_resamples=19)
    assert found["after"].value < found["before"].value
    assert found["honest_of_flagged"].low < 0.9 < found["honest_of_flagged"].high


@pytest.mark.parametrize(
    "call",
    [
        lambda: gaming.flagged(1.1, 0.9, [0.1]),
        lambda: gaming.flagged(0.9, 0.9, []),
        lambda: gaming.even_base_rate(0, 1),
        lambda: gaming.sensitivity_at(-1, 0.9),
        lambda: gaming.area(float("inf")),
        lambda: gaming.hunt(PEOPLE, TABLE, players=0),
        lambda: gaming.hunt(PEOPLE, TABLE, specificity=1),
    ],
)
def test_detectors_that_cannot_be(call):
    with pytest.raises(ValueError, match="expected"):
        call()
