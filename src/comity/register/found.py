"""What was found in a title, in the wording of a text, or in a file: with the words that were searched for marked.

The database marks words in any of their forms. It sees no words in Chinese, which is marked here.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from comity.record.lookup import Statement, places, statement
from comity.register import rules, search
from comity.register.models import Document, FilePiece, FileText, Version, without_yo
from comity.register.search import Asked, Given, Once

OPEN, CLOSE = "\x02", "\x03"
"""Stand round a word that was found until the text is escaped."""
MARKS = {"config": "russian", "start_sel": OPEN, "stop_sel": CLOSE}
BEFORE, AFTER = 16, 60
"""Characters of a Chinese text that are shown round what was found."""


@dataclass(frozen=True)
class Passage:
    """Some words of a text round what was found in it, and the language of the text."""

    text: SafeString
    language: str


FIELDS = (
    *("code", "symbol", "title", "type", "body", "area", "adopted_on", "dated", "place", "in_force_on", "since"),
    *("until", "withdrawn_on", "replaced_on", "address", "entry", "irregular", "source"),
)
MARKED = ("headline", "filed", "passage")
"""The title with what was found in it, whether there are files, and what was found in a wording or in a file."""
Row = dict[str, Any]


def listed(asked: Asked, on: date, total: int, size: int, *, marked: bool = False) -> list[Row]:
    """The rows of a page of so many.

    total    how many are found
    marked   also with what MARKED names, if there are words to mark
    """
    given, language = asked.given(on), get_language() or "en"
    marking = _marking(asked) if marked else ""
    order = asked.sorted_by(total)
    along = order == "date" and total > search.RANKED >= asked.page * size
    page = {"size": size, "skipped": (asked.page - 1) * size}
    rows = _rows(_listed(tuple(given), order, along, language, marking).rows(given | page))
    return _with_files(rows, given, language, marking)


def few(asked: Asked, on: date, most: int) -> list[Row] | None:
    """The rows of a search that finds so many at most, marked and in order; None if there are more.

    One question instead of one that counts and one that lists: what is searched for mostly stands on one page.
    """
    order = asked.sorted_by(0)
    if order not in IN_ORDER:
        return None
    given, language, marking = asked.given(on), get_language() or "en", _marking(asked)
    found = _few(tuple(given), order, language, marking).rows(given | {"most": most + 1})
    return _with_files(_rows(found), given, language, marking) if len(found) <= most else None


IN_ORDER = {
    "relevance": "first, rank DESC, adopted_on DESC NULLS LAST, code",
    "date": "adopted_on DESC NULLS LAST, code",
}
"""The orders of `search.ordered`, by the names of columns."""


@lru_cache(search.SHAPES)
def _few(names: tuple[str, ...], order: str, language: str, marking: str) -> Statement:
    given = places(names)
    rows = search.narrowed(search.known_on(given["on"]), given).order_by()
    rows, columns = _marked(rows, given, language, marking), (*FIELDS, *MARKED)
    if order == "relevance":
        rows = rows.annotate(first=search.begins(given), rank=search.rank(given))
        columns = (*columns, "first", "rank")
    return statement(
        rows.values_list(*columns), f"SELECT * FROM (%s LIMIT %s) AS few ORDER BY {IN_ORDER[order]}", ["most"]
    )


def _marking(asked: Asked) -> str:
    """How what was found is marked; empty where there is nothing to mark."""
    return ("chinese" if rules.HAN.search(asked.words) else "latin") if asked.words else ""


def _rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    names = (*FIELDS, *MARKED)
    rows = [dict(zip(names, row, strict=False)) for row in found]
    for row in rows:
        row["title"] = json.loads(row["title"])
    return rows


@lru_cache(search.SHAPES)
def _listed(names: tuple[str, ...], order: str, along: bool, language: str, marking: str) -> Statement:
    found = rows_asked(places(names), order, along, language, marking)
    return statement(found, "%s LIMIT %s OFFSET %s", ["size", "skipped"])


def rows_asked(given: Given, order: str, along: bool, language: str, marking: str) -> QuerySet[Document, Any]:
    rows = search.narrowed(search.known_on(given["on"]), given, along=along)
    rows = search.ordered(rows, given, order, language)
    if not marking:
        return rows.values_list(*FIELDS)
    return _marked(rows, given, language, marking).values_list(*FIELDS, *MARKED)


def _marked(rows: QuerySet[Document], given: Given, language: str, marking: str) -> QuerySet[Document]:
    return rows.annotate(
        headline=_headline(given, language),
        filed=Exists(_there(given, language).exclude(digest="")),
        passage=_passage(given, language, marking),
    )


def _headline(given: Given, language: str) -> SearchHeadline:
    """The title as the database marks what was found in it."""
    title = without_yo(search.shown_title(language))
    return SearchHeadline(title, search.tsquery(given), **MARKS, highlight_all=True)


def _passage(given: Given, language: str, marking: str) -> Subquery:
    """What was found in a wording that is there on the day, as the database cuts it out, and the language of it.

    Of a Chinese search the whole text, to be cut here.
    """
    query = search.tsquery(given)
    text = F("wording") if marking == "chinese" else _cut(query)
    found = _there(given, language).filter(search=query)
    return Subquery(found.values(told=JSONObject(language="language", text=text))[:1])


def _there(given: Given, language: str) -> QuerySet[Version]:
    """The texts of a document that are there on the day, first those in the reader's language."""
    own = Case(When(language__startswith=language[:2], then=0), default=1)
    there = Version.objects.filter(document=OuterRef("code"), on__lte=given["on"])
    return there.order_by(own, "-number", "language")


def _with_files(rows: list[Row], given: Given, language: str, marking: str) -> list[Row]:
    """The same rows, with passages from files where no wording has one: asked for when the rows are known."""
    wanting = {row["code"]: row for row in rows if row.get("filed") and row["passage"] is None}
    if wanting:
        for code, told in _filed(tuple(given), language, marking).rows(given | {"codes": list(wanting)}):
            wanting[code]["passage"] = told
    return rows


@lru_cache(search.SHAPES)
def _filed(names: tuple[str, ...], language: str, marking: str) -> Statement:
    given = places((*names, "codes"))
    read = FileText.objects.filter(digest=OuterRef("digest"), search=search.tsquery(given))
    told = JSONObject(language="language", text=_piece(given, marking))
    found = _there(given, language).filter(Exists(read)).values(told=told)
    how = {"template": "%(expressions)s)", "arg_joiner": " = ANY(", "output_field": BooleanField()}
    shown = Document.objects.filter(Func(F("code"), given["codes"], **how))
    return statement(shown.order_by().values_list("code", Subquery(found[:1])))


def _piece(given: Given, marking: str) -> Subquery:
    """The piece of a file that has most of the words: all of them need not stand in the same one."""
    query, some = search.tsquery(given), search.any_word(given)
    whole = When(search=query, then=_cut(query))
    text = F("wording") if marking == "chinese" else Case(whole, default=_cut(some))
    has_all = Case(When(search=query, then=0), default=1)
    pieces = FilePiece.objects.filter(digest=OuterRef("digest"), search=some)
    return Subquery(pieces.order_by(has_all, SearchRank(F("search"), some).desc(), "number").values(text=text)[:1])


def _cut(query: Once) -> SearchHeadline:
    return SearchHeadline("wording", query, **MARKS, max_fragments=1, max_words=30)


def marked(headline: str, title: str, asked: str) -> SafeString:
    """The title, escaped, with what was found in it marked.

    headline   the title as the database marked it, with е for ё; it may be the title in another language
    """
    if not asked:
        return escape(title)
    plain = headline.replace(OPEN, "").replace(CLOSE, "")
    same = plain == title.translate(rules.YO)
    return _as_html(_chinese_marked(_as_marked(title, headline) if same else title, asked))


def _as_marked(title: str, headline: str) -> str:
    """The title with the marks of the headline, letter by letter."""
    letters = iter(title)
    return "".join(sign if sign in (OPEN, CLOSE) else next(letters) for sign in headline)


def passage(told: str | None, asked: str) -> Passage | None:
    """What was found in a text of a document.

    told   as the row has it; it may be a text in which the words were found and cannot be marked
    """
    if not told:
        return None
    found = json.loads(told)
    text = _shortened(found["text"], asked)
    return Passage(_as_html(text), found["language"]) if OPEN in text else None


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
    # Each part was escaped, and what is taken out is no sign of HTML.
    return mark_safe("".join(parts).replace(OPEN, "").replace(CLOSE, ""))  # nosec B703
