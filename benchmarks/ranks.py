"""What do ranks under thousands of weights, and sets of ranks, cost? Against the plain pandas or NumPy loop.

The rows are made up and mean nothing. The ways must give the same ranks and the same sets on a part before any time is
shown. Each way runs in a process of its own, for its own peak memory; a loop runs on a part and is scaled.
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

from helpers.ranks import ranks_under_weights, weight_draws, weight_ranks
from helpers.stats import rank_sets

PEOPLE, WEIGHT_DRAWS = 100_000, 10_000
POPULATIONS, SET_DRAWS, CONFIDENCE = 500, 20_000, 0.95
ROUNDS = 3


def crowd() -> pd.DataFrame:
    """Three components with a heavy tail, the last in whole numbers."""
    rng = np.random.default_rng(0)
    parts = rng.lognormal(size=(PEOPLE, 3))
    parts[:, 2] = parts[:, 2].round()
    return pd.DataFrame(parts, columns=["engagement", "audience", "endorsement"])


def weights() -> pd.DataFrame:
    """All the weights; a way that runs on a part takes the first."""
    return weight_draws(["engagement", "audience", "endorsement"], n_draws=WEIGHT_DRAWS)


def plain_ranks(draws: int) -> pd.DataFrame:
    """Mean rank and share of draws in the top tenth, as a loop over pandas gives them; no quantiles."""
    components = crowd()
    total, top = np.zeros(PEOPLE), np.zeros(PEOPLE)
    for _, weight in weights().head(draws).iterrows():
        rank = (components * weight).sum(axis=1).rank(ascending=False)
        total += rank
        top += rank <= PEOPLE / 10
    return pd.DataFrame({"mean": total / draws, "top": top / draws})


def our_ranks(draws: int, threads: int | None = None) -> pd.DataFrame:
    """The same and three quantiles, as `helpers.ranks` gives them."""
    return weight_ranks(crowd(), weights().head(draws), threads=threads)


def populations() -> tuple[np.ndarray, np.ndarray]:
    """Estimates from the largest to the smallest, and their errors."""
    rng = np.random.default_rng(1)
    return -np.sort(-rng.normal(0, 10, POPULATIONS)), rng.uniform(1, 4, POPULATIONS)


def plain_sets(part: int) -> np.ndarray:
    """Sets of the first populations: studentised differences, largest of each draw, step-down, one by one."""
    values, errors = populations()
    draws = np.random.default_rng(0).standard_normal((SET_DRAWS, POPULATIONS)) * errors
    sets = []
    for i in range(part):
        others = np.arange(POPULATIONS) != i
        spread = np.hypot(errors[i], errors[others])
        difference = (draws[:, others] - draws[:, i, None]) / spread
        gap = (values[others] - values[i]) / spread
        better, worse, told = np.zeros_like(gap, dtype=bool), np.zeros_like(gap, dtype=bool), -1
        while told < better.sum() + worse.sum():
            told = better.sum() + worse.sum()
            largest = np.maximum(difference[:, ~better].max(axis=1), -difference[:, ~worse].min(axis=1))
            critical = np.quantile(largest, CONFIDENCE)
            better, worse = gap > critical, -gap > critical
        sets.append([1 + better.sum(), POPULATIONS - worse.sum()])
    return np.array(sets)


def our_sets(_: int) -> np.ndarray:
    """All sets as `helpers.stats` gives them."""
    values, errors = populations()
    found = rank_sets(values, errors, confidence=CONFIDENCE, n_draws=SET_DRAWS, seed=0)
    return found[["low", "high"]].to_numpy()


# by job: its size, and what each way calls and on how much of it; the first is the rival of the others
JOBS: dict[str, tuple[int, dict[str, tuple[Callable[[int], object], int]]]] = {
    "ranks of 100,000 people under 10,000 weights": (
        WEIGHT_DRAWS,
        {
            "pandas loop (200 draws, scaled)": (plain_ranks, 200),
            "helpers.ranks.weight_ranks, one thread": (lambda draws: our_ranks(draws, 1), WEIGHT_DRAWS),
            "helpers.ranks.weight_ranks, two threads": (lambda draws: our_ranks(draws, 2), WEIGHT_DRAWS),
        },
    ),
    "rank sets of 500 populations from 20,000 draws": (
        POPULATIONS,
        {
            "NumPy loop (25 populations, scaled)": (plain_sets, 25),
            "helpers.stats.rank_sets": (our_sets, POPULATIONS),
        },
    ),
}


def check() -> None:
    """Raise AssertionError unless the ways agree on a part."""
    few = weights().head(20)
    plain = pd.DataFrame({label: (crowd() * row).sum(axis=1).rank(ascending=False) for label, row in few.iterrows()})
    pd.testing.assert_frame_equal(ranks_under_weights(crowd(), few), plain)
    columns = ["mean", "top"]
    pd.testing.assert_frame_equal(our_ranks(len(few))[columns], plain_ranks(len(few))[columns], rtol=1e-12)
    np.testing.assert_array_equal(our_sets(POPULATIONS)[:25], plain_sets(25))


def measured(job: str, way: str) -> tuple[float, float]:
    """Seconds for the whole job and peak memory in MB of one way, in a fresh process; NumPy's own threads are off."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    command = [sys.executable, __file__, job, way]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    seconds, memory = json.loads(run.stdout)
    size, ways = JOBS[job]
    return seconds * size / ways[way][1], memory


def alone(job: str, way: str) -> None:
    """Run one way and print its seconds and its peak memory in MB."""
    call, part = JOBS[job][1][way]
    start = time.perf_counter()
    call(part)
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        check()
        sys.exit()
    if len(sys.argv) == 3:
        alone(*sys.argv[1:])
        sys.exit()
    subprocess.run([sys.executable, __file__, "check"], check=True)  # a child's peak counts what its parent held
    print("| | seconds | times faster | peak memory, MB |")
    print("|---|---|---|---|")
    for job, (_, ways) in JOBS.items():
        rounds = [{way: measured(job, way) for way in ways} for _ in range(ROUNDS)]
        rival = next(iter(ways))
        for way in ways:
            seconds = statistics.median(times[way][0] for times in rounds)
            ratio = statistics.median(times[rival][0] / times[way][0] for times in rounds)
            memory = max(times[way][1] for times in rounds)
            print(f"| {job}: {way} | {seconds:.1f} | {ratio:.1f} | {memory:.0f} |")
