"""What templates ask about meetings."""

from datetime import date

from django import template
from django.utils.translation import get_language

from comity.record.sentences import day_told

register = template.Library()


@register.simple_tag
def days(first: date, last: date) -> str:
    """From one day to another, without telling twice what both have in common: “2–3 December 2026”."""
    if first == last:
        return day_told(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_told(first)} – {day_told(last)}"
    if (get_language() or "").startswith("zh"):
        return f"{day_told(first)}至{last.day}日"
    return f"{first.day}–{day_told(last)}"
