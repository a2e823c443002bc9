"""The pages that the front keeps: ready to be sent, plain and compressed, and at most so many bytes of them."""

import gzip
import re
from collections import OrderedDict
from collections.abc import Hashable, MutableMapping
from functools import cached_property
from hashlib import blake2b
from typing import Any

Message = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]

MEMORY = 32 * 1024 * 1024
"""Bytes of pages that one process keeps; those not asked for longest go first."""

COMPRESSIBLE = re.compile(rb"text/|application/(json|xml|javascript|[a-z.-]+\+(json|xml))|image/svg")
DECIDED_BY_ADDRESS = {b"accept-language"}
"""What pages may say they vary with, though the address alone decides it."""


class Page:
    """An answer that is kept: its headers and its body, plain and compressed."""

    def __init__(self, headers: Headers, body: bytes) -> None:
        given = dict(headers)
        self.body = body
        self.compressible = (
            len(body) > 500
            and b"content-encoding" not in given
            and b"no-transform" not in given.get(b"cache-control", b"")
            and bool(COMPRESSIBLE.match(given.get(b"content-type", b"")))
        )
        self.etag = given.get(b"etag") or b'W/"%s"' % blake2b(body, digest_size=12).hexdigest().encode()
        self.headers = [
            *_without(headers, b"content-length", b"etag", b"vary", b"cache-control"),
            (b"etag", self.etag),
        ]
        self.headers.append((b"cache-control", given.get(b"cache-control", b"no-cache")))
        if vary := varies(headers) | ({b"accept-encoding"} if self.compressible else set()):
            self.headers.append((b"vary", b", ".join(sorted(vary))))
        self.size = len(body) + sum(len(name) + len(value) for name, value in headers) + 500

    @cached_property
    def plain(self) -> tuple[Message, Message]:
        """The two messages that send it as it is."""
        return _messages(200, [*self.headers, (b"content-length", b"%d" % len(self.body))], self.body)

    @cached_property
    def packed(self) -> tuple[Message, Message]:
        """The two messages that send it compressed, or as it is where that saves nothing."""
        if not self.compressible:
            return self.plain
        body = gzip.compress(self.body, 6, mtime=0)
        coded = [(b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(body))]
        return _messages(200, self.headers + coded, body)

    @cached_property
    def unchanged(self) -> tuple[Message, Message]:
        """304: the reader has it already (RFC 9110, section 15.4.5)."""
        return _messages(304, _without(self.headers, b"content-type", b"content-language"), b"")


class Pages:
    """The pages at hand, at most so many bytes of them."""

    def __init__(self, limit: int = MEMORY) -> None:
        self.limit, self.size = limit, 0
        self.kept: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, key: Hashable) -> Page | None:
        if page := self.kept.get(key):
            self.kept.move_to_end(key)
        return page

    def keep(self, key: Hashable, page: Page) -> None:
        # Twice, for the compressed body and the address.
        if earlier := self.kept.pop(key, None):
            self.size -= 2 * earlier.size
        self.kept[key] = page
        self.size += 2 * page.size
        while self.size > self.limit:
            self.size -= 2 * self.kept.popitem(last=False)[1].size

    def forget(self) -> None:
        self.kept.clear()
        self.size = 0


def _messages(status: int, headers: Headers, body: bytes) -> tuple[Message, Message]:
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def varies(headers: Headers) -> set[bytes]:
    """The names of the request headers that the answer depends on, in small letters."""
    names = b",".join(value for name, value in headers if name == b"vary").lower().split(b",")
    return {name.strip() for name in names} - DECIDED_BY_ADDRESS - {b""}


def _without(headers: Headers, *names: bytes) -> Headers:
    return [header for header in headers if header[0] not in names]
