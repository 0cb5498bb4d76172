"""Protects a teacher's minutes: the plans add up, and what they name is there and takes as long as they say."""

import math
import re
from typing import NamedTuple

import pytest

from helpers.classroom import exercises, slides
from helpers.data import root
from helpers.notebooks.pages import LINK, anchor, headings, is_relative, links, table_rows
from helpers.notebooks.places import read
from helpers.notebooks.prose_rules import WORDS_A_MINUTE

TEACHING = root() / "docs" / "teaching"
MINE = ("README", "lesson-50-minutes", "lesson-90-minutes", "four-weeks", "rubric", "ethics", "reading-list")
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
        run = re.fullmatch(r"\[Run (\d\d)\]\(\.\./\.\./notebooks/(.+)\.ipynb\)", line.what)
        assert line.known == ("reading" if read_first else "measured" if run else "guessed"), line
        if read_first:
            assert notebook(read_first[2]) == read_first[3]
            words = len(slides.sections(read_first[3])[read_first[1]].split())
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


@pytest.mark.parametrize(("name", "number"), LESSONS)
def test_every_slide_has_its_line_in_order_and_every_figure_stands_on_a_slide_of_its_line(name, number):
    deck = f"week-{number + 1}" if name == "four-weeks" else name
    shown = slides.slides((root() / slides.FOLDER / f"{deck}.md").read_text(encoding="utf-8"))
    in_order = []
    for line in plan(name, number):
        places = [
            place
            for first, last, named in SHOWN.findall(line.what)
            for place in range(int(first), int(last or first) + 1)
            if named == deck
        ]
        in_order += places
        bodies = "".join(shown[place - 1].body for place in places)
        on_slides = [(match["number"], match["stem"]) for match in slides.FIGURE.finditer(bodies)]
        in_line = [(match["number"], match["stem"]) for match in slides.FIGURE.finditer(line.what)]
        assert in_line == on_slides, line
    assert in_order == list(range(1, len(shown) + 1))


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
