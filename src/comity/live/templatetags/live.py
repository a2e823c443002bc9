"""What a page that is kept true tells its script."""

from django import template
from django.template import Context

from comity.record import publication

register = template.Library()


@register.simple_tag(takes_context=True)
def live_since(context: Context) -> int:
    """How far the record went when the page was drawn: what comes behind it is to be told.

    A page that knows it already says so: `{% include "live/_head.html" with since=size %}`.
    """
    known: int | None = context.get("since")
    return publication.size() if known is None else known
