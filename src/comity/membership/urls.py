"""The members."""

from django.urls import path, re_path

from comity.membership import pages as doors
from comity.record.lists import FORMS

pages = [path("members", doors.members, name="members")]
data = [re_path(rf"^members\.(?P<form>{FORMS})$", doors.members_data, name="members_data")]
