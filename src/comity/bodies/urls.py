"""The bodies, the chair and the offices."""

from django.urls import path, re_path

from comity.bodies import calendar, chair, offices
from comity.bodies import pages as doors
from comity.record.lists import FORMS

pages = [
    path("bodies", doors.bodies, name="bodies"),
    path("bodies/<str:code>", doors.body, name="body"),
    path("chair", chair.chair, name="chair"),
    path("offices", offices.offices, name="offices"),
    path("offices/<str:code>", offices.office, name="office"),
]
data = [
    re_path(rf"^bodies\.(?P<form>{FORMS})$", doors.bodies_data, name="bodies_data"),
    re_path(rf"^bodies/(?P<code>[^/]+)\.(?P<form>{FORMS})$", doors.meetings_data, name="body_data"),
    path("bodies/<str:code>.ics", calendar.calendar, name="body_calendar"),
    path("meetings.ics", calendar.calendar, name="calendar"),
    re_path(rf"^meetings\.(?P<form>{FORMS})$", calendar.all_meetings_data, name="meetings_data"),
    re_path(rf"^chair\.(?P<form>{FORMS})$", chair.chair_data, name="chair_data"),
    re_path(rf"^offices\.(?P<form>{FORMS})$", offices.offices_data, name="offices_data"),
    re_path(rf"^offices/(?P<code>[^/]+)\.(?P<form>{FORMS})$", offices.offices_data, name="office_data"),
]
