"""The organiser's page: codes, the clock, named points, what was kept aside.

    GET, POST /rehearsal/organiser/link/SECRET   become the organiser; the link works once
    GET  /rehearsal/organiser                    everything that the organiser can do
    POST /rehearsal/organiser                    `do=codes|any_seat|clock|checkpoint|restore|forward`
    GET  /rehearsal/organiser/slips              the codes, to be printed and cut
    GET  /rehearsal/organiser/codes.csv          the same as a table
    GET  /rehearsal/organiser/aside/FILE         what was kept aside, entry by entry

Opening the link shows a button, and only the button uses the link up: programs that look at links before people do
would use it up otherwise.
"""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.record.clock import now, today
from comity.record.exercise import notices
from comity.record.lists import cell, named, with_notice
from comity.rehearsal import aside, pages, points, queries, running
from comity.rehearsal.models import Code, Point
from comity.rehearsal.rules import Place
from comity.rehearsal.seating import NotPossible, grouped, log_in, newcomer

SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
Row = dict[str, Any]
View = Callable[..., HttpResponse]


def for_organiser(view: View) -> View:
    """Only the organiser sees the page; to others it is as if there were none."""

    def handle(request: HttpRequest, **codes: Any) -> HttpResponse:
        if not queries.organises(request.account):
            raise Http404
        return view(request, **codes)

    return handle


def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Become the organiser, by the link that `comity rehearsal organiser` printed."""
    if not running.is_link(secret):
        return render(request, "rehearsal/link.html", {"is_used": True}, status=410)
    if request.method != "POST":
        return render(request, "rehearsal/link.html")
    account = request.account or newcomer(_("Organiser"))
    if not running.appoint(secret, account):
        return render(request, "rehearsal/link.html", {"is_used": True}, status=410)
    if request.account != account:
        log_in(request, account)
    return HttpResponseRedirect(reverse("rehearsal_organiser"), status=303)


@for_organiser
def organiser(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    do = DOING.get(request.POST.get("do", ""))
    if do is None:
        return _page(request, _("That is nothing that can be done here."), 400)
    try:
        messages.success(request, do(request))
    except NotPossible as error:
        return _page(request, str(error), 409)
    return HttpResponseRedirect(reverse("rehearsal_organiser"), status=303)


def _make_codes(request: HttpRequest) -> str:
    wanted = {place: _count(request.POST.get(place.key, "")) for place in queries.places_on(today())}
    count = len(running.make_codes({place: number for place, number in wanted.items() if number}))
    return ngettext("%(count)s code was made.", "%(count)s codes were made.", count) % {"count": count}


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _let_take_any_seat(request: HttpRequest) -> str:
    allowed = request.POST.get("allowed") == "yes"
    running.let_take_any_seat(allowed)
    return _("Everybody may take any seat now.") if allowed else _("From now on a seat is taken by a code only.")


def _move_clock(request: HttpRequest) -> str:
    if span := SPANS.get(request.POST.get("by", "")):
        running.move_clock_by(span)
    else:
        running.move_clock(_moment(request.POST.get("to", "")))
    return _("The clock was moved, for everybody.")


def _moment(text: str) -> datetime:
    """A moment as a form writes it, in UTC. Raises NotPossible."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise NotPossible(_("Say to which day and time the clock is to go."))
    return found.replace(tzinfo=found.tzinfo or UTC)


def _keep_point(request: HttpRequest) -> str:
    point = points.keep(request.POST.get("name", ""))
    return _("The point “%(name)s” is kept.") % {"name": point.name}


def _restore(request: HttpRequest) -> str:
    if request.POST.get("sure") != "yes":
        raise NotPossible(_("Say that you are sure: everybody is taken back, and what came after is put aside."))
    done = points.restore(request.POST.get("name", ""))
    return _("Everybody is back at the point “%(name)s”.") % {"name": done.point.name}


def _go_forward(request: HttpRequest) -> str:
    if request.POST.get("sure") != "yes":
        raise NotPossible(_("Say that you are sure: what was recorded since is put aside in its turn."))
    done, _kept = points.go_forward(request.POST.get("name", ""))
    return _("Entries %(first)s to %(last)s are in the record again.") % {"first": done.first, "last": done.last}


DOING: dict[str, Callable[[HttpRequest], str]] = {
    "codes": _make_codes,
    "any_seat": _let_take_any_seat,
    "clock": _move_clock,
    "checkpoint": _keep_point,
    "restore": _restore,
    "forward": _go_forward,
}


def _page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    rows = list(Code.objects.select_related("account"))
    course = queries.course()
    context = {
        "refused": refused,
        "now": now(),
        "any_seat": course.any_seat,
        "codes": rows,
        "used": sum(row.account is not None for row in rows),
        "suggested": 0 if rows else 1,
        "groups": pages.delegations(),
        "roles": pages.roles(),
        "others": pages.others(),
        "points": list(Point.objects.all()),
        "asides": aside.found(),
    }
    return render(request, "rehearsal/organiser.html", context, status=status)


@for_organiser
def slips(request: HttpRequest) -> HttpResponse:
    """The codes that nobody has used yet, each on a slip with the address: to be printed and cut."""
    rows = [_slip(request, row) for row in Code.objects.filter(account=None)]
    return render(request, "rehearsal/slips.html", {"slips": rows})


def _slip(request: HttpRequest, row: Code) -> Row:
    place = Place(row.seat, row.role)
    return {"code": grouped(row.code), "place": pages.place_name(place), "address": _way_in(request)}


def _way_in(request: HttpRequest) -> str:
    """The address to type: that of the site as the organiser sees it."""
    return request.build_absolute_uri(reverse("rehearsal"))


@for_organiser
def codes_data(request: HttpRequest) -> HttpResponse:
    """`/rehearsal/organiser/codes.csv`: every code, its seat, the link that fills it in, and who came by it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(with_notice(("code", "seat", "role", "link", "name")))
    for row in Code.objects.select_related("account"):
        link = f"{_way_in(request)}?code={grouped(row.code)}"
        name = row.account.name if row.account else ""
        values = (grouped(row.code), row.seat, row.role, link, name, *notices().values())
        writer.writerow([cell(value) for value in values])
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=named("codes", "csv"))


@for_organiser
def put_aside(request: HttpRequest, name: str) -> HttpResponse:
    """What was kept aside when everybody was taken back, entry by entry."""
    found = aside.named(name)
    if found is None:
        raise Http404
    return render(request, "rehearsal/aside.html", {"aside": found, "entries": found.told()})
