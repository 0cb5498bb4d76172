"""Protects a teacher's minutes: the plans add up, and what they name is there and takes as long as they say."""

import math
import re
from typing import NamedTuple

import pytest

from helpers import meaning
from helpers.classroom import exercises, slides
from helpers.data import load, root
from helpers.notebooks.pages import LINK, anchor, headings, is_relative, links, table_rows
from helpers.notebooks.places import read
from helpers.notebooks.prose_rules import WORDS_A_MINUTE
from helpers.stats import probability_higher

TEACHING = root() / "docs" / "teaching"
HANDOUT = "handout-50-minutes"
MINE = ("README", HANDOUT, "lesson-50-minutes", "lesson-90-minutes", "four-weeks", "rubric", "ethics", "reading-list")
SUMS = {"lesson-50-minutes": [50], "lesson-90-minutes": [90], "four-weeks": [90, 90, 90, 90]}
LESSONS = [(name, number) for name, sums in SUMS.items() for number in range(len(sums))]
EXERCISE = re.compile(r"\[Exercise (\d) of (\d\d)\]\(\S+?/notebooks/exercises/(\S+?)\.ipynb\)(?:, (\d+) minutes)?")
SHOWN = re.compile(r"\[slides? (\d+)(?:–(\d+))?\]\(slides/([\w-]+)\.md\)")


class Line(NamedTuple):
    """One line of a plan, in minutes from the beginning of the lesson."""

    start: int
    end: int
    minutes: int
    known: str
    what: str


def text(name):
    return (TEACHING / f"{name}.md").read_text(encoding="utf-8")


def part(name, heading):
    """What stands under a heading of level 2."""
    (found,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text(name), flags=re.MULTILINE | re.DOTALL)
    return found


def plan(name, number):
    """The lines of a lesson's table."""
    tables = re.findall(r"^\| time \|.*(?:\n\|.*)+", text(name), flags=re.MULTILINE)
    lines = []
    for time, minutes, teacher, learners, what in table_rows(tables[number])[1:]:
        start, end = map(int, time.split("–"))
        spent, known = minutes.split()
        assert teacher or learners, time
        lines.append(Line(start, end, int(spent), known, what))
    return lines


def notebook(short):
    (path,) = (root() / "notebooks").glob(f"{short}-*.ipynb")
    return path.stem


def test_there_is_a_table_for_every_lesson():
    for name, sums in SUMS.items():
        assert text(name).count("| time |") == len(sums)


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_the_minutes_of_a_plan_follow_each_other_and_add_up(name, number):
    lines = plan(name, number)
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    for line in lines:
        assert line.end - line.start == line.minutes > 0, line
    assert sum(line.minutes for line in lines) == lines[-1].end == SUMS[name][number]


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_each_line_says_where_its_minutes_come_from_and_what_can_be_computed_is(name, number):
    timed = dict(
        re.findall(r"^\| (\d\d)-[\w-]+ \| ([\d.]+) \|$", (root() / "benchmarks" / "results.md").read_text(), re.M)
    )
    for line in plan(name, number):
        read_first = re.fullmatch(r'\[Read "(.+)" in (\d\d)\]\(\.\./\.\./notebooks/(.+)\.ipynb\)', line.what)
        on_paper = re.fullmatch(rf'\[Read "(.+)" on the handout\]\({HANDOUT}\.md\)', line.what)
        run = re.fullmatch(r"\[Run (\d\d)\]\(\.\./\.\./notebooks/(.+)\.ipynb\)", line.what)
        assert line.known == ("reading" if read_first or on_paper else "measured" if run else "guessed"), line
        if read_first:
            assert notebook(read_first[2]) == read_first[3]
            words = len(slides.sections(read_first[3])[read_first[1]].split())
            assert line.minutes == math.ceil(words / WORDS_A_MINUTE), (line, words)
        if on_paper:
            words = len(part(HANDOUT, on_paper[1]).split())
            assert line.minutes == math.ceil(words / WORDS_A_MINUTE), (line, words)
        if run:
            assert notebook(run[1]) == run[2]
            assert line.minutes == math.ceil(float(timed[run[1]]) / 60), line


@pytest.mark.parametrize("name", [*SUMS, "README"])
def test_an_exercise_that_is_named_exists_and_takes_the_minutes_claimed(name):
    for number, short, stem, minutes in EXERCISE.findall(text(name)):
        assert notebook(short) == stem
        listed = exercises(read(TEACHING / "solutions" / f"{stem}.ipynb"))
        there = {one.number: one.minutes for one in listed}
        assert there.get(int(number)) == int(minutes or 0), f"{name}: exercise {number} of {short}"
    assert text(name).count("[Exercise ") == len(EXERCISE.findall(text(name)))


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_a_line_has_time_for_its_exercise_and_a_lesson_has_one(name, number):
    found = [(line, EXERCISE.findall(line.what)) for line in plan(name, number)]
    for line, named in found:
        assert line.minutes >= sum(int(minutes) for *_, minutes in named), line
    assert any(named for _, named in found)


def shown_slides(words, deck):
    """The numbers of the slides of a deck that some words link to."""
    found = [(int(first), int(last or first)) for first, last, named in SHOWN.findall(words) if named == deck]
    return [number for first, last in found for number in range(first, last + 1)]


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_every_slide_has_its_line_in_order_and_every_figure_stands_on_a_slide_of_its_line(name, number):
    deck = f"week-{number + 1}" if name == "four-weeks" else name
    shown = slides.slides((root() / slides.FOLDER / f"{deck}.md").read_text(encoding="utf-8"))
    spare = "## When there is time\n" in text(name)
    places = [line.what for line in plan(name, number)]
    places += part(name, "When there is time").split("\n\n") if spare else []
    for words in places:
        bodies = "".join(shown[place - 1].body for place in shown_slides(words, deck))
        on_slides = [(match["number"], match["stem"]) for match in slides.FIGURE.finditer(bodies)]
        in_words = [(match["number"], match["stem"]) for match in slides.FIGURE.finditer(words)]
        assert in_words == on_slides, words
    in_order = [place for words in places for place in shown_slides(words, deck)]
    assert in_order == list(range(1, len(shown) + 1))
    in_plan = [place for line in plan(name, number) for place in shown_slides(line.what, deck)]
    for place, slide in enumerate(shown, start=1):
        assert slide.heading.startswith("When there is time") == (place not in in_plan), slide.heading


@pytest.mark.parametrize("name", list(SUMS))
def test_a_plan_says_what_to_do_before_after_and_when_it_goes_wrong(name):
    page = text(name)
    for needed in ("Without computers", "No network", "ethics.md", "rubric.md", "omework", "must stay", "doctor"):
        assert needed in page, needed


@pytest.mark.parametrize("name", MINE)
def test_the_links_of_the_kit_lead_somewhere(name):
    for address in links(text(name)):
        path, _, place = address.partition("#")
        if not is_relative(address):
            continue
        found = (TEACHING / path).resolve()
        assert found.exists(), address
        if place:
            assert place in [anchor(heading.text) for heading in headings(found.read_text(encoding="utf-8"))], address


def test_the_first_page_of_the_kit_leads_to_all_its_pages():
    named = {(TEACHING / match[3].partition("#")[0]).resolve() for match in LINK.finditer(text("README"))}
    kit = {path for path in TEACHING.rglob("*") if path.suffix in (".md", ".ipynb")} - {TEACHING / "README.md"}
    copies = set((root() / "notebooks" / "exercises").glob("*.ipynb"))
    assert {path.resolve() for path in kit | copies} <= named


def test_the_reading_list_says_truly_which_notebook_cites_an_entry():
    entries = re.findall(r"^- \*\*.+(?:\n(?!- ).+)*", text("reading-list"), flags=re.MULTILINE)
    assert len(entries) > 10
    cited = [(entry, re.search(r"Cited in notebook (\d\d)", entry)) for entry in entries]
    assert sum(found is not None for _, found in cited) >= 6
    for entry, found in cited:
        (title,) = re.findall(r"(?<!\*)\*([A-Z][^*]{10,})\*(?!\*)|\"(What[^\"]+)\"", entry)[:1]
        words = (title[0] or title[1]).split(":")[0].rstrip("?").lower()
        citing = [
            path.name[:2] for path in (root() / "notebooks").glob("0*.ipynb") if words in path.read_text().lower()
        ]
        if found:
            assert found[1] in citing, entry
        elif "Not cited" in entry:
            assert citing == [], entry


# The handout


def numbers(row):
    return [int(cell.strip("*").replace(",", "")) for cell in row]


def test_the_handout_holds_the_published_counts_and_both_totals():
    bands = load("published/belgium_distribution").dropna(subset="low")
    (table,) = re.findall(r"^\| score \|.*(?:\n\|.*)+", text(HANDOUT), flags=re.MULTILINE)
    _, *rows, total = table_rows(table)
    names = [band.replace("-", "–").replace("65+", "65 or more") for band in bands["band"]]
    assert [row[0] for row in rows] == names
    assert [numbers(row[1:]) for row in rows] == bands[["n_2013", "n_2014"]].to_numpy().tolist()
    assert numbers(total[1:]) == bands[["n_2013", "n_2014"]].sum().tolist()


def test_adas_six_lines_are_those_of_the_notebook_and_their_logarithms_are_right():
    lines = part(HANDOUT, "Ada, by hand")
    assert re.findall(r"^(\d)\. ", lines, flags=re.MULTILINE) == list("123456")
    told = {float(x): float(y) for x, y in re.findall(r"ln of ([\d.]+) is ([\d.]+\d|0)", lines)}
    assert told == {x: round(math.log(x), 2) for x in (1, 2, 3.5, 4.5)}
    in_notebook = slides.sections("02-rebuild-the-score")["One account by hand"]
    assert (
        "| Ben | liked | today | 1 | 1 | 1 | 1 |\n| Ben | reshared | 30 days ago | 3 | 0.5 | 1 | 1.5 |" in in_notebook
    )
    assert "fades by half in 30 days" in in_notebook and "fades by half in 30 days" in lines
    ben, eva = math.log(1 + 2.5 + 1) - math.log(1 + 2.5), math.log(1 + 1) - math.log(1)
    before = math.log(1 + 2.5) + 2 * math.log(1.5)
    points = [
        10 * math.log2((1 + (before + more) / math.sqrt(2.75)) / (1 + before / math.sqrt(2.75))) for more in (ben, eva)
    ]
    assert f"Ben: ln 4.5 − ln 3.5 = {ben:.2f}. Eva: ln 2 − ln 1 = {eva:.2f}." in text("lesson-50-minutes")
    assert "In points {:.2f} and {:.2f}.".format(*points) in text("lesson-50-minutes")


def test_the_chances_on_the_handout_and_the_way_from_them_to_a_gap_are_right():
    errors, chances = (row[1:] for row in table_rows(part(HANDOUT, "3. How far apart?").partition("\n\n")[2]))
    assert [round(100 * probability_higher(52, 48, float(error), float(error))) for error in errors] == [
        *map(int, chances)
    ]
    assert probability_higher(52, 48, 2, 2) == pytest.approx(probability_higher(56, 48, 4, 4))
    exact = next(gap / 100 for gap in range(3000) if probability_higher(48 + gap / 100, 48, 4, 4) >= 0.95)
    for name in ("lesson-50-minutes", "lesson-90-minutes"):
        assert "(about 1.7)" in text(name) or "an error of about 1.7" in text(name)
        assert f"4 × 4 / 1.7, about {4 * 4 / 1.7:.1f} (reckoned without rounding, {exact:.1f})" in text(name)


def test_the_exercises_of_the_handout_are_those_of_the_student_copy_in_words():
    listed = exercises(read(TEACHING / "solutions" / f"{notebook('03')}.ipynb"))
    headings_there = re.findall(r"^## (\d)\. (.+)$", text(HANDOUT), flags=re.MULTILINE)
    assert headings_there == [(str(one.number), one.title) for one in listed[:3]]
    source = "\n".join(cell.source for cell in read(TEACHING / "solutions" / f"{notebook('03')}.ipynb").cells)
    choices = re.findall(r"^- \*\*[a-e]\*\* .+$", text(HANDOUT), flags=re.MULTILINE)
    assert len(choices) == 5
    assert [choice for choice in choices if choice not in source] == []
    assert "`" not in text(HANDOUT)


# The numbers in the plans


def test_the_answers_about_places_in_the_lesson_of_50_minutes_are_those_of_the_table():
    bands = load("published/belgium_distribution")
    mean = meaning.describe_bands(bands).loc["mean", "value"]
    above = meaning.percentile(mean, bands)
    said = "in Belgium in 2013: {:.0f}. The mean there was about {:.0f}, above {:.0f} of 100 ({:.0f} to {:.0f})"
    shares = [100 * share for share in (above.value, above.low, above.high)]
    assert said.format(100 * meaning.percentile(20, bands).value, mean, *shares) in text("lesson-50-minutes")
    scored = bands.dropna(subset="low")
    let_in = scored.loc[scored["low"] >= 40, ["n_2013", "n_2014"]].sum()
    people = scored[["n_2013", "n_2014"]].sum()
    ways = [scored["low"] >= 40, scored["low"] >= 45, scored["low"] < 40]
    shares = [100 * scored.loc[way, column].sum() / people[column] for way in ways for column in people.index]
    counts = zip(let_in, people, shares[:2], strict=True)
    pairs = [f"{count:,} of {whole:,} are {share:.1f}" for count, whole, share in counts]
    said = "{} in 2013, and {} in 2014. Whoever has {:.1f} and {:.1f} has left out those from 40 to 44; "
    said += "whoever has {:.1f} and {:.1f} has counted those outside."
    assert said.format(*pairs, *shares[2:]) in text("lesson-50-minutes")


def test_what_the_lesson_of_50_minutes_says_of_the_year_is_what_moved():
    table = meaning.transition_table(load("published/belgium_transition")).to_numpy()
    down, up = (
        sum(table[i][j] for i in range(4) for j in range(4) if (j < i) == low and j != i) for low in (True, False)
    )
    before, after = table[2:].sum(), table[:, 2:].sum()
    said = f"down a band than up ({down:,} and {up:,}), and at 50 or more there were {after:,} in place of {before:,}"
    assert said in text("lesson-50-minutes")


def test_where_the_score_beats_the_count_beside_it_is_said_as_the_evidence_has_it():
    names = {"nba": "", "house117": "_within", "scientists": "", "plos": "_within", "pupils": ""}
    gains = {
        name: load(f"evidence/{name}").set_index("quantity").loc[f"gain_concordance{how}"]
        for name, how in names.items()
    }
    assert [name for name, gain in gains.items() if gain["low"] > 0] == ["plos", "pupils"]
    papers = (100 * gains["plos"][["value", "low", "high"]]).tolist()
    assert "{:.1f} pairs of 100 [{:.1f}, {:.1f}] among papers".format(*papers) in text("lesson-50-minutes")
    assert gains["pupils"]["low"] > 0.1
    sport = load("evidence/nba").set_index("quantity")["n"]
    assert sport["score_concordance"] != sport["baseline_concordance"] == sport["gain_concordance"]


def test_the_lounge_is_later_than_the_week_in_which_the_rules_changed():
    cases = load("published/consequences").set_index("kind")
    assert str(cases.loc["privilege", "date"]) == "2012-05"
    assert float(cases.loc["privilege", "score"]) == 40
    assert "October 2011" in slides.sections("03-what-does-52-mean")["What did one change of rules do in one week?"]
