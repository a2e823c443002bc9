"""An extraordinary meeting to which, by the charter, all others have to agree."""

from datetime import date

import pytest

from comity.acting.awaiting import awaiting
from comity.bodies.models import Meeting
from comity.meetings import consent, proposal
from comity.meetings.acts import AddItem, AnswerProposal, CallOff, Convene, NoteConsent, OpenMeeting, Postpone
from comity.meetings.models import Session
from comity.membership.acts import Suspend
from comity.notices import clerk
from comity.record.seats import Seat
from council.calling import take_consent
from meetings.conftest import ARCADIA
from meetings.test_pages import sits

DAY = "2030-07-01"
WHY = {"en": "The nets are out.", "ru": "Идёт лов рыбы.", "zh": "渔汛未过。"}


@pytest.fixture
def proposed(council) -> str:
    """Ruritania asks for a meeting of the Assembly; Arcadia and Borealia have to agree."""
    take_consent(council.on("2030-05-01"))
    extraordinary = {"format": "extraordinary", "initiative_state": ("XR",)}
    return str(council.does("chair", Convene(body="ASSEMBLY", first=DAY, last=DAY, **extraordinary)).seq)


def answer(session: str, state: str, said: str = "agree", **more) -> AnswerProposal:
    return AnswerProposal(session=session, state=state, answer=said, **more)


def phase(session: str) -> str:
    return Session.objects.get(entry=int(session)).phase


def asked(seat: str) -> bool:
    found = awaiting(Seat(seat), "head", date(2030, 5, 2))
    return any("consent of all others" in str(one.what) for one in found)


def test_it_is_convened_when_the_last_agrees(council, proposed):
    assert phase(proposed) == "proposed"
    assert Meeting.objects.get(announced_by=int(proposed)).announced_on is None
    assert council.refuses("chair", OpenMeeting(session=proposed)).code == "is_proposed"
    council.does("Arcadia", answer(proposed, "XA"))
    assert phase(proposed) == "proposed"
    council.does("Borealia", answer(proposed, "XB"))
    assert phase(proposed) == "convened"
    assert Meeting.objects.get(announced_by=int(proposed)).announced_on == date(2030, 5, 1)
    assert council.refuses("Borealia", answer(proposed, "XB")).code == "not_opened"
    council.on(DAY).does("chair", OpenMeeting(session=proposed))


def test_it_is_convened_when_the_last_who_had_not_agreed_is_suspended(council, proposed):
    """Nobody has to agree once more; the clerk notes it, once."""
    council.does("Arcadia", answer(proposed, "XA"))
    council.does("Borealia", answer(proposed, "XB", "decline", grounds=WHY))
    waits = council.refuses("chair", NoteConsent(session=proposed))
    assert waits.code == "consent_waits"
    assert "Have not agreed: Borealia." in str(waits)
    with council.clock():
        assert clerk.act() == []
    council.does("secretariat", Suspend(state="XB", grounds=WHY, basis=council.decides()))
    with council.clock():
        (entry,) = clerk.act()
        assert clerk.act() == []
    assert (entry.kind, entry.seat) == ("meetings.note_consent", "clerk")
    assert phase(proposed) == "convened"
    assert council.refuses("chair", NoteConsent(session=proposed)).code == "not_opened"
    council.on(DAY).does("chair", OpenMeeting(session=proposed))


def test_to_days_that_have_passed_nobody_is_convened(council, proposed):
    council.does("Arcadia", answer(proposed, "XA"))
    council.on("2030-07-02").does("secretariat", Suspend(state="XB", grounds=WHY, basis=council.decides()))
    with council.clock():
        assert clerk.act() == []
    assert council.refuses("chair", NoteConsent(session=proposed)).code == "days_passed"


def test_whoever_declines_says_why_and_may_agree_later(council, proposed):
    assert council.refuses("Arcadia", answer(proposed, "XA", "decline")).code == "no_grounds"
    council.does("Arcadia", answer(proposed, "XA", "decline", grounds=WHY))
    council.does("Borealia", answer(proposed, "XB"))
    assert phase(proposed) == "proposed"
    assert council.refuses("Borealia", answer(proposed, "XB")).code == "answered_so"
    council.does("Arcadia", answer(proposed, "XA"))
    assert phase(proposed) == "convened"


def test_each_answers_for_itself_and_whoever_asked_for_it_has(council, proposed):
    assert council.refuses("Arcadia", answer(proposed, "XB")).code == "another_delegation"
    assert council.refuses("Ruritania", answer(proposed, "XR")).code == "asked_for_it"
    assert council.refuses("Sylvania", answer(proposed, "XS")).code == "no_right"
    assert council.on("2030-07-02").refuses("Arcadia", answer(proposed, "XA")).code == "days_passed"


def test_whoever_has_not_answered_is_asked(council, proposed):
    assert [asked(f"delegation:{state}") for state in ("XA", "XB", "XR", "XS")] == [True, True, False, False]
    council.does("Arcadia", answer(proposed, "XA", "decline", grounds=WHY))
    assert [asked(f"delegation:{state}") for state in ("XA", "XB")] == [False, True]
    council.does("chair", CallOff(session=proposed, grounds=WHY))
    assert not asked("delegation:XB")


def test_what_is_proposed_is_prepared_and_not_moved(council, proposed):
    council.does("secretariat", AddItem(session=proposed, title={"en": "Ice"}))
    moved = Postpone(session=proposed, first="2030-08-01", last="2030-08-01", grounds=WHY)
    assert council.refuses("chair", moved).code == "is_proposed"


def test_where_all_ask_for_it_nobody_is_left_to_agree(council, proposed):
    everybody = {"format": "extraordinary", "initiative_state": ("XA", "XB", "XR")}
    session = str(council.does("chair", Convene(body="ASSEMBLY", first=DAY, last=DAY, **everybody)).seq)
    assert phase(session) == "convened"


def test_a_regular_meeting_of_the_same_body_takes_no_consent(council, proposed):
    session = str(council.does("chair", Convene(body="ASSEMBLY", first=DAY, last=DAY)).seq)
    assert phase(session) == "convened"
    assert council.refuses("Arcadia", answer(session, "XA")).code == "not_opened"


def test_its_page_shows_the_round_table(council, proposed, client):
    council.does("Arcadia", answer(proposed, "XA", "decline", grounds=WHY))
    with council.clock():
        page = " ".join(client.get(f"/meetings/{proposed}").content.decode().split())
        listed = client.get("/meetings").content.decode()
        calendar = client.get("/meetings.ics").content.decode()
    for told in ("The meeting is proposed.", "Their answer is awaited: Borealia.", "Not agreed: Arcadia."):
        assert told in page, told
    assert "The nets are out." in page
    assert "asked for it" in page
    assert "Proposed; others have to agree" in listed
    assert f"meeting-{proposed}@" not in calendar


def test_a_delegation_answers_from_the_page(council, proposed):
    client = sits(council, ARCADIA, "head")
    with council.clock():
        assert "meetings.answer_proposal" in client.get(f"/acts/about/session:{proposed}").content.decode()
        page = client.get(f"/acts/meetings.answer_proposal?session={proposed}&state=XA").content.decode()
        assert "agrees" in page
        assert "declines" in page
        assert "meetings.answer_proposal" not in client.get("/acts/about/state:XA").content.decode()


def test_the_minutes_tell_that_all_agreed(council, proposed, client):
    for state, code in (("Arcadia", "XA"), ("Borealia", "XB")):
        council.does(state, answer(proposed, code))
    council.on(DAY).does("chair", OpenMeeting(session=proposed))
    with council.clock():
        record = client.get(f"/meetings/{proposed}/record").content.decode()
    assert "All others had agreed to it." in record


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        ({}, False),
        ({"XA": "agree"}, False),
        ({"XA": "agree", "XB": "decline"}, False),
        ({"XA": "agree", "XB": "agree"}, True),
    ],
)
def test_all_who_are_asked_have_to_agree(answers, agreed):
    said = {state: proposal.Answer(state, one) for state, one in answers.items()}
    assert proposal.agreed_to(said, ["XA", "XB"]) is agreed


def test_of_those_asked_are_all_who_decide_but_those_who_asked(council, proposed):
    assert consent.asked(("XR",), council.day) == ["XA", "XB"]
