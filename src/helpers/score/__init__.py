"""How do signals become a number from 1 to 100? The rules of 2011, 2012 and 2015, the scale, style, +K and where points
came from.

Written from what was published about Klout (`data/published/`); every weight is ours, because Klout never showed its
own. It does not count raw activity (`helpers.signals`) and does not say what the number means (`helpers.meaning`).
"""

from helpers.score.drawing import draw_map, draw_sources, draw_two_rules
from helpers.score.explain import explain, points_by_source
from helpers.score.learned import (
    Learned,
    held_out_order,
    learn_score,
    learn_weights,
    learned_score,
    person_signals,
    right_order,
)
from helpers.score.rules import (
    AUDIENCE_POINTS,
    ENDORSEMENT_CAP,
    ENDORSEMENT_POINTS,
    ENGAGEMENT_POINTS,
    account_points,
    counted_endorsements,
    raw_2011,
    raw_2012,
)
from helpers.score.scale import IDLE_SCORE, Scale, anchored_scale, rate
from helpers.score.spheres import sphere_scores
from helpers.score.style import style

__all__ = [
    "AUDIENCE_POINTS",
    "ENDORSEMENT_CAP",
    "ENDORSEMENT_POINTS",
    "ENGAGEMENT_POINTS",
    "IDLE_SCORE",
    "Learned",
    "Scale",
    "account_points",
    "anchored_scale",
    "counted_endorsements",
    "draw_map",
    "draw_sources",
    "draw_two_rules",
    "explain",
    "held_out_order",
    "learn_score",
    "learn_weights",
    "learned_score",
    "person_signals",
    "points_by_source",
    "rate",
    "raw_2011",
    "raw_2012",
    "right_order",
    "sphere_scores",
    "style",
]
