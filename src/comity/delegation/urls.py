"""The desk of whoever sits."""

from django.urls import path

from comity.delegation import pages as doors

pages = [path("delegation", doors.delegation, name="delegation")]
forms = [
    path("delegation/seen", doors.seen, name="delegation_seen"),
    path("delegation/invite", doors.invited, name="delegation_invite"),
]
