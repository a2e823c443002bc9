"""Who listens in this process, and handing on to them what happens. All of it happens in the loop of the server.

Streams that may read the same and ask for the same stand together, so that what is told them is chosen and written
once. A stream holds what it could not yet send in a short queue; whoever lets it fill is cut off, and comes again
with the number of the last entry that they heard of.
"""

import asyncio
import contextlib
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

from comity.live.rules import BEAT, ENDED, News, Reader, again, as_event, concerns, may_read

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Group = tuple[frozenset[str], frozenset[str]]

WAITING = 64
"""Pieces that a slow reader may leave unread before they are cut off; some kilobytes."""
RECENT = 1_000
"""Entries that are remembered here for who comes again; what lies before is asked of the database."""
MOST = 4_000
"""Streams in one process."""
MOST_OF_EVERYBODY = 3_000
"""Of these, for people who have not logged in: they cannot keep out those who have."""
MOST_OF_ONE = 24
"""Of one account: some browsers with some windows each."""


class Stream:
    """One reader who listens. `over` is done when there is nothing more to wait for."""

    __slots__ = ("about", "over", "pumping", "reader", "send", "waiting")

    def __init__(self, reader: Reader, about: frozenset[str], send: Send) -> None:
        self.reader, self.about, self.send = reader, about, send
        self.waiting: deque[bytes] = deque()
        self.pumping: asyncio.Task[None] | None = None
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def group(self) -> Group:
        return (self.reader.audiences, self.about)

    def tell(self, piece: bytes) -> None:
        """Never waits."""
        if len(self.waiting) >= WAITING:
            self.cut()
        elif not self.over.done():
            self.waiting.append(piece)
            self.pumping = self.pumping or asyncio.get_running_loop().create_task(self._pump())

    async def _pump(self) -> None:
        try:
            while self.waiting:
                pieces = b"".join(self.waiting)
                self.waiting.clear()
                await self.send({"type": "http.response.body", "body": pieces, "more_body": True})
        except (OSError, RuntimeError):
            self.cut()
        finally:
            self.pumping = None

    async def drained(self) -> None:
        """Until everything was sent that was told."""
        while self.pumping:
            await asyncio.wait([self.pumping])

    def cut(self) -> None:
        if self.pumping:
            self.pumping.cancel()
        self.end()

    def end(self) -> None:
        """What was told is still sent, if the reader takes it."""
        if not self.over.done():
            self.over.set_result(None)


class Full(Exception):
    """So many listen that nobody more is taken. `status` is that of the answer (RFC 6585, section 4)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Hub:
    """Every stream of this process.

    last      the last entry that was told; `moved` is set, and another one takes its place, when that changes
    closed    the server stops
    checked   how often those who listen were looked at again; whoever was found before that is found anew
    """

    def __init__(self) -> None:
        self.groups: defaultdict[Group, set[Stream]] = defaultdict(set)
        self.of: Counter[str] = Counter()
        self.recent: deque[News] = deque(maxlen=RECENT)
        self.begins, self.last, self.checked = 0, 0, 0
        self.moved, self.closed = asyncio.Event(), False

    def __len__(self) -> int:
        return self.of.total()

    def streams(self) -> list[Stream]:
        return [stream for group in self.groups.values() for stream in group]

    def readers(self) -> frozenset[Reader]:
        return frozenset(stream.reader for stream in self.streams() if stream.reader.account)

    def admit(self, reader: Reader) -> None:
        """Raises Full."""
        if len(self) >= MOST or (not reader.account and self.of[""] >= MOST_OF_EVERYBODY):
            raise Full(503)
        if reader.account and self.of[reader.account] >= MOST_OF_ONE:
            raise Full(429)

    def join(self, stream: Stream) -> None:
        self.groups[stream.group].add(stream)
        self.of[stream.reader.account] += 1
        if self.closed:
            stream.end()

    def leave(self, stream: Stream) -> None:
        group = self.groups.get(stream.group, set())
        if stream in group:
            group.remove(stream)
            self.of[stream.reader.account] -= 1
        if not group:
            self.groups.pop(stream.group, None)

    def reaches(self, since: int) -> bool:
        """Whether everything behind an entry is remembered here."""
        return since >= self.begins

    def missed(self, reader: Reader, about: frozenset[str], since: int) -> list[News]:
        """What is remembered behind an entry, for this reader."""
        return [
            one for one in self.recent
            if one.seq > since and may_read(reader, one.audience) and concerns(about, one)
        ]  # fmt: skip

    async def arrives(self, since: int, patience: float) -> bool:
        """Whether the record reaches so far, once it does or so many seconds are over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while since > self.last and not self.closed:
                    await self.moved.wait()
        return since <= self.last

    def _move(self, last: int) -> None:
        self.last = last
        self.moved.set()
        self.moved = asyncio.Event()

    def begin(self, size: int) -> None:
        """From here on entries are followed."""
        self.recent.clear()
        self.begins = size
        self._move(size)

    def tell(self, news: list[News]) -> None:
        """Hand on what happened."""
        self.recent.extend(news)
        self._move(news[-1].seq)
        if len(self.recent) == RECENT:
            self.begins = max(self.begins, self.recent[0].seq - 1)
        written = {one.seq: as_event(one) for one in news}
        for (_audiences, about), group in list(self.groups.items()):
            reader = next(iter(group)).reader
            told = [written[one.seq] for one in news if may_read(reader, one.audience) and concerns(about, one)]
            if told:
                self._tell_all(group, b"".join(told))

    def _tell_all(self, group: Iterable[Stream], piece: bytes) -> None:
        for stream in tuple(group):
            stream.tell(piece)

    def beat(self) -> None:
        self._tell_all(self.streams(), BEAT)

    def begin_anew(self, size: int) -> None:
        """What was told counts no more: the record of an exercise was taken back, or only now is it followed."""
        self.begin(size)
        self._tell_all(self.streams(), again(size))

    def look_again(self, found: Mapping[Reader, Reader | None]) -> frozenset[Reader]:
        """Let those who listen read what they may read now. Answers with who came while that was asked.

        found   who each reader is now; None for one who may not listen any more
        """
        self.checked += 1
        for stream in self.streams():
            if (now := found.get(stream.reader, stream.reader)) != stream.reader:
                self._take(stream, now)
        return self.readers() - found.keys() - set(found.values())

    def _take(self, stream: Stream, now: Reader | None) -> None:
        self.leave(stream)
        if now:
            stream.reader = now
            self.join(stream)
        else:
            stream.tell(ENDED)
            stream.end()

    def cut_all_seats(self) -> None:
        """Who they are cannot be known now: everybody who logged in has to come again."""
        self.checked += 1
        for stream in self.streams():
            if stream.reader.account:
                stream.end()

    def close(self) -> None:
        """Whoever is only just coming is not kept either: the server waits for every answer."""
        self.closed = True
        self._move(self.last)
        for stream in self.streams():
            stream.end()
