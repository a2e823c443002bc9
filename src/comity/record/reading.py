"""Reading as somebody: the database shows what is public, and what is for the audiences that the transaction names.

A view that forgets to ask leaks nothing, and a page for everybody cannot show anything else.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

EVERYTHING = "*"
"""What the program itself reads by, to judge an act or to make the tables anew. No page ever does."""

SETTING = "comity.audiences"
"""The setting of the transaction that the policies read."""

_open: ContextVar[str] = ContextVar("open", default="")
"""The audiences that the open transaction names."""


def shown_to() -> str:
    """The audiences that are named now, in one word; empty for the public."""
    return _open.get()


@contextmanager
def reading_as(audiences: Iterable[str]) -> Iterator[None]:
    """One transaction in which the database shows what is for these audiences, besides what is public."""
    before, named = _open.get(), ",".join(audiences)
    nested = connection.in_atomic_block
    if nested and named == before:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        _name(named)
        token = _open.set(named)
        try:
            yield
        finally:
            _open.reset(token)
        # At the end of a transaction, and after an error, PostgreSQL forgets it by itself.
        if nested and not connection.needs_rollback:
            _name(before)


@contextmanager
def everything() -> Iterator[None]:
    """For the program itself, never for a reader."""
    with reading_as([EVERYTHING]):
        yield


def _name(audiences: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, audiences])
