"""Which pages does the site have, and how do they differ from the files that GitHub shows?

Copies notebooks, data cards and docs into one folder for Sphinx: alt text set, links that lead somewhere.
Not the menus (`helpers.notebooks.menus`), and not the look of the site: that is docs/conf.py.
"""

import ast
import posixpath
import re
from pathlib import Path
from typing import Any

from helpers.data.places import root
from helpers.notebooks.menus import with_menus
from helpers.notebooks.pages import between, is_relative, rebased, relinked
from helpers.notebooks.places import notebooks, read, replace
from helpers.notebooks.printed import number_reader

FRONT = {"README.md": "index.md", ".": "index.md", "docs/index.md": "index.md"}
SLIDES = r"docs/teaching/slides/([\w-]+)\.md"


def stage(target: Path) -> dict[str, str | bytes]:
    """Put the sources of the site into a folder, and give them; what has not changed is left alone, other files go.

    A notebook is taken from build/notebooks/ where that run is younger than the committed one, else from notebooks/.
    """
    wanted = staged()
    for name, content in wanted.items():
        path = target / name
        data = content.encode("utf-8") if isinstance(content, str) else content
        if not path.exists() or path.read_bytes() != data:
            replace(path, data)
    for path in list(target.rglob("*")):
        if path.is_file() and path.relative_to(target).as_posix() not in wanted:
            path.unlink()
    return wanted


def staged() -> dict[str, str | bytes]:
    """Give the content of every file of the site's source, by its path."""
    files: dict[str, str | bytes] = {f"api/{name}.md": _api_page(name) for name in api_modules()}
    files["api/index.md"] = _api_index()
    for name in _pages():
        files["index.md" if name == "docs/index.md" else name] = _page(name)
    runs = []
    for path in notebooks():
        run = root() / "build" / "notebooks" / path.name
        younger = run.exists() and run.stat().st_mtime >= path.stat().st_mtime
        runs.append(read(run if younger else path))
        files[f"notebooks/{path.name}"] = _notebook(runs[-1])
    files |= number_reader(runs)
    return _with_linked_files(with_menus(files))


def api_modules() -> dict[str, Path]:
    """Give the public modules and packages of `helpers` by name, each with its file."""
    folder = Path(__file__).resolve().parents[1]
    packages = {path.parent.name: path for path in folder.glob("*/__init__.py")}
    found = {path.stem: path for path in folder.glob("*.py")} | packages
    return {name: found[name] for name in sorted(found) if not name.startswith("_")}


def _pages() -> list[str]:
    """The Markdown files that become pages, by their path from the top."""
    places = ["notebooks/*.md", "data/**/*.md", "docs/**/*.md", "CONTRIBUTING.md"]
    found = {path.relative_to(root()).as_posix() for place in places for path in root().glob(place)}
    elsewhere = ("data/external/", "docs/teaching/slides/", "docs/teaching/solutions/")
    return sorted(name for name in found if not name.startswith(elsewhere))


def _page(name: str) -> str:
    text = (root() / name).read_text(encoding="utf-8")
    if name != "docs/index.md":
        return text
    readme = root() / "README.md"
    front = readme.read_text(encoding="utf-8") if readme.exists() else ""
    text = rebased(text, source="docs", target="")
    return re.sub(r"<!-- from README: (.+?) -->", lambda found: _from(front, found[1]), text)


def _from(markdown: str, name: str) -> str:
    """What stands between two comments of that name or, for a name that begins with ##, the section so headed."""
    section = re.search(rf"^{re.escape(name)}\n.*?(?=^## |\Z)", markdown, flags=re.MULTILINE | re.DOTALL)
    return section[0].rstrip() if section and name.startswith("## ") else between(markdown, name) or ""


def _notebook(notebook: Any) -> str:
    import nbformat

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
    return nbformat.writes(notebook, version=4)


def _api_page(name: str) -> str:
    return f"# helpers.{name}\n\n```{{eval-rst}}\n.. automodule:: helpers.{name}\n   :members:\n```\n"


def _api_index() -> str:
    rows = [f"| [helpers.{name}]({name}.md) | {_promise(path)} |" for name, path in api_modules().items()]
    return "\n".join(
        ["# The code", "", "One module per question.", "", "| module | question |", "|---|---|", *rows, ""]
    )


def _promise(path: Path) -> str:
    """The first paragraph of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("|", r"\|")


def _with_linked_files(files: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """Add the other files of the collection that pages link to, and mend links that mean something else on a site.

    An address that begins with `path:` is a file to download, one with `built:` a page that is not made by Sphinx.
    """
    result = dict(files)
    for name, content in files.items():
        folder = posixpath.dirname(name) or "."

        def change(address: str, folder: str = folder) -> str:
            path, hash_, rest = address.partition("#")
            inside = posixpath.normpath(posixpath.join(folder, path))
            if not is_relative(address) or inside in files:
                return address
            if slides := re.fullmatch(SLIDES, inside):
                return "built:" + posixpath.relpath(f"slides/{slides[1]}.html", folder)
            module = re.fullmatch(r"src/helpers(?:/(\w+)(?:\.py)?)?", inside)
            page = f"api/{module[1] or 'index'}.md" if module else FRONT.get(inside, inside)
            page = f"{page}/README.md" if f"{page}/README.md" in files else page
            source = root() / page
            if page in files or not source.is_file():
                return posixpath.relpath(page, folder) + hash_ + rest
            result[page] = source.read_bytes()
            return ("path:" if page.endswith((".md", ".ipynb")) else "") + posixpath.relpath(page, folder)

        if isinstance(content, str):
            result[name] = relinked(content, change)
    return result
