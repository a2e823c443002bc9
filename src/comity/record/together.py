"""Those who submit at once, in one process: what waits is entered in one transaction, one behind the other.

A lock, a signature and a commit to the disk take longer than to judge an act. So who comes to the lock first takes
along whoever has come meanwhile (as PostgreSQL does with the commits of its log).
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from django.db import connection

A = TypeVar("A")
B = TypeVar("B")

MOST = 32
"""So many at a time, since other processes wait too."""


class Together(Generic[A, B]):
    """A queue of what is asked, answered in the order in which it came.

    alone   answers one, or raises
    many    answers many in one transaction, each with its answer or with the exception that it alone gets; or
            raises, and nothing was done
    """

    def __init__(self, alone: Callable[[A], B], many: Callable[[list[A]], list[B | Exception]]) -> None:
        self.alone, self.many = alone, many
        self._waiting: list[tuple[A, Future[B]]] = []
        self._changed, self._leading = threading.Condition(), False

    def submit(self, asked: A) -> B:
        """The answer, once it is committed. Raises what `alone` would raise."""
        own: Future[B] = Future()
        with self._changed:
            self._waiting.append((asked, own))
        if connection.in_atomic_block:
            # The transaction of this thread is for reading, and another one needs another connection.
            threading.Thread(target=self._lead_apart, args=(own,)).start()
        else:
            self._lead(own)
        return own.result()

    def _lead_apart(self, own: Future[B]) -> None:
        try:
            self._lead(own)
        finally:
            connection.close()

    def _lead(self, own: Future[B]) -> None:
        """Wait until this one is answered, and answer all who wait whenever nobody else does."""
        while not own.done():
            with self._changed:
                self._changed.wait_for(lambda: own.done() or not self._leading)
                if own.done():
                    return
                self._leading = True
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                self._answer(taken)
            finally:
                with self._changed:
                    self._leading = False
                    self._changed.notify_all()

    def _answer(self, taken: list[tuple[A, Future[B]]]) -> None:
        if len(taken) > 1:
            try:
                answers = self.many([asked for asked, _ in taken])
            except Exception:
                # Nothing was done. One of them may be to blame, and gets to know when it stands alone.
                answers = []
            for (_, future), answer in zip(taken, answers, strict=False):
                if isinstance(answer, Exception):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)
        for asked, future in taken:
            if not future.done():
                self._answer_alone(asked, future)

    def _answer_alone(self, asked: A, future: Future[B]) -> None:
        try:
            future.set_result(self.alone(asked))
        except BaseException as error:  # whatever it is, nobody is to wait for ever
            future.set_exception(error)
