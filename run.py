#!/usr/bin/env python3
"""Run every notebook of this collection, compare it with what is committed, and build the site.

Standard library only: it makes `.venv`, installs the locked packages there and starts everything else inside it.
It parses on Python 3.6 and later, so that an old Python gets a sentence and not a traceback.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

HELP = """usage: python3 run.py [command] [arguments]

  (no command)    run every notebook in a fresh kernel, compare, build the site into build/site/
  test [...]      run the tests; what follows goes to pytest
  lab [...]       open the notebooks in JupyterLab
  fetch [...]     download the real data, checked by hash: [NAME ...] [--mirror FOLDER_OR_ADDRESS] [--minors]
  update [NAME]   for authors: run the notebooks and write the fresh outputs into them
  doctor          say what keeps this from running here, ok or mend in ten lines; sets nothing up
  check           for authors: check how the notebooks are written, and how GitHub shows them
  --help          this text

The first call sets up .venv (some minutes, about 2 GB); later calls start at once and need no network.
Exit code: 0 all the same, 1 something differs or failed, 2 wrong usage, 130 stopped by Ctrl-C."""

OLDEST = (3, 11)
RUNNING = ".".join(str(part) for part in sys.version_info[:3])
GIGABYTES = 2  # what a set-up takes, with its downloads
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up.json"  # empty while the set-up goes on, its facts once it is done
BUILD = ROOT / "build"
LOG = BUILD / "setup.log"
DOCTOR = ROOT / "src" / "helpers" / "doctor" / "__main__.py"  # standard library only, for any Python, as this file is

# What venv, pip and the operating system say, and what the reader can do about it. The first that fits is told.
CAUSES = {
    r"DO NOT MATCH THE HASHES": "A downloaded package is not the one that requirements.lock names, so it was not used: "
    "run `python3 -m pip cache purge` and then this again; if that does not help, ask who runs your proxy or mirror.",
    r"No space left|Errno 28\b|not enough space|Disk quota": "There is not enough space on the disk: free "
    f"{GIGABYTES} GB, then run this again.",
    r"ensurepip is not|No module named '?(venv|ensurepip|pip)\b": "This Python cannot make a virtual environment: "
    "install its venv module (Debian and Ubuntu: `sudo apt install python3-venv`), then run this again.",
    r"Long Path support": "Windows cuts off long paths: move this folder close to the top of the drive, then run this "
    "again.",
    r"OSError: \[Errno (1|13|30)\]|PermissionError|Read-only file system|WinError (5|32)\b": "This folder cannot be "
    "written: close what may be using its .venv, or copy the folder to a place of your own, then run this again.",
    r"NewConnectionError|NameResolutionError|Timeout|timed out|ProxyError|SSLError|ConnectionResetError"
    r"|Connection aborted|Network is unreachable|name resolution|getaddrinfo failed": "The package index could not be "
    "reached: only the first set-up needs the network, so connect (or set HTTPS_PROXY), then run this again.",
    r"No matching distribution": f"A locked package has no ready-made file for Python {RUNNING} on this machine: "
    "run this again with Python 3.11.",
}


class TroubleError(Exception):
    """Something the reader can mend, told in one sentence."""


def explain(text):
    """Give the sentence for what went wrong in `text`, or None where none of the known causes fits."""
    return next((sentence for pattern, sentence in CAUSES.items() if re.search(pattern, text)), None)


def surroundings():
    """Give the environment of every child: one BLAS thread, fixed hashes, nothing of the user's own settings."""
    unwanted = {"MPLBACKEND", "MATPLOTLIBRC", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONWARNINGS"}
    unwanted |= {"PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    env = {name: value for name, value in os.environ.items() if name not in unwanted}
    env.update({f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")})
    env.update(VECLIB_MAXIMUM_THREADS="1", PYTHONHASHSEED="0", PYTHONUTF8="1", PYTHONNOUSERSITE="1")
    env.update(JUPYTER_PREFER_ENV_PATH="1", MPLCONFIGDIR=str(VENV / "matplotlib"), IPYTHONDIR=str(VENV / "ipython"))
    env["REAL_KLOUT_STARTED_BY"] = "run.py"  # which then says itself how it ended
    env.update(VIRTUAL_ENV=str(VENV), PATH=str(PYTHON.parent) + os.pathsep + env.get("PATH", ""))
    return env


def detail(log):
    """Tell from pip's output what it is doing: `: fetching numpy (61)` or `: 57 of 169 packages in place`."""
    listed = re.findall(r"^Installing collected packages: (.*)", log, re.M)
    found = re.findall(r"^(?:Collecting|Obtaining) ([\w.-]+)", log, re.M)
    if listed:
        total = listed[-1].count(",") + 1
        return f": {min(len(packages()), total)} of {total} packages in place"
    return f": fetching {found[-1]} ({len(found)})" if found else ""


def stop(process, patience):
    """End a child: give it `patience` seconds (a terminal sends Ctrl-C to it too), then ask, then insist."""
    if process.poll() is not None:
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the child alone
    polite = signal.SIGTERM if os.name == "nt" else signal.SIGINT
    try:
        for how in (None, polite, signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            try:
                if how and os.name != "nt" and os.getpgid(process.pid) == process.pid:
                    os.killpg(process.pid, how)  # with whatever the child has started
                elif how:
                    process.send_signal(how)
                process.wait(timeout=5 if how else patience)
                return
            except subprocess.TimeoutExpired:
                continue
    finally:
        signal.signal(signal.SIGINT, before)


def watched(what, command, log_path):
    """Run a command into a log, from the second second on with a line about it, and return its exit code.

    On a terminal the line is rewritten in place; elsewhere a new one comes every five seconds.
    """
    live, start, due, seen = sys.stdout.isatty(), time.monotonic(), 2.0, ""
    with log_path.open("a", encoding="utf-8") as log, log_path.open(encoding="utf-8", errors="replace") as reader:
        reader.seek(0, os.SEEK_END)
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings(), stdout=log, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        try:
            while process.poll() is None:
                elapsed = time.monotonic() - start
                seen += reader.read()
                if elapsed >= due:
                    due = elapsed + (0.2 if live else 5.0)
                    line = f"{what}{detail(seen)}, {elapsed:.0f} s"
                    width = shutil.get_terminal_size().columns - 1
                    print(f"\r{line[:width]:<{width}}" if live else line, end="" if live else "\n", flush=True)
                time.sleep(0.1)
        finally:
            stop(process, 0)
            if live:
                print("\r\033[K", end="", flush=True)
        return process.returncode


def foreground(*arguments, cwd=ROOT, patient=False):
    """Run the `.venv` Python on this terminal and return its exit code; a patient call leaves Ctrl-C to the child."""
    process = subprocess.Popen([PYTHON, *arguments], cwd=cwd, env=surroundings())
    if patient:
        signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return process.wait()
    finally:
        stop(process, 3)


def packages():
    """Name what is installed in `.venv`."""
    inside = "Lib" if os.name == "nt" else "lib/python{}.{}".format(*sys.version_info)
    return sorted(folder.name for folder in (VENV / inside / "site-packages").glob("*.dist-info"))


def wanted():
    """Give what `.venv` depends on: the lock, the package's own metadata, this Python and this folder."""
    files = ("requirements.lock", "pyproject.toml")
    facts = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in files}
    return dict(facts, Python=RUNNING, folder=str(ROOT))


def outdated():
    """Say why `.venv` must be made, or None where it can be used as it is."""
    if not VENV.is_dir():
        return "the first run here"
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        installed = set(stamp["packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return "the one here is unfinished"
    changed = [name for name, value in wanted().items() if stamp.get(name) != value]
    if changed:
        return f"{' and '.join(changed)} changed since the last one"
    if not installed <= set(packages()):
        return "the one here has lost packages"
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        works = subprocess.call([PYTHON, "-c", "import helpers"], cwd=VENV, env=surroundings(), **quiet) == 0
    except OSError:
        works = False
    return None if works else "the one here does not start"


def clear():
    """Take an old `.venv` away; one that was made by other means is only moved aside, into build/."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.is_dir() and STAMP.exists():
        shutil.rmtree(VENV)
    elif VENV.is_dir():
        aside = BUILD / time.strftime("venv-%Y%m%d-%H%M%S")
        VENV.rename(aside)
        print(f"The .venv that was here bears no mark of run.py; it is now build/{aside.name}.")


def steps():
    """List the steps of the set-up, each with its name and command."""
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--no-deps"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", ROOT / "requirements.lock"]
    first = "import helpers, matplotlib.pyplot, seaborn, statsmodels.api"  # writes the list of fonts
    return [
        ("Making .venv", [getattr(sys, "_base_executable", None) or sys.executable, "-m", "venv", VENV]),
        ("Installing the locked packages", [*pip, *locked]),
        ("Installing helpers", [*pip, "--no-index", "--no-build-isolation", "-e", ROOT]),
        ("Starting the libraries once", [PYTHON, "-c", first]),
    ]


def set_up():
    """Make `.venv` where it is missing or no longer fits; its stamp is written last, so half of one is never used."""
    reason = outdated()
    if reason is None:
        return
    BUILD.mkdir(exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    print(f"Setting up .venv ({reason}); this takes a few minutes.", flush=True)
    clear()
    if shutil.disk_usage(ROOT).free < GIGABYTES * 1e9:
        raise TroubleError(explain("No space left"))
    try:
        VENV.mkdir()
        STAMP.touch()
        for what, command in steps():
            if watched(what, command, LOG) != 0:
                cause = explain(LOG.read_text(encoding="utf-8", errors="replace"))
                unknown = f"{what} failed: mend what the log says, then run this again."
                raise TroubleError(f"{cause or unknown} Full log: {LOG}")
        finished = VENV / "set-up.new"
        finished.write_text(json.dumps(dict(wanted(), packages=packages()), indent=1), encoding="utf-8")
        finished.replace(STAMP)
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def table(rows):
    """Lay out notebook, seconds and verdict as plain text."""
    width = max(len(row["notebook"]) for row in [*rows, {"notebook": "notebook"}])
    lines = [f"{row['notebook']:<{width}}  {row['seconds']:7.1f}  {row['verdict']}" for row in rows]
    return "\n".join([f"{'notebook':<{width}}  seconds  compared with what is committed", *lines])


def doctor():
    """Let the doctor look at this Python and this folder; for that nothing is set up."""
    if not DOCTOR.is_file():
        raise TroubleError("This folder is not whole: get it again (Code, Download ZIP), extract all of it, then run "
                           "this again.")  # fmt: skip
    return subprocess.call([sys.executable, "-I", str(DOCTOR)])


def everything():
    """Do the main job: run and compare the notebooks, build the site, end with the table and the page to open."""
    result, log, page = BUILD / "run.json", BUILD / "site.log", BUILD / "site" / "index.html"
    BUILD.mkdir(exist_ok=True)
    result.unlink(missing_ok=True)
    log.write_text("", encoding="utf-8")
    failed = foreground("-m", "helpers.notebooks", "run")
    site = watched("Building the site", [PYTHON, "-m", "sphinx", "-W", "-q", "-b", "html", "docs", "build/site"], log)
    if result.exists():
        print("\n" + table(json.loads(result.read_text(encoding="utf-8"))))
    if site:
        print(f"\nThe site could not be built; {log} says:\n{log.read_text(encoding='utf-8', errors='replace')}")
    else:
        print(f"\nOpen build/site/index.html: {page.as_uri()}")
    return 1 if failed or site else 0


COMMANDS = {
    "": lambda: everything(),
    "test": lambda *rest: foreground("-m", "pytest", *rest),
    "lab": lambda *rest: foreground("-m", "jupyterlab", *rest, cwd=ROOT / "notebooks", patient=True),
    "fetch": lambda *rest: foreground("-P", "-m", "helpers.data", "fetch", *rest, cwd=Path.cwd()),
    "update": lambda *rest: foreground("-m", "helpers.notebooks", "run", "--update", *rest),
    "check": lambda *rest: foreground("-m", "helpers.notebooks", "check", *rest),
    "doctor": lambda *rest: doctor(),
}


def main(arguments):
    """Set up where needed, do one command, and return the exit code."""
    name, *rest = arguments or [""]
    if name in ("-h", "--help", "help"):
        print(HELP)
        return 0
    if name not in COMMANDS:
        print(f"There is no command `{name}`.\n\n{HELP}", file=sys.stderr)
        return 2
    try:
        if name == "doctor":
            return COMMANDS[name]()
        if sys.version_info < OLDEST:
            raise TroubleError(f"This collection needs Python {OLDEST[0]}.{OLDEST[1]} or later and this is {RUNNING}: "
                               "install one and start it by name, for example `python3.11 run.py`.")  # fmt: skip
        set_up()
        code = COMMANDS[name](*rest)
        return code if code in (0, 1, 2, 130) else 1
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped: nothing is left half-written, and the same command starts again.", file=sys.stderr)
        return 130
    except OSError as error:
        sentence = explain(f"{type(error).__name__}: {error}")
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves through every `finally`, as Ctrl-C does
    sys.exit(main(sys.argv[1:]))
