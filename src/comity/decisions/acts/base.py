"""What the acts on a decision have in common."""

from collections.abc import Iterator
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.charter.acts import NO_CHARTER, CharterAct
from comity.charter.schema import Charter
from comity.decisions import queries, stages
from comity.decisions.models import Decision, Phase
from comity.decisions.stages import Facts
from comity.record.acts import Context, Ref
from comity.record.audiences import MEMBERS
from comity.record.entries import Entry
from comity.record.projection import Write, change
from comity.record.refusals import Refusal

Note = Annotated[str, StringConstraints(max_length=200)]
DECISION_REFUSALS = NO_CHARTER | {
    "no_such_decision": _("No decision was put forward by entry %(decision)s."),
    "no_such_competence": _("The charter knows no competence “%(competence)s” on that day."),
    "not_opened": _("“%(decision)s” was put forward, and is not open for positions yet."),
    "under_consideration": _("“%(decision)s” is open for positions already."),
    "in_silence": _("“%(decision)s” is in a silence procedure."),
    "in_writing": _("“%(decision)s” is in a written procedure."),
    "adopted_already": _("“%(decision)s” was adopted."),
    "was_withdrawn": _("“%(decision)s” was withdrawn."),
    "was_closed": _("“%(decision)s” was closed without outcome. It can be reopened."),
}
TERM_ENDED = _("The term for “%(decision)s” ended at %(ended)s.")


class OfDecision(CharterAct):
    """An act on a decision, which is known by the entry that put it forward.

    stages   of the decision to which the act fits
    """

    decision: Ref

    def subjects(self) -> tuple[str, ...]:
        return (f"decision:{self.decision}",)

    def readers(self) -> str:
        found = queries.facts(self.decision)
        return found.audience if found else MEMBERS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        facts = queries.facts(self.decision)
        if facts is None or not queries.may_read(facts, context.seat, context.on):
            yield Refusal("", "no_such_decision", {"decision": self.decision})
            return
        matter = queries.matter_of(facts, charter, context.on)
        if matter is None:
            yield Refusal("", "no_such_competence", {"competence": facts.competence})
            return
        context.find(article=matter.article)
        yield from self.consider(facts, matter, charter, context)

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        """Every rule that the act would break, the decision being as it is."""
        return iter(())

    def passed(self, entry: Entry) -> Write:
        """Whatever phase the decision was in ends with the entry."""
        return change(Phase, {"decision": self.decision, "ended_on": None}, ended_on=entry.on)

    def moved(self, **values: Any) -> Write:
        """The decision is changed so."""
        return change(Decision, {"entry": self.decision}, **values)


class Chairing(OfDecision):
    """An act of whoever leads the procedure: it fits some stages of the decision, and moves it."""

    def fits(self) -> tuple[str, ...]:
        return stages.UNDER_WAY

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        yield stages.refuse_stage(facts, self.fits(), matter.article)


def ended(entry: Entry, stage: str) -> dict[str, Any]:
    """The columns of a decision that is over."""
    return {"stage": stage, "ended_on": entry.on, "ended_at": entry.at, "ended_by": entry.seq, "deadline": None}
