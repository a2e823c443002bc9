"""The API: acts by programs, and the record for them.

    POST /api/acts       an act, in the form of a line of a history file; `?dry-run` only asks what would come of it
    GET /api/acts        the kinds of act, with the JSON Schema of their fields
    GET /api/head        how far the record goes; its entity tag is what `If-Match` names
    GET /api/entries     the record, filtered as its page is, and read on behind a cursor

What is refused is told as problem details (`problems.py`), in the language of the header Accept-Language.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal, Union

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Body, Field, Header, NinjaAPI, Query, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import BaseModel, ConfigDict, create_model

from comity.acting import telling
from comity.acting.parsing import SENTENCES, UnknownKind, faults_of
from comity.record.problems import problem
from comity.acting.queries import offered
from comity.people.sitting import Sitting, perform
from comity.record import publication
from comity.record.acts import KINDS, Act
from comity.record.entries import Entry, TooLong
from comity.record.filters import filter_of
from comity.record.keys import signer
from comity.record.pages import opened
from comity.record.pages import told as rows_told
from comity.record.sentences import Names, article_name, sentence
from comity.record.submission import Damaged, Moved, Refused, judge
from comity.record.words import explained, kind_name, package_name

LONGEST_KEY = 200
PORTION = 1_000


class BySession(APIKeyCookie):
    """Whoever has logged in and sits somewhere. Browsers send the cookie unasked, so a form's token is needed."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Sitting | None:
        return None if request.token else super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Sitting | None:
        return request.sitting


class ByToken(HttpBearer):
    """A program that shows a token (`people.tokens`), which no browser sends unasked: so no form's token is needed."""

    def authenticate(self, request: HttpRequest, token: str) -> Sitting | None:
        return request.sitting


api = NinjaAPI(title="Comity", version="1", docs_url=None, urls_namespace="api")


# Acts


def line_of(act: type[Act]) -> type[BaseModel]:
    """What is sent to perform an act of a kind."""
    config = ConfigDict(extra="forbid")
    day = Field(None, description="The day from which it counts; today, where it is left out.")
    return create_model(
        act.kind, __config__=config, kind=(Literal[act.kind], ...), on=(date | None, day), fields=(act, ...)
    )


LINES = tuple(line_of(act) for _kind, act in sorted(KINDS.items()))
Line = Annotated[Union[LINES], Field(discriminator="kind")]  # noqa: UP007 - the kinds are known only now


@api.post("/acts", auth=[ByToken(), BySession()], summary="Perform an act")
def perform_act(
    request: HttpRequest,
    line: Annotated[Line, Body(...)],
    key: Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=LONGEST_KEY)] = None,
    match: Annotated[str | None, Header(alias="If-Match")] = None,
    dry_run: Annotated[str | None, Query(alias="dry-run", description="Only ask what would come of it.")] = None,
) -> HttpResponse:
    """Put an act into the record, from the seat of whoever asks. The same key makes one entry only."""
    sitting, act, size = request.sitting, line.fields, _size_seen(match)
    if dry_run is not None and dry_run not in ("no", "false", "0"):
        return _tried(act, sitting, line.on, size)
    entry = perform(act, sitting, on=line.on, key=key, size=size)
    answer = JsonResponse(_as_data(entry), status=201, json_dumps_params={"ensure_ascii": False})
    answer["Location"] = reverse("entry", args=[entry.seq])
    answer["ETag"] = tag(entry.seq)
    return answer


def _tried(act: Act, sitting: Sitting, on: date | None, size: int | None) -> HttpResponse:
    if size is not None and size != (now := publication.size()):
        raise Moved(now)
    judgement = judge(act, sitting.seat, on=on, authority=sitting)
    if judgement.refusals:
        reasons = telling.tell(act, judgement).reasons
        return _refused(reasons, judgement.barred)
    return JsonResponse(telling.as_data(telling.tell(act, judgement)), json_dumps_params={"ensure_ascii": False})


def _as_data(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "sentence": sentence(entry, Names(entry.on)), "entry": json.loads(entry.to_bytes())}


def _size_seen(match: str | None) -> int | None:
    """The size of the record that `If-Match` asks for (RFC 9110, 13.1.1); one that there never is, if none fits."""
    tags = parse_etags(match) if match else ["*"]
    if "*" in tags:
        return None
    present = publication.size()
    return present if tag(present) in tags else -1


def tag(size: int) -> str:
    """The entity tag of a record of so many entries."""
    return f'"{size}"'


class Kind(Schema):
    """A kind of act. `open`: the seat of whoever asks may begin it; `fields`: their JSON Schema."""

    kind: str
    version: int
    package: str
    title: str
    help: str
    open: bool
    fields: dict[str, Any]


@api.get("/acts", summary="The kinds of act", response=list[Kind])
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


# The record


class Head(Schema):
    """How far the record goes, and the signed note over it (C2SP tlog-checkpoint)."""

    size: int
    checkpoint: str
    key: str


@api.get("/head", summary="How far the record goes", response=Head)
def head(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """The size of the record. Its entity tag is what `If-Match` names when an act is made for just this record."""
    size = publication.size()
    response["ETag"] = tag(size)
    return {"size": size, "checkpoint": publication.checkpoint(), "key": str(signer().verifier)}


class Asked(Schema):
    """Which entries: by kind, state, article and day, as on the page of the record."""

    kind: Literal[tuple(sorted(KINDS))] | None = None
    state: str | None = Field(None, pattern="^[A-Za-z]{2}$")
    article: str | None = Field(None, max_length=120)
    since: date | None = Field(None, alias="from")
    to: date | None = None
    on: date | None = None
    after: int = Field(0, ge=0, lt=2**53, description="The last entry that was read.")
    limit: int = Field(100, ge=1, le=PORTION)


class Portion(Schema):
    """Entries, oldest first; `next` is the address of those behind them, null at the end."""

    entries: list[dict[str, Any]]
    next: str | None


@api.get("/entries", summary="The record", response=Portion)
def entries(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The entries behind `after`, oldest first. Of one that is closed to the reader, its place and leaf are told."""
    rows = filter_of(request.GET).rows().filter(seq__gt=asked.after).order_by("seq")
    found = list(rows[: asked.limit + 1])
    query = request.GET.copy()
    query["after"] = str(found[: asked.limit][-1].seq if found else asked.after)
    following = f"{request.path}?{query.urlencode()}" if len(found) > asked.limit else None
    return {"entries": list(rows_told(opened(found[: asked.limit]))), "next": following}


# What goes wrong


def _refused(reasons: list[telling.Reason], barred: bool) -> HttpResponse:
    """The first reason is the problem; the others stand beside it, where all were asked for."""
    first, *others = reasons
    also = {"others": [vars(reason) for reason in others]} if others else {}
    status = 403 if barred else 422 if first.code == "key_reused" else 409
    values = {"code": first.code, "article": first.article, "values": first.values}
    if first.article:
        values["rests_on"] = article_name(first.article)
    return problem(status, _("The act was not admitted"), first.sentence, "refused", **values, **also)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _refused([telling.reason_of(error)], error.barred)


@api.exception_handler(Moved)
def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    detail = _("It has %(size)s entries now. Read what is new, and send the act again.") % {"size": error.size}
    answer = problem(412, _("The record has grown"), detail, "moved", size=error.size)
    answer["ETag"] = tag(error.size)
    return answer


@api.exception_handler(TooLong)
def too_long(request: HttpRequest, error: TooLong) -> HttpResponse:
    return problem(413, _("Too long"), telling.too_long(), "too-long")


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413, _("Too long"), telling.too_long(), "too-long")


@api.exception_handler(Damaged)
def damaged(request: HttpRequest, error: Damaged) -> HttpResponse:
    return problem(503, _("The record is closed"), telling.damaged(), "damaged")


@api.exception_handler(BadRequest)
def bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return problem(400, _("That cannot be shown"), str(error))


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    if request.user.is_authenticated:
        detail = _("Neither your account nor your token holds a seat, and only who sits may act.")
        return problem(403, _("Nobody sits"), detail, "no-seat")
    answer = problem(
        401, _("Nobody sits"), _("Log in first, or show a token; then the act is made from your seat."), "nobody"
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return problem(403, _("The form is too old"), _("Send the token of the cookie csrftoken as X-CSRFToken."))
    return problem(error.status_code, _("This could not be read."), _("Send one JSON object, in UTF-8."))


@api.exception_handler(ValidationError)
def bad_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent makes no act. The place of a fault is told as it was written, without what stands around it."""
    first = error.errors[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        asked = first["ctx"].get("tag", "")
        errors = [{"field": "kind", "sentence": str(UnknownKind(asked)) if asked else str(SENTENCES["missing"])}]
    else:
        act = next((KINDS[part] for part in first["loc"] if part in KINDS), None)
        errors = [vars(fault) for fault in faults_of([_placed(one) for one in error.errors], act)]
    detail = " ".join(f"{one['field']}: {one['sentence']}" for one in errors)
    return problem(422, _("Some fields are wrong"), detail, "bad-fields", errors=errors)


def _placed(error: Any) -> Any:
    """Without where pydantic came through: the body, the kind."""
    place = [part for part in error["loc"][1:] if part not in ("line", "asked", *KINDS)]
    return {**error, "loc": tuple(place[1:] if place[:1] == ["fields"] and len(place) > 1 else place)}
