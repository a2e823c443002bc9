"""On what an act rests: nobody admits, appoints or establishes but on a decision of the competent body.

A basis is an entry of the record by which a body decided: that of the decision's adoption, or of the meeting at
which, as the sources say, it was taken.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from comity.record.refusals import Refusal


@dataclass(frozen=True)
class Basis:
    """An entry that is cited as a basis.

    body         the code of the body that decided; None if none did
    competence   by which it decided; None for a meeting, which may have decided anything
    states       those that the decision is about; none where it does not say
    """

    seq: int
    body: str | None
    on: date
    competence: str | None = None
    states: frozenset[str] = frozenset()


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


def refuse_other_competence(basis: Basis, competence: str, article: str) -> Refusal | None:
    """A decision bears what it decided: by the one competence, and nothing that another would need."""
    if basis.competence in (None, competence):
        return None
    return Refusal(article, "other_competence", {"basis": basis.seq, "competence": competence})


def refuse_used(basis: Basis, earlier: int | None, article: str) -> Refusal | None:
    """A decision is carried out once.

    earlier   the entry by which it was carried out already
    """
    if basis.competence is None or earlier is None:
        return None
    return Refusal(article, "carried_out", {"basis": basis.seq, "entry": earlier})


def refuse_other_state(basis: Basis, states: Collection[str], article: str) -> Refusal | None:
    """What a decision says of one state does not bear what is done to another."""
    if not basis.states or not states or basis.states.intersection(states):
        return None
    return Refusal(article, "other_state", {"basis": basis.seq, "state": min(basis.states)})
