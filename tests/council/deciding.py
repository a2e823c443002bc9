"""Decisions in the council, told in few words."""

from typing import Any

from comity.decisions.acts import Open, PutForward
from comity.decisions.models import Decision
from comity.record.reading import everything
from council import Council


def put_forward(council: Council, who: str = "Ruritania", **fields: Any) -> int:
    """A decision is put before the Assembly: the entry by which it is known."""
    told: dict[str, Any] = {
        "title": {"en": "Berths of the season"},
        "body": "ASSEMBLY",
        "competence": "settle-berths",
    }
    return council.does(who, PutForward(**told | fields)).seq


def opened(council: Council, who: str = "Ruritania", **fields: Any) -> int:
    """It is put forward, and open for positions."""
    decision = put_forward(council, who, **fields)
    council.does("chair", Open(decision=decision))
    return decision


def now(decision: int) -> Decision:
    with everything():
        return Decision.objects.get(entry=decision)
