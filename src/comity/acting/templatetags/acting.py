"""What templates ask about acting."""

from django import template
from django.template import Context

from comity.acting.about import SORTS

register = template.Library()


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
