"""Is an answer right, in a cell that everybody can read and that does not say what is right?

The check holds a fingerprint of the right answer, and the answer given is held against it. Not a lock: an answer is
short, so whoever wants to can find it out by trying. It keeps a check from being read as the answer.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

LENGTH = 8
NOT_YET = "No known slip, and not right yet"


def fingerprint(answer: float | str, *, step: float | None = None) -> str:
    """Give the fingerprint of a number, rounded to a multiple of ``step``, or of a word, which has no step.

    Raises ValueError for what is neither, and for a number without a step above 0.

    >>> fingerprint(14.64, step=0.1) == fingerprint(14.6, step=0.1)
    True
    """
    if isinstance(answer, str):
        if step is not None:
            raise ValueError(f"expected no step for a word, got {step!r} for {answer!r}; leave it out")
        return _hashed(answer)
    if not _is_number(answer):
        raise ValueError(f"expected a number or a word, got {answer!r}; take the parts of an answer one by one")
    return _hashed(str(_multiple(answer, step)))


def confirm(
    answer: Any,
    fingerprints: str | Sequence[str] | Mapping[Any, str],
    *,
    step: float | None = None,
    hint: str = "",
) -> None:
    """Raise AssertionError unless each number lies within one step of the right one, and each word is the right one.

    Parameters
    ----------
    answer : number, word, or several of them
        In order for a sequence of fingerprints, by name for a mapping of them.
    fingerprints : str, sequence or mapping
        What `fingerprint` gave for the right answer and the same ``step``.
    step : float, optional
        The wanted precision of numbers. What is within one step passes, what is two steps off or more does not. Words
        have none.
    hint : str
        A sentence for those whose answer is not right.
    """
    off = [name for name, part, wanted in _parts(answer, fingerprints) if not _agrees(name, part, wanted, step)]
    if off:
        raise AssertionError(f"{NOT_YET}: {', '.join(off)}. {hint}".rstrip())


def _parts(answer: Any, fingerprints: str | Sequence[str] | Mapping[Any, str]) -> list[tuple[str, Any, str]]:
    """Pair each part of an answer with its name and its fingerprint."""
    if isinstance(fingerprints, str):
        return [("the answer", answer, fingerprints)]
    if isinstance(fingerprints, Mapping):
        if not isinstance(answer, Mapping):
            raise AssertionError(f"Expected a dict with the names {_listed(fingerprints)}, got {_kind(answer)}.")
        if set(answer) != set(fingerprints):
            raise AssertionError(f"Expected the names {_listed(fingerprints)}, got {_listed(answer)}.")
        return [(str(name), answer[name], wanted) for name, wanted in fingerprints.items()]
    if isinstance(answer, (str, Mapping)) or not isinstance(answer, Iterable):
        raise AssertionError(f"Expected {len(fingerprints)} answers in order, got {_kind(answer)}.")
    given = list(answer)
    if len(given) != len(fingerprints):
        raise AssertionError(f"Expected {len(fingerprints)} answers in order, got {len(given)}.")
    names = [f"number {place} of {len(given)}" for place in range(1, len(given) + 1)]
    return list(zip(names, given, fingerprints, strict=True))


def _agrees(name: str, part: Any, wanted: str, step: float | None) -> bool:
    if step is None:
        if not isinstance(part, str):
            raise AssertionError(f"{name}: expected a name in quotes, got {_kind(part)}.")
        return _hashed(part) == wanted
    if not _is_number(part):
        raise AssertionError(f"{name}: expected a plain number, got {_kind(part)}.")
    nearest = _multiple(part, step)
    return wanted in {_hashed(str(multiple)) for multiple in (nearest - 1, nearest, nearest + 1)}


def _multiple(number: float, step: float | None) -> int:
    if step is None or not step > 0:
        raise ValueError(f"expected a step above 0 for the number {number!r}, got {step!r}; give the wanted precision")
    return round(number / step)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


def _kind(value: Any) -> str:
    return repr(value) if value is None or isinstance(value, (str, Real)) else f"a {type(value).__name__}"


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(str(name) for name in names) or "none"
