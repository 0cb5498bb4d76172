"""In which four ways does a target come apart from what it stands for? Small worlds with their closed forms.

The four are those of Manheim and Garrabrant (2018), arXiv 1803.04585. Each is the smallest normal world that shows its
mechanism alone; `helpers.gaming.four_ways` shows them among the people of the shared model. Nothing here is measured.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from helpers.gaming.worlds import beside_closed_form
from helpers.stats import truncated_correlation
from helpers.stats.association import pearson_r

PEOPLE, WORLDS = 2000, 200


def regressional(
    error_sd: float = 1.0,
    *,
    gaming_sd: float = 0.0,
    top: float = 0.1,
    n: int = PEOPLE,
    worlds: int = WORLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Choose the top share by a score with error: what they score and what they contribute, simulated and exact.

    Score = contribution + error + gaming, all normal, in standard deviations of contribution. `gaming_sd` is the
    spread of what people add by gaming, unrelated to contribution. A row per quantity: simulated (an Estimate, mean of
    `worlds` of `n` people) and closed_form.

    Raises
    ------
    ValueError
        a standard deviation below 0, a share that is not between 0 and 1 or leaves fewer than 3 people.

    Notes
    -----
    corr = 1 / sqrt(1 + e^2 + g^2); mean contribution of the top a = l / sqrt(1 + e^2 + g^2), l = phi(z) / a.

    Examples
    --------
    >>> regressional(1.0, worlds=20)["closed_form"].round(2).tolist()
    [0.71, 2.48, 1.24]
    """
    _check("regressional", {"error_sd": error_sd, "gaming_sd": gaming_sd}, top, n)
    rng = np.random.default_rng(seed)
    contribution, error, gaming = rng.normal(size=(3, worlds, n))
    score = contribution + error_sd * error + gaming_sd * gaming
    chosen = np.argsort(score, axis=1)[:, n - round(top * n) :]
    spread = math.sqrt(1 + error_sd**2 + gaming_sd**2)
    above = norm.pdf(norm.isf(top)) / top
    return beside_closed_form(
        {
            "correlation of score and contribution": (pearson_r(score, contribution), 1 / spread),
            "mean score of the top": (np.take_along_axis(score, chosen, 1).mean(axis=1), above * spread),
            "mean contribution of the top": (
                np.take_along_axis(contribution, chosen, 1).mean(axis=1),
                above / spread,
            ),
        },
        n,
    )


def extremal(
    cap: float = 1.0,
    *,
    noise_sd: float = 1.0,
    top: float = 0.1,
    n: int = PEOPLE,
    worlds: int = WORLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Look at the top where the return saturates: the correlation there, and what truncation alone would leave.

    Outcome = min(score, cap) + noise; the score is standard normal and the outcome does not rise beyond `cap`. The
    third row is a world with a straight return and the same correlation among everybody: there truncation alone is at
    work (`helpers.stats.truncated_correlation`). The closed form at the top holds where the cap lies below the cut of
    the top share, and is nan elsewhere. Shape and errors as in `regressional`.

    Notes
    -----
    cov(X, min(X, c)) = Phi(c), after Stein (1981), Annals of Statistics 9, 1135-1151; above the cap the outcome is
    noise.

    Examples
    --------
    >>> extremal(worlds=20)["closed_form"].round(2).tolist()
    [0.64, 0.0, 0.32]
    """
    _check("extremal", {"noise_sd": noise_sd}, top, n)
    rng = np.random.default_rng(seed)
    score, noise, other = rng.normal(size=(3, worlds, n))
    outcome = np.minimum(score, cap) + noise_sd * noise
    below, density = norm.cdf(cap), norm.pdf(cap)
    mean = cap * (1 - below) - density
    variance = below - cap * density + cap**2 * (1 - below) - mean**2
    rho = float(below / math.sqrt(variance + noise_sd**2))
    straight = rho * score + math.sqrt(1 - rho**2) * other
    chosen = np.argsort(score, axis=1)[:, n - round(top * n) :]
    at_top = [np.take_along_axis(x, chosen, 1) for x in (score, outcome, straight)]
    return beside_closed_form(
        {
            "correlation among everybody": (pearson_r(score, outcome), rho),
            "correlation at the top": (pearson_r(at_top[0], at_top[1]), 0.0 if norm.isf(top) >= cap else math.nan),
            "at the top with a straight return": (pearson_r(at_top[0], at_top[2]), truncated_correlation(rho, top)),
        },
        n,
    )


def causal(
    boost: float = 1.0,
    *,
    score_sd: float = 1.0,
    outcome_sd: float = 1.0,
    n: int = PEOPLE,
    worlds: int = WORLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Boost a score that has no path to the outcome: the score moves, the outcome does not.

    Fame (standard normal) moves both: score = fame + noise of `score_sd`, outcome = fame + noise of `outcome_sd`. A
    random half of the people get `boost` on their score. What the correlation promised is the boost times the slope of
    the outcome on the score. Shape and errors as in `regressional`.

    Notes
    -----
    Slope 1 / (1 + s^2); correlation 1 / sqrt((1 + s^2) (1 + o^2)), and after the boost with s^2 + boost^2 / 4.

    Examples
    --------
    >>> causal(worlds=20)["closed_form"].round(2).tolist()
    [0.5, 1.0, 0.5, 0.0, 0.47]
    """
    _check("causal", {"score_sd": score_sd, "outcome_sd": outcome_sd}, 0.5, n)
    rng = np.random.default_rng(seed)
    fame, of_score, of_outcome = rng.normal(size=(3, worlds, n))
    before, outcome = fame + score_sd * of_score, fame + outcome_sd * of_outcome
    half = n // 2
    boosted = np.where(np.arange(n) < half, boost, 0.0)
    after = before + boosted
    slope = pearson_r(before, outcome) * outcome.std(axis=1) / before.std(axis=1)
    share = half / n
    wider = score_sd**2 + boost**2 * share * (1 - share)
    return beside_closed_form(
        {
            "correlation before": (pearson_r(before, outcome), 1 / math.sqrt((1 + score_sd**2) * (1 + outcome_sd**2))),
            "score of the boosted less the others": (_difference(after, half), boost),
            "outcome promised by the correlation": (slope * boost, boost / (1 + score_sd**2)),
            "outcome of the boosted less the others": (_difference(outcome, half), 0.0),
            "correlation after": (pearson_r(after, outcome), 1 / math.sqrt((1 + wider) * (1 + outcome_sd**2))),
        },
        n,
    )


def adversarial(
    gaming_pays: float = 1.0,
    *,
    talent_sd: float = 0.5,
    skill_sd: float = 0.5,
    n: int = PEOPLE,
    worlds: int = WORLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Let everybody spend their hour where it earns the most points: who games, and what the score is still worth.

    An hour of real work earns and does exp(`talent_sd` x talent), an hour of gaming earns `gaming_pays` x
    exp(`skill_sd` x skill) and does no good; both traits are standard normal and unrelated. Shape and errors as in
    `regressional`; `gaming_pays` is above 0, and a standard deviation may not be 0 for both.

    Notes
    -----
    With A and B the two earnings, t^2 = a^2 + b^2: P(A > B) = Phi(-ln r / t) and
    E[A^k; A > B] = exp(k^2 a^2 / 2) Phi((k a^2 - ln r) / t), for B likewise; the moments give the correlation (ours).

    Examples
    --------
    >>> adversarial(1.0, worlds=20)["closed_form"].round(2).tolist()
    [0.5, 0.64, 0.38]
    """
    _check("adversarial", {"talent_sd": talent_sd, "skill_sd": skill_sd}, 0.5, n)
    if not (math.isfinite(gaming_pays) and gaming_pays > 0) or talent_sd == skill_sd == 0:
        raise ValueError(f"adversarial: expected gaming_pays above 0 and people who differ, got {gaming_pays}; try 1")
    rng = np.random.default_rng(seed)
    talent, skill = rng.normal(size=(2, worlds, n))
    work, gaming = np.exp(talent_sd * talent), gaming_pays * np.exp(skill_sd * skill)
    score, good = np.maximum(work, gaming), np.where(work > gaming, work, 0.0)
    apart, log_pays = math.hypot(talent_sd, skill_sd), math.log(gaming_pays)

    def moment(k: int, sd: float, ahead: float) -> float:
        return math.exp(k**2 * sd**2 / 2) * float(norm.cdf((k * sd**2 + ahead) / apart))

    good_1, good_2 = moment(1, talent_sd, -log_pays), moment(2, talent_sd, -log_pays)
    score_1 = good_1 + gaming_pays * moment(1, skill_sd, log_pays)
    score_2 = good_2 + gaming_pays**2 * moment(2, skill_sd, log_pays)
    covariance = good_2 - score_1 * good_1
    spread = math.sqrt((score_2 - score_1**2) * (good_2 - good_1**2))
    return beside_closed_form(
        {
            "share who game": ((gaming > work).mean(axis=1), float(norm.cdf(log_pays / apart))),
            "good done, of what could be": (good.mean(axis=1) / work.mean(axis=1), good_1 / math.exp(talent_sd**2 / 2)),
            "correlation of score and good": (pearson_r(score, good), covariance / spread),
        },
        n,
    )


def _difference(values: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """In each world the mean of the first people less the mean of the others."""
    return values[:, :first].mean(axis=1) - values[:, first:].mean(axis=1)


def _check(function: str, spreads: dict[str, float], top: float, n: int) -> None:
    for name, value in spreads.items():
        if not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{function}: expected {name} of 0 or more, got {value}; it is a standard deviation")
    if not (0 < top < 1 and 3 <= round(top * n) < n):
        raise ValueError(f"{function}: expected a top share between 0 and 1 with 3 people or more, got {top} of {n}")
