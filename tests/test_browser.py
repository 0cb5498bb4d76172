"""Protects what readers of the site meet: pages that load alone, lead on, can be seen, heard, and used by keyboard.

First what holds on every page, from one walk over the whole site; then what a reader does on some of them. That the
checks see what they should is the matter of test_browser_checks.py.
"""

import re
from collections import Counter
from pathlib import Path

import browser_checks as checks
import pytest
from conftest import offline_context

WINDOWS = {"1280 px": (1280, 900), "768 px": (768, 1024), "200 % zoom": (640, 450), "400 px": (400, 800)}
REFERENCE = re.compile("api/(?!meaning)|data/.+/(?!people)")  # many of one pattern: in dark one stands for the others
COLOURS = ("color-contrast", "link-in-text-block")  # the rules of axe-core that the dark look can break
SAMPLE = ("index.html", "notebooks/03-what-does-52-mean.html", "docs/glossary.html", "api/meaning.html")
WORDS = "(document.querySelector('main, .slides') ?? document.body).innerText.split(/\\s+/).length"


@pytest.fixture(scope="module")
def walk(whole_site, browser):
    """The complaints of every check about every page, from one walk over the site."""
    parts = ("loading", "headings", "pictures", "light", "dark", "targets", "print", *WINDOWS)
    found = {part: [] for part in parts}
    words = {}
    context, refused = offline_context(browser, **checks.DESK)
    page = context.new_page()
    for name in checks.site_pages(whole_site):

        def note(check, complaints, name=name):
            found[check] += [f"{name}: {complaint}" for complaint in complaints]

        page.emulate_media(media="screen", color_scheme="light")
        note("loading", checks.open_page(page, whole_site / name))
        words[name] = page.evaluate(WORDS)
        note("headings", checks.measured(page, "headings"))
        note("pictures", checks.measured(page, "pictures"))
        note("light", checks.barriers(page))
        if not REFERENCE.match(name):
            page.emulate_media(color_scheme="dark")
            note("dark", checks.barriers(page, only=COLOURS))
        for window, (width, height) in WINDOWS.items():
            page.set_viewport_size({"width": width, "height": height})
            note(window, checks.lasting(page, "layout"))
        if not REFERENCE.match(name):
            note("targets", checks.barriers(page, only=("target-size",)))
        page.set_viewport_size(checks.DESK["viewport"])
        page.emulate_media(media="print")
        note("print", checks.measured(page, "print"))
    context.close()
    return {**found, "other hosts": refused, "words": words}


def expect_none(complaints):
    """Fail with the complaints one below the other; pytest itself would show the first."""
    assert not complaints, "\n".join(["", *complaints[:60]])


# ---- every page of the site


def test_the_walk_sees_the_whole_site(whole_site):
    names = checks.site_pages(whole_site)
    assert {*SAMPLE, "search.html", "CONTRIBUTING.html"} <= set(names)
    assert len([name for name in names if re.match(r"notebooks/\d\d", name)]) >= 8


def test_every_page_loads_without_an_error_and_asks_no_other_host(walk):
    expect_none(walk["loading"])
    expect_none(walk["other hosts"])


def test_every_internal_link_place_picture_script_and_style_is_there(whole_site):
    expect_none(checks.broken_links(whole_site))


def test_no_place_to_link_to_stands_twice_in_a_page(whole_site):
    expect_none(checks.repeated_places(whole_site))


def test_every_page_has_a_language_and_a_title_of_its_own(whole_site):
    sources = checks.sources(whole_site)
    assert {name for name, source in sources.items() if source.language != "en"} == set()
    titles = Counter(source.title.strip() for source in sources.values())
    assert [title for title, times in titles.items() if not title or times > 1] == []


def test_every_page_has_one_main_heading_and_skips_no_level(walk):
    expect_none(walk["headings"])


def test_every_picture_shows_and_is_described_in_words(walk):
    expect_none(walk["pictures"])


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_serious_and_text_stands_out(walk, look):
    expect_none(walk[look])


@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_cut_off_lies_beside_the_page_or_is_too_small(walk, window):
    expect_none(walk[window])


def test_what_is_touched_is_24_px_large_on_a_phone(walk):
    expect_none(walk["targets"])


def test_print_leaves_menus_and_buttons_away(walk):
    expect_none(walk["print"])


def test_without_scripts_the_content_is_there(walk, whole_site, new_context):
    page = new_context(java_script_enabled=False, **checks.DESK).new_page()
    poorer = []
    for name, words in walk["words"].items():
        page.goto((whole_site / name).as_uri())
        text = page.locator("main, .slides").first.inner_text()
        left = len(text.split())
        if (left < 0.9 * words and "JavaScript" not in text) or not page.locator("h1").first.is_visible():
            poorer.append(f"{name}: {left} words without scripts and no word about it, {words} with them")
    expect_none(poorer)


# ---- what a reader does


def test_search_finds_a_word_without_network(whole_site, desk):
    checks.open_page(desk, whole_site / "index.html")
    desk.keyboard.press("ControlOrMeta+k")
    desk.keyboard.type("percentile")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search.html?q=percentile*")
    results = desk.locator("#search-results li a")
    desk.get_by_text("Search finished").wait_for()
    pages = [
        Path(address.split("#")[0].split("?")[0]).name
        for address in results.evaluate_all("all => all.map(a => a.href)")
    ]
    assert {"03-what-does-52-mean.html", "glossary.html"} <= set(pages)
    results.first.click()
    desk.wait_for_load_state()
    assert "percentile" in desk.locator("main").inner_text().lower()


def test_search_reports_no_error_and_says_when_it_finds_nothing(whole_site, desk):
    said = []
    desk.on("pageerror", lambda error: said.append(str(error)))
    desk.goto((whole_site / "search.html").as_uri() + "?q=zzyzx")
    desk.get_by_text(re.compile("did not match any|no result", re.I)).first.wait_for()
    assert said == []


def brightness(page):
    """The brightness of the page's ground, from 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def choose_look(page, look):
    """Press the button for the look of the page, and the entry of its menu where it has one."""
    page.locator(".theme-switch-button:visible").first.click()
    entry = page.locator(f".theme-change-button[data-mode='{look}']:visible")
    if entry.count():
        entry.first.click()


def test_the_look_follows_the_system_until_it_is_chosen_and_stays_chosen(whole_site, desk):
    desk.emulate_media(color_scheme="dark")
    desk.goto((whole_site / "index.html").as_uri())
    assert brightness(desk) < 60
    choose_look(desk, "light")
    assert brightness(desk) > 200
    desk.goto((whole_site / "docs" / "glossary.html").as_uri())
    assert brightness(desk) > 200
    desk.emulate_media(color_scheme="light")
    choose_look(desk, "dark")
    assert brightness(desk) < 60


@pytest.mark.parametrize("name", SAMPLE)
def test_the_first_tab_stop_skips_to_the_content(whole_site, desk, name):
    checks.open_page(desk, whole_site / name)
    desk.keyboard.press("Tab")
    skip = desk.locator(":focus")
    assert "skip" in skip.inner_text().lower()
    box = skip.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert checks.measured(desk, "focus")["isInMain"]


@pytest.mark.parametrize("options", [checks.DESK, checks.PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", SAMPLE)
def test_tab_reaches_the_content_and_the_focus_is_seen_all_the_way(whole_site, new_context, name, options):
    page = new_context(**options).new_page()
    checks.open_page(page, whole_site / name)
    met = checks.tab_stops(page, most=150)
    assert any(stop["isInMain"] for stop in met)
    assert [stop["name"] for stop in met if not stop["isMarked"]] == []
    assert [stop["name"] for stop in met if not stop["isInSight"]] == []


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("name", SAMPLE)
def test_every_notebook_and_main_page_is_reached_from_any_page_in_any_window(whole_site, desk, name, window):
    width, height = WINDOWS[window]
    desk.set_viewport_size({"width": width, "height": height})
    checks.open_page(desk, whole_site / name)
    notebooks = {page for page in checks.site_pages(whole_site) if re.match(r"notebooks/\d\d", page)}
    wanted = notebooks | {"index.html", "docs/glossary.html", "data/README.html", "api/index.html"}
    assert wanted - in_the_menus(desk, whole_site) == set()


def in_the_menus(page, site):
    """The pages that the menus lead to when their buttons are pressed, one after the other."""
    shown = "all => all.filter(a => a.checkVisibility() && a.getBoundingClientRect().right > 0).map(a => a.href)"
    links = page.locator("header a, nav a, dialog a")
    addresses = links.evaluate_all(shown)
    for button in page.locator("header button:visible").all():
        if not button.is_visible() or re.search(
            "search|mode|on this page", button.get_attribute("aria-label") or "", re.I
        ):
            continue
        button.click()
        addresses += links.evaluate_all(shown)
        page.keyboard.press("Escape")
    return {address.split("#")[0].removeprefix(site.as_uri() + "/") for address in addresses}


def test_a_place_in_a_page_is_not_hidden_below_the_header(whole_site, desk):
    desk.goto((whole_site / "docs" / "glossary.html").as_uri() + "#percentile")
    desk.wait_for_timeout(200)
    header = desk.locator("header").first.bounding_box()
    heading = desk.locator("#percentile :is(h2, h3), :is(h2, h3)#percentile").first.bounding_box()
    assert header["y"] + header["height"] <= heading["y"] + 1 < 900


# ---- on a phone, and by ear

NUMBERED = "notebooks/03-what-does-52-mean.html"


@pytest.fixture
def phone(new_context):
    """An empty page in the window of a phone."""
    return new_context(**checks.PHONE).new_page()


def test_a_figure_that_is_wider_than_a_phone_scrolls_in_a_frame_that_says_so(whole_site, phone):
    checks.open_page(phone, whole_site / NUMBERED)
    frame = phone.get_by_role("group", name="Figure, scrolls sideways").first
    assert frame.evaluate("frame => frame.tabIndex === 0 && frame.scrollWidth > frame.clientWidth")
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.wait_for_function("!document.querySelector('.figure[tabindex], .figure[role]')")


def test_a_tap_on_a_section_closes_the_drawer_and_leads_to_the_heading(whole_site, phone):
    checks.open_page(phone, whole_site / NUMBERED)
    phone.locator("button.secondary-toggle").click()
    link = phone.locator("#pst-secondary-sidebar-modal a[href^='#']").nth(4)
    words = link.inner_text()
    link.click()
    phone.wait_for_function("document.activeElement.matches('h2, h3')")
    assert not phone.locator("#pst-secondary-sidebar-modal").is_visible()
    heading = phone.locator(":focus")
    assert heading.inner_text().startswith(words)
    header = phone.locator("header").first.bounding_box()
    assert header["y"] + header["height"] + 8 <= heading.bounding_box()["y"] < 200


def test_long_code_is_folded_on_a_phone_and_open_elsewhere(whole_site, phone, desk):
    for page in (phone, desk):
        checks.open_page(page, whole_site / NUMBERED)
    folded = phone.locator("details.code").first
    assert not folded.locator("pre").is_visible()
    folded.locator("summary").click()
    assert folded.locator("pre").is_visible()
    assert desk.locator("details.code pre").first.is_visible()
    assert not desk.locator("details.code summary").first.is_visible()


def test_without_scripts_code_is_open_on_a_phone_too(whole_site, new_context):
    page = new_context(java_script_enabled=False, **checks.PHONE).new_page()
    page.goto((whole_site / NUMBERED).as_uri())
    assert page.locator("details.code pre").first.is_visible()


def test_on_a_phone_each_notebook_of_the_first_page_is_a_block(whole_site, phone):
    checks.open_page(phone, whole_site / "index.html")
    row = phone.locator("table.numbered tbody tr").first
    number, question, answer = (row.locator("> *").nth(place).bounding_box() for place in range(3))
    assert number["x"] == question["x"] == answer["x"]
    assert number["y"] < question["y"] < answer["y"]


def test_code_output_and_rows_have_names(whole_site, desk):
    checks.open_page(desk, whole_site / NUMBERED)
    for name in ("Code", "Output"):
        assert desk.get_by_role("group", name=name, exact=True).count() > 3
    assert desk.get_by_role("rowheader", name="Short answer").count() == 1
    checks.open_page(desk, whole_site / "index.html")
    assert desk.get_by_role("rowheader", name="03").count() == 1


def test_each_list_of_the_drawer_has_the_name_of_its_group(whole_site, phone):
    checks.open_page(phone, whole_site / NUMBERED)
    phone.locator("button.primary-toggle").click()
    for name in ("The question", "The score", "The data"):
        assert phone.locator("dialog").get_by_role("list", name=name).is_visible()


def found_by_search(page, site, words):
    """The titles that a search lists, in their order."""
    page.goto((site / "search.html").as_uri() + "?q=" + words)
    page.get_by_text("Search finished").wait_for()
    assert page.get_by_role("status").filter(has_text="Search finished").count() == 1
    return page.locator("#search-results li a").all_inner_texts()


def test_a_search_lists_the_glossary_and_notebooks_before_code(whole_site, desk):
    found = found_by_search(desk, whole_site, "percentile")
    assert found[0] == "Glossary > Percentile"
    assert found.index("What does 52 mean, and 52 against 20?") < 10
    places = desk.locator("#search-results li a").evaluate_all("all => all.map(a => /api[/]/.test(a.href))")
    assert places == sorted(places) and True in places


@pytest.mark.parametrize("number", ["52", "7"])
def test_a_search_for_a_number_leads_to_the_notebook_and_the_reader(whole_site, desk, number):
    found = found_by_search(desk, whole_site, number)
    assert found[:2] == ["What does 52 mean, and 52 against 20?", "The number reader"]
    assert all(re.search(rf"\b{number}\b", title) for title in found[2:])
