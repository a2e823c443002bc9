"""What more than one page asks the record itself."""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Max, Q, QuerySet, Value

from comity.record.acts import KINDS
from comity.record.edition import remembered
from comity.record.entries import Entry
from comity.record.lookup import look_up
from comity.record.models import EntryRow

SILENT = timedelta(days=90)


def ends_before(on: date, up_to: date) -> date | None:
    """The day of the latest public fact, if the record tells nothing of the ninety days before `on`; else None.

    up_to   facts of later days are left out

    A state of affairs is shown on any day, also where the record has long ended: the reader is to know that.
    """
    known = EntryRow.objects.filter(on__lte=up_to)
    latest: date | None = known.aggregate(latest=Max("on"))["latest"]
    return latest if latest and on - latest > SILENT else None


@remembered
def count_known(on: date) -> int:
    """How many entries the reader may read that count by a day."""
    return EntryRow.objects.filter(on__lte=on).count()


def kinds_used() -> list[str]:
    """The kinds of act that occur. Each is asked for by itself, since an index tells that at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM unnest(%s::text[]) AS known (kind)"
            " WHERE EXISTS (SELECT FROM record_entry WHERE record_entry.kind = known.kind)",
            [sorted(KINDS)],
        )
        return [kind for (kind,) in cursor.fetchall()]


def concerns(subject: str | Value) -> Q:
    """Which entries concern a subject, `state:IN`: the one place where that is asked.

    A function of the tables' owner looks into the index. A policy would not let the question come so far: PostgreSQL
    asks the index first only by operators that are known to give nothing away.
    """
    text = subject if isinstance(subject, Value) else Value(subject)
    found = AnyOf(text, function="record_concerning")
    return Q(Func(F("seq"), found, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField()))


class AnyOf(Func):
    """What a function of the database answers with, in an array: an index looks that up in one go."""

    template = "ANY(ARRAY(SELECT %(function)s(%(expressions)s)))"


def history(subject: str, on: date) -> list[Entry]:
    """Every entry that concerns a subject and counts by the day, the latest first."""
    return [Entry.from_bytes(bytes(content)) for (content,) in _history(subject, on)]


@look_up
def _history(subject: str, on: date) -> QuerySet[EntryRow, Any]:
    found = EntryRow.objects.filter(concerns(subject), on__lte=on)
    return found.order_by("-seq").values_list("content")
