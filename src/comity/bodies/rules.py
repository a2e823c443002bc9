"""Bodies, the chair and offices: what follows from what, as pure functions.

Every `refuse_…` answers with the reason, or None where there is none.
"""

from dataclasses import dataclass
from datetime import date

from comity.record.refusals import Refusal


@dataclass(frozen=True)
class Chair:
    """The state in the chair, and since when."""

    state: str
    since: date


@dataclass(frozen=True)
class Term:
    """A term of office: from a day up to, not including, another; None where that is not settled."""

    person: str
    state: str
    since: date
    due: date | None


def refuse_if_established(code: str, since: date | None, article: str) -> Refusal | None:
    """since   the day from which a body of that code exists; None if there is none"""
    if since is None:
        return None
    return Refusal(article, "already_established", {"body": code, "since": since.isoformat()})


def refuse_unless_established(code: str, since: date | None, article: str) -> Refusal | None:
    if since is not None:
        return None
    return Refusal(article, "no_such_body", {"body": code})


def refuse_if_chaired(chair: Chair | None, article: str) -> Refusal | None:
    """There is one chair at a time: it is handed over before it is taken."""
    if chair is None:
        return None
    return Refusal(article, "chair_taken", {"state": chair.state, "since": chair.since.isoformat()})


def refuse_unless_chairing(chair: Chair | None, state: str, article: str) -> Refusal | None:
    if chair and chair.state == state:
        return None
    return Refusal(article, "not_in_the_chair", {"state": state})


def refuse_out_of_turn(state: str, expected: str | None, strict: bool, article: str) -> Refusal | None:
    """The chair goes round in the charter's order.

    strict   the charter makes it a rule without exception; else it is only the rule, and may be departed from
    """
    if not strict or expected in (None, state):
        return None
    return Refusal(article, "out_of_turn", {"state": state, "expected_state": expected})


def refuse_second_term(person: str, previous: Term | None, renewable: bool, article: str) -> Refusal | None:
    """previous   the last term of the office before this one"""
    if renewable or previous is None or previous.person != person:
        return None
    return Refusal(article, "not_renewable", {"person": person})


def refuse_long_term(since: date, due: date | None, longest: date | None, article: str) -> Refusal | None:
    """longest   the day on which a term that begins on `since` ends at the latest; None where the charter has none"""
    if due is None or longest is None or due <= longest:
        return None
    return Refusal(
        article,
        "term_too_long",
        {"since": since.isoformat(), "due_on": due.isoformat(), "longest_until": longest.isoformat()},
    )


def refuse_overlap(since: date, previous: Term | None, article: str) -> Refusal | None:
    """An office has one holder at a time; whoever follows begins when the term before has ended."""
    if previous is None or (previous.due is not None and previous.due <= since):
        return None
    return Refusal(article, "still_held", {"person": previous.person, "since": previous.since.isoformat()})


def refuse_days(first: date, last: date) -> Refusal | None:
    """A meeting ends on the day it began, or later."""
    if last >= first:
        return None
    return Refusal("", "ends_before_it_begins", {"first": first.isoformat(), "last": last.isoformat()})


def changes_on(changes_with: str, on: date, session: date | None) -> date | None:
    """The next day on which the chair passes on; None where that hangs on a session of which no day is known.

    changes_with   regular-session, calendar-year, half-year, month: see the charter's `[chairmanship]`
    session        the last day of the next session that was announced
    """
    if changes_with == "regular-session":
        return session
    year, months = on.year, {"calendar-year": (1,), "half-year": (1, 7)}.get(changes_with, range(1, 13))
    days = [date(year, month, 1) for month in months if date(year, month, 1) > on]
    return days[0] if days else date(year + 1, 1, 1)


def plus_years(day: date, years: int) -> date:
    """The same day some years on; of 29 February, 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
