"""What more than one page asks the record itself."""

from datetime import date, timedelta

from django.db.models import Max

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
