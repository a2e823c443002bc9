"""The bodies and their meetings, as pages and as data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.bodies import queries
from comity.bodies.models import Body, Meeting
from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.charter.organs import Meets
from comity.membership.queries import on_day, state_names
from comity.record.doubts import with_doubts
from comity.record.lists import data
from comity.record.sentences import localised

COLUMNS = (
    *("code", "name", "kind", "phase", "parent", "city", "since", "dated"),
    *("entry", "basis", "article", "irregular", "doubt"),
)
MEETING_COLUMNS = (
    *("body", "ordinal", "first", "last", "dated", "city", "country", "chair", "format", "held"),
    *("entry", "announced_on", "announced_by", "moved_by", "called_off_on", "called_off_by"),
)
CHAIRED_BY = {
    "host-of-meeting": gettext_lazy("the state that hosts the meeting"),
    "state-in-chair": gettext_lazy("the state in the chair"),
    "own-rotation": gettext_lazy("a state by a turn of its own"),
}
Row = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """A body and those that belong to it."""

    row: Row
    below: tuple["Branch", ...]

    @property
    def leaves(self) -> bool:
        """Whether many bodies stand below it, none of which has any of its own."""
        return len(self.below) > 4 and not any(branch.below for branch in self.below)


def bodies(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    rows = body_rows(moment)
    working = [row for row in rows if row["phase"] == "operating"]
    since_known = [row for row in working if row["dated"] != "unknown"]
    context = {
        "moment": moment,
        "rows": rows,
        "since_known": since_known,
        "undated": len(working) - len(since_known),
        "of_charter": [row for row in since_known if row["of_charter"]],
        "tree": tree([row for row in working if row["kind"] != "non-governmental"]),
        "beside": [row for row in working if row["kind"] == "non-governmental"],
        "planned": [row for row in rows if row["phase"] != "operating"],
    }
    return render(request, "bodies/bodies.html", context)


def bodies_data(request: HttpRequest, form: str) -> HttpResponse:
    moment = moment_of(request)
    return data("bodies", request, form, COLUMNS, lambda: body_rows(moment))


def body_rows(moment: Moment) -> list[Row]:
    """The bodies that exist on the day: those of the charter by their articles, then the others by their names."""
    found = Body.objects.filter(on_day(moment.on))
    provisions = {code: body.article for code, body in moment.charter.bodies.items()}
    rows = [_row(moment, body) for body in found]
    return with_doubts(sorted(rows, key=lambda row: (provision_order(provisions.get(row["code"], "")), row["name"])))


def provision_order(ref: str) -> tuple[int, str]:
    """Articles by their numbers, regulations after them by their names, what has no provision last."""
    return (int(ref), "") if ref.isdecimal() else (10_000 if ref else 10_001, ref)


def _row(moment: Moment, body: Body) -> Row:
    return {
        "code": body.code,
        "name": localised(body.name),
        "kind": body.kind,
        "phase": body.phase,
        "parent": body.parent,
        "city": body.city,
        "since": body.since,
        "dated": body.dated,
        "until": body.until,
        "ended_by": body.ended_by,
        "entry": body.entry,
        "basis": body.basis,
        "article": body.article,
        "irregular": body.irregular,
        "of_charter": body.code in moment.charter.bodies,
    }


def tree(rows: Iterable[Row], parent: str = "") -> tuple[Branch, ...]:
    """The bodies under `parent`; one whose parent is not among them stands at the top."""
    rows = list(rows)
    codes = {row["code"] for row in rows}
    under = [row for row in rows if (row["parent"] if row["parent"] in codes else "") == parent]
    return tuple(Branch(row, tree_below(rows, row["code"])) for row in under)


def tree_below(rows: list[Row], parent: str) -> tuple[Branch, ...]:
    under = (row for row in rows if row["parent"] == parent and row["code"] != parent)
    return tuple(Branch(row, tree_below(rows, row["code"])) for row in under)


def body(request: HttpRequest, code: str) -> HttpResponse:
    moment = moment_of(request)
    row, found = body_told(moment, code)
    names, states = body_names(moment), state_names(moment.on)
    meetings = [row | {"chair_name": _name(row["chair"], states)} for row in meeting_rows(moment, code)]
    of_charter = moment.charter.bodies.get(code)
    context = {
        "moment": moment,
        "row": row,
        "body": found,
        "exists": found and found.since <= moment.on and (found.until is None or moment.on < found.until),
        "parent_name": _name(row["parent"], names),
        "parts": with_doubts(_row(moment, part) for part in Body.objects.filter(on_day(moment.on), parent=code)),
        "charter_body": of_charter,
        "chaired_by": CHAIRED_BY.get(of_charter.chaired_by or "") if of_charter else None,
        "site": site_of(moment, code),
        "meets": meets(of_charter.meets, names) if of_charter and of_charter.meets else "",
        "competences": list(competences(moment, code, names)),
        "held": [row for row in meetings if row["held"]],
        "announced": [row for row in meetings if not row["held"]],
    }
    return render(request, "bodies/body.html", context)


def body_told(moment: Moment, code: str) -> tuple[Row, Body | None]:
    """What is told of a body; None beside it if only the charter knows it. Raises Http404."""
    found = known_body(moment, code)
    return (with_doubts([_row(moment, found)])[0] if found else named_row(moment, code)), found


def _name(code: str | None, names: dict[str, dict[str, str]]) -> str:
    return localised(names.get(code, {"en": code})) if code else ""


def meetings_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """`/bodies/CHS.json` and `.csv`: the meetings of a body, the latest first."""
    moment = moment_of(request)
    known_body(moment, code)
    return data(f"meetings-{code}", request, form, MEETING_COLUMNS, lambda: meeting_rows(moment, code))


def known_body(moment: Moment, code: str) -> Body | None:
    """The body; None if the charter names it and no act has established it. Raises Http404 for any other."""
    if code in moment.charter.bodies and not Body.objects.filter(code=code).exists():
        return None
    return found_body(moment, code)


def named_row(moment: Moment, code: str) -> Row:
    """What the charter says of a body that no act has established."""
    body = moment.charter.bodies[code]
    return {"code": code, "name": localised(body.name), "parent": body.parent or "", "phase": "named"}


def body_names(moment: Moment) -> dict[str, dict[str, str]]:
    """What each body is called, also one that the charter alone knows."""
    return {code: dict(body.name.root) for code, body in moment.charter.bodies.items()} | queries.body_names(
        moment.on
    )


def found_body(moment: Moment, code: str) -> Body:
    """The body as it is on the day, or as it last was. Raises Http404."""
    known = Body.objects.filter(code=code)
    found = known.filter(since__lte=moment.on).last() or known.first()
    if found is None:
        raise Http404(_("There is no body “%(code)s”. The page Bodies lists them with their codes.") % {"code": code})
    return found


def competences(moment: Moment, code: str, names: dict[str, dict[str, str]]) -> Iterator[Row]:
    """What the charter lets a body decide on the day, and by which rule."""
    of_charter = moment.charter.bodies.get(code)
    for name in of_charter.competences if of_charter else ():
        if competence := charter_rules.competence(moment.charter, name, moment.on):
            yield {
                "name": localised(competence.name),
                "rule": localised(moment.charter.rules[competence.rule].name),
                "proposed_by": competence.proposed_by,
                "proposer": _name(competence.proposed_by, names),
                "article": competence.article,
            }


def meets(how_often: Meets, names: dict[str, dict[str, str]]) -> str:
    """How often a body meets by the charter, in words."""
    words = []
    if how_often.at_least_yearly == 1:
        words.append(_("at least once a year"))
    elif count := how_often.at_least_yearly:
        words.append(
            ngettext("at least %(count)s time a year", "at least %(count)s times a year", count) % {"count": count}
        )
    if count := how_often.months_before:
        values = {"count": count, "body": _name(how_often.before, names)}
        words.append(
            ngettext(
                "as a rule %(count)s month before the %(body)s",
                "as a rule %(count)s months before the %(body)s",
                count,
            )
            % values
        )
    if how_often.as_agreed:
        words.append(_("on dates agreed each time"))
    return "; ".join(words)


def site_of(moment: Moment, code: str) -> str:
    """The city in which a body sits by the charter, on the day; empty where the charter does not say."""
    of_charter = moment.charter.bodies.get(code)
    site = charter_rules.in_force(of_charter.seat, moment.on) if of_charter else None
    return localised(site.city) if site else ""


def meeting_rows(moment: Moment, code: str) -> list[Row]:
    found = queries.meetings_known(moment.on).filter(body=code).order_by("-first", "-entry")
    return [meeting_row(moment.on, meeting) for meeting in found]


def meeting_row(on: date, meeting: Meeting) -> Row:
    """A meeting as it is known on a day: one that was held later is only announced yet."""
    held = meeting.held and meeting.last <= on
    called_off = meeting.called_off_on is not None and meeting.called_off_on <= on
    return {
        "body": meeting.body,
        "ordinal": meeting.ordinal,
        "first": meeting.first,
        "last": meeting.last,
        "dated": meeting.dated,
        "city": meeting.city,
        "country": meeting.country,
        "chair": meeting.chair,
        "format": meeting.format,
        "held": held,
        "entry": entry_of(meeting, held, called_off),
        "announced_on": meeting.announced_on,
        "announced_by": meeting.announced_by,
        "moved_by": meeting.moved_by,
        "called_off_on": meeting.called_off_on if called_off else None,
        "called_off_by": meeting.called_off_by if called_off else None,
        "note": meeting.note,
    }


def entry_of(meeting: Meeting, held: bool, called_off: bool) -> int:
    """The entry on which it rests that the meeting is as it is told."""
    if called_off and meeting.called_off_by:
        return meeting.called_off_by
    return meeting.entry if held else meeting.moved_by or meeting.announced_by or meeting.entry
