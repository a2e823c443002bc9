"""One entry, told whole: its fields, what it changed, what it broke, and the proof that it is in the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from babel import Locale
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.record import merkle, publication
from comity.record.acts import act_of, writes_of
from comity.record.edition import remembered
from comity.record.entries import Entry
from comity.record.merkle import Hash
from comity.record.models import EntryRow, LogRow
from comity.record.notes import TILE
from comity.record.projection import Insert, Write
from comity.record.refusals import Refusal
from comity.record.sentences import SORTS, Names, article_name, linked_html, refusal_sentence, sort_of
from comity.record.tiles import node_reader
from comity.record.words import audience_name, field_name, package_of, table_name, value_name

CODES = ("kind", "sort", "phase", "dated", "to", "format", "code", "parent", "step")
"""Fields that hold a word for programs."""
LONGEST = 600
"""Characters of a value that the page shows; the whole of it is in the JSON."""
Named = list[tuple[str, SafeString]]
"""Names and values, in the reader's words."""


@dataclass(frozen=True)
class Reason:
    """Why an imported act would not have been admitted. `gap`: only the sources leave something open."""

    sentence: str
    gap: bool


@dataclass(frozen=True)
class Changed:
    """A row that the entry made or changed; `where` says which one was changed."""

    table: str
    made: bool
    values: Named
    where: Named


@dataclass(frozen=True)
class Proof:
    """That a leaf is in the tree of `size` leaves: its audit path, lowest first, in hexadecimal."""

    size: int
    path: list[str]
    root: str


def fields(entry: Entry, names: Names) -> Named:
    """The act's own fields, without those that say nothing."""
    return _named(entry.body, package_of(entry.kind), names)


def wordings(entry: Entry) -> list[tuple[str, str]]:
    """The languages of its wording, and where it was seen in each; empty where it is not the official one."""
    known = entry.provenance
    if known is None:
        return []
    named = Locale.parse(get_language() or "en", sep="-").languages
    told = {**known.seen, **dict.fromkeys(known.rendered, "")}
    return [(named.get(tag, tag), address) for tag, address in told.items()]


FOUND_APART = ("article", "irregular")
"""Findings that have a place of their own on the page."""


def findings(entry: Entry, names: Names) -> Named:
    """What was worked out when it was judged, kept with it for good."""
    found = {name: value for name, value in entry.findings.items() if name not in FOUND_APART and value is not None}
    return _named(found, package_of(entry.kind), names)


def reasons(entry: Entry, names: Names) -> list[Reason]:
    act = type(act_of(entry))
    broken = (Refusal(**{"article": "", **reason}) for reason in entry.irregular)
    return [Reason(refusal_sentence(act, refusal, names), refusal.open) for refusal in broken]


def changes(entry: Entry, names: Names) -> Iterator[Changed]:
    """The rows that follow from the entry, in words."""
    for write in writes_of(act_of(entry), entry):
        where = {} if isinstance(write, Insert) else write.where
        package = write.model._meta.app_label
        yield Changed(table_name(write.model), not where, _set(write, names), _named(where, package, names))


def _set(write: Write, names: Names) -> Named:
    silent = ("entry", "audience", "digest", "irregular")
    said = {name: value for name, value in write.values.items() if name not in silent and value is not None}
    return _named(said, write.model._meta.app_label, names)


def _named(values: Mapping[str, Any], package: str, names: Names) -> Named:
    """Without those that say nothing."""
    said = ((name, value) for name, value in values.items() if value not in ("", {}))
    return [(field_name(name, package), told(name, value, names)) for name, value in said]


def provision(ref: str, names: Names) -> str:
    """How a provision is called: an article by its number and title, anything else by its title."""
    title = names.of("article", ref) if "article" in SORTS else ref
    return f"{article_name(ref)} ({title})" if ref.isdecimal() and title != ref else title


def told(name: str, value: Any, names: Names) -> SafeString:
    """A value for a reader: linked, in each of its languages, or only its length where it is long."""
    if name.endswith("_by"):
        name = "entry" if isinstance(value, int) else "body"
    if name == "charter" and isinstance(value, int):
        name = "entry"
    if isinstance(value, str) and (called := value_name(name, value)):
        return format_html("{}", called)
    if isinstance(value, datetime):
        utc = value.astimezone(UTC)
        return format_html("{}, {} UTC", date_format(utc), f"{utc:%H:%M:%S}")
    if value is not None and sort_of(name) in CODES:
        return format_html('<code lang="en">{}</code>', value)
    if sort_of(name) == "audience":
        return format_html("{}", audience_name(value, names))
    if name == "article":
        return format_html('<a href="{}">{}</a>', reverse("article", args=[value]), provision(value, names))
    if isinstance(value, bool):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(value, dict) and value and all(isinstance(wording, str) for wording in value.values()):
        return format_html_join("; ", '<span lang="{}">{}</span>', value.items())
    if isinstance(value, dict) or len(str(value)) > LONGEST:
        size = {"count": len(str(value))}
        return format_html("{}", _("%(count)s characters; all of them are in the JSON") % size)
    return linked_html(name, value, names)


def proof(seq: int) -> Proof:
    """Raises LookupError if tiles are missing: then the record is damaged."""
    size = publication.size()
    path: list[Hash] = merkle.inclusion_proof(seq - 1, size, node_reader(_tile))
    return Proof(size, [hash_.hex() for hash_ in path], _root(size))


# The proofs of many entries lead through the same tiles.


@remembered
def _tile(level: int, index: int) -> bytes | None:
    width = (publication.size() >> 8 * level) - index * TILE
    return publication.tile(level, index, min(TILE, width))


@remembered
def _root(size: int) -> str:
    return merkle.subtree_hash(0, size, node_reader(_tile)).hex()


def seal(row: EntryRow | LogRow) -> str:
    """What the log publishes of an entry that was not public: the salted hash of it, in hexadecimal; else empty."""
    if isinstance(row, LogRow):
        return bytes(row.seal or b"").hex()
    return sha256(bytes(row.salt) + bytes(row.content)).hexdigest() if row.salt else ""
