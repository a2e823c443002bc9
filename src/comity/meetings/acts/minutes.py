"""The summary record: drafted from the acts themselves, sent round, corrected, approved."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.meetings import minutes, queries, rules
from comity.meetings.acts.common import IN_THE_ROOM, PREPARES, PRESIDES, SESSION_REFUSALS, OfSession
from comity.meetings.models import Correction
from comity.record.acts import Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import Every
from comity.register.acts.entering import Words

RECORD_REFUSALS = SESSION_REFUSALS | {
    "not_circulated": _("The summary record has not been sent round yet."),
    "circulated_already": _("The summary record was sent round by entry %(entry)s."),
    "approved_already": _("The summary record was approved by entry %(entry)s."),
    "period_over": _("Corrections could be entered until %(until)s."),
    "period_runs": _("Corrections may be entered until %(until)s. The record is approved after that."),
    "no_paragraph": _("Entry %(paragraph_entry)s is no paragraph of this summary record."),
}


class OfRecord(OfSession):
    """What is done with the summary record of a closed meeting."""

    phases = (rules.CLOSED,)
    in_room = True
    refusals = RECORD_REFUSALS


class CirculateRecord(OfRecord):
    """The draft of the summary record is sent round to those who took part.

    until   the last day for corrections
    """

    kind = "meetings.circulate_record"
    by = PREPARES

    until: date

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        if session.circulated_by:
            yield Refusal("", "circulated_already", {"entry": session.circulated_by})
        yield rules.refuse_past_period(self.until, context.on)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(circulated_by=entry.seq, corrections_until=self.until)

    def sentence(self) -> str | Promise:
        return _("The draft of the summary record was sent round: %(session)s. Corrections until %(until)s.")


class CorrectRecord(OfRecord):
    """Somebody who took part corrects a paragraph of the summary record, or says what was said there.

    paragraph_entry   the entry that the paragraph tells
    wording           what it is to say
    """

    kind = "meetings.correct_record"
    by = Every()
    roles = IN_THE_ROOM

    paragraph_entry: Ref
    wording: Words

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        if session.circulated_by is None or session.corrections_until is None:
            yield Refusal("", "not_circulated")
            return
        if session.approved_by:
            yield Refusal("", "approved_already", {"entry": session.approved_by})
        yield rules.refuse_past_period(session.corrections_until, context.on)
        taking_part = queries.taking_part(self.session, context.on)
        yield rules.refuse_stranger(str(context.seat), taking_part, self.session)
        if not self._tells():
            yield Refusal("", "no_paragraph", {"paragraph_entry": self.paragraph_entry})

    def _tells(self) -> bool:
        """Whether a paragraph tells the entry."""
        sections = minutes.draft(queries.entries_of(self.session))
        return any(self.paragraph_entry in one.entries for section in sections for one in section.paragraphs)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Correction,
            entry=entry.seq,
            session=int(self.session),
            paragraph=self.paragraph_entry,
            seat=str(entry.seat),
            wording=self.wording.root,
        )

    def sentence(self) -> str | Promise:
        return _("The summary record was corrected where it tells entry %(paragraph_entry)s: %(wording)s")


class ApproveRecord(OfRecord):
    """The summary record is approved, with the corrections that were entered in time."""

    kind = "meetings.approve_record"
    by = PRESIDES

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        if session.circulated_by is None or session.corrections_until is None:
            yield Refusal("", "not_circulated")
            return
        if session.approved_by:
            yield Refusal("", "approved_already", {"entry": session.approved_by})
        yield rules.refuse_running_period(session.corrections_until, context.on)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(approved_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The summary record was approved: %(session)s.")
