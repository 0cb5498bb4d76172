"""What does a reader see who opens the collection on GitHub, and what would be raw, lost or dead there?

Renders each notebook and each Markdown page as GitHub does, as nearly as is possible without it.
Not GitHub itself: its viewer of notebooks is not public, so what is documented or was found by users is followed.
"""

from pathlib import Path

from helpers.data.places import root
from helpers.notebooks.github.links import link_problem
from helpers.notebooks.github.markdown import Rendered, to_html
from helpers.notebooks.github.notebook import notebook_html
from helpers.notebooks.github.rules import figure_problems, math_problems, raw_problems, table_problems
from helpers.notebooks.github.seen import read_page
from helpers.notebooks.places import read

_PLACES = ("*.md", "benchmarks/*.md", "data/**/*.md", "docs/**/*.md", "docs/**/*.ipynb", "notebooks/**/*.md",
           "notebooks/**/*.ipynb")  # fmt: skip


def pages() -> list[Path]:
    """List the notebooks and Markdown pages of the collection."""
    found = {path for place in _PLACES for path in root().glob(place)}
    hidden = {".ipynb_checkpoints", "external", "build", ".venv"}
    return sorted(path for path in found if not hidden & set(path.relative_to(root()).parts))


def all_problems() -> list[str]:
    """List what a reader on GitHub would see raw, miss, or not reach, on all pages."""
    return [problem for path in pages() for problem in page_problems(path)]


def page_problems(path: Path) -> list[str]:
    """List what is wrong on one page, each line beginning with its path."""
    name = path.relative_to(root()).as_posix()
    shown = rendered(path)
    page = read_page(shown.html)
    found = shown.problems + raw_problems(page) + math_problems(page) + table_problems(page, path.suffix)
    found += figure_problems(page, path)
    links = page.links + [picture.address for picture in page.pictures]
    found += [problem for address in links if (problem := link_problem(address, path))]
    return [f"{name}: {problem}" for problem in found]


def rendered(path: Path) -> Rendered:
    """Render a notebook or a Markdown page."""
    return notebook_html(read(path)) if path.suffix == ".ipynb" else to_html(path.read_text(encoding="utf-8"))
