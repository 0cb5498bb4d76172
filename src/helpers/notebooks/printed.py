"""What did a notebook print for a page to work with? The output of the one cell with a tag, and a script that holds it.

A page that is opened from a disk may not fetch a file, but it may load a script.
Not the numbers themselves: the notebook computes them.
"""

import json
from collections.abc import Iterable
from typing import Any

NUMBERS = "_static/number-reader-numbers.js"


def printed(notebooks: Iterable[Any], tag: str) -> str | None:
    """Give what the one cell with a tag printed, or None where no cell has it.

    `notebooks` are executed notebooks, as `read` gives them. ValueError for more than one such cell, or one that
    printed nothing.

    >>> cell = {"metadata": {"tags": ["sum"]}, "outputs": [{"output_type": "stream", "name": "stdout", "text": "7"}]}
    >>> printed([{"cells": [cell]}], "sum")
    '7'
    """
    cells = [cell for notebook in notebooks for cell in notebook["cells"] if tag in cell["metadata"].get("tags", [])]
    if not cells:
        return None
    texts = [output["text"] for cell in cells for output in cell["outputs"] if output.get("name") == "stdout"]
    if len(cells) > 1 or not texts:
        raise ValueError(
            f"expected one cell tagged {tag!r} that printed something, got {len(cells)} cells and {len(texts)} texts; "
            "keep one, and run `python3 run.py update`"
        )
    return "".join("".join(text) for text in texts)


def number_reader(notebooks: Iterable[Any]) -> dict[str, bytes]:
    """Give the script that holds the numbers of the number reader, by its path in the site's source, or nothing.

    ValueError where the cell tagged ``number-reader`` printed no JSON.
    """
    text = printed(notebooks, "number-reader")
    if text is None:
        return {}
    try:
        numbers = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"the cell tagged 'number-reader' must print JSON and nothing else: {error}; print reader_json(...) there"
        ) from error
    return {NUMBERS: f'"use strict";\nconst NUMBER_READER = {json.dumps(numbers)};\n'.encode()}
