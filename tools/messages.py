"""Collect every message of the interface, and bring the catalogues up to date.

    .venv/bin/python tools/messages.py             collect, update src/comity/locale, compile; say what is missing
    .venv/bin/python tools/messages.py --compile   only compile
    .venv/bin/python tools/messages.py --list      print every message as JSON, for the test that counts them

Messages come from three places: Python (`_`, `ngettext`, …), Django's templates (which Django itself turns into
something that reads like Python), and the names of acts, fields and tables that the code gives
(`comity.record.words.names`). Translations that are there are kept; messages that are gone are dropped.
"""

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from comity.messages import LOCALE, compile_outdated

SOURCE = Path(__file__).parents[1] / "src" / "comity"
LANGUAGES = ("ru", "zh_Hans")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Message = tuple[str, int, Any, str | None]
"""File, line, the message (or singular and plural), its context."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    django.setup()
    if "--list" in sys.argv:
        print(json.dumps(sorted({(context or "", _first(found)) for _, _, found, context in messages()})))
        return
    if "--compile" not in sys.argv:
        for language in LANGUAGES:
            update(language, list(messages()))
    compile_outdated()


def _first(message: Any) -> str:
    """The message by which a catalogue knows it: of singular and plural, the singular."""
    return str(message if isinstance(message, str) else message[0])


def messages() -> Iterator[Message]:
    """Every message in the sources. Django must be set up."""
    from comity.record.words import names

    for file in sorted(SOURCE.rglob("*.py")):
        yield from _found(file, file.read_bytes())
    for file in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        yield from _found(file, _as_python(file))
    for context, name in names():
        yield "src/comity/record/words.py", 0, name, context


def _found(file: Path, code: bytes) -> Iterator[Message]:
    for line, found, _comments, context in extract("python", io.BytesIO(code), KEYWORDS):
        # A call with something else than text has nothing to translate: its words come from `names`.
        if found and (isinstance(found, str) or all(found)):
            yield str(file.relative_to(SOURCE.parents[1])), line, found, context


def _as_python(file: Path) -> bytes:
    from django.utils.translation.template import templatize

    # Django writes u'…' strings and pads the rest with letters; both are harmless to Babel.
    return templatize(file.read_text(encoding="utf-8"), origin=str(file)).encode()


def update(language: str, found: list[Message]) -> None:
    """Write the catalogue of a language anew, with the translations that it has, and say what is missing."""
    file = LOCALE / language / "LC_MESSAGES" / "django.po"
    before = read_po(file.open("rb"), locale=language) if file.exists() else Catalog(locale=language)
    after = collected(language, found)
    for message in after:
        known = before.get(message.id, message.context)
        if message.id and known and _fits(message.id, known.string):
            message.string = known.string
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, after, width=110, sort_output=False, omit_header=False, include_lineno=False)
    missing = [message for message in after if message.id and not is_translated(message.string)]
    print(f"{language}: {len(after)} messages, {len(missing)} without translation")


def collected(language: str, found: list[Message]) -> Catalog:
    catalogue = Catalog(locale=language, project="Comity", charset="utf-8", fuzzy=False, header_comment="# Comity")
    # Nothing that changes by itself: a catalogue differs only if a message does.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 22, tzinfo=UTC)
    for file, _line, message, context in found:
        known = catalogue.get(message, context)
        locations = [location for location in (known.locations if known else []) if location[0] != file]
        entry = catalogue.add(message, context=context, flags=_flags(message))
        entry.locations = [*locations, (file, None)]
    return catalogue


def _flags(message: Any) -> tuple[str, ...]:
    text = message if isinstance(message, str) else " ".join(message)
    return ("python-format",) if re.search(r"%\(\w+\)s", text) else ()


def _fits(message: Any, string: Any) -> bool:
    return isinstance(message, str) == isinstance(string, str)


def is_translated(string: Any) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


if __name__ == "__main__":
    main()
