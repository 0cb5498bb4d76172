"""Where does a fresh run differ from what is committed?

Text, tables, descriptions and counts are compared exactly; pictures pixel for pixel on the canonical set-up.
Not a judgement of content: two equal wrong numbers are equal.
"""

import base64
import io
import platform
import re
import sys
from importlib.metadata import version
from itertools import zip_longest
from typing import Any

import numpy as np
from PIL import Image

from helpers.data.places import root

# Elsewhere than on the canonical set-up, pictures are compared in blocks of 8 x 8 pixels: letters may sit a pixel
# apart, but at most 2 in 100 blocks may differ by more than a sixth of the way from black to white.
BLOCK, STEP, SHARE, LARGER = 8, 42, 0.02, 8
_WIDTH = 70


def is_canonical() -> bool:
    """Tell whether pictures must match to the pixel: Python 3.11 on 64-bit Linux with the lock's matplotlib."""
    lock = root() / "requirements.lock"
    locked = re.search(r"^matplotlib==([\w.]+)", lock.read_text(encoding="utf-8") if lock.exists() else "", re.M)
    machine = sys.version_info[:2] == (3, 11) and sys.platform == "linux" and platform.machine() == "x86_64"
    return machine and locked is not None and locked[1] == version("matplotlib")


def differences(committed: Any, fresh: Any, *, exact: bool = True) -> list[str]:
    """List what differs between two runs of one notebook, a line each, in the order of the page.

    Both are notebooks in the normal form (`helpers.notebooks.normal`) with the same cells. With ``exact=False``
    pictures may differ within the tolerance stated at the top of this module.
    """
    found = []
    pairs = zip_longest(code_cells(committed), code_cells(fresh))
    for number, (old, new) in enumerate(pairs, start=1):
        if old is None or new is None or old.source != new.source:
            found.append(f"code cell {number}: the two files do not hold the same code")
            break
        found += [f"code cell {number}: {line}" for line in _cell_differences(old, new, exact)]
    return found


def code_cells(notebook: Any) -> list[Any]:
    """Give the code cells that hold any code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def picture_difference(old: str, new: str, *, exact: bool = True) -> str:
    """Say how two pictures (base64 of image files) differ; an empty text where they count as equal."""
    if old == new:
        return ""
    first, second = (_pixels(picture) for picture in (old, new))
    if first.shape != second.shape:
        gap = max(abs(a - b) for a, b in zip(first.shape, second.shape, strict=True))
        if exact or gap > LARGER:
            sizes = [f"{shape[1]} x {shape[0]}" for shape in (first.shape, second.shape)]
            return f"committed {sizes[0]} pixels, now {sizes[1]}"
        height, width = (min(a, b) for a, b in zip(first.shape[:2], second.shape[:2], strict=True))
        first, second = first[:height, :width], second[:height, :width]
    if exact:
        differ = (first != second).any(axis=2)
        return f"{differ.sum():,} of {differ.size:,} pixels differ" if differ.any() else ""
    share = (np.abs(_blocks(first) - _blocks(second)) > STEP).any(axis=2).mean()
    return f"{share:.1%} of the picture differs ({SHARE:.0%} allowed here)" if share > SHARE else ""


def _cell_differences(old: Any, new: Any, exact: bool) -> list[str]:
    if old.execution_count is None:
        return ["was not run in the committed file"]
    found = []
    if old.execution_count != new.execution_count:
        found.append(f"committed as [{old.execution_count}], now [{new.execution_count}]")
    for before, after in zip_longest(old.outputs, new.outputs):
        if before is None or after is None:
            word, output = ("no longer there", before) if after is None else ("not committed", after)
            found.append(f"{_kind(output)} {word}: {_shorten(_text(output))}")
        else:
            found += _output_differences(before, after, exact)
    return found


def _output_differences(old: Any, new: Any, exact: bool) -> list[str]:
    if _kind(old) != _kind(new):
        return [f"committed {_kind(old)}, now {_kind(new)}: {_shorten(_text(new))}"]
    found = []
    if _text(old) != _text(new):
        found.append(f"{_kind(old)}, {_first_difference(_text(old), _text(new))}")
    before, after = old.get("data", {}), new.get("data", {})
    if sorted(before) != sorted(after):
        found.append(f"{_kind(old)}: committed as {', '.join(sorted(before))}, now as {', '.join(sorted(after))}")
    for mime in sorted(before.keys() & after.keys()):
        if mime == "image/png":
            told = picture_difference(before[mime], after[mime], exact=exact)
            found += [f"picture: {told}"] if told else []
        elif before[mime] != after[mime] and not found:
            found.append(f"{mime}, {_first_difference(str(before[mime]), str(after[mime]))}")
    alts = [output.get("metadata", {}) for output in (old, new)]
    if alts[0] != alts[1] and not found:
        found.append(f"alt text, {_first_difference(str(alts[0]), str(alts[1]))}")
    return found


def _kind(output: Any) -> str:
    if output.output_type == "stream":
        return "error stream" if output.name == "stderr" else "printed text"
    if output.output_type == "error":
        return "error"
    mimes = output.data
    kinds = {"image/png": "figure", "text/markdown": "caption", "text/html": "table"}
    return next((kind for mime, kind in kinds.items() if mime in mimes), "value")


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return str(output.data.get("text/plain", ""))


def _first_difference(old: str, new: str) -> str:
    lines = zip_longest(old.splitlines(), new.splitlines(), fillvalue="(nothing)")
    for number, (before, after) in enumerate(lines, start=1):
        if before != after:
            start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
            start = max(0, start - _WIDTH // 2) if max(len(before), len(after)) > _WIDTH else 0
            return f"line {number}: committed {_shorten(before[start:])}, now {_shorten(after[start:])}"
    return "only its last line break differs"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= _WIDTH else line[: _WIDTH - 3] + "...")


def _pixels(picture: str) -> np.ndarray:
    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        return np.asarray(image.convert("RGBA"), dtype=int)


def _blocks(pixels: np.ndarray) -> np.ndarray:
    height, width = (size // BLOCK * BLOCK for size in pixels.shape[:2])
    cut = pixels[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, -1)
    return cut.mean(axis=(1, 3))
