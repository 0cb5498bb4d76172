"""What of a notebook is its content, and what is only the trace of one run?

Brings a notebook into the one form that is committed and compared: no times, no kernel names, no addresses.
Not a repair: what is wrong in the content stays for the checks to find.
"""

import re
from copy import deepcopy
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = ("tags",)
ADDRESS = "0x..."


def normalised(notebook: Any) -> Any:
    """Give a copy of a notebook in the committed form; the given one stays as it is."""
    result = deepcopy(notebook)
    for key in list(result.metadata):
        del result.metadata[key]
    result.metadata.update(deepcopy(METADATA))
    result.nbformat, result.nbformat_minor = 4, 5
    for cell in result.cells:
        for key in [key for key in cell.metadata if key not in CELL_METADATA]:
            del cell.metadata[key]
        if cell.cell_type == "code":
            for output in cell.outputs:
                _normalise_output(output)
    return result


def scrub(text: str) -> str:
    """Replace memory addresses, which differ from run to run.

    >>> scrub("<object at 0x7f3a2c01d5b0>")
    '<object at 0x...>'
    """
    return re.sub(r"\b0x[0-9a-fA-F]{6,}", ADDRESS, text)


def _normalise_output(output: Any) -> None:
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        output.traceback = [scrub(f"{output.ename}: {output.evalue}")]
        output.evalue = scrub(output.evalue)
    else:
        for mime, content in output.data.items():
            if mime.startswith("image/") and isinstance(content, str):
                output.data[mime] = content.strip()
            elif isinstance(content, str):
                output.data[mime] = scrub(content)
