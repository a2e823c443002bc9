"""What a subscriber may read, and what awaits them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from comity.acting.awaiting import awaiting
from comity.notices.models import Subscription, Webhook
from comity.notices.rules import LETTERS
from comity.people.models import NOWHERE, Account
from comity.people.sitting import Sitting, sittings
from comity.record.awaiting import Awaited
from comity.record.entries import Entry
from comity.record.models import EntryRow, Head
from comity.record.reading import reading_as


def size() -> int:
    """How many entries the record has."""
    return Head.objects.values_list("size", flat=True).get()


@dataclass(frozen=True)
class Subscriber:
    """An account on a day, with the seats that it holds then."""

    account: Account
    on: date

    @cached_property
    def seats(self) -> list[Sitting]:
        return sittings(self.account, self.on)

    @cached_property
    def audiences(self) -> list[str]:
        return sorted({audience for seat in self.seats for audience in seat.audiences(self.on)})

    @cached_property
    def awaited(self) -> list[Awaited]:
        """What awaits any of their seats."""
        with reading_as(self.audiences):
            return [item for seat in self.seats for item in awaiting(seat.seat, seat.role, self.on)]

    def entries(self, after: int, up_to: int) -> list[Entry]:
        """The entries behind one and up to another that they may read, from any of their seats."""
        with reading_as(self.audiences):
            return [row.entry for row in EntryRow.objects.filter(seq__gt=after, seq__lte=up_to)]

    def readable(self, seqs: Iterable[int]) -> set[int]:
        """Which of these entries are there and theirs to read now."""
        with reading_as(self.audiences):
            return set(EntryRow.objects.filter(seq__in=list(seqs)).values_list("seq", flat=True))


def subscribers(ways: Iterable[str], on: date) -> Iterator[tuple[Subscriber, list[Subscription]]]:
    """Whoever subscribes by one of these ways, and to what; not to a webhook that is off, or to letters that reach
    nobody."""
    found = Subscription.objects.filter(way__in=list(ways), account__is_active=True, webhook__off_since=None)
    found = found.exclude(way__in=LETTERS, account__email__endswith=NOWHERE)
    wishes: dict[Account, list[Subscription]] = {}
    for wish in found.select_related("account").order_by("account", "pk"):
        wishes.setdefault(wish.account, []).append(wish)
    for account, theirs in wishes.items():
        yield Subscriber(account, on), theirs


def webhooks_of(account: Account) -> list[Webhook]:
    return list(Webhook.objects.filter(account=account))
