"""Seats: who acts. An act names a seat and never a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from comity.record.refusals import Refusal

if TYPE_CHECKING:
    from comity.record.acts import Act, Context

CHAIR, SECRETARIAT, DEPOSITARY, CLERK = "chair", "secretariat", "depositary", "clerk"
"""The seats that are not a delegation's. The clerk is the platform itself: it acts when a clock has run out."""


class Seat(str):
    """A seat by its name: `delegation:IN`, `chair`, `secretariat`, `depositary`, `clerk`.

    Raises ValueError for any other name.
    """

    __slots__ = ()

    def __new__(cls, name: str) -> "Seat":
        office, _, state = name.partition(":")
        known = (office == "delegation" and len(state) == 2 and state.isalpha() and state.isupper()) or (
            name in (CHAIR, SECRETARIAT, DEPOSITARY, CLERK)
        )
        if not known:
            raise ValueError(
                f"“{name}” is no seat. A seat is `delegation:` and a state's two-letter code, "
                f"`{CHAIR}`, `{SECRETARIAT}`, `{DEPOSITARY}` or `{CLERK}`."
            )
        return super().__new__(cls, name)

    @classmethod
    def delegation(cls, state: str) -> "Seat":
        return cls(f"delegation:{state}")

    @property
    def state(self) -> str | None:
        """The state whose delegation sits here, by its code; None for the other seats."""
        return self.partition(":")[2] or None


class SeatRule(Protocol):
    """Which seats may perform an act: the `by` of its class."""

    def refusals(self, act: "Act", context: "Context") -> Iterator[Refusal | None]:
        """Why the seat may not; nothing (or None) where it may."""
        ...


@dataclass(frozen=True)
class Only:
    """The seats named here, and no others."""

    seats: tuple[str, ...]

    def __init__(self, *seats: str) -> None:
        object.__setattr__(self, "seats", seats)

    def refusals(self, act: "Act", context: "Context") -> Iterator[Refusal | None]:
        if context.seat not in self.seats:
            yield Refusal("", "not_your_seat", {"seat": str(context.seat), "seats": ", ".join(self.seats)})
