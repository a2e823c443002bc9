"""The charter."""

from django.urls import path

from comity.charter import pages as doors

pages = [
    path("charter", doors.charter, name="charter"),
    path("charter/articles/<path:number>", doors.article, name="article"),
]
data = [path("charter.json", doors.charter_data, name="charter_data")]
