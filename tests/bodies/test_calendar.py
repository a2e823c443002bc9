"""The calendar of meetings, read by two parsers that we did not write."""

from datetime import date, timedelta

import icalendar
import pytest
import vobject

from comity.bodies.models import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]


def events(client, address: str) -> list[icalendar.Event]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_every_meeting_whose_day_is_known_is_in_the_calendar_and_no_other(client):
    rows = client.get("/meetings.json").json()
    exact = [row for row in rows if row["dated"] == "day"]
    days = [
        (str(event["DTSTART"].dt), str(event["DTEND"].dt - timedelta(days=1)))
        for event in events(client, "/meetings.ics")
    ]
    assert sorted(days) == sorted((row["first"], row["last"]) for row in exact)
    assert 0 < len(exact) < len(rows)


def test_the_calendar_says_how_many_meetings_it_leaves_out(client):
    left_out = sum(row["dated"] != "day" for row in client.get("/meetings.json").json())
    calendar = icalendar.Calendar.from_ical(client.get("/meetings.ics").content)
    assert str(calendar["DESCRIPTION"]).startswith(f"{left_out} meetings are not in this calendar")
    assert "/meetings.csv" in calendar["DESCRIPTION"]


def test_a_second_parser_reads_the_same_meetings(client):
    read = vobject.readOne(client.get("/meetings.ics").content.decode())
    ours = events(client, "/meetings.ics")
    assert [event.uid.value for event in read.vevent_list] == [str(event["UID"]) for event in ours]
    assert [event.summary.value for event in read.vevent_list] == [str(event["SUMMARY"]) for event in ours]
    assert len({event.uid.value for event in read.vevent_list}) == len(ours)


def test_a_body_has_its_own_calendar(client):
    summits = events(client, "/bodies/CHS.ics")
    assert {str(event["SUMMARY"]).split(",")[0] for event in summits} == {"Council of Heads of State"}
    assert len(summits) == sum(row["dated"] == "day" for row in client.get("/bodies/CHS.json").json())
    assert 'href="/bodies/CHS.ics?lang=ru"' in client.get("/ru/bodies/CHS").content.decode()


def test_a_calendar_speaks_the_language_asked_for(client):
    assert "Совет глав государств" in str(events(client, "/bodies/CHS.ics?lang=ru")[0]["SUMMARY"])


def test_an_announced_meeting_keeps_its_identity_once_it_is_held(client):
    meeting = Meeting.objects.create(
        entry=190, body="CNC", first=date(2019, 3, 1), last=date(2019, 3, 2), held=False,
        announced_on=date(2019, 1, 1), announced_by=190,
    )  # fmt: skip
    before = {str(event["UID"]): event for event in events(client, "/bodies/CNC.ics")}["meeting-190@localhost"]
    Meeting.objects.filter(pk=meeting.pk).update(held=True, entry=200)
    after = {str(event["UID"]): event for event in events(client, "/bodies/CNC.ics")}["meeting-190@localhost"]
    assert (before["STATUS"], before["SEQUENCE"]) == ("TENTATIVE", 0)
    assert (after["STATUS"], after["SEQUENCE"]) == ("CONFIRMED", 1)


def test_an_unknown_body_has_no_calendar(client):
    assert client.get("/bodies/NONE.ics").status_code == 404
