"""The front beside a bare ASGI application: the same server, as many workers, the same load, one run.

Requests per second of a page that is kept, as a share of those of an application that does nothing (the limit is
60 %); then how long a start takes once the database is up, and what a worker holds in memory.
"""

import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _serving import WORKERS, ask, comity, free_port, rate, request, running, workers

BATCH = 8
ROUNDS = 3
SERVE = (
    "from granian import Granian; from granian.constants import Interfaces;"
    "Granian('{target}', port={port}, workers={workers}, interface=Interfaces.ASGI, websockets=False,"
    " log_enabled=False).serve()"
)


async def bare(scope, receive, send) -> None:
    """Hello world, as small as ASGI can be."""
    if scope["type"] != "http":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"11")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello world"})


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        with comity(Path(folder) / "data") as (page, server), hello() as limit:
            best: dict[str, float] = {}
            page_asked = request("/members", "Accept-Encoding: gzip")
            asked = {"bare": (limit, request("/")), "page": (page, page_asked), "304": (page, known(page))}
            for _ in range(ROUNDS):
                for name, (port, what) in asked.items():
                    best[name] = max(best.get(name, 0), rate(port, what, BATCH))
            print(f"bare ASGI hello-world        {best['bare']:>7,.0f} requests/s with {WORKERS} workers")
            for name, said in (("page", "a page from memory"), ("304", "the same, 304 Not Modified")):
                print(f"{said:<28} {best[name]:>7,.0f} requests/s, {best[name] / best['bare']:.0%} of it")
            for process in workers(server):
                print(f"resident memory of a worker  {process.memory_info().rss / 2**20:>7.0f} MB")
        print(f"second start, database and all {second_start(Path(folder) / 'data'):>5.2f} s")


def known(port: int) -> bytes:
    """The request of a reader who has the page already."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head, _size = ask(connection, request("/members", "Accept-Encoding: gzip"))
    etag = next(line[6:].decode() for line in head.splitlines() if line.lower().startswith(b"etag: "))
    return request("/members", "Accept-Encoding: gzip", f"If-None-Match: {etag}")


@contextmanager
def hello() -> Iterator[int]:
    port = free_port()
    with running([sys.executable, "-c", SERVE.format(target="front:bare", port=port, workers=WORKERS)], port):
        yield port


def second_start(data: Path) -> float:
    began = time.monotonic()
    with comity(data):
        return time.monotonic() - began


if __name__ == "__main__":
    main()
