"""A hall in which the council's people listen: the streams of one process, on a database of their own."""

import asyncio
import contextlib
import json
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from comity.live.streams import Live
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record import clock
from comity.record.acts import Act
from comity.record.entries import Entry
from comity.register.acts import EnterDocument
from comity.watch import Watch
from council import Council, found

SOON = 10.0
"""Seconds; nothing that a test waits for takes a tenth of it on a quiet machine."""


class Listener:
    """Somebody who listens, and what came to them. `slow` takes nothing after the first words."""

    def __init__(self, hall: "Hall", path: str, query: str, headers: dict[str, str], slow: bool) -> None:
        self.hall, self.slow, self.status = hall, slow, 0
        self.pieces: queue.Queue[bytes] = queue.Queue()
        self.text, self.over = "", threading.Event()
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
            "headers": [(b"host", b"localhost"), (b"accept", b"text/event-stream"), *named],
        }  # fmt: skip
        self.task = asyncio.run_coroutine_threadsafe(self._listen(), hall.loop)

    async def _listen(self) -> None:
        self.going = asyncio.Event()
        try:
            assert self.hall.live.takes(self.scope)
            await self.hall.live(self.scope, self._receive, self._send)
        finally:
            self.over.set()

    async def _receive(self) -> dict[str, Any]:
        await self.going.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        if self.slow and message.get("body"):
            await self.going.wait()
        self.pieces.put(message.get("body", b""))

    def goes(self) -> None:
        self.hall.loop.call_soon_threadsafe(self.going.set)
        assert self.over.wait(SOON)

    def until(self, words: str) -> str:
        """All that came, once these words are there."""
        end = time.monotonic() + SOON
        while words not in self.text:
            with contextlib.suppress(queue.Empty):
                self.text += self.pieces.get(timeout=0.05).decode()
            assert time.monotonic() < end, f"{words!r} did not come; there came {self.text!r}"
        return self.text

    def is_over(self) -> str:
        """All that came, once nothing comes any more."""
        assert self.over.wait(SOON)
        while not self.pieces.empty():
            self.text += self.pieces.get().decode()
        return self.text

    @property
    def numbers(self) -> list[int]:
        return [json.loads(told)["seq"] for told in re.findall(r"^data: (.+)$", self.text, re.MULTILINE)]


class Hall:
    """The streams, in a loop of their own; and the people."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.watch = Watch()
        self.live = Live(self.watch)
        self.listeners: list[Listener] = []

    def opens(self) -> "Hall":
        self.thread.start()
        self.in_loop(self.live.start)
        self.watch.start()
        self.waits_for(lambda: self.watch.trusted and self.live.hub.last == self.watch.size)
        return self

    def closes(self) -> None:
        for listener in self.listeners:
            listener.goes()
        self.watch.stop()
        self.in_loop(self.live.stop)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(SOON)

    def in_loop(self, call: Callable[[], Any]) -> Any:
        async def run() -> Any:
            return call()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(SOON)

    def waits_for(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end
            time.sleep(0.005)

    def seats(self, seat: str, role: str) -> Client:
        """A browser that is logged in, from a seat of its own: `account`, `credential`.

        The streams have heard of it by then, so whoever listens afterwards does not.
        """
        account = Account.objects.create_user(f"{Account.objects.count()}@council.example")
        browser = Client()
        browser.account = account
        browser.credential = self.does(IssueCredential(account=account.code, seat=seat, role=role), "clerk").seq
        self.waits_for(lambda: self.live.hub.last >= browser.credential)
        browser.force_login(account)
        return browser

    def listens(
        self,
        browser: Client | None = None,
        query: str = "",
        *,
        path: str = "/live",
        slow: bool = False,
        **headers: str,
    ) -> Listener:
        """Whoever listens has heard the first words."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if browser:
            named["cookie"] = f"sessionid={browser.cookies['sessionid'].value}"
        listener = Listener(self, path, query, named, slow)
        self.listeners.append(listener)
        if not slow:
            self.waits_for(lambda: listener.over.is_set() or not listener.pieces.empty())
            listener.text = listener.pieces.get().decode() + (listener.pieces.get(timeout=SOON).decode())
        return listener

    def does(self, act: Act, who: str = "secretariat") -> Entry:
        return self.council.does(who, act)

    def enters(self, code: str, audience: str = "public") -> Entry:
        """A document, of which the stream tells the code."""
        return self.does(EnterDocument(document=code, title={"en": code}, type="decision", audience=audience))


@pytest.fixture
def hall(fresh_database: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    council = found()
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 3, 1, 9, tzinfo=UTC))
    hall = Hall(council).opens()
    yield hall
    hall.closes()
    connections.close_all()
