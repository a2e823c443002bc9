"""Decisions."""

from django.urls import path, re_path

from comity.decisions import pages as doors
from comity.decisions.papers import decision_paper
from comity.record.lists import FORMS

pages = [
    path("decisions", doors.decisions, name="decisions"),
    path("decisions/<int:code>", doors.decision, name="decision"),
]
papers = [path("decisions/<int:code>.pdf", decision_paper, name="decision_paper")]
data = [
    re_path(rf"^decisions\.(?P<form>{FORMS})$", doors.decisions_data, name="decisions_data"),
    re_path(rf"^decisions/(?P<code>[0-9]+)\.(?P<form>{FORMS})$", doors.positions_data, name="decision_data"),
]
