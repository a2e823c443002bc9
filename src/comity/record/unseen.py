"""What is new to whoever reads. Lists ask here, subject by subject; who keeps it stands further up.

For a page that is for everybody nothing is set, so nothing is asked and nothing is new.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

Answer = Callable[[str], bool]
"""Whether a subject, `entry:41` or `document:charter-2002`, is new to the reader."""

_answer: ContextVar[Answer | None] = ContextVar("unseen", default=None)


def is_new(subject: str) -> bool:
    answer = _answer.get()
    return answer is not None and answer(subject)


@contextmanager
def reader(answer: Answer) -> Iterator[None]:
    """Within the block somebody reads of whom it is known what they have seen."""
    token = _answer.set(answer)
    try:
        yield
    finally:
        _answer.reset(token)


def new_mark(sort: str, code: str | int) -> SafeString:
    """Stands beside what the reader has not seen; nothing beside the rest."""
    if not is_new(f"{sort}:{code}"):
        return mark_safe("")
    return format_html(' <span class="new">{}</span>', pgettext("not seen yet", "new"))
