"""Reading a perfect subtree out of tiles: the same for those who publish a log and those who check it. No Django."""

from collections.abc import Callable
from functools import lru_cache

from comity.record.merkle import Hash, NodeReader, node_hash
from comity.record.notes import TILE, tile_address


def node_reader(read_tile: Callable[[int, int], bytes | None]) -> NodeReader:
    """How proofs ask for a perfect subtree, answered from tiles; each tile is read once.

    read_tile   `(level, index)` gives the hashes of a tile at its present width, or None

    The reader raises LookupError for a subtree that no tile holds.
    """

    read = lru_cache(maxsize=64)(read_tile)

    def node(level: int, index: int) -> Hash:
        tile_level, height = divmod(level, 8)
        first = index << height
        begin, end = first % TILE, first % TILE + (1 << height)
        content = read(tile_level, first // TILE) or b""
        if len(content) < 32 * end:
            raise LookupError(f"The tile {tile_address(tile_level, first // TILE, end)} is missing or too short.")
        return tile_root(content[32 * begin : 32 * end])

    return node


@lru_cache(maxsize=512)
def tile_root(hashes: bytes) -> Hash:
    """The hash above a power of two of hashes, joined."""
    row = [hashes[at : at + 32] for at in range(0, len(hashes), 32)]
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]
