"""The record for programs: how far it goes, its entries, and one of them with its proof."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from comity.record import publication
from comity.record.acts import KINDS
from comity.record.filters import filter_of
from comity.record.keys import signer
from comity.record.pages import entry_told, opened
from comity.record.pages import told as rows_told
from comity.record.portions import STATE, Paged, Portion, Row, Told, place, told

router = Router(tags=["The record"])


def tag(size: int) -> str:
    """The entity tag of a record of so many entries."""
    return f'"{size}"'


class Head(Told):
    """How far the record goes, and the signed note over it (C2SP tlog-checkpoint)."""

    size: int = Field(description="How many entries the record has.")
    checkpoint: str = Field(description="The signed note over the tree of them.")
    key: str = Field(description="The key that verifies the note.")


@router.get("/head", summary="How far the record goes", response=Head)
def head(request: HttpRequest, response: HttpResponse) -> Row:
    """The size of the record. Its entity tag is what `If-Match` names when an act is made for just this record."""
    size = publication.size()
    response["ETag"] = tag(size)
    return {"size": size, "checkpoint": publication.checkpoint(), "key": str(signer().verifier)}


class EntryTold(Told):
    """An entry in a line. Of one that is closed to the reader only `seq`, `audience` (sealed) and `leaf` are told."""

    seq: int
    on: date | Literal[""] = Field(description="The day from which it counts.")
    dated: str
    at: datetime | Literal[""]
    kind: str
    seat: str
    sentence: str
    article: str
    subjects: str
    irregular: bool | None = Field(description="Whether the charter would not have allowed it.")
    doubt: str
    audience: str
    leaf: str


class AskedEntries(Paged):
    """Which entries: by kind, state, article and day, as on the page of the record."""

    kind: Literal[tuple(sorted(KINDS))] | None = Field(None, description="The kind of act.")  # type: ignore[valid-type]
    state: Annotated[str, Field(pattern=STATE)] | None = Field(None, description="What concerns this state.")
    article: str | None = Field(None, max_length=120, description="What rests on this provision.")
    since: date | None = Field(None, alias="from", description="The first day from which the acts count.")
    to: date | None = Field(None, description="The last day from which they count.")


@router.get("/entries", summary="Entries", response=Portion[EntryTold])
def entries(request: HttpRequest, response: HttpResponse, asked: Query[AskedEntries]) -> Row:
    """The record, oldest first. Of an entry that is closed to the reader, its place and its leaf are told."""
    rows = filter_of(request.GET).rows().filter(seq__gt=place(asked) or 0).order_by("seq")
    found = list(rows_told(opened(rows[: asked.limit + 1])))
    return told(request, response, found, asked, lambda row: [row["seq"]])


class Inclusion(Told):
    """That the entry is in the signed tree (RFC 6962, 2.1.1): the audit path, lowest first, in hexadecimal."""

    size: int = Field(description="Of the tree.")
    path: list[str] = Field(description="The hashes beside the way from the leaf to the root.")
    root: str = Field(description="The hash of the whole tree.")


class Whole(Told):
    """An entry as it is hashed, and how to check it."""

    sentence: str | None = None
    entry: dict[str, Any] = Field(description="What was hashed; of one that is closed to the reader, its seal.")
    salt: str | None = Field(None, description="Of one that was not public: what its seal was made with.")
    leaf: str
    inclusion: Inclusion | None = Field(description="Null where the record is damaged.")


@router.get("/entries/{seq}", summary="An entry", response=Whole)
def entry(
    request: HttpRequest, seq: Annotated[int, Path(ge=1, lt=2**53, description="Its number in the record.")]
) -> Row:
    """The entry with its leaf and the proof that it is in the record."""
    return entry_told(seq)
