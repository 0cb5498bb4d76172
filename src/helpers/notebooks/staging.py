"""Which pages does the site have, and how do they differ from the files that GitHub shows?

Copies notebooks, data cards and docs into one folder for Sphinx: alt text set, links that lead somewhere, a menu added.
Not the look of the site: that is docs/conf.py.
"""

import posixpath
import re
from pathlib import Path

from helpers.data.places import root
from helpers.notebooks.pages import between, is_relative, rebased, relinked
from helpers.notebooks.places import notebooks, read, replace

FRONT = {"README.md": "index.md", ".": "index.md", "docs/index.md": "index.md"}
MENU = "\n\n```{toctree}\n:hidden:\n:maxdepth: 1\n\n%s\n```\n"


def stage(target: Path) -> None:
    """Put the sources of the site into a folder; files that have not changed are left alone, others taken away.

    A notebook is taken from build/notebooks/ where it has been run, else from notebooks/.
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


def staged() -> dict[str, str | bytes]:
    """Give the content of every file of the site's source, by its path."""
    files: dict[str, str | bytes] = {f"api/{name}.md": _api_page(name) for name in api_modules()}
    files["api/index.md"] = "# The code\n\nOne module per question.\n\n" + _listed(api_modules(), "helpers.")
    for name in _pages():
        files["index.md" if name == "docs/index.md" else name] = _page(name)
    for path in notebooks():
        run = root() / "build" / "notebooks" / path.name
        files[f"notebooks/{path.name}"] = _notebook(run if run.exists() else path)
    _add_menus(files)
    return _with_linked_files(files)


def api_modules() -> list[str]:
    """List the public modules and packages of `helpers`."""
    folder = Path(__file__).resolve().parents[1]
    found = [path.stem for path in folder.glob("*.py")] + [path.parent.name for path in folder.glob("*/__init__.py")]
    return sorted(name for name in found if not name.startswith("_"))


def _pages() -> list[str]:
    """The Markdown files that become pages, by their path from the top."""
    places = ["notebooks/*.md", "data/**/*.md", "docs/*.md", "CONTRIBUTING.md"]
    found = {path.relative_to(root()).as_posix() for place in places for path in root().glob(place)}
    return sorted(name for name in found if not name.startswith("data/external/"))


def _page(name: str) -> str:
    text = (root() / name).read_text(encoding="utf-8")
    if name != "docs/index.md":
        return text
    readme = root() / "README.md"
    front = readme.read_text(encoding="utf-8") if readme.exists() else ""
    text = rebased(text, source="docs", target="")
    return re.sub(r"<!-- from README: ([\w-]+) -->", lambda found: between(front, found[1]) or "", text)


def _notebook(path: Path) -> str:
    import nbformat

    notebook = read(path)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get("image/png", {}).get("alt")
            if alt:
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
    return nbformat.writes(notebook, version=4)


def _api_page(name: str) -> str:
    return f"# helpers.{name}\n\n```{{eval-rst}}\n.. automodule:: helpers.{name}\n   :members:\n```\n"


def _listed(names: list[str], before: str) -> str:
    return "\n".join(f"- [{before}{name}]({name}.md)" for name in names) + "\n"


def _add_menus(files: dict[str, str | bytes]) -> None:
    """Add the menus as hidden tables of contents, which the committed pages lack because GitHub would show them."""
    runs = sorted(name for name in files if name.endswith(".ipynb"))
    cards = sorted(name for name in files if name.startswith("data/") and name != "data/README.md")
    menus = {
        "notebooks/README.md": [Path(name).stem for name in runs],
        "data/README.md": [name.removeprefix("data/").removesuffix(".md") for name in cards],
        "api/index.md": api_modules(),
    }
    for page, entries in menus.items():
        if page in files:
            files[page] = str(files[page]) + MENU % "\n".join(entries)
    order = ("notebooks/README.md", "data/README.md", "docs/glossary.md", "api/index.md")
    files["index.md"] = str(files["index.md"]) + MENU % "\n".join(name[:-3] for name in order if name in files)


def _with_linked_files(files: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """Add the other files of the collection that pages link to, and mend links that mean something else on a site."""
    result = dict(files)
    for name, content in files.items():
        folder = posixpath.dirname(name)

        def change(address: str, folder: str = folder) -> str:
            path, hash_, rest = address.partition("#")
            inside = posixpath.normpath(posixpath.join(folder, path))
            if not is_relative(address) or inside in files:
                return address
            module = re.fullmatch(r"src/helpers(?:/(\w+)(?:\.py)?)?", inside)
            page = f"api/{module[1] or 'index'}.md" if module else FRONT.get(inside, inside)
            page = f"{page}/README.md" if f"{page}/README.md" in files else page
            source = root() / page
            if page not in files and source.is_file():
                result[page] = source.read_bytes()
            return posixpath.relpath(page, folder or ".") + hash_ + rest

        if isinstance(content, str):
            result[name] = relinked(content, change)
    return result
