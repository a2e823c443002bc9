"""What is the same on every page of one edition of the record: found once a process, until the head moves.

    @remembered
    def state_names(on): ...       asks the tables the first time, and again after the next act

Only while a page is made (`reading`) is anything remembered; whoever judges an act or projects it asks the tables,
which may be ahead of any head. A page asks for the head before it asks for anything remembered, so it never sees what
is older than its own beginning. What is remembered belongs to all pages for the same audiences: it is read and never
changed.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from comity.record.reading import shown_to

P = ParamSpec("P")
T = TypeVar("T")

MOST = 256
"""So many answers are kept, for a reader may ask for any day; then all are forgotten."""


@dataclass(frozen=True)
class Present:
    """How far the record goes: its size, the last leaf, and when the last entry was recorded."""

    size: int
    leaf: bytes
    at: datetime | None


class Edition:
    """What was found under one head."""

    def __init__(self, head: str, present: Present | None = None) -> None:
        self.head, self.present = head, present
        self.found: dict[Hashable, Any] = {}


class Reading:
    """A page that is being made, or many in one snapshot. It asks for the head only if something is to be found."""

    latest = Edition("")

    @cached_property
    def edition(self) -> Edition:
        head, present = _head()
        if Reading.latest.head != head or not head:
            Reading.latest = Edition(head, present)
        return Reading.latest


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """What is remembered within the block belongs to one edition: to that of the block around it, if there is one."""
    if _reading.get():
        yield
        return
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def remembered(find: Callable[P, T]) -> Callable[P, T]:
    """A question to the tables whose answer changes by acts alone. Its arguments can be hashed."""

    return _remembered(find, shown_to)


def remembered_for_all(find: Callable[P, T]) -> Callable[P, T]:
    """The same of what is public for good, so that whoever asks first asks for all.

    Only for tables in which no row is ever closed; a test holds them to it (`tests/record/test_edition.py`).
    """
    return _remembered(find, lambda: "")


def _remembered(find: Callable[P, T], to: Callable[[], str]) -> Callable[P, T]:
    """to   names the readers for whom an answer is kept"""

    @wraps(find)
    def answer(*asked: P.args, **named: P.kwargs) -> T:
        now = _reading.get()
        if now is None:
            return find(*asked, **named)
        found, key = now.edition.found, (to(), find, asked, *named.items())
        if key not in found:
            if len(found) >= MOST:
                now.edition.found = found = {}
            found[key] = find(*asked, **named)
        answer: T = found[key]
        return answer

    return answer


def present_head() -> Present:
    """How far the record goes: for a page, of the edition that it tells."""
    now = _reading.get()
    return (now and now.edition.present) or _head()[1]


def _head() -> tuple[str, Present]:
    """The signed note over the record, which tells one edition from every other, empty while there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT checkpoint, size, leaf, at FROM record_head")
        note, size, leaf, at = cursor.fetchone() or ("", 0, b"", None)
    return note, Present(size, bytes(leaf), at)
