"""The chair opens a meeting, suspends and resumes it, and closes it; and who is there."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies.models import Meeting
from comity.charter import queries as charters
from comity.meetings import queries, rules
from comity.meetings.acts.common import IN_THE_ROOM, PRESIDES, SESSION_REFUSALS, OfSession, SeatName
from comity.meetings.models import Presence, Turn
from comity.membership.queries import deciding
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import Every


class OpenMeeting(OfSession):
    """The chair opens the meeting. How many have to be there for a decision is worked out from the body's rules."""

    kind = "meetings.open_meeting"
    by = PRESIDES
    phases = (rules.CONVENED,)
    refusals = SESSION_REFUSALS | {
        "too_early": _("This meeting was convened for %(first)s: %(session)s."),
    }

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_early(session, context.on)
        found, entitled = charters.in_force(context.on), len(deciding(context.on))
        needed = queries.quorum(found[0], session.body, context.on, entitled) if found else None
        context.find(entitled=entitled, quorum=needed)

    def project(self, entry: Entry) -> Iterator[Write]:
        found = {name: entry.findings.get(name) for name in ("entitled", "quorum")}
        yield self.now(phase=rules.OPEN, opened_at=entry.at, opened_by=entry.seq, **found)

    def sentence(self) -> str | Promise:
        return _("The chair opened the meeting: %(session)s.")


class Roll(OfSession):
    """It is entered who is in the room: the roll of those present, and later who came and who left.

    arrived_seat   those who are there; whoever was entered before stays so
    left_seat      those who left
    """

    kind = "meetings.roll"
    by = Every()
    roles = IN_THE_ROOM
    phases = (rules.OPEN, rules.SUSPENDED)
    in_room = True
    refusals = SESSION_REFUSALS | {
        "nobody_named": _("Name those who came or left."),
        "there_already": _("There already: %(seat)s."),
        "not_there": _("Not there: %(seat)s."),
    }

    arrived_seat: tuple[SeatName, ...] = Field((), max_length=300)
    left_seat: tuple[SeatName, ...] = Field((), max_length=300)

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        taking_part = queries.taking_part(self.session, context.on)
        present = set(queries.present(self.session))
        if not (self.arrived_seat or self.left_seat):
            yield Refusal("", "nobody_named")
        for seat in (*self.arrived_seat, *self.left_seat):
            yield rules.refuse_stranger(seat, taking_part, self.session)
            yield rules.refuse_speaking_for(seat, context.seat, queries.PRESIDING)
        # Of a whole roll somebody may have said so meanwhile: that is no reason to call it again.
        came = [seat for seat in dict.fromkeys(self.arrived_seat) if seat not in present]
        context.find(came=came)
        if not came and not self.left_seat:
            yield from (Refusal("", "there_already", {"seat": seat}) for seat in self.arrived_seat)
        yield from (Refusal("", "not_there", {"seat": seat}) for seat in self.left_seat if seat not in present)

    def project(self, entry: Entry) -> Iterator[Write]:
        session = int(self.session)
        for seat in entry.findings.get("came", dict.fromkeys(self.arrived_seat)):
            yield insert(Presence, entry=entry.seq, session=session, seat=seat, since=entry.at)
        for seat in dict.fromkeys(self.left_seat):
            yield change(Presence, {"session": session, "seat": seat, "until": None}, until=entry.at)

    def sentence(self) -> str | Promise:
        if not self.left_seat:
            return _("Came in: %(arrived_seat)s.")
        if not self.arrived_seat:
            return _("Left: %(left_seat)s.")
        return _("Came in: %(arrived_seat)s. Left: %(left_seat)s.")


class SuspendMeeting(OfSession):
    """The chair suspends the meeting.

    minutes   for how long, where it is said
    """

    kind = "meetings.suspend_meeting"
    by = PRESIDES

    minutes: int | None = Field(None, ge=1, le=10_080)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(phase=rules.SUSPENDED)

    def sentence(self) -> str | Promise:
        if self.minutes:
            return _("The chair suspended the meeting for %(minutes)s minutes: %(session)s.")
        return _("The chair suspended the meeting: %(session)s.")


class ResumeMeeting(OfSession):
    """The chair resumes the meeting."""

    kind = "meetings.resume_meeting"
    by = PRESIDES
    phases = (rules.SUSPENDED,)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(phase=rules.OPEN)

    def sentence(self) -> str | Promise:
        return _("The chair resumed the meeting: %(session)s.")


class CloseMeeting(OfSession):
    """The chair closes the meeting. Whoever is still on the speakers' list is so no more."""

    kind = "meetings.close_meeting"
    by = PRESIDES
    phases = (rules.OPEN, rules.SUSPENDED)

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        context.find(first=session.first.isoformat())
        return iter(())

    def project(self, entry: Entry) -> Iterator[Write]:
        session = int(self.session)
        yield self.now(phase=rules.CLOSED, closed_at=entry.at, closed_by=entry.seq, item=None)
        yield change(Turn, {"session": session, "ended_at": None}, ended_at=entry.at, ended_by=entry.seq)
        yield change(Presence, {"session": session, "until": None}, until=entry.at)
        yield change(Meeting, {"announced_by": session}, entry=entry.seq, last=entry.on, held=True)

    def sentence(self) -> str | Promise:
        return _("The chair closed the meeting: %(session)s.")
