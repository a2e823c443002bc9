"""Reading CSV files about the SCO, and writing entries of a history: a part of tools/history_from_csv.py."""

import csv
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, str]
Entry = dict[str, Any]

FOUNDED = date(2001, 6, 15)
LANGUAGES = ("en", "ru", "zh")
OFFICIAL = ("ru", "zh")
LABELS = Path(__file__).parent.parent / "organisations" / "sco" / "labels"
"""What the sources call by an English name only, in the official languages: see the README there."""

skipped: list[str] = []


class BadSource(Exception):
    """A CSV file that is missing, or not of the form it should have."""


def rows(folder: Path, name: str, *columns: str) -> list[Row]:
    """The rows of a CSV file. Raises BadSource with the file and the line."""
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            found = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSource(f"{path} cannot be read: {error}.") from error
    missing = set(columns) - set(reader.fieldnames or ())
    if missing:
        raise BadSource(f"{path}, line 1: the columns {', '.join(sorted(missing))} are missing.")
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise BadSource(f"{path}, row {number}: it has not as many fields as line 1.")
    return found


def day(text: str, where: str) -> tuple[date, str]:
    """A date of the files and how exactly it is known; of a month or year, its first day. Raises BadSource."""
    dated, rest = {4: ("year", "-01-01"), 7: ("month", "-01"), 10: ("day", "")}.get(len(text), ("", ""))
    try:
        return date.fromisoformat(text + rest), dated
    except ValueError as error:
        raise BadSource(f"{where}: “{text}” is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.") from error


def names(row: Row, prefix: str = "name_") -> dict[str, str]:
    return {language: row[prefix + language] for language in LANGUAGES if row[prefix + language]}


@dataclass(frozen=True)
class Wording:
    """What something is called: language by language, where that was seen, and where it is a rendering of ours."""

    text: dict[str, str]
    seen: dict[str, str] = field(default_factory=dict)
    rendered: list[str] = field(default_factory=list)


@cache
def labels(name: str, key: str, column: str) -> dict[str, Wording]:
    """The Russian and Chinese wording of a file of labels, by its key. Raises BadSource."""
    named = [f"{column}_{tag}" for tag in OFFICIAL] + [f"source_{tag}" for tag in OFFICIAL]
    return {row[key]: _wording(row, column) for row in rows(LABELS, name, key, *named)}


def _wording(row: Row, column: str) -> Wording:
    known = [tag for tag in OFFICIAL if row[f"{column}_{tag}"]]
    return Wording(
        {tag: row[f"{column}_{tag}"] for tag in known},
        {tag: row[f"source_{tag}"] for tag in known if row[f"source_{tag}"]},
        [tag for tag in known if not row[f"source_{tag}"]],
    )


def entry(
    id: str,
    kind: str,
    on: date,
    row: Row,
    seat: str = "secretariat",
    dated: str = "day",
    worded: Wording | None = None,
    **fields: Any,
) -> Entry:
    """One entry of a history file; empty fields are left out.

    worded   tells of the wording in the fields where it was seen, and in which languages it is ours
    """
    source = re.sub(r"^(\d{3})_[0-9a-f]+\.txt$", r"unpublished text \1 of the compiler", row["source"])
    made: Entry = {"id": id.lower(), "kind": kind, "seat": seat, "on": on, "source": source}
    if note := for_readers(row.get("note", "")):
        made["note"] = note
    if dated != "day":
        made["dated"] = dated
    if worded and (seen := {tag: address for tag, address in worded.seen.items() if address != source}):
        made["seen"] = seen
    if worded and worded.rendered:
        made["rendered"] = worded.rendered
    return made | {"fields": {name: value for name, value in fields.items() if value not in ("", None, {}, [])}}


def for_readers(note: str) -> str:
    """A note without what only its compiler can make use of: the texts he began with, and how he saw the others."""
    note = re.sub(r" ?\((?:also )?seeds? [^)]*\)", "", note)
    clauses = [clause for clause in note.split("; ") if not re.search(r"\bseeds?\b", clause)]
    text = "; ".join(clauses)
    text = re.sub(r"(?:the )?stored excerpts?", "the excerpts at hand", text)
    return re.sub(r"(?:the )?stored sources", "the sources at hand", text)


def day_after(text: str, where: str) -> date:
    """The first day behind the last one named: behind a year, its next New Year's Day."""
    last, dated = day(text, where)
    return date(last.year + 1, 1, 1) if dated == "year" else last + timedelta(days=1)


def summits(folder: Path) -> list[Row]:
    columns = ("body", "ordinal", "start_date", "end_date", "city", "country_iso2", "chair_iso2", "format", "source")
    return rows(folder, "summits", *columns)


def meeting_id(row: Row) -> str:
    return f"{row['body']}-{row['ordinal'] or row['start_date']}".lower()
