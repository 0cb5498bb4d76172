"""What do the scores that do the same job say? Klout's rivals, by their published rules, what is ours named as ours.

Of the graph (PageRank, TunkRank, Influence-Passivity), of what accounts do (h-index, Kred, PeerIndex, Social Authority,
Cha's three ranks), of papers and scientists (Altmetric, Kardashian index), all together, and how far they agree. It
rebuilds rules; that a rebuilt score equals the product of that name is not claimed.
"""

from helpers.peers.accounts import cha_ranks, h_index, h_indexes, peerindex_like, social_authority_like
from helpers.peers.drawing import draw_agreement, draw_cast, draw_rivals
from helpers.peers.graph import pagerank, tunkrank
from helpers.peers.kred import kred_like, outreach_level
from helpers.peers.multitrait import Multitrait, multitrait_multimethod, traits_by_network
from helpers.peers.papers import altmetric_score, kardashian_index
from helpers.peers.passivity import exposures, influence_passivity
from helpers.peers.reading import agreement_of_pairs, strongest_by_trait
from helpers.peers.together import RIVALS, rivals
from helpers.peers.tops import expected_overlap, top_tenths

__all__ = [
    "RIVALS",
    "Multitrait",
    "agreement_of_pairs",
    "altmetric_score",
    "cha_ranks",
    "draw_agreement",
    "draw_cast",
    "draw_rivals",
    "expected_overlap",
    "exposures",
    "h_index",
    "h_indexes",
    "influence_passivity",
    "kardashian_index",
    "kred_like",
    "multitrait_multimethod",
    "outreach_level",
    "pagerank",
    "peerindex_like",
    "rivals",
    "social_authority_like",
    "strongest_by_trait",
    "top_tenths",
    "traits_by_network",
    "tunkrank",
]
