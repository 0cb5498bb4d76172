"""How well do public counts rebuild the real score? Estimates from one row per person with a real Klout score.

The people are authors of sampled tweets of 2014: active accounts, and nobody knows what they are a sample of.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.evidence.line import Line, line
from helpers.stats import bootstrap, correlation, out_of_sample, out_of_sample_gain, out_of_sample_r2

FOLDS, REPEATS, SEED = 10, 20, 20120519
COUNTS = ("followers", "friends", "listed", "statuses")
Floats = NDArray[np.float64]


def klout_payloads(people: pd.DataFrame) -> list[Line]:
    """Lines of evidence on how well public counts rebuild the score; people without a score are left out.

    `people` is the table that `helpers.data.external("klout_payloads")` gives. Scores and misses are in points.
    """
    scored = people.dropna(subset="score")
    score = scored["score"].to_numpy()
    counts = np.log10(1 + scored[list(COUNTS)].to_numpy(dtype=float))
    everything = np.column_stack([counts, scored["age_years"]])
    return [
        *_described(score, counts[:, 0]),
        *_fitted(score, counts[:, 0]),
        *_pairs(score, counts[:, 0]),
        *_out_of_sample(score, counts[:, :1], everything),
    ]


def _described(score: Floats, log_followers: Floats) -> list[Line]:
    n = len(score)
    return [
        line("score_mean", bootstrap(_mean, score), 2, "mean score"),
        line("score_sd", bootstrap(_sd, score), 2, "standard deviation of the score"),
        Line("log_followers_mean", log_followers.mean(), 3, n, "mean of log10(1 + followers)"),
        Line("log_followers_sd", log_followers.std(ddof=1), 3, n, "standard deviation of log10(1 + followers)"),
        line(
            "pearson_score_log_followers",
            correlation(log_followers, score, method="pearson"),
            3,
            "score, log followers",
        ),
        line("spearman_score_followers", correlation(log_followers, score), 3, "score, followers"),
    ]


def _fitted(score: Floats, log_followers: Floats) -> list[Line]:
    how = "least squares of the score on log10(1 + followers)"
    parts = (("intercept", 0, 2), ("slope", 1, 2), ("r2", 2, 3), ("residual_sd", 3, 2))

    def part(which: int, x: Floats, y: Floats) -> Floats:
        return _line_fit(x, y)[which]

    found = []
    for name, which, digits in parts:
        estimate = bootstrap(lambda x, y, axis=-1, which=which: part(which, x, y), log_followers, score)
        found.append(line(f"followers_{name}", estimate, digits, how))
    return found


def _line_fit(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Intercept, slope, R2 and residual standard deviation (n - 2) along the last axis."""
    dx, dy = x - x.mean(axis=-1, keepdims=True), y - y.mean(axis=-1, keepdims=True)
    slope = (dx * dy).sum(axis=-1) / (dx * dx).sum(axis=-1)
    intercept = y.mean(axis=-1) - slope * x.mean(axis=-1)
    left = ((dy - slope[..., None] * dx) ** 2).sum(axis=-1)
    return intercept, slope, 1 - left / (dy * dy).sum(axis=-1), np.sqrt(left / (x.shape[-1] - 2))


def _pairs(score: Floats, log_followers: Floats) -> list[Line]:
    """How far apart two people with the same followers are: differences of the residuals of all pairs of people."""
    intercept, slope, _, _ = _line_fit(log_followers, score)
    residual = score - intercept - slope * log_followers
    first, second = np.triu_indices(len(score), k=1)
    apart = np.abs(residual[first] - residual[second])
    order = np.argsort(apart)
    first, second, apart = first[order], second[order], apart[order]

    def quantile(share: float, positions: Floats) -> float:
        times = np.bincount(positions.astype(np.intp), minlength=len(score))
        weight = np.cumsum(times[first] * times[second])
        return float(apart[np.searchsorted(weight, share * weight[-1])])

    how = "difference of the residuals of all pairs of people, the fitted line held fixed"
    everyone = np.arange(len(score))
    typical = bootstrap(lambda positions: quantile(0.5, positions), everyone, n_resamples=1999)
    nearly_all = bootstrap(lambda positions: quantile(0.95, positions), everyone, n_resamples=1999)
    return [
        line("same_followers_median_difference", typical, 1, f"median {how}"),
        line("same_followers_95_percent_within", nearly_all, 1, f"95th percentile of the {how}"),
    ]


def _out_of_sample(score: Floats, followers: Floats, everything: Floats) -> list[Line]:
    folds: dict[str, int] = {"folds": FOLDS, "repeats": REPEATS, "seed": SEED}
    how = f"out of sample, mean of {REPEATS} times {FOLDS}-fold least squares"
    nothing = out_of_sample(score, followers[:, :0], **folds)
    few, many = out_of_sample(score, followers, **folds), out_of_sample(score, everything, **folds)
    found = []
    for name, predicted in (("followers", few), ("all_counts", many)):
        rank, miss = correlation(predicted, score), np.abs(score - predicted)
        found += [
            line(f"{name}_out_r2", out_of_sample_r2(score, predicted, nothing), 3, how),
            line(f"{name}_out_spearman", rank, 3, f"rank correlation of score and prediction, {how}"),
            line(f"{name}_out_miss_median", bootstrap(_median, miss), 2, f"median miss {how}"),
            line(f"{name}_out_miss_rms", bootstrap(_root_mean, miss**2), 2, f"root mean square miss {how}"),
        ]
    gain = f"all public counts over followers alone, {how}"
    saved = bootstrap(_miss_gain, (score - few) ** 2, (score - many) ** 2)
    return [
        *found,
        line("gain_out_r2", out_of_sample_gain(score, few, many, nothing), 3, gain),
        line("gain_out_miss_rms", saved, 2, f"points of root mean square miss saved by {gain}"),
    ]


def _mean(x: Floats, axis: int = -1) -> Floats:
    return x.mean(axis=axis)


def _sd(x: Floats, axis: int = -1) -> Floats:
    return x.std(axis=axis, ddof=1)


def _median(x: Floats, axis: int = -1) -> Floats:
    return np.median(x, axis=axis)


def _root_mean(squares: Floats, axis: int = -1) -> Floats:
    return np.sqrt(squares.mean(axis=axis))


def _miss_gain(few: Floats, many: Floats, axis: int = -1) -> Floats:
    return _root_mean(few, axis) - _root_mean(many, axis)
