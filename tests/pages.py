"""Small notebooks and a small collection for the tests of the notebooks' machinery."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "01-does-ten-mean-ten"
OPENING = """# Does a mean of ten mean ten?

**It does: the [mean](../docs/glossary.md#mean) of the four numbers is 10.0.** Four numbers are few."""
GLANCE = """## At a glance

| | |
|---|---|
| Question | Does a mean of ten mean ten? |
| Short answer | Yes: a mean of 10.0 it is *(synthetic)* |
| You will be able to | compute a mean |
| Needs first | nothing |
| Data used | [numbers](../data/numbers.md) |
| Minutes | read 1, run 1 |
| Last run with | the locked versions |"""
SET_UP = """import matplotlib.pyplot as plt
import pandas as pd

from helpers.figures import show, use_style
from helpers.notebooks import says

use_style()"""
DATA = """numbers = pd.DataFrame({"number": [4, 8, 12, 16]})
numbers"""
MEAN = """mean = numbers["number"].mean()
print(f"The mean is {mean:.1f}.")"""
FIGURE = """fig, ax = plt.subplots()
ax.bar(numbers.index, numbers["number"])
ax.set(title="Four numbers rise evenly", xlabel="place", ylabel="number (none)")
show(fig, caption="The numbers rise by four.", source="synthetic", note="n = 4", description=(
    "A bar chart of four numbers by place: they rise in even steps from 4 to 16, "
    f"and their mean is {mean:.1f}."))"""
CLAIM = f"""says("{NAME}", "the mean of the four numbers is {{:.1f}}", mean)
says("{NAME}", "Yes: a mean of {{:.1f}} it is", mean)
print("One sentence agrees with this run.")"""


def cells() -> list:
    """The cells of a notebook that keeps every rule."""
    figure = new_code_cell(FIGURE)
    figure.metadata["tags"] = ["key-figure"]
    return [
        new_markdown_cell(OPENING),
        new_markdown_cell(GLANCE),
        new_markdown_cell("## Set-up\n\nThe libraries and the look."),
        new_code_cell(SET_UP),
        new_markdown_cell("## Data\n\nOne row is a number; synthetic."),
        new_code_cell(DATA),
        new_markdown_cell("## How large is the mean?\n\nGuess first."),
        new_code_cell(MEAN),
        new_markdown_cell("Four numbers make a short chart. The inequality $a < b$ is simple math."),
        figure,
        new_markdown_cell("## What could be wrong\n\nFour numbers are few; see [mean](../docs/glossary.md#mean)."),
        new_code_cell(CLAIM),
        new_markdown_cell("## Summary\n\n- Ten."),
        new_markdown_cell("## Try it\n\n1. Add a number."),
        new_markdown_cell("## Next\n\nThat is all."),
    ]


def notebook(parts: list | None = None) -> nbformat.NotebookNode:
    """A notebook not yet run, with the same cell ids each time."""
    parts = cells() if parts is None else parts
    for number, cell in enumerate(parts):
        cell["id"] = f"cell-{number}"
    return new_notebook(cells=parts)


def collection(folder: Path, **notebooks: nbformat.NotebookNode) -> Path:
    """A small collection: notebooks, a data card, a glossary, a README with its markers."""
    for name in ("notebooks", "data", "docs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "data" / "numbers.md").write_text("# Numbers\n\n**Synthetic.** Four of them.\n")
    (folder / "data" / "README.md").write_text("# The data\n\nOne [card](numbers.md).\n")
    (folder / "docs" / "glossary.md").write_text("# Glossary\n\n## Mean\n\nThe sum over the count.\n")
    blocks = [f"<!-- {name}:start -->\n<!-- {name}:end -->" for name in ("answer", "key-figure", "index")]
    (folder / "README.md").write_text("# A collection\n\n" + "\n\n".join(blocks) + "\n")
    for name, content in notebooks.items():
        nbformat.write(content, folder / "notebooks" / f"{name.replace('_', '-')}.ipynb")
    return folder
