"""What does no number record? Bounds, what no signal sees, who is never measured, and a page for one's own goals.

It says how far a number leaves things open. It does not fill the gap: what is left out stays unknown.
"""

from helpers.silence.bounds import Bounds, bounds_curve, needed_proxy, unseen_bounds
from helpers.silence.drawing import draw_lowest, draw_tipping, draw_unseen
from helpers.silence.goals import Goal, blank_page, own_page
from helpers.silence.handing import care_handed_out, pupils_redrawn
from helpers.silence.missing import share_that_tips, worst_case_auc, worst_case_concordance
from helpers.silence.tables import (
    bounds_table,
    case_for_a_number,
    cases_table,
    pairs_of_100,
    turning_table,
    without_n,
    worst_case_table,
)
from helpers.silence.threshold import wrong_side
from helpers.silence.tipping import Difference, TippingPoint, silent_difference, tipping_point
from helpers.silence.turning import Turn, both_shifts, estimate_at_the_turn
from helpers.silence.unseen import TopAndMost, signals_and_unseen, top_and_most

__all__ = [
    "Bounds",
    "Difference",
    "Goal",
    "TippingPoint",
    "TopAndMost",
    "Turn",
    "blank_page",
    "both_shifts",
    "bounds_curve",
    "bounds_table",
    "care_handed_out",
    "case_for_a_number",
    "cases_table",
    "draw_lowest",
    "draw_tipping",
    "draw_unseen",
    "estimate_at_the_turn",
    "needed_proxy",
    "own_page",
    "pairs_of_100",
    "pupils_redrawn",
    "share_that_tips",
    "signals_and_unseen",
    "silent_difference",
    "tipping_point",
    "top_and_most",
    "turning_table",
    "unseen_bounds",
    "without_n",
    "worst_case_auc",
    "worst_case_concordance",
    "worst_case_table",
    "wrong_side",
]
