"""Anna, who holds a seat in the council, and how one logs in."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from comity.people.acts import IssueCredential
from comity.people.models import Account
from council import Council

PASSWORD = "seven grey herons waiting"


@pytest.fixture
def morning(council: Council) -> Iterator[None]:
    """It is the council's first day for the pages too."""
    with council.clock():
        yield


@pytest.fixture
def anna(council: Council) -> Account:
    """Head of the delegation of Arcadia, with a password and an address that was verified."""
    account = Account.objects.create_user("anna@arcadia.example", PASSWORD, name="Anna Arkadina")
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    council.does("clerk", IssueCredential(account=account.code, seat="delegation:XA", role="head"))
    return account


def logs_in(client: Client, email: str = "anna@arcadia.example", password: str = PASSWORD, prefix: str = ""):
    return client.post(f"{prefix}/accounts/login", {"login": email, "password": password})


def link_in_the_letter(number: int = -1) -> str:
    """The path of the first link in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[number].body)[1]
