"""The bodies, the chair and the holders of offices, on any day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from comity.bodies import rules
from comity.bodies.models import Body, Chairmanship, Holder, Meeting
from comity.membership.queries import names_on, on_day
from comity.record.edition import remembered, remembered_for_all
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
    row = chairmanship(on)
    return rules.Chair(row.state, row.since) if row else None


def chairmanship(on: date) -> Chairmanship | None:
    """The chairmanship of a day."""
    held = (row for row in reversed(_chairmanships()) if row.since <= on and (row.until is None or row.until > on))
    return next(held, None)


def previous_chair(on: date) -> str | None:
    """The state that was last in the chair before a day, whether it still is or not."""
    return next((row.state for row in reversed(_chairmanships()) if row.since < on), None)


@remembered_for_all
def _chairmanships() -> list[Chairmanship]:
    """All that ever were, in their order: one in a year, and every question about the chair is about their last."""
    return list(Chairmanship.objects.all())


def last_term(office: str, on: date) -> rules.Term | None:
    """The last term of an office that began before a day."""
    return _latest(row for row in terms_given() if row.office == office and row.since < on)


def holder(office: str, person: str, on: date) -> rules.Term | None:
    """The term in which a person holds an office on a day."""
    terms = (row for row in terms_given() if (row.office, row.person) == (office, person))
    return _latest(row for row in terms if row.since <= on and (row.until is None or row.until > on))


def _latest(rows: Iterable[Holder]) -> rules.Term | None:
    found = [rules.Term(row.person, row.state, row.since, row.until) for row in rows]
    return found[-1] if found else None


@remembered_for_all
def terms_given() -> list[Holder]:
    """Every term of every office, in their order: some dozens, and a page judges several offices."""
    return list(Holder.objects.all())


def person_names(on: date, persons: Collection[str]) -> dict[str, dict[str, str]]:
    """What holders of offices are called, the same on any day; by the last of their terms that tells."""
    told = {row.person: row.called for row in terms_given() if row.called and row.person in persons}
    return {person: {"en": person, **called} for person, called in told.items()}


@remembered
def body_names(on: date) -> dict[str, dict[str, str]]:
    """What each body is called, by its code; the latest establishment up to the day counts."""
    return names_on(Body.objects.order_by("since", "entry").values_list("code", "since", "name"), on)


def meetings_known(on: date) -> QuerySet[Meeting]:
    """The meetings that were held by a day, or announced."""
    held = Meeting.objects.filter(held=True, last__lte=on)
    return held | Meeting.objects.filter(announced_on__lte=on)


def coming(on: date) -> QuerySet[Meeting]:
    """The meetings announced by a day, and not held by then nor called off."""
    announced = Meeting.objects.filter(announced_on__lte=on).exclude(held=True, last__lte=on)
    return announced.exclude(called_off_on__lte=on)
