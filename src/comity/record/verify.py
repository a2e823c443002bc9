"""Checking a record from outside, with nothing but what is published. No Django, no database.

What is asked of the source, in this order: the verifier key and the signed checkpoint; every bundle of entries, and
beside it the tile of their leaves; the tiles above; one entry more than was signed. An entry fits if it stands at
its own place, has the leaf that the tile shows, and is the one that the entry behind it was built on; and all of
them together must lead to the signed root. An earlier checkpoint must be the beginning of the present one.

A published record may hold anything: whatever comes, it fits, or DoesNotFit says from which entry on it does not.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, Protocol

from comity.record import merkle
from comity.record.merkle import Hash
from comity.record.notes import TILE, BadNote, Checkpoint, Verifier, tile_address, unbundle, unsigned_address
from comity.record.tiles import node_reader, tile_root

TIMEOUT = 30
"""Seconds for one answer from a server."""
LARGEST = TILE * (2 + 65_535)
"""Bytes in the largest answer, a bundle of the longest entries."""


class Source(Protocol):
    def read(self, address: str) -> bytes | None:
        """What is published at an address below `/log/`; None if nothing is. Raises Unreachable."""
        ...


class Unreachable(Exception):
    """The source gives no answer, or is no published record."""


class DoesNotFit(Exception):
    """The record is not what was signed. `seq` is the first entry that does not fit; 0 if it is none of them."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq


@dataclass(frozen=True)
class Folder:
    """A record exported into a folder: `log/` in it, or the folder itself."""

    path: Path

    def read(self, address: str) -> bytes | None:
        base = self.path / "log" if (self.path / "log").is_dir() else self.path
        try:
            return (base / address).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable(f"{base / address} cannot be read: {error.strerror}.") from error


@dataclass(frozen=True)
class Site:
    """A record served at an address, `https://example.org`; its log is below `/log/`."""

    address: str

    def read(self, address: str) -> bytes | None:
        url = f"{self.address.rstrip('/').removesuffix('/log')}/log/{address}"
        try:
            # Whoever asks names the log; `open_log` takes for a web address only what begins with http.
            with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # nosec B310
                content = bytes(answer.read(LARGEST))
                if answer.length:
                    raise Unreachable(f"{url} gives an answer that is cut short, or longer than any can be.")
                return content
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise Unreachable(f"{url} answers {error.code}.") from error
        except (OSError, ValueError, HTTPException) as error:
            raise Unreachable(f"{url} gives no answer: {error}.") from error


def source(name: str) -> Source:
    """The source that a person means: an address with http in front, or a folder."""
    return Site(name) if name.startswith(("http://", "https://")) else Folder(Path(name))


def open_checkpoint(source: Source, key: str | None = None) -> tuple[Verifier, Checkpoint]:
    """The signed head of the source. Raises Unreachable or DoesNotFit.

    key   the verifier key, where it is known from elsewhere; else the one that is published is believed
    """
    published, note = source.read("key"), source.read("checkpoint")
    if published is None or note is None:
        raise Unreachable("There is no published record here: `log/key` or `log/checkpoint` is missing.")
    try:
        verifier = Verifier.parse(key or published.decode())
        return verifier, verifier.open(note.decode())
    except (BadNote, UnicodeDecodeError) as error:
        raise DoesNotFit(0, str(error)) from error


def verify(source: Source, *, key: str | None = None, since: str | None = None) -> Checkpoint:
    """Check the whole record and answer its signed head.

    since   an earlier signed checkpoint: its tree must be the beginning of this one

    Raises Unreachable, DoesNotFit.
    """
    verifier, head = open_checkpoint(source, key)
    earlier = _earlier(verifier, since, head)
    frontier: list[Hash] = []
    for size, leaf in enumerate(_leaves(source, head.size)):
        frontier, _ = merkle.append(frontier, size, leaf)
        if earlier and size + 1 == earlier.size and merkle.root(frontier) != earlier.root:
            raise DoesNotFit(
                earlier.size,
                f"The first {earlier.size} entries are not those that were signed in the earlier checkpoint.",
            )
    _check_upper_tiles(source, head)
    if merkle.root(frontier) != head.root:
        raise DoesNotFit(
            head.size,
            f"Entry {head.size}, or a run of entries that ends with it, is not what was signed: "
            "the tree of the published entries has another root.",
        )
    _refuse_unsigned(source, verifier, head)
    return head


def verify_entry(source: Source, seq: int, *, key: str | None = None) -> Checkpoint:
    """Check by its proof alone that entry `seq` is in the signed record. Raises Unreachable, DoesNotFit."""
    _, head = open_checkpoint(source, key)
    if not 0 < seq <= head.size:
        raise DoesNotFit(seq, f"Entry {seq} is not in the record: it has {head.size} entries.")
    entries = _bundle(source, (seq - 1) // TILE, head.size)
    place = (seq - 1) % TILE
    if place >= len(entries):
        raise DoesNotFit(seq, f"Entry {seq} is missing.")
    node = node_reader(lambda level, index: _tile(source, level, index, head.size))
    try:
        proof = merkle.inclusion_proof(seq - 1, head.size, node)
    except LookupError as error:
        raise DoesNotFit(seq, str(error)) from error
    if merkle.root_from_inclusion(seq - 1, head.size, merkle.leaf_hash(entries[place]), proof) != head.root:
        raise DoesNotFit(seq, f"Entry {seq} is not the one that was signed: its proof leads to another root.")
    return head


def _earlier(verifier: Verifier, since: str | None, head: Checkpoint) -> Checkpoint | None:
    if since is None:
        return None
    try:
        earlier = verifier.open(since)
    except BadNote as error:
        raise DoesNotFit(0, f"The earlier checkpoint cannot be used. {error}") from error
    if earlier.size > head.size:
        raise DoesNotFit(
            head.size + 1,
            f"Entry {head.size + 1} is gone: {earlier.size} entries were signed earlier, {head.size} are now.",
        )
    return earlier


@dataclass(frozen=True)
class Place:
    """What is published as entry `seq`: its bytes, None if there are none, and the leaf that the tile shows."""

    seq: int
    entry: bytes | None
    shown: Hash

    @property
    def leaf(self) -> Hash:
        return merkle.leaf_hash(self.entry or b"")

    @property
    def fields(self) -> dict[str, Any]:
        """Empty if the entry cannot be read."""
        try:
            fields = json.loads(self.entry or b"")
        except (ValueError, RecursionError):
            return {}
        return fields if isinstance(fields, dict) else {}

    @property
    def previous(self) -> str:
        """The leaf that the entry says it was built on."""
        return str(self.fields.get("previous", ""))


END = Place(0, None, b"")


def _leaves(source: Source, size: int) -> Iterator[Hash]:
    """The leaf of every entry in order, each entry checked on its own and against the one before."""
    before = b""
    for place, behind in pairwise(chain(_places(source, size), [END])):
        _check_place(place)
        if place.previous != before.hex():
            raise _broken(place, behind)
        before = place.leaf
        yield before


def _places(source: Source, size: int) -> Iterator[Place]:
    for index in range(-(-size // TILE)):
        entries, hashes = _bundle(source, index, size), _tile(source, 0, index, size)
        for place in range(min(TILE, size - index * TILE)):
            entry = entries[place] if place < len(entries) else None
            yield Place(index * TILE + place + 1, entry, hashes[32 * place : 32 * place + 32])


def _check_place(place: Place) -> None:
    seq = place.seq
    if place.entry is None:
        raise DoesNotFit(seq, f"Entry {seq} is missing.")
    if not (fields := place.fields):
        raise DoesNotFit(seq, f"Entry {seq} is not readable.")
    if fields.get("seq") != seq:
        raise DoesNotFit(seq, f"At place {seq} stands what calls itself entry {fields.get('seq')}.")
    if place.shown != place.leaf:
        raise DoesNotFit(seq, f"Entry {seq} was changed: its leaf in the tree is another one.")


def _broken(place: Place, behind: Place) -> DoesNotFit:
    """The chain breaks before `place`: which of the two entries there was changed, the one behind it tells."""
    seq = place.seq
    if seq == 1 or behind.previous not in ("", place.leaf.hex()):
        return DoesNotFit(seq, f"Entry {seq} was changed: it does not follow the entry before it.")
    return DoesNotFit(seq - 1, f"Entry {seq - 1} is not the one that entry {seq} was built on.")


def _check_upper_tiles(source: Source, head: Checkpoint) -> None:
    """That the tiles above the leaves, from which others take their proofs, are right."""
    level, nodes = 1, head.size // TILE
    while nodes:
        for place in range(nodes):
            shown = _tile(source, level, place // TILE, head.size)[32 * (place % TILE) :][:32]
            if shown != tile_root(_tile(source, level - 1, place, head.size)):
                first = place * TILE**level + 1
                address = tile_address(level, place // TILE, min(TILE, nodes - place // TILE * TILE))
                raise DoesNotFit(first, f"From entry {first} on, {address} is not made of these entries.")
        level, nodes = level + 1, nodes // TILE


def _refuse_unsigned(source: Source, verifier: Verifier, head: Checkpoint) -> None:
    """That nothing is published behind the signed head, unless the head has moved on meanwhile."""
    beyond = source.read(unsigned_address(head.size))
    if beyond is None:
        return
    try:
        moved = verifier.open((source.read("checkpoint") or b"").decode()).size > head.size
    except BadNote:
        moved = False
    if not moved:
        raise DoesNotFit(head.size + 1, f"Entry {head.size + 1} is published, but nobody signed it.")


def _bundle(source: Source, index: int, size: int) -> list[bytes]:
    width = min(TILE, size - index * TILE)
    address = tile_address("entries", index, width)
    try:
        entries = unbundle(source.read(address) or b"")
    except BadNote as error:
        raise DoesNotFit(index * TILE + 1, f"{address} cannot be read. {error}") from error
    if len(entries) > width:
        raise DoesNotFit(index * TILE + width + 1, f"{address} holds more than the {width} entries it should.")
    return entries


def _tile(source: Source, level: int, index: int, size: int) -> bytes:
    width = min(TILE, (size >> 8 * level) - index * TILE)
    return (source.read(tile_address(level, index, width)) or b"")[: 32 * width]
