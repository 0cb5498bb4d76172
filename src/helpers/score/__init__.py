"""How do signals become a number from 1 to 100? The rules of 2011 and 2012, the scale, style, +K and where points came
from.

Written from what was published about Klout (`data/published/`); every weight is ours, because Klout never showed its
own. It does not count raw activity (`helpers.signals`) and does not say what the number means (`helpers.meaning`).
"""

from helpers.score.explain import explain
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
    "Scale",
    "account_points",
    "anchored_scale",
    "counted_endorsements",
    "explain",
    "rate",
    "raw_2011",
    "raw_2012",
    "sphere_scores",
    "style",
]
