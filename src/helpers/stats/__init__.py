"""How sure can one be of a number? Estimates with interval and n, shared by every notebook.

Resampling, association, agreement, pooling, ranks, choices and confounding, each checked against a published result.
It is not a statistics library: what SciPy or statsmodels has is taken from there.
"""

from helpers.stats.agreement import BlandAltman, bland_altman, cronbach_alpha, intraclass_correlation
from helpers.stats.association import correlation, partial_correlation
from helpers.stats.concordance import concordance, concordance_gain, somers_d
from helpers.stats.confounding import e_value, partial_r2, robustness_value
from helpers.stats.error import kelley, measurement_error, probability_higher, smallest_real_difference
from helpers.stats.estimate import Estimate
from helpers.stats.importance import shapley_r2
from helpers.stats.limits import correlation_bounds, disattenuated, truncated_correlation, unrestricted_correlation
from helpers.stats.multiverse import multiverse
from helpers.stats.paired import bradley_terry
from helpers.stats.pooling import Pooled, pool_correlations, pool_effects
from helpers.stats.prediction import calibration_slope, out_of_sample, out_of_sample_gain, out_of_sample_r2
from helpers.stats.proportion import proportion
from helpers.stats.ranking import rank_sets, top_set
from helpers.stats.resampling import bootstrap
from helpers.stats.sensitivity import sensitivity

__all__ = [
    "BlandAltman",
    "Estimate",
    "Pooled",
    "bland_altman",
    "bootstrap",
    "bradley_terry",
    "calibration_slope",
    "concordance",
    "concordance_gain",
    "correlation",
    "correlation_bounds",
    "cronbach_alpha",
    "disattenuated",
    "e_value",
    "intraclass_correlation",
    "kelley",
    "measurement_error",
    "multiverse",
    "out_of_sample",
    "out_of_sample_gain",
    "out_of_sample_r2",
    "partial_correlation",
    "partial_r2",
    "pool_correlations",
    "pool_effects",
    "probability_higher",
    "proportion",
    "rank_sets",
    "robustness_value",
    "sensitivity",
    "shapley_r2",
    "smallest_real_difference",
    "somers_d",
    "top_set",
    "truncated_correlation",
    "unrestricted_correlation",
]
