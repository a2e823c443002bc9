"""Inviting somebody: an account without a password, a credential by act, and a letter with a link that works once."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from comity.people.acts import IssueCredential
from comity.people.mail import send_invitation
from comity.people.models import Account
from comity.people.sitting import Sitting, perform
from comity.record.entries import Entry
from comity.record.seats import CLERK, Seat
from comity.record.submission import submit


def invite(
    email: str,
    seat: str,
    role: str,
    *,
    by: Sitting | None = None,
    note: str = "",
    until: date | None = None,
    name: str = "",
    language: str = "en",
) -> tuple[Account, Entry]:
    """Give the holder of an address a seat, and an account if they have none. Raises Refused, ValueError.

    by   who invites; without one the platform itself does, as its operator bids

    The letter is a second step, `send_invitation`: if it cannot be sent, the seat is theirs all the same.
    """
    with transaction.atomic():
        account = account_of(email) or _made(email, name, language)
        act = IssueCredential(account=account.code, seat=seat, role=role, note=note, until=until)
        return account, perform(act, by) if by else submit(act, Seat(CLERK))


def account_of(email: str) -> Account | None:
    return Account.objects.filter(email__iexact=email.strip()).first()


def _made(email: str, name: str, language: str) -> Account:
    account = Account.objects.create_user(email.strip(), name=name, language=language)
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=False)
    return account


__all__ = ["account_of", "invite", "send_invitation"]
