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
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from django.db.models import Max
from django.urls import reverse

import comity
from comity.folder import CannotStart
from comity.publishing.places import file_of, link, static
from comity.publishing.readers import Found, Readers, snapshot
from comity.publishing.shelf import Shelf, opened
from comity.publishing.site import Site
from comity.record import publication
from comity.record.clock import today
from comity.record.exercise import FILE_NAME, is_rehearsal
from comity.record.models import EntryRow
from comity.record.notes import unsigned_address
from comity.site.addresses import in_language, languages, pages
from comity.site.dataset import TABLES, lists
from comity.site.sitemap import parts_of_sitemap

Progress = Callable[[int, int], None]
Read = Callable[[list[str]], Iterator[Found]]
FEEDS = ("record_feed", "documents_feed", "decisions_feed", "calendar")
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
    site = Site(base)
    with opened(folder) as shelf, Readers(site, live) as readers, snapshot() as within:
        edition = _edition(base, live)
        if shelf.edition() == edition:
            return Report(entries=publication.size(), unchanged=True)
        shelf.begin()
        report = _write(shelf, site, lambda addresses: readers.read(within, addresses), progress)
        shelf.put_bytes("404.html", static("/", site.not_found().decode(), live, urlsplit(base).path).html.encode())
        _write_log(shelf)
        report.files = shelf.files()
        shelf.remove_others()
        shelf.complete(edition)
        report.written, report.removed = shelf.written, shelf.removed
        return report


def _edition(base: str, live: str) -> dict[str, str]:
    """Everything that the files follow from."""
    return {
        "checkpoint": publication.checkpoint(),
        "day": today().isoformat(),
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


def _write(shelf: Shelf, site: Site, read: Read, progress: Progress) -> Report:
    report = Report(entries=publication.size())
    shelf.want(chain(_data(), _pages()))
    done = 0
    for batch in shelf.wanted():
        asked = [(address, page) for address, page in batch if not address.startswith("/log/")]
        for (address, page), found in zip(asked, read([address for address, _page in asked]), strict=True):
            _write_one(shelf, site, address, page, found, report)
        done += len(batch)
        progress(done, shelf.count())
    return report


def _pages() -> Iterator[str]:
    return (in_language(page, tag) for page in pages() for tag in languages())


def _data() -> Iterator[str]:
    """What has one address in all languages."""
    yield from (reverse(name) for name in (*SINGLE, *FEEDS))
    if is_rehearsal():
        yield f"/{FILE_NAME}"
    yield from (reverse("sitemap_part", args=[part]) for part in range(1, parts_of_sitemap() + 1))
    for table in TABLES:
        yield f"/dataset/{table}.csv"
        yield reverse("dataset_schema", args=[table])
    yield from (reverse(name, args=[form]) for name in lists() for form in ("json", "csv", "schema.json"))


def _write_one(shelf: Shelf, site: Site, address: str, page: str, found: Found, report: Report) -> None:
    """Write what stands at an address, and want what it leads to. Raises CannotStart where the site itself fails."""
    if found.status >= 500:
        raise CannotStart(f"The page {address} failed, so nothing more was published. Please report this.")
    if found.moved_to:
        shelf.want([found.moved_to], address)
        shelf.put_bytes(file_of(address), _way_on(address, found.moved_to))
        return
    if found.status != HTTPStatus.OK:
        report.dead = [*report.dead, (page, address)][:MOST_DEAD]
        if not found.is_page:
            return
        # A page that says that nothing is there, and where to look, serves a reader here as well.
    shelf.want(sorted(found.leads_to), address)
    if found.content is None:
        shelf.put(file_of(address), site.read(address).parts)
    else:
        shelf.put_bytes(file_of(address), found.content)


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
    """Whether it never changes again: the log of a rehearsal may be taken back, and then grow otherwise."""
    return not is_rehearsal() and address.startswith("tile/") and ".p/" not in address


def _log() -> Iterable[str]:
    size = publication.size()
    last = EntryRow.objects.aggregate(last=Max("seq"))["last"] or 0
    return chain([unsigned_address(size)] if last > size else (), publication.resources(size))
