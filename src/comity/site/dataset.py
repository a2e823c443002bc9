"""The open data as a whole: a Frictionless data package (Data Package 1.0) of every list.

`/datapackage.json` names each list, its CSV and the schema of its columns. The lists are found among the addresses of
the site, so a new one is in the package by itself. The record and the register can be long: they are written row by
row, and all of them, at addresses of their own.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import get_resolver, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.charter.queries import in_force
from comity.record import pages as record
from comity.record.clock import today
from comity.record.exercise import notice, notices
from comity.record.lists import as_json, cell, language_asked, named, with_notice
from comity.record.models import EntryRow
from comity.record.schemas import table_schema
from comity.record.sentences import localised
from comity.register.models import Document, Relation

DOCUMENT_COLUMNS = (
    *("code", "symbol", "title", "type", "body", "adopted_on", "dated", "place", "area", "in_force_on", "since"),
    *("until", "withdrawn_on", "replaced_on", "depositary", "address", "entry", "source", "irregular"),
)
RELATION_COLUMNS = ("document", "relation", "other", "provision", "entry")
TABLES = {"record": record.COLUMNS, "documents": DOCUMENT_COLUMNS, "relations": RELATION_COLUMNS}
"""What is written whole, and its columns."""
Row = dict[str, Any]


def data_package(request: HttpRequest) -> HttpResponse:
    charter = in_force(today())
    with override(language_asked(request)):
        title = localised(charter[0].organisation.full_name) if charter else "Comity"
        described = {"description": said} if (said := notice()) else {}
    return as_json(
        described
        | {
            "profile": "tabular-data-package",
            "name": charter[0].organisation.code.lower() if charter else "comity",
            "title": title,
            "homepage": request.build_absolute_uri("/"),
            "resources": [*(_whole(table) for table in TABLES), *(_list(name) for name in lists())],
        }
    )


def lists() -> list[str]:
    """The lists of the site, by the names of their addresses, but for those that are written whole."""
    found = get_resolver().urlconf_module.DATA
    plain = [pattern.name for pattern in found if list(pattern.pattern.regex.groupindex) == ["form"]]
    return [name for name in plain if name.removesuffix("_data") not in TABLES]


def _list(name: str) -> Row:
    return _resource(name.removesuffix("_data"), reverse(name, args=["csv"]), reverse(name, args=["schema.json"]))


def _whole(table: str) -> Row:
    return _resource(table, f"/dataset/{table}.csv", reverse("dataset_schema", args=[table]))


def _resource(name: str, path: str, schema: str) -> Row:
    """Paths in a package begin where the package stands."""
    return {
        "name": name,
        "path": path.removeprefix("/"),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema.removeprefix("/"),
    }


def schema(request: HttpRequest, table: str) -> HttpResponse:
    """`/dataset/record.schema.json`. Raises Http404."""
    if table not in TABLES:
        values = {"table": table[:40], "tables": ", ".join(TABLES)}
        raise Http404(_("There is no table “%(table)s” here. There are: %(tables)s.") % values)
    return as_json(table_schema(with_notice(TABLES[table])))


def whole_record(request: HttpRequest) -> StreamingHttpResponse:
    """`/dataset/record.csv`: every entry, what is not public as its number and its leaf."""
    return _written(request, "record", record.told(EntryRow.objects.iterator(chunk_size=1_000)))


def whole_register(request: HttpRequest) -> StreamingHttpResponse:
    """`/dataset/documents.csv`: every document that was ever entered."""
    rows = Document.objects.order_by("entry").defer("search", "words_en", "words_ru", "words_zh")
    return _written(request, "documents", (_document(row) for row in rows.iterator(chunk_size=1_000)))


def _document(row: Document) -> Row:
    return {column: getattr(row, column) for column in DOCUMENT_COLUMNS} | {
        "title": localised(row.title),
        "adopted_on": row.adopted_on if row.dated != "unknown" else None,
    }


def relations(request: HttpRequest) -> StreamingHttpResponse:
    """`/dataset/relations.csv`: how the documents hang together."""
    rows = Relation.objects.order_by("entry", "document", "other")
    return _written(request, "relations", rows.values(*RELATION_COLUMNS).iterator(chunk_size=1_000))


def _written(request: HttpRequest, table: str, rows: Iterable[Row]) -> StreamingHttpResponse:
    """The rows as CSV, made while they are sent, in the language asked for."""
    lines = _lines(TABLES[table], rows, language_asked(request))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named(table, "csv"))


class _Line:
    """What a CSV writer writes to, to hand each line on."""

    def write(self, line: str) -> str:
        return line


def _lines(columns: tuple[str, ...], rows: Iterable[Row], language: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    with override(language):
        said = tuple(notices().values())
    yield writer.writerow(with_notice(columns))
    rows = iter(rows)
    while True:
        # The language is chosen row by row: between two rows other answers are made in this thread.
        with override(language):
            row = next(rows, None)
            if row is None:
                return
            line = writer.writerow([*(cell(row[column]) for column in columns), *said])
        yield line
