"""The way of a state into the organisation, through it and out of it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.charter import rules as charter_rules
from comity.charter.acts import DECIDED_REFUSALS, NO_CHARTER, CharterAct, DecidedAct
from comity.charter.schema import Charter
from comity.membership import queries, rules
from comity.membership.models import Standing, StateName, Step, Suspension
from comity.membership.seats import OfDelegation
from comity.record.acts import Act, Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import CLERK, DEPOSITARY, SECRETARIAT, Only
from comity.record.text import LocalisedText

StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A state by its ISO 3166-1 alpha-2 code."""
StatusCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,39}$")]

STANDING_REFUSALS = {
    "status_not_in_force": _("The charter knows no status “%(status)s” on %(on)s."),
    "already_held": _("%(state)s has been %(status)s since %(since)s."),
    "not_held": _("%(state)s is not %(status)s."),
    "before_present_standing": _("%(state)s has been %(status)s since %(since)s; a change counts from a later day."),
    "step_missing": _("The record has no earlier step “%(step)s” by %(state)s."),
}
DELEGATION_REFUSALS = {
    "another_delegation": _("This is for the delegation of %(state)s; you sit as %(seat)s."),
    "no_right": _("The status of %(state)s does not give the right to “%(right)s”."),
}


class NameState(Act):
    """A state is entered by its name, as it is used in the organisation's documents."""

    kind = "membership.name_state"
    by = Only(SECRETARIAT)

    state: StateCode
    name: LocalisedText
    full_name: LocalisedText = LocalisedText({})

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)

    def project(self, entry: Entry) -> Iterator[Write]:
        names = {"name": self.name.root, "full_name": self.full_name.root}
        yield insert(StateName, entry=entry.seq, state=self.state, since=entry.on, **names)

    def sentence(self) -> str | Promise:
        return _("%(name)s was entered in the list of states.")


class OfState(CharterAct):
    """An act that concerns one state."""

    state: StateCode

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)


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


class EndsStatus(OfState):
    """A state ceases to hold a status."""

    status: StatusCode = "member"

    refusals = NO_CHARTER | STANDING_REFUSALS

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        held = queries.standing(self.state, context.on)
        yield rules.refuse_unless_held(held, self.status, self.state, article)
        yield rules.refuse_before(held, context.on, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield ended(entry, self.state)
        yield change(Suspension, {"state": self.state, "until": None}, until=entry.on, ended_by=entry.seq)
        yield step(entry, self.state, self.status)


class EndStatus(EndsStatus, DecidedAct):
    """A status other than membership is withdrawn, or given up, and ends."""

    kind = "membership.end_status"
    by = Only(SECRETARIAT)
    refusals = (
        EndsStatus.refusals
        | DECIDED_REFUSALS
        | {
            "member_leaves_otherwise": _(
                "A member leaves by withdrawal or is expelled; its status is not simply ended."
            ),
        }
    )

    grounds: LocalisedText = LocalisedText({})

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        if self.status == charter.accession.status:
            yield Refusal(context.findings.get("article", ""), "member_leaves_otherwise")

    def sentence(self) -> str | Promise:
        return _("The status of %(state)s as %(status)s ended.")


class Expel(EndsStatus, DecidedAct):
    """A member that goes on violating the charter is expelled, by consensus without it (SCO Charter, art. 13, 16)."""

    kind = "membership.expel"
    by = Only(SECRETARIAT)
    refusals = (
        EndsStatus.refusals
        | DECIDED_REFUSALS
        | {
            "not_suspended": _("%(state)s is not suspended; expulsion follows suspension."),
        }
    )

    grounds: LocalisedText

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        yield rules.refuse_unless_suspended(queries.standing(self.state, context.on), self.state, article)

    def sentence(self) -> str | Promise:
        return _("%(state)s was expelled.")


class Suspend(OfState, DecidedAct):
    """The rights of a member that violates the charter rest (SCO Charter, art. 13, 16)."""

    kind = "membership.suspend"
    by = Only(SECRETARIAT)
    refusals = STANDING_REFUSALS | DECIDED_REFUSALS | {"already_suspended": _("%(state)s is suspended already.")}

    grounds: LocalisedText

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        held = queries.standing(self.state, context.on)
        yield rules.refuse_unless_held(held, charter.accession.status, self.state, article)
        yield rules.refuse_if_suspended(held, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(Suspension, entry=entry.seq, state=self.state, since=entry.on, basis=self.basis)

    def sentence(self) -> str | Promise:
        return _("%(state)s was suspended.")


class Reinstate(OfState, DecidedAct):
    """A suspended member has its rights again."""

    kind = "membership.reinstate"
    by = Only(SECRETARIAT)
    refusals = DECIDED_REFUSALS | {"not_suspended": _("%(state)s is not suspended.")}

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield from super().judge(charter, context)
        article = context.findings.get("article", "")
        yield rules.refuse_unless_suspended(queries.standing(self.state, context.on), self.state, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Suspension, {"state": self.state, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("%(state)s was reinstated.")


class NotifyWithdrawal(OfState):
    """A member gives the depositary notice that it withdraws, a year or more ahead (SCO Charter, art. 13)."""

    kind = "membership.notify_withdrawal"
    by = OfDelegation()
    refusals = (
        NO_CHARTER
        | STANDING_REFUSALS
        | DELEGATION_REFUSALS
        | {
            "notice_too_short": _("A withdrawal notified today takes effect on %(earliest_on)s at the earliest."),
        }
    )

    effective_on: date

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        article = charter.withdrawal.article
        context.find(article=article, status=charter.accession.status)
        held = queries.standing(self.state, context.on)
        yield rules.refuse_unless_held(held, charter.accession.status, self.state, article)
        earliest = charter_rules.withdrawal_earliest(charter, context.on)
        yield rules.refuse_short_notice(self.effective_on, earliest, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield step(entry, self.state, entry.findings.get("status", ""), effective_on=self.effective_on)

    def sentence(self) -> str | Promise:
        return _("%(state)s gave notice that it withdraws, with effect from %(effective_on)s.")


class Withdraw(EndsStatus):
    """The withdrawal of a member takes effect (SCO Charter, art. 13)."""

    kind = "membership.withdraw"
    by = Only(DEPOSITARY, CLERK)
    refusals = EndsStatus.refusals | {
        "no_notice": _("%(state)s has given no notice of withdrawal."),
        "notice_runs": _("The notice of %(state)s takes effect on %(effective_on)s, not before."),
    }

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        context.find(article=charter.withdrawal.article)
        yield from super().judge(charter, context)
        notice = queries.notice_of_withdrawal(self.state, context.on)
        yield rules.refuse_early_withdrawal(self.state, notice, context.on, charter.withdrawal.article)

    def sentence(self) -> str | Promise:
        return _("The withdrawal of %(state)s took effect.")


def ended(entry: Entry, state: str) -> Write:
    """Whatever standing the state had ends with the entry."""
    return change(Standing, {"state": state, "until": None}, until=entry.on, ended_by=entry.seq)


def step(entry: Entry, state: str, status: str, effective_on: date | None = None) -> Write:
    return insert(
        Step,
        entry=entry.seq,
        state=state,
        step=entry.kind,
        status=status,
        on=entry.on,
        effective_on=effective_on,
        dated=entry.dated,
        article=entry.findings.get("article", ""),
        irregular=bool(entry.irregular),
    )
