"""What the acts of the register ask of its tables."""

import json
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection

from comity.record.audiences import PUBLIC
from comity.record.models import EntryRow
from comity.record.queries import concerns
from comity.register.models import Document, Relation, Version


def is_known(document: str) -> bool:
    return Document.objects.filter(code=document).exists()


def audience_of(document: str) -> str:
    """Who may read a document; everybody, if there is none."""
    return Document.objects.filter(code=document).values_list("audience", flat=True).first() or PUBLIC


def holder_of(symbol: str) -> str | None:
    """The code of the document that bears a symbol."""
    return Document.objects.filter(symbol=symbol).values_list("code", flat=True).first()


def symbols_like(prefix: str) -> Iterable[str]:
    return Document.objects.filter(symbol__startswith=prefix).values_list("symbol", flat=True)


def withdrawn_on(document: str) -> date | None:
    return Document.objects.filter(code=document).values_list("withdrawn_on", flat=True).first()


def period_of(document: str) -> tuple[date | None, date | None]:
    """Both ends; None where there is none, or no such document."""
    return Document.objects.filter(code=document).values_list("since", "until").first() or (None, None)


def related(document: str, relation: str) -> set[str]:
    """The documents that a document is related to in one way."""
    rows = Relation.objects.filter(document=document, relation=relation)
    return set(rows.values_list("other", flat=True))


def versions_of(document: str) -> set[tuple[int, str]]:
    """The number and language of every version of a document."""
    return set(Version.objects.filter(document=document).values_list("number", "language"))


def number_for(document: str, language: str, digest: str) -> int:
    """Which text of a document a file is, in a language: the next one, unless it is there already."""
    there = Version.objects.filter(document=document, language=language, digest=digest).order_by("number").first()
    known = [number for number, tag in versions_of(document) if tag == language]
    return there.number if there else max(known, default=0) + 1


def address_of(document: str) -> str:
    return Document.objects.values_list("address", flat=True).get(code=document)


def document_names(on: date, codes: Collection[str]) -> dict[str, dict[str, str]]:
    """What some documents are called, by their codes; the same on any day."""
    with connection.cursor() as cursor:
        # Nearly every page asks this, and Django takes longer to write a list of codes than the server to find them.
        cursor.execute("SELECT code, title FROM register_document WHERE code = ANY(%s)", [list(codes)])
        return {code: json.loads(title) for code, title in cursor.fetchall()}


def closed_entries(document: str, audience: str) -> list[int]:
    """The entries that open with a document: all that concern it, but those that name another one still closed."""
    rows = EntryRow.objects.filter(concerns(f"document:{document}"), audience=audience).order_by("seq")
    others = {code for row in rows for code in _documents(row.subjects)} - {document}
    closed = set(Document.objects.filter(code__in=others).exclude(audience=PUBLIC).values_list("code", flat=True))
    return [row.seq for row in rows if not closed.intersection(_documents(row.subjects))]


def _documents(subjects: Iterable[str]) -> list[str]:
    return [code for sort, _, code in (subject.partition(":") for subject in subjects) if sort == "document"]
