"""The key with which this instance signs the head of its record: made on first use, never shown."""

import base64
import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from comity.record.notes import ED25519, BadNote, Signer

FILE = "record.key"


def origin() -> str:
    """The name of the record's log: the key has it, and where there is no key yet, the settings. Makes no key."""
    try:
        text = (Path(settings.COMITY_DATA) / FILE).read_text(encoding="utf-8")
    except OSError:
        text = ""
    parts = text.split("+", 3)
    return parts[2] if parts[:2] == ["PRIVATE", "KEY"] and len(parts) > 3 else str(settings.COMITY_ORIGIN)


def signer() -> Signer:
    """The instance's key, from `record.key` in the data folder (mode 0600); made if there is none.

    The file holds one line in the form of a signed note's private key, `PRIVATE+KEY+name+hash+key`.
    Raises BadNote if the file holds something else.
    """
    return _read_or_make(Path(settings.COMITY_DATA) / FILE, settings.COMITY_ORIGIN)


def make(name: str) -> None:
    """Make the key of a record that has another name than the settings say. One that is there stays."""
    _make(Path(settings.COMITY_DATA) / FILE, name)


@cache
def _read_or_make(path: Path, name: str) -> Signer:
    if not path.exists():
        _make(path, name)
    return _parse(path)


def _make(path: Path, name: str) -> None:
    fresh = Signer(name, Ed25519PrivateKey.generate())
    key = base64.b64encode(ED25519 + fresh.private.private_bytes_raw()).decode()
    # Written whole under another name and then linked: of several who start at once one key counts for all, and a
    # full disk leaves none that is cut short.
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"PRIVATE+KEY+{name}+{fresh.verifier.key_id.hex()}+{key}\n")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        Path(draft).unlink()


def _parse(path: Path) -> Signer:
    try:
        text = path.read_text(encoding="utf-8")
        private, word, name, key_id, key = text.strip().split("+", 4)
        signer = Signer(name, Ed25519PrivateKey.from_private_bytes(base64.b64decode(key, validate=True)[1:]))
    except ValueError as error:
        raise BadNote(f"{path} is no signing key. Put the key of this record back in its place.") from error
    if (private, word) != ("PRIVATE", "KEY") or signer.verifier.key_id.hex() != key_id:
        raise BadNote(f"{path} is damaged. Put the key of this record back in its place.")
    return signer
