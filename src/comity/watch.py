"""Watching the head of the record: how many entries it has, known in this process within a moment.

The same line tells where the clock of a rehearsal is, how often the record was taken back, and which file of a
document was read last: what a search finds in files comes a while after the act.

One connection listens on the channel `comity_record`. A notification carries nothing and only wakes: the size is
then read from the head, and the followers read what is new, on the same connection. When it is lost it is made again,
after a pause that grows; until it stands the known size is not to be trusted, and whoever needs it asks.
"""

import logging
import threading
from collections.abc import Callable, Collection
from typing import Any, Protocol

import psycopg

from comity.record import CHANNEL

log = logging.getLogger(__name__)

STATE = """
SELECT turn, size, ahead, (SELECT coalesce(max(id), 0) FROM register_filetext) FROM record_clock, record_head
"""
LOOK_AGAIN = 5.0
"""Seconds without news after which the head is read anyway, which also shows a connection that died in silence."""

LONGEST_PAUSE = 5.0

LOOK_AGAIN_AT_READERS = "readers"
"""What a notification says where no entry was made, but somebody's session ended."""


class Follower(Protocol):
    """Called after each wake-up, with what the notification said; and now and then though nothing was heard."""

    def __call__(self, watch: "Watch", connection: psycopg.Connection[Any], said: Collection[str]) -> None: ...


def _as_application() -> psycopg.Connection[Any]:
    from comity import database

    return database.connect()


class Watch:
    """Knows the size of the record.

    size      entries, as last heard
    turn      how often an exercise was taken back; then its record has fewer entries, and they may become others
    ahead     seconds by which the clock of an exercise is ahead
    texts     goes up when another file was read that is for everybody
    trusted   is the line up, so that `size` is what the database has, but for the last milliseconds?
    connect   makes a connection that commits each statement
    followers read what is new, in the thread and on the connection of this watch
    """

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]] = _as_application) -> None:
        self.connect = connect
        self.size, self.turn, self.ahead, self.texts, self.trusted = 0, 0, 0.0, 0, False
        self.followers: list[Follower] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def start(self) -> None:
        self._stopping.clear()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def ask(self) -> bool:
        """Read the size now. False if the database does not answer."""
        try:
            with self.connect() as connection:
                self._read(connection)
        except psycopg.Error:
            return False
        return True

    def _watch(self) -> None:
        pause = 0.1
        while not self._stopping.wait(0):
            try:
                with self.connect() as connection:
                    pause = 0.1
                    self._listen(connection)
            except psycopg.Error as error:
                log.warning("The record is not heard (%s); asking again in %.1f s.", str(error).strip(), pause)
            finally:
                self.trusted = False
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _listen(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        # From here on nothing is missed; so what is read now is where the news begins.
        self._read(connection, afresh=True)
        self.trusted = True
        self._follow(connection, [LOOK_AGAIN_AT_READERS])
        while not self._stopping.is_set():
            said = [news.payload for news in connection.notifies(timeout=LOOK_AGAIN, stop_after=1)]
            self._read(connection)
            self._follow(connection, said)

    def _follow(self, connection: psycopg.Connection[Any], said: Collection[str]) -> None:
        for follower in self.followers:
            try:
                follower(self, connection, said)
            except (TimeoutError, RuntimeError):
                if not self._stopping.is_set():
                    log.exception("What is new could not be handed on; it will be with the next act.")

    def _read(self, connection: psycopg.Connection[Any], afresh: bool = False) -> None:
        """Take the size from the database. It only grows, except when another database stands in its place.

        Within a turn, that is; what is heard late, of an earlier turn, is no news.
        """
        turn, size, ahead, texts = connection.execute(STATE).fetchone() or (0, 0, 0.0, 0)
        with self._lock:
            if afresh or turn > self.turn:
                self.turn, self.size, self.ahead, self.texts = turn, size, ahead, texts
            elif turn == self.turn:
                self.size, self.ahead = max(self.size, size), max(self.ahead, ahead)
                self.texts = max(self.texts, texts)
