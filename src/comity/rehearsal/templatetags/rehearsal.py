"""What templates ask about an exercise."""

from typing import Any

from django import template
from django.urls import reverse

from comity.record.clock import now
from comity.record.exercise import is_rehearsal, notice
from comity.rehearsal.opening import URLS

register = template.Library()


@register.simple_tag
def rehearsal() -> dict[str, Any]:
    """What the banner of a rehearsal is made of; nothing in a record that is kept in earnest.

    The time is asked for only where it is shown: the page of a failure does not need the database.
    """
    if not is_rehearsal():
        return {}
    return {"notice": notice(), "now": now, "seats": lambda: reverse("rehearsal", urlconf=URLS)}
