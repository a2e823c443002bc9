"""A server started for a bench, and a load on it: CLIENTS processes with PER_CLIENT connections each."""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import psutil

WORKERS, CLIENTS, PER_CLIENT = 2, 2, 4
SECONDS = 3.0
LEFT_OUT = ("COMITY_DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
"""Of the environment: a server keeps what it has compiled, as it does wherever nobody forbids it."""
ROOT = Path(__file__).parents[1]


@contextmanager
def comity(data: Path) -> Iterator[tuple[int, psutil.Process]]:
    """`comity run` on a data folder: its port, and the process."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("comity")), "run", "--port", str(port), "--workers", str(WORKERS)]
    with running(command, port, data) as process:
        yield port, psutil.Process(process.pid)


def workers(server: psutil.Process) -> list[psutil.Process]:
    """The processes that answer; the database is a child of the same parent."""
    return [child for child in server.children() if "comity" in " ".join(child.cmdline()[:2])]


@contextmanager
def running(command: list[str], port: int, data: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    environ = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
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


def request(path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


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


def rate(port: int, asked: bytes, batch: int = 1) -> float:
    """Requests per second over all connections. All answers have the same size, so that a client costs little.

    batch   so many requests are sent on a connection before the first answer is read
    """
    pipes = [Pipe(duplex=False) for _ in range(CLIENTS)]
    clients = [Process(target=client, args=(port, asked, batch, there)) for _, there in pipes]
    for one in clients:
        one.start()
    total = sum(here.recv() for here, _ in pipes)
    for one in clients:
        one.join()
    return total / SECONDS


def client(port: int, asked: bytes, batch: int, told: Connection) -> None:
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(PER_CLIENT)]
    head, size = ask(connections[0], asked)
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
        sys.exit(f"{asked.splitlines()[0].decode()}: {head.splitlines()[0].decode()}")
    told.send(keep_asking(connections, asked * batch, size * batch) * batch)


def keep_asking(connections: list[socket.socket], asked: bytes, size: int) -> int:
    """Ask again on a connection as soon as it has been answered, and wait for no other: how often, in SECONDS."""
    waiting = selectors.DefaultSelector()
    missing = dict.fromkeys(connections, size)
    for connection in connections:
        waiting.register(connection, selectors.EVENT_READ)
        connection.sendall(asked)
    done, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        for key, _ in waiting.select(timeout=SECONDS):
            connection = cast(socket.socket, key.fileobj)
            missing[connection] -= len(more(connection))
            if missing[connection] <= 0:
                connection.sendall(asked)
                missing[connection], done = size, done + 1
    return done
