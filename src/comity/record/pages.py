"""The record: the acts as sentences, one act whole, the log as it is published, and how to check it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.record import detail, publication, subjects
from comity.record.audiences import PUBLIC
from comity.record.clock import today
from comity.record.doubts import doubt_of
from comity.record.entries import Entry
from comity.record.exercise import is_rehearsal
from comity.record.filters import cursor_of, filter_of
from comity.record.keys import signer
from comity.record.lists import as_json, data, language_asked
from comity.record.lookup import look_up
from comity.record.models import EntryRow, LogRow, Release
from comity.record.queries import kinds_used
from comity.record.resting import resting_on
from comity.record.sentences import SORTS, Names, localised, seat_name, sentence, sentence_html
from comity.record.words import DATED, audience_name, kind_name, package_name

PAGE = 50
"""Entries on a page of the record."""
BATCH = 500
PORTION = 1_000
"""Entries in one answer as data; the last `seq` in it is the cursor for the next."""
COLUMNS = (
    *("seq", "on", "dated", "at", "kind", "seat", "sentence", "article", "subjects"),
    *("irregular", "doubt", "audience", "leaf"),
)
SHOWN = ("seq", "audience", "content", "salt", "leaf")
"""What the page of an entry needs, in the order of the columns."""
UNCHANGING = "public, max-age=31536000, immutable"
Row = dict[str, Any]


# The list


def record(request: HttpRequest) -> HttpResponse:
    asked, before = filter_of(request.GET), cursor_of(request.GET, "before")
    rows, size = asked.rows(), publication.size()
    names = Names(today(), asked.day)
    earlier = rows if before is None else rows.filter(seq__lt=before)
    shown = opened(earlier.order_by("-seq")[: PAGE + 1])
    names.expect(row.entry for row in shown[:PAGE] if isinstance(row, EntryRow))
    context = {
        "asked": asked,
        "found": rows.count() if asked else size,
        "size": size,
        "last": EntryRow.objects.order_by("-seq").values_list("at", flat=True).first(),
        "entries": [_listed(row, names) for row in shown[:PAGE]],
        "earlier": shown[PAGE - 1].seq if len(shown) > PAGE else None,
        "is_first": before is None,
        "kinds": kinds(),
        "states": _states(names),
        "article": detail.provision(asked.article, names) if asked.article else "",
    }
    return render(request, "record/record.html", context)


def opened(rows: Iterable[EntryRow | LogRow]) -> list[EntryRow | LogRow]:
    """The entries themselves, where the reader may read them."""
    shown = list(rows)
    sealed = [row.seq for row in shown if isinstance(row, LogRow)]
    found = EntryRow.objects.in_bulk(sealed) if sealed else {}
    return [found.get(row.seq, row) for row in shown]


def _listed(row: EntryRow | LogRow, names: Names) -> Row:
    """An entry as a line; of one that the reader may not read only its number."""
    if isinstance(row, LogRow):
        return {"seq": row.seq, "sealed": True}
    entry = row.entry
    return {
        "seq": entry.seq,
        "entry": entry,
        "kind": kind_name(entry.kind),
        "sentence": sentence_html(entry, names),
        "article": entry.findings.get("article", ""),
        "doubt": doubt_of(entry),
    }


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of act that occur, by package, in words."""
    used = kinds_used()
    return [(package, [(kind, kind_name(kind)) for kind in found]) for package, found in groupby(used, package_name)]


def _states(names: Names) -> list[tuple[str, str]]:
    """Every state that has a name, by its name."""
    known = SORTS["state"].find(names.on, ()) if "state" in SORTS else {}
    return sorted(((code, localised(name)) for code, name in known.items()), key=lambda state: state[1])


def record_data(request: HttpRequest, form: str) -> HttpResponse:
    """`/record.json` and `.csv`: what the page shows, oldest first, the entries behind `?after=`."""
    asked, after = filter_of(request.GET), cursor_of(request.GET, "after") or 0
    rows = asked.rows().filter(seq__gt=after).order_by("seq")[:PORTION]
    return data("record", request, form, COLUMNS, lambda: told(opened(rows)))


def told(rows: Iterable[EntryRow | LogRow]) -> Iterable[Row]:
    """As data, a batch at a time: the names that a batch needs are looked up together, and then forgotten."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        names = Names(today())
        names.expect(row.entry for row in batch if isinstance(row, EntryRow))
        yield from (_sealed(row) if isinstance(row, LogRow) else _open(row, names) for row in batch)


def _open(row: EntryRow, names: Names) -> Row:
    entry = row.entry
    return {
        "seq": entry.seq,
        "on": entry.on,
        "dated": entry.dated,
        "at": entry.at,
        "kind": entry.kind,
        "seat": str(entry.seat),
        "sentence": sentence(entry, names),
        "article": entry.findings.get("article", ""),
        "subjects": " ".join(entry.subjects),
        "irregular": bool(entry.irregular),
        "doubt": doubt_of(entry),
        "audience": entry.audience,
        "leaf": bytes(row.leaf).hex(),
    }


def _sealed(row: LogRow) -> Row:
    empty = dict.fromkeys(COLUMNS, "")
    return empty | {"seq": row.seq, "irregular": None, "audience": "sealed", "leaf": bytes(row.leaf).hex()}


# One entry


def entry(request: HttpRequest, seq: int) -> HttpResponse:
    row = _found(seq)
    context = {
        "row": row,
        "leaf": bytes(row.leaf).hex(),
        "proof": _proof(seq),
        "seal": detail.seal(row),
    } | _neighbours(seq)
    if isinstance(row, LogRow):
        return render(request, "record/sealed.html", context)
    return render(request, "record/entry.html", context | _whole(row.entry) | _closed(row))


def _closed(row: EntryRow) -> Row:
    """Who may read an entry that was not public from the start, what opened it, and how to check its seal."""
    if row.audience == PUBLIC:
        return {}
    return {
        "audience": audience_name(row.audience, Names(today())),
        "released_by": Release.objects.filter(released=row.seq).values_list("entry", flat=True).first(),
        "salt": bytes(row.salt or b"").hex(),
    }


def _whole(entry: Entry) -> Row:
    names = Names(today())
    resting = list(_resting(entry.seq))
    names.expect([entry, *(row.entry for row in resting)])
    return {
        "entry": entry,
        "sentence": sentence_html(entry, names),
        "plain": sentence(entry, names),
        "kind": kind_name(entry.kind),
        "about": subjects.told(about, names) if (about := subjects.subject_of(entry)) else None,
        "article": (ref := entry.findings.get("article", "")),
        "provision": detail.provision(ref, names) if ref else "",
        "seat": seat_name(entry.seat, names),
        "dated": DATED[entry.dated] if entry.dated != "day" else "",
        "fields": detail.fields(entry, names),
        "wordings": detail.wordings(entry),
        "findings": detail.findings(entry, names),
        "reasons": detail.reasons(entry, names),
        "doubt": doubt_of(entry),
        "changes": list(detail.changes(entry, names)),
        "resting": [_listed(row, names) for row in resting],
    }


def _resting(seq: int) -> Iterable[EntryRow]:
    found = resting_on(basis=seq)
    return EntryRow.objects.filter(seq__in=found).order_by("seq") if found else ()


def _proof(seq: int) -> detail.Proof | None:
    """None where the record is damaged; the page says so."""
    try:
        return detail.proof(seq)
    except (LookupError, ValueError):
        return None


def _neighbours(seq: int) -> Row:
    return {"previous": seq - 1, "next": seq + 1 if seq < publication.size() else None}


def _found(seq: int) -> EntryRow | LogRow:
    """Raises Http404."""
    if rows := _at(seq):
        return EntryRow.from_db(None, SHOWN, rows[0])
    row = LogRow.objects.filter(seq=seq).first()
    if row is None:
        values = {"seq": seq, "size": publication.size()}
        raise Http404(_("There is no entry %(seq)s. The record has %(size)s entries, from 1 on.") % values)
    return row


@look_up
def _at(seq: int) -> QuerySet[EntryRow, Any]:
    return EntryRow.objects.filter(seq=seq).values_list(*SHOWN)


def entry_data(request: HttpRequest, seq: int) -> HttpResponse:
    """`/record/17.json`: the entry as it is hashed, its leaf and its proof."""
    with override(language_asked(request)):
        return as_json(entry_told(seq))


def entry_told(seq: int) -> Row:
    """Of an entry that the reader may not read, only its seal. Raises Http404."""
    row = _found(seq)
    proof = _proof(seq)
    found: Row = {"leaf": bytes(row.leaf).hex(), "inclusion": asdict(proof) if proof else None}
    if isinstance(row, LogRow):
        return {"entry": {"seq": seq, "sealed": detail.seal(row)}} | found
    closed = {"salt": bytes(row.salt).hex()} if row.salt else {}
    return {"sentence": sentence(row.entry, Names(today())), "entry": _as_hashed(row)} | closed | found


def _as_hashed(row: EntryRow) -> Any:
    return json.loads(bytes(row.content))


# The log


def log(request: HttpRequest, address: str) -> HttpResponse:
    """What is published at an address below `/log/`. Raises Http404."""
    content = publication.resource(address)
    if content is None:
        raise Http404(
            _("The log has nothing at “%(address)s”. It has: key, checkpoint, tile/…, tile/entries/….")
            % {"address": address[:80]}
        )
    kind = "application/octet-stream" if address.startswith("tile/") else "text/plain; charset=utf-8"
    full = address.startswith("tile/") and ".p/" not in address
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Cache-Control": UNCHANGING if full and not is_rehearsal() else "no-cache"},
    )


def verify(request: HttpRequest) -> HttpResponse:
    context = {
        "verifier": str(signer().verifier),
        "checkpoint": publication.checkpoint(),
        "size": publication.size(),
        "site": f"{request.scheme}://{request.get_host()}",
        "sealed": LogRow.objects.filter(content=None).count(),
    }
    return render(request, "record/verify.html", context)
