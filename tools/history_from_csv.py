"""Turn a folder of CSV files about the SCO into the history that Comity loads.

    python tools/history_from_csv.py CSV-FOLDER organisations/sco/history

The CSV files hold facts with their sources, one row each; the result is committed and can be made anew. What the
files say in a note (the day on which an admission was begun, the meeting that approved an officer) is read out of
the note where its wording is regular, and stands in a table below where it is not. Rows that are no act of this
history are listed at the end, with the reason.
"""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import tomli_w

from csv_source import (
    FOUNDED,
    BadSource,
    Entry,
    Row,
    Wording,
    day,
    day_after,
    entry,
    labels,
    meeting_id,
    names,
    rows,
    skipped,
    summits,
)
from decisions_from_csv import OFFICE_DECIDED, basis, decisions
from documents_from_csv import documents, relations

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
BODY_BASIS = {
    "INVESTORS": "@decision-dec-investors-2024",
    "REGFORUM": "@chs-19",
    "UNICENTER": "@chs-25",
    "ANTIDRUGCENTER": "@chs-25",
    "DEVBANK": "@chs-25",
}
"""Bodies outside the charter whose note names the decision of a summit, or the summit where states agreed on them."""
MEMORANDA = {"IR": "2022-09-16"}
"""Where the note gives two days, the one kept (see the sources' README on conflicts)."""


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
            basis=BODY_BASIS.get(code, ""),
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


def membership(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "statuses", "iso2", "status", "decided_on", "effective_from", "note", "source"):
        if not row["decided_on"]:
            skipped.append(
                f"statuses.csv {row['iso2']} {row['status']}: the sources give no day, and no formal status"
            )
        elif row["status"] == "member" and row["note"].startswith("Founding member"):
            yield entry(f"found-{row['iso2']}", "membership.found", FOUNDED, row, state=row["iso2"])
        elif row["status"] == "member":
            yield from admission(folder, row)
        else:
            yield from status(folder, row)


def admission(folder: Path, row: Row) -> Iterator[Entry]:
    """The steps that the note tells, and the admission itself."""
    state, note = row["iso2"], row["note"]
    begun = re.search(r"Admission started (\d{4}-\d\d-\d\d)", note)
    signed = re.search(r"memorandum(?: of obligations)? signed (\d{4}-\d\d-\d\d)", note)
    if begun:
        on = date.fromisoformat(begun[1])
        kind = "membership.agree_in_principle"
        yield entry(f"principle-{state}", kind, on, row, state=state, basis=basis(folder, kind, state, begun[1]))
    memorandum = signed[1] if signed else MEMORANDA.get(state)
    if memorandum:
        on = date.fromisoformat(memorandum)
        yield entry(f"memorandum-{state}", "membership.sign_memorandum", on, row, state=state)
    on, dated = day(row["effective_from"], f"statuses.csv, {state}")
    rests_on = basis(folder, "membership.admit", state, row["decided_on"])
    yield entry(f"admit-{state}", "membership.admit", on, row, dated=dated, state=state, basis=rests_on)


def status(folder: Path, row: Row) -> Iterator[Entry]:
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
        basis=basis(folder, "membership.grant_status", state, row["decided_on"]),
    )


def chair(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "chairmanships", "iso2", "from", "to", "slogan", "events_planned", "source"):
        state, seat = row["iso2"], f"delegation:{row['iso2']}"
        worded = labels("slogans", "from", "slogan").get(row["from"], Wording({}))
        slogan = {"en": row["slogan"]} | worded.text if row["slogan"] else {}
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
            worded,
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
        called = labels("officers", "person", "name").get(row["person"], Wording({}))
        yield entry(
            f"appoint-{row['office']}-{on}",
            "bodies.appoint",
            on,
            row,
            dated=dated,
            worded=called,
            office=row["office"],
            person=row["person"],
            called=called.text,
            state=row["iso2"],
            until=day_after(row["to"], where) if row["to"] else None,
            basis=basis(
                folder, f"bodies.appoint.{row['office']}", row["person"], OFFICE_DECIDED.get(row["person"], "")
            ),
        )


FILES: dict[str, Callable[[Path], Iterator[Entry]]] = {
    "01-states": states,
    "02-charter-bodies": charter_bodies,
    "03-meetings": meetings,
    "04-decisions": decisions,
    "05-other-bodies": other_bodies,
    "06-chair": chair,
    "07-membership": membership,
    "08-offices": offices,
    "09-documents": documents,
    "10-relations": relations,
}
"""In the order in which the acts of one day follow each other."""


def convert(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    made = {name: list(convert_file(source)) for name, convert_file in FILES.items()}
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
