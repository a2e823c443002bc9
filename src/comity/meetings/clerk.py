"""What a clock decides about meetings: once the days to object are over, it is settled who takes part."""

import logging

from comity.meetings.acts import AgreeParticipants
from comity.meetings.models import Nomination, Session
from comity.meetings.rules import CONVENED
from comity.record.clock import today
from comity.record.entries import Entry
from comity.record.reading import everything
from comity.record.seats import CLERK
from comity.record.submission import Refused, submit

log = logging.getLogger(__name__)


def settled() -> list[Entry]:
    """Settle it for every meeting where it is due. By its key that is done once, whoever comes first."""
    made = []
    for session, last in due().items():
        try:
            key = f"clerk:participants:{session}:{last}"
            made.append(submit(AgreeParticipants(session=str(session)), CLERK, key=key))
        except Refused as error:
            log.warning("Who takes part in the meeting of entry %s was to be settled, and is not: %s", session, error)
    return made


def due() -> dict[int, int]:
    """The meetings for which the period of some who were proposed is over: the last of these, by the meeting."""
    with everything():
        convened = Session.objects.filter(phase=CONVENED).values("entry")
        over = Nomination.objects.filter(session__in=convened, phase="nominated", until__lt=today())
        return dict(over.order_by("entry").values_list("session", "entry"))
