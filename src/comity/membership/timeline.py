"""Periods drawn as bars over the organisation's life. Places are in per cent, so that one drawing fits every width.

Numbers are text here already: a template would write them with the decimal comma of the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
"""Years from one label of an axis to the next; by the last one even all the years of a calendar have few labels."""


@dataclass(frozen=True)
class Bar:
    """A period: its place, length and middle. `sort` chooses its look, `title` says it in words."""

    x: str
    width: str
    middle: str
    sort: str
    title: str


@dataclass(frozen=True)
class Line:
    """One row: what it is of (`code` and `name`), and its bars."""

    code: str
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Axis:
    """The days from `first` to `last`, both shown."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day is, in per cent; a day beyond an end is at that end."""
        length = max((self.last - self.first).days, 1)
        return min(max((day - self.first).days / length * 100, 0), 100)

    def at(self, day: date) -> str:
        return per_cent(self.place(day))

    def bar(self, since: date, until: date | None, sort: str, title: str) -> Bar:
        """until   the first day out; None while it lasts. A bar is never too short to be seen."""
        start, end = self.place(since), self.place(until or self.last)
        return Bar(per_cent(start), per_cent(max(end - start, 0.4)), per_cent((start + end) / 2), sort, title)

    def years(self) -> Iterator[tuple[str, int]]:
        """The years to write on the axis, with their places: some five of them, each at its 1 January."""
        span = self.last.year - self.first.year
        step = next(step for step in STEPS if span / step <= 6)
        for year in range(self.first.year + 1, self.last.year + 1):
            if year % step == 0:
                yield self.at(date(year, 1, 1)), year


@dataclass(frozen=True)
class Timeline:
    """Lines over an axis. `now` is the place of the day shown; `legend` the sorts of bar with their names."""

    axis: Axis
    now: str
    lines: list[Line]
    legend: list[tuple[str, str]]


def per_cent(number: float) -> str:
    return f"{number:.2f}%"
