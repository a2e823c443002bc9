"""The charter enters the record, and is amended; and what every act shares that only a body's decision allows."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, ClassVar

import rfc8785
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import queries, rules
from comity.charter.basis import (
    Basis,
    refuse_basis,
    refuse_other_competence,
    refuse_other_state,
    refuse_used,
    refuse_without_decision,
)
from comity.charter.models import Enactment
from comity.charter.schema import Charter
from comity.record.acts import Act, Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import CLERK, SECRETARIAT, Only

NO_CHARTER = {"no_charter": _("The organisation has no charter yet. Enact one first.")}


class CharterAct(Act):
    """An act that the charter knows: it is judged by the charter that counts on its day."""

    def check(self, context: Context) -> Iterator[Refusal | None]:
        found = queries.in_force(context.on)
        if found is None:
            yield Refusal("", "no_charter")
            return
        charter, entry = found
        context.find(charter=entry)
        if context.on < charter.in_force_on:
            context.find(before_force=True)
        yield from self.judge(charter, context)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        """Every rule of the charter that the act would break."""
        return iter(())


class DecidedAct(CharterAct):
    """An act that rests on a decision of the body that the charter makes competent for it.

    basis   the entry that adopted that decision, or of the meeting that took it
    """

    basis: Ref | None = None

    refusals: ClassVar[Mapping[str, str | Promise]] = {}

    def competence(self, charter: Charter) -> str:
        """The name of the competence in the charter; the act's own kind, unless it says otherwise."""
        return self.kind

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        name = self.competence(charter)
        competence = rules.competence(charter, name, context.on)
        body = rules.competent_body(charter, name, context.on)
        if competence is None or body is None:
            yield Refusal("", "nobody_competent", {"competence": name})
            return
        context.find(article=competence.article, rule=competence.rule, decided_by=body)
        basis = queries.basis(self.basis) if self.basis else None
        if self.basis and basis is None:
            yield Refusal(competence.article, "basis_unknown", {"basis": self.basis})
            return
        yield refuse_without_decision(basis, body, competence.article)
        if basis:
            context.find(basis_on=basis.on.isoformat())
            yield refuse_basis(basis, body, context.on, competence.article)
            yield from self._refuse_misuse(basis, name, competence.article)

    def _refuse_misuse(self, basis: Basis, competence: str, article: str) -> Iterator[Refusal | None]:
        """Why a decision does not bear this act: it is of another competence, about another state, or carried out."""
        states = [subject.partition(":")[2] for subject in self.subjects() if subject.startswith("state:")]
        yield refuse_other_competence(basis, competence, article)
        yield refuse_other_state(basis, states, article)
        if basis.competence:
            yield refuse_used(basis, queries.carried_out(basis.seq, self.kind), article)


DECIDED_REFUSALS = NO_CHARTER | {
    "nobody_competent": _("The charter makes no body competent for this (%(competence)s)."),
    "no_basis": _("This needs a decision of the %(body)s. Name the entry of that decision as its basis."),
    "basis_unknown": _("There is no entry %(basis)s in the record. Name the entry of the decision."),
    "basis_decides_nothing": _("By entry %(basis)s no body decided anything. Name the entry of the decision."),
    "other_body": _("Entry %(basis)s is a decision of the %(body)s; this is for the %(competent_body)s to decide."),
    "other_competence": _(
        "The decision in entry %(basis)s is of another competence; this needs one of: %(competence)s."
    ),
    "carried_out": _("The decision in entry %(basis)s was carried out already, by entry %(entry)s."),
    "other_state": _("The decision in entry %(basis)s is about %(state)s, and not about the state named here."),
    "basis_later": _(
        "The decision in entry %(basis)s is of %(basis_on)s, after the day from which this would count."
    ),
}


class Enact(Act):
    """The charter is entered: the rules by which everything that follows is judged."""

    kind = "charter.enact"
    by = Only(CLERK, SECRETARIAT)
    refusals = {"already_enacted": _("The record has a charter already, in entry %(entry)s. Amend that one.")}

    charter: Charter

    def check(self, context: Context) -> Iterator[Refusal | None]:
        if first := Enactment.objects.order_by("entry").first():
            yield Refusal("", "already_enacted", {"entry": first.entry})

    def project(self, entry: Entry) -> Iterator[Write]:
        yield enactment(entry)

    def sentence(self) -> str | Promise:
        return _("The charter was entered.")


class Amend(DecidedAct):
    """The charter is amended: from its day on the text given here counts, whole (SCO Charter, art. 23)."""

    kind = "charter.amend"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS

    charter: Charter

    def project(self, entry: Entry) -> Iterator[Write]:
        yield enactment(entry)

    def sentence(self) -> str | Promise:
        return _("The charter was amended.")


def enactment(entry: Entry) -> Write:
    text: dict[str, Any] = entry.body["charter"]
    digest = sha256(rfc8785.dumps(text)).hexdigest()
    return insert(Enactment, entry=entry.seq, on=entry.on, text=text, digest=digest, basis=entry.body.get("basis"))
