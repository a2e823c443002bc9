"""What the clerk does for decisions: a silence that has ended lapses into adoption."""

import logging
from datetime import UTC, datetime
from functools import lru_cache

from comity.decisions.acts import Lapse
from comity.decisions.queries import due
from comity.record.clock import now
from comity.record.entries import Entry
from comity.record.reading import everything
from comity.record.seats import CLERK
from comity.record.submission import Refused, submit

log = logging.getLogger(__name__)


def lapsed() -> list[Entry]:
    """Enter the adoption of what nobody broke the silence on. Raises Damaged."""
    with everything():
        found = due(now())
    made = []
    for decision, deadline in found:
        try:
            # The key names the deadline: of several processes one enters it, and a later silence has another.
            key = f"clerk:lapse:{decision}:{deadline.timestamp():.0f}"
            # Had the clerk been away at that moment, it would count from that day all the same.
            made.append(submit(Lapse(decision=decision), CLERK, on=deadline.astimezone(UTC).date(), key=key))
        except Refused as error:
            warn(decision, deadline, str(error))
    return made


@lru_cache(maxsize=1_000)
def warn(decision: int, deadline: datetime, why: str) -> None:
    """Said once, though the clerk comes by again: it is the chair's now."""
    log.warning("The silence on decision %s ended at %s, and it is not adopted: %s", decision, deadline, why)
