"""The way of a state into the organisation: steps of accession, admission, other statuses."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import rules as charter_rules
from comity.charter.acts import DECIDED_REFUSALS, NO_CHARTER, DecidedAct
from comity.charter.schema import Charter
from comity.membership import queries, rules
from comity.membership.acts.states import DELEGATION_REFUSALS, STANDING_REFUSALS, OfState, StatusCode, ended, step
from comity.membership.models import Standing
from comity.membership.seats import OfDelegation
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, insert
from comity.record.refusals import Refusal
from comity.record.seats import SECRETARIAT, Only


class TakesStep(OfState):
    """A step on the path of accession, which the charter puts in an order."""

    status: StatusCode = "member"

    refusals = NO_CHARTER | STANDING_REFUSALS | DELEGATION_REFUSALS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = charter_rules.step_article(charter, self.kind)
        if "article" not in context.findings:
            context.find(article=article)
        yield rules.refuse_if_held(queries.standing(self.state, context.on), self.status, article)
        required = charter_rules.steps_before(charter, self.kind) if self.status == charter.accession.status else ()
        yield rules.refuse_missing_steps(self.state, required, queries.steps_done(self.state, context.on), article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield step(entry, self.state, self.status)


class Apply(TakesStep):
    """A state asks to be given a status: membership, unless it names another (SCO Charter, art. 13, 14)."""

    kind = "membership.apply"
    by = OfDelegation()

    def sentence(self) -> str | Promise:
        return _("%(state)s applied for the status of %(status)s.")


class AgreeInPrinciple(TakesStep, DecidedAct):
    """The members decide to begin the admission of a state."""

    kind = "membership.agree_in_principle"
    by = Only(SECRETARIAT)
    refusals = TakesStep.refusals | DECIDED_REFUSALS

    def sentence(self) -> str | Promise:
        return _("The admission of %(state)s was begun.")


class SignMemorandum(TakesStep):
    """A state signs the memorandum by which it takes on the obligations of the status it is to have."""

    kind = "membership.sign_memorandum"
    by = Only(SECRETARIAT)

    def sentence(self) -> str | Promise:
        return _("%(state)s signed the memorandum on its obligations as %(status)s.")


class GivesStatus(OfState):
    """A state comes to hold a status; the one it held before ends on that day."""

    status: StatusCode
    decided_on: date | None = None

    refusals = NO_CHARTER | STANDING_REFUSALS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        held = queries.standing(self.state, context.on)
        in_force = charter_rules.statuses_in_force(charter, context.on)
        yield rules.refuse_status_not_in_force(self.status, in_force, context.on, article)
        yield rules.refuse_if_held(held, self.status, article)
        yield rules.refuse_before(held, context.on, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield ended(entry, self.state)
        yield insert(
            Standing,
            entry=entry.seq,
            state=self.state,
            status=self.status,
            since=entry.on,
            dated=entry.dated,
            decided_on=self.decided_on,
            basis=entry.body.get("basis"),
            article=entry.findings.get("article", ""),
            irregular=bool(entry.irregular),
        )
        yield step(entry, self.state, self.status)


class Found(GivesStatus):
    """A state founds the organisation with others, and is a member from the founding day."""

    kind = "membership.found"
    by = Only(SECRETARIAT)
    refusals = GivesStatus.refusals | {
        "not_a_founder": _("%(state)s is not among the founders that the charter names."),
        "not_the_founding_day": _("The organisation was founded on %(founded_on)s, not on %(on)s."),
    }

    status: StatusCode = "member"

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        organisation = charter.organisation
        context.find(article=organisation.founding_instrument)
        yield rules.refuse_unless_founder(self.state, organisation.founders, context.on, organisation.founded_on)
        yield from super().judge(charter, context)

    def sentence(self) -> str | Promise:
        return _("%(state)s founded the organisation with others, as %(status)s.")


class Admit(GivesStatus, DecidedAct):
    """A state is admitted as a member, at the end of the path of accession (SCO Charter, art. 13)."""

    kind = "membership.admit"
    by = Only(SECRETARIAT)
    refusals = GivesStatus.refusals | DECIDED_REFUSALS

    status: StatusCode = "member"

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        required = charter_rules.steps_before(charter, self.kind)
        yield rules.refuse_missing_steps(self.state, required, queries.steps_done(self.state, context.on), article)

    def sentence(self) -> str | Promise:
        return _("%(state)s was admitted as %(status)s.")


class GrantStatus(GivesStatus, DecidedAct):
    """A state is given a status other than membership: observer, dialogue partner, partner (SCO Charter, art. 14)."""

    kind = "membership.grant_status"
    by = Only(SECRETARIAT)
    refusals = (
        GivesStatus.refusals
        | DECIDED_REFUSALS
        | {
            "needs_admission": _("Membership comes by admission, not by the grant of a status."),
        }
    )

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        if self.status == charter.accession.status:
            yield Refusal(context.findings.get("article", ""), "needs_admission")

    def sentence(self) -> str | Promise:
        return _("%(state)s was given the status of %(status)s.")
