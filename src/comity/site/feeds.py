"""Atom feeds (RFC 4287) of the record, of the register and of what was decided, the latest first.

A feed takes what its list can be narrowed down by: `/feed.atom?kind=membership.admit&state=IN&lang=ru`,
`/documents.atom?q=energy&type=strategy`, `/decisions.atom?body=CHS`. It goes back page by page (RFC 5005):
`rel="next"` leads to what came before.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from comity.charter.day import day_asked
from comity.charter.queries import in_force
from comity.decisions.rows import known
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.exercise import notice
from comity.record.filters import cursor_of, filter_of
from comity.record.keys import origin
from comity.record.lists import language_asked
from comity.record.models import EntryRow
from comity.record.sentences import Names, localised, sentence
from comity.record.words import kind_name
from comity.register.document import what
from comity.register.models import Document
from comity.register.pages import body_names_told, chosen
from comity.register.search import Asked, asked_of, known_on
from comity.site.addresses import in_language

LONGEST = 50
"""Entries on a page of a feed."""
ATOM = "application/atom+xml; charset=utf-8"


class Feed(Atom1Feed):
    """Django's Atom feed, with the address of the page before. `earlier` is None at the beginning of the record."""

    def latest_post_date(self) -> datetime:
        """When the feed last changed. An empty one never did, whatever the clock says."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if earlier := self.feed["earlier"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": earlier})


def record_feed(request: HttpRequest) -> HttpResponse:
    """`/feed.atom`: what was recorded. Raises BadRequest for a filter that the record's page refuses too."""
    asked, before = filter_of(request.GET), cursor_of(request.GET, "before")
    rows = asked.readable().order_by("-seq")
    found = list((rows.filter(seq__lt=before) if before else rows)[: LONGEST + 1])
    with override(language_asked(request)):
        feed = _feed(request, _("Record"), "/record", _earlier(request, [row.seq for row in found]))
        names = Names(today())
        names.expect(row.entry for row in found[:LONGEST])
        for row in found[:LONGEST]:
            entry = row.entry
            feed.add_item(**_item(request, entry, reverse("entry", args=[entry.seq]), sentence(entry, names)))
    return _answer(feed)


def documents_feed(request: HttpRequest) -> HttpResponse:
    """`/documents.atom`: what was entered into the register; the choices of the list pick some. Raises BadRequest."""
    asked, before = asked_of(request.GET), cursor_of(request.GET, "before")
    rows = _documents(asked, day_asked(request)).order_by("-entry")
    found = list((rows.filter(entry__lt=before) if before else rows)[: LONGEST + 1])
    entries = _entries(row.entry for row in found)
    with override(language_asked(request)):
        title = ": ".join(filter(None, (_("Documents"), chosen(asked))))
        page = f"/documents{asked.query(request.GET.get('on', ''), order='')}".removesuffix("?")
        feed = _feed(request, title, page, _earlier(request, [row.entry for row in found]))
        bodies = body_names_told(today(), get_language() or settings.LANGUAGE_CODE)
        for row in found[:LONGEST]:
            address = in_language(row.address, get_language() or settings.LANGUAGE_CODE)
            title = f"{row.symbol} · {localised(row.title)}"
            feed.add_item(**_item(request, entries[row.entry], address, title, what(row, bodies)))
    return _answer(feed)


def decisions_feed(request: HttpRequest) -> HttpResponse:
    """`/decisions.atom`: what was adopted, by one body if that is chosen. Raises BadRequest."""
    body, before = request.GET.get("body", ""), cursor_of(request.GET, "before")
    rows = known(today(), body, "adopted").exclude(adopted_by=None).order_by("-adopted_by")
    found = list((rows.filter(adopted_by__lt=before) if before else rows)[: LONGEST + 1])
    entries = _entries(row.adopted_by for row in found)
    with override(language_asked(request)):
        named = Names(today()).of("body", body) if body else ""
        page = f"/decisions?{urlencode({'body': body})}" if body else "/decisions"
        title = ": ".join(filter(None, (pgettext("navigation", "Decisions"), named)))
        feed = _feed(request, title, page, _earlier(request, [row.adopted_by for row in found]))
        for row in found[:LONGEST]:
            address = reverse("decision", args=[row.entry])
            feed.add_item(**_item(request, entries[row.adopted_by], address, localised(row.title)))
    return _answer(feed)


def _documents(asked: Asked, on: date | None) -> QuerySet[Document]:
    """Without a day chosen also what counts from a later day on: it was entered, and a follower is told now."""
    rows = known_on(on) if on else Document.objects.all()
    return asked.among(rows, on or today())


def _entries(wanted: Iterable[int]) -> dict[int, Entry]:
    return {row.seq: row.entry for row in EntryRow.objects.filter(seq__in=list(wanted))}


def _earlier(request: HttpRequest, found: list[int]) -> str | None:
    """The address of the page before this one, if there is more."""
    if len(found) <= LONGEST:
        return None
    asked = request.GET.copy()
    asked["before"] = str(found[LONGEST - 1])
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def _feed(request: HttpRequest, title: str, page: str, earlier: str | None) -> Feed:
    charter = in_force(today())
    organisation = localised(charter[0].organisation.full_name) if charter else "Comity"
    return Feed(
        title=f"{organisation}: {title}",
        link=request.build_absolute_uri(in_language(page, get_language() or settings.LANGUAGE_CODE)),
        description="",
        subtitle=notice() or None,
        language=get_language(),
        author_name=organisation,
        feed_url=request.build_absolute_uri(),
        feed_guid=request.build_absolute_uri(),
        earlier=earlier,
    )


def _item(request: HttpRequest, entry: Entry, address: str, title: str, summary: str = "") -> dict[str, Any]:
    """`published` is the day from which the act counts, where it is known; `updated` when it was recorded."""
    day = datetime.combine(entry.on, time(), UTC)
    return {
        "title": title,
        "link": request.build_absolute_uri(address),
        "description": summary or None,
        "unique_id": f"tag:{_authority()},{entry.at:%Y-%m-%d}:record/{entry.seq}",
        "pubdate": day if entry.dated == "day" else None,
        "updateddate": entry.at,
        "categories": (str(kind_name(entry.kind)),),
    }


def _authority() -> str:
    """The name of the log, by which what it holds is known for good (RFC 4151)."""
    return origin().partition("/")[0]


def _answer(feed: Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)
