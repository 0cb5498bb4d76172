"""Which wrong answers does the teacher's page expect, and what does the check say to each?

Reads docs/teaching/<notebook>.md. Not a run: that is `helpers.classroom.trying`.
"""

import re
from typing import NamedTuple

from helpers.notebooks.pages import headings

SECTIONS = (
    "The hardest spot",
    "Misconceptions",
    "To discuss",
    "When time is short",
    "Wrong answers to expect",
)
_CASE = re.compile(r"\s*(?P<slip>\S.*?)\n\n```python\n(?P<code>.*?)\n```\n\n(?P<quote>(?:>[^\n]*(?:\n|$))+)", re.DOTALL)


class WrongAnswer(NamedTuple):
    """A wrong answer: its exercise, the slip in words, the whole content of the answer cell, a part of the message."""

    exercise: int
    slip: str
    code: str
    message: str


def wrong_answers(page: str) -> list[WrongAnswer]:
    """List the wrong answers of a teacher's page, given its text, in order.

    Raises ValueError where the page lacks a section, or a wrong answer its sentence, its code or its quote.
    """
    sections = tuple(heading.text for heading in headings(page) if heading.level == 2)
    if sections != SECTIONS:
        raise ValueError(f"expected the sections {', '.join(SECTIONS)}; got {', '.join(sections)}; mend the headings")
    text = re.split(rf"^## {SECTIONS[-1]}$", page, flags=re.MULTILINE)[1]
    before, *parts = re.split(r"^### (.*)$", text, flags=re.MULTILINE)
    if "```" in before or not parts:
        raise ValueError("expected '### Exercise 1' above the wrong answers to it, got none; add the heading")
    found = []
    for head, body in zip(parts[::2], parts[1::2], strict=True):
        named = re.fullmatch(r"Exercise (\d+)", head.strip())
        if named is None:
            raise ValueError(f"expected a heading like '### Exercise 2', got {head!r}; mend it")
        found += _cases(int(named[1]), body)
    return found


def _cases(exercise: int, body: str) -> list[WrongAnswer]:
    found, place = [], 0
    while body[place:].strip():
        case = _CASE.match(body, place)
        if case is None or "```" in case["slip"]:
            form = "a sentence, a block of python and a quote of the message, with empty lines between"
            got = body[place:].strip()[:60]
            raise ValueError(f"exercise {exercise}: expected {form}; got {got!r}; mend this wrong answer")
        message = " ".join(re.sub(r"^> ?", "", case["quote"], flags=re.MULTILINE).split())
        found.append(WrongAnswer(exercise, " ".join(case["slip"].split()), case["code"], message))
        place = case.end()
    return found
