"""Protects the first page: its numbers are those of the published tables, its links lead somewhere, it stays short."""

import re

from helpers import meaning, silence, spheres
from helpers.data import load, root
from helpers.evidence import estimate
from helpers.notebooks import says
from helpers.notebooks.claims import source_text
from helpers.notebooks.pages import anchor, headings
from helpers.notebooks.prose_rules import link_problem

ENDS = [f"concordance{end}" for end in ("", "_low", "_high", "_predicted_low", "_predicted_high")]


def test_the_headline_numbers_are_those_of_the_published_tables():
    bands = load("published/belgium_distribution")
    fifty_two, twenty = (meaning.percentile(score, bands) for score in (52, 20))
    stated = "Of {:,} scored people in Belgium in 2013, {:.1f} % stood below 52 and {:.1f} % below 20"
    says("README.md", stated, fifty_two.n, 100 * fifty_two.value, 100 * twenty.value)
    still = meaning.transition(load("published/belgium_transition")).still_above
    says("README.md", "{:.1f} % of those at 50 or more (n = {:,})", 100 * still.value, still.n)
    week = meaning.rule_change(load("published/rule_change_october_2011"))
    loss = estimate(week[week["group"] == "regular"], "mean change")
    says("README.md", "lost {:.1f} points [{:.1f}, {:.1f}] in a week", -loss.value, -loss.high, -loss.low)


def test_the_pooled_answer_is_that_of_the_evidence():
    effects = spheres.sphere_effects({name: load(f"evidence/{name}") for name in spheres.SPHERES})
    score, gain = (100 * spheres.pool(effects, measure=measure).iloc[0][ENDS] for measure in ("score", "gain"))
    alone = 100 * spheres.pool(effects, measure="gain", leave_out="pupils").iloc[0][ENDS]
    says("README.md", "put {:.0f} [{:.0f}, {:.0f}] of 100 pairs of people or papers in the right order", *score[:3])
    says("README.md", "In a new sphere expect anything from {:.0f} to {:.0f}", *score[3:])
    says("README.md", "gained {:.0f} pairs of 100 [{:.0f}, {:.0f}]", *gain[:3])
    says("README.md", "whose outcome may be circular {:.1f} [{:.1f}, {:.1f}]", *alone[:3])


def test_the_agreement_of_rivals_and_the_bounds_are_those_of_the_evidence():
    agreed = estimate(load("evidence/journalists"), "same_order_all_three").times(100)
    stated = "put {:.0f} [{:.0f}, {:.0f}] of 100 pairs of {:,} journalists in the same order"
    says("README.md", stated, agreed.value, agreed.low, agreed.high, agreed.n)
    salary = estimate(load("evidence/nba"), "score_spearman")
    open_to = silence.unseen_bounds(salary, 0.7)
    says("README.md", "If salary and all that a player gives correlate by {:.1f}, a score", 0.7)
    says("README.md", "a score that goes with salary by {:.2f} may go", salary.value)
    says("README.md", "may go with all of that by anything from {:.2f} to {:.2f}.", open_to.low, open_to.high)


def test_the_sample_is_described_as_it_is():
    people = load("sample/people")
    says("README.md", "of {:,} people is synthetic", len(people))
    assert people["sphere"].nunique() == 6


def test_every_link_leads_somewhere_and_the_page_stays_short():
    text = source_text("README.md")
    problems = [link_problem(address, root()) for address in re.findall(r"\]\(([^)]+)\)", text)]
    assert not [problem for problem in problems if problem]
    assert len(text.split()) < 1_250


def test_the_two_commands_are_the_ones_that_ci_calls():
    text = source_text("README.md")
    ci = (root() / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 run.py test" in text and "run.py test" in ci


def test_the_glossary_leads_from_each_letter_to_its_first_term():
    glossary = (root() / "docs" / "glossary.md").read_text(encoding="utf-8")
    first: dict[str, str] = {}
    for heading in headings(glossary)[1:]:
        first.setdefault(re.sub(r"[^a-z]", "", heading.text.lower())[0].upper(), f"#{anchor(heading.text)}")
    (jump,) = re.findall(r"^Jump to: (.+)$", glossary, re.MULTILINE)
    assert re.findall(r"\[(\w)\]\(([^)]+)\)", jump) == list(first.items())
