"""How does every figure say the same thing to the eye, the ear and a test?

One style sheet, one palette, one call that makes picture, badge, caption, alt text and plain-text form.
Not a plotting library: notebooks draw with matplotlib or seaborn and hand the figure over.
"""

from helpers.figures.drawing import forest, label_line
from helpers.figures.palette import BLUE, GREY, GROUND, INK, ORANGE, PALE, PALETTE, RED, TEAL
from helpers.figures.shares import draw_concentration, draw_differences, draw_shares
from helpers.figures.showing import BADGES, description_problem, render, show, use_style

__all__ = [
    "BADGES",
    "BLUE",
    "GREY",
    "GROUND",
    "INK",
    "ORANGE",
    "PALE",
    "PALETTE",
    "RED",
    "TEAL",
    "description_problem",
    "draw_concentration",
    "draw_differences",
    "draw_shares",
    "forest",
    "label_line",
    "render",
    "show",
    "use_style",
]
