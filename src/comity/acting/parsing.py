"""From a kind and fields, as they come through a door, to an act; or to every field that is wrong, in words.

What pydantic finds is told by its type of error. The words are ours, so that they come in the reader's language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from comity.record.acts import KINDS, Act
from comity.record.sentences import sort_of


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field; `field` is its path, such as `name.en`, empty for the act as a whole."""

    field: str
    sentence: str


class UnknownKind(Exception):
    """There is no such kind of act."""

    def __str__(self) -> str:
        sentence = gettext("There is no kind of act “%(kind)s”. Write one of: %(kinds)s.")
        return sentence % {"kind": str(self.args[0])[:40], "kinds": ", ".join(sorted(KINDS))}


class BadFields(Exception):
    """The fields make no act."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(
            f"{fault.field}: {fault.sentence}" if fault.field else fault.sentence for fault in self.faults
        )


def kind_of(kind: str) -> type[Act]:
    """Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return KINDS[kind]


def parse(kind: str, fields: Mapping[str, Any]) -> Act:
    """The act of a kind with these fields, as JSON carries them. Raises UnknownKind, BadFields."""
    act = kind_of(kind)
    try:
        return act.model_validate(dict(fields))
    except ValidationError as error:
        raise BadFields(faults_of(error.errors(include_url=False), act)) from error


def faults_of(errors: Iterable[ErrorDetails], act: type[Act] | None = None) -> list[Fault]:
    return [Fault(".".join(map(str, error["loc"])), _sentence(error, act)) for error in errors]


NUMBER = _("Write a whole number.")
DAY = _("Write the year, the month and the day, such as 2017-06-08.")
WORDING = _("Write the text with its language, such as {“en”: “…”}.")
LIST = _("Write a list.")
OBJECT = _("Send one JSON object, in UTF-8.")
SENTENCES = {
    "missing": _("This is needed."),
    "extra_forbidden": _("There is no such field. There are: %(fields)s."),
    "string_type": _("Write text."),
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "string_unicode": _("This is no text: it holds characters that Unicode does not have."),
    "literal_error": _("Write one of: %(expected)s."),
    "greater_than": _("Write a number above %(gt)s."),
    "greater_than_equal": _("Write %(ge)s or more."),
    "less_than": _("Write a number below %(lt)s."),
    "less_than_equal": _("Write %(le)s or less."),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), NUMBER),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), DAY),
    **dict.fromkeys(("date_from_datetime_inexact",), DAY),
    **dict.fromkeys(("dict_type", "model_type"), WORDING),
    **dict.fromkeys(("tuple_type", "list_type"), LIST),
    **dict.fromkeys(("model_attributes_type",), OBJECT),
}
"""What is wrong, by pydantic's name of it; the placeholders are its own."""
FORMS = {
    "state": _("Write the two letters of a state's code, such as IN."),
    "body": _("Write the code of a body in capital letters, such as CHS."),
    "office": _("Write the code of an office in small letters, such as secretary-general."),
    "document": _("Write the code of a document in small letters, such as rules-of-procedure."),
    "account": _("Write the twelve letters and digits of an account."),
    "digest": _("Write a SHA-256 in hexadecimal: 64 digits and letters from a to f."),
    "language": _("Write the tag of a language, such as ru."),
    "seat": _("Write a seat: delegation:IN, observer:un, guest:asean, chair, secretariat, depositary or clerk."),
    "only": _("Write kinds of act, such as register.relate, or packages of them, such as register."),
}
"""What a field of a sort looks like."""
WRONG_FORM = _("This has not the form that is needed: small letters and hyphens, beginning with a letter.")
OWN_WORDS = (
    gettext_noop("Text cannot hold control characters such as U+0000 or U+202E. Leave them out."),
    gettext_noop("Name either a state or an organisation."),
    gettext_noop("A wording is missing. Give it in one language at least, such as en."),
)
"""Sentences that acts themselves find; they are translated as they stand."""


def _sentence(error: ErrorDetails, act: type[Act] | None) -> str:
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if act:
        values["fields"] = ", ".join(act.model_fields)
    if sentence := SENTENCES.get(error["type"]):
        return str(sentence) % values
    if error["type"] == "string_pattern_mismatch":
        return str(_form(error["loc"]) or WRONG_FORM)
    if error["type"] == "value_error":
        own = values.get("error", error["msg"])
        return gettext(own) if own in OWN_WORDS else str(_form(error["loc"]) or own)
    return error["msg"]


def _form(place: tuple[int | str, ...]) -> Any:
    """The form of the last field on the way that has one: `name.EN` is a wording, and its key a language."""
    named = ["language" if part == "[key]" else sort_of(part) for part in place if isinstance(part, str)]
    return next((FORMS[name] for name in reversed(named) if name in FORMS), None)
