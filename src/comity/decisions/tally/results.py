"""What comes of ballots: the engine is asked once for each way of voting that occurs by a rule on a day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from comity.decisions.reading import electorate_of, rule_of
from comity.decisions.rules import Electorate, outcome
from comity.decisions.tally.ballots import NO_ROW, SAID, Ballots, Terms
from comity.decisions.tally.because import because
from comity.decisions.tally.rulebook import Rules

HEADER = ("decision", "outcome", "consent", "object", "abstain", "absent", "because")


HAS_ROW = bytes(code != NO_ROW for code in range(256))


class Line(NamedTuple):
    """What is written of a decision behind its name; `absent` counts the excused too."""

    outcome: str
    consent: int
    object: int
    abstain: int
    absent: int
    because: str


class Results:
    """The outcomes of ballots, in the order in which decisions first appear.

    closed   whether who has no record has said nothing and will not
    """

    def __init__(self, rules: Rules, ballots: Ballots, closed: bool) -> None:
        self.rules, self.ballots, self.closed = rules, ballots, closed
        self._states = ballots.states
        self._matters: dict[Terms, Matter] = {}

    def __iter__(self) -> Iterator[tuple[str, Line]]:
        for decision, ballot in self.ballots.said.items():
            terms = self.ballots.terms_of(decision)
            if terms:
                matter = self._matters.get(terms) or self._matter(terms)
                yield decision, matter.line(bytes(ballot))

    def _matter(self, terms: Terms) -> "Matter":
        known = self.ballots.entitled(terms.on) if self.rules.states else None
        made = Matter(self.rules, terms, self._states, known, self.closed)
        return self._matters.setdefault(terms, made)


class Matter:
    """All that is decided by the same rule on the same day, with the same states set aside.

    known   the entitled states, if the rules tell them; else those are that have a row
    """

    def __init__(
        self, rules: Rules, terms: Terms, states: Sequence[str], known: Collection[str] | None, closed: bool
    ) -> None:
        self.rule = rule_of(rules, terms.rule, terms.on)
        self.states, self.known, self.closed = states, known, closed
        self.everybody = electorate_of(rules, states, terms.on, set_aside=terms.aside)
        self._lines: dict[bytes, Line] = {}
        self._electorates: dict[bytes, Electorate] = {}

    def line(self, ballot: bytes) -> Line:
        line = self._lines.get(ballot)
        if line is None:
            line = self._lines[ballot] = self._decided(ballot)
        return line

    def _decided(self, ballot: bytes) -> Line:
        # A ballot may be shorter than the states, which zip leaves out.
        positions = {state: SAID[code] for state, code in zip(self.states, ballot, strict=False) if code in SAID}
        found = outcome(self.rule, self._electorate(ballot), positions, closed=self.closed)
        said = list(positions.values())
        absent = said.count("absent") + said.count("excused")
        figures = (said.count("consent"), said.count("object"), said.count("abstain"), absent)
        return Line(found.result, *figures, because(found))

    def _electorate(self, ballot: bytes) -> Electorate:
        asked = b"" if self.known is not None else ballot.translate(HAS_ROW)
        if asked not in self._electorates:
            rows = zip(self.states, asked, strict=False)
            states = self.known if self.known is not None else [state for state, code in rows if code]
            self._electorates[asked] = replace(self.everybody, states=tuple(states))
        return self._electorates[asked]
