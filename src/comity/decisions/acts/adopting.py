"""A decision is adopted: what others rest on; in session, or before this record began."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import queries as charter_queries
from comity.charter import rules as charter_rules
from comity.charter.acts import DECIDED_REFUSALS
from comity.charter.basis import Basis, refuse_basis
from comity.charter.schema import Charter
from comity.decisions import gavel, keeping, queries, stages
from comity.decisions.acts.base import DECISION_REFUSALS, OfDecision, ended
from comity.decisions.acts.proposing import COMPETENCE_REFUSALS, Proposes
from comity.decisions.models import Decision, Draft, Opinion, Phase, Position, Reminder
from comity.decisions.queries import Matter
from comity.decisions.rules import Reason
from comity.decisions.stages import Facts, Held
from comity.membership.acts.states import StateCode
from comity.record.acts import Context, Ref
from comity.record.audiences import PUBLIC
from comity.record.entries import Entry
from comity.record.models import Release
from comity.record.projection import Write, change, insert
from comity.record.refusals import Refusal
from comity.record.seats import CHAIR, SECRETARIAT, Only

ADOPTION_REFUSALS = DECISION_REFUSALS | {
    "other_body": COMPETENCE_REFUSALS["other_body"],
    "objection_stands": _("%(state)s objected to “%(decision)s” at %(objected_at)s, in entry %(entry)s. It stands."),
    "not_carried": _("By the rule “%(decision)s” is not adopted with what is on record; its page says what lacks."),
    "not_answered": _("In a written procedure all answer. On “%(decision)s” nothing is on record of: %(states)s."),
}


class Adopts(OfDecision):
    """A body adopts a decision; what rests on it cites this entry.

    Who was asked is kept with it; and what each had said and what followed by the rule, if its readers may know that.
    """

    decides = True

    def subjects(self) -> tuple[str, ...]:
        found = queries.facts(self.decision)
        return (*super().subjects(), *(concerned(found) if found else ()))

    def readers(self) -> str:
        found = queries.facts(self.decision)
        return PUBLIC if found and found.opens != "never" else super().readers()

    def deemed(self, positions: Mapping[str, str], matter: Matter) -> Mapping[str, str]:
        """The positions by which it is judged: what is on record, and what the procedure makes of the rest."""
        return positions

    def carried(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        """Why the rule does not let it be adopted now; what it is decided by is found for good."""
        competent = charter_rules.competent_body(charter, facts.competence, context.on)
        yield stages.refuse_other_body(facts.body, competent or "", matter.article)
        held = queries.held(self.decision)
        positions = stages.counted(held, facts.version)
        present = gavel.present(self.decision, context)
        outcome = matter.outcome(self.deemed(positions, matter), closed=True, present=present)
        if outcome.result != "adopted":
            yield from refuse_outcome(held, blocking(outcome.reasons), facts, matter)
        context.find(
            article=charter.competences[facts.competence].article,
            rule=matter.rule.code,
            electorate=list(matter.electorate.states),
        )
        if tells_positions(facts):
            context.find(positions=grouped(positions), outcome=keeping.kept(outcome))
        if facts.opens == "on-adoption":
            context.find(released=queries.closed_entries(self.decision))
        if facts.opens == "decision":
            context.find(released=queries.closed_entries(self.decision, but_positions=True), positions_closed=True)

    def project(self, entry: Entry) -> Iterator[Write]:
        found = entry.findings
        yield self.moved(
            **ended(entry, "adopted"),
            manner=found["manner"],
            adopted_by=entry.seq,
            electorate=found["electorate"],
            positions=found.get("positions", {}),
            outcome=found.get("outcome", {}),
            irregular=bool(entry.irregular),
        )
        yield self.passed(entry)
        if "released" in found:
            yield from opened(entry, self.decision, positions="positions_closed" not in found)


def tells_positions(facts: Facts) -> bool:
    """Whether those who may read the adoption may know the positions too."""
    readers = facts.audience if facts.opens == "never" else PUBLIC
    return facts.opens == "on-adoption" or facts.positions_audience in (readers, PUBLIC)


def grouped(positions: Mapping[str, str]) -> dict[str, list[str]]:
    """The states by what they have said."""
    found: dict[str, list[str]] = {}
    for state, position in sorted(positions.items()):
        found.setdefault(position, []).append(state)
    return found


def concerned(facts: Facts) -> Iterator[str]:
    """What a decision concerns; by its competence and its states those are judged that rest on it."""
    yield f"body:{facts.body}"
    yield f"competence:{facts.competence}"
    yield from (f"state:{state}" for state in dict.fromkeys((facts.concerned_state, *facts.party_states)) if state)


def blocking(reasons: Iterable[Reason]) -> set[str]:
    """The states whose objection stops it, and not only counts against it."""
    found: set[str] = set()
    for reason in reasons:
        own = reason.in_the_way if reason.code == "objections" else ()
        found |= {*own, *blocking(reason.parts)}
    return found


def refuse_outcome(held: list[Held], blocking: Collection[str], facts: Facts, matter: Matter) -> Iterator[Refusal]:
    """Each objection that stands in the way; where there is none, that the rule is not met."""
    objections = list(stages.refuse_objections(held, blocking, facts.seq, matter.article))
    yield from objections or [Refusal(matter.article, "not_carried", {"decision": facts.seq})]


def opened(entry: Entry, decision: int, positions: bool) -> Iterator[Write]:
    """From now on everybody may read the decision, with the opinions on it; maybe the positions too."""
    for seq in entry.findings["released"]:
        yield insert(Release, entry=entry.seq, released=seq)
    yield change(Decision, {"entry": decision}, audience=PUBLIC)
    if positions:
        yield change(Decision, {"entry": decision}, positions_audience=PUBLIC)
    for model in (Phase, Draft, Opinion, *((Position, Reminder) if positions else ())):
        yield change(model, {"decision": decision}, audience=PUBLIC)


class Adopt(Adopts):
    """A decision is adopted: the chair sees no objection (SCO Charter, art. 16).

    An objection that was received before it stands in its way. In a written procedure all have to have answered.
    """

    kind = "decisions.adopt"
    yields = True
    by = Only(CHAIR)
    refusals = ChainMap(dict(ADOPTION_REFUSALS), gavel.sentences)

    def consider(self, facts: Facts, matter: Matter, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        yield stages.refuse_stage(facts, ("open", "written"), matter.article)
        yield from self.carried(facts, matter, charter, context)
        if facts.stage == "written":
            said = stages.counted(queries.held(self.decision), facts.version)
            yield stages.refuse_silent(matter.silent(said), facts.seq)
        context.find(manner="written" if facts.stage == "written" else "session")
        yield from gavel.hinders(self.decision, context)

    def sentence(self) -> str | Promise:
        return _("“%(decision)s” was adopted: the chair saw no objection.")


class Adopted(Proposes):
    """A decision that a body adopted before this record began. What each state had said is not published.

    meeting_entry      the entry of the meeting at which it was taken, where the sources name it
    concerned_states   the states that it is about, where these are several; it is carried out once for each
    """

    kind = "decisions.adopted"
    by = Only(SECRETARIAT)
    decides = True
    refusals = (
        DECIDED_REFUSALS
        | COMPETENCE_REFUSALS
        | {
            "decided_here": _(
                "This record began on %(began_on)s. What a body decides from that day on is put forward and adopted "
                "here."
            )
        }
    )

    meeting_entry: Ref | None = None
    concerned_states: tuple[StateCode, ...] = ()

    def subjects(self) -> tuple[str, ...]:
        states = (f"state:{state}" for state in self.concerned_states)
        return tuple(dict.fromkeys((*self.concerned(), *states, f"competence:{self.competence}")))

    def propose(self, charter: Charter, context: Context) -> Iterator[Refusal | None]:
        began = queries.record_began_on()
        if began and context.on > began:
            yield Refusal("", "decided_here", {"began_on": began.isoformat()})
        if self.meeting_entry:
            yield self._refuse_meeting(charter_queries.basis(self.meeting_entry), context)

    def _refuse_meeting(self, meeting: Basis | None, context: Context) -> Refusal | None:
        article = context.findings["article"]
        if meeting is None:
            return Refusal(article, "basis_unknown", {"basis": self.meeting_entry})
        return refuse_basis(meeting, self.body, context.on, article)

    def project(self, entry: Entry) -> Iterator[Write]:
        over: dict[str, Any] = ended(entry, "adopted") | {"ended_at": None}
        yield insert(
            Decision,
            entry=entry.seq,
            positions_audience=PUBLIC,
            opens="on-adoption",
            manner="history",
            adopted_by=entry.seq,
            **over,
            **self.columns(entry),
        )
        yield self.draft(entry)

    def sentence(self) -> str | Promise:
        return _("The %(body)s adopted “%(title)s”.")
