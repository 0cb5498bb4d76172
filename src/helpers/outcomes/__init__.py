"""Does the score track real-life outcomes? Validity beside followers, prediction, and what may hide or fake a relation.

One row is one person and one outcome. The methods are in `helpers.stats`; here they are put to this question.
"""

from helpers.outcomes.prediction import calibration, prediction_table
from helpers.outcomes.suspects import HiddenCause, TopOfTheScale, hidden_cause, top_of_the_scale
from helpers.outcomes.validity import criterion_validity, near_miss
from helpers.stats.places import normal_scores, percentiles

__all__ = [
    "HiddenCause",
    "TopOfTheScale",
    "calibration",
    "criterion_validity",
    "hidden_cause",
    "near_miss",
    "normal_scores",
    "percentiles",
    "prediction_table",
    "top_of_the_scale",
]
