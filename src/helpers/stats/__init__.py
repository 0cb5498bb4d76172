"""How sure can one be of a number? Estimates with interval and n, shared by every notebook.

Resampling, correlation, agreement and measurement error, each checked against a published result.
It is not a statistics library: what SciPy or statsmodels has is taken from there.
"""

from helpers.stats.agreement import BlandAltman, bland_altman, intraclass_correlation
from helpers.stats.association import correlation
from helpers.stats.error import kelley, measurement_error, probability_higher, smallest_real_difference
from helpers.stats.estimate import Estimate
from helpers.stats.proportion import proportion
from helpers.stats.resampling import bootstrap

__all__ = [
    "BlandAltman",
    "Estimate",
    "bland_altman",
    "bootstrap",
    "correlation",
    "intraclass_correlation",
    "kelley",
    "measurement_error",
    "probability_higher",
    "proportion",
    "smallest_real_difference",
]
