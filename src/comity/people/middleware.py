"""A request is made by nobody, or from a seat: then the database shows more, and nobody else is shown that page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comity.people.devices import touch
from comity.people.sitting import Sitting, sittings
from comity.record.clock import today
from comity.record.reading import reading_as

CHOSEN = "credential"
"""Where the session keeps the credential of the seat that was chosen."""

Handler = Callable[[HttpRequest], HttpResponse]


def seated(get_response: Handler) -> Handler:
    """`request.sittings` are the seats that whoever asks may take, `request.sitting` the one they sit in, or None.

    `request.account` is None for whoever has not logged in.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.account, request.sittings, request.sitting = None, [], None
        # Whoever looks into the session makes a page that is not for everybody; so not without need.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        touch(request)
        present = today()
        request.account = request.user
        request.sittings = sittings(request.user, present)
        request.sitting = _chosen(request)
        with reading_as(request.sitting.audiences(present) if request.sitting else []):
            response = get_response(request)
            if response.streaming and not hasattr(response, "file_to_stream"):
                # What is read while it is sent has to be read while it may be read.
                response.streaming_content = list(response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return handle


def _chosen(request: HttpRequest) -> Sitting | None:
    """The seat that was chosen, if it is still theirs; else the first."""
    if not request.sittings:
        return None
    chosen = request.session.get(CHOSEN)
    return next((one for one in request.sittings if one.credential == chosen), request.sittings[0])


def choose(request: HttpRequest, credential: int) -> bool:
    """Sit in another of one's seats. False if that seat is not theirs."""
    if credential not in [one.credential for one in request.sittings]:
        return False
    request.session[CHOSEN] = credential
    return True
