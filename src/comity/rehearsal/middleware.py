"""Every answer of a rehearsal says that it is one; and there, and nowhere else, its addresses are known."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf
from django.utils.translation import override

from comity.record import clock
from comity.record.exercise import NOTICE, is_rehearsal
from comity.rehearsal.opening import URLS

HEADER = "Comity-Rehearsal"

Handler = Callable[[HttpRequest], HttpResponse]


def rehearsing(get_response: Handler) -> Handler:
    """In a record that is no rehearsal, a request passes as if this were not here."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not is_rehearsal():
            return get_response(request)
        request.urlconf = URLS
        # What goes wrong before Django looks at the request's own is told by a page as well.
        set_urlconf(URLS)
        with clock.kept():
            response = get_response(request)
        with override(settings.LANGUAGE_CODE):
            response.headers[HEADER] = str(NOTICE)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return handle
