"""The bodies, the chair and the holders of offices, on any day."""

from datetime import date

from django.db.models import QuerySet

from comity.bodies import rules
from comity.bodies.models import Body, Chairmanship, Holder, Meeting
from comity.membership.queries import on_day
from comity.record.edition import remembered
from comity.record.lookup import look_up


def established(code: str, on: date) -> date | None:
    """Since when a body exists that exists on a day; None if it does not."""
    rows = _established(code, on)
    return rows[0][0] if rows else None


@look_up
def _established(code: str, on: date) -> QuerySet[Body, tuple[date]]:
    return Body.objects.filter(on_day(on), code=code).values_list("since")[:1]


def chair(on: date) -> rules.Chair | None:
    """The state in the chair on a day."""
    row = Chairmanship.objects.filter(on_day(on)).last()
    return row and rules.Chair(row.state, row.since)


def previous_chair(on: date) -> str | None:
    """The state that was last in the chair before a day, whether it still is or not."""
    return Chairmanship.objects.filter(since__lt=on).values_list("state", flat=True).last()


def last_term(office: str, on: date) -> rules.Term | None:
    """The last term of an office that began before a day."""
    row = Holder.objects.filter(office=office, since__lt=on).last()
    return row and rules.Term(row.person, row.state, row.since, row.until)


def holder(office: str, person: str, on: date) -> rules.Term | None:
    """The term in which a person holds an office on a day."""
    row = Holder.objects.filter(on_day(on), office=office, person=person).last()
    return row and rules.Term(row.person, row.state, row.since, row.until)


@remembered
def body_names(on: date) -> dict[str, dict[str, str]]:
    """What each body is called, by its code; the latest establishment up to the day counts."""
    names: dict[str, dict[str, str]] = {}
    for row in Body.objects.order_by("since", "entry"):
        if row.since <= on or row.code not in names:
            names[row.code] = row.name
    return names


def meetings_known(on: date) -> QuerySet[Meeting]:
    """The meetings that were held by a day, or announced."""
    held = Meeting.objects.filter(held=True, last__lte=on)
    return held | Meeting.objects.filter(announced_on__lte=on)


def coming(on: date) -> QuerySet[Meeting]:
    """The meetings announced by a day, and not held by then."""
    return Meeting.objects.filter(announced_on__lte=on).exclude(held=True, last__lte=on)
