"""The addresses of the exercise; `comity.urls_of_rehearsal` adds them to those of every record."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from comity.record.exercise import FILE_NAME
from comity.rehearsal import organiser
from comity.rehearsal import pages as doors


def door(route: str, view: Callable[..., Any], name: str, *, takes: bool = False) -> URLPattern:
    """An address that is for whoever asks, and kept for nobody. `takes`: it takes a form."""
    guarded = never_cache(view)
    guarded.accepts_post = takes  # type: ignore[attr-defined]
    return path(route, guarded, name=name)


pages = [
    door("rehearsal", doors.seats, "rehearsal"),
    door("rehearsal/sit", doors.sit, "rehearsal_sit", takes=True),
    door("rehearsal/join", doors.join, "rehearsal_join", takes=True),
    door("rehearsal/organiser", organiser.organiser, "rehearsal_organiser", takes=True),
    door("rehearsal/organiser/link/<str:secret>", organiser.link, "rehearsal_organiser_link", takes=True),
    door("rehearsal/organiser/slips", organiser.slips, "rehearsal_slips"),
    door("rehearsal/organiser/aside/<str:name>", organiser.put_aside, "rehearsal_aside"),
]
data = [
    path(FILE_NAME, doors.read_me, name="rehearsal_read_me"),
    door("rehearsal/organiser/codes.csv", organiser.codes_data, "rehearsal_codes"),
]
