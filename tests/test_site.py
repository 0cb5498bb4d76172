"""Protects the promise that the site shows what GitHub shows, with nothing fetched and every figure described."""

import os
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pages
import pytest

from helpers.notebooks.index import refresh
from helpers.notebooks.pages import anchor, headings, rebased
from helpers.notebooks.places import notebooks
from helpers.notebooks.report import run_and_report
from helpers.notebooks.staging import stage, staged

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A collection with one notebook that has been run, and the real first page and glossary."""
    folder = pages.collection(tmp_path_factory.mktemp("collection"), **{pages.NAME: pages.notebook()})
    (folder / "docs" / "index.md").write_bytes((DOCS / "index.md").read_bytes())
    (folder / "docs" / "glossary.md").write_text((DOCS / "glossary.md").read_text() + "\n### Mean\n\nThe middle.\n")
    readme = folder / "README.md"
    answer = "The honest answer is [here](notebooks/README.md)."
    readme.write_text(readme.read_text().replace("<!-- answer:start -->\n", f"<!-- answer:start -->\n{answer}\n"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REAL_KLOUT_DATA", str(folder))
        assert run_and_report(notebooks(), update=True) == 0
        yield folder


@pytest.fixture(scope="module")
def site(folder, tmp_path_factory):
    """The built site, and the seconds it took."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", str(DOCS), str(target)]
    start = time.perf_counter()
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target, time.perf_counter() - start


class Page(HTMLParser):
    """What a page asks for, shows and says."""

    def __init__(self, path):
        super().__init__()
        self.loaded, self.pictures, self.words = [], [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("script", "img", "iframe", "source"):
            self.loaded.append(named.get("src") or "")
        if tag == "link" and named.get("rel") in ("stylesheet", "preload", "icon", "preconnect", "dns-prefetch"):
            self.loaded.append(named["href"])
        if tag == "img":
            self.pictures.append((named.get("src"), named.get("alt")))

    def handle_data(self, data):
        self.words += data


def test_the_site_is_built_in_good_time_without_a_warning(site):
    assert site[1] < 60  # about ten seconds on two cores; this bounds a busy machine


def test_no_page_asks_another_computer_for_anything(site):
    for path in site[0].rglob("*.html"):
        page = Page(path)
        assert [address for address in page.loaded if re.match(r"(https?:)?//", address)] == []
    for path in site[0].rglob("*.css"):
        assert not re.search(r"(url\(|@import )['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_figure_has_its_description_as_alt_text_and_as_visible_words(site):
    page = Page(site[0] / "notebooks" / f"{pages.NAME}.html")
    ((_, alt),) = page.pictures
    assert alt.startswith("A bar chart of four numbers by place")
    words = " ".join(page.words.split())
    assert alt in words
    assert "SYNTHETIC · The numbers rise by four. n = 4" in words


def test_the_first_page_gives_question_answer_figure_and_index_from_the_readme(site):
    page = Page(site[0] / "index.html")
    words = " ".join(page.words.split())
    assert "The honest answer is here." in words
    assert "Does a mean of ten mean ten?" in words
    assert page.pictures[0][1].startswith("A bar chart of four numbers")
    assert (site[0] / page.pictures[0][0]).is_file()


def test_every_relative_link_of_the_site_leads_to_a_page(site):
    for path in site[0].rglob("*.html"):
        for address in re.findall(r'<a [^>]*href="([^"#?]+)', path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", address):
                assert (path.parent / address).exists(), f"{path.relative_to(site[0])}: {address}"


def test_formulas_need_no_script(site):
    path = site[0] / "notebooks" / f"{pages.NAME}.html"
    assert "<math" in path.read_text(encoding="utf-8")
    assert not [address for address in Page(path).loaded if "mathjax" in address.lower()]


def test_every_module_has_a_page(site):
    html = (site[0] / "api" / "figures.html").read_text(encoding="utf-8")
    assert "helpers.figures.show" in html


def test_staging_takes_the_fresh_run_and_falls_back_to_the_committed_notebook(folder):
    name = f"notebooks/{pages.NAME}.ipynb"
    run = folder / "build" / "notebooks" / f"{pages.NAME}.ipynb"
    text = run.read_text()
    try:
        run.write_text(text.replace("Four numbers are few.", "Four fresh numbers."))
        assert "Four fresh numbers." in staged()[name]
        run.unlink()
        assert "Four numbers are few." in staged()[name]
    finally:
        run.write_text(text)


def test_staging_leaves_what_is_unchanged_and_takes_away_what_is_gone(folder, tmp_path):
    stage(tmp_path)
    page = tmp_path / "index.md"
    os.utime(page, (1, 1))
    (tmp_path / "old.md").write_text("# Old\n")
    stage(tmp_path)
    assert page.stat().st_mtime == 1
    assert not (tmp_path / "old.md").exists()


def test_links_to_what_is_no_page_are_mended(folder):
    card = folder / "data" / "numbers.md"
    text = card.read_text()
    (folder / "LICENSE").write_text("Free.")
    try:
        card.write_text(f"{text}[a](../README.md) [b](../notebooks/) [c](../LICENSE) [d](../src/helpers/figures.py)")
        files = staged()
        assert files["LICENSE"] == b"Free."
        mended = "[a](../index.md) [b](../notebooks/README.md) [c](../LICENSE) [d](../api/figures.md)"
        assert mended in files["data/numbers.md"]
    finally:
        card.write_text(text)
        (folder / "LICENSE").unlink()


def test_an_update_of_what_is_fresh_changes_nothing(folder):
    assert refresh() == []


@pytest.mark.parametrize(
    ("link", "moved"),
    [
        ("[a](../data/x.md#y)", "[a](data/x.md#y)"),
        ("[a](01-x.ipynb)", "[a](notebooks/01-x.ipynb)"),
        ("![a (b)](../docs/x.png)", "![a (b)](docs/x.png)"),
        ("[a](https://example.org/)", "[a](https://example.org/)"),
        ("[a](#here)", "[a](#here)"),
        ("[a](../data/)", "[a](data/)"),
    ],
)
def test_links_move_with_their_page(link, moved):
    assert rebased(link, source="notebooks", target="") == moved


def test_every_term_of_the_glossary_has_a_place_of_its_own_and_a_definition():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    places = [anchor(heading.text) for heading in headings(text)]
    assert len(places) == len(set(places))
    promised = """score raw-score anchor percentile standard-error-of-measurement smallest-real-difference reliability
    criterion-validity polychoric-correlation limits-of-agreement prediction-interval evidence synthetic window reach
    amplification network-impact k style interval"""
    assert set(promised.split()) <= set(places)
    for part in text.split("\n### ")[1:]:
        assert len(part.partition("\n")[2].split("\n## ")[0].split()) >= 10, part
