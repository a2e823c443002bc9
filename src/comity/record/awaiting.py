"""What waits for a seat: told by the package that knows of it, put together by those who act.

Each package that knows what somebody owes has a function `awaiting(seat, role, on)`; it asks as the reader may read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise, lazy

from comity.record.seats import Seat
from comity.record.sentences import Names, localised, shown
from comity.record.subjects import page_of

Asked = tuple[str, Mapping[str, str]]
"""A kind of act, and what is known of its fields."""


@dataclass(frozen=True)
class Awaited:
    """Something that a seat is waited for with.

    entry     that made it wait; 0 where none did, as when the charter does
    subject   what it concerns, `document:CHA-1`
    what      a sentence, in the language of whoever reads it
    path      the page where it is done, in the language in which it was asked for
    due       the day by which it is to be done; None where none is set
    kind      of the act that would answer it; None where none does, or where there are several
    fields    of that act, as far as they are known
    choices   the acts among which the seat chooses, none before another: kinds, each with what is known of its fields
    """

    entry: int
    subject: str
    what: str | Promise
    path: str
    due: date | None = None
    kind: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Asked, ...] = ()

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Every act that would answer it."""
        return ((self.kind, self.fields),) if self.kind else self.choices


Awaiting = Callable[[Seat, str, date], Iterator[Awaited]]
"""What a package knows to wait for a seat, and whoever sits there in a role, on a day."""


def awaited(
    subject: str,
    what: str | Promise,
    *,
    entry: int = 0,
    due: date | None = None,
    kind: str | None = None,
    fields: Mapping[str, str] | None = None,
    choices: tuple[Asked, ...] = (),
) -> Awaited:
    """It is done in the form of the act, filled with what is known; without one, at the page of the subject."""
    known = fields or {}
    path = form_of(kind, known) if kind else page_of(subject)
    return Awaited(entry, subject, what, path, due, kind, known, choices)


def form_of(kind: str, fields: Mapping[str, str]) -> str:
    """The address of an act's form, filled with these fields."""
    query = urlencode(fields)
    return reverse("act", args=[kind]) + (f"?{query}" if query else "")


def told(sentence: str | Promise, names: Names, **values: Any) -> str | Promise:
    """A sentence whose values are told as those of an act are, once somebody reads it: `state="IN"` by its name."""

    def tell() -> str:
        return str(sentence) % {name: _value(name, value, names) for name, value in values.items()}

    return lazy(tell, str)()


def _value(name: str, value: Any, names: Names) -> str:
    return localised(value) if isinstance(value, dict) else shown(name, value, names)
