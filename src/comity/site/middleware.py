"""Whoever has just submitted an act is shown it: the cookie `seen` says how far the reader's record goes.

`comity.front` compares it with the head it knows and looks again before it answers an older page.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from comity.record.submission import last_seq

COOKIE = "seen"
LASTS = 60
"""Seconds; by then every process has long heard of the entry."""

Handler = Callable[[HttpRequest], HttpResponse]


def seen(get_response: Handler) -> Handler:
    """Tell the browser of a request that submitted an act which entry it made."""

    def handle(request: HttpRequest) -> HttpResponse:
        last_seq.set(0)
        response = get_response(request)
        if seq := last_seq.get():
            response.set_cookie(COOKIE, str(seq), max_age=LASTS, httponly=True, samesite="Lax")
        return response

    return handle
