"""What waits for a seat: what every package knows, by the day on which it is due."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from comity.acting.answers import Answer, answers
from comity.bodies.awaiting import awaiting as of_bodies
from comity.decisions import awaiting as decisions
from comity.meetings.awaiting import awaiting as of_meetings
from comity.membership.awaiting import awaiting as of_membership
from comity.people.awaiting import awaiting as of_people
from comity.people.queries import audiences_of
from comity.people.sitting import Sitting
from comity.record.awaiting import Awaited, Awaiting
from comity.record.lookup import known
from comity.record.reading import everything, reading_as
from comity.record.seats import Seat
from comity.register.awaiting import awaiting as of_register

PACKAGES: tuple[Awaiting, ...] = (of_membership, of_bodies, of_people, of_register, decisions.awaiting, of_meetings)
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


@contextmanager
def judging(on: date) -> Iterator[None]:
    """The acts that would answer what waits are judged at one go, for that asks more than the page may show."""
    with known():
        decisions.foretell(on)
        with everything():
            yield


def answered(found: Iterable[Awaited], sitting: Sitting) -> list[tuple[Answer, ...]]:
    """What the rules say to the acts that would answer each."""
    found = list(found)
    given = iter(answers([asked for one in found for asked in one.asked], sitting))
    return [tuple(islice(given, len(one.asked))) for one in found]


def _found(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    for awaiting_in in PACKAGES:
        yield from awaiting_in(seat, role, on)
