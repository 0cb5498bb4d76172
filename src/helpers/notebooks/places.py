"""Where do the notebooks stand, and how are they read and written?

Files are replaced whole, so that an interruption leaves the old one or the new one.
Not for data files: those are `helpers.data`.
"""

import os
from pathlib import Path
from typing import Any

from helpers.data.places import root

ORDERLY = r"\d\d[a-z]?(-[a-z0-9]+)+"  # 03-what-does-52-mean


def notebooks(*names: str) -> list[Path]:
    """Give the paths of the named notebooks in their order, or of all; a name may be shortened to its beginning.

    Raises ValueError for a name that fits none.
    """
    folder = root() / "notebooks"
    every = sorted(path for path in folder.glob("*.ipynb"))
    for name in names:
        if not any(path.stem.startswith(Path(name).stem) for path in every):
            there = ", ".join(path.stem for path in every) or "no notebook yet"
            raise ValueError(f"No notebook is called {name!r}; there is {there}.")
    return [path for path in every if not names or any(path.stem.startswith(Path(name).stem) for name in names)]


def read(path: Path) -> Any:
    """Read a notebook, in the current notebook format."""
    import nbformat  # late, so that `says` costs a notebook nothing

    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, nbformat.reader.NotJSONError) as error:
        raise ValueError(f"{path.name} cannot be read as a notebook: {error}") from error


def write(path: Path, notebook: Any) -> None:
    """Write a notebook, replacing an old one only when the new one is whole."""
    import nbformat

    replace(path, nbformat.writes(notebook, version=4).rstrip("\n") + "\n")


def replace(path: Path, content: str | bytes) -> None:
    """Write a file, replacing an old one only when the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
