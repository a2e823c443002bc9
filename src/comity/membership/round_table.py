"""The round table: where each state sits. Every seat is of the same size, whoever sits there.

The first ring are the states that decide, the second all others; each begins at the top and goes round with the
clock, in the order given. Lengths are in the units of the drawing; numbers are text, so that no template writes them
with a decimal comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SEAT = 30
"""The radius of a seat."""
PLACE = 118
"""How much of the ring each state has at least: its seat, its name, and room between."""
INNERMOST = 178
BETWEEN = 128
"""From the first ring to the second."""
LETTERS = 13
"""So many letters of a name stand on a line."""


@dataclass(frozen=True)
class Seated:
    """A state, as its seat shows it."""

    code: str
    name: str
    status: str
    status_name: str


@dataclass(frozen=True)
class Seat:
    """A state's seat. `x` and `y` are its middle; `lines` its name, each line with its own height."""

    state: Seated
    x: str
    y: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RoundTable:
    """size   half the side of the drawing, whose middle is (0, 0)
    table    the radius of the table itself, round which the first ring sits"""

    size: int
    table: str
    inner: tuple[Seat, ...]
    outer: tuple[Seat, ...]

    @property
    def view_box(self) -> str:
        return f"{-self.size} {-self.size} {2 * self.size} {2 * self.size}"


def round_table(inner: Sequence[Seated], outer: Sequence[Seated]) -> RoundTable:
    first = radius(len(inner), INNERMOST)
    second = radius(len(outer), first + BETWEEN)
    size = round((second if outer else first) + SEAT + 50)
    return RoundTable(size, f"{first - SEAT - 44:.0f}", _ring(inner, first), _ring(outer, second))


def radius(seats: int, least: float) -> float:
    """Of a ring with so many seats: as large as they need, and no smaller than `least`."""
    return max(least, seats * PLACE / (2 * pi))


def _ring(states: Sequence[Seated], ring: float) -> tuple[Seat, ...]:
    return tuple(_seat(state, 2 * pi * place / len(states), ring) for place, state in enumerate(states))


def _seat(state: Seated, angle: float, ring: float) -> Seat:
    x, y = ring * sin(angle), -ring * cos(angle)
    lines = tuple((f"{y + SEAT + 17 + 15 * number:.1f}", line) for number, line in enumerate(wrapped(state.name)))
    return Seat(state, f"{x:.1f}", f"{y:.1f}", lines)


def wrapped(name: str) -> list[str]:
    """A name in lines of about LETTERS letters, broken between words."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
