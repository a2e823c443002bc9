"""An exercise as it is run: a real `comity run --rehearsal`, browsers before it, commands beside it.

Everything is told in one story, because a server takes some seconds to start.
"""

import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from council import CHARTER

COMITY = str(Path(sys.executable).with_name("comity"))


class Hall:
    """A `comity run --rehearsal` of its own, with two workers, and the commands beside it."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
        self.environ = kept | {"COMITY_DATA": str(data), "PORT": str(self.port)}
        # The charter alone: what happens is told here, from the first name on.
        self.council = data.with_name("council")
        self.council.mkdir(exist_ok=True)
        shutil.copy(CHARTER, self.council)
        self.terminal = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the hall
        self.process = subprocess.Popen(self._command("--rehearsal"), **self._world(), stdout=self.terminal)

    def _command(self, *options: str) -> list[str]:
        return [COMITY, "run", "--port", str(self.port), "--organisation", str(self.council), *options]

    def _world(self) -> dict:
        return {"env": self.environ, "stderr": subprocess.STDOUT, "start_new_session": True}

    def said(self) -> str:
        self.terminal.seek(0)
        return self.terminal.read()

    def opens(self) -> "Hall":
        end = time.monotonic() + 60
        while "organiser's link" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        return self

    def types(self, *words: str) -> str:
        """What a command says, whether it does what it was asked or not."""
        done = subprocess.run([COMITY, *words], env=self.environ, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    def is_started_without_the_option(self) -> str:
        done = subprocess.run(self._command(), env=self.environ, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1
        return " ".join(done.stderr.split())

    def closes(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


class Browser:
    """Somebody's browser: it keeps cookies, and sends forms with their tokens."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def opens(self, path: str) -> str:
        try:
            with self.opener.open(f"{self.address}{path}", timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"

    def sends(self, form: str, path: str, **fields: str) -> str:
        """Send fields to `path`, with the token of the page `form`."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.opens(form))[1]
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        try:
            with self.opener.open(f"{self.address}{path}", data, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    folder = Path(tempfile.mkdtemp(prefix="comity-hall-"))
    folder.chmod(0o711)
    hall = Hall(folder / "data")
    try:
        yield hall.opens()
    finally:
        hall.closes()


def name(hall: Hall, called: str) -> str:
    names = json.dumps({"en": called, "ru": called, "zh": called})
    return hall.types("act", "membership.name_state", "state=XS", f"name={names}", "--as", "secretariat")


def everywhere(hall: Hall, path: str, times: int = 12) -> set[str]:
    """The answers of all workers, and of their memory."""
    return {Browser(hall.address).opens(path) for _ in range(times)}


def test_a_visitor_sits_with_one_click(hall: Hall) -> None:
    visitor = Browser(hall.address)
    page = visitor.sends("/rehearsal", "/rehearsal/sit", place="chair/chair")
    assert 'class="sitting__seat"' in page
    assert "This is a rehearsal." in page


def test_the_link_that_is_printed_makes_the_organiser(hall: Hall) -> None:
    link = re.search(r"once: http://[^/]+(/rehearsal/organiser/link/\S+)", hall.said())[1]
    olga = Browser(hall.address)
    assert "The clock of the exercise shows" in olga.sends(link, link)
    again = re.search(r"http://[^/]+(/\S+)", hall.types("rehearsal", "organiser"))[1]
    assert again != link
    assert Browser(hall.address).opens(link).startswith("410")


def test_no_page_is_older_than_the_way_back(hall: Hall) -> None:
    """Of two records of one size every worker shows the present one, whatever it keeps in memory."""
    assert "Sylvania" not in "".join(everywhere(hall, "/record"))
    assert "entries" in hall.types("rehearsal", "checkpoint", "before")
    size = len(json.loads(Browser(hall.address).opens("/record.json")))
    assert "Entry" in name(hall, "Sylvania the First")
    first = everywhere(hall, "/record")
    assert all("Sylvania the First" in page for page in first)

    assert "Everybody is back" in hall.types("rehearsal", "restore", "before")
    assert all("Sylvania" not in page for page in everywhere(hall, "/record"))
    assert len(json.loads(Browser(hall.address).opens("/record.json"))) == size

    assert "Entry" in name(hall, "Sylvania the Second")
    second = everywhere(hall, "/record")
    assert all("Sylvania the Second" in page and "the First" not in page for page in second)
    assert "Sylvania the First" in hall.types("rehearsal", "aside", kept_aside(hall))


def kept_aside(hall: Hall) -> str:
    return re.search(r"kept aside: (\S+)", hall.types("rehearsal", "list"))[1]


def test_what_is_served_and_exported_verifies_and_a_rebuild_changes_nothing(hall: Hall, tmp_path: Path) -> None:
    assert "the signature holds" in hall.types("verify", hall.address)
    hall.types("export", str(tmp_path))
    assert "rehearsal.localhost/log" in hall.types("verify", str(tmp_path))
    hall.types("publish", str(tmp_path / "pages"))
    assert "the signature holds" in hall.types("verify", str(tmp_path / "pages"))
    assert "This is a rehearsal." in (tmp_path / "pages" / "rehearsal.txt").read_text()
    pages = [file for file in (tmp_path / "pages").rglob("*.html") if "http-equiv" not in file.read_text()]
    assert len(pages) > 50
    assert [file for file in pages if 'class="rehearsal"' not in file.read_text()] == []
    before = Browser(hall.address).opens("/members.json"), Browser(hall.address).opens("/record.json")
    assert "Rebuilt" in hall.types("rebuild")
    assert (Browser(hall.address).opens("/members.json"), Browser(hall.address).opens("/record.json")) == before


def test_the_clock_is_moved_for_all_pages_at_once(hall: Hall) -> None:
    link = re.search(r"http://[^/]+(/\S+)", hall.types("rehearsal", "organiser"))[1]
    olga = Browser(hall.address)
    olga.sends(link, link)
    day = re.search(r"Day of the exercise: ([^<]+)", Browser(hall.address).opens("/members"))[1]
    everywhere(hall, "/members")
    assert "The clock was moved" in olga.sends("/rehearsal/organiser", "/rehearsal/organiser", do="clock", by="week")
    days = {re.search(r"Day of the exercise: ([^<]+)", page)[1] for page in everywhere(hall, "/members")}
    assert len(days) == 1
    assert days != {day}


def test_the_organiser_takes_everybody_back_in_the_page(hall: Hall) -> None:
    link = re.search(r"http://[^/]+(/\S+)", hall.types("rehearsal", "organiser"))[1]
    olga, visitor = Browser(hall.address), Browser(hall.address)
    olga.sends(link, link)
    page = "/rehearsal/organiser"
    olga.sends(page, page, do="checkpoint", name="in the page")
    assert "You sit as" in visitor.sends("/rehearsal", "/rehearsal/sit", place="depositary/depositary")
    told = olga.sends(page, page, do="restore", name="in the page", sure="yes")
    assert "Everybody is back at the point “in the page”." in told
    assert "You hold no seat" in visitor.opens("/")
    assert "people.issue_credential" not in olga.opens(page)
    aside = re.search(r'href="(/rehearsal/organiser/aside/[^"]+)"', told)[1]
    assert "was seated as depositary" in olga.opens(aside)
    assert "You sit as" in visitor.sends("/rehearsal", "/rehearsal/sit", place="chair/chair")
    told = olga.sends(aside, page, do="forward", name=aside.rpartition("/")[2], sure="yes")
    assert "are in the record again" in told
    assert "depositary" in sits_as(visitor)
    assert "are in the record again" in hall.types("rehearsal", "forward", kept_aside(hall))
    assert "chair" in sits_as(visitor)


def sits_as(visitor: Browser) -> str:
    return visitor.opens("/delegation").partition('class="sitting__seat"')[2].partition("</p>")[0]


def test_it_does_not_open_as_a_record_in_earnest(hall: Hall) -> None:
    """Last, as it stops the hall."""
    hall.closes()
    said = hall.is_started_without_the_option()
    assert "is a rehearsal (rehearsal.localhost/log), and cannot become a record in earnest" in said
    assert "comity run --rehearsal" in said
