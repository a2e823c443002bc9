"""Turn a folder of CSV files about the SCO into the history that Comity loads.

    python tools/history_from_csv.py CSV-FOLDER organisations/sco/history

The CSV files hold facts with their sources, one row each; the result is committed and can be made anew. What the
files say in a note (the day on which an admission was begun, the meeting that approved an officer) is read out of
the note where its wording is regular, and stands in a table below where it is not. Rows that are no act of this
history are listed at the end, with the reason.
"""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import tomli_w

Row = dict[str, str]
Entry = dict[str, Any]

FOUNDED = date(2001, 6, 15)
LANGUAGES = ("en", "ru", "zh")
ANNOUNCED = {
    ("CHS", "2026"): (date(2025, 9, 1), "day", date(2026, 12, 31)),
    ("DEFMIN", "2025"): (date(2025, 5, 1), "month", date(2025, 12, 31)),
}
"""Meetings that are only announced: when (the month of the report), how exactly, the last one possible."""
CHARTER_BODIES = ("CHS", "CHG", "CFM", "CNC", "MINISTERS", "RATS", "RATSC", "RATSEC", "SEC")
"""The bodies that the charter itself establishes: they are there before any of them meets."""
DECIDED_BODIES = dict.fromkeys(
    ("UNICENTER", "ANTIDRUGCENTER", "CRIMECENTER", "INFOSECCENTER", "DEVBANK"), "2025-09-01"
)
"""Bodies that were decided and have no founding day: the day that their note names."""
BODY_BASIS = {"INVESTORS": "chs-24", "REGFORUM": "chs-19", "UNICENTER": "chs-25", "ANTIDRUGCENTER": "chs-25"}
"""Bodies outside the charter whose note names the summit that decided them."""
BODY_BASIS["DEVBANK"] = "chs-25"
MEMORANDA = {"IR": "2022-09-16"}
"""Where the note gives two days, the one kept (see the sources' README on conflicts)."""
OFFICE_BASIS = {"Zhang Deguang": "chs-3"}
"""Officers whose note names the summit that approved them."""

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


def states(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "states", "iso2", "name_en", "name_ru", "name_zh", "full_name_en", "source"):
        full_name = {"en": row["full_name_en"]} if row["full_name_en"] else {}
        name = names(row)
        yield entry(
            f"name-{row['iso2']}",
            "membership.name_state",
            FOUNDED,
            row,
            state=row["iso2"],
            name=name,
            full_name=full_name,
        )


def charter_bodies(folder: Path) -> Iterator[Entry]:
    return bodies(folder, lambda code: code in CHARTER_BODIES)


def other_bodies(folder: Path) -> Iterator[Entry]:
    return bodies(folder, lambda code: code not in CHARTER_BODIES)


def bodies(folder: Path, wanted: Callable[[str], bool]) -> Iterator[Entry]:
    for row in rows(folder, "bodies", "code", "name_en", "kind", "parent", "meets", "seat", "established_on", "note"):
        code, note = row["code"], row["note"]
        if not wanted(code):
            continue
        if note.startswith("proposed") and not row["established_on"]:
            skipped.append(f"bodies.csv {code}: proposed, and no body yet")
            continue
        known = row["established_on"] or DECIDED_BODIES.get(code, "")
        on, dated = day(known, f"bodies.csv, {code}") if known else (FOUNDED, "unknown")
        yield entry(
            f"establish-{code}",
            "bodies.establish",
            on,
            row,
            dated=dated,
            body=code,
            name=names(row),
            sort=row["kind"],
            parent_body=row["parent"],
            phase="decided" if note.startswith("decided") and code in DECIDED_BODIES else "",
            city=row["seat"],
            meets=row["meets"],
            basis="@" + BODY_BASIS[code] if code in BODY_BASIS else "",
        )


def meetings(folder: Path) -> Iterator[Entry]:
    for row in summits(folder):
        body, first = row["body"], row["start_date"]
        if body == "SCO+":
            skipped.append(f"summits.csv SCO+ {first}: a format of the CHS meeting of that day, not of a body")
            continue
        fields = {
            "body": body,
            "ordinal": int(row["ordinal"]) if row["ordinal"] else None,
            "city": row["city"],
            "host_state": row["country_iso2"],
            "chair_state": row["chair_iso2"],
            "format": row["format"],
        }
        begins, dated = day(first, f"summits.csv, {body} {first}")
        if (body, first) in ANNOUNCED:
            on, known, last = ANNOUNCED[body, first]
            fields |= {"first": begins, "last": last, "exact_to": dated}
            yield entry(f"announce-{body}-{first}", "bodies.announce_meeting", on, row, dated=known, **fields)
        else:
            ends = day(row["end_date"], f"summits.csv, {body} {first}")[0] if row["end_date"] else begins
            yield entry(meeting_id(row), "bodies.meet", ends, row, dated=dated, first=begins, **fields)


def summits(folder: Path) -> list[Row]:
    columns = ("body", "ordinal", "start_date", "end_date", "city", "country_iso2", "chair_iso2", "format", "source")
    return rows(folder, "summits", *columns)


def meeting_id(row: Row) -> str:
    return f"{row['body']}-{row['ordinal'] or row['start_date']}".lower()


def membership(folder: Path) -> Iterator[Entry]:
    summit_on = {
        row["end_date"]: meeting_id(row) for row in summits(folder) if row["body"] == "CHS" and row["end_date"]
    }
    for row in rows(folder, "statuses", "iso2", "status", "decided_on", "effective_from", "note", "source"):
        if not row["decided_on"]:
            skipped.append(
                f"statuses.csv {row['iso2']} {row['status']}: the sources give no day, and no formal status"
            )
        elif row["status"] == "member" and row["note"].startswith("Founding member"):
            yield entry(f"found-{row['iso2']}", "membership.found", FOUNDED, row, state=row["iso2"])
        elif row["status"] == "member":
            yield from admission(row, summit_on)
        else:
            yield from status(row, summit_on)


def admission(row: Row, summit_on: dict[str, str]) -> Iterator[Entry]:
    """The steps that the note tells, and the admission itself."""
    state, note = row["iso2"], row["note"]
    begun = re.search(r"Admission started (\d{4}-\d\d-\d\d)", note)
    signed = re.search(r"memorandum(?: of obligations)? signed (\d{4}-\d\d-\d\d)", note)
    if begun:
        on = date.fromisoformat(begun[1])
        basis = "@" + summit_on[begun[1]]
        yield entry(f"principle-{state}", "membership.agree_in_principle", on, row, state=state, basis=basis)
    memorandum = signed[1] if signed else MEMORANDA.get(state)
    if memorandum:
        on = date.fromisoformat(memorandum)
        yield entry(f"memorandum-{state}", "membership.sign_memorandum", on, row, state=state)
    on, dated = day(row["effective_from"], f"statuses.csv, {state}")
    basis = "@" + summit_on[row["decided_on"]]
    yield entry(f"admit-{state}", "membership.admit", on, row, dated=dated, state=state, basis=basis)


def status(row: Row, summit_on: dict[str, str]) -> Iterator[Entry]:
    """A status other than membership. Where its first day is not known, it is counted from the decision."""
    state, name = row["iso2"], row["status"]
    decided = date.fromisoformat(row["decided_on"])
    known = row["effective_from"]
    on, dated = day(known, f"statuses.csv, {state}") if known else (decided, "unknown")
    if re.match(r"(Effective with the m|M)emorandum signed", row["note"]) and known:
        kind = "membership.sign_memorandum"
        yield entry(f"memorandum-{state}-{name}", kind, on, row, dated=dated, state=state, status=name)
    yield entry(
        f"grant-{state}-{name}",
        "membership.grant_status",
        on,
        row,
        dated=dated,
        state=state,
        status=name,
        decided_on=decided,
        basis="@" + summit_on[row["decided_on"]],
    )


def chair(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "chairmanships", "iso2", "from", "to", "slogan", "events_planned", "source"):
        state, seat = row["iso2"], f"delegation:{row['iso2']}"
        slogan = {"en": row["slogan"]} if row["slogan"] else {}
        # Of one term the column gives the events that were held, as its note says: those are no plan.
        held = re.match(r"\d+ events held", row["note"])
        planned = int(row["events_planned"]) if row["events_planned"] and not held else None
        on, dated = day(row["from"], f"chairmanships.csv, {state}")
        yield entry(
            f"take-chair-{on}",
            "bodies.take_chair",
            on,
            row,
            seat,
            dated,
            state=state,
            slogan=slogan,
            events_planned=planned,
        )
        if row["to"]:
            on, dated = day(row["to"], f"chairmanships.csv, {state}")
            yield entry(f"hand-over-chair-{on}", "bodies.hand_over_chair", on, row, seat, dated, state=state)


def offices(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "officers", "office", "person", "iso2", "from", "to", "source"):
        where = f"officers.csv, {row['person']}"
        on, dated = day(row["from"], where)
        yield entry(
            f"appoint-{row['office']}-{on}",
            "bodies.appoint",
            on,
            row,
            dated=dated,
            office=row["office"],
            person=row["person"],
            state=row["iso2"],
            until=day_after(row["to"], where) if row["to"] else None,
            basis="@" + OFFICE_BASIS[row["person"]] if row["person"] in OFFICE_BASIS else "",
        )


def day_after(text: str, where: str) -> date:
    """The first day behind the last one named: behind a year, its next New Year's Day."""
    last, dated = day(text, where)
    return date(last.year + 1, 1, 1) if dated == "year" else last + timedelta(days=1)


FILES: dict[str, Callable[[Path], Iterator[Entry]]] = {
    "1-states": states,
    "2-charter-bodies": charter_bodies,
    "3-meetings": meetings,
    "4-other-bodies": other_bodies,
    "5-chair": chair,
    "6-membership": membership,
    "7-offices": offices,
}
"""In the order in which the acts of one day follow each other."""


def convert(source: Path, target: Path) -> None:
    from documents_from_csv import documents, relations

    target.mkdir(parents=True, exist_ok=True)
    files = FILES | {"8-documents": documents, "9-relations": relations}
    made = {name: list(convert_file(source)) for name, convert_file in files.items()}
    for name, entries in made.items():
        text = tomli_w.dumps({"entry": entries})
        header = "# Made by tools/history_from_csv.py. Change the source and make it anew.\n\n"
        (target / f"{name}.toml").write_text(header + text, encoding="utf-8")
        print(f"{name}.toml: {len(entries)} entries")
    for reason in skipped:
        print(f"left out: {reason}")


if __name__ == "__main__":
    try:
        convert(Path(sys.argv[1]), Path(sys.argv[2]))
    except IndexError:
        sys.exit("Name the folder of CSV files and the folder to write to.")
    except BadSource as error:
        sys.exit(str(error))
