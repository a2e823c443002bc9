"""The files of the register: kept beside the database, each under the SHA-256 of its content, never changed.

    files/ab/cdef…       the content whose digest is abcdef…; readable, never executable
    files/coming/…       what is being written; renamed when it is whole, so that nothing half done is ever found

What a file is, its content says (`content.py`); its name is only what people call it.
"""

import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import MimeTypes
from pathlib import Path

from django.conf import settings

from comity.register.addresses import FORMATS
from comity.register.content import media_type

LARGEST = 32 * 1024 * 1024
"""Bytes of a file."""
LONGEST_NAME = 150
ENDINGS = {ending[1:] for ending in MimeTypes(filenames=()).types_map[True]} | set(FORMATS.values())
"""What a name can end in besides: Python's own list, not the machine's."""
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are not seen and could make a name look like another: controls, directions."""


class BadFile(Exception):
    """A file that the register does not take. The message says why, and what to do."""


@dataclass(frozen=True)
class Stored:
    """A file in the store. `new`: it was not there before."""

    digest: str
    media_type: str
    size: int
    name: str
    new: bool


def path_of(digest: str) -> Path:
    return Path(settings.COMITY_DATA) / "files" / digest[:2] / digest[2:]


def put(source: Path) -> Stored:
    """Take a file into the store. Raises BadFile; then nothing is kept."""
    content = _content(source)
    kind = media_type(content)
    if kind is None:
        known = ", ".join(ending.upper() for ending in FORMATS.values())
        raise BadFile(
            f"{source.name!r} is none of the kinds that the register takes, whatever its name says: {known}. "
            "Save the text as one of them."
        )
    name = named(source.name, kind)
    digest = sha256(content).hexdigest()
    new = not path_of(digest).exists()
    if new:
        _write(content, path_of(digest))
    return Stored(digest, kind, len(content), name, new)


def remove(stored: Stored) -> None:
    """Take back a file that was put in for an act that was then refused; one that others use stays."""
    if stored.new:
        path_of(stored.digest).unlink(missing_ok=True)


def _content(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadFile(f"{source} cannot be read: {error.strerror}.") from error
    if not content:
        raise BadFile(f"{source.name!r} is empty. Nothing was added.")
    if len(content) > LARGEST:
        raise BadFile(
            f"{source.name!r} is larger than {LARGEST // 2**20} MiB, the most that a file may have. "
            "Make it smaller, or add it in parts."
        )
    return content


def named(name: str, kind: str) -> str:
    """What the file is called, without a path. Raises BadFile for a name that does not fit the content."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]).strip()
    if any(unicodedata.category(character) in UNSEEN for character in name):
        raise BadFile(f"The name {name!r} has characters in it that are not seen. Rename the file.")
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem.strip(" ."):
        raise BadFile(f"The name {name!r} has no ending. By its content it would end in .{FORMATS[kind]}; rename it.")
    if ending.lower() != FORMATS[kind] and not _same_kind(ending, kind):
        raise BadFile(f"{name!r} ends in .{ending}, but by its content it is .{FORMATS[kind]}. Rename it if it is.")
    inner = stem.rpartition(".")[2].lower() if "." in stem else ""
    if inner in ENDINGS:
        raise BadFile(f"{name!r} has two endings, .{inner} and .{ending}. Take out the one that is wrong.")
    if len(name) > LONGEST_NAME:
        raise BadFile(f"The name {name[:30]!r}… has {len(name)} characters; {LONGEST_NAME} are allowed. Shorten it.")
    return name


def _same_kind(ending: str, kind: str) -> bool:
    return (ending.lower(), kind) in {("akn", "application/akn+xml")}


def _write(content: bytes, path: Path) -> None:
    """Whole under another name first, safe on the disk, and then renamed."""
    coming = path.parents[1] / "coming"
    coming.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=coming)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o440)
        Path(draft).replace(path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise BadFile(f"The file cannot be written to the store: {error.strerror}. Nothing was added.") from error
