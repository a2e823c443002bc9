"""Following the record: what stands behind the last entry that was told, read whenever the process is woken.

It runs in the thread of `comity.watch`, on its one connection, and hands what it found to the loop of the server.
It reads as the program itself does, because who may read an entry is decided for each group of streams; but numbers,
kinds, subjects and audiences only, and no content.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Any, TypeVar

import psycopg

from comity.live import readers
from comity.live.hub import Hub
from comity.live.rules import News, Reader, changes_who_reads
from comity.record.reading import EVERYTHING, SETTING
from comity.watch import LOOK_AGAIN_AT_READERS, Watch

log = logging.getLogger(__name__)
T = TypeVar("T")

BEHIND = "SELECT seq, kind, subjects, audience, at FROM record_entry WHERE seq > %s ORDER BY seq LIMIT 1000"
AT_LATEST = 30.0
"""Seconds after which all who listen are looked at again: a token may be revoked, a credential's last day over."""
PATIENCE = 10.0
"""Seconds for which the loop may be busy."""


class Follower:
    """Reads on, and tells the hub.

    loop   in which the hub is
    """

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self.hub, self.loop = hub, loop
        self.turn, self.seq, self.looked = -1, 0, 0.0

    def __call__(self, watch: Watch, connection: psycopg.Connection[Any], said: Collection[str]) -> None:
        """What is new, to all whom it may be told."""
        if self.turn != watch.turn:
            self._begin(watch)
        while found := self._behind(connection, watch.size):
            if changes_who_reads(found):
                self._look_again()
            self._in_loop(self.hub.tell, found)
            self.seq = found[-1].seq
        if LOOK_AGAIN_AT_READERS in said or time.monotonic() - self.looked > AT_LATEST:
            self._look_again()

    def _begin(self, watch: Watch) -> None:
        """Begin at the end of the record as it is now; whoever listens by then begins anew."""
        first, self.turn, self.seq = self.turn < 0, watch.turn, watch.size
        if not first:
            self._look_again()
        self._in_loop(self.hub.begin_anew, watch.size)

    def _behind(self, connection: psycopg.Connection[Any], size: int) -> list[News]:
        if size <= self.seq:
            return []
        with connection.pipeline(), connection.transaction():
            connection.execute("SELECT set_config(%s, %s, true)", [SETTING, EVERYTHING])
            cursor = connection.execute(BEHIND, [self.seq], prepare=True)
        return [
            News(seq, kind, tuple(subjects), audience, at.isoformat(timespec="milliseconds"))
            for seq, kind, subjects, audience, at in cursor.fetchall()
        ]

    def _look_again(self) -> None:
        """At all who listen, those who come meanwhile too: nothing is told before that is done."""
        self.looked = time.monotonic()
        known = self._in_loop(self.hub.readers)
        found: dict[Reader, Reader | None] = {}
        try:
            while known:
                found |= readers.still(known)
                known = self._in_loop(self.hub.look_again, found)
        except Exception:
            log.exception("Who listens cannot be looked at; all who logged in have to come again.")
            self._in_loop(self.hub.cut_all_seats)

    def _in_loop(self, call: Callable[..., T], *arguments: Any) -> T:
        """What the loop answers, once it has come to it: in the order in which it is asked."""
        answer: Future[T] = Future()

        def run() -> None:
            try:
                answer.set_result(call(*arguments))
            except BaseException as error:
                answer.set_exception(error)

        self.loop.call_soon_threadsafe(run)
        return answer.result(PATIENCE)
