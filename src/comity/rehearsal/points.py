"""Named points of the exercise, and taking everybody back to one: record, tables, clock, credentials.

Entries are taken out of a record here and nowhere else. The application's role may not do that, so the owner's does,
in one transaction, while the head is locked:

    1   what came after the point is written into a file (aside.py)
    2   those entries and the upper nodes above them go; the head is again what it was, with the signature of then
    3   the tree of what is left is computed and compared with that signature
    4   every table that follows from the record is emptied and filled anew; rows are deleted and not truncated, so
        that whoever reads meanwhile is shown the old ones and waits for nobody
    5   the clock shows what it showed; the turn is counted up, so that no process takes an old page for a new one

Accounts, sessions and codes stay: people need not come in again. A seat that was taken after the point is gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, connections, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from comity.record import CHANNEL, merkle
from comity.record.clock import now
from comity.record.exercise import is_rehearsal, taken_back
from comity.record.keys import signer
from comity.record.models import Clock, EntryRow, Head, Node
from comity.record.notes import TILE
from comity.record.reading import everything
from comity.record.replay import project_all, projections
from comity.rehearsal import aside
from comity.rehearsal.models import Point
from comity.rehearsal.seating import NotPossible

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
    kept = None
    try:
        with _as_owner(), everything():
            head = Head.objects.select_for_update().get()
            point = _point(name.strip())
            if later := list(EntryRow.objects.filter(seq__gt=point.size).order_by("seq")):
                kept = aside.keep(point.name, head.checkpoint, later)
            _take_out(point)
            _project_anew(point.size)
            _turn_back(point)
            taken_back.send(sender=Point, size=point.size)
    except BaseException:
        if kept:
            kept.file.unlink()
        raise
    return Restored(point, kept)


def _refuse_in_earnest() -> None:
    if not is_rehearsal():
        raise NotPossible(_("This record is kept in earnest: it is never taken back."))


@contextmanager
def _as_owner() -> Iterator[None]:
    """Within the block, what this thread asks of the database it asks as the owner of the tables."""
    application, owner = connections["default"], connections["owner"]
    connections["default"] = owner
    try:
        yield
    finally:
        connections["default"] = application
        owner.close()


def _point(name: str) -> Point:
    point = Point.objects.filter(name=name).first()
    if point is None:
        known = ", ".join(f"“{known}”" for known in Point.objects.values_list("name", flat=True)) or "–"
        raise NotPossible(
            _("There is no point “%(name)s”. There are: %(known)s.") % {"name": name[:LONGEST_NAME], "known": known}
        )
    return point


def _take_out(point: Point) -> None:
    """Let the record end where it did. Raises NotPossible if what is left is not what was signed then."""
    EntryRow.objects.filter(seq__gt=point.size).delete()
    for level in Node.objects.values_list("level", flat=True).distinct():
        Node.objects.filter(level=level, index__gte=point.size // TILE**level).delete()
    Head.objects.update(
        size=point.size, frontier=point.frontier, leaf=point.leaf, checkpoint=point.note, at=point.last
    )
    if _root(point.size) != signer().verifier.open(point.note).root:
        raise NotPossible(_("The entries up to that point are not those that were signed. Nothing was changed."))


def _root(size: int) -> merkle.Hash:
    """The root over the leaves that the record has."""
    frontier: list[merkle.Hash] = []
    leaves = EntryRow.objects.order_by("seq").values_list("leaf", flat=True)
    for index, leaf in enumerate(leaves.iterator(chunk_size=1_000)):
        frontier, _completed = merkle.append(frontier, index, bytes(leaf))
    return merkle.root(frontier)


def _project_anew(size: int) -> None:
    for model in projections():
        model.objects.all().delete()
    project_all(size)


def _turn_back(point: Point) -> None:
    """The clock shows what it showed; later points are no more; every process hears of it."""
    Point.objects.filter(size__gt=point.size).delete()
    machine = datetime.now(UTC)
    Clock.objects.update(ahead=(point.at - machine).total_seconds(), turn=F("turn") + 1)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
