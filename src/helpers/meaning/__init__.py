"""What does 52 mean, and 52 against 20? Published distribution and moves, error of measurement, chances.

It reads the score as it is; whether the score tracks anything in real life is another question.
"""

from helpers.meaning.bands import Bounded, describe_bands, percentile, score_at, share_below
from helpers.meaning.change import changes_by_group, limits_of_agreement, mean_shift, rank_correlation, rule_change
from helpers.meaning.comparison import chance_table, readable_chances, rescaled_ratio
from helpers.meaning.drawing import (
    draw_bands,
    draw_chance,
    draw_change,
    draw_changes,
    draw_error_by_band,
    draw_moves,
)
from helpers.meaning.error import (
    SplitHalf,
    TrueChange,
    error_by_band,
    odd_and_even_days,
    retest_error,
    split_half,
    true_change,
)
from helpers.meaning.moves import Transition, expected_moves, polychoric, transition, transition_table
from helpers.meaning.reader import (
    Comparison,
    Place,
    band_of_error,
    compare,
    error_near,
    place_of,
    reader_json,
    stayed_by_band,
)

__all__ = [
    "Bounded",
    "Comparison",
    "Place",
    "SplitHalf",
    "Transition",
    "TrueChange",
    "band_of_error",
    "chance_table",
    "changes_by_group",
    "compare",
    "describe_bands",
    "draw_bands",
    "draw_chance",
    "draw_change",
    "draw_changes",
    "draw_error_by_band",
    "draw_moves",
    "error_by_band",
    "error_near",
    "expected_moves",
    "limits_of_agreement",
    "mean_shift",
    "odd_and_even_days",
    "percentile",
    "place_of",
    "polychoric",
    "rank_correlation",
    "readable_chances",
    "reader_json",
    "rescaled_ratio",
    "retest_error",
    "rule_change",
    "score_at",
    "share_below",
    "split_half",
    "stayed_by_band",
    "transition",
    "transition_table",
    "true_change",
]
