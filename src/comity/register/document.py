"""A document at its permanent address: what it is, whether it counts, its place in the law, its texts, its proof."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.bodies.queries import body_names
from comity.charter.day import Moment, moment_of
from comity.membership.queries import state_names
from comity.record.doubts import doubt_of
from comity.record.models import EntryRow
from comity.record.sentences import Names, localised, sentence_html
from comity.register import addresses, citation, law, rules, words
from comity.register.comparison import compared
from comity.register.metadata import cited_of, metadata
from comity.register.models import Document, Relation, Version
from comity.register.words import path_of, told_day

Row = dict[str, Any]
NEIGHBOUR = ("code", "symbol", "title", "type", "address", "adopted_on", "dated")
SUCCESSORS = ("follows", "replaces")


def of_code(request: HttpRequest, code: str) -> HttpResponse:
    """`/documents/charter-2002` leads to the permanent address, on the day chosen."""
    found = Document.objects.filter(code=code).values_list("address", flat=True).first()
    if found is None:
        raise Http404(
            _("The register has no document “%(code)s”. The page Documents finds those it has.") % {"code": code[:80]}
        )
    query = request.META.get("QUERY_STRING", "")
    return redirect(path_of(found) + (f"?{query}" if query else ""))


def work(request: HttpRequest, address: str) -> HttpResponse:
    """The page. The address of one of its texts, without a format, leads to the page of the whole."""
    if version := addresses.expression(f"/akn/{address}"):
        return redirect(path_of(version.work) + "#versions")
    moment, document = moment_of(request), found_at(f"/akn/{address}")
    return render(request, "register/document.html", page(request, moment, document))


def found_at(address: str) -> Document:
    """Raises Http404."""
    found = Document.objects.filter(address=address).defer("search", "words_en", "words_ru", "words_zh").first()
    if found is None:
        raise Http404(
            _("No document has the permanent address %(address)s. The page Documents finds those there are.")
            % {"address": address[:160]}
        )
    return found


def page(request: HttpRequest, moment: Moment, document: Document) -> Row:
    title, tag = words.titled(document.title)
    relations = relations_of(document, moment.on)
    bodies = {code: localised(name) for code, name in body_names(moment.on).items()}
    standing = rules.standing(life_of(document), moment.on)
    entries = entries_of(document, moment)
    versions = versions_of(document, moment.on)
    cited = cited_of(request, moment, document, bodies)
    return {
        "moment": moment,
        "document": document,
        "query": moment.query,
        "record": reverse("record") + "/",
        "title": title,
        "tag": tag,
        "what": what(document, bodies),
        "standing": standing,
        "why": why(document, standing, relations),
        "open_end": is_open_end(document, standing, relations),
        "type_name": words.type_name(document.type),
        "area_name": words.area_name(document.area),
        "body_name": bodies.get(document.body, ""),
        "last": document.until and document.until - timedelta(days=1),
        "law": drawing(title, document, relations),
        "relations": relations,
        "texts": versions,
        "worded": [version for version in versions if version["wording"]],
        "depositary": localised(state_names(moment.on).get(document.depositary, {})),
        "comparison": comparison(request, versions),
        "cited": cited,
        "citation": citation.line(cited),
        "entries": entries,
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
    facts = [kind, bodies.get(document.body, ""), document.place]
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
        "entered": _("In force on this day: it entered into force on %(day)s."),
        "adopted": _("In force on this day, from its adoption; no source tells an end."),
    }[standing.why]
    day = standing.day
    if day and standing.why == "ended":
        day -= timedelta(days=1)
    return told % {"day": date_format(day) if day else ""}


def is_open_end(document: Document, standing: rules.Standing, relations: Iterable[Row]) -> bool:
    """Whether it is a plan whose period has ended, and nothing in the register follows it or takes its place."""
    followed = any(row["relation"] in SUCCESSORS and not row["outward"] for row in relations)
    return document.type in rules.PLANS and standing.why == "ended" and not followed


# Its place in the law


def relations_of(document: Document, on: date) -> list[Row]:
    """How it stands to others on the day: first what it does to them, then what they do to it."""
    found = Relation.objects.filter(Q(document=document.code) | Q(other=document.code))
    rows = list(found.values("entry", "document", "relation", "other", "provision"))
    codes = {row["document"] for row in rows} | {row["other"] for row in rows}
    known = Document.objects.filter(Q(adopted_on__lte=on) | Q(adopted_on__isnull=True), code__in=codes)
    others = {row["code"]: row for row in known.values(*NEIGHBOUR)}
    told = [_relation(row, document.code, others) for row in rows]
    return sorted(filter(None, told), key=lambda row: (not row["outward"], row["order"]))


def _relation(row: Row, code: str, others: dict[str, Row]) -> Row | None:
    outward = row["document"] == code
    other = others.get(row["other"] if outward else row["document"])
    if other is None:
        return None
    title, tag = words.titled(other["title"])
    return row | {
        "outward": outward,
        "name": words.relation_name(row["relation"], outward),
        "title": title,
        "tag": tag,
        "symbol": other["symbol"],
        "code": other["code"],
        "path": path_of(other["address"]),
        "adopted_on": other["adopted_on"],
        "dated": other["dated"],
        "order": (list(words.RELATIONS).index(row["relation"]), other["adopted_on"] or date.max, other["code"]),
    }


def drawing(title: str, document: Document, relations: list[Row]) -> law.Law | None:
    def side(outward: bool) -> list[law.Related]:
        rows = [row for row in relations if row["outward"] == outward]
        return [law.Related(row["relation"], row["name"], row["title"], row["path"]) for row in rows]

    return law.drawn(title, document.symbol, side(True), side(False)) if relations else None


# Its texts


def versions_of(document: Document, on: date) -> list[Row]:
    """Every text that is there on the day, the latest first, with the address at which it is opened."""
    there = Version.objects.filter(document=document.code, on__lte=on).order_by("-number", "language")
    return [
        _version(row)
        | {
            "key": f"{row.number}-{row.language}",
            "language_name": words.language_name(row.language),
            "path": addresses.file_of(document.address, row),
        }
        for row in there.defer("search", "words_zh")
    ]


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


def entries_of(document: Document, moment: Moment) -> list[Row]:
    """Every act that concerns it and counts by the day, the latest first."""
    names = Names(moment.on, moment.query)
    rows = EntryRow.objects.filter(subjects__contains=[f"document:{document.code}"], on__lte=moment.on)
    entries = [row.entry for row in rows.order_by("-seq")]
    names.expect(entries)
    return [{"entry": entry, "sentence": sentence_html(entry, names), "doubt": doubt_of(entry)} for entry in entries]
