"""What lies on the desk of whoever sits: what waits for them, what is new, who sits beside them, what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.acting.answers import Answer, is_open
from comity.acting.awaiting import answered, as_shown, judging
from comity.delegation.queries import LATEST, MOST, Look, latest
from comity.people import rules
from comity.people.models import Account, Credential
from comity.people.queries import given_to, held_in
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.acts import KINDS
from comity.record.awaiting import Awaited
from comity.record.doubts import doubt_of
from comity.record.edition import remembered
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.queries import concerns
from comity.record.reading import everything
from comity.record.seats import Only, Seat
from comity.record.sentences import Names, localised, sentence_html
from comity.record.subjects import page_of
from comity.register.queries import document_names

SHOWN = 12
"""So many things that wait are shown at once; the others are behind a fold, and judged when their form is opened."""
LATELY = 8
"""So many of the seat's own acts are shown."""
CHANGED = 10
ISSUE, END = SEATING = ("people.issue_credential", "people.end_credential")
Row = dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """Something that waits, and what the rules say to the acts that would answer it.

    page   of what it concerns
    """

    awaited: Awaited
    answers: tuple[Answer, ...]
    page: str
    overdue: bool
    today: bool

    @property
    def permitted(self) -> list[Answer]:
        return [one for one in self.answers if one.permitted]

    @property
    def reasons(self) -> list[str]:
        """Why none of the acts is permitted, each reason once."""
        return list(dict.fromkeys(reason.sentence for one in self.answers for reason in one.reasons))


@dataclass(frozen=True)
class Judged:
    """What waits, by date: what is shown at once, and the rest; and which kinds of act about people are open."""

    shown: list[Waiting]
    rest: list[Waiting]
    open: frozenset[str]


def judged(sitting: Sitting, on: date) -> Judged:
    """All that has to be judged for the page, in one go: for that the program reads more than the page may show."""
    found = as_shown(sitting.seat, sitting.role, on)
    with judging(on):
        answers = answered(found[:SHOWN], sitting)
        offered = frozenset(kind for kind in SEATING if is_open(kind, sitting))
    shown = [_waiting(one, given, on) for one, given in zip(found, answers, strict=False)]
    return Judged(shown, [_waiting(one, (), on) for one in found[SHOWN:]], offered)


def _waiting(one: Awaited, answered: tuple[Answer, ...], on: date) -> Waiting:
    return Waiting(one, answered, page_of(one.subject), bool(one.due and one.due < on), one.due == on)


def what_to_do(found: list[Waiting]) -> str:
    """The first sentence of the page: what there is to do today."""
    if not found:
        return _("Nothing waits for you today.")
    overdue = sum(one.overdue for one in found)
    due = sum(one.today for one in found)
    later = len(found) - overdue - due
    sentences = [
        overdue and ngettext("%(count)s thing is overdue.", "%(count)s things are overdue.", overdue),
        due and ngettext("%(count)s thing is due today.", "%(count)s things are due today.", due),
        not overdue + due and _("Nothing is due today."),
        later and ngettext("%(count)s thing waits.", "%(count)s things wait.", later),
    ]
    counts = (overdue, due, 0, later)
    return " ".join(said % {"count": count} for said, count in zip(sentences, counts, strict=True) if said)


def changed(look: Look, on: date) -> tuple[list[Row], int, bool]:
    """What is new in the register since the account looked: the latest, how many, whether there are more."""
    codes = sorted(look.changed, key=lambda code: -look.changed[code])
    names = document_names(on, codes[:CHANGED]) if codes else {}
    rows = [
        {"code": code, "title": localised(names.get(code, {"en": code})), "entry": look.changed[code]}
        for code in codes[:CHANGED]
    ]
    return rows, len(codes), len(codes) >= MOST


def beside(sitting: Sitting, me: Account, ends: bool, on: date) -> list[Row]:
    """Who sits in the same seat. They are colleagues, and know each other by name.

    ends   whether the seat may end credentials at all
    """
    held = held_in(sitting.seat, on)
    if all(row.entry != sitting.credential for row in held):
        held = [*held, *own(sitting)]
    others = {row.account for row in held} - {me.code}
    accounts = {one.code: one for one in Account.objects.filter(code__in=others)} | {me.code: me}
    return [
        {
            "name": str(accounts.get(row.account, row.account)),
            "role": localised(ROLE_NAMES.get(row.role, {"en": row.role})),
            "since": row.since,
            "until": row.until,
            "entry": row.entry,
            "mine": row.entry == sitting.credential,
            "ends": ends and not rules.refuse_seating(sitting.seat, sitting.role, row.seat, row.role),
        }
        for row in held
    ]


def own(sitting: Sitting) -> list[Credential]:
    """The credential by which somebody sits. Everybody may know their own, whatever they may read."""
    with everything():
        return [row for row in given_to(sitting.account) if row.entry == sitting.credential]


def may_invite(sitting: Sitting) -> bool:
    return is_open(ISSUE, sitting) and may_seat(sitting)


def may_seat(sitting: Sitting) -> bool:
    """Whether from a seat that issues credentials somebody can be seated beside oneself."""
    role = "expert" if sitting.seat.state else "officer"
    return not rules.refuse_seating(sitting.seat, sitting.role, sitting.seat, role)


def lately(sitting: Sitting, on: date) -> list[Row]:
    """The acts that were performed from the seat, the latest first."""
    entries, names = _own(sitting.seat, on), Names(on)
    names.expect(entries)
    return [{"entry": one, "sentence": sentence_html(one, names), "doubt": doubt_of(one)} for one in entries]


@remembered
def _own(seat: Seat, on: date) -> list[Entry]:
    """A delegation's acts concern its state, and are of a few kinds; the other seats act every day."""
    found = (row.entry for row in (_of_state(seat.state) if seat.state else latest()))
    return list(islice((entry for entry in found if entry.seat == seat), LATELY))


def _of_state(state: str) -> Iterable[EntryRow]:
    kinds = [kind for kind, act in KINDS.items() if not isinstance(act.by, Only)]
    return EntryRow.objects.filter(concerns(f"state:{state}"), kind__in=kinds).order_by("-seq")[:LATEST]
