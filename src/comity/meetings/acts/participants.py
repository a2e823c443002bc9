"""Who takes part in a meeting besides the members: the chair proposes, and a member may object for some days."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints, model_validator

from comity.meetings import queries, rules
from comity.meetings.acts.common import PRESIDES, SESSION_REFUSALS, EntryCode, OfSession
from comity.meetings.models import Nomination, Objection
from comity.membership.acts.states import DELEGATION_REFUSALS, StateCode
from comity.membership.seats import OfDelegation
from comity.record.acts import Act, Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Only, Seat
from comity.record.text import LocalisedText

OrganisationCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
ONE_OF_BOTH = "Name either a state or an organisation."


class Nominate(OfSession):
    """The chair proposes that a state or an organisation take part in a meeting.

    organisation   its short name, such as asean; for a state it stays empty
    name           what the organisation is called
    until          the last day on which a member may object
    """

    kind = "meetings.nominate"
    by = PRESIDES
    phases = (rules.CONVENED,)
    refusals = SESSION_REFUSALS | {
        "narrow_format": _("In the narrow format the members are among themselves: %(session)s."),
        "nominated_already": _("Proposed already for this meeting: %(seat)s."),
        "takes_part_anyway": _("Takes part in this meeting without being proposed: %(seat)s."),
        "period_over": _("The last day on which a member may object, %(until)s, has passed."),
    }

    state: StateCode | None = None
    organisation: OrganisationCode | None = None
    name: LocalisedText = LocalisedText({})
    capacity: Literal["observer", "partner", "guest", "organisation"] = "guest"
    until: date

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.state is None) == (self.organisation is None):
            raise ValueError(ONE_OF_BOTH)
        return self

    @property
    def seat(self) -> str:
        if self.state:
            return str(Seat.delegation(self.state))
        return f"{'observer' if self.capacity == 'observer' else 'guest'}:{self.organisation}"

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), *([f"state:{self.state}"] if self.state else []))

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_guests(session)
        yield rules.refuse_past_period(self.until, context.on)
        if Nomination.objects.filter(session=int(self.session), seat=self.seat, phase="nominated").exists():
            yield Refusal("", "nominated_already", {"seat": self.seat})
        if self.seat in queries.taking_part(self.session, context.on):
            yield Refusal("", "takes_part_anyway", {"seat": self.seat})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Nomination,
            entry=entry.seq,
            session=int(self.session),
            seat=self.seat,
            name=self.name.root,
            capacity=self.capacity,
            until=self.until,
        )

    def sentence(self) -> str | Promise:
        if self.state:
            return _("The chair proposed that %(state)s take part: %(session)s. Members may object until %(until)s.")
        if self.name.root:
            return _(
                "The chair proposed that an organisation take part, %(name)s: %(session)s. "
                "Members may object until %(until)s."
            )
        return _(
            "The chair proposed that an organisation take part, %(organisation)s: %(session)s. "
            "Members may object until %(until)s."
        )


class ObjectToParticipant(Act):
    """A member objects to a participant whom the chair proposed, or lifts its objection.

    grounds   why, for an objection
    """

    kind = "meetings.object_to_participant"
    by = OfDelegation(right="decide")
    refusals = (
        SESSION_REFUSALS
        | DELEGATION_REFUSALS
        | {
            "no_nomination": _("By entry %(nomination)s nobody was proposed as a participant."),
            "period_over": _("Members could object until %(until)s."),
            "settled": _("It is settled already who takes part: entry %(entry)s."),
            "objected_already": _("The objection of %(state)s stands already."),
            "no_objection": _("No objection of %(state)s stands."),
        }
    )

    state: StateCode
    nomination: EntryCode
    position: Literal["object", "lift"] = "object"
    grounds: LocalisedText = LocalisedText({})

    def subjects(self) -> tuple[str, ...]:
        row = queries.nomination(self.nomination)
        return (*([f"session:{row.session}"] if row else []), f"state:{self.state}")

    def readers(self) -> str:
        row = queries.nomination(self.nomination)
        return queries.readers(row.session if row else "0", False)

    def check(self, context: Context) -> Iterator[Refusal | None]:
        row = queries.nomination(self.nomination)
        if row is None:
            yield Refusal("", "no_nomination", {"nomination": self.nomination})
            return
        session = queries.session(str(row.session))
        yield session and rules.refuse_called_off(session)
        if row.settled_by:
            yield Refusal("", "settled", {"entry": row.settled_by})
        stands = Objection.objects.filter(nomination=row.entry, state=self.state, lifted_by=None).exists()
        if self.position == "lift":
            yield None if stands else Refusal("", "no_objection", {"state": self.state})
            return
        yield rules.refuse_past_period(row.until, context.on)
        if stands:
            yield Refusal("", "objected_already", {"state": self.state})

    def project(self, entry: Entry) -> Iterator[Write]:
        nomination = int(self.nomination)
        if self.position == "lift":
            found = {"nomination": nomination, "state": self.state, "lifted_by": None}
            yield change(Objection, found, lifted_by=entry.seq)
            return
        grounds = self.grounds.root
        yield insert(Objection, entry=entry.seq, nomination=nomination, state=self.state, grounds=grounds)

    def sentence(self) -> str | Promise:
        if self.position == "lift":
            return _("%(state)s lifted its objection to a participant: %(nomination)s.")
        return _("%(state)s objected to a participant: %(nomination)s.")


class AgreeParticipants(OfSession):
    """The days to object are over: those to whom no member objects take part in the meeting."""

    kind = "meetings.agree_participants"
    by = Only(CHAIR, SECRETARIAT, CLERK)
    phases = (rules.CONVENED,)
    refusals = SESSION_REFUSALS | {
        "nobody_proposed": _("There is nobody to agree on: nobody is proposed who has not been settled."),
        "period_runs": _("Members may object until %(until)s."),
    }

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        open_ones = list(Nomination.objects.filter(session=int(self.session), phase="nominated"))
        if not open_ones:
            yield Refusal("", "nobody_proposed")
            return
        over = [row for row in open_ones if context.on > row.until]
        if not over:
            yield rules.refuse_running_period(min(row.until for row in open_ones), context.on)
        objected = queries.objecting([row.entry for row in over])
        context.find(
            agreed=[row.entry for row in over if row.entry not in objected],
            not_agreed=[row.entry for row in over if row.entry in objected],
        )

    def project(self, entry: Entry) -> Iterator[Write]:
        for phase, name in (("agreed", "agreed"), ("not-agreed", "not_agreed")):
            for nomination in entry.findings.get(name, []):
                yield change(Nomination, {"entry": nomination}, phase=phase, settled_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("It is settled who takes part besides the members: %(session)s.")
