"""What would alter an outcome, with as few changes as can be."""

from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.decisions.rules import BlockingMinority, Electorate, Quorum, Rule, Test, changes, covering, outcome
from decisions.rules.worlds import POSITIONS, electorates, positions, tangled_rules, worlds

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


def test_one_alternative_fails_for_its_quorum_and_the_other_by_an_objection():
    """XA alone can stop the second; all four have to be there for the first. Neither kind of change does it alone."""
    assembled = Rule(tests=(Test("voting", at_least=1),), quorum=Quorum(at_least=4))
    rule = Rule(any_of=(assembled, Rule(objections_block=("XA",))))
    found = changes(rule, FOUR, dict.fromkeys(FOUR.states, "consent"))
    assert spelt(found) == [({"XA": "object", state: "absent"}, "rejected") for state in ("XB", "XC", "XD")]
    assert found.exact
    assert found.complete


UNION = {
    "DE": 83, "FR": 68, "IT": 59, "ES": 48, "PL": 37, "RO": 19, "NL": 18, "BE": 12, "CZ": 11, "SE": 11, "PT": 11,
    "GR": 10, "HU": 10, "AT": 9, "BG": 6, "DK": 6, "FI": 6, "SK": 5, "IE": 5, "HR": 4, "LT": 3, "SI": 2, "LV": 2,
    "EE": 1, "CY": 1, "LU": 1, "MT": 1,
}  # fmt: skip
"""Twenty-seven sizes as uneven as those of a real council; in millions, nearly."""


def test_a_council_of_twenty_seven_with_a_blocking_minority():
    """Treaty on European Union, art. 16(4): 55 of a hundred states with 65 of a hundred people; four to block."""
    rule = Rule(
        tests=(Test(at_least=Fraction(55, 100)), Test(at_least=Fraction(65, 100), measure="people")),
        blocking_minority=BlockingMinority(at_least=4),
    )
    council = Electorate(tuple(UNION), weights={"people": UNION})
    stopped = changes(rule, council, dict.fromkeys(UNION, "consent"))
    assert stopped.size == 4, "Three of the largest have over 35 of a hundred people, and are one too few."
    assert stopped.exact
    largest = {state: "object" if state in ("DE", "FR", "IT", "ES") else "consent" for state in UNION}
    found = changes(rule, council, largest)
    assert spelt(found) == [({state: "consent"}, "adopted") for state in ("DE", "FR", "IT", "ES")]
    assert found.exact
    assert found.complete


def uneven(states, measures, seed):
    """An electorate, a rule and positions without any symmetry: weights from one to a milliard."""
    chance = Random(seed)
    names = tuple(f"S{place:03}" for place in range(states))
    weights = {name: {state: int(10 ** chance.uniform(0, 9)) for state in names} for name in measures}
    shares = {name: Fraction(chance.randint(50, 80), 100) for name in measures}
    tests = [
        Test("voting", Fraction(55, 100)),
        *(Test("voting", share, measure=name) for name, share in shares.items()),
    ]
    said = chance.choices(POSITIONS, (2, 5, 1, 1, 1), k=states)
    rule = Rule(tests=tuple(tests), quorum=Quorum(more_than=Fraction(1, 2)), objections_block=("S003",))
    return rule, Electorate(names, weights=weights), dict(zip(names, said, strict=True))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("measures", [("votes",), ("votes", "people")])
def test_sixty_states_of_any_weights_take_a_twentieth_of_the_effort(monkeypatch, measures, seed):
    monkeypatch.setattr(covering, "EFFORT", covering.EFFORT // 20)
    rule, electorate, said = uneven(60, measures, seed)
    found = changes(rule, electorate, said)
    assert found.exact
    assert all(one.result == "adopted" for one in found.sets)


@pytest.mark.parametrize("seed", range(8))
def test_among_fourteen_uneven_states_no_smaller_set_was_overlooked(seed):
    rule, electorate, said = uneven(14, ("votes", "people"), seed)
    found = changes(rule, electorate, said, most=1000)
    others = [state for state in electorate.states if said[state] != "consent"]
    carried = [
        moved
        for size in range(found.size + 1)
        for states in combinations(others, size)
        if outcome(rule, electorate, said | (moved := dict.fromkeys(states, "consent"))).result == "adopted"
    ]
    assert sorted(map(sorted, carried)) == sorted(sorted(dict(one.positions)) for one in found.sets)


def test_where_the_search_is_cut_short_it_says_so(monkeypatch):
    monkeypatch.setattr(covering, "EFFORT", 1000)
    found = changes(*uneven(60, ("votes",), 6))
    assert found.sets
    assert all(one.result == "adopted" for one in found.sets)
    assert not found.exact
    assert not found.complete
    assert found.size == 17, "Sixteen suffice."


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


@settings(max_examples=60, deadline=None)
@given(st.data(), tangled_rules, electorates(most=4), st.booleans())
def test_whatever_the_quorums_of_alternatives_no_set_is_overlooked(data, rule, electorate, closed):
    """Of one kind of change, they are all found; of several, no smaller one alters anything."""
    standing = data.draw(positions(electorate))
    room = data.draw(st.frozensets(st.sampled_from(electorate.states)))
    found = changes(rule, electorate, standing, present=room, closed=closed, most=1000)
    before = outcome(rule, electorate, standing, present=room, closed=closed).result
    assert found.exact
    assert found.complete
    of_one_kind = set()
    for size in range((found.size or len(electorate.states)) + 1):
        for states in combinations(electorate.states, size):
            for said in product(POSITIONS, repeat=size):
                moved = tuple(zip(states, said, strict=True))
                after = outcome(rule, electorate, {**standing, **dict(moved)}, present=room, closed=closed).result
                if size < found.size or not found.sets:
                    assert after == before
                elif helps(before, after, said) and all(standing.get(state) != one for state, one in moved):
                    of_one_kind.add((moved, after))
    given_back = {(one.positions, one.result) for one in found.sets}
    assert {one for one in given_back if len({said for _, said in one[0]}) == 1} == of_one_kind


def helps(before, after, said):
    """Consents for the better; objections, or absences, for the worse."""
    ranks = ("rejected", "open", "adopted")
    better = ranks.index(after) - ranks.index(before)
    return better > 0 if set(said) == {"consent"} else better < 0 and set(said) in ({"object"}, {"absent"})
