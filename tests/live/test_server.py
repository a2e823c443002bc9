"""The streams of a running site, over the network: what a proxy needs, and an end without delay."""

import http.client
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from comity.membership.acts import NameState
from comity.record.publication import size
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from conftest import FreshDatabase
from council import found
from test_run import Instance

PATIENCE = 40.0
"""Seconds; nothing that a test waits for takes a tenth of it on a quiet machine."""


@pytest.fixture
def site(fresh_database: FreshDatabase) -> Iterator[Instance]:
    found()
    instance = Instance(fresh_database.environ).opens()
    yield instance
    if instance.process.poll() is None:
        instance.ends(signal.SIGTERM)


def listens(site: Instance, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", path, headers={"Accept": "text/event-stream", "Accept-Encoding": "gzip"})
    return connection.getresponse()


def follows(listens: Callable[[str], http.client.HTTPResponse]) -> http.client.HTTPResponse:
    """A stream, its first words heard, of a process that has heard of the record as it is: it tells what comes next.

    One that only starts does not know yet where the record ends. Then it names no entry, and one asks again.
    """
    for _ in range(20):
        answer = listens(f"/live?since={size()}")
        if "id: " in hears(answer, "event: beat"):
            return answer
    raise AssertionError("The process does not hear of the record.")


def hears(answer: http.client.HTTPResponse, words: str) -> str:
    told, end = "", time.monotonic() + PATIENCE
    while words not in told:
        line = answer.readline().decode()
        assert line, told
        told += line
        assert time.monotonic() < end, f"{words!r} did not come; there came {told!r}"
    return told


def test_a_running_site_tells_what_happens_until_it_is_stopped(site: Instance) -> None:
    answer = follows(partial(listens, site))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] is None
    entry = submit(NameState(state="XT", name={"en": "Thule"}), SECRETARIAT)
    assert f"id: {entry.seq}\n" in hears(answer, "state:XT")
    asked = site.get(f"/live?since={entry.seq - 1}")
    assert [told["seq"] for told in asked["entries"]] == [entry.seq]  # type: ignore[call-overload]
    said = site.ends(signal.SIGTERM)
    assert "Killing" not in said
