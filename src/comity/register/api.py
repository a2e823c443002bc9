"""The register for programs: documents searched and narrowed down, each with its texts and relations."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router

from comity.charter.day import moment_of
from comity.record.doubts import with_doubts
from comity.record.portions import CODE, OnDay, Paged, Portion, Row, Told, Words, place, portion, told
from comity.register import document as documents
from comity.register import rules
from comity.register.document_data import told_of
from comity.register.found import FIELDS
from comity.register.models import Document
from comity.register.pages import data_row
from comity.register.search import LONGEST, asked_of, known_on
from comity.register.words import RELATIONS, STATES

router = Router(tags=["Documents"])
OfCode = Annotated[str, Path(pattern=CODE, description="The code of the document.")]
Type = Literal[tuple(rules.ABBREVIATIONS)]  # type: ignore[valid-type]
Day = date | None
IRREGULAR: Any = Field(description="Whether the charter would not have allowed it.")


class DocumentFacts(Told):
    """What the list and the page of a document both tell."""

    code: str
    symbol: str
    title: str
    type: str = Field(description="decision, treaty, strategy and so on.")
    date: Day = Field(description="The day of its adoption; null where no source tells it.")
    dated: str
    body: str
    area: str = Field(description="The area of cooperation.")
    place: str = Field(description="Where it was adopted.")
    in_force: bool | None = Field(description="Whether it counts on the day; null where the sources do not tell.")
    in_force_on: Day = Field(description="The day on which it entered into force.")
    since: Day
    until: Day
    withdrawn_on: Day = Field(description="The day on which it was withdrawn.")
    replaced_on: Day = Field(description="The day on which another took its place.")
    address: str
    entry: int
    irregular: bool = IRREGULAR
    source: str = Field(description="Where it was seen.")


class DocumentTold(DocumentFacts):
    """A document of the register, as the list tells it."""

    doubt: str


class AskedDocuments(Paged):
    """Which documents: searched and narrowed down as on the page of the register."""

    q: str | None = Field(None, max_length=LONGEST, description="Words of a title or of a text, or a symbol.")
    type: Type | None = Field(None, description="Of this type.")
    body: Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,39}$")] | None = Field(
        None, description="Adopted by this body."
    )
    area: Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,39}$")] | None = Field(
        None, description="Of this area of cooperation."
    )
    year: Annotated[str, Field(pattern="^[12][0-9]{3}$")] | None = Field(None, description="Adopted in this year.")
    in_force: Literal[tuple(STATES)] | None = Field(None, description="Whether they count on the day.")  # type: ignore[valid-type]


@router.get("/documents", summary="Documents", response=Portion[DocumentTold])
def all_documents(request: HttpRequest, response: HttpResponse, asked: Query[AskedDocuments]) -> Row:
    """The documents that were there on the day, those that were entered last first."""
    moment, wanted, last = moment_of(request), asked_of(request.GET), place(asked)
    found = wanted.among(known_on(moment.on), moment.on).order_by("-entry")
    found = found.filter(entry__lt=last) if last is not None else found
    rows = with_doubts(data_row(row, moment.on) for row in found.values(*FIELDS)[: asked.limit + 1])
    return told(request, response, rows, asked, lambda row: [row["entry"]])


class RelationTold(Told):
    """A document stands in a relation to another."""

    relation: Literal[tuple(RELATIONS)] = Field(description="What the one does to the other.")  # type: ignore[valid-type]
    document: str = Field(description="The one, by its code.")
    other: str = Field(description="The other, by its code.")
    provision: str = Field(description="The provision of the other, where that is known.")
    entry: int


class VersionTold(Told):
    """A text of a document in one language."""

    number: int = Field(description="It counts up when the text changes.")
    language: str = Field(description="By its tag (BCP 47).")
    on: date = Field(description="The day from which it is there.")
    wording: str = Field(description="The text itself, where it is kept.")
    digest: str = Field(description="SHA-256 of its file, hexadecimal; empty where there is none.")
    media_type: str = Field(description="Of its file.")
    size: int | None = Field(description="Of its file, in bytes.")
    name: str = Field(description="Of its file.")
    path: str = Field(description="The address of its file.")
    entry: int


class DocumentWhole(DocumentFacts):
    """All that the page of a document tells."""

    titles: Words
    rendered: list[str] = Field(description="The languages in which the title is not the official one.")
    why: str = Field(description="Why it counts or does not, in a word.")
    replacing_document: str = Field(description="The code of the one that took its place.")
    depositary: str = Field(description="Who keeps it.")
    basis: int | None
    note: str = Field(description="What is to be said of it besides.")
    entries: list[int] = Field(description="Every entry that concerns it, the first first.")


@router.get("/documents/{code}", summary="A document", response=DocumentWhole)
def document(request: HttpRequest, code: OfCode, asked: Query[OnDay]) -> Row:
    """A document as it stands on the day."""
    moment = moment_of(request)
    return told_of(_found(code), moment.on)


def _found(code: str) -> Document:
    """Raises Http404."""
    address = Document.objects.filter(code=code).values_list("address", flat=True).first()
    if address is None:
        raise Http404(_("The register has no document “%(code)s”.") % {"code": code[:80]})
    return documents.found_at(address)


@router.get("/documents/{code}/versions", summary="Texts of a document", response=Portion[VersionTold])
def versions(request: HttpRequest, response: HttpResponse, code: OfCode, asked: Query[Paged]) -> Row:
    """Every text that is there on the day, the first first."""
    rows = documents.versions_of(_found(code), moment_of(request).on)
    return portion(request, response, rows, asked, lambda row: [row["number"], row["language"]])


@router.get("/documents/{code}/relations", summary="Relations of a document", response=Portion[RelationTold])
def relations(request: HttpRequest, response: HttpResponse, code: OfCode, asked: Query[Paged]) -> Row:
    """How it stands to others on the day, and they to it."""
    rows = documents.relations_of(_found(code), moment_of(request).on)
    return portion(request, response, rows, asked, _pair)


def _pair(row: Row) -> list[str | int]:
    return [row["document"], row["relation"], row["other"], row["provision"], row["entry"]]
