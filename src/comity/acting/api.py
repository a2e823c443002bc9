"""Acts by programs.

    POST /api/acts       an act, in the form of a line of a history file; `?dry-run` only asks what would come of it
    GET /api/acts        the kinds of act, with the JSON Schema of their fields
    GET /api/awaiting    what waits for the seat of whoever asks, with the acts that would answer it

What is refused is told as problem details (`refusing.py`), in the language of the header Accept-Language.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal, Union

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import parse_etags
from ninja import Body, Field, Header, Query, Router, Schema
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import BaseModel, ConfigDict, create_model

from comity.acting import telling
from comity.acting.answers import Answer
from comity.acting.awaiting import answered, as_shown, judging
from comity.acting.queries import offered
from comity.acting.refusing import refused_for
from comity.people.sitting import Sitting, perform
from comity.record import publication
from comity.record.acts import KINDS, Act
from comity.record.api import tag
from comity.record.awaiting import Awaited
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.exercise import notices
from comity.record.sentences import Names, sentence
from comity.record.submission import Moved, judge
from comity.record.words import explained, kind_name, package_name

LONGEST_KEY = 200
router = Router(tags=["Acts"])


class BySession(APIKeyCookie):
    """Whoever has logged in and sits somewhere. Browsers send the cookie unasked, so a form's token is needed."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Sitting | None:
        return None if request.token else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Sitting | None:
        return request.sitting


class ByToken(HttpBearer):
    """A program that shows a token (`people.tokens`). No browser sends one unasked, so no form's token is needed."""

    def authenticate(self, request: HttpRequest, token: str) -> Sitting | None:
        return request.sitting


def line_of(act: type[Act]) -> type[BaseModel]:
    """What is sent to perform an act of a kind."""
    config = ConfigDict(extra="forbid")
    day = Field(None, description="The day from which it counts; today, where it is left out.")
    return create_model(
        act.kind, __config__=config, kind=(Literal[act.kind], ...), on=(date | None, day), fields=(act, ...)
    )


LINES = tuple(line_of(act) for _kind, act in sorted(KINDS.items()))
Line = Annotated[Union[LINES], Field(discriminator="kind")]  # noqa: UP007 - the kinds are known only now


class Performed(Schema):
    """What was entered into the record."""

    seq: int = Field(description="The number of the entry.")
    sentence: str = Field(description="The act in words.")
    entry: dict[str, Any] = Field(description="What was hashed.")


class Reason(Schema):
    """Why an act is not admitted."""

    code: str = Field(description="For programs.")
    article: str = Field(description="The provision that forbids it; empty where none is needed.")
    sentence: str = Field(description="The reason in words.")
    values: dict[str, Any] = Field(description="What the sentence names.")


class Change(Schema):
    """A row that would be made or changed."""

    table: str = Field(description="Of what sort it is.")
    made: bool = Field(description="Whether it would be new.")
    values: dict[str, str] = Field(description="What would stand in it.")
    where: dict[str, str] = Field(description="Of a row that is there: which.")


class Foreseen(Schema):
    """What would come of an act that nothing forbids."""

    permitted: bool = Field(description="True; what is forbidden is told as a problem.")
    sentence: str = Field(description="The act in words, as it would be minuted.")
    article: str = Field(description="The provision on which it would rest.")
    rests_on: str = Field(description="The same in words.")
    changes: list[Change] = Field(description="The rows that would follow.")
    refusals: list[Reason] = Field(description="Empty.")


@router.post(
    "/acts", auth=[ByToken(), BySession()], summary="Perform an act", response={200: Foreseen, 201: Performed}
)
def perform_act(
    request: HttpRequest,
    line: Annotated[Line, Body(...)],
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY, description="The same makes one entry."
        ),
    ] = None,
    match: Annotated[
        str | None, Header(alias="If-Match", description="The entity tag of `/api/head`, as it was seen.")
    ] = None,
    dry_run: Annotated[str | None, Query(alias="dry-run", description="Only ask what would come of it.")] = None,
) -> HttpResponse:
    """Put an act into the record, from the seat of whoever asks. The same key makes one entry only."""
    sitting, act, size = request.sitting, line.fields, _size_seen(match)
    if dry_run is not None and dry_run not in ("no", "false", "0"):
        return _tried(act, sitting, line.on, size)
    entry = perform(act, sitting, on=line.on, key=key, size=size)
    answer = JsonResponse(_as_data(entry) | notices(), status=201, json_dumps_params={"ensure_ascii": False})
    answer["Location"] = reverse("entry", args=[entry.seq])
    answer["ETag"] = tag(entry.seq)
    return answer


def _tried(act: Act, sitting: Sitting, on: date | None, size: int | None) -> HttpResponse:
    if size is not None and size != (now := publication.size()):
        raise Moved(now)
    judgement = judge(act, sitting.seat, on=on, authority=sitting)
    if judgement.refusals:
        return refused_for(telling.tell(act, judgement).reasons, judgement.barred)
    told = telling.as_data(telling.tell(act, judgement)) | notices()
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _as_data(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "sentence": sentence(entry, Names(entry.on)), "entry": json.loads(entry.to_bytes())}


def _size_seen(match: str | None) -> int | None:
    """The size of the record that `If-Match` asks for (RFC 9110, 13.1.1); one that there never is, if none fits."""
    tags = parse_etags(match) if match else ["*"]
    if "*" in tags:
        return None
    present = publication.size()
    return present if tag(present) in tags else -1


class Kind(Schema):
    """A kind of act."""

    kind: str = Field(description="Its name, as `POST /api/acts` takes it.")
    version: int = Field(description="Of its fields.")
    package: str = Field(description="What it belongs to, in words.")
    title: str = Field(description="What it is called.")
    help: str = Field(description="What it is for.")
    open: bool = Field(description="Whether the seat of whoever asks may begin it.")
    fields: dict[str, Any] = Field(description="Their JSON Schema.")


@router.get("/acts", summary="The kinds of act", response=list[Kind])
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind of act: what it is called, what it says, and whether it is open to the seat of whoever asks."""
    sitting = request.sitting
    begun = {act.kind for act in offered(sitting.seat, authority=sitting)} if sitting else set()
    return [
        {
            "kind": kind,
            "version": act.version,
            "package": package_name(kind),
            "title": kind_name(kind),
            "help": explained(act),
            "open": kind in begun,
            "fields": act.model_json_schema(),
        }
        for kind, act in sorted(KINDS.items())
    ]


class WouldAnswer(Schema):
    """An act that would answer what waits."""

    kind: str = Field(description="As `POST /api/acts` takes it.")
    title: str = Field(description="What it is called.")
    fields: dict[str, str] = Field(description="What is known of its fields.")
    whole: bool = Field(description="Whether that is all that it says; else something is still to be said.")
    permitted: bool = Field(description="Whether it is permitted now, from that seat.")
    refusals: list[Reason] = Field(description="Why it is not.")


class AwaitedTold(Schema):
    """Something that a seat is waited for with."""

    subject: str = Field(description="What it concerns, `document:CHA-1`.")
    sentence: str = Field(description="What waits, in words.")
    due: date | None = Field(description="The day by which it is to be done, where one is set.")
    entry: int | None = Field(description="The entry that made it wait, where one did.")
    page: str = Field(description="Where it is done.")
    acts: list[WouldAnswer] = Field(description="The acts that would answer it; of several, none before another.")


@router.get(
    "/awaiting", auth=[ByToken(), BySession()], summary="What waits for your seat", response=list[AwaitedTold]
)
def awaits(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for the seat of whoever asks, what is due first at the top."""
    sitting, on = request.sitting, today()
    found = as_shown(sitting.seat, sitting.role, on)
    with judging(on):
        answers = answered(found, sitting)
    return [_awaited(one, given) for one, given in zip(found, answers, strict=True)]


def _awaited(one: Awaited, answers: tuple[Answer, ...]) -> dict[str, Any]:
    acts = [
        {
            "kind": act.kind,
            "title": act.name,
            "fields": dict(act.fields),
            "whole": act.whole,
            "permitted": act.permitted,
            "refusals": [vars(reason) for reason in act.reasons],
        }
        for act in answers
    ]
    told = {"subject": one.subject, "sentence": str(one.what), "due": one.due, "page": one.path}
    return told | {"entry": one.entry or None, "acts": acts}
