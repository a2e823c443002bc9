"""What templates ask about acting."""

from typing import Any

from django import template
from django.template import Context

from comity.acting.about import BEGUN, SORTS
from comity.acting.answers import is_open
from comity.acting.queries import ENTERED
from comity.record.clock import today
from comity.record.models import EntryRow
from comity.record.sentences import Names, sentence_html
from comity.record.words import kind_name

register = template.Library()


@register.simple_tag(takes_context=True)
def begun_here(context: Context) -> list[dict[str, str]]:
    """The acts by which something new comes onto this page, of those that are for whoever sits there."""
    match, sitting = context.request.resolver_match, context.request.sitting
    kinds = BEGUN.get(match.url_name, ()) if match else ()
    return [{"kind": kind, "name": kind_name(kind)} for kind in kinds if is_open(kind, sitting)]


@register.simple_tag(takes_context=True)
def just_entered(context: Context) -> dict[str, Any] | None:
    """The entry that whoever sits there has just made, told once."""
    seq = context.request.session.pop(ENTERED, None)
    row = EntryRow.objects.filter(seq=seq).first() if seq else None
    return {"seq": seq, "sentence": sentence_html(row.entry, Names(today()))} if row else None


@register.simple_tag(takes_context=True)
def is_for_me(context: Context, kind: str) -> bool:
    """Whether acts of a kind are for whoever sits there."""
    sitting = context.request.sitting
    return bool(sitting) and is_open(kind, sitting)


@register.simple_tag(takes_context=True)
def page_subject(context: Context) -> str:
    """What the page is about, `state:IN`, where there are acts about such a thing; empty for any other page."""
    match = context.request.resolver_match
    if match is None or "error" in context:
        return ""
    if match.url_name == "work":
        document = context.get("document")
        return f"document:{document.code}" if document else ""
    if match.url_name not in SORTS:
        return ""
    return f"{match.url_name}:{match.kwargs.get('code', match.kwargs.get('seq', ''))}"
