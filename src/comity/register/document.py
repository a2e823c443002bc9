"""A document at its permanent address: what it is, whether it counts, its place in the law, its texts, its proof."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.bodies.places import place_name
from comity.bodies.queries import body_names
from comity.charter.day import Moment, moment_of
from comity.membership.queries import state_names
from comity.record.doubts import doubt_of
from comity.record.entries import Entry
from comity.record.lookup import look_up
from comity.record.projection import Projection
from comity.record.queries import history
from comity.record.seats import DEPOSITARY, SECRETARIAT
from comity.record.sentences import Names, address_of, localised, sentence_html
from comity.register import addresses, citation, filetexts, law, rules, words
from comity.register.acts.correcting import CorrectDocument
from comity.register.acts.entering import EnterDocument
from comity.register.comparison import compared
from comity.register.metadata import cited_of, metadata
from comity.register.models import Document, Version
from comity.register.words import path_of, told_day

Row = dict[str, Any]


def columns(model: type[Projection], *without: str) -> tuple[str, ...]:
    """The columns of a table, without those that only a search needs."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in without)


COLUMNS = columns(Document, "search", "words_en", "words_ru", "words_zh")
TEXT = columns(Version, "search", "words_zh")
SUCCESSORS = ("follows", "replaces")
ADDING = (SECRETARIAT, DEPOSITARY)
"""The seats that add texts, and are told of a file in which nothing is found."""
TITLED = (EnterDocument.kind, CorrectDocument.kind)


def of_code(request: HttpRequest, code: str) -> HttpResponse:
    """`/documents/charter-2002` leads to the permanent address, on the day chosen."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(path_of(called(code).address) + (f"?{query}" if query else ""))


def called(code: str) -> Document:
    """What a document is called, and its address. Raises Http404."""
    found = Document.objects.filter(code=code).only("code", "title", "address").first()
    if found is None:
        raise Http404(
            _("The register has no document “%(code)s”. The page Documents finds those it has.") % {"code": code[:80]}
        )
    return found


def work(request: HttpRequest, address: str) -> HttpResponse:
    """The page. The address of one of its texts, without a format, leads to the page of the whole."""
    if version := addresses.expression(f"/akn/{address}"):
        return redirect(path_of(version.work) + "#versions")
    moment, document = moment_of(request), found_at(f"/akn/{address}")
    return render(request, "register/document.html", page(request, moment, document))


def found_at(address: str) -> Document:
    """Raises Http404."""
    found = _at(address)
    if not found:
        raise Http404(
            _("No document has the permanent address %(address)s. The page Documents finds those there are.")
            % {"address": address[:160]}
        )
    return Document.from_db(None, COLUMNS, found[0])


@look_up
def _at(address: str) -> QuerySet[Document, tuple[Any, ...]]:
    return Document.objects.filter(address=address).values_list(*COLUMNS)


def page(request: HttpRequest, moment: Moment, document: Document) -> Row:
    title, tag = words.titled(document.title)
    relations = relations_of(document, moment.on)
    bodies = {code: localised(name) for code, name in body_names(moment.on).items() if code == document.body}
    standing = rules.standing(life_of(document), moment.on)
    entries = entries_of(document, moment, relations)
    versions = versions_of(document, moment.on)
    adds = bool(request.sitting) and request.sitting.seat in ADDING
    if adds:
        versions = with_unread(versions)
    cited = cited_of(request, moment, document, bodies)
    return {
        "moment": moment,
        "document": document,
        "adds": adds,
        "title": title,
        "tag": tag,
        "what": what(document, bodies),
        "standing": standing,
        "why": why(document, standing, relations),
        "open_end": is_open_end(document, standing, relations),
        "type_name": words.type_name(document.type),
        "area_name": words.area_name(document.area),
        "body_name": bodies.get(document.body, ""),
        "period": words.told_period(document.since, document.until),
        "law": drawing(title, document, relations, moment.query),
        "relations": listed(relations, moment.query),
        "texts": versions,
        "worded": [version for version in versions if version["wording"]],
        "depositary": localised(state_names(moment.on).get(document.depositary, {})),
        "comparison": comparison(request, versions),
        "cited": cited,
        "citation": citation.line(cited),
        "entries": entries,
        "titled_by": titled_by(row["entry"] for row in entries),
        "doubt": next((row["doubt"] for row in entries if row["entry"].seq == document.entry), ""),
        "metadata": metadata(cited, document, standing),
    }


def life_of(document: Document) -> rules.Life:
    return rules.Life(
        document.adopted_on,
        document.in_force_on,
        document.since,
        document.until,
        document.withdrawn_on,
        document.replaced_on,
        document.type,
    )


# What it is, and whether it counts


def what(document: Document, bodies: dict[str, str]) -> str:
    """Type, date, body and place, in one sentence."""
    kind = words.type_name(document.type).capitalize()
    if document.adopted_on:
        kind = _("%(type)s of %(day)s") % {"type": kind, "day": told_day(document.adopted_on, document.dated)}
    else:
        kind = _("%(type)s, its date not known") % {"type": kind}
    facts = [kind, bodies.get(document.body, ""), place_name(document.place)]
    joined = pgettext("between the parts of a list", ", ").join(filter(None, facts))
    return _("%(facts)s.") % {"facts": joined}


def why(document: Document, standing: rules.Standing, relations: list[Row]) -> str:
    """Whether it is in force on the day, and why, in one sentence."""
    told = {
        "ended": _("Not in force: its period ended on %(day)s."),
        "withdrawn": _("Not in force: it was withdrawn on %(day)s."),
        "replaced": _("Not in force: it was replaced on %(day)s."),
        "not-adopted": _("Not there yet on this day: it was adopted on %(day)s."),
        "not-begun": _("Not in force yet on this day: it begins to count on %(day)s."),
        "undated": _("Whether it is in force is not known: no source tells its date."),
        "not-ratified": _("Whether it is in force is not known: no source tells when it entered into force."),
        "period": _("In force on this day, for a period that began on %(day)s."),
        "period-year": _("In force on this day, for a period that began in %(day)s."),
        "ended-year": _("Not in force: its period ended with the year %(day)s."),
        "not-begun-year": _("Not in force yet on this day: it begins to count in %(day)s."),
        "entered": _("In force on this day: it entered into force on %(day)s."),
        "adopted": _("In force on this day, from its adoption; no source tells an end."),
    }
    day = standing.day
    in_years = document.since and words.is_new_year(document.since) and day and words.is_new_year(day)
    if day and standing.why == "ended":
        day -= timedelta(days=1)
    if day and in_years and f"{standing.why}-year" in told:
        return told[f"{standing.why}-year"] % {"day": day.year}
    return told[standing.why] % {"day": date_format(day) if day else ""}


def is_open_end(document: Document, standing: rules.Standing, relations: Iterable[Row]) -> bool:
    """Whether it is a plan whose period has ended, and nothing in the register follows it or takes its place."""
    followed = any(row["relation"] in SUCCESSORS and not row["outward"] for row in relations)
    return document.type in rules.PLANS and standing.why == "ended" and not followed


# Its place in the law


def relations_of(document: Document, on: date) -> list[Row]:
    """How it stands to others on the day: first what it does to them, then what they do to it."""
    with connection.cursor() as cursor:
        cursor.execute(RELATED, {"code": document.code, "on": on})
        rows = [_relation(document.code, *row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (not row["outward"], row["order"]))


# One question, where Django would ask two: no column of these tables points to another by a key.
RELATED = """
SELECT relation.entry, document, relation, other, provision, code, symbol, title, address, adopted_on, dated
FROM register_relation relation
JOIN register_document neighbour
  ON neighbour.code = CASE WHEN document = %(code)s THEN other ELSE document END
WHERE (document = %(code)s OR other = %(code)s) AND (adopted_on <= %(on)s OR adopted_on IS NULL)
"""
ORDER = {relation: place for place, relation in enumerate(words.RELATIONS)}


def _relation(
    own: str,
    entry: int,
    document: str,
    relation: str,
    other: str,
    provision: str,
    code: str,
    symbol: str,
    titles: str,
    address: str,
    adopted_on: date | None,
    dated: str,
) -> Row:
    """The columns of RELATED; `titles` is JSON."""
    outward = document == own
    named = json.loads(titles)
    title, tag = words.titled(named)
    return {
        "titles": named,
        "entry": entry,
        "document": document,
        "relation": relation,
        "other": other,
        "provision": provision,
        "outward": outward,
        "name": words.relation_name(relation, outward),
        "title": title,
        "tag": tag,
        "symbol": symbol,
        "code": code,
        "path": path_of(address),
        "adopted_on": adopted_on,
        "dated": dated,
        "order": (ORDER[relation], adopted_on or date.max, code),
    }


def drawing(title: str, document: Document, relations: list[Row], query: str) -> law.Law | None:
    def side(outward: bool) -> list[law.Related]:
        rows = [row for row in relations if row["outward"] == outward]
        return [law.Related(row["relation"], row["name"], row["title"], row["path"] + query) for row in rows]

    return law.drawn(title, document.symbol, side(True), side(False)) if relations else None


def listed(relations: list[Row], query: str) -> list[tuple[str, SafeString]]:
    """Each relation with the items of its list. No template: a charter has some hundred of them."""
    groups = groupby(relations, key=itemgetter("name"))
    # `_item` escapes.
    return [(name, mark_safe("".join(_item(row, query) for row in rows))) for name, rows in groups]  # nosec B703


def _item(row: Row, query: str) -> str:
    tag = f' lang="{escape(row["tag"])}"' if row["tag"] else ""
    provision = ", " + _("Art. %(provision)s") % {"provision": row["provision"]} if row["provision"] else ""
    return (
        f'<li><a href="{escape(row["path"] + query)}"{tag}>{escape(row["title"])}</a> '
        f'<span class="soft small">{escape(row["symbol"] + provision)}</span> '
        f'<span class="mark"><a href="{address_of("entry", row["entry"])}">№ {row["entry"]}</a></span></li>'
    )


# Its texts


def versions_of(document: Document, on: date) -> list[Row]:
    """Every text that is there on the day, the latest first, with the address at which it is opened."""
    there = [Version.from_db(None, TEXT, row) for row in _texts(document.code, on)]
    return [
        _version(row)
        | {
            "key": f"{row.number}-{row.language}",
            "language_name": words.language_name(row.language),
            "path": addresses.file_of(document.address, row),
        }
        for row in there
    ]


def with_unread(versions: list[Row]) -> list[Row]:
    """Each with what the search does not find in its file, and why."""
    problems = filetexts.problems({version["digest"] for version in versions} - {""})
    return [version | {"unread": words.UNREAD.get(problems.get(version["digest"], ""), "")} for version in versions]


@look_up
def _texts(document: str, on: date) -> QuerySet[Version, tuple[Any, ...]]:
    there = Version.objects.filter(document=document, on__lte=on)
    return there.order_by("-number", "language").values_list(*TEXT)


def _version(version: Version) -> Row:
    names = ("entry", "number", "language", "on", "wording", "digest", "media_type", "size", "name")
    return {name: getattr(version, name) for name in names}


def comparison(request: HttpRequest, versions: list[Row]) -> Row | None:
    """`?from=1-en&to=2-en`: two wordings, word by word. Raises BadRequest."""
    keys = request.GET.get("from", ""), request.GET.get("to", "")
    if not any(keys):
        return None
    texts = {version["key"]: version for version in versions if version["wording"]}
    for key in keys:
        if key not in texts:
            values = {"key": key[:40], "known": ", ".join(texts) or "–"}
            raise BadRequest(_("There is no wording “%(key)s” to compare. There are: %(known)s.") % values)
    earlier, later = (texts[key] for key in keys)
    return {"earlier": earlier, "later": later, "pieces": list(compared(earlier["wording"], later["wording"]))}


# Its entries


def titled_by(entries: Iterable[Entry]) -> Entry | None:
    """Which of the entries that concern a document, the latest first, gave it the title that it has."""
    return next((entry for entry in entries if entry.kind in TITLED and entry.body.get("title")), None)


def entries_of(document: Document, moment: Moment, relations: list[Row]) -> list[Row]:
    """Every act that concerns it and counts by the day, the latest first; they name those it is related to."""
    titles = {row["code"]: row["titles"] for row in relations}
    names = Names(moment.on, moment.query, {"document": titles | {document.code: document.title}})
    entries = history(f"document:{document.code}", moment.on)
    names.expect(entries)
    return [{"entry": entry, "sentence": sentence_html(entry, names), "doubt": doubt_of(entry)} for entry in entries]
