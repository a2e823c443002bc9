"""Signed notes, checkpoints and the addresses of tiles (C2SP signed-note, tlog-checkpoint, tlog-tiles). No Django."""

import base64
import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comity.record.merkle import Hash

ED25519 = b"\x01"
"""The signature type of an Ed25519 key in a signed note."""
TILE = 256
"""Hashes in a full tile, and entries in a full bundle."""


class BadNote(ValueError):
    """A note, a checkpoint or a verifier key that is malformed or not signed by the key."""


@dataclass(frozen=True)
class Checkpoint:
    """What a log commits to: under the name `origin`, `size` entries with this root."""

    origin: str
    size: int
    root: Hash

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """A key's name and public half; as text `name+hash+key`, the verifier key of a signed note."""

    name: str
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Raises BadNote."""
        try:
            name, key_id, key = text.strip().split("+", 2)
            decoded = base64.b64decode(key, validate=True)
            verifier = cls(name, decoded[1:])
            fits = re.fullmatch(r"\S+", name) and decoded[:1] == ED25519 and len(decoded) == 33
            fits = fits and verifier.key_id.hex() == key_id
        except ValueError as error:
            raise BadNote(f"“{text.strip()[:80]}” is no verifier key (name+hash+key).") from error
        if not fits:
            raise BadNote("The verifier key is not an Ed25519 key, or its hash does not match it.")
        return verifier

    def open(self, note: str) -> Checkpoint:
        """The checkpoint in a signed note. Raises BadNote if it is malformed or this key did not sign it.

        Other signatures beside this key's, as of witnesses, are passed over.
        """
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        for line in signatures.split("\n"):
            match = re.fullmatch(r"— (\S+) (\S+)", line)
            if match and match[1] == self.name and self._signed(text, match[2]):
                return parse_checkpoint(text)
        raise BadNote(f"The checkpoint bears no signature by {self.name} that holds.")

    def _signed(self, text: str, encoded: str) -> bool:
        try:
            signature = base64.b64decode(encoded, validate=True)
            if signature[:4] != self.key_id:
                return False
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[4:], text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """The private half, kept by the instance alone."""

    name: str
    private: Ed25519PrivateKey

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The checkpoint as a signed note."""
        text = checkpoint.text()
        signature = base64.b64encode(self.verifier.key_id + self.private.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in the text of a note; lines behind the third are extensions. Raises BadNote."""
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
        if not all(lines[:-1]) or lines[-1] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", size) or len(root) != 32:
            raise ValueError
    except (IndexError, ValueError) as error:
        raise BadNote("A checkpoint has three lines: the origin, the size and the root in base64.") from error
    return Checkpoint(origin, int(size), root)


def tile_address(level: int | str, index: int, width: int = TILE) -> str:
    """The address of a tile below `/log/`: `tile_address(0, 1234067, 8)` is `tile/0/x001/x234/067.p/8`.

    level   of the tile, or "entries" for a bundle of entries
    width   hashes in it; a partial tile, at the right edge, has fewer than 256
    """
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < TILE else "")


def unsigned_address(size: int) -> str:
    """The address at which one entry more than `size` would be published."""
    index, rest = divmod(size, TILE)
    return tile_address("entries", index, rest + 1)


def parse_tile_index(address: str) -> tuple[int, int] | None:
    """The index and width in the last part of a tile's address: `x001/234.p/8` is (1234, 8); None if malformed."""
    match = re.fullmatch(r"((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", address)
    width = int(match[3] or TILE) if match else 0
    if not match or (match[3] and width >= TILE) or len(address) > 60:
        return None
    index = int(re.sub(r"[x/]", "", match[1]) + match[2])
    return (index, width) if tile_address(0, index, width) == f"tile/0/{address}" else None


def bundle(entries: list[bytes]) -> bytes:
    """Entries one after the other, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def unbundle(content: bytes) -> list[bytes]:
    """The entries in a bundle. Raises BadNote if it is cut short."""
    entries, place = [], 0
    while place < len(content):
        length = int.from_bytes(content[place : place + 2])
        entry = content[place + 2 : place + 2 + length]
        if len(entry) < length or place + 2 > len(content):
            raise BadNote("The bundle of entries is cut short.")
        entries.append(entry)
        place += 2 + length
    return entries
