"""The plan as a table that is copied from and to a spreadsheet: lines of cells with tabs between. No Django.

    First day    Last day     Event    Area      City      State  …     Preparation  №
    2026-03-02   2026-03-03   Forum …  economic  Bishkek   KG     …     agreed       412

A line with a number (the entry that planned the event) changes that event, where it differs; one without plans a new
one. Days are written 2026-03-02, 02.03.2026 or 2/3/2026 (day first). A first line of headings says what stands in
which column: in any order, in any language, and without those that stay as they are. Where there is none, columns
stand in the order of COLUMNS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from re import fullmatch

COLUMNS = ("first", "last", "name", "area", "city", "host_state", "body", "preparation", "event")
PREPARATION = ("proposed", "agreed", "preparing", "ready", "held")
NEEDED = ("first", "name")
"""What a line that plans a new event has to say."""
FORMULA = ("=", "+", "-", "@")
"""With what a spreadsheet begins a formula."""
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
"""By column, what is written in a spreadsheet, in small letters, and what it means: `{"area": {"экономика": …}}`.
Under `heading`, what columns are called."""


def lines(text: str, words: Words) -> list[Line]:
    """Every line that says something, read or with what is wrong in it. Wrong headings are told alone."""
    told = [(number, _cells(written)) for number, written in enumerate(text.splitlines(), 1)]
    told = [(number, cells) for number, cells in told if any(cells)]
    if not told or not _is_heading(told[0][1], words):
        return [_by_position(number, cells, words) for number, cells in told]
    number, written = told[0]
    columns, faults = _columns(written, words)
    if faults:
        return [Line(number, faults=faults)]
    return [_line(number, cells, columns, words) for number, cells in told[1:]]


def _cells(written: str) -> list[str]:
    return [cell.strip(" \ufeff").strip('"').strip() for cell in written.split("\t")]


def _is_heading(cells: Sequence[str], words: Words) -> bool:
    """A line that enters something has a day or a number in it; a heading may have one too (“Plan 2030”)."""
    if any(day_of(cell) for cell in cells):
        return False
    known = [cell for cell in cells if _meant(words, "heading", cell)]
    return len(known) > 1 or not any(letter.isdigit() for cell in cells for letter in cell)


def _columns(headings: Sequence[str], words: Words) -> tuple[list[str], list[Fault]]:
    """Which column stands where, "" where no heading is written; and what is wrong with the headings."""
    columns = [_meant(words, "heading", heading) or "" for heading in headings]
    if not any(columns):
        return columns, [Fault("no_heading", "heading", next(filter(None, headings)))]
    faults = []
    for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        if heading and not column:
            faults.append(Fault("unknown_heading", "heading", heading))
        elif column and column in columns[:place]:
            faults.append(Fault("heading_twice", column, heading))
    if "event" not in columns and not faults:
        faults = [Fault("no_column", column, "") for column in NEEDED if column not in columns]
    return columns, faults


def _meant(words: Words, column: str, cell: str) -> str | None:
    return words.get(column, {}).get(" ".join(cell.lower().split()))


def _by_position(number: int, cells: Sequence[str], words: Words) -> Line:
    line = _line(number, cells[: len(COLUMNS)], COLUMNS, words)
    if len(cells) > len(COLUMNS):
        line.faults.append(Fault("too_many_cells", "", str(len(cells))))
    return line


def _line(number: int, cells: Sequence[str], columns: Sequence[str], words: Words) -> Line:
    line = Line(number)
    for column, cell in zip_longest(columns, cells, fillvalue=""):
        if cell:
            _read(line, column, cell, words)
    if not line.event:
        line.faults += [Fault("missing", column, "") for column in NEEDED if not _is_told(line, column)]
    return line


def _is_told(line: Line, column: str) -> bool:
    return column in line.fields or any(fault.column == column for fault in line.faults)


def _read(line: Line, column: str, cell: str, words: Words) -> None:
    if not column:
        line.faults.append(Fault("without_heading", "", cell))
    elif len(cell) > LONGEST:
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
        meant = _meant(words, column, cell)
        if meant is None:
            line.faults.append(Fault("unknown", column, cell))
        else:
            line.fields[column] = meant
    else:
        line.fields[column] = cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


DAYS = (
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", (0, 1, 2)),
    (r"(\d{4})年(\d{1,2})月(\d{1,2})日", (0, 1, 2)),
    (r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", (2, 1, 0)),
)
"""How the spreadsheets of the members write days, and where year, month and day stand."""


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
    return f"'{text}" if text[:1] in FORMULA else text
