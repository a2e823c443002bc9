"""The states for programs: what they are to the organisation on any day, and what they have been."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from comity.charter.day import moment_of
from comity.membership import pages
from comity.membership.state import names_of_state, standing_rows
from comity.record.portions import CODE, STATE, OnDay, Paged, Portion, Row, Told, Words, portion
from comity.record.sentences import localised

router = Router(tags=["States"])


class StateTold(Told):
    """What a state is to the organisation on the day."""

    code: str
    name: str
    status: str
    status_name: str = Field(description="The name of its status.")
    since: date
    dated: str
    decided_on: date | None = Field(description="When the competent body decided it, where that is known.")
    suspended: bool = Field(description="Whether it may not use the rights of its status.")
    entry: int
    basis: int | None
    article: str
    irregular: bool = Field(description="Whether the charter would not have allowed it.")
    doubt: str


class AskedStates(Paged):
    status: Annotated[str, Field(pattern=CODE)] | None = Field(None, description="Those with this status.")


@router.get("/states", summary="States", response=Portion[StateTold])
def states(request: HttpRequest, response: HttpResponse, asked: Query[AskedStates]) -> Row:
    """Every state with a standing on the day, by its code."""
    rows = pages.with_status(moment_of(request), asked.status or "")
    return portion(request, response, rows, asked, lambda row: [row["code"]])


class StandingTold(Told):
    """What a state was for a period."""

    status: str
    status_name: str = Field(description="The name of the status.")
    since: date
    until: date | None
    current: bool = Field(description="Whether it lasts on the day that is looked at.")
    dated: str
    decided_on: date | None = Field(description="When the competent body decided it, where that is known.")
    entry: int
    ended_by: int | None
    basis: int | None
    article: str
    irregular: bool = Field(description="Whether the charter would not have allowed it.")
    doubt: str


class StateWhole(Told):
    """A state by its names, and all that it has been to the organisation up to the day."""

    code: str
    name: str
    full_name: str = Field(description="Its formal name, in the language asked for; empty where none was entered.")
    names: Words
    standings: list[StandingTold] = Field(description="The latest first.")


@router.get("/states/{code}", summary="A state", response=StateWhole)
def state(
    request: HttpRequest,
    code: Annotated[str, Path(pattern=STATE, description="Its code (ISO 3166-1 alpha-2).")],
    asked: Query[OnDay],
) -> Row:
    """A state that the record names, whether it has a standing or not."""
    moment = moment_of(request)
    names = names_of_state(code, moment.on)
    return {
        "code": code,
        "name": localised(names.name),
        "full_name": localised(names.full_name),
        "names": names.name,
        "standings": standing_rows(moment, code, names),
    }
