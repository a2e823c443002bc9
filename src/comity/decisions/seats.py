"""Which seats may put a decision forward."""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.membership.seats import OfDelegation
from comity.record.acts import Act, Context
from comity.record.refusals import Refusal
from comity.record.seats import Only


@dataclass(frozen=True)
class DelegationsAnd:
    """The seats named here, and every delegation; with `right`, those whose status gives it."""

    seats: tuple[str, ...]
    right: str | None = None

    def refusals(self, act: Act | type[Act], context: Context) -> Iterator[Refusal | None]:
        if context.seat.state:
            yield from OfDelegation(right=self.right).refusals(act, context)
        else:
            yield from Only(*self.seats).refusals(act, context)
