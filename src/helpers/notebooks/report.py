"""Is every notebook the same as what is committed, and if not, where not?

Runs, compares, tells it line by line while it goes on, and leaves executed copies and a table in build/.
Not the checks of writing: those are `helpers.notebooks.linting`.
"""

import json
import sys
import threading
import time
from pathlib import Path

from helpers import classroom
from helpers.data.places import root
from helpers.notebooks.comparing import differences, is_canonical
from helpers.notebooks.index import refresh
from helpers.notebooks.normal import normalised
from helpers.notebooks.places import read, replace, write
from helpers.notebooks.running import Run, run_all


def run_and_report(paths: list[Path], *, update: bool = False) -> int:
    """Run notebooks, print a line for each with what differs, and give 0 if all are the same, else 1.

    Executed copies go to build/notebooks/, the table of verdicts to build/run.json. With ``update`` the fresh
    outputs are written into the notebooks, and what is made from the notebooks is renewed; a notebook that fails
    keeps its old outputs.
    """
    exact = is_canonical()
    rows: dict[str, dict] = {}
    with Watch() as watch:

        def finished(run: Run) -> None:
            lines = [] if run.trouble else _differences(run, exact)
            verdict = _verdict(run, lines, update)
            rows[run.name] = {"notebook": run.name, "seconds": round(run.seconds, 1), "verdict": verdict}
            _keep(run, update)
            watch.tell(run, f"{run.name:<32} {run.seconds:6.1f} s  {verdict}", [] if update else lines)

        runs = run_all(paths, started=watch.add, finished=finished)
    table = [rows[run.name] for run in runs]
    replace(root() / "build" / "run.json", json.dumps(table, indent=1) + "\n")
    if update:
        for path in [*refresh(), *classroom.refresh()]:
            print(f"renewed {path.relative_to(root()).as_posix()}")
    if not exact and any(row["verdict"] != "same" for row in table):
        done = "made here" if update else "compared with a tolerance"
        print(
            f"Pictures were {done}; the committed ones are made on Python 3.11, 64-bit Linux and the locked versions."
        )
    return 0 if all(row["verdict"] in ("same", "updated") for row in table) else 1


class Watch:
    """Tells on the terminal what is running, from the second second on, and how each run ended."""

    def __init__(self) -> None:
        """Begin with nothing to watch."""
        self._running: dict[str, tuple[Run, float]] = {}
        self._live = sys.stdout.isatty()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Watch":
        """Start the clock."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the clock and leave a clean line."""
        self._done.set()
        self._thread.join()
        self._wipe()

    def add(self, run: Run) -> None:
        """Begin to watch a run."""
        self._running[run.name] = (run, time.monotonic())

    def tell(self, run: Run, line: str, more: list[str]) -> None:
        """Say how a run ended."""
        self._running.pop(run.name)
        self._wipe()
        print("\n".join([line, *(f"    {text}" for text in more)]), flush=True)

    def _wipe(self) -> None:
        if self._live:
            print("\r\033[K", end="", flush=True)

    def _beat(self) -> None:
        pause = 2.0
        while not self._done.wait(pause):
            pause = 0.5 if self._live else 4.0
            now = time.monotonic()
            slow = [(run, now - start) for run, start in list(self._running.values()) if now - start >= 1.5]
            said = "; ".join(f"{run.name[:24]} {_place(run)}, {since:.0f} s" for run, since in slow)
            if slow and self._live:
                print(f"\r\033[Krunning {said}"[:110], end="", flush=True)
            elif slow:
                print(f"running {said}", flush=True)


def _place(run: Run) -> str:
    return f"cell {run.cell} of {run.cells}" if run.cell else "starting"


def _differences(run: Run, exact: bool) -> list[str]:
    return differences(normalised(read(run.path)), run.notebook, exact=exact)


def _verdict(run: Run, lines: list[str], update: bool) -> str:
    if run.trouble:
        return run.trouble
    if not lines:
        return "same"
    return "updated" if update else f"{len(lines)} outputs differ" if len(lines) > 1 else "1 output differs"


def _keep(run: Run, update: bool) -> None:
    copy = root() / "build" / "notebooks" / run.path.name
    if run.trouble:
        copy.unlink(missing_ok=True)
        return
    write(copy, run.notebook)
    if update:
        write(run.path, run.notebook)
