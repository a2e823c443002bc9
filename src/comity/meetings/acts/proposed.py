"""A meeting that takes the consent of all others is proposed; when the last agrees it is convened.

So it is when the last who had not agreed leaves the organisation, or is suspended: then the clerk notes it.
"""

from collections.abc import Iterator
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.bodies.models import Meeting
from comity.meetings import consent, proposal, rules
from comity.meetings.acts.common import SESSION_REFUSALS
from comity.meetings.acts.moving import OfCalled
from comity.meetings.models import Answer
from comity.membership.acts.states import DELEGATION_REFUSALS, StateCode
from comity.membership.seats import OfDelegation
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Only
from comity.record.text import LocalisedText

DAYS_PASSED = _("The days proposed for this meeting have passed. It is proposed anew for other days.")


class OfProposal(OfCalled):
    """An act by which a meeting that was proposed may be convened."""

    phases = (rules.PROPOSED,)

    def convened(self, entry: Entry) -> Iterator[Write]:
        yield self.now(phase=rules.CONVENED, consented_by=entry.seq)
        yield change(Meeting, {"announced_by": int(self.session)}, announced_on=entry.on)


class AnswerProposal(OfProposal):
    """A member agrees to a meeting that was proposed, or declines; whoever declined may agree later.

    grounds   why it declines
    """

    kind = "meetings.answer_proposal"
    by = OfDelegation(right="decide")
    refusals = (
        SESSION_REFUSALS
        | DELEGATION_REFUSALS
        | {
            "not_opened": _("The meeting is convened; no consent is waited for: %(session)s."),
            "asked_for_it": _("%(state)s is among those who asked for this meeting, and so agrees to it."),
            "answered_so": _("%(state)s has given this answer already: entry %(entry)s."),
            "no_grounds": _("Whoever declines says why. Write the grounds."),
            "days_passed": DAYS_PASSED,
        }
    )

    state: StateCode
    answer: Literal["agree", "decline"] = "agree"
    grounds: LocalisedText = LocalisedText({})

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), f"state:{self.state}")

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        answers = consent.answers(self.session)
        asked = consent.asked(session.initiators, context.on)
        agreed = proposal.agreed_to(answers | {self.state: proposal.Answer(self.state, self.answer)}, asked)
        context.find(convened=agreed)
        yield proposal.refuse_initiator(self.state, session.initiators)
        yield proposal.refuse_after(session, context.on)
        yield proposal.refuse_declining(self.answer, bool(self.grounds.root))
        if not agreed:
            yield proposal.refuse_same_answer(answers.get(self.state), self.answer)

    def project(self, entry: Entry) -> Iterator[Write]:
        said = {"state": self.state, "answer": self.answer, "grounds": self.grounds.root}
        yield insert(Answer, entry=entry.seq, session=int(self.session), **said)
        if entry.findings["convened"]:
            yield from self.convened(entry)

    def sentence(self) -> str | Promise:
        if self.answer == "decline":
            return _("%(state)s did not agree to a meeting: %(session)s.")
        return _("%(state)s agreed to a meeting: %(session)s.")


class NoteConsent(OfProposal):
    """All whose consent a meeting takes have agreed: it is convened.

    The clerk notes it when the last who had not agreed leaves the organisation, or is suspended.
    """

    kind = "meetings.note_consent"
    by = Only(CHAIR, SECRETARIAT, CLERK)
    refusals = SESSION_REFUSALS | {
        "not_opened": _("The meeting is convened; no consent is waited for: %(session)s."),
        "consent_waits": _("The consent of all others is needed. Have not agreed: %(state)s."),
        "days_passed": DAYS_PASSED,
    }

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        context.find(convened=True)
        asked = consent.asked(session.initiators, context.on)
        yield proposal.refuse_waiting(consent.answers(self.session), asked)
        yield proposal.refuse_after(session, context.on)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield from self.convened(entry)

    def sentence(self) -> str | Promise:
        return _("All whose consent it took have agreed, and the meeting is convened: %(session)s.")
