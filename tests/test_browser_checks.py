"""Protects the tests in a browser: a sound page passes them, each break is seen, and no other host is reached.

A check that has gone blind is found here and not by a reader.
"""

import hashlib
import os
import re

import browser_checks as checks
import conftest
import pytest

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A sound page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ margin: 1em; font: 16px/2 sans-serif; color: #222; background: #fff }}
@media (prefers-color-scheme: dark) {{ body, a {{ color: #ddd; background: #111 }} }}
@media print {{ nav {{ display: none }} }}</style></head>
<body><nav aria-label="Main"><a href="other.html">Another page</a></nav>
<main><h1>A sound page</h1><p>Some words, and a formula: <math><msup><mi>a</mi><mn>2</mn></msup></math>.</p>
<div style="overflow: auto" tabindex="0" role="region" aria-label="Code"><pre style="width: 2000px">code</pre></div>
<img src="dot.png" alt="A chart of one dot that rises.">{}</main></body></html>"""


@pytest.fixture
def small_site(tmp_path):
    """A function that writes a site of two pages, with something put into the first; it gives the folder."""

    def write(extra=""):
        (tmp_path / "index.html").write_text(GOOD.format(extra), encoding="utf-8")
        (tmp_path / "other.html").write_text(GOOD.format("<h2 id='place'>A place</h2>"), encoding="utf-8")
        picture = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"  # noqa: E501
        (tmp_path / "dot.png").write_bytes(bytes.fromhex(picture))
        return tmp_path

    return write


def all_measures(page):
    """All complaints about the page that is open, in the light look."""
    found = [complaint for what in ("headings", "pictures", "layout") for complaint in checks.measured(page, what)]
    return found + checks.barriers(page)


def test_a_sound_page_passes_every_check(small_site, desk):
    site = small_site("<h2>Next</h2><h3>Below</h3>")
    assert checks.open_page(desk, site / "index.html") == []
    assert all_measures(desk) == []
    desk.emulate_media(color_scheme="dark")
    assert all_measures(desk) == []
    desk.emulate_media(media="print")
    assert checks.measured(desk, "print") == []
    assert checks.broken_links(site) == []


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ("<h1>Another</h1>", "2 headings of level 1"),
        ("<h3>Too deep</h3>", '"Too deep" follows a heading of level 1'),
        ("<h2> </h2>", "is empty"),
        ("<img src='dot.png'>", 'dot.png is described by "" only'),
        ("<img src='dot.png' alt='Two words'>", 'dot.png is described by "Two words" only'),
        ("<img src='dot.png' alt='build/site/a dot.png'>", "dot.png is described by its file name"),
        ("<img src='none.png' alt='A chart of one dot.'>", "none.png cannot be shown"),
        ("<svg width='20' height='20'><circle r='9'/></svg>", "is not described"),
        ("<p style='width: 2000px'>Wide</p>", "in a window of 1280 px"),
        (
            "<div class='bd-article-container' style='overflow: auto'><p style='width: 2000px'>Wide</p></div>",
            "the article slides sideways",
        ),
        ("<p style='position: absolute; left: -90px'>Far to the left</p>", '"Far to the left" lies beside the page'),
        (
            "<p style='width: 9em; overflow: hidden; white-space: nowrap'>Many long words in here</p>",
            "is cut off at a side",
        ),
        ("<p style='height: 1em; overflow: hidden'>Many<br>short<br>lines<br>below</p>", "is cut off above or below"),
        ("<p style='font-size: 11px'>Small</p>", '"Small" has letters of 11 px'),
        ("<p style='color: #888'>Grey words</p>", "insufficient color contrast of 3.54"),
        ("<p style='color: #888; font-size: 40px'>Large grey words</p>", "insufficient color contrast of 3.54"),
        ("<p style='color: #888'>I</p>", "color-contrast"),
        ("<p style='background: linear-gradient(#fff, #000)'>On a picture</p>", "color-contrast"),
        ("<button></button>", "button-name"),
        ("<button>A</button><button style='padding: 0; font-size: 12px; height: 12px'>x</button>", "target-size"),
        ("<input type='text'>", "label"),
        (
            "<p style='overflow: auto; width: 9em; white-space: nowrap'>Words far out at the side</p>",
            "scrollable-region",
        ),
    ],
)
def test_a_break_in_a_page_is_seen(small_site, desk, extra, complaint):
    checks.open_page(desk, small_site(extra) / "index.html")
    assert [found for found in all_measures(desk) if complaint in found] != []


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ("<script>throw new Error('lost')</script>", "error: lost"),
        ("<script>console.error('sorry')</script>", "console: sorry"),
        ("<script src='none.js'></script>", "none.js"),
    ],
)
def test_an_error_while_loading_is_seen(small_site, desk, extra, complaint):
    assert any(complaint in said for said in checks.open_page(desk, small_site(extra) / "index.html"))


def test_a_request_to_another_host_is_refused_and_kept(small_site, browser):
    context, refused = conftest.offline_context(browser)
    page = context.new_page()
    said = checks.open_page(
        page, small_site("<img src='https://example.org/a.png' alt='One two three'>") / "index.html"
    )
    context.close()
    assert refused == ["https://example.org/a.png"]
    assert "not loaded: https://example.org/a.png" in said


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ("<a href='none.html'>a</a>", "index.html: none.html is no file of the site"),
        ("<a href='other.html#none'>a</a>", "index.html: other.html#none leads to no place in that page"),
        ("<a href='#none'>a</a>", "index.html: #none leads to no place in that page"),
        ("<a href='../'>a</a>", "index.html: ../ is no file of the site"),
        ("<img srcset='dot.png 1x, none.png 2x'>", "index.html: none.png is no file of the site"),
        ("<link rel='stylesheet' href='none.css?v=1'>", "index.html: none.css?v=1 is no file of the site"),
    ],
)
def test_a_broken_link_is_seen(small_site, extra, complaint):
    site = small_site(
        f"{extra} <a href='other.html#place'>a</a> <a href='#'>top</a> <a href='https://example.org'>b</a>"
    )
    assert checks.broken_links(site) == [complaint]


def test_a_style_that_names_a_lost_picture_and_a_repeated_place_are_seen(small_site):
    site = small_site("<h2 id='twice'>A</h2><h2 id='twice'>B</h2>")
    (site / "look.css").write_text("a { background: url('none.svg') } b { background: url(dot.png) }", encoding="utf-8")
    assert checks.broken_links(site) == ["look.css: none.svg is no file of the site"]
    assert checks.repeated_places(site) == ["index.html: #twice"]


def test_a_faint_dark_look_and_a_printed_button_are_seen(small_site, desk):
    style = "<style>@media (prefers-color-scheme: dark) { p { color: #555 } }</style><button>Press here</button>"
    checks.open_page(desk, small_site(style) / "index.html")
    assert checks.barriers(desk) == []
    desk.emulate_media(color_scheme="dark")
    assert any("color-contrast" in found for found in checks.barriers(desk))
    desk.emulate_media(media="print")
    assert checks.measured(desk, "print") == ['<button> "Press here" is printed']


def test_only_a_complaint_that_lasts_counts(small_site, desk):
    mended = "<p id='late' style='width: 2000px'>Wide</p><script>setTimeout(() => late.remove(), 500)</script>"
    checks.open_page(desk, small_site(mended) / "index.html")
    assert checks.lasting(desk, "layout") == []
    checks.open_page(desk, small_site("<p style='width: 2000px'>Wide</p>") / "index.html")
    assert any("in a window of 1280 px" in found for found in checks.lasting(desk, "layout"))


def test_a_focus_that_is_not_marked_or_not_in_sight_is_seen(small_site, desk):
    lid = "<div style='position: fixed; inset: 0; background: #fff; pointer-events: auto'></div>"
    plain = "<a href='other.html' style='outline: none'>Unmarked</a>"
    checks.open_page(desk, small_site(plain) / "index.html")
    met = checks.tab_stops(desk, most=9)
    assert [stop["name"] for stop in met if not stop["isMarked"]] == ['<a> "Unmarked"']
    assert [stop["isInSight"] for stop in met] == [True] * len(met)
    checks.open_page(desk, small_site(lid) / "index.html")
    assert not any(stop["isInSight"] for stop in checks.tab_stops(desk, most=9))


# ---- the rules and the browser that the tests bring with them or find


def test_a_browser_is_found_on_the_path_and_where_installers_put_it(tmp_path, monkeypatch):
    monkeypatch.setattr(conftest, "COMMANDS", ("some-browser",))
    monkeypatch.setattr(conftest, "PLACES", {"SOME_PROGRAMS": ("Some/browser.exe",)})
    monkeypatch.setenv("SOME_PROGRAMS", str(tmp_path))
    assert conftest.browser_program() is None
    (tmp_path / "Some").mkdir()
    (tmp_path / "Some" / "browser.exe").touch()
    assert conftest.browser_program() == tmp_path / "Some" / "browser.exe"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no snaps")
def test_a_browser_that_is_a_snap_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(conftest, "COMMANDS", ("some-browser",))
    monkeypatch.setattr(conftest, "PLACES", {})
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "snap").touch(mode=0o755)
    (tmp_path / "some-browser").symlink_to(tmp_path / "snap")
    assert conftest.browser_program() is None


def test_without_a_browser_the_tests_are_skipped_and_fail_where_one_is_required(monkeypatch):
    monkeypatch.delenv("REAL_KLOUT_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="install one"):
        conftest.do_without_browser()
    monkeypatch.setenv("REAL_KLOUT_BROWSER", "required")
    with pytest.raises(pytest.fail.Exception, match="install one"):
        conftest.do_without_browser()


def test_axe_core_is_the_version_that_its_readme_names():
    readme = (checks.AXE.parent / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(checks.AXE.read_bytes()).hexdigest() in readme
    version = re.search(r"\| Version \| ([\d.]+) \|", readme)[1]
    assert checks.AXE.read_text(encoding="utf-8").startswith(f"/*! axe v{version}\n")
    assert (checks.AXE.parent / "LICENSE").read_text(encoding="utf-8").startswith("Mozilla Public License")
