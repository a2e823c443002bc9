"""Whoever sits is told what is new to them; and a document or an entry that they open is new no longer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from comity.delegation.queries import Look, look
from comity.record import publication
from comity.record.unseen import reader
from comity.register.models import Document

Handler = Callable[[HttpRequest], HttpResponse]


def looked(get_response: Handler) -> Handler:
    def handle(request: HttpRequest) -> HttpResponse:
        if not request.sitting:
            return get_response(request)
        request.look = Look(request.account.pk, among_latest=request.sitting.seat.state is None)
        with reader(request.look.is_new):
            response = get_response(request)
        if request.method == "GET" and response.status_code == 200 and (subject := _subject(request)):
            look(request.account.pk, subject, publication.size())
        return response

    return handle


def _subject(request: HttpRequest) -> str:
    """What the page shows; empty for a page of which nobody keeps whether it was seen."""
    match = request.resolver_match
    if match and match.url_name == "entry":
        return f"entry:{match.kwargs['seq']}"
    if match and match.url_name == "work":
        code = Document.objects.filter(address=f"/akn/{match.kwargs['address']}").values_list("code", flat=True)
        return f"document:{code[0]}" if code else ""
    return ""
