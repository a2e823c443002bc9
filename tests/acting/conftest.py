"""Seats from which the tests act: each a credential, given by the platform itself."""

from collections.abc import Callable

import pytest
from django.test import Client

from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.people.sitting import Sitting
from comity.record.seats import Seat
from council import Council

Sits = Callable[..., Sitting]
LogsIn = Callable[..., Client]


@pytest.fixture
def sits(council: Council) -> Sits:
    def sit(seat: str, role: str) -> Sitting:
        """Somebody who was seated there, with an account of their own."""
        account = Account.objects.create_user(f"{Account.objects.count()}@council.example")
        entry = council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
        return Sitting(account.code, entry.seq, Seat(seat), role)

    return sit


@pytest.fixture
def logs_in(sits: Sits) -> LogsIn:
    def log_in(seat: str, role: str, **client: object) -> Client:
        browser = Client(**client)
        browser.force_login(Account.objects.get(code=sits(seat, role).account))
        return browser

    return log_in
