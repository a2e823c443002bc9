"""The chair through time, as a page and as data."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.bodies.models import Chairmanship
from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.membership.pages import period
from comity.membership.queries import state_names, states_with
from comity.membership.timeline import Axis, Bar, Line, Timeline
from comity.record.doubts import with_doubts
from comity.record.lists import data
from comity.record.queries import ends_before
from comity.record.sentences import localised
from comity.record.text import LocalisedText

CHAIR_COLUMNS = (
    *("code", "name", "since", "until", "slogan", "events_planned", "expected", "in_order"),
    *("entry", "ended_by", "article", "irregular", "doubt"),
)
Row = dict[str, Any]
Names = dict[str, dict[str, str]]


def chair(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    names = state_names(moment.on)
    rows = chair_rows(moment, names)
    context = {
        "moment": moment,
        "rows": rows,
        "current": next((row for row in rows if row["current"]), None),
        "next": next_in_turn(moment, names, rows),
        "departures": sum(not row["in_order"] for row in rows),
        "ends": ends_before(moment.on, moment.last),
        "timeline": _chair_timeline(moment, names, rows),
    }
    return render(request, "bodies/chair.html", context)


def chair_data(request: HttpRequest, form: str) -> HttpResponse:
    moment = moment_of(request)
    return data("chair", request, form, CHAIR_COLUMNS, lambda: chair_rows(moment, state_names(moment.on)))


def chair_rows(moment: Moment, names: Names) -> list[Row]:
    """Every chairmanship that had begun by the day, the latest first."""
    found = Chairmanship.objects.filter(since__lte=moment.on).order_by("-since", "-entry")
    return with_doubts(chair_row(moment.on, term, names) for term in found)


def chair_row(on: date, term: Chairmanship, names: Names) -> Row:
    ended = term.until is not None and term.until <= on
    return {
        "code": term.state,
        "name": name_of(term.state, names),
        "since": term.since,
        "until": term.until if ended else None,
        "slogan": localised(term.slogan),
        "wording": term.slogan,
        "events_planned": term.events_planned,
        "expected": term.expected,
        "expected_name": name_of(term.expected, names) if term.expected else "",
        "in_order": term.expected in ("", term.state),
        "current": not ended,
        "entry": term.entry,
        "ended_by": term.ended_by if ended else None,
        "article": term.article,
        "irregular": term.irregular,
    }


def name_of(code: str, names: Names) -> str:
    return localised(names.get(code, {"en": code}))


def next_in_turn(moment: Moment, names: Names, rows: list[Row]) -> str:
    """Whose turn it is after the chair of the day, by the charter's order; empty where there is no such order."""
    members = states_with("chair", moment.charter, moment.on)
    wording = {code: LocalisedText(names[code]) for code in members if code in names}
    turn = charter_rules.next_in_rotation(moment.charter, rows[0]["code"], wording) if rows else None
    return name_of(turn, names) if turn else ""


def _chair_timeline(moment: Moment, names: Names, rows: list[Row]) -> Timeline:
    """A line for each state that has been in the chair, in the order of the turn."""
    axis = Axis(moment.first, moment.last)
    bars: dict[str, list[Bar]] = {}
    for row in reversed(rows):
        title = period(row["name"], row["since"], row["until"])
        bars.setdefault(row["code"], []).append(axis.bar(row["since"], row["until"] or moment.on, "term", title))
    seats = charter_rules.seating(
        moment.charter, {code: LocalisedText(names[code]) for code in bars if code in names}
    )
    lines = [Line(code, name_of(code, names), tuple(bars[code])) for code in seats]
    return Timeline(axis, axis.at(moment.on), lines, [])
