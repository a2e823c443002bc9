"""What programs are told when it is not done: every error of the API as problem details (RFC 9457)."""

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from comity.acting import telling
from comity.acting.parsing import SENTENCES, BadFields, Fault, UnknownKind, faults_of
from comity.record.acts import KINDS
from comity.record.entries import TooLong
from comity.record.problems import problem
from comity.record.sentences import article_name
from comity.record.submission import Damaged, Moved, Refused

TOLD = 50
"""So many faults are told at once; more than an act has fields only somebody sends who means to make us write."""


def refused_for(reasons: list[telling.Reason], barred: bool) -> HttpResponse:
    """The first reason is the problem; the others stand beside it, where all were asked for."""
    first, *others = reasons
    also = {"others": [vars(reason) for reason in others]} if others else {}
    status = 403 if barred else 422 if first.code == "key_reused" else 409
    values = {"code": first.code, "article": first.article, "values": first.values}
    if first.article:
        values["rests_on"] = article_name(first.article)
    return problem(status, _("The act was not admitted"), first.sentence, "refused", **values, **also)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return refused_for([telling.reason_of(error)], error.barred)


def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    detail = _("It has %(size)s entries now. Read what is new, and send the act again.") % {"size": error.size}
    answer = problem(412, _("The record has grown"), detail, "moved", size=error.size)
    answer["ETag"] = f'"{error.size}"'
    return answer


def too_long(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(413, _("Too long"), telling.too_long(), "too-long")


def damaged(request: HttpRequest, error: Damaged) -> HttpResponse:
    return problem(503, _("The record is closed"), telling.damaged(), "damaged")


def bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:
    return problem(400, _("That cannot be shown"), str(error))


def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("Not found"), str(error))


def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    if request.account:
        detail = _("Neither your account nor your token holds a seat, and only who sits may act.")
        return problem(403, _("Nobody sits"), detail, "no-seat")
    detail = _("Log in first, or show a token; then the act is made from your seat.")
    answer = problem(401, _("Nobody sits"), detail, "nobody")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return problem(403, _("The form is too old"), _("Send the token of the cookie csrftoken as X-CSRFToken."))
    return problem(error.status_code, _("This could not be read."), _("Send one JSON object, in UTF-8."))


def bad_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent cannot be taken. The place of a fault is told as it was written, without what is around it."""
    first = error.errors[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        asked = first["ctx"].get("tag", "")
        faults = [Fault("kind", str(UnknownKind(asked)) if asked else str(SENTENCES["missing"]))]
    else:
        act = next((KINDS[part] for part in first["loc"] if part in KINDS), None)
        faults = faults_of([_placed(one) for one in error.errors[:TOLD]], act)
    detail, errors = str(BadFields(faults)), [vars(fault) for fault in faults]
    return problem(422, _("Some fields are wrong"), detail, "bad-fields", errors=errors)


def _placed(error: Any) -> Any:
    """Without where pydantic came through: the body, the kind."""
    place = [part for part in error["loc"][1:] if part not in ("line", "asked", *KINDS)]
    return {**error, "loc": tuple(place[1:] if place[:1] == ["fields"] and len(place) > 1 else place)}


HANDLERS: dict[type[Exception], Any] = {
    Refused: refused,
    Moved: moved,
    TooLong: too_long,
    RequestDataTooBig: too_long,
    Damaged: damaged,
    BadRequest: bad_request,
    Http404: not_found,
    AuthenticationError: nobody,
    HttpError: http_error,
    ValidationError: bad_fields,
}


def tell_problems(api: NinjaAPI) -> None:
    """Let the API tell every error so."""
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)
