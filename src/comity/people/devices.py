"""Where an account is logged in: the browsers it was used with before, and the sessions that are open now.

A browser in which somebody has logged in keeps a signed cookie with the codes of the accounts that it knows. It lets
nobody in; it spares the letter that follows a log-in from elsewhere.
"""

import re
from datetime import UTC, datetime, timedelta

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comity.people.models import Account

COOKIE = "known"
LASTS = 365 * 86_400
"""Seconds for which a browser is remembered after the last log-in."""
MOST = 8
"""Accounts that a browser is remembered for; those of an office that shares one."""
BETWEEN = timedelta(minutes=5)
"""How exactly it is kept when a session was last used: no page writes more often than this."""

MOST_TOUCHED = 10_000
NEVER = datetime.min.replace(tzinfo=UTC)
_touched: dict[str, datetime] = {}
"""By session: when this process last kept that it is in use."""

BROWSERS = (
    ("Edge", r"\bEdg"), ("Opera", r"\bOPR/"), ("Yandex", r"\bYaBrowser/"), ("Firefox", r"\bFirefox/"),
    ("Chrome", r"(Chrome|CriOS)/"), ("Safari", r"\bSafari/"), ("curl", r"^curl/"),
)  # fmt: skip
"""In this order, since browsers call themselves by the names of others too."""
SYSTEMS = (
    ("Android", r"\bAndroid\b"), ("iPhone", r"\biPhone\b"), ("iPad", r"\biPad\b"), ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b"), ("ChromeOS", r"\bCrOS\b"), ("Linux", r"\bLinux\b"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """What a browser calls itself (RFC 9110, section 10.1.5), in short: “Firefox · Linux”."""
    known = [
        next((name for name, pattern in names if re.search(pattern, user_agent)), "") for names in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, known)) or user_agent[:60]


def is_known(request: HttpRequest, account: Account) -> bool:
    return account.code in _codes(request)


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Let this browser know the account."""
    codes = [account.code, *(code for code in _codes(request) if code != account.code)][:MOST]
    response.set_cookie(
        COOKIE, signing.dumps(codes, salt=COOKIE), max_age=LASTS,
        httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip


def _codes(request: HttpRequest) -> list[str]:
    try:
        codes: list[str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=LASTS)
    except signing.BadSignature:
        return []
    return codes


def touch(request: HttpRequest) -> None:
    """Keep that the session is in use. A process that has just done so does not ask again."""
    now, key = timezone.now(), request.session.session_key or ""
    if now - _touched.get(key, NEVER) < BETWEEN:
        return
    if len(_touched) >= MOST_TOUCHED:
        _touched.clear()
    _touched[key] = now
    used = UserSession.objects.filter(session_key=key, last_seen_at__lt=now - BETWEEN)
    used.update(last_seen_at=now)


def end(request: HttpRequest, number: str) -> bool:
    """End one of one's own sessions. False if there is none of that number."""
    session = UserSession.objects.filter(user_id=request.user.pk, pk=number).first() if number.isdecimal() else None
    if session is None:
        return False
    end_sessions(request, [session])
    return True
