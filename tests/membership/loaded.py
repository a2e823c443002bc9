"""The SCO, put back for a module of tests and rolled back at its end."""

from pathlib import Path

import pytest

from comity import history
from council.kept import once

SCO = Path(__file__).parents[2] / "organisations" / "sco"
MOST_QUERIES = 15
"""No page asks the database more often than this."""
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        transaction.set_autocommit(False)
        yield once("sco", lambda: history.load(SCO))
        connection.rollback()
        transaction.set_autocommit(True)


@pytest.fixture(scope="module")
def sco(loaded):
    """The same; where `sco` is something else already, it is asked for as `loaded`."""
    return loaded
