"""A pasted table becomes acts: each line is told as what it would do, or as what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from comity.bodies.queries import body_names
from comity.meetings import queries, sheet, words
from comity.meetings.acts import ChangeEvent, PlanEvent
from comity.meetings.models import Event
from comity.membership.queries import state_names
from comity.people.sitting import Sitting, perform
from comity.record.acts import Act
from comity.record.clock import today
from comity.record.reading import everything
from comity.record.sentences import listed, localised, refusal_sentence
from comity.record.submission import judge
from comity.register.words import AREAS, area_name

Row = dict[str, Any]
HEADINGS = {
    "first": _("First day"),
    "last": _("Last day"),
    "name": _("Event"),
    "area": _("Area"),
    "city": _("City"),
    "host_state": _("State"),
    "body": _("Responsible body"),
    "preparation": _("Preparation"),
    "event": _("№ (leave as it is)"),
}
FAULTS = {
    "missing": _("%(column)s: this is needed. Fill in the cell."),
    "no_day": _("%(column)s: “%(written)s” is no day. Write it as 2026-03-31 or 31.03.2026."),
    "unknown": _("%(column)s: “%(written)s” is not known here. Write one of: %(known)s."),
    "no_heading": _(
        "“%(written)s” is neither a day nor a heading. A first line may name the columns: %(known)s. "
        "A day is written as 2026-03-31 or 31.03.2026."
    ),
    "unknown_heading": _("“%(written)s” is no heading of this table. The headings are: %(known)s."),
    "heading_twice": _("The heading “%(written)s” stands there twice. Keep one of the two columns."),
    "no_column": _("There is no column “%(column)s”. A new event needs one."),
    "without_heading": _(
        "“%(written)s” stands in a column without a heading. Write one above it, or delete the cell."
    ),
    "too_many_cells": _("The line has %(written)s cells, and there are nine columns. Delete what is too much."),
    "no_event": _("№ %(written)s is no event of the plan, or was dropped. Leave the cell empty to plan a new one."),
    "twice": _("№ %(written)s stands in an earlier line already. Keep one of the two."),
    "wrong": _("%(column)s: “%(written)s” has not the form that is needed."),
    "too_long": _("%(column)s: the cell has %(written)s characters. Write at most 300."),
    "too_many_lines": _("A table has at most %(written)s lines. Enter it in parts."),
}
MANY, NEAREST = 20, 6
"""Of more words than MANY, an error names the NEAREST."""


@dataclass
class Told:
    """A line for whoever pasted it: the act that it makes, None where nothing changes; or the reasons why not."""

    number: int
    name: str
    first: str
    act: Act | None = None
    is_new: bool = False
    changed: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def may_enter(sitting: Sitting | None) -> bool:
    """Whether the plan is kept from this seat."""
    return sitting is not None and sitting.seat in queries.PRESIDING


def headings() -> list[str]:
    return [str(HEADINGS[column]) for column in sheet.COLUMNS]


def sheet_rows(events: Iterable[Event]) -> list[Row]:
    """The plan as a spreadsheet has it, in the reader's words."""
    states, bodies = state_names(today()), body_names(today())
    return [
        {
            "first": row.first.isoformat(),
            "last": row.last.isoformat(),
            "name": localised(row.name),
            "area": area_name(row.area) if row.area else "",
            "city": row.city,
            "host_state": localised(states.get(row.country, {"en": row.country})),
            "body": localised(bodies.get(row.body, {"en": row.body})),
            "preparation": str(words.PREPARATION[row.preparation]),
            "event": row.entry,
        }
        for row in events
    ]


def known_words() -> dict[str, dict[str, str]]:
    """What is written in a cell, in any language, or as a code, and what it means."""
    found: dict[str, dict[str, str]] = {
        "heading": {"№": "event"},
        "area": {area: area for area in AREAS},
        "preparation": {name: name for name in words.PREPARATION},
        "host_state": _by_name(state_names(today())),
        "body": _by_name(body_names(today())),
    }
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column, names in _worded().items():
                found[column] |= {name.lower(): code for code, name in names.items()}
    return found


def _worded() -> dict[str, dict[str, str]]:
    """By column, the words of the language that is set for what is no name."""
    return {
        "heading": {column: str(heading) for column, heading in HEADINGS.items()},
        "area": {area: str(area_name(area)) for area in AREAS},
        "preparation": {code: str(name) for code, name in words.PREPARATION.items()},
    }


def told_words() -> dict[str, list[str]]:
    """By column, the words that one may write, in the reader's language."""
    names = {"host_state": state_names(today()), "body": body_names(today())}
    told = {column: sorted({localised(name) for name in found.values()}) for column, found in names.items()}
    return told | {column: list(found.values()) for column, found in _worded().items()}


def _by_name(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    by_name = {name.lower(): code for code, wordings in names.items() for name in wordings.values()}
    return by_name | {code.lower(): code for code in names}


def read(text: str, sitting: Sitting) -> list[Told]:
    """Every line with what would come of it."""
    found = sheet.lines(text, known_words())
    if len(found) > sheet.MOST:
        found[0].faults.append(sheet.Fault("too_many_lines", "", str(sheet.MOST)))
        found = found[:1]
    _refuse_twice(found)
    may_write = told_words()
    events = {str(row.entry): row for row in Event.objects.filter(dropped_by=None)}
    with everything():
        return [_told(line, events, sitting, may_write) for line in found]


def _refuse_twice(lines: list[sheet.Line]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.event and line.event in seen:
            line.faults.append(sheet.Fault("twice", "event", line.event))
        seen.add(line.event)


def _told(
    line: sheet.Line, events: Mapping[str, Event], sitting: Sitting, may_write: Mapping[str, list[str]]
) -> Told:
    told = Told(line.number, line.fields.get("name", ""), line.fields.get("first", ""))
    if line.event and line.event not in events:
        line.faults.append(sheet.Fault("no_event", "event", line.event))
    told.reasons = [_sentence(fault, may_write) for fault in line.faults]
    if told.reasons:
        return told
    try:
        told.act = _changing(line, events[line.event], told) if line.event else _planning(line)
    except ValidationError as error:
        told.reasons = [_sentence(fault, may_write) for fault in _faults(error, line)]
        return told
    told.is_new = not line.event
    if told.act:
        refusals = judge(told.act, sitting.seat, authority=sitting).refusals
        told.reasons = [refusal_sentence(type(told.act), refusal) for refusal in refusals]
    return told


def _faults(error: ValidationError, line: sheet.Line) -> list[sheet.Fault]:
    columns = [str(one["loc"][0]) if one["loc"] else "" for one in error.errors()]
    return [sheet.Fault("wrong", column, line.fields.get(column, "")) for column in dict.fromkeys(columns)]


def _sentence(fault: sheet.Fault, may_write: Mapping[str, list[str]]) -> str:
    values = {
        "column": str(HEADINGS.get(fault.column, fault.column)),
        "written": fault.written[:80],
        "known": _nearest(fault.written, may_write.get(fault.column, [])),
    }
    return str(FAULTS[fault.code]) % values


def _nearest(written: str, known: list[str]) -> str:
    """All that one may write, or of very many those that are most like what was written."""
    if len(known) <= MANY:
        return listed(known)
    return listed([*get_close_matches(written[:80], known, n=NEAREST, cutoff=0), "…"])


def _planning(line: sheet.Line) -> PlanEvent:
    fields: Row = dict(line.fields)
    return PlanEvent.model_validate(fields | {"name": {_tag(): fields["name"]}})


def _changing(line: sheet.Line, row: Event, told: Told) -> ChangeEvent | None:
    """What differs from the plan as it stands; None where nothing does. An empty cell leaves things as they are."""
    present = {
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "name": localised(row.name),
        "area": row.area,
        "city": row.city,
        "host_state": row.country,
        "body": row.body,
        "preparation": row.preparation,
    }
    fields: Row = {name: value for name, value in line.fields.items() if value != present[name]}
    if "first" in fields and "last" not in line.fields and date.fromisoformat(fields["first"]) > row.last:
        fields["last"] = fields["first"]
    told.changed = [str(HEADINGS[name]) for name in fields]
    if "name" in fields:
        fields["name"] = row.name | {_tag(): fields["name"]}
    return ChangeEvent.model_validate(fields | {"event": str(row.entry)}) if fields else None


def _tag() -> str:
    """The language in which names are pasted: that of the page."""
    return (get_language() or "en").split("-")[0]


def is_ready(lines: Iterable[Told]) -> bool:
    """Whether every line can be entered, and there is something to enter."""
    found = list(lines)
    return not any(line.reasons for line in found) and any(line.act for line in found)


def enter(lines: Iterable[Told], sitting: Sitting, key: str) -> None:
    """All lines or none. Raises Refused."""
    with transaction.atomic():
        for line in lines:
            if line.act:
                perform(line.act, sitting, key=f"{key}-{line.number}" if key else None)
