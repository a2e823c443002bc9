"""Every rule of every charter that ships can be carried out."""

from datetime import date
from pathlib import Path

import pytest

from comity.charter.source import load
from comity.decisions.reading import electorate_of, rule_of
from comity.decisions.rules import outcome

GALLERY = sorted((Path(__file__).parents[2] / "organisations").glob("*/charter.toml"))
ON = date(2026, 1, 1)


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
