"""The members: round table, timeline and list, as a page and as data."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comity.charter import rules as charter_rules
from comity.charter.day import Moment, moment_of
from comity.membership import queries
from comity.membership.models import Standing
from comity.membership.round_table import RoundTable, Seated, round_table
from comity.membership.timeline import Axis, Bar, Line, Timeline
from comity.record.doubts import with_doubts
from comity.record.lists import data
from comity.record.sentences import listed, localised
from comity.record.text import LocalisedText

COLUMNS = (
    *("code", "name", "status", "status_name", "since", "dated", "decided_on", "suspended"),
    *("entry", "basis", "article", "irregular", "doubt"),
)
Row = dict[str, Any]
Names = dict[str, dict[str, str]]


def members(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    names = queries.state_names(moment.on)
    rows = member_rows(moment, names)
    context = {
        "moment": moment,
        "groups": groups(rows),
        "members": members_of(moment, rows),
        "others": others(moment, rows),
        "table": table_of(moment, rows),
        "timeline": timeline(moment, names),
    }
    return render(request, "membership/members.html", context)


def members_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/members.json` and `.csv`: every state with a standing on the day; `?status=` picks one status."""
    moment = moment_of(request)
    status = request.GET.get("status", "")
    if status and status not in moment.charter.statuses:
        raise BadRequest(
            _("The charter knows no status “%(status)s”. Write one of: %(known)s.")
            % {"status": status[:40], "known": ", ".join(moment.charter.statuses)}
        )

    return data("members", request, form, COLUMNS, lambda: with_status(moment, status))


def with_status(moment: Moment, status: str) -> list[Row]:
    """The states with a status, or with any."""
    rows = member_rows(moment, queries.state_names(moment.on))
    return [row for row in rows if not status or row["status"] == status]


def member_rows(moment: Moment, names: Names) -> list[Row]:
    """Every state with a standing on the day, by the rank of its status and the charter's order."""
    rows = {row.state: _row(moment, row, names) for row in queries.standings(moment.on)}
    wording = {code: LocalisedText(names.get(code, {"en": code})) for code in rows}
    seats = charter_rules.seating(moment.charter, wording)
    rank = {code: status.rank for code, status in moment.charter.statuses.items()}
    return with_doubts(sorted((rows[code] for code in seats), key=lambda row: rank.get(row["status"], len(rank) + 1)))


def _row(moment: Moment, standing: Standing, names: Names) -> Row:
    return {
        "code": standing.state,
        "name": localised(names.get(standing.state, {"en": standing.state})),
        "status": standing.status,
        "status_name": status_name(moment, standing.status),
        "since": standing.since,
        "dated": standing.dated,
        "decided_on": standing.decided_on,
        "suspended": standing.suspended,
        "entry": standing.entry,
        "basis": standing.basis,
        "article": standing.article,
        "irregular": standing.irregular,
    }


def status_name(moment: Moment, code: str) -> str:
    status = moment.charter.statuses.get(code)
    return localised(status.name) if status else code


def members_of(moment: Moment, rows: Iterable[Row]) -> list[Row]:
    """Of the states with a standing, those whose status is the one at which the path of accession ends."""
    return [row for row in rows if row["status"] == moment.charter.accession.status]


def others(moment: Moment, rows: list[Row]) -> Row:
    """How many states take part with another status (`count`), and with which (`standings`, in words)."""
    status = moment.charter.accession.status
    found = groups(row for row in rows if row["status"] != status)
    count = sum(len(group) for _name, group in found)
    standings = listed(name if len(found) == 1 else f"{name}: {len(group)}" for name, group in found)
    return {"count": count, "standings": standings}


def groups(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by the name of their status; they come sorted."""
    return [(name, list(found)) for name, found in groupby(rows, key=lambda row: row["status_name"])]


def table_of(moment: Moment, rows: Iterable[Row]) -> RoundTable:
    """Those who decide sit at the table, all others in the second ring."""
    deciding = charter_rules.statuses_with(moment.charter, "decide", moment.on)
    rings: dict[bool, list[Seated]] = {True: [], False: []}
    for row in rows:
        seated = Seated(row["code"], row["name"], row["status"], row["status_name"])
        rings[row["status"] in deciding].append(seated)
    return round_table(rings[True], rings[False])


def timeline(moment: Moment, names: Names) -> Timeline:
    """Each state's standings over the whole life of the organisation, those that came first first."""
    axis = Axis(moment.first, moment.last)
    bars: dict[str, list[Bar]] = {}
    used: set[str] = set()
    for row in Standing.objects.filter(since__lte=moment.last).order_by("since", "entry"):
        title = period(status_name(moment, row.status), row.since, row.until)
        bars.setdefault(row.state, []).append(
            axis.bar(row.since, row.until, f"rank-{_rank(moment, row.status)}", title)
        )
        used.add(row.status)
    lines = [Line(code, localised(names.get(code, {"en": code})), tuple(found)) for code, found in bars.items()]
    known = sorted(used & set(moment.charter.statuses), key=lambda code: moment.charter.statuses[code].rank)
    legend = [(f"rank-{_rank(moment, code)}", status_name(moment, code)) for code in known]
    return Timeline(axis, axis.at(moment.on), lines, legend)


def _rank(moment: Moment, code: str) -> int:
    """The look of a status in the timeline: 1 the fullest, 4 the slightest."""
    status = moment.charter.statuses.get(code)
    return min(status.rank, 4) if status else 4


def period(what: str, since: date, until: date | None) -> str:
    """A period in words."""
    if until is None:
        return _("%(what)s since %(since)s") % {"what": what, "since": date_format(since)}
    values = {"what": what, "since": date_format(since), "until": date_format(until)}
    return _("%(what)s from %(since)s to %(until)s") % values
