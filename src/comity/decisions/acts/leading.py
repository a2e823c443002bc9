"""Whoever leads the procedure opens it, reminds, closes, reopens, corrects."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import queries as charters
from comity.charter.acts import DECIDED_REFUSALS
from comity.charter.basis import refuse_basis, refuse_other_competence, refuse_without_decision
from comity.charter.schema import Charter
from comity.decisions import queries, stages
from comity.decisions.acts.base import DECISION_REFUSALS, TERM_ENDED, Chairing, ended
from comity.decisions.models import Draft, Reminder
from comity.decisions.queries import Matter
from comity.decisions.stages import Facts
from comity.record.acts import Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, SECRETARIAT, Only
from comity.record.text import LocalisedText
from comity.register.acts.entering import Words


class Open(Chairing):
    """A decision is opened for positions: from now on the states are asked for theirs.

    So is one whose silence or written procedure has ended without its adoption.
    """

    kind = "decisions.open"
    by = Only(CHAIR, SECRETARIAT)
    refusals = DECISION_REFUSALS

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        over = facts.stage in stages.TIMED and stages.is_over(facts.deadline, context.at)
        yield stages.refuse_stage(facts, ("put-forward", *([facts.stage] if over else [])), matter.article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.moved(stage="open", deadline=None)
        yield self.passed(entry)

    def sentence(self) -> str | Promise:
        return _("“%(decision)s” was opened for positions.")


class Remind(Chairing):
    """The states of which nothing is on record are reminded that they are asked."""

    kind = "decisions.remind"
    by = Only(CHAIR, SECRETARIAT)
    refusals = DECISION_REFUSALS | {
        "all_answered": _("Of every state a position on “%(decision)s” is on record."),
        "ended": TERM_ENDED,
    }

    def fits(self) -> tuple[str, ...]:
        return stages.ASKED

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        yield stages.refuse_late(facts.deadline, context.at, facts.seq, matter.article)
        silent = matter.silent(queries.positions(self.decision, facts.version))
        context.find(states=silent)
        if not silent:
            yield Refusal("", "all_answered", {"decision": self.decision})

    def readers(self) -> str:
        found = queries.facts(self.decision)
        return found.positions_audience if found else super().readers()

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(Reminder, entry=entry.seq, decision=self.decision, states=entry.findings["states"], on=entry.on)

    def sentence(self) -> str | Promise:
        return _("The states of which nothing is on record were reminded of “%(decision)s”.")


class CloseWithoutOutcome(Chairing):
    """A decision is closed without outcome, and sent back."""

    kind = "decisions.close_without_outcome"
    by = Only(CHAIR)
    refusals = DECISION_REFUSALS

    grounds: LocalisedText = LocalisedText({})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.moved(**ended(entry, "closed"))
        yield self.passed(entry)

    def sentence(self) -> str | Promise:
        if self.grounds.root:
            return _("“%(decision)s” was closed without outcome: %(grounds)s")
        return _("“%(decision)s” was closed without outcome.")


class Reopen(Chairing):
    """A decision that is over is taken up again, by the rule by which it was decided; the states are asked again.

    basis   of a decision that was adopted: the entry by which the body decided to take it up again
    """

    kind = "decisions.reopen"
    by = Only(CHAIR, SECRETARIAT)
    refusals = DECISION_REFUSALS | DECIDED_REFUSALS

    basis: Ref | None = None

    def fits(self) -> tuple[str, ...]:
        return ("closed", "adopted")

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        if facts.stage == "adopted":
            yield from self._refuse_unfounded(facts, matter.article, context)
        context.find(version=facts.version + 1)

    def _refuse_unfounded(self, facts: Facts, article: str, context: Context) -> Iterator[Refusal | None]:
        """What a body adopted it alone takes up again: by a decision of the same competence, so by the same rule."""
        basis = charters.basis(self.basis) if self.basis else None
        yield refuse_without_decision(basis, facts.body, article)
        if basis:
            yield refuse_basis(basis, facts.body, context.on, article)
            yield refuse_other_competence(basis, facts.competence, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        again = {"ended_on": None, "ended_at": None, "ended_by": None, "adopted_by": None, "manner": ""}
        yield self.moved(stage="open", version=entry.findings["version"], outcome={}, positions={}, **again)

    def sentence(self) -> str | Promise:
        return _("“%(decision)s” was taken up again.")


class Corrigendum(Chairing):
    """An error in the text of an adopted decision is corrected; what was decided stays."""

    kind = "decisions.corrigendum"
    by = Only(SECRETARIAT)
    refusals = DECISION_REFUSALS

    text: Words
    grounds: Words

    def fits(self) -> tuple[str, ...]:
        return ("adopted",)

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        context.find(version=facts.version)

    def project(self, entry: Entry) -> Iterator[Write]:
        words = {"text": self.text.root, "grounds": self.grounds.root}
        number = entry.findings["version"]
        yield insert(
            Draft, entry=entry.seq, decision=self.decision, number=number, on=entry.on, correction=True, **words
        )

    def sentence(self) -> str | Promise:
        return _("The text of “%(decision)s” was corrected: %(grounds)s")
