"""What taking everybody back, and forward again, is made of: the record is cut, or lengthened, and all else follows.

Entries are taken out of a record and put into it here and nowhere else but by `submit`. The application's role may
not do that, so the owner's does, in one transaction, while the head is locked. Whatever the way, the tree of what is
there in the end is computed and compared with the signature of then.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, connections
from django.db.models import F
from django.utils.translation import gettext as _

from comity.record import CHANNEL, merkle
from comity.record.keys import signer
from comity.record.models import Clock, EntryRow, Head, Node
from comity.record.notes import TILE
from comity.record.reading import everything
from comity.record.replay import project_all, projections
from comity.rehearsal.seating import NotPossible


@dataclass(frozen=True)
class Tree:
    """The tree over the leaves that the record has. `frontier` and `leaf` are those of `record.models.Head`."""

    size: int
    frontier: bytes
    leaf: bytes
    root: merkle.Hash
    nodes: tuple[Node, ...]


@contextmanager
def locked() -> Iterator[Head]:
    """The head, until the end of the block; within it, what this thread asks it asks as the owner of the tables."""
    application, owner = connections["default"], connections["owner"]
    connections["default"] = owner
    try:
        with everything():
            yield Head.objects.select_for_update().get()
    finally:
        connections["default"] = application
        owner.close()


def cut(size: int) -> None:
    """Take out what stands behind so many entries, and the upper nodes above it."""
    EntryRow.objects.filter(seq__gt=size).delete()
    for level in Node.objects.values_list("level", flat=True).distinct():
        Node.objects.filter(level=level, index__gte=size // TILE**level).delete()


def put_in(rows: Iterable[EntryRow]) -> None:
    """Put entries behind the last one, and the upper nodes above them."""
    EntryRow.objects.bulk_create(rows)
    known = set(Node.objects.values_list("level", "index"))
    Node.objects.bulk_create(node for node in tree().nodes if (node.level, node.index) not in known)


def tree() -> Tree:
    """Computed from the leaves of all entries."""
    before: list[merkle.Hash] = []
    frontier, leaf, size, nodes = before, b"", 0, []
    leaves = EntryRow.objects.order_by("seq").values_list("leaf", flat=True)
    for index, found in enumerate(leaves.iterator(chunk_size=1_000)):
        before, leaf, size = frontier, bytes(found), index + 1
        frontier, completed = merkle.append(before, index, leaf)
        nodes += [
            Node(level=level // 8, index=at, hash=node) for level, at, node in completed if level and level % 8 == 0
        ]
    return Tree(size, b"".join(before), leaf, merkle.root(frontier), tuple(nodes))


def end_with(note: str, last: datetime | None) -> int:
    """Let the head be that of a signed note, and all tables follow from the record; answers with its size.

    last   when the last entry was recorded

    Rows are deleted and not truncated, so that whoever reads meanwhile is shown the old ones and waits for nobody.
    Raises NotPossible if what is there is not what was signed.
    """
    found, signed = tree(), signer().verifier.open(note)
    if (found.size, found.root) != (signed.size, signed.root):
        raise NotPossible(_("The entries up to that point are not those that were signed. Nothing was changed."))
    Head.objects.update(size=found.size, frontier=found.frontier, leaf=found.leaf, checkpoint=note, at=last)
    for model in projections():
        model.objects.all().delete()
    project_all(found.size)
    return found.size


def turn_to(at: datetime) -> None:
    """The clock shows that moment. The turn is counted up, so that no process takes an old page for a new one."""
    Clock.objects.update(ahead=(at - datetime.now(UTC)).total_seconds(), turn=F("turn") + 1)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
