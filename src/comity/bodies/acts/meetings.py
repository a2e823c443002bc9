"""Meetings of bodies are announced and held."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies import queries, rules
from comity.bodies.acts.organs import BODY_REFUSALS, OfBody
from comity.bodies.models import Meeting
from comity.charter.acts import NO_CHARTER
from comity.charter.schema import Charter
from comity.membership.acts.states import StateCode
from comity.record.acts import Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only

Format = Literal["in-person", "videoconference", ""]


class Meets(OfBody):
    """What is known of a meeting."""

    first: date
    ordinal: int | None = Field(None, ge=1, le=10_000)
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    chair_state: StateCode | None = None
    format: Format = ""

    refusals = (
        NO_CHARTER
        | BODY_REFUSALS
        | {
            "ends_before_it_begins": _("A meeting that begins on %(first)s cannot end on %(last)s."),
        }
    )

    def subjects(self) -> tuple[str, ...]:
        states = {state: None for state in (self.host_state, self.chair_state) if state}
        return (f"body:{self.body}", *(f"state:{state}" for state in states))

    def facts(self, entry: Entry) -> dict[str, object]:
        return {
            "note": entry.provenance.note if entry.provenance else "",
            "body": self.body,
            "first": self.first,
            "ordinal": self.ordinal,
            "city": self.city,
            "country": self.host_state or "",
            "chair": self.chair_state or "",
            "format": self.format,
        }


class AnnounceMeeting(Meets):
    """A meeting of a body is announced. `first` and `last` are its days, known to the `exact_to`."""

    kind = "bodies.announce_meeting"
    by = Only(SECRETARIAT)

    last: date
    exact_to: Literal["day", "month", "year"] = "day"

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        yield rules.refuse_unless_established(self.body, queries.established(self.body, context.on), "")
        yield rules.refuse_days(self.first, self.last)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Meeting,
            entry=entry.seq,
            last=self.last,
            dated=self.exact_to,
            held=False,
            announced_on=entry.on,
            announced_by=entry.seq,
            **self.facts(entry),
        )

    def sentence(self) -> str | Promise:
        if self.city:
            return _("A meeting of the %(body)s in %(city)s was announced.")
        return _("A meeting of the %(body)s was announced.")


class Meet(Meets):
    """A body met, and ended its meeting on the day from which the act counts. What it decided rests on this.

    announced_entry   the entry that announced the meeting, where one did
    """

    kind = "bodies.meet"
    by = Only(SECRETARIAT)
    decides = True

    announced_entry: Ref | None = None

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if self.body in charter.bodies:
            context.find(article=charter.bodies[self.body].article)
        yield rules.refuse_unless_established(self.body, queries.established(self.body, context.on), "")
        yield rules.refuse_days(self.first, context.on)

    def project(self, entry: Entry) -> Iterator[Write]:
        facts = self.facts(entry) | {"entry": entry.seq, "last": entry.on, "dated": entry.dated, "held": True}
        if self.announced_entry:
            yield change(Meeting, {"announced_by": self.announced_entry}, **facts)
        else:
            yield insert(Meeting, **facts)

    def sentence(self) -> str | Promise:
        if self.city:
            return _("The %(body)s met in %(city)s.")
        return _("The %(body)s met.")
