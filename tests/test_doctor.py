"""Protects the doctor: each of its ten checks tells sick surroundings from healthy ones; its page agrees with it."""

import ast
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.data import root
from helpers.doctor import __main__ as doctor
from helpers.doctor import checks, surroundings
from helpers.notebooks.running import ENDED_AT_ONCE, NO_ANSWER

FOLDER = Path(checks.__file__).parent
PAGE = (root() / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
POSIX = pytest.mark.skipif(os.name == "nt", reason="the programs that stand in here are scripts of a shell")

BOUNDS = {"numpy": ">=2.1,<3", "pandas": ">=3.0,<4"}
LOCKED = {"numpy": "2.2.0", "pandas": "3.0.1"}
OURS = {"numpy": "2.2.0", "pandas": "3.0.1", "real-klout": "0.1.0"}
HEALTHY = {
    "Python": [checks.python((3, 11, 2), 64, (3, 11), "python3"), checks.python((3, 14, 0), 64, (3, 11), "py")],
    "Files": [checks.files([], [], [])],
    "Folder": [
        checks.folder("/home/someone/klout", True, False, False),
        checks.folder(r"C:\klout", True, True, False),
        checks.folder("C:\\" + "x" * 100, True, True, True),
        checks.folder("/tmp/a.zip.d/" + "x" * 200, True, False, False),
    ],
    "Disk": [checks.disk(2e9, 2e9)],
    "venv": [checks.venv(True, False, "Linux"), checks.venv(False, True, "Windows")],
    "Network": [
        checks.network(True, None),
        checks.network(False, ""),
        checks.network(False, "No module named pip"),
        checks.network(False, None),
    ],
    "Packages": [
        checks.packages(True, True, None, {}, LOCKED, BOUNDS, "py"),
        checks.packages(False, False, None, {"numpy": "1.0"}, LOCKED, BOUNDS, "python3"),
        checks.packages(False, False, None, OURS, LOCKED, BOUNDS, "python3"),
        checks.packages(False, False, None, {**OURS, "numpy": "2.9"}, LOCKED, BOUNDS, "python3"),
    ],
    "Memory": [checks.memory(2e9), checks.memory(None)],
    "Kernel": [checks.kernel(True, True, "", "python3"), checks.kernel(True, False, "", "py")],
    "Jupyter": [
        checks.jupyter(None, "", False, "python", "py"),
        checks.jupyter("/bin/jupyter", "python3", True, "python", "python3"),
    ],
}
SICK = [
    ("Python", checks.python((3, 9, 18), 64, (3, 11), "python3"), "3.11 or later and start it by name (python3.11)"),
    (
        "Python",
        checks.python((3, 9, 18), 64, (3, 11), "py"),
        "install Python 3.11 or later and start it by name (py -3.11)",
    ),
    ("Python", checks.python((3, 12, 0), 32, (3, 11), "py"), "install the 64-bit Python"),
    ("Files", checks.files(["notebooks/README.md"], [], []), "notebooks/README.md missing: get the whole folder"),
    ("Files", checks.files(list("abcde"), [], []), "a, b, c and 2 more missing"),
    ("Files", checks.files([], ["data/x.csv"], []), "data/x.csv: a program changed the line ends"),
    ("Files", checks.files([], [], ["data/x.csv"]), "data/x.csv: not as the card says"),
    ("Folder", checks.folder("/srv/shared", False, False, False), "cannot be written"),
    ("Folder", checks.folder("C:\\" + "x" * 77, True, True, False), "its path has 80 letters, 79 are safe"),
    ("Folder", checks.folder(r"C:\Users\someone\OneDrive - School\klout", True, True, False), "in OneDrive - School"),
    (
        "Folder",
        checks.folder("/Users/someone/Library/Mobile Documents/klout", True, False, False),
        "in Mobile Documents",
    ),
    ("Folder", checks.folder(r"C:\Users\someone\AppData\Local\Temp\Temp1_klout.zip\klout", True, True, False), "a ZIP"),
    ("Disk", checks.disk(1.9e9, 2e9), "1.9 GB free: make it 2.0 GB"),
    ("venv", checks.venv(False, False, "Linux"), "sudo apt install python3-venv, or take the Python of python.org"),
    ("venv", checks.venv(False, False, "Darwin"), "cannot be made: take the Python of python.org"),
    ("venv", checks.venv(False, False, "Windows"), "cannot be made: take the Python of python.org"),
    ("Network", checks.network(False, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), "set PIP_CERT"),
    ("Network", checks.network(False, "ProxyError('Cannot connect to proxy.')"), "set HTTPS_PROXY to"),
    ("Network", checks.network(False, "Temporary failure in name resolution"), "no package can be fetched: connect"),
    (
        "Packages",
        checks.packages(True, True, "the one here is unfinished", {}, LOCKED, BOUNDS, "py"),
        "the one here is unfinished: py run.py makes it anew",
    ),
    (
        "Packages",
        checks.packages(True, False, "the one here is unfinished", OURS, LOCKED, BOUNDS, "python3"),
        "made by other means or unfinished: python3 run.py moves it aside and makes its own",
    ),
    (
        "Packages",
        checks.packages(False, False, None, {"real-klout": "0.1.0"}, LOCKED, BOUNDS, "py"),
        "no numpy, no pandas: update from environment.yml, or use py run.py",
    ),
    (
        "Packages",
        checks.packages(False, False, None, {**OURS, "pandas": "4.0"}, LOCKED, BOUNDS, "python3"),
        "pandas 4.0: update",
    ),
    ("Memory", checks.memory(1.0e9), "1.0 GB: open one notebook at a time"),
    ("Kernel", checks.kernel(False, True, "", "py"), "127.0.0.1 does not answer"),
    (
        "Kernel",
        checks.kernel(True, True, "Traceback\nRuntimeError: Kernel died\n", "py"),
        "(RuntimeError: Kernel died): delete .venv and run py run.py",
    ),
    ("Jupyter", checks.jupyter("/bin/jupyter", "/bin/python3", False, "python", "py"), "use py run.py lab"),
]


@pytest.fixture
def house(tmp_path):
    """A small whole folder: what is needed, a page with a link, a table with its card."""
    for name in [*surroundings.NEEDED, "docs/x.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "README.md").write_text("[x](docs/x.md#part), [there](https://example.org), ![p](docs/x.md)\n")
    (tmp_path / "data" / "sample").mkdir(parents=True)
    (tmp_path / "data" / "sample" / "x.csv").write_bytes(b"a,b\n1,2\n")
    digest = hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    card = f"# X\n\n| | |\n|---|---|\n| File | `x.csv` |\n| Rows | 1 |\n| SHA-256 | `{digest}` |\n"
    (tmp_path / "data" / "sample" / "x.md").write_text(card)
    return tmp_path


def script(path, text):
    """A program that stands in for another one."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


# The ten checks


@pytest.mark.parametrize("name", HEALTHY)
def test_healthy_surroundings_are_ok(name):
    assert [verdict.told for verdict in HEALTHY[name] if not verdict.ok] == []


@pytest.mark.parametrize(("name", "verdict", "told"), SICK)
def test_sick_surroundings_are_told_with_what_to_do(name, verdict, told):
    assert not verdict.ok
    assert told in verdict.told
    assert "\n" not in verdict.told


def test_every_check_is_tried_healthy_and_sick():
    assert set(HEALTHY) == {name for name, _, _ in SICK}
    assert len(HEALTHY) == 10


@pytest.mark.parametrize(
    ("version", "bounds", "kept"),
    [("2.1", ">=2.1,<3", True), ("2.0.9", ">=2.1,<3", False), ("3.0", ">=2.1,<3", False), ("18.0.0rc1", ">=18", True)],
)
def test_bounds_are_read_as_pip_reads_them(version, bounds, kept):
    assert checks.within(version, bounds) == kept


# What is looked up


def test_a_whole_folder_has_lost_nothing(house):
    assert surroundings.lost_files(house) == ([], [], [])
    assert surroundings.lost_files(root()) == ([], [], [])


@pytest.mark.parametrize("name", ["requirements.lock", "docs/x.md", "data/sample/x.csv"])
def test_a_lost_file_is_named(house, name):
    (house / name).unlink()
    assert surroundings.lost_files(house) == ([name], [], [])


def test_a_changed_file_is_told_apart_from_one_with_other_line_ends(house):
    (house / "data/sample/x.csv").write_bytes(b"a,b\r\n1,2\r\n")
    assert surroundings.lost_files(house) == ([], ["data/sample/x.csv"], [])
    (house / "data/sample/x.csv").write_bytes(b"a,b\n1,3\n")
    assert surroundings.lost_files(house) == ([], [], ["data/sample/x.csv"])


def test_a_folder_that_is_not_there_cannot_be_written(house):
    before = sorted(house.rglob("*"))
    assert surroundings.can_write(house)
    assert sorted(house.rglob("*")) == before
    assert not surroundings.can_write(house / "nowhere")


def test_this_computer_has_memory_and_answers_itself(monkeypatch):
    assert surroundings.total_memory() is None or surroundings.total_memory() > 1e8
    assert surroundings.loopback_answers()

    def refuse(*_):
        raise OSError("blocked")

    monkeypatch.setattr(surroundings.socket, "create_connection", refuse)
    assert not surroundings.loopback_answers()


def test_the_packages_of_a_python_and_what_they_should_be_are_read():
    assert surroundings.versions(sys.executable)["pandas"].startswith("3.")
    assert surroundings.versions("no-such-python") == {}
    locked, bounds = surroundings.locked_and_bounds(root())
    assert set(bounds) <= set(locked) and len(bounds) > 10
    assert bounds["pandera"].startswith(">=") and all(checks.within(locked[name], bounds[name]) for name in bounds)


def test_a_child_that_fails_or_never_ends_is_told():
    assert surroundings.trouble([sys.executable, "-c", "print('fine')"], 60) == ""
    assert "odd" in surroundings.trouble([sys.executable, "-c", "raise SystemExit('odd')"], 60)
    assert "no answer in 1 seconds" in surroundings.trouble([sys.executable, "-c", "import time; time.sleep(60)"], 1)
    assert surroundings.trouble(["no-such-program"], 60)


def test_a_kernel_of_this_python_starts_and_imports_helpers():
    assert surroundings.trouble([sys.executable, "-c", surroundings.KERNEL], 120, dict(os.environ)) == ""


@POSIX
def test_pip_is_asked_for_one_package_and_its_trouble_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(surroundings.sys, "executable", str(script(tmp_path / "python", 'echo "$@"; exit 1')))
    said = surroundings.fetch_one()
    assert said.startswith("-m pip ") and "download" in said
    assert not Path(said.split("-d ")[1].split()[0]).exists()


@POSIX
def test_another_jupyter_is_asked_whether_its_kernel_imports_helpers(monkeypatch, tmp_path):
    python = script(tmp_path / "python3", "exit 1")
    specs = f'{{"kernelspecs": {{"python3": {{"spec": {{"argv": ["{python}"], "language": "python"}}}}}}}}'
    found = script(tmp_path / "jupyter", f"echo '{specs}'")
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert surroundings.other_jupyter(tmp_path / "elsewhere") == (str(found), str(python), False)
    script(python, "exit 0")
    assert surroundings.other_jupyter(tmp_path / "elsewhere") == (str(found), str(python), True)
    assert surroundings.other_jupyter(tmp_path) == (None, "", False)


def test_the_installation_puts_no_longer_path_into_the_folder_than_is_reckoned_with():
    site = Path(next(path for path in sys.path if path.endswith("site-packages")))
    longest = max(len(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file())
    assert longest + len(".venv/Lib/site-packages/") <= checks.LONGEST_INSIDE


# All together


def facts(monkeypatch, house, **changed):
    """Put made-up surroundings in place of those of this computer, and give the verdicts by name."""
    shutil.copy(root() / "run.py", house)
    values = {"fetch_one": "", "trouble": "", "loopback_answers": True, "total_memory": 8e9, "versions": OURS,
              "start": "START", "other_jupyter": (None, "", False), "locked_and_bounds": (LOCKED, BOUNDS),
              **changed}  # fmt: skip
    for name, value in values.items():
        monkeypatch.setattr(surroundings, name, lambda *_, value=value: value)
    return dict(doctor.examine(house))


def test_healthy_surroundings_are_ok_together(monkeypatch, house):
    verdicts = facts(monkeypatch, house)
    assert list(verdicts) == list(HEALTHY)
    assert [f"{name}: {verdict.told}" for name, verdict in verdicts.items() if not verdict.ok] == []


@pytest.mark.parametrize(
    ("changed", "sick"),
    [
        ({"versions": {}, "fetch_one": "timed out"}, "Network"),
        ({"loopback_answers": False}, "Kernel"),
        ({"trouble": "Kernel died"}, "Kernel"),
        ({"total_memory": 1e9}, "Memory"),
        ({"versions": {**OURS, "numpy": "1.26"}}, "Packages"),
        ({"other_jupyter": ("/bin/jupyter", "/bin/python3", False)}, "Jupyter"),
    ],
)
def test_one_sickness_is_told_in_one_line(monkeypatch, house, changed, sick):
    verdicts = facts(monkeypatch, house, **changed)
    assert [name for name, verdict in verdicts.items() if not verdict.ok] == [sick]


def test_a_half_made_venv_is_told_from_one_that_bears_no_mark(monkeypatch, house):
    (house / ".venv").mkdir()
    there = facts(monkeypatch, house)
    assert there["Packages"].told == "made by other means or unfinished: START run.py moves it aside and makes its own"
    assert there["Kernel"].told == "127.0.0.1 answers; a kernel is tried once the packages are in order (line 7)"
    (house / ".venv" / "set-up.json").write_text("")
    half = facts(monkeypatch, house)["Packages"].told
    assert half.startswith("the one here is unfinished: START run.py makes it anew")


def test_each_system_is_told_its_own_word_for_python():
    assert (surroundings.start("nt"), surroundings.start("posix")) == ("py", "python3")
    assert surroundings.start() == surroundings.start(os.name)


def test_no_check_names_a_python_of_another_system():
    source = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "checks.py", FOLDER / "surroundings.py"))
    assert not re.search(r"python3 run\.py|py run\.py", source)


@pytest.mark.parametrize(("ok", "code", "last"), [(True, 0, "Nothing to mend.\n"), (False, 1, "same number.\n")])
def test_the_answers_are_ten_lines_and_an_exit_code(monkeypatch, capsys, ok, code, last):
    verdicts = [(name, checks.Verdict(ok or name != "Disk", "told")) for name in HEALTHY]
    monkeypatch.setattr(doctor, "examine", lambda _: verdicts)
    assert doctor.main() == code
    said = capsys.readouterr().out
    lines = re.findall(r"^(ok|mend) +(\d+) (\w+) +told$", said, re.MULTILINE)
    assert [(int(number), name) for _, number, name in lines] == list(enumerate(HEALTHY, start=1))
    assert [word for word, _, _ in lines].count("mend") == code
    assert said.endswith(last)


# Any Python, and nothing installed


def test_old_pythons_can_read_it_and_it_needs_nothing_installed():
    imported = set()
    for path in [*FOLDER.glob("*.py"), FOLDER.parent / "__init__.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
        imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "importlib.util" in imported
    ours = {"helpers.doctor", "helpers.doctor.checks"}
    assert {name.partition(".")[0] for name in imported - ours} <= set(sys.stdlib_module_names)


def test_it_runs_by_its_path_in_a_folder_without_anything_installed(house):
    shutil.copy(root() / "run.py", house)
    shutil.copytree(FOLDER, house / "src" / "helpers" / "doctor", ignore=shutil.ignore_patterns("__pycache__"))
    (house / "docs" / "x.md").unlink()
    base = getattr(sys, "_base_executable", sys.executable)
    code = "import sys; sys.path.insert(0, 'src'); from helpers.doctor import __main__ as d, surroundings as s; "
    code += "s.fetch_one = lambda: 'timed out'; sys.exit(d.main())"
    done = subprocess.run([base, "-I", "-c", code], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert re.search(r"^mend +2 Files +docs/x.md missing: get the whole folder", done.stdout, re.MULTILINE)
    assert re.search(r"^mend +6 Network +no package can be fetched", done.stdout, re.MULTILINE)
    assert not (house / ".venv").exists()


# The page


def test_the_page_has_the_ten_problems_in_the_doctors_order():
    headings = re.findall(r"^## (\d+)\. (\w+)$", PAGE, re.MULTILINE)
    assert headings == [(str(number), name) for number, name in enumerate(HEALTHY, start=1)]


@pytest.mark.parametrize("name", HEALTHY)
def test_each_problem_says_what_is_seen_why_and_what_to_do(name):
    section = re.split(r"^## ", PAGE, flags=re.MULTILINE)[list(HEALTHY).index(name) + 1]
    assert section.startswith(f"{list(HEALTHY).index(name) + 1}. {name}\n")
    assert re.search(r"\*What you see\.\*.*\*Why\.\*.*\*What to do\.\*", section, re.DOTALL), name


def test_the_page_tells_what_to_do_on_all_five():
    for place in ("Windows", "macOS", "Linux", "JupyterHub", "Binder"):
        assert len(re.findall(rf"\b{place}\b", PAGE)) > 4, place


def test_a_room_is_set_up_from_a_stick_with_the_options_that_the_set_up_uses():
    room = PAGE.partition("## A room of laptops\n")[2].partition("\n## ")[0]
    (fetched,) = re.findall(r"py -m pip (download .+)$", room, re.MULTILINE)
    run = doctor.load(root() / "run.py")
    install = next(command for _, command in run.steps() if "--require-hashes" in command)
    options = [str(part) for part in install[install.index("--require-hashes") :]]
    assert fetched == f"download {' '.join(options[:-1])} {Path(options[-1]).name} -d wheels"
    kept = {"PIP_NO_INDEX", "PIP_FIND_LINKS"}
    assert kept == set(re.findall(r"set (\w+)=", room))
    assert kept == set(re.findall(r"export (\w+)=", room))


def test_a_set_up_hears_where_the_packages_are(monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "wheels")
    heard = doctor.load(root() / "run.py").surroundings()
    assert (heard["PIP_NO_INDEX"], heard["PIP_FIND_LINKS"]) == ("1", "wheels")


def test_our_own_messages_stand_on_the_page_word_by_word():
    run = doctor.load(root() / "run.py")
    source = (root() / "run.py").read_text(encoding="utf-8")
    shown = [" ".join(block.replace("> ", "").split()) for block in re.findall(r"(?:^> .+\n)+", PAGE, re.MULTILINE)]
    ours = [text for text in shown if re.match(r"(This|There|Windows|The package|Setting up)", text)]
    told = [re.sub(r'" *\n *f?"', "", source), *run.CAUSES.values()]
    for text in ours:
        parts = re.split(r" \(.*?\)|3\.\d+(?:\.\d+)?", text)
        assert any(all(part in whole for part in parts) for whole in told), text
    assert len(ours) >= 7
    assert NO_ANSWER in shown and ENDED_AT_ONCE in PAGE
