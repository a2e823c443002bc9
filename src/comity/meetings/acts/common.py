"""What the acts of a meeting have in common."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BeforeValidator, StringConstraints

from comity.meetings import queries, rules
from comity.meetings.models import Session
from comity.people.rules import BINDING
from comity.record.acts import Act, Context
from comity.record.projection import Change, change
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, SECRETARIAT, Every, Only, Seat


def _seat(name: str) -> str:
    return str(Seat(name))


def _code(given: object) -> object:
    """Whoever writes the number of an entry means the thing by it."""
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


EntryCode = Annotated[str, BeforeValidator(_code), StringConstraints(pattern=r"^[1-9][0-9]{0,14}$")]
"""A thing by the entry that made it: text and no number, so that it is shown by its name as a state or a body is."""
SeatName = Annotated[str, AfterValidator(_seat)]
PRESIDES = Only(CHAIR)
PREPARES = Only(CHAIR, SECRETARIAT)
IN_THE_ROOM = BINDING | {"expert", "observer", "guest"}
"""Roles in which one speaks and is present; nobody binds their state by that."""

SESSION_REFUSALS: dict[str, str | Promise] = {
    "no_session": _("By entry %(session)s no meeting was convened. Name the entry that convened it."),
    "no_item": _("By entry %(item)s nothing was put on an agenda. Name the entry of the item."),
    "is_proposed": _("The meeting is proposed. It is convened when all others have agreed: %(session)s."),
    "not_opened": _("The meeting has not been opened: %(session)s."),
    "opened_already": _("The meeting is open already: %(session)s."),
    "is_suspended": _("The meeting is suspended: %(session)s. It is resumed first."),
    "not_closed": _("The meeting is not closed yet: %(session)s."),
    "is_closed": _("The meeting is closed: %(session)s."),
    "is_called_off": _("The meeting was called off: %(session)s."),
    "not_taking_part": _("Not among those who take part in this meeting: %(seat)s. The chair proposes participants."),
    "for_another": _("Each speaks for itself: this would be for %(seat)s, and you sit as %(own_seat)s."),
}


class OfSession(Act):
    """An act in a meeting, or about one.

    session   the entry that convened it
    """

    refusals = SESSION_REFUSALS
    phases: ClassVar[tuple[str, ...]] = (rules.OPEN,)
    in_room: ClassVar[bool] = False
    """Whether it is said or done in the room, and for those alone who may know what is said there."""

    session: EntryCode

    def subjects(self) -> tuple[str, ...]:
        return (f"session:{self.session}",)

    def readers(self) -> str:
        return queries.readers(self.session, self.in_room)

    def check(self, context: Context) -> Iterator[Refusal | None]:
        found = queries.session(self.session)
        if found is None or not queries.is_known(self.session, context.seat, context.on):
            yield Refusal("", "no_session", {"session": self.session})
            return
        yield rules.refuse_phase(found, self.phases)
        yield from self.consider(found, context)

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        """Every rule it would break in a meeting that there is."""
        return iter(())

    def now(self, **values: object) -> Change:
        """The meeting is so from now on."""
        return change(Session, {"entry": int(self.session)}, **values)


class OfSpeaker(OfSession):
    """What somebody in the room does, or whoever presides enters for them.

    seat   who does it
    """

    by = Every()
    roles = IN_THE_ROOM
    in_room = True

    seat: SeatName

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        taking_part = queries.taking_part(self.session, context.on)
        yield rules.refuse_stranger(self.seat, taking_part, self.session)
        yield rules.refuse_speaking_for(self.seat, context.seat, queries.PRESIDING)


class OfItem(Act):
    """An act on an item of an agenda.

    item   the entry that put it there
    """

    refusals = SESSION_REFUSALS
    phases: ClassVar[tuple[str, ...]] = (rules.OPEN,)

    item: EntryCode

    def _session(self) -> str:
        found = queries.item(self.item)
        return str(found.session) if found else ""

    def subjects(self) -> tuple[str, ...]:
        session = self._session()
        return (f"session:{session}",) if session else ()

    def readers(self) -> str:
        return queries.readers(self._session() or "0", False)

    def check(self, context: Context) -> Iterator[Refusal | None]:
        item = queries.item(self.item)
        session = queries.session(str(item.session)) if item else None
        if item is None or session is None:
            yield Refusal("", "no_item", {"item": self.item})
            return
        context.find(session=session.session)
        yield rules.refuse_phase(session, self.phases)
        yield from self.consider(item, session, context)

    def consider(self, item: object, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        """Every rule it would break upon an item that there is."""
        return iter(())
