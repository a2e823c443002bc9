"""The record as it is published: the signed checkpoint, tiles of hashes, bundles of entries, proofs.

These are the C2SP forms (tlog-checkpoint, tlog-tiles) that existing clients of transparency logs read. What stands
in the tables is served as it is; whether it is what was signed, `comity verify` finds out from outside.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.models import Subquery

from comity.record.edition import remembered
from comity.record.entries import sealed
from comity.record.exercise import FILE_NAME, is_rehearsal, read_me
from comity.record.keys import signer
from comity.record.models import Head, LogRow, Node
from comity.record.notes import TILE, BadNote, bundle, parse_tile_index, tile_address, unsigned_address

_LEVELS = {str(level) for level in range(8)}
"""2 ** 63 entries, which is more than `seq` can count, need eight levels of tiles."""


@remembered
def size() -> int:
    """How many entries the record has."""
    return Head.objects.values_list("size", flat=True).get()


def checkpoint() -> str:
    """The signed note over the head; empty as long as the record is."""
    return Head.objects.values_list("checkpoint", flat=True).get()


def tile(level: int, index: int, width: int = TILE) -> bytes | None:
    """The hashes of a tile, one after the other; None if the record has not grown so far."""
    hashes = [bytes(found) for found in _hashes(level, index * TILE, width)]
    return b"".join(hashes) if len(hashes) == width or _signed(level, index, width) else None


def _hashes(level: int, start: int, width: int) -> Iterable[bytes | memoryview]:
    if level == 0:
        return LogRow.objects.filter(seq__gt=start, seq__lte=start + width).values_list("leaf", flat=True)
    nodes = Node.objects.filter(level=level, index__gte=start, index__lt=start + width)
    return nodes.order_by("index").values_list("hash", flat=True)


def entry_bundle(index: int, width: int = TILE) -> bytes | None:
    """Entries as they are published, each after its length; None if the record has not grown so far."""
    start = index * TILE
    rows = LogRow.objects.filter(seq__gt=start, seq__lte=start + width)
    entries = [_published(row) for row in rows]
    return bundle(entries) if len(entries) == width or _signed(0, index, width) else None


def _signed(level: int, index: int, width: int) -> bool:
    """Whether so much was signed: then what stands there is served, and whoever verifies it sees what is missing."""
    return (index * TILE + width) << 8 * level <= size()


def _published(row: LogRow) -> bytes:
    if row.content is not None:
        return bytes(row.content)
    return sealed(row.seq, bytes(row.previous or b"").hex(), bytes(row.seal or b"").hex())


def resources(entries: int) -> Iterator[str]:
    """The addresses below `/log/` of everything that a log of so many entries publishes, the checkpoint last."""
    level, width = 0, entries
    while width:
        full, rest = divmod(width, TILE)
        for index in range(full):
            yield tile_address(level, index)
        if rest:
            yield tile_address(level, full, rest)
        level, width = level + 1, full
    for index in range(entries // TILE):
        yield tile_address("entries", index)
    if entries % TILE:
        yield tile_address("entries", entries // TILE, entries % TILE)
    yield from ("key", "checkpoint")


def resource(address: str) -> bytes | None:
    """What stands at an address below `/log/`; None if nothing does."""
    match address.split("/", 2):
        case ["checkpoint"]:
            return checkpoint().encode() or None
        case ["key"]:
            return f"{signer().verifier}\n".encode()
        case ["tile", level, rest] if (place := parse_tile_index(rest)) is not None:
            if level == "entries":
                return entry_bundle(*place)
            return tile(int(level), *place) if level in _LEVELS else None
    return None


def export(folder: Path) -> int:
    """Write everything that the log publishes below `folder/log/`, and answer how many entries it has.

    The checkpoint comes last, so that a reader of the folder never sees it promise what is not there yet. Full
    tiles that are there already are left as they are: they never change, but for those of a rehearsal, which may be
    taken back. What stands behind the signed head is written too, for `comity verify` to find.
    """
    # One statement, so that what is submitted meanwhile is not taken for unsigned.
    head = Head.objects.annotate(last=Subquery(LogRow.objects.order_by("-seq").values("seq")[:1])).get()
    size = _signed_size(head)
    unsigned = [unsigned_address(size)] if (head.last or 0) > size else []
    for address in (*unsigned, *resources(size)):
        file = folder / "log" / address
        if is_rehearsal() or not (file.exists() and address.startswith("tile/") and ".p/" not in address):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(head.checkpoint.encode() if address == "checkpoint" else resource(address) or b"")
    if is_rehearsal():
        (folder / FILE_NAME).write_text(read_me(), encoding="utf-8")
    return size


def _signed_size(head: Head) -> int:
    """How many entries the checkpoint promises; what the head says if nobody signed it, as is to be seen outside."""
    try:
        return signer().verifier.open(head.checkpoint).size
    except BadNote:
        return head.size
