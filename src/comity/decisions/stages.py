"""The stages of a decision, and why an act does not fit the present one. Pure functions.

    put-forward ──► open ──► adopted
         │           │ ▲
         │           ▼ │ an objection breaks it
         ├───────► silence ──► adopted, at the deadline
         └───────► written ──► adopted; after its term no answer is taken, and it is concluded

From each of the first four it can be withdrawn by whoever put it forward, or closed without outcome by the chair.
What is over can be reopened.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from comity.record.audiences import COMMUNITY, MEMBERS, PUBLIC
from comity.record.refusals import Refusal

Opens = Literal["on-adoption", "decision", "never"]
UNDER_WAY = ("put-forward", "open", "silence", "written")
ASKED = ("open", "silence", "written")
"""Stages in which the states are asked for their positions."""
TIMED = ("silence", "written")
"""Stages that end at a deadline."""
POSITIONS = ("consent", "object", "abstain", "excused")
OPENED: Mapping[str, Opens] = {"on-adoption": "on-adoption", "never": "decision"}
"""What the adoption opens to everybody, by what a charter says of the positions."""
CHOSEN_AUDIENCES = (PUBLIC, COMMUNITY, MEMBERS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision is now, as the rules see it; `seq` is the entry that put it forward."""

    seq: int
    stage: str
    body: str
    competence: str
    version: int
    seat: str
    audience: str
    positions_audience: str
    opens: str
    concerned_state: str
    party_states: tuple[str, ...]
    deadline: datetime | None
    ended_on: date | None

    @property
    def set_aside(self) -> Mapping[str, frozenset[str]]:
        """Who has no say, by the word of a rule that sets somebody aside."""
        concerned = frozenset({self.concerned_state} - {""})
        return {"none": frozenset(), "state-concerned": concerned, "parties-to-dispute": frozenset(self.party_states)}


@dataclass(frozen=True, slots=True)
class Held:
    """The position that a state holds; `version` is that of the text to which it was said, `at` when."""

    entry: int
    state: str
    position: str
    version: int
    at: datetime


def stamp(at: datetime) -> str:
    """A moment to the millisecond, in UTC: which of two came first is told by it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03} UTC"


def refuse_stage(facts: Facts, stages: Collection[str], article: str) -> Refusal | None:
    """Why an act does not fit: the decision is at another stage."""
    if facts.stage in stages:
        return None
    code = {
        "put-forward": "not_opened",
        "open": "under_consideration",
        "silence": "in_silence",
        "written": "in_writing",
        "adopted": "adopted_already",
        "withdrawn": "was_withdrawn",
        "closed": "was_closed",
    }[facts.stage]
    return Refusal(article, code, {"decision": facts.seq})


def refuse_other_body(body: str, competent: str, article: str) -> Refusal | None:
    """Only the body that has the competence can adopt it."""
    if body == competent:
        return None
    return Refusal(article, "other_body", {"body": body, "competent_body": competent})


def refuse_unless_proposer(facts: Facts, seat: str) -> Refusal | None:
    if facts.seat == seat:
        return None
    return Refusal("", "not_the_proposer", {"decision": facts.seq, "seat": facts.seat})


def refuse_narrow_audience(audience: str) -> Refusal | None:
    """Those who decide have to be able to read what they decide on."""
    if audience in CHOSEN_AUDIENCES or audience.startswith("body:"):
        return None
    return Refusal("", "audience_too_narrow")


def audience_of_positions(audience: str, chosen: str | None) -> str:
    """Who may read positions until the adoption: at most those who may read the decision; else the members."""
    if audience not in (PUBLIC, COMMUNITY):
        return audience
    return chosen or MEMBERS


def is_wider(audience: str, other: str) -> bool:
    """Whether some may read by the one who may not by the other. What is for one body is for the fewest."""
    order = (PUBLIC, COMMUNITY, MEMBERS)
    place, otherwise = (order.index(one) if one in order else len(order) for one in (audience, other))
    return place < otherwise


def narrower(audience: str, other: str) -> str:
    """The one by which fewer may read."""
    return other if is_wider(audience, other) else audience


def refuse_wider_positions(chosen: str | None, read_by: str, article: str) -> Refusal | None:
    """Positions are closed to more readers by an act than by the charter, and not to fewer."""
    if chosen and is_wider(chosen, read_by):
        return Refusal(article, f"positions_for_{read_by}")
    return None


def refuse_opening(chosen: str | None, opens: str, article: str) -> Refusal | None:
    """What the charter keeps closed, no act opens."""
    if chosen == "on-adoption" and opens == "never":
        return Refusal(article, "positions_stay_closed")
    return None


def refuse_missing_state(
    set_aside: str, concerned: str | None, parties: Collection[str], article: str
) -> Refusal | None:
    """A rule that sets somebody aside has to know whom."""
    if set_aside == "state-concerned" and not concerned:
        return Refusal(article, "nobody_concerned")
    if set_aside == "parties-to-dispute" and len(parties) < 2:
        return Refusal(article, "no_parties")
    return None


def refuse_unnamed_state(about_a_state: bool, concerned: str | None, article: str) -> Refusal | None:
    """What is to be done to a state is decided of that state by name: else it could be done to any."""
    if about_a_state and not concerned:
        return Refusal(article, "state_not_named")
    return None


def refuse_not_entitled(
    state: str, entitled: Collection[str], set_aside: Collection[str], seq: int, article: str
) -> Refusal | None:
    """Who is not asked, or set aside, has no position on record; it may place an opinion."""
    if state in set_aside:
        return Refusal(article, "is_set_aside", {"state": state, "decision": seq})
    if state not in entitled:
        return Refusal(article, "not_entitled", {"state": state})
    return None


def is_over(deadline: datetime | None, at: datetime) -> bool:
    """Whether a term has ended; never, where none is set."""
    return deadline is not None and deadline <= at


def refuse_late(deadline: datetime | None, at: datetime, seq: int, article: str) -> Refusal | None:
    """A term ends at the stated minute, so what comes at that minute is late.

    That of a written procedure too: an outcome could not be noted while the next answer may still change it.
    """
    if deadline is None or at < deadline:
        return None
    return Refusal(article, "ended", {"decision": seq, "ended": stamp(deadline)})


def refuse_early(deadline: datetime | None, at: datetime, seq: int, article: str) -> Refusal | None:
    """Silence lapses into adoption at the deadline and not before."""
    if deadline is None or at >= deadline:
        return None
    return Refusal(article, "silence_lasts", {"decision": seq, "ends": stamp(deadline)})


def refuse_same(held: Held | None, position: str, version: int) -> Refusal | None:
    """A state says the same thing to the same version once."""
    if held and held.position == position and held.version == version:
        return Refusal("", "said_already", {"state": held.state, "entry": held.entry})
    return None


def refuse_without_objection(held: Held | None, state: str) -> Refusal | None:
    if held and held.position == "object":
        return None
    return Refusal("", "no_objection", {"state": state})


def counted(held: Iterable[Held], version: int) -> dict[str, str]:
    """The positions that count for a version, by state.

    An objection stands until the state that made it says otherwise: nobody lifts it by moving the text. All else that
    was said to an earlier version counts no more, and its holder is asked again.
    """
    return {one.state: one.position for one in held if one.version == version or one.position == "object"}


def refuse_objections(held: Iterable[Held], blocking: Collection[str], seq: int, article: str) -> Iterator[Refusal]:
    """Each objection that stands in the way: whose, and since when."""
    for one in sorted(held, key=lambda one: one.at):
        if one.position == "object" and one.state in blocking:
            values = {"state": one.state, "decision": seq, "objected_at": stamp(one.at), "entry": one.entry}
            yield Refusal(article, "objection_stands", values)


def refuse_silent(states: Collection[str], seq: int) -> Refusal | None:
    """In a written procedure everybody answers: silence is no answer there."""
    if not states:
        return None
    return Refusal("", "not_answered", {"decision": seq, "states": ", ".join(sorted(states))})
