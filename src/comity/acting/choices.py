"""What there is to choose from where one field depends on another, or where the actor is to know people by name.

Without JavaScript a form offers everything that could be chosen; with it, what fits the field it depends on.
"""

from collections.abc import Callable, Mapping
from datetime import date

from comity.bodies import queries as bodies
from comity.bodies.models import Holder
from comity.membership.models import Standing
from comity.membership.queries import on_day
from comity.people.models import Account, Credential
from comity.people.rules import ROLES, refuse_seating, sort_of
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.clock import today
from comity.record.seats import Seat
from comity.record.sentences import Names, day_told, localised, seat_name

Choices = list[tuple[str, str]]
Chooser = Callable[[str, Sitting], Choices]
"""The choices of a field, by the value of the one that it depends on; that is empty while nothing was chosen."""


def _roles(seat: str, sitting: Sitting) -> Choices:
    sorts = [sort_of(seat)] if seat else list(ROLES)
    roles = dict.fromkeys(role for sort in sorts for role in ROLES.get(sort, ()))
    return [
        (role, localised(ROLE_NAMES[role]))
        for role in roles
        if not seat or not refuse_seating(sitting.seat, sitting.role, seat, role)
    ]


def _persons(office: str, sitting: Sitting) -> Choices:
    rows = Holder.objects.filter(on_day(today()), **({"office": office} if office else {}))
    return [(person, person) for person in sorted(set(rows.values_list("person", flat=True)))]


def _announced(body: str, sitting: Sitting) -> Choices:
    rows = bodies.coming(today()).filter(**({"body": body} if body else {})).order_by("first", "entry")
    names = Names(today())
    return [
        (str(row.announced_by), f"{names.of('body', row.body)}, {day_told(row.first)}{row.city and ', ' + row.city}")
        for row in rows
        if row.announced_by
    ]


def _statuses(state: str, sitting: Sitting) -> Choices:
    rows = Standing.objects.filter(on_day(today()), **({"state": state} if state else {}))
    names = Names(today())
    return [(status, names.of("status", status)) for status in sorted(set(rows.values_list("status", flat=True)))]


def _credentials(nothing: str, sitting: Sitting) -> Choices:
    """Those that the seat may end or restrict, by the people who hold them."""
    names, found = Names(today()), []
    rows = Credential.objects.filter(on_day(today())).order_by("seat", "entry")
    mine = [row for row in rows if not refuse_seating(sitting.seat, sitting.role, row.seat, row.role)]
    people = {one.code: one for one in Account.objects.filter(code__in=[row.account for row in mine])}
    for row in mine:
        role, seat = localised(ROLE_NAMES[row.role]), seat_name(Seat(row.seat), names)
        found.append((str(row.entry), f"{people.get(row.account, row.account)} ({seat}, {role})"))
    return found


DEPENDENT: Mapping[str, Mapping[str, tuple[str, Chooser]]] = {
    "people.issue_credential": {"role": ("seat", _roles)},
    "people.end_credential": {"credential_entry": ("", _credentials)},
    "people.restrict_credential": {"credential_entry": ("", _credentials)},
    "bodies.end_office": {"person": ("office", _persons)},
    "bodies.meet": {"announced_entry": ("body", _announced)},
    "membership.end_status": {"status": ("state", _statuses)},
}
"""By kind of act and field: the field that it depends on, if it does, and what there is to choose."""


def people_known(sitting: Sitting, on: date) -> dict[str, Account]:
    """The people whom an actor may know, by the codes of their accounts.

    The secretariat gives every seat, and knows all who have ever held one. A delegation knows its own people, of
    today and of before. Nobody is offered the others, and a name or an address of theirs is not recognised either:
    the answer to it is the same as if there were no such account. They are invited (`/delegation`), where the answer
    does not tell either.
    """
    rows = Credential.objects.all()
    if sort_of(sitting.seat) != "secretariat":
        rows = rows.filter(seat=sitting.seat)
    codes = set(rows.values_list("account", flat=True))
    return {one.code: one for one in Account.objects.filter(code__in=codes).order_by("name", "email")}


def recognised(written: str, known: Mapping[str, Account]) -> str:
    """The code of the one account that is meant by a name or an address; what was written, if there is none."""
    wanted = written.casefold().strip()
    meant = [one.code for one in known.values() if wanted in (one.email.casefold(), one.name.casefold())]
    return meant[0] if wanted and len(meant) == 1 else written
