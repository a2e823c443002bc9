"""The addresses of the exercise; `comity.urls_of_rehearsal` adds them to those of every record."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from comity.record.exercise import FILE_NAME
from comity.rehearsal import organiser
from comity.rehearsal import pages as doors


def door(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """An address that is for whoever asks, and kept for nobody."""
    return path(route, never_cache(view), name=name)


pages = [
    door("rehearsal", doors.seats, "rehearsal"),
    door("rehearsal/sit", doors.sit, "rehearsal_sit"),
    door("rehearsal/join", doors.join, "rehearsal_join"),
    door("rehearsal/organiser", organiser.organiser, "rehearsal_organiser"),
    door("rehearsal/organiser/link/<str:secret>", organiser.link, "rehearsal_organiser_link"),
    door("rehearsal/organiser/slips", organiser.slips, "rehearsal_slips"),
    door("rehearsal/organiser/aside/<str:name>", organiser.put_aside, "rehearsal_aside"),
]
data = [
    path(FILE_NAME, doors.read_me, name="rehearsal_read_me"),
    door("rehearsal/organiser/codes.csv", organiser.codes_data, "rehearsal_codes"),
]
take_post = ("rehearsal_sit", "rehearsal_join", "rehearsal_organiser", "rehearsal_organiser_link")
"""Names of the addresses to which something is sent."""
