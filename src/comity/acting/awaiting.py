"""What waits for a seat: what every package knows, by the day on which it is due."""

from collections.abc import Iterator
from datetime import date

from comity.bodies.awaiting import awaiting as of_bodies
from comity.decisions.awaiting import awaiting as of_decisions
from comity.meetings.awaiting import awaiting as of_meetings
from comity.membership.awaiting import awaiting as of_membership
from comity.people.awaiting import awaiting as of_people
from comity.people.queries import audiences_of
from comity.record.awaiting import Awaited, Awaiting
from comity.record.reading import reading_as
from comity.record.seats import Seat
from comity.register.awaiting import awaiting as of_register

PACKAGES: tuple[Awaiting, ...] = (of_membership, of_bodies, of_people, of_register, of_decisions, of_meetings)
"""Who knows what waits."""


def awaiting(seat: Seat, role: str, on: date) -> list[Awaited]:
    """What waits for whoever sits there in a role, what is due first at the top; what has no day comes last.

    It is asked as that seat reads, whoever asks: nothing is told of what it may not see.
    """
    with reading_as(audiences_of(seat, on)):
        return as_shown(seat, role, on)


def as_shown(seat: Seat, role: str, on: date) -> list[Awaited]:
    """The same, for a page that is drawn for that seat already."""
    return sorted(_found(seat, role, on), key=lambda one: (one.due or date.max, one.entry, one.subject))


def _found(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    for awaiting_in in PACKAGES:
        yield from awaiting_in(seat, role, on)
