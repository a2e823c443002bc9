"""What a program has been told already it is not told again: entity tags (RFC 9110, 8.8.3).

What the API answers follows from its address, the record, the day, the language, and who asks; what a search finds,
also from the files that were read, which is done a while after the act. All that is in the tag, so whether anything
is new is known after one look at the head, before anything else is looked up. A tag says that two answers tell the
same, not that they are the same byte for byte: it is a weak one.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from comity.record import publication
from comity.record.clock import today
from comity.record.reading import shown_to
from comity.register import filetexts

View = Callable[..., HttpResponse]
ASKERS = ("Authorization", "Cookie")
"""The headers that say who asks."""


def fresh(view: View) -> View:
    """A view of the API, whose answers bear a tag and are told only to who has not heard them."""

    @wraps(view)
    def handle(request: HttpRequest, **parameters: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, **parameters)
        asked, request.method = request.method, "GET"  # HEAD asks for the same; the server leaves the body out
        present = tag_of(request)
        known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        answer = HttpResponseNotModified() if present in known else view(request, **parameters)
        if answer.status_code in (200, 304):
            answer.headers.setdefault("ETag", f"W/{present}")
            answer.headers.setdefault("Cache-Control", "private, no-cache")
        request.method = asked
        patch_vary_headers(answer, ASKERS)
        return answer

    return handle


def tag_of(request: HttpRequest) -> str:
    """One in quotation marks, for whoever asks now."""
    account = request.account and (request.account.pk, str(request.account))
    asker = (account, request.token and request.token.pk, request.sitting, shown_to())
    texts = filetexts.latest() if "q" in request.GET else 0
    told = repr((request.get_full_path(), today(), get_language(), asker, texts)).encode()
    return f'"{publication.size()}-{blake2b(told, digest_size=8).hexdigest()}"'
