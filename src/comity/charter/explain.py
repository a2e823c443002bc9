"""What pydantic finds wrong with a charter, said as a charter's author would want to hear it."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import ValidationError

from comity.charter.references import Fault, Path, quoted
from comity.charter.schema import Charter

Schema = dict[str, Any]

SENTENCES = {
    "missing": "It lacks `{key}`. Add `{key} = …`.",
    "missing_wording": 'It lacks `{key}`. Add `{key} = {{ en = "…", ru = "…" }}`.',
    "missing_table": "It lacks `{key}`. Add the table `[{key}]`.",
    "int_type": "`{key}` is a whole number, without quotes.",
    "bool_type": "`{key}` is `true` or `false`, without quotes.",
    "string_type": "`{key}` is text, in quotes.",
    "string_too_short": "It is empty. Write something between the quotes.",
    "string_too_long": "It is longer than {max_length} characters. Shorten it.",
    "string_pattern_mismatch": "It is not written as it has to be.",
    "dict_type": "`{key}` is a table. Write `[{key}]` above its keys, or `{key} = {{ … }}`.",
    "model_type": "`{key}` is a table. Write `[{key}]` above its keys, or `{key} = {{ … }}`.",
    "tuple_type": "`{key}` is a list. Write `{key} = [ … ]`.",
    "too_short": "The list is empty. Name at least one.",
    "literal_error": "There is no such choice. Write {expected}.",
    "greater_than_equal": "The least that `{key}` may be is {ge}.",
    "less_than_equal": "The most that `{key}` may be is {le}.",
    "date": "It is no day of the calendar. Write year-month-day: `2001-06-15`.",
    "wording": '`{key}` is worded in languages. Write `{key} = {{ en = "…", ru = "…" }}`.',
    "name": "`{key}` cannot be a name here.",
}


def faults_of(error: ValidationError, data: Schema) -> list[Fault]:
    """Everything that pydantic found, each at its place in `data`; of several about one place, the first."""
    found: dict[tuple[object, ...], Fault] = {}
    coarse: set[Path] = set()
    for details in error.errors(include_url=False, include_input=False):
        for fault in _faults(dict(details), data):
            # Of the whole charter several sections can be missing; of a place, one thing is said.
            found.setdefault((fault.path, fault.at) if fault.path else (fault.sentence,), fault)
            if details["type"] in COARSE:
                coarse.add(fault.path)
    places = [fault.path for fault in found.values()]
    return [fault for fault in found.values() if not (fault.path in coarse and _has_inner(fault.path, places))]


COARSE = ("literal_error", "too_short")
"""What pydantic says of a whole value although the author got a detail of it wrong, of which it speaks as well:
that it is not the other form a value may have, or that too few items of a list are right."""


def _has_inner(path: Path, places: list[Path]) -> bool:
    return any(len(place) > len(path) and place[: len(path)] == path for place in places)


def _faults(details: dict[str, Any], data: Schema) -> Iterator[Fault]:
    context = details.get("ctx", {})
    if details["type"] == "faults":
        yield from context["faults"]
        return
    path = _path_in(data, details["loc"])
    if details["type"] == "extra_forbidden":
        yield Fault(path, _unknown_key(path), at="key")
    elif details["loc"] and details["loc"][-1] == "[key]":
        yield Fault(path, _sentence("name", str(path[-1]), {}, _key_schema(path[:-1])), at="key")
    elif details["type"] == "missing":
        key = str(details["loc"][-1])
        schema = _schema((*path, key))
        yield Fault(path, _sentence(_missing(path, schema), key, {}, schema))
    else:
        yield Fault(path, _about_value(details, path, context))


def _missing(path: Path, schema: Schema) -> str:
    if _is_wording(schema):
        return "missing_wording"
    return "missing" if path or _inner(schema).get("type") != "object" else "missing_table"


def _is_wording(schema: Schema) -> bool:
    return _inner(schema).get("title") == "LocalisedText"


def _about_value(details: dict[str, Any], path: Path, context: dict[str, Any]) -> str:
    kind, schema = str(details["type"]), _schema(path)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "charter")
    if kind.startswith("date"):
        kind = "date"
    if kind in ("dict_type", "model_type") and _is_wording(schema):
        kind = "wording"
    if kind in SENTENCES:
        return _sentence(kind, quoted(key), context, schema)
    # Our own validators speak in full sentences; what else pydantic says is passed on as it is.
    return str(details["msg"]).rstrip(".") + "."


def _sentence(kind: str, key: str, context: dict[str, Any], schema: Schema) -> str:
    meaning = schema.get("description") or (None if _is_wording(schema) else _inner(schema).get("description"))
    said = SENTENCES[kind].format(key=key, **context)
    return f"{said} {' '.join(str(meaning).split())}" if meaning else said


def _unknown_key(path: Path) -> str:
    key, known = str(path[-1]), list(_inner(_schema(path[:-1])).get("properties", {}))
    if close := get_close_matches(key, known, n=1, cutoff=0.6):
        return f"There is no such key here. Did you mean `{close[0]}`?"
    return f"There is no such key here. Delete it, or use one of {', '.join(f'`{name}`' for name in known)}."


def _path_in(data: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of pydantic's location that stands in the document: it also names types, and what is missing."""
    path: list[str | int] = []
    for part in loc:
        inside = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if inside:
            path.append(part)
            data = data[part]
    return tuple(path)


# What the schema says about a place


@cache
def json_schema() -> Schema:
    """The charter as JSON Schema, for editors and for our own explanations."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Charter.model_json_schema(by_alias=True),
    }


def _schema(path: Path) -> Schema:
    """The schema of a place: its description, its pattern; empty where the schema knows no such place."""
    schema = json_schema()
    for part in path:
        inner = _inner(schema)
        if isinstance(part, int):
            schema = inner.get("items", {})
        else:
            named = inner.get("properties", {}).get(part)
            schema = named or _any_name(inner)
    return schema


def _any_name(schema: Schema) -> Schema:
    """The schema of what a table holds under names of the author's choice."""
    patterns: Schema = schema.get("patternProperties", {})
    inner = next(iter(patterns.values()), schema.get("additionalProperties"))
    return inner if isinstance(inner, dict) else {}


def _key_schema(path: Path) -> Schema:
    names: Schema = _inner(_schema(path)).get("propertyNames", {})
    return names


def _inner(schema: Schema) -> Schema:
    """What a reference, or a choice with nothing, comes down to."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = json_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
        else:
            choices = [choice for choice in schema["anyOf"] if choice.get("type") != "null"]
            schema = next((choice for choice in choices if choice.get("type") == "array"), choices[0])
    return schema
