"""Who has to agree to a meeting that was proposed, and who has answered what."""

from collections.abc import Collection, Mapping
from datetime import date

from comity.charter.schema import Charter
from comity.meetings import proposal, queries, rules
from comity.meetings.models import Answer, Session
from comity.membership.queries import deciding
from comity.record.seats import Seat


def needed(charter: Charter, body: str, format_: str) -> bool:
    """Whether by the charter all others have to agree to a meeting of the body in that format."""
    known = charter.bodies.get(body)
    extraordinary = known.meets.extraordinary if known and known.meets else None
    return bool(format_ == "extraordinary" and extraordinary and extraordinary.consent_of_all_others)


def asked(initiators: Collection[str], on: date) -> list[str]:
    """The states that decide on that day, without those who asked for the meeting themselves."""
    return sorted(set(deciding(on)) - set(initiators))


def answers(code: str | int) -> dict[str, proposal.Answer]:
    """What each state said last to a meeting that was proposed."""
    rows = Answer.objects.filter(session=int(code)).order_by("entry")
    return {row.state: proposal.Answer(row.state, row.answer, row.entry) for row in rows}


def proposed() -> list[Session]:
    """The meetings to which the consent of some is waited for."""
    return list(Session.objects.filter(phase=rules.PROPOSED).order_by("first", "entry"))


def complete(on: date) -> list[Session]:
    """The meetings to which all have agreed whose consent it takes on that day; their days have not passed."""
    known = [row for row in proposed() if row.last >= on]
    return [row for row in known if proposal.agreed_to(answers(row.entry), asked(row.initiators, on))]


def rows(row: Session, on: date) -> list[tuple[str, str, Answer | None]]:
    """Each state that decides, in the order of the charter, with its answer: also those who asked for the meeting."""
    said = {one.state: one for one in Answer.objects.filter(session=row.entry).order_by("entry")}
    known = [state for seat in queries.member_seats(on) if (state := Seat(seat).state)]
    return [(state, _answer(state, row, said), said.get(state)) for state in known]


def _answer(state: str, row: Session, said: Mapping[str, Answer]) -> str:
    if state in row.initiators:
        return "initiative"
    return said[state].answer if state in said else "none"


def waited_for(row: Session, on: date) -> list[str]:
    """The states that have not answered yet."""
    return [state for state in asked(row.initiators, on) if state not in answers(row.entry)]
