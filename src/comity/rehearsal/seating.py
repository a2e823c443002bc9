"""Sitting down: with one click in any seat, or by an invitation code in the seat that it names.

Whoever has no account is given one on the spot. Nothing of the person is in it but the name that they chose to be
shown; there is no password and no address for mail, so they are known by their browser alone.
"""

import secrets

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from comity.people.acts import IssueCredential
from comity.people.middleware import CHOSEN
from comity.people.models import LETTERS, NOWHERE, Account, new_code
from comity.people.queries import seats_of
from comity.record.clock import today
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from comity.rehearsal import queries, rules
from comity.rehearsal.models import Code
from comity.rehearsal.rules import Place

HOST = f"rehearsal{NOWHERE}"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONGEST_NAME = 60
NOTE = "Rehearsal"
"""What stands for a state's note in the credentials of an exercise."""
REFUSALS = {
    "bound": _("You came by an invitation code, and sit in the seat that it names: no other."),
    "by_code": _("The organiser gives the seats by invitation codes. Write yours into the form."),
}


class NotPossible(Exception):
    """What was asked for cannot be done now; the message says why, to the person who asked."""


def sit(request: HttpRequest, place: Place) -> None:
    """Seat whoever clicks. Raises NotPossible, Refused."""
    account, settings = request.account, queries.course()
    why = rules.refusal_of_click(place, queries.bound_to(account), settings.any_seat, queries.organises(account))
    if why:
        raise NotPossible(str(REFUSALS[why]))
    if place not in queries.places_on(today()):
        raise NotPossible(gettext("There is no such seat in this exercise."))
    with transaction.atomic():
        account = account or newcomer()
        credential = seat(account, place)
    _enter(request, account, credential)


def join(request: HttpRequest, code: str, name: str) -> Place | None:
    """Seat whoever brings a code, and answer where; None if there is no such code. Raises NotPossible, Refused."""
    name = " ".join(name.split())[:LONGEST_NAME]
    with transaction.atomic():
        row = Code.objects.select_for_update().filter(code=plain(code)).first()
        if row is None:
            return None
        place, account = Place(row.seat, row.role), row.account
        if account and account != request.account:
            raise NotPossible(gettext("This code was used already. Ask the organiser for another."))
        if account is None:
            account = row.account = _whoever_comes(request, name)
            row.save()
        credential = seat(account, place)
    _enter(request, account, credential)
    return place


def _whoever_comes(request: HttpRequest, name: str) -> Account:
    """The account that a new code is for: a fresh one, so that what was sat in before by a click is left behind."""
    if not name:
        raise NotPossible(gettext("Write the name that the others will know you by."))
    if queries.organises(request.account):
        raise NotPossible(gettext("You are the organiser. Try a code in another browser, or in a private window."))
    return newcomer(name)


def newcomer(name: str = "") -> Account:
    """An account without an address; one without a name is shown as a visitor, in the language of whoever reads."""
    code = new_code()
    return Account.objects.create_user(
        f"{code}@{HOST}", code=code, name=name, language=get_language() or "en"
    )  # fmt: skip


def seat(account: Account, place: Place) -> int:
    """The credential of an account in a place: the one that it has, or one that the secretariat issues."""
    for row in seats_of(account.code, today()):
        if (row.seat, row.role) == (place.seat, place.role):
            return row.entry
    act = IssueCredential(account=account.code, seat=place.seat, role=place.role, note=NOTE)
    return submit(act, SECRETARIAT).seq


def _enter(request: HttpRequest, account: Account, credential: int) -> None:
    """Log in, and sit in that seat from the next page on."""
    if request.account != account:
        log_in(request, account)
    request.session[CHOSEN] = credential


def log_in(request: HttpRequest, account: Account) -> None:
    login(request, account, backend=BACKEND)
    # Where a visitor came from is nobody's affair; it is no address to listen on.
    UserSession.objects.filter(user=account).update(ip="0.0.0.0", user_agent="")  # nosec B104


def fresh_code() -> str:
    """Eight letters, of which nobody guesses one: there are some 10 ** 12, and who errs is slowed down."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def plain(code: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(sign for sign in code.lower() if sign.isalnum())[:20]


def grouped(code: str) -> str:
    """A code as it is printed: `abcd-efgh`."""
    return f"{code[:4]}-{code[4:]}"
