"""The gavel and the floor hold each other up: nothing is adopted while somebody waits to speak on it.

Where decisions are taken, what hinders the gavel is asked of other packages too (`comity.decisions.gavel`); this one
adds `floor_waits`, and tells who is there (`in_the_room`). An item is concluded as adopted once its decision is.
"""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.decisions.models import Decision
from comity.meetings import queries, rules
from comity.meetings.models import Item, Session
from comity.record.acts import Context
from comity.record.refusals import Refusal
from comity.record.seats import Seat

FLOOR_ASKED = _("Somebody has asked for the floor, or has it: %(seat)s. The gavel falls when nobody has.")


def discussing(decision: int) -> QuerySet[Session]:
    """The meetings that have a decision under discussion."""
    items = Item.objects.filter(decision=decision, struck_by=None).values("entry")
    return Session.objects.filter(item__in=items).exclude(phase__in=rules.OVER)


def floor_waits(decision: int, context: Context) -> Iterator[Refusal | None]:
    """While a meeting has the decision under discussion and somebody waits for the floor, it is not adopted."""
    for session in discussing(decision):
        yield rules.refuse_while_asked(queries.turns(session.entry))


def in_the_room(decision: int, context: Context) -> list[str] | None:
    """The states that are present where the decision is under discussion; None where it is before no meeting."""
    session = discussing(decision).first()
    if session is None:
        return None
    return [state for seat in queries.present(session.entry) if (state := Seat(seat).state)]


def refuse_no_decision(decision: int | None) -> Refusal | None:
    """What stands before the meeting as a decision was put forward as one."""
    if decision is None or Decision.objects.filter(entry=decision).exists():
        return None
    return Refusal("", "no_decision", {"decision": decision})


def refuse_undecided(decision: int) -> Refusal | None:
    """An item is concluded as adopted when the decision before it has been."""
    if Decision.objects.filter(entry=decision, adopted_by__isnull=False).exists():
        return None
    return Refusal("", "undecided", {"decision": decision})
