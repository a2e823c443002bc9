"""What the clerk does for decisions: a silence that has ended lapses into adoption."""

import logging

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
            made.append(
                submit(Lapse(decision=decision), CLERK, key=f"clerk:lapse:{decision}:{deadline.timestamp():.0f}")
            )
        except Refused as error:
            log.warning("The silence on decision %s has ended, and it is not adopted: %s", decision, error)
    return made
