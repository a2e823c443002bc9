"""Sitting in a seat: the one way in which a person performs an act, whichever door they come through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comity.people import queries, rules
from comity.people.models import Account, Credential
from comity.record.acts import Act, Context
from comity.record.entries import Entry
from comity.record.refusals import Refusal
from comity.record.seats import Seat
from comity.record.submission import submit


@dataclass(frozen=True)
class Sitting:
    """An account in one of its seats; it is also the authority by which it acts.

    credential   the entry that gave it the seat
    reads_only   who sits may read and not act: a program whose token does not say that it may
    """

    account: str
    credential: int
    seat: Seat
    role: str
    reads_only: bool = False

    def refusals(self, act: Act | type[Act], context: Context) -> Iterator[Refusal | None]:
        """Asked while the record is locked: a credential that was ended a moment ago is ended."""
        if self.reads_only:
            yield Refusal("", "reads_only")
            return
        row = next((row for row in queries.given_to(self.account) if row.entry == self.credential), None)
        if row is None or (row.account, row.seat, row.role) != (self.account, self.seat, self.role):
            yield Refusal("", "credential_over", {"seat": str(self.seat), "role": self.role})
            return
        context.find(credential=self.credential)
        roles = act.roles or rules.BINDING
        yield from rules.refuse_acting(queries.held(row), act.kind, roles, context.on, context.at.date())

    def audiences(self, on: date) -> list[str]:
        return queries.audiences_of(self.seat, on)


def sittings(account: Account, on: date) -> list[Sitting]:
    """Every seat that an account may take on a day."""
    return list(map(sitting_of, queries.seats_of(account.code, on))) if account.is_active else []


def sitting_of(row: Credential) -> Sitting:
    return Sitting(row.account, row.entry, Seat(row.seat), row.role)


def perform(
    act: Act, sitting: Sitting, *, on: date | None = None, key: str | None = None, size: int | None = None
) -> Entry:
    """Put an act into the record from a seat. Raises Refused, Moved, TooLong, Damaged.

    A key is the account's own: two people who choose the same one do not meet.
    """
    return submit(act, sitting.seat, on=on, key=key and f"{sitting.account}:{key}", authority=sitting, size=size)
