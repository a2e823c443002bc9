"""An act reaches every screen in the hall: from the moment at which it is handed in until the last byte has come.

    bench/live.py [--rounds 20]

People sit in seats of the council, each with some windows; the act is for members only. Beside it, in the same run, a
bare asyncio server that writes the same bytes to as many connections from the moment at which it is told to, and the
same client. Limits (99th percentile): 1,000 screens within 250 ms, 200 within 60 ms; 60 kB of memory a connection.
Exit status 1 if one is missed.
"""

import argparse
import asyncio
import os
import selectors
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import psutil

from _serving import comity, free_port, workers

SCREENS = ((1_000, 0.250), (200, 0.060))
"""How many, and within how many seconds."""
MEMORY = 60_000
"""Bytes a connection."""
ACCOUNTS, WINDOWS = 50, 20
WARMING_UP = 3
PATIENCE = 60.0
EVENT = b'id: 1000\ndata: {"seq":1000,"kind":"register.enter_document","subjects":["document:wave-1000"]}\n\n'
STREAM = "GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nCookie: sessionid={}\r\n\r\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    rounds: int = parser.parse_args().rounds + WARMING_UP
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ["COMITY_DATA"] = str(Path(folder) / "data")
        with comity(Path(folder) / "data") as (port, server):
            from comity import database

            with database.ready("bench"), bare() as (peer, go):
                return measure(port, server, peer, go, rounds)


def measure(port: int, server: psutil.Process, peer: int, go: Callable[[], None], rounds: int) -> int:
    missed = False
    asked = list(islice(seated(), SCREENS[0][0]))
    with hall(port, asked[:100]):
        pass  # Whatever a worker loads when it is first asked is no part of a connection.
    time.sleep(1)
    before = memory(server)
    for screens, limit in SCREENS:
        began = time.monotonic()
        with hall(port, asked[:screens]) as ours, hall(peer, asked[:screens]) as theirs:
            if screens == len(asked):
                print(f"{screens:,} who have logged in are connected in {time.monotonic() - began:.1f} s")
                missed |= report_memory((memory(server) - before) / screens)
            bare_, real = [], []
            for _ in range(rounds):
                bare_.append(reached(theirs, go))
                real.append(reached(ours, enter))
            missed |= report(screens, limit, real[WARMING_UP:], bare_[WARMING_UP:])
    return int(missed)


def report_memory(each: float) -> bool:
    print(f"memory of a connection       {each / 1000:>7.1f} kB (limit {MEMORY / 1000:.0f} kB)", flush=True)
    return each > MEMORY


def report(screens: int, limit: float, real: list[list[float]], bare_: list[list[float]]) -> bool:
    found = {name: at_99(rounds) for name, rounds in (("an act", real), ("bare asyncio", bare_))}
    for name, seconds in found.items():
        bound = f" (limit {limit * 1000:.0f} ms)" if name == "an act" else ""
        print(
            f"{name:<14}to {screens:>5,} screens {seconds * 1000:>7.1f} ms at the 99th percentile{bound}", flush=True
        )
    return found["an act"] > limit


def at_99(rounds: list[list[float]]) -> float:
    return statistics.quantiles([seconds for one in rounds for seconds in one], n=100)[-1]


def memory(server: psutil.Process) -> int:
    """Bytes that the workers hold; with what they share, as that is copied once it is touched."""
    return sum(process.memory_info().rss for process in workers(server))


def seated() -> Iterator[bytes]:
    """The requests of people who sit: sessions of some accounts, each in several windows."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from comity.people.acts import IssueCredential
    from comity.people.models import Account
    from comity.record.seats import CLERK
    from comity.record.submission import submit

    for number in range(ACCOUNTS):
        account = Account.objects.create_user(f"{number}@hall.example")
        submit(IssueCredential(account=account.code, seat="secretariat", role="officer"), CLERK)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session.create()
        yield from [STREAM.format(session.session_key).encode()] * WINDOWS


def enter() -> None:
    """An act for members only."""
    from comity.record.seats import SECRETARIAT
    from comity.record.submission import submit
    from comity.register.acts import EnterDocument

    code = f"wave-{time.monotonic_ns()}"
    submit(EnterDocument(document=code, title={"en": code}, type="decision", audience="members"), SECRETARIAT)


# The screens


def reached(screens: Connection, happens: Callable[[], None]) -> list[float]:
    """Seconds until it came, by screen."""
    began = time.monotonic()
    happens()
    if not screens.poll(PATIENCE):
        sys.exit("Not every screen was reached.")
    return [at - began for at in screens.recv()]


@contextmanager
def hall(port: int, asked: list[bytes]) -> Iterator[Connection]:
    """So many screens, in a process of their own."""
    here, there = Pipe()
    screens = Process(target=watch, args=(port, asked, there), daemon=True)
    screens.start()
    if not here.poll(PATIENCE):
        sys.exit("Not every screen is connected.")
    here.recv()
    yield here
    screens.terminate()
    screens.join()


def watch(port: int, asked: list[bytes], told: Connection) -> None:
    """Connect, and tell of every event when it came to each."""
    chosen = selectors.DefaultSelector()
    for request in asked:
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(request)
        chosen.register(connection, selectors.EVENT_READ)
    arrivals(chosen, b"event: beat")
    told.send("connected")
    while True:
        told.send(arrivals(chosen, b"data: {"))


def arrivals(chosen: selectors.BaseSelector, words: bytes) -> list[float]:
    """When these words first came, by connection, once they came to all."""
    came: dict[object, float] = {}
    while len(came) < len(chosen.get_map()):
        for key, _ in chosen.select():
            got = cast(socket.socket, key.fileobj).recv(65_536)
            if not got:
                sys.exit("A stream was ended.")
            if words in got:
                came.setdefault(key.fd, time.monotonic())
    return list(came.values())


# The peer


@contextmanager
def bare() -> Iterator[tuple[int, Callable[[], None]]]:
    """The port of a broadcaster that does nothing else, and what makes it tell its event."""
    port, (here, there) = free_port(), Pipe()
    server = Process(target=lambda: asyncio.run(broadcast(port, there)), daemon=True)
    server.start()
    here.recv()
    yield port, lambda: here.send("go")
    server.terminate()


async def broadcast(port: int, told: Connection) -> None:
    writers: list[asyncio.StreamWriter] = []
    written = f"{len(EVENT):x}\r\n".encode() + EVENT + b"\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nevent: beat\n\n\r\n")
        writers.append(writer)
        await reader.read()
        writers.remove(writer)

    def go() -> None:
        told.recv()
        for writer in writers:
            writer.write(written)

    server = await asyncio.start_server(answer, "127.0.0.1", port, backlog=1_024)
    asyncio.get_running_loop().add_reader(told.fileno(), go)
    told.send("listens")
    await server.serve_forever()


if __name__ == "__main__":
    from resource import RLIMIT_NOFILE, getrlimit, setrlimit

    setrlimit(RLIMIT_NOFILE, (min(getrlimit(RLIMIT_NOFILE)[1], 16_384), getrlimit(RLIMIT_NOFILE)[1]))
    sys.exit(main())
