"""Protects the number reader: the page says what the functions of helpers.meaning give, to eye, ear and keyboard."""

import json
import math
import random
import re
from pathlib import Path

import pandas as pd
import pytest
from browser_checks import SCRIPTS, barriers

from helpers.data import load
from helpers.evidence import estimate
from helpers.meaning import band_of_error, compare, error_near, place_of, stayed_by_band, transition_table
from helpers.notebooks.pages import table_rows
from helpers.notebooks.places import notebooks, read
from helpers.notebooks.printed import NUMBERS, number_reader, printed
from helpers.stats import smallest_real_difference

PAGE = "docs/number-reader.html"
SOURCE = Path(__file__).resolve().parents[1] / "docs" / "number-reader.md"
SAMPLE, CEILING = 2.7, 7.6  # the two marks, as the slider rounds them
YEARS = (2013, 2014)


@pytest.fixture(scope="module")
def bands():
    return load("published/belgium_distribution")


@pytest.fixture(scope="module")
def numbers():
    return json.loads(printed([read(path) for path in notebooks()], "number-reader"))


@pytest.fixture(scope="module")
def by_band(numbers):
    return pd.DataFrame(numbers["sample_by_band"]["bands"])


@pytest.fixture(scope="module")
def stayed():
    return stayed_by_band(transition_table(load("published/belgium_transition")))


@pytest.fixture
def open_reader(whole_site, new_context):
    """A function that opens the page at a hash; nothing may be said on the console but by the theme in its log."""
    complaints = []

    def open_at(hash_="", **options):
        page = new_context(**options).new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.install()  # the page waits for a pause before it speaks; here the test says when time has passed
        page.goto((whole_site / PAGE).as_uri() + hash_)
        page.wait_for_selector(".number-reader", timeout=10_000)
        return page

    yield open_at
    assert complaints == []


# What is said, in Python


def percent(share):
    return f"{100 * share:.1f}"


def about(share, words, show):
    return words if share.low == share.high else f"about {words} ({show(share.low)} to {show(share.high)})"


def below_in_words(place):
    if place.in_open_band:
        return f"at least {int(1000 * place.below.low) / 10:.1f} %"
    if place.below.high == 0:
        return "nobody (nobody is counted below 10)"
    return about(place.below, f"{percent(place.below.value)} %", percent)


def above_in_words(place):
    if place.above.low == 1:
        return "all 100"
    if place.above.high == 0:
        return "nobody"
    if place.in_open_band or place.above.value < 0.005:
        return "fewer than 1"
    return about(place.above, f"{100 * place.above.value:.0f}", lambda share: f"{100 * share:.0f}")


def band_in_words(score, sem):
    return "about {:.0f} to {:.0f}".format(*band_of_error(score, sem))


def chance_in_words(first, second, sem):
    chance = compare(first, second, sem).chance
    return "more than 99 of 100" if chance >= 0.995 else f"about {100 * chance:.0f} of 100"


def verdict(scores, sem):
    higher, lower = max(scores), min(scores)
    return f"the {higher} is truly above the {lower} in {chance_in_words(higher, lower, sem)} such pairs."


def summary_in_words(scores, sem, meant, bands):
    told = []
    for score in dict.fromkeys(scores):
        low, high = band_of_error(score, sem)
        below = below_in_words(place_of(score, bands))
        told.append(f"{score}: below it {below} in 2013, 95 % band {low:.0f} to {high:.0f}.")
    if len(told) == 2:
        return f"{' '.join(told)} With an error of {sem:.1f} points ({meant}) {verdict(scores, sem)}"
    tie = f" Both {scores[0]}: which is truly higher nobody knows, 50 of 100." * (len(scores) - 1)
    return f"{told[0]}{tie} The band is for an error of {sem:.1f} points ({meant})."


def near_in_words(scores, by_band):
    scores = sorted(set(scores))
    held = [by_band[(by_band["from"] <= score) & (score < by_band["to"])] for score in scores]
    lacking = [str(score) for score, band in zip(scores, held, strict=True) if band.empty]
    if lacking:
        return f"Near {' and '.join(lacking)} the sample (SYNTHETIC) has too few people to give an error."
    near = round(error_near(scores, by_band), 1)
    people = " and ".join(dict.fromkeys(str(band["n"].item()) for band in held))
    size = f"{near:.1f}, as on average" if near == SAMPLE else f"{near:.1f}, not {SAMPLE}"
    changed = f"95 % {band_in_words(scores[0], near).replace('about', 'band')}"
    if len(scores) == 2:
        changed = chance_in_words(*scores, near)
    told = f"In the sample the error near {' and '.join(map(str, scores))} is {size} (SYNTHETIC, n = {people})."
    return f"{told} With {near:.1f}: {changed}."


def lasts_in_words(those, band):
    a_range = f"{band['from']} to {band['to']}"
    share = f"{percent(band['stayed'] / band['n'])} % [{percent(band['low'])}, {percent(band['high'])}]"
    told = f"That {those} lasts. Of the {band['n']:,} people at {a_range} in 2013, {band['stayed']:,} were still"
    return f"{told} at {a_range} a year later: {share}. REAL"


# The page as GitHub shows it, and the numbers behind it


def test_the_worked_examples_for_one_score_are_those_of_the_functions(bands, by_band):
    first = SOURCE.read_text(encoding="utf-8").partition("\nTwo scores.")[0]
    head, *rows = table_rows(first)
    assert head[4] == f"band at {SAMPLE} points (synthetic)"
    assert head[6] == f"band at {CEILING} points (real ceiling)"
    assert [row[0] for row in rows] == ["20", "48", "52", "70"]
    for score, *told in rows:
        then, later = (place_of(int(score), bands, year=year) for year in YEARS)
        average, ceiling = (band_in_words(int(score), sem) for sem in (SAMPLE, CEILING))
        error = error_near([int(score)], by_band)
        near = (
            "too few people"
            if math.isnan(error)
            else f"{error:.1f} points: {band_in_words(int(score), round(error, 1))}"
        )
        assert told == [below_in_words(then), below_in_words(later), above_in_words(then), average, near, ceiling]


def test_the_worked_examples_for_two_scores_are_those_of_the_functions(by_band):
    _, *rows = table_rows(SOURCE.read_text(encoding="utf-8").partition("\nTwo scores.")[2])
    assert len(rows) == 3
    for pair, *told in rows:
        scores = [int(score) for score in pair.split(" and ")]
        error = round(error_near(scores, by_band), 1)
        average, near, ceiling = (chance_in_words(*scores, sem) for sem in (SAMPLE, error, CEILING))
        said = [f"in {average} such pairs", f"{error:.1f} points: in {near} such pairs", f"in {ceiling} such pairs"]
        assert told == said


def test_figure_5_of_notebook_03_and_the_reader_agree_at_equal_error(open_reader):
    run = " ".join(str(cell.get("outputs", "")) for cell in read(notebooks("03")[0]).cells)
    marked = re.findall(r"(sample|ceiling) \((?:synthetic|real)\): error ([\d.]+), chance (\d+) %", run)
    assert {name for name, *_ in marked} == {"sample", "ceiling"}
    page = open_reader("#score=52&other=48")
    near = page.locator(".number-reader .near")
    for name, error, chance in set(marked):
        put(page, 52, 48, error)
        assert shown(page)["chance"][1] == f"about {chance} of 100"
        if name == "sample":
            assert f"the error near 48 and 52 is {error}, not {SAMPLE}" in near.inner_text()
            assert (
                near.inner_text()
                .split("\n")[0]
                .rstrip()
                .endswith(f"With {error}: about {chance} of 100. Set the error to {error}")
            )


def test_the_prose_gives_the_numbers_of_the_run(bands, numbers):
    text = " ".join(SOURCE.read_text(encoding="utf-8").split())
    sample, ceiling = numbers["sample_sem"], numbers["ceiling_sem"]
    assert f"{bands['n_2013'][1:].sum():,} scored people in Belgium in 2013 and {bands['n_2014'][1:].sum():,}" in text
    assert f"**SYNTHETIC**, {sample['value']:.1f} points" in text
    assert f"**REAL**, {ceiling['value']:.1f} points: a ceiling. So far do {ceiling['n']} real scores" in text
    errors = [band["sem"] for band in numbers["sample_by_band"]["bands"]]
    assert f"it runs from about {min(errors):.0f} to about {max(errors):.0f}" in text


def test_the_errors_by_band_are_those_of_figure_4_of_notebook_03(by_band):
    run = " ".join(str(cell.get("outputs", "")) for cell in read(notebooks("03")[0]).cells)
    (drawn,) = set(re.findall(r"error of measurement in points: (at [^']*?)\.?'", run))
    rows = zip(by_band["from"], by_band["to"], by_band["sem"], by_band["n"], strict=True)
    assert ", ".join(f"at {(low + high) / 2:g} {sem:.1f} (n = {n})" for low, high, sem, n in rows) == drawn


def test_notebook_03_prints_the_published_counts_and_the_evidence(bands, stayed, numbers):
    scored = bands.dropna(subset="low")
    assert numbers["low"] == scored["low"].tolist()
    assert [numbers[str(year)] for year in YEARS] == [scored[f"n_{year}"].tolist() for year in YEARS]
    ceiling = estimate(load("evidence/klout_payloads"), "all_counts_out_miss_rms")
    told = numbers["ceiling_sem"]
    assert (told["value"], told["low"], told["high"], told["n"]) == (
        ceiling.value,
        ceiling.low,
        ceiling.high,
        ceiling.n,
    )
    names = ("sample_sem", "sample_by_band", "ceiling_sem", "stayed")
    assert [numbers[name]["source"] for name in names] == ["synthetic", "synthetic", "real", "real"]
    assert numbers["stayed"]["bands"] == stayed.drop(columns="value").round(3).to_dict("records")
    assert f"{numbers['sample_sem']['value']:.1f}" == f"{SAMPLE}"


def cell(text, *tags):
    return {"metadata": {"tags": list(tags)}, "outputs": [{"name": "stdout", "text": text}] if text else []}


def test_the_script_holds_what_the_tagged_cell_printed():
    notebook = {"cells": [cell("7"), cell('{"low": [10]}', "number-reader")]}
    assert number_reader([notebook]) == {NUMBERS: b'"use strict";\nconst NUMBER_READER = {"low": [10]};\n'}
    assert number_reader([{"cells": [cell("7")]}]) == {}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([cell("{}", "number-reader")] * 2, "got 2 cells"),
        ([cell("", "number-reader")], "0 texts"),
        ([cell("{} and more", "number-reader")], "must print JSON"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(cells, message):
    with pytest.raises(ValueError, match=message):
        number_reader([{"cells": cells}])


# The page in a browser


def put(page, first, second, sem):
    page.fill("#reader-first", str(first))
    page.fill("#reader-second", str(second))
    page.fill("#reader-sem", str(sem))


def shown(page):
    """Every number of the page by its name: the number itself, and its words."""
    found = page.eval_on_selector_all(
        ".number-reader data", "all => all.map((one) => [one.dataset.name, Number(one.value), one.textContent])"
    )
    return {name: (value, words.replace("\u00a0", " ")) for name, value, words in found}


def text_of(page, selector):
    """What an element of the reader says; the words of a badge are in capitals."""
    return page.locator(f".number-reader {selector}").text_content().replace("\u00a0", " ")


def pairs():
    """200 random pairs of whole scores with an error each; one in ten is a tie, and the ends come up."""
    chance = random.Random(52)
    drawn = [(chance.randint(1, 100), chance.randint(1, 100), chance.randint(5, 100) / 10) for _ in range(180)]
    ties = [(score, score, chance.randint(5, 100) / 10) for score in chance.sample(range(1, 101), 16)]
    return [*drawn, *ties, (1, 100, 0.5), (100, 1, 10.0), (10, 65, 5.0), (64, 9, 2.7)]


def hold_to_python(numbers_shown, scores, sem, bands):
    for place, score in enumerate(dict.fromkeys(scores)):
        for year in YEARS:
            stood = place_of(score, bands, year=year)
            sides = {"below": (stood.below, below_in_words(stood)), "above": (stood.above, above_in_words(stood))}
            for side, (share, words) in sides.items():
                name = f"{side}-{year}-{place}"
                if name not in numbers_shown:
                    assert name.startswith("above-2014")
                    continue
                assert numbers_shown[name][1] == words, (score, name)
                ends = [numbers_shown[f"{name}-{end}"][0] for end in ("low", "high")]
                assert ends == pytest.approx([share.low, share.high], abs=1e-12), (score, name)
                if not stood.in_open_band:
                    assert numbers_shown[name][0] == pytest.approx(share.value, abs=1e-12), (score, name)
        band = [numbers_shown[f"band-{end}-{place}"][0] for end in ("low", "high")]
        assert band == pytest.approx(band_of_error(score, sem), abs=1e-9)
        assert numbers_shown[f"band-low-{place}"][1] == band_in_words(score, sem)


def test_two_hundred_random_pairs_are_read_as_python_reads_them(open_reader, bands, by_band):
    page = open_reader()
    drawn = pairs()
    assert len(drawn) == 200
    for first, second, sem in drawn:
        put(page, first, second, sem)
        numbers_shown = shown(page)
        hold_to_python(numbers_shown, (first, second), sem, bands)
        meant = page.locator(".sem").inner_text().partition(", ")[2]
        assert text_of(page, ".summary") == summary_in_words([first, second], sem, meant, bands)
        assert text_of(page, ".near span") == near_in_words([first, second], by_band)
        if first == second:
            assert "chance" not in numbers_shown
            continue
        value, words = numbers_shown["chance"]
        assert value == pytest.approx(compare(first, second, sem).chance, abs=1e-9)
        assert words == chance_in_words(first, second, sem)


def test_every_score_alone_is_read_as_python_reads_it(open_reader, bands, by_band, stayed):
    page = open_reader("#score=1&sem=2.7")
    for score in range(1, 101):
        page.fill("#reader-first", str(score))
        numbers_shown = shown(page)
        assert "chance" not in numbers_shown
        hold_to_python(numbers_shown, (score,), 2.7, bands)
        meant = "about the sample’s average, synthetic"
        assert text_of(page, ".summary") == summary_in_words([score], 2.7, meant, bands)
        assert text_of(page, ".near span") == near_in_words([score], by_band)
        a_score = f"an {score}" if score in (8, 11, 18) or 80 <= score < 90 else f"a {score}"
        held = stayed[(stayed["from"] <= score) & (score <= stayed["to"])].to_dict("records")
        lasts = [line.replace("\u00a0", " ") for line in unsaid(page) if "lasts" in line]
        assert lasts == [lasts_in_words(a_score, band) for band in held]


WHOLE = "a whole number from 1 to 100"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", f"Type a score: {WHOLE}."),
        ("   ", f"Type a score: {WHOLE}."),
        ("abc", f"“abc” is no number. Type {WHOLE}."),
        ("5 2", f"“5 2” is no number. Type {WHOLE}."),
        ("1e2", f"“1e2” is no number. Type {WHOLE}."),
        ("<b>5</b>", f"“<b>5</b>” is no number. Type {WHOLE}."),
        ("0", "0 is off the scale, which runs from 1 to 100."),
        ("101", "101 is off the scale, which runs from 1 to 100."),
        ("-5", "-5 is off the scale, which runs from 1 to 100."),
        ("100.5", "100.5 is off the scale, which runs from 1 to 100."),
        ("52.5", "Klout showed whole scores. Type 52 or 53."),
        ("52,5", "Klout showed whole scores. Type 52 or 53."),
    ],
)
def test_what_is_no_score_is_refused_beside_its_field(open_reader, typed, message):
    page = open_reader()
    page.fill("#reader-first", typed)
    field = page.locator("#reader-first")
    hint, error = field.get_attribute("aria-describedby").split()
    assert page.locator(f"#{hint}").inner_text() == "A whole number from 1 to 100"
    assert page.locator(f"#{error}").text_content() == message
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator("#reader-second").get_attribute("aria-invalid") == "false"
    assert shown(page) == {}
    page.fill("#reader-first", " 052 ")
    assert page.locator(f"#{error}").text_content() == ""
    assert field.get_attribute("aria-invalid") == "false"
    assert shown(page)["below-2013-0"][1] == "about 96.0 % (95.0 to 97.5)"


def test_the_second_field_may_be_empty_and_refuses_the_same(open_reader):
    page = open_reader()
    page.fill("#reader-second", "101")
    assert page.locator("#reader-second-error").text_content() == "101 is off the scale, which runs from 1 to 100."
    page.fill("#reader-second", "")
    assert page.locator("#reader-second").get_attribute("aria-invalid") == "false"
    assert "below-2013-1" not in shown(page)


def unsaid(page):
    return page.locator(".number-reader li").all_inner_texts()


def said(page, words):
    return any(words in line for line in unsaid(page))


def test_what_cannot_be_said_depends_on_the_scores(open_reader):
    page = open_reader("#score=52&other=20")
    assert said(page, "Counted from 0 it would be 2.6 times, counted from 10, where idle accounts sat, 4.2 times.")
    assert said(
        page, "That a 52 lasts. Of the 3,956 people at 50 to 74 in 2013, 2,594 were still at 50 to 74 a year later"
    )
    assert said(page, "That a 20 lasts. Of the 58,426 people at 10 to 24 in 2013, 55,398 were still at 10 to 24")
    assert said(page, "Where between 50 and 55")
    assert not said(page, "top band")
    put(page, 70, 8, 2.7)
    assert said(page, "Where exactly a 70 stood. The top band is open, from 65 up, and held 205 people in 2013")
    assert said(page, "Where an 8 stood. The published bands begin at 10: nobody is counted below.")
    assert not said(page, "That an 8 lasts")
    assert not said(page, "Counted from")
    put(page, 76, 80, 2.7)
    assert said(page, "That a 76 or an 80 lasts. Of the 22 people at 75 to 100 in 2013, 21 were still at 75 to 100")
    assert said(page, "Where exactly a 76 or an 80 stood.")
    assert sum("lasts" in line for line in unsaid(page)) == 1
    put(page, 51, 54, 2.7)
    assert sum("Where between" in line for line in unsaid(page)) == 1
    put(page, 30, 30, 4)
    difference = f"{smallest_real_difference(4):.1f}"
    assert said(page, f"the true scores behind two equal numbers lie more than {difference} points apart in 5 of 100")
    assert sum("lasts" in line for line in unsaid(page)) == 1
    page.fill("#reader-second", "")
    assert not said(page, "equal")
    for always in ("another country or year", "real-life clout"):
        assert said(page, always)


@pytest.mark.parametrize(
    ("sem", "meant"),
    [
        (0.5, "below the sample’s average, synthetic"),
        (2.7, "about the sample’s average, synthetic"),
        (5, "between the sample’s average, synthetic, and the real ceiling"),
        (7.6, "about the real ceiling"),
        (10, "above the real ceiling"),
    ],
)
def test_the_slider_says_its_error_and_what_it_means(open_reader, sem, meant):
    page = open_reader(f"#score=52&sem={sem}")
    assert page.locator("#reader-sem").get_attribute("aria-valuetext") == f"{sem:.1f} points, {meant}"
    assert page.locator(".sem").inner_text() == f"{sem:.1f} points, {meant}"


def test_the_marks_are_badged_and_stand_where_they_set_the_slider(open_reader, numbers):
    page = open_reader("#score=52&sem=5")
    slider, buttons = page.locator("#reader-sem"), page.locator(".number-reader .marks button")
    assert [" ".join(text.split()) for text in buttons.all_inner_texts()] == [
        "2.7 SYNTHETIC sample, average of all scores",
        "7.6 REAL ceiling if alike at all scores",
    ]
    assert buttons.first.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
    hint = page.locator("#reader-sem-hint")
    ceiling = numbers["ceiling_sem"]
    assert f"The real ceiling is {ceiling['value']} [{ceiling['low']}, {ceiling['high']}]." in hint.inner_text()
    assert hint.locator("a").get_attribute("href") == "#the-two-marks-on-the-slider"
    assert page.locator("#the-two-marks-on-the-slider h2").count() == 1
    frame = slider.bounding_box()
    for button, name in zip(buttons.all(), ("sample_sem", "ceiling_sem"), strict=True):
        box, value = button.bounding_box(), numbers[name]["value"]
        thumb = frame["x"] + 8 + (value - 0.5) / 9.5 * (frame["width"] - 16)
        assert box["x"] + box["width"] / 2 == pytest.approx(thumb, abs=2)
        button.click()
        assert float(slider.input_value()) == pytest.approx(value, abs=0.05)


def test_everything_is_reached_and_set_by_the_keyboard(open_reader):
    page = open_reader("#score=52&other=48&sem=2.7")
    page.focus("#reader-first")
    order = []
    for _ in range(5):
        order.append(
            page.evaluate("document.activeElement.id || document.activeElement.innerText.trim().split(/\\s/)[1]")
        )
        page.keyboard.press("Tab")
    assert order == ["reader-first", "reader-second", "reader-sem", "SYNTHETIC", "REAL"]
    page.focus("#reader-sem")
    page.keyboard.press("ArrowRight")
    assert page.locator("#reader-sem").input_value() == "2.8"
    page.keyboard.press("End")
    assert page.locator("#reader-sem").get_attribute("aria-valuetext") == "10.0 points, above the real ceiling"
    page.keyboard.press("Home")
    assert shown(page)["chance"][0] == pytest.approx(compare(52, 48, 0.5).chance, abs=1e-9)
    page.locator(".number-reader .near button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#reader-sem").input_value() == "2"
    assert page.evaluate("document.activeElement.textContent") == "Set the error to 2.0"  # the place is kept
    page.locator(".number-reader .marks button").last.focus()
    page.keyboard.press("Enter")
    assert page.locator("#reader-sem").input_value() == "7.6"
    page.focus("#reader-first")
    page.keyboard.press("Enter")  # a form that were sent would load the page anew
    assert page.locator("#reader-sem").input_value() == "7.6"


@pytest.fixture
def listen():
    """A function that opens an ear to the page: it gives all that a screen reader says by itself from then on."""

    def listen_to(page):
        page.evaluate("""() => {
          window.spoken = [];
          const status = document.querySelector(".number-reader [role=status]");
          new MutationObserver(() => window.spoken.push(status.textContent)).observe(status, { childList: true });
        }""")
        return lambda: [words.replace("\u00a0", " ") for words in page.evaluate("spoken")]

    return listen_to


def test_nothing_is_said_before_the_reader_does_something(open_reader):
    page = open_reader("#score=52&other=48&sem=2.7")
    page.clock.run_for(5000)
    assert page.locator(".number-reader :is([aria-live], [role=alert], output)").count() == 0
    (status,) = page.locator(".number-reader [role=status]").all()
    assert status.text_content() == ""


def test_after_a_move_of_the_slider_band_and_chance_are_said_once_when_the_reader_pauses(open_reader, listen):
    page = open_reader("#score=52&other=48&sem=2.7")
    spoken = listen(page)
    page.focus("#reader-sem")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(300)
    assert spoken() == []
    page.clock.run_for(1000)
    bands = "; ".join(f"of {score}: {band_in_words(score, 3.9).removeprefix('about ')}" for score in (52, 48))
    assert spoken() == [f"At 3.9 points: 95 % band {bands}; {verdict([52, 48], 3.9)}"]
    page.clock.run_for(5000)
    assert len(spoken()) == 1


def test_after_typing_all_is_said_or_the_field_and_what_is_wrong_with_it(open_reader, listen, bands):
    page = open_reader("#score=52&sem=2.7")
    spoken = listen(page)
    page.fill("#reader-second", "48")
    page.clock.run_for(1000)
    (sentence,) = spoken()
    assert sentence == summary_in_words([52, 48], 2.7, "about the sample’s average, synthetic", bands)
    page.fill("#reader-first", "abc")
    page.clock.run_for(1000)
    assert spoken()[1:] == ["Score: “abc” is no number. Type a whole number from 1 to 100."]
    page.fill("#reader-second", "101")
    page.clock.run_for(1000)
    assert spoken()[2:] == [
        "Score: “abc” is no number. Type a whole number from 1 to 100. "
        "Second score, to compare: 101 is off the scale, which runs from 1 to 100."
    ]


def test_two_equal_scores_stand_in_one_column(open_reader):
    page = open_reader("#score=52&other=52&sem=2.7")
    assert page.locator(".number-reader thead th").all_inner_texts() == ["Score 52"]
    assert page.locator(".number-reader svg circle").count() == 1
    assert "Both 52: which is truly higher nobody knows, 50 of 100." in text_of(page, ".summary")


def test_the_address_keeps_what_is_typed_and_leads_back_to_it(open_reader):
    page = open_reader()
    page.clock.run_for(1000)
    assert "#" not in page.url
    put(page, 44, "", 6.3)
    page.clock.run_for(1000)
    assert page.url.endswith("#score=44&sem=6.3")
    again = open_reader("#" + page.url.partition("#")[2])
    assert shown(again) == shown(page)
    again.evaluate("location.hash = '#score=63&sem=1.5&other=66'")
    again.wait_for_function("document.getElementById('reader-first').value === '63'")
    assert shown(again)["chance"][0] == pytest.approx(compare(63, 66, 1.5).chance, abs=1e-9)
    again.clock.run_for(5000)
    assert again.url.endswith("#score=63&sem=1.5&other=66")  # an address that was followed is not written anew


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("#pst-skip-link a", "#main-content"),
        ("#pst-secondary-sidebar a[href='#then-and-now']", "#then-and-now"),
        ("#reader-sem-hint a", "#the-two-marks-on-the-slider"),
    ],
)
def test_a_link_inside_the_page_leaves_what_is_typed(open_reader, link, address):
    page = open_reader(viewport={"width": 1280, "height": 900})
    put(page, 44, 33, 6.3)
    before = shown(page)
    page.locator(link).focus()
    page.keyboard.press("Enter")
    page.clock.run_for(5000)
    assert page.url.endswith(f"html{address}")
    assert [page.input_value(f"#reader-{name}") for name in ("first", "second", "sem")] == ["44", "33", "6.3"]
    assert shown(page) == before
    page.fill("#reader-second", "30")
    page.clock.run_for(1000)
    assert page.url.endswith("#score=44&other=30&sem=6.3")


def test_an_address_of_a_section_shows_it_and_stays(open_reader):
    page = open_reader("#worked-examples")
    page.clock.run_for(5000)
    assert page.url.endswith("html#worked-examples")
    assert page.input_value("#reader-first") == "52"


@pytest.mark.parametrize(("step", "value"), [((0, -20), 2.7), ((-10, 0), 5.2)])
def test_a_swipe_up_or_down_scrolls_and_one_across_sets_the_slider(open_reader, step, value):
    page = open_reader("#score=52&sem=2.7", viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    slider = page.locator("#reader-sem")
    assert slider.evaluate("one => getComputedStyle(one).touchAction") == "pan-y"
    slider.scroll_into_view_if_needed()
    frame = slider.bounding_box()
    x, y = frame["x"] + 0.7 * frame["width"], frame["y"] + frame["height"] / 2
    finger = page.context.new_cdp_session(page)
    at = [{"x": x + k * step[0], "y": y + k * step[1]} for k in range(8)]
    for kind, points in (("touchStart", at[:1]), *(("touchMove", [point]) for point in at), ("touchEnd", [])):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function(f"Number(document.getElementById('reader-sem').value) === {value}")
    assert page.locator(".sem").inner_text().startswith(f"{value} points")


@pytest.mark.parametrize(
    "hash_", ["#score=abc&sem=x", "#score=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "#worked-examples", "#&&=&"]
)
def test_a_strange_address_does_no_harm(open_reader, hash_):
    page = open_reader(hash_)
    assert page.locator("#reader-sem").input_value() == f"{SAMPLE}"
    assert page.locator(".number-reader img").count() == 0


def test_the_drawing_has_a_text_for_those_who_do_not_see_it(open_reader):
    page = open_reader("#score=52&other=20&sem=4")
    drawing = page.locator(".number-reader svg[role=img]")
    assert "52, with a band from 44 to 60; 20, with a band from 12 to 28" in drawing.get_attribute("aria-label")
    frame = drawing.bounding_box()
    dots = [dot.bounding_box() for dot in drawing.locator("circle").all()]
    across = [(dot["x"] + dot["width"] / 2 - frame["x"]) / frame["width"] for dot in dots]
    assert across == pytest.approx([0.04 + 0.92 * (score - 1) / 99 for score in (52, 20)], abs=0.002)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hash_", ["#score=52&other=20", "#score=abc&other=101"])
def test_axe_finds_nothing_serious(open_reader, scheme, hash_):
    page = open_reader(hash_, color_scheme=scheme)
    page.evaluate(SCRIPTS)
    assert barriers(page) == []


@pytest.mark.parametrize("width", [1280, 640, 400, 320])
def test_nothing_is_cut_off_in_a_narrow_window(open_reader, width):
    page = open_reader("#score=52&other=48&sem=7.6", viewport={"width": width, "height": 800})
    edges = page.eval_on_selector_all(
        ".number-reader *", "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert min(left for left, _ in edges) >= 0
    assert max(right for _, right in edges) <= width
    first, second = (button.bounding_box() for button in page.locator(".number-reader .marks button").all())
    assert first["x"] + first["width"] <= second["x"]


def test_without_scripts_the_page_says_so_and_shows_its_examples(whole_site, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto((whole_site / PAGE).as_uri())
    assert "It needs JavaScript and no network." in page.locator("#read-a-score").inner_text()
    assert page.locator("table").count() == 2


def test_no_other_page_loads_the_reader(whole_site):
    loading = [path for path in whole_site.rglob("*.html") if "number-reader.js" in path.read_text(encoding="utf-8")]
    assert [path.relative_to(whole_site).as_posix() for path in loading] == [PAGE]
