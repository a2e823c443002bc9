"""A written procedure past its term: no answer is taken any more, every page says so, and the chair concludes it."""

import pytest
from django.test import Client

from comity.acting.awaiting import awaiting
from comity.decisions.acts import (
    Abstain,
    Adopt,
    CloseWithoutOutcome,
    Consent,
    ExtendSilence,
    Object,
    Open,
    OpenWritten,
    Remind,
)
from comity.people.models import Account
from comity.record.awaiting import Awaited
from comity.record.seats import CHAIR, Seat
from council import Council
from council.deciding import now, put_forward

BEFORE, AT_THE_END = "2031-04-01 15:59:59.999", "2031-04-01 16:00:00"
"""The term ends at 18:00 in Berlin."""


@pytest.fixture
def decision(council: Council) -> int:
    """In writing until 1 April; Arcadia and Borealia have consented, Ruritania is awaited."""
    council.on("2031-03-03")
    found = put_forward(council)
    council.does("chair", OpenWritten(decision=found, last_day_on="2031-04-01"))
    council.does("Arcadia", Consent(decision=found, state="XA"))
    council.does("Borealia", Consent(decision=found, state="XB"))
    return found


def waits(council: Council, seat: str) -> list[Awaited]:
    with council.clock():
        return [one for one in awaiting(Seat(seat), "", council.day) if one.subject.startswith("decision:")]


def test_an_answer_in_the_last_moment_is_taken_and_none_at_the_end(council: Council, decision: int) -> None:
    council.at(BEFORE).does("Ruritania", Abstain(decision=decision, state="XR"))
    late = council.at(AT_THE_END).refuses("Ruritania", Consent(decision=decision, state="XR"))
    assert (late.code, late.refusal.article, late.refusal.values["ended"]) == (
        "ended",
        "8",
        "2031-04-01 16:00:00.000 UTC",
    )
    objection = Object(decision=decision, state="XB", grounds={"en": "On reflection."})
    assert council.refuses("Borealia", objection).code == "ended"


def test_what_all_have_answered_is_ready_for_the_gavel_in_time_and_after(council: Council, decision: int) -> None:
    assert waits(council.on("2031-03-20"), CHAIR) == []
    council.does("Ruritania", Abstain(decision=decision, state="XR"))
    for day in ("2031-03-20", "2031-04-02"):
        (ready,) = waits(council.on(day), CHAIR)
        assert (ready.kind, f"{ready.due}") == ("decisions.adopt", "2031-04-01")
    council.does("chair", Adopt(decision=decision))
    assert (now(decision).stage, now(decision).manner) == ("adopted", "written")


def test_the_chair_concludes_what_not_all_have_answered(council: Council, decision: int) -> None:
    assert [f"{one.due}" for one in waits(council.at(BEFORE), "delegation:XR")] == ["2031-04-01"]
    assert waits(council.at(AT_THE_END), "delegation:XR") == [], "no answer is asked for any more"
    (left,) = waits(council.on("2031-04-02"), CHAIR)
    assert "its outcome is to be noted" in str(left.what)
    assert f"{left.due}" == "2031-04-01", "overdue"
    assert council.refuses("chair", Adopt(decision=decision)).code == "not_answered"
    assert council.refuses("chair", Remind(decision=decision)).code == "ended"
    council.does("chair", CloseWithoutOutcome(decision=decision))
    assert waits(council, CHAIR) == []


def test_more_time_or_a_session_lets_them_answer_again(council: Council, decision: int) -> None:
    council.on("2031-04-02").does("chair", ExtendSilence(decision=decision, last_day_on="2031-04-10"))
    assert [f"{one.due}" for one in waits(council, "delegation:XR")] == ["2031-04-10"]
    council.on("2031-04-11").does("chair", Open(decision=decision))
    council.does("Ruritania", Consent(decision=decision, state="XR"))
    council.does("chair", Adopt(decision=decision))


def test_its_page_and_the_list_say_that_the_term_is_over(
    council: Council, client: Client, anna: Account, decision: int
) -> None:
    client.force_login(anna)
    with council.at(BEFORE).clock():
        before, kept = client.get(f"/decisions/{decision}").text, Client().get(f"/decisions/{decision}")
    with council.at(AT_THE_END).clock():
        after, listed = (client.get(path).text for path in (f"/decisions/{decision}", "/decisions"))
    with council.on("2031-04-05").clock():
        then = [client.get(f"/decisions/{decision}?on={day}").text for day in ("2031-03-31", "2031-04-01")]
    assert "the states answer by 1 April 2031, 18:00 (Europe/Berlin)" in before
    assert "private" in kept.headers["Cache-Control"], "the front may not keep it: no act ends the term"
    for page in (after, then[1]):
        assert "the term of which ended on 1 April 2031, 18:00 (Europe/Berlin): no answer is taken" in page
        assert "They have not answered: Ruritania" in page
        assert "data-countdown" not in page
    assert "the states answer by" in then[0]
    assert "written procedure, its term over" in listed
