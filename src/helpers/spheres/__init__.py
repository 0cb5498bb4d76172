"""Does the score track real-life outcomes in sport, politics, science, learning and reputation? One plan, one protocol.

Real data, untuned scores, and the spheres that were at hand: not Klout's score, and no sample of all spheres.
"""

from helpers.evidence import evidence
from helpers.spheres.drawing import draw_comparisons, draw_judged, draw_pooled, draw_spheres, draw_years
from helpers.spheres.judgements import ceiling, ceiling_bounds, people_and_judgements, remembered_order, repeated_pairs
from helpers.spheres.lessons import sphere_lines
from helpers.spheres.people import dyadic_error, mean_over_pairs
from helpers.spheres.plan import KINDS, PEOPLE, PLAN, SPHERES, Outcome, Sphere, analysis_plan
from helpers.spheres.pooling import leave_one_out, pool, pooled_subsets, sphere_effects
from helpers.spheres.protocol import composite, measure
from helpers.spheres.reputation import reputation_lines
from helpers.spheres.tables import (
    Reach,
    beside_published,
    concordances,
    pairs_of_100,
    pooled_table,
    reaches,
    weight_table,
)

__all__ = [
    "KINDS",
    "PEOPLE",
    "PLAN",
    "SPHERES",
    "Outcome",
    "Reach",
    "Sphere",
    "analysis_plan",
    "beside_published",
    "ceiling",
    "ceiling_bounds",
    "composite",
    "concordances",
    "draw_comparisons",
    "draw_judged",
    "draw_pooled",
    "draw_spheres",
    "draw_years",
    "dyadic_error",
    "evidence",
    "leave_one_out",
    "mean_over_pairs",
    "measure",
    "pairs_of_100",
    "people_and_judgements",
    "pool",
    "pooled_subsets",
    "pooled_table",
    "reaches",
    "remembered_order",
    "repeated_pairs",
    "reputation_lines",
    "sphere_effects",
    "sphere_lines",
    "weight_table",
]
