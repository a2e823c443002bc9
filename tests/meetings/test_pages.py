"""The pages of meetings, as Django draws them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from comity.meetings import queries
from comity.meetings.acts import (
    AddItem,
    AdoptAgenda,
    AskFloor,
    CloseMeeting,
    Convene,
    Gavel,
    GiveFloor,
    LimitSpeaking,
    Nominate,
    OpenMeeting,
    Roll,
)
from comity.people.acts import IssueCredential
from comity.people.models import Account
from comity.record.clock import clock
from meetings.conftest import ARCADIA, BOREALIA, DAY, item_of


def sits(council, seat: str, role: str) -> Client:
    account = Account.objects.create_user(f"{role}@{seat.replace(':', '.')}.example")
    council.does("clerk", IssueCredential(account=account.code, seat=seat, role=role))
    client = Client()
    client.force_login(account)
    return client


def test_a_meeting_is_listed_and_has_a_page(council, session, client):
    with council.clock():
        listed = client.get("/meetings").content.decode()
        page = client.get(f"/meetings/{session}").content.decode()
    assert f'href="/meetings/{session}"' in listed
    assert "1 meeting is to come, 0 were held." in " ".join(listed.split())
    for told in ("Assembly", "Strelsau", "Ruritania", "Plus", "Buoys", "20 minutes", "League of Lighthouses"):
        assert told in page, told
    assert f"/meetings/{session}/room" not in page


def test_home_leads_to_a_meeting_and_says_on_its_day_that_it_is_under_way(council, session, client):
    def home() -> str:
        with council.clock():
            page = client.get("/").content.decode()
        return page[page.index('id="coming"') : page.index('id="lately"')]

    assert f'href="/meetings/{session}"' in home()
    assert "announced" in home()
    council.on(DAY).does("chair", OpenMeeting(session=session))
    assert "under way" in home()
    assert "announced" not in home()


def test_there_is_no_page_of_what_is_no_meeting(council, session, client):
    assert client.get("/meetings/1").status_code == 404
    assert client.get(f"/meetings/{session}/record").status_code == 404
    assert client.get("/meetings?year=1999").status_code == 404


def test_the_room_is_for_who_sits_and_the_hall_for_all(council, opened, client):
    assert client.get(f"/meetings/{opened}/room").status_code == 302
    assert client.get(f"/meetings/{opened}/chair").status_code == 302
    hall = client.get(f"/meetings/{opened}/hall").content.decode()
    assert "Buoys" in hall
    assert "<form" not in hall.partition("<main")[2]


def test_a_fragment_is_the_view_alone_and_names_its_own_address(council, opened, client):
    page = client.get(f"/ru/meetings/{opened}/hall?fragment").content.decode()
    assert "<html" not in page
    assert f'data-live="/ru/meetings/{opened}/hall?fragment"' in page
    assert "Буи" in page


def test_a_delegate_asks_for_the_floor_in_place_and_the_chair_gives_it(council, opened):
    delegate, chair = sits(council, ARCADIA, "expert"), sits(council, "chair", "chair")
    room, console = f"/meetings/{opened}/room", f"/meetings/{opened}/chair"
    ask = {"act": "meetings.ask_floor", "session": opened, "seat": ARCADIA, "claim": ""}
    with council.clock():
        assert "Ask for the floor" in delegate.get(room).content.decode()
        answer = delegate.post(room, ask)
        assert (answer.status_code, answer["Location"]) == (303, room)
        again = delegate.post(room, ask)
        assert again.status_code == 409
        assert "On the speakers" in again.content.decode()
        shown = chair.get(console).content.decode()
        assert "Give the floor" in shown
        assert "The gavel falls when nobody has." in shown
        assert chair.post(console, {**ask, "act": "meetings.give_floor"}).status_code == 303
        assert "We have ended" in delegate.get(room).content.decode()


def test_while_a_point_of_order_waits_the_floor_is_offered_to_nobody_else(council, opened):
    chair, console = sits(council, "chair", "chair"), f"/meetings/{opened}/chair"
    council.does("Borealia", AskFloor(session=opened, seat=BOREALIA))
    with council.clock():
        assert chair.get(console).content.decode().count("Give the floor") == 1
    council.does("Arcadia", AskFloor(session=opened, seat=ARCADIA, claim="order"))
    with council.clock():
        page = chair.get(console).content.decode()
    assert page.count("Give the floor") == 1
    (given,) = re.findall(r'value="meetings.give_floor">.*?name="seat" value="([^"]*)"', page)
    assert given == ARCADIA


def test_the_roll_is_one_act_of_who_presides_and_names_only_those_who_take_part(council, session):
    """Nobody is ticked by default, and nobody else who may ever sit is offered."""
    council.on(DAY).does("chair", OpenMeeting(session=session))
    chair, console = sits(council, "chair", "chair"), f"/meetings/{session}/chair"
    roll = {"act": "meetings.roll", "session": session}
    with council.clock():
        page = chair.get(console).content.decode()
        assert ticks(page) == queries.member_seats(date(2031, 3, 1))
        assert "checked" not in page
        assert chair.post(console, roll).status_code == 409
        assert chair.post(console, roll | {"arrived_seat": [BOREALIA, ARCADIA]}).status_code == 303
        after = chair.get(console).content.decode()
    assert queries.present(session) == [BOREALIA, ARCADIA]
    assert not ticks(after)
    assert "is here" in after


def test_all_who_take_part_are_entered_by_one_button_although_one_has_said_so_meanwhile(council, session):
    council.on(DAY).does("chair", OpenMeeting(session=session))
    secretariat, console = sits(council, "secretariat", "officer"), f"/meetings/{session}/chair"
    with council.clock():
        whole = hidden(secretariat.get(console).content.decode())
    council.does("Borealia", Roll(session=session, arrived_seat=(BOREALIA,)))
    with council.clock():
        assert ticks(secretariat.get(console).content.decode()) == [seat for seat in whole if seat != BOREALIA]
        sent = {"act": "meetings.roll", "session": session, "arrived_seat": whole}
        assert secretariat.post(console, sent).status_code == 303
    assert sorted(queries.present(session)) == sorted(queries.member_seats(date(2031, 3, 1)))


def ticks(page: str) -> list[str]:
    return re.findall(r'type="checkbox" id="roll-[^"]+" name="arrived_seat" value="([^"]+)"', page)


def hidden(page: str) -> list[str]:
    return re.findall(r'type="hidden" name="arrived_seat" value="([^"]+)"', page)


def test_a_delegate_is_told_its_own_place_on_the_list(council, opened):
    delegate, room = sits(council, ARCADIA, "expert"), f"/meetings/{opened}/room"
    for state, seat in (("Borealia", BOREALIA), ("Arcadia", ARCADIA)):
        council.does(state, AskFloor(session=opened, seat=seat))
    with council.clock():
        assert "You are number 2 on the list." in delegate.get(room).content.decode()
        council.does("chair", GiveFloor(session=opened, seat=BOREALIA))
        assert "You are next on the list." in delegate.get(room).content.decode()
        council.does("chair", GiveFloor(session=opened, seat=ARCADIA))
        assert "on the list." not in delegate.get(room).content.decode()


def test_who_was_proposed_is_called_by_its_name_in_the_readers_language(council, session, client):
    named = {"organisation": "guild", "name": {"en": "Guild of Pilots", "ru": "Гильдия лоцманов"}}
    council.does("chair", Nominate(session=session, until="2031-01-31", **named))
    council.does("chair", Nominate(session=session, until="2031-01-31", organisation="unnamed"))
    with council.clock():
        page, russian = (client.get(f"{prefix}/meetings/{session}").content.decode() for prefix in ("", "/ru"))
    assert "that an organisation take part, Guild of Pilots:" in page
    assert "that an organisation take part, unnamed:" in page
    assert "Гильдия лоцманов: " in russian


def test_nothing_is_done_in_a_view_that_is_not_its_own(council, opened):
    delegate = sits(council, ARCADIA, "head")
    room = f"/meetings/{opened}/room"
    with council.clock():
        assert delegate.post(room, {"act": "meetings.close_meeting", "session": opened}).status_code == 400
        assert delegate.post(room, {"act": "meetings.ask_floor", "session": opened}).status_code == 400
        assert (
            delegate.post(
                f"/meetings/{opened}/chair", {"act": "meetings.close_meeting", "session": opened}
            ).status_code
            == 409
        )


def test_the_gavel_is_a_button_when_nobody_waits(council, opened):
    chair = sits(council, "chair", "chair")
    with council.clock():
        console = chair.get(f"/meetings/{opened}/chair").content.decode()
        assert "So decided" in console
        sent = {"act": "meetings.gavel", "item": item_of(opened), "outcome": "noted"}
        assert chair.post(f"/meetings/{opened}/chair", sent).status_code == 303
    assert queries.item(item_of(opened)).outcome == "noted"


def test_who_speaks_too_long_is_told_so(council, opened, client):
    council.does("chair", LimitSpeaking(session=opened, minutes=3))
    council.does("Arcadia", AskFloor(session=opened, seat=ARCADIA, language="ru"))
    council.does("chair", GiveFloor(session=opened, seat=ARCADIA))
    with at(9, 2, 47):
        hall = client.get(f"/meetings/{opened}/hall")
    assert "0:13</span>" in hall.content.decode()
    assert "speaking--over" not in hall.content.decode()
    assert hall["Cache-Control"] == "private, no-store"
    with at(9, 4, 5):
        hall = client.get(f"/meetings/{opened}/hall")
    assert "−1:05</span>" in hall.content.decode()
    assert "speaking--over" in hall.content.decode()


@contextmanager
def at(hour: int, minute: int, second: int) -> Iterator[None]:
    token = clock.set(datetime(2031, 3, 1, hour, minute, second, tzinfo=UTC))
    yield
    clock.reset(token)


@pytest.mark.parametrize("prefix", ["", "/ru", "/zh-hans"])
def test_every_page_is_drawn_in_every_language(council, opened, prefix):
    chair = sits(council, "chair", "chair")
    council.does("chair", AdoptAgenda(session=opened))
    council.does("chair", Gavel(item=item_of(opened)))
    council.does("chair", CloseMeeting(session=opened))
    with council.clock():
        for page in ("", "/record", "/hall", "/room", "/chair"):
            assert chair.get(f"{prefix}/meetings/{opened}{page}").status_code == 200
        for page in ("/meetings", "/plan", "/plan/table"):
            assert chair.get(f"{prefix}{page}").status_code == 200


def test_a_closed_meeting_is_seen_by_those_alone_whom_it_is_for(council, client):
    closed = Convene(body="ASSEMBLY", first=DAY, last=DAY, audience="members")
    session = council.does("secretariat", closed).seq
    member, guest = sits(council, ARCADIA, "expert"), sits(council, "guest:league", "guest")
    with council.clock():
        assert member.get(f"/meetings/{session}").status_code == 200
        for stranger in (client, guest):
            assert stranger.get(f"/meetings/{session}").status_code == 404
            assert "Strelsau" not in stranger.get("/meetings").content.decode()


def test_what_is_said_in_the_room_can_be_for_fewer_than_the_agenda(council, client):
    convened = Convene(body="ASSEMBLY", first=DAY, last=DAY, room_audience="members")
    session = str(council.does("secretariat", convened).seq)
    council.does("chair", AddItem(session=session, title={"en": "Buoys"}))
    council.on(DAY).does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA,)))
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    page = client.get(f"/meetings/{session}").content.decode()
    assert "Buoys" in page
    assert "Came in:" not in page
    assert "Nobody waits" not in page
    with council.clock():
        assert "Came in:" in sits(council, BOREALIA, "expert").get(f"/meetings/{session}").content.decode()


def test_the_room_shows_the_language_of_the_floor_and_the_record_notes_it(council, opened, client):
    french = {"language": "fr", "interpretation_language": "en"}
    council.does("chair", GiveFloor(session=opened, seat=ARCADIA, **french))
    with council.clock():
        for page in (f"/meetings/{opened}/hall", f"/meetings/{opened}"):
            assert "French, interpreted into English" in client.get(page).content.decode()
        assert "Arcadia spoke in French; it was interpreted into English." in (
            client.get(f"/meetings/{opened}/record").content.decode()
        )
        delegate = sits(council, ARCADIA, "head").get(f"/meetings/{opened}/room").content.decode()
        console = sits(council, "chair", "chair").get(f"/meetings/{opened}/chair").content.decode()
    assert "French, interpreted into English" in console
    assert "French, interpreted into English" in delegate


def test_a_member_is_led_to_its_objection_to_a_participant_and_nobody_else_is(council, session):
    with council.clock():
        member, officer = sits(council, ARCADIA, "head"), sits(council, "secretariat", "officer")
        assert (
            "/acts/meetings.object_to_participant?nomination=" in member.get(f"/meetings/{session}").content.decode()
        )
        assert "object_to_participant" not in officer.get(f"/meetings/{session}").content.decode()


def test_a_meeting_is_not_closed_by_one_stroke_of_the_console(council, opened):
    with council.clock():
        page = sits(council, "chair", "chair").get(f"/meetings/{opened}/chair").content.decode()
    assert f'href="/acts/meetings.close_meeting?session={opened}"' in page
    assert 'value="meetings.close_meeting"' not in page
    assert 'value="meetings.suspend_meeting"' in page
