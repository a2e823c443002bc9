"""The pages on which several packages meet: home, and a state."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.bodies import queries as bodies
from comity.bodies.chair import chair_row
from comity.bodies.models import Body, Chairmanship, Meeting
from comity.bodies.offices import holder_rows
from comity.bodies.pages import meeting_row
from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.meetings.models import Session
from comity.meetings.rules import UNDER_WAY
from comity.membership import pages as membership
from comity.membership.models import Step
from comity.membership.queries import on_day, state_names
from comity.membership.rules import since_leaving
from comity.membership.state import names_of_state, standing_rows
from comity.record.doubts import doubt_of
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.queries import count_known, ends_before
from comity.record.sentences import Names, localised, sentence_html

LATELY = 8
"""So many groups of entries the home page shows: those of one kind on one day go together."""
OF_ONE_KIND = 3
"""So many of a group are shown; the others are counted."""
QUIET = ("membership.name_state", "charter.enact", "rehearsal.begin")
"""Kinds of act by which nothing was decided: they enter what is so already, or open an exercise."""
STEPS = ("decisions.", "meetings.", "people.")
"""Of these, most acts are steps on the way: who spoke, who consented, what was put on an agenda."""
DECIDED = (
    "decisions.adopt",
    "decisions.adopted",
    "decisions.close_without_outcome",
    "decisions.corrigendum",
    "decisions.lapse",
    "meetings.approve_record",
    "meetings.call_off",
    "meetings.convene",
    "meetings.gavel",
    "meetings.postpone",
)
"""Of the steps, those with which something is decided."""
Row = dict[str, Any]


def home(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    names = Names(moment.on, moment.query)
    states = state_names(moment.on)
    rows = membership.member_rows(moment, states)
    term = Chairmanship.objects.filter(on_day(moment.on)).last()
    context = {
        "moment": moment,
        "members": membership.members_of(moment, rows),
        "others": membership.others(moment, rows),
        "table": membership.table_of(moment, rows),
        "current": chair_row(moment.on, term, states) if term else None,
        "chair": term.state if term else "",
        "coming": list(coming(moment, names)),
        "lately": list(lately(moment.on, names)),
        "figures": figures(moment, rows),
        "ends": ends_before(moment.on, moment.last),
    }
    return render(request, "site/home.html", context)


def lately(on: date, names: Names) -> Iterator[tuple[date, list[Row]]]:
    """What counts from the latest days up to `on`, the latest first: day by day, groups of entries of one kind."""
    steps = Q(*(Q(kind__startswith=package) for package in STEPS), _connector=Q.OR)
    known = EntryRow.objects.filter(~steps | Q(kind__in=DECIDED), on__lte=on).exclude(kind__in=QUIET)
    rows = list(known.order_by("-on", "kind", "-seq")[: LATELY * 10])
    names.expect(row.entry for row in rows)
    groups = [(day, kind, list(found)) for (day, kind), found in groupby(rows, key=lambda row: (row.on, row.kind))]
    for day, of_day in groupby(groups[:LATELY], key=itemgetter(0)):
        yield day, [_group(kind, [row.entry for row in found], names) for _day, kind, found in of_day]


def _group(kind: str, entries: list[Entry], names: Names) -> Row:
    shown = [_told(entry, names) for entry in entries[:OF_ONE_KIND]]
    return {"kind": kind, "entries": shown, "more": len(entries) - len(shown)}


def coming(moment: Moment, names: Names) -> Iterator[Row]:
    """The meetings that are announced or, today, under way; one that was convened here has a page of its own."""
    found = list(bodies.coming(moment.on).filter(last__gte=moment.on))
    convened = Session.objects.filter(entry__in=[one.announced_by for one in found if one.announced_by])
    sessions = {one.entry: one for one in convened}
    for meeting in found:
        session = sessions.get(meeting.announced_by or 0)
        yield meeting_row(moment.on, meeting) | {
            "body_name": names.of("body", meeting.body),
            "country_name": names.of("state", meeting.country),
            "session": session and session.entry,
            "under_way": bool(session and session.phase in UNDER_WAY and moment.is_today),
        }


def figures(moment: Moment, rows: list[Row]) -> Row:
    """What can be counted on the day."""
    held = Meeting.objects.filter(held=True, last__lte=moment.on)
    working = Body.objects.filter(on_day(moment.on), phase="operating").values_list("dated", flat=True)
    undated = sum(dated == "unknown" for dated in working)
    return {
        "states": len(rows),
        "bodies": len(working) - undated,
        "undated": undated,
        "meetings": held.count(),
        "years": _years(moment.first, moment.on),
        "entries": count_known(moment.on),
    }


def _years(since: date, on: date) -> int:
    """Whole years between two days."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def state(request: HttpRequest, code: str) -> HttpResponse:
    moment = moment_of(request)
    names = names_of_state(code, moment.on)
    states = {code: names.name}
    standings = standing_rows(moment, code, names)
    current = next((row for row in standings if row["current"]), None)
    terms = Chairmanship.objects.filter(state=code, since__lte=moment.on).order_by("-since")
    context = {
        "moment": moment,
        "code": code,
        "name": localised(names.name),
        "full_name": localised(names.full_name),
        "naming": names,
        "standings": standings,
        "current": current,
        "last": standings[0] if standings and not current else None,
        "path": accession(moment, code, current),
        "steps": step_rows(moment, code),
        "chairmanships": [chair_row(moment.on, term, states) for term in terms],
        "holders": [row for row in holder_rows(moment) if row["state"] == code],
        "hosted": list(_hosted(moment, code)),
    }
    return render(request, "site/state.html", context)


def accession(moment: Moment, code: str, current: Row | None) -> list[Row]:
    """The path to membership with the steps taken, for a state that is on it; empty for any other.

    Whoever left is on it again with the first step taken since.
    """
    accession = moment.charter.accession
    if current and current["status"] == accession.status:
        return []
    steps = list(Step.objects.filter(state=code, on__lte=moment.on).order_by("on", "entry"))
    since = since_leaving(steps, lambda step: step.step)
    taken = {step.step: step for step in since if step.status == accession.status}
    if not taken:
        return []
    # What comes before the last step taken is behind the state, even where the record does not hold it.
    acts = [step.act for step in accession.steps]
    behind = acts[: max((acts.index(act) for act in taken if act in acts), default=-1) + 1]
    due = charter_rules.next_step(moment.charter, behind)
    return [
        {
            "name": localised(step.name),
            "article": step.article,
            "taken": taken.get(step.act),
            "next": step == due,
            "behind": step.act in behind,
        }
        for step in accession.steps
    ]


def step_rows(moment: Moment, code: str) -> list[Row]:
    """Every entry that concerns the state's way in or out, as a sentence, the latest first."""
    names = Names(moment.on, moment.query)
    steps = {step.entry: step for step in Step.objects.filter(state=code, on__lte=moment.on)}
    found = list(EntryRow.objects.filter(seq__in=list(steps)).order_by("-on", "-seq"))
    names.expect(row.entry for row in found)
    return [_told(row.entry, names) | {"step": steps[row.seq]} for row in found]


def _told(entry: Entry, names: Names) -> Row:
    """An entry as a line of a list."""
    return {"entry": entry, "sentence": sentence_html(entry, names), "doubt": doubt_of(entry)}


def _hosted(moment: Moment, code: str) -> Iterator[Row]:
    """The meetings that the state hosted or chaired, up to the day."""
    names = bodies.body_names(moment.on)
    mine = Meeting.objects.filter(Q(country=code) | Q(chair=code), held=True, last__lte=moment.on)
    for meeting in mine.order_by("-last"):
        yield meeting_row(moment.on, meeting) | {
            "body_name": localised(names.get(meeting.body, {"en": meeting.body}))
        }
