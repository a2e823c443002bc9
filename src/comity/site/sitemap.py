"""What search engines read: `robots.txt`, and the sitemap with every page in every language (sitemaps.org 0.9)."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.site.addresses import in_language, languages, named, pages

PART = 5_000
"""Pages in a part of the sitemap; with their languages they stay far below its limits, 50,000 addresses and 50 MB."""
XML = "application/xml; charset=utf-8"
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read, on one day: each page once more for every day of a life has no end. Not accounts."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    closed = [f"Disallow: {in_language('/accounts/', tag)}" for tag in languages()]
    lines = ["User-agent: *", "Disallow: /*?on=", "Disallow: /*&on=", *closed, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the sitemap's parts."""
    parts = range(1, parts_of_sitemap() + 1)
    found = (request.build_absolute_uri(reverse("sitemap_part", args=[part])) for part in parts)
    body = "".join(f"<sitemap><loc>{_text(address)}</loc></sitemap>\n" for address in found)
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {SITEMAP}>\n'
    return HttpResponse(f"{declared}{body}</sitemapindex>\n", content_type=XML)


def parts_of_sitemap() -> int:
    return -(-sum(1 for _page in named()) // PART)


def sitemap_part(request: HttpRequest, part: int) -> StreamingHttpResponse:
    start = (part - 1) * PART
    found = pages(start, start + PART) if part else iter(())
    first = next(found, None)
    if first is None:
        raise Http404(_("The sitemap has no part %(part)s; /sitemap.xml lists its parts.") % {"part": part})
    return StreamingHttpResponse(_part(request, first, found), content_type=XML)


def _part(request: HttpRequest, first: str, others: Iterator[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SITEMAP} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    yield _page(request, first)
    for address in others:
        yield _page(request, address)
    yield "</urlset>\n"


def _page(request: HttpRequest, address: str) -> str:
    """A page in each of its languages, each of which names all."""
    versions = {tag: request.build_absolute_uri(in_language(address, tag)) for tag in languages()}
    named = versions | {"x-default": versions[settings.LANGUAGE_CODE]}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(version)}/>' for tag, version in named.items()
    )
    return "".join(f"<url><loc>{_text(version)}</loc>{links}</url>\n" for version in versions.values())


def _text(address: str) -> str:
    return quoteattr(address)[1:-1]
