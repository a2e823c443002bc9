"""Appending to the record: its head is locked, acts are entered one behind another, and the new head is signed.

Whoever appends holds the head row locked until the commit. An auto-increment key would be handed out before the
commit, and a reader who follows the key would miss what commits late; so `seq` has no gaps and no surprises.
All who submit wait for that lock, so little is done while it is held: one round trip takes it and reads what has to
be seen, the rules look up what they need, and what is written is sent off without waiting for an answer.
The head carries the signed checkpoint, made here and nowhere else: whoever writes straight into the tables, even
as their owner, has not the key.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import IntegrityError
from psycopg import Cursor

from comity.record import CHANNEL, merkle
from comity.record.acts import Act, Context, writes_of
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry, Provenance, leaf_of
from comity.record.keys import signer
from comity.record.lookup import forget, known
from comity.record.models import EntryRow, Head, Node
from comity.record.notes import BadNote, Checkpoint
from comity.record.projection import send, statements

OWN_TABLES = {table._meta.db_table for table in (EntryRow, Node, Head)}


class Damaged(Exception):
    """The head of the record is not what this instance signed: nothing more is appended to it."""

    def __init__(self, size: int, reason: str) -> None:
        super().__init__(
            f"The head of the record at entry {size} is not the one that was signed ({reason}). Nothing was "
            "added. Run `comity verify` against what is published, and restore the last good backup."
        )


@dataclass(frozen=True)
class LockedHead:
    """The head row, locked until the commit, and what of the entries has to be seen behind it.

    end       the last leaf as the entries have it; None if it is gone
    earlier   the content of the entries that these keys made already
    """

    size: int
    frontier: bytes
    leaf: bytes
    checkpoint: str
    at: datetime | None
    end: bytes | None
    earlier: dict[str, bytes]


LOCK = "SELECT size, frontier, leaf, checkpoint, at FROM record_head FOR UPDATE"
END = "SELECT leaf FROM record_entry WHERE seq = (SELECT size FROM record_head)"
EARLIER = "SELECT key, content FROM record_entry WHERE key = ANY(%s)"


def _lock(cursor: Cursor[Any], keys: list[str]) -> LockedHead:
    """Lock the head, and look at the entries in the same round trip.

    These are several statements, as the others have to see what was committed while the first waited for the lock.
    """
    raw = cursor.connection
    with Cursor(raw) as locking, Cursor(raw) as end, Cursor(raw) as earlier:
        locking.execute(LOCK, prepare=True)
        end.execute(END, prepare=True)
        earlier.execute(EARLIER, [keys], prepare=True)
        (size, frontier, leaf, checkpoint, at), last = locking.fetchall()[0], end.fetchone()
        made = dict(earlier.fetchall())
    return LockedHead(size, frontier, leaf, checkpoint, at, last[0] if last else None, made)


@contextmanager
def appending(keys: Iterable[str | None]) -> Iterator["Appending"]:
    """The record with its head locked, in the transaction that is open.

    keys   of what is to be appended, as it may be there already

    Raises Damaged.
    """
    size = 0
    try:
        with statements() as cursor, known():
            head = _lock(cursor, [key for key in keys if key])
            size = head.size
            record = Appending(cursor, head)
            yield record
            if record.size > size:
                record.sign()
    except IntegrityError as error:
        if isinstance(error.__cause__, psycopg.Error) and error.__cause__.diag.table_name in OWN_TABLES:
            raise Damaged(size, "something stands behind it that nobody signed") from error
        raise


class Appending:
    """The record while its head is locked.

    size      entries, those included that were only now appended
    at        when the last of them was recorded
    earlier   the content of entries by their keys
    """

    def __init__(self, cursor: Cursor[Any], head: LockedHead) -> None:
        self.cursor = cursor
        self.size, self.leaf, self.at, self.earlier = head.size, head.leaf, head.at, head.earlier
        self.before: list[merkle.Hash] = []
        self.frontier = _frontier(head)

    def append(self, act: Act, context: Context, key: str | None, provenance: Provenance | None) -> Entry:
        """Raises TooLong."""
        entry = entry_of(act, context, self.size, self.leaf, provenance)
        content = entry.to_bytes()
        salt = None if entry.audience == PUBLIC else secrets.token_bytes(32)
        leaf = leaf_of(content, entry.seq, entry.previous, salt)
        grown, completed = merkle.append(self.frontier, self.size, leaf)
        self._write(entry, content, salt, leaf, key, completed)
        writes = list(writes_of(act, entry))
        send(self.cursor, writes)
        forget([EntryRow._meta.db_table, *(write.model._meta.db_table for write in writes)])
        self.before, self.frontier = self.frontier, grown
        self.size, self.leaf, self.at = entry.seq, leaf, entry.at
        if key:
            self.earlier[key] = content
        return entry

    def _write(
        self,
        entry: Entry,
        content: bytes,
        salt: bytes | None,
        leaf: bytes,
        key: str | None,
        completed: list[tuple[int, int, bytes]],
    ) -> None:
        row = (entry.seq, entry.kind, entry.on, entry.at, entry.audience, list(entry.subjects))
        self.cursor.execute(
            'INSERT INTO record_entry (seq, kind, "on", at, audience, subjects, irregular, key, content, salt, leaf)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (*row, bool(entry.irregular), key, content, salt, leaf),
            prepare=True,
        )
        for level, index, node in completed:
            if level and level % 8 == 0:
                self.cursor.execute(
                    'INSERT INTO record_node (level, "index", hash) VALUES (%s, %s, %s)',
                    (level // 8, index, node),
                    prepare=True,
                )

    def sign(self) -> None:
        """The new head, and the wake-up."""
        note = signer().sign(Checkpoint(signer().name, self.size, merkle.root(self.frontier)))
        self.cursor.execute(
            "UPDATE record_head SET size = %s, frontier = %s, leaf = %s, checkpoint = %s, at = %s",
            (self.size, b"".join(self.before), self.leaf, note, self.at),
            prepare=True,
        )
        self.cursor.execute(f"NOTIFY {CHANNEL}")


def entry_of(act: Act, context: Context, size: int, leaf: bytes, provenance: Provenance | None = None) -> Entry:
    """The entry that an act makes in a record of so many, behind the last leaf."""
    return Entry(
        seq=size + 1,
        kind=act.kind,
        version=act.version,
        on=context.on,
        at=context.at,
        seat=context.seat,
        body=act.to_body(),
        findings=context.findings,
        subjects=act.subjects(),
        audience=act.readers(),
        provenance=provenance,
        previous=leaf.hex(),
    )


def _frontier(head: LockedHead) -> list[merkle.Hash]:
    """The frontier to append to, if it is the one under the signature and the entries end there. Raises Damaged."""
    if head.size == 0 and not head.checkpoint:
        return []
    try:
        signed = signer().verifier.open(head.checkpoint)
    except BadNote as error:
        raise Damaged(head.size, str(error)) from error
    frontier = [head.frontier[place : place + 32] for place in range(0, len(head.frontier), 32)]
    if signed.size != head.size or len(frontier) != (head.size - 1).bit_count():
        raise Damaged(head.size, "its tree has another root")
    frontier, _ = merkle.append(frontier, head.size - 1, head.leaf)
    if merkle.root(frontier) != signed.root:
        raise Damaged(head.size, "its tree has another root")
    if head.end != head.leaf:
        raise Damaged(head.size, "its last entry was replaced" if head.end else "its last entry is gone")
    return frontier
