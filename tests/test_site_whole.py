"""Protects the site of this very collection: its first page, its order, its code pages, what is built beside it."""

import ast
import itertools
import re
from pathlib import Path

import yaml
from site_page import Page

from helpers import meaning, spheres
from helpers.data import load
from helpers.notebooks import menus, says
from helpers.notebooks.pages import headings
from helpers.notebooks.places import notebooks, read
from helpers.notebooks.staging import api_modules, staged

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def test_the_short_answer_says_what_the_published_tables_and_the_evidence_give():
    place = meaning.percentile(52, load("published/belgium_distribution"))
    still = meaning.transition(load("published/belgium_transition")).still_above
    effects = spheres.sphere_effects({name: load(f"evidence/{name}") for name in spheres.SPHERES})
    ends = [f"concordance{end}" for end in ("", "_low", "_high")]
    pairs = 100 * spheres.pool(effects, measure="score").iloc[0][ends]
    below = "of 100 scored people in Belgium in 2013, {:.0f} stood below 52"
    says("docs/index.md", below, 100 * place.value)
    says("docs/index.md", "of 100 at 50 or more, {:.0f} were still there a year later", 100 * still.value)
    says("docs/index.md", "a stand-in for the score put {:.0f} [{:.0f}, {:.0f}] of 100 pairs", *pairs)


def test_every_page_of_the_collection_can_be_reached_from_a_menu():
    collection = staged()
    grouped = {entry.page for group in menus.groups(collection) for entry in group.entries}
    beside = {e.page for folder in menus.SECTIONS for group in menus.section(folder, collection) for e in group.entries}
    there = {str(Path(name).with_suffix("")) for name, text in collection.items() if isinstance(text, str)}
    assert there - grouped - beside == {"index", "notebooks/LICENSE"}
    assert {"docs/number-reader", "docs/own-goals", "docs/troubleshooting", "docs/teaching/README"} <= grouped


def test_each_notebook_leads_to_the_one_before_and_after_by_its_question(whole_site):
    titles = [headings(_first_words(path))[0].text for path in notebooks()]
    for place, path in enumerate(notebooks()):
        html = (whole_site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        told = re.findall(r'<p class="prev-next-title">(.*?)</p>', html)
        assert told[0] == (titles[place - 1] if place else "What does a social score of 52 mean?")
        if place + 1 < len(titles):
            assert told[1] == titles[place + 1]


def _first_words(path):
    return read(path).cells[0].source


def test_every_function_has_its_words_on_its_page_and_what_it_raises_under_a_heading(whole_site):
    for name, path in api_modules().items():
        html = (whole_site / "api" / f"{name}.html").read_text(encoding="utf-8")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        public = next((ast.literal_eval(x.value) for x in tree.body if _names(x) == ["__all__"]), [])
        functions = [member for member in public if member.islower()]
        missing = [member for member in functions if f'id="helpers.{name}.{member}"' not in html]
        assert missing == [], name
        assert "unittest" not in html and "_MockObject" not in html
    proportion = Page(whole_site / "api" / "stats.html").words.partition("stats.proportion")[2]
    words = " ".join(proportion.partition("stats.rank_sets")[0].split())
    order = [
        "Share of a whole with Wilson",
        "Raises:",
        "ValueError – counts",
        "Notes",
        "Examples",
        "0.31 [0.26, 0.37]",
    ]
    assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)


def _names(statement):
    return [target.id for target in getattr(statement, "targets", []) if isinstance(target, ast.Name)]


def test_every_page_has_one_first_heading_and_skips_no_level(whole_site):
    for path in whole_site.rglob("*.html"):
        if path.parent.name != "slides":
            levels = Page(path).levels
            assert levels.count(1) == 1 and levels[0] == 1, path
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_no_table_has_a_heading_without_words(whole_site):
    for path in whole_site.rglob("*.html"):
        assert not re.search(r"<th[^>]*>\s*</th>", path.read_text(encoding="utf-8")), path


def test_the_slides_are_built_beside_the_pages(whole_site):
    decks = sorted(path.stem for path in (DOCS / "teaching" / "slides").glob("*.md"))
    assert sorted(path.stem for path in (whole_site / "slides").glob("*.html")) == decks
    assert decks


def test_what_is_published_is_what_a_run_has_compared(whole_site):
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    assert {"run": "python3 run.py"} in steps
    (upload,) = [step for step in steps if "upload-pages-artifact" in step.get("uses", "")]
    assert upload["with"]["path"] == "build/site"
    assert '"build/site"' in (ROOT / "run.py").read_text(encoding="utf-8")
    told = (DOCS / "publishing.md").read_text(encoding="utf-8")
    assert all(word in told for word in ("pages.yml", "PUBLISH_PAGES", ".nojekyll"))
    assert "PUBLISH_PAGES" in workflow["jobs"]["build"]["if"]
    assert (whole_site / ".nojekyll").is_file()
