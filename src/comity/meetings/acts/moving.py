"""A meeting that was convened is moved to other days, or called off."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies.models import Meeting
from comity.charter import queries as charters
from comity.meetings import queries, rules
from comity.meetings.acts.common import PREPARES, SESSION_REFUSALS, OfSession
from comity.membership.acts.states import StateCode
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change
from comity.record.refusals import Refusal
from comity.register.acts.entering import Words


class OfCalled(OfSession):
    """An act upon a meeting before it is opened, which concerns whoever follows the body too."""

    def subjects(self) -> tuple[str, ...]:
        row = queries.session_row(self.session)
        return (*super().subjects(), *([f"body:{row.body}"] if row else []))


class Postpone(OfCalled):
    """A meeting is moved to other days, before it is opened. To bring it forward takes the notice of convening.

    first        its new first day
    last         its new last day
    city         where it is held now; left out: where it was to be
    host_state   the state that hosts it now; left out: the one that was to
    """

    kind = "meetings.postpone"
    by = PREPARES
    phases = (rules.CONVENED,)
    refusals = SESSION_REFUSALS | {
        "ends_before_it_begins": _("A meeting that begins on %(first)s cannot end on %(last)s."),
        "those_days_already": _("The meeting is convened for these days already: %(session)s."),
        "day_has_passed": _("A meeting is moved to a day that is still to come: today, or later."),
        "short_notice": _(
            "To bring a meeting of this body forward takes the notice of convening, %(days)s days: today, to "
            "%(earliest_on)s or later. It can be moved to a later day without."
        ),
    }

    first: date
    last: date
    city: str = Field("", max_length=80)
    host_state: StateCode | None = None
    grounds: Words

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        context.find(was_first=session.first.isoformat(), was_last=session.last.isoformat())
        yield rules.refuse_days(self.first, self.last)
        yield rules.refuse_same_days(session, self.first, self.last)
        yield rules.refuse_moving_back(self.first, context.on)
        found = charters.in_force(context.on)
        if found:
            days, article = queries.notice_days(found[0], session.body), queries.article(found[0], session.body)
            yield rules.refuse_bringing_forward(session, context.on, self.first, days, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        given = {"city": self.city, "country": self.host_state}
        moved = {"first": self.first, "last": self.last, "moved_by": entry.seq}
        moved |= {name: value for name, value in given.items() if value}
        found = {name: date.fromisoformat(entry.findings[name]) for name in ("was_first", "was_last")}
        yield self.now(**moved, **found, grounds=self.grounds.root)
        yield change(Meeting, {"announced_by": int(self.session)}, **moved)

    def sentence(self) -> str | Promise:
        return _("The meeting was moved, and begins on %(first)s: %(session)s.")


class CallOff(OfCalled):
    """A meeting is called off, before it is opened; also one that was only proposed.

    What was done for it stays in the record.

    grounds   why
    """

    kind = "meetings.call_off"
    by = PREPARES
    phases = (rules.PROPOSED, rules.CONVENED)

    grounds: Words

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(phase=rules.CALLED_OFF, called_off_by=entry.seq, grounds=self.grounds.root)
        called_off = {"called_off_by": entry.seq, "called_off_on": entry.on}
        yield change(Meeting, {"announced_by": int(self.session)}, **called_off)

    def sentence(self) -> str | Promise:
        return _("The meeting was called off: %(session)s.")
