"""What is known of meetings: for the checks of acts, and for every door."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import override, pgettext

from comity.bodies.queries import body_names
from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.charter.schema import Charter
from comity.meetings import rules
from comity.meetings.models import Event, Item, Limit, Nomination, Objection, Presence, Session, Turn
from comity.membership.queries import deciding, state_names
from comity.people.queries import reads
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.queries import concerns
from comity.record.seats import CHAIR, SECRETARIAT, Seat
from comity.record.sentences import Names, day_told, localised, seat_name
from comity.record.text import LocalisedText, wording

TAGS = {"en": "en", "ru": "ru", "zh": "zh-hans"}
"""The languages of names, each with that of the pages."""
PRESIDING = (CHAIR, SECRETARIAT)
"""Who enters what happens in the room, for whomever it concerns."""


def session(code: str) -> rules.Session | None:
    row = session_row(code)
    return row and told(row)


def told(row: Session) -> rules.Session:
    return rules.Session(
        str(row.entry), row.body, row.format, row.phase, row.first, row.last, tuple(row.languages), row.item or 0,
        row.agenda_by, row.circulated_by, row.corrections_until, row.approved_by, tuple(row.initiators),
    )  # fmt: skip


def session_row(code: str | int) -> Session | None:
    return Session.objects.filter(entry=int(code)).first()


def readers(code: str, room: bool) -> str:
    """Who may read what happens in a meeting: what concerns it, or what was said in the room."""
    row = session_row(code)
    if row is None:
        return PUBLIC
    return row.room_audience if room else row.audience


def is_known(code: str, seat: Seat, on: date) -> bool:
    """Whether a seat may know of a meeting: it may read of it, or takes part."""
    return reads(seat, readers(code, False), on) or str(seat) in taking_part(code, on)


def item(code: str) -> Item | None:
    return Item.objects.filter(entry=int(code)).first()


def nomination(code: str) -> Nomination | None:
    return Nomination.objects.filter(entry=int(code)).first()


def event(code: str) -> Event | None:
    return Event.objects.filter(entry=int(code), dropped_by=None).first()


def agenda(code: str | int) -> QuerySet[Item]:
    """The items of a meeting that were not struck off, in order."""
    return Item.objects.filter(session=int(code), struck_by=None).order_by("place", "entry")


def order(code: str | int) -> list[int]:
    """The items of an agenda by their entries, as they stand."""
    return list(agenda(code).values_list("entry", flat=True))


AMENDING = ("meetings.add_item", "meetings.add_review", "meetings.amend_item")
"""Kinds of act by which an agenda becomes another."""


def agenda_changed(code: str | int, since: int) -> bool:
    """since   the entry from which on the agenda may have become another"""
    return EntryRow.objects.filter(concerns(f"session:{int(code)}"), kind__in=AMENDING, seq__gt=since).exists()


def next_place(code: str | int) -> int:
    """The place behind the last item of an agenda."""
    return 1 + max((row.place for row in agenda(code)), default=0)


def objecting(nominations: Collection[int]) -> set[int]:
    """Those of the nominations to which an objection stands."""
    rows = Objection.objects.filter(nomination__in=nominations, lifted_by=None)
    return set(rows.values_list("nomination", flat=True))


def member_seats(on: date) -> list[str]:
    """The seats of those who decide, in the order of the charter."""
    found, names = charters.in_force(on), state_names(on)
    if found is None:
        return []
    known = {state: LocalisedText(names[state]) for state in deciding(on) if state in names}
    return [str(Seat.delegation(state)) for state in charter_rules.seating(found[0], known)]


def taking_part(code: str | int, on: date) -> list[str]:
    """The seats of a meeting: the members' in order, those agreed on, the secretariat and the chair."""
    members = member_seats(on)
    agreed = Nomination.objects.filter(session=int(code), phase="agreed").values_list("seat", flat=True)
    return list(dict.fromkeys([*members, *agreed, SECRETARIAT, CHAIR]))


def present(code: str | int) -> list[str]:
    return list(Presence.objects.filter(session=int(code), until=None).values_list("seat", flat=True))


def roll_called(code: str | int) -> bool:
    """Whether those who preside have entered who is there."""
    entered = EntryRow.objects.filter(concerns(f"session:{int(code)}"), kind="meetings.roll")
    return any(row.entry.seat in PRESIDING for row in entered)


def members_present(code: str | int, on: date) -> int:
    """How many of those who decide are there."""
    members = {str(Seat.delegation(state)) for state in deciding(on)}
    return len(members & set(present(code)))


def quorum(charter: Charter, body: str, on: date, entitled: int) -> int | None:
    """How many have to be there by the rules of what the body decides. A rule that weighs, the decision reckons."""
    known = charter.bodies.get(body)
    names = known.competences if known else ()
    found = (charter_rules.competence(charter, name, on) for name in names)
    asked = {charter.rules[competence.rule].quorum for competence in found if competence}
    counted = [(one.at_least, one.more_than) for one in asked if one and one.measure == "count"]
    return rules.quorum_needed(counted, entitled)


def quorum_set(code: str | int) -> int | None:
    """How many have to be there, as it was worked out when the meeting was opened."""
    row = session_row(code)
    return row.quorum if row else None


def turns(code: str | int) -> list[rules.Turn]:
    rows = Turn.objects.filter(session=int(code)).order_by("entry")
    return [rules.Turn(row.entry, row.seat, row.claim, row.item, row.given_at, row.ended_at) for row in rows]


def limits(code: str | int) -> dict[str, rules.Limit]:
    """The limit that counts, by seat."""
    rows = Limit.objects.filter(session=int(code)).order_by("entry")
    return {row.seat: rules.Limit(row.seat, row.minutes, row.turns, row.speakers_list == "closed") for row in rows}


def days_before_moving(code: str | int, on: date) -> dict[str, date]:
    """The days for which a meeting was convened on a day before it was moved; empty where it was not moved since."""
    later = EntryRow.objects.filter(concerns(f"session:{int(code)}"), kind="meetings.postpone", on__gt=on)
    moved = later.order_by("seq").first()
    found = moved.entry.findings if moved else {}
    return {name: date.fromisoformat(found[f"was_{name}"]) for name in ("first", "last") if found}


def entries_of(code: str | int) -> list[Entry]:
    """Every act of a meeting that the reader may read, in the order of the record."""
    own = EntryRow.objects.filter(seq=int(code))
    found = EntryRow.objects.filter(concerns(f"session:{code}"))
    rows = {row.seq: row.entry for row in [*own, *found]}
    return [rows[seq] for seq in sorted(rows)]


def coming(on: date) -> QuerySet[Session]:
    """The meetings that were convened, and not closed or called off."""
    return Session.objects.exclude(phase__in=rules.OVER).order_by("first", "entry")


def notice_days(charter: Charter, body: str) -> int | None:
    """So many days before it begins a meeting of the body is convened, by the charter."""
    known = charter.bodies.get(body)
    return known.meets.notice_days if known and known.meets else None


def article(charter: Charter, body: str) -> str:
    """By which the body meets."""
    known = charter.bodies.get(body)
    return known.article if known else ""


def initiators(charter: Charter, body: str) -> int | None:
    """How many members have to ask for an extraordinary meeting of the body."""
    known = charter.bodies.get(body)
    extraordinary = known.meets.extraordinary if known and known.meets else None
    return extraordinary.on_initiative_of if extraordinary else None


# What things are called


def session_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """A meeting by its body and its first day; without codes, those that are to come or under way."""
    rows = Session.objects.filter(entry__in=_entries(codes)) if codes else coming(on)
    bodies = body_names(on) | _charter_bodies(on)
    return {str(row.entry): _in_each(bodies.get(row.body, {"en": row.body}), row.first) for row in rows}


def _charter_bodies(on: date) -> dict[str, dict[str, str]]:
    found = charters.in_force(on)
    return {code: dict(body.name.root) for code, body in found[0].bodies.items()} if found else {}


def _in_each(name: dict[str, str], first: date) -> dict[str, str]:
    words = {}
    for tag, language in TAGS.items():
        with override(language):
            words[tag] = pgettext("between the parts of a list", ", ").join((wording(name, tag), day_told(first)))
    return words


def item_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Without codes, those that are not concluded."""
    rows = (
        Item.objects.filter(entry__in=_entries(codes)) if codes else Item.objects.filter(outcome="", struck_by=None)
    )
    return {str(row.entry): row.title for row in rows}


def nomination_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    found = Nomination.objects
    to_come = found.filter(phase="nominated", session__in=coming(on).values("entry"))
    rows = found.filter(entry__in=_entries(codes)) if codes else to_come
    return {str(row.entry): participant_name(row, on) for row in rows}


def participant_name(row: Nomination, on: date) -> dict[str, str]:
    """What was nominated is called: a state by its name, an organisation as it was named."""
    state = Seat(row.seat).state
    if state:
        return state_names(on).get(state, {"en": state})
    return row.name or {"en": row.seat.partition(":")[2]}


def event_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Without codes, those that are still to come."""
    rows = Event.objects.filter(entry__in=_entries(codes)) if codes else Event.objects.filter(dropped_by=None)
    return {str(row.entry): row.name for row in rows}


def _entries(codes: Collection[str]) -> list[int]:
    return [int(code) for code in codes if code.isdecimal()]


def seat_names(code: str | int, names: Names) -> dict[str, str]:
    """What the seats of a meeting are called: states by their names, organisations as they were nominated."""
    guests = {
        row.seat: localised(participant_name(row, names.on)) for row in Nomination.objects.filter(session=int(code))
    }
    seats = [*taking_part(code, names.on), *present(code)]
    members = {seat: names.of("state", state) for seat in seats if (state := Seat(seat).state)}
    others = {seat: seat_name(Seat(seat), names) for seat in PRESIDING}
    return others | members | guests
