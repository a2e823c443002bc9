"""What follows from positions by a rule.

A result is for good. *Adopted* means: whatever those without a record still say, it is adopted; *rejected*: whatever
they say, it is not, so it cannot be adopted any more by the positions that stand; *open*: it depends on them. So a
consent in the place of anything else never makes an outcome worse, and a position in the place of no record never
turns "adopted" into "rejected" or back. Once a matter is `closed` (the gavel, the end of a silence), who has no
record has said nothing: it does not object, it is not in favour, it takes no part; then nothing is open.

How this is worked out without trying all they could say: a consent of each of them is best for all that a rule asks,
at the same time, so a rule fails for good if something in it fails even then. An objection of each is worst for tests
and blocks, their absence for a quorum; as all that is asked has to hold, each may be looked at under what is worst
for it. Of alternatives (`any_of`), one has to hold for good. That is exact unless they ask for different quorums;
then an outcome may be called open that is adopted whatever comes, and never the other way round.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from comity.decisions.rules.counting import Roll
from comity.decisions.rules.values import (
    BlockingMinority,
    Electorate,
    Outcome,
    Position,
    Quorum,
    Reason,
    Result,
    Rule,
    Test,
)


def outcome(
    rule: Rule,
    electorate: Electorate,
    positions: Mapping[str, Position],
    *,
    present: Collection[str] | None = None,
    closed: bool = False,
) -> Outcome:
    """Adopted, rejected or open; why; who stands in the way.

    positions   by state; those of states that are not entitled, or set aside, do not count
    present     the states in the room; who took a position is there in any case. Without it, nobody else is
    closed      whether nobody may say anything more

    Raises KeyError if the rule names a weight that the electorate does not have.
    """
    case = Case(electorate, positions, present, closed)
    reasons = tuple(case.reasons(rule))
    result = RESULTS[every(reason.holds for reason in reasons)]
    return Outcome(result, reasons, case.in_the_way(reasons), case.awaited())


RESULTS: dict[bool | None, Result] = {True: "adopted", False: "rejected", None: "open"}


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """False if one is, else None if one is."""
    found: bool | None = True
    for verdict in verdicts:
        if verdict is False:
            return False
        found = found and verdict
    return found


def some(verdicts: Iterable[bool | None]) -> bool | None:
    """True if one is, else None if one is."""
    found: bool | None = False
    for verdict in verdicts:
        if verdict:
            return True
        found = None if verdict is None else found
    return found


def blocking(rule: Rule, electorate: Electorate) -> frozenset[str]:
    """The states whose objection stops it, be they entitled in this matter or not."""
    if isinstance(rule.objections_block, str):
        return frozenset(electorate.states if rule.objections_block == "all" else ())
    return frozenset().union(*(electorate.groups.get(name, (name,)) for name in rule.objections_block))


class Case:
    """One matter with its positions, of which each rule asks its own."""

    def __init__(
        self,
        electorate: Electorate,
        positions: Mapping[str, Position],
        present: Collection[str] | None,
        closed: bool,
    ) -> None:
        self.electorate = electorate
        self._said = (positions, present, closed)
        self._rolls: dict[bool, Roll] = {}

    def reasons(self, rule: Rule) -> Iterator[Reason]:
        """All that the rule asks."""
        if rule.any_of or rule.all_of:
            yield self._combined(rule)
            return
        roll = self.roll(rule)
        if not roll.figures("count").base["entitled"]:
            yield Reason("nobody_entitled", rule.article, False)
            return
        if rule.objections_block != "none":
            yield objections(rule, roll)
        tests = tuple([tested(rule, test, roll) for test in rule.tests])
        yield from (minority(rule, rule.blocking_minority, tests, roll),) if rule.blocking_minority else tests
        if rule.quorum:
            yield assembled(rule, rule.quorum, roll)

    def awaited(self) -> tuple[str, ...]:
        """Those without a record who have a say by one of the rules that were asked."""
        found = {state for roll in self._rolls.values() for state in (*roll.awaited, *roll.expected)}
        return self._in_order(found)

    def in_the_way(self, reasons: Iterable[Reason]) -> tuple[str, ...]:
        return self._in_order({state for reason in reasons if not reason.holds for state in reason.in_the_way})

    def _combined(self, rule: Rule) -> Reason:
        inner = rule.any_of or rule.all_of
        parts = tuple(self._one_of(other) for other in inner)
        holds = (some if rule.any_of else every)(part.holds for part in parts)
        values = {"rules": tuple(other.code for other in inner)}
        code = "any_of" if rule.any_of else "all_of"
        return Reason(code, rule.article, holds, values, parts, self.in_the_way(parts))

    def _one_of(self, rule: Rule) -> Reason:
        parts = tuple(self.reasons(rule))
        holds = every(part.holds for part in parts)
        return Reason("rule", rule.article, holds, {"rule": rule.code}, parts, self.in_the_way(parts))

    def roll(self, rule: Rule) -> Roll:
        """With or without those who are set aside, as the rule has it."""
        narrowed = rule.set_aside != "none" and bool(self.electorate.set_aside)
        if narrowed not in self._rolls:
            aside = self.electorate.set_aside if narrowed else ()
            self._rolls[narrowed] = Roll(self.electorate, *self._said, aside)
        return self._rolls[narrowed]

    def _in_order(self, states: Collection[str]) -> tuple[str, ...]:
        return tuple([state for state in self.electorate.states if state in states]) if states else ()


def objections(rule: Rule, roll: Roll) -> Reason:
    """Nobody blocks whose objection does."""
    counts = blocking(rule, roll.electorate)
    against = [*roll.objecting, *(roll.abstaining if rule.abstention_blocks else ())]
    states = tuple([state for state in against if state in counts])
    awaited = tuple([state for state in (*roll.awaited, *roll.expected) if state in counts])
    holds = False if states else None if awaited else True
    return Reason("objections", rule.article, holds, {"states": states, "awaited": awaited}, (), states)


def tested(rule: Rule, test: Test, roll: Roll) -> Reason:
    """Enough are in favour."""
    figures = roll.figures(test.measure)
    needed = figures.needed(test)
    holds = reaches(figures.consent, figures.awaited, needed)
    values = {
        "measure": test.measure,
        "of": test.of,
        "in_favour": figures.shown(figures.consent),
        "base": figures.shown(figures.base[test.of]),
        "needed": figures.shown(needed),
        "awaited": figures.shown(figures.awaited),
        **threshold(test),
    }
    return Reason("test", rule.article, holds, values, (), () if holds else roll.counted_against(test.of))


def assembled(rule: Rule, quorum: Quorum, roll: Roll) -> Reason:
    """Enough are there."""
    figures = roll.figures(quorum.measure)
    entitled = figures.base["entitled"]
    needed = figures.threshold(quorum.at_least, quorum.more_than, entitled)
    holds = reaches(figures.there, figures.expected, needed)
    values = {
        "measure": quorum.measure,
        "there": figures.shown(figures.there),
        "entitled": figures.shown(entitled),
        "needed": figures.shown(needed),
        "awaited": figures.shown(figures.expected),
        **threshold(quorum),
    }
    return Reason("quorum", rule.article, holds, values, (), () if holds else tuple(roll.away))


def minority(rule: Rule, asked: BlockingMinority, tests: tuple[Reason, ...], roll: Roll) -> Reason:
    """The tests are passed, or too few are not in favour for them to count as failed."""
    least = roll.least_minority(asked)
    figures = roll.figures("count")
    silent = figures.base["entitled"] - figures.consent
    deemed = True if silent < least else None if silent - figures.awaited < least else False
    holds = some((every(test.holds for test in tests), deemed))
    values = {"not_in_favour": silent - figures.awaited, "needed": least, "awaited": figures.awaited}
    states = () if holds else roll.counted_against("entitled")
    return Reason("blocking_minority", rule.article, holds, values, tests, states)


def reaches(sure: int, possible: int, needed: int) -> bool | None:
    return True if sure >= needed else None if sure + possible >= needed else False


def threshold(asked: Test | Quorum) -> dict[str, object]:
    """Which threshold it is, by its name."""
    names = ("at_least", "more_than", "all_but")
    return {name: value for name in names if (value := getattr(asked, name, None)) is not None}
