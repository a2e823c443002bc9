"""The rows of a table of votes, sorted by decision. What makes no sense is kept aside, with its line.

A decision's ballot is a byte for each state, in the order in which states are known: so a million rows take some
30 MB, and decisions on which all said the same are equal. `fill` is the loop that each row passes; it is written out
for that.
"""

import csv
import zlib
from collections.abc import Collection
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from comity.decisions.rules import Position
from comity.decisions.tally.rows import BadTable, Table
from comity.decisions.tally.rulebook import Rules

SAID: dict[int, Position] = {1: "consent", 2: "object", 3: "abstain", 4: "absent", 5: "excused"}
NO_ROW, NO_RECORD = 0, 6
CODES = {name: code for code, name in SAID.items()} | {"yes": 1, "no": 2, "-": NO_RECORD}

COLUMNS = ("decision", "state", "position")
MORE_COLUMNS = ("rule", "date", "set_aside")
MOST_TOLD = 20
"""So many rows that make no sense are told, and the rest only counted."""
HOW_TO_BEGIN = "Begin the table with the row decision,state,position."
NAME_A_RULE = "Name one with --rule, or in a column `rule`."
LONGEST = 40
"""Characters of what is told of something that was written."""


class Terms(NamedTuple):
    """By what a decision is decided: the code of a rule, the day, and who is set aside."""

    rule: str
    on: date
    aside: tuple[str, ...] = ()


class Nonsense(Exception):
    """What is wrong with a row; it is not counted."""


class Ballots:
    """What was said on each decision, in the order in which decisions first appear.

    states     in the order of the rules' file, else in that in which they first appear
    said       a ballot by decision: a code for each state, shorter if its last states have no row
    terms      by decision; only those that differ from what holds for all
    """

    def __init__(self, rules: Rules, usual: Terms | None, on: date) -> None:
        self.rules, self.usual, self.on = rules, usual, on
        self.places = {state: place for place, state in enumerate(rules.states)}
        self.said: dict[str, bytearray] = {}
        self.terms: dict[str, Terms] = {}
        self.nonsense: list[tuple[int, str]] = []
        self.wrong = 0
        self._days: dict[str, date] = {}
        self._entitlements: dict[tuple[date, ...], dict[str, None]] = {}

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.places)

    def terms_of(self, decision: str) -> Terms | None:
        return self.terms.get(decision, self.usual)

    def fill(self, table: Table) -> None:
        """Take every row of a table. Raises Nonsense if none could make sense, BadTable if it breaks off."""
        refuse_header(table.header)
        if self.usual is None and "rule" not in table.header:
            raise Nonsense(f"There are several rules: {', '.join(self.rules.rules)}. {NAME_A_RULE}")
        while True:
            try:
                self._take(table)
                return
            except csv.Error as error:
                self.refuse(table.line, f"This is no row of CSV: {error}.")
            except (EOFError, OSError, zlib.error) as error:
                raise BadTable(f"The table cannot be read beyond line {table.line}: {error}.") from error

    def _take(self, table: Table) -> None:
        """Rows until the end. Raises csv.Error behind which there may be more."""
        width = len(table.header)
        decision_at, state_at, position_at = (table.header.index(name) for name in COLUMNS)
        said, places, codes = self.said, self.places, CODES
        names = [name for name in MORE_COLUMNS if name in table.header]
        note = itemgetter(*map(table.header.index, names)) if names else None
        checked = note is not None or bool(self.rules.states)
        passed: dict[str, tuple[object, Collection[str]]] = {}
        for row in table.rows:
            try:
                if len(row) != width:
                    if row:
                        fields = "1 field" if len(row) == 1 else f"{len(row)} fields"
                        raise Nonsense(f"It has {fields}, and the first row {width}.{unclosed(row)}")
                    continue
                decision, state, position = row[decision_at].strip(), row[state_at].strip(), row[position_at]
                code, place = codes.get(position), places.get(state)
                if code is None:
                    code = written_otherwise(position)
                if place is None:
                    place = self._place(state)
                if checked:
                    noted = note(row) if note else ""
                    known = passed.get(decision)
                    if known is None or known[0] != noted:
                        known = passed[decision] = (noted, self._entitled(decision, names, noted))
                    if state not in known[1]:
                        raise self._not_entitled(decision, state, dict(zip(table.header, row, strict=True)))
                ballot = said.get(decision)
                if ballot is None:
                    ballot = said[decision] = self._ballot(decision)
                if place >= len(ballot):
                    ballot.extend(bytes(place + 1 - len(ballot)))
                if ballot[place]:
                    raise Nonsense(f"{state} is on record for {decision} already.")
                ballot[place] = code
            except Nonsense as error:
                self.refuse(table.line, str(error))

    def refuse(self, line: int, sentence: str) -> None:
        self.wrong += 1
        if len(self.nonsense) < MOST_TOLD:
            self.nonsense.append((line, sentence))

    def _place(self, state: str) -> int:
        """Of a state that was not known yet."""
        if not state:
            raise Nonsense("It names no state.")
        if self.rules.states:
            raise Nonsense(f"{brief(state)} is none of the states of the rules.")
        return self.places.setdefault(state, len(self.places))

    def _ballot(self, decision: str) -> bytearray:
        if not decision:
            raise Nonsense("It names no decision.")
        if self.terms_of(decision) is None:
            raise Nonsense(f"It names no rule. {NAME_A_RULE}")
        return bytearray(len(self.places))

    def _entitled(self, decision: str, names: list[str], noted: str | tuple[str, ...]) -> Collection[str]:
        """The states that may vote, on the day of a row and on that of its decision.

        By what it is decided is what its first row says; a later one may leave that out, but not contradict it.
        """
        written = [noted] if isinstance(noted, str) else noted
        row = {name: value.strip() for name, value in zip(names, written, strict=False)}
        on = self._day(row["date"]) if row.get("date") else None
        terms = self.terms.get(decision) if decision in self.said else None
        if terms is None:
            terms = self._first_terms(row.get("rule", ""), on, row.get("set_aside", ""))
            if decision not in self.said and terms != self.usual:
                self.terms[decision] = terms
        self._refuse_contradiction(decision, self.terms_of(decision) or terms, row)
        return self.entitled(terms.on, on or terms.on)

    def _refuse_contradiction(self, decision: str, terms: Terms, row: dict[str, str]) -> None:
        if row.get("rule") and row["rule"] != terms.rule:
            raise Nonsense(f"{decision} is decided by the rule {terms.rule} above, not by {row['rule']}.")
        if row.get("set_aside") and self._aside(row["set_aside"]) != terms.aside:
            raise Nonsense(f"{decision} has other states set aside above.")

    def _not_entitled(self, decision: str, state: str, row: dict[str, str]) -> Nonsense:
        terms = self.terms_of(decision)
        days = [self._day(row["date"])] if row.get("date") else []
        days += [terms.on if terms else self.on]
        return Nonsense(
            f"{state} was not entitled on {next(day for day in days if state not in self.entitled(day))}."
        )

    def entitled(self, *days: date) -> Collection[str]:
        """Who may vote on all of these days, in the order of the rules' file; everybody, if it does not tell."""
        if not self.rules.states:
            return self.places
        if days not in self._entitlements:
            states = self.rules.states.items()
            self._entitlements[days] = {
                name: None for name, state in states if all(state.is_entitled(day) for day in days)
            }
        return self._entitlements[days]

    def _first_terms(self, rule: str, on: date | None, aside: str) -> Terms:
        code = rule or (self.usual.rule if self.usual else "")
        if not code:
            raise Nonsense(f"It names no rule. {NAME_A_RULE}")
        if code not in self.rules.rules:
            raise Nonsense(f"There is no rule {code}. Name one of {', '.join(self.rules.rules)}.")
        return Terms(code, on or self.on, self._aside(aside))

    def _aside(self, written: str) -> tuple[str, ...]:
        """The states that are set aside, whatever the order in which they were named."""
        for state in written.split():
            if self.rules.states and state not in self.places:
                raise Nonsense(f"{brief(state)}, which is set aside, is none of the states of the rules.")
        return tuple(sorted(written.split()))

    def _day(self, written: str) -> date:
        if written not in self._days:
            try:
                self._days[written] = date.fromisoformat(written[:10])
            except ValueError as error:
                raise Nonsense(f"{written!r} is no date. Write it as 2001-06-15.") from error
        return self._days[written]


def refuse_header(header: list[str]) -> None:
    """Raises Nonsense for a table without the columns that it needs."""
    lacking = [f"`{name}`" for name in COLUMNS if name not in header]
    if not any(header):
        raise Nonsense(f"The table is empty. {HOW_TO_BEGIN}")
    if lacking:
        reads = brief(", ".join(header))
        raise Nonsense(f"The first row has no column {', '.join(lacking)}. It reads: {reads}. {HOW_TO_BEGIN}")


def written_otherwise(position: str) -> int:
    """The code of a position written with capitals or spaces."""
    code = CODES.get(position.strip().lower())
    if code is None:
        written = brief(position)
        raise Nonsense(f"{written!r} is no position. Write one of {', '.join(CODES)}.{unclosed([position])}")
    return code


def unclosed(row: list[str]) -> str:
    """A row that goes over several lines has most likely swallowed the rows behind it."""
    return " A quotation mark in it may not be closed." if any("\n" in field for field in row) else ""


def brief(written: str) -> str:
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"
