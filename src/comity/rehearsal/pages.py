"""Taking a seat: the page with every seat, a click, a code.

GET  /rehearsal         every seat, and a form for an invitation code; `?code=` fills it in
POST /rehearsal/sit     `place=delegation:IN/head`: a seat with one click
POST /rehearsal/join    `code`, `name`: the seat that the code names
"""

from itertools import groupby
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from comity.charter import queries as charters
from comity.membership.queries import standings
from comity.people.rules import ROLES, sort_of
from comity.people.words import ROLE_NAMES
from comity.record import exercise
from comity.record.clock import today
from comity.record.seats import Seat
from comity.record.sentences import Names, localised, seat_name
from comity.record.submission import Refused
from comity.rehearsal import queries, seating
from comity.rehearsal.rules import Place
from comity.rehearsal.seating import NotPossible

SEATS, CODES = "rehearsal_seat", "rehearsal_code"
"""What is counted against the limits of `settings.ACCOUNT_RATE_LIMITS`: seats taken, codes that were wrong."""
WITHOUT_STANDING = pgettext_lazy("states without a standing", "others")
Row = dict[str, Any]


def seats(request: HttpRequest) -> HttpResponse:
    return page(request)


def read_me(request: HttpRequest) -> HttpResponse:
    """`/rehearsal.txt`: the notice in every language, and the name of the log; published beside the pages."""
    return HttpResponse(exercise.read_me(), content_type="text/plain; charset=utf-8")


def sit(request: HttpRequest) -> HttpResponse:
    """Take a seat with one click, and see the organisation from there."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("rehearsal"))
    if not ratelimit.consume(request, action=SEATS):
        return ratelimit.respond_429(request)
    seat, _slash, role = request.POST.get("place", "").partition("/")
    try:
        seating.sit(request, Place(seat, role))
    except (NotPossible, Refused) as error:
        return page(request, str(error), 409)
    return HttpResponseRedirect(reverse("delegation"), status=303)


def join(request: HttpRequest) -> HttpResponse:
    """Take the seat that an invitation code names."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("rehearsal"))
    # Only who errs is slowed down: a class comes from one address, and all of it at once.
    if not ratelimit.consume(request, action=CODES, dry_run=True):
        return ratelimit.respond_429(request)
    try:
        found = seating.join(request, request.POST.get("code", ""), request.POST.get("name", ""))
    except (NotPossible, Refused) as error:
        return page(request, str(error), 409)
    if found is None:
        ratelimit.consume(request, action=CODES)
        return page(
            request, _("There is no such code. Look at the slip again: it has eight letters and figures."), 409
        )
    return HttpResponseRedirect(reverse("delegation"), status=303)


def page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    """The page with every seat. `refused` says why what was asked for was not done."""
    settings, bound = queries.course(), queries.bound_to(request.account)
    organises = queries.organises(request.account)
    context = {
        "refused": refused,
        "code": (request.POST.get("code") or request.GET.get("code", ""))[:20],
        "name": request.POST.get("name", "")[:60],
        "bound": _place_row(bound, Names(today()), {}) if bound else None,
        "organises": organises,
        "any_seat": bound is None and (settings.any_seat or organises),
        "roles": roles(),
        "groups": delegations(),
        "others": others(),
    }
    return render(request, "rehearsal/seats.html", context, status=status)


def roles() -> list[str]:
    """What one can be in a delegation."""
    return [localised(ROLE_NAMES[role]) for role in ROLES["delegation"]]


def delegations() -> list[Row]:
    """The delegations by the status of their states, each with its places."""
    on = today()
    found, names, taken = charters.in_force(on), Names(on), queries.taken(on)
    if found is None:
        return []
    called = {code: localised(status.name) for code, status in found[0].statuses.items()}
    status = dict(standings(on).values_list("state", "status"))
    rows = [
        {
            "code": code,
            "name": names.of("state", code),
            "status": called.get(status[code], status[code]) if code in status else WITHOUT_STANDING,
            "places": [_place_row(Place(f"delegation:{code}", role), names, taken) for role in ROLES["delegation"]],
        }
        for code in queries.states_at_table(on)
    ]
    return [
        {"status": told, "states": list(of_status)} for told, of_status in groupby(rows, lambda row: row["status"])
    ]


def others() -> list[Row]:
    """The places that are no delegation's."""
    on = today()
    names, taken = Names(on), queries.taken(on)
    return [_place_row(place, names, taken) for place in queries.places_on(on) if sort_of(place.seat) != "delegation"]


def _place_row(place: Place, names: Names, taken: dict[Place, int]) -> Row:
    seat, role = seat_name(Seat(place.seat), names), localised(ROLE_NAMES[place.role])
    # In a chair, or as a guest, there is one thing that one can be.
    name = seat if len(ROLES[sort_of(place.seat)]) == 1 else f"{seat}, {role}"
    return {"key": place.key, "name": name, "role": role, "taken": taken.get(place, 0)}


def place_name(place: Place) -> str:
    """A place in words: “delegation of India, expert”."""
    return str(_place_row(place, Names(today()), {})["name"])
