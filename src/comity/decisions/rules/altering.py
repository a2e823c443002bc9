"""What would alter an outcome: the smallest sets of changes of position.

Three kinds of change are enough. To carry a matter nothing is better than a consent; to stop it, nothing is worse for
tests and blocks than an objection, nor for a quorum than an absence. What has to be so for the outcome to be another
is known as demands on sums (`demands`), to which every change adds its part; the fewest changes that meet them are
found by branches and bounds (`covering`). States that add the same are interchangeable, and are looked at as one
pool.

Sets are of one kind of change each; of objections and absences together only where one alternative fails for its
quorum and another by its tests. No smaller set of any changes at all alters the result. That is exact as long as no
more than `covering.EFFORT` is spent. The rules that ship need a small part of it, and so do sixty states with one
weight; with two or more that have nothing in common, hardly any case needs more. Beyond it, what is given does alter
the outcome, but `exact` is False, as a smaller set may.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, islice

from comity.decisions.rules.covering import Choice, Cover, Effort, Exhausted, Offer
from comity.decisions.rules.deciding import Case, outcome
from comity.decisions.rules.demands import Demand, Sought, Way
from comity.decisions.rules.values import Electorate, Position, Result, Rule

Kinds = tuple[Position, ...]
Changes = tuple[tuple[str, Position], ...]


@dataclass(frozen=True, slots=True)
class Alteration:
    """Changes that together alter the result, in the electorate's order, and what it would be then."""

    positions: Changes
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

    def result(moved: Changes = ()) -> Result:
        return outcome(rule, electorate, {**positions, **dict(moved)}, present=present, closed=closed).result

    case = Case(electorate, positions, present, closed)
    search = Search(list(attempts(rule, case, result(), positions)), len(electorate.states))
    found = list(islice(search.sets(), most + 1))
    sets = tuple(Alteration(moved, result(moved)) for moved in found[:most])
    return Alterations(sets, search.exact, search.complete and len(found) <= most)


def attempts(rule: Rule, case: Case, now: Result, positions: Mapping[str, Position]) -> Iterator["Attempt"]:
    """All by which the result could become a better one, or a worse one."""
    if now != "adopted":
        for way in Sought(case, met=True, surely=now == "open").ways(rule):
            yield Attempt(case.electorate, positions, way, ("consent",))
    if now != "rejected":
        for way in Sought(case, met=False, surely=now == "adopted").ways(rule):
            yield Attempt(case.electorate, positions, way, ("object",))
            yield Attempt(case.electorate, positions, way, ("absent",))
            yield Attempt(case.electorate, positions, way, ("object", "absent"))


class Attempt:
    """To meet the demands of one way by changes of some kinds."""

    def __init__(self, electorate: Electorate, positions: Mapping[str, Position], way: Way, kinds: Kinds) -> None:
        self.electorate, self.positions, self.kinds = electorate, positions, kinds
        at_stake = [demand for demand in way if self._is_at_stake(demand)]
        alike = self._alike([[demand.adds(kind) for demand in at_stake] for kind in kinds])
        self.pools = list(alike.values())
        self.offered = [
            (kind, Offer(pool, adds))
            for pool, by_kind in enumerate(alike)
            for kind, adds in zip(kinds, by_kind, strict=True)
            if max(adds, default=0) > 0
        ]
        missing = tuple(demand.missing() for demand in at_stake)
        self.cover = Cover(missing, [offer for _, offer in self.offered], [len(pool) for pool in self.pools])

    def _is_at_stake(self, demand: Demand) -> bool:
        """Whether it is not met, or could be lost."""
        return demand.missing() > 0 or any(added < 0 for kind in self.kinds for added in demand.adds(kind).values())

    def _alike(self, adds: list[list[dict[str, int]]]) -> dict[tuple[tuple[int, ...], ...], list[str]]:
        """The states by what they add to each sum, for each kind of change; nothing if that is their position."""
        found: dict[tuple[tuple[int, ...], ...], list[str]] = {}
        for state in self.electorate.states:
            said = self.positions.get(state)
            by_kind = zip(self.kinds, adds, strict=True)
            moves = tuple(tuple([one.get(state, 0) for one in sums if kind != said]) for kind, sums in by_kind)
            found.setdefault(moves, []).append(state)
        return found

    def shrinking(self, most: int, effort: Effort) -> Iterator[Choice]:
        """Ever smaller choices, of at most so many; the last one is the smallest. Raises Exhausted."""
        least, size = 1, most
        while least <= most:
            choice = next(self.cover.choices(size, effort), None)
            if choice is not None:
                yield choice
                most = len(choice) - 1
            else:
                least = size + 1
            size = (least + most) // 2

    def choices(self, size: int, effort: Effort) -> Iterator[Changes]:
        for choice in self.cover.choices(size, effort):
            yield from self.spelt(choice)

    def spelt(self, choice: Choice) -> Iterator[Changes]:
        """By name, for any states of the pools."""
        for moved in self._named(list(Counter(choice).items()), {}):
            yield tuple((state, moved[state]) for state in self.electorate.states if state in moved)

    def _named(self, counts: list[tuple[int, int]], moved: dict[str, Position]) -> Iterator[dict[str, Position]]:
        if not counts:
            yield moved
            return
        (number, count), *others = counts
        kind, offer = self.offered[number]
        free = [state for state in self.pools[offer.pool] if state not in moved]
        for some in combinations(free, count):
            yield from self._named(others, moved | dict.fromkeys(some, kind))


class Search:
    """For the smallest sets of all attempts.

    exact, complete     as of `Alterations`, as far as is known by now
    """

    def __init__(self, attempts: Collection[Attempt], states: int) -> None:
        # Those of several kinds come last, and count only if they need fewer.
        self.attempts = sorted(attempts, key=lambda attempt: len(attempt.kinds))
        self.least: tuple[Attempt, Choice] | None = None
        self.exact = self.complete = True
        try:
            self._shrink(states)
        except Exhausted:
            self.exact = self.complete = False

    def sets(self) -> Iterator[Changes]:
        """All of the smallest size, each once; of what may not be the smallest, those that are like it."""
        if self.least:
            attempt, choice = self.least
            yield from once(chain(attempt.spelt(choice), self._others(attempt, len(choice))))

    def _shrink(self, most: int) -> None:
        effort = Effort()
        for attempt in self.attempts:
            for choice in attempt.shrinking(most, effort):
                self.least = attempt, choice
                most = len(choice) - 1

    def _others(self, like: Attempt, size: int) -> Iterator[Changes]:
        effort = Effort()
        try:
            for attempt in self.attempts if self.exact else ():
                if len(attempt.kinds) == len(like.kinds):
                    yield from attempt.choices(size, effort)
        except Exhausted:
            self.complete = False


def once(found: Iterable[Changes]) -> Iterator[Changes]:
    given: set[Changes] = set()
    for one in found:
        if one not in given:
            given.add(one)
            yield one
