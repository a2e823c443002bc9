"""What has to be so for an outcome to be another: demands on sums of weights, and the ways in which they can be met.

All that a rule asks is of one form: each state has a weight, and each place where its position puts it (in favour,
against, away, …) a worth; of weight times worth, all states together have to come to no less than nought. *At least
two thirds of the voting*: 3 for a state in favour, and -2 for any who votes. *No objection blocks*: -1 for a state
that blocks. So what a change of position adds to such a sum does not depend on what others do.

Rules combine demands by *all of* and *one of*. That is written out into *ways*: each way is some demands which, where
all hold, make the outcome what is sought; and it is not that unless those of one way do. It restates what `deciding`
works out from positions, as it has to be known for all positions at once; a test holds the two together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from comity.decisions.rules.counting import Roll
from comity.decisions.rules.deciding import Case, blocking
from comity.decisions.rules.values import Among, BlockingMinority, Position, Quorum, Rule, Test

FAVOUR = frozenset(("consenting",))
UNSAID = frozenset(("awaited", "expected"))
VOTING = FAVOUR | UNSAID | {"objecting"}
TAKING_PART = VOTING | {"abstaining"}
PRESENT = TAKING_PART | {"silent"}
ENTITLED = PRESENT | {"away"}
BASES: dict[Among, frozenset[str]] = {
    "voting": VOTING,
    "taking-part": TAKING_PART,
    "present": PRESENT,
    "entitled": ENTITLED,
}
"""Who counts in the base of a test, if all those without a record took part."""
PLACES: Mapping[Position, str] = {"consent": "consenting", "object": "objecting", "absent": "away"}
"""Where a change puts a state."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Of weight times worth, the states on a roll come to no less than `least`.

    weights     a measure; or the states of which each weighs one, all others nothing
    worth       by place, where it is not nought
    """

    roll: Roll
    weights: str | frozenset[str]
    worth: frozenset[tuple[str, int]]
    least: int

    def missing(self) -> int:
        """How much has to be added; nought or less if the demand is met."""
        return self.least - sum(self._weight(state) * worth for state, worth in self._worths().items())

    def adds(self, kind: Position) -> dict[str, int]:
        """What each state on the roll adds by changing its position to that."""
        to = dict(self.worth).get(PLACES[kind], 0)
        return {state: self._weight(state) * (to - worth) for state, worth in self._worths().items()}

    def failed(self) -> "Demand":
        """The demand that is met whenever this one is not."""
        worth = frozenset((place, -worth) for place, worth in self.worth)
        return Demand(self.roll, self.weights, worth, 1 - self.least)

    def _worths(self) -> dict[str, int]:
        worth = dict(self.worth)
        return {state: worth.get(place, 0) for place, states in self.roll.places().items() for state in states}

    def _weight(self, state: str) -> int:
        if isinstance(self.weights, frozenset):
            return int(state in self.weights)
        return 1 if self.weights == "count" else self.roll.electorate.weights[self.weights].get(state, 0)


Way = tuple[Demand, ...]
"""All of these have to be met."""
Ways = tuple[Way, ...]
"""One of these has to be gone."""


class Sought:
    """The ways in which a rule holds (`met`), or does not.

    surely    whatever those without a record say; otherwise by what some of them may say
    """

    def __init__(self, case: Case, *, met: bool, surely: bool) -> None:
        self.case, self.met = case, met
        self.favour = FAVOUR if surely else FAVOUR | UNSAID
        self.against = UNSAID if surely else frozenset[str]()
        self.there = PRESENT - {"expected"} if surely else PRESENT

    def ways(self, rule: Rule) -> Ways:
        if rule.any_of or rule.all_of:
            parts = [self.ways(other) for other in rule.any_of or rule.all_of]
            return self._some(parts) if rule.any_of else self._every(parts)
        roll = self.case.roll(rule)
        if not any(roll.states()):
            return self._some([])
        return self._every([*self._blocks(rule, roll), *self._tests(rule, roll), *self._quorums(rule, roll)])

    def _blocks(self, rule: Rule, roll: Roll) -> Iterable[Ways]:
        if rule.objections_block != "none":
            places = {"objecting", *self.against, *(("abstaining",) if rule.abstention_blocks else ())}
            yield self._demand(roll, blocking(rule, roll.electorate), dict.fromkeys(places, -1), 0)

    def _tests(self, rule: Rule, roll: Roll) -> Iterable[Ways]:
        tests = [self._test(test, roll) for test in rule.tests]
        if rule.blocking_minority:
            tests = [self._some([self._every(tests), self._deemed(rule.blocking_minority, roll)])]
        yield from tests

    def _test(self, test: Test, roll: Roll) -> Ways:
        """Enough are in favour, and not nobody."""
        somebody = self._demand(roll, test.measure, dict.fromkeys(self.favour, 1), 1)
        if test.all_but is not None:
            enough = self._part(roll, test.measure, Fraction(1), self.favour, BASES[test.of], -test.all_but)
        else:
            enough = self._threshold(roll, test, self.favour, BASES[test.of])
        return self._every([somebody, enough])

    def _deemed(self, minority: BlockingMinority, roll: Roll) -> Ways:
        """Too few are not in favour for the tests to count as failed."""
        return self._part(roll, "count", Fraction(1), self.favour, ENTITLED, 1 - roll.least_minority(minority))

    def _quorums(self, rule: Rule, roll: Roll) -> Iterable[Ways]:
        if rule.quorum:
            yield self._threshold(roll, rule.quorum, self.there, ENTITLED)

    def _threshold(self, roll: Roll, asked: Test | Quorum, counted: Collection[str], base: Collection[str]) -> Ways:
        amount, more = (asked.at_least, 0) if asked.at_least is not None else (asked.more_than or 0, 1)
        if isinstance(amount, Fraction):
            return self._part(roll, asked.measure, amount, counted, base, more)
        scale = 1 if asked.measure == "count" else roll.electorate.scales.get(asked.measure, 1)
        return self._demand(roll, asked.measure, dict.fromkeys(counted, 1), amount * scale + more)

    def _part(
        self, roll: Roll, measure: str, part: Fraction, counted: Collection[str], base: Collection[str], more: int
    ) -> Ways:
        """Those who count are such a part of the base, and so much more."""
        worth = {
            place: part.denominator * (place in counted) - part.numerator * (place in base) for place in ENTITLED
        }
        return self._demand(roll, measure, worth, more)

    def _demand(self, roll: Roll, weights: str | frozenset[str], worth: dict[str, int], least: int) -> Ways:
        demand = Demand(roll, weights, frozenset(one for one in worth.items() if one[1]), least)
        return ((demand if self.met else demand.failed(),),)

    def _every(self, parts: Iterable[Ways]) -> Ways:
        return together(parts) if self.met else either(parts)

    def _some(self, parts: Iterable[Ways]) -> Ways:
        return either(parts) if self.met else together(parts)


def either(parts: Iterable[Ways]) -> Ways:
    return fewest(way for part in parts for way in part)


def together(parts: Iterable[Ways]) -> Ways:
    found: Ways = ((),)
    for part in parts:
        found = fewest(tuple(dict.fromkeys(one + other)) for one, other in product(found, part))
    return found


def fewest(ways: Iterable[Way]) -> Ways:
    """Without those that demand all that another one does, and more."""
    found = {frozenset(way): way for way in ways}
    return tuple(way for asked, way in found.items() if not any(other < asked for other in found))
