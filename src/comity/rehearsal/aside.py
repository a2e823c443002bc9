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
from pathlib import Path
from typing import Any

from django.conf import settings

from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.sentences import Names, sentence

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

    def lines(self) -> list[dict[str, Any]]:
        """The entries as they were kept."""
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()[1:]]

    def told(self) -> list[tuple[int, str]]:
        """The number and the sentence of each entry."""
        entries = [Entry.from_bytes(line["content"].encode()) for line in self.lines()]
        return [(entry.seq, sentence(entry, Names(entry.on))) for entry in entries]


def folder() -> Path:
    return Path(settings.COMITY_DATA) / "rehearsal"


def found() -> list[Aside]:
    """Everything that was kept aside, the latest first."""
    files = folder().glob("*.jsonl") if folder().exists() else ()
    return [Aside(file) for file in sorted(files, reverse=True) if NAME.fullmatch(file.name)]


def keep(point: str, checkpoint: str, rows: Iterable[EntryRow]) -> Aside:
    """Write the rows down, so that they are on the disk before they are taken out of the record. Raises OSError."""
    rows = list(rows)
    lines = [{"point": point, "at": datetime.now(UTC).isoformat(), "checkpoint": checkpoint}, *map(_line, rows)]
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
