"""Rules, electorates and positions that nobody thought of, for the laws of the engine."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import get_args

from hypothesis import strategies as st

from comity.decisions.rules import BlockingMinority, Electorate, Position, Quorum, Rule, Test

STATES = ("XA", "XB", "XC", "XD", "XE", "XF")
POSITIONS: tuple[Position, ...] = get_args(Position)
GROUP = frozenset(("XA", "XB"))

parts = st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(55, 100), Fraction(1)])
amounts = st.one_of(st.integers(0, 7), parts)
measures = st.sampled_from(["count", "people"])
bases = st.sampled_from(["entitled", "present", "voting", "taking-part"])


@st.composite
def tests(draw: st.DrawFn) -> Test:
    threshold = draw(st.sampled_from(["at_least", "more_than", "all_but"]))
    if threshold == "all_but":
        return Test(draw(bases), all_but=draw(st.integers(1, 4)))
    return Test(draw(bases), measure=draw(measures), **{threshold: draw(amounts)})


@st.composite
def quorums(draw: st.DrawFn) -> Quorum:
    return Quorum(measure=draw(measures), **{draw(st.sampled_from(["at_least", "more_than"])): draw(amounts)})


minorities = st.one_of(
    st.builds(BlockingMinority, st.integers(1, 4)),
    st.builds(BlockingMinority, st.none(), st.just("people"), st.just(Fraction(35, 100)), st.integers(0, 1)),
)


@st.composite
def plain_rules(draw: st.DrawFn, quorum: Quorum | None = None) -> Rule:
    tested = draw(st.lists(tests(), max_size=2))
    return Rule(
        tests=tuple(tested),
        objections_block=draw(st.sampled_from(["all", "none", ("founders",), ("XC", "founders")])),
        abstention_blocks=draw(st.booleans()),
        quorum=quorum,
        blocking_minority=draw(st.none() | minorities) if tested else None,
        set_aside=draw(st.sampled_from(["none", "state-concerned"])),
        code="plain",
        article="7",
    )


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Plain ones, and such as combine two or three; all parts of one ask for the same quorum."""
    quorum = draw(st.none() | quorums())
    if draw(st.booleans()):
        return draw(plain_rules(quorum))
    inner = tuple(draw(st.lists(plain_rules(quorum), min_size=2, max_size=3)))
    return Rule(any_of=inner, code="any") if draw(st.booleans()) else Rule(all_of=inner, code="all")


def combined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    inner = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.builds(lambda some: Rule(any_of=some), inner) | st.builds(lambda each: Rule(all_of=each), inner)


tangled_rules = st.recursive((st.none() | quorums()).flatmap(plain_rules), combined, max_leaves=4)
"""Alternatives of alternatives, each with a quorum of its own."""


@st.composite
def electorates(draw: st.DrawFn, least: int = 1, most: int = 5) -> Electorate:
    states = STATES[: draw(st.integers(least, most))]
    people = {state: draw(st.integers(0, 9)) for state in states}
    aside = frozenset(draw(st.sets(st.sampled_from(states), max_size=1)))
    return Electorate(states, aside, {"people": people}, {"founders": GROUP})


@st.composite
def positions(draw: st.DrawFn, electorate: Electorate, full: bool = False) -> Mapping[str, Position]:
    said = st.sampled_from(POSITIONS if full else (None, *POSITIONS))
    found = {state: draw(said) for state in electorate.states}
    return {state: position for state, position in found.items() if position}


@st.composite
def worlds(draw: st.DrawFn, full: bool = False) -> tuple[Rule, Electorate, Mapping[str, Position]]:
    electorate = draw(electorates())
    return draw(rules()), electorate, draw(positions(electorate, full))


def endings(electorate: Electorate, standing: Mapping[str, Position]) -> Iterator[Mapping[str, Position]]:
    """All that can become of positions once everybody has one."""
    silent = [state for state in electorate.states if state not in standing]
    for said in product(POSITIONS, repeat=len(silent)):
        yield {**standing, **dict(zip(silent, said, strict=True))}
