"""The way of a state out of the organisation: suspension, expulsion, withdrawal, the end of a status."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import rules as charter_rules
from comity.charter.acts import DECIDED_REFUSALS, NO_CHARTER, DecidedAct
from comity.charter.schema import Charter
from comity.membership import queries, rules
from comity.membership.acts.states import DELEGATION_REFUSALS, STANDING_REFUSALS, OfState, StatusCode, ended, step
from comity.membership.models import Suspension
from comity.membership.seats import OfDelegation
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import CLERK, DEPOSITARY, SECRETARIAT, Only
from comity.record.text import LocalisedText


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


NO_WITHDRAWAL = {
    "no_withdrawal": _(
        "The charter has no provision for withdrawal, so there is no step by which a member leaves of its own will. "
        "Amend the charter first, or end the membership as it provides."
    )
}


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
        | NO_WITHDRAWAL
    )

    effective_on: date

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if charter.withdrawal is None:
            yield Refusal("", "no_withdrawal")
            return
        article = charter.withdrawal.article
        context.find(article=article, status=charter.accession.status)
        held = queries.standing(self.state, context.on)
        yield rules.refuse_unless_held(held, charter.accession.status, self.state, article)
        earliest = charter_rules.withdrawal_earliest(charter.withdrawal, context.on)
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
        **NO_WITHDRAWAL,
    }

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if charter.withdrawal is None:
            yield Refusal("", "no_withdrawal")
            return
        context.find(article=charter.withdrawal.article)
        yield from super().judge(charter, context)
        notice = queries.notice_of_withdrawal(self.state, context.on)
        yield rules.refuse_early_withdrawal(self.state, notice, context.on, charter.withdrawal.article)

    def sentence(self) -> str | Promise:
        return _("The withdrawal of %(state)s took effect.")
