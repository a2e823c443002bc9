"""What templates ask about people."""

from django import template
from django.utils.translation import pgettext

from comity.people.devices import device_name
from comity.people.sitting import Sitting
from comity.people.words import ROLE_NAMES
from comity.record.clock import today
from comity.record.sentences import Names, localised
from comity.record.sentences import seat_name as name_of

register = template.Library()
register.filter("device_name", device_name)


@register.simple_tag
def seat_name(sitting: Sitting) -> str:
    """The seat in words: “delegation of India”."""
    return name_of(sitting.seat, Names(today()))


@register.simple_tag
def seat_and_role(sitting: Sitting) -> str:
    """“Delegation of India, expert”; only “chair” where the role is the seat."""
    if sitting.role == sitting.seat:
        return seat_name(sitting)
    return pgettext("between the parts of a list", ", ").join((seat_name(sitting), role_name(sitting)))


@register.simple_tag
def role_name(sitting: Sitting) -> str:
    return localised(ROLE_NAMES.get(sitting.role, {"en": sitting.role}))
