"""The front: a small raw ASGI application that stands before Django.

A public page is a function of its address, the head of the record and the day. So the front keeps the pages that
Django made and answers with them until the next act is recorded or the day ends; then it forgets them all. Nothing
is ever purged by hand, and nothing is ever old.

    a request     GET or HEAD with a page at hand: answered from memory, after one look into a dictionary
                  everything else: to Django's WSGI handler, in one of a few threads (a2wsgi)
    an answer     kept if it is a page for everybody: GET, 200, no cookie, not private, not large; and only
                  if the head is after it was made still what it was before: no page belongs to two heads
    the head      known from `Watch`: PostgreSQL wakes it when an act is recorded. While that line is down
                  nothing is taken from memory before the database was asked. A rehearsal that was taken back has
                  another head, though of a size that was there before; so has one whose clock was moved, and
                  one of whose files another was read, in which a search finds something
    whoever has   logged in is answered by Django alone: what is kept is for everybody
    a stream      of what happens, `/live`, is answered beside Django (live/streams.py)
    whoever has   bears a cookie `seen` with the number of their entry (site/middleware.py). If it is beyond
    submitted     the head known here, the database is asked first: they never see the page before their act

Kept pages carry all headers that Django gave them, those of security too, and an `ETag`, a digest of their content;
they are compressed once. `Cache-Control: no-cache` lets a browser keep a page and obliges it to ask; it gets 304 and
no page if nothing has changed.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cached_property, lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

from comity.kept import Headers, Message, Page, Pages, varies
from comity.watch import Watch

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

Key = tuple[str, bytes, bytes, bool, bytes]
"""Path, query, host, whether a fragment was asked for, and how the reader reached the proxy."""

LARGEST_PAGE = 256 * 1024
THREADS = 8
"""Requests that Django answers at a time in one process; as many as it has connections to the database."""

PATIENCE = 2.0
"""Seconds that requests under way are given when the server stops."""

DAY = 86_400
TAKEN_INTO_ACCOUNT = {b"accept-encoding", b"hx-request"}
LOGGED_IN = re.compile(rb"(?:^|; ?)sessionid=")
SEEN = re.compile(rb"(?:^|; ?)seen=([0-9]{1,15})(?:;|$)")


class Head(Protocol):
    """What the front asks of `Watch`."""

    size: int
    turn: int
    ahead: float
    texts: int
    trusted: bool

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def ask(self) -> bool: ...


class Front:
    """The ASGI application.

    load    gives the WSGI application; called when the process begins to serve
    head    knows how far the record goes
    now     seconds since 1970
    live    gives the streams by which readers are told what happens (`live.streams.Live`); called likewise
    """

    def __init__(
        self, load: Callable[[], Any], head: Head, now: Callable[[], float] = time.time, live: Any = None
    ) -> None:
        self.load, self.head, self.now = load, head, now
        self.live: Any = live
        self.streams: Any = None
        self.pages = Pages()
        self.edition = (-1, -1, 0.0, -1, -1)
        self.answering = 0

    @cached_property
    def behind(self) -> Any:
        """Django, in its threads."""
        return WSGIMiddleware(self.load(), workers=THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            listens = self.streams and self.streams.takes(scope)
            await (self.streams if listens else self._answer)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Begin and end with the server."""
        while (await receive())["type"] != "lifespan.shutdown":
            try:
                _ = self.behind
                if self.live:
                    self.streams = self.live()
                    self.streams.start()
                self.head.start()
            except Exception as error:
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                raise
            await send({"type": "lifespan.startup.complete"})
        if self.streams:
            self.streams.stop()
        self.head.stop()
        await self._finish()
        await send({"type": "lifespan.shutdown.complete"})

    async def _finish(self) -> None:
        """Wait a moment for what Django is answering: its threads cannot end once the loop has."""
        until = time.monotonic() + PATIENCE
        while self.answering and time.monotonic() < until:
            await asyncio.sleep(0.01)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = known = cookie = proto = b""
        packed = fragment = False
        cacheable = scope["method"] in ("GET", "HEAD")
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                packed = _accepts_gzip(value)
            elif name == b"if-none-match":
                known = value
            elif name == b"cookie":
                cookie = value
                cacheable = cacheable and not LOGGED_IN.search(cookie)
            elif name == b"hx-request":
                fragment = True
            elif name == b"x-forwarded-proto":
                proto = value
            elif name in (b"range", b"authorization"):
                cacheable = False
        if not cacheable or not await self._up_to_date(cookie):
            await self._pass_on(scope, receive, Wire(send))
            return
        key = (scope["path"], scope["query_string"], host, fragment, proto)
        if page := self.pages.get(key):
            await _send(page, scope["method"], packed, known, send)
        else:
            await self._make(key, packed, known, scope, receive, Wire(send))

    async def _up_to_date(self, cookie: bytes) -> bool:
        """Forget the pages of an earlier head or day. False if the head is not to be known now."""
        if not self.head.trusted or (cookie and _seen(cookie) > self.head.size):
            answered = await asyncio.get_running_loop().run_in_executor(None, self.head.ask)
            if not answered:
                return False
        edition = self._edition()
        if edition != self.edition:
            self.pages.forget()
            self.edition = edition
        return True

    def _edition(self) -> tuple[int, int, float, int, int]:
        """What a page depends on besides its address; the clock of an exercise is ahead of ours."""
        head = self.head
        return (head.turn, head.size, head.ahead, head.texts, int(self.now() + head.ahead) // DAY)

    async def _make(self, key: Key, packed: bool, known: bytes, scope: Scope, receive: Receive, wire: "Wire") -> None:
        """Let Django make the page, keep it if it may be kept, and send it."""
        edition = self.edition
        answer = Answer(wire, keep=scope["method"] == "GET")
        await self._pass_on(scope, receive, answer)
        if answer.page is None:
            return
        if edition == self.edition == self._edition():
            self.pages.keep(key, answer.page)
        await _send(answer.page, scope["method"], packed, known, wire)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["query_string"].isascii():
            scope = {**scope, "query_string": quote(scope["query_string"], safe="%&=+;/?:@!$'()*,").encode()}

        async def body() -> Message:
            # What Granian answers with can be awaited, but is no coroutine, as a2wsgi wants it.
            return await receive()

        self.answering += 1
        try:
            await self.behind(scope, body, send)
        finally:
            self.answering -= 1


class Wire:
    """The way to the client. Once the client has gone it swallows what is sent, so that no thread waits for it."""

    def __init__(self, send: Send) -> None:
        self.to, self.gone = send, False

    async def __call__(self, message: Message) -> None:
        if self.gone:
            return
        try:
            await self.to(message)
        except (OSError, RuntimeError):
            self.gone = True


class Answer:
    """Gathers an answer that may be kept, into `page`; one that may not goes through as it comes."""

    def __init__(self, wire: Wire, keep: bool) -> None:
        self.wire, self.keep = wire, keep
        self.start: Message = {}
        self.parts: list[bytes] = []
        self.page: Page | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            self.keep = self.keep and _may_be_kept(message)
            held = self.keep
        else:
            held = self.keep and self._gather(message)
        if not held:
            await self._let_through(message)

    def _gather(self, message: Message) -> bool:
        """Add a part of the body. False if it has become too large to be kept."""
        self.parts.append(message.get("body", b""))
        self.keep = sum(map(len, self.parts)) <= LARGEST_PAGE
        if self.keep and not message.get("more_body", False):
            self.page = Page(self.start["headers"], b"".join(self.parts))
        return self.keep

    async def _let_through(self, message: Message) -> None:
        if self.parts:
            await self.wire(self.start)
            message = {**message, "body": b"".join(self.parts)}
            self.parts = []
        await self.wire(message)


async def _send(page: Page, method: str, packed: bool, known: bytes, send: Send) -> None:
    if known and page.etag in known:
        start, body = page.unchanged
    else:
        start, body = page.packed if packed else page.plain
    await send(start)
    await send(body if method != "HEAD" else _NOTHING)


_NOTHING: Message = {"type": "http.response.body", "body": b""}


def _may_be_kept(start: Message) -> bool:
    """Is it a page for everybody?"""
    headers: Headers = start["headers"]
    control = b",".join(value for name, value in headers if name == b"cache-control")
    return (
        start["status"] == 200
        and not any(name == b"set-cookie" for name, _ in headers)
        and not re.search(rb"private|no-store", control)
        and varies(headers) <= TAKEN_INTO_ACCOUNT
    )


def _seen(cookie: bytes) -> int:
    found = SEEN.search(cookie)
    return int(found[1]) if found else 0


@lru_cache(maxsize=256)
def _accepts_gzip(value: bytes) -> bool:
    """Whether the client takes gzip (RFC 9110, section 12.5.3)."""
    for coding in value.lower().split(b","):
        name, _, weight = coding.replace(b" ", b"").partition(b";q=")
        if name in (b"gzip", b"*"):
            return weight.strip(b"0.") != b"" or weight == b""
    return False


def _django() -> Any:
    from comity.wsgi import application

    return application


def _streams() -> Any:
    from comity.live.streams import Live

    return Live(watch)


watch = Watch()
app = Front(_django, watch, live=_streams)
