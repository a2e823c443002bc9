"""The chair's plan: what is to take place in a year, and how far each thing has come."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies import queries as bodies
from comity.bodies.acts.organs import BodyCode
from comity.meetings import queries, rules
from comity.meetings.acts.common import PREPARES, EntryCode
from comity.meetings.models import Event
from comity.membership.acts.states import StateCode
from comity.record.acts import Act, Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.text import LocalisedText
from comity.register.acts.entering import Area, Words

Preparation = Literal["proposed", "agreed", "preparing", "ready", "held"]
PLAN_REFUSALS = {
    "ends_before_it_begins": _("An event that begins on %(first)s cannot end on %(last)s."),
    "no_such_body": _("There is no body %(body)s on that day. Establish it first."),
    "no_event": _("By entry %(event)s no event was planned, or it was dropped."),
    "nothing_changed": _("Nothing would change. Write what is to be different."),
}


class PlanEvent(Act):
    """An event is entered in the chair's plan.

    body          which is responsible for it
    preparation   how far it has come
    """

    kind = "meetings.plan_event"
    by = PREPARES
    refusals = PLAN_REFUSALS

    name: Words
    first: date
    last: date | None = None
    area: Area | None = None
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    body: BodyCode | None = None
    preparation: Preparation = "proposed"

    def subjects(self) -> tuple[str, ...]:
        return (f"body:{self.body}",) if self.body else ()

    def check(self, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_days(self.first, self.last or self.first)
        yield refuse_unknown_body(self.body, context)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Event,
            entry=entry.seq,
            name=self.name.root,
            first=self.first,
            last=self.last or self.first,
            area=self.area or "",
            city=self.city,
            country=self.host_state or "",
            body=self.body or "",
            preparation=self.preparation,
        )

    def sentence(self) -> str | Promise:
        if self.city:
            return _("An event was entered in the plan for %(first)s in %(city)s: %(name)s.")
        return _("An event was entered in the plan for %(first)s: %(name)s.")


def refuse_unknown_body(body: str | None, context: Context) -> Refusal | None:
    if body is None or bodies.established(body, context.on):
        return None
    return Refusal("", "no_such_body", {"body": body})


class OfEvent(Act):
    """An act on an event of the plan.

    event   the entry that planned it
    """

    by = PREPARES
    refusals = PLAN_REFUSALS

    event: EntryCode

    def subjects(self) -> tuple[str, ...]:
        return (f"event:{self.event}",)

    def check(self, context: Context) -> Iterator[Refusal | None]:
        row = queries.event(self.event)
        if row is None:
            yield Refusal("", "no_event", {"event": self.event})
            return
        yield from self.consider(row, context)

    def consider(self, row: Event, context: Context) -> Iterator[Refusal | None]:
        return iter(())


class ChangeEvent(OfEvent):
    """An event of the plan is changed; what is left empty stays as it is."""

    kind = "meetings.change_event"

    name: LocalisedText = LocalisedText({})
    first: date | None = None
    last: date | None = None
    area: Area | None = None
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    body: BodyCode | None = None
    preparation: Preparation | None = None

    def consider(self, row: Event, context: Context) -> Iterator[Refusal | None]:
        if not self._values():
            yield Refusal("", "nothing_changed")
        yield rules.refuse_days(self.first or row.first, self.last or row.last)
        yield refuse_unknown_body(self.body, context)

    def _values(self) -> dict[str, Any]:
        given = {
            "name": self.name.root,
            "first": self.first,
            "last": self.last,
            "area": self.area,
            "city": self.city,
            "country": self.host_state,
            "body": self.body,
            "preparation": self.preparation,
        }
        return {name: value for name, value in given.items() if value}

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Event, {"entry": int(self.event)}, changed_by=entry.seq, **self._values())

    def sentence(self) -> str | Promise:
        return _("An event of the plan was changed: %(event)s.")


class DropEvent(OfEvent):
    """An event of the plan is dropped."""

    kind = "meetings.drop_event"

    grounds: LocalisedText = LocalisedText({})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Event, {"entry": int(self.event)}, dropped_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("An event of the plan was dropped: %(event)s.")
