"""How much each state's vote is worth under a rule: the indices of Banzhaf, and of Shapley and Shubik.

The game: each state is in favour or against, there is no third way; a coalition wins if the rule adopts what its
states consent to and all others object to. A state is *decisive* for a coalition that wins with it and not without.

banzhaf   its part of all decisive places
shapley   in what part of all orders of joining one after the other it is the one that turns losing into winning

Exact, as fractions, up to 60 states. Every rule is a combination of thresholds on sums over the coalition: states,
weights, blocking states. Coalitions are counted by their tuple of sums, all at once: the numbers of coalitions with
each sum of the largest measure lie side by side in one big integer, 64 bits each, in which adding a state is a shift
and an addition (Kronecker substitution). What a state decides is counted among the coalitions without it, which are
had by taking it out again. Weights are divided by what they have in common; if their tuples of sums are still more
than `TUPLES`, `TooFine` is raised: write shares with fewer digits.
"""

import struct
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, gcd, prod
from operator import add

from comity.decisions.rules.counting import Roll
from comity.decisions.rules.deciding import blocking
from comity.decisions.rules.values import Electorate, Rule

MOST_STATES = 60
TUPLES = 4_000_000
BITS = 64

Sums = tuple[int, ...]
Wins = Callable[[Sums], bool]


class TooFine(ValueError):
    """The weights are too fine, or the states too many, for exact power."""


@dataclass(frozen=True, slots=True)
class Power:
    """What a state's vote is worth.

    decisive   the number of coalitions for which it is decisive
    """

    decisive: int
    banzhaf: Fraction
    shapley: Fraction


def power(rule: Rule, electorate: Electorate) -> dict[str, Power]:
    """The power of each entitled state, in the electorate's order; that of who is set aside is none.

    Raises TooFine.
    """
    if len(electorate.states) > MOST_STATES:
        raise TooFine(
            f"Power is worked out for {MOST_STATES} states at most, and these are {len(electorate.states)}."
        )
    game = Game(rule, electorate)
    coalitions = Coalitions(game.measures)
    swings = [coalitions.decisive(place, game.wins) for place in range(len(electorate.states))]
    total = sum(map(sum, swings))
    return {state: _power(by_size, total) for state, by_size in zip(electorate.states, swings, strict=True)}


def _power(by_size: list[int], total: int) -> Power:
    """Of a state that is decisive for so many coalitions of each size, itself not counted."""
    states = len(by_size)
    orders = sum(
        count * factorial(size) * factorial(states - 1 - size) for size, count in enumerate(by_size) if count
    )
    decisive = sum(by_size)
    return Power(decisive, Fraction(decisive, total or 1), Fraction(orders, factorial(states)))


class Game:
    """A rule as thresholds on sums over a coalition.

    measures   what each state adds to each sum; the first is the number of states
    wins       whether a coalition with these sums wins
    """

    def __init__(self, rule: Rule, electorate: Electorate) -> None:
        self.electorate = electorate
        self.measures: list[list[int]] = [[1] * len(electorate.states)]
        self.wins = self._of(rule)

    def _of(self, rule: Rule) -> Wins:
        if rule.any_of or rule.all_of:
            inner = [self._of(other) for other in (*rule.any_of, *rule.all_of)]
            combine = any if rule.any_of else all
            return lambda sums: combine(wins(sums) for wins in inner)
        return self._plain(rule)

    def _plain(self, rule: Rule) -> Wins:
        """What a rule asks of a coalition, when those outside it object: everybody is there and votes."""
        aside = self.electorate.set_aside if rule.set_aside != "none" else frozenset()
        voters = [state for state in self.electorate.states if state not in aside]
        roll = Roll(self.electorate, dict.fromkeys(voters, "consent"), None, True, aside)
        if not voters or not self._assembled(rule, roll):
            return lambda sums: False
        blockers = blocking(rule, self.electorate).intersection(voters)
        unblocked = self._reaches(dict.fromkeys(blockers, 1), len(blockers))
        tested = self._tested(rule, roll, voters)
        return lambda sums: unblocked(sums) and tested(sums)

    def _assembled(self, rule: Rule, roll: Roll) -> bool:
        if rule.quorum is None:
            return True
        figures = roll.figures(rule.quorum.measure)
        return figures.threshold(rule.quorum.at_least, rule.quorum.more_than, figures.there) <= figures.there

    def _tested(self, rule: Rule, roll: Roll, voters: list[str]) -> Wins:
        states = dict.fromkeys(voters, 1)
        weights = self.electorate.weights
        tests = []
        for test in rule.tests:
            weight = states if test.measure == "count" else weights[test.measure]
            mine = {state: weight.get(state, 0) for state in voters}
            tests.append(self._reaches(mine, roll.figures(test.measure).needed(test)))
        if rule.blocking_minority:
            least = roll.least_minority(rule.blocking_minority)
            deemed = self._reaches(states, len(voters) - least + 1)
            return lambda sums: deemed(sums) or all(passed(sums) for passed in tests)
        return lambda sums: all(passed(sums) for passed in tests)

    def _reaches(self, weights: dict[str, int], needed: int) -> Wins:
        """A threshold on a sum, which becomes one of the measures if it is not yet."""
        if needed <= 0:
            return lambda sums: True
        added = [weights.get(state, 0) for state in self.electorate.states]
        common = gcd(*added) or 1
        added = [weight // common for weight in added]
        if added not in self.measures:
            self.measures.append(added)
        place, least = self.measures.index(added), -(-needed // common)
        return lambda sums: sums[place] >= least


class Coalitions:
    """The coalitions of some states, counted by their tuple of sums.

    `counts` has a big integer for each tuple of all sums but the packed one, the largest.
    """

    def __init__(self, measures: list[list[int]]) -> None:
        # The number of states stays outside: Shapley asks for it. Without another measure, one of noughts is packed.
        others = sorted(measures[1:] or [[0] * len(measures[0])], key=sum)
        self.order = [measures.index(one) if one in measures else len(measures) for one in (measures[0], *others)]
        self.outside = list(zip(measures[0], *others[:-1], strict=True))
        self.packed = others[-1]
        self.longest = sum(self.packed)
        tuples = prod(sum(one) + 1 for one in (measures[0], *others))
        if tuples > TUPLES:
            raise TooFine(
                f"The weights make {tuples:,} tuples of sums; {TUPLES:,} at most are counted. "
                "Write the shares with fewer digits."
            )
        self._least: dict[Sums, int] = {}
        self.counts = self._counted()

    def _counted(self) -> dict[Sums, int]:
        counts = {(0,) * len(self.outside[0]): 1}
        for outside, packed in zip(self.outside, self.packed, strict=True):
            grown = dict(counts)
            for sums, number in counts.items():
                after = tuple(map(add, sums, outside))
                grown[after] = grown.get(after, 0) + (number << BITS * packed)
            counts = grown
        return counts

    def without(self, place: int) -> dict[Sums, int]:
        """The same, of the coalitions that a state is not in."""
        outside, packed = self.outside[place], self.packed[place]
        left: dict[Sums, int] = {}
        # Smaller coalitions first: what a state has joined is taken from what is left of those one smaller.
        for sums in sorted(self.counts):
            before = tuple(total - own for total, own in zip(sums, outside, strict=True))
            left[sums] = self.counts[sums] - (left.get(before, 0) << BITS * packed)
        return left

    def decisive(self, place: int, wins: Wins) -> list[int]:
        """For how many coalitions of each size a state is decisive; the sizes are those before it joins."""
        outside, packed = self.outside[place], self.packed[place]
        found = [0] * len(self.packed)
        for sums, number in self.without(place).items():
            if number:
                joined = self.least(tuple(map(add, sums, outside)), wins) - packed
                found[sums[0]] += _between(number, max(joined, 0), self.least(sums, wins))
        return found

    def least(self, sums: Sums, wins: Wins) -> int:
        """The smallest packed sum with which these sums win; one more than there is if none does."""
        if sums not in self._least:
            self._least[sums] = bisect_left(
                range(self.longest + 1), True, key=lambda packed: wins(self._tuple((*sums, packed)))
            )
        return self._least[sums]

    def _tuple(self, sums: Sums) -> Sums:
        """In the order of the game's measures."""
        found = [0] * (max(self.order) + 1)
        for place, total in zip(self.order, sums, strict=True):
            found[place] = total
        return tuple(found)


def _between(number: int, start: int, end: int) -> int:
    """The sum of the packed numbers from one place until another."""
    if end <= start:
        return 0
    cut = (number >> BITS * start) & ((1 << BITS * (end - start)) - 1)
    return sum(struct.unpack(f"<{end - start}Q", cut.to_bytes((end - start) * BITS // 8, "little")))
