"""What is not beyond doubt: entries that broke a rule when they were imported, or rest on what no source tells."""

from collections.abc import Iterable, Iterator
from typing import Any

from comity.record.entries import Entry
from comity.record.models import EntryRow

BREACH, GAP = "breach", "gap"


def doubt_of(entry: Entry) -> str:
    """BREACH if the charter would not have allowed it, GAP if only the sources leave something open, else empty."""
    if not entry.irregular:
        return ""
    return GAP if all(reason.get("open") for reason in entry.irregular) else BREACH


def with_doubts(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list, each with `doubt`. They have `entry` and `irregular`; one query, and none without need."""
    rows = list(rows)
    irregular = [row["entry"] for row in rows if row["irregular"]]
    doubts = dict(_doubts(irregular)) if irregular else {}
    return [row | {"doubt": doubts.get(row["entry"], "")} for row in rows]


def _doubts(seqs: Iterable[int]) -> Iterator[tuple[int, str]]:
    for row in EntryRow.objects.filter(seq__in=list(seqs)):
        yield row.seq, doubt_of(row.entry)
