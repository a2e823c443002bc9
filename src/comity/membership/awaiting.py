"""What waits for a seat on the way of states in and out: the next step, an application, a notice that runs out."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from comity.charter import queries as charters
from comity.charter import rules as charter_rules
from comity.charter.schema import Charter
from comity.charter.ways import Step as CharterStep
from comity.membership import rules
from comity.membership.models import Standing, Step
from comity.membership.queries import deciding
from comity.record.acts import KINDS
from comity.record.awaiting import Awaited, awaited, told
from comity.record.edition import remembered
from comity.record.seats import CHAIR, DEPOSITARY, SECRETARIAT, Seat
from comity.record.sentences import Names

NEXT = _("%(state)s is on the way in. The next step: %(step)s.")
APPLIED = _("%(state)s applied for the status of %(status)s, and has not been answered.")
LEAVES = _("The notice by which %(state)s withdraws takes effect.")
TABLE = ("secretariat", "chair")
"""Who sees to it that what the members decide is decided."""


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    found, steps = charters.in_force(on), _steps(on)
    if found is None or not steps:
        return
    charter, names = found[0], Names(on)
    decides = seat in TABLE or seat.state in deciding(on)
    yield from _next_steps(charter, steps, seat, decides, on, names)
    if decides:
        yield from _applications(charter, steps, names)
    yield from _notices(charter, steps, seat, names)


@remembered
def _steps(on: date) -> dict[str, list[Step]]:
    """The steps of each state that has taken any, oldest first."""
    found: dict[str, list[Step]] = {}
    for step in Step.objects.filter(on__lte=on).order_by("on", "entry"):
        found.setdefault(step.state, []).append(step)
    return found


@remembered
def _given(on: date) -> set[tuple[str, str]]:
    """Which states hold which status on a day."""
    rows = Standing.objects.filter(since__lte=on).exclude(until__lte=on)
    return set(rows.values_list("state", "status"))


def _next_steps(
    charter: Charter, steps: dict[str, list[Step]], seat: Seat, decides: bool, on: date, names: Names
) -> Iterator[Awaited]:
    """The next step of each state on the way to membership: for the state, and for those who decide."""
    status, path = charter.accession.status, [step.act for step in charter.accession.steps]
    for state, taken in steps.items():
        own = [step for step in rules.since_leaving(taken, lambda step: step.step) if step.status == status]
        done = [step.step for step in own if step.step in path]
        if not done or path[-1] in done or (state, status) in _given(on):
            continue
        step = charter_rules.next_step(charter, done)
        if step and (decides or seat.state == state):
            yield _step(step, state, own[-1].entry, names)


def _step(step: CharterStep, state: str, entry: int, names: Names) -> Awaited:
    what = told(NEXT, names, state=state, step=dict(step.name.root))
    kind = step.act if step.act in KINDS else None
    return awaited(f"state:{state}", what, entry=entry, kind=kind, fields={"state": state})


def _applications(charter: Charter, steps: dict[str, list[Step]], names: Names) -> Iterator[Awaited]:
    """Applications for another status than membership, to which the members have said nothing yet."""
    for state, taken in steps.items():
        last = taken[-1]
        if last.step == "membership.apply" and last.status != charter.accession.status:
            fields = {"state": state, "status": last.status}
            what = told(APPLIED, names, **fields)
            yield awaited(f"state:{state}", what, entry=last.entry, kind="membership.grant_status", fields=fields)


def _notices(charter: Charter, steps: dict[str, list[Step]], seat: Seat, names: Names) -> Iterator[Awaited]:
    """Withdrawals of which notice was given: the depositary enters that they take effect."""
    for state, taken in steps.items():
        notice = taken[-1]
        if notice.effective_on and (seat in (DEPOSITARY, CHAIR, SECRETARIAT) or seat.state == state):
            yield awaited(
                f"state:{state}",
                told(LEAVES, names, state=state),
                entry=notice.entry,
                due=notice.effective_on,
                kind="membership.withdraw",
                fields={"state": state, "status": charter.accession.status},
            )
