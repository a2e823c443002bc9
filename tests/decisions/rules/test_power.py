"""What a vote is worth: figures of the literature, and every coalition counted one by one."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings

from comity.decisions.rules import Electorate, Rule, Test, TooFine, outcome, power
from decisions.rules.worlds import electorates, rules


def weighted(shares: dict[str, int], quota: int) -> tuple[Rule, Electorate]:
    return Rule(tests=(Test(measure="votes", at_least=quota),)), Electorate(tuple(shares), weights={"votes": shares})


def test_luxembourg_had_a_vote_and_no_power():
    """The Council of the six, 1958 to 1972: 12 of 17 votes. Treaty of Rome, art. 148; the weights of the others are
    even, and so is the quota, so its one vote never counted (Brams and Affuso, New Paradoxes of Voting Power, 1985).
    """
    rule, electorate = weighted({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12)
    found = power(rule, electorate)
    assert [found[state].shapley for state in ("DE", "NL", "LU")] == [Fraction(14, 60), Fraction(9, 60), 0]
    assert [found[state].banzhaf for state in ("DE", "NL", "LU")] == [Fraction(5, 21), Fraction(3, 21), 0]


def test_the_veto_of_the_security_council():
    """Shapley and Shubik, 1954, for fifteen members: 421/2145 for a permanent one, 4/2145 for another."""
    permanent = tuple("ABCDE")
    electorate = Electorate((*permanent, *"abcdefghij"), groups={"permanent": frozenset(permanent)})
    found = power(Rule(tests=(Test(at_least=9),), objections_block=("permanent",)), electorate)
    assert found["A"].shapley == Fraction(421, 2145)
    assert found["j"].shapley == Fraction(4, 2145)
    assert found["A"].decisive == 848, "Of ten others four or more: 210 + 252 + 210 + 120 + 45 + 10 + 1."
    assert found["j"].decisive == 84, "All five, and three of the other nine."


def test_by_consensus_all_have_the_same_power():
    electorate = Electorate(tuple(f"S{number}" for number in range(60)))
    found = power(Rule(objections_block="all"), electorate)
    assert {value.shapley for value in found.values()} == {Fraction(1, 60)}
    assert {value.decisive for value in found.values()} == {1}


def test_sixty_states_by_majority():
    """Decisive for each coalition of thirty of the fifty-nine others, of which there are about 10 to the 17th."""
    electorate = Electorate(tuple(f"S{number}" for number in range(60)))
    found = power(Rule(tests=(Test(more_than=Fraction(1, 2)),)), electorate)
    assert {value.decisive for value in found.values()} == {59132290782430712}


@settings(max_examples=60)
@given(rules(), electorates())
def test_it_is_what_trying_every_coalition_finds(rule, electorate):
    states = electorate.states

    def wins(coalition) -> bool:
        said = {state: "consent" if state in coalition else "object" for state in states}
        return outcome(rule, electorate, said).result == "adopted"

    found = power(rule, electorate)
    for state in states:
        others = [other for other in states if other != state]
        coalitions = [frozenset(some) for size in range(len(states)) for some in combinations(others, size)]
        decisive = [some for some in coalitions if wins(some | {state}) and not wins(some)]
        assert found[state].decisive == len(decisive)
    won = wins(states) and not wins(())
    assert sum(value.shapley for value in found.values()) == won
    assert sum(value.banzhaf for value in found.values()) == won


def test_what_cannot_be_exact_is_refused():
    with pytest.raises(TooFine, match="60 states at most, and these are 61"):
        power(Rule(objections_block="all"), Electorate(tuple(f"S{number}" for number in range(61))))
    rule, electorate = weighted({"A": 3_000_001, "B": 2_000_003}, 4_000_000)
    with pytest.raises(TooFine, match="fewer digits"):
        power(rule, electorate)
