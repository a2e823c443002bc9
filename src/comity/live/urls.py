"""Where one listens: browsers with their session, programs with a token."""

from django.urls import path

from comity.live import pages

data = [
    path("live", pages.changes, name="live"),
    path("api/live", pages.changes, name="live_for_programs"),
]
