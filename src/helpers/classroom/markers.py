"""Which lines of a cell are for the teacher only?

The markers and what stands in for an answer are nbgrader's own defaults, so that its release and ours are equal.
Not a parser of Python: a marker is a line of its own.
"""

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"


def without(source: str, markers: tuple[str, str], *, stub: str = "") -> str:
    r"""Take out what stands between two markers, with the markers; the stub takes its place and its indentation.

    Raises ValueError where a marker is missing, doubled, or shares its line with something else.

    >>> without("a\n### BEGIN SOLUTION\nb\n### END SOLUTION", SOLUTION, stub="?")
    'a\n?'
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        marker = next((place for place, words in enumerate(markers) if words.strip("# ") in line), None)
        if marker is None:
            kept += [] if inside else [line]
            continue
        if line.strip() != markers[marker]:
            raise ValueError(f"expected {markers[marker]!r} on a line of its own, got {line!r}; mend that line")
        if marker != inside:
            order = "a second one before the first has ended" if inside else "an end without a beginning"
            raise ValueError(f"expected {' ... '.join(markers)} in turn, got {order}; mend the markers of this cell")
        if not inside:
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + one for one in stub.split("\n")] if stub else []
        inside = not inside
    if inside:
        raise ValueError(f"expected {markers[1]!r} after {markers[0]!r}, got the end of the cell; add the line")
    return "\n".join(kept)


def has(source: str, markers: tuple[str, str]) -> bool:
    """Tell whether a cell holds such a part."""
    return any(line.strip() == markers[0] for line in source.split("\n"))
