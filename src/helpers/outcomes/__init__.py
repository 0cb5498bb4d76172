"""Does the score track real-life outcomes? Validity beside followers, prediction, and what may hide or fake a relation.

One row is one person and one outcome. The methods are in `helpers.stats`; here they are put to this question.
"""

from helpers.outcomes.drawing import draw_calibration, draw_causes, draw_found, draw_tails, draw_validity
from helpers.outcomes.luck import freed_of_luck, half_scores
from helpers.outcomes.prediction import calibration, prediction_table
from helpers.outcomes.regressions import TailLine, rate_ratios, tail_lines
from helpers.outcomes.suspects import HiddenCause, TopOfTheScale, hidden_cause, top_of_the_scale
from helpers.outcomes.validity import criterion_validity, near_miss
from helpers.stats.places import normal_scores, percentiles

__all__ = [
    "HiddenCause",
    "TailLine",
    "TopOfTheScale",
    "calibration",
    "criterion_validity",
    "draw_calibration",
    "draw_causes",
    "draw_found",
    "draw_tails",
    "draw_validity",
    "freed_of_luck",
    "half_scores",
    "hidden_cause",
    "near_miss",
    "normal_scores",
    "percentiles",
    "prediction_table",
    "rate_ratios",
    "tail_lines",
    "top_of_the_scale",
]
