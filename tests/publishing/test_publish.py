"""The public side as files: whole, linked, valid, up to date and checkable, as a reader and a server find it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import frictionless
import html5lib
import pytest
from lxml import etree, html

from comity.bodies.acts import Establish
from comity.folder import CannotStart
from comity.membership.acts import Apply
from comity.publishing import run
from comity.publishing.run import publish
from comity.publishing.shelf import LIST
from comity.record import publication
from comity.record.seats import SECRETARIAT
from comity.record.verify import source, verify
from comity.register.acts import AddVersion, EnterDocument
from council import Council, found

BASE = "https://example.org/moorings"


@pytest.fixture
def icm(fresh_database) -> Council:
    """The council, recorded for good: what is published is what was committed."""
    return found()


@pytest.fixture
def folder(icm: Council, tmp_path: Path) -> Path:
    publish(tmp_path / "out", BASE)
    return tmp_path / "out"


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file that readers see, with what tells whether it was written again."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != LIST)
    return {str(file.relative_to(folder)): (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def broken_links(folder: Path) -> Iterator[str]:
    """A link checker: every link of every page that leads to no file, or to no place in it."""
    pages = {page: html.fromstring(page.read_bytes()) for page in folder.rglob("*.html") if page.name != "404.html"}
    places = {page: set(tree.xpath("//@id")) for page, tree in pages.items()}
    for page, tree in pages.items():
        for link in tree.xpath("//@href | //@src"):
            to = urlsplit(link)
            if to.scheme:
                continue
            target = (page.parent / unquote(to.path)).resolve() if to.path else page
            if not target.is_file() or (to.fragment and to.fragment not in places[target]):
                yield f"{page.relative_to(folder)} -> {link}"


def test_every_page_is_there_in_every_language(folder):
    pages = {str(page.parent.relative_to(folder)) for page in folder.rglob("index.html")}
    english = {page for page in pages if not page.startswith(("ru", "zh-hans"))}
    assert {"members", "bodies/ASSEMBLY", "record/1", "charter", "help", "verify", "states/XA"} <= english
    for page in english:
        assert {f"ru/{page}".removesuffix("/."), f"zh-hans/{page}".removesuffix("/.")} <= pages


def test_every_link_leads_somewhere_below_any_path(folder):
    assert list(broken_links(folder)) == []


def test_no_link_leads_to_what_the_record_does_not_hold(icm, tmp_path):
    """The charter knows a Bureau; nobody has established it, and its page says so."""
    report = publish(tmp_path / "out", BASE)
    assert report.dead == []
    assert "no act in the record has established it" in (tmp_path / "out/bodies/BUREAU/index.html").read_text()


def test_a_link_to_what_the_record_does_not_hold_is_told_and_explained(icm, tmp_path):
    """The Pilots are said to belong to a Harbour, of which neither the charter nor the record knows."""
    name = {"en": "Pilots"}
    pilots = Establish(body="PILOTS", name=name, sort="working-group", parent_body="HARBOUR", basis=icm.decides())
    icm.does(SECRETARIAT, pilots)
    report = publish(tmp_path / "out", BASE)
    assert "/bodies/HARBOUR" in [address for _page, address in report.dead]
    assert "HARBOUR" in (tmp_path / "out/bodies/HARBOUR/index.html").read_text()


def test_every_text_of_a_document_is_written_with_a_file_or_without(icm, tmp_path):
    title = {"en": "Rules on Ropes"}
    icm.does(SECRETARIAT, EnterDocument(document="ropes", title=title, type="regulation", body="ASSEMBLY"))
    icm.does(SECRETARIAT, AddVersion(document="ropes", number=1, language="zh", wording="使用麻绳。"))
    publish(tmp_path / "out", BASE)
    text = "akn/aa-icm/act/regulation/assembly/2030-03-01/reg-1/zho@2030-03-01/!version-1.txt"
    assert (tmp_path / "out" / text).read_text(encoding="utf-8") == "使用麻绳。"
    assert list(broken_links(tmp_path / "out")) == []


def test_the_link_checker_sees_a_link_that_leads_nowhere(folder):
    (folder / "members.json").unlink()
    assert any("members.json" in link for link in broken_links(folder))


def test_every_page_is_valid_html(folder):
    pages = list(folder.rglob("*.html"))
    for page in pages:
        html5lib.HTMLParser(strict=True).parse(page.read_bytes(), transport_encoding="utf-8")
    assert len(pages) > 100


def test_no_page_asks_for_anything_outside_the_folder(folder):
    for page in folder.rglob("index.html"):
        tree = html.fromstring(page.read_bytes())
        assert [link for link in tree.xpath("//link/@href | //@src") if urlsplit(link).scheme] == []


def test_the_data_are_there_and_fit_their_schemas(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert [error for task in report.tasks for error in task.errors if error.type != "source-error"] == []
    assert (folder / "members.csv").read_text().count("\n") == 4


def test_feeds_and_sitemap_name_the_addresses_that_readers_will_find(folder):
    feed = feedparser.parse((folder / "feed.atom").read_bytes())
    assert feed.entries[0].link == f"{BASE}/record/{publication.size()}/"
    assert f"Sitemap: {BASE}/sitemap.xml" in (folder / "robots.txt").read_text()
    part = etree.parse(folder / "sitemap-1.xml")
    found = [loc.text for loc in part.iter("{*}loc")]
    assert all((folder / unquote(loc.removeprefix(f"{BASE}/")) / "index.html").is_file() for loc in found)


def test_the_page_for_wrong_addresses_links_from_the_root(folder):
    tree = html.fromstring((folder / "404.html").read_bytes())
    assert all(link.startswith(("/moorings/", "#")) for link in tree.xpath("//a/@href"))


def test_the_published_record_is_whole(folder):
    assert verify(source(str(folder))).size == publication.size()


def test_a_second_run_without_new_acts_writes_nothing(folder):
    before = written(folder)
    report = publish(folder, BASE)
    assert (report.unchanged, report.written, report.removed) == (True, 0, 0)
    assert written(folder) == before


def test_what_did_not_change_is_left_even_if_all_is_read_again(folder, monkeypatch):
    """On another day every page is made again, and not written if it is the same."""
    before = written(folder)
    monkeypatch.setattr(run, "_program", lambda: "another")
    report = publish(folder, BASE)
    assert (report.unchanged, report.written, report.removed) == (False, 0, 0)
    assert written(folder) == before


def test_a_new_act_rewrites_what_it_changes_and_nothing_else(icm, folder):
    before = written(folder)
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    publish(folder, BASE)
    after = written(folder)
    changed = {path for path in before if after.get(path) != before[path]}
    assert {"record/index.html", "record.json", "feed.atom", "log/checkpoint"} <= changed
    assert not changed & {"help/index.html", "charter/articles/1/index.html", "bodies/ASSEMBLY.json"}
    assert not any(path.startswith("assets/") for path in changed)
    assert f"record/{publication.size()}/index.html" in after
    assert list(broken_links(folder)) == []
    assert verify(source(str(folder))).size == publication.size()


def test_a_file_whose_page_is_gone_is_taken_away_and_one_of_others_is_not(folder, monkeypatch):
    (folder / "CNAME").write_text("example.org\n")
    monkeypatch.setattr(run, "FEEDS", ("record_feed", "calendar"))
    monkeypatch.setattr(run, "lists", lambda: ["members_data"])
    publish(folder, f"{BASE}/elsewhere")
    assert not (folder / "bodies.schema.json").exists()
    assert (folder / "members.schema.json").exists()
    assert (folder / "CNAME").read_text() == "example.org\n"


def test_who_read_the_last_checkpoint_still_finds_what_it_promised(icm, folder, tmp_path):
    earlier = (folder / "log/checkpoint").read_bytes()
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    publish(folder, BASE)
    assert verify(source(str(folder)), since=earlier.decode()).size == publication.size()
    promised = list(publication.resources(publication.size() - 1))
    assert [address for address in promised if not (folder / "log" / address).is_file()] == []


def test_interrupted_before_its_end_it_leaves_the_record_that_was_there(icm, folder, monkeypatch):
    size = publication.size()
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))

    whole = publication.resource

    def interrupted(address: str) -> bytes | None:
        if address == "checkpoint":
            raise KeyboardInterrupt
        return whole(address)

    monkeypatch.setattr(publication, "resource", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(folder, BASE)
    assert verify(source(str(folder))).size == size
    monkeypatch.undo()
    assert not publish(folder, BASE).unchanged
    assert verify(source(str(folder))).size == size + 1


@contextmanager
def small_disk() -> Iterator[None]:
    """No file may grow beyond a page of memory, as if there were no room left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_loses_nothing(icm, folder):
    size = publication.size()
    icm.on("2031-03-03").does("Sylvania", Apply(state="XS"))
    with small_disk(), pytest.raises(CannotStart, match="is full"):
        publish(folder, BASE)
    assert verify(source(str(folder))).size == size
    assert list(folder.glob(".draft-*")) == []
    publish(folder, BASE)
    assert verify(source(str(folder))).size == size + 1


def test_of_two_who_publish_into_one_folder_the_second_is_told(folder):
    from comity.publishing.shelf import opened

    with opened(folder), pytest.raises(CannotStart, match="Another `comity publish`"):
        publish(folder, BASE)


def test_what_is_submitted_meanwhile_waits_for_the_next_run(icm, tmp_path, monkeypatch):
    """All pages are of one head: each run reads one snapshot."""
    size = publication.size()
    bureau = {"en": "Bureau", "ru": "Бюро", "zh": "主席团"}
    report = publish(tmp_path / "out", BASE, progress=_once(lambda: _elsewhere(icm, bureau)))
    assert (report.entries, publication.size()) == (size, size + 1)
    assert not (tmp_path / f"out/record/{size + 1}").exists()
    assert not publish(tmp_path / "out", BASE).unchanged
    assert (tmp_path / f"out/record/{size + 1}/index.html").exists()


def _once(action):
    left = [action]
    return lambda done, of: left and left.pop()()


def _elsewhere(icm: Council, name: dict[str, str]) -> None:
    """Submitted by another process, as it were: another thread has another connection."""
    from threading import Thread

    from django.db import connections

    def submit() -> None:
        icm.on("2030-04-01").does(SECRETARIAT, Establish(body="BUREAU", name=name, sort="council"))
        connections.close_all()

    thread = Thread(target=submit)
    thread.start()
    thread.join()
