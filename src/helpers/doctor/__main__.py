"""Ask the ten questions and print the answers: ``python3 run.py doctor``.

Started by its path, with any Python and without an installed package; ``run.py`` beside it is read for its facts.
"""

import importlib.util
import os
import platform
import shutil
import struct
import sys
from pathlib import Path

sys.path.insert(
    0, str(Path(__file__).resolve().parents[2])
)  # so that the doctor finds itself where nothing is installed

from helpers.doctor import checks
from helpers.doctor import surroundings as there

ROOT = Path(__file__).resolve().parents[3]


def examine(root):
    """Give the ten names with their verdicts, one after the other."""
    lost = there.lost_files(root)
    run = load(root / "run.py")
    start = there.start()
    yield "Python", checks.python(sys.version_info, struct.calcsize("P") * 8, run.OLDEST, start)
    yield "Files", checks.files(*lost)
    yield "Folder", checks.folder(str(root), there.can_write(root), os.name == "nt", there.has_long_paths())
    is_made = run.VENV.is_dir()
    reason = run.outdated() if is_made and not lost[0] else None
    interpreter = run.PYTHON if is_made else sys.executable
    installed = there.versions(interpreter)
    wanted = there.locked_and_bounds(root)
    packages = checks.packages(is_made, run.STAMP.exists(), reason, installed, *wanted, start)
    is_set_up = packages.ok and checks.OURS in installed
    needed = 0.2e9 if is_set_up else run.GIGABYTES * 1e9
    yield "Disk", checks.disk(shutil.disk_usage(str(root)).free, needed)
    has_venv = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
    yield "venv", checks.venv(has_venv, is_set_up, platform.system())
    ask = not is_set_up and sys.version_info >= run.OLDEST
    yield "Network", checks.network(is_set_up, there.fetch_one() if ask else None)
    yield "Packages", packages
    yield "Memory", checks.memory(there.total_memory())
    loopback = there.loopback_answers()
    env = run.surroundings() if is_made else None
    said = there.trouble([interpreter, "-c", there.KERNEL], 120, env) if is_set_up and loopback else ""
    yield "Kernel", checks.kernel(loopback, is_set_up, said, start)
    yield "Jupyter", checks.jupyter(*there.other_jupyter(run.PYTHON.parent), our_python=interpreter, start=start)


def load(path):
    """Import a file by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    """Print one line for each check and give the exit code: 0 where all is ok, 1 where something is to mend."""
    print(f"{platform.system()} {platform.release()}, {ROOT}")
    to_mend = 0
    for number, (name, verdict) in enumerate(examine(ROOT), start=1):
        print(f"{'ok' if verdict.ok else 'mend':<4}  {number:>2} {name:<9} {verdict.told}", flush=True)
        to_mend += not verdict.ok
    print("More about each line: docs/troubleshooting.md, under the same number." if to_mend else "Nothing to mend.")
    return 1 if to_mend else 0


if __name__ == "__main__":
    sys.exit(main())
