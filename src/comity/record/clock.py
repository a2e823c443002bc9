"""What time it is: the machine's, unless another is set for a test, or the clock of an exercise was moved.

A rehearsal's clock is kept in the database as seconds ahead of the machine's (`models.Clock`), so that every process
tells the same time from the moment on at which it was moved. It is asked once a request (`kept`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from comity.record.exercise import is_rehearsal

clock: ContextVar[datetime | None] = ContextVar("clock", default=None)
"""The time that counts, where it is not the machine's."""

_kept: ContextVar[list[timedelta] | None] = ContextVar("kept", default=None)
"""What was found out about the exercise's clock in this request: nothing yet, or how far it is ahead."""


def now() -> datetime:
    return clock.get() or datetime.now(UTC) + ahead()


def today() -> date:
    return now().date()


def ahead() -> timedelta:
    """How far the exercise's clock is ahead of the machine's; nothing in a record that is no rehearsal."""
    if not is_rehearsal():
        return timedelta(0)
    kept = _kept.get()
    if kept is None:
        return _asked()
    if not kept:
        kept.append(_asked())
    return kept[0]


@contextmanager
def kept() -> Iterator[None]:
    """Within the block the exercise's clock is asked once. It goes on, but nobody moves it for this reader."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def _asked() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead FROM record_clock")
        row = cursor.fetchone()
    return timedelta(seconds=row[0] if row else 0)
