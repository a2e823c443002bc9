"""A long record in little time: what `submit` would have written, computed in one go and copied into the tables.

Nothing is judged and nothing is projected. A test sees to it that the tables of the record come out as `submit`
leaves them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from comity.record import merkle
from comity.record.acts import Act
from comity.record.entries import Entry, leaf_of
from comity.record.keys import signer
from comity.record.notes import Checkpoint
from comity.record.seats import SECRETARIAT, Seat

BEGINNING = datetime(2031, 3, 3, 12, tzinfo=UTC)
DAY = BEGINNING.date()
SEAT = Seat(SECRETARIAT)
ENTRIES = 'COPY record_entry (seq, kind, "on", at, audience, subjects, irregular, content, leaf) FROM STDIN'
NODES = 'COPY record_node (level, "index", hash) FROM STDIN'
HEAD = "UPDATE record_head SET size = %s, frontier = %s, leaf = %s, checkpoint = %s, at = %s"


@dataclass(frozen=True)
class Done:
    """An act as it stands in the record: who did it, from which day it counts, what the check found."""

    act: Act
    seat: Seat = SEAT
    on: date = DAY
    findings: dict[str, Any] = field(default_factory=dict)


@dataclass
class Growth:
    """A tree that grows leaf by leaf, and what the head keeps of it."""

    size: int = 0
    before: list[merkle.Hash] = field(default_factory=list)
    frontier: list[merkle.Hash] = field(default_factory=list)
    leaf: merkle.Hash = b""
    nodes: list[tuple[int, int, merkle.Hash]] = field(default_factory=list)
    at: datetime = BEGINNING

    def add(self, leaf: merkle.Hash) -> None:
        self.before, self.leaf = self.frontier, leaf
        self.frontier, completed = merkle.append(self.before, self.size, leaf)
        self.nodes += [(level // 8, index, node) for level, index, node in completed if level and level % 8 == 0]
        self.size += 1

    def head(self) -> tuple[Any, ...]:
        note = signer().sign(Checkpoint(signer().name, self.size, merkle.root(self.frontier)))
        return (self.size, b"".join(self.before), self.leaf, note, self.at)


def grow(connection: psycopg.Connection[Any], done: Iterable[Done]) -> None:
    """Fill the empty record of a database. `connection` is the owner's or the application's."""
    growth = Growth()
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(ENTRIES) as copy:
            for row in rows(growth, done):
                copy.write_row(row)
        with cursor.copy(NODES) as copy:
            for node in growth.nodes:
                copy.write_row(node)
        cursor.execute(HEAD, growth.head())
        cursor.execute("ANALYZE record_entry") if growth.size > 10_000 else None


def rows(growth: Growth, done: Iterable[Done]) -> Iterator[tuple[Any, ...]]:
    """The rows of the entries, one a second."""
    for what in done:
        entry = entry_of(what, growth)
        content = entry.to_bytes()
        growth.at = entry.at
        growth.add(leaf_of(content, entry.seq, entry.previous, None))
        shown = (entry.seq, entry.kind, entry.on, entry.at, entry.audience, list(entry.subjects), False)
        yield (*shown, content, growth.leaf)


def entry_of(what: Done, growth: Growth) -> Entry:
    return Entry(
        seq=growth.size + 1,
        kind=what.act.kind,
        version=what.act.version,
        on=what.on,
        at=BEGINNING + timedelta(seconds=growth.size),
        seat=what.seat,
        body=what.act.to_body(),
        findings=what.findings,
        subjects=what.act.subjects(),
        audience=what.act.readers(),
        previous=growth.leaf.hex(),
    )
