"""Protects the promise that the site shows what GitHub shows, with nothing fetched and every figure described."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pages
import pytest
from nbformat.v4 import new_markdown_cell
from site_page import Page

from helpers.notebooks.index import refresh
from helpers.notebooks.pages import anchor, headings, rebased
from helpers.notebooks.places import notebooks
from helpers.notebooks.report import run_and_report
from helpers.notebooks.staging import stage, staged

DOCS = Path(__file__).resolve().parents[1] / "docs"
FIRST = """# Does ten mean ten?

Somebody asked.

**The short answer.** It does.

<!-- from README: key-figure -->

- **Read** [the notebook](../notebooks/01-does-ten-mean-ten.ipynb).
- **Copy** [the exercises](../notebooks/exercises/01-does-ten-mean-ten.ipynb).

## The whole answer

<!-- from README: answer -->

<!-- from README: index -->

<!-- from README: ## Thought by thought -->
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A collection with one notebook that has been run, a first page and the real glossary."""
    folder = pages.collection(tmp_path_factory.mktemp("collection"), **{pages.NAME: pages.notebook()})
    (folder / "docs" / "index.md").write_text(FIRST)
    (folder / "docs" / "glossary.md").write_text((DOCS / "glossary.md").read_text() + "\n## Mean\n\nThe middle.\n")
    (folder / "docs" / "own-goals.md").write_text("# A page for your own goals\n\nWhat do you want to change?\n")
    (folder / "notebooks" / "exercises").mkdir()
    copy = nbformat.v4.new_notebook(cells=[new_markdown_cell("# Exercises")])
    nbformat.write(copy, folder / "notebooks" / "exercises" / f"{pages.NAME}.ipynb")
    readme = folder / "README.md"
    answer = "The honest answer is [here](notebooks/README.md)."
    text = readme.read_text().replace("<!-- answer:start -->\n", f"<!-- answer:start -->\n{answer}\n")
    readme.write_text(text + "\n## Thought by thought\n\n- *Ten?* Ten.\n\n## Licence\n\nFree.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REAL_KLOUT_DATA", str(folder))
        assert run_and_report(notebooks(), update=True) == 0
        yield folder


@pytest.fixture(scope="module")
def site(folder, tmp_path_factory):
    """The built site, and the seconds it took."""
    target = tmp_path_factory.mktemp("small") / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", str(DOCS), str(target)]
    start = time.perf_counter()
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target, time.perf_counter() - start


def test_the_site_is_built_in_good_time_without_a_warning(site):
    assert site[1] < 60  # some seconds on two cores; this bounds a busy machine


def test_no_page_asks_another_computer_for_anything(site):
    for path in site[0].rglob("*.html"):
        page = Page(path)
        assert [address for address in page.loaded if re.match(r"(https?:)?//", address)] == []
    for path in site[0].rglob("*.css"):
        assert not re.search(r"(url\(|@import )['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_figure_is_named_in_its_alt_text_and_described_once_in_visible_words(site):
    path = site[0] / "notebooks" / f"{pages.NAME}.html"
    page = Page(path)
    assert [alt for _, alt in page.pictures] == ["The numbers rise by four. The description follows."]
    words = " ".join(page.words.split())
    assert "SYNTHETIC · The numbers rise by four. n = 4 A bar chart of four numbers by place" in words
    assert path.read_text(encoding="utf-8").count("and their mean is 10.0.") == 1


def test_a_figure_stands_in_a_frame_of_its_own_that_can_scroll(site):
    notebook = (site[0] / "notebooks" / f"{pages.NAME}.html").read_text(encoding="utf-8")
    assert re.search(r'<div class="figure[^"]*">\s*<img [^>]*>\s*</div>', notebook)
    assert re.search(r'<p class="figure"><img [^>]*></p>', (site[0] / "index.html").read_text(encoding="utf-8"))


def test_a_table_without_column_names_has_no_empty_head(site):
    notebook = (site[0] / "notebooks" / f"{pages.NAME}.html").read_text(encoding="utf-8")
    (glance,) = re.findall(r'<table class="key-value.*?</table>', notebook, re.DOTALL)
    assert "Question" in glance
    assert "<thead>" not in glance
    assert "<thead>" in (site[0] / "index.html").read_text(encoding="utf-8")


def test_a_notebook_has_the_width_of_the_page_and_other_pages_a_menu_at_the_left(site):
    for name, hidden in ((f"notebooks/{pages.NAME}.html", True), ("api/stats.html", False)):
        html = (site[0] / name).read_text(encoding="utf-8")
        (classes,) = re.findall(r'id="pst-primary-sidebar" class="([^"]*)"', html)
        assert ("hide-on-wide" in classes) == hidden


def test_the_first_page_gives_question_answer_figure_and_index_from_the_readme(site):
    page = Page(site[0] / "index.html")
    words = " ".join(page.words.split())
    assert "The honest answer is here." in words
    assert "Does a mean of ten mean ten?" in words
    assert "Thought by thought# Ten? Ten." in words
    assert "Free." not in words
    assert page.pictures[0][1].startswith("A bar chart of four numbers")
    assert (site[0] / page.pictures[0][0]).is_file()


def test_the_first_page_puts_the_short_answer_beside_the_figure_and_the_doors_below(site):
    html = (site[0] / "index.html").read_text(encoding="utf-8")
    places = [html.index(f'<div class="{name} docutils container">') for name in ("front", "words", "picture")]
    places += [html.index(mark) for mark in ('<ul class="doors simple">', "The whole answer<a")]
    assert places == sorted(places)
    words, picture = html[places[1] : places[2]], html[places[2] : places[3]]
    assert "Somebody asked." in words and "It does." in words and "<img" not in words
    assert "<img" in picture and "n = 4" in picture


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


def test_what_python_says_about_named_tuples_is_left_out(site):
    html = (site[0] / "api" / "stats.html").read_text(encoding="utf-8")
    assert "helpers.stats.BlandAltman" in html
    assert not [path for path in site[0].glob("api/*.html") if "Alias for field" in path.read_text(encoding="utf-8")]


def test_the_header_holds_every_group_and_says_which_page_this_is(site):
    html = (site[0] / "notebooks" / f"{pages.NAME}.html").read_text(encoding="utf-8")
    header = html.partition("<header")[2].partition("</header>")[0]
    titles = re.findall(r'data-bs-toggle="dropdown" aria-expanded="false">(The \w+|Your turn)', header)
    assert titles == ["The question", "Your turn", "The data", "The code"]
    assert re.findall(r'aria-current="page">(.*?)</a>', header) == ["01 Does a mean of ten mean ten?"]
    assert "The question<span" in header
    assert '<li class="breadcrumb-item">The question</li>' in html


def test_a_page_names_its_language_and_lets_the_keyboard_skip_the_menus(site):
    html = (site[0] / "docs" / "glossary.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in html
    assert html.index('href="#main-content"') < html.index("<header")
    assert '<main id="main-content"' in html


# Files that are no pages


def test_a_student_copy_is_a_file_to_download_and_no_page(site):
    (address,) = re.findall(r'href="(_downloads/[^"]+)"', (site[0] / "index.html").read_text(encoding="utf-8"))
    assert address.endswith(f"/{pages.NAME}.ipynb")
    assert nbformat.read(site[0] / address, as_version=4).cells[0].source == "# Exercises"
    assert not (site[0] / "notebooks" / "exercises").exists()


def test_a_link_to_the_source_of_slides_leads_to_the_slides(folder):
    teaching = folder / "docs" / "teaching"
    for name, text in {
        "README.md": "# T\n\n[s](slides/week.md)",
        "slides/week.md": "# W",
        "solutions/a.md": "# A",
    }.items():
        (teaching / name).parent.mkdir(parents=True, exist_ok=True)
        (teaching / name).write_text(text)
    try:
        files = staged()
    finally:
        for path in sorted(teaching.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        teaching.rmdir()
    assert "[s](built:../../slides/week.html)" in files["docs/teaching/README.md"]
    assert not [name for name in files if "teaching/s" in name]


# Staging


def test_staging_takes_a_run_that_is_younger_and_falls_back_to_the_committed_notebook(folder):
    name = f"notebooks/{pages.NAME}.ipynb"
    run = folder / "build" / "notebooks" / f"{pages.NAME}.ipynb"
    text = run.read_text()
    try:
        run.write_text(text.replace("Four numbers are few.", "Four fresh numbers."))
        assert "Four fresh numbers." in staged()[name]
        os.utime(run, (1, 1))
        assert "Four numbers are few." in staged()[name]
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
        card.write_text(f"{text}[a](../README.md) [b](../notebooks/) [c](../LICENSE) [d](../src/helpers/signals.py)")
        files = staged()
        assert files["LICENSE"] == b"Free."
        mended = "[a](../index.md) [b](../notebooks/README.md) [c](../LICENSE) [d](../api/signals.md)"
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
    terms = [heading.text for heading in headings(text)][1:]
    assert len({anchor(term) for term in terms}) == len(terms)
    letters = [re.sub(r"[^a-z0-9]", "", term.lower()) for term in terms]
    assert letters == sorted(letters)
    promised = """score raw-score anchor percentile standard-error-of-measurement smallest-real-difference reliability
    criterion-validity polychoric-correlation limits-of-agreement prediction-interval evidence synthetic window reach
    amplification network-impact k style interval idle wilson-interval bootstrap homophily missing-not-at-random
    missing-completely-at-random heavy-tails kelleys-estimate out-of-sample r2 usual-miss frozen-scale explain recency
    true-change split-halves engagement relative-engagement attention calibration ceiling concordance confounding
    disattenuation forest-plot gain heterogeneity learned-score leave-one-out negative-binomial partial-correlation
    quantile-regression random-effects rate-ratio robustness-value simpsons-paradox somers-d strata truncation
    convergent-validity multitrait-multimethod-matrix rank-set uncertainty-range sobol-index effective-weight
    specification-curve monte-carlo-error goodharts-law pressure base-rate monotone proxy worst-case tipping-point
    pattern-mixture page-of-own-goals pagerank tunkrank h-index"""
    assert set(promised.split()) <= {anchor(term) for term in terms}
    parts = text.split("\n## ")[1:]
    assert len(parts) == len(terms)
    for part in parts:
        meaning = part.partition("\n")[2]
        assert len(meaning.split()) >= 10 or re.search(r"See \[.+\]\(#.+\)\.", meaning), part
