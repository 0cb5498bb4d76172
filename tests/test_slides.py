"""Protects the slides: each takes its figures and numbers from a notebook, stands alone, fits, and can be heard."""

import base64
import hashlib
import re
import struct

import nbformat
import pages
import pytest

from helpers.classroom import slides
from helpers.data import root
from helpers.notebooks.pages import LINK, is_relative

DECKS = [path.stem for path in slides.sources()]
LESSONS = ("lesson-50-minutes", "lesson-90-minutes", "week-1", "week-2", "week-3", "week-4")
PLAYER = root() / slides.FOLDER / "player"


def png(width, height):
    """The head of a picture of a given size, which is all that is looked at here."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)
    return base64.b64encode(head).decode()


def shown(number):
    """The two outputs that a figure leaves in a notebook."""
    alt = {"image/png": {"alt": f'A bar chart "{number}": it rises.'}}
    picture = nbformat.v4.new_output("display_data", {"image/png": png(number, 1)}, metadata=alt)
    caption = f"**REAL** · **Figure {number}.** n = 4\n\nA bar chart: it rises."
    return [picture, nbformat.v4.new_output("display_data", {"text/markdown": caption})]


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A collection with one notebook of two figures and no deck yet."""
    notebook = pages.notebook()
    places = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"][:2]
    for number, place in enumerate(places, start=1):
        notebook.cells[place].outputs = shown(number)
    notebook.cells[
        0
    ].source = "# Does it?\n\n**In short.** Ten is ten. A [mean](../docs/glossary.md#mean) is 10.0\n[9, 11]."
    notebook.cells[-2].source = "### Summary of it\n\n- Ten; or so.\n  And more. Still one.\n- Nine."
    folder = pages.collection(tmp_path / "small", **{pages.NAME: notebook})
    monkeypatch.setenv("REAL_KLOUT_DATA", str(folder))
    player = folder / slides.FOLDER / "player"
    player.mkdir(parents=True)
    for path in PLAYER.iterdir():
        (player / path.name).write_bytes(path.read_bytes())
    return folder


def deck(folder, *parts):
    """Write a deck of a title and further slides and give its built page."""
    text = "\n\n---\n\n".join(["# A *small* deck", *parts])
    (folder / slides.FOLDER / "small.md").write_text(text)
    (path,) = slides.build(folder / "site" / "slides")
    return path.read_text(encoding="utf-8")


# What a deck is


def test_a_deck_is_cut_at_lines_of_three_hyphens_and_notes_are_told_from_other_quotes():
    title, one = slides.slides(
        "# T\n\nLead.\n\n---\n\n## One\n\n> Said.\n\nMore.\n\n> **Notes.** Wait\n> long.\n>\n> Then go."
    )
    assert title == slides.Slide(1, "T", "Lead.", "")
    assert (one.level, one.heading, one.body) == (2, "One", "> Said.\n\nMore.")
    assert one.notes == "Wait\nlong.\n\nThen go."


@pytest.mark.parametrize(
    "text", ["Text.", "## Two", "# T\n\n---\n\n# U", "# T\n\n---\n\nText.", "# T\n\n## More", "# T\n\n---"]
)
def test_a_slide_has_one_heading_of_its_level_and_begins_with_it(text):
    with pytest.raises(ValueError, match="should begin with one heading of level"):
        slides.slides(text)


def test_a_figure_is_taken_with_its_description_and_caption_by_its_place(small):
    found = slides.figure(pages.NAME, 2)
    assert found == slides.Figure(png(2, 1), 'A bar chart "2": it rises.', "**REAL** · **Figure 2.** n = 4")
    for number in (0, 3):
        with pytest.raises(ValueError, match=rf"no figure {number} of {pages.NAME}; it has 2"):
            slides.figure(pages.NAME, number)
    with pytest.raises(ValueError, match=r"no notebook 09-none\.ipynb"):
        slides.figure("09-none", 1)


def test_a_fresh_run_goes_before_the_committed_notebook(small):
    run = small / "build" / "notebooks" / f"{pages.NAME}.ipynb"
    run.parent.mkdir(parents=True)
    run.write_text((small / "notebooks" / run.name).read_text().replace("Ten is ten", "Ten is fresh"))
    assert slides.sentence(pages.NAME, "In short", "Ten") == "Ten is fresh."


def test_a_sentence_is_found_by_its_beginning_and_a_point_of_a_list_is_taken_whole(small):
    assert slides.sentence(pages.NAME, "In short", "Ten is") == "Ten is ten."
    linked = "A [mean](../docs/glossary.md#mean) is 10.0 [9, 11]."
    assert slides.sentence(pages.NAME, "In short", "A mean is") == linked
    assert slides.sentence(pages.NAME, "Summary of it", "Ten") == "Ten; or so. And more. Still one."


@pytest.mark.parametrize(
    ("section", "beginning", "message"),
    [
        ("In short", "Eleven", "no sentence begins with 'Eleven'"),
        ("In short", "", "more than one sentence begins with"),
        ("Nowhere", "Ten", "no section 'Nowhere'; it has 'In short'"),
    ],
)
def test_a_sentence_that_is_not_there_is_no_sentence(small, section, beginning, message):
    with pytest.raises(ValueError, match=message):
        slides.sentence(pages.NAME, section, beginning)


def test_figure_and_sentence_come_to_stand_in_place_of_their_lines(small):
    address = f"(../../../notebooks/{pages.NAME}.ipynb)"
    page = deck(small, f"## F\n\n[Figure 1 of 01]{address}\n\n[In short of 01: A mean …]{address}\n\nLook.")
    assert f'<img src="data:image/png;base64,{png(1, 1)}" alt="A bar chart &quot;1&quot;: it rises.">' in page
    assert "<strong>REAL</strong> · <strong>Figure 1.</strong> n = 4 · Notebook 01</figcaption>" in page
    assert "<p>A mean is 10.0 [9, 11].</p>\n<p>Notebook 01, in short</p>" in page
    assert "Figure 1 of 01" not in page
    assert "<p>Look.</p>" in page


def test_a_page_names_its_language_its_title_and_every_slide(small):
    page = deck(small, "## Two & three\n\nText.\n\n> **Notes.** Wait.")
    assert '<html lang="en">' in page
    assert "<title>A small deck</title>" in page
    assert '<h1 id="slide-1-heading">A <em>small</em> deck</h1>' in page
    assert 'aria-labelledby="slide-2-heading">\n<h2 id="slide-2-heading">Two &amp; three</h2>' in page
    assert '<aside class="notes" role="note" aria-label="Notes"><p>Wait.</p></aside>' in page


def test_a_link_is_kept_where_its_page_stands_and_else_only_its_words(small):
    text = "## L\n\n[terms](../../glossary.md#mean) and [more](https://example.org/)"
    assert '<p>terms and <a href="https://example.org/">more</a></p>' in deck(small, text)
    there = small / "site" / "docs" / "glossary.html"
    there.parent.mkdir(parents=True)
    there.write_text("")
    assert '<a href="../docs/glossary.html#mean">terms</a>' in deck(small, text)


def test_a_wrong_deck_is_named_with_what_is_wrong(small):
    with pytest.raises(ValueError, match=r"docs/teaching/slides/small\.md: there is no figure 7"):
        deck(small, f"## F\n\n[Figure 7 of 01](../../../notebooks/{pages.NAME}.ipynb)")


def test_a_collection_without_slides_builds_none(small, tmp_path):
    assert slides.build(tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


# The decks of this collection


def test_there_is_a_deck_for_each_lesson():
    assert set(DECKS) == set(LESSONS)


@pytest.mark.parametrize("path", slides.sources(), ids=DECKS)
def test_a_source_reads_on_github_and_its_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/!]|\$|^:::|^```\{", text, flags=re.MULTILINE)
    for match in LINK.finditer(text):
        assert is_relative(match[3]), match[0]
        assert (path.parent / match[3].partition("#")[0]).exists(), match[0]
    for slide in slides.slides(text):
        assert slide.notes, f"{slide.heading}: no notes"


@pytest.mark.parametrize("path", slides.sources(), ids=DECKS)
def test_no_line_that_names_a_figure_or_a_sentence_is_left_over(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"^\[[^\]]+\]\([^)]+\.ipynb\)$", text, flags=re.MULTILINE)
    assert len(named) >= 3
    for line in named:
        assert slides.FIGURE.fullmatch(line) or slides.SENTENCE.fullmatch(line), line
        assert slides.FIGURE.sub("", slides.SENTENCE.sub("", line)) == ""
    for match in (*slides.FIGURE.finditer(text), *slides.SENTENCE.finditer(text)):
        assert match["stem"].startswith(f"{match['short']}-"), match[0]


@pytest.mark.parametrize("path", slides.sources(), ids=DECKS)
def test_results_come_from_the_notebooks_and_are_not_typed_into_a_slide(path):
    """What may be typed: the two scores of the story, years, a scale and the coin; 48, 40, 35: asked, not found."""
    typed = {"0", "1", "2", "3", "4", "10", "20", "47", "48", "50", "52", "90", "100", "2012", "40"}
    for slide in slides.slides(path.read_text(encoding="utf-8")):
        own = LINK.sub(r"\2", slides.SENTENCE.sub("", slides.FIGURE.sub("", slide.body)))
        numbers = set(re.findall(r"(?<![\w.])\d+(?:[.,]\d+)?", re.sub(r"[Nn]otebooks? \d\d(?: and \d\d)?", "", own)))
        assert numbers <= typed, f"{slide.heading}: {sorted(numbers - typed)}"


def test_the_library_is_what_its_note_says_and_reaches_no_other_computer():
    told = (PLAYER / "VERSION.txt").read_text(encoding="utf-8")
    assert "MIT" in told
    assert "Permission is hereby granted" in (PLAYER / "LICENSE").read_text(encoding="utf-8")
    for name in ("reveal.js", "reveal.css"):
        content = (PLAYER / name).read_bytes()
        assert f"{hashlib.sha256(content).hexdigest()}  {name}" in told
        assert len(content) < 200_000
        text = content.decode()
        assert set(re.findall(r"https?://[\w./-]*", text)) <= {"https://revealjs.com", "https://hakim.se"}
        assert not re.search(r"@import|</script|</style", text)
        assert name.endswith(".js") or not re.search(r"url\((?!data:)", text)


# In a browser

SHOWN = """() => {
  const slide = document.querySelector(".reveal .slides > section.present"), frame = slide.getBoundingClientRect();
  const outside = (part) => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > frame.right + 1 || box.bottom > frame.bottom + 1 || box.left < frame.left - 1);
  };
  return {
    title: slide.querySelector("h1, h2").textContent,
    width: frame.width, right: frame.right, bottom: frame.bottom,
    over: slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1,
    outside: [...slide.querySelectorAll("h1, h2, .body *")].filter(outside).map((one) => one.outerHTML),
    smallest: Math.min(...[...slide.querySelectorAll(".body :is(p, li, td, figcaption)")].map(
      (part) => parseFloat(getComputedStyle(part).fontSize) * frame.width / slide.offsetWidth)),
    broken: [...slide.querySelectorAll("img")].filter((one) => !one.naturalWidth || one.alt.length < 40).length,
  };
}"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    return {path.stem: path for path in slides.build(tmp_path_factory.mktemp("decks") / "slides")}


@pytest.fixture
def opened(new_context, decks):
    """A function that opens a deck in a window of a given size; the page must not complain."""
    complaints = []

    def open_one(stem, query="", width=1280, height=720, **options):
        page = new_context(viewport={"width": width, "height": height}, **options).new_page()
        page.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(decks[stem].as_uri() + query)
        return page

    yield open_one
    assert complaints == []


@pytest.mark.parametrize("stem", DECKS)
def test_every_slide_fits_and_every_picture_is_described(opened, stem):
    for width, height in ((1280, 720), (1024, 768)):
        page = opened(stem, width=width, height=height)
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        titles = []
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate("number => Reveal.slide(number)", number)
            seen = page.evaluate(SHOWN)
            assert not seen["over"], seen
            assert not seen["outside"], seen
            assert not seen["broken"], seen
            assert seen["right"] <= width
            assert seen["bottom"] <= height
            assert seen["smallest"] is None or seen["smallest"] > 13, seen
            titles.append(seen["title"])
        source = (root() / slides.FOLDER / f"{stem}.md").read_text(encoding="utf-8")
        assert titles == [re.sub(r"[*]", "", slide.heading) for slide in slides.slides(source)]


def test_keys_turn_the_slides_and_show_the_notes(opened):
    page = opened("lesson-50-minutes")
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    assert page.evaluate("Reveal.getIndices().h") == 2
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Reveal.getIndices().h") == 1
    notes = page.locator(".speaker-notes")
    assert not notes.is_visible()
    page.keyboard.press("t")
    assert notes.is_visible()
    assert "Collect nothing yet" in notes.inner_text()
    page.get_by_role("button", name="Notes").click()
    assert not notes.is_visible()


def test_what_is_not_on_the_screen_is_not_read_out_and_what_is_on_it_is_named(opened):
    page = opened("week-1")
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("[role=application]").count() == 0
    assert page.get_by_role("heading").all_inner_texts() == ["Week 1: who is counted, and how?"]
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("heading").all_inner_texts() == ["A question of 2012"]
    assert page.get_by_role("region", name="A question of 2012").count() == 1


@pytest.mark.parametrize("stem", DECKS)
def test_on_a_phone_a_deck_is_one_page_that_needs_no_sideways_scrolling(opened, stem):
    page = opened(stem, width=400, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    assert page.locator(".reveal").count() == 0
    assert page.get_by_role("heading").count() == page.locator("section").count() > 5
    assert page.locator("aside.notes").first.is_visible()
    assert page.get_by_role("link", name="As slides").is_visible()
    page.get_by_role("link", name="As slides").click()
    page.wait_for_function("Reveal.isReady()")


def test_without_scripts_everything_can_be_read(opened):
    page = opened("week-2", java_script_enabled=False)
    assert page.locator("h2").last.is_visible()
    assert page.get_by_role("heading").count() == 7


@pytest.mark.parametrize("query", ["?print-pdf", ""])
def test_each_slide_is_printed_on_a_page_of_its_own(opened, query):
    page = opened("week-3", query)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    if query:
        page.wait_for_selector(".pdf-page")
    printed = page.pdf(prefer_css_page_size=True)
    assert max(map(int, re.findall(rb"/Count (\d+)", printed))) == 7


def test_the_site_holds_the_decks_and_their_links_lead_to_its_pages(whole_site):
    for stem in DECKS:
        page = (whole_site / "slides" / f"{stem}.html").read_text(encoding="utf-8")
        addresses = re.findall(r'<a href="(\.\./[^"#]+)', page)
        assert any(address.startswith("../notebooks/") for address in addresses)
        assert all((whole_site / "slides" / address).is_file() for address in addresses)
