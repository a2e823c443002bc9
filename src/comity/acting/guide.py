"""The page that tells who writes programs what they can ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from comity.acting.programs import api

PROBLEMS = {
    "refused": _("A rule forbids the act, or it is not for your seat. The article and the values stand beside it."),
    "bad-fields": _("The fields make no act. Each fault is told with its field."),
    "moved": _("The record has grown since the act was made for it, as If-Match says."),
    "too-long": _("The act is longer than an entry of the record can be."),
    "nobody": _("Nobody has logged in or shown a token, and an act is made from a seat."),
    "no-seat": _("The account, or the token, holds no seat."),
    "token": _("The token is mistyped, revoked or over, or its owner does not sit there any more."),
    "damaged": _(
        "The record is not the one that was signed, and takes no more acts until somebody has looked at it."
    ),
}
"""Each type of problem that a program can be told, by the anchor in its address."""


def api_page(request: HttpRequest) -> HttpResponse:
    """What programs can ask, for who writes them."""
    described = api.get_openapi_schema()
    operations = [
        {"method": method.upper(), "path": path, **told}
        for path, methods in described["paths"].items()
        for method, told in methods.items()
    ]
    context = {"operations": operations, "problems": PROBLEMS, "site": f"{request.scheme}://{request.get_host()}"}
    return render(request, "acting/api.html", context)
