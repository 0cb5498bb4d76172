"""Protects the promise to readers: a fresh run of every committed notebook gives what is committed."""

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
