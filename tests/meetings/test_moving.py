"""A meeting that was convened is moved, or called off, and whatever tells of it tells so."""

from datetime import date, timedelta

import icalendar
import pytest

from comity.acting.awaiting import awaiting
from comity.bodies import queries as bodies
from comity.bodies.models import Meeting
from comity.meetings import queries
from comity.meetings.acts import (
    AddItem,
    AdoptAgenda,
    CallOff,
    CloseMeeting,
    Convene,
    Nominate,
    ObjectToParticipant,
    OpenMeeting,
    Postpone,
)
from comity.meetings.models import Nomination, Session
from comity.record.models import EntryRow
from comity.record.seats import Seat
from decisions.test_papers import read
from meetings.conftest import DAY

WHY = {"en": "The harbour is closed.", "ru": "Гавань закрыта.", "zh": "港口关闭。"}
LATER = "2031-05-12"


def later(session: str, first: str = LATER, last: str = "2031-05-13", **more) -> Postpone:
    return Postpone(session=session, first=first, last=last, grounds=WHY, **more)


def calendar(client) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(client.get("/meetings.ics").content).walk("VEVENT")
    return event


def test_it_is_moved_with_its_agenda_and_its_place(council, session):
    council.does("chair", AdoptAgenda(session=session))
    council.does("secretariat", later(session, city="Zenda"))
    row, meeting = Session.objects.get(), Meeting.objects.get()
    assert (row.first, row.last, row.city, row.country) == (date(2031, 5, 12), date(2031, 5, 13), "Zenda", "XR")
    assert (row.was_first, row.was_last) == (date.fromisoformat(DAY), date.fromisoformat(DAY))
    assert (meeting.first, meeting.last, meeting.city) == (row.first, row.last, "Zenda")
    assert meeting.moved_by == row.moved_by
    assert row.agenda_by is not None
    assert council.on(DAY).refuses("chair", OpenMeeting(session=session)).code == "too_early"
    council.on(LATER).does("chair", OpenMeeting(session=session))
    assert council.refuses("chair", later(session, "2031-06-01", "2031-06-01")).code == "opened_already"


def test_on_a_day_before_it_was_moved_it_stands_with_the_days_of_then(council, session, client):
    council.on("2031-01-10").does("secretariat", later(session))
    council.on("2031-01-20").does("secretariat", later(session, "2031-06-01", "2031-06-02"))

    def listed(on: str) -> str:
        with council.clock():
            page = client.get("/meetings", {"on": on}).content.decode()
        return " ".join(page.partition("<main")[2].split())

    for on, told in (("2031-01-09", "1 March 2031"), ("2031-01-10", "13 May 2031"), ("2031-01-20", "2 June 2031")):
        assert told in listed(on), on
        assert sum(one in listed(on) for one in ("1 March 2031", "13 May 2031", "2 June 2031")) == 1, on


def test_it_is_moved_to_other_days_that_are_still_to_come(council, session):
    assert council.refuses("chair", later(session, DAY, DAY)).code == "those_days_already"
    assert council.refuses("chair", later(session, "2031-05-12", "2031-05-11")).code == "ends_before_it_begins"
    assert council.refuses("chair", later(session, "2030-02-28", "2030-02-28")).code == "day_has_passed"
    assert council.refuses("Arcadia", later(session)).code == "not_your_seat"


@pytest.mark.usefixtures("stricter")
def test_to_bring_it_forward_takes_the_notice_of_convening_and_to_postpone_it_none(council):
    convened = Convene(body="ASSEMBLY", first="2030-07-10", last="2030-07-10")
    session = str(council.does("secretariat", convened).seq)
    council.on("2030-06-05")
    refused = council.refuses("chair", later(session, "2030-07-04", "2030-07-04"))
    assert (refused.code, refused.article) == ("short_notice", "2")
    council.does("chair", later(session, "2030-07-05", "2030-07-05"))
    council.on("2030-07-05").does("chair", later(session, "2030-07-06", "2030-07-06"))


def test_what_was_called_off_is_opened_by_nobody_and_nothing_waits_for_it(council, session):
    nomination = str(Nomination.objects.get().entry)
    assert council.refuses("Arcadia", CallOff(session=session, grounds=WHY)).code == "not_your_seat"
    council.does("chair", CallOff(session=session, grounds=WHY))
    on = date.fromisoformat(DAY)
    for seat in ("chair", "secretariat", "delegation:XA"):
        assert [one for one in awaiting(Seat(seat), "head", on) if one.subject == f"session:{session}"] == []
        assert [one for one in awaiting(Seat(seat), "head", on) if one.kind == "bodies.meet"] == []
    assert council.refuses("Arcadia", ObjectToParticipant(state="XA", nomination=nomination)).code == "is_called_off"
    council.on(DAY)
    for act in (OpenMeeting(session=session), later(session), CallOff(session=session, grounds=WHY)):
        assert council.refuses("chair", act).code == "is_called_off"
    assert council.refuses("chair", AddItem(session=session, title=WHY)).code == "is_called_off"
    assert list(queries.agenda(session).values_list("title", flat=True)) != []


def test_a_meeting_that_was_opened_is_neither_moved_nor_called_off(council, opened):
    assert council.refuses("chair", CallOff(session=opened, grounds=WHY)).code == "opened_already"
    council.does("chair", CloseMeeting(session=opened))
    assert council.refuses("chair", later(opened)).code == "is_closed"


def test_the_body_tells_it_too(council, session):
    council.does("chair", CallOff(session=session, grounds=WHY))
    called_off = EntryRow.objects.get(kind="meetings.call_off").entry
    assert "body:ASSEMBLY" in called_off.subjects
    assert list(bodies.coming(council.day)) == []
    before = council.day - timedelta(days=1)
    assert not bodies.coming(before).exists()


def test_a_calendar_keeps_it_and_is_told_that_it_moved_and_is_cancelled(council, session, client):
    with council.clock():
        convened = calendar(client)
    council.does("chair", later(session))
    with council.clock():
        moved = calendar(client)
    council.does("chair", CallOff(session=session, grounds=WHY))
    with council.clock():
        cancelled = calendar(client)
    assert convened["UID"] == moved["UID"] == cancelled["UID"]
    assert convened["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert [str(one["STATUS"]) for one in (convened, moved, cancelled)] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert moved["DTSTART"].dt == date.fromisoformat(LATER)


def test_one_that_was_moved_and_held_is_the_newest_of_all(council, session, client):
    council.does("chair", later(session))
    with council.clock():
        moved = calendar(client)
    council.on("2031-05-13").does("chair", OpenMeeting(session=session))
    council.does("chair", CloseMeeting(session=session))
    with council.clock():
        held = calendar(client)
    assert (moved["UID"], "CONFIRMED") == (held["UID"], str(held["STATUS"]))
    assert held["SEQUENCE"] > moved["SEQUENCE"]


def test_every_page_says_so_plainly(council, session, client):
    council.does("chair", later(session))
    with council.clock():
        page = " ".join(client.get(f"/meetings/{session}").content.decode().split())
        assert "It was moved from 1 March 2031 to 12–13 May 2031." in page
        assert "The harbour is closed." in page
        assert ">moved<" in client.get("/meetings").content.decode()
    council.does("chair", CallOff(session=session, grounds=WHY))
    with council.clock():
        page = client.get(f"/meetings/{session}").content.decode()
        assert "The meeting was called off" in page
        assert "Buoys" in page
        listed = client.get("/meetings").content.decode()
        assert '<h2 id="called-off">Called off</h2>' in listed
        assert "0 meetings are to come" in " ".join(listed.split())
        assert ">called off<" in client.get("/bodies/ASSEMBLY").content.decode()
        assert "was called off" in client.get(f"/meetings/{session}/hall").content.decode()
        told = client.get(f"/api/sessions/{session}").json()
        assert (told["phase"], told["called_off_by"]) == ("called-off", Session.objects.get().called_off_by)


def test_its_papers_say_so(council, session, client):
    council.does("chair", later(session))
    with council.clock():
        moved = read(client, f"/meetings/{session}/agenda.pdf")
    assert "1 March 2031" in moved
    council.does("chair", CallOff(session=session, grounds=WHY))
    with council.clock():
        assert "called off" in read(client, f"/meetings/{session}/participants.pdf")


def test_whom_the_chair_proposes_is_proposed_for_a_meeting_that_takes_place(council, session):
    council.does("chair", CallOff(session=session, grounds=WHY))
    league = Nominate(session=session, organisation="guild", until="2031-01-31")
    assert council.refuses("chair", league).code == "is_called_off"
    assert queries.nomination_names(council.day, ()) == {}
