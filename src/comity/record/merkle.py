"""The Merkle tree over the record, as pure functions (RFC 6962 sec. 2.1, RFC 9162 sec. 2.1).

A leaf is SHA-256(0x00 || data), an inner node SHA-256(0x01 || left || right). A tree of n leaves splits at the
largest power of two below n, so it is a row of perfect subtrees, one for each bit set in n: its *frontier*, from
the largest (oldest) to the smallest. Appending touches the frontier alone: O(log n), and nothing is read.

A perfect subtree is addressed as `(level, index)`: it covers the leaves `index * 2**level` up to, not including,
`(index + 1) * 2**level`. A function `node(level, index) -> bytes` is how proofs ask for one.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Hash = bytes
"""32 bytes of SHA-256."""
NodeReader = Callable[[int, int], Hash]

EMPTY_ROOT: Hash = sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162 sec. 2.1.1)."""


def leaf_hash(data: bytes) -> Hash:
    return sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return sha256(b"\x01" + left + right).digest()


def append(frontier: Sequence[Hash], size: int, leaf: Hash) -> tuple[list[Hash], list[tuple[int, int, Hash]]]:
    """The frontier after one leaf more, and the perfect subtrees `(level, index, hash)` that it completed.

    size   leaves before the append; `frontier` has one hash for each bit set in it
    """
    grown, node, level, index = list(frontier), leaf, 0, size
    completed = [(0, size, leaf)]
    while index & 1:
        node = node_hash(grown.pop(), node)
        level, index = level + 1, index >> 1
        completed.append((level, index, node))
    return [*grown, node], completed


def root(frontier: Sequence[Hash]) -> Hash:
    """The root of the tree with this frontier."""
    if not frontier:
        return EMPTY_ROOT
    result = frontier[-1]
    for subtree in reversed(frontier[:-1]):
        result = node_hash(subtree, result)
    return result


def frontier_of(size: int) -> list[tuple[int, int]]:
    """The addresses `(level, index)` of the frontier of a tree of `size` leaves, largest first."""
    addresses, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            addresses.append((level, start >> level))
            start += 1 << level
    return addresses


def subtree_hash(start: int, end: int, node: NodeReader) -> Hash:
    """The hash of the leaves from `start` up to `end`, where `start` begins a subtree of that extent."""
    parts = [(level, index + (start >> level)) for level, index in frontier_of(end - start)]
    return root([node(level, index) for level, index in parts])


def inclusion_proof(index: int, size: int, node: NodeReader) -> list[Hash]:
    """The audit path of leaf `index` (from 0) in the tree of `size` leaves, lowest first (RFC 9162 sec. 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"Leaf {index} is not in a tree of {size} leaves.")
    start, end, path = 0, size, []
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(subtree_hash(split, end, node))
            end = split
        else:
            path.append(subtree_hash(start, split, node))
            start = split
    return path[::-1]


def root_from_inclusion(index: int, size: int, leaf: Hash, proof: Sequence[Hash]) -> Hash | None:
    """The root that `proof` leads to, or None if it has not the length it must have (RFC 9162 sec. 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    last, result = size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if index & 1 or index == last:
            result = node_hash(sibling, result)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        index, last = index >> 1, last >> 1
    return result if last == 0 else None


def consistency_proof(old: int, new: int, node: NodeReader) -> list[Hash]:
    """That the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162 sec. 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"A tree of {old} leaves is not the beginning of a tree of {new}.")
    start, end, whole, path = 0, new, True, []
    while old != end:
        split = start + _split(end - start)
        if old <= split:
            path.append(subtree_hash(split, end, node))
            end = split
        else:
            path.append(subtree_hash(start, split, node))
            start, whole = split, False
    if not whole:
        path.append(subtree_hash(start, end, node))
    return path[::-1]


def is_consistent(old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether `proof` shows that `old_root` stands for the first leaves under `new_root` (RFC 9162 sec. 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not 0 < old < new or not path:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    from_old = from_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            from_new = node_hash(from_new, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and from_old == old_root and from_new == new_root


def _split(extent: int) -> int:
    """The largest power of two below `extent` (at least 2)."""
    return 1 << (extent - 1).bit_length() - 1
