"""What every request passes through: its method, its address and the language of it, the cookie of who submitted."""

import re
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_resolver, is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from comity.record import edition
from comity.record.lists import language_asked
from comity.record.problems import API
from comity.record.submission import last_seq
from comity.site import errors, uploads

COOKIE = "seen"
LASTS = 60
"""Seconds; by then every process has long heard of the entry."""

DATA = (".json", ".csv", ".atom", ".ics")
READING = ("GET", "HEAD")
POLICY = (
    *("default-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'"),
    *("base-uri 'self'", "frame-ancestors 'none'"),
)
NEEDLESS = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
HEADERS = (
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in NEEDLESS)),
)

Handler = Callable[[HttpRequest], HttpResponse]


def guarded(get_response: Handler) -> Handler:
    """Tell the browser what no page of ours needs, so that whatever gets into a page has not got it either.

    A page loads what is ours and nothing else, with no script in the page itself (Content Security Policy, level 3);
    forms lead here, and through ours to the provider of single sign-on, if there is one. It stands before all else,
    so that files, refusals and pages that are kept bear the same.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = "; ".join([*POLICY, f"form-action {form_targets()}"])
        for name, value in (*HEADERS, ("Content-Security-Policy", policy)):
            response.headers.setdefault(name, value)
        return response

    return handle


def measured(get_response: Handler) -> Handler:
    """Turn away what is too long before anybody reads it: whoever sends it need not be known for that."""

    def handle(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        most = uploads.most(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        fits = re.fullmatch("[0-9]{1,12}", told) and int(told) <= most
        return get_response(request) if fits else errors.too_long(request, most)

    return handle


def form_targets() -> str:
    """Our own address, and the origin of the issuer: a browser looks at where a form's answer leads, too."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    issuers = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return " ".join(["'self'", *(f"{issuer.scheme}://{issuer.netloc}" for issuer in issuers)])


def seen(get_response: Handler) -> Handler:
    """Tell the browser of a request that submitted an act which entry it made, so that its next page shows it.

    `comity.front` compares the cookie with the head it knows, and looks again before it answers an older page.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        last_seq.set(0)
        response = get_response(request)
        if seq := last_seq.get():
            response.set_cookie(COOKIE, str(seq), max_age=LASTS, httponly=True, secure=settings.HTTPS, samesite="Lax")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """Speak the language of the address, and no other: a link shows everybody the same page.

    Django's own LocaleMiddleware decides the same way, but tells caches that the reader's settings matter. Programs
    have one address for all languages, and say in a header which they want; of a list they name it, `?lang=ru`.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        is_api = request.path_info.startswith(API)
        code = translation.get_language_from_path(request.path_info) or _named(request)
        if is_api:
            code = translation.get_language_from_request(request)
        with translation.override(code or settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if is_api:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return handle


def _named(request: HttpRequest) -> str | None:
    """The language that is asked for where an address is data; None where it is a page, or no language of ours."""
    if not request.path_info.endswith(DATA):
        return None
    with suppress(BadRequest):
        return language_asked(request)
    return None


def one_edition(get_response: Handler) -> Handler:
    """Let what a page remembers be of one head of the record; whoever submits something asks the tables."""

    def handle(request: HttpRequest) -> HttpResponse:
        with edition.reading() if request.method in READING else nullcontext():
            return get_response(request)

    return handle


def slash(get_response: Handler) -> Handler:
    """Send who writes `/documents/` on to `/documents`, for good. Nobody is sent to where no page of ours can be."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        without = request.path_info.rstrip("/")
        if response.status_code != HTTPStatus.NOT_FOUND or without == request.path_info or not is_valid_path(without):
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(quote(without) + (f"?{query}" if query else ""))

    return handle


@cache
def _with_forms(addresses: str | None) -> frozenset[str]:
    """The names of the addresses that take what is posted; a rehearsal has some more."""
    return frozenset(get_resolver(addresses).urlconf_module.TAKE_POST)


class Reading:
    """Every page is there to be read, and knows no other method, unless `comity.urls` says that it takes POST.

    It asks before Django looks for the token of a form: who sends one to a page that has none made another mistake.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponse | None:
        with_forms = _with_forms(getattr(request, "urlconf", None))
        known = (*READING, "POST") if request.resolver_match.url_name in with_forms else READING
        return None if request.method in known else errors.not_allowed(request, known)


class Nameable:
    """PostgreSQL keeps no U+0000, so nothing is called so: an address that asks for it is no failure of ours."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        asked = isinstance(error, DataError | ValueError) and "\0" in unquote(request.get_full_path())
        return errors.bad_request(request, error) if asked else None
