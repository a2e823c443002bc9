"""The agenda of a meeting, and what became of each item."""

from collections.abc import Iterator
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.meetings import queries, rules
from comity.meetings.acts.common import PREPARES, PRESIDES, SESSION_REFUSALS, OfItem, OfSession
from comity.meetings.hindrance import FLOOR_ASKED, refuse_no_decision, refuse_undecided
from comity.meetings.models import Item, Session
from comity.record.acts import Context, Ref
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.text import LocalisedText
from comity.register.acts.entering import DocumentCode, Words
from comity.register.models import Document

NEW = 0
"""Stands in an order for the item that is only being put there."""
NOT_CLOSED = (rules.PROPOSED, rules.CONVENED, rules.OPEN, rules.SUSPENDED)
AGENDA_REFUSALS = SESSION_REFUSALS | {
    "no_such_document": _("The register has no document “%(document)s”. Enter it first."),
    "agenda_adopted": _("The agenda was adopted by entry %(entry)s. An item is added while the meeting is open."),
    "no_decision": _("By entry %(decision)s no decision was put forward."),
    "agenda_empty": _("There is nothing on the agenda yet."),
    "item_concluded": _("This item is concluded: entry %(entry)s."),
    "item_struck": _("This item was struck off the agenda: entry %(entry)s."),
    "nothing_amended": _("Nothing would change. Write what is to be different."),
}


class AddItem(OfSession):
    """Something is put on the agenda of a meeting.

    place      its number on the agenda; left out: the last
    document   the documents before the meeting, by their codes
    minutes    the time allotted to it
    decision   the entry that put a decision forward
    """

    kind = "meetings.add_item"
    by = PREPARES
    phases = NOT_CLOSED
    refusals = AGENDA_REFUSALS

    title: Words
    place: int | None = Field(None, ge=1, le=999)
    document: tuple[DocumentCode, ...] = ()
    minutes: int | None = Field(None, ge=1, le=1440)
    decision: Ref | None = None

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield from refuse_unknown(self.document)
        yield refuse_no_decision(self.decision)
        if session.agenda_by and session.phase == rules.CONVENED:
            yield Refusal("", "agenda_adopted", {"entry": session.agenda_by})
        if self.place is None:
            context.find(place=queries.next_place(self.session))
        else:
            context.find(order=rules.placed(queries.order(self.session), NEW, self.place))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Item,
            entry=entry.seq,
            session=int(self.session),
            title=self.title.root,
            place=self.place or entry.findings["place"],
            document=list(self.document),
            minutes=self.minutes,
            decision=self.decision,
        )
        yield from renumbered(entry)

    def sentence(self) -> str | Promise:
        return _("An item was put on the agenda: %(title)s.")


def renumbered(entry: Entry) -> Iterator[Write]:
    """Where an item was put before others, each has the number of its place from now on."""
    for number, item in enumerate(entry.findings.get("order", ()), 1):
        yield change(Item, {"entry": item or entry.seq}, place=number)


def refuse_unknown(documents: tuple[str, ...]) -> Iterator[Refusal | None]:
    known = set(Document.objects.filter(code__in=documents).values_list("code", flat=True))
    yield from (Refusal("", "no_such_document", {"document": code}) for code in documents if code not in known)


class AmendItem(OfItem):
    """An item of an agenda is changed, moved, or struck off; what is left empty stays as it is.

    place   its number on the agenda; the others make room
    """

    kind = "meetings.amend_item"
    by = PREPARES
    phases = NOT_CLOSED
    refusals = AGENDA_REFUSALS

    title: LocalisedText = LocalisedText({})
    place: int | None = Field(None, ge=1, le=999)
    document: tuple[DocumentCode, ...] = ()
    minutes: int | None = Field(None, ge=1, le=1440)
    decision: Ref | None = None
    does: Literal["change", "strike"] = "change"

    def consider(self, item: Item, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield refuse_settled(item)
        yield from refuse_unknown(self.document)
        yield refuse_no_decision(self.decision)
        if self.does == "change" and not self._values():
            yield Refusal("", "nothing_amended")
        if self.does == "change" and self.place:
            context.find(order=rules.placed(queries.order(session.session), item.entry, self.place))

    def _values(self) -> dict[str, object]:
        given = {
            "title": self.title.root,
            "place": self.place,
            "document": list(self.document),
            "minutes": self.minutes,
            "decision": self.decision,
        }
        return {name: value for name, value in given.items() if value}

    def project(self, entry: Entry) -> Iterator[Write]:
        values = {"struck_by": entry.seq} if self.does == "strike" else self._values()
        yield change(Item, {"entry": int(self.item)}, **values)
        yield from renumbered(entry)

    def sentence(self) -> str | Promise:
        if self.does == "strike":
            return _("An item was struck off the agenda: %(item)s.")
        if self._values().keys() == {"place"}:
            return _("Moved on the agenda to number %(place)s: %(item)s.")
        return _("An item of the agenda was changed: %(item)s.")


def refuse_settled(item: Item) -> Refusal | None:
    if item.struck_by:
        return Refusal("", "item_struck", {"entry": item.struck_by})
    if item.concluded_by:
        return Refusal("", "item_concluded", {"entry": item.concluded_by})
    return None


class AdoptAgenda(OfSession):
    """The agenda is adopted as it stands."""

    kind = "meetings.adopt_agenda"
    by = PRESIDES
    phases = (rules.CONVENED, rules.OPEN)
    refusals = AGENDA_REFUSALS | {
        "agenda_adopted_so": _("The agenda was adopted as it stands by entry %(entry)s."),
    }

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        items = [row.entry for row in queries.agenda(self.session)]
        context.find(items=items)
        if not items:
            yield Refusal("", "agenda_empty")
        yield rules.refuse_adopting_again(session, queries.agenda_changed(self.session, session.agenda_by or 0))

    def project(self, entry: Entry) -> Iterator[Write]:
        yield self.now(agenda_by=entry.seq)

    def sentence(self) -> str | Promise:
        return _("The agenda was adopted: %(session)s.")


class CallItem(OfItem):
    """The chair calls an item: it is under discussion."""

    kind = "meetings.call_item"
    by = PRESIDES
    refusals = AGENDA_REFUSALS

    def consider(self, item: Item, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield refuse_settled(item)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Item, {"entry": int(self.item)}, called_by=entry.seq)
        yield change(Session, {"entry": int(entry.findings["session"])}, item=int(self.item))

    def sentence(self) -> str | Promise:
        return _("An item was called: %(item)s.")


class Gavel(OfItem):
    """The chair sees no objection and concludes the item under discussion.

    outcome   adopted: it was decided; noted: the body took note; deferred: it will come back
    """

    kind = "meetings.gavel"
    yields = True
    by = PRESIDES
    refusals = AGENDA_REFUSALS | {
        "not_called": _("This item is not under discussion. Call it first."),
        "floor_asked": FLOOR_ASKED,
        "undecided": _("“%(decision)s” has not been adopted. The chair adopts that decision first."),
        "no_quorum": _("There is no quorum: %(present)s of those who decide are there, and %(needed)s are needed."),
    }

    outcome: Literal["adopted", "noted", "deferred"] = "adopted"

    def consider(self, item: Item, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield refuse_settled(item)
        if session.item != item.entry:
            yield Refusal("", "not_called", {"item": self.item})
        if self.outcome != "deferred":
            yield rules.refuse_while_asked(queries.turns(session.session))
        if self.outcome == "adopted":
            yield from self._refuse_adopting(item, session, context)

    def _refuse_adopting(self, item: Item, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        present = queries.members_present(session.session, context.on)
        yield rules.refuse_without_quorum(present, queries.quorum_set(session.session), session.session)
        if item.decision:
            yield refuse_undecided(item.decision)

    def project(self, entry: Entry) -> Iterator[Write]:
        concluded = {"outcome": self.outcome, "concluded_at": entry.at, "concluded_by": entry.seq}
        yield change(Item, {"entry": int(self.item)}, **concluded)
        yield change(Session, {"entry": int(entry.findings["session"])}, item=None)

    def sentence(self) -> str | Promise:
        if self.outcome == "noted":
            return _("The meeting took note: %(item)s.")
        if self.outcome == "deferred":
            return _("The item was deferred: %(item)s.")
        return _("The chair saw no objection, and it was so decided: %(item)s.")
