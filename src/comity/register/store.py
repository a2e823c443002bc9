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
from django.utils.translation import gettext as _

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


def put(source: Path, name: str = "") -> Stored:
    """Take a file into the store, under the name that it has or is given. Raises BadFile; then nothing is kept."""
    content = _content(source, name or source.name)
    kind = media_type(content)
    if kind is None:
        known = ", ".join(ending.upper() for ending in FORMATS.values())
        sentence = _(
            "“%(name)s” is none of the kinds that the register takes, whatever its name says: %(known)s. Save the "
            "text as one of them."
        )
        raise BadFile(sentence % {"name": name or source.name, "known": known})
    name = named(name or source.name, kind)
    digest = sha256(content).hexdigest()
    new = not path_of(digest).exists()
    if new:
        _write(content, path_of(digest))
    return Stored(digest, kind, len(content), name, new)


def remove(stored: Stored) -> None:
    """Take back a file that was put in for an act that was then refused; one that others use stays."""
    if stored.new:
        path_of(stored.digest).unlink(missing_ok=True)


def _content(source: Path, name: str) -> bytes:
    try:
        with source.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadFile(f"{source} cannot be read: {error.strerror}.") from error
    if not content:
        raise BadFile(_("“%(name)s” is empty. Nothing was added.") % {"name": name})
    if len(content) > LARGEST:
        raise BadFile(too_large(name))
    return content


def too_large(name: str) -> str:
    sentence = _(
        "“%(name)s” is larger than %(most)s MiB, the most that a file may have. Make it smaller, or add it in parts."
    )
    return sentence % {"name": name, "most": LARGEST // 2**20}


def named(name: str, kind: str) -> str:
    """What the file is called, without a path. Raises BadFile for a name that does not fit the content."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]).strip()
    shown = "".join(character for character in name if unicodedata.category(character) not in UNSEEN)
    stem, dot, ending = name.rpartition(".")
    inner = stem.rpartition(".")[2].lower() if "." in stem else ""
    told = {"name": f"{shown[:60]}…" if len(shown) > 60 else shown, "ending": ending, "own": FORMATS[kind]}
    if shown != name:
        raise BadFile(_("The name “%(name)s” has characters in it that are not seen. Rename the file.") % told)
    if not dot or not stem.strip(" ."):
        sentence = _("The name “%(name)s” has no ending. By its content it would end in .%(own)s; rename it.")
        raise BadFile(sentence % told)
    if ending.lower() != FORMATS[kind] and not _same_kind(ending, kind):
        sentence = _("“%(name)s” ends in .%(ending)s, but by its content it is .%(own)s. Rename it if it is.")
        raise BadFile(sentence % told)
    if inner in ENDINGS:
        sentence = _("“%(name)s” has two endings, .%(inner)s and .%(ending)s. Take out the one that is wrong.")
        raise BadFile(sentence % (told | {"inner": inner}))
    if len(name) > LONGEST_NAME:
        sentence = _("The name “%(name)s” has %(long)s characters; %(most)s are allowed. Shorten it.")
        raise BadFile(sentence % (told | {"long": len(name), "most": LONGEST_NAME}))
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
        sentence = _("The file cannot be written to the store: %(why)s. Nothing was added.")
        raise BadFile(sentence % {"why": error.strerror}) from error
