"""What each state's vote is worth by a rule that weighs states. Pure.

It is kept, as it takes a tenth of a second for 27 states, and hangs on nothing that states say.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from comity.decisions.rules import Electorate, Power, Rule, TooFine, power

Frozen = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def measures(rule: Rule) -> list[str]:
    """The weights by which it counts, each once; none where all states count alike."""
    return [name for name in dict.fromkeys(_measures(rule)) if name != "count"]


def _measures(rule: Rule) -> Iterator[str]:
    yield from (one.measure for one in (*rule.tests, rule.quorum, rule.blocking_minority) if one)
    for other in (*rule.any_of, *rule.all_of):
        yield from _measures(other)


def worth(rule: Rule, electorate: Electorate) -> Mapping[str, Power]:
    """By state, in the electorate's order; nothing where all count alike, or the weights are too fine to count."""
    weighed = {name: electorate.weights[name] for name in measures(rule)}
    if not weighed:
        return {}
    frozen = tuple((name, tuple(weights.items())) for name, weights in weighed.items())
    groups = tuple(electorate.groups.items())
    return _worth(rule, electorate.states, electorate.set_aside, frozen, groups)


@lru_cache(maxsize=100)
def _worth(
    rule: Rule,
    states: tuple[str, ...],
    aside: frozenset[str],
    weights: Frozen,
    groups: tuple[tuple[str, frozenset[str]], ...],
) -> Mapping[str, Power]:
    electorate = Electorate(states, aside, {name: dict(one) for name, one in weights}, dict(groups))
    try:
        return MappingProxyType(power(rule, electorate))
    except TooFine:
        return {}
