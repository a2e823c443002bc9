"""What was made after a named point is kept in a file when everybody is taken back to it: nothing is lost.

    data/rehearsal/20261122T101500-before-lunch-1423-1434.jsonl
        {"point": "before lunch", "at": …, "checkpoint": "rehearsal.localhost/log\\n1434\\n…"}
        {"seq": 1423, "leaf": "…", "salt": null, "key": null, "content": "{…}"}      the exact text that was hashed

The file is its owner's alone: closed entries are in it as well.
"""

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from comity.record.clock import now
from comity.record.entries import Entry, leaf_of
from comity.record.models import EntryRow
from comity.record.sentences import Names, sentence
from comity.rehearsal.models import Point

NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[\w-]{0,60}-[0-9]+-[0-9]+\.jsonl")


@dataclass(frozen=True)
class Aside:
    """A file of what was kept aside: from which entry to which, and the point to which everybody was taken back."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def first(self) -> int:
        return int(self.file.stem.rsplit("-", 2)[1])

    @property
    def last(self) -> int:
        return int(self.file.stem.rsplit("-", 2)[2])

    @cached_property
    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]

    @property
    def checkpoint(self) -> str:
        """The signed note over the record as it was."""
        return str(self._lines[0]["checkpoint"])

    @property
    def clock(self) -> datetime:
        """What the exercise's clock showed; in a file of before that was kept, when the last entry was recorded."""
        told = self._lines[0].get("clock")
        return datetime.fromisoformat(told) if told else self.rows()[-1].at

    def points(self) -> list[Point]:
        """The named points that went with the entries."""
        return [_point(values) for values in self._lines[0].get("points", [])]

    def rows(self) -> list[EntryRow]:
        """The entries as the record had them."""
        return [_row(line) for line in self._lines[1:]]

    def told(self) -> list[tuple[int, str]]:
        """The number and the sentence of each entry."""
        entries = [row.entry for row in self.rows()]
        return [(entry.seq, sentence(entry, Names(entry.on))) for entry in entries]


def folder() -> Path:
    return Path(settings.COMITY_DATA) / "rehearsal"


def found() -> list[Aside]:
    """Everything that was kept aside, the latest first."""
    files = folder().glob("*.jsonl") if folder().exists() else ()
    return [Aside(file) for file in sorted(files, reverse=True) if NAME.fullmatch(file.name)]


def named(name: str) -> Aside | None:
    return next((one for one in found() if one.name == name), None)


def keep(point: str, checkpoint: str, rows: Iterable[EntryRow], points: Iterable[Point]) -> Aside:
    """Write the rows down, so that they are on the disk before they are taken out of the record. Raises OSError.

    points   those that go with them
    """
    rows, moment = list(rows), datetime.now(UTC).isoformat()
    first = {"point": point, "at": moment, "clock": now().isoformat(), "checkpoint": checkpoint}
    lines = [first | {"points": list(map(_named, points))}, *map(_line, rows)]
    folder().mkdir(mode=0o700, exist_ok=True)
    plain = re.sub(r"[^\w-]+", "-", point, flags=re.ASCII).strip("-")
    file = folder() / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{plain}-{rows[0].seq}-{rows[-1].seq}.jsonl"
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as opened:
        opened.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        opened.flush()
        os.fsync(opened.fileno())
    return Aside(file)


def _line(row: EntryRow) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "leaf": bytes(row.leaf).hex(),
        "salt": bytes(row.salt).hex() if row.salt else None,
        "key": row.key,
        "content": bytes(row.content).decode(),
    }


def _row(line: dict[str, Any]) -> EntryRow:
    """Raises ValueError where the content is not that of the leaf."""
    content, leaf = line["content"].encode(), bytes.fromhex(line["leaf"])
    salt = bytes.fromhex(line["salt"]) if line["salt"] else None
    entry = Entry.from_bytes(content)
    if leaf_of(content, entry.seq, entry.previous, salt) != leaf:
        raise ValueError(f"Entry {entry.seq} is not the one that was put aside.")
    return EntryRow(
        seq=entry.seq, kind=entry.kind, on=entry.on, at=entry.at, audience=entry.audience,
        subjects=list(entry.subjects), irregular=bool(entry.irregular), key=line["key"], content=content, salt=salt,
        leaf=leaf,
    )  # fmt: skip


def _named(point: Point) -> dict[str, Any]:
    return {
        "name": point.name,
        "at": point.at.isoformat(),
        "size": point.size,
        "frontier": bytes(point.frontier).hex(),
        "leaf": bytes(point.leaf).hex(),
        "note": point.note,
        "last": point.last.isoformat() if point.last else None,
    }


def _point(told: dict[str, Any]) -> Point:
    moments = {name: told[name] and datetime.fromisoformat(told[name]) for name in ("at", "last")}
    hashes = {name: bytes.fromhex(told[name]) for name in ("frontier", "leaf")}
    return Point(**told | moments | hashes)
