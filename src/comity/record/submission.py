"""The one way in: authorise, check, append, project, in one transaction.

    submit(act, seat)     refuses what the rules forbid and leaves no trace of it
    judge(act, seat)      what `submit` would answer now; nothing is changed
    import_(act, seat)    for an organisation's past: what the rules would have forbidden is kept as *irregular*

Whoever appends holds the head row locked until the commit. An auto-increment key would be handed out before the
commit, and a reader who follows the key would miss what commits late; so `seq` has no gaps and no surprises.
All who submit wait for that lock, so little is done while it is held: one round trip takes it and reads what has to
be seen, the rules look up what they need, one round trip writes everything.
The head carries the signed checkpoint, made here and nowhere else: whoever writes straight into the tables, even
as their owner, has not the key.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import IntegrityError
from psycopg import Cursor

from comity.record import CHANNEL, merkle
from comity.record.acts import Act, Context, act_of, writes_of
from comity.record.audiences import PUBLIC
from comity.record.clock import now
from comity.record.entries import Entry, Provenance, leaf_of
from comity.record.keys import signer
from comity.record.models import EntryRow, Head, Node
from comity.record.notes import BadNote, Checkpoint
from comity.record.projection import send, statements
from comity.record.reading import everything
from comity.record.refusals import Refusal
from comity.record.seats import Authority, Seat

last_seq: ContextVar[int] = ContextVar("last_seq", default=0)
"""The last entry made in this request, so that whoever made it is shown it."""

OWN_TABLES = {table._meta.db_table for table in (EntryRow, Node, Head)}


class Refused(Exception):
    """The act was not admitted, and nothing was changed. `refusal` has the code, the values and the article.

    barred   it is not for this seat, or not for whoever sits there, whatever the act says
    """

    def __init__(self, act: type[Act], refusal: Refusal, *, barred: bool = False) -> None:
        super().__init__(act, refusal, barred)
        self.act, self.refusal, self.barred = act, refusal, barred

    @property
    def code(self) -> str:
        return self.refusal.code

    @property
    def article(self) -> str:
        return self.refusal.article

    def __str__(self) -> str:
        from comity.record.sentences import refusal_sentence

        return refusal_sentence(self.act, self.refusal)


class Moved(Exception):
    """The record has grown since its reader looked at it. Nothing was changed."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Damaged(Exception):
    """The head of the record is not what this instance signed: nothing more is appended to it."""

    def __init__(self, size: int, reason: str) -> None:
        super().__init__(
            f"The head of the record at entry {size} is not the one that was signed ({reason}). Nothing was "
            "added. Run `comity verify` against what is published, and restore the last good backup."
        )


def submit(
    act: Act,
    seat: Seat | str,
    *,
    on: date | None = None,
    key: str | None = None,
    authority: Authority | None = None,
    size: int | None = None,
) -> Entry:
    """Put an act into the record, and bring the tables up to date.

    on          the day from which it counts; today, where it is not given
    key         makes a repeated submission harmless: the first entry is returned
    authority   by what right a person acts from the seat; None where the program itself does
    size        of the record as whoever acts has seen it; None where that does not matter

    Raises Refused, Moved, TooLong, Damaged.
    """
    return _submit(act, Seat(seat), on, key or None, None, authority, size)


@dataclass(frozen=True)
class Judgement:
    """What `submit` would answer: the entry that it would make, or why it would make none.

    barred   the seat, or whoever sits there, may not at all; then nothing else was looked at
    """

    entry: Entry
    refusals: list[Refusal]
    barred: bool


@everything()
def judge(act: Act, seat: Seat | str, *, on: date | None = None, authority: Authority | None = None) -> Judgement:
    """What would come of an act now, by the same rules. Nothing is locked, written or told. Raises TooLong."""
    head = Head.objects.get()
    context = _context(Seat(seat), on, head.at, authority=authority)
    barred = list(filter(None, bars(act, context, authority)))
    # Whoever may not act learns nothing by trying.
    refusals = barred or list(filter(None, act.check(context)))
    entry = _entry(act, context, head.size, bytes(head.leaf))
    entry.to_bytes()
    return Judgement(entry, refusals, bool(barred))


def bars(act: Act | type[Act], context: Context, authority: Authority | None) -> Iterator[Refusal | None]:
    """Why this seat, or whoever sits there, may not perform an act; of a kind of act, whatever it says."""
    if authority:
        yield from authority.refusals(act, context)
    yield from act.by.refusals(act, context)


def import_(act: Act, seat: Seat | str, *, on: date, key: str, provenance: Provenance) -> Entry:
    """Put an act of the past into the record. What it broke is kept with it as the finding `irregular`.

    Raises TooLong, Damaged.
    """
    return _submit(act, Seat(seat), on, key, provenance)


@everything()
def _submit(
    act: Act,
    seat: Seat,
    on: date | None,
    key: str | None,
    provenance: Provenance | None,
    authority: Authority | None = None,
    size: int | None = None,
) -> Entry:
    head = _lock(key)
    if head.earlier:
        return _same(act, seat, on, key, Entry.from_bytes(head.earlier))
    if size is not None and size != head.size:
        raise Moved(head.size)
    context = _context(seat, on, head.at, provenance, authority)
    irregular = []
    for refusal, barred in _reasons(act, context, authority):
        if provenance is None:
            raise Refused(type(act), refusal, barred=barred)
        irregular.append({name: value for name, value in asdict(refusal).items() if value})
    if irregular:
        context.find(irregular=irregular)
    entry = _append(act, context, head, key, provenance)
    last_seq.set(entry.seq)
    return entry


def _context(
    seat: Seat,
    on: date | None,
    last: datetime | None,
    provenance: Provenance | None = None,
    authority: Authority | None = None,
) -> Context:
    """What an act is judged by now. `last` is when the last entry was recorded."""
    at = max(filter(None, (now(), last)))
    dated = provenance.dated if provenance else "day"
    return Context(seat, on or at.date(), at, dated, authority.role if authority else "")


def _reasons(act: Act, context: Context, authority: Authority | None) -> Iterator[tuple[Refusal, bool]]:
    """Why the act is not admitted, reason by reason, and whether it is the seat that may not."""
    yield from ((refusal, True) for refusal in bars(act, context, authority) if refusal)
    yield from ((refusal, False) for refusal in act.check(context) if refusal)


@dataclass(frozen=True)
class LockedHead:
    """The head row, locked until the commit, and what of the entries has to be seen behind it.

    end       the last leaf as the entries have it; None if it is gone
    earlier   the content of the entry that this key made already; None if there is none
    """

    size: int
    frontier: bytes
    leaf: bytes
    checkpoint: str
    at: datetime | None
    end: bytes | None
    earlier: bytes | None


LOCK = "SELECT size, frontier, leaf, checkpoint, at FROM record_head FOR UPDATE"
LOOK = """SELECT (SELECT leaf FROM record_entry WHERE seq = size), (SELECT content FROM record_entry WHERE key = %s)
FROM record_head"""


def _lock(key: str | None) -> LockedHead:
    """Lock the head, and look at the entries in the same round trip.

    These are two statements, as the second has to see what was committed while the first waited for the lock.
    """
    with statements() as locking, Cursor(locking.connection) as looking:
        locking.execute(LOCK, prepare=True)
        looking.execute(LOOK, [key], prepare=True)
        (head,), (entries,) = locking.fetchall(), looking.fetchall()
    return LockedHead(*head, *entries)


def _same(act: Act, seat: Seat, on: date | None, key: str | None, earlier: Entry) -> Entry:
    """The entry that this key already made, if it was made by the same submission."""
    if (act_of(earlier), earlier.seat, earlier.on) != (act, seat, on or earlier.on):
        raise Refused(type(act), Refusal("", "key_reused", {"key": key, "seq": earlier.seq}))
    return earlier


def _append(act: Act, context: Context, head: LockedHead, key: str | None, provenance: Provenance | None) -> Entry:
    frontier = _frontier(head)
    entry = _entry(act, context, head.size, head.leaf, provenance)
    content = entry.to_bytes()
    salt = None if entry.audience == PUBLIC else secrets.token_bytes(32)
    leaf = leaf_of(content, entry.seq, entry.previous, salt)
    grown, completed = merkle.append(frontier, head.size, leaf)
    note = signer().sign(Checkpoint(signer().name, entry.seq, merkle.root(grown)))
    with _damage_told(head.size), statements() as cursor:
        _write(cursor, entry, content, salt, leaf, key, completed, b"".join(frontier), note)
        send(cursor, writes_of(act, entry))
    return entry


def _entry(act: Act, context: Context, size: int, leaf: bytes, provenance: Provenance | None = None) -> Entry:
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


@contextmanager
def _damage_told(size: int) -> Iterator[None]:
    """Raises Damaged where the record's own tables hold what is only now to be written."""
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.__cause__, psycopg.Error) and error.__cause__.diag.table_name in OWN_TABLES:
            raise Damaged(size, "something stands behind it that nobody signed") from error
        raise


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


def _write(
    cursor: Cursor[Any],
    entry: Entry,
    content: bytes,
    salt: bytes | None,
    leaf: bytes,
    key: str | None,
    completed: list[tuple[int, int, bytes]],
    frontier: bytes,
    checkpoint: str,
) -> None:
    """The rows of one entry, and the wake-up.

    frontier   before the entry, joined
    """
    row = (entry.seq, entry.kind, entry.on, entry.at, entry.audience, list(entry.subjects))
    cursor.execute(
        'INSERT INTO record_entry (seq, kind, "on", at, audience, subjects, irregular, key, content, salt, leaf)'
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (*row, bool(entry.irregular), key, content, salt, leaf),
        prepare=True,
    )
    for level, index, node in completed:
        if level and level % 8 == 0:
            cursor.execute(
                'INSERT INTO record_node (level, "index", hash) VALUES (%s, %s, %s)',
                (level // 8, index, node),
                prepare=True,
            )
    cursor.execute(
        "UPDATE record_head SET size = %s, frontier = %s, leaf = %s, checkpoint = %s, at = %s",
        (entry.seq, frontier, leaf, checkpoint, entry.at),
        prepare=True,
    )
    cursor.execute(f"NOTIFY {CHANNEL}")
