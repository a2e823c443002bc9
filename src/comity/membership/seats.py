"""Which delegations may perform an act."""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.membership.queries import standing
from comity.record.acts import Act, Context
from comity.record.refusals import Refusal


@dataclass(frozen=True)
class OfDelegation:
    """The delegation of the state that the act names; with `right`, only if the state's status gives it.

    right   a right that the charter gives to statuses: "decide", "propose"; None asks for no status
    """

    right: str | None = None

    def refusals(self, act: Act | type[Act], context: Context) -> Iterator[Refusal | None]:
        state = getattr(act, "state", context.seat.state)
        if context.seat.state is None or context.seat.state != state:
            yield Refusal("", "another_delegation", {"seat": str(context.seat), "state": state})
        elif self.right:
            yield self._refuse_without_right(context.seat.state, context)

    def _refuse_without_right(self, state: str, context: Context) -> Refusal | None:
        found, held = charters.in_force(context.on), standing(state, context.on)
        if found and held and not held.suspended:
            charter, _ = found
            if charter_rules.has_right(charter, held.status, self.right or "", context.on):
                return None
        return Refusal("", "no_right", {"state": state, "right": self.right})
