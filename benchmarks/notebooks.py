"""How much do the notebooks cost beyond their kernels? All against as many that only import."""

import statistics
import tempfile
import time
from pathlib import Path

import nbformat

from helpers.data import root
from helpers.notebooks.running import run_all

IMPORTS = "import numpy, pandas, matplotlib.pyplot, seaborn, statsmodels.api"
ROUNDS = 3


def bare(folder: Path, count: int) -> list[Path]:
    """Write notebooks of one cell that import the five libraries."""
    paths = [folder / f"{number:02}-only-imports.ipynb" for number in range(1, count + 1)]
    for path in paths:
        cell = nbformat.v4.new_code_cell(IMPORTS)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return paths


def timed(paths: list[Path]) -> tuple[float, dict[str, float]]:
    """Run the notebooks, two at a time, and give the seconds in all and by notebook."""
    start = time.perf_counter()
    runs = run_all(paths)
    troubled = [f"{run.name}: {run.trouble}" for run in runs if run.trouble]
    if troubled:
        raise SystemExit("\n".join(troubled))
    return time.perf_counter() - start, {run.name: run.seconds for run in runs}


if __name__ == "__main__":
    real = sorted((root() / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        rounds = [(timed(real), timed(bare(Path(folder), len(real)))) for _ in range(ROUNDS)]
    print("| | seconds, median of", ROUNDS, "rounds |")
    print("|---|---|")
    for name in rounds[0][0][1]:
        print(f"| {name} | {statistics.median(ours[1][name] for ours, _ in rounds):.1f} |")
    print(f"| all notebooks, two at a time | {statistics.median(ours[0] for ours, _ in rounds):.1f} |")
    print(
        f"| as many kernels that import the five libraries | {statistics.median(them[0] for _, them in rounds):.1f} |"
    )
    ratio = statistics.median(ours[0] / them[0] for ours, them in rounds)
    print(f"| ratio, median of the rounds | {ratio:.2f} |")
