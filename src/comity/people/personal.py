"""What data protection asks for: all that is kept about a person, told or erased. The record names no person."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from comity.people import queries
from comity.people.acts import EndCredential
from comity.people.models import Account, Credential, Token
from comity.record.clock import today
from comity.record.exercise import notices
from comity.record.models import EntryRow
from comity.record.reading import everything
from comity.record.seats import CLERK, Seat
from comity.record.submission import submit

TOKEN = "name hint scope credential since until used_on revoked_on"
"""What is told of a token: all but its digest."""

KEPT: dict[str, Callable[[Account], Any]] = {}
"""What packages further up keep about a person, each by its name, as values for JSON."""


def register_kept(name: str, tell: Callable[[Account], Any]) -> None:
    """Tell what a package keeps about a person. Its rows point to the account, and go with it (`CASCADE`)."""
    KEPT[name] = tell


def export(account: Account) -> dict[str, Any]:
    """Everything that is kept about a person, as values for JSON; no secret with which one could log in."""
    own = {"user_id": account.pk}
    return {
        "account": _values(Account, {"pk": account.pk}, "code email name language is_active joined last_login"),
        "email_addresses": _values(EmailAddress, own, "email verified primary"),
        "second_factors": _values(Authenticator, own, "type created_at last_used_at"),
        "single_sign_on": _values(SocialAccount, own, "provider uid last_login date_joined extra_data"),
        "sessions": _values(UserSession, own, "created_at last_seen_at ip user_agent"),
        "tokens": _values(Token, {"account": account}, TOKEN),
        "credentials": _credentials(account),
        "entries": _entries(account),
        **{name: tell(account) for name, tell in KEPT.items()},
        **notices(),
    }


def _values(model: Any, which: dict[str, Any], fields: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(**which).values(*fields.split()))


def _credentials(account: Account) -> list[dict[str, Any]]:
    with everything():
        return _values(Credential, {"account": account.code}, "entry seat role since until only ended_by")


def _entries(account: Account) -> list[int]:
    """The entries that they made, by the credentials that they held."""
    with everything():
        held = {row["entry"] for row in _values(Credential, {"account": account.code}, "entry")}
        return [row.seq for row in EntryRow.objects.order_by("seq") if row.entry.findings.get("credential") in held]


def erase(account: Account) -> list[int]:
    """End every credential by an act and delete all else. Answers with the entries of those acts. Raises Refused.

    What stays is in the record: that an account with a code which now leads nowhere held a seat.
    """
    with transaction.atomic():
        held = [row.entry for row in queries.seats_of(account.code, today())]
        ended = [submit(EndCredential(credential_entry=entry), Seat(CLERK)).seq for entry in held]
        Session.objects.filter(session_key__in=list(_sessions(account))).delete()
        account.delete()
    return ended


def _sessions(account: Account) -> Iterator[str]:
    """The keys of the sessions in which they are logged in."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            yield session.session_key
