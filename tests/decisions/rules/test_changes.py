"""What would alter an outcome, with as few changes as can be."""

from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings

from comity.decisions.rules import Electorate, Quorum, Rule, Test, altering, changes, outcome
from decisions.rules.worlds import POSITIONS, worlds

FOUR = Electorate(("XA", "XB", "XC", "XD"))
CONSENSUS = Rule(objections_block="all")


def spelt(found):
    return [(dict(one.positions), one.result) for one in found.sets]


def test_one_objection_lifted_carries_a_consensus():
    found = changes(CONSENSUS, FOUR, {"XA": "consent", "XB": "object", "XC": "consent", "XD": "consent"})
    assert spelt(found) == [({"XB": "consent"}, "adopted")]
    assert found.exact
    assert found.complete


def test_any_one_of_four_can_break_a_consensus():
    found = changes(CONSENSUS, FOUR, dict.fromkeys(FOUR.states, "consent"))
    assert spelt(found) == [({state: "object"}, "rejected") for state in FOUR.states]


def test_what_is_open_can_go_either_way():
    found = changes(CONSENSUS, FOUR, {"XA": "consent", "XB": "consent", "XC": "consent"})
    assert ({"XD": "consent"}, "adopted") in spelt(found)
    assert ({"XA": "object"}, "rejected") in spelt(found)


def test_who_leaves_takes_the_quorum_along():
    rule = Rule(objections_block="all", quorum=Quorum(at_least=Fraction(3, 4)))
    said = {"XA": "consent", "XB": "consent", "XC": "consent", "XD": "absent"}
    assert ({"XA": "absent"}, "rejected") in spelt(changes(rule, FOUR, said))


def test_where_nothing_helps_there_is_no_set():
    assert changes(Rule(tests=(Test(at_least=5),)), FOUR, {}).size == 0


def test_a_hundred_and_ninety_three_states():
    """Two thirds of the voting: 128 of 192. With 100 to 92, 28 have to go over, whichever they are."""
    world = Electorate(tuple(f"S{number:03}" for number in range(193)))
    said = {state: "consent" if place < 100 else "object" for place, state in enumerate(world.states[:192])}
    said["S192"] = "absent"
    found = changes(Rule(tests=(Test("voting", Fraction(2, 3)),)), world, said)
    assert (found.size, found.exact, found.complete) == (28, True, False)
    assert len(found.sets) == 50


def test_where_the_search_is_cut_short_it_says_so(monkeypatch):
    monkeypatch.setattr(altering, "EFFORT", 24)
    weights = {state: 5 + place for place, state in enumerate("ABCDEFGH")}
    rule = Rule(tests=(Test(measure="votes", more_than=Fraction(1, 2)),))
    found = changes(rule, Electorate(tuple(weights), weights={"votes": weights}), dict.fromkeys(weights, "object"))
    assert found.sets
    assert all(one.result == "adopted" for one in found.sets)
    assert not found.exact
    assert not found.complete


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_no_smaller_set_of_any_changes_at_all_would_do(world):
    rule, electorate, standing = world
    found = changes(rule, electorate, standing)
    before = outcome(rule, electorate, standing).result
    for one in found.sets:
        assert outcome(rule, electorate, {**standing, **dict(one.positions)}).result == one.result != before
    assert found.exact
    most = found.size - 1 if found.size else len(electorate.states)
    for size in range(min(most, 3) + 1):
        for states in combinations(electorate.states, size):
            for said in product(POSITIONS, repeat=size):
                moved = {**standing, **dict(zip(states, said, strict=True))}
                assert outcome(rule, electorate, moved).result == before
