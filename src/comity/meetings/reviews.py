"""Decisions that their body looks at again: when that is due, and on whose agenda it stands.

A review comes onto the agenda of the first meeting of the body that is not over on the day for which it was set.
It is done once the item is concluded; deferred, left over, struck off or called off with its meeting, it waits for
the next.
"""

from collections.abc import Iterator, Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_noop, override

from comity.decisions.models import Decision
from comity.meetings import queries, rules
from comity.meetings.models import Item, Session
from comity.record.text import wording

TITLE = gettext_noop("Review of “%(title)s”")
DONE = ("adopted", "noted")
"""What became of an item by which a decision was looked at again."""
HELD = (rules.CONVENED, rules.OPEN, rules.SUSPENDED)


def decision(seq: int) -> Decision | None:
    """A decision that was adopted and is to be looked at again."""
    return Decision.objects.filter(entry=seq, stage="adopted", review_on__isnull=False).first()


def title(reviewed: Decision) -> dict[str, str]:
    """What the item is called, in every language."""
    words = {}
    for tag, language in queries.TAGS.items():
        with override(language):
            words[tag] = gettext(TITLE) % {"title": wording(reviewed.title, tag)}
    return words


def concluded(seq: int) -> Item | None:
    """The item by which it was looked at again."""
    return _items().filter(decision=seq, outcome__in=DONE).first()


def standing(seq: int) -> Item | None:
    """The item that stands for it on the agenda of a meeting that is not over."""
    return standing_all().filter(decision=seq).first()


def standing_all() -> QuerySet[Item]:
    to_come = Session.objects.exclude(phase__in=rules.OVER).values("entry")
    return _items().filter(outcome="", session__in=to_come).order_by("entry")


def taken_up() -> list[int]:
    """The decisions whose review stands on an agenda, or is done."""
    found = _items().filter(Q(outcome__in=DONE) | Q(entry__in=standing_all().values("entry")))
    return [seq for seq in found.values_list("decision", flat=True) if seq]


def _items() -> QuerySet[Item]:
    return Item.objects.filter(review=True, struck_by=None)


def pending(row: Session) -> list[Decision]:
    """What the body is to look at again by the end of a meeting, and has on no agenda."""
    done = _items().filter(outcome__in=DONE).values("decision")
    known = Decision.objects.filter(stage="adopted", body=row.body, review_on__lte=row.last)
    left = known.exclude(entry__in=done).exclude(entry__in=standing_all().values("decision"))
    return list(left.order_by("review_on", "entry"))


def to_place() -> Iterator[tuple[int, int]]:
    """The reviews that come onto an agenda by themselves: the meeting, and the decision.

    A meeting whose agenda is adopted, or that is open, keeps what is due to it: there the chair adds it. What was
    struck off or deferred in a meeting does not come back to the same one.
    """
    sessions = Session.objects.filter(phase__in=HELD).order_by("first", "entry")
    had = _had()
    due: dict[int, Session] = {}
    for row in sessions:
        for reviewed in pending(row):
            if row.entry not in had.get(reviewed.entry, ()):
                due.setdefault(reviewed.entry, row)
    for seq, row in due.items():
        if row.phase == rules.CONVENED and row.agenda_by is None:
            yield row.entry, seq


def _had() -> Mapping[int, set[int]]:
    """By decision, the meetings that have or had its review on their agenda."""
    found: dict[int, set[int]] = {}
    for seq, session in Item.objects.filter(review=True).values_list("decision", "session"):
        found.setdefault(seq or 0, set()).add(session)
    return found
