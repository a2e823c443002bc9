"""Throwing every projection away and projecting the record anew.

Rebuilding only projects: what was decided when an entry was made is in its findings, and no rule is asked again.
Entries come from a cursor in the server and writes go out in batches, so that memory does not grow with the record.
"""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from django.apps import apps
from django.db import connection

from comity.record.acts import act_of, writes_of
from comity.record.entries import Entry
from comity.record.models import EntryRow, Head
from comity.record.projection import Projection, carry_out
from comity.record.reading import everything

BATCH = 1_000
"""Entries projected between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


def projections() -> list[type[Projection]]:
    """Every table that follows from the record."""
    return [model for model in apps.get_models() if issubclass(model, Projection)]


@everything()
def rebuild(progress: Progress = lambda done, of: None) -> int:
    """Project the whole record anew, in one transaction, and answer how many entries it has.

    Whoever reads meanwhile waits; whoever submits does too.
    """
    size = Head.objects.select_for_update().get().size
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in projections())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names}")
    project_all(size, progress)
    return size


def project_all(size: int, progress: Progress = lambda done, of: None) -> None:
    """Fill the projections, which are empty, from a record of so many entries."""
    entries, done = _entries(), 0
    while batch := list(islice(entries, BATCH)):
        carry_out(chain.from_iterable(writes_of(act_of(entry), entry) for entry in batch))
        done += len(batch)
        progress(done, size)


def _entries() -> Iterator[Entry]:
    rows = EntryRow.objects.order_by("seq").values_list("content", flat=True)
    return (Entry.from_bytes(bytes(content)) for content in rows.iterator(chunk_size=BATCH))
