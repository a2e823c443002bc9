"""Which seats put decisions forward, and which say what they think of them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from comity.charter import queries as charters
from comity.charter.schema import Charter
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


@dataclass(frozen=True)
class DelegationsWith:
    """The delegation of the state that the act names, if its status gives one of the rights that the charter asks."""

    rights: Callable[[Charter], Collection[str]]

    def refusals(self, act: Act | type[Act], context: Context) -> Iterator[Refusal | None]:
        found = charters.in_force(context.on)
        reasons: list[Refusal] = []
        for right in self.rights(found[0]) if found else ("decide",):
            reasons = [one for one in OfDelegation(right=right).refusals(act, context) if one]
            if not reasons:
                return
        yield from reasons


def electing(charter: Charter) -> list[str]:
    """The rights by which states are asked: each rule has one."""
    return sorted({rule.electorate for rule in charter.rules.values()}, reverse=True)


def opining(charter: Charter) -> list[str]:
    """The right by which states place their opinions; that to decide, where there is no provision."""
    return [charter.opinions_on_record.right if charter.opinions_on_record else "decide"]
