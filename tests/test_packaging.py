"""Protects what a stranger starts from: one list of packages, a lock without addresses, licences, a clean tree."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA_NAMES = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base", "pandera[pandas]": "pandera-pandas"}
LOCKED_EXTRAS = ("site", "test", "scale", "build")


def bounds(lines: list[str]) -> dict[str, SpecifierSet]:
    """Give the bounds by package, with extras as part of the name."""
    wanted = [Requirement(line) for line in lines]
    return {one.name + (f"[{','.join(sorted(one.extras))}]" if one.extras else ""): one.specifier for one in wanted}


def tracked() -> list[Path]:
    """List the files that are in the repository or would be; in an archive without git, all that is not made here."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        files = [ROOT / name for name in listed if name]
    else:
        made = {".venv", "build", "external", "__pycache__"}
        made |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints"}
        files = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


# ---- one list of packages


def test_environment_has_the_packages_and_bounds_of_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str) and entry != "pip"]
    pip = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    wanted = {CONDA_NAMES.get(name, name): bound for name, bound in bounds(PROJECT["dependencies"]).items()}
    wanted["python"] = SpecifierSet(PROJECT["requires-python"])
    assert bounds(conda) == wanted
    assert pip == [["-e ."]]
    assert environment["channels"] == ["conda-forge", "nodefaults"]


def test_environment_gives_a_reason_on_every_line() -> None:
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line.strip().startswith("- ") and line.strip() != "- pip:"]
    assert len(entries) > 10
    assert [line for line in entries if not re.search(r" # \S", line)] == []


# ---- the lock


def locked() -> dict[str, list[Version]]:
    """Give the locked versions by package; a package has several where they differ by platform."""
    versions: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", LOCK, re.M):
        versions.setdefault(canonicalize_name(name), []).append(Version(version))
    return versions


def test_lock_holds_no_address() -> None:
    assert [line for line in LOCK.splitlines() if "://" in line or "file:" in line or line.startswith("-")] == []


def test_lock_has_a_hash_for_every_package() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 100
    assert [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []


@pytest.mark.parametrize("part", ["dependencies", *LOCKED_EXTRAS])
def test_lock_lies_within_the_bounds(part: str) -> None:
    lines = PROJECT["dependencies"] if part == "dependencies" else PROJECT["optional-dependencies"][part]
    versions = locked()
    for name, bound in bounds(lines).items():
        found = versions.get(canonicalize_name(name.split("[")[0]), [])
        assert found, f"{name} is in pyproject.toml and not in requirements.lock"
        assert all(bound.contains(version) for version in found), f"{name}: {found} is locked, {bound} is allowed"


def test_build_needs_are_locked_too() -> None:
    """The package itself is installed without network, so what builds it must be in the lock."""
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert bounds(needs) == bounds(PROJECT["optional-dependencies"]["build"])


# ---- nothing of one machine in the repository

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "ana" + "conda.org", "ana" + "conda.com", "npm" + "js.org"]
FOLDERS = ["work", "home", "root", "Users", "opt/py" + "pi", "tmp/" + "w"]
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS), rf"(?<![\w.~)}}*-])/({'|'.join(FOLDERS)})/(?!someone/)\w"]).encode()
    + rb"|[A-Z]:\\+Users\\+(?!someone)\w"  # "someone" is the name that other tests use for nobody
)


@pytest.mark.parametrize("text", [f"/{FOLDERS[0]}/main", f"(/{FOLDERS[1]}/me", f'"/{FOLDERS[2]}/x"', "//" + HOSTS[0]])
def test_the_search_finds_paths_and_hosts(text: str) -> None:
    assert FORBIDDEN.search(text.encode())


@pytest.mark.parametrize("text", ["example.org/home/page", "./work/x", "homework/1", "docs/root/", "/home/someone/x"])
def test_the_search_leaves_other_text_alone(text: str) -> None:
    assert not FORBIDDEN.search(text.encode())


def test_no_file_holds_a_machine_path_or_a_registry_host() -> None:
    files = tracked()
    assert ROOT / "run.py" in files
    found = [(path.relative_to(ROOT).as_posix(), FORBIDDEN.search(path.read_bytes())) for path in files]
    assert [f"{name}: {match.group().decode()}" for name, match in found if match] == []


def test_what_is_made_here_is_ignored() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", "build/", "data/external/", "__pycache__/"} <= set(ignored)


# ---- licences, citation, workflow


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("LICENSE", "MIT License\n\nCopyright (c) 2026 the real-klout authors"),
        ("notebooks/LICENSE.md", "creativecommons.org/licenses/by/4.0"),
        ("data/LICENSE.md", "creativecommons.org/publicdomain/zero/1.0"),
    ],
)
def test_code_prose_and_data_have_their_own_licence(name: str, phrase: str) -> None:
    assert phrase in (ROOT / name).read_text(encoding="utf-8")


def test_citation_agrees_with_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)  # what the format requires
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "The real-klout authors"}]
    assert str(citation["version"]) == PROJECT["version"]
    assert citation["license"] == PROJECT["license"] == "MIT"
    assert str(citation["date-released"]) == "2026-11-23"


def test_workflow_runs_the_two_commands_on_three_systems() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["locked"]
    assert [os.split("-")[0] for os in job["strategy"]["matrix"]["os"]] == ["ubuntu", "macos", "windows"]
    assert "3.11" in job["strategy"]["matrix"]["python"]
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands[:2] == ["python3 run.py", "python3 run.py test"]
    # YAML reads the key `on` as true
    assert workflow[True]["schedule"]


def test_workflow_runs_a_notebook_that_exists() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    names = re.findall(r"helpers\.notebooks run (\S+)", text)
    assert names
    assert [name for name in names if not (ROOT / "notebooks" / f"{name}.ipynb").exists()] == []


# ---- the lint of the code


@pytest.mark.parametrize("arguments", [["ruff", "check", "-q"], ["mypy"], ["codespell_lib"]], ids=lambda one: one[0])
def test_lint(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
