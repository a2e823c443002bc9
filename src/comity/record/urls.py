"""The record, and the log below `/log/`, which has one address for all languages."""

from django.urls import path, re_path

from comity.record import pages as doors
from comity.record.lists import FORMS

pages = [
    path("record", doors.record, name="record"),
    path("record/<int:seq>", doors.entry, name="entry"),
    path("verify", doors.verify, name="verify"),
]
data = [
    re_path(rf"^record\.(?P<form>{FORMS})$", doors.record_data, name="record_data"),
    path("record/<int:seq>.json", doors.entry_data, name="entry_data"),
    path("log/<path:address>", doors.log, name="log"),
]
