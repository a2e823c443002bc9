"""Who may become what, and when: pure functions over plain values.

Every `refuse_…` answers with the reason, or None where there is none. `article` is the provision that the charter
names for the step; a missing earlier step is `open`, because the sources of an imported past may not tell it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from comity.record.refusals import Refusal

Taken = TypeVar("Taken")
LEAVING = ("membership.end_status", "membership.expel", "membership.withdraw")
"""The kinds of act by which a state has left a status; what it did before then is behind it."""


@dataclass(frozen=True)
class Standing:
    """The status that a state holds, since when, and whether its rights are suspended."""

    state: str
    status: str
    since: date
    suspended: bool = False


@dataclass(frozen=True)
class Notice:
    """A notice of withdrawal: the day of it, and the day on which it takes effect."""

    on: date
    effective_on: date


def refuse_status_not_in_force(status: str, in_force: Collection[str], on: date, article: str) -> Refusal | None:
    """in_force   the statuses that the charter knows on that day"""
    if status in in_force:
        return None
    return Refusal(article, "status_not_in_force", {"status": status, "on": on.isoformat()})


def refuse_if_held(standing: Standing | None, status: str, article: str) -> Refusal | None:
    """Nobody is given what it has."""
    if standing and standing.status == status:
        return Refusal(article, "already_held", _named(standing))
    return None


def refuse_unless_held(standing: Standing | None, status: str, state: str, article: str) -> Refusal | None:
    """Only a state that has the status can lose it."""
    if standing and standing.status == status:
        return None
    return Refusal(article, "not_held", {"state": state, "status": status})


def refuse_before(standing: Standing | None, on: date, article: str) -> Refusal | None:
    """A change counts from a day after the one on which the present standing began: the past stays as it was."""
    if standing and on <= standing.since:
        return Refusal(article, "before_present_standing", {**_named(standing), "on": on.isoformat()})
    return None


def refuse_missing_steps(
    state: str, required: Collection[str], done: Collection[str], article: str
) -> Refusal | None:
    """The charter's path of accession is walked in order.

    required   the kinds of act that come before, in order
    done       those that the record holds for the state
    """
    for step in required:
        if step not in done:
            return Refusal(article, "step_missing", {"state": state, "step": step}, open=True)
    return None


def refuse_unless_founder(state: str, founders: Collection[str], on: date, founded_on: date) -> Refusal | None:
    """A state becomes a member by founding if the founding instrument names it, on the founding day."""
    if state not in founders:
        return Refusal("", "not_a_founder", {"state": state})
    if on != founded_on:
        return Refusal("", "not_the_founding_day", {"on": on.isoformat(), "founded_on": founded_on.isoformat()})
    return None


def refuse_if_suspended(standing: Standing | None, article: str) -> Refusal | None:
    if standing and standing.suspended:
        return Refusal(article, "already_suspended", _named(standing))
    return None


def refuse_unless_suspended(standing: Standing | None, state: str, article: str) -> Refusal | None:
    if standing and standing.suspended:
        return None
    return Refusal(article, "not_suspended", {"state": state})


def refuse_short_notice(effective_on: date, earliest: date, article: str) -> Refusal | None:
    """earliest   the first day on which a notice given now may take effect"""
    if effective_on >= earliest:
        return None
    return Refusal(
        article,
        "notice_too_short",
        {"effective_on": effective_on.isoformat(), "earliest_on": earliest.isoformat()},
    )


def refuse_early_withdrawal(state: str, notice: Notice | None, on: date, article: str) -> Refusal | None:
    """A state leaves on the day that its notice names, not before it and not without one."""
    if notice is None:
        return Refusal(article, "no_notice", {"state": state}, open=True)
    if on < notice.effective_on:
        return Refusal(article, "notice_runs", {"state": state, "effective_on": notice.effective_on.isoformat()})
    return None


def _named(standing: Standing) -> dict[str, str]:
    return {"state": standing.state, "status": standing.status, "since": standing.since.isoformat()}


def since_leaving(taken: Sequence[Taken], kind: Callable[[Taken], str]) -> Sequence[Taken]:
    """Of the steps that a state has taken, oldest first, those behind the last by which it left."""
    left = [place for place, step in enumerate(taken) if kind(step) in LEAVING]
    return taken[left[-1] + 1 :] if left else taken
