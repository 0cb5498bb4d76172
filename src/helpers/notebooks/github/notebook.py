"""How does GitHub lay out a notebook: which of the forms of an output does it choose, and what does it leave out?

The order of the forms is that of nbconvert, on which GitHub's viewer rests; scripts, widgets and styles are left out.
"""

from html import escape
from typing import Any

from helpers.notebooks.github.markdown import Rendered, sanitised, to_html
from helpers.notebooks.github.seen import read_page

SHOWN = ("text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "text/plain")
_NOT_SHOWN = ("application/", "image/svg")  # chosen before all others, and then shown as nothing or not reliably


def notebook_html(notebook: Any) -> Rendered:
    """Render a notebook."""
    parts, problems, run = [], [], 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words = to_html(cell.source)
            parts.append(f'<div class="words">{words.html}</div>')
            problems += words.problems
        elif cell.cell_type == "code":
            run += 1
            parts.append(f'<div class="code"><pre>{escape(cell.source)}</pre></div>')
            for output in cell.outputs:
                shown = output_html(output)
                parts.append(f'<div class="output">{shown.html}</div>')
                problems += [f"code cell {run}: {problem}" for problem in shown.problems]
    return Rendered("\n".join(parts), problems)


def output_html(output: Any) -> Rendered:
    """Render an output of a code cell in the form that GitHub chooses.

    >>> output_html({"output_type": "stream", "name": "stdout", "text": "1 < 2"})
    Rendered(html='<pre>1 &lt; 2</pre>', problems=[])
    """
    if output["output_type"] == "stream":
        return Rendered(f"<pre>{escape(output['text'])}</pre>", [])
    if output["output_type"] == "error":
        return Rendered(f"<pre>{escape(output['ename'])}: {escape(output['evalue'])}</pre>", [])
    data = output["data"]
    unseen = [f"GitHub does not show {mime}" for mime in data if mime.startswith(_NOT_SHOWN)]
    chosen = next((mime for mime in SHOWN if mime in data), None)
    if chosen is None:
        return Rendered("", unseen or [f"GitHub shows none of {', '.join(data)}"])
    shown = _form(chosen, data[chosen])
    page = read_page(shown.html)
    if not page.blocks and not page.pictures:
        unseen.append(f"nothing is left of its {chosen} on GitHub")
    return Rendered(shown.html, unseen + shown.problems)


def _form(mime: str, content: str) -> Rendered:
    if mime == "text/html":
        return sanitised(content)
    if mime in ("text/markdown", "text/latex"):
        return to_html(content)
    if mime.startswith("image/"):  # GitHub gives an output's picture no description
        return Rendered(f'<img src="data:{mime};base64,{"".join(content.split())}" alt="">', [])
    return Rendered(f"<pre>{escape(content)}</pre>", [])
