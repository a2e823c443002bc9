"""What would alter an outcome: the smallest sets of changes of position.

Three kinds of change are enough. To carry a matter nothing is better than a consent; to stop it, nothing is worse for
tests and blocks than an objection, nor for a quorum than an absence. So sets of consents, of objections and of
absences are searched, each kind for itself (as with outcomes: exact unless alternatives ask for different quorums).

States that weigh the same, block the same and said the same are interchangeable; only how many of each such class
change is tried. More changes of one kind never undo what fewer do, so the search begins at what taking the heaviest
first finds, and goes down until no smaller set is found. That is exact as long as no more than `EFFORT` positions are
looked at: for fourteen states in any case, for more where the sets are small or states weigh the same. Beyond it,
what is given does alter the outcome, but `exact` is False, as a smaller set may.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, islice

from comity.decisions.rules.deciding import blocking, outcome
from comity.decisions.rules.values import Electorate, Position, Result, Rule

EFFORT = 400_000
"""So many positions are looked at, at most, for each kind of change: a fraction of a second."""
KINDS: tuple[Position, ...] = ("consent", "object", "absent")
RANKS: tuple[Result, ...] = ("rejected", "open", "adopted")


@dataclass(frozen=True, slots=True)
class Alteration:
    """Changes that together alter the result, in the electorate's order, and what it would be then."""

    positions: tuple[tuple[str, Position], ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Alterations:
    """The smallest sets of changes that alter a result; none if nothing does.

    exact      no smaller set does
    complete   these are all of that size
    """

    sets: tuple[Alteration, ...]
    exact: bool = True
    complete: bool = True

    @property
    def size(self) -> int:
        """How many states have to change; 0 if that would not help."""
        return len(self.sets[0].positions) if self.sets else 0


def changes(
    rule: Rule,
    electorate: Electorate,
    positions: Mapping[str, Position],
    *,
    present: Collection[str] | None = None,
    closed: bool = False,
    most: int = 50,
) -> Alterations:
    """The smallest sets of changes that would alter the result, at most so many of them."""
    matter = Matter(rule, electorate, positions, present, closed)
    searches = [search for kind in KINDS if (search := Search(matter, kind)).shrink()]
    size = min((search.size for search in searches), default=0)
    smallest = [search for search in searches if search.size == size]
    exact = all(search.exact for search in searches)
    found = list(islice(chain.from_iterable(search.sets() for search in smallest), most + 1))
    whole = all(search.exact for search in smallest) and len(found) <= most
    return Alterations(tuple(found[:most]), exact, exact and whole)


class Matter:
    """What is asked about: a rule, and the positions as they stand."""

    def __init__(
        self,
        rule: Rule,
        electorate: Electorate,
        positions: Mapping[str, Position],
        present: Collection[str] | None,
        closed: bool,
    ) -> None:
        self.rule, self.electorate, self.positions = rule, electorate, positions
        self.present, self.closed = present, closed
        self.result = self.result_with({})

    def result_with(self, moved: Mapping[str, Position]) -> Result:
        found = outcome(
            self.rule, self.electorate, {**self.positions, **moved}, present=self.present, closed=self.closed
        )
        return found.result

    def classes(self, kind: Position) -> list[tuple[str, ...]]:
        """The states that this kind of change would move, those that are interchangeable together, heaviest first."""
        rules = tuple(every_part(self.rule))
        blocks = [blocking(rule, self.electorate) for rule in rules]
        used = [self.electorate.weights[measure] for measure in sorted(set().union(*map(measures, rules)))]
        alike: dict[tuple[object, ...], list[str]] = {}
        for state in self.electorate.states:
            if self.positions.get(state) != kind:
                weights = tuple(weight.get(state, 0) for weight in used)
                stopping = tuple(state in block for block in blocks)
                heard = (self.positions.get(state) or "", state in (self.present or ()))
                aside = state in self.electorate.set_aside
                alike.setdefault((weights, stopping, aside, *heard), []).append(state)
        ordered = sorted(alike.items(), key=lambda one: (one[0][0], one[0][1], len(one[1])), reverse=True)
        return [tuple(states) for _, states in ordered]


def every_part(rule: Rule) -> Iterator[Rule]:
    """The rule, and those of which it is made."""
    yield rule
    for part in (*rule.any_of, *rule.all_of):
        yield from every_part(part)


def measures(rule: Rule) -> set[str]:
    """The weights that it looks at."""
    asked = (*rule.tests, rule.quorum, rule.blocking_minority)
    return {one.measure for one in asked if one} - {"count"}


class Search:
    """For the smallest sets of one kind of change."""

    def __init__(self, matter: Matter, kind: Position) -> None:
        self.matter, self.kind = matter, kind
        self.classes = matter.classes(kind)
        self.size = 0
        self.exact = True
        self.looked_at = 0

    def shrink(self) -> bool:
        """Find the smallest size; False if this kind of change alters nothing."""
        self.size = min(filter(None, map(self._prefix, self._orders())), default=0)
        try:
            while self.size > 1 and next(self._found(self.size - 1), None):
                self.size -= 1
        except Exhausted:
            self.exact = False
        return self.size > 0

    def sets(self) -> Iterator[Alteration]:
        """All of the smallest size, as far as the effort goes."""
        self.looked_at = 0
        found = False
        try:
            for counts, result in self._found(self.size):
                found = True
                yield from self._spelt(counts, result)
        except Exhausted:
            self.exact = False
        if not found:
            yield self._alteration(self._shortest())

    def _orders(self) -> Iterator[list[str]]:
        """In which states might be asked to change: as classed, by each weight, those first who are in the way."""
        states = [state for alike in self.classes for state in alike]
        yield states
        yield states[::-1]
        for weight in self.matter.electorate.weights.values():
            yield sorted(states, key=lambda state: weight.get(state, 0), reverse=True)
        now = outcome(self.matter.rule, self.matter.electorate, self.matter.positions, closed=self.matter.closed)
        yield sorted(states, key=lambda state: state not in now.in_the_way)

    def _prefix(self, states: list[str]) -> int:
        """How many, taken in that order, it takes; 0 if all of them do not suffice. By bisection."""
        if not self._alters(states):
            return 0
        low, high = 1, len(states)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._alters(states[:middle]) else (middle + 1, high)
        return low

    def _shortest(self) -> list[str]:
        return next(order[: self.size] for order in self._orders() if self._prefix(order) == self.size)

    def _alters(self, states: Iterable[str]) -> bool:
        return self._counts(self._result(states))

    def _counts(self, result: Result) -> bool:
        """Whether it is altered, and not for the better by absences: consents do that as well."""
        better = RANKS.index(result) > RANKS.index(self.matter.result)
        return result != self.matter.result and better == (self.kind == "consent")

    def _result(self, states: Iterable[str]) -> Result:
        return self.matter.result_with(dict.fromkeys(states, self.kind))

    def _found(self, size: int) -> Iterator[tuple[tuple[int, ...], Result]]:
        """How many of each class change, for every way that alters the result, and what it is then."""
        for counts in shares(size, [len(alike) for alike in self.classes]):
            self.looked_at += len(self.matter.electorate.states)
            if self.looked_at > EFFORT:
                raise Exhausted
            some = (state for alike, count in zip(self.classes, counts, strict=True) for state in alike[:count])
            if self._counts(result := self._result(some)):
                yield counts, result

    def _spelt(self, counts: tuple[int, ...], result: Result) -> Iterator[Alteration]:
        """Every set of states that has so many of each class."""
        for states in choices(list(zip(self.classes, counts, strict=True))):
            yield self._alteration(states, result)

    def _alteration(self, states: Collection[str], result: Result | None = None) -> Alteration:
        ordered = tuple((state, self.kind) for state in self.matter.electorate.states if state in states)
        return Alteration(ordered, result or self._result(states))


class Exhausted(Exception):
    """More sets would have to be tried than the effort allows."""


def choices(classes: list[tuple[tuple[str, ...], int]]) -> Iterator[tuple[str, ...]]:
    """So many states of each class, in every way, one way at a time."""
    if not classes:
        yield ()
        return
    (alike, count), *others = classes
    for some in combinations(alike, count):
        for rest in choices(others):
            yield (*some, *rest)


def shares(size: int, rooms: list[int]) -> Iterator[tuple[int, ...]]:
    """Every way of putting so many into rooms that hold so many each; first rooms are filled first."""
    if not rooms:
        if size == 0:
            yield ()
        return
    if size > sum(rooms):
        return
    for here in range(min(size, rooms[0]), -1, -1):
        for rest in shares(size - here, rooms[1:]):
            yield (here, *rest)
