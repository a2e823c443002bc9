"""What states say to a decision: consent, objection, abstention; or that they take no part; and their opinions."""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter.schema import Charter
from comity.decisions import queries, stages
from comity.decisions.acts.base import DECISION_REFUSALS, TERM_ENDED, Note, OfDecision
from comity.decisions.models import Opinion, Position
from comity.decisions.seats import DelegationsWith, electing, opining
from comity.decisions.stages import Facts
from comity.membership.acts.states import DELEGATION_REFUSALS, StateCode
from comity.record.acts import Context
from comity.record.audiences import MEMBERS
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.register.acts.entering import Words

POSITION_REFUSALS = (
    DECISION_REFUSALS
    | DELEGATION_REFUSALS
    | {
        "is_set_aside": _(
            "In the matter of “%(decision)s” %(state)s is set aside, and its position does not count. It may place "
            "its opinion on record."
        ),
        "not_entitled": _("%(state)s does not take part in this decision."),
        "ended": TERM_ENDED,
        "said_already": _("%(state)s has said so already, in entry %(entry)s."),
    }
)


class OfState(OfDecision):
    """What one state does to a decision; those may read it who may read the positions."""

    by = DelegationsWith(electing)

    state: StateCode

    def subjects(self) -> tuple[str, ...]:
        return (*super().subjects(), f"state:{self.state}")

    def readers(self) -> str:
        found = queries.facts(self.decision)
        return found.positions_audience if found else MEMBERS


class TakesPosition(OfState):
    """A state says to a decision what it thinks of it, to the version that there is now."""

    refusals = POSITION_REFUSALS
    position: ClassVar[str]

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        aside = matter.electorate.set_aside
        context.find(version=facts.version)
        yield stages.refuse_stage(facts, stages.ASKED, matter.article)
        yield stages.refuse_not_entitled(self.state, matter.entitled, aside, facts.seq, matter.article)
        yield stages.refuse_late(facts.deadline, context.at, facts.seq, matter.article)
        yield stages.refuse_same(queries.held_by(self.decision, self.state), self.position, facts.version)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield ended_by(entry, self.decision, self.state)
        yield insert(
            Position,
            entry=entry.seq,
            decision=self.decision,
            state=self.state,
            position=self.position,
            version=entry.findings["version"],
            on=entry.on,
            at=entry.at,
            **self.said(),
        )

    def said(self) -> dict[str, object]:
        """What the state says besides."""
        return {}


def ended_by(entry: Entry, decision: int, state: str) -> Write:
    """Whatever position the state held ends with the entry; it stays visible."""
    return change(
        Position,
        {"decision": decision, "state": state, "ended_by": None},
        ended_by=entry.seq,
        ended_at=entry.at,
    )


class Consent(TakesPosition):
    """A state consents to a decision."""

    kind = "decisions.consent"
    position = "consent"

    def sentence(self) -> str | Promise:
        return _("%(state)s consented to “%(decision)s”.")


class Object(TakesPosition):
    """A state objects to a decision under consideration, with its grounds (SCO Charter, art. 16).

    It stands until the state lifts it or says otherwise, also if the text moves. A silence is broken by it.

    note   reference of the note by which the state objects
    """

    kind = "decisions.object"
    stops = True
    position = "object"

    grounds: Words
    note: Note = ""

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        if facts.stage == "silence":
            context.find(stage="open")

    def said(self) -> dict[str, object]:
        return {"grounds": self.grounds.root, "note": self.note}

    def project(self, entry: Entry) -> Iterator[Write]:
        yield from super().project(entry)
        if stage := entry.findings.get("stage"):
            yield self.moved(stage=stage, deadline=None)
            yield self.passed(entry)

    def sentence(self) -> str | Promise:
        return _("%(state)s objected to “%(decision)s”: %(grounds)s")


class Abstain(TakesPosition):
    """A state abstains from a decision."""

    kind = "decisions.abstain"
    position = "abstain"

    def sentence(self) -> str | Promise:
        return _("%(state)s abstained from “%(decision)s”.")


class NotTakingPart(TakesPosition):
    """A state declares that it takes no part in a decision, and does not stand in its way."""

    kind = "decisions.not_taking_part"
    position = "excused"

    def sentence(self) -> str | Promise:
        return _("%(state)s declared that it takes no part in “%(decision)s”.")


class Lift(OfState):
    """A state lifts its objection; then it has said nothing to the decision, until it says something else."""

    kind = "decisions.lift"
    refusals = POSITION_REFUSALS | {"no_objection": _("%(state)s has no objection on record.")}

    note: Note = ""

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        yield stages.refuse_stage(facts, stages.UNDER_WAY, matter.article)
        yield stages.refuse_without_objection(queries.held_by(self.decision, self.state), self.state)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield ended_by(entry, self.decision, self.state)

    def sentence(self) -> str | Promise:
        return _("%(state)s lifted its objection to “%(decision)s”.")


class PlaceOpinion(OfState):
    """A state has its point of view placed on record; it stands with the decision and stops nothing."""

    kind = "decisions.place_opinion"
    by = DelegationsWith(opining)
    refusals = POSITION_REFUSALS | {
        "no_opinions": _("The charter has no provision for opinions on record."),
        "opinion_placed": _("%(state)s has placed its opinion on record, in entry %(entry)s."),
    }

    opinion: Words

    def readers(self) -> str:
        """Before the adoption those who read the positions; from then on all to whom the decision is open."""
        found = queries.facts(self.decision)
        over = found is not None and found.stage == "adopted" and found.opens != "never"
        return found.audience if found and over else super().readers()

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        provided = charter.opinions_on_record
        if provided is None:
            yield Refusal("", "no_opinions")
            return
        context.find(article=provided.article)
        yield stages.refuse_stage(facts, (*stages.UNDER_WAY, "adopted"), matter.article)
        if earlier := queries.has_opinion(self.decision, self.state):
            yield Refusal(provided.article, "opinion_placed", {"state": self.state, "entry": earlier})

    def project(self, entry: Entry) -> Iterator[Write]:
        text = self.opinion.root
        yield insert(Opinion, entry=entry.seq, decision=self.decision, state=self.state, text=text, on=entry.on)

    def sentence(self) -> str | Promise:
        return _("%(state)s placed its opinion on “%(decision)s” on record: %(opinion)s")
