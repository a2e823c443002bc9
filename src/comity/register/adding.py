"""A file becomes a text of a document: what the command, and the page that takes files, do alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comity.register import queries, store
from comity.register.store import Stored

LONGEST_WORDING, MOST_BYTES = 20_000, 60_000
"""Characters that the act takes; bytes that leave room for the rest of the entry."""


@contextmanager
def kept(file: Path, name: str = "") -> Iterator[Stored]:
    """A file in the store, for an act that names it: if that is not entered, it is taken out again.

    name   what it is called, if it is not called as it stands there

    Raises BadFile.
    """
    stored = store.put(file, name)
    try:
        yield stored
    except BaseException:
        store.remove(stored)
        raise


def fields(stored: Stored, code: str, language: str, number: int | None = None) -> dict[str, Any]:
    """What `register.add_version` says of it; without a number it is the next version in its language.

    A file that is a version already keeps its number: sent twice it is the same act, and refused if it is another.
    """
    return {
        "document": code,
        "number": number or queries.number_for(code, language, stored.digest),
        "language": language,
        "wording": _wording(stored),
        "digest": stored.digest,
        "media_type": stored.media_type,
        "size": stored.size,
        "name": stored.name,
    }


def _wording(stored: Stored) -> str:
    """What a plain text says, where an entry of the record can hold it: then it is searched and compared."""
    if stored.media_type != "text/plain" or stored.size > MOST_BYTES:
        return ""
    text = store.path_of(stored.digest).read_text(encoding="utf-8-sig")
    return text if len(text) <= LONGEST_WORDING else ""
