"""The engine's rules and electorates, read from a charter as it stands on a day."""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from functools import reduce
from math import lcm

from comity.charter import deciding
from comity.charter.references import Rulebook
from comity.charter.rules import counts, in_force
from comity.charter.values import Amount
from comity.decisions.rules import BlockingMinority, Electorate, Quorum, Rule, Test


def rule_of(book: Rulebook, code: str, on: date) -> Rule:
    """The rule of that code, with the rules of which it is made. A group that does not count on that day is left out.

    Raises KeyError if the charter has no such rule.
    """
    written = book.rules[code]
    return Rule(
        tests=tuple(_test(test) for test in written.tests),
        objections_block=_blocking(book, written.objections_block, on),
        abstention_blocks=written.abstention_blocks,
        blocking_minority=_minority(written.blocking_minority),
        quorum=_quorum(written.quorum),
        set_aside=written.set_aside,
        any_of=tuple(rule_of(book, other, on) for other in written.any_of),
        all_of=tuple(rule_of(book, other, on) for other in written.all_of),
        code=code,
        article=written.article,
        electorate=written.electorate,
        failing=written.failing,
    )


def electorate_of(book: Rulebook, states: Iterable[str], on: date, *, set_aside: Collection[str] = ()) -> Electorate:
    """Who decides: these states, with the groups and the weights of that day.

    set_aside   the state concerned, or the parties to the dispute
    """
    groups = {code: frozenset(group.states) for code, group in book.groups.items() if counts(group, on)}
    shares = {code: _shares(weight, on) for code, weight in book.weights.items()}
    scales = {code: reduce(lcm, (share.denominator for share in found.values()), 1) for code, found in shares.items()}
    weights = {
        code: {state: int(share * scales[code]) for state, share in found.items()} for code, found in shares.items()
    }
    return Electorate(tuple(states), frozenset(set_aside), weights, groups, scales)


def _shares(weight: deciding.Weight, on: date) -> dict[str, Fraction]:
    scale = in_force(weight.scale, on)
    return {state: Fraction(share) for state, share in scale.shares.items()} if scale else {}


def _blocking(
    book: Rulebook, named: deciding.Everyone | tuple[str, ...], on: date
) -> deciding.Everyone | tuple[str, ...]:
    if isinstance(named, str):
        return named
    return tuple(name for name in named if name not in book.groups or counts(book.groups[name], on))


def _test(test: deciding.Test) -> Test:
    return Test(test.of, _amount(test.at_least), _amount(test.more_than), test.all_but, test.measure)


def _minority(minority: deciding.BlockingMinority | None) -> BlockingMinority | None:
    if minority is None or minority.more_than is None or minority.measure is None:
        return BlockingMinority(minority.at_least) if minority else None
    return BlockingMinority(None, minority.measure, Fraction(minority.more_than), minority.plus or 0)


def _quorum(quorum: deciding.Quorum | None) -> Quorum | None:
    return Quorum(_amount(quorum.at_least), _amount(quorum.more_than), quorum.measure) if quorum else None


def _amount(amount: Amount | None) -> int | Fraction | None:
    return Fraction(amount) if isinstance(amount, str) else amount
