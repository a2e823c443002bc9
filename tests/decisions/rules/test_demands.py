"""Demands say of all positions at once what the engine says of one: they must not drift apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.decisions.rules import Position, outcome
from comity.decisions.rules.deciding import Case
from comity.decisions.rules.demands import PLACES, Sought
from decisions.rules.worlds import electorates, positions, tangled_rules


@settings(max_examples=150, deadline=None)
@given(st.data(), tangled_rules, electorates(), st.booleans())
def test_the_demands_of_a_way_are_met_where_the_outcome_is_so(data, rule, electorate, closed):
    standing = data.draw(positions(electorate))
    room = data.draw(st.frozensets(st.sampled_from(electorate.states)))
    result = outcome(rule, electorate, standing, present=room, closed=closed).result
    case = Case(electorate, standing, room, closed)

    def so(met: bool, surely: bool) -> bool:
        ways = Sought(case, met=met, surely=surely).ways(rule)
        return any(all(demand.missing() <= 0 for demand in way) for way in ways)

    assert so(met=True, surely=True) == (result == "adopted")
    assert so(met=True, surely=False) == (result != "rejected")
    assert so(met=False, surely=True) == (result != "adopted")
    assert so(met=False, surely=False) == (result == "rejected")


@settings(max_examples=60, deadline=None)
@given(st.data(), tangled_rules, electorates(), st.sampled_from(sorted(PLACES)))
def test_what_changes_add_together_is_the_sum_of_what_each_adds(data, rule, electorate, kind: Position):
    standing = data.draw(positions(electorate))
    moved = {**standing, **dict.fromkeys(data.draw(st.sets(st.sampled_from(electorate.states))), kind)}
    before, after = (Case(electorate, said, None, False) for said in (standing, moved))
    ways = Sought(before, met=True, surely=True).ways(rule)
    missing = {(one.weights, one.worth, one.least, len(roll_of(one))): one for way in ways for one in way}
    for way in Sought(after, met=True, surely=True).ways(rule):
        for one in way:
            earlier = missing[one.weights, one.worth, one.least, len(roll_of(one))]
            adds = earlier.adds(kind)
            added = sum(adds.get(state, 0) for state in moved if moved[state] != standing.get(state))
            assert one.missing() == earlier.missing() - added


def roll_of(demand) -> list[str]:
    return list(demand.roll.states())
