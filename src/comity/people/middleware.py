"""A request is made by nobody, or from a seat: then the database shows more, and nobody else is shown that page.

People log in and bear a session. Programs show a token, at the addresses that are for them and nowhere else; then
whatever cookies they bear count for nothing.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from comity.people import queries, tokens
from comity.people.devices import touch
from comity.people.sitting import sitting_of
from comity.record.clock import today
from comity.record.problems import problem
from comity.record.reading import reading_as

CHOSEN = "credential"
"""Where the session keeps the credential of the seat that was chosen."""

Handler = Callable[[HttpRequest], HttpResponse]


def seated(get_response: Handler) -> Handler:
    """`request.sittings` are the seats that whoever asks may take, `request.sitting` the one they sit in, or None.

    `request.account` is None for whoever has not logged in, `request.token` for whoever shows none.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.account, request.token, request.sittings, request.sitting = None, None, [], None
        request.audiences = []
        present = today()
        secret = tokens.shown(request)
        if secret is not None and not _admitted(request, secret, present):
            return _refused()
        if secret is None and not _logged_in(request, present):
            return get_response(request)
        with reading_as(request.audiences):
            response = get_response(request)
            if response.streaming and not hasattr(response, "file_to_stream"):
                # What is read while it is sent has to be read while it may be read.
                response.streaming_content = list(response)
        response.headers["Cache-Control"] = "private, no-store"
        if request.token:
            # A program may keep what it was told, and has to ask whether it still is so.
            response.headers["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Authorization"])
        return response

    return handle


def _logged_in(request: HttpRequest, on: date) -> bool:
    """Seat whoever has logged in. A page that looks into the session is not for everybody; so not without need."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    touch(request)
    request.account = request.user
    if not request.user.is_active:
        return True
    chosen = request.session.get(CHOSEN)
    held, request.audiences = queries.sitting_down(request.user.code, chosen, on)
    request.sittings = list(map(sitting_of, held))
    # If what was chosen is no longer theirs, it is the first.
    request.sitting = next((one for one in request.sittings if one.credential == chosen), None) or next(
        iter(request.sittings), None
    )
    return True


def _admitted(request: HttpRequest, secret: str, on: date) -> bool:
    """Seat the program that shows a token. False if the token, or the seat from which it speaks, is over."""
    token = tokens.known(secret, on)
    sitting = tokens.sitting_of(token, on) if token and token.credential is not None else None
    if token is None or (token.credential is not None and sitting is None):
        return False
    request.token, request.account, request.user = token, token.account, token.account
    request.sitting, request.sittings = sitting, [sitting] if sitting else []
    request.audiences = sitting.audiences(on) if sitting else []
    return True


def _refused() -> HttpResponse:
    detail = _("It is mistyped, revoked or over, or its owner does not sit there any more. Make a new one.")
    answer = problem(401, _("This token counts for nothing"), detail, "token")
    answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    answer["Cache-Control"] = "no-store"
    return answer


def choose(request: HttpRequest, credential: int) -> bool:
    """Sit in another of one's seats. False if that seat is not theirs."""
    if credential not in [one.credential for one in request.sittings]:
        return False
    request.session[CHOSEN] = credential
    return True
