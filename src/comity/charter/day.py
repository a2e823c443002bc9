"""The day on which a reader looks at the organisation: `?on=2017-06-08`, or today.

A page that shows a state of affairs begins with `moment = moment_of(request)` and hands it to its template as
`moment`: then the page has the date control, and says so when it does not show today.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.charter import queries
from comity.charter.schema import Charter
from comity.record.clock import today

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
AHEAD = timedelta(days=3652)
"""Ten years: so far after today may a reader look. Nothing is decided for later, and a drawing would have no end."""


@dataclass(frozen=True)
class Moment:
    """The day asked for, and the charter that counts on it.

    first     the day on which the organisation was founded
    enacted   the entry that enacted the charter
    """

    on: date
    first: date
    today: date
    charter: Charter
    enacted: int

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def query(self) -> str:
        """What keeps the day in the address of another page; nothing for today."""
        return "" if self.is_today else f"?on={self.on.isoformat()}"

    @property
    def is_to_come(self) -> bool:
        return self.on > self.today

    @property
    def furthest(self) -> date:
        """The last day that a reader may ask for."""
        return self.today + AHEAD

    @property
    def last(self) -> date:
        """The end of the organisation's life, as far as it has come, or as the reader looks ahead."""
        return max(self.on, self.today)


def moment_of(request: HttpRequest) -> Moment:
    """Raises BadRequest for what is no day, or one before the founding; Http404 while there is no charter."""
    present = today()
    asked = day_asked(request)
    on = asked or present
    found = queries.in_force(on)
    if found is None:
        raise Http404(_("The record holds no organisation yet. Load one: comity load organisations/sco"))
    charter, enacted = found
    first = charter.organisation.founded_on
    if asked and on < first:
        values = {"on": on.isoformat(), "first": first.isoformat()}
        raise BadRequest(
            _("On %(on)s there was no organisation: it was founded on %(first)s. Write that day or a later one.")
            % values
        )
    return Moment(max(on, first), first, present, charter, enacted)


def checked(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: a day that is none is refused everywhere, also by a page that is the same on all days."""

    def handle(request: HttpRequest) -> HttpResponse:
        day_asked(request)
        return get_response(request)

    return handle


def day_asked(request: HttpRequest) -> date | None:
    """The day in the address; None if there is none. Raises BadRequest for what is no day, or too far ahead."""
    asked = request.GET.get("on", "").strip()
    if not asked:
        return None
    on, last = _parsed(asked), today() + AHEAD
    if on > last:
        values = {"on": on.isoformat(), "last": last.isoformat()}
        raise BadRequest(
            _("%(on)s is more than ten years ahead, and nothing is decided for it. Write %(last)s or an earlier day.")
            % values
        )
    return on


def _parsed(asked: str) -> date:
    try:
        if ISO_DATE.fullmatch(asked):
            return date.fromisoformat(asked)
    except ValueError:
        pass
    raise BadRequest(
        _("“%(asked)s” is not a day. Write the year, the month and the day, such as 2017-06-08.")
        % {"asked": asked[:40]}
    )
