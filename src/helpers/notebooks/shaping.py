"""How does what Sphinx makes of a notebook or a docstring become readable on a phone and by ear?

Small changes to text: code and output get a name, tables get row heads, parameters keep their words.
Not the look of the site, and not its scripts: those are in docs/_static/.
"""

import re

LONG = 12
"""Code of more lines than this can be folded on a phone."""

_CODE = re.compile(
    r'<div class="(cell_input [^"]*)">\s*(<div class="highlight-.*?</pre></div>\s*</div>)\s*</div>', re.DOTALL
)
_HEADS = re.compile(r"<thead>\s*<tr[^>]*>(.*?)</tr>\s*<tr[^>]*>(.*?)</tr>\s*</thead>", re.DOTALL)
_HEAD = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_PARAMETERS = re.compile(r"(?m)^Parameters\n-+\n((?:[*\w]+(?:, [*\w]+)* : .*\n?(?: +\S.*\n?)*)+)")
_RETURNS = re.compile(r"(?m)^Returns\n-+\n((?:\S.*\n)+)(?=\n|\Z)")
_PARAMETER = re.compile(r"(?m)^([*\w, ]+?) : (.*\n?(?: +\S.*\n?)*)")


def shaped(html: str) -> str:
    """Give the body of a page with named code, row heads and one row of column heads; an empty head is no head."""
    html = _CODE.sub(_named, html)
    html = html.replace('<div class="output stream ', '<div role="group" aria-label="Output" class="output stream ')
    html = re.sub(r'<th class="stub">', '<th scope="row" class="stub">', html)
    html = _HEADS.sub(_in_one_row, html)
    return re.sub(r"<th[^>]*>(?:\s|<p></p>)*</th>", "<td></td>", html)


def with_fields(docstring: str) -> str:
    """Give a docstring with the short form of its parameters, `name : words`, and of what it returns as fields.

    What follows stays below them.

    >>> print(with_fields("Parameters\\n----------\\nlow, high : both ends,\\n    or None.\\n\\nReturns one row."))
    :param low: both ends,
        or None.
    :param high: both ends,
        or None.
    <BLANKLINE>
    Returns one row.
    """
    docstring = _PARAMETERS.sub(lambda section: _PARAMETER.sub(_fields, section[1]), docstring)
    return _RETURNS.sub(lambda section: ":returns: " + section[1].replace("\n", "\n    ").rstrip() + "\n", docstring)


def _fields(parameter: re.Match[str]) -> str:
    names = parameter[1].replace("*", r"\*").split(", ")
    return "".join(f":param {name}: {parameter[2].rstrip()}\n" for name in names)


def _named(cell: re.Match[str]) -> str:
    lines = cell[2].count("\n", cell[2].index("<pre>"), cell[2].index("</pre>"))
    if lines <= LONG:
        return f'<div role="group" aria-label="Code" class="{cell[1]}">\n{cell[2]}\n</div>'
    folded = f'<details open class="code" aria-label="Code">\n<summary>Code, {lines} lines</summary>'
    return f'<div class="{cell[1]}">\n{folded}\n{cell[2]}\n</details>\n</div>'


def _in_one_row(heads: re.Match[str]) -> str:
    """Put the names of the rows, which pandas gives a second row of heads, into the first one; true levels stay."""
    columns, names = _HEAD.findall(heads[1]), _HEAD.findall(heads[2])
    if len(columns) != len(names) or sum(map(all, zip(columns, names, strict=True))) > 1:
        return heads[0]
    both = [" / ".join(filter(None, pair)) for pair in zip(names, columns, strict=True)]
    return "<thead>\n<tr>\n" + "\n".join(f"<th>{text}</th>" for text in both) + "\n</tr>\n</thead>"
