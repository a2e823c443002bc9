"""The front beside a bare ASGI application: the same server, as many workers, the same load, one run.

Requests per second of a page that is kept, as a share of those of an application that does nothing (the limit is
60 %); then how long a start takes once the database is up, and what a worker holds in memory.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

WORKERS, CLIENTS, PER_CLIENT, BATCH = 2, 2, 4, 8
SECONDS = 3.0
ROUNDS = 3
ROOT = Path(__file__).parents[1]
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
        with comity(Path(folder) / "data") as (page, family), hello() as limit:
            best: dict[str, float] = {}
            for _ in range(ROUNDS):
                for name, port, path in (("bare", limit, "/"), ("page", page, "/members"), ("304", page, "/members")):
                    best[name] = max(best.get(name, 0), rate(port, path, unchanged=name == "304"))
            print(f"bare ASGI hello-world        {best['bare']:>7,.0f} requests/s with {WORKERS} workers")
            for name, said in (("page", "a page from memory"), ("304", "the same, 304 Not Modified")):
                print(f"{said:<28} {best[name]:>7,.0f} requests/s, {best[name] / best['bare']:.0%} of it")
            for process in family():
                print(f"resident memory of a worker  {process.memory_info().rss / 2**20:>7.0f} MB")
        print(f"second start, database and all {second_start(Path(folder) / 'data'):>5.2f} s")


@contextmanager
def hello() -> Iterator[int]:
    port = free_port()
    with running([sys.executable, "-c", SERVE.format(target="front:bare", port=port, workers=WORKERS)], port):
        yield port


@contextmanager
def comity(data: Path) -> Iterator[tuple[int, Callable[[], list[psutil.Process]]]]:
    port = free_port()
    command = [str(Path(sys.executable).with_name("comity")), "run", "--port", str(port), "--workers", str(WORKERS)]
    with running(command, port, data) as process:
        yield (
            port,
            lambda: [
                child for child in psutil.Process(process.pid).children() if "comity" in " ".join(child.cmdline()[:2])
            ],
        )


def second_start(data: Path) -> float:
    began = time.monotonic()
    with comity(data):
        return time.monotonic() - began


@contextmanager
def running(command: list[str], port: int, data: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    environ = {name: value for name, value in os.environ.items() if name != "COMITY_DATABASE_URL"}
    environ |= {"PYTHONPATH": str(Path(__file__).parent), "COMITY_DATA": str(data)}
    with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            while not answers(port):
                if process.poll() is not None:
                    sys.exit(f"{command[0]} ended before it answered.")
                time.sleep(0.01)
            yield process
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            return ask(connection, request("/"))[1] > 0
    except OSError:
        return False


def request(path: str, etag: bytes = b"") -> bytes:
    known = b"If-None-Match: %s\r\n" % etag if etag else b""
    return b"GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n%s\r\n" % (path.encode(), known)


def ask(connection: socket.socket, asked: bytes) -> tuple[bytes, int]:
    """The head of the answer, and how many bytes the answer has."""
    connection.sendall(asked)
    got = more(connection)
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += more(connection)
    head = got[:end]
    size = end + 4 + length(head)
    read(connection, size - len(got))
    return head, size


def read(connection: socket.socket, missing: int) -> None:
    while missing > 0:
        missing -= len(more(connection))


def more(connection: socket.socket) -> bytes:
    if got := connection.recv(1 << 18):
        return got
    raise ConnectionError


def length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n")[0]) if found else 0


def rate(port: int, path: str, unchanged: bool) -> float:
    """Requests per second over CLIENTS processes with PER_CLIENT connections each."""
    pipes = [Pipe(duplex=False) for _ in range(CLIENTS)]
    clients = [Process(target=client, args=(port, path, unchanged, there)) for _, there in pipes]
    for one in clients:
        one.start()
    total = sum(here.recv() for here, _ in pipes)
    for one in clients:
        one.join()
    return total / SECONDS


def client(port: int, path: str, unchanged: bool, told: Connection) -> None:
    """Send BATCH requests on every connection, then read as many answers: all answers have the same size.

    So the client costs little, and what is measured is the server.
    """
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(PER_CLIENT)]
    head, size = ask(connections[0], request(path))
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(f"{path}: {head.splitlines()[0].decode()}")
    asked = request(path)
    if unchanged:
        asked = request(path, next(line[6:] for line in head.splitlines() if line.lower().startswith(b"etag: ")))
        head, size = ask(connections[0], asked)
    done, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        for connection in connections:
            connection.sendall(asked * BATCH)
        for connection in connections:
            read(connection, size * BATCH)
        done += len(connections) * BATCH
    told.send(done)


if __name__ == "__main__":
    main()
