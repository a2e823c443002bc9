"""The charter."""

from django.urls import path, re_path

from comity.charter import pages as doors
from comity.record.lists import FORMS

pages = [
    path("charter", doors.charter, name="charter"),
    path("charter/articles/<path:number>", doors.article, name="article"),
]
data = [
    path("charter.json", doors.charter_data, name="charter_data"),
    re_path(rf"^charter/provisions\.(?P<form>{FORMS})$", doors.provisions_data, name="provisions_data"),
]
