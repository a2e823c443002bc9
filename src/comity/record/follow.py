"""Reading along: everything after a cursor, as soon as it is there.

A notification carries nothing and may be lost; who follows asks the record from where it stopped reading.
"""

from collections.abc import Iterator

from comity.record.entries import PUBLIC, Entry
from comity.record.models import EntryRow


def entries_after(cursor: int, limit: int = 1_000) -> Iterator[Entry]:
    """The public entries behind `cursor` (the last `seq` read; 0 before the first), in order."""
    rows = EntryRow.objects.filter(seq__gt=cursor, audience=PUBLIC).order_by("seq")[:limit]
    return (row.entry for row in rows)
