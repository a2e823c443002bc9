"""An organisation's past, replayed through the same rules: `charter.toml` and `history/*.toml` in one folder.

A history file is a list of entries. `fields` are those of the act; a value `@chs-17` stands for the place in the
record of the entry with that `id`; `dated` tells how exactly the day is known, `seen` where the wording in a language
was seen besides the source, `rendered` in which languages it is not the official one (`record.entries.Provenance`).

    [[entry]]
    id = "admit-in"
    kind = "membership.admit"
    seat = "secretariat"
    on = 2017-06-09
    source = "http://…"
    note = "…"
    [entry.fields]
    state = "IN"
    basis = "@chs-17"

The entries of all files are put in the order of their days, those of one day in the order of the files. What the
charter would not have allowed is recorded as irregular and comes back in the report.

What happens today is told in the same form, without `source` and what else tells of it, and submitted: then it is
judged, and what is not allowed is refused.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction
from pydantic import BaseModel, ConfigDict, ValidationError

from comity.charter import source as charter_source
from comity.charter.acts import Enact
from comity.record.acts import KINDS, Act
from comity.record.entries import Entry, Provenance, TooLong
from comity.record.models import EntryRow
from comity.record.publication import size
from comity.record.reading import everything
from comity.record.seats import CLERK, Seat
from comity.record.submission import Refused, import_, submit
from comity.record.text import LanguageTag
from comity.record.turns import take_turn

Model = TypeVar("Model", bound=BaseModel)
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


class BadHistory(Exception):
    """A history that cannot be loaded: nothing of it was. The message names the file and the line."""


class NewLine(BaseModel):
    """An act to be submitted now; `place` is where it stands in its file, for messages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    id: str
    kind: str
    seat: str
    on: date | None = None
    fields: dict[str, Any] = {}


class Line(NewLine):
    """One entry of a history file."""

    on: date
    source: str
    note: str = ""
    dated: str = "day"
    seen: dict[LanguageTag, str] = {}
    rendered: tuple[LanguageTag, ...] = ()


@dataclass(frozen=True)
class Report:
    """What was loaded, and what is to be said of it.

    broken        acts that the charter would not have allowed
    open          acts that rest on something which the sources do not tell
    inexact       acts whose day is not exactly known
    out_of_turn   takings of the chair by another state than the one whose turn it was as a rule
    """

    entries: list[Entry]

    @property
    def broken(self) -> list[Entry]:
        return [entry for entry in self.entries if not all(reason.get("open") for reason in entry.irregular)]

    @property
    def open(self) -> list[Entry]:
        return [entry for entry in self.entries if any(reason.get("open") for reason in entry.irregular)]

    @property
    def inexact(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.dated != "day"]

    @property
    def out_of_turn(self) -> list[Entry]:
        expected = ((entry, entry.findings.get("expected_state")) for entry in self.entries)
        return [entry for entry, state in expected if state and state != entry.body.get("state")]


def report() -> Report:
    """What is to be said of everything that the record holds."""
    with everything():
        return Report([row.entry for row in EntryRow.objects.order_by("seq").iterator()])


def load(folder: Path, progress: Progress = lambda done, of: None) -> Report:
    """Enact the charter of `folder` and replay its history, in one transaction, into an empty record.

    Raises BadHistory, or CharterError for the charter; then nothing was changed.
    """
    charter_file = folder / "charter.toml"
    charter = charter_source.load(read(charter_file), str(charter_file))
    lines = sorted(read_lines(folder / "history"), key=lambda line: line.on)
    if held := size():
        raise BadHistory(
            f"The record already holds {held} entries, and a history is loaded into an empty one. Nothing was "
            "loaded. To begin anew, choose another data folder (COMITY_DATA)."
        )
    with everything():
        founded = Provenance(source=str(charter_file.name))
        enact = Enact(charter=charter)
        entries = [import_(enact, CLERK, on=charter.organisation.founded_on, key="charter", provenance=founded)]
        for entry in _replay(lines):
            entries.append(entry)
            progress(len(entries) - 1, len(lines))
    return Report(entries)


def submit_file(file: Path) -> list[Entry]:
    """Submit the acts of a file, all or none. They are of today and their own source, so they have neither.

    Raises BadHistory, also for an act that is refused; then nothing was changed.
    """
    places: dict[str, int] = {}
    lines = list(_lines_of(file, NewLine))
    # A transaction of our own, to be kept or undone as a whole: that of `everything` alone would only read.
    with transaction.atomic(), everything():
        take_turn(KINDS[line.kind] for line in lines if line.kind in KINDS)
        return [_submitted(line, places) for line in lines]


def _submitted(line: NewLine, places: dict[str, int]) -> Entry:
    try:
        entry = submit(_act(line, places), Seat(line.seat), on=line.on)
    except (Refused, TooLong, ValueError) as error:
        raise BadHistory(f"{line.place}: {error} Nothing was entered.") from error
    places[line.id] = entry.seq
    return entry


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadHistory(f"{file} cannot be read: {error.strerror}. Nothing was loaded.") from error


def read_lines(folder: Path) -> Iterator[Line]:
    """Every entry of the history files, file by file. Raises BadHistory."""
    seen: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        for line in _lines_of(file, Line):
            if line.id in seen:
                raise BadHistory(f"{line.place}: the id “{line.id}” stands at {seen[line.id]} too. Choose another.")
            seen[line.id] = line.place
            yield line


def _lines_of(file: Path, model: type[Model]) -> Iterator[Model]:
    try:
        text = read(file).decode()
        tables = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadHistory(f"{file} is not TOML: {error}. Nothing was loaded.") from error
    rows = tables.get("entry", [])
    places = [text.count("\n", 0, match.start()) + 1 for match in re.finditer(r"^\[\[entry\]\]", text, re.MULTILINE)]
    if set(tables) - {"entry"} or not isinstance(rows, list) or len(rows) != len(places):
        raise BadHistory(f"{file}: a history is a list of [[entry]] tables and nothing else. Nothing was loaded.")
    for row, place in zip(rows, places, strict=True):
        yield _checked(model, {**row, "place": f"{file}, line {place}"}, f"{file}, line {place}")


def _replay(lines: list[Line]) -> Iterator[Entry]:
    places: dict[str, int] = {}
    for line in lines:
        act = _act(line, places)
        try:
            provenance = Provenance(line.source, line.note, line.dated, line.seen, line.rendered)
            entry = import_(act, Seat(line.seat), on=line.on, key=line.id, provenance=provenance)
        except (TooLong, ValueError) as error:
            raise BadHistory(f"{line.place}: {error} Nothing was loaded.") from error
        places[line.id] = entry.seq
        yield entry


def _act(line: NewLine, places: dict[str, int]) -> Act:
    if line.kind not in KINDS:
        raise BadHistory(f"{line.place}: there is no kind of act “{line.kind}”. Nothing was loaded.")
    fields = {name: _resolved(value, line, places) for name, value in line.fields.items()}
    return _checked(KINDS[line.kind], fields, line.place)


def _resolved(value: Any, line: NewLine, places: dict[str, int]) -> Any:
    if not (isinstance(value, str) and value.startswith("@")):
        return value
    if value[1:] not in places:
        raise BadHistory(f"{line.place}: “{value}” names no earlier entry. Nothing was loaded.")
    return places[value[1:]]


def _checked(model: type[Model], fields: dict[str, Any], place: str) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadHistory(f"{place}: `{where}`: {first['msg']}. Nothing was loaded.") from error
