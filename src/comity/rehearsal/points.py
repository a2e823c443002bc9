"""Named points of the exercise, taking everybody back to one, and forward again: record, tables, clock, credentials.

    1   what came after the point is written into a file (aside.py)
    2   those entries and the upper nodes above them go; the head is again what it was, with the signature of then
    3   the tree of what is left is computed and compared with that signature
    4   every table that follows from the record is emptied and filled anew
    5   the clock shows what it showed; the turn is counted up

The way forward is the same with the entries of such a file put back behind 2. What was recorded between goes into a
file of its own, so that there is a way from each to the other, as often as one likes (turning.py).

Accounts, sessions and codes stay: people need not come in again. A seat that was taken after the point is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comity.record.clock import now
from comity.record.exercise import is_rehearsal, put_back, taken_back
from comity.record.keys import signer
from comity.record.models import EntryRow, Head
from comity.rehearsal import aside
from comity.rehearsal.models import Point
from comity.rehearsal.seating import NotPossible
from comity.rehearsal.turning import cut, end_with, locked, put_in, turn_to

LONGEST_NAME = 60


@dataclass(frozen=True)
class Restored:
    """What came of taking everybody back. `kept` is None where nothing had been recorded since."""

    point: Point
    kept: aside.Aside | None


def keep(name: str) -> Point:
    """Name the present point of the exercise. Raises NotPossible."""
    _refuse_in_earnest()
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise NotPossible(_("Give the point a name of at most %(most)s letters.") % {"most": LONGEST_NAME})
    with transaction.atomic():
        head = Head.objects.select_for_update().get()
        if Point.objects.filter(name=name).exists():
            raise NotPossible(_("There is a point “%(name)s” already. Choose another name.") % {"name": name})
        return Point.objects.create(
            name=name, at=now(), size=head.size, frontier=head.frontier, leaf=head.leaf, note=head.checkpoint,
            last=head.at,
        )  # fmt: skip


def restore(name: str) -> Restored:
    """Take everybody back to a named point. Raises NotPossible, OSError; then nothing was changed."""
    _refuse_in_earnest()
    with locked() as head:
        point = _point(name.strip())
        with _taken_out(head, point.size, point.name) as kept:
            end_with(point.note, point.last)
            turn_to(point.at)
    return Restored(point, kept)


def go_forward(name: str) -> tuple[aside.Aside, aside.Aside | None]:
    """Put back what was kept aside in a file. Answers with that, and with what was kept aside in its turn.

    Raises NotPossible, OSError; then nothing was changed.
    """
    _refuse_in_earnest()
    found = _aside(name)
    with locked() as head:
        if head.size < found.first - 1:
            gone = _("The record has no entry %(seq)s now, behind which these stood. Put back first what was before.")
            raise NotPossible(gone % {"seq": found.first - 1})
        with _taken_out(head, found.first - 1, "forward") as kept:
            rows = found.rows()
            put_in(rows)
            end_with(found.checkpoint, rows[-1].at)
            Point.objects.bulk_create(found.points(), ignore_conflicts=True)
            turn_to(found.clock)
            put_back.send(sender=Point, size=rows[-1].seq)
    # They are in the record again. Should this be the last that the process does, the file tells what is no secret.
    found.file.unlink()
    return found, kept


@contextmanager
def _taken_out(head: Head, size: int, called: str) -> Iterator[aside.Aside | None]:
    """Behind so many entries nothing stands any more, and no point; it is kept aside, unless something goes wrong."""
    kept, later = None, list(EntryRow.objects.filter(seq__gt=size).order_by("seq"))
    named = Point.objects.filter(size__gt=size)
    try:
        if later:
            kept = aside.keep(called, head.checkpoint, later, named)
        cut(size)
        named.delete()
        taken_back.send(sender=Point, size=size)
        yield kept
    except BaseException:
        if kept:
            kept.file.unlink()
        raise


def _refuse_in_earnest() -> None:
    if not is_rehearsal():
        raise NotPossible(_("This record is kept in earnest: it is never taken back."))


def _point(name: str) -> Point:
    point = Point.objects.filter(name=name).first()
    if point is None:
        known = ", ".join(f"“{known}”" for known in Point.objects.values_list("name", flat=True)) or "–"
        raise NotPossible(
            _("There is no point “%(name)s”. There are: %(known)s.") % {"name": name[:LONGEST_NAME], "known": known}
        )
    return point


def _aside(name: str) -> aside.Aside:
    found = aside.named(name)
    if found is None:
        raise NotPossible(_("Nothing was kept aside in %(file)s.") % {"file": name[:100]})
    try:
        found.rows(), found.points(), signer().verifier.open(found.checkpoint)
    except (ValueError, LookupError) as error:
        raise NotPossible(_("What is in the file is not what was put aside. Nothing was changed.")) from error
    return found
