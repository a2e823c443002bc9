"""Several processes read the site together, all from one snapshot of the record.

A page costs some milliseconds of one processor, and no page waits for another. The processes are forked before
anybody is connected to the database, because a connection cannot be shared; each then takes part in the snapshot
that the first one opened (`pg_export_snapshot`). Only the first process writes.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction

from comity import database
from comity.publishing.places import static
from comity.publishing.site import Site
from comity.record.edition import reading


@dataclass(frozen=True)
class Found:
    """What stands at an address. `content` is None for what is long, and sent piece by piece."""

    status: int
    is_page: bool
    content: bytes | None
    moved_to: str
    leads_to: frozenset[str] = frozenset()


@contextmanager
def snapshot(name: str = "") -> Iterator[str]:
    """Read all as it is now, or as it is in the snapshot of that name; answers with the name."""
    # After each answer Django would part from a connection that is in a transaction.
    request_finished.disconnect(close_old_connections)
    try:
        with transaction.atomic(), connection.cursor() as cursor, reading():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if name:
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [name])
            else:
                cursor.execute("SELECT pg_export_snapshot()")
                name = cursor.fetchone()[0]
            yield name
    finally:
        request_finished.connect(close_old_connections)


class Readers:
    """The processes, as many as the machine has processors."""

    def __init__(self, site: Site, live: str, count: int | None = None) -> None:
        database.close()
        count = count or min(4, os.cpu_count() or 1)
        self.pool = get_context("fork").Pool(count, _begin, (site, live))

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.terminate()
        self.pool.join()

    def read(self, snapshot: str, addresses: list[str]) -> Iterator[Found]:
        """What stands at each address, in the same order."""
        return self.pool.imap(_read, [(snapshot, address) for address in addresses], chunksize=8)


class _Reader:
    """What a reading process keeps from page to page."""

    read: Callable[[str], Found]
    within = ""
    transaction = ExitStack()


def _begin(site: Site, live: str) -> None:
    """The first process hears Ctrl-C, and ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Reader.read = lambda address: read(site, live, address)


def _read(asked: tuple[str, str]) -> Found:
    name, address = asked
    if _Reader.within != name:
        _Reader.transaction.enter_context(snapshot(name))
        _Reader.within = name
    return _Reader.read(address)


def read(site: Site, live: str, address: str) -> Found:
    answer = site.read(address)
    if not answer.is_page:
        content = None if answer.is_long else answer.content
        return Found(answer.status, False, content, answer.moved_to)
    page = static(address, answer.content.decode(), live)
    return Found(answer.status, True, page.html.encode(), answer.moved_to, page.leads_to)
