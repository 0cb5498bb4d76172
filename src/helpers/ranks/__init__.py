"""Would other sensible rules rank people differently? Luck, the choice of rules, and both together.

Everything here holds for the rules that are declared in `CHOICES` and no others. It moves ranks and does not say
whether a rank means anything: that is `helpers.outcomes`.
"""

from helpers.ranks.activity import Prepared, prepare
from helpers.ranks.curve import ValidityCurve, validity_curve
from helpers.ranks.drawing import draw_changes, draw_curve, draw_driving, draw_ranges
from helpers.ranks.driving import Driving, driving_choices, mean_rank_change
from helpers.ranks.effective import effective_weights, weights_in_percent
from helpers.ranks.moves import moves_by_choice
from helpers.ranks.order import mean_ranks
from helpers.ranks.ranges import median_widths, rank_ranges, told_apart
from helpers.ranks.rules import CHOICES, DEFAULT, KINDS, WHY, rule_combinations, rule_draws
from helpers.ranks.under import bootstrap_points, points_under
from helpers.ranks.weights import ranks_under_weights, weight_draws, weight_ranks

__all__ = [
    "CHOICES",
    "DEFAULT",
    "KINDS",
    "WHY",
    "Driving",
    "Prepared",
    "ValidityCurve",
    "bootstrap_points",
    "draw_changes",
    "draw_curve",
    "draw_driving",
    "draw_ranges",
    "driving_choices",
    "effective_weights",
    "mean_rank_change",
    "mean_ranks",
    "median_widths",
    "moves_by_choice",
    "points_under",
    "prepare",
    "rank_ranges",
    "ranks_under_weights",
    "rule_combinations",
    "rule_draws",
    "told_apart",
    "validity_curve",
    "weight_draws",
    "weight_ranks",
    "weights_in_percent",
]
