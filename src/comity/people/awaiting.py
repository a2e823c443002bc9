"""What waits for a seat about who sits where: delegations without a head, credentials that run out."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from comity.membership.queries import deciding
from comity.people import rules
from comity.people.models import Credential
from comity.people.queries import held_in, held_on
from comity.record.awaiting import Awaited, awaited, told
from comity.record.seats import SECRETARIAT, Seat
from comity.record.sentences import Names

SOON = timedelta(days=30)
HEADLESS = _("Nobody sits as head of the delegation of %(state)s. The state names its head by a note.")
SEVERAL = _("Nobody sits as head in these delegations: %(states)s. Each state names its head by a note.")
ENDS = _("The credential in entry %(credential_entry)s ends: %(seat)s, %(role)s.")


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    if seat != SECRETARIAT and not (seat.state and role in rules.SEATING):
        return
    held, names = held_on(on) if seat == SECRETARIAT else held_in(seat, on), Names(on)
    if seat == SECRETARIAT:
        yield from _headless(held, on, names)
    for row in held:
        mine = seat == SECRETARIAT or (row.seat == seat and row.role == "expert")
        if mine and row.until and row.until <= on + SOON:
            yield _ending(row, seat, names)


def _headless(held: list[Credential], on: date, names: Names) -> Iterator[Awaited]:
    """The delegations of states that decide in which nobody sits who can bind the state; told in one line."""
    headed = {row.seat for row in held if row.role == "head"}
    states = [state for state in deciding(on) if Seat.delegation(state) not in headed]
    fields = {"role": "head"}
    if len(states) == 1:
        (state,) = states
        fields["seat"] = str(Seat.delegation(state))
        what = told(HEADLESS, names, state=state)
        yield awaited(f"state:{state}", what, kind="people.issue_credential", fields=fields)
    elif states:
        what = told(SEVERAL, names, states=states)
        yield awaited(f"seat:{SECRETARIAT}", what, kind="people.issue_credential", fields=fields)


def _ending(row: Credential, seat: Seat, names: Names) -> Awaited:
    """A new one can be given from the day on which the old one is over; only the secretariat can do so ahead."""
    day = row.until.isoformat() if row.until else ""
    what = told(ENDS, names, credential_entry=row.entry, seat=row.seat, role=row.role)
    fields = {"account": row.account, "seat": row.seat, "role": row.role, "on": day}
    state = Seat(row.seat).state
    subject = f"state:{state}" if state else f"seat:{row.seat}"
    kind = "people.issue_credential" if seat == SECRETARIAT else None
    return awaited(subject, what, entry=row.entry, due=row.until, kind=kind, fields=fields)
