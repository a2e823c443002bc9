"""The meetings of every body: as a calendar to subscribe to (RFC 5545), and as data.

A meeting of which only the month or the year is known stands on no day of the calendar: any would be false. The
calendar says how many such meetings it leaves out, and the data have them all.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import icalendar
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from comity.bodies import queries
from comity.bodies.pages import MEETING_COLUMNS, Row, found_body, meeting_row
from comity.charter.day import moment_of
from comity.record.exercise import notice
from comity.record.keys import origin
from comity.record.lists import data, language_asked
from comity.record.models import EntryRow
from comity.record.places import place_name
from comity.record.sentences import Names

REFRESH = timedelta(hours=12)
"""How often a reader's calendar may ask again."""


def all_meetings_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/meetings.json` and `.csv`: the meetings of every body that are known on the day, the latest first."""
    on = moment_of(request).on
    return data("meetings", request, form, MEETING_COLUMNS, lambda: meeting_rows(on))


def meeting_rows(on: date) -> list[Row]:
    """The meetings of every body that are known on the day, the latest first."""
    known = queries.meetings_known(on).order_by("-first", "-entry")
    return [meeting_row(on, meeting) for meeting in known]


def calendar(request: HttpRequest, code: str = "") -> HttpResponse:
    """`/meetings.ics`, and `/bodies/CHS.ics` for one body. Raises Http404 for a body that nobody knows."""
    moment = moment_of(request)
    with override(language_asked(request)):
        names = Names(moment.on)
        title = names.of("body", found_body(moment, code).code) if code else _("Meetings")
        known = queries.meetings_known(moment.on).order_by("first", "entry")
        meetings = [meeting_row(moment.on, meeting) for meeting in (known.filter(body=code) if code else known)]
        content = _calendar(request, title, meetings, names).to_ical()
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _calendar(request: HttpRequest, title: str, meetings: list[Row], names: Names) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Comity//Meetings//EN")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    dated = [row for row in meetings if row["dated"] == "day"]
    left_out = len(meetings) - len(dated)
    if described := " ".join(filter(None, (notice(), _without_a_day(left_out, request) if left_out else ""))):
        for name in ("description", "x-wr-caldesc"):
            calendar.add(name, described)
    recorded = _recorded(dated)
    for row in dated:
        calendar.add_component(_event(row, names, recorded, request))
    return calendar


def _without_a_day(count: int, request: HttpRequest) -> str:
    words = ngettext(
        "%(count)s meeting is not in this calendar, because its day is not known; the list has it: %(address)s",
        "%(count)s meetings are not in this calendar, because their day is not known; the list has them: %(address)s",
        count,
    )
    return words % {"count": count, "address": request.build_absolute_uri(reverse("meetings_data", args=["csv"]))}


def _recorded(meetings: Iterable[Row]) -> Mapping[int, datetime]:
    """When each entry that the meetings name was recorded."""
    entries = {row["entry"] for row in meetings}
    return dict(EntryRow.objects.filter(seq__in=entries).values_list("seq", "at"))


def _event(row: Row, names: Names, recorded: Mapping[int, datetime], request: HttpRequest) -> icalendar.Event:
    """A meeting as days without hours. `uid` stays when what was announced is held, is moved or is called off."""
    event = icalendar.Event()
    event.add("uid", f"meeting-{row['announced_by'] or row['entry']}@{origin().partition('/')[0]}")
    event.add("dtstamp", recorded.get(row["entry"]) or timezone.now())
    event.add("dtstart", row["first"])
    event.add("dtend", row["last"] + timedelta(days=1))  # the end is out (RFC 5545, sec. 3.6.1)
    event.add("summary", summary(row, names))
    event.add("status", status(row))
    event.add("sequence", sequence(row))
    event.add("transp", "TRANSPARENT")
    event.add("url", request.build_absolute_uri(reverse("entry", args=[row["entry"]])))
    if said := notice():
        event.add("comment", said)
    place = ", ".join(part for part in (place_name(row["city"]), names.of("state", row["country"] or "")) if part)
    if place:
        event.add("location", place)
    return event


def summary(row: Row, names: Names) -> str:
    """A meeting in a line."""
    values = {"body": names.of("body", row["body"]), "number": row["ordinal"]}
    return _("%(body)s, meeting %(number)s") % values if row["ordinal"] else values["body"]


def status(row: Row) -> str:
    if row["called_off_by"]:
        return "CANCELLED"
    return "CONFIRMED" if row["held"] else "TENTATIVE"


def sequence(row: Row) -> int:
    """It only ever grows (RFC 5545, sec. 3.8.7.4): entries do, and what is held comes after them."""
    changed: int = row["called_off_by"] or row["moved_by"] or 0
    return changed + (1 if row["held"] and row["announced_by"] else 0)
