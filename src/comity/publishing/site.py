"""The site as `comity publish` reads it: every answer is made in this process, and no server is needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from comity.publishing.places import public_address
from comity.site.errors import not_found


class PublicRequest(WSGIRequest):
    """A reader's request. The addresses that a page gives of itself are those that it will have once published."""

    base = ""

    def is_secure(self) -> bool:
        """It travels nowhere, so it is sent on to no other address."""
        return True

    def get_host(self) -> str:
        return self.base.partition("://")[2]

    def build_absolute_uri(self, location: str | None = None) -> str:
        location = self.get_full_path() if location is None else location
        return location if urlsplit(location).scheme else public_address(self.base, location)


@dataclass(frozen=True)
class Answer:
    """What the site answers. `moved_to` is another address, where the answer sends the reader there.

    is_long   it is made while it is sent
    """

    status: int
    is_page: bool
    is_long: bool
    parts: Iterable[bytes]
    moved_to: str = ""

    @property
    def content(self) -> bytes:
        return b"".join(self.parts)


class Site:
    """The site, to be published below `base`."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    @cached_property
    def handler(self) -> BaseHandler:
        handler = BaseHandler()
        handler.load_middleware()
        return handler

    def read(self, address: str) -> Answer:
        response = self.handler.get_response(self._request(address))
        moved_to = response.headers.get("Location", "") if 300 <= response.status_code < 400 else ""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return Answer(response.status_code, is_page, response.streaming, _parts(response), moved_to)

    def not_found(self) -> bytes:
        """The page for an address where nothing is."""
        answer: HttpResponse = not_found(self._request("/"), Http404(_("There is no page at this address.")))
        return answer.content

    def _request(self, address: str) -> PublicRequest:
        path, _, query = address.partition("?")
        scheme = self.base.partition("://")[0]
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": urlsplit(self.base).hostname or "localhost",
            "SERVER_PORT": "443" if scheme == "https" else "80",
            "wsgi.url_scheme": scheme,
            "wsgi.input": BytesIO(),
        }
        request = PublicRequest(environ)
        request.base = self.base
        return request


def _parts(response: HttpResponseBase) -> Iterator[bytes]:
    yield from response
    response.close()
