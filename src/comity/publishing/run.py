"""One run of `comity publish`: the whole public side of one head of the record, as files.

    1   one transaction that only reads, so that all pages are of one head, whatever is submitted meanwhile
    2   every page of the sitemap in every language, every list, feed and calendar; and what they lead to
    3   the log: the tiles, then the checkpoint, which so never promises what is not there
    4   what was there before and is no more is taken away

Each file is written only if its content is new, and changes in one step. If neither the record nor the day nor the
program nor the addresses are others than at the last run, nothing is to be done.
"""

import importlib.metadata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

import comity
from comity.folder import CannotStart
from comity.publishing.places import file_of, link, static
from comity.publishing.shelf import Shelf, opened
from comity.publishing.site import Site, is_there
from comity.record import publication
from comity.record.models import EntryRow
from comity.record.notes import unsigned_address
from comity.site.addresses import in_language, languages, pages
from comity.site.dataset import TABLES, lists
from comity.site.sitemap import parts_of_sitemap

Progress = Callable[[int, int], None]
FEEDS = ("record_feed", "documents_feed", "calendar")
SINGLE = ("robots", "sitemap", "data_package")
MOST_DEAD = 50
"""Links that lead nowhere which a report names; there should be none."""


@dataclass
class Report:
    """What a run did. `dead` are links that lead nowhere: from which page, to which address."""

    files: int = 0
    written: int = 0
    removed: int = 0
    entries: int = 0
    unchanged: bool = False
    dead: list[tuple[str, str]] = field(default_factory=list)


def publish(folder: Path, base: str, live: str = "", progress: Progress = lambda done, of: None) -> Report:
    """Publish into `folder` what readers will find below the address `base`.

    live   the address of the living site, to which forms lead; without one they are left out

    Raises CannotStart.
    """
    with opened(folder) as shelf, _snapshot():
        edition = _edition(base, live)
        if shelf.edition() == edition:
            return Report(entries=publication.size(), unchanged=True)
        shelf.begin()
        report = _write(shelf, Site(base), live, progress)
        shelf.remove_others()
        shelf.complete(edition)
        report.written, report.removed = shelf.written, shelf.removed
        return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """All that is read, as it is now."""
    # After each answer Django would part from a connection that is in a transaction.
    request_finished.disconnect(close_old_connections)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        request_finished.connect(close_old_connections)


def _edition(base: str, live: str) -> dict[str, str]:
    """Everything that the files follow from."""
    return {
        "checkpoint": publication.checkpoint(),
        "day": timezone.now().date().isoformat(),
        "program": _program(),
        "base": base,
        "live": live,
    }


def _program() -> str:
    """A digest that changes with the program and its templates."""
    digest = blake2b(importlib.metadata.version("comity").encode(), digest_size=12)
    home = Path(comity.__file__).parent
    for file in sorted(home.rglob("*")):
        if file.suffix in (".py", ".html", ".css", ".js", ".mo", ".svg"):
            stat = file.stat()
            digest.update(f"{file.relative_to(home)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _write(shelf: Shelf, site: Site, live: str, progress: Progress) -> Report:
    report = Report(entries=publication.size())
    shelf.want(chain(_data(), _pages()))
    for done, (address, page) in enumerate(shelf.wanted(), 1):
        if not address.startswith("/log/"):
            _write_one(shelf, site, live, address, page, report)
        if done % 50 == 0:
            progress(done, shelf.count())
    root = urlsplit(site.base).path
    shelf.put_bytes("404.html", static("/", site.not_found().decode(), live, root).html.encode())
    _write_log(shelf)
    report.files = shelf.files()
    return report


def _pages() -> Iterator[str]:
    return (in_language(page, tag) for page in pages() for tag in languages())


def _data() -> Iterator[str]:
    """What has one address in all languages."""
    yield from (reverse(name) for name in (*SINGLE, *FEEDS))
    yield from (reverse("sitemap_part", args=[part]) for part in range(1, parts_of_sitemap() + 1))
    for table in TABLES:
        yield f"/dataset/{table}.csv"
        yield reverse("dataset_schema", args=[table])
    yield from (reverse(name, args=[form]) for name in lists() for form in ("json", "csv", "schema.json"))


def _write_one(shelf: Shelf, site: Site, live: str, address: str, page: str, report: Report) -> None:
    """Write the answer at an address, and want what it leads to."""
    answer = site.read(address)
    if answer.moved_to:
        shelf.want([answer.moved_to], address)
        shelf.put_bytes(file_of(address), _way_on(address, answer.moved_to))
    elif answer.status >= 500:
        raise CannotStart(f"The page {address} failed, so nothing more was published. Please report this.")
    elif not is_there(answer) and not answer.is_page:
        report.dead = [*report.dead, (page, address)][:MOST_DEAD]
    elif answer.is_page:
        # A page that says that nothing is there, and where to look, serves a reader here as well.
        report.dead = [*report.dead, *([] if is_there(answer) else [(page, address)])][:MOST_DEAD]
        found = static(address, answer.content.decode(), live)
        shelf.want(sorted(found.leads_to), address)
        shelf.put_bytes(file_of(address), found.html.encode())
    else:
        shelf.put(file_of(address), answer.parts)


def _way_on(address: str, target: str) -> bytes:
    """A page that sends its reader to where the thing is."""
    way = escape(link(file_of(target), file_of(address).rpartition("/")[0], None))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(target)}</title>'
        f'<meta http-equiv="refresh" content="0; url={way}"></head>'
        f'<body><p><a href="{way}">{escape(target)}</a></p></body></html>\n'
    ).encode()


def _write_log(shelf: Shelf) -> None:
    """The tiles, the checkpoint last. A full tile never changes; what nobody signed is there to be found."""
    new = (address for address in _log() if not (_is_full(address) and shelf.has(f"log/{address}")))
    shelf.put_together((f"log/{address}", publication.resource(address) or b"") for address in new)


def _is_full(address: str) -> bool:
    return address.startswith("tile/") and ".p/" not in address


def _log() -> Iterable[str]:
    size = publication.size()
    last = EntryRow.objects.aggregate(last=Max("seq"))["last"] or 0
    return chain([unsigned_address(size)] if last > size else (), publication.resources(size))
