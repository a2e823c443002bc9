"""The bodies for programs, who chairs and who holds office, and the meetings, on any day."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from comity.bodies import calendar, chair, offices, pages
from comity.charter.day import moment_of
from comity.membership.queries import state_names
from comity.record.portions import CODE, STATE, OnDay, Paged, Portion, Row, Told, portion

router = Router(tags=["Bodies"])
Code = Annotated[str, Field(pattern=CODE)]
State = Annotated[str, Field(pattern=STATE)]
IRREGULAR: Any = Field(description="Whether the charter would not have allowed it.")


class BodyTold(Told):
    """A body of the organisation."""

    code: str
    name: str
    kind: str
    phase: str
    parent: str
    city: str = Field(description="Where it sits.")
    since: date
    dated: str
    entry: int
    basis: int | None
    article: str
    irregular: bool = IRREGULAR
    doubt: str


class AskedBodies(Paged):
    phase: Code | None = Field(None, description="operating, decided or proposed.")
    parent: Code | None = Field(None, description="Those that belong to this body.")


@router.get("/bodies", summary="Bodies", response=Portion[BodyTold])
def bodies(request: HttpRequest, response: HttpResponse, asked: Query[AskedBodies]) -> Row:
    """The bodies that exist on the day, by their codes."""
    wanted = {"phase": asked.phase, "parent": asked.parent}
    rows = _narrowed(pages.body_rows(moment_of(request)), wanted)
    return portion(request, response, rows, asked, lambda row: [row["code"], row["entry"]])


def _narrowed(rows: list[Row], wanted: Row) -> list[Row]:
    """Those that are as they are wanted; None leaves it open."""
    return [row for row in rows if all(value is None or row[name] == value for name, value in wanted.items())]


class OfBody(Told):
    """Something that a body may decide."""

    name: str
    rule: str = Field(description="The rule of decision, by its name.")
    proposed_by: str | None = Field(description="The body that has to propose it, by its code.")
    article: str


class BodyWhole(Told):
    """A body as it is on the day, or as it last was; one that only the charter knows has no dates and no entry."""

    code: str
    name: str
    kind: str = ""
    phase: str
    parent: str
    city: str = Field("", description="Where it sits.")
    since: date | None = None
    dated: str = ""
    until: date | None = None
    entry: int | None = None
    ended_by: int | None = None
    basis: int | None = None
    article: str = ""
    irregular: bool = Field(False, description="Whether the charter would not have allowed it.")
    doubt: str = ""
    competences: list[OfBody] = Field(description="What it may decide on the day.")


@router.get("/bodies/{code}", summary="A body", response=BodyWhole)
def body(
    request: HttpRequest, code: Annotated[str, Path(pattern=CODE, description="Its code.")], asked: Query[OnDay]
) -> Row:
    """A body and what the charter lets it decide."""
    moment = moment_of(request)
    row, _found = pages.body_told(moment, code)
    return row | {"competences": list(pages.competences(moment, code, pages.body_names(moment)))}


class MeetingTold(Told):
    """A meeting that was held by the day, or announced."""

    body: str
    ordinal: int | None = Field(description="Its number among the regular meetings of the body.")
    first: date = Field(description="Its first day.")
    last: date = Field(description="Its last day.")
    dated: str
    city: str = Field(description="Where it is held.")
    country: str
    chair: str
    format: str = Field(description="in-person, videoconference, extraordinary, narrow, extended, plus or empty.")
    held: bool = Field(description="Whether it was held by the day; else it is announced.")
    entry: int
    announced_on: date | None = Field(description="The day on which it was announced.")
    announced_by: int | None
    moved_by: int | None = Field(description="The entry that moved it to these days; null where none did.")
    called_off_on: date | None = Field(description="The day on which it was called off; null where it was not.")
    called_off_by: int | None = Field(description="The entry that called it off.")


class AskedMeetings(Paged):
    body: Code | None = Field(None, description="Those of this body.")
    held: bool | None = Field(None, description="Only those that were held, or only those that are announced.")


@router.get("/meetings", summary="Meetings", response=Portion[MeetingTold])
def meetings(request: HttpRequest, response: HttpResponse, asked: Query[AskedMeetings]) -> Row:
    """The meetings that are known on the day, the earliest first."""
    moment = moment_of(request)
    if asked.body:
        pages.known_body(moment, asked.body)
    rows = _narrowed(calendar.meeting_rows(moment.on), {"body": asked.body, "held": asked.held})
    return portion(request, response, rows, asked, lambda row: [row["first"].isoformat(), row["entry"]])


class ChairmanshipTold(Told):
    """A state in the chair."""

    code: str
    name: str
    since: date
    until: date | None
    current: bool = Field(description="Whether it is in the chair on the day.")
    slogan: str = Field(description="The motto of its term.")
    events_planned: int | None = Field(description="How many events it planned.")
    expected: str
    in_order: bool = Field(description="Whether it was its turn by the charter's order.")
    entry: int
    ended_by: int | None
    article: str
    irregular: bool = IRREGULAR
    doubt: str


@router.get("/chairmanships", summary="Chairmanships", response=Portion[ChairmanshipTold])
def chairmanships(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """Every chairmanship that had begun by the day, the earliest first."""
    moment = moment_of(request)
    rows = chair.chair_rows(moment, state_names(moment.on))
    return portion(request, response, rows, asked, lambda row: [row["since"].isoformat(), row["entry"]])


class HolderTold(Told):
    """Who holds an office for a term."""

    office: str = Field(description="The office, by its code.")
    office_name: str = Field(description="What it was called when the term began.")
    person: str = Field(description="Holders of public offices are named; nobody else is.")
    state: str
    since: date
    dated: str
    due: date | None = Field(description="The day on which the term ends by the appointment.")
    until: date | None
    current: bool = Field(description="Whether the term lasts on the day.")
    entry: int
    ended_by: int | None
    basis: int | None
    article: str
    irregular: bool = IRREGULAR
    doubt: str


class AskedHolders(Paged):
    office: Code | None = Field(None, description="Those of this office.")
    state: State | None = Field(None, description="Nationals of this state.")
    current: bool | None = Field(None, description="Only those who hold it on the day, or only those who held it.")


@router.get("/holders", summary="Holders of offices", response=Portion[HolderTold])
def holders(request: HttpRequest, response: HttpResponse, asked: Query[AskedHolders]) -> Row:
    """Every term that had begun by the day, the earliest first."""
    rows = offices.holder_rows(moment_of(request), asked.office or "")
    rows = _narrowed(rows, {"state": asked.state, "current": asked.current})
    return portion(request, response, rows, asked, lambda row: [row["since"].isoformat(), row["entry"]])


class OfficeTold(Told):
    """An office that the charter knows."""

    code: str
    name: str
    body: str
    holder: str | None = Field(description="Who holds it on the day.")
    appointer: str | None = Field(description="The body that appoints, by its code.")
    article: str


@router.get("/offices", summary="Offices", response=Portion[OfficeTold])
def all_offices(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> Row:
    """The offices by their codes, with whoever holds them on the day."""
    rows = list(offices.office_rows(moment_of(request)))
    return portion(request, response, rows, asked, lambda row: [row["code"]])
