"""A decision is put before a body, its text moves, it is taken back."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.bodies import queries as bodies
from comity.bodies.acts.organs import BodyCode
from comity.charter import rules as charter_rules
from comity.charter.acts import NO_CHARTER, CharterAct
from comity.charter.schema import Charter
from comity.decisions import queries, stages
from comity.decisions.acts.base import DECISION_REFUSALS, Chairing, ended
from comity.decisions.models import Decision, Draft, Phase
from comity.decisions.seats import DelegationsAnd
from comity.decisions.stages import Facts, Opens
from comity.membership.acts.states import DELEGATION_REFUSALS, StateCode
from comity.record.acts import KINDS, Context
from comity.record.audiences import MEMBERS, PUBLIC, Audience
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, SECRETARIAT
from comity.record.text import LocalisedText
from comity.register import queries as register
from comity.register.acts.entering import DocumentCode, Words
from comity.register.rules import refuse_unknown

CompetenceCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}(\.[a-z0-9_-]{1,39}){0,2}$")]
PROPOSERS = DelegationsAnd((CHAIR, SECRETARIAT), right="propose")
COMPETENCE_REFUSALS = {
    "no_such_competence": _("The charter knows no competence “%(competence)s” on that day."),
    "nobody_competent": _("The charter makes no body competent for this (%(competence)s)."),
    "other_body": _("This is for the %(competent_body)s to decide, and not for the %(body)s."),
    "no_such_body": _("There is no body %(body)s on that day. Establish it first."),
}


class Proposes(CharterAct):
    """What a decision says, and by which competence a body decides it."""

    title: Words
    body: BodyCode
    competence: CompetenceCode
    text: LocalisedText = LocalisedText({})
    document: DocumentCode | None = None
    concerned_state: StateCode | None = None
    party_states: tuple[StateCode, ...] = ()
    review_on: date | None = None

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        competence = charter_rules.competence(charter, self.competence, context.on)
        competent = charter_rules.competent_body(charter, self.competence, context.on)
        if competence is None:
            yield Refusal("", "no_such_competence", {"competence": self.competence})
            return
        if competent is None:
            yield Refusal(competence.article, "nobody_competent", {"competence": self.competence})
            return
        context.find(article=competence.article, rule=competence.rule)
        yield stages.refuse_other_body(self.body, competent, competence.article)
        yield from self.propose(charter, context)

    def propose(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        return iter(())

    def concerned(self) -> tuple[str, ...]:
        states = dict.fromkeys(state for state in (self.concerned_state, *self.party_states) if state)
        named = [f"document:{self.document}"] if self.document else []
        return (f"body:{self.body}", *(f"state:{state}" for state in states), *named)

    def columns(self, entry: Entry) -> dict[str, Any]:
        """The columns of the decision that follow from what it says."""
        return {
            "title": self.title.root,
            "body": self.body,
            "competence": self.competence,
            "rule": entry.findings.get("rule", ""),
            "article": entry.findings.get("article", ""),
            "seat": str(entry.seat),
            "concerned_state": self.concerned_state or "",
            "party_states": list(self.party_states),
            "review_on": self.review_on,
            "put_forward_on": entry.on,
            "dated": entry.dated,
            "irregular": bool(entry.irregular),
        }

    def draft(self, entry: Entry, **values: Any) -> Write:
        """The text, as its first version."""
        text = {"text": self.text.root, "document": self.document or ""}
        return insert(Draft, entry=entry.seq, decision=entry.seq, number=1, on=entry.on, **text, **values)


class PutForward(Proposes):
    """A decision is put before the body that the charter makes competent for it.

    competence          by which the body decides it, as the charter calls it
    text                the wording that is to be decided, if it is short
    document            the document of the register that is to be decided
    concerned_state     the state that it is about; some rules set it aside
    party_states        the parties to the dispute that it is about; some rules set them aside
    review_on           the day on which the body looks at it again
    audience            who may read it before it is adopted
    positions_audience  who may read the positions before it is adopted; as by the charter, or fewer; else the members
    opens               whether everybody may read it and the positions once it is adopted; by the charter, else yes
    """

    kind = "decisions.put_forward"
    by = PROPOSERS
    refusals = (
        NO_CHARTER
        | COMPETENCE_REFUSALS
        | DELEGATION_REFUSALS
        | {
            "nobody_concerned": _("The rule sets the state concerned aside. Name that state."),
            "state_not_named": _("By this competence one state is decided of. Name it as the state concerned."),
            "no_parties": _("The rule sets the parties to the dispute aside. Name them, two at least."),
            "audience_too_narrow": _("Those who decide have to be able to read it. Choose the members, or a body."),
            "no_such_document": _("The register has no document “%(document)s”. Enter it first."),
            "positions_for_community": _(
                "By the charter, members, observers and partners may read the positions until the adoption, and "
                "nobody else. Choose them, or fewer."
            ),
            "positions_for_members": _(
                "By the charter, the members may read the positions until the adoption, and nobody else. Choose "
                "them, or fewer."
            ),
            "positions_stay_closed": _(
                "By the charter, positions are not opened to everybody with the adoption. Leave that out."
            ),
            "review_is_past": _("It can be looked at again from tomorrow on, and %(review_on)s is not later."),
        }
    )

    audience: Audience = PUBLIC
    positions_audience: Audience | None = None
    opens: Opens | None = None

    def subjects(self) -> tuple[str, ...]:
        return self.concerned()

    def readers(self) -> str:
        return self.audience

    def propose(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        found = queries.matter(charter, self.competence, context.on)
        if found:
            word = queries.sets_aside(found.rule)
            yield stages.refuse_missing_state(word, self.concerned_state, self.party_states, found.article)
            yield stages.refuse_unnamed_state(self._is_about_a_state(), self.concerned_state, found.article)
        yield stages.refuse_narrow_audience(self.audience)
        yield stages.refuse_narrow_audience(self.positions_audience or PUBLIC)
        yield from self._read(charter, context)
        if bodies.established(self.body, context.on) is None:
            yield Refusal("", "no_such_body", {"body": self.body})
        if self.document:
            yield refuse_unknown(self.document, register.is_known(self.document))
        if self.review_on and self.review_on <= context.on:
            yield Refusal("", "review_is_past", {"review_on": self.review_on.isoformat()})

    def _is_about_a_state(self) -> bool:
        """Whether the act that this would be decided for names one state, always."""
        act = KINDS.get(self.competence)
        state = act.model_fields.get("state") if act else None
        return state is not None and state.is_required()

    def _read(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        """Who may read the positions, by the charter and the act; found, where the act alone does not tell it."""
        read_by, opens = self.positions_audience, self.opens
        if provided := charter_rules.positions(charter, self.competence, self.body):
            yield stages.refuse_wider_positions(read_by, provided.read_by, provided.article)
            yield stages.refuse_opening(opens, provided.opens, provided.article)
            read_by, opens = read_by or provided.read_by, opens or stages.OPENED[provided.opens]
        found = stages.narrower(self.audience, read_by or MEMBERS)
        if found != stages.audience_of_positions(self.audience, self.positions_audience):
            context.find(positions_audience=found)
        if opens != self.opens:
            context.find(opens=opens)

    def project(self, entry: Entry) -> Iterator[Write]:
        usual = stages.audience_of_positions(self.audience, self.positions_audience)
        yield insert(
            Decision,
            entry=entry.seq,
            stage="put-forward",
            positions_audience=entry.findings.get("positions_audience", usual),
            opens=entry.findings.get("opens", self.opens or "on-adoption"),
            **self.columns(entry),
        )
        yield insert(Phase, entry=entry.seq, decision=entry.seq, stage="put-forward", on=entry.on)
        yield self.draft(entry)

    def sentence(self) -> str | Promise:
        return _("“%(title)s” was put before the %(body)s.")


class NewVersion(Chairing):
    """The text of a decision moves: what was said to the text before is asked anew.

    An objection stands all the same until the state that made it says otherwise. A silence that lasts is ended.
    """

    kind = "decisions.new_version"
    by = PROPOSERS
    refusals = (
        DECISION_REFUSALS
        | DELEGATION_REFUSALS
        | {
            "not_the_proposer": _("“%(decision)s” was put forward by another seat: %(seat)s."),
            "nothing_new": _("A version has a wording or a document. Give one of them."),
            "no_such_document": _("The register has no document “%(document)s”. Enter it first."),
        }
    )

    text: LocalisedText = LocalisedText({})
    document: DocumentCode | None = None

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        if context.seat.state:
            yield stages.refuse_unless_proposer(facts, context.seat)
        if not self.text.root and not self.document:
            yield Refusal("", "nothing_new")
        if self.document:
            yield refuse_unknown(self.document, register.is_known(self.document))
        stage = "open" if facts.stage in stages.TIMED else facts.stage
        context.find(version=facts.version + 1, stage=stage)

    def project(self, entry: Entry) -> Iterator[Write]:
        number = entry.findings["version"]
        yield self.moved(version=number, stage=entry.findings["stage"], deadline=None)
        if entry.findings["stage"] == "open":
            yield self.passed(entry)
        text = {"text": self.text.root, "document": self.document or ""}
        yield insert(Draft, entry=entry.seq, decision=self.decision, number=number, on=entry.on, **text)

    def sentence(self) -> str | Promise:
        return _("The text of “%(decision)s” was changed; the states are asked again.")


class Withdraw(Chairing):
    """A decision is withdrawn by whoever put it forward."""

    kind = "decisions.withdraw"
    by = PROPOSERS
    refusals = (
        DECISION_REFUSALS
        | DELEGATION_REFUSALS
        | {"not_the_proposer": _("“%(decision)s” was put forward by another seat: %(seat)s.")}
    )

    grounds: LocalisedText = LocalisedText({})

    def consider(
        self, facts: Facts, matter: queries.Matter, charter: Charter, context: Context
    ) -> Iterator[Refusal | None]:
        yield from super().consider(facts, matter, charter, context)
        yield stages.refuse_unless_proposer(facts, context.seat)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.moved(**ended(entry, "withdrawn"))
        yield self.passed(entry)

    def sentence(self) -> str | Promise:
        if self.grounds.root:
            return _("“%(decision)s” was withdrawn: %(grounds)s")
        return _("“%(decision)s” was withdrawn.")
