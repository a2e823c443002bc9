"""A state: what it is called, and what it has been to the organisation; as data, and for its page."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.charter.day import Moment, moment_of
from comity.membership.models import Standing, StateName
from comity.membership.pages import status_name
from comity.record.doubts import with_doubts
from comity.record.lists import data
from comity.record.sentences import localised

STATE_COLUMNS = (
    *("code", "name", "status", "status_name", "since", "until", "dated", "decided_on"),
    *("entry", "ended_by", "basis", "article", "irregular", "doubt"),
)
Row = dict[str, Any]


def state_data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """`/states/IN.json` and `.csv`: what a state has been to the organisation, period by period."""
    moment = moment_of(request)
    names = names_of_state(code, moment.on)
    return data(f"state-{code}", request, form, STATE_COLUMNS, lambda: standing_rows(moment, code, names))


def names_of_state(code: str, on: date) -> StateName:
    """The names of a state on a day, or its first ones. Raises Http404."""
    known = StateName.objects.filter(state=code)
    found = known.filter(since__lte=on).last() or known.first()
    if found is None:
        raise Http404(
            _("The record knows no state “%(code)s”. The page Members lists the states with their codes, such as IN.")
            % {"code": code}
        )
    return found


def standing_rows(moment: Moment, code: str, names: StateName) -> list[Row]:
    """What a state has been up to the day, the latest first."""
    found = Standing.objects.filter(state=code, since__lte=moment.on).order_by("-since", "-entry")
    return with_doubts(_standing_row(moment, row, names) for row in found)


def _standing_row(moment: Moment, row: Standing, names: StateName) -> Row:
    ended = row.until is not None and row.until <= moment.on
    return {
        "code": row.state,
        "name": localised(names.name),
        "status": row.status,
        "status_name": status_name(moment, row.status),
        "since": row.since,
        "until": row.until if ended else None,
        "current": not ended,
        "dated": row.dated,
        "decided_on": row.decided_on,
        "entry": row.entry,
        "ended_by": row.ended_by if ended else None,
        "basis": row.basis,
        "article": row.article,
        "irregular": row.irregular,
    }
