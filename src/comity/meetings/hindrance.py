"""The gavel and the floor hold each other up: nothing is adopted while somebody waits to speak on it.

Where decisions are taken, what hinders the gavel is asked of other packages too (`comity.decisions.gavel`); this one
adds `floor_waits`. The item itself is concluded as adopted once its decision is.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from comity.meetings import queries, rules
from comity.meetings.models import Item, Session
from comity.record.acts import Context
from comity.record.refusals import Refusal

FLOOR_ASKED = _("Somebody has asked for the floor, or has it: %(seat)s. The gavel falls when nobody has.")


def floor_waits(decision: int, context: Context) -> Iterator[Refusal | None]:
    """While a meeting has the decision under discussion and somebody waits for the floor, it is not adopted."""
    items = Item.objects.filter(decision=decision, struck_by=None).values("entry")
    for session in Session.objects.filter(item__in=items).exclude(phase=rules.CLOSED):
        yield rules.refuse_while_asked(queries.turns(session.entry))


def refuse_no_decision(decision: int | None) -> Refusal | None:
    """What stands before the meeting as a decision was put forward as one."""
    if decision is None or not apps.is_installed("comity.decisions"):
        return None
    model: Any = apps.get_model("decisions", "Decision")
    found = model.objects.filter(entry=decision).exists()
    return None if found else Refusal("", "no_decision", {"decision": decision})


def refuse_undecided(decision: int) -> Refusal | None:
    """An item is concluded as adopted when the decision before it has been."""
    if not apps.is_installed("comity.decisions"):
        return None
    model: Any = apps.get_model("decisions", "Decision")
    if model.objects.filter(entry=decision, adopted_by__isnull=False).exists():
        return None
    return Refusal("", "undecided", {"decision": decision})
