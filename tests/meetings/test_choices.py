"""What the forms of acts in a meeting offer: those who take part, and not every state."""

import re

from django.test import Client

from comity.meetings.acts import Roll
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
