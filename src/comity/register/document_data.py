"""A document as programs read it: BibTeX, CSL JSON, and all that its page tells."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from comity.bodies.queries import body_names
from comity.charter.day import moment_of
from comity.record.lists import as_json, language_asked
from comity.record.queries import history
from comity.record.sentences import localised
from comity.register import citation, rules, words
from comity.register.document import found_at, life_of, relations_of, titled_by, versions_of
from comity.register.metadata import cited_of
from comity.register.models import Document

Row = dict[str, Any]


def bibtex(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(citation.bibtex(_cited(request, address)), content_type="application/x-bibtex; charset=utf-8")


def csl(request: HttpRequest, address: str) -> HttpResponse:
    response = as_json(citation.csl(_cited(request, address)))
    response.headers["Content-Type"] = "application/vnd.citationstyles.csl+json"
    return response


def _cited(request: HttpRequest, address: str) -> citation.Cited:
    with override(language_asked(request)):
        moment, document = moment_of(request), found_at(f"/akn/{address}")
        bodies = {code: localised(name) for code, name in body_names(moment.on).items()}
        return cited_of(request, moment, document, bodies)


def work_data(request: HttpRequest, address: str) -> HttpResponse:
    """`/akn/….json`: all that the page tells."""
    with override(language_asked(request)):
        moment, document = moment_of(request), found_at(f"/akn/{address}")
        return as_json(told_of(document, moment.on))


def told_of(document: Document, on: date) -> Row:
    title, _tag = words.titled(document.title)
    entries = history(f"document:{document.code}", on)
    titled = titled_by(entries)
    standing = rules.standing(life_of(document), on)
    facts = ("symbol", "code", "type", "dated", "body", "area", "place", "in_force_on", "since", "until")
    ends = ("withdrawn_on", "replaced_on", "replacing_document")
    rest = ("depositary", "address", "entry", "basis", "irregular")
    return {
        "title": title,
        "titles": document.title,
        "rendered": list(titled.rendered) if titled else [],
        "date": document.adopted_on,
        "in_force": standing.in_force,
        "why": standing.why,
        **{name: getattr(document, name) for name in (*facts, *ends, *rest, "source", "note")},
        "relations": [
            {
                "relation": row["relation"],
                "document": row["document"],
                "other": row["other"],
                "provision": row["provision"],
                "entry": row["entry"],
            }
            for row in relations_of(document, on)
        ],
        "versions": [
            {name: value for name, value in row.items() if name not in ("key", "language_name")}
            for row in versions_of(document, on)
        ],
        "entries": [entry.seq for entry in reversed(entries)],
    }
