"""`comity run`: from an empty folder to an organisation in the browser, and to nothing left running."""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import click
from django.apps import apps
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from rich.progress import Progress

from comity import database
from comity.commands import console, progress_bar, summary
from comity.folder import CannotStart

CHECKOUT = Path(__file__).parents[2]
STOPPING = 3
"""Seconds that a worker has to finish what it is doing."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--clerk/--no-clerk", default=True, help="Start the clerk's process beside them; see `comity clerk`.")
@click.option(
    "--organisation", default="organisations/sco", show_default=True, type=click.Path(path_type=Path),
    help="The folder of the organisation that is loaded into an empty record.",
)  # fmt: skip
@click.option(
    "--rehearsal", is_flag=True, help="An exercise: whoever visits takes any seat. Never a record in earnest."
)
def run(host: str, port: int, workers: int, clerk: bool, organisation: Path, rehearsal: bool) -> None:
    """Start the database if need be, load the organisation, and serve it until Ctrl-C."""
    for asking in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asking, _leave)
    refuse_taken(host, port)
    with Steps() as steps, database.ready(database.RUN, steps):
        from comity.rehearsal import opening

        opening.make_or_refuse(rehearsal)
        _load_if_empty(organisation, steps)
        steps.done()
        if rehearsal:
            opening.begin()
        serve(host, port, workers, opening.new_organisers_link() if rehearsal else "", clerk=clerk)
        console.print("Stopping.")


asked_by: list[int] = []
"""The signals that asked this process to end, before it began to serve."""


def _leave(signum: int, frame: FrameType | None) -> None:
    """End, so that everything that was started is stopped.

    Where Python runs a callback of its own, a weak reference's for instance, it drops what a handler raises. So the
    signal is kept, and `heed` raises again at the next step.
    """
    asked_by.append(signum)
    # In the middle of an import, Python makes another error of what a handler raises.
    if apps.ready:
        raise SystemExit(128 + signum)


def heed() -> None:
    """End now, if a signal has asked for it."""
    if asked_by:
        raise SystemExit(128 + asked_by[0])


class Steps:
    """Says on the terminal what is being done, with a bar where it is known how much there is."""

    def __init__(self) -> None:
        self.bar: Progress | None = None

    def __call__(self, step: str) -> None:
        heed()
        self.done()
        self.bar = progress_bar(silent=False, transient=False)
        self.bar.add_task(step, total=None)
        self.bar.start()

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.done(failed=kind is not None)

    def progress(self, done: int, of: int) -> None:
        heed()
        if self.bar:
            self.bar.update(self.bar.task_ids[0], completed=done, total=of)

    def done(self, failed: bool = False) -> None:
        if self.bar:
            if not failed:
                self.progress(1, 1)
            self.bar.stop()
            self.bar = None


def refuse_taken(host: str, port: int) -> None:
    """Raise CannotStart if somebody listens there, before anything is started.

    Asked here because the workers share the port, and so would a stranger's be shared.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Comity cannot listen on {host}, port {port}: {error.strerror}. "
                f"Stop what uses it, or choose another port: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from error


def _load_if_empty(organisation: Path, steps: Steps) -> None:
    """Load the organisation into an empty record: whole, or not at all."""
    from comity import history
    from comity.charter.source import CharterError
    from comity.record.publication import size

    if size():
        return
    folder = organisation if organisation.exists() else CHECKOUT / organisation
    steps(f"Loading {folder.name}")
    try:
        report = history.load(folder, steps.progress)
    except (history.BadHistory, CharterError) as error:
        steps.done(failed=True)
        raise CannotStart(str(error)) from error
    steps.done()
    console.print(f"{summary(report)} `comity load --report` lists them.")


def serve(host: str, port: int, workers: int, organiser: str = "", *, clerk: bool = False) -> None:
    """Serve until SIGINT or SIGTERM. The workers are forks of this process, which has imported everything.

    organiser   the path by which an exercise is organised, to be said with the address
    """
    import comity.wsgi  # noqa: F401

    _ = get_resolver().url_patterns
    # Where we listen everywhere, if told to, this machine is one place to look.
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # nosec B104
    server = Server(
        "comity.front:app", address=host, port=port, workers=workers, interface=Interfaces.ASGI, websockets=False,
        log_level=LogLevels.warning, workers_kill_timeout=STOPPING, respawn_failed_workers=True,
        backpressure=_open_files(),
    )  # fmt: skip
    server.announcing = threading.Thread(target=_announce, args=(f"http://{name}:{port}", organiser), daemon=True)
    database.close()
    # What is loaded stays. To look through it for what could go stops a worker, and its streams, for 0.1 s or more.
    gc.collect()
    gc.freeze()
    with _clerk() if clerk else contextlib.nullcontext():
        server.serve(target_loader=_front)


def _open_files() -> int:
    """Let this process and its workers open as many files as the system admits; so many connections one may have.

    A reader to whom a page is told live keeps a connection, and most systems begin with 1,024 files a process.
    """
    present, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN if most == resource.RLIM_INFINITY else min(most, MOST_OPEN)
    if present < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return max(present, wanted) - OWN_FILES


@contextlib.contextmanager
def _clerk() -> Iterator[None]:
    """The clerk's process, a fork like the workers, for as long as the block lasts."""
    from comity.notices import process

    beside = multiprocessing.get_context("fork").Process(target=_at_work, args=(process.run,), name="clerk")
    beside.start()
    try:
        yield
    finally:
        beside.terminate()
        beside.join(2 * STOPPING)
        beside.kill()


def _at_work(work: Callable[[], None]) -> None:
    # Ctrl-C reaches all of the group; the main process tells the clerk when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with_parent()
    work()


MOST_OPEN = 16_384
OWN_FILES = 128
"""What a worker opens besides: the database, its log, the libraries that it loads."""


class Server(Granian):
    """Granian, with a thread that begins once the workers are there.

    Not before: a fork in the middle of whatever the thread does, an import for instance, leaves the worker waiting
    for a lock that nobody holds any more.
    """

    announcing: threading.Thread

    def _spawn_workers(self, *args: Any, **options: Any) -> None:
        heed()
        super()._spawn_workers(*args, **options)
        self.announcing.start()


def _front(target: str) -> Any:
    """What a worker serves; called in the worker."""
    # The handlers of the main process came with the fork; until the worker has its own, a signal would be lost.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _die_with_parent()
    from comity.front import app

    _ = app.behind
    return app


def _die_with_parent() -> None:
    """Ask the kernel to end this worker when the main process is killed, so that the port is free again."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        sys.exit(1)


_PR_SET_PDEATHSIG = 1


def _announce(address: str, organiser: str = "") -> None:
    """Say the address once it truly answers."""
    while not _answers(address):
        time.sleep(0.05)
    console.print(f"Comity is at [bold]{address}[/bold] – Ctrl-C stops it.")
    if organiser:
        console.print(f"This is a rehearsal. Take a seat: [bold]{address}/rehearsal[/bold]", soft_wrap=True)
        console.print(f"The organiser's link, to be opened once: {address}{organiser}", soft_wrap=True)


def _answers(address: str) -> bool:
    # As from the proxy, where there has to be one: else the answer would send us on to TLS.
    asked = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
    try:
        # Our own address, and no other scheme.
        urllib.request.urlopen(asked, timeout=30).close()  # nosec B310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
