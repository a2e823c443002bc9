"""Reading as somebody: the database shows what is public, and what is for the audiences that the transaction names.

A view that forgets to ask leaks nothing, and a page for everybody cannot show anything else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

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


_readers: ContextVar[bool] = ContextVar("readers", default=False)
"""Whether the open transaction was begun to read in it."""


def only_reading() -> bool:
    """Whether the open transaction is a reader's, in which nothing was begun that has to be kept together."""
    return _readers.get() and not connection.savepoint_ids


@contextmanager
def reading_as(audiences: Iterable[str]) -> Iterator[None]:
    """One transaction in which the database shows what is for these audiences, besides what is public."""
    before, named = _open.get(), ",".join(audiences)
    nested = connection.in_atomic_block
    # What is asked within a question of the same reader, as when a judgement asks, is named already.
    changes = not (nested and named == before)
    widening = Widening() if nested and changes and named == EVERYTHING else None
    with transaction.atomic():
        if changes and not widening:
            _name(named)
        token, readers = _open.set(named), _readers.set(_readers.get() or not nested)
        try:
            with connection.execute_wrapper(widening) if widening else nullcontext():
                yield
        finally:
            _open.reset(token)
            _readers.reset(readers)
        named_here = widening.done if widening else changes
        # At the end of a transaction, and after an error, PostgreSQL forgets it by itself.
        if nested and named_here and not connection.needs_rollback:
            _name(before)


class Widening:
    """Within a reader's transaction everything is named when something is first asked: mostly all is remembered."""

    done = False

    def __call__(self, execute: Callable[..., Any], statement: Any, *how: Any) -> Any:
        word = str(statement).partition(" ")[0]
        if word == "ROLLBACK":
            # To a savepoint, behind which it may have been named.
            self.done = False
        elif word not in ("SAVEPOINT", "RELEASE"):
            self.now()
        return execute(statement, *how)

    def now(self) -> None:
        if not self.done:
            self.done = True
            _name(EVERYTHING)


def widened() -> None:
    """Whatever is asked next goes past Django's cursors: name everything now, if that was put off."""
    for wrapper in connection.execute_wrappers:
        if isinstance(wrapper, Widening):
            wrapper.now()


@contextmanager
def everything() -> Iterator[None]:
    """For the program itself, never for a reader."""
    with reading_as([EVERYTHING]):
        yield


def _name(audiences: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, audiences])
