"""Decisions for programs: as lists, and each with what states have said to it."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router

from comity.charter.day import moment_of
from comity.decisions import pages, rows
from comity.decisions.models import Draft, Opinion
from comity.record.doubts import with_doubts
from comity.record.models import EntryRow
from comity.record.portions import CODE, OnDay, Paged, Portion, Row, Told, Words, portion
from comity.record.sentences import Names

router = Router(tags=["Decisions"])


class DecisionTold(Told):
    """A decision that was put before a body."""

    code: str = Field(description="Its number: the entry that put it forward.")
    title: str
    body: str
    body_name: str = Field(description="What the body is called.")
    competence: str = Field(description="By which the body decides it, as the charter calls it.")
    rule: str = Field(description="By which it is decided, as the charter calls it.")
    concerned_state: str = Field(description="The state that it is about, if it is about one.")
    party_states: list[str] = Field(description="The parties to the dispute that it is about.")
    stage: str = Field(description="put-forward, open, silence, written, adopted, withdrawn or closed.")
    stage_name: str = Field(description="The stage in words.")
    version: int = Field(description="Of its text.")
    put_forward_on: date | None = Field(description="When it was put forward, where that is known.")
    dated: str
    ended_on: date | None = Field(description="When it was adopted, withdrawn or closed.")
    deadline: datetime | None = Field(description="When the silence, or the written procedure, ends.")
    manner: str = Field(description="How it was adopted: session, silence, written; history, before this record.")
    review_on: date | None = Field(description="When the body looks at it again.")
    entry: int
    adopted_by: int | None = Field(description="The entry that adopted it: what rests on it cites this one.")
    article: str
    irregular: bool = Field(description="Whether the charter would not have allowed it.")
    doubt: str


class AskedDecisions(Paged):
    body: Annotated[str, Field(pattern=CODE)] | None = Field(None, description="Those of this body.")
    stage: Annotated[str, Field(pattern=CODE)] | None = Field(None, description="Those at this stage.")


@router.get("/decisions", summary="Decisions", response=Portion[DecisionTold])
def decisions(request: HttpRequest, response: HttpResponse, asked: Query[AskedDecisions]) -> Row:
    """The decisions that were put forward by the day, by their numbers."""
    moment = moment_of(request)
    found = rows.decision_rows(pages.narrowed(request, moment.on), moment)
    return portion(request, response, found, asked, lambda row: [row["entry"]])


class AskedTold(Told):
    """A state that is asked, or set aside."""

    code: str
    name: str
    position: str = Field(
        description="consent, object, abstain, excused, none, aside; closed, where it is not for the reader."
    )
    version: int | None = Field(description="Of the text to which it was said.")
    entry: int | None


class PositionTold(Told):
    """Something that a state said to a decision."""

    state: str
    name: str
    position: str = Field(description="consent, object, abstain or excused.")
    version: int = Field(description="Of the text to which it was said.")
    at: datetime
    grounds: Words
    note: str = Field(description="Reference of the state's note.")
    entry: int
    ended_by: int | None = Field(description="The entry by which the state said something else.")


class OpinionTold(Told):
    """An opinion placed on record."""

    state: str
    text: Words
    on: date = Field(description="The day on which it was placed.")
    entry: int


class DraftTold(Told):
    """A version of the text."""

    number: int = Field(description="Of the version.")
    text: Words
    document: str = Field(description="The document that is decided on, by its code.")
    correction: bool = Field(description="Whether an error was corrected after the adoption.")
    on: date = Field(description="The day from which it counts.")
    entry: int


class PowerTold(Told):
    """What the vote of a state is worth: exact fractions, of one."""

    state: str
    name: str
    weights: dict[str, str] = Field(description="Its weights, as the charter calls them.")
    banzhaf: str = Field(description="Of all cases in which one state alone decides, the part that is its own.")
    shapley: str = Field(description="How often it decides, when all agree one after another, in any order.")


class DecisionWhole(DecisionTold):
    """A decision with its text, and all that was said to it as far as the reader may know."""

    titles: Words
    rendered: list[str] = Field(description="The languages in which the title is not the official one.")
    seats: list[AskedTold] = Field(description="Who is asked, in the charter's order.")
    positions: list[PositionTold] = Field(description="All that was said, the latest first.")
    opinions: list[OpinionTold] = Field(description="Opinions placed on record, oldest first.")
    drafts: list[DraftTold] = Field(description="The versions of the text, the latest first.")
    outcome: dict[str, Any] = Field(description="What follows by the rule: result, reasons with figures, in_the_way.")
    power: list[PowerTold] = Field(
        description="What each vote is worth while it is under way, where the rule weighs states."
    )


@router.get("/decisions/{code}", summary="A decision", response=DecisionWhole)
def decision(
    request: HttpRequest,
    code: Annotated[int, Path(ge=1, lt=2**53, description="Its number: the entry that put it forward.")],
    asked: Query[OnDay],
) -> Row:
    """A decision, what each state says to it, and what follows by the rule."""
    moment = moment_of(request)
    found = pages.decision_at(code, moment)
    (row,) = with_doubts([rows.row(found, moment, Names(moment.on))])
    texts = Draft.objects.filter(decision=code, on__lte=moment.on).order_by("-number", "-entry")
    return row | {
        "titles": found.title,
        "rendered": list(EntryRow.objects.get(seq=found.entry).entry.rendered),
        "seats": rows.seats(found, moment),
        "positions": rows.position_rows(found, moment),
        "opinions": list(Opinion.objects.filter(decision=code, on__lte=moment.on)),
        "drafts": list(texts),
        "outcome": rows.outcome_of(found, moment),
        "power": [
            one | {name: str(one[name]) for name in ("banzhaf", "shapley")} for one in rows.power_rows(found, moment)
        ],
    }
