"""What time it is: the machine's, unless another is set, as in a test or an exercise."""

from contextvars import ContextVar
from datetime import UTC, date, datetime

clock: ContextVar[datetime | None] = ContextVar("clock", default=None)
"""The time that counts, where it is not the machine's."""


def now() -> datetime:
    return clock.get() or datetime.now(UTC)


def today() -> date:
    return now().date()
