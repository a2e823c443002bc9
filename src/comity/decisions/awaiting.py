"""What waits for a seat in decisions: a position to be taken, a gavel to fall, a text to be looked at again."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.charter import queries as charters
from comity.charter.schema import Charter
from comity.decisions import queries, rows, then
from comity.decisions.models import Decision
from comity.decisions.queries import Matter
from comity.decisions.stages import ASKED, UNDER_WAY, Held, counted
from comity.record.awaiting import Awaited, awaited, told
from comity.record.edition import remembered
from comity.record.seats import CHAIR, SECRETARIAT, Seat
from comity.record.sentences import Names

AHEAD = timedelta(days=60)
"""So long before its day a review is spoken of."""
AFTER = timedelta(days=365)
"""And so long after it, if it was on no agenda."""
SAYING = ("decisions.consent", "decisions.object", "decisions.abstain", "decisions.not_taking_part")
"""What a state may say, in the order in which the record counts it."""
ASKED_FOR = _("Your position on “%(decision)s” is asked for.")
ASKED_AGAIN = _("The text of “%(decision)s” has changed, and your position is asked for again.")
READY = _("Nothing stands in the way of “%(decision)s”: it is ready for the gavel.")
UNOPENED = _("“%(decision)s” was put forward, and is to be opened for positions.")
CONCLUDE = _("The term for “%(decision)s” is over, and it is not adopted: its outcome is to be noted.")
CONCLUDING = ("decisions.close_without_outcome", "decisions.open", "decisions.extend_silence")
"""What the chair may do when a term ended without an adoption: send it back, take it into session, give more time."""
REVIEW = _("The %(body)s looks again at “%(decision)s”.")


def awaiting(seat: Seat, role: str, on: date) -> Iterator[Awaited]:
    found = charters.in_force(on)
    if found is None or not (seat.state or seat in (CHAIR, SECRETARIAT)):
        return
    names = Names(on, loaded={"decision": {str(one.entry): one.title for one in _waiting(on)}})
    held = _held(on)
    for decision in _waiting(on):
        if decision.stage != "adopted":
            yield from _of(decision, held.get(decision.entry, []), found[0], seat, on, names)
        elif seat in (CHAIR, SECRETARIAT) and decision.entry not in _on_agendas(on):
            what = told(REVIEW, names, decision=decision.entry, body=decision.body)
            yield awaited(f"decision:{decision.entry}", what, entry=decision.entry, due=decision.review_on)


on_agendas: list[Callable[[date], Collection[int]]] = []
"""Asked which reviews stand or stood on an agenda: whoever keeps that tells of them, in place of this package."""


def _on_agendas(on: date) -> set[int]:
    return {seq for asked in on_agendas for seq in asked(on)}


@remembered
def _waiting(on: date) -> list[Decision]:
    """Those under way, and those that the body looks at again soon, or should have."""
    again = Q(stage="adopted", review_on__gte=on - AFTER, review_on__lte=on + AHEAD)
    return list(Decision.objects.filter(Q(stage__in=UNDER_WAY) | again).order_by("entry"))


@remembered
def _held(on: date) -> dict[int, list[Held]]:
    asked = [decision.entry for decision in _waiting(on) if decision.stage in ASKED]
    return queries.held_in(asked) if asked else {}


def foretell(on: date) -> None:
    """What judging the acts on these decisions asks is known by now, where the reader may read all that was said."""
    shown = [decision for decision in _waiting(on) if rows.positions_shown(decision)]
    held = _held(on)
    queries.foretell(shown, {one.entry: held[one.entry] for one in shown if one.entry in held})


def _of(
    decision: Decision, held: list[Held], charter: Charter, seat: Seat, on: date, names: Names
) -> Iterator[Awaited]:
    if decision.stage == "put-forward":
        if seat in (CHAIR, SECRETARIAT):
            yield _one(decision, UNOPENED, "decisions.open", names)
        return
    facts = rows.facts_of(decision)
    matter = queries.matter_of(facts, charter, on)
    if matter is None or not rows.positions_shown(decision):
        return
    positions, over = counted(held, decision.version), then.is_term_over(decision, on)
    if seat.state and seat.state in matter.entitled and not over:
        own = next((one for one in held if one.state == seat.state), None)
        if own is None or own.version != decision.version:
            yield _position(decision, seat.state, own, names)
    if seat == CHAIR and decision.stage != "silence" and _is_ready(decision, matter, positions):
        yield _one(decision, READY, "decisions.adopt", names)
    elif seat == CHAIR and over and not _is_ready(decision, matter, positions):
        yield _to_conclude(decision, names)


def _is_ready(decision: Decision, matter: Matter, positions: dict[str, str]) -> bool:
    """Whether it would be adopted now; in writing all have to have answered, in silence none."""
    if decision.stage == "written" and matter.silent(positions):
        return False
    said = matter.in_silence(positions) if decision.stage == "silence" else positions
    return matter.outcome(said, closed=True).result == "adopted"


def _to_conclude(decision: Decision, names: Names) -> Awaited:
    fields = {"decision": str(decision.entry)}
    choices = tuple((kind, fields) for kind in CONCLUDING)
    sentence = told(CONCLUDE, names, decision=decision.entry)
    return awaited(f"decision:{decision.entry}", sentence, entry=decision.entry, due=_due(decision), choices=choices)


def _due(decision: Decision) -> date | None:
    return decision.deadline.date() if decision.deadline else None


def _position(decision: Decision, state: str, earlier: Held | None, names: Names) -> Awaited:
    """The state chooses among all that it may say: none is put into its mouth. An objection it may lift, too."""
    sentence = told(ASKED_AGAIN if earlier else ASKED_FOR, names, decision=decision.entry)
    fields = {"decision": str(decision.entry), "state": state}
    lifting = ("decisions.lift",) if earlier and earlier.position == "object" else ()
    choices = tuple((kind, fields) for kind in (*SAYING, *lifting))
    return awaited(f"decision:{decision.entry}", sentence, entry=decision.entry, due=_due(decision), choices=choices)


def _one(decision: Decision, what: Promise, kind: str, names: Names) -> Awaited:
    subject, fields = f"decision:{decision.entry}", {"decision": str(decision.entry)}
    sentence = told(what, names, decision=decision.entry)
    return awaited(subject, sentence, entry=decision.entry, due=_due(decision), kind=kind, fields=fields)
