"""What a clock decides about meetings.

Who takes part is settled once the days to object are over; what a body is to look at again comes onto its agenda; a
meeting is convened when the last leaves who had not agreed to it.
"""

import logging

from comity.meetings import consent, reviews
from comity.meetings.acts import AddReview, AgreeParticipants, NoteConsent
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


def convened() -> list[Entry]:
    """Convene the meetings for which nobody's consent is waited for any more. By its key each is convened once."""
    with everything():
        found = [row.entry for row in consent.complete(today())]
    made = []
    for session in found:
        try:
            made.append(submit(NoteConsent(session=str(session)), CLERK, key=f"clerk:consent:{session}"))
        except Refused as error:
            log.warning("The meeting of entry %s was to be convened, and is not: %s", session, error)
    return made


def reviewed() -> list[Entry]:
    """Put what is due to be looked at again on the agendas. By its key that is done once, whoever comes first."""
    with everything():
        found = list(reviews.to_place())
    made = []
    for session, decision in found:
        try:
            key = f"clerk:review:{session}:{decision}"
            made.append(submit(AddReview(session=str(session), decision=decision), CLERK, key=key))
        except Refused as error:
            log.warning("Decision %s was to come onto the agenda of %s, and does not: %s", decision, session, error)
    return made
