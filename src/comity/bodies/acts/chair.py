"""The chair of the organisation goes from state to state."""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.bodies import queries, rules
from comity.bodies.models import Chairmanship
from comity.charter import rules as charter_rules
from comity.charter.acts import NO_CHARTER, CharterAct
from comity.charter.schema import Charter
from comity.membership.acts.states import DELEGATION_REFUSALS, StateCode
from comity.membership.queries import state_names, states_with
from comity.membership.seats import OfDelegation
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.text import LocalisedText


class TakeChair(CharterAct):
    """A state takes the chair, in the order of the charter as a rule (SCO Charter, art. 5).

    events_planned   how many events the chair plans for its term
    """

    kind = "bodies.take_chair"
    by = OfDelegation(right="chair")
    refusals = (
        NO_CHARTER
        | DELEGATION_REFUSALS
        | {
            "chair_taken": _("%(state)s has been in the chair since %(since)s. It hands the chair over first."),
            "no_chair": _("The charter knows no chair of the organisation."),
            "out_of_turn": _("It is the turn of %(expected_state)s to take the chair."),
        }
    )

    state: StateCode
    slogan: LocalisedText = LocalisedText({})
    events_planned: int | None = Field(None, ge=0, le=10_000)

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        if charter.chairmanship is None:
            yield Refusal("", "no_chair")
            return
        article = charter.chairmanship.article
        expected = self._expected(charter, context.on)
        context.find(article=article, **({"expected_state": expected} if expected else {}))
        yield rules.refuse_if_chaired(queries.chair(context.on), article)
        yield rules.refuse_out_of_turn(self.state, expected, not charter.chairmanship.as_a_rule, article)

    def _expected(self, charter: Charter, on: date) -> str | None:
        previous = queries.previous_chair(on)
        if previous is None:
            return None
        names = state_names(on)
        members = {
            state: LocalisedText(names[state]) for state in states_with("chair", charter, on) if state in names
        }
        return charter_rules.next_in_rotation(charter, previous, members)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Chairmanship,
            entry=entry.seq,
            state=self.state,
            since=entry.on,
            slogan=self.slogan.root,
            events_planned=self.events_planned,
            expected=entry.findings.get("expected_state", ""),
            article=entry.findings.get("article", ""),
            irregular=bool(entry.irregular),
        )

    def sentence(self) -> str | Promise:
        return _("%(state)s took the chair.")


class HandOverChair(CharterAct):
    """The state in the chair hands it over: its term ends."""

    kind = "bodies.hand_over_chair"
    by = OfDelegation()
    refusals = NO_CHARTER | DELEGATION_REFUSALS | {"not_in_the_chair": _("%(state)s is not in the chair.")}

    state: StateCode

    def subjects(self) -> tuple[str, ...]:
        return (f"state:{self.state}",)

    def judge(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        article = charter.chairmanship.article if charter.chairmanship else ""
        context.find(article=article)
        yield rules.refuse_unless_chairing(queries.chair(context.on), self.state, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Chairmanship, {"state": self.state, "until": None}, until=entry.on, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("%(state)s handed over the chair.")
