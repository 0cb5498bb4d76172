"""What does a bootstrap of ranks, pairs or groups cost? `helpers.stats` against what a user of SciPy or pandas writes.

The rows are made up and mean nothing. The ways must give the same interval on a few resamples before any time is shown.
Each way runs in a process of its own, for its own peak memory; a slow one runs fewer resamples and is scaled.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats as scipy_stats

from helpers.stats import concordance, correlation

ROWS, GROUPS, RESAMPLES, ROUNDS, FEW = 5_000, 1_000, 10_000, 3, 20
Interval = tuple[float, float]


def made_up() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two columns that go together and the group of each row."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=ROWS)
    return x, x + rng.normal(size=ROWS), rng.integers(0, GROUPS, ROWS)


def by_scipy(statistic: Callable[..., float], resamples: int) -> Interval:
    """Percentile interval of a statistic of two columns, as scipy.stats.bootstrap gives it."""
    x, y, _ = made_up()
    found = scipy_stats.bootstrap(
        (x, y),
        statistic,
        paired=True,
        vectorized=False,
        n_resamples=resamples,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    return tuple(found.confidence_interval)


def by_pandas(resamples: int) -> Interval:
    """Rank correlation with whole groups drawn: the groups picked by name and put together."""
    x, y, group = made_up()
    parts = dict(list(pd.DataFrame({"x": x, "y": y}).groupby(group)))
    labels = pd.unique(group)
    rng = np.random.default_rng(0)
    values = []
    for _ in range(resamples):
        drawn = pd.concat([parts[labels[place]] for place in rng.integers(0, len(labels), len(labels))])
        values.append(drawn["x"].corr(drawn["y"], method="spearman"))
    return tuple(np.quantile(values, [0.025, 0.975]))


def sign_matrix(score: np.ndarray, outcome: np.ndarray) -> float:
    """Concordance from the signs of all pairs."""
    signs = np.sign(np.subtract.outer(score, score)) * np.sign(np.subtract.outer(outcome, outcome))
    usable = np.subtract.outer(outcome, outcome) != 0
    return (1 + signs.sum() / usable.sum()) / 2


def ours(
    call: Callable[..., object], resamples: int, *, groups: bool = False, interval: str = "percentile"
) -> Interval:
    """Interval that `helpers.stats` gives."""
    x, y, group = made_up()
    found = call(x, y, groups=group if groups else None, n_resamples=resamples, interval=interval)
    return found.low, found.high


# by job: what each way calls and how many resamples it runs; the first is the rival of the others
JOBS: dict[str, dict[str, tuple[Callable[[int], Interval], int]]] = {
    "rank correlation": {
        "scipy.stats.bootstrap with spearmanr": (
            lambda b: by_scipy(lambda x, y: scipy_stats.spearmanr(x, y)[0], b),
            500,
        ),
        "helpers.stats.correlation": (lambda b: ours(correlation, b), RESAMPLES),
        "helpers.stats.correlation, BCa": (lambda b: ours(correlation, b, interval="bca"), RESAMPLES),
    },
    "rank correlation, 1,000 groups drawn whole": {
        "pandas.concat of the groups": (by_pandas, FEW),
        "helpers.stats.correlation": (lambda b: ours(correlation, b, groups=True), RESAMPLES),
    },
    "concordance": {
        "scipy.stats.bootstrap with all signs": (lambda b: by_scipy(sign_matrix, b), FEW),
        "helpers.stats.concordance": (lambda b: ours(concordance, b), RESAMPLES),
        "helpers.stats.concordance, BCa": (lambda b: ours(concordance, b, interval="bca"), RESAMPLES),
    },
}


def measured(job: str, way: str, resamples: int) -> tuple[float, float, Interval]:
    """Seconds for all resamples, peak memory in MB and interval of one way, in a fresh process with one thread."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, __file__, job, way, str(resamples)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    seconds, memory, interval = json.loads(run.stdout)
    return seconds * RESAMPLES / resamples, memory, interval


def alone(job: str, way: str, resamples: int) -> None:
    """Run one way and print its seconds, its peak memory in MB and its interval."""
    start = time.perf_counter()
    interval = JOBS[job][way][0](resamples)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, interval]))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        alone(sys.argv[1], sys.argv[2], int(sys.argv[3]))
        sys.exit()
    for job, ways in JOBS.items():
        intervals = [measured(job, way, FEW)[2] for way in ways if "BCa" not in way]
        np.testing.assert_allclose(intervals, np.broadcast_to(intervals[0], (len(intervals), 2)), rtol=1e-9)
    print(f"| {ROWS:,} rows, {RESAMPLES:,} resamples, one thread | seconds | times faster | peak memory, MB |")
    print("|---|---|---|---|")
    for job, ways in JOBS.items():
        rounds = [{way: measured(job, way, resamples) for way, (_, resamples) in ways.items()} for _ in range(ROUNDS)]
        rival = next(iter(ways))
        for way, (_, resamples) in ways.items():
            seconds = statistics.median(times[way][0] for times in rounds)
            ratio = statistics.median(times[rival][0] / times[way][0] for times in rounds)
            memory = max(times[way][1] for times in rounds)
            scaled = "" if resamples == RESAMPLES else f" ({resamples} resamples, scaled)"
            print(f"| {job}: {way}{scaled} | {seconds:.1f} | {ratio:.1f} | {memory:.0f} |")
