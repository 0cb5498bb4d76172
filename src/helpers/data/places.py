"""Where are the data? The repository folder, and the one error that everything about data raises.

It knows no table and reads none.
"""

from __future__ import annotations

import os
from pathlib import Path


class DataError(ValueError):
    """Data are missing, broken or refused; the message says where, what was expected, what came and how to mend it."""


def root() -> Path:
    """Folder of the repository: `REAL_KLOUT_DATA` where it is set, else found from the place of this package.

    Raises DataError where no folder `data` is found there.

    >>> (root() / "data").is_dir()
    True
    """
    named = os.environ.get("REAL_KLOUT_DATA")
    folder = Path(named).expanduser().resolve() if named else Path(__file__).resolve().parents[3]
    if not (folder / "data").is_dir():
        raise DataError(
            f"expected the folder of the repository with a folder `data` in it, got {folder}. "
            "Install the package from a clone with `pip install -e .`, or set REAL_KLOUT_DATA to the clone."
        )
    return folder


def external_folder() -> Path:
    """Folder of the fetched tables, data/external, which git ignores."""
    return root() / "data" / "external"
