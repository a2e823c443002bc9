"""The page that tells who writes programs what they can ask: the same description as for tools, to be read."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from comity.acting.programs import api

PROBLEMS = {
    "refused": _("A rule forbids the act, or it is not for your seat. The article and the values stand beside it."),
    "bad-fields": _("The fields make no act, or a parameter is wrong. Each fault is told with its field."),
    "moved": _("The record has grown since the act was made for it, as If-Match says."),
    "too-long": _("The act is longer than an entry of the record can be."),
    "nobody": _("Nobody has logged in or shown a token, and an act is made from a seat."),
    "no-seat": _("The account, or the token, holds no seat."),
    "token": _("The token is mistyped, revoked or over, or its owner does not sit there any more."),
    "damaged": _(
        "The record is not the one that was signed, and takes no more acts until somebody has looked at it."
    ),
}
"""Each type of problem that a program can be told, by the anchor in its address."""
TITLES = {
    "The record": _("The record"),
    "The charter": _("The charter"),
    "States": _("States"),
    "Bodies": _("Bodies"),
    "Decisions": _("Decisions"),
    "Documents": _("Documents"),
    "Meetings": _("Meetings"),
    "Who asks": _("Who asks"),
    "Acts": _("Acts"),
}
"""What the parts of the API are called."""
COMMON = ("on", "cursor", "limit")
"""Parameters of every list, explained once."""
CODE = re.compile(r"`([^`]+)`")
Row = dict[str, Any]


def api_page(request: HttpRequest) -> HttpResponse:
    """What programs can ask, for who writes them."""
    described = api.get_openapi_schema()
    parts = [(TITLES[tag], list(found)) for tag, found in groupby(operations(described), key=itemgetter("tag"))]
    site = f"{request.scheme}://{request.get_host()}"
    return render(request, "acting/api.html", {"parts": parts, "problems": PROBLEMS, "site": site})


def operations(described: Row) -> Iterator[Row]:
    """Every address with what it can be asked and what it answers."""
    schemas = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            parameters = told["parameters"]
            yield {
                "tag": told["tags"][0],
                "method": method.upper(),
                "path": path,
                "description": shown(told["description"]),
                "parameters": [
                    (one["name"], shown(one["description"])) for one in parameters if one["name"] not in COMMON
                ],
                "common": ", ".join(one["name"] for one in parameters if one["name"] in COMMON),
                "is_list": any(one["name"] == "cursor" for one in parameters),
                "fields": _fields(told, schemas),
            }


def shown(text: str) -> SafeString:
    """Text with what stands between backquotes as code; everything in it is escaped."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))  # nosec B703


def _fields(told: Row, schemas: Row) -> list[tuple[str, SafeString]]:
    """The fields of what is answered; of a list, those of a thing in it."""
    answered = told["responses"].get(201) or told["responses"][200]
    schema = _followed(answered["content"]["application/json"]["schema"], schemas)
    if "next" in schema.get("properties", {}):
        schema = schema["properties"]["items"]
    if "items" in schema:
        schema = _followed(schema["items"], schemas)
    return [(name, shown(field.get("description", ""))) for name, field in schema.get("properties", {}).items()]


def _followed(schema: Row, schemas: Row) -> Row:
    found: Row = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found
