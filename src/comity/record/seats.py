"""Seats: who acts. An act names a seat and never a person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from comity.record.refusals import Refusal

if TYPE_CHECKING:
    from comity.record.acts import Act, Context

CHAIR, SECRETARIAT, DEPOSITARY, CLERK = "chair", "secretariat", "depositary", "clerk"
"""The seats that are not a delegation's. The clerk is the platform itself: it acts when a clock has run out."""


SEAT = re.compile(r"delegation:[A-Z]{2}|(observer|guest):[a-z][a-z0-9-]{1,39}|chair|secretariat|depositary|clerk")


class Seat(str):
    """A seat by its name: `delegation:IN`, `chair`, `secretariat`, `depositary`, `clerk`, `guest:asean`.

    Raises ValueError for any other name.
    """

    __slots__ = ()

    def __new__(cls, name: str) -> "Seat":
        if not SEAT.fullmatch(name):
            raise ValueError(
                f"“{name}” is no seat. A seat is `delegation:` and a state's two-letter code, `observer:` or "
                f"`guest:` and an organisation's short name, `{CHAIR}`, `{SECRETARIAT}`, `{DEPOSITARY}` or `{CLERK}`."
            )
        return super().__new__(cls, name)

    @classmethod
    def delegation(cls, state: str) -> "Seat":
        return cls(f"delegation:{state}")

    @property
    def state(self) -> str | None:
        """The state whose delegation sits here, by its code; None for the other seats."""
        sort, _, code = self.partition(":")
        return code if sort == "delegation" else None


class Authority(Protocol):
    """By what right a person acts from a seat. Without one the program itself acts: imported history, the clock.

    role   what the person is in that seat
    """

    @property
    def role(self) -> str: ...

    def refusals(self, act: "Act | type[Act]", context: "Context") -> Iterator[Refusal | None]:
        """Why this person may not perform the act, or any act of a kind, from this seat now."""
        ...


class SeatRule(Protocol):
    """Which seats may perform an act: the `by` of its class."""

    def refusals(self, act: "Act | type[Act]", context: "Context") -> Iterator[Refusal | None]:
        """Why the seat may not; nothing (or None) where it may. Of a kind: why not, whatever the act says."""
        ...


@dataclass(frozen=True)
class Only:
    """The seats named here, and no others."""

    seats: tuple[str, ...]

    def __init__(self, *seats: str) -> None:
        object.__setattr__(self, "seats", seats)

    def refusals(self, act: "Act | type[Act]", context: "Context") -> Iterator[Refusal | None]:
        if context.seat not in self.seats:
            yield Refusal("", "not_your_seat", {"seat": str(context.seat), "seats": ", ".join(self.seats)})


@dataclass(frozen=True)
class Every:
    """No seat is turned away here: the act's check looks at who acts upon whom."""

    def refusals(self, act: "Act | type[Act]", context: "Context") -> Iterator[Refusal | None]:
        return iter(())
