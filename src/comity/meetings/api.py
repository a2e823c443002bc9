"""Meetings and the chair's plan for programs."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from comity.meetings import pages, plan, queries, telling
from comity.meetings.models import Session
from comity.record.clock import now, today
from comity.record.portions import CODE, Paged, Portion, Row, Told, portion
from comity.record.sentences import Names

router = Router(tags=["Meetings"])


class SessionTold(Told):
    """A meeting that was convened here."""

    entry: int = Field(description="The entry that convened it, by which it is known.")
    body: str
    format: str = Field(description="regular, extraordinary, narrow, extended or plus.")
    ordinal: int | None = Field(description="Its number among the meetings of the body.")
    first: date = Field(description="Its first day.")
    last: date = Field(description="Its last day.")
    city: str = Field(description="Where it is held.")
    country: str
    phase: str = Field(description="proposed, convened, open, suspended, closed or called-off.")
    opened_at: datetime | None = Field(description="When it was opened.")
    closed_at: datetime | None = Field(description="When it was closed.")
    was_first: date | None = Field(description="The first day from which it was moved; null where it was not.")
    moved_by: int | None = Field(description="The entry that moved it to these days; null where none did.")
    called_off_by: int | None = Field(description="The entry that called it off; null where none did.")
    initiators: list[str] = Field(description="The states that asked for an extraordinary meeting, by their codes.")


class AskedSessions(Paged):
    body: Annotated[str, Field(pattern=CODE)] | None = Field(None, description="Those of this body.")
    phase: str | None = Field(
        None, max_length=20, description="proposed, convened, open, suspended, closed or called-off."
    )


@router.get("/sessions", summary="Meetings convened here", response=Portion[SessionTold])
def sessions(request: HttpRequest, response: HttpResponse, asked: Query[AskedSessions]) -> Row:
    """The meetings that were convened in this record, by their entries."""
    wanted = {name: value for name in ("body", "phase") if (value := getattr(asked, name))}
    names = Names(today())
    rows = [telling.session_row(row, names) for row in Session.objects.filter(**wanted)]
    return portion(request, response, rows, asked, lambda row: [row["entry"]])


class ItemTold(Told):
    """Something on the agenda."""

    entry: int = Field(description="The entry that put it there.")
    number: int = Field(description="Its number on the agenda.")
    title: str = Field(description="What it is about.")
    minutes: int | None = Field(description="The time allotted to it.")
    decision: int | None = Field(description="The entry that put a decision forward.")
    outcome: str = Field(description="adopted, noted, deferred; empty as long as it is not concluded.")
    documents: list[str] = Field(description="The documents before the meeting, by their codes.")


class TurnTold(Told):
    """A wish to speak, or the time in which somebody speaks."""

    entry: int = Field(description="The entry that asked for it, or gave it.")
    seat: str = Field(description="Who speaks or takes part, by the seat.")
    claim: str = Field(description="statement, reply or order.")
    language: str = Field(description="In which one speaks, by its tag.")
    interpretation: str = Field(description="Into which the speaker provides for interpretation, by its tag.")
    asked_at: datetime = Field(description="When it was asked for.")
    given_at: datetime | None = Field(description="When the floor was given.")
    ends_at: datetime | None = Field(description="When the time is over; null where there is no limit.")


class ParticipantTold(Told):
    """Somebody whom the chair proposed as a participant."""

    entry: int
    seat: str = Field(description="Who speaks or takes part, by the seat.")
    name: str
    capacity: str = Field(description="observer, partner, guest or organisation.")
    phase: str = Field(description="nominated, agreed or not-agreed.")
    until: date = Field(description="The last day on which a member may object.")


class SessionWhole(SessionTold):
    """A meeting with its agenda, its participants, and who speaks."""

    item: int | None = Field(description="The entry of the item under discussion.")
    languages: list[str] = Field(description="In which one speaks and is interpreted, by their tags.")
    entitled: int | None = Field(description="How many decide.")
    quorum: int | None = Field(description="How many of them have to be there; null where the charter sets none.")
    agenda: list[ItemTold] = Field(description="Its items, in order.")
    proposed: list[ParticipantTold] = Field(description="Whom the chair proposed as participants.")
    present: list[str] = Field(description="The seats that are present.")
    speaking: TurnTold | None = Field(description="Who has the floor; null where nobody has.")
    waiting: list[TurnTold] = Field(description="Who waits for the floor, in order.")


@router.get("/sessions/{seq}", summary="A meeting convened here", response=SessionWhole)
def session(request: HttpRequest, seq: Annotated[int, Path(gt=0, lt=2**53, description="Its entry.")]) -> Row:
    """A meeting as it is now, as far as whoever asks may read it."""
    row = pages.found_session(seq)
    names = Names(today())
    seats = queries.seat_names(seq, names)
    speakers = telling.speakers(seq, seats, now())
    agenda = [item | {"documents": [one["code"] for one in item["documents"]]} for item in telling.agenda_rows(seq)]
    return telling.session_row(row, names) | {
        "agenda": agenda,
        "proposed": telling.nomination_rows(seq, names),
        "present": queries.present(seq),
        "speaking": speakers["speaking"],
        "waiting": speakers["waiting"],
    }


class EventTold(Told):
    """An event of the chair's plan."""

    entry: int
    name: str
    first: date = Field(description="Its first day.")
    last: date = Field(description="Its last day.")
    area: str = Field(description="The area of cooperation, by its code.")
    city: str = Field(description="Where it is held.")
    country: str
    body: str
    preparation: str = Field(description="proposed, agreed, preparing, ready or held.")
    changed_by: int | None


class AskedPlan(Paged):
    area: Annotated[str, Field(pattern=CODE)] | None = Field(None, description="Those of this area.")


@router.get("/plan", summary="The chair's plan", response=Portion[EventTold])
def events(request: HttpRequest, response: HttpResponse, asked: Query[AskedPlan]) -> Row:
    """The events that are planned, by their days."""
    rows = [row for row in plan.plan_rows() if asked.area in (None, row["area"])]
    return portion(request, response, rows, asked, lambda row: [row["first"].isoformat(), row["entry"]])
