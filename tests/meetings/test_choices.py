"""What the forms of acts in a meeting offer: those who take part, and not every state."""

import re

from django.test import Client

from comity.meetings.acts import AskFloor, CirculateRecord, CloseMeeting, CorrectRecord, Roll, YieldFloor
from meetings.conftest import ARCADIA, BOREALIA
from meetings.test_pages import sits


def offered(client: Client, kind: str, field: str, **filled: str) -> list[str]:
    page = client.get(f"/acts/{kind}", filled).content.decode()
    found = re.search(rf'<select name="{field}".*?</select>', page, re.DOTALL)
    return list(re.findall(r'<option value="([^"]*)"', found[0])) if found else []


def test_the_roll_offers_who_takes_part_and_is_away(council, opened):
    chair = sits(council, "chair", "chair")
    council.does("Ruritania", Roll(session=opened, arrived_seat=("delegation:XR",)))
    with council.clock():
        assert offered(chair, "meetings.roll", "arrived_seat", session=opened) == []
        assert offered(chair, "meetings.roll", "left_seat", session=opened) == [ARCADIA, BOREALIA, "delegation:XR"]


def test_while_no_meeting_is_chosen_it_is_who_takes_part_in_those_under_way(council, opened):
    chair = sits(council, "chair", "chair")
    with council.clock():
        assert offered(chair, "meetings.roll", "arrived_seat") == ["delegation:XR"]
        members = [ARCADIA, BOREALIA, "delegation:XR"]
        assert offered(chair, "meetings.give_floor", "seat") == ["", *members, "secretariat", "chair"]


def test_a_delegation_is_offered_itself(council, opened):
    head = sits(council, ARCADIA, "head")
    with council.clock():
        assert offered(head, "meetings.roll", "left_seat", session=opened) == [ARCADIA]
        assert offered(head, "meetings.ask_floor", "seat", session=opened) == [ARCADIA]


def test_a_correction_chooses_among_the_paragraphs_of_the_record(council, opened):
    head = sits(council, ARCADIA, "head")
    closed = council.does("chair", CloseMeeting(session=opened))
    council.does("secretariat", CirculateRecord(session=opened, until="2031-03-20"))
    with council.clock():
        assert offered(head, "meetings.correct_record", "session") == [opened]
        for filled in ({}, {"session": opened}):
            paragraphs = offered(head, "meetings.correct_record", "paragraph_entry", **filled)
            assert paragraphs[:2] == ["", opened]
            assert paragraphs[-1] == str(closed.seq)
        form = head.get("/acts/meetings.correct_record", {"session": opened}).content.decode()
        assert "Were present: Arcadia, Borealia." in form
        record = head.get(f"/meetings/{opened}/record").content.decode()
    assert f"session={opened}&amp;paragraph_entry={closed.seq}" in record


def correction(session: str, entry: int) -> CorrectRecord:
    return CorrectRecord(session=session, paragraph_entry=entry, wording={"en": "Arcadia wished to speak."})


def test_what_no_paragraph_tells_cannot_be_corrected(council, opened):
    """A request that was struck off the list is minuted nowhere, so nobody would see what it should have said."""
    asked = council.does("Arcadia", AskFloor(session=opened, seat=ARCADIA)).seq
    council.does("Arcadia", YieldFloor(session=opened, seat=ARCADIA, gives_up="request"))
    council.does("chair", CloseMeeting(session=opened))
    council.does("secretariat", CirculateRecord(session=opened, until="2031-03-20"))
    assert council.refuses("Arcadia", correction(opened, asked)).code == "no_paragraph"
    council.does("Arcadia", correction(opened, int(opened)))
