"""States, by their codes and names, and what acts on them have in common."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from comity.charter.acts import CharterAct
from comity.membership.models import Standing, StateName, Step
from comity.record.acts import Act
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.seats import SECRETARIAT, Only
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
    "no_right": _("%(state)s has at present no status that gives the right to “%(right)s”."),
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
        basis=entry.body.get("basis"),
        dated=entry.dated,
        article=entry.findings.get("article", ""),
        irregular=bool(entry.irregular),
    )
