"""Every message of the interface has its words in Russian and Chinese, and nothing else has."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation import override

from comity.messages import catalogues
from comity.record.words import kind_name

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?\w+[^>]*>")


@pytest.fixture(scope="module")
def sources() -> set[tuple[str, str]]:
    """Every message in the sources with its context, collected by a process that knows no acts of tests."""
    command = [sys.executable, str(ROOT / "tools" / "messages.py"), "--list"]
    told = subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout
    return {(context, message) for context, message in json.loads(told)}


TRANSLATED = [file for file in catalogues() if file.parents[1].name != "en"]


@pytest.fixture(params=TRANSLATED, ids=lambda file: file.parents[1].name)
def catalogue(request) -> list[Message]:
    with request.param.open("rb") as file:
        return [message for message in read_po(file, locale=request.param.parents[1].name) if message.id]


def known(message: Message) -> tuple[str, str]:
    return message.context or "", forms(message.id)[0]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_both_languages_have_a_catalogue():
    assert [file.parents[1].name for file in TRANSLATED] == ["ru", "zh_Hans"]


def test_plain_english_is_given_only_for_the_names_of_the_code(sources):
    """An act is called as one would call it; a name that is no more has no words left over."""
    (file,) = set(catalogues()) - set(TRANSLATED)
    with file.open("rb") as source:
        english = [message for message in read_po(source, locale="en") if message.id]
    assert {message.context for message in english} <= {"kind of act", "field", "field, explained"}
    assert {known(message) for message in english} <= sources
    assert not [known(message) for message in english if message.string in ("", message.id)]
    with override("en"):
        assert kind_name("decisions.put_forward") == "put a decision forward"


def test_no_message_is_missing_and_none_is_left_over(catalogue, sources):
    assert len(sources) > 300
    assert {known(message) for message in catalogue} == sources


def test_every_message_is_translated(catalogue):
    assert [known(message) for message in catalogue if message.fuzzy or not all(forms(message.string))] == []


def test_placeholders_and_markup_are_the_same(catalogue):
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    different = [
        (known(message), string)
        for message in catalogue
        for string in forms(message.string)
        if placeholders(string) != placeholders(forms(message.id)[-1])
    ]
    assert different == []


def test_a_translation_is_in_its_language(catalogue):
    """Words, that is: codes, marks and numbers look the same in every language."""
    latin = [
        known(message)
        for message in catalogue
        for string in forms(message.string)
        if re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", string)) and not re.search(r"[а-яё一-龥]", string)
    ]
    assert latin == []
