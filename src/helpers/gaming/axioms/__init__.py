"""Does a rival pass the three tests that Braunstein asked of any score? Order, hard to game, and monotone.

Order is judged by invented outcomes and gaming by invented buyers, so those two say how a rule behaves in the sample.
That a value can fall when one of its inputs rises is a fact about the rule.
"""

from helpers.gaming.axioms.monotone import INPUTS, REASONS, monotone, one_more
from helpers.gaming.axioms.order import order
from helpers.gaming.axioms.three_tests import TESTED, three_tests

__all__ = ["INPUTS", "REASONS", "TESTED", "monotone", "one_more", "order", "three_tests"]
