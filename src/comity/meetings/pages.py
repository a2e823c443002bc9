"""The meetings: those to come and those that were; one meeting; its summary record.

GET /meetings             to come, under way, held; `?year=2019` those of another year
GET /meetings/SEQ         one that was convened here: agenda, participants, speakers, time line
GET /meetings/SEQ/record  its summary record, drafted from its acts
"""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.bodies.calendar import meeting_rows
from comity.charter.day import Moment, moment_of
from comity.meetings import asking, consent, queries, rules, telling, words
from comity.meetings.models import Session
from comity.record.clock import today
from comity.record.sentences import Names, sentence_html

Row = dict[str, Any]
SPOKEN_OF = ("meetings.ask_floor", "meetings.yield_floor")
"""Kinds of act that the time line leaves out: what follows from them stands in it."""


def meetings(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    names = Names(moment.on, moment.query)
    rows = [_listed(row, names) for row in meeting_rows(moment.on)]
    known = {row.entry: row for row in Session.objects.all()}
    for row in rows:
        session = known.get(row["announced_by"])
        row["session"] = session and session.entry
        row["phase"] = _phase(row, session, moment)
        if session and session.moved_by and not moment.is_today:
            row |= queries.days_before_moving(session.entry, moment.on)
        row["format_name"] = words.FORMATS.get(session.format if session else row["format"], "")
    held = [row for row in rows if row["held"]]
    years = sorted({row["last"].year for row in held}, reverse=True)
    year = _year(request, years)
    context = {
        "moment": moment,
        "under_way": [row for row in rows if row["phase"] in rules.UNDER_WAY],
        "to_come": sorted(_to_come(rows, moment), key=lambda row: row["first"]),
        "proposed": [_proposed(row, names) for row in consent.proposed()] if moment.is_today else [],
        "called_off": [row for row in rows if row["called_off_by"] and row["last"] >= moment.on],
        "unknown": [row for row in rows if not row["held"] and row["last"] < moment.on and not row["session"]],
        "held": [row for row in held if row["last"].year == year],
        "held_count": len(held),
        "year": year,
        "years": years,
    }
    return render(request, "meetings/meetings.html", context)


def _phase(row: Row, session: Session | None, moment: Moment) -> str:
    """How far it has come today; of an earlier day it is known only whether it was called off by then."""
    if row["called_off_by"]:
        return rules.CALLED_OFF
    return session.phase if session and moment.is_today else ""


def _proposed(row: Session, names: Names) -> Row:
    """A meeting that is not among those of its body yet, as a row of the list."""
    return telling.session_row(row, names) | {"session": row.entry, "dated": "day"}


def _to_come(rows: Iterable[Row], moment: Moment) -> list[Row]:
    waiting = (row for row in rows if not row["held"] and row["phase"] in ("", rules.CONVENED))
    return [row for row in waiting if row["session"] or row["last"] >= moment.on]


def _year(request: HttpRequest, years: list[int]) -> int | None:
    """The year whose meetings are shown: the one asked for, else the latest. Raises Http404 for one without any."""
    asked = request.GET.get("year", "")
    if not asked:
        return years[0] if years else None
    if not asked.isdecimal() or int(asked[:9]) not in years:
        raise Http404(_("No meeting of that year is known."))
    return int(asked)


def _listed(row: Row, names: Names) -> Row:
    told = {"body_name": names.of("body", row["body"])}
    told["country_name"] = names.of("state", row["country"]) if row["country"] else ""
    told["chair_name"] = names.of("state", row["chair"]) if row["chair"] else ""
    return row | told


def found_session(seq: int) -> Session:
    """Raises Http404 for an entry that convened no meeting, or none that the reader may know of."""
    found = queries.session_row(seq)
    if found is None:
        raise Http404(_("By entry %(seq)s no meeting was convened. The page Meetings lists them.") % {"seq": seq})
    return found


def session(request: HttpRequest, seq: int) -> HttpResponse:
    row, on = found_session(seq), today()
    names = Names(on)
    seats = queries.seat_names(seq, names)
    context = {
        "session": telling.session_row(row, names),
        "agenda": telling.agenda_rows(seq),
        "nominations": telling.nomination_rows(seq, names),
        "presence": telling.presence(seq, names, seats),
        "speakers": telling.speakers(seq, seats),
        "line": time_line(seq, names),
        "consent": asking.asked(row, names),
        "to_review": telling.review_rows(row, bool(request.sitting) and request.sitting.seat in queries.PRESIDING),
        "members": [seats[seat] for seat in queries.member_seats(on)],
    }
    return render(request, "meetings/session.html", context)


def time_line(code: int, names: Names) -> list[Row]:
    """What happened, the latest first."""
    entries = [entry for entry in queries.entries_of(code) if entry.kind not in SPOKEN_OF]
    names.expect(entries)
    return [
        {"seq": entry.seq, "at": entry.at, "on": entry.on, "sentence": sentence_html(entry, names)}
        for entry in reversed(entries)
    ]


def summary_record(request: HttpRequest, seq: int) -> HttpResponse:
    """The summary record. Raises Http404 as long as the meeting has not been opened."""
    row = found_session(seq)
    if row.opened_by is None:
        raise Http404(_("This meeting has not been opened, so there is nothing to record yet."))
    names = Names(today())
    seats = queries.seat_names(seq, names)
    context = {
        "session": telling.session_row(row, names),
        "sections": telling.record_sections(queries.entries_of(seq), seq, names, seats),
        "corrections_open": row.corrections_until is not None
        and row.approved_by is None
        and row.corrections_until >= today(),
    }
    return render(request, "meetings/record.html", context)
