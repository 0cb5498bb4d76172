"""What does no number record? Bounds, what no signal sees, who is never measured, and a page for one's own goals.

It says how far a number leaves things open. It does not fill the gap: what is left out stays unknown.
"""

from helpers.silence.bounds import Bounds, bounds_curve, needed_proxy, unseen_bounds
from helpers.silence.goals import Goal, blank_page, own_page
from helpers.silence.missing import share_that_tips, worst_case_auc, worst_case_concordance
from helpers.silence.threshold import wrong_side
from helpers.silence.tipping import Difference, TippingPoint, silent_difference, tipping_point
from helpers.silence.unseen import TopAndMost, signals_and_unseen, top_and_most

__all__ = [
    "Bounds",
    "Difference",
    "Goal",
    "TippingPoint",
    "TopAndMost",
    "blank_page",
    "bounds_curve",
    "needed_proxy",
    "own_page",
    "share_that_tips",
    "signals_and_unseen",
    "silent_difference",
    "tipping_point",
    "top_and_most",
    "unseen_bounds",
    "worst_case_auc",
    "worst_case_concordance",
    "wrong_side",
]
