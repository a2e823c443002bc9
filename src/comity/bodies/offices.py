"""The offices and who held them, as pages and as data."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.bodies.chair import name_of
from comity.bodies.models import Holder
from comity.bodies.pages import provision_order
from comity.bodies.queries import person_names
from comity.charter import pages as charter_pages
from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.charter.organs import Office
from comity.membership.pages import period
from comity.membership.queries import state_names
from comity.membership.timeline import Axis, Bar, Line, Timeline
from comity.record.doubts import with_doubts
from comity.record.lists import data
from comity.record.sentences import localised

HOLDER_COLUMNS = (
    *("office", "office_name", "person", "state", "since", "dated", "due", "until", "current"),
    *("entry", "ended_by", "basis", "article", "irregular", "doubt"),
)
Row = dict[str, Any]
Names = dict[str, dict[str, str]]


def offices(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    names = state_names(moment.on)
    rows = holder_rows(moment)
    shown = [_shown(moment, code, rows, names) for code in moment.charter.offices]
    shown.sort(key=lambda office: (not office["terms"], provision_order(office["office"].article), office["name"]))
    return render(request, "bodies/offices.html", {"moment": moment, "offices": shown})


def office(request: HttpRequest, code: str) -> HttpResponse:
    moment = moment_of(request)
    _known(moment, code)
    shown = _shown(moment, code, holder_rows(moment, code), state_names(moment.on))
    return render(request, "bodies/office.html", {"moment": moment, "office": shown})


def offices_data(request: HttpRequest, form: str, code: str = "") -> HttpResponse:
    """`/offices.json` and `/offices/secretary-general.json`, and the same as CSV."""
    moment = moment_of(request)
    if code:
        _known(moment, code)
    return data(code or "offices", request, form, HOLDER_COLUMNS, lambda: holder_rows(moment, code))


def _known(moment: Moment, code: str) -> Office:
    if code not in moment.charter.offices:
        values = {"office": code, "known": ", ".join(moment.charter.offices)}
        raise Http404(_("The charter knows no office “%(office)s”. It knows these: %(known)s.") % values)
    return moment.charter.offices[code]


def holder_rows(moment: Moment, code: str = "") -> list[Row]:
    """Every term that had begun by the day, the latest first within an office; of one office if it is named."""
    found = Holder.objects.filter(since__lte=moment.on).order_by("office", "-since", "-entry")
    return with_doubts(_holder_row(moment, term) for term in (found.filter(office=code) if code else found))


def _holder_row(moment: Moment, term: Holder) -> Row:
    return {
        "office": term.office,
        "office_name": title(moment, term.office, term.since),
        "person": term.person,
        "person_name": localised(person_names(moment.on, [term.person]).get(term.person, {"en": term.person})),
        "state": term.state,
        "since": term.since,
        "dated": term.dated,
        "due": term.due,
        "until": term.until,
        "current": term.until is None or term.until > moment.on,
        "entry": term.entry,
        "ended_by": term.ended_by,
        "basis": term.basis,
        "article": term.article,
        "irregular": term.irregular,
    }


def title(moment: Moment, code: str, on: date) -> str:
    """What an office was called on a day."""
    known = moment.charter.offices.get(code)
    if known is None:
        return code
    return localised((charter_rules.in_force(known.title, on) or known.title[-1]).name)


def office_rows(moment: Moment) -> Iterator[Row]:
    """Every office of the charter on the day, with whoever holds it."""
    current = {row["office"]: row["person_name"] for row in holder_rows(moment) if row["current"]}
    for row in charter_pages.offices(moment):
        yield row | {"holder": current.get(row["code"])}


def _shown(moment: Moment, code: str, rows: Iterable[Row], names: Names) -> dict[str, Any]:
    """An office with its terms, as its section of the page shows it."""
    terms = [row | {"state_name": name_of(row["state"], names)} for row in rows if row["office"] == code]
    axis = Axis(moment.first, moment.last)
    lines = [Line(row["state"], row["person_name"], (_term_bar(axis, row),)) for row in reversed(terms)]
    office = moment.charter.offices[code]
    return {
        "code": code,
        "name": title(moment, code, moment.on),
        "office": office,
        "body_name": localised(moment.charter.bodies[office.body].name),
        "current": next((row for row in terms if row["current"]), None),
        "last": terms[0] if terms else None,
        "terms": terms,
        "timeline": Timeline(axis, axis.at(moment.on), lines, []),
    }


def _term_bar(axis: Axis, row: Row) -> Bar:
    return axis.bar(row["since"], row["until"], "term", period(row["person_name"], row["since"], row["until"]))
