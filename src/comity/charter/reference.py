"""The reference of `charter.toml`, written from the schema: every table, every key, in Markdown.

The JSON Schema says what each key holds, the docstring under it what it means; an example is what the starter
charter writes there, or else a value that the key may have. Tables follow one another as in the schema, each with
those inside it behind it.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.charter.docstrings import written
from comity.charter.explain import json_schema
from comity.charter.starter import charter_text

Schema = dict[str, Any]

TITLE = """\
# The charter, key by key

Every table of `charter.toml` and every key in it. This page is written by `comity charter reference` from the schema
itself; change the schema, not this page. `comity charter check FILE` says what is wrong with a charter and where;
`comity charter schema` prints the same for editors, as JSON Schema.

*Required* keys have no default. Wording is `{ en = "…" }`, with as many languages as there are. Days are written
`2001-06-15`. Where a table counts for a time, its first day is `from`, and `until` is the first day after it.
"""
WORDING = "LocalisedText"
WORDED = {
    "name": "What it is called.",
    "full_name": "What it is called in full.",
    "title": "Its heading.",
    "summary": "What it says, in a sentence or two.",
    "composition": "Who sits there.",
    "city": "Which city.",
    "text": "What it asks.",
    "not_allowed": "Which are not allowed.",
}
"""What a wording means by its key, where the schema says no more."""
EXAMPLES: dict[str, Any] = {
    "article": "1",
    "source": "https://example.org/charter",
    "parent": "ASSEMBLY",
    "before": "ASSEMBLY",
    "proposed_by": "SECRETARIAT",
    "documents": "SECRETARIAT",
    "office": "secretary-general",
    "not_from_state_of": "secretary-general",
    "held_by": "permanent",
    "including": "permanent",
    "failing": "majority",
    "measure": "population",
    "approved_by": "approve-budget",
    "articles": ["10"],
    "any_of": ["consensus", "majority"],
    "all_of": ["consensus", "majority"],
}
"""Names of other tables, as the starter charter or a charter with such a table has them."""


@dataclass(frozen=True)
class Table:
    """A table of the file: its heading, the name of its schema, and what the starter charter writes there."""

    heading: str
    name: str
    schema: Schema
    example: Any


def markdown() -> str:
    """The whole reference."""
    starter = tomllib.loads(charter_text("River Council", "RC", "2030-01-01"))
    root = Table("", "Charter", json_schema(), starter)
    return "\n".join([TITLE, *(_section(table) for table in _tables(root))])


def _tables(table: Table) -> Iterator[Table]:
    """A table and, depth first, those inside it."""
    yield table
    for key, schema in table.schema["properties"].items():
        if inner := _table_in(schema):
            shape, name = inner
            example = _inside(table.example, key, shape)
            heading = _heading(table.heading, key, shape)
            yield from _tables(Table(heading, name, json_schema()["$defs"][name], example))


def _table_in(schema: Schema) -> tuple[str, str] | None:
    """How a key holds tables (`one`, `named`, `list`) and the name of their schema; None if it holds none."""
    bare = _bare(schema)
    for shape, inner in (("one", bare), ("list", _bare(bare.get("items", {}))), ("named", _named(bare))):
        name = str(inner.get("$ref", "")).rpartition("/")[2]
        if name and name != WORDING:
            return shape, name
    return None


def _bare(schema: Schema) -> Schema:
    """Without the choice of nothing, and the last of several forms: the one with the most in it."""
    choices = [choice for choice in schema.get("anyOf", []) if choice.get("type") != "null"]
    return _bare(choices[-1]) if choices else schema


def _named(schema: Schema) -> Schema:
    """What a table holds under names of the author's choice."""
    patterns = list(schema.get("patternProperties", {}).values())
    inner = patterns[0] if patterns else schema.get("additionalProperties")
    return _bare(inner) if isinstance(inner, dict) else {}


def _heading(outer: str, key: str, shape: str) -> str:
    path = f"{outer}.{key}" if outer else key
    return {"one": path, "named": f"{path}.…", "list": f"{path}[]"}[shape]


def _inside(example: Any, key: str, shape: str) -> Any:
    found = example.get(key) if isinstance(example, dict) else None
    if not found or shape == "one":
        return found
    # Of several tables the one that says most.
    return max(found.values() if isinstance(found, dict) else found, key=len)


def _section(table: Table) -> str:
    lines = [
        _title(table),
        "",
        *_description(table),
        "| key | type | meaning | default | example |",
        "|---|---|---|---|---|",
    ]
    required = table.schema.get("required", [])
    for key, schema in table.schema["properties"].items():
        default = "*required*" if key in required else _default(schema)
        cells = (f"`{key}`", _type(schema), _meaning(table, key, schema), default, _example(table, key, schema))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _title(table: Table) -> str:
    if not table.heading:
        return "## The file"
    path = table.heading.removesuffix("[]").replace("[].", ".")
    return f"## `[[{path}]]`" if table.heading.endswith("[]") else f"## `[{path}]`"


def _description(table: Table) -> list[str]:
    if not table.heading:
        return []
    return [_one_line(table.schema.get("description", "")), ""]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _type(schema: Schema) -> str:
    """What may stand there, in a few words."""
    forms = [choice for choice in schema.get("anyOf", [schema]) if choice.get("type") != "null"]
    return " or ".join(dict.fromkeys(_form(form) for form in forms))


def _form(schema: Schema) -> str:
    if "$ref" in schema:
        return "wording" if schema["$ref"].endswith(WORDING) else "table"
    if "enum" in schema or "const" in schema:
        return " or ".join(f'`"{choice}"`' for choice in schema.get("enum", [schema.get("const")]))
    if schema["type"] == "array":
        inner = _type(schema["items"])
        return "tables" if inner == "table" else f"list of {inner}"
    if schema["type"] == "object":
        return "tables by name" if "$ref" in _named(schema) else f"{_type(_named(schema))} by name"
    if schema["type"] == "integer":
        return "whole number" + _bounds(schema)
    return {"boolean": "`true` or `false`", "string": "day" if schema.get("format") == "date" else "text"}[
        schema["type"]
    ]


def _bounds(schema: Schema) -> str:
    if "minimum" not in schema:
        return ""
    return (
        f", {schema['minimum']:,} to {schema['maximum']:,}" if "maximum" in schema else f", from {schema['minimum']}"
    )


def _meaning(table: Table, key: str, schema: Schema) -> str:
    """What the author of the schema wrote under the key; else of the table in it."""
    if said := written(table.name).get(key):
        return said
    bare = _bare(schema)
    inner = next((form for form in (bare, _bare(bare.get("items", {})), _named(bare)) if "$ref" in form), schema)
    name = str(inner.get("$ref", "")).rpartition("/")[2]
    if name == WORDING:
        return WORDED[key]
    described: Schema = json_schema()["$defs"].get(name, inner)
    return _one_line(described.get("description", ""))


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return "none" if default in (None, [], {}) else f"`{_toml(default)}`"


def _example(table: Table, key: str, schema: Schema) -> str:
    """What the starter charter says there, if it is short; else a value of the kind; a table has a section."""
    if _table_in(schema):
        return "see below"
    value = table.example.get(key) if isinstance(table.example, dict) else None
    if value is None:
        value = EXAMPLES.get(key) or _some(schema)
    return f"`{_toml(_shortened(value))}`"


def _shortened(value: Any) -> Any:
    return value[:2] if isinstance(value, list) else value


def _some(schema: Schema) -> Any:
    """A value that a key may have."""
    bare = _bare(schema)
    if bare.get("$ref"):
        return {"en": "…"}
    if "enum" in bare or "const" in bare:
        return bare.get("enum", [bare.get("const")])[0]
    match bare["type"]:
        case "array":
            return [_some(bare["items"])]
        case "object":
            return {"XA": "60", "XB": "40"}
        case "integer":
            return max(bare.get("minimum", 1), 1)
        case "boolean":
            return not schema.get("default", False)
    return _some_text(schema, bare)


def _some_text(schema: Schema, bare: Schema) -> str | date:
    if bare.get("format") == "date":
        return date(2030, 1, 1)
    # Descriptions end with an example in backquotes, where there is one.
    described = f"{schema.get('description', '')} {bare.get('description', '')}"
    examples = [text.strip('"') for text in re.findall(r"`([^`]+)`", described) if not text.startswith("[")]
    return examples[-1] if examples else "…"


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
