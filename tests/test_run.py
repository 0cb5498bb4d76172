"""Protects the one command: it says what to do instead of failing, never uses half a set-up, and stops cleanly.

No test installs anything. A fake `venv.py` and `pip.py` beside a copy of run.py stand in for the real ones.
"""

import ast
import errno
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "run.py"
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and symbolic links are different on Windows")


def load(folder: Path) -> ModuleType:
    """Import the copy of run.py that lies in a folder."""
    spec = importlib.util.spec_from_file_location("run_in_a_test", folder / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Give a checkout with nothing in it but run.py and the two files that it reads."""
    folder = tmp_path / "a house"
    folder.mkdir()
    shutil.copy(SOURCE, folder)
    (folder / "requirements.lock").write_text("numpy==2.1.0\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder


@pytest.fixture
def run(house: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give run.py with a set-up that takes a moment: a bare environment with one package and `helpers` in it."""
    return quick(load(house), monkeypatch)


def quick(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    inside = "Lib" if os.name == "nt" else f"lib/python{sys.version_info.major}.{sys.version_info.minor}"
    site = module.VENV / inside / "site-packages"
    fill = f"from pathlib import Path; site = Path({str(site)!r}); (site / 'numpy-2.1.0.dist-info').mkdir()"
    steps = [
        ("Making .venv", [sys._base_executable, "-m", "venv", "--without-pip", module.VENV]),  # type: ignore[attr-defined]
        ("Installing", [sys.executable, "-c", f"{fill}; (site / 'helpers.py').touch()"]),
    ]
    monkeypatch.setattr(module, "steps", lambda: steps)
    return module


# ---- an old Python, wrong usage, help


def test_old_pythons_can_read_the_file() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported
    assert imported <= set(sys.stdlib_module_names) - {"__future__", "tomllib"}


def test_an_old_python_gets_one_sentence(run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(run, "OLDEST", (99, 1))
    assert run.main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"This collection needs Python 99.1 or later and this is {run.RUNNING}: install one")
    assert said.err.count("\n") == 1
    assert not run.VENV.exists()


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_sets_nothing_up(word: str, run: ModuleType, capsys) -> None:
    assert run.main([word]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: python3 run.py")
    assert [name for name in run.COMMANDS if f"\n  {name}" not in said] == []
    assert not run.VENV.exists()


def test_an_unknown_command_is_wrong_usage(run: ModuleType, capsys) -> None:
    assert run.main(["tets"]) == 2
    assert "There is no command `tets`." in capsys.readouterr().err
    assert not run.VENV.exists()


# ---- the stamp


def set_up_again(run: ModuleType, capsys) -> str:
    """Set up and give what was said about it; afterwards `.venv` must be usable."""
    capsys.readouterr()
    run.set_up()
    said = capsys.readouterr().out
    assert run.outdated() is None
    return said


def test_the_first_run_sets_up_and_the_second_does_not(run: ModuleType, monkeypatch, capsys) -> None:
    assert "(the first run here)" in set_up_again(run, capsys)
    assert json.loads(run.STAMP.read_text())["packages"] == ["numpy-2.1.0.dist-info"]
    monkeypatch.setattr(run, "steps", lambda: pytest.fail("set up twice"))
    start = time.monotonic()
    run.set_up()
    assert time.monotonic() - start < 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_list_of_packages_is_installed(name: str, run: ModuleType, capsys) -> None:
    run.set_up()
    (run.ROOT / name).write_text("changed\n")
    assert f"({name} changed since the last one)" in set_up_again(run, capsys)


def test_another_python_gets_its_own_set_up(run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    run.set_up()
    monkeypatch.setattr(run, "RUNNING", "3.11.99")
    assert "(Python changed since the last one)" in set_up_again(run, capsys)


def test_a_moved_folder_is_set_up_again(run: ModuleType, tmp_path: Path, monkeypatch, capsys) -> None:
    run.set_up()
    run.ROOT.rename(tmp_path / "moved")
    moved = quick(load(tmp_path / "moved"), monkeypatch)
    assert "(folder changed since the last one)" in set_up_again(moved, capsys)


def break_python(run: ModuleType) -> None:
    for python in run.PYTHON.parent.glob("python*"):
        python.unlink()


def break_stamp(run: ModuleType) -> None:
    run.STAMP.write_text('{"packages": ["num')


def break_packages(run: ModuleType) -> None:
    (run.VENV / next(run.VENV.rglob("numpy-2.1.0.dist-info"))).rmdir()


def break_helpers(run: ModuleType) -> None:
    next(run.VENV.rglob("helpers.py")).unlink()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (break_python, "does not start"),
        (break_stamp, "unfinished"),
        (break_packages, "lost packages"),
        (break_helpers, "does not start"),
    ],
)
def test_a_broken_environment_is_made_anew(damage, reason: str, run: ModuleType, capsys) -> None:
    run.set_up()
    damage(run)
    said = set_up_again(run, capsys)
    assert said.startswith("Setting up .venv (the one here ")
    assert reason in said


def test_an_interrupted_set_up_is_not_used(run: ModuleType, capsys) -> None:
    """What a power cut leaves: an environment whose stamp is still empty."""
    run.VENV.mkdir()
    run.STAMP.touch()
    (run.VENV / "leftover").touch()
    assert "(the one here is unfinished)" in set_up_again(run, capsys)
    assert not (run.VENV / "leftover").exists()


def test_an_environment_of_the_users_own_is_kept(run: ModuleType, capsys) -> None:
    run.VENV.mkdir()
    (run.VENV / "precious").touch()
    assert "bears no mark of run.py" in set_up_again(run, capsys)
    assert len(list(run.BUILD.glob("venv-*/precious"))) == 1


def test_a_file_in_the_place_of_the_environment_is_replaced(run: ModuleType, capsys) -> None:
    run.VENV.write_text("")
    set_up_again(run, capsys)


# ---- what can go wrong outside, with the words in which pip, venv and the system say it

RETRY = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken "
    "by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new "
    "connection: [Errno -3] Temporary failure in name resolution')': /simple/accessible-pygments/\n"
)
NOTHING_FOUND = (
    "ERROR: Could not find a version that satisfies the requirement accessible-pygments==0.0.5 (from versions: none)\n"
    "ERROR: No matching distribution found for accessible-pygments==0.0.5\n"
)
HASHES = (
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package "
    "versions, please update the hashes. Otherwise, examine the package contents carefully; someone may have tampered "
    "with them.\n"
)
SAYINGS = {
    "network": (RETRY + NOTHING_FOUND, "only the first set-up needs the network"),
    "slow network": ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.\n", "needs the network"),
    "wheel": (NOTHING_FOUND, "with Python 3.11"),
    "hash": (RETRY + HASHES, "pip cache purge"),
    "space": ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "free 2 GB"),
    "quota": ("OSError: [Errno 122] Disk quota exceeded: 'x'", "free 2 GB"),
    "folder": ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'\n", "written"),
    "windows": ("PermissionError: [WinError 32] The process cannot access the file: 'python.exe'", "be written"),
    "venv": ("The virtual environment was not created successfully because ensurepip is not available.", "apt install"),
    "no venv": ("/usr/bin/python3: No module named venv\n", "python3-venv"),
    "paths": ("HINT: This error might have occurred since this system does not have Windows Long Path support enabled.",
              "top of the drive"),
}  # fmt: skip


@pytest.mark.parametrize("case", SAYINGS)
def test_every_known_trouble_has_its_sentence(case: str, run: ModuleType, monkeypatch, capsys) -> None:
    said, advice = SAYINGS[case]
    step = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    monkeypatch.setattr(run, "steps", lambda: [("Installing", step)])
    assert run.main(["test"]) == 1
    message = capsys.readouterr().err
    assert advice in message
    assert message.count("\n") == 1
    assert message.endswith(f"Full log: {run.LOG}\n")
    assert said.splitlines()[0] in run.LOG.read_text()
    assert not run.VENV.exists()


def test_an_unknown_trouble_names_the_step_and_the_log(run: ModuleType, monkeypatch, capsys) -> None:
    monkeypatch.setattr(run, "steps", lambda: [("Installing", [sys.executable, "-c", "raise SystemExit('odd')"])])
    assert run.main([]) == 1
    assert capsys.readouterr().err.startswith("Installing failed: mend what the log says, then run this again. Full")


@pytest.mark.parametrize(("number", "advice"), [(errno.ENOSPC, "free 2 GB"), (errno.EACCES, "cannot be written")])
def test_trouble_with_the_disk_has_its_sentence(number: int, advice: str, run: ModuleType, monkeypatch, capsys) -> None:
    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(run, "watched", fail)
    assert run.main([]) == 1
    assert advice in capsys.readouterr().err
    assert not run.VENV.exists()


def test_a_full_disk_is_told_before_anything_is_downloaded(run: ModuleType, monkeypatch, capsys) -> None:
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: SimpleNamespace(free=1e9))
    monkeypatch.setattr(run, "steps", lambda: pytest.fail("it began all the same"))
    assert run.main([]) == 1
    assert "not enough space on the disk: free 2 GB" in capsys.readouterr().err


# ---- a real process, with a fake venv and a fake pip

FAKE_VENV = """
import os, sys
from pathlib import Path
(Path(sys.argv[-1]) / "bin").mkdir()
(Path(sys.argv[-1]) / "bin" / "python").symlink_to(sys.executable)
"""
SLOW_PIP = """
import os, time
from pathlib import Path
print("Collecting numpy==2.1.0", flush=True)
Path("pip-runs.new").write_text(str(os.getpid()))
os.replace("pip-runs.new", "pip-runs")
time.sleep(60)
"""


def start(house: Path, pip: str) -> subprocess.Popen:
    (house / "venv.py").write_text(FAKE_VENV)
    (house / "pip.py").write_text(pip)
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, house / "run.py", "test"], cwd=house.parent, **output)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@POSIX
@pytest.mark.parametrize(("number", "code", "sentence"), [(signal.SIGINT, 130, True), (signal.SIGTERM, 143, False)])
def test_stopping_a_set_up_leaves_nothing(number: int, code: int, sentence: bool, house: Path) -> None:
    process = start(house, SLOW_PIP)
    until = time.monotonic() + 30
    while not (house / "pip-runs").exists() and time.monotonic() < until:
        time.sleep(0.05)
    child = int((house / "pip-runs").read_text())
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert ("Stopped: nothing is left half-written" in said) == sentence
    assert "Traceback" not in said
    assert not alive(child)
    assert not (house / ".venv").exists()


@POSIX
def test_progress_is_shown_where_there_is_no_terminal(house: Path) -> None:
    pip = SLOW_PIP.replace("60", "2.6") + f"raise SystemExit({RETRY + NOTHING_FOUND!r})"
    out, said = start(house, pip).communicate()
    assert "Installing the locked packages: fetching numpy (1), 2 s\n" in out
    assert "only the first set-up needs the network" in said


def test_pips_output_becomes_a_short_detail(run: ModuleType) -> None:
    assert run.detail("") == ""
    assert run.detail("Collecting a==1 (from -r x)\n  Downloading a\nCollecting zope.b==2\n") == ": fetching zope.b (2)"
    run.set_up()
    assert run.detail("Collecting a==1\nInstalling collected packages: a, b, c\n") == ": 1 of 3 packages in place"


# ---- the commands


def test_children_see_one_thread_and_nothing_of_the_user(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MPLBACKEND", "PYTHONPATH", "PYTHONWARNINGS", "PIP_USER"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    monkeypatch.setenv("HTTPS_PROXY", "kept")
    env = run.surroundings()
    assert not {"MPLBACKEND", "PYTHONPATH", "PYTHONWARNINGS", "PIP_USER"} & set(env)
    assert {env[f"{name}_NUM_THREADS"] for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")} == {"1"}
    assert (env["PYTHONHASHSEED"], env["HTTPS_PROXY"]) == ("0", "kept")


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        (["test", "-k", "packaging"], ["-m", "pytest", "-k", "packaging"]),
        (["lab"], ["-m", "jupyterlab"]),
        (["fetch", "--mirror", "x"], ["-P", "-m", "helpers.data", "fetch", "--mirror", "x"]),
        (["update", "03"], ["-m", "helpers.notebooks", "run", "--update", "03"]),
        (["check"], ["-m", "helpers.notebooks", "check"]),
    ],
)
def test_a_command_starts_its_module(arguments, started, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "foreground", lambda *words, **_: calls.append(list(words)) or 0)
    assert run.main(arguments) == 0
    assert calls == [started]


def test_the_doctor_is_started_with_this_python_whatever_its_age_and_sets_nothing_up(run, monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(run, "OLDEST", (99, 1))
    monkeypatch.setattr(run.subprocess, "call", lambda words: calls.append(words) or 1)
    run.DOCTOR.parent.mkdir(parents=True)
    run.DOCTOR.touch()
    assert run.main(["doctor"]) == 1
    assert calls == [[sys.executable, "-I", str(run.DOCTOR)]]
    assert not run.VENV.exists()


def test_without_its_doctor_a_folder_is_not_whole(run: ModuleType, capsys) -> None:
    assert run.main(["doctor"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("This folder is not whole: get it again") and said.count("\n") == 1


@pytest.mark.parametrize(("child", "code"), [(0, 0), (1, 1), (2, 2), (5, 1), (-9, 1), (130, 130)])
def test_the_exit_code_of_the_child_counts(child: int, code: int, run: ModuleType, monkeypatch) -> None:
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "foreground", lambda *_: child)
    assert run.main(["test"]) == code


ROWS = [
    {"notebook": "01-who-is-talking", "seconds": 6.12, "verdict": "same"},
    {"notebook": "02-rebuild", "seconds": 12.0, "verdict": "cell 4: text"},
]
TABLE = """
notebook           seconds  compared with what is committed
01-who-is-talking      6.1  same
02-rebuild            12.0  cell 4: text
"""


@pytest.mark.parametrize(("notebooks", "site", "code"), [(0, 0, 0), (1, 0, 1), (0, 2, 1), (-11, 0, 1)])
def test_the_main_job_ends_with_table_and_page(notebooks, site, code, run: ModuleType, monkeypatch, capsys) -> None:
    def fake_notebooks(*_):
        (run.BUILD / "run.json").write_text(json.dumps(ROWS))
        return notebooks

    def fake_site(_what, _command, log):
        log.write_text("the title is missing\n")
        return site

    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "foreground", fake_notebooks)
    monkeypatch.setattr(run, "watched", fake_site)
    assert run.main([]) == code
    said = capsys.readouterr().out
    assert TABLE in said
    last = said.rstrip().splitlines()[-1]
    page = (run.ROOT / "build" / "site" / "index.html").as_uri()
    assert last == ("the title is missing" if site else f"Open build/site/index.html: {page}")


def test_the_table_of_an_earlier_run_is_not_shown(run: ModuleType, monkeypatch, capsys) -> None:
    run.BUILD.mkdir()
    (run.BUILD / "run.json").write_text(json.dumps(ROWS))
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "foreground", lambda *_: 1)
    monkeypatch.setattr(run, "watched", lambda *_: 0)
    assert run.main([]) == 1
    assert "notebook  " not in capsys.readouterr().out


@POSIX
def test_stopping_a_command_stops_what_it_started(run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """Ctrl-C that reaches run.py alone, as `kill -INT` does, is handed on to the child."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # a runner in the background ignores Ctrl-C
    run.set_up()
    begun = run.ROOT / "begun"
    code = f"import os, signal, time; open({str(begun)!r}, 'w').write(str(os.getpid())); "
    code += "os.kill(os.getppid(), signal.SIGINT); time.sleep(60)"
    monkeypatch.setitem(run.COMMANDS, "test", lambda: run.foreground("-c", code))
    try:
        assert run.main(["test"]) == 130
    finally:
        signal.signal(signal.SIGINT, usual)
    assert "Stopped" in capsys.readouterr().err
    assert not alive(int(begun.read_text()))
