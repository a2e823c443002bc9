"""`/live` as raw ASGI: whoever accepts `text/event-stream` is told what happens, for as long as they stay.

What cannot be a stream (another method, another host, no TLS where there has to be) goes to Django, which says why.
"""

import asyncio
import json
import secrets
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from comity.live import readers, rules
from comity.live.following import Follower
from comity.live.hub import Full, Hub, Stream
from comity.live.rules import EVERYBODY, News, Reader
from comity.record.exercise import NOTICE, is_rehearsal
from comity.watch import Watch

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATHS = frozenset({"/live", "/api/live"})
"""For browsers, which bear a session; and for programs, which show a token."""
THREADS = 2
"""In which Django says who somebody is; those who come at once wait for one another, and nobody else for them."""
EVERY = 15.0
"""Seconds between two signs of life; proxies give up on a quiet stream after 30 and more."""
PAUSE = (1_000, 4_000)
"""Milliseconds after which a browser comes again: not all at once after a restart."""
LAST_WORDS = 1.0
"""Seconds for a reader to take what they are told last."""
SOON = 1.0
"""Seconds for this process to hear of an entry that another one has already told."""
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),  # nginx hands on at once what it is given
    (b"vary", b"Accept, Cookie, Authorization"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Refused(Exception):
    """No stream is given. `status` is that of the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Live:
    """The streams of this process. `start` and `stop` are called in its loop."""

    def __init__(self, watch: Watch) -> None:
        self.watch, self.hub = watch, Hub()
        self.asking = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self.beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.watch.followers = [Follower(self.hub, loop)]
        self.beating = loop.create_task(self._beat())
        if threading.current_thread() is threading.main_thread():
            self._end_when_asked(loop)

    def _end_when_asked(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the streams as soon as the server is told to stop: it waits for every answer that is under way.

        asyncio hears of signals beside these handlers, so what the server does on them it does all the same.
        """
        for asking in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asking, lambda *_: loop.call_soon_threadsafe(self.stop))

    def stop(self) -> None:
        self.watch.followers = []
        if self.beating:
            self.beating.cancel()
        self.hub.close()
        self.asking.shutdown(wait=False, cancel_futures=True)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self.hub.beat()

    def takes(self, scope: Message) -> bool:
        """Whether this asks for a stream, as we give one."""
        if scope["path"] not in PATHS or scope["method"] != "GET":
            return False
        told = dict(scope["headers"])
        if settings.HTTPS and told.get(b"x-forwarded-proto") != b"https":
            return False
        domain, _port = split_domain_port(told.get(b"host", b"").decode("latin-1"))
        return b"text/event-stream" in told.get(b"accept", b"") and validate_host(domain, settings.ALLOWED_HOSTS)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            asked = parse_qs(scope["query_string"].decode("latin-1"))
            told = {name: value.decode("latin-1") for name, value in scope["headers"]}
            about, since = rules.about_of(asked), rules.since_of(told.get(b"last-event-id", ""), asked)
            stream = await self._join(scope["path"], told, about, since, send)
        except ValueError:
            await _refuse(send, 400)
        except (Refused, Full) as refused:
            await _refuse(send, refused.status)
        else:
            try:
                await self._tell(stream, receive)
            finally:
                self.hub.leave(stream)
                stream.cut()

    async def _join(
        self, path: str, told: dict[bytes, str], about: frozenset[str], since: int | None, send: Send
    ) -> Stream:
        """A stream that hears from now on, with what its reader missed waiting in it. Raises Refused, Full."""
        # They may have heard elsewhere what comes here only now; else it was taken back.
        taken_back = since is not None and not await self.hub.arrives(since, SOON)
        while True:
            checked, reader = await self._reader(path, told)
            until = self.hub.last
            self.hub.admit(reader)
            missed: list[News] = []
            far = since is not None and not self.hub.reaches(since)
            if far:
                missed = await self._in_thread(readers.earlier, reader, about, since, until)
            # Whoever was found before those who listen were looked at again is found anew.
            if checked == self.hub.checked or reader is EVERYBODY:
                break
        self.hub.admit(reader)
        missed += self.hub.missed(reader, about, until if far else since) if since is not None else []
        stream = Stream(reader, about, send)
        stream.waiting.append(_first_words(missed, since or 0, until, taken_back))
        self.hub.join(stream)
        return stream

    async def _reader(self, path: str, told: dict[bytes, str]) -> tuple[int, Reader]:
        """Who asks, and how often those who listen had been looked at when that was asked. Raises Refused."""
        cookie, shown = told.get(b"cookie", ""), told.get(b"authorization", "")
        if f"{settings.SESSION_COOKIE_NAME}=" not in cookie and not shown:
            return 0, EVERYBODY
        checked, reader = await self._in_thread(self._ask, path, cookie, shown)
        if reader is None:
            raise Refused(401)
        return checked, reader

    def _ask(self, path: str, cookie: str, shown: str) -> tuple[int, Reader | None]:
        # Those who come at once wait for a thread; what they had waited is no part of the question.
        checked = self.hub.checked
        return checked, readers.reader_of(path, cookie, shown)

    async def _in_thread(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        if self.hub.closed:
            raise Full(503)
        return await asyncio.get_running_loop().run_in_executor(self.asking, ask, *arguments)

    async def _tell(self, stream: Stream, receive: Receive) -> None:
        """Begin, and stay until the reader goes or the stream is ended."""
        await stream.send({"type": "http.response.start", "status": 200, "headers": _headers()})
        stream.tell(b"")
        going = asyncio.create_task(_gone(receive, stream))
        try:
            await stream.over
            await asyncio.wait_for(stream.drained(), LAST_WORDS)
            await stream.send({"type": "http.response.body", "body": b"", "more_body": False})
        except (OSError, RuntimeError, TimeoutError):
            pass
        finally:
            going.cancel()


async def _gone(receive: Receive, stream: Stream) -> None:
    """Cut the stream when its reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.cut()


def _first_words(missed: list[News], since: int, last: int, taken_back: bool) -> bytes:
    """What was missed, or that all is to be fetched anew, being too much or gone; and when to come again."""
    pause = PAUSE[0] + secrets.randbelow(PAUSE[1] - PAUSE[0])
    if taken_back or len(missed) >= readers.PORTION:
        return rules.begun(0, pause) + rules.again(last)
    return rules.begun(0 if missed else since, pause) + b"".join(map(rules.as_event, missed))


def _headers() -> list[tuple[bytes, bytes]]:
    said = [(b"comity-rehearsal", str(NOTICE).encode())] if is_rehearsal() else []
    return [*HEADERS, *said]


SAID = {
    400: "The address is not understood: `about` names subjects such as body:chs, `since` the number of an entry.",
    401: "This token counts for nothing.",
    429: "This account listens from too many windows. Close some.",
    503: "Too many listen. Ask /live?since=SEQ now and then instead.",
}


async def _refuse(send: Send, status: int) -> None:
    problem = {"type": "about:blank", "title": SAID[status], "status": status}
    body = json.dumps(problem).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    headers += [(b"retry-after", b"30")] if status in (429, 503) else []
    headers += [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
