"""Which seats there are to take, who takes one, and how far the clock goes. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.people.rules import ROLES
from comity.record.audiences import VISITOR

FURTHEST = timedelta(days=3_653)
"""The clock goes ten years ahead at most: a year that was mistyped would leave nothing to rehearse."""
MOST_CODES = 500
"""Codes made at a time."""
TABLE = (
    ("chair", "chair"),
    *(("secretariat", role) for role in ROLES["secretariat"]),
    ("depositary", "depositary"),
    (f"observer:{VISITOR}", "observer"),
    (f"guest:{VISITOR}", "guest"),
)
"""The seats that are no delegation's, with what one is in them."""


@dataclass(frozen=True)
class Place:
    """A seat, and what one is in it."""

    seat: str
    role: str

    @property
    def key(self) -> str:
        """As a form names it: `delegation:IN/head`."""
        return f"{self.seat}/{self.role}"


def places(states: Iterable[str]) -> list[Place]:
    """Every place in the exercise: those of the delegations of these states, then the others."""
    of_states = [Place(f"delegation:{state}", role) for state in states for role in ROLES["delegation"]]
    return of_states + [Place(seat, role) for seat, role in TABLE]


def refusal_of_click(place: Place, bound: Place | None, any_seat: bool, organises: bool) -> str:
    """Why whoever clicks may not sit there, in a word; empty if they may.

    bound       the place of the invitation code by which they came, if they came by one
    any_seat    whether the organiser lets everybody take any seat
    organises   whether it is the organiser who clicks
    """
    if bound is not None and place != bound:
        return "bound"
    if bound is None and not any_seat and not organises:
        return "by_code"
    return ""


def refusal_of_time(present: datetime, to: datetime, machine: datetime) -> str:
    """Why the clock does not go to a moment, in a word; empty if it does.

    present   what the exercise's clock shows
    machine   what the machine's clock shows
    """
    if to <= present:
        return "backwards"
    if to - machine > FURTHEST:
        return "too_far"
    return ""
