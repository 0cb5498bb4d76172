"""How stable was a score over a real year? Moves between bands, and what a polychoric correlation makes of them.

Wide bands hide small moves, and nobody saw why people moved: part of it is the rules changing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import optimize
from scipy import stats as scipy_stats

from helpers.stats import Estimate, proportion
from helpers.stats.estimate import check_confidence

LIMIT = 0.9999  # the likelihood is searched between -LIMIT and LIMIT
TINY = 1e-15  # probabilities below are lost in rounding; one account there costs far more than any interval allows


class Transition(NamedTuple):
    """Shares of accounts that stayed in their band, rose, fell, and, from the mark up, were still there a year on."""

    stayed: Estimate
    up: Estimate
    down: Estimate
    still_above: Estimate


def transition_table(moves: pd.DataFrame) -> pd.DataFrame:
    """Counts of the moves as a square table: bands of the first year in rows, of the second in columns, low to high.

    `moves` has a row per pair of bands with `band_2013`, `band_2014` (text such as "25-49") and `n`; a pair
    that is not listed counts 0.

    Raises
    ------
    ValueError
        a missing column, a band that is not "low-high", a pair listed twice, or counts below 0.

    Examples
    --------
    >>> moves = pd.DataFrame({"band_2013": ["10-24", "25-49"], "band_2014": ["10-24", "10-24"], "n": [90, 10]})
    >>> transition_table(moves).to_numpy().tolist()
    [[90, 0], [10, 0]]
    """
    expected = ["band_2013", "band_2014", "n"]
    absent = [column for column in expected if column not in moves.columns]
    if absent:
        raise ValueError(f"moves: expected the columns {', '.join(expected)}, missing {', '.join(absent)}")
    if moves.duplicated(["band_2013", "band_2014"]).any():
        raise ValueError("moves: expected each pair of bands once, got a pair twice; add its counts up first")
    if not (moves["n"] >= 0).all():
        raise ValueError("moves: n must be counts of 0 or more, got a negative or missing one")
    bands = sorted({*moves["band_2013"], *moves["band_2014"]}, key=_lower_edge)
    counts = moves.set_index(["band_2013", "band_2014"])["n"]
    every_pair = pd.MultiIndex.from_product([bands, bands], names=counts.index.names)
    return pd.DataFrame(
        counts.reindex(every_pair, fill_value=0).to_numpy(dtype=int).reshape(len(bands), -1),
        index=pd.Index(bands, name="band_2013"),
        columns=pd.Index(bands, name="band_2014"),
    )


def transition(moves: pd.DataFrame, *, mark: float = 50, confidence: float = 0.95) -> Transition:
    """Share of accounts that stayed in their band, moved up, moved down; and of those at `mark` or more, stayed there.

    `moves` as for `transition_table`; `mark` must be the lower edge of a band. Intervals are Wilson's, for accounts
    taken as independent draws; the published table is a whole country, so they speak of a like year, not of Belgium.

    Raises
    ------
    ValueError
        as `transition_table`; a mark that is no lower edge; nobody at the mark or more.

    Notes
    -----
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> moves = pd.DataFrame({"band_2013": ["10-49", "10-49", "50-74", "50-74"],
    ...                       "band_2014": ["10-49", "50-74", "50-74", "10-49"], "n": [870, 30, 60, 40]})
    >>> print(transition(moves).still_above)
    0.60 [0.50, 0.69], n = 100
    """
    check_confidence(confidence)
    table = transition_table(moves)
    edges = [_lower_edge(band) for band in table.index]
    if mark not in edges:
        raise ValueError(f"transition: mark must be the lower edge of a band ({edges}), got {mark}")
    counts, first = table.to_numpy(), edges.index(mark)
    n, above = int(counts.sum()), int(counts[first:].sum())
    if above == 0:
        raise ValueError(f"transition: expected accounts at {mark} or more in the first year, got none")
    stayed, rose = int(np.trace(counts)), int(np.triu(counts, 1).sum())
    shares = [(stayed, n), (rose, n), (n - stayed - rose, n), (int(counts[first:, first:].sum()), above)]
    return Transition(*(proportion(part, whole, confidence=confidence) for part, whole in shares))


def polychoric(table: pd.DataFrame | ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Correlation of the two continuous scores that a table of ordered bands is cut from, by maximum likelihood.

    It assumes that, after some monotone rescaling of each year, the two scores are bivariate normal and the bands cut
    them at thresholds; the table cannot show more than whether it fits. `table` holds counts, both margins in order.
    All thresholds are estimated with the correlation; the interval holds the values whose profile likelihood
    is close enough to the largest. Values are searched within +-0.9999, so a table with nothing off its diagonal
    gives that limit.

    Raises
    ------
    ValueError
        fewer than two rows or columns, negative or missing counts, a row or column without counts.

    Notes
    -----
    Source: Olsson (1979), Psychometrika 44, 443-460.

    Examples
    --------
    >>> print(polychoric([[40, 10], [10, 40]]))
    0.81 [0.62, 0.92], n = 100
    """
    check_confidence(confidence)
    counts = _check_counts(table)
    n = counts.sum()
    profile = _Profile(counts)
    best = optimize.minimize_scalar(profile, bounds=(-LIMIT, LIMIT), method="bounded", options={"xatol": 1e-6})
    drop = scipy_stats.chi2.ppf(confidence, 1) / 2 / n

    def excess(rho: float) -> float:
        return profile(rho) - best.fun - drop

    low = optimize.brentq(excess, -LIMIT, best.x, xtol=1e-5) if excess(-LIMIT) > 0 else -LIMIT
    high = optimize.brentq(excess, best.x, LIMIT, xtol=1e-5) if excess(LIMIT) > 0 else LIMIT
    return Estimate(best.x, low, high, int(n), confidence, "polychoric, maximum likelihood, profile interval")


def expected_moves(table: pd.DataFrame, *, rho: float) -> pd.DataFrame:
    """Counts that the model behind `polychoric` expects in each cell at the correlation `rho`, to set beside the table.

    Same shape and labels as `table`. Where the expected counts lie far from the observed ones, the two scores are not
    bivariate normal and `rho` says less than it seems. ValueError for a `rho` outside +-0.9999.

    >>> moves = pd.DataFrame([[40, 10], [10, 40]], index=["10-49", "50-100"], columns=["10-49", "50-100"])
    >>> expected_moves(moves, rho=0).round(1).to_numpy().tolist()
    [[25.0, 25.0], [25.0, 25.0]]
    """
    if not -LIMIT <= rho <= LIMIT:
        raise ValueError(f"expected_moves: rho must be from {-LIMIT} to {LIMIT}, got {rho}")
    counts = _check_counts(table)
    cells = _Profile(counts).cells(rho) * counts.sum()
    return pd.DataFrame(cells, index=table.index, columns=table.columns)


def _check_counts(table: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or min(counts.shape) < 2:
        raise ValueError(f"polychoric: expected a table of 2 or more rows and columns, got shape {counts.shape}")
    if not ((counts >= 0) & np.isfinite(counts)).all():
        raise ValueError("polychoric: expected counts of 0 or more, got a negative, missing or infinite one")
    if (counts.sum(axis=0) == 0).any() or (counts.sum(axis=1) == 0).any():
        raise ValueError("polychoric: every row and column needs a count above 0; leave empty bands out")
    return counts


class _Profile:
    """Mean negative log-likelihood at a correlation, with the thresholds that make it smallest."""

    def __init__(self, counts: NDArray[np.float64]) -> None:
        """Start the thresholds where the margins put them."""
        self.weights = counts / counts.sum()
        rows, columns = self.weights.sum(axis=1).cumsum()[:-1], self.weights.sum(axis=0).cumsum()[:-1]
        self.cut = len(rows)
        self.start = scipy_stats.norm.ppf(np.concatenate([rows, columns]))

    def __call__(self, rho: float) -> float:
        """Return the smallest mean negative log-likelihood at `rho`."""
        return float(self._fit(rho).fun)

    def cells(self, rho: float) -> NDArray[np.float64]:
        """Return the share of accounts that the fitted model expects in each cell."""
        thresholds = self._fit(rho).x
        return np.diff(np.diff(_corners(thresholds[: self.cut], thresholds[self.cut :], rho), axis=0), axis=1)

    def _fit(self, rho: float) -> optimize.OptimizeResult:
        return optimize.minimize(self._loss, self.start, args=(rho,), jac=True, method="BFGS", options={"gtol": 1e-7})

    def _loss(self, thresholds: NDArray[np.float64], rho: float) -> tuple[float, NDArray[np.float64]]:
        rows, columns = thresholds[: self.cut], thresholds[self.cut :]
        cells = np.maximum(np.diff(np.diff(_corners(rows, columns, rho), axis=0), axis=1), TINY)
        pull = np.where(cells > TINY, self.weights / cells, 0)
        row_pull = np.sum(np.diff(pull, axis=0) * _band_densities(rows, columns, rho), axis=1)
        column_pull = np.sum(np.diff(pull, axis=1).T * _band_densities(columns, rows, rho), axis=1)
        return float(-np.sum(self.weights * np.log(cells))), np.concatenate([row_pull, column_pull])


def _corners(rows: NDArray[np.float64], columns: NDArray[np.float64], rho: float) -> NDArray[np.float64]:
    """Bivariate normal distribution function at every pair of thresholds, with minus and plus infinity around."""
    corners = np.zeros((len(rows) + 2, len(columns) + 2))
    points = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1)
    normal = scipy_stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    corners[1:-1, 1:-1] = np.reshape(normal.cdf(points), (len(rows), len(columns)))
    corners[1:-1, -1], corners[-1, 1:-1], corners[-1, -1] = scipy_stats.norm.cdf(rows), scipy_stats.norm.cdf(columns), 1
    return corners


def _band_densities(cuts: NDArray[np.float64], other: NDArray[np.float64], rho: float) -> NDArray[np.float64]:
    """Density at each cut that falls into each band of the other variable: how cells grow when the cut moves up."""
    below = scipy_stats.norm.cdf((other - rho * cuts[:, None]) / np.sqrt(1 - rho**2))
    below = np.column_stack([np.zeros(len(cuts)), below, np.ones(len(cuts))])
    return scipy_stats.norm.pdf(cuts)[:, None] * np.diff(below, axis=1)


def _lower_edge(band: str) -> float:
    try:
        return float(str(band).split("-")[0])
    except ValueError:
        raise ValueError(f'moves: expected a band written low-high, such as "25-49", got {band!r}') from None
