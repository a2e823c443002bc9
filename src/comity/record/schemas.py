"""The table schema of a list (Frictionless Table Schema): what each column holds. No Django.

The name of a column says what it holds, as the name of an act's field does; the few that do not are named here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

DAYS = ("on", "since", "until", "first", "last", "due", "date")
ENTRIES = ("entry", "basis", "seq")
NUMBERS = ("ordinal", "events_planned", "acts")
MOMENTS = ("at",)
TRUTHS = ("irregular", "held", "suspended", "current", "in_order", "in_force")
MEANINGS: Mapping[str, str] = {
    "acts": "How many acts of the record rest on it.",
    "address": "The permanent address of the thing's page.",
    "article": "The provision on which it rests; a number is an article of the charter.",
    "at": "When it was recorded.",
    "audience": "Who may read it; sealed where it is not for everybody.",
    "body": "A body, by its code.",
    "chair": "The state that chaired, by its code.",
    "code": "The short name by which the organisation's data refer to it.",
    "country": "A state, by its code.",
    "dated": "How exactly the day is known: day, month, year or unknown.",
    "doubt": "broken where a rule was broken, gap where the sources leave something open; else empty.",
    "expected": "The state whose turn it was by the charter's order.",
    "known": "How the provision is known: seen, or by whom it is told.",
    "kind": "What sort of act or thing it is.",
    "leaf": "The entry's hash in the tree of the record, hexadecimal.",
    "name": "Its name on the day, in the language asked for.",
    "parent": "The body to which it belongs, by its code.",
    "phase": "operating, decided or proposed.",
    "ref": "An article by its number, or what a regulation is called.",
    "rehearsal": "Says that the record is a rehearsal, and nothing in it the position of any state.",
    "seat": "Who acted.",
    "sentence": "The act in words.",
    "state": "A state, by its code (ISO 3166-1 alpha-2).",
    "status": "What the state is to the organisation, by the charter's code.",
    "subjects": "What it concerns: sort and code, with blanks between.",
    "summary": "What it says, in short words of our own.",
    "symbol": "What a document is cited by.",
    "title": "What it is called, in the language asked for.",
}


def table_schema(columns: Iterable[str]) -> dict[str, Any]:
    """The schema of a table with these columns; an empty cell is what is not known or does not apply."""
    return {"fields": [_field(column) for column in columns], "missingValues": [""]}


def _field(column: str) -> dict[str, str]:
    field = {"name": column, "type": field_type(column)}
    if field["type"] == "datetime":
        field["format"] = "any"
    if meaning := meaning_of(column):
        field["description"] = meaning
    return field


def meaning_of(column: str) -> str:
    """What a column holds, in a sentence; empty where its name says all."""
    return MEANINGS.get(column) or _meaning(column, field_type(column))


def field_type(column: str) -> str:
    """The type of a column, by its name."""
    last = column.rpartition("_")[2]
    if column in TRUTHS:
        return "boolean"
    if column in MOMENTS:
        return "datetime"
    if column in ENTRIES or column in NUMBERS or last == "by":
        return "integer"
    return "date" if last in DAYS else "string"


def _meaning(column: str, kind: str) -> str:
    if kind == "integer" and column not in NUMBERS:
        return "The number of an entry in the record."
    return {"since": "The first day of the period.", "until": "The day on which it is over."}.get(column, "")
