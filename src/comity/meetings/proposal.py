"""A meeting that takes the consent of all others: when it has it, and what a state may answer. Pure functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from comity.meetings.rules import Session
from comity.record.refusals import Refusal

AGREE, DECLINE = "agree", "decline"


@dataclass(frozen=True)
class Answer:
    """What a state says to a meeting that was proposed: agree or decline.

    entry   0 as long as it is not entered
    """

    state: str
    answer: str
    entry: int = 0


def agreed_to(answers: Mapping[str, Answer], asked: Collection[str]) -> bool:
    """asked   the states whose consent it takes"""
    return not lacking(answers, asked)


def lacking(answers: Mapping[str, Answer], asked: Collection[str]) -> list[str]:
    """The states that have not agreed: they declined, or have not answered."""
    return [state for state in asked if state not in answers or answers[state].answer != AGREE]


def refuse_waiting(answers: Mapping[str, Answer], asked: Collection[str]) -> Refusal | None:
    states = lacking(answers, asked)
    return Refusal("", "consent_waits", {"state": states}) if states else None


def refuse_initiator(state: str, initiators: Collection[str]) -> Refusal | None:
    return Refusal("", "asked_for_it", {"state": state}) if state in initiators else None


def refuse_same_answer(said: Answer | None, answer: str) -> Refusal | None:
    if said is None or said.answer != answer:
        return None
    return Refusal("", "answered_so", {"state": said.state, "entry": said.entry})


def refuse_declining(answer: str, grounds: bool) -> Refusal | None:
    return None if answer == AGREE or grounds else Refusal("", "no_grounds")


def refuse_after(session: Session, on: date) -> Refusal | None:
    """To a meeting whose days have passed nobody can agree."""
    return None if on <= session.last else Refusal("", "days_passed")
