"""One list, three doors: what a page shows in a table, a program reads as JSON or CSV at the same address.

    def states(request): ...                                     /members       a page
    def states_data(request, form):                              /members.json, /members.csv
        return data("members", request, form, lambda: [row(standing) for standing in found])

The data have no language in their address: they are English, or `?lang=ru`. Dates are ISO 8601. What the columns of
the CSV hold stands beside it, at `/members.schema.json`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.record.exercise import COLUMN, notices
from comity.record.schemas import table_schema

Row = Mapping[str, Any]
FORMS = r"json|csv|schema\.json"
"""The forms that a list has, as an address pattern; the last is the table schema of the CSV."""


def data(
    name: str, request: HttpRequest, form: str, columns: Sequence[str], rows: Callable[[], Iterable[Row]]
) -> HttpResponse:
    """A list in the form asked for.

    name      of the file that a browser saves
    columns   in the order of the CSV; every row has them all
    rows      makes the rows; called with the language of the request activated

    Raises BadRequest for a language that the interface does not have.
    """
    if form == "schema.json":
        return as_json(table_schema(with_notice(columns)))
    with override(language_asked(request)):
        said = notices()
        found = [{column: row[column] for column in columns} | said for row in rows()]
    return as_json(found) if form == "json" else _as_csv(name, with_notice(columns), found)


def with_notice(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of a list. In a rehearsal one more says so in every row, as rows are copied without their file."""
    return (*columns, *notices())


def named(name: str, extension: str) -> dict[str, str]:
    """The header that names the file which a browser saves; that of a rehearsal says so."""
    prefix = f"{COLUMN}-" if notices() else ""
    return {"Content-Disposition": f'inline; filename="{prefix}{name}.{extension}"'}


def as_json(found: Any) -> JsonResponse:
    """The answer; an object, as a list's rows, has a field more in a rehearsal."""
    if isinstance(found, dict):
        found = found | notices()
    return JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


def language_asked(request: HttpRequest) -> str:
    """The language of the names in a list: `?lang=`, else English. Raises BadRequest."""
    asked = request.GET.get("lang", settings.LANGUAGE_CODE).lower()
    known = [tag for tag, _name in settings.LANGUAGES]
    for tag in known:
        if asked in (tag, tag.split("-")[0]):
            return tag
    raise BadRequest(
        _("There are no names in the language “%(language)s”. Write one of: %(languages)s.")
        % {"language": asked, "languages": ", ".join(known)}
    )


def _as_csv(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row[column]) for column in columns] for row in rows)
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers=named(name, "csv"),
    )


def cell(value: Any) -> Any:
    """Booleans as JSON writes them, and nothing that a spreadsheet would take for a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value
