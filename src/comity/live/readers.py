"""From which seat somebody listens, asked of Django in a thread: once when they come, and again when seats change."""

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from hashlib import sha256
from io import BytesIO
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comity.live.rules import EVERYBODY, News, Reader
from comity.membership.queries import on_day
from comity.people import middleware, queries
from comity.people.models import Account, Credential, Token
from comity.record import clock, edition
from comity.record.models import EntryRow
from comity.record.reading import everything, reading_as, shown_to

P = ParamSpec("P")
T = TypeVar("T")

PORTION = 1_000
"""Entries that are told at most to whoever comes again after a long time; then they fetch everything anew."""


def in_thread(ask: Callable[P, T]) -> Callable[P, T]:
    """What is asked of Django in a thread of ours: the connection goes back to the pool."""

    @wraps(ask)
    def asked(*args: P.args, **named: P.kwargs) -> T:
        try:
            with clock.kept(), edition.reading():
                return ask(*args, **named)
        finally:
            connections.close_all()

    return asked


@in_thread
def reader_of(path: str, cookie: str, authorization: str) -> Reader | None:
    """Who bears this cookie or shows this token. None for a token that counts for nothing.

    They pass the same middleware as whoever asks for a page.
    """
    found: list[Reader] = []

    def tell(request: HttpRequest) -> HttpResponse:
        found.append(_reader(request))
        return HttpResponse()

    seated = SessionMiddleware(AuthenticationMiddleware(middleware.seated(tell)))
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": BytesIO()}
    seated(WSGIRequest(environ | {"HTTP_COOKIE": cookie, "HTTP_AUTHORIZATION": authorization}))
    return found[0] if found else None


def _reader(request: HttpRequest) -> Reader:
    account, sitting, token = request.account, request.sitting, request.token  # type: ignore[attr-defined]
    if account is None:
        return EVERYBODY
    return Reader(
        account=account.code,
        session="" if token else request.session.session_key or "",
        token=token.pk if token else None,
        stamp=_stamp(account),
        credential=sitting.credential if sitting else None,
        audiences=frozenset(filter(None, shown_to().split(","))),
    )


def _stamp(account: Account) -> str:
    return sha256(account.get_session_auth_hash().encode()).hexdigest()[:16]


@in_thread
def still(readers: Collection[Reader]) -> dict[Reader, Reader | None]:
    """Who each of them is now: None whose session, token, account or credential has ended. Some questions for all."""
    known = Known(readers)
    return {reader: known.now(reader) for reader in readers}


class Known:
    """What the database has today of some readers."""

    def __init__(self, readers: Collection[Reader]) -> None:
        self.on, codes = clock.today(), {reader.account for reader in readers}
        accounts = Account.objects.filter(code__in=codes, is_active=True)
        self.stamps = {account.code: _stamp(account) for account in accounts}
        sessions = Session.objects.filter(session_key__in={one.session for one in readers if one.session})
        self.sessions = set(sessions.filter(expire_date__gt=timezone.now()).values_list("session_key", flat=True))
        tokens = Token.objects.filter(pk__in={one.token for one in readers if one.token}, revoked_on=None)
        self.tokens = set(tokens.filter(since__lte=self.on, until__gt=self.on).values_list("pk", flat=True))
        with everything():
            held = Credential.objects.filter(on_day(self.on), entry__in={one.credential for one in readers})
            self.seats = {row.entry: (row.account, row.seat) for row in held}
        self.audiences = {seat: frozenset(queries.audiences_of(seat, self.on)) for _, seat in self.seats.values()}

    def now(self, reader: Reader) -> Reader | None:
        if self.stamps.get(reader.account) != reader.stamp:
            return None
        if reader.token not in self.tokens and reader.session not in self.sessions:
            return None
        if reader.credential is None:
            return reader
        account, seat = self.seats.get(reader.credential, ("", ""))
        if account != reader.account:
            return None
        return Reader(
            reader.account, reader.session, reader.token, reader.stamp, reader.credential, self.audiences[seat]
        )


@in_thread
def earlier(reader: Reader, about: frozenset[str], since: int, until: int) -> list[News]:
    """What stands in the record behind one entry and up to another, as the database shows it to this reader."""
    with reading_as(sorted(reader.audiences)):
        return list(entries(about, since, until))


def entries(about: frozenset[str], since: int, until: int | None = None) -> Iterator[News]:
    """Behind one entry, and up to another: what whoever asks may read, at most a portion."""
    rows = EntryRow.objects.filter(seq__gt=since).order_by("seq")
    if about:
        rows = rows.filter(subjects__overlap=sorted(about))
    if until is not None:
        rows = rows.filter(seq__lte=until)
    for seq, kind, subjects, audience, at in rows.values_list("seq", "kind", "subjects", "audience", "at")[:PORTION]:
        yield News(seq, kind, tuple(subjects), audience, at.isoformat(timespec="milliseconds"))
