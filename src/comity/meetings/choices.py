"""What there is to choose from in the forms of acts of a meeting: those who take part, paragraphs of its record.

While no meeting was chosen it is what there is in all that are under way, so that a form works as it comes.
"""

from comity.meetings import queries, rules
from comity.meetings.models import Session
from comity.people.sitting import Sitting
from comity.record.clock import today
from comity.record.sentences import Names

Choices = list[tuple[str, str]]


def taking_part(session: str, sitting: Sitting) -> Choices:
    """Those for whom whoever sits there may enter something, in the charter's order."""
    names = Names(today())
    found: Choices = []
    for code in _meetings(session):
        called = queries.seat_names(code, names)
        found += [(seat, called.get(seat, seat)) for seat in queries.taking_part(code, names.on)]
    return [one for one in dict.fromkeys(found) if sitting.seat in (one[0], *queries.PRESIDING)]


def away(session: str, sitting: Sitting) -> Choices:
    """Those of them who are not in the room. Who presides is on no roll."""
    there = _there(session)
    choices = taking_part(session, sitting)
    return [one for one in choices if one[0] not in there and one[0] not in queries.PRESIDING]


def there(session: str, sitting: Sitting) -> Choices:
    """Those of them who are in the room, and may leave it."""
    there = _there(session)
    return [one for one in taking_part(session, sitting) if one[0] in there]


def _there(session: str) -> set[str]:
    return {seat for code in _meetings(session) for seat in queries.present(code)}


def _meetings(session: str) -> list[str]:
    if session.isdecimal():
        return [session]
    under_way = Session.objects.filter(phase__in=(rules.OPEN, rules.SUSPENDED)).order_by("entry")
    return [str(entry) for entry in under_way.values_list("entry", flat=True)]
