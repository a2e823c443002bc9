"""What templates ask about meetings."""

from datetime import date

from django import template

from comity.meetings.telling import days_told

register = template.Library()


@register.simple_tag
def days(first: date, last: date) -> str:
    return days_told(first, last)
