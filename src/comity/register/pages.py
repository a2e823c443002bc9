"""The register as a list: searched, narrowed down, in order; as a page and as data."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from comity.bodies.queries import body_names
from comity.charter.day import moment_of
from comity.record.doubts import with_doubts
from comity.record.edition import remembered
from comity.record.lists import data
from comity.record.markup import put
from comity.record.sentences import localised
from comity.record.unseen import new_mark
from comity.register import rules, search, words
from comity.register.found import Row, few, listed, marked, passage
from comity.register.search import Asked, asked_of
from comity.register.words import path_of, told_day

PAGE = 100
"""Documents on a page of the list."""
PORTION = 1_000
"""Documents in one answer as data; `?page=2` has the next."""
COLUMNS = (
    *("symbol", "title", "type", "date", "dated", "body", "area", "place", "in_force", "in_force_on", "since"),
    *("until", "withdrawn_on", "replaced_on", "code", "address", "entry", "irregular", "doubt", "source"),
)
PLACE = "\0"
"""Stands for any value of a facet until the address is written; no search has such a sign in it."""


LINK = '<li><a href="{}">{}</a> <span class="facet__count">{}</span></li>'
CHOSEN = LINK.replace('">', '" aria-current="true" title="{}">', 1)


def documents(request: HttpRequest) -> HttpResponse:
    moment, asked = moment_of(request), asked_of(request.GET)
    total, facets, rows = found(asked, moment.on)
    on = "" if moment.is_today else moment.on.isoformat()
    names = body_names_told(moment.on, get_language() or "en")
    context = {
        "moment": moment,
        "asked": asked,
        "on": on,
        "total": total,
        "rows": Shown(moment.on, on, asked, names).rows(rows),
        "facets": list(shown_facets(asked, facets, names, on)),
        "orders": list(_orders(asked, total, on)),
        "all": Asked().query(on),
        "data": asked.query(on),
        "chosen": chosen(asked),
        "feed": feed_query(asked, on),
        "previous": asked.query(on, page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.query(on, page=asked.page + 1) if total > asked.page * PAGE else "",
        "first": (asked.page - 1) * PAGE + 1,
        "last": min(asked.page * PAGE, total),
    }
    return render(request, "register/documents.html", context)


@remembered
def body_names_told(on: date, language: str) -> dict[str, str]:
    """What each body is called in that language, which is the reader's."""
    return {code: localised(name) for code, name in body_names(on).items()}


def found(asked: Asked, on: date) -> tuple[int, search.Facets, list[Row]]:
    """How many there are, what else there is to choose, and the rows of the page. Raises Http404.

    What a search finds mostly stands on one page; then it is counted here, and the database is not asked to.
    """
    rows = few(asked, on, PAGE) if asked.words else None
    if rows is None:
        total, facets = search.facets(asked, on)
    else:
        states = [words.state_code(rules.in_force(life_of(row), on)) for row in rows]
        told = (row | {"in_force": state} for row, state in zip(rows, states, strict=True))
        total, facets = len(rows), search.facets_of(told)
    refuse_beyond(asked.page, total, PAGE)
    return total, facets, rows if rows is not None else listed(asked, on, total, PAGE, marked=True)


def feed_query(asked: Asked, on: str) -> str:
    """What makes the feed of documents the feed of this list, in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    speaking = "" if language == settings.LANGUAGE_CODE else f"lang={language}"
    query = "&".join(filter(None, (asked.query(on, order="").removeprefix("?"), speaking)))
    return f"?{query}" if query else ""


def chosen(asked: Asked) -> str:
    """What was asked for, in words; empty for the whole register."""
    words = [f"“{asked.words}”"] if asked.words else []
    picked = [value_name(name, value, {}) for name in search.FACETS if (value := getattr(asked, name))]
    return pgettext("between the parts of a list", ", ").join(words + picked)


def documents_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/documents.json` and `.csv`: what the page shows, PORTION rows at a time."""
    moment, asked = moment_of(request), asked_of(request.GET)
    total = search.count(asked, moment.on, search.RANKED + 1) if asked.words else 0

    def rows() -> Iterable[Row]:
        return with_doubts(data_row(row, moment.on) for row in listed(asked, moment.on, total, PORTION))

    return data("documents", request, form, COLUMNS, rows)


def refuse_beyond(page: int, total: int, size: int) -> None:
    """Raises Http404 for a page behind the last."""
    last = max(1, -(-total // size))
    if page > last:
        raise Http404(_("There is no page %(page)s: the last one is %(last)s.") % {"page": page, "last": last})


def data_row(row: Row, on: date) -> Row:
    state = rules.in_force(life_of(row), on)
    text, _tag = words.titled(row["title"])
    return row | {"title": text, "date": row["adopted_on"], "in_force": state}


def life_of(row: Row) -> rules.Life:
    return rules.Life(
        row["adopted_on"],
        row["in_force_on"],
        row["since"],
        row["until"],
        row["withdrawn_on"],
        row["replaced_on"],
        row["type"],
    )


# The page


def state_told(in_force: bool | None) -> str:
    return put('<span class="force force--{}">{}</span>', words.state_code(in_force), words.state_name(in_force))


class Telling:
    """Days, types and states in the words of one language. What was told is kept: Django takes long over a word."""

    KEPT = 2048

    def __init__(self) -> None:
        keep = lru_cache(self.KEPT)
        self.day = keep(told_day)
        self.type = keep(lambda type: words.type_name(type).capitalize())
        self.state = keep(state_told)
        self.value = keep(lambda facet, value: capfirst(value_name(facet, value, {})))


@cache
def telling(language: str) -> Telling:
    """To be asked with the reader's language."""
    return Telling()


class Shown:
    """How rows are told on one page.

    They are no part of the template, which takes three times as long over them.
    """

    def __init__(self, on: date, query: str, asked: Asked, names: dict[str, str]) -> None:
        self.on, self.asked, self.names = on, asked, names
        self.prefix, self.record = path_of("/akn/"), reverse("record") + "/"
        self.query = f"?on={query}" if query else ""
        self.language = get_language() or "en"
        self.telling = telling(self.language)

    def rows(self, rows: Iterable[Row]) -> SafeString:
        # A row puts in what it tells by `put` and `marked`, which escape.
        return mark_safe("".join(map(self.row, rows)))  # nosec B703

    def row(self, row: Row) -> str:
        text, tag = words.titled(row["title"], self.language)
        href = self.prefix + row["address"].removeprefix("/akn/") + self.query
        return (
            put('\n  <li class="document"><a class="document__title" href="{}"', href)
            + (put(' lang="{}">', tag) if tag else ">")
            + marked(row.get("headline") or "", text, self.asked.words)
            + self.told(row)
            + self.passage(row)
            + "</li>"
        )

    def told(self, row: Row) -> str:
        """Symbol, facts, whether it is in force, and the mark."""
        when = self.telling.day(row["adopted_on"], row["dated"]) if row["adopted_on"] else _("date not known")
        facts = (self.telling.type(row["type"]), when, self.names.get(row["body"], row["body"]))
        begin = '</a>\n    <span class="document__facts"><span class="code">{}</span> {} · '
        new = new_mark("document", row["code"])
        mark = f' <span class="mark"><a href="{self.record}{row["entry"]}">№ {row["entry"]}</a></span>{new}</span>'
        state = rules.in_force(life_of(row), self.on)
        return put(begin, row["symbol"], " · ".join(filter(None, facts))) + self.telling.state(state) + mark

    def passage(self, row: Row) -> str:
        found = passage(row.get("passage"), self.asked.words)
        if found is None:
            return ""
        return put('\n    <q class="document__passage" lang="{}">', found.language) + found.text + "</q>"


def shown_facets(asked: Asked, facets: search.Facets, names: dict[str, str], on: str) -> Iterator[Row]:
    """Each facet with its values as links; a value that is chosen links to the list without it."""
    titles = {
        "in_force": _("In force"),
        "type": _("Type"),
        "body": _("Adopted by"),
        "area": _("Area"),
        "year": _("Year"),
    }
    for name, title in titles.items():
        if facets[name]:
            is_open = bool(getattr(asked, name)) or name in ("in_force", "type")
            # `put` escapes.
            values = mark_safe("".join(_links(asked, name, facets[name], names, on)))  # nosec B703
            yield {"title": title, "values": values, "open": is_open}


def _links(asked: Asked, facet: str, values: list[tuple[str, int]], names: dict[str, str], on: str) -> Iterator[str]:
    chosen, others = getattr(asked, facet), asked.query(on, **{facet: PLACE})
    tell = telling(get_language() or "en").value
    for value, count in values:
        told = (capfirst(names[value]) if facet == "body" and value in names else tell(facet, value), str(count))
        if value == chosen:
            title = _("Chosen. Follow the link to choose it no longer.")
            yield put(CHOSEN, asked.query(on, **{facet: ""}), title, *told)
        else:
            yield put(LINK, others.replace(quote(PLACE), value), *told)


def value_name(facet: str, value: str, names: dict[str, str]) -> str:
    if facet == "type":
        return words.type_name(value)
    if facet == "area":
        return words.area_name(value)
    if facet == "in_force":
        return str(words.STATES[value])
    return names.get(value, value)


def _orders(asked: Asked, total: int, on: str) -> Iterator[Row]:
    titles = {"relevance": _("by relevance"), "date": _("the latest first"), "title": _("by title")}
    for order, title in titles.items():
        if order != "relevance" or asked.is_ranked(total):
            yield {
                "title": title,
                "current": order == asked.sorted_by(total),
                "address": asked.query(on, order=order),
            }
