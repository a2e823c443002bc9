"""Every rule of every charter that ships can be carried out."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from comity.charter.source import load
from comity.decisions.reading import electorate_of, rule_of
from comity.decisions.rules import changes, covering, outcome

GALLERY = sorted((Path(__file__).parents[2] / "organisations").glob("*/charter.toml"))
ON = date(2026, 1, 1)
SIZES = {"unga": 193, "wto": 166, "osce": 57, "au": 55, "nato": 32, "eu-council": 27, "unsc": 15, "asean": 11}
"""How many members they have; ten, of the others."""
SAID = ("consent", "object", "abstain", "absent", "excused")


@pytest.mark.parametrize("path", GALLERY, ids=[path.parent.name for path in GALLERY])
def test_what_all_want_is_adopted_and_what_nobody_wants_is_not(path):
    charter = load(path.read_bytes(), str(path))
    listed = {state for weight in charter.weights.values() for scale in weight.scale for state in scale.shares}
    permanent = {state for group in charter.groups.values() for state in group.states}
    states = sorted(listed | permanent | {f"X{letter}" for letter in "ABCDEFGHIJ"})
    electorate = electorate_of(charter, states, ON, set_aside={"XA"})
    for code in charter.rules:
        rule = rule_of(charter, code, ON)
        assert outcome(rule, electorate, dict.fromkeys(states, "consent")).result == "adopted", code
        assert outcome(rule, electorate, dict.fromkeys(states, "object")).result == "rejected", code
        assert outcome(rule, electorate, {}).result == "open", code


@pytest.mark.parametrize("path", GALLERY, ids=[path.parent.name for path in GALLERY])
def test_what_would_alter_an_outcome_is_found_exactly_with_a_thirtieth_of_the_effort(monkeypatch, path):
    """At the organisation's real size, with its weights, whatever was said."""
    monkeypatch.setattr(covering, "EFFORT", covering.EFFORT // 30)
    charter = load(path.read_bytes(), str(path))
    listed = sorted(
        {state for weight in charter.weights.values() for scale in weight.scale for state in scale.shares}
    )
    permanent = sorted({state for group in charter.groups.values() for state in group.states} - set(listed))
    named = [*listed, *permanent]
    states = named + [f"X{place:03}" for place in range(SIZES.get(path.parent.name, 10) - len(named))]
    electorate = electorate_of(charter, states, ON, set_aside={states[0]})
    for code in charter.rules:
        rule = rule_of(charter, code, ON)
        for chances in ((6, 2, 1, 1, 1), (2, 4, 1, 1, 0), (1, 0, 0, 0, 0), (0, 1, 0, 0, 0)):
            said = dict(zip(states, Random(code).choices(SAID, chances, k=len(states)), strict=True))
            found = changes(rule, electorate, said, closed=True)
            assert found.exact, (code, chances)
            assert found.sets, (code, chances)
