"""What was found in a title, and in the wording of a text: with the words that were searched for marked.

The database marks words in any of their forms. It sees no words in Chinese, which is marked here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Case, QuerySet, Value, When
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comity.register import rules, search
from comity.register.models import Document, Version
from comity.register.search import Asked

OPEN, CLOSE = "\x02", "\x03"
"""Stand round a word that was found until the text is escaped."""
BEFORE, AFTER = 16, 60
"""Characters of a Chinese text that are shown round what was found."""


@dataclass(frozen=True)
class Passage:
    """Some words of a text round what was found in it, and the language of the text."""

    text: SafeString
    language: str


def with_headline(rows: QuerySet[Document], asked: Asked) -> QuerySet[Document]:
    """With the title as the database marks what was found in it."""
    if not asked.words:
        return rows
    headline = SearchHeadline(
        search.shown_title(), asked.tsquery, config="russian", start_sel=OPEN, stop_sel=CLOSE, highlight_all=True
    )
    return rows.annotate(headline=headline)


def marked(headline: str, title: str, asked: str) -> SafeString:
    """The title, escaped, with what was found in it marked.

    headline   the title as the database marked it; it may be the title in another language
    """
    plain = headline.replace(OPEN, "").replace(CLOSE, "")
    return _as_html(_chinese_marked(headline if plain == title else title, asked))


def passages(codes: Iterable[str], asked: Asked, on: date) -> Mapping[str, Passage]:
    """By the code of the document: what was found in a text of it that is there on the day."""
    if not asked.words:
        return {}
    own = Case(When(language__startswith=(get_language() or "en")[:2], then=0), default=1)
    found = Version.objects.filter(document__in=list(codes), search=asked.tsquery, on__lte=on)
    latest = found.order_by("document", own, "-number", "language").distinct("document")
    shown = latest.annotate(passage=_passage(asked)).values_list("document", "language", "passage")
    told = {code: (language, _shortened(text, asked.words)) for code, language, text in shown}
    return {code: Passage(_as_html(text), language) for code, (language, text) in told.items() if OPEN in text}


def _passage(asked: Asked) -> SearchHeadline | Value:
    """The passage as the database cuts it out; of a Chinese search the whole text, to be cut here."""
    if rules.HAN.search(asked.words):
        return Case(default="wording")
    return SearchHeadline(
        "wording", asked.tsquery, config="russian", start_sel=OPEN, stop_sel=CLOSE, max_fragments=1, max_words=30
    )


def _shortened(text: str, asked: str) -> str:
    """Some characters round the first of what was searched for, if that is Chinese."""
    places = [place for run in rules.HAN.findall(asked) if (place := text.find(run)) >= 0]
    if not places:
        return text
    begin, end = max(0, min(places) - BEFORE), min(places) + AFTER
    return ("…" if begin else "") + _chinese_marked(text[begin:end], asked) + ("…" if end < len(text) else "")


def _chinese_marked(text: str, asked: str) -> str:
    for run in sorted(set(rules.HAN.findall(asked)), key=len, reverse=True):
        text = text.replace(run, f"{OPEN}{run}{CLOSE}")
    return text


def _as_html(text: str) -> SafeString:
    found = re.split(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", text)
    parts = [f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(found)]
    return mark_safe("".join(parts).replace(OPEN, "").replace(CLOSE, ""))
