"""What there is to choose from in the forms of acts of a meeting: those who take part, paragraphs of its record.

While no meeting was chosen it is what there is in all that are under way, so that a form works as it comes.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.text import Truncator

from comity.meetings import queries, rules, telling
from comity.meetings.models import Session
from comity.people.sitting import Sitting
from comity.record.clock import today
from comity.record.sentences import Names, localised

Choices = list[tuple[str, str]]
SHOWN = 100
"""So many characters of a paragraph are enough to know it by."""


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


# The summary record


def records(nothing: str, sitting: Sitting) -> Choices:
    """The meetings that are closed, and whose record is not approved."""
    return list(_called(Session.objects.filter(phase=rules.CLOSED, approved_by=None).order_by("entry")).items())


def paragraphs(session: str, sitting: Sitting) -> Choices:
    """The paragraphs of a summary record, each by its number and how it begins; of all that can be corrected."""
    names = Names(today())
    rows = Session.objects.filter(entry=session) if session.isdecimal() else _correctable(names.on)
    called = _called(rows) if len(rows) > 1 else {}
    return [one for row in rows for one in _paragraphs(row.entry, names, called.get(str(row.entry), ""))]


def _correctable(on: date) -> QuerySet[Session]:
    return Session.objects.filter(approved_by=None, corrections_until__gte=on).order_by("entry")


def _called(rows: Iterable[Session]) -> dict[str, str]:
    codes = [str(row.entry) for row in rows]
    found = queries.session_names(today(), codes) if codes else {}
    return {code: localised(found[code]) for code in codes}


def _paragraphs(session: int, names: Names, called: str) -> Choices:
    """A paragraph is known by the first of the entries that it tells."""
    seats = queries.seat_names(session, names)
    sections = telling.record_sections(queries.entries_of(session), session, names, seats)
    told = [one for section in sections for one in section["paragraphs"]]
    # An entry that two paragraphs tell is known by the first of them.
    first = {one["entries"][0]: one for one in reversed(told)}
    before = f"{called}: " if called else ""
    whole = ((entry, f"{one['number']}. {before}{one['text']}") for entry, one in sorted(first.items()))
    return [(str(entry), Truncator(text).chars(SHOWN)) for entry, text in whole]
