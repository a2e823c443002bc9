"""What may be begun from a seat."""

from datetime import date

from comity.record.acts import KINDS, Act, Context
from comity.record.clock import now
from comity.record.reading import everything
from comity.record.seats import Authority, Seat
from comity.record.submission import bars


@everything()
def offered(seat: Seat | str, on: date | None = None, authority: Authority | None = None) -> list[type[Act]]:
    """The kinds of act that the seat may begin, by their names: those that are not closed to it in any case."""
    return [act for _kind, act in sorted(KINDS.items()) if _is_open(act, Seat(seat), on, authority)]


def _is_open(act: type[Act], seat: Seat, on: date | None, authority: Authority | None) -> bool:
    at = now()
    context = Context(seat, on or at.date(), at, role=authority.role if authority else "")
    return not any(bars(act, context, authority))
