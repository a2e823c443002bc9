"""Whoever can stop a gavel is heard before it falls, whichever process heard them.

An act that `stops` others, as an objection does, and one that `yields`, as the chair's gavel does, take their turn
before they are handed in, and the moment of an act is that of its turn: the one that yields waits for all that were
under way before it, and those that come meanwhile wait behind it. So what reached the server before the gavel is
entered before it, and the moments in the record tell the same as the numbers.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from comity.record.acts import Act
from comity.record.reading import only_reading

TURN = 0x676176656C
"""The advisory lock: the letters of the word gavel."""


@contextmanager
def in_turn(act: Act) -> Iterator[None]:
    """Wait until it is the turn of the act, and keep the turn until it has been entered or refused."""
    if not (act.stops or act.yields):
        yield
        return
    shared = _shared(act)
    if connection.in_atomic_block and not only_reading():
        # The turn ends with what the caller began, who took it first if a gavel is to fall there (`take_turn`). If
        # that holds the head already, a gavel that has its turn waits for the head, and nobody may wait for the
        # gavel: what is entered here comes before it.
        _ask("pg_try_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock")
        yield
        return
    _ask(f"pg_advisory_lock{shared}")
    try:
        yield
    finally:
        _ask(f"pg_advisory_unlock{shared}")


def take_turn(acts: Iterable[type[Act]]) -> None:
    """For several acts that are entered in the transaction that is open, before the first of them takes the head.

    Else a gavel among them would wait with the head for an objection that waits for the head.
    """
    waiting = [act for act in acts if act.stops or act.yields]
    if waiting:
        _ask(f"pg_advisory_xact_lock{min(_shared(act) for act in waiting)}")


def _shared(act: Act | type[Act]) -> str:
    """How the lock is called that an act takes: those that can stop a gavel do not wait for each other."""
    return "" if act.yields else "_shared"


def _ask(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [TURN])
