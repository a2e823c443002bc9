"""Seats: who may give them, what each role may do from them, and what they may read. Pure functions."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from comity.record.audiences import COMMUNITY, MEMBERS, SECRETARIAT
from comity.record.refusals import Refusal

ROLES = {
    "delegation": ("head", "coordinator", "expert"),
    "chair": ("chair",),
    "secretariat": ("secretary-general", "officer", "facilitator"),
    "depositary": ("depositary",),
    "observer": ("observer",),
    "guest": ("guest",),
}
"""What one can be in each sort of seat."""
OF_ORGANISATIONS = ("observer", "guest")
"""The sorts of seats that organisations take; each has the name of its one role."""
BINDING = frozenset({"head", "coordinator", "chair", "secretary-general", "officer", "depositary"})
"""Roles that act for their seat. The others read, and do what an act leaves to them by name."""
SEATING = ("head", "coordinator")
"""Roles that give their own delegation's experts their seats."""
ON_NOTE = ("head", "coordinator")
"""Roles that only a state's note gives."""
ANY_DAY = ("secretariat", "depositary")
"""Seats that enter what happened on an earlier day; what the others do counts from the day on which they do it."""


@dataclass(frozen=True)
class Held:
    """A credential as the rules see it. `until` is the day on which it is over; None: no end is set."""

    seat: str
    role: str
    since: date
    until: date | None = None
    only: tuple[str, ...] | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


def sort_of(seat: str) -> str:
    """The sort of a seat: `delegation` of `delegation:IN`."""
    return seat.partition(":")[0]


def refuse_role(seat: str, role: str) -> Refusal | None:
    roles = ROLES.get(sort_of(seat), ())
    if role not in roles:
        return Refusal("", "no_such_role", {"seat": seat, "roles": list(roles) or ["–"], "role": role})
    return None


def refuse_seating(by: str, by_role: str, seat: str, role: str) -> Refusal | None:
    """The secretariat gives every seat; a delegation gives its own experts theirs; the platform gives the first.

    by        the seat of whoever gives or takes it
    by_role   empty where the program itself acts
    """
    if by in ("clerk", "secretariat"):
        return None
    if by == seat and role == "expert" and (by_role in SEATING or not by_role):
        return None
    return Refusal("", "not_yours_to_seat", {"seat": seat, "role": role})


def refuse_without_note(by: str, seat: str, role: str, note: str) -> Refusal | None:
    """A head of delegation is named by the state; the secretariat enters what the state's note says."""
    if by != "clerk" and sort_of(seat) == "delegation" and role in ON_NOTE and not note:
        return Refusal("", "no_note", {"seat": seat, "role": role})
    return None


def refuse_period(since: date, until: date | None) -> Refusal | None:
    if until is not None and until <= since:
        return Refusal("", "ends_before_it_begins", {"since": since.isoformat(), "until": until.isoformat()})
    return None


def refuse_past_release(release_on: date | None, today: date) -> Refusal | None:
    """What is closed opens on a later day, or by an act at once."""
    if release_on is None or release_on > today:
        return None
    return Refusal("", "day_is_past", {"release_on": release_on.isoformat()})


def covers(only: Collection[str] | None, kind: str) -> bool:
    """Whether a restriction to these kinds or packages lets an act of this kind pass."""
    return only is None or kind in only or kind.partition(".")[0] in only


def refuse_acting(held: Held, kind: str, roles: Collection[str], on: date, today: date) -> Iterator[Refusal | None]:
    """Why whoever holds this credential may not perform an act now.

    roles   that may perform an act of this kind
    on      the day from which it would count
    """
    values = {"seat": held.seat, "role": held.role}
    if not held.holds(today):
        yield Refusal("", "credential_over", values)
    if held.role not in roles:
        yield Refusal("", "not_your_role", values)
    if not covers(held.only, kind):
        yield Refusal("", "restricted", values | {"kinds": ", ".join(held.only or ()) or "–"})
    if on != today and sort_of(held.seat) not in ANY_DAY:
        yield Refusal("", "not_your_day", values)


def audiences(seat: str, *, member: bool, standing: bool, bodies: Collection[str]) -> list[str]:
    """What may be read from a seat, besides what is public.

    member, standing   whether the state of a delegation may take part in decisions; whether it has a status at all
    bodies             the codes of the bodies in which members sit
    """
    sort = sort_of(seat)
    of_bodies = [f"body:{code}" for code in bodies]
    if sort == "delegation":
        own = [seat, COMMUNITY] if standing or member else [seat]
        return [*own, MEMBERS, *of_bodies] if member else own
    return {
        "chair": [COMMUNITY, MEMBERS, *of_bodies],
        "secretariat": [COMMUNITY, MEMBERS, SECRETARIAT, *of_bodies],
        "depositary": [COMMUNITY, MEMBERS],
        "observer": [COMMUNITY],
    }.get(sort, [])
