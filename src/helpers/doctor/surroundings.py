"""What is there: which files, how much memory, does 127.0.0.1 answer, what do pip, a kernel and Jupyter say?

Standard library only, for any Python from 3.6 on. What it means is judged by `helpers.doctor.checks`.
"""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.doctor.checks import plain

NEEDED = (
    "run.py",
    "pyproject.toml",
    "requirements.lock",
    "README.md",
    "notebooks/README.md",
    "src/helpers/__init__.py",
)
LINK = re.compile(r"\]\((?![a-z]+:)([^)#?]+)[^)]*\)")
KERNEL = """import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(startup_timeout=60)
reply = client.execute("import helpers", reply=True, timeout=60)
client.stop_channels(); manager.shutdown_kernel(now=True)
sys.exit(0 if reply["content"]["status"] == "ok" else reply["content"]["evalue"])"""
VERSIONS = """import json
from importlib.metadata import distributions
print(json.dumps({d.metadata["Name"]: d.version for d in distributions()}))"""


def lost_files(root):
    """List what is missing, what has other line ends and what is otherwise changed, by the first page and the cards."""
    missing, ends, changed = [name for name in NEEDED if not (root / name).is_file()], [], []
    for page in ("README.md", "notebooks/README.md"):
        links = LINK.findall(_text(root / page))
        linked = {os.path.normpath(os.path.join(os.path.dirname(page), path)) for path in links}
        missing += sorted(name for name in linked if not (root / name).exists())
    for card in sorted((root / "data").glob("*/*.md")) + sorted((root / "data").glob("*.md")):
        found = re.search(r"^\| File \| `([^`]+)` \|$.*?^\| SHA-256 \| `(\w+)` \|$", card.read_text(encoding="utf-8"),
                          re.M | re.S)  # fmt: skip
        if found:
            path = card.parent / found.group(1)
            name = path.relative_to(root).as_posix()
            content = path.read_bytes() if path.is_file() else b""
            if not path.is_file():
                missing.append(name)
            elif hashlib.sha256(content).hexdigest() != found.group(2):
                ended = hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest() == found.group(2)
                (ends if ended else changed).append(name)
    return missing, ends, changed


def can_write(root):
    """Try to write a file into a folder, and take it away again."""
    try:
        with tempfile.TemporaryFile(dir=str(root)):
            return True
    except OSError:
        return False


def start(system=os.name):
    """Give the word that starts a Python here: on Windows `python3` may open a shop, and `py` does not."""
    return "py" if system == "nt" else "python3"


def has_long_paths():
    """Tell whether Windows is set to allow long paths."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except (ImportError, OSError):
        return False


def total_memory():
    """Give the bytes of memory, or of the container's share where there is one; None where the system does not say."""
    found = []
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            found.append(int((Path("/sys/fs/cgroup") / name).read_text()))
        except (OSError, ValueError):
            continue
    try:
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        pass
    return min(found) if found else None


def loopback_answers():
    """Tell whether a program here can reach another one here."""
    try:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            socket.create_connection(server.getsockname(), 5).close()
        return True
    except OSError:
        return False


def child(command, seconds, env=None):
    """Run a command and give its exit code, its output and what it said of errors."""
    try:
        pipes = dict.fromkeys(("stdout", "stderr"), subprocess.PIPE)  # Python 3.6 knows no capture_output
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, timeout=seconds, env=env,
                              cwd=tempfile.gettempdir(), **pipes)  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer in {seconds} seconds"
    except OSError as error:
        return 1, "", str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def trouble(command, seconds, env=None):
    """Run a command and give what it said, or an empty text where it ended well."""
    code, out, errors = child(command, seconds, env)
    return (errors or out or f"exit code {code}") if code else ""


def fetch_one():
    """Ask pip for one small package, into a folder that is thrown away, and give what it says of trouble."""
    with tempfile.TemporaryDirectory() as target:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "0"]
        return trouble([*pip, "download", "--timeout", "15", "--no-cache-dir", "--no-deps", "-d", target, "idna"], 60)


def versions(interpreter):
    """Give the version of every package of a Python."""
    code, out, _ = child([interpreter, "-c", VERSIONS], 60)
    return {plain(name): version for name, version in json.loads(out).items() if name} if code == 0 else {}


def locked_and_bounds(root):
    """Read the versions of requirements.lock and the bounds of pyproject.toml."""
    lock, project = (_text(root / name) for name in ("requirements.lock", "pyproject.toml"))
    part = re.search(r"^dependencies = \[(.*?)^\]", project, re.M | re.S)
    bounds = re.findall(r'"([\w.-]+)(?:\[\w+\])?([^"]*)"', part.group(1) if part else "")
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.M)
    return {plain(name): version for name, version in locked}, {plain(name): bound for name, bound in bounds}


def other_jupyter(scripts):
    """Find the Jupyter that one gets without run.py; give it, its kernel's Python, and whether that imports helpers."""
    found = shutil.which("jupyter")
    if not found or Path(found).parent == scripts:
        return None, "", False
    pythons = []
    _, out, _ = child([found, "kernelspec", "list", "--json"], 60)
    try:
        specs = json.loads(out)["kernelspecs"].values()
        pythons = [spec["spec"]["argv"][0] for spec in specs if spec["spec"].get("language") == "python"]
    except (ValueError, KeyError, IndexError):
        pass
    pythons = [shutil.which(name, path=os.path.dirname(found)) or name for name in pythons]
    imports = any(not trouble([name, "-c", "import helpers"], 60) for name in pythons)
    return found, pythons[0] if pythons else "a Python of its own", imports


def _text(path):
    return path.read_text(encoding="utf-8") if path.is_file() else ""
