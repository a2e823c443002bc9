"""What a wrong address or wrong input gets: a page that says what to do, or the same as JSON."""

from collections.abc import Sequence
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from comity.record.problems import API, problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = (
        str(exception) if isinstance(exception, BadRequest) and str(exception) else _("This could not be read.")
    )
    advice = _("Change the address, or begin from one of these pages.")
    return _answer(request, HTTPStatus.BAD_REQUEST, _("That cannot be shown"), sentence, advice)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    told = exception.args and isinstance(exception.args[0], str) and isinstance(exception, Http404)
    sentence = (
        exception.args[0] if told else _("There is no page at the address %(path)s.") % {"path": request.path[:80]}
    )
    advice = [_("The address may have been mistyped. These pages lead to everything there is.")]
    if len(getattr(request, "sittings", ())) > 1:
        advice.append(_("What is for another of your seats is shown when you sit there."))
    return _answer(request, HTTPStatus.NOT_FOUND, _("Not found"), sentence, " ".join(advice))


def not_allowed(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """The method is one that the address does not know (RFC 9110, 15.5.6)."""
    values = {"path": request.path[:80], "method": (request.method or "")[:20]}
    sentence = _("%(path)s can be read; nothing can be done there with %(method)s.") % values
    advice = _("Open the address to read it, or begin from one of these pages.")
    answer = _answer(request, HTTPStatus.METHOD_NOT_ALLOWED, _("That cannot be done here"), sentence, advice)
    answer["Allow"] = ", ".join(allowed)
    return answer


def too_long(request: HttpRequest, limit: int) -> HttpResponse:
    """413 (RFC 9110, 15.5.14)."""
    sentence = _("What was sent is too long: at most %(size)s MB are taken.") % {"size": limit // 1_000_000}
    advice = _("Send less at a time. The file of a document is added from the page of that document.")
    title = _("That is too long")
    if request.path_info.startswith(API):
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, title, sentence, "too-long")
    return _answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, title, sentence, advice)


def failed(request: HttpRequest) -> HttpResponse:
    """The page is fixed text: whatever failed may fail again."""
    if request.path_info.startswith(API):
        return problem(500, "The server failed", "Try again in a moment.")
    if _wants_json(request):
        return JsonResponse({"error": "The server failed. Try again in a moment."}, status=500)
    return HttpResponse(loader.get_template("site/failed.html").render(), status=500)


def _answer(request: HttpRequest, status: HTTPStatus, title: str, sentence: str, advice: str) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(status, title, sentence)
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"title": title, "sentence": sentence, "advice": advice}
    return render(request, "site/error.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.path.endswith((".json", ".csv"))
