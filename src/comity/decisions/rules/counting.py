"""Who said what, and how much it weighs: the positions sorted once, and sums over them."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import accumulate, chain

from comity.decisions.rules.values import Among, Amount, BlockingMinority, Electorate, Position, Test


class Roll:
    """The entitled states by what they said, in the electorate's order; who is set aside is not on it.

    silent          in the room without a position that could still come: excused, or the matter is closed
    awaited         without a record, in the room; `expected`: without a record, elsewhere
    away            absent, excused, or silent elsewhere when the matter is closed
    """

    def __init__(
        self,
        electorate: Electorate,
        positions: Mapping[str, Position],
        present: Collection[str] | None,
        closed: bool,
        aside: Collection[str],
    ) -> None:
        self.electorate = electorate
        self.consenting: list[str] = []
        self.objecting: list[str] = []
        self.abstaining: list[str] = []
        self.silent: list[str] = []
        self.awaited: list[str] = []
        self.expected: list[str] = []
        self.away: list[str] = []
        self._figures: dict[str, Figures] = {}
        said = {"consent": self.consenting, "object": self.objecting, "abstain": self.abstaining, "absent": self.away}
        inside = self.silent if closed else self.awaited
        outside = self.away if closed else self.expected
        room = frozenset(present or ())
        for state in electorate.states:
            if state in aside:
                continue
            position = positions.get(state)
            if position is None:
                place = inside if state in room else outside
            elif position == "excused":
                place = self.silent if state in room else self.away
            else:
                place = said[position]
            place.append(state)

    def figures(self, measure: str) -> "Figures":
        found = self._figures.get(measure)
        if found is None:
            found = self._figures[measure] = Figures(self, measure)
        return found

    def counted_against(self, of: Among) -> tuple[str, ...]:
        """Who is in the base without being in favour, of those who have said something."""
        places = {"voting": 1, "taking-part": 2, "present": 3, "entitled": 4}[of]
        groups = (self.objecting, self.abstaining, self.silent, self.away)[:places]
        return tuple([state for group in groups for state in group])

    def least_minority(self, minority: BlockingMinority) -> int:
        """How many states the smallest minority has that can block."""
        if minority.at_least is not None:
            return minority.at_least
        weight = self.electorate.weights[minority.measure]
        heaviest = sorted((weight.get(state, 0) for state in self.states()), reverse=True)
        more_than = (minority.more_than or 0) * sum(heaviest)
        reached = accumulate(heaviest)
        return sum(1 for total in reached if total <= more_than) + 1 + minority.plus

    def states(self) -> Iterator[str]:
        """All who are on it."""
        yield from chain(*self.places().values())

    def places(self) -> dict[str, list[str]]:
        """Who is where."""
        return {
            "consenting": self.consenting,
            "objecting": self.objecting,
            "abstaining": self.abstaining,
            "silent": self.silent,
            "awaited": self.awaited,
            "expected": self.expected,
            "away": self.away,
        }


class Figures:
    """The sums of a roll in one measure.

    base    of whom a part is taken, as things stand; `full` if all those without a record took part
    """

    __slots__ = ("awaited", "base", "consent", "expected", "full", "scale", "there")

    def __init__(self, roll: Roll, measure: str) -> None:
        weight = roll.electorate.weights[measure] if measure != "count" else None
        self.scale = roll.electorate.scales.get(measure, 1) if weight is not None else 1

        def total(states: list[str]) -> int:
            return len(states) if weight is None else sum([weight.get(state, 0) for state in states])

        self.consent = total(roll.consenting)
        inside = total(roll.awaited)
        self.expected = total(roll.expected)
        self.awaited = inside + self.expected
        voting = self.consent + total(roll.objecting)
        joined = voting + total(roll.abstaining)
        seated = joined + total(roll.silent)
        self.there = seated + inside
        entitled = self.there + self.expected + total(roll.away)
        self.base: dict[Among, int] = {
            "entitled": entitled,
            "present": self.there,
            "voting": voting,
            "taking-part": joined,
        }
        self.full: dict[Among, int] = {
            "entitled": entitled,
            "present": self.there + self.expected,
            "voting": voting + self.awaited,
            "taking-part": joined + self.awaited,
        }

    def needed(self, test: Test) -> int:
        """How much consent passes the test, whatever those without a record say.

        At worst they object: all are in the base then. A test is never passed with nobody in favour, though a part
        of nothing is nothing.
        """
        base = self.full[test.of]
        if test.all_but is not None:
            return max(base - test.all_but, 1)
        return max(self.threshold(test.at_least, test.more_than, base), 1)

    def threshold(self, at_least: Amount | None, more_than: Amount | None, base: int) -> int:
        """The smallest whole weight that is at least, or more than, a number or a part of a base."""
        if at_least is not None:
            return -(-at_least.numerator * base // at_least.denominator) if _part(at_least) else self._units(at_least)
        if more_than is None:
            raise ValueError("This has no threshold. Give it one of `at_least`, `more_than` and `all_but`.")
        if _part(more_than):
            return more_than.numerator * base // more_than.denominator + 1
        return self._units(more_than) + 1

    def _units(self, amount: Amount) -> int:
        return int(amount) * self.scale

    def shown(self, weight: int) -> Amount:
        """A sum in the measure's own unit."""
        return weight if self.scale == 1 else Fraction(weight, self.scale)


def _part(amount: Amount) -> bool:
    return isinstance(amount, Fraction)
