"""What templates ask about decisions."""

from datetime import datetime

from django import template

from comity.decisions.words import SIGNS, instant_told

register = template.Library()


@register.filter
def sign(position: str) -> str:
    """The sign beside the seat of a state with that position; empty where there is nothing to tell."""
    return SIGNS.get(position, "")


@register.filter
def moment(at: datetime, zone: str) -> str:
    """A moment to the millisecond, in the organisation's own time."""
    return instant_told(at, zone)
