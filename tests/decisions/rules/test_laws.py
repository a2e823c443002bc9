"""What holds of every rule, electorate and set of positions, whatever they are."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.decisions.rules import Electorate, Reason, Rule, outcome
from comity.decisions.rules.deciding import every, some
from decisions.rules.worlds import STATES, endings, positions, rules, worlds

RANK = {"rejected": 0, "open": 1, "adopted": 2}


@settings(max_examples=150)
@given(worlds())
def test_a_result_is_what_comes_of_every_way_it_can_end(world):
    """The engine looks at the best and the worst only; here every state without a record says everything it could."""
    rule, electorate, standing = world
    ends = {outcome(rule, electorate, end).result for end in endings(electorate, standing)}
    assert "open" not in ends
    assert outcome(rule, electorate, standing).result == (ends.pop() if len(ends) == 1 else "open")


@given(worlds(), st.randoms())
def test_the_order_of_positions_never_matters(world, random):
    rule, electorate, standing = world
    items = list(standing.items())
    random.shuffle(items)
    assert outcome(rule, electorate, dict(items)) == outcome(rule, electorate, standing)


@given(worlds(), st.sampled_from(STATES))
def test_a_consent_in_the_place_of_anything_else_never_makes_it_worse(world, state):
    rule, electorate, standing = world
    before = outcome(rule, electorate, standing).result
    after = outcome(rule, electorate, {**standing, state: "consent"}).result
    if state in standing:
        assert RANK[after] >= RANK[before]
    else:
        assert before == "open" or after == before


@given(worlds(full=True), st.sampled_from(STATES))
def test_an_objection_never_carries_anything(world, state):
    rule, electorate, standing = world
    was_there = standing.get(state) in ("consent", "object", "abstain")
    before = outcome(rule, electorate, standing).result
    after = outcome(rule, electorate, {**standing, state: "object"}).result
    assert not was_there or RANK[after] <= RANK[before]


@given(worlds(), st.permutations(STATES))
def test_states_are_equal(world, order):
    """Give every state the name of another: the same comes out, with the names changed."""
    rule, electorate, standing = world
    other = dict(zip(STATES, order, strict=True))
    there = Electorate(
        tuple(other[state] for state in electorate.states),
        frozenset(other[state] for state in electorate.set_aside),
        {"people": {other[state]: weight for state, weight in electorate.weights["people"].items()}},
        {"founders": frozenset(other[state] for state in electorate.groups["founders"])},
    )
    here = outcome(rule, electorate, standing)
    moved = outcome(named_anew(rule, other), there, {other[state]: said for state, said in standing.items()})
    assert moved.result == here.result
    assert moved.in_the_way == tuple(other[state] for state in here.in_the_way)


def named_anew(rule: Rule, other: dict[str, str]) -> Rule:
    names = rule.objections_block
    return replace(
        rule,
        objections_block=names if isinstance(names, str) else tuple(other.get(name, name) for name in names),
        any_of=tuple(named_anew(one, other) for one in rule.any_of),
        all_of=tuple(named_anew(one, other) for one in rule.all_of),
    )


@given(st.sets(st.sampled_from(STATES), min_size=1), st.data())
def test_by_consensus_one_objection_blocks_whoever_makes_it(members, data):
    electorate = Electorate(tuple(sorted(members)))
    consensus = Rule(objections_block="all")
    standing = data.draw(positions(electorate))
    objector = data.draw(st.sampled_from(electorate.states))
    found = outcome(consensus, electorate, {**standing, objector: "object"})
    assert found.result == "rejected"
    assert objector in found.in_the_way


@given(worlds(), st.booleans())
def test_the_reasons_agree_with_the_outcome_and_their_figures_with_themselves(world, closed):
    rule, electorate, standing = world
    found = outcome(rule, electorate, standing, closed=closed)
    verdict = every(reason.holds for reason in found.reasons)
    assert found.result == {True: "adopted", False: "rejected", None: "open"}[verdict]
    assert all(agrees(reason) for reason in found.reasons)
    assert not (closed and found.result == "open")
    assert found.result != "adopted" or not found.in_the_way
    assert set(found.in_the_way) <= set(standing) | (set(electorate.states) if closed else set())


def agrees(reason: Reason) -> bool:
    """Whether what a reason says follows from the figures that it gives."""
    values = reason.values
    match reason.code:
        case "objections":
            return reason.holds is (False if values["states"] else None if values["awaited"] else True)
        case "test":
            return reason.holds is reach(values["in_favour"], values["awaited"], values["needed"])
        case "quorum":
            return reason.holds is reach(values["there"], values["awaited"], values["needed"])
        case "blocking_minority":
            low, high = values["not_in_favour"], values["not_in_favour"] + values["awaited"]
            deemed = True if high < values["needed"] else None if low < values["needed"] else False
            return reason.holds is some((every(part.holds for part in reason.parts), deemed))
        case "any_of" | "all_of" | "rule":
            verdict = some if reason.code == "any_of" else every
            fits = reason.holds is verdict(part.holds for part in reason.parts)
            return fits and all(agrees(part) for part in reason.parts)
    return reason.code == "nobody_entitled" and reason.holds is False


def reach(sure, possible, needed):
    return True if sure >= needed else None if sure + possible >= needed else False


@given(rules(), st.data())
def test_a_matter_that_is_closed_is_never_open(rule, data):
    electorate = Electorate(STATES, frozenset(), {"people": {}}, {"founders": frozenset()})
    standing = data.draw(positions(electorate))
    assert outcome(rule, electorate, standing, closed=True).result != "open"
