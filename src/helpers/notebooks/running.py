"""What does a fresh run of a notebook give?

Each notebook gets a kernel of its own, on this very Python, in an empty folder, without network or user settings.
Not a comparison: that is `helpers.notebooks.comparing`.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from helpers.notebooks.comparing import code_cells
from helpers.notebooks.normal import normalised
from helpers.notebooks.places import read

LONGEST_CELL = 300  # seconds
LONGEST_START = 30  # seconds
AT_A_TIME = 2
NO_ANSWER = (
    "The notebook's kernel did not answer: a firewall or a broken network set-up may block 127.0.0.1, "
    "this computer's own address, which must be open."
)
ENDED_AT_ONCE = "the kernel ended before the first cell"
_THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
_USER_SETTINGS = ("MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTHONPATH")


@dataclass
class Run:
    """One fresh run of a notebook: its path, the executed copy in normal form, the seconds, and what went wrong."""

    path: Path
    notebook: Any = None
    seconds: float = 0.0
    trouble: str = ""
    cell: int = 0  # the code cell that runs now
    cells: int = field(default=0, repr=False)

    @property
    def name(self) -> str:
        """The file name without its ending."""
        return self.path.stem


def run_all(
    paths: list[Path],
    *,
    started: Callable[[Run], None] = lambda run: None,
    finished: Callable[[Run], None] = lambda run: None,
) -> list[Run]:
    """Run notebooks, two at a time, each in a fresh kernel, and give the runs in the order of the paths.

    ``started`` and ``finished`` are called as the runs begin and end. A run that fails is given back with its
    ``trouble``; nothing is written. An interruption (Ctrl-C) stops the kernels and is raised again.
    """
    _write_font_list()
    return asyncio.run(_run_all(paths, started, finished))


def surroundings() -> dict[str, str]:
    """Give the environment of a kernel: one thread, fixed hashes, nothing of the user's own settings."""
    env = {name: value for name, value in os.environ.items() if name not in _USER_SETTINGS}
    env |= {f"{library}_NUM_THREADS": "1" for library in _THREADS}
    env |= {"VECLIB_MAXIMUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    env |= {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    env |= {"MPLCONFIGDIR": str(Path(sys.prefix) / "matplotlib"), "IPYTHONDIR": str(Path(sys.prefix) / "ipython")}
    return env


async def _run_all(paths: list[Path], started: Callable, finished: Callable) -> list[Run]:
    free = asyncio.Semaphore(AT_A_TIME)
    blocked = not _reaches_itself()

    async def one(path: Path) -> Run:
        async with free:
            run = Run(path)
            started(run)
            start = time.perf_counter()
            if blocked:
                run.trouble = NO_ANSWER
            else:
                await _run(run)
            run.seconds = time.perf_counter() - start
            finished(run)
            return run

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(path)) for path in paths]
    return [task.result() for task in tasks]


async def _run(run: Run) -> None:
    try:
        notebook = read(run.path)
    except ValueError as error:
        run.trouble = str(error)
        return
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None
    run.cells = len(code_cells(notebook))
    client = NotebookClient(notebook, timeout=LONGEST_CELL, record_timing=False, coalesce_streams=True)
    client.startup_timeout, client.shutdown_kernel = LONGEST_START, "immediate"
    try:
        with tempfile.TemporaryDirectory() as folder:
            async with _kernel(client, folder):
                for index, cell in enumerate(notebook.cells):
                    if cell.cell_type == "code" and cell.source.strip():
                        run.cell += 1
                        await client.async_execute_cell(cell, index, execution_count=run.cell)
    except CellExecutionError as error:
        run.trouble = f"code cell {run.cell} raised {error.ename}: {error.evalue}"
    except CellTimeoutError:
        run.trouble = f"code cell {run.cell} took longer than {LONGEST_CELL} seconds"
    except DeadKernelError:
        run.trouble = f"the kernel died in code cell {run.cell}"
    except _NoKernelError as error:
        run.trouble = str(error)
    run.notebook = normalised(notebook)
    run.trouble = run.trouble or _said_on_stderr(run.notebook)


def _said_on_stderr(notebook: Any) -> str:
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                return f"code cell {number} wrote to stderr: {output.text.strip().splitlines()[0]}"
    return ""


class _NoKernelError(Exception):
    """A kernel that was started and cannot be used; says why."""


class _ThisPython(KernelSpecManager):
    """Knows one kernel only: the Python that runs this, whatever kernels the user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "helpers.notebooks.kernel", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


@asynccontextmanager
async def _kernel(client: NotebookClient, folder: str) -> AsyncIterator[None]:
    """A kernel for a client, working in a folder; gone at the end, whatever happens."""
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=_ThisPython())
    client.km = manager
    try:
        await manager.start_kernel(
            cwd=folder, env=surroundings(), extra_arguments=["--HistoryManager.enabled=False", "--log-level=ERROR"]
        )
        try:
            await client.async_start_new_kernel_client()
        except RuntimeError as error:  # time is up, or the process has ended
            raise _NoKernelError(ENDED_AT_ONCE if "died" in str(error) else NO_ANSWER) from error
        yield
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)


def _reaches_itself() -> bool:
    """Tell whether programs on this computer can talk to each other, as a kernel and its client must."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), timeout=5).close()
    except OSError:
        return False
    return True


def _write_font_list() -> None:
    """Let matplotlib look for fonts now: a kernel that had to would say so on stderr."""
    folder = Path(surroundings()["MPLCONFIGDIR"])
    if not list(folder.glob("fontlist-*.json")):
        subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=surroundings(), check=True)
