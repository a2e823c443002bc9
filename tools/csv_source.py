"""Reading CSV files about the SCO, and writing entries of a history: a part of tools/history_from_csv.py."""

import csv
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

Row = dict[str, str]
Entry = dict[str, Any]

SCO = Path(__file__).parents[1] / "organisations" / "sco"
FOUNDED = date(2001, 6, 15)
LANGUAGES = ("en", "ru", "zh")

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


def document_title(row: Row) -> dict[str, str]:
    """The title of a document in each language: in English from its row, in the others from `titles.csv`."""
    found = rendered().get(row["id"], {})
    return {"en": row["title_en"], **{tag: found[tag] for tag in ("ru", "zh") if found.get(tag)}}


def title_note(row: Row) -> str:
    """Where the Russian and the Chinese title come from: a source that words it so, or our own rendering."""
    found = rendered().get(row["id"])
    if found is None:
        return ""
    told = {name: found[f"{tag}_source"] or "our rendering" for tag, name in (("ru", "Russian"), ("zh", "Chinese"))}
    if set(told.values()) == {"our rendering"}:
        return "Russian and Chinese title: our rendering"
    return "; ".join(f"{name} title: {source}" for name, source in told.items())


@cache
def rendered() -> dict[str, Row]:
    return {row["id"]: row for row in rows(SCO, "titles", "id", "ru", "ru_source", "zh", "zh_source")}


def names(row: Row, prefix: str = "name_") -> dict[str, str]:
    return {language: row[prefix + language] for language in LANGUAGES if row[prefix + language]}


def entry(
    id: str, kind: str, on: date, row: Row, seat: str = "secretariat", dated: str = "day", **fields: Any
) -> Entry:
    """One entry of a history file; empty fields are left out."""
    source = re.sub(r"^(\d{3})_[0-9a-f]+\.txt$", r"unpublished text \1 of the compiler", row["source"])
    made: Entry = {"id": id.lower(), "kind": kind, "seat": seat, "on": on, "source": source}
    if note := for_readers(row.get("note", "")):
        made["note"] = note
    if dated != "day":
        made["dated"] = dated
    return made | {"fields": {name: value for name, value in fields.items() if value not in ("", None, {})}}


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
