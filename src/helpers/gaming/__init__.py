"""What happens when people play for the score? Invented people, and the ways in which a target changes what it counts.

Everything simulated here is synthetic: it shows what follows from stated assumptions. It does not say how many people
gamed Klout, nor how.
"""

from helpers.gaming.actions import ACTIONS, hourly
from helpers.gaming.axioms import monotone, one_more, order, three_tests
from helpers.gaming.buying import (
    FOLLOWER_PRICE,
    OFFERS,
    RESHARE_PRICE,
    SCORE_TABLES,
    Offer,
    bought,
    excerpt,
    newcomers,
    places,
    with_offer,
)
from helpers.gaming.detection import area, even_base_rate, flagged, hunt, sensitivity_at
from helpers.gaming.display import attention_agreement, attention_shares, display_formula, displayed
from helpers.gaming.drawing import (
    draw_accused,
    draw_bought,
    draw_display,
    draw_hours,
    draw_pressure,
    draw_told_apart,
)
from helpers.gaming.fakes import (
    calibration_of_chances,
    chance_of_fake,
    counted_real,
    counting_error,
    estimated_base_rate,
    honest_of_flagged,
    real_followers,
    told_apart,
    with_base_rate,
)
from helpers.gaming.four_ways import four_ways
from helpers.gaming.mechanisms import adversarial, causal, extremal, regressional
from helpers.gaming.play import ELSEWHERE, allocate, play
from helpers.gaming.population import population
from helpers.gaming.pressure import other_assumptions, under_pressure
from helpers.gaming.tables import bracketed, side_by_side
from helpers.gaming.worlds import outside_interval

__all__ = [
    "ACTIONS",
    "ELSEWHERE",
    "FOLLOWER_PRICE",
    "OFFERS",
    "RESHARE_PRICE",
    "SCORE_TABLES",
    "Offer",
    "adversarial",
    "allocate",
    "area",
    "attention_agreement",
    "attention_shares",
    "bought",
    "bracketed",
    "calibration_of_chances",
    "causal",
    "chance_of_fake",
    "counted_real",
    "counting_error",
    "display_formula",
    "displayed",
    "draw_accused",
    "draw_bought",
    "draw_display",
    "draw_hours",
    "draw_pressure",
    "draw_told_apart",
    "estimated_base_rate",
    "even_base_rate",
    "excerpt",
    "extremal",
    "flagged",
    "four_ways",
    "honest_of_flagged",
    "hourly",
    "hunt",
    "monotone",
    "newcomers",
    "one_more",
    "order",
    "other_assumptions",
    "outside_interval",
    "places",
    "play",
    "population",
    "real_followers",
    "regressional",
    "sensitivity_at",
    "side_by_side",
    "three_tests",
    "told_apart",
    "under_pressure",
    "with_base_rate",
    "with_offer",
]
