"""Which colours are used, and for what? Safe for colour-blind readers and in grey print, which a test checks."""

BLUE, ORANGE, TEAL, RED = "#12305a", "#dd7a10", "#157f86", "#9c2040"
PALETTE = (BLUE, ORANGE, TEAL, RED)  # for data, in the order of the style sheet
INK, GREY, PALE, GROUND = "#1c1c1c", "#6b6b6b", "#e4e7ec", "#ffffff"  # text, context, bands behind data, paper
