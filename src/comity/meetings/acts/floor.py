"""The floor: it is asked for and given, yielded and taken back, and there are limits to it."""

from collections.abc import Iterator
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from comity.meetings import queries, rules, words
from comity.meetings.acts.common import PRESIDES, SESSION_REFUSALS, OfSession, OfSpeaker, SeatName
from comity.meetings.models import Limit, Turn
from comity.record.acts import Context
from comity.record.entries import Entry
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.text import LanguageTag

Claim = Literal["statement", "reply", "order"]
FLOOR_REFUSALS = SESSION_REFUSALS | {
    "on_the_list": _("On the speakers' list already, or speaking: %(seat)s."),
    "list_closed": _("The speakers' list is closed. A right of reply and a point of order can still be asked for."),
    "over_quota": _("%(turns)s statements on an item are what each may make: %(seat)s."),
    "no_interpretation": _(
        "This meeting is not held in %(language)s, but in: %(working_language)s. Whoever speaks another language "
        "provides for interpretation into one of these. Say into which."
    ),
    "interpreted_elsewhere": _(
        "Interpretation goes into a language of the meeting, and %(interpretation_language)s is none. It has: "
        "%(working_language)s."
    ),
    "order_first": _("A point of order goes first: %(seat)s."),
    "no_turn": _("Neither speaking nor on the speakers' list: %(seat)s."),
}


class AskFloor(OfSpeaker):
    """Somebody asks for the floor, for the right of reply, or raises a point of order.

    claim                    a point of order goes before a reply, a reply before a statement
    language                 in which one will speak, by its tag
    interpretation_language  into which the speaker has it interpreted, where the meeting lacks the language
    """

    kind = "meetings.ask_floor"
    stops = True
    phases = (rules.OPEN, rules.SUSPENDED)
    refusals = FLOOR_REFUSALS

    claim: Claim = "statement"
    language: LanguageTag | None = None
    interpretation_language: LanguageTag | None = None

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(session, context)
        context.find(item=session.item or None)
        limit = rules.limit_for(self.seat, queries.limits(self.session))
        turns = queries.turns(self.session)
        yield from rules.refuse_asking(turns, self.seat, self.claim, limit, session.item)
        yield rules.refuse_language(self.language, self.interpretation_language, session.languages)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Turn,
            entry=entry.seq,
            session=int(self.session),
            item=entry.findings.get("item"),
            seat=self.seat,
            claim=self.claim,
            language=self.language or "",
            interpretation=self.interpretation_language or "",
            asked_at=entry.at,
        )

    def sentence(self) -> str | Promise:
        if self.claim == rules.ORDER:
            return _("A point of order was raised: %(seat)s.")
        if self.claim == rules.REPLY:
            return _("The right of reply was asked for: %(seat)s.")
        return _("The floor was asked for: %(seat)s.")


class GiveFloor(OfSession):
    """The chair gives the floor; whoever had it has it no more.

    seat                     also one who has not asked
    language                 in which it speaks, by its tag; left out: as it was asked for
    interpretation_language  into which the speaker has it interpreted, where the meeting lacks the language
    """

    kind = "meetings.give_floor"
    by = PRESIDES
    in_room = True
    refusals = FLOOR_REFUSALS

    seat: SeatName
    language: LanguageTag | None = None
    interpretation_language: LanguageTag | None = None

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield rules.refuse_language(self.language, self.interpretation_language, session.languages)
        yield rules.refuse_stranger(self.seat, queries.taking_part(self.session, context.on), self.session)
        turns = queries.turns(self.session)
        yield rules.refuse_passing_over(turns, self.seat)
        present = rules.speaking(turns)
        asked = next((turn for turn in rules.in_order(turns) if turn.seat == self.seat), None)
        limit = rules.limit_for(self.seat, queries.limits(self.session))
        claim = asked.claim if asked else rules.STATEMENT
        yield rules.refuse_over_quota(turns, self.seat, claim, limit, session.item)
        context.find(turn=asked.entry if asked else None, ended_turn=present.entry if present else None)
        context.find(minutes=limit.minutes, item=session.item or None)

    def project(self, entry: Entry) -> Iterator[Write]:
        found = entry.findings
        item, minutes = found.get("item"), found.get("minutes")
        if found["ended_turn"]:
            yield change(Turn, {"entry": found["ended_turn"]}, ended_at=entry.at, ended_by=entry.seq)
        given = {"given_at": entry.at, "given_by": entry.seq, "minutes": minutes, "item": item}
        if self.language:
            given |= {"language": self.language, "interpretation": self.interpretation_language or ""}
        if found["turn"]:
            yield change(Turn, {"entry": found["turn"]}, **given)
            return
        asked = {"session": int(self.session), "seat": self.seat, "claim": rules.STATEMENT, "asked_at": entry.at}
        yield insert(Turn, entry=entry.seq, **asked, **given)

    def sentence(self) -> str | Promise:
        return _("The chair gave the floor to: %(seat)s.")


class YieldFloor(OfSpeaker):
    """A speaker has ended, or is struck off the speakers' list; the chair may take back the floor.

    gives_up   floor: who speaks has ended; request: who waits does not wish to speak any more
    """

    kind = "meetings.yield_floor"
    phases = (rules.OPEN, rules.SUSPENDED)
    refusals = FLOOR_REFUSALS

    gives_up: Literal["floor", "request"] = "floor"

    def consider(self, session: rules.Session, context: Context) -> Iterator[Refusal | None]:
        yield from super().consider(session, context)
        own = [turn for turn in queries.turns(self.session) if turn.seat == self.seat]
        found = rules.speaking(own) if self.gives_up == "floor" else next(iter(rules.in_order(own)), None)
        if found is None:
            yield Refusal("", "no_turn", {"seat": self.seat})
        else:
            context.find(turn=found.entry)

    def project(self, entry: Entry) -> Iterator[Write]:
        yield change(Turn, {"entry": entry.findings["turn"]}, ended_at=entry.at, ended_by=entry.seq)

    def sentence(self) -> str | Promise:
        if self.gives_up == "request":
            return _("No longer on the speakers' list: %(seat)s.")
        return _("Ended speaking: %(seat)s.")


class LimitSpeaking(OfSession):
    """The chair limits how long and how often one speaks, and closes or opens the speakers' list.

    minutes     of a statement; left out: no limit
    turns       statements of a delegation on each item; left out: no limit
    only_seat   whom the limits are for; left out: all
    """

    kind = "meetings.limit_speaking"
    by = PRESIDES
    phases = (rules.CONVENED, rules.OPEN, rules.SUSPENDED)
    in_room = True
    refusals = FLOOR_REFUSALS

    minutes: int | None = Field(None, ge=1, le=600)
    turns: int | None = Field(None, ge=1, le=100)
    only_seat: SeatName | None = None
    speakers_list: Literal["open", "closed"] = "open"

    def project(self, entry: Entry) -> Iterator[Write]:
        yield insert(
            Limit,
            entry=entry.seq,
            session=int(self.session),
            seat=self.only_seat or "",
            minutes=self.minutes,
            turns=self.turns,
            speakers_list=self.speakers_list,
        )

    def sentence(self) -> str | Promise:
        """Only what was set is told."""
        return words.limited(self.minutes, self.turns, self.only_seat, self.speakers_list)
