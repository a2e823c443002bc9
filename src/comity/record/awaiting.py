"""What awaits somebody: an entry in which something is for their seat to do."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Awaited:
    """Something that awaits a seat.

    entry     in which it began; 0 where none did, as when the charter asks for it
    subject   what it concerns, `body:CHS`
    what      in words
    path      the page on which to see to it
    due       the day by which it is wanted; None where none is set
    kind      of the act by which it would be done; None where there is none
    """

    entry: int
    subject: str
    what: str | Promise
    path: str
    due: date | None
    kind: str | None
