"""What the body set itself to look at again comes onto its agenda."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.decisions.models import Decision
from comity.meetings import queries, reviews, rules
from comity.meetings.acts.agenda import AGENDA_REFUSALS, NOT_CLOSED
from comity.meetings.acts.common import OfSession
from comity.meetings.models import Item
from comity.record.acts import Context, Ref
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, CLERK, SECRETARIAT, Only


class AddReview(OfSession):
    """A decision that is to be looked at again is put on the agenda of a meeting; the clerk does so when it is due.

    decision   the entry that put the decision forward
    """

    kind = "meetings.add_review"
    by = Only(CHAIR, SECRETARIAT, CLERK)
    phases = NOT_CLOSED
    refusals = AGENDA_REFUSALS | {
        "no_review": _("By entry %(decision)s no decision was adopted that is to be looked at again."),
        "another_body": _("Another body took that decision, and looks at it again: %(body)s."),
        "reviewed_already": _("“%(decision)s” was looked at again: entry %(entry)s."),
        "on_an_agenda": _("“%(decision)s” stands on an agenda already: %(session)s."),
    }

    decision: Ref

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), f"decision:{self.decision}")

    def readers(self) -> str:
        """Whoever may read of the meeting; of a decision that is not for everybody, its readers alone."""
        found = reviews.decision(self.decision)
        return found.audience if found and found.audience != PUBLIC else super().readers()

    def check(self, context: Context) -> Iterator[Refusal | None]:
        """Of the decision first: whether there is anything to add is known before a meeting is chosen."""
        if reviews.decision(self.decision) is None:
            yield Refusal("", "no_review", {"decision": self.decision})
        yield from super().check(context)

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        found = reviews.decision(self.decision)
        if found:
            yield from self._refuse_elsewhere(found, session)
            context.find(title=reviews.title(found), place=queries.next_place(self.session))
        if session.agenda_by and session.phase == rules.CONVENED:
            yield Refusal("", "agenda_adopted", {"entry": session.agenda_by})

    def _refuse_elsewhere(self, found: Decision, session: rules.Session) -> Iterator[Refusal | None]:
        if found.body != session.body:
            yield Refusal("", "another_body", {"body": found.body})
        if done := reviews.concluded(self.decision):
            yield Refusal("", "reviewed_already", {"decision": self.decision, "entry": done.concluded_by})
        if stands := reviews.standing(self.decision):
            yield Refusal("", "on_an_agenda", {"decision": self.decision, "session": str(stands.session)})

    def project(self, entry: Entry) -> Iterator[Write]:
        found = {name: entry.findings[name] for name in ("title", "place")}
        session = int(self.session)
        yield insert(Item, entry=entry.seq, session=session, decision=self.decision, review=True, **found)

    def sentence(self) -> str | Promise:
        return _("It was put on the agenda to look again at “%(decision)s”: %(session)s.")
