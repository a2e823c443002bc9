"""What people call kinds of act, fields, tables and seats: the names in the code, read out.

    membership.agree_in_principle    “agree in principle”, of the package “membership”
    decided_on                       “decided on”

So every act that is ever defined has its words, in English at once and in other languages as soon as they are
translated: `tools/messages.py` collects `names()`, each with the context under which it is looked up here.
"""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop, pgettext, pgettext_lazy

from comity.record.acts import KINDS, Act
from comity.record.audiences import COMMUNITY, MEMBERS, PUBLIC, SECRETARIAT
from comity.record.replay import projections
from comity.record.sentences import Names

KIND, PACKAGE, FIELD, TABLE, SEAT = "kind of act", "package", "field", "table", "seat"
EXPLAINED, FIELD_EXPLAINED = "kind of act, explained", "field, explained"
"""The contexts of the messages."""

FINDINGS = (
    "turn",
    "ended turn",
    "agreed",
    "not agreed",
    "asked state",
    "convened",
    "items",
    "charter",
    "before force",
    "rule",
    "decided by",
    "basis on",
    "expected state",
    "status",
    "until",
    "since",
    "credential",
    "version",
)
"""What checks work out: the keys of `context.find`, read out."""
OF_A_PACKAGE = {("meetings", "place"): "number on the agenda", ("people", "note"): "note of the state"}
"""What fields are called whose word means another thing elsewhere: the place where a document was adopted."""
AUDIENCES = {
    PUBLIC: pgettext_lazy("audience", "everybody"),
    COMMUNITY: pgettext_lazy("audience", "members, observers and partners"),
    MEMBERS: pgettext_lazy("audience", "the members"),
    SECRETARIAT: pgettext_lazy("audience", "the secretariat"),
}
SEATS = ("chair", "secretariat", "depositary", "clerk")
DATED = {
    "day": gettext_noop("to the day"),
    "month": gettext_noop("to the month; the day is not known"),
    "year": gettext_noop("to the year; the day is not known"),
    "unknown": gettext_noop("not known; this is the earliest possible day"),
}
"""How exactly a day is known."""


VALUES: dict[str, dict[str, Any]] = {}
"""By the name of a field, what the words for programs in it are called; see `register_values`."""


def register_values(field: str, called: Mapping[str, Any]) -> None:
    """Tell how the words for programs in a field of this name are called; packages add to each other's."""
    VALUES.setdefault(field, {}).update(called)


def value_name(field: str, value: str) -> str:
    """How a word for programs is called in the reader's language; empty where nobody told."""
    return str(VALUES.get(field, {}).get(value, ""))


def names() -> Iterator[tuple[str, str]]:
    """Every name that can be shown, with its context."""
    for kind, act in sorted(KINDS.items()):
        package, _, verb = kind.partition(".")
        yield PACKAGE, read_out(package)
        yield KIND, read_out(verb)
        yield EXPLAINED, first_sentence(act)
        yield from ((FIELD, read_out(name)) for name in act.model_fields)
        yield from ((FIELD_EXPLAINED, text) for _field, text in fields_explained(act))
    for model in projections():
        yield TABLE, str(model._meta.verbose_name)
        yield from ((FIELD, read_out(field.attname)) for field in columns(model))
    yield from ((FIELD, finding) for finding in FINDINGS)
    yield from ((FIELD, called) for called in OF_A_PACKAGE.values())
    yield from ((SEAT, seat) for seat in SEATS)


def columns(model: type[models.Model]) -> list[Any]:
    """The columns of a table that tell something: all but its key and the entry that made the row."""
    return [field for field in model._meta.concrete_fields if field.attname not in ("id", "entry", "digest")]


def read_out(name: str) -> str:
    return name.replace("_", " ")


def package_of(kind: str) -> str:
    return kind.partition(".")[0]


def package_name(kind: str) -> str:
    return pgettext(PACKAGE, read_out(package_of(kind)))


def kind_name(kind: str) -> str:
    return pgettext(KIND, read_out(kind.partition(".")[2]))


def first_sentence(act: type[Act]) -> str:
    """What a kind of act is, by its docstring; the source in brackets, of one organisation, is left out."""
    paragraph = " ".join((inspect.getdoc(act) or "").partition("\n\n")[0].split())
    return re.split(r"(?<=\.) (?=[A-Z`])", re.sub(r" \([^()]*\bart\. [^()]*\)", "", paragraph))[0]


def fields_explained(act: type[Act]) -> Iterator[tuple[str, str]]:
    """What the docstring says of fields, each on a line of its own."""
    for name, text in re.findall(r"^(\w+) {2,}(.+)$", inspect.getdoc(act) or "", re.MULTILINE):
        if name in act.model_fields:
            yield name, text


def explained(act: type[Act]) -> str:
    return pgettext(EXPLAINED, first_sentence(act))


def field_explained(act: type[Act], name: str) -> str:
    """What a field means, where its name does not say enough; else empty."""
    text = dict(fields_explained(act)).get(name)
    return pgettext(FIELD_EXPLAINED, text) if text else ""


def field_name(name: str, package: str) -> str:
    """What a field is called in the acts, findings and tables of a package."""
    return pgettext(FIELD, OF_A_PACKAGE.get((package, name)) or read_out(name))


def table_name(model: type[models.Model]) -> str:
    return pgettext(TABLE, str(model._meta.verbose_name))


def audience_name(audience: str, names: Names) -> str:
    """Who may read it."""
    sort, _, code = audience.partition(":")
    if sort == "delegation":
        return pgettext("audience", "the delegation of %(state)s") % {"state": names.of("state", code)}
    return names.of("body", code) if code else str(AUDIENCES[audience])
