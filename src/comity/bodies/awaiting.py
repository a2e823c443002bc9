"""What waits for a seat in the bodies: offices to fill, the chair to hand on, meetings to settle and to report on."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.bodies import queries, rules
from comity.bodies.models import Chairmanship, Holder, Meeting
from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.charter.schema import Charter
from comity.membership.queries import state_names, states_with
from comity.record.awaiting import Awaited, awaited, told
from comity.record.edition import remembered
from comity.record.seats import CHAIR, SECRETARIAT, Seat
from comity.record.sentences import Names
from comity.record.text import LocalisedText

AHEAD = timedelta(days=180)
"""So long before its end a term is spoken of."""
OUT_OF_TURN = ("extraordinary", "narrow", "extended", "plus")
"""Formats of meetings that are no regular session, with which the chair would pass on."""
VACANT = _("Nobody holds the office of %(office)s.")
TERM_ENDS = _("The term of %(person)s as %(office)s ends.")
HAND_OVER = _("%(state)s hands over the chair.")
TAKE = _("It is the turn of %(state)s to take the chair.")
REPORT = _("The %(body)s was to meet by then. The record does not say whether it did.")
SETTLE = _("The coming meeting of the %(body)s has no exact days yet, or no place.")


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    found = charters.in_force(on)
    if found is None or not (seat.state or seat in (CHAIR, SECRETARIAT)):
        return
    names, meetings = Names(on), _coming(on)
    yield from _chair(found[0], meetings, seat, on, names)
    yield from _meetings(meetings, seat, on, names)
    if seat == SECRETARIAT:
        yield from _offices(found[0], on, names)


@remembered
def _coming(on: date) -> list[Meeting]:
    return list(queries.coming(on).order_by("last", "entry"))


def _terms(on: date) -> list[Holder]:
    """The terms of office that hold on a day, and those that were given for later."""
    return [term for term in queries.terms_given() if term.until is None or term.until > on]


@remembered
def _turn(on: date) -> tuple[Chairmanship | None, str | None]:
    """The chairmanship of the day, and whose turn comes next."""
    found = charters.in_force(on)
    if found is None:
        return None, None
    charter, _entry = found
    term = queries.chairmanship(on)
    names = state_names(on)
    members = {code: LocalisedText(names[code]) for code in states_with("chair", charter, on) if code in names}
    previous = term.state if term else queries.previous_chair(on)
    return term, charter_rules.next_in_rotation(charter, previous, members)


def _chair(charter: Charter, meetings: list[Meeting], seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    chairmanship = charter.chairmanship
    if chairmanship is None:
        return
    term, turn = _turn(on)
    regular = (meeting for meeting in meetings if meeting.format not in OUT_OF_TURN)
    session = next((meeting.last for meeting in regular if meeting.body == chairmanship.body), None)
    due = rules.changes_on(chairmanship.changes_with, on, session) if term else None
    if term and not (due and due <= on + AHEAD):
        return
    entry = term.entry if term else 0
    if term and (seat == CHAIR or seat.state == term.state):
        yield _of_chair("bodies.hand_over_chair", HAND_OVER, term.state, entry, due, names)
    if turn and (seat.state == turn or (seat == SECRETARIAT and not term)):
        yield _of_chair("bodies.take_chair", TAKE, turn, entry, due, names)


def _of_chair(kind: str, what: str | Promise, state: str, entry: int, due: date | None, names: Names) -> Awaited:
    sentence = told(what, names, state=state)
    return awaited(f"state:{state}", sentence, entry=entry, due=due, kind=kind, fields={"state": state})


def _meetings(meetings: list[Meeting], seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    """Of meetings that were announced: what they still lack, and afterwards that they were held."""
    for meeting in meetings:
        if meeting.last < on and seat == SECRETARIAT:
            yield _report(meeting, names)
        elif meeting.last >= on and _is_open(meeting) and _settles(meeting, seat):
            what = told(SETTLE, names, body=meeting.body)
            due = meeting.first if meeting.dated == "day" else None
            yield awaited(f"body:{meeting.body}", what, entry=meeting.entry, due=due)


def _is_open(meeting: Meeting) -> bool:
    return not meeting.city or meeting.dated != "day"


def _settles(meeting: Meeting, seat: Seat) -> bool:
    return seat in (SECRETARIAT, CHAIR) or (seat.state is not None and seat.state in (meeting.country, meeting.chair))


def _report(meeting: Meeting, names: Names) -> Awaited:
    known = {
        "body": meeting.body,
        "first": meeting.first.isoformat() if meeting.dated == "day" else "",
        "ordinal": str(meeting.ordinal or ""),
        "city": meeting.city,
        "host_state": meeting.country,
        "chair_state": meeting.chair,
        "format": meeting.format,
        "announced_entry": str(meeting.announced_by or ""),
        "on": meeting.last.isoformat() if meeting.dated == "day" else "",
    }
    return awaited(
        f"body:{meeting.body}",
        told(REPORT, names, body=meeting.body),
        entry=meeting.entry,
        due=meeting.last,
        kind="bodies.meet",
        fields={name: value for name, value in known.items() if value},
    )


def _offices(charter: Charter, on: date, names: Names) -> Iterator[Awaited]:
    """Offices that nobody holds, or whose term ends and nobody was appointed to the next."""
    terms = _terms(on)
    for office in charter.offices:
        given = [term for term in terms if term.office == office]
        if not any(term.since <= on for term in given):
            fields = {"office": office}
            what = told(VACANT, names, office=office)
            yield awaited(f"office:{office}", what, kind="bodies.appoint", fields=fields)
        for term in given:
            if term.due and term.due <= on + AHEAD and not any(other.since >= term.due for other in given):
                what = told(TERM_ENDS, names, person=term.person, office=office)
                fields = {"office": office, "on": term.due.isoformat()}
                yield awaited(
                    f"office:{office}", what, entry=term.entry, due=term.due, kind="bodies.appoint", fields=fields
                )
