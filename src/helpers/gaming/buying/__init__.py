"""What can a newcomer buy? Offers of bots, follow-backs, pods, +K and posts, and the places that each one brings.

Buyers, bots and network are invented: it shows what each rule lets pass, not what anybody bought in the world.
"""

from helpers.gaming.buying.offers import FOLLOWER_PRICE, OFFERS, RESHARE_PRICE, Offer, with_offer
from helpers.gaming.buying.places import bought, newcomers, places
from helpers.gaming.buying.rows import NETWORK, SCORE_TABLES, excerpt, with_rows

__all__ = [
    "FOLLOWER_PRICE",
    "NETWORK",
    "OFFERS",
    "RESHARE_PRICE",
    "SCORE_TABLES",
    "Offer",
    "bought",
    "excerpt",
    "newcomers",
    "places",
    "with_offer",
    "with_rows",
]
