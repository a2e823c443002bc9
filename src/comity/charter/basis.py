"""On what an act rests: nobody admits, appoints or establishes but on a decision of the competent body.

A basis is an entry of the record by which a body decided. Until decisions are acts of their own, it is the meeting
at which the sources say that the decision was taken.
"""

from dataclasses import dataclass
from datetime import date

from comity.record.refusals import Refusal


@dataclass(frozen=True)
class Basis:
    """An entry that is cited as a basis. `body` is the code of the body that decided; None if none did."""

    seq: int
    body: str | None
    on: date


def refuse_without_decision(basis: Basis | None, body: str, article: str) -> Refusal | None:
    """Why an act that body `body` must decide may not be done without naming its decision."""
    if basis is None:
        return Refusal(article, "no_basis", {"body": body}, open=True)
    return None


def refuse_basis(basis: Basis, body: str, on: date, article: str) -> Refusal | None:
    """Why this basis does not hold: it decides nothing, another body's it is, or it is later than what it bears.

    body   the competent body
    on     the day from which the act counts
    """
    if basis.body is None:
        return Refusal(article, "basis_decides_nothing", {"basis": basis.seq})
    if basis.body != body:
        return Refusal(article, "other_body", {"basis": basis.seq, "body": basis.body, "competent_body": body})
    if basis.on > on:
        return Refusal(article, "basis_later", {"basis": basis.seq, "basis_on": basis.on.isoformat()})
    return None
