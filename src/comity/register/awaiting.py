"""What waits for the secretariat in the register: plans whose period ends, and nothing follows."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from comity.record.awaiting import Awaited, awaited, told
from comity.record.edition import remembered
from comity.record.seats import SECRETARIAT, Seat
from comity.record.sentences import Names
from comity.register import rules
from comity.register.models import Document, Relation

AHEAD, BEHIND = timedelta(days=180), timedelta(days=365)
"""So long before its end a plan is spoken of, and so long after."""
MOST = 20
FOLLOWED = ("follows", "replaces")
ENDS = _("The period of “%(title)s” ends, and no document follows it.")
ENDED = _("The period of “%(title)s” has ended, and no document follows it.")


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    if seat != SECRETARIAT:
        return
    names = Names(on)
    for code, title, entry, until in _unfollowed(on):
        what = told(ENDED if until <= on else ENDS, names, title=title)
        yield awaited(
            f"document:{code}", what, entry=entry, due=until - timedelta(days=1), kind="register.enter_document"
        )


@remembered
def _unfollowed(on: date) -> list[tuple[str, dict[str, str], int, date]]:
    """Plans whose period ends about now, the first to end first: code, title, entry, the day on which it is over."""
    ending = Document.objects.filter(
        type__in=rules.PLANS, until__gt=on - BEHIND, until__lte=on + AHEAD, withdrawn_on=None, replaced_on=None
    )
    followed = Relation.objects.filter(other=OuterRef("code"), relation__in=FOLLOWED)
    # By their keys alone first: an index has the columns that are asked for, and the rows are twenty times as large.
    first = Document.objects.filter(pk__in=ending.order_by("until").values("pk")[: MOST * 10])
    found = first.exclude(Exists(followed)).order_by("until", "code").values_list("code", "title", "entry", "until")
    return list(found[:MOST])
