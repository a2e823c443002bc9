"""The clerk's process: it follows the record, does what is due, and runs the jobs, until it is told to stop.

    a round     acts of the clerk, then the follower: at every act (LISTEN), and every minute
    the jobs    procrastinate's worker: deliveries, the daily letter, what a killed clerk left
    the files   what stands in those that came with a document is read, so that the search finds it

Several may run at once, on one machine or on several; nothing is done twice.
"""

import asyncio
import logging
import signal
import threading
import time
from contextlib import suppress

import psycopg
from django.db import close_old_connections
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from comity import database
from comity.notices import clerk, following
from comity.notices.tasks import QUEUE
from comity.record import CHANNEL, publication
from comity.record.submission import Damaged
from comity.register import filetexts

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds without news after which a round is made anyway."""
LOOK = 0.5
"""Seconds within which it hears that it is to stop."""
AT_ONCE = 4
"""Deliveries that are under way at a time."""
PATIENCE = 3.0
"""Seconds that a delivery under way has when it stops; else it is taken up again later."""
LATE = 86_400.0
"""Seconds by which the daily letter may be late, when the clerk was away."""
PAUSE = 2.0
"""Seconds until it asks again where the database does not answer, or whether there are files to be read."""


def run(stop: threading.Event | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until `stop` is set."""
    asyncio.run(_run(stop or threading.Event()))


async def _run(stop: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for asking in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(asking) is not signal.SIG_IGN:
                loop.add_signal_handler(asking, stop.set)
    rounds = threading.Thread(target=_rounds, args=(stop,), name="rounds", daemon=True)
    rounds.start()
    threading.Thread(target=_files, args=(stop,), name="files", daemon=True).start()
    await _jobs(stop)
    await asyncio.to_thread(rounds.join, PATIENCE)


def _rounds(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            with database.connect() as connection:
                _listen(connection, stop)
        except psycopg.Error as error:
            log.warning("The record is not heard (%s); asking again.", str(error).strip())
            stop.wait(PAUSE)


def _listen(connection: psycopg.Connection, stop: threading.Event) -> None:
    connection.execute(f"LISTEN {CHANNEL}")
    while not stop.is_set():
        make_round()
        _wait(connection, stop)


def _wait(connection: psycopg.Connection, stop: threading.Event) -> None:
    """Until there is news, a minute has passed, or it is to stop."""
    for _ in range(int(EVERY / LOOK)):
        if stop.is_set() or list(connection.notifies(timeout=LOOK, stop_after=1)):
            return


def make_round() -> None:
    """What is due, and what is new. One that fails hinders neither the other nor the next."""
    for step in (clerk.act, following.follow):
        try:
            step()
        except Damaged as error:
            log.error("%s", error)
        except Exception:
            log.exception("The clerk could not do its work; it tries again.")
        finally:
            close_old_connections()


def _files(stop: threading.Event) -> None:
    """Read the files that are new: when the record has another head, for versions come by acts, and every minute."""
    known, looked = "", 0.0
    while not stop.is_set():
        try:
            head, now = publication.checkpoint(), time.monotonic()
            if head != known or now > looked + EVERY:
                for digest, problem in filetexts.read_new(stop):
                    log.info("The file %s was read. %s", digest, problem)
                known, looked = head, now
        except Exception:
            log.exception("The files could not be read; it is tried again.")
        finally:
            close_old_connections()
        stop.wait(PAUSE)


async def _jobs(stop: threading.Event) -> None:
    """Let procrastinate work until it is to stop; where it fails, again."""
    while not stop.is_set():
        try:
            await _work(stop)
        except Exception as error:
            log.warning("The jobs cannot be reached (%s); asking again.", str(error).strip() or type(error).__name__)
        await asyncio.to_thread(stop.wait, PAUSE)


async def _work(stop: threading.Event) -> None:
    async with _worker_app().open_async() as jobs:
        working = asyncio.create_task(
            jobs.run_worker_async(
                queues=[QUEUE],
                name="clerk",
                concurrency=AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=PATIENCE,
            )
        )
        while not (stop.is_set() or working.done()):
            await asyncio.wait([working], timeout=LOOK)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def _worker_app() -> DjangoApp:
    """The same tasks with procrastinate's own connections. A task that queues others still does so by Django's
    connection: in the transaction that is open there.
    """
    jobs = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=AT_ONCE))
    jobs.tasks, jobs.periodic_registry = app.tasks, app.periodic_registry
    jobs.periodic_defaults = {"max_delay": LATE}
    return jobs
