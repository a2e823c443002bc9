"""The streams through a real reverse proxy, set up as docs/production.md says; and through such as spoil them."""

import contextlib
import http.client
import json
import signal
import ssl
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from comity.live import streams
from comity.membership.acts import NameState
from comity.record.entries import Entry
from comity.record.seats import SECRETARIAT
from comity.record.submission import submit
from conftest import FreshDatabase
from council import found
from live.nginx import HOST, Nginx
from live.test_server import follows, hears
from test_run import Instance, until

BUFFERS = "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;"
REFUSES = 'if ($http_accept ~ "text/event-stream") { return 403; }'


class Site(Instance):
    """It speaks to its proxy alone, and gives a sign of life twice a second."""

    program = (sys.executable, str(Path(__file__).with_name("often.py")))

    def get(self, path: str) -> list:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            return json.loads(connection.getresponse().read())


@pytest.fixture
def site(fresh_database: FreshDatabase) -> Iterator[Site]:
    found()
    told = {"COMITY_HTTPS": "yes", "COMITY_HOSTS": HOST, "COMITY_ORIGIN": f"{HOST}/log"}
    site = Site(fresh_database.environ | told).opens()
    yield site
    site.ends(signal.SIGTERM)


@pytest.fixture
def proxy(site: Site, tmp_path: Path) -> Iterator[Callable[..., Nginx]]:
    """A proxy of these settings, in front of the site."""
    started: list[Nginx] = []

    def start(also: str = "", **other: Any) -> Nginx:
        started.append(Nginx(tmp_path / f"nginx{len(started)}", site.port, also, **other))
        return started[-1]

    yield start
    for nginx in started:
        nginx.ends()


class ByTLS(http.client.HTTPConnection):
    """To the proxy on this machine, by the name that its certificate bears; that is looked at."""

    def __init__(self, nginx: Nginx) -> None:
        super().__init__("127.0.0.1", nginx.tls, timeout=20)
        self.context = ssl.create_default_context(cafile=str(nginx.certificate))

    def connect(self) -> None:
        super().connect()
        self.sock = self.context.wrap_socket(self.sock, server_hostname=HOST)


def asks(nginx: Nginx, path: str, host: str = HOST, **headers: str) -> http.client.HTTPResponse:
    connection = ByTLS(nginx)
    connection.request("GET", path, headers={"Host": host} | headers)
    return connection.getresponse()


def listens(nginx: Nginx, path: str = "/live", **headers: str) -> http.client.HTTPResponse:
    return asks(nginx, path, Accept="text/event-stream", **{"Accept-Encoding": "gzip"}, **headers)


def names(state: str) -> Entry:
    return submit(NameState(state=state, name={"en": "Thule"}), SECRETARIAT)


def test_what_the_document_says_to_look_for_is_there(proxy: Callable[..., Nginx]) -> None:
    """https throughout, one name, what is long compressed by the proxy and what is kept by Comity."""
    nginx = proxy()
    plain = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=10)
    with contextlib.closing(plain):
        plain.request("GET", "/documents", headers={"Host": HOST})
        moved = plain.getresponse()
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/documents")
    page = asks(nginx, "/documents", **{"Accept-Encoding": "gzip"})
    assert (page.status, page.headers["Content-Encoding"], len(page.headers.get_all("ETag") or ())) == (
        200,
        "gzip",
        1,
    )
    assert page.headers["Strict-Transport-Security"]
    table = asks(nginx, "/record.json", **{"Accept-Encoding": "gzip"})
    assert table.headers["Content-Encoding"] == "gzip"
    assert f"Sitemap: https://{HOST}/" in asks(nginx, "/robots.txt").read().decode()
    assert asks(nginx, "/", host="example.net").status in (400, 404)
    login = asks(nginx, "/accounts/login")
    assert "; Secure" in login.headers["Set-Cookie"]


def test_an_entry_comes_through_at_once_and_the_stream_outlives_the_proxys_patience(
    proxy: Callable[..., Nginx],
) -> None:
    """A sign of life twice a second, for a proxy that waits two. Reloaded, it ends the stream: one comes again."""
    nginx = proxy(patience=2)
    answer = follows(partial(listens, nginx))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    assert answer.headers["Content-Encoding"] is None
    assert f"id: {names('XT').seq}\n" in hears(answer, "state:XT")
    for _ in range(6):
        hears(answer, "still here")
    heard = names("XU")
    hears(answer, f"id: {heard.seq}\n")
    nginx.reloads()
    with contextlib.suppress(http.client.IncompleteRead, OSError):
        until(lambda: not answer.readline(), 10)
    missed = names("XV")
    again = listens(nginx, **{"Last-Event-ID": str(heard.seq)})
    assert f"id: {missed.seq}\n" in hears(again, "state:XV")


def test_a_site_gives_signs_of_life_within_the_patience_of_proxies() -> None:
    assert streams.EVERY * 2 <= 30


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium, for which the site is on this machine."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    resolved = f"host-resolver-rules=MAP {HOST} 127.0.0.1"
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", resolved):
        options.add_argument(f"--{switch}")
    options.accept_insecure_certs = True
    chrome = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
    yield chrome
    chrome.quit()


def hurries(browser: webdriver.Chrome) -> None:
    """On pages opened from now on, what takes five seconds or more takes a twentieth of it."""
    hurried = """
        const wait = window.setTimeout;
        window.setTimeout = (act, time, ...more) => wait(act, time >= 5000 ? time / 20 : time, ...more);
    """
    browser.execute_cdp_cmd("Page.enable", {})
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": hurried})


def first_of(browser: webdriver.Chrome) -> int:
    return int(browser.execute_script("return document.querySelector('#acts .entries__seq a').textContent"))


def begins_with(browser: webdriver.Chrome, seq: int) -> bool:
    return first_of(browser) == seq


def opens(browser: webdriver.Chrome, nginx: Nginx) -> None:
    browser.get(f"https://{HOST}:{nginx.tls}/record")
    counted = "new PerformanceObserver(list => window.asked = (window.asked || 0) + list.getEntries()"
    asked = ".filter(one => one.initiatorType == 'fetch' && one.name.includes('/live?')).length)"
    browser.execute_script(f"{counted}{asked}.observe({{type: 'resource', buffered: true}})")


def asked_by(browser: webdriver.Chrome) -> int:
    """How often the page asked for what is new, instead of being told."""
    return browser.execute_script("return window.asked || 0")


def test_a_browser_is_told_and_comes_again_when_the_proxy_was_reloaded(
    proxy: Callable[..., Nginx], browser: webdriver.Chrome
) -> None:
    nginx = proxy()
    opens(browser, nginx)
    entry = names("XT")
    until(lambda: first_of(browser) == entry.seq, 10)
    nginx.reloads()
    missed = names("XU")
    until(lambda: first_of(browser) == missed.seq, 10)
    later = names("XV")
    until(lambda: first_of(browser) == later.seq, 10)
    assert asked_by(browser) == 0


def test_behind_a_proxy_that_spoils_streams_a_browser_asks_now_and_then(
    proxy: Callable[..., Nginx], browser: webdriver.Chrome
) -> None:
    """The proxy keeps streams back, or refuses them."""
    hurries(browser)
    buffers, refuses = proxy(BUFFERS, http2=False), proxy(REFUSES)
    for spoilt, states in ((buffers, ("XT", "XU")), (refuses, ("XV", "XW"))):
        opens(browser, spoilt)
        until(lambda: asked_by(browser) > 0, 10)
        for state in states:
            entry = names(state)
            until(partial(begins_with, browser, entry.seq), 10)
        assert browser.execute_script("return document.querySelector('.live-status').textContent") == ""
