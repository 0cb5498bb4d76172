"""How do the real data get here? Pinned addresses, checked hashes, only the columns that are used, raw files deleted.

The only module that touches the network, and only when `fetch` is called; notebooks never do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.data.places import DataError, external_folder
from helpers.data.schemas import FETCHED, MINORS
from helpers.data.tables import check, load, read_checked

CHUNK = 1 << 16
ABANDONED_AFTER = 3_600
"""Seconds after which a folder of raw files that a killed run left behind is removed."""

STAMP = b"real_klout_sources"
READERS_VERSION = "1"
"""Raised when a reader changes what it keeps, so that older tables are fetched again."""


class SourceFile(NamedTuple):
    """One line of data/sources.csv: what is downloaded, and how it is known to be right."""

    dataset: str
    file: str
    bytes: int
    sha256: str
    url: str
    licence: str
    what: str

    @property
    def label(self) -> str:
        """Data set and file, as they stand in a mirror."""
        return f"{self.dataset}/{self.file}"


def fetch(
    name: str, mirror: str | os.PathLike[str] | None = None, *, minors: bool = False, progress: bool = True
) -> Path:
    """Download one real data set, check it, keep the columns that the analysis uses, delete the raw files.

    Parameters
    ----------
    name : data set, one of those in data/sources.csv.
    mirror : folder or address that holds `<data set>/<file>`; the pinned addresses where it is None.
    minors : say yes to data about minors (`pupils`); without it they are refused.
    progress : draw a bar on stderr for each file.

    Returns the path of the table written, data/external/<name>.parquet. A table that was made from the same files by
    the same reader is left as it is, and nothing is downloaded. An existing table is replaced only when the new one
    is whole.

    Raises DataError, and leaves an existing table alone, for an unknown name, data about minors without consent, a
    file that cannot be reached, is cut off or has another hash, and a file that does not hold what its reader expects.
    """
    files = _sources(name)
    if name in MINORS and not minors:
        raise DataError(
            f"{name} holds data about minors, so it is fetched only when asked for: "
            f"`python3 run.py fetch {name} --minors`, or minors=True."
        )
    target = external_folder() / f"{name}.parquet"
    stamp = _stamp(files)
    if _stamp_of(target) == stamp:
        return target
    target.parent.mkdir(exist_ok=True)
    with _raw_folder(target.parent) as raw:
        for file in files:
            _download(file, raw, mirror, progress)
        _write(_reduce(name, raw), target, stamp)
    return target


def external(name: str) -> pd.DataFrame:
    """Read a fetched table and check it against its schema.

    Raises DataError where the table was not fetched, or was made from other files or by an older reader.
    """
    files = _sources(name)
    target = external_folder() / f"{name}.parquet"
    say = f"Fetch it: `python3 run.py fetch {name}{' --minors' if name in MINORS else ''}`."
    if not target.is_file():
        raise DataError(f"expected data/external/{name}.parquet, which is not there: {name} is not fetched. {say}")
    if _stamp_of(target) != _stamp(files):
        raise DataError(f"data/external/{name}.parquet was made from other files or by another reader. {say}")
    return read_checked(FETCHED[name], target)


def is_fetched(name: str) -> bool:
    """Whether the table of a data set is here, made from the files and by the reader of this version."""
    return _stamp_of(external_folder() / f"{name}.parquet") == _stamp(_sources(name))


def _sources(name: str) -> list[SourceFile]:
    sources = load("sources")
    known = sorted(set(sources["dataset"]) & set(FETCHED))
    if name not in known:
        raise DataError(f"expected the name of a data set, one of {', '.join(known)}; got {name!r}.")
    return [SourceFile(*row) for row in sources[sources["dataset"] == name].itertuples(index=False)]


def _stamp(files: list[SourceFile]) -> str:
    text = "\n".join([READERS_VERSION, *sorted(file.sha256 for file in files)])
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp_of(path: Path) -> str | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        return None
    try:
        metadata = pq.read_schema(path).metadata or {}
    except pa.ArrowException:
        return None
    return metadata.get(STAMP, b"").decode()


@contextmanager
def _raw_folder(parent: Path) -> Iterator[Path]:
    """Give a folder for raw files that is deleted whatever happens; sweep away what a killed run left behind."""
    for left in parent.glob(".raw-*"):
        if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".raw-", dir=parent) as folder:
        yield Path(folder)


def _download(wanted: SourceFile, raw: Path, mirror: str | os.PathLike[str] | None, progress: bool) -> None:
    """Bring one file into the folder through pooch, which checks the hash before the file gets its name."""
    import pooch

    address, downloader = _address(wanted, mirror, progress)

    def whole(url: str, output: str, mover: pooch.Pooch | None) -> None:
        downloader(url, output, mover)
        came = Path(output).stat().st_size
        if came != wanted.bytes:
            raise DataError(
                f"{wanted.label}: expected {wanted.bytes:,} bytes, got {came:,} from {address}: the download was "
                "cut off, or the file was changed. Nothing was kept; try again, or use another mirror."
            )

    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("WARNING")
    try:
        pooch.retrieve(address, known_hash=f"sha256:{wanted.sha256}", fname=wanted.file, path=raw, downloader=whole)
    except DataError:
        raise
    except ValueError:
        raise DataError(
            f"{wanted.label}: expected the SHA-256 {wanted.sha256[:12]}..., got another from {address}: the file was "
            "changed or damaged. Nothing was kept; try again, or use another mirror."
        ) from None
    except OSError as error:  # requests' errors are OSErrors too
        raise DataError(
            f"{wanted.label}: could not be read from {address} ({error.strerror or type(error).__name__}). "
            "Nothing was kept. Check the connection and the free space, or name a folder or address that holds the "
            "files: `python3 run.py fetch --mirror FOLDER`."
        ) from None
    finally:
        logger.setLevel(level)


def _address(wanted: SourceFile, mirror: str | os.PathLike[str] | None, progress: bool) -> tuple[str, Callable]:
    import pooch

    if mirror is None:
        return wanted.url, pooch.HTTPDownloader(progressbar=progress)
    if str(mirror).startswith(("http://", "https://")):
        return f"{str(mirror).rstrip('/')}/{wanted.label}", pooch.HTTPDownloader(progressbar=progress)
    folder = Path(mirror).expanduser().resolve()
    if not folder.is_dir():
        raise DataError(f"expected a folder or an http(s) address as mirror, got {mirror}, which is not there.")
    path = folder / wanted.label
    return path.as_uri(), _copier(path, progress)


def _copier(path: Path, progress: bool) -> Callable:
    from tqdm import tqdm

    def copy(url: str, output: str, mover: object) -> None:
        with open(path, "rb") as source, open(output, "wb") as sink:
            size = path.stat().st_size
            with tqdm(total=size, unit="B", unit_scale=True, desc=path.name, disable=not progress, leave=False) as bar:
                while chunk := source.read(CHUNK):
                    sink.write(chunk)
                    bar.update(len(chunk))

    return copy


def _reduce(name: str, raw: Path) -> pd.DataFrame:
    from helpers.data.readers import READERS

    try:
        frame = READERS[name](raw)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise DataError(
            f"{name}: the files have the right hash, but reading them failed ({type(error).__name__}: {error}). "
            "The reader does not fit the files in data/sources.csv: an error of the collection, please report it."
        ) from error
    return check(frame, FETCHED[name])


def _write(frame: pd.DataFrame, target: Path, stamp: str) -> None:
    """Write the table under another name in the same folder, then rename it: whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), STAMP: stamp.encode()})
    partial = target.with_name(f".{target.name}.partial")
    try:
        pq.write_table(table, partial, compression="zstd")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
