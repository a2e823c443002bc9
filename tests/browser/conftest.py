"""A browser, and a site for it: one `comity run` with the SCO in it, shared by the tests of a process."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

COMITY = Path(sys.executable).with_name("comity")
ROOT = Path(__file__).parents[2]
AXE = Path(find_spec("selenium_axe_python").origin).parent / "axe-core" / "axe.min.js"
"""axe-core itself. The package that brings it is not imported: a report of its own is not wanted."""
PATIENCE = 20
"""Seconds that a page may take; a machine with other guests has slow moments."""


@pytest.fixture(scope="session")
def environ() -> Iterator[dict[str, str]]:
    """The environment of a site of its own.

    Its data are not in pytest's folder: that is closed to the user as whom PostgreSQL runs if root runs the tests.
    """
    folder = tempfile.mkdtemp(prefix="comity-site-")
    Path(folder).chmod(0o711)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    yield kept | {"COMITY_DATA": f"{folder}/data"}
    shutil.rmtree(folder)


@contextmanager
def serving(environ: dict[str, str], *options: str, within: float = 120) -> Iterator[str]:
    """The address of a `comity run` with the SCO in it. It says little, which is read only where it does not come."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(COMITY), "run", "--port", port, "--workers", "1", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield wait_for(f"http://127.0.0.1:{port}", process, within)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def beside(environ: dict[str, str], name: str) -> dict[str, str]:
    """The environment of another site, whose data lie beside those of the first."""
    return environ | {"COMITY_DATA": str(Path(environ["COMITY_DATA"]).with_name(name))}


@pytest.fixture(scope="session")
def site(environ: dict[str, str]) -> Iterator[str]:
    """The address of a site of its own."""
    with serving(environ, within=60) as address:
        yield address


@pytest.fixture(scope="session")
def operator(site: str, environ: dict[str, str]) -> Callable[..., str]:
    """Types a command beside the running site; answers with what it says."""

    def types(*words: str) -> str:
        done = subprocess.run([str(COMITY), *words], cwd=ROOT, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return types


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/members.json", timeout=10).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return address
    process.terminate()
    raise AssertionError(process.communicate(timeout=30)[0].decode())


@pytest.fixture(scope="session")
def window(site: str) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for switch in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "lang=en-GB"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
    yield chrome
    chrome.quit()


class Reader:
    """Somebody who reads the site, on a screen of some width."""

    def __init__(self, window: webdriver.Chrome, site: str) -> None:
        self.window, self.site = window, site

    def with_screen(self, width: int, dark: bool = False) -> "Reader":
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        return self

    def opens(self, path: str) -> "Reader":
        self.window.get(f"{self.site}/{path}")
        return self

    def finds(self, selector: str):
        """It is waited for: an address is that of the new page before anything stands on it."""
        wait = WebDriverWait(self.window, PATIENCE)
        return wait.until(lambda window: window.find_element(By.CSS_SELECTOR, selector))

    def asks(self, script: str, *values: object):
        return self.window.execute_script(f"return {script}", *values)

    def presses(self, *keys: str) -> None:
        self.window.switch_to.active_element.send_keys(*keys)

    def arrives_at(self, part: str) -> None:
        self.waits_until(lambda: part in self.asks("document.readyState == 'complete' ? location.href : ''"))

    def waits_until(self, holds: Callable[[], object]) -> None:
        """What stood on a page that has just been left is stale, and is looked for again."""
        wait = WebDriverWait(self.window, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
        wait.until(lambda window: holds())

    def finds_all(self, selector: str):
        return self.window.find_elements(By.CSS_SELECTOR, selector)

    def hurdles(self, only: str = "") -> list[str]:
        """What axe-core calls serious or critical on the page: the rule, and the place. `only` names one rule."""
        if not self.asks("!!window.axe"):
            self.window.execute_script(AXE.read_text(encoding="utf-8"))
        options = {"resultTypes": ["violations"]} | ({"runOnly": [only]} if only else {})
        found = self.window.execute_async_script(
            "const [options, done] = arguments;"
            "axe.run(options).then(found => done(found.violations), error => done(String(error)))",
            options,
        )
        assert isinstance(found, list), found
        serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        return [f"{rule['id']}: {node['html'][:120]}" for rule in serious for node in rule["nodes"]]

    @property
    def background(self) -> str:
        return self.asks("getComputedStyle(document.body).backgroundColor")


@pytest.fixture
def reader(window: webdriver.Chrome, site: str) -> Iterator[Reader]:
    yield Reader(window, site).with_screen(1280)
    window.execute_script("localStorage.clear(); sessionStorage.clear()")


SEED = """
from datetime import timedelta
import django; django.setup()
from comity.meetings.acts import AddItem, CallItem, Convene, LimitSpeaking, OpenMeeting
from comity.record.clock import today
from comity.record.submission import submit
day = today()
session = str(submit(Convene(body="CFM", format="plus", first=day, last=day + timedelta(1)), "secretariat").seq)
item = str(submit(AddItem(session=session, title={"en": "Exercise", "ru": "Учение", "zh": "演练"}), "chair").seq)
submit(OpenMeeting(session=session), "chair")
submit(CallItem(item=item), "chair")
submit(LimitSpeaking(session=session, minutes=5), "chair")
print(session)
"""
"""An empty meeting of an exercise: nobody is given any words."""


@pytest.fixture(scope="session")
def hall(environ: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The address of an exercise, and the path of its organiser's link."""
    data = beside(environ, "hall")
    with serving(data, "--rehearsal") as address:
        done = [str(COMITY), "rehearsal", "organiser"]
        link = subprocess.run(done, env=data, capture_output=True, text=True, check=True).stdout
        yield address, re.search(r"http://[^/]+/(\S+)", link)[1]


@pytest.fixture(scope="session")
def exercise(environ: dict[str, str]) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of an exercise, and what opens a meeting in it and answers with its entry."""
    data = beside(environ, "meeting")
    with serving(data, "--rehearsal") as address:
        yield address, lambda: opened(data | {"DJANGO_SETTINGS_MODULE": "comity.settings"})


def opened(environ: dict[str, str]) -> str:
    """The entry of a meeting that is opened in the exercise, with an item under discussion."""
    origin = {"COMITY_ORIGIN": "rehearsal.localhost/log"}
    seed = [sys.executable, "-c", SEED]
    done = subprocess.run(seed, env=environ | origin, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def sits(visitor: Reader, place: str) -> Reader:
    visitor.opens("rehearsal").finds(f"button[value='{place}']").click()
    visitor.arrives_at("/delegation")
    return visitor
