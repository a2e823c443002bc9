"""The streams of a running site, over the network: what a proxy needs, and an end without delay."""

import http.client
import signal
from collections.abc import Iterator

import pytest

from comity.membership.acts import NameState
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from conftest import FreshDatabase
from council import found
from test_run import Instance


@pytest.fixture
def site(fresh_database: FreshDatabase) -> Iterator[Instance]:
    found()
    instance = Instance(fresh_database.environ).opens()
    yield instance
    if instance.process.poll() is None:
        instance.ends(signal.SIGTERM)


def listens(site: Instance, path: str = "/live") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", path, headers={"Accept": "text/event-stream", "Accept-Encoding": "gzip"})
    return connection.getresponse()


def hears(answer: http.client.HTTPResponse, words: str) -> str:
    told = ""
    while words not in told:
        line = answer.readline().decode()
        assert line, told
        told += line
    return told


def test_a_running_site_tells_what_happens_until_it_is_stopped(site: Instance) -> None:
    answer = listens(site)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] is None
    hears(answer, "retry: ")
    entry = submit(NameState(state="XT", name={"en": "Thule"}), SECRETARIAT)
    assert f"id: {entry.seq}\n" in hears(answer, "state:XT")
    asked = site.get(f"/live?since={entry.seq - 1}")
    assert [told["seq"] for told in asked["entries"]] == [entry.seq]  # type: ignore[call-overload]
    said = site.ends(signal.SIGTERM)
    assert "Killing" not in said
