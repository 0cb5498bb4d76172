"""What is kept of the 117th House? Signals of each member from the network, joined to what the member got done.

Members hold public office; even so no name, handle or id is kept, and results are published as aggregates.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

CONGRESS = 117
PERIOD = ("2022-02-01", "2022-06-30")
"""The months in which the network was collected."""

CHAIRS = frozenset({"Chair", "Chairman", "Chairwoman", "Chairperson"})
PARTY_CODES = {100: "Democrat", 200: "Republican"}
MEMBER, CONGRESS_COLUMN = "Indicator for member in bioguide", "Congress number"
LES_COLUMNS = {
    "LES 1.0": "les",
    "LES Classic Rank within Party": "les_rank_in_party",
    "LES/benchmark (Classic)": "les_to_benchmark",
    "100=Dem, 200=Rep, Other": "party",
    "1 = majority party member": "majority",
}


def read_house117(raw: Path) -> pd.DataFrame:
    """One row per member of the House with an account in the network.

    An edge from i to j says that j mentioned, reshared, quoted or replied to i, its weight that count over the posts
    of i. So the sum of the weights that leave a member is engagement received. Accounts are joined to members by
    handle in lower case and bioguide id. The scores stand rounded to whole numbers in this copy; their rank within
    the party was made before.
    """
    signals = _signals(json.loads((raw / "congress_network_data.json").read_text(encoding="utf-8"))[0])
    signals["member"] = signals["account"].map(_members(_yaml(raw / "legislators-social-media.yaml")))
    scores = pd.read_csv(raw / "CEL_H111-118_LES.csv", encoding="utf-8-sig")
    scores = scores[scores[CONGRESS_COLUMN] == CONGRESS][[MEMBER, *LES_COLUMNS]].rename(columns=LES_COLUMNS)
    both = signals.dropna(subset="member").merge(scores, left_on="member", right_on=MEMBER, validate="one_to_one")
    chairs, ranking = _committee_heads(_yaml(raw / "committee-membership-current.yaml"))
    leaders = _leaders(_yaml(raw / "legislators-current.yaml"))
    for name, ids in (("committee_chair", chairs), ("ranking_member", ranking), ("leadership", leaders)):
        both[name] = both["member"].isin(ids)
    both["party"] = both["party"].map(PARTY_CODES).astype("str")
    both["majority"] = both["majority"] == 1
    both["les_rank_in_party"] = both["les_rank_in_party"].astype("int64")
    both[["les", "les_to_benchmark"]] = both[["les", "les_to_benchmark"]].astype("float64")
    return both.drop(columns=["account", "member", MEMBER])


def _signals(network: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account": [name.lower() for name in network["usernameList"]],
            "engagement_received": [float(sum(weights)) for weights in network["outWeight"]],  # codespell:ignore
            "engagement_given": [float(sum(weights)) for weights in network["inWeight"]],
            "engaged_by": [len(others) for others in network["outList"]],
            "engages_with": [len(others) for others in network["inList"]],
        }
    )


def _members(media: list[dict[str, Any]]) -> dict[str, str]:
    named = (entry for entry in media if entry["social"].get("twitter"))
    return {entry["social"]["twitter"].lower(): entry["id"]["bioguide"] for entry in named}


def _committee_heads(committees: dict[str, list[dict[str, Any]]]) -> tuple[set[str], set[str]]:
    """Chairs and ranking members of full committees of the House: codes of four letters that begin with H."""
    seats = [seat for code, seats in committees.items() if code.startswith("H") and len(code) == 4 for seat in seats]
    chairs = {seat["bioguide"] for seat in seats if seat.get("title") in CHAIRS}
    return chairs, {seat["bioguide"] for seat in seats if seat.get("title") == "Ranking Member"}


def _leaders(legislators: list[dict[str, Any]]) -> set[str]:
    first, last = PERIOD
    return {
        entry["id"]["bioguide"]
        for entry in legislators
        for role in entry.get("leadership_roles", [])
        if role["chamber"] == "house" and role["start"] <= last and role.get("end", last) >= first
    }


def _yaml(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
