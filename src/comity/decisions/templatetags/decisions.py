"""What templates ask about decisions."""

from datetime import datetime

from django import template

from comity.decisions.stages import stamp
from comity.decisions.words import SIGNS

register = template.Library()


@register.filter
def sign(position: str) -> str:
    """The sign beside the seat of a state with that position; empty where there is nothing to tell."""
    return SIGNS.get(position, "")


@register.filter
def moment(at: datetime) -> str:
    """A moment to the millisecond, in UTC."""
    return stamp(at)
