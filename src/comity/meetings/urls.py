"""Meetings, their rooms, and the chair's plan."""

from django.urls import path, re_path

from comity.meetings import pages as doors
from comity.meetings import papers as sheets
from comity.meetings import plan, rooms
from comity.record.lists import FORMS

pages = [
    path("meetings", doors.meetings, name="meetings"),
    path("meetings/<int:seq>", doors.session, name="session"),
    path("meetings/<int:seq>/record", doors.summary_record, name="session_record"),
    path("plan", plan.plan, name="plan"),
]
papers = [
    path("meetings/<int:seq>/agenda.pdf", sheets.agenda, name="session_agenda_paper"),
    path("meetings/<int:seq>/participants.pdf", sheets.participants, name="session_participants_paper"),
    path("meetings/<int:seq>/record.pdf", sheets.record, name="session_record_paper"),
]
rooms_in_it = [path("meetings/<int:seq>/hall", rooms.hall, name="session_hall")]
"""Pages for who sits in the room: no part of what is published."""
forms = [
    path("meetings/<int:seq>/room", rooms.room, name="session_room"),
    path("meetings/<int:seq>/chair", rooms.chair, name="session_chair"),
    path("plan/table", plan.table, name="plan_table"),
]
data = [
    path("plan.ics", plan.calendar, name="plan_calendar"),
    re_path(rf"^plan\.(?P<form>{FORMS})$", plan.plan_data, name="plan_data"),
]
