"""The round table of a meeting that is proposed: what each state has answered."""

from typing import Any

from comity.meetings import consent, words
from comity.meetings.models import Session
from comity.membership.round_table import Seated, round_table
from comity.record.sentences import Names, listed

SHOWN_AS = {"agree": "consent", "decline": "object", "initiative": "aside", "none": "none"}
"""How the table of a decision, which this one is drawn as, calls what a state says."""
Row = dict[str, Any]


def asked(row: Session, names: Names) -> Row | None:
    """None for a meeting to which nobody had to agree."""
    if row.phase != "proposed" and not row.consented_by:
        return None
    seats = [_seat(*one, names) for one in consent.rows(row, names.on)]
    others = [seat for seat in seats if seat["answer"] != "initiative"]
    inner = [Seated(seat["code"], seat["name"], seat["position"], seat["position_name"]) for seat in seats]
    return {
        "seats": seats,
        "table": round_table(inner, []),
        "said": {"said": sum(seat["answer"] == "agree" for seat in others), "asked": len(others)},
        "waited_for": listed(seat["name"] for seat in others if seat["answer"] == "none"),
        "declined": listed(seat["name"] for seat in others if seat["answer"] == "decline"),
    }


def _seat(state: str, answer: str, said: Any, names: Names) -> Row:
    return {
        "code": state,
        "name": names.of("state", state),
        "answer": answer,
        "position": SHOWN_AS[answer],
        "position_name": str(words.ANSWERS[answer]),
        "entry": said.entry if said else None,
        "grounds": said.grounds if said else {},
    }
