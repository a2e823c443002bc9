"""Decisions, and what states have said to them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.charter.schema import Charter
from comity.decisions import reading
from comity.decisions.models import Decision, Opinion, Position, Reminder
from comity.decisions.rules import Alterations, Electorate, Outcome, Rule, changes, outcome
from comity.decisions.stages import UNDER_WAY, Facts, Held, counted
from comity.membership.queries import states_with
from comity.people.queries import reads
from comity.record.audiences import PUBLIC
from comity.record.edition import remembered
from comity.record.lookup import look_up
from comity.record.models import EntryRow, Release
from comity.record.queries import concerns
from comity.record.seats import Seat

FACTS = (
    *("entry", "stage", "body", "competence", "version", "seat", "audience", "positions_audience", "opens"),
    *("concerned_state", "party_states", "deadline", "ended_on"),
)


def facts(decision: int) -> Facts | None:
    """What a decision is now; None if there is none of that number."""
    rows = _facts(int(decision))
    return facts_of(rows[0]) if rows else None


@look_up
def _facts(decision: int) -> QuerySet[Decision, Any]:
    return Decision.objects.filter(entry=decision).values_list(*FACTS)


def facts_of(row: Iterable[Any]) -> Facts:
    found = dict(zip(FACTS, row, strict=True))
    return Facts(seq=found.pop("entry"), party_states=tuple(found.pop("party_states")), **found)


def may_read(facts: Facts, seat: Seat, on: date) -> bool:
    """Whether a seat may know of a decision. Whoever may not learns nothing by trying to act on it."""
    return reads(seat, facts.audience, on)


def held(decision: int) -> list[Held]:
    """The positions that stand, oldest first; those to earlier versions are among them."""
    return [Held(*row) for row in _held(int(decision))]


@look_up
def _held(decision: int) -> QuerySet[Position, Any]:
    rows = Position.objects.filter(decision=decision, ended_by__isnull=True).order_by("at", "entry")
    return rows.values_list("entry", "state", "position", "version", "at")


def held_in(decisions: Collection[int]) -> dict[int, list[Held]]:
    """The positions that stand, of several decisions."""
    rows = Position.objects.filter(decision__in=decisions, ended_by__isnull=True).order_by("at", "entry")
    found: dict[int, list[Held]] = {decision: [] for decision in decisions}
    for row in rows:
        found[row.decision].append(Held(row.entry, row.state, row.position, row.version, row.at))
    return found


def foretell(decisions: Iterable[Decision], held: Mapping[int, list[Held]]) -> None:
    """What is asked of each when acts on it are judged, where all of it has been read already."""
    _facts.foretell({one.entry: [tuple(getattr(one, name) for name in FACTS)] for one in decisions})
    _held.foretell({entry: [astuple(one) for one in several] for entry, several in held.items()})


def held_by(decision: int, state: str) -> Held | None:
    return next((one for one in held(decision) if one.state == state), None)


@dataclass(frozen=True)
class Matter:
    """What a decision is decided by on a day: the rule, who is asked, and the article of the rule."""

    rule: Rule
    electorate: Electorate
    article: str

    @property
    def entitled(self) -> tuple[str, ...]:
        """Those who are asked: the entitled without those who are set aside."""
        return tuple(state for state in self.electorate.states if state not in self.electorate.set_aside)

    def silent(self, positions: Mapping[str, str]) -> list[str]:
        """Those of whom nothing is on record."""
        return [state for state in self.entitled if state not in positions]

    def in_silence(self, positions: Mapping[str, str]) -> dict[str, str]:
        """What counts when a silence ends: who has said nothing consents."""
        return {**dict.fromkeys(self.silent(positions), "consent"), **positions}

    def changes(self, positions: Mapping[str, Any]) -> Alterations:
        """What would alter the outcome, were the gavel to fall now."""
        return changes(self.rule, self.electorate, positions, closed=True)

    def ways_out(self, positions: Mapping[str, Any], less: str = "none") -> list[dict[str, str]]:
        """The smallest sets of changes by which it would be adopted, of each state no more than is needed.

        less    what an objecting state says instead where that is enough: "none", its objection lifted; or a position
        """
        found = (dict(one.positions) for one in self.changes(positions).sets if one.result == "adopted")
        return [self._least(way, positions, less) for way in found]

    def _least(self, way: Mapping[str, str], positions: Mapping[str, Any], less: str) -> dict[str, str]:
        """State by state: is it enough that it objects no more? Then it need not consent."""
        found = dict(way)
        for state in way:
            milder = found | {state: less}
            if positions.get(state) == "object" and self._carries(positions, milder):
                found = milder
        return found

    def _carries(self, positions: Mapping[str, Any], changed: Mapping[str, str]) -> bool:
        after = {state: said for state, said in {**positions, **changed}.items() if said != "none"}
        return self.outcome(after, closed=True).result == "adopted"

    def outcome(
        self, positions: Mapping[str, Any], closed: bool = False, present: Collection[str] | None = None
    ) -> Outcome:
        return outcome(self.rule, self.electorate, positions, closed=closed, present=present)


def matter(
    charter: Charter, competence: str, on: date, concerned: str = "", parties: Collection[str] = ()
) -> Matter | None:
    """By what a decision of a competence is decided; None if the charter knows no such competence on that day."""
    found = charter_rules.competence(charter, competence, on)
    if found is None:
        return None
    rule = reading.rule_of(charter, found.rule, on)
    states = entitled(rule.electorate, on)
    electorate = reading.electorate_of(charter, states, on, set_aside=aside(rule, concerned, parties))
    return Matter(rule, electorate, charter.rules[found.rule].article)


@remembered
def entitled(right: str, on: date) -> list[str]:
    """The states whose status gives them a right on a day: a page asks for each decision that it tells."""
    found = charters.in_force(on)
    return states_with(right, found[0], on) if found else []


def matter_of(facts: Facts, charter: Charter, on: date) -> Matter | None:
    return matter(charter, facts.competence, on, facts.concerned_state, facts.party_states)


def aside(rule: Rule, concerned: str, parties: Collection[str]) -> frozenset[str]:
    """Whom a rule, or one of those that it combines, sets aside."""
    named = {"state-concerned": {concerned} - {""}, "parties-to-dispute": set(parties)}.get(rule.set_aside, set())
    inner = (aside(part, concerned, parties) for part in (*rule.any_of, *rule.all_of))
    return frozenset(named).union(*inner)


def sets_aside(rule: Rule) -> str:
    """Whom the rule sets aside, in the charter's word for it."""
    words = [rule.set_aside, *(sets_aside(part) for part in (*rule.any_of, *rule.all_of))]
    return next((word for word in words if word != "none"), "none")


def positions(decision: int, version: int) -> dict[str, str]:
    """The positions that count now, by state."""
    return counted(held(decision), version)


def titles(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """What decisions are called, by their numbers; without any, those under way."""
    wanted = [int(code) for code in codes if code.isdecimal() and len(code) < 16]
    rows = Decision.objects.filter(entry__in=wanted) if codes else Decision.objects.filter(stage__in=UNDER_WAY)
    return {str(entry): title for entry, title in rows.values_list("entry", "title")}


def closed_entries(decision: int, but_positions: bool = False) -> list[int]:
    """The entries on a decision that are not for everybody yet: those that its adoption opens.

    but_positions   without those that tell who said something to it, and who did not
    """
    found = Q(seq=decision) | concerns(f"decision:{decision}")
    closed = (
        EntryRow.objects.filter(found).exclude(audience=PUBLIC).exclude(seq__in=Release.objects.values("released"))
    )
    if but_positions:
        said = Position.objects.filter(decision=decision)
        closed = closed.exclude(seq__in=said.values("entry"))
        closed = closed.exclude(seq__in=said.filter(ended_by__isnull=False).values("ended_by"))
        closed = closed.exclude(seq__in=Reminder.objects.filter(decision=decision).values("entry"))
    return list(closed.order_by("seq").values_list("seq", flat=True))


def has_opinion(decision: int, state: str) -> int | None:
    """The entry by which a state placed its opinion, if it did."""
    return Opinion.objects.filter(decision=decision, state=state).values_list("entry", flat=True).first()


def due(at: datetime) -> list[tuple[int, datetime]]:
    """The silences that have ended by a moment, each with its deadline."""
    rows = Decision.objects.filter(stage="silence", deadline__lte=at).order_by("deadline", "entry")
    return [(entry, deadline) for entry, deadline in rows.values_list("entry", "deadline") if deadline]


def record_began_on() -> date | None:
    """The day on which the first entry of this record was made."""
    first = EntryRow.objects.order_by("seq").values_list("at", flat=True).first()
    return first and first.date()
