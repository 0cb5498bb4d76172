"""Which dollars does GitHub take for math, and would it show the formula?

Follows what GitHub documents (dollars next to words and numbers are no math) and what users found that it refuses.
Not a TeX reader: it knows no more than what makes GitHub show a formula raw or an error in its place.
"""

import re
from typing import NamedTuple

MOST_BRACES = 2000  # GitHub counts one for each formula and one for each { on a page, and then gives up
_DISPLAY = r"\$\$(?P<display>[^$]+)\$\$"
_INLINE = r"(?<![\w$\\-])\$(?=[^\s$])(?P<inline>[^$]*[^\s$\\])\$(?![\w$])"
_FORMULA = re.compile(f"{_DISPLAY}|{_INLINE}")
_REFUSED = (
    "operatorname|phantom|hphantom|vphantom|mathchoice|unicode|colorbox|fcolorbox|definecolor|DeclareMathOperator"
    "|newcommand|renewcommand|def|gdef|let|require|href|class|cssId|style|bbox|label|ref|tag"
)
_FAULTS = {
    "a macro that GitHub refuses": rf"\\({_REFUSED})(?![a-zA-Z])",
    "a sign that MathJax refuses": r"(?<!\\)[#%]",
    "a < that GitHub reads as a tag; put spaces around it": r"<[a-zA-Z/!]",
    "words; a dollar sign that means money is written as a word": r"(?<![\\a-zA-Z{])[a-zA-Z]{2,}[\s,]+[a-zA-Z]{2,}",
}


class Formula(NamedTuple):
    """A formula in a text: where it begins and ends with its dollars, and its TeX."""

    start: int
    end: int
    tex: str


def formulas(text: str) -> list[Formula]:
    """List what GitHub takes for math in a text.

    The dollar that opens has no letter, digit, hyphen or dollar before it and no space after it; the one that closes
    has no space before it and no letter or digit after it.

    >>> [formula.tex for formula in formulas("Let $r_1$ and $$r_2$$ be given; it costs $5 or 6$ and US$7.")]
    ['r_1', 'r_2', '5 or 6']
    """
    matches = _FORMULA.finditer(text)
    return [Formula(found.start(), found.end(), found["display"] or found["inline"]) for found in matches]


def formula_problems(tex: str) -> list[str]:
    """List why GitHub would not show a formula as it is meant.

    >>> formula_problems(r"\\operatorname{rank}(x)")
    ['the formula $\\\\operatorname{rank}(x)$ holds a macro that GitHub refuses']
    """
    told = [fault for fault, form in _FAULTS.items() if re.search(form, re.sub(r"\\text\{[^{}]*\}", "", tex))]
    bare = re.sub(r"\\[{}]", "", tex)
    if bare.count("{") != bare.count("}"):
        told.append("a brace without its partner")
    if len(re.findall(r"\\left(?![a-z])", tex)) != len(re.findall(r"\\right(?![a-z])", tex)):
        told.append(r"a \left without its \right")
    return [f"the formula ${' '.join(tex.split())}$ holds {fault}" for fault in told]


def lost(source: str, shown: list[str]) -> list[str]:
    """List the formulas of a text that Markdown has changed before GitHub looked for math.

    GitHub reads Markdown first, so a backslash before a sign, or `_` and `*` that pair, are taken out of a formula.

    >>> lost(r"the set $\\{a, b\\}$ and $c$", ["c"])
    ['\\\\{a, b\\\\}']
    """
    meant = formulas(re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "`", source, flags=re.DOTALL))
    return [formula.tex for formula in meant if _flat(formula.tex) not in {_flat(tex) for tex in shown}]


def _flat(tex: str) -> str:
    return " ".join(tex.split())
