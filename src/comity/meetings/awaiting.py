"""What waits for a seat about meetings: objections to participants, what the chair has to do next, records."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from comity.meetings import consent, queries, reviews, rules
from comity.meetings.models import Event, Item, Nomination, Objection, Session
from comity.membership.queries import deciding
from comity.record.awaiting import Awaited, awaited, told
from comity.record.edition import remembered
from comity.record.seats import CHAIR, SECRETARIAT, Seat
from comity.record.sentences import Names

SOON = timedelta(days=14)
PLANNED_SOON = timedelta(days=30)
MAY_OBJECT = _("A participant was proposed, %(nomination)s: %(session)s. You may object.")
SETTLE = _("The days to object are over. It is to be settled who takes part: %(session)s.")
ADOPT = _("The agenda is to be adopted: %(session)s.")
OPENS = _("The meeting is to be opened: %(session)s.")
CONSENT = _("A meeting is proposed, and takes the consent of all others. Yours is asked for: %(session)s.")
IN_ROOM = _("The meeting is open: %(session)s.")
REVIEW = _("It stands on the agenda to look again at “%(decision)s”: %(session)s.")
CIRCULATE = _("The summary record is to be sent round: %(session)s.")
CORRECT = _("The summary record can be corrected: %(session)s.")
APPROVE = _("The summary record is to be approved: %(session)s.")
BEGINS = _("An event of the plan begins, and its preparation is not marked as finished: %(event)s.")


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    names = Names(on)
    for row in _sessions(on):
        yield from _of_session(row, seat, on, names)
    if _sessions(on):
        yield from _nominations(seat, on, names)
    if seat == CHAIR:
        yield from _plan(on, names)


@remembered
def _sessions(on: date) -> list[Session]:
    """Those that are neither over nor called off, and those whose record is not approved."""
    known = Session.objects.filter(approved_by=None).exclude(phase=rules.CALLED_OFF)
    return list(known.order_by("first", "entry"))


@remembered
def _proposed(on: date) -> list[Nomination]:
    sessions = [row.entry for row in _sessions(on)]
    return list(Nomination.objects.filter(phase="nominated", session__in=sessions).order_by("until", "entry"))


@remembered
def _events(on: date) -> list[Event]:
    known = Event.objects.filter(dropped_by=None, first__gte=on, first__lte=on + PLANNED_SOON)
    return list(known.filter(preparation__in=["proposed", "agreed", "preparing"]))


def _of_session(row: Session, seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    code, presides = str(row.entry), seat in (CHAIR, SECRETARIAT)
    if presides and row.phase in reviews.HELD:
        yield from _reviews_of(row, on, names)
    if row.phase == rules.PROPOSED:
        yield from _proposed_meeting(row, seat, on, names)
    elif row.phase == rules.CONVENED and presides:
        yield from _before(row, code, seat, on, names)
    elif row.phase in (rules.OPEN, rules.SUSPENDED) and str(seat) in queries.taking_part(code, on):
        yield _waits(row, IN_ROOM, names)
    elif row.phase == rules.CLOSED:
        yield from _after(row, code, seat, on, names)


@remembered
def _reviews(on: date) -> list[Item]:
    return list(reviews.standing_all())


def reviewed(on: date) -> list[int]:
    """The decisions whose review stands on an agenda, or is done."""
    return reviews.taken_up()


def _reviews_of(row: Session, on: date, names: Names) -> Iterator[Awaited]:
    for item in _reviews(on):
        if item.session == row.entry:
            what = told(REVIEW, names, decision=item.decision, session=str(row.entry))
            yield awaited(f"session:{row.entry}", what, entry=item.entry, due=row.first)


def _proposed_meeting(row: Session, seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    """At its page the state agrees or declines: no answer is put into its mouth."""
    if seat.state and on <= row.last and seat.state in consent.waited_for(row, on):
        yield _waits(row, CONSENT, names, due=row.first)


def _before(row: Session, code: str, seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    over = [one for one in _proposed(on) if one.session == row.entry and one.until < on]
    if over:
        due = max(one.until for one in over) + timedelta(days=1)
        yield _waits(row, SETTLE, names, "meetings.agree_participants", due)
    if seat == CHAIR and row.agenda_by is None and row.first - on <= SOON and queries.agenda(code).exists():
        yield _waits(row, ADOPT, names, "meetings.adopt_agenda", row.first)
    if seat == CHAIR and row.first - on <= SOON:
        yield _waits(row, OPENS, names, "meetings.open_meeting" if row.first <= on else None, row.first)


def _after(row: Session, code: str, seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    until = row.corrections_until
    if until is None:
        if seat == SECRETARIAT:
            yield _waits(row, CIRCULATE, names, "meetings.circulate_record")
    elif on > until:
        if seat == CHAIR:
            yield _waits(row, APPROVE, names, "meetings.approve_record", until + timedelta(days=1))
    elif seat.state and str(seat) in queries.taking_part(code, on):
        yield _waits(row, CORRECT, names, "meetings.correct_record", until)


def _waits(row: Session, what: str, names: Names, kind: str | None = None, due: date | None = None) -> Awaited:
    session = str(row.entry)
    sentence = told(what, names, session=session)
    return awaited(f"session:{session}", sentence, entry=row.entry, due=due, kind=kind, fields={"session": session})


def _nominations(seat: Seat, on: date, names: Names) -> Iterator[Awaited]:
    """What a member may still object to, and has not."""
    if seat.state not in deciding(on):
        return
    proposed = [row for row in _proposed(on) if row.until >= on]
    objections = Objection.objects.filter(nomination__in=[row.entry for row in proposed], state=seat.state)
    done = set(objections.values_list("nomination", flat=True)) if proposed else set()
    for row in proposed:
        if row.entry not in done:
            fields = {"state": str(seat.state), "nomination": str(row.entry)}
            what = told(MAY_OBJECT, names, nomination=str(row.entry), session=str(row.session))
            subject, kind = f"session:{row.session}", "meetings.object_to_participant"
            yield awaited(subject, what, entry=row.entry, due=row.until, kind=kind, fields=fields)


def _plan(on: date, names: Names) -> Iterator[Awaited]:
    for row in _events(on):
        what = told(BEGINS, names, event=str(row.entry))
        fields = {"event": str(row.entry)}
        yield awaited(
            f"event:{row.entry}", what, entry=row.entry, due=row.first, kind="meetings.change_event", fields=fields
        )
