"""What may be begun from a seat."""

from datetime import date

from comity.record.acts import KINDS, Act, Context
from comity.record.clock import now
from comity.record.reading import everything
from comity.record.refusals import Refusal
from comity.record.seats import Authority, Seat
from comity.record.submission import bars

ENTERED = "entered"
"""In the session of whoever sits: the entry of which the next page tells."""


def offered(seat: Seat | str, on: date | None = None, authority: Authority | None = None) -> list[type[Act]]:
    """The kinds of act that the seat may begin, by their names: those that are not closed to it in any case."""
    with everything():
        return [act for _kind, act in sorted(KINDS.items()) if not _closed(act, seat, authority, on)]


def closed(
    act: type[Act], seat: Seat | str, authority: Authority | None = None, on: date | None = None
) -> list[Refusal]:
    """Why a kind of act is closed to the seat, or to whoever sits there; empty if it is open."""
    with everything():
        return _closed(act, seat, authority, on)


def _closed(act: type[Act], seat: Seat | str, authority: Authority | None, on: date | None) -> list[Refusal]:
    at = now()
    context = Context(Seat(seat), on or at.date(), at, role=authority.role if authority else "")
    return [refusal for refusal in bars(act, context, authority) if refusal]
