"""Which documents a reader wants to see: from the address to the rows, and what else there is to choose.

    asked = asked_of(request.GET)              Raises BadRequest, in a sentence, for what cannot be asked
    asked.among(known_on(day), day)            the documents, in no order
    facets(asked, day)                         how many of each type, body, area, year, and in force or not

What is compared with the rows is handed on as `given`, values by name: those of a request, or a place for each, from
which the SQL of all requests of one shape is written once (`record.lookup`).

One text-search configuration reads both alphabets: `russian` hands Latin words to the English stemmer, Cyrillic ones
to the Russian; Chinese is asked for as phrases of pairs of characters (`rules.searched`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import BadRequest
from django.db.models import BinaryField, BooleanField, Case, CharField, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, ExtractYear, Lower, NullIf
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comity.record.edition import remembered
from comity.record.lookup import Statement, places, statement
from comity.record.queries import AnyOf
from comity.register import rules
from comity.register.models import Document, Version
from comity.register.words import STATES

LONGEST = 200
"""Characters of a search."""
RANKED = 2_000
"""Documents that are put in order by relevance at most: among more, rank tells little, and each has to be weighed."""
SHORTER_FIRST = 1
"""How PostgreSQL weighs: what is said in few words, like the title of a charter, before what names it among many."""
SHAPES = 256
"""Statements that are kept of each kind; a reader who combines all choices could ask for thousands."""
ORDERS = ("relevance", "date", "title")
MARKS = '"“”«»《》〈〉「」'
"""Quotation marks, with which a title may begin."""
FACETS = ("type", "body", "area", "year", "in_force")
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
Facets = dict[str, list[tuple[str, int]]]
Given = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a reader asked for; empty means everything. `order` is empty where the reader did not choose."""

    words: str = ""
    type: str = ""
    body: str = ""
    area: str = ""
    year: str = ""
    in_force: str = ""
    order: str = ""
    page: int = 1

    def __bool__(self) -> bool:
        return any((self.words, self.type, self.body, self.area, self.year, self.in_force))

    def sorted_by(self, total: int) -> str:
        """The order of so many documents: what the reader chose, else what is useful."""
        order = self.order or ("relevance" if self.words else "date")
        return "date" if order == "relevance" and not self.is_ranked(total) else order

    def is_ranked(self, total: int) -> bool:
        """Whether so many documents can be in order by relevance."""
        return bool(self.words) and total <= RANKED

    def query(self, on: str = "", **instead: Any) -> str:
        """As it stands in an address, with something else instead. Another choice begins at the first page."""
        asked = {**vars(self), "page": 1, **instead}
        named = {"q": asked["words"], **{name: asked[name] for name in FACETS}, "sort": asked["order"]}
        named |= {"page": asked["page"] if asked["page"] > 1 else "", "on": on}
        return "?" + urlencode({name: value for name, value in named.items() if value})

    def among(self, rows: QuerySet[Document], on: date) -> QuerySet[Document]:
        """The rows that are asked for, in no order."""
        return narrowed(rows, self.given(on))

    def given(self, on: date) -> Given:
        """What the rows are compared with, by name; what was not asked for has no name here."""
        given = {name: value for name in ("type", "body", "area", "in_force") if (value := getattr(self, name))}
        if self.words:
            given |= {"words": self.words, "query": rules.searched(self.words)}
        if re.fullmatch(r"\S*[/.-]\S*", self.words):
            given |= {"symbol": self.words.upper(), "code": self.words.lower()}
        if self.year:
            given |= {"begin": date(int(self.year), 1, 1), "end": date(int(self.year), 12, 31)}
        return given | {"on": on}


def asked_of(given: QueryDict) -> Asked:
    """Raises BadRequest."""
    return Asked(
        words=_words(given.get("q", "")),
        type=_one_of(given, "type", tuple(rules.ABBREVIATIONS)),
        body=_code(given, "body"),
        area=_code(given, "area"),
        year=_year(given.get("year", "").strip()),
        in_force=_one_of(given, "in_force", tuple(STATES)),
        order=_one_of(given, "sort", ORDERS),
        page=_page(given.get("page", "").strip()),
    )


def _words(given: str) -> str:
    text = rules.plainly(given)
    if len(text) > LONGEST:
        values = {"count": len(text), "most": LONGEST}
        raise BadRequest(
            _("A search has at most %(most)s characters, and this one has %(count)s. Keep the words that matter.")
            % values
        )
    asked = " ".join(given.replace("\0", " ").split())
    if asked and not rules.has_words(text):
        raise BadRequest(
            _("There is no word in “%(asked)s”. Write a word of a title, or a symbol such as SCO/CHS/2025/DEC.3.")
            % {"asked": asked[:40]}
        )
    return text


def _one_of(given: QueryDict, name: str, known: tuple[str, ...]) -> str:
    text = given.get(name, "").strip()
    if text and text not in known:
        values = {"name": name, "asked": text[:40], "known": ", ".join(known)}
        raise BadRequest(_("“%(name)s=%(asked)s” is nothing to choose from. Write one of: %(known)s.") % values)
    return text


def _code(given: QueryDict, name: str) -> str:
    text = given.get(name, "").strip()
    if text and not CODE.fullmatch(text):
        raise BadRequest(_("“%(asked)s” is no code. Write it as the list shows it.") % {"asked": text[:40]})
    return text


def _year(text: str) -> str:
    if text and not re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        raise BadRequest(_("“%(asked)s” is no year. Write four figures, such as 2025.") % {"asked": text[:40]})
    return text


def _page(text: str) -> int:
    if text and not re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII):
        raise BadRequest(_("“%(asked)s” is no page. Write its number, from 1 on.") % {"asked": text[:40]})
    return int(text or 1)


def known_on(on: date | Value) -> QuerySet[Document]:
    """The documents that were there on a day, and those of which no source tells when they came."""
    return Document.objects.filter(Q(adopted_on__lte=on) | Q(adopted_on__isnull=True))


def narrowed(rows: QuerySet[Document], given: Given, *, along: bool = False) -> QuerySet[Document]:
    """The rows that are asked for, in no order.

    along   look for the words row by row, along an order, because the first rows that have them are soon found
    """
    if "query" in given:
        rows = rows.filter(_read(given) if along else _matches(given))
    if "begin" in given:
        rows = rows.filter(adopted_on__gte=given["begin"], adopted_on__lte=given["end"])
    rows = rows.filter(**{name: given[name] for name in ("type", "body", "area") if name in given})
    return rows.alias(state=state_on(given["on"])).filter(state=given["in_force"]) if "in_force" in given else rows


def _matches(given: Given) -> Q:
    """In a title, or in a text or a file that is there on the day."""
    return _known_by(given, "register_matching") | _symbols(given)


def _read(given: Given) -> Q:
    """The same as `_matches`, without the index; but for files, which are too long to be looked through."""
    in_files = _known_by(given, "register_in_files")
    return Q(search=tsquery(given)) | Q(code__in=_texts(given)) | in_files | _symbols(given)


def _known_by(given: Given, function: str) -> Q:
    """Which documents a function of the owner's has found by its index (`record.queries.concerns`)."""
    ids = AnyOf(tsquery(given), given["on"], function=function)
    return Q(Func(F("id"), ids, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField()))


def _texts(given: Given) -> QuerySet[Version]:
    return Version.objects.filter(search=tsquery(given), on__lte=given["on"]).order_by().values("document")


def _symbols(given: Given) -> Q:
    return Q(symbol__contains=given["symbol"]) | Q(code=given["code"]) if "symbol" in given else Q()


class Once(SearchQuery):
    """Worked out once a statement: the server would do it anew for every row where it keeps the plan."""

    template = "(SELECT %(function)s(%(expressions)s))"


class AnyWord(Once):
    """Asks for any of the words, where not all of them need stand in the same place."""

    template = "(SELECT regexp_replace(%(function)s(%(expressions)s)::text, '&|<(-|[0-9]+)>', '|', 'g')::tsquery)"


def tsquery(given: Given) -> Once:
    return Once(given["query"], config="russian", search_type="websearch")


def any_word(given: Given) -> AnyWord:
    return AnyWord(given["query"], config="russian", search_type="websearch")


def ordered(rows: QuerySet[Document], given: Given, order: str, language: str) -> QuerySet[Document]:
    latest = (F("adopted_on").desc(nulls_last=True), "code")
    if order == "title":
        return rows.order_by(in_order(language), "code")
    if order == "relevance":
        return rows.order_by(begins(given), rank(given).desc(), *latest)
    return rows.order_by(*latest)


def begins(given: Given) -> Case:
    """0 where the title begins with what is searched for, else 1."""
    titles = (f"{column}__istartswith" for column in ("words_en", "words_ru", "title__zh"))
    title = reduce(or_, (Q((column, given["words"])) for column in titles))
    return Case(When(title, then=0), default=1)


def rank(given: Given) -> SearchRank:
    return SearchRank(F("search"), tsquery(given), normalization=Value(SHORTER_FIRST))


def state_on(on: date | Value) -> Case:
    """`rules.standing` as an expression of the database: "yes", "no" or "unknown" on a day."""
    over = Q(until__lte=on) | Q(withdrawn_on__lte=on) | Q(replaced_on__lte=on) | Q(adopted_on__gt=on)
    return Case(
        When(over, then=Value("no")),
        When(since__gt=on, then=Value("no")),
        When(since__lte=on, then=Value("yes")),
        When(in_force_on__gt=on, then=Value("no")),
        When(in_force_on__lte=on, then=Value("yes")),
        When(Q(adopted_on__isnull=True) | Q(type__in=rules.RATIFIED), then=Value("unknown")),
        default=Value("yes"),
        output_field=CharField(),
    )


def shown_title(language: str) -> Coalesce:
    """The title as plain text: in the reader's language, else in English."""
    own = KeyTextTransform("zh", "title") if language.startswith("zh") else F(f"words_{language}")
    return Coalesce(NullIf(own, Value("")), F("words_en"))


def in_order(language: str) -> Func:
    """By which titles are sorted: as a dictionary does, whatever the case, with no regard to quotation marks.

    No server is sure to have a collation for Chinese. Each knows GB 18030, which has common characters by sound.
    """
    title = Func(
        Lower(shown_title(language)), Value(MARKS), Value(""), function="translate", output_field=TextField()
    )
    if not language.startswith("zh"):
        return title
    return Func(title, Value("GB18030"), function="convert_to", output_field=BinaryField())


def facets(asked: Asked, on: date) -> tuple[int, Facets]:
    """How many documents there are, and how many of each value of each facet.

    Without words to search for there are few ways to ask, so the answer is remembered.
    """
    return (_counts if asked.words else _remembered_counts)(replace(asked, order="", page=1), on)


def facets_of(rows: Iterable[dict[str, Any]]) -> Facets:
    """The same of rows that are at hand; each has its `in_force`."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        year = str(row["adopted_on"].year) if row["adopted_on"] else ""
        for name, value in (row | {"year": year}).items():
            if name in counted and value:
                counted[name][value] += 1
    return {name: _sorted(name, list(values.items())) for name, values in counted.items()}


def count(asked: Asked, on: date, most: int) -> int:
    """How many documents there are; of more than so many, so many."""
    given = asked.given(on)
    return _count(tuple(given)).rows(given | {"most": most})[0][0]


@lru_cache(SHAPES)
def _count(names: tuple[str, ...]) -> Statement:
    given = places(names)
    found = narrowed(known_on(given["on"]), given).order_by().values("id")
    return statement(found, "SELECT count(*) FROM (%s LIMIT %s) AS found", ["most"])


def _counts(asked: Asked, on: date) -> tuple[int, Facets]:
    given = asked.given(on)
    return _counted(_grouped(tuple(given)).rows(given))


@lru_cache(SHAPES)
def _grouped(names: tuple[str, ...]) -> Statement:
    """All counts in one query."""
    given = places(names)
    found = narrowed(known_on(given["on"]), given).order_by()
    told = found.annotate(year=ExtractYear("adopted_on"), in_force=state_on(given["on"])).values(*FACETS)
    columns, sets = ", ".join(FACETS), ", ".join(f"({name})" for name in FACETS)
    return statement(
        told,
        f"SELECT {columns}, grouping({columns}), count(*) FROM (%s) AS found GROUP BY GROUPING SETS ({sets}, ())",
    )


_remembered_counts = remembered(_counts)


def _counted(rows: list[tuple[Any, ...]]) -> tuple[int, Facets]:
    """`grouping` has a bit for every column that a row is not grouped by, the first column's the highest."""
    total, found = 0, defaultdict(list)
    whole = 2 ** len(FACETS) - 1
    for *values, bits, count in rows:
        if bits == whole:
            total = count
            continue
        place = next(n for n in range(len(FACETS)) if not bits & 1 << (len(FACETS) - 1 - n))
        if values[place] not in (None, ""):
            found[FACETS[place]].append((str(values[place]), count))
    return total, {name: _sorted(name, found[name]) for name in FACETS}


def _sorted(name: str, values: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Years from the last to the first, everything else by how many there are."""
    return sorted(values, reverse=True) if name == "year" else sorted(values, key=lambda value: (-value[1], value[0]))
