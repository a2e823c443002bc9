"""A summit in the Plus format: the Assembly meets with partners and guests, from convening to the approved record."""

import pytest

from comity.meetings import minutes, queries, telling
from comity.meetings.acts import (
    AddItem,
    AdoptAgenda,
    AgreeParticipants,
    ApproveRecord,
    AskFloor,
    CallItem,
    CirculateRecord,
    CloseMeeting,
    Convene,
    CorrectRecord,
    Gavel,
    GiveFloor,
    LimitSpeaking,
    Nominate,
    ObjectToParticipant,
    OpenMeeting,
    Roll,
    YieldFloor,
)
from comity.meetings.models import Nomination, Session
from comity.membership.acts import GrantStatus, NameState
from comity.record.sentences import Names

LEAGUE, THULE = "guest:league", "delegation:XT"
ARCADIA, BOREALIA, RURITANIA = "delegation:XA", "delegation:XB", "delegation:XR"
GROUNDS = {"en": "It has not paid its harbour dues."}
FIRST = "2031-04-01"


@pytest.fixture
def thule(council) -> None:
    """Thule is an observer of the council."""
    council.does("secretariat", NameState(state="XT", name={"en": "Thule"}))
    granted = GrantStatus(state="XT", status="observer", basis=council.on("2030-06-01").decides())
    council.does("secretariat", granted)


@pytest.fixture
def session(council, thule) -> str:
    """The Assembly is convened for 1 April 2031 in Strelsau."""
    place = {"city": "Strelsau", "host_state": "XR", "languages": ("en", "ru", "zh")}
    convened = Convene(body="ASSEMBLY", format="plus", first=FIRST, last=FIRST, **place)
    return str(council.on("2031-02-01").does("secretariat", convened).seq)


def propose(council, session: str, **whom) -> str:
    return str(council.does("chair", Nominate(session=session, until="2031-02-20", **whom)).seq)


def add(council, session: str, title: str) -> str:
    return str(council.does("chair", AddItem(session=session, title={"en": title})).seq)


def test_the_summit(council, session):
    thule = propose(council, session, state="XT", capacity="observer")
    league = propose(council, session, organisation="league", name={"en": "League of Lighthouses"})
    guild = propose(council, session, organisation="guild", name={"en": "Guild of Wreckers"})

    # Two members look at the list. Arcadia thinks better of its objection; Borealia does not.
    council.on("2031-02-10").does("Arcadia", ObjectToParticipant(state="XA", nomination=league, grounds=GROUNDS))
    council.does("Borealia", ObjectToParticipant(state="XB", nomination=guild, grounds=GROUNDS))
    assert council.refuses("chair", AgreeParticipants(session=session)).code == "period_runs"
    council.on("2031-02-20").does("Arcadia", ObjectToParticipant(state="XA", nomination=league, position="lift"))
    late = ObjectToParticipant(state="XR", nomination=thule, grounds=GROUNDS)
    assert council.on("2031-02-21").refuses("Ruritania", late).code == "period_over"
    council.does("clerk", AgreeParticipants(session=session))
    phases = dict(Nomination.objects.values_list("entry", "phase"))
    assert phases == {int(thule): "agreed", int(league): "agreed", int(guild): "not-agreed"}
    assert queries.taking_part(session, council.day)[:5] == [ARCADIA, BOREALIA, RURITANIA, THULE, LEAGUE]

    lights = add(council, session, "Lights at sea")
    buoys = add(council, session, "Buoys")
    council.does("chair", AdoptAgenda(session=session))
    assert council.refuses("chair", OpenMeeting(session=session)).code == "too_early"

    # The day itself.
    council.on(FIRST).does("chair", OpenMeeting(session=session))
    council.does("secretariat", Roll(session=session, arrived_seat=(ARCADIA, BOREALIA, RURITANIA, THULE, LEAGUE)))
    stranger = Roll(session=session, arrived_seat=("guest:guild",))
    assert council.refuses("secretariat", stranger).code == "not_taking_part"
    council.does("chair", LimitSpeaking(session=session, minutes=5, turns=1))
    council.does("chair", CallItem(item=lights))
    council.does(LEAGUE, AskFloor(session=session, seat=LEAGUE, language="en"))
    council.does(THULE, AskFloor(session=session, seat=THULE))
    council.does("Borealia", AskFloor(session=session, seat=BOREALIA, claim="order"))
    for seat in (BOREALIA, LEAGUE, THULE):
        council.does("chair", GiveFloor(session=session, seat=seat))
    council.does(THULE, YieldFloor(session=session, seat=THULE))
    council.does("chair", Gavel(item=lights, outcome="noted"))
    council.does("chair", CallItem(item=buoys))
    council.does("Arcadia", AskFloor(session=session, seat=ARCADIA))
    assert council.refuses("chair", Gavel(item=buoys)).code == "floor_asked"
    council.does("chair", GiveFloor(session=session, seat=ARCADIA))
    council.does("Arcadia", YieldFloor(session=session, seat=ARCADIA))
    council.does("chair", Gavel(item=buoys))
    council.does("chair", CloseMeeting(session=session))

    # The record: drafted, sent round, corrected by whom it concerns, approved.
    council.on("2031-04-03").does("secretariat", CirculateRecord(session=session, until="2031-04-10"))
    spoke = next(one for one in queries.entries_of(int(session)) if one.kind == "meetings.give_floor").seq
    said = {"en": "Borealia asked in which language the lights blink."}
    council.on("2031-04-10").does("Borealia", CorrectRecord(session=session, paragraph_entry=spoke, wording=said))
    late = CorrectRecord(session=session, paragraph_entry=spoke, wording=said)
    assert council.refuses("chair", ApproveRecord(session=session)).code == "period_runs"
    assert council.on("2031-04-11").refuses("Arcadia", late).code == "period_over"
    council.does("chair", ApproveRecord(session=session))
    assert council.refuses("chair", ApproveRecord(session=session)).code == "approved_already"
    assert Session.objects.get().approved_by
    assert_the_record_tells_it(council, session)


def assert_the_record_tells_it(council, session: str) -> None:
    names = Names(council.day)
    seats = queries.seat_names(session, names)
    entries = queries.entries_of(int(session))
    sections = telling.record_sections(entries, int(session), names, seats)
    told = [one["text"] for section in sections for one in section["paragraphs"]]
    assert told == [
        "The Assembly was convened for 1 April 2031 in Strelsau (“Plus” format).",
        "Besides the members took part: Thule, League of Lighthouses.",
        "Proposed, and not agreed on: Guild of Wreckers.",
        "The agenda was adopted, with 2 items.",
        "The chair opened the meeting at 09:00 UTC.",
        "Were present: Arcadia, Borealia, Ruritania, Thule, League of Lighthouses.",
        "The chair set limits of speaking: minutes of a statement 5, statements on an item 1.",
        "Points of order were raised by: Borealia.",
        "Statements were made by: League of Lighthouses, Thule.",
        "The meeting took note.",
        "Statements were made by: Arcadia.",
        "The chair saw no objection, and it was so decided.",
        "The chair closed the meeting at 09:00 UTC.",
    ]
    corrected = [one for section in sections for one in section["paragraphs"] if one["corrections"]]
    assert [one["text"] for one in corrected] == ["Points of order were raised by: Borealia."]
    assert corrected[0]["corrections"][0]["name"] == "Borealia"
    assert minutes.draft(entries) == minutes.draft(list(entries))


def test_in_the_narrow_format_the_members_are_among_themselves(council, thule):
    narrow = Convene(body="ASSEMBLY", format="narrow", first=FIRST, last=FIRST)
    session = str(council.does("secretariat", narrow).seq)
    guest = Nominate(session=session, state="XT", until="2031-02-20")
    assert council.refuses("chair", guest).code == "narrow_format"


def test_who_takes_part_anyway_is_not_proposed_and_nobody_is_proposed_twice(council, session):
    member = Nominate(session=session, state="XA", until="2031-02-20")
    assert council.refuses("chair", member).code == "takes_part_anyway"
    propose(council, session, state="XT")
    again = Nominate(session=session, state="XT", until="2031-02-20")
    assert council.refuses("chair", again).code == "nominated_already"


def test_the_meeting_is_one_of_the_body_and_held_once_it_is_closed(council, session, client):
    with council.clock():
        announced = client.get("/meetings.json").json()[0]
    assert (announced["body"], announced["held"], announced["city"]) == ("ASSEMBLY", False, "Strelsau")
    council.on(FIRST).does("chair", OpenMeeting(session=session))
    council.does("chair", CloseMeeting(session=session))
    with council.clock():
        assert client.get("/meetings.json").json()[0]["held"] is True
