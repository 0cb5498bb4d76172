"""Protects the promise to readers: a fresh run of every committed notebook gives what is committed."""

import nbformat
import pytest

from helpers.notebooks.comparing import differences, is_canonical
from helpers.notebooks.places import notebooks, read
from helpers.notebooks.running import run_all


@pytest.fixture(scope="module")
def fresh():
    return {run.name: run for run in run_all(notebooks())}


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_a_fresh_run_gives_the_committed_outputs(fresh, path):
    run = fresh[path.stem]
    assert not run.trouble, run.trouble
    told = differences(read(path), run.notebook, exact=is_canonical())
    assert not told, "\n".join(told)


def test_there_are_notebooks_and_each_draws_and_holds_its_prose_to_the_run():
    for path in notebooks():
        cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
        assert any("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)
        assert sum(cells[-1].source.count(call) for call in ("says(", "held(")) >= 5
    assert len(notebooks()) >= 5


BREAKS = {
    "06-other-rules-other-ranks": "from helpers.ranks import DEFAULT; DEFAULT['per_post'] = 1.0",
    "07-chasing-the-number": "from helpers.gaming import ACTIONS; ACTIONS.loc['prepare a lesson', 'good'] = 0.5",
    "08-no-number-for-that": "import helpers.silence.bounds as b; b.correlation_bounds = lambda r, s: (r, s)",
}
"""A wrong default, a wrong assumption and a wrong formula; each must be noticed by the notebook that rests on it."""


def test_a_notebook_refuses_to_end_when_what_it_rests_on_is_broken(tmp_path):
    for name, line in BREAKS.items():
        broken = read(next(path for path in notebooks() if path.stem == name))
        broken.cells.insert(0, nbformat.v4.new_code_cell(line))
        nbformat.write(broken, tmp_path / f"{name}.ipynb")
    runs = run_all(sorted(tmp_path.glob("*.ipynb")))
    for run in runs:
        assert "AssertionError" in (run.trouble or ""), f"{run.name}: {run.trouble or 'nothing was noticed'}"
    assert len(runs) == len(BREAKS)
