"""Meetings: when a body may do what, in which order it hears whom, and when enough are there. Pure functions.

Every `refuse_…` answers with the reason, or None where there is none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor

from comity.record.refusals import Refusal

CONVENED, OPEN, SUSPENDED, CLOSED = "convened", "open", "suspended", "closed"
"""What becomes of a meeting, one after the other; a suspended one is open again once it is resumed."""
PROPOSED, CALLED_OFF = "proposed", "called-off"
"""One that is convened when all others have agreed; one that is never opened."""
OVER = (CLOSED, CALLED_OFF)
UNDER_WAY = (OPEN, SUSPENDED)
IN_THE_WAY = {
    PROPOSED: "is_proposed",
    CONVENED: "not_opened",
    OPEN: "opened_already",
    SUSPENDED: "is_suspended",
    CLOSED: "is_closed",
    CALLED_OFF: "is_called_off",
}
STATEMENT, REPLY, ORDER = "statement", "reply", "order"
RANK = {ORDER: 0, REPLY: 1, STATEMENT: 2}
"""A point of order goes before everything, a right of reply before statements."""


@dataclass(frozen=True)
class Session:
    """What is known of a meeting.

    session   the entry that convened it, as a code
    item      the entry of the item under discussion; 0 where there is none
    """

    session: str
    body: str
    format: str
    phase: str
    first: date
    last: date
    languages: tuple[str, ...] = ()
    item: int = 0
    agenda_by: int | None = None
    circulated_by: int | None = None
    corrections_until: date | None = None
    approved_by: int | None = None
    initiators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A wish to speak; it has the floor once it was given. `entry` is what it is known by."""

    entry: int
    seat: str
    claim: str = STATEMENT
    item: int | None = None
    given_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def waits(self) -> bool:
        return self.given_at is None and self.ended_at is None

    @property
    def speaks(self) -> bool:
        return self.given_at is not None and self.ended_at is None


@dataclass(frozen=True)
class Limit:
    """How long and how often one speaks. `seat` is empty where it holds for all; None: no limit.

    minutes   of each statement
    turns     statements of a delegation on each item
    """

    seat: str = ""
    minutes: int | None = None
    turns: int | None = None
    closed: bool = False


# Convening


def refuse_phase(session: Session, admitted: Collection[str]) -> Refusal | None:
    """A meeting is convened, opened, perhaps suspended, and closed; each thing has its time."""
    if session.phase in admitted:
        return None
    if session.phase in (OPEN, SUSPENDED) and set(admitted) == {CLOSED}:
        return Refusal("", "not_closed", {"session": session.session})
    return Refusal("", IN_THE_WAY[session.phase], {"session": session.session})


def refuse_adopting_again(session: Session, changed: bool) -> Refusal | None:
    """changed   whether the agenda has become another since it was adopted"""
    if session.agenda_by is None or changed:
        return None
    return Refusal("", "agenda_adopted_so", {"entry": session.agenda_by})


def refuse_called_off(session: Session) -> Refusal | None:
    """For what is not said or done in the meeting itself, and so whatever its phase."""
    return None if session.phase != CALLED_OFF else refuse_phase(session, ())


def refuse_short_notice(on: date, first: date, days: int | None, article: str) -> Refusal | None:
    """days   so long before its first day a meeting is convened; None where the charter does not say"""
    if days is None or first - on >= timedelta(days):
        return None
    earliest = on + timedelta(days)
    return Refusal(article, "short_notice", {"days": days, "earliest_on": earliest.isoformat()})


def refuse_bringing_forward(
    session: Session, on: date, first: date, days: int | None, article: str
) -> Refusal | None:
    """Notice lets those called together prepare and travel: who was called for an earlier day has had it."""
    if first >= session.first:
        return None
    return refuse_short_notice(on, first, days, article)


def refuse_same_days(session: Session, first: date, last: date) -> Refusal | None:
    if (first, last) != (session.first, session.last):
        return None
    return Refusal("", "those_days_already", {"session": session.session})


def refuse_moving_back(first: date, on: date) -> Refusal | None:
    """first   the day to which a meeting is moved"""
    return None if first >= on else Refusal("", "day_has_passed")


def refuse_few_initiators(states: Collection[str], needed: int | None, article: str) -> Refusal | None:
    """An extraordinary meeting comes about when so many members ask for it."""
    if needed is None or len(set(states)) >= needed:
        return None
    return Refusal(article, "few_initiators", {"count": len(set(states)), "needed": needed})


def refuse_early(session: Session, on: date) -> Refusal | None:
    """Nobody meets before the day to which they were called together."""
    if on >= session.first:
        return None
    return Refusal("", "too_early", {"session": session.session, "first": session.first.isoformat()})


# The agenda


def placed(order: Sequence[int], item: int, place: int) -> list[int]:
    """The order of an agenda once an item has come to stand at a place, counted from 1; the others make room."""
    others = [one for one in order if one != item]
    return [*others[: place - 1], item, *others[place - 1 :]]


# Taking part


def refuse_guests(session: Session) -> Refusal | None:
    """In the narrow format the members are among themselves."""
    if session.format != "narrow":
        return None
    return Refusal("", "narrow_format", {"session": session.session})


def refuse_past_period(until: date, on: date) -> Refusal | None:
    """until   the last day on which a member may object"""
    if on <= until:
        return None
    return Refusal("", "period_over", {"until": until.isoformat()})


def refuse_running_period(until: date, on: date) -> Refusal | None:
    if on > until:
        return None
    return Refusal("", "period_runs", {"until": until.isoformat()})


def refuse_stranger(seat: str, taking_part: Collection[str], session: str) -> Refusal | None:
    if seat in taking_part:
        return None
    return Refusal("", "not_taking_part", {"seat": seat, "session": session})


def refuse_speaking_for(seat: str, by: str, presiding: Collection[str]) -> Refusal | None:
    """Each speaks for itself; whoever presides may enter it for anybody."""
    if by == seat or by in presiding:
        return None
    return Refusal("", "for_another", {"seat": seat, "own_seat": by})


# Quorum


def quorum_needed(thresholds: Iterable[tuple[int | str | None, int | str | None]], entitled: int) -> int | None:
    """How many of those entitled must be there: the most that any of the body's rules asks for; None: nothing does.

    thresholds   of each rule, at least so many and more than so many: a number, or a part such as "2/3"
    """
    asked = [_needed(at_least, more_than, entitled) for at_least, more_than in thresholds]
    return max(asked) if asked else None


def _needed(at_least: int | str | None, more_than: int | str | None, entitled: int) -> int:
    if at_least is not None:
        return ceil(_part(at_least, entitled))
    return floor(_part(more_than or 0, entitled)) + 1


def _part(threshold: int | str, entitled: int) -> Fraction:
    return Fraction(threshold) * entitled if isinstance(threshold, str) else Fraction(threshold)


def refuse_without_quorum(present: int, needed: int | None, session: str) -> Refusal | None:
    if needed is None or present >= needed:
        return None
    return Refusal("", "no_quorum", {"present": present, "needed": needed, "session": session})


# The floor


def in_order(turns: Iterable[Turn]) -> list[Turn]:
    """Who waits for the floor: points of order first, then replies, then statements, each as they were asked for."""
    return sorted((turn for turn in turns if turn.waits), key=lambda turn: (RANK[turn.claim], turn.entry))


def speaking(turns: Iterable[Turn]) -> Turn | None:
    return next((turn for turn in turns if turn.speaks), None)


def limit_for(seat: str, limits: Mapping[str, Limit]) -> Limit:
    """The limit of that seat, else of everybody. A list that is closed is closed to all."""
    general = limits.get("", Limit())
    own = limits.get(seat, general)
    return Limit(seat, own.minutes, own.turns, general.closed)


def refuse_asking(
    turns: Collection[Turn], seat: str, claim: str, limit: Limit, item: int
) -> Iterator[Refusal | None]:
    """A point of order is heard whatever the list and the limits say."""
    if any(turn.seat == seat and turn.claim == claim and (turn.waits or turn.speaks) for turn in turns):
        yield Refusal("", "on_the_list", {"seat": seat})
    if claim == ORDER:
        return
    if limit.closed and claim == STATEMENT:
        yield Refusal("", "list_closed")
    yield refuse_over_quota(turns, seat, claim, limit, item)


def refuse_over_quota(turns: Iterable[Turn], seat: str, claim: str, limit: Limit, item: int) -> Refusal | None:
    """A reply is no statement of one's own, and does not count."""
    if limit.turns is None or claim != STATEMENT:
        return None
    made = [turn for turn in turns if turn.seat == seat and turn.claim == STATEMENT and turn.given_at]
    if len([turn for turn in made if (turn.item or 0) == item]) < limit.turns:
        return None
    return Refusal("", "over_quota", {"seat": seat, "turns": limit.turns})


def refuse_passing_over(turns: Iterable[Turn], seat: str) -> Refusal | None:
    """Nobody is given the floor while a point of order of somebody else waits."""
    first = next(iter(in_order(turns)), None)
    if first is None or first.claim != ORDER or first.seat == seat:
        return None
    return Refusal("", "order_first", {"seat": first.seat})


def refuse_while_asked(turns: Iterable[Turn]) -> Refusal | None:
    """The gavel does not fall while somebody waits for the floor, or has it."""
    known = list(turns)
    waiting = [*filter(None, [speaking(known)]), *in_order(known)]
    return Refusal("", "floor_asked", {"seat": waiting[0].seat}) if waiting else None


def refuse_language(language: str | None, into: str | None, languages: Collection[str]) -> Refusal | None:
    """One speaks a language of the meeting, or provides for interpretation into one of them.

    Source: the usual rule, as in the Rules of Procedure of the United Nations General Assembly, rule 53.
    """
    if not language or not languages or language in languages:
        return None
    known = {"working_language": list(languages)}
    if not into:
        return Refusal("", "no_interpretation", {"language": language, **known})
    if into not in languages:
        return Refusal("", "interpreted_elsewhere", {"interpretation_language": into, **known})
    return None


# The plan


def refuse_days(first: date, last: date) -> Refusal | None:
    if last >= first:
        return None
    return Refusal("", "ends_before_it_begins", {"first": first.isoformat(), "last": last.isoformat()})
