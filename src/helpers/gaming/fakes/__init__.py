"""How well are fake accounts told apart, and what is a follower count worth when followers can be fake?

The real accounts were collected by the authors of the data, nobody knows out of what: shares of fakes are therefore
always assumed here, never found.
"""

from helpers.gaming.fakes.counting import (
    counted_real,
    counting_error,
    estimated_base_rate,
    real_followers,
    with_base_rate,
)
from helpers.gaming.fakes.evidence_lines import instafake_lines, told_apart
from helpers.gaming.fakes.telling import FAKE_SIGNALS, calibration_of_chances, chance_of_fake, honest_of_flagged

__all__ = [
    "FAKE_SIGNALS",
    "calibration_of_chances",
    "chance_of_fake",
    "counted_real",
    "counting_error",
    "estimated_base_rate",
    "honest_of_flagged",
    "instafake_lines",
    "real_followers",
    "told_apart",
    "with_base_rate",
]
