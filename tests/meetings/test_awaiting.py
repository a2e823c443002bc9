"""What waits for whom about meetings, day by day."""

from datetime import date

import pytest

from comity.acting.awaiting import awaiting
from comity.bodies.acts import TakeChair
from comity.meetings.acts import (
    AddItem,
    AdoptAgenda,
    AgreeParticipants,
    ApproveRecord,
    CirculateRecord,
    CloseMeeting,
    Convene,
    Nominate,
    ObjectToParticipant,
    OpenMeeting,
    PlanEvent,
)
from comity.record.seats import Seat

FIRST = "2031-04-01"


def kinds(seat: str, on: str, role: str = "head") -> set[str]:
    """The acts about meetings that wait, and "room" where one is to be there."""
    found = awaiting(Seat(seat), role, date.fromisoformat(on))
    return {one.kind or "room" for one in found if one.subject.partition(":")[0] in ("session", "event")}


@pytest.fixture
def session(council) -> str:
    return str(council.on("2031-02-01").does("secretariat", Convene(body="ASSEMBLY", first=FIRST, last=FIRST)).seq)


def test_a_member_is_told_whom_it_may_object_to_until_it_has(council, session):
    league = Nominate(session=session, organisation="league", until="2031-02-20")
    nomination = str(council.does("chair", league).seq)
    object_to = {"meetings.object_to_participant"}
    assert kinds("delegation:XA", "2031-02-20") == object_to
    assert kinds("delegation:XS", "2031-02-20") == set()
    council.does("Arcadia", ObjectToParticipant(state="XA", nomination=nomination, grounds={"en": "No."}))
    assert kinds("delegation:XA", "2031-02-20") == set()
    assert kinds("delegation:XB", "2031-02-20") == object_to
    assert kinds("delegation:XB", "2031-02-21") == set()
    assert kinds("chair", "2031-02-21") == {"meetings.agree_participants"}
    council.on("2031-02-21").does("chair", AgreeParticipants(session=session))
    assert kinds("chair", "2031-02-21") == set()


def test_the_chair_is_told_of_the_agenda_and_the_day(council, session):
    assert kinds("chair", "2031-03-01") == set()
    council.does("chair", AddItem(session=session, title={"en": "Buoys"}))
    assert kinds("chair", "2031-03-20") == {"meetings.adopt_agenda", "room"}
    council.does("chair", AdoptAgenda(session=session))
    assert kinds("chair", FIRST) == {"meetings.open_meeting"}
    assert kinds("delegation:XA", FIRST) == set()
    council.on(FIRST).does("chair", OpenMeeting(session=session))
    assert kinds("delegation:XA", FIRST) == kinds("chair", FIRST) == {"room"}


def test_the_record_goes_from_hand_to_hand(council, session):
    council.on(FIRST).does("chair", OpenMeeting(session=session))
    council.does("chair", CloseMeeting(session=session))
    assert kinds("secretariat", FIRST) == {"meetings.circulate_record"}
    council.does("secretariat", CirculateRecord(session=session, until="2031-04-10"))
    assert kinds("delegation:XA", "2031-04-10") == {"meetings.correct_record"}
    assert kinds("chair", "2031-04-10") == set()
    assert kinds("delegation:XA", "2031-04-11") == set()
    assert kinds("chair", "2031-04-11") == {"meetings.approve_record"}
    council.on("2031-04-11").does("chair", ApproveRecord(session=session))
    assert kinds("chair", "2031-04-11") == kinds("secretariat", "2031-04-11") == set()


def test_an_event_that_is_near_and_not_ready_waits_for_the_chair(council):
    council.on("2031-01-01").does("chair", PlanEvent(name={"en": "Regatta"}, first="2031-03-01"))
    assert kinds("chair", "2031-01-15") == set()
    assert kinds("chair", "2031-02-15") == {"meetings.change_event"}
    assert kinds("secretariat", "2031-02-15") == set()


@pytest.mark.parametrize(("format_", "passes_on"), [("regular", True), ("extraordinary", False), ("plus", False)])
def test_the_chair_passes_on_with_a_regular_session_alone(council, format_, passes_on):
    council.does("Arcadia", TakeChair(state="XA"))
    council.on("2031-02-01").does("secretariat", Convene(body="ASSEMBLY", first=FIRST, last=FIRST, format=format_))
    waiting = {one.kind for one in awaiting(Seat("delegation:XA"), "head", date(2031, 2, 1))}
    assert ("bodies.hand_over_chair" in waiting) is passes_on
