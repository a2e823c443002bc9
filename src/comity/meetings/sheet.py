"""The plan as a table that is copied from and to a spreadsheet: lines of cells with tabs between. No Django.

    first        last         event      area      place     state  body  preparation  №
    2026-03-02   2026-03-03   Forum …    economic  Bishkek   KG     …     agreed       412

A line with a number (the entry that planned the event) changes that event, where it differs; one without plans a new
one. Days are written 2026-03-02, 02.03.2026 or 2/3/2026 (day first). A first line of headings is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from re import fullmatch

COLUMNS = ("first", "last", "name", "area", "city", "host_state", "body", "preparation", "event")
PREPARATION = ("proposed", "agreed", "preparing", "ready", "held")
MOST = 500
"""Lines at a time."""
LONGEST = 300
"""Characters of a cell."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line: a code, and what was written. Sentences are made at the door."""

    code: str
    column: str
    written: str


@dataclass
class Line:
    """A line as it was read. `fields` are those of an act; `event` is empty where it plans a new event."""

    number: int
    fields: dict[str, str] = field(default_factory=dict)
    event: str = ""
    faults: list[Fault] = field(default_factory=list)


Words = Mapping[str, Mapping[str, str]]
"""By column, what is written in a spreadsheet, in small letters, and what it means: `{"area": {"экономика": …}}`."""


def lines(text: str, words: Words) -> list[Line]:
    """Every line that says something, read or with what is wrong in it."""
    found = []
    for number, written in enumerate(text.splitlines(), 1):
        cells = [cell.strip().strip('"').strip() for cell in written.split("\t")]
        if any(cells) and not _is_heading(cells, number):
            found.append(_line(number, cells, words))
    return found


def _is_heading(cells: Sequence[str], number: int) -> bool:
    return number == 1 and bool(cells[0]) and not any(letter.isdigit() for letter in cells[0])


def _line(number: int, cells: Sequence[str], words: Words) -> Line:
    line = Line(number)
    if len(cells) > len(COLUMNS):
        line.faults.append(Fault("too_many_cells", "", str(len(cells))))
    for column, cell in zip(COLUMNS, cells, strict=False):
        if cell:
            _read(line, column, cell, words)
    for column in ("first", "name"):
        if column not in line.fields and not any(fault.column == column for fault in line.faults):
            line.faults.append(Fault("missing", column, ""))
    return line


def _read(line: Line, column: str, cell: str, words: Words) -> None:
    if len(cell) > LONGEST:
        line.faults.append(Fault("too_long", column, str(len(cell))))
    elif column in ("first", "last"):
        day = day_of(cell)
        if day is None:
            line.faults.append(Fault("no_day", column, cell))
        else:
            line.fields[column] = day.isoformat()
    elif column == "event":
        line.event = cell.lstrip("№# ")
    elif column in words:
        meant = words[column].get(cell.lower())
        if meant is None:
            line.faults.append(Fault("unknown", column, cell))
        else:
            line.fields[column] = meant
    else:
        line.fields[column] = cell


DAYS = ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)), (r"(\d{1,2})[./](\d{1,2})[./](\d{4})", (2, 1, 0)))
"""How days are written, and where year, month and day stand."""


def day_of(written: str) -> date | None:
    """A day in one of the ways in which spreadsheets write it; None if it is none."""
    for pattern, order in DAYS:
        if found := fullmatch(pattern, written):
            parts = [int(found.groups()[place]) for place in order]
            try:
                return date(*parts)
            except ValueError:
                return None
    return None


def written(rows: Sequence[Mapping[str, object]], headings: Sequence[str]) -> str:
    """The table as text to be pasted into a spreadsheet."""
    told = [headings, *([_cell(row[column]) for column in COLUMNS] for row in rows)]
    return "\n".join("\t".join(cells) for cells in told)


def _cell(value: object) -> str:
    """Without what would end the cell, and nothing that a spreadsheet would take for a formula."""
    text = " ".join(str("" if value is None else value).split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
