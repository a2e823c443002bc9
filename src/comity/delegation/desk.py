"""What lies on the desk of whoever sits: what waits for them, what is new, who sits beside them, what they did."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.acting.answers import Answer, answers, is_open
from comity.acting.awaiting import as_shown
from comity.delegation.queries import MOST, Look
from comity.membership.queries import on_day
from comity.people import rules
from comity.people.models import Account, Credential
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.acts import KINDS
from comity.record.awaiting import Awaited, page_of
from comity.record.doubts import doubt_of
from comity.record.edition import remembered
from comity.record.entries import Entry
from comity.record.models import EntryRow
from comity.record.queries import concerns
from comity.record.seats import Only, Seat
from comity.record.sentences import Names, localised, sentence_html
from comity.register.queries import document_names

SHOWN = 12
"""So many things that wait are shown at once; the others are behind a fold, and judged when their form is opened."""
LATELY, LOOKED_THROUGH = 8, 120
"""So many of the seat's own acts are shown, of so many entries that are looked through for them."""
CHANGED = 10
Row = dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """Something that waits, and the act that answers it, if the seat may perform it.

    page   of what it concerns
    """

    awaited: Awaited
    answer: Answer | None
    page: str
    overdue: bool
    today: bool


def waiting(sitting: Sitting, on: date) -> tuple[list[Waiting], list[Waiting]]:
    """What waits, by date: what is shown at once, and the rest."""
    found = as_shown(sitting.seat, sitting.role, on)
    asked = [(one.kind, one.fields) for one in found[:SHOWN] if one.kind]
    answered = iter(answers(asked, sitting))
    shown = [_waiting(one, next(answered) if one.kind else None, on) for one in found[:SHOWN]]
    return shown, [_waiting(one, None, on) for one in found[SHOWN:]]


def _waiting(one: Awaited, answered: Answer | None, on: date) -> Waiting:
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


def beside(sitting: Sitting, on: date) -> list[Row]:
    """Who sits in the same seat. They are colleagues, and know each other by name."""
    held = _held(sitting.seat, on)
    accounts = {one.code: one for one in Account.objects.filter(code__in=[row.account for row in held])}
    open_to_us = is_open("people.end_credential", sitting)
    return [
        {
            "name": str(accounts.get(row.account, row.account)),
            "role": localised(ROLE_NAMES.get(row.role, {"en": row.role})),
            "since": row.since,
            "until": row.until,
            "entry": row.entry,
            "mine": row.entry == sitting.credential,
            "ends": open_to_us and not rules.refuse_seating(sitting.seat, sitting.role, row.seat, row.role),
        }
        for row in held
    ]


@remembered
def _held(seat: Seat, on: date) -> list[Credential]:
    return list(Credential.objects.filter(on_day(on), seat=seat).order_by("since", "entry"))


def may_invite(sitting: Sitting) -> bool:
    if not is_open("people.issue_credential", sitting):
        return False
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
    rows = EntryRow.objects.order_by("-seq")
    if seat.state:
        kinds = [kind for kind, act in KINDS.items() if not isinstance(act.by, Only)]
        rows = rows.filter(concerns(f"state:{seat.state}"), kind__in=kinds)
    found = (row.entry for row in rows[:LOOKED_THROUGH])
    return list(islice((entry for entry in found if entry.seat == seat), LATELY))
