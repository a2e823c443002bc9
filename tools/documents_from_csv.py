"""The documents of the SCO and how they hang together, as history: a part of tools/history_from_csv.py.

A relation is read out of the column of legal bases (`charter-2002 art. 23`): a plan implements what it names, a
protocol that amends amends it, all else rests on it. Documents of one series (`prog-tse-2019-2021`,
`prog-tse-2022-2024`) follow each other.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from csv_source import Entry, Row, day, day_after, document_title, entry, rows, title_note
from decisions_from_csv import DOCUMENTS, dated_on, document_basis

OUTSIDE = "Shanghai Five"
"""Adopted before there was an organisation: no body of ours."""
REPLACES = {"reg-secretariat-2006": "reg-secretariat-2003"}
"""New versions of a whole text, as their titles say."""
TREATIES = ("charter", "convention", "agreement", "treaty")
CARRIED_OUT_BY = ("action-plan", "roadmap", "programme")


def documents(folder: Path) -> Iterator[Entry]:
    for row in rows(folder, "documents", *DOCUMENTS):
        on, dated = dated_on(row)
        yield entry(
            f"document-{row['id']}",
            "register.enter_document",
            on,
            row | {"note": "; ".join(filter(None, (row["note"], title_note(row))))},
            dated=dated,
            document=row["id"],
            title=document_title(row),
            type=row["type"],
            body="" if row["body"] == OUTSIDE else row["body"],
            place=row["place"],
            area=row["area"],
            in_force_on=known(row, "in_force_on"),
            since=known(row, "period_from"),
            until=day_after(row["period_to"], row["id"]) if row["period_to"] else None,
            depositary=row["depositary"],
            basis=document_basis(folder, row),
        )


def relations(folder: Path) -> Iterator[Entry]:
    found = {row["id"]: row for row in rows(folder, "documents", *DOCUMENTS)}
    for row in found.values():
        for named in filter(None, re.split(r"; ?", row["legal_basis"])):
            other, _, provision = named.partition(" ")
            article = re.sub(r"^arts?\.? ", "", provision)
            yield related(row, relation(row, found[other]), found[other], article)
        if row["id"] in REPLACES:
            yield related(row, "replaces", found[REPLACES[row["id"]]])
    for earlier, later in successions(list(found.values())):
        yield related(later, "follows", earlier)


def relation(row: Row, other: Row) -> str:
    if "amending" in row["title_en"] and row["type"] == "agreement" and other["type"] in TREATIES:
        return "amends"
    return "implements" if row["type"] in CARRIED_OUT_BY else "rests-on"


def successions(found: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbours in a series: short names that are equal but for the years, and periods without a gap between."""
    series: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row["period_from"] and row["period_to"]:
            series[re.sub(r"(-\d{4})+$", "", row["id"])].append(row)
    for members in series.values():
        members.sort(key=lambda row: row["period_from"])
        yield from ((one, two) for one, two in pairwise(members) if adjoining(one, two))


def adjoining(one: Row, two: Row) -> bool:
    return 0 <= int(two["period_from"][:4]) - int(one["period_to"][:4]) <= 1


def related(row: Row, how: str, other: Row, provision: str = "") -> Entry:
    on, dated = max((dated_on(row), dated_on(other)), key=lambda known: known[0])
    return entry(
        f"{how}-{row['id']}-{other['id']}",
        "register.relate",
        on,
        {**row, "note": ""},
        dated=dated,
        document=row["id"],
        relation=how,
        other_document=other["id"],
        provision=provision,
    )


def known(row: Row, column: str) -> date | None:
    return day(row[column], f"documents.csv, {row['id']}")[0] if row[column] else None
