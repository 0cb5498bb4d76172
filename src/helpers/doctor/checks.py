"""What do the facts about a computer mean for the notebooks? Ten checks, each of facts that it is given.

Standard library only, for any Python from 3.6 on. Nothing is looked up here: that is `helpers.doctor.surroundings`.
"""

import re
from typing import NamedTuple

LONGEST_INSIDE = 180  # letters in the longest path that an installation puts below the folder
LONGEST_WINDOWS = 259
LEAST_MEMORY = 1.5e9  # bytes: two notebooks at a time, half of one each, and JupyterLab
OURS = "real-klout"  # the package that environment.yml installs beside all others
SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud")


class Verdict(NamedTuple):
    """Whether all is well, and one line about it."""

    ok: bool
    told: str


def fine(told):
    """Say that all is well."""
    return Verdict(True, told)


def mend(told):
    """Say what is wrong and what to do."""
    return Verdict(False, told)


# The ten checks: each judges facts that it is given, so that it can be tried with any facts.


def python(version, bits, oldest, start):
    """Judge the Python that runs this; `start` is the word that starts one here, python3 or on Windows py."""
    name = f"{'.'.join(map(str, version[:3]))}, {bits} bit"
    if tuple(version[:2]) < oldest:
        wanted = "{}.{}".format(*oldest)
        by_name = f"py -{wanted}" if start == "py" else f"python{wanted}"
        return mend(f"{name}: install Python {wanted} or later and start it by name ({by_name})")
    if bits < 64:
        return mend(f"{name}: install the 64-bit Python; the packages are not made for this one")
    return fine(name)


def files(missing, ends, changed):
    """Judge what is missing, what has other line ends, and what is otherwise not as it was committed."""
    if missing:
        return mend(f"{some(missing)} missing: get the whole folder (Code, Download ZIP) and extract all of it")
    if ends:
        return mend(f"{some(ends)}: a program changed the line ends; get the folder again")
    if changed:
        return mend(f"{some(changed)}: not as the card says; get the folder again")
    return fine("all there, and the data are those of their cards")


def folder(path, writable, is_windows, long_paths):
    """Judge the place of the folder."""
    if is_windows and re.search(r"\.zip(\\|/|$)|\\Temp\\", path, re.IGNORECASE):
        return mend("inside a ZIP or a temporary folder: extract all of it to a folder of your own first")
    if not writable:
        return mend("cannot be written: copy it to a folder of your own, for example your home folder")
    safe = LONGEST_WINDOWS - LONGEST_INSIDE
    if is_windows and not long_paths and len(path) > safe:
        return mend(rf"its path has {len(path)} letters, {safe} are safe: move it up, for example to C:\klout")
    synced = [part for part in re.split(r"[\\/]", path) if any(name in part.lower() for name in SYNCED)]
    if synced:
        return mend(f"in {synced[0]}, which locks files while they are written: move it out of there")
    return fine("can be written")


def disk(free, needed):
    """Judge the free bytes beside the bytes that are needed."""
    said = f"{free / 1e9:.1f} GB free"
    return fine(said) if free >= needed else mend(f"{said}: make it {needed / 1e9:.1f} GB")


def venv(has_venv, is_set_up, system):
    """Judge whether this Python can make a virtual environment, or need not."""
    if has_venv or is_set_up:
        return fine("can be made" if has_venv else "is made already")
    way = "sudo apt install python3-venv, or " if system == "Linux" else ""
    return mend(f"cannot be made: {way}take the Python of python.org")


def network(is_set_up, said):
    """Judge what pip said when it asked for one small package: nothing where all went well, None where not asked."""
    if is_set_up:
        return fine("not needed, all is installed")
    if said is None or "No module named pip" in said:
        return fine("not tried, this Python is too old or has no pip of its own")
    if not said:
        return fine("packages can be fetched")
    if re.search("SSL|CERTIFICATE", said):
        return mend("a proxy or virus scanner shows its own certificate: set PIP_CERT to its file; check the clock too")
    if re.search("proxy|407", said, re.IGNORECASE):
        return mend("the proxy refuses: set HTTPS_PROXY to http://name:port as your network asks for it")
    return mend("no package can be fetched: connect, or set HTTPS_PROXY; only the first set-up needs this")


def packages(is_made, is_marked, reason, installed, locked, bounds, start):
    """Judge `.venv` by why it would be made anew, or an environment with this package in it by the bounds.

    One that `run.py` made or began is marked, by a file in it.
    """
    if is_made and reason and not is_marked:
        return mend(f"made by other means or unfinished: {start} run.py moves it aside and makes its own")
    if is_made:
        again = f"{reason}: {start} run.py makes it anew; close what uses it first"
        return mend(again) if reason else fine(".venv is as requirements.lock says")
    if OURS not in installed:
        return fine(f"none yet; {start} run.py installs them")
    missing = sorted(name for name in bounds if name not in installed)
    outside = sorted(name for name in bounds if name in installed and not within(installed[name], bounds[name]))
    if missing or outside:
        wrong = some([f"no {name}" for name in missing] + [f"{name} {installed[name]}" for name in outside])
        return mend(f"{wrong}: update from environment.yml, or use {start} run.py")
    other = sum(name in locked and installed[name] != locked[name] for name in bounds)
    return fine(f"{other} not as locked, so pictures may differ a little" if other else "as locked")


def memory(total):
    """Judge the bytes of memory that this computer or container has; None where that is not known."""
    if total is None:
        return fine("not known on this system")
    said = f"{total / 1e9:.1f} GB"
    if total >= LEAST_MEMORY:
        return fine(said)
    return mend(f"{said}: open one notebook at a time and shut down the others, or ask for a larger server")


def kernel(loopback, is_set_up, said, start):
    """Judge whether 127.0.0.1 answers, and what a kernel said when it was started; an empty text where it ran."""
    if not loopback:
        return mend("127.0.0.1 does not answer: allow Python in the firewall, set NO_PROXY=localhost,127.0.0.1")
    if not is_set_up:
        return fine("127.0.0.1 answers; a kernel is tried once the packages are in order (line 7)")
    if not said:
        return fine("starts and imports helpers")
    return mend(f"does not start ({said.strip().splitlines()[-1][:150]}): delete .venv and run {start} run.py")


def jupyter(found, kernels_python, imports, our_python, start):
    """Judge the Jupyter that one gets without run.py: the Python of its kernel, and whether it imports helpers."""
    if not found:
        return fine(f"none but that of {start} run.py lab")
    if imports:
        return fine("its kernel imports helpers")
    way = f"or {our_python} -m ipykernel install --user --name {OURS}, and choose that kernel"
    return mend(f"{found} runs {kernels_python}, which has no helpers: use {start} run.py lab, {way}")


def within(version, bounds):
    """Tell whether a version keeps bounds like `>=2.1,<3`."""
    have = numbers(version)
    for sign, bound in re.findall(r"([<>]=?)([\d.]+)", bounds):
        want = numbers(bound)
        if not {">=": have >= want, "<": have < want, ">": have > want, "<=": have <= want}[sign]:
            return False
    return True


def numbers(version):
    """Give the numbers of a version, for comparing."""
    return tuple(int(part) for part in re.match(r"\d+(\.\d+)*", version).group().split("."))


def some(names):
    """Name at most three."""
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")


def plain(name):
    """Spell the name of a package as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
