"""An exercise of the council: its record is made as a rehearsal, and the exercise has begun."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comity.people.models import Account
from comity.record import keys
from comity.rehearsal import opening, running
from comity.rehearsal.seating import newcomer
from council import Council

ORIGIN = "rehearsal.localhost/log"


@pytest.fixture
def named_rehearsal(settings: Any, tmp_path: Path) -> Path:
    """A data folder whose key is that of a rehearsal."""
    folder = tmp_path / "rehearsal-data"
    folder.mkdir()
    settings.COMITY_DATA = folder
    keys.make(ORIGIN)
    return folder


@pytest.fixture
def exercise(named_rehearsal: Path, council: Council) -> Iterator[Council]:
    """It is the council's first day, for the pages too, and the exercise begins."""
    with council.clock():
        opening.begin()
        yield council


@pytest.fixture
def organiser(exercise: Council) -> Client:
    """The browser of the organiser."""
    client = Client()
    account: Account = newcomer("Olga")
    assert running.appoint(opening.new_organisers_link().rpartition("/")[2], account)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
