"""A log of any size, made of tiles by its definition and not by the program: what verification makes of it."""

from dataclasses import dataclass, field
from functools import cache

import pytest

from comity.record import merkle
from comity.record.merkle import leaf_hash, node_hash
from comity.record.notes import TILE, Checkpoint, bundle, tile_address
from comity.record.publication import resources
from comity.record.tiles import node_reader
from comity.record.verify import DoesNotFit, verify, verify_entry
from record.test_notes import SIGNER

LARGE = 65_536 + 300
"""Three levels of tiles, each with a partial one at its right edge."""


@dataclass
class Memory:
    """A published log that is nothing but addresses and what stands there."""

    published: dict[str, bytes] = field(default_factory=dict)

    def read(self, address: str) -> bytes | None:
        return self.published.get(address)


def entries_of(size: int) -> list[bytes]:
    entries, before = [], ""
    for seq in range(1, size + 1):
        entries.append(f'{{"previous":"{before}","seq":{seq}}}'.encode())
        before = leaf_hash(entries[-1]).hex()
    return entries


def perfect(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def in_tiles(kind: int | str, things: list[bytes]) -> dict[str, bytes]:
    """Things in groups of 256, each at its address."""
    groups = [things[at : at + TILE] for at in range(0, len(things), TILE)]
    join = bundle if kind == "entries" else b"".join
    return {tile_address(kind, index, len(group)): join(group) for index, group in enumerate(groups)}


@cache
def published(size: int) -> dict[str, bytes]:
    """A log of so many entries: bundles, tiles level by level, the key and the checkpoint."""
    entries = entries_of(size)
    made, row, level = in_tiles("entries", entries), [leaf_hash(entry) for entry in entries], 0
    frontier: list[bytes] = []
    for place, leaf in enumerate(row):
        frontier, _ = merkle.append(frontier, place, leaf)
    while row:
        made |= in_tiles(level, row)
        row = [perfect(row[at : at + TILE]) for at in range(0, len(row) // TILE * TILE, TILE)]
        level += 1
    head = Checkpoint(SIGNER.name, size, merkle.root(frontier))
    return made | {"key": str(SIGNER.verifier).encode(), "checkpoint": SIGNER.sign(head).encode()}


def log(size: int, **changed: bytes) -> Memory:
    return Memory(dict(published(size)) | changed)


SIZES = [1, 2, 255, 256, 257, 511, 512, 513, LARGE]


@pytest.mark.parametrize("size", SIZES)
def test_a_log_of_any_size_fits(size: int) -> None:
    assert verify(log(size)).size == size
    for seq in {1, size // 2 + 1, size, min(size, 257), min(size, 65_537)}:
        assert verify_entry(log(size), seq).size == size


@pytest.mark.parametrize("size", SIZES)
def test_what_is_published_has_the_addresses_that_we_publish(size: int) -> None:
    assert sorted(published(size)) == sorted(resources(size))


@pytest.mark.parametrize("seq", [1, 256, 65_537, LARGE - 1])
def test_a_changed_entry_is_named_in_a_large_log(seq: int) -> None:
    changed = log(LARGE)
    index, place = divmod(seq - 1, TILE)
    name = tile_address("entries", index, min(TILE, LARGE - index * TILE))
    changed.published[name] = changed.published[name].replace(b'"seq":%d}' % seq, b'"seq":%d,"x":1}' % seq)
    changed.published[name] = recounted(changed.published[name], place)
    with pytest.raises(DoesNotFit, match=f"Entry {seq} was changed") as found:
        verify(changed)
    assert found.value.seq == seq
    with pytest.raises(DoesNotFit, match="its proof leads to another root"):
        verify_entry(changed, seq)


def recounted(content: bytes, place: int) -> bytes:
    """The bundle with the length of one entry raised by the six bytes that were put into it."""
    at = 0
    for _ in range(place):
        at += 2 + int.from_bytes(content[at : at + 2])
    return content[:at] + (int.from_bytes(content[at : at + 2]) + 6).to_bytes(2) + content[at + 2 :]


@pytest.mark.parametrize(
    ("address", "seq"),
    [
        (tile_address(1, 0), 1),
        (tile_address(1, 1, 1), 65_537),
        (tile_address(2, 0, 1), 1),
        (tile_address(0, 3), 769),
        (tile_address("entries", 3), 769),
    ],
)
def test_a_tile_that_is_gone_is_named_by_its_first_entry(address: str, seq: int) -> None:
    lacking = log(LARGE)
    del lacking.published[address]
    with pytest.raises(DoesNotFit) as found:
        verify(lacking)
    assert found.value.seq == seq


def test_every_subtree_is_read_out_of_its_tile() -> None:
    leaves = [leaf_hash(entry) for entry in entries_of(1_000)]
    memory = log(1_000)
    node = node_reader(lambda level, index: memory.read(address_in(1_000, level, index)))
    for level in range(10):
        for index in range(1_000 >> level):
            assert node(level, index) == perfect(leaves[index << level : index + 1 << level])
    with pytest.raises(LookupError, match=r"tile/0/003\.p/233 is missing or too short"):
        node(0, 1_000)


def address_in(size: int, level: int, index: int) -> str:
    return tile_address(level, index, min(TILE, (size >> 8 * level) - index * TILE))
