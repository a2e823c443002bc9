"""The chair's plan of a year: as a page by months, as data and as a calendar, and as a table for a spreadsheet.

GET /plan            the events of a year, `?year=2031`
GET /plan/table      the same as text with tabs, to be copied into a spreadsheet
POST /plan/table     what was pasted from one: `do=preview` shows what would be entered, `do=enter` enters all of
                     it or nothing
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import uuid4

import icalendar
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.bodies.models import Chairmanship
from comity.meetings import pasting, sheet, words
from comity.meetings.models import Event
from comity.membership.queries import on_day
from comity.record.clock import today
from comity.record.exercise import notice
from comity.record.keys import origin
from comity.record.lists import data, language_asked
from comity.record.models import EntryRow
from comity.record.places import place_name
from comity.record.sentences import Names, localised
from comity.record.submission import Refused
from comity.register.words import area_name

Row = dict[str, Any]
COLUMNS = ("entry", "name", "first", "last", "area", "city", "country", "body", "preparation", "changed_by")
REFRESH = timedelta(hours=12)
"""How often a reader's calendar may ask again."""


def plan(request: HttpRequest) -> HttpResponse:
    on = today()
    years = _years()
    year = _year_asked(request, years, on)
    names = Names(on)
    rows = [event_row(row, names) for row in _of_year(year)]
    term = Chairmanship.objects.filter(on_day(on)).last()
    context = {
        "year": year,
        "years": years,
        "months": [
            (month, list(found)) for month, found in groupby(rows, key=lambda row: row["first"].replace(day=1))
        ],
        "count": len(rows),
        "ready": len([row for row in rows if row["preparation"] in ("ready", "held")]),
        "promised": term.events_planned if term else None,
        "chair": names.of("state", term.state) if term else "",
        "may_change": pasting.may_enter(request.sitting),
        "today": on,
    }
    return render(request, "meetings/plan.html", context)


def _month(row: Row) -> date:
    first: date = row["first"]
    return first.replace(day=1)


def _of_year(year: int) -> Iterable[Event]:
    """The events that are not dropped and touch the year."""
    known = Event.objects.filter(dropped_by=None, first__lte=date(year, 12, 31), last__gte=date(year, 1, 1))
    return known.order_by("first", "last", "entry")


def _years() -> list[int]:
    first_days = Event.objects.filter(dropped_by=None).values_list("first", flat=True)
    return sorted({day.year for day in first_days})


def _year_asked(request: HttpRequest, years: list[int], on: date) -> int:
    """The year that is shown: the one asked for if there is a plan for it, else that of today, else the latest."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked[:9]) in years:
        return int(asked)
    return on.year if on.year in years or not years else years[-1]


def event_row(row: Event, names: Names) -> Row:
    return {
        "entry": row.entry,
        "name": localised(row.name),
        "wording": row.name,
        "first": row.first,
        "last": row.last,
        "area": row.area,
        "area_name": area_name(row.area) if row.area else "",
        "city": row.city,
        "country": row.country,
        "country_name": names.of("state", row.country) if row.country else "",
        "body": row.body,
        "body_name": names.of("body", row.body) if row.body else "",
        "preparation": row.preparation,
        "preparation_name": words.PREPARATION[row.preparation],
        "changed_by": row.changed_by,
    }


def plan_rows() -> list[Row]:
    """Every event that is planned, in the order of days."""
    names = Names(today())
    return [event_row(row, names) for row in Event.objects.filter(dropped_by=None).order_by("first", "entry")]


def plan_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/plan.json` and `.csv`."""
    return data("plan", request, form, COLUMNS, plan_rows)


# The calendar


def calendar(request: HttpRequest) -> HttpResponse:
    """`/plan.ics` (RFC 5545)."""
    with override(language_asked(request)):
        rows = plan_rows()
        content = _calendar(request, rows).to_ical()
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _calendar(request: HttpRequest, rows: list[Row]) -> icalendar.Calendar:
    found = icalendar.Calendar()
    found.add("prodid", "-//Comity//Plan//EN")
    found.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        found.add(name, _("The chair's plan"))
    if said := notice():
        for name in ("description", "x-wr-caldesc"):
            found.add(name, said)
    found.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    entries = [row["changed_by"] or row["entry"] for row in rows]
    recorded = dict(EntryRow.objects.filter(seq__in=entries).values_list("seq", "at"))
    for row in rows:
        found.add_component(_event(row, recorded, request))
    return found


def _event(row: Row, recorded: dict[int, Any], request: HttpRequest) -> icalendar.Event:
    """An event as days without hours. `uid` stays when it is changed."""
    event, entry = icalendar.Event(), row["changed_by"] or row["entry"]
    event.add("uid", f"event-{row['entry']}@{origin().partition('/')[0]}")
    event.add("dtstamp", recorded.get(entry) or timezone.now())
    event.add("dtstart", row["first"])
    event.add("dtend", row["last"] + timedelta(days=1))  # the end is out (RFC 5545, sec. 3.6.1)
    event.add("summary", row["name"])
    event.add("status", "TENTATIVE" if row["preparation"] == "proposed" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("sequence", row["changed_by"] or 0)
    event.add("url", request.build_absolute_uri(reverse("entry", args=[entry])))
    if row["area_name"]:
        event.add("categories", [str(row["area_name"])])
    if said := notice():
        event.add("comment", said)
    if place := ", ".join(filter(None, (place_name(row["city"]), row["country_name"]))):
        event.add("location", place)
    return event


# The table


def table(request: HttpRequest) -> HttpResponse:
    may_enter = pasting.may_enter(request.sitting)
    if request.method != "POST" or not may_enter:
        year = _year_asked(request, _years(), today())
        text = sheet.written(pasting.sheet_rows(_of_year(year)), pasting.headings())
        return _table(request, {"text": text, "year": year, "may_enter": may_enter})
    text = request.POST.get("table", "")
    lines = pasting.read(text, request.sitting)
    context = {"text": text, "lines": lines, "may_enter": True, "ready": pasting.is_ready(lines)}
    if request.POST.get("do") == "enter" and context["ready"]:
        try:
            pasting.enter(lines, request.sitting, request.POST.get("key", "")[:30])
            return HttpResponseRedirect(reverse("plan"), status=303)
        except Refused:
            # The plan has moved since the lines were looked at: they are told as they are now.
            lines = pasting.read(text, request.sitting)
            return _table(request, context | {"lines": lines, "ready": pasting.is_ready(lines)}, 409)
    return _table(request, context, 200 if context["ready"] else 422)


def _table(request: HttpRequest, context: Row, status: int = 200) -> HttpResponse:
    known = {"key": request.POST.get("key", "")[:30] or uuid4().hex[:30], "headings": pasting.headings()}
    return render(request, "meetings/plan_table.html", context | known, status=status)
