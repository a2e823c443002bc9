"""Personal access tokens: what a program shows where a person logs in.

A token is 256 bits by chance, so its digest tells nothing of it and needs no salt: it is found by its digest, and
whoever reads the database has no token. It is worth something until its day, until it is revoked, and for as long as
the credential lasts from whose seat it speaks.
"""

import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.people.models import Account, Token
from comity.people.sitting import Sitting, sittings
from comity.record.problems import API

PREFIX = "comity_"
"""So that whoever finds a token where it should not be knows what it is."""
HINT = len(PREFIX) + 5
SCHEME = "bearer"
READ, ACT = "read", "act"
MOST_DAYS = 365
MOST = 20
"""Tokens of one account that are in force: more than anybody can tell apart is more than anybody watches over."""


class TooMany(ValueError):
    """The account has as many tokens in force as one may have."""

    def __init__(self) -> None:
        super().__init__(
            _("An account has %(most)s tokens in force at most. Revoke one that you do not need any more.")
            % {"most": MOST}
        )


def issue(
    account: Account, name: str, *, scope: str, sitting: Sitting | None, days: int, on: date
) -> tuple[Token, str]:
    """A new token, and what its owner is shown this once.

    days   for which it counts, at most MOST_DAYS

    Raises ValueError for more days, and for one that may act from no seat; TooMany.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"A token lasts from 1 to {MOST_DAYS} days.")
    if scope == ACT and sitting is None:
        raise ValueError("An act is made from a seat, so a token that may act names one.")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        # Locked, so that of two forms that are sent at once one is counted by the other.
        Account.objects.select_for_update().get(pk=account.pk)
        if in_force(account, on) >= MOST:
            raise TooMany
        token = Token.objects.create(
            account=account,
            name=name,
            digest=digest(secret),
            hint=secret[:HINT],
            credential=sitting and sitting.credential,
            scope=scope,
            since=on,
            until=on + timedelta(days=days),
        )
    return token, secret


def in_force(account: Account, on: date) -> int:
    """How many tokens of an account are neither revoked nor over on a day."""
    return Token.objects.filter(account=account, revoked_on=None, until__gt=on).count()


def digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogateescape")).hexdigest()


def shown(request: HttpRequest) -> str | None:
    """The token in the header Authorization (RFC 6750, 2.1); None where there is none, or nobody asks for one."""
    if not request.path_info.startswith(API):
        return None
    scheme, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else None


def known(secret: str, on: date) -> Token | None:
    """The token, if it is worth something on a day. That it was used is kept, to the day."""
    found = Token.objects.select_related("account").filter(digest=digest(secret), account__is_active=True)
    token = found.filter(revoked_on=None, since__lte=on, until__gt=on).first()
    if token and token.used_on != on:
        Token.objects.filter(pk=token.pk).update(used_on=on)
    return token


def sitting_of(token: Token, on: date) -> Sitting | None:
    """The seat from which a token speaks; None if its owner does not hold it any more."""
    held = (one for one in sittings(token.account, on) if one.credential == token.credential)
    found = next(held, None)
    return found and Sitting(found.account, found.credential, found.seat, found.role, token.scope != ACT)
