"""The tree against the definitions of RFC 9162, written down here as they stand there."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record import merkle
from comity.record.merkle import Hash

EXAMPLE = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The eight leaves (hexadecimal) that implementations of RFC 6962 test with."""
EXAMPLE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(1, 600)


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(leaves: Sequence[bytes]) -> Hash:
    """The Merkle Tree Hash of RFC 9162 sec. 2.1.1, here over hashes of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[Hash]:
    """PATH(m, D_n) of RFC 9162 sec. 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def proof(m: int, leaves: Sequence[bytes]) -> list[Hash]:
    """PROOF(m, D_n) of RFC 9162 sec. 2.1.4.1."""
    return subproof(m, leaves, True)


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[Hash]:
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def leaves_of(size: int) -> list[Hash]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def reader(leaves: Sequence[Hash]) -> merkle.NodeReader:
    """Perfect subtrees straight from the leaves."""
    return lambda level, index: mth(leaves[index << level : index + 1 << level])


def grown(leaves: Sequence[Hash]) -> list[list[Hash]]:
    """The frontier before any leaf and after each."""
    frontiers: list[list[Hash]] = [[]]
    for size, leaf in enumerate(leaves):
        frontiers.append(merkle.append(frontiers[-1], size, leaf)[0])
    return frontiers


def altered(hashes: list[Hash], place: int) -> list[Hash]:
    return [*hashes[:place], bytes([hashes[place][0] ^ 1]) + hashes[place][1:], *hashes[place + 1 :]]


def test_the_published_example_has_its_published_roots() -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(data)) for data in EXAMPLE]
    assert [merkle.root(frontier).hex() for frontier in grown(leaves)[1:]] == EXAMPLE_ROOTS
    assert [mth(leaves[: n + 1]).hex() for n in range(8)] == EXAMPLE_ROOTS


def test_a_tree_without_leaves_has_the_hash_of_nothing_as_its_root() -> None:
    assert merkle.root([]) == merkle.EMPTY_ROOT == mth([])


def test_leaf_by_leaf_gives_the_same_roots_as_the_definition() -> None:
    leaves = leaves_of(300)
    for size, frontier in enumerate(grown(leaves)):
        assert merkle.root(frontier) == mth(leaves[:size])


@given(sizes)
def test_a_frontier_is_the_row_of_perfect_subtrees(size: int) -> None:
    leaves = leaves_of(size)
    assert grown(leaves)[-1] == [reader(leaves)(level, index) for level, index in merkle.frontier_of(size)]


@given(sizes)
def test_an_append_tells_which_subtrees_it_completed(size: int) -> None:
    leaves = leaves_of(size)
    _, completed = merkle.append(grown(leaves)[size - 1], size - 1, leaves[-1])
    level_of_last = (size & -size).bit_length()
    assert [level for level, _, _ in completed] == list(range(level_of_last))
    for level, index, node in completed:
        assert index + 1 << level == size
        assert node == reader(leaves)(level, index)


@given(sizes, st.data())
def test_every_leaf_is_proved_to_be_in_the_tree(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    audit = merkle.inclusion_proof(index, size, reader(leaves))
    assert audit == path(index, leaves)
    assert merkle.root_from_inclusion(index, size, leaves[index], audit) == mth(leaves)


@given(sizes, st.data())
def test_a_wrong_proof_of_inclusion_leads_elsewhere(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    right, audit = mth(leaves), path(index, leaves)

    def leads_to(index: int, leaf: Hash, proof: list[Hash]) -> Hash | None:
        return merkle.root_from_inclusion(index, size, leaf, proof)

    assert leads_to(index, merkle.leaf_hash(b"another"), audit) != right
    assert leads_to(index, leaves[index], [*audit, right]) is None
    if audit:
        assert leads_to(index, leaves[index], audit[:-1]) is None
        assert leads_to(index, leaves[index], altered(audit, data.draw(st.integers(0, len(audit) - 1)))) != right
        other = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
        assert leads_to(other, leaves[index], audit) != right


@pytest.mark.parametrize("index", [-1, 5, 6])
def test_a_leaf_outside_the_tree_has_no_proof(index: int) -> None:
    leaves = leaves_of(5)
    assert merkle.root_from_inclusion(index, 5, leaves[0], []) is None
    with pytest.raises(ValueError, match=f"Leaf {index} is not in a tree of 5 leaves"):
        merkle.inclusion_proof(index, 5, reader(leaves))


@given(sizes, st.data())
def test_every_tree_is_the_beginning_of_a_later_one(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    leaves = leaves_of(new)
    shown = merkle.consistency_proof(old, new, reader(leaves))
    assert shown == proof(old, leaves)
    assert merkle.is_consistent(old, new, mth(leaves[:old]), mth(leaves), shown)


@given(st.integers(2, 300), st.data())
def test_a_wrong_proof_of_consistency_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    leaves = leaves_of(new)
    old_root, new_root, shown = mth(leaves[:old]), mth(leaves), proof(old, leaves)
    rewritten = altered(leaves, data.draw(st.integers(0, old - 1)))
    place = data.draw(st.integers(0, len(shown) - 1))

    assert not merkle.is_consistent(old, new, mth(rewritten[:old]), new_root, shown)
    assert not merkle.is_consistent(old, new, old_root, mth(rewritten), shown)
    assert not merkle.is_consistent(old, new, old_root, mth(rewritten), proof(old, rewritten))
    assert not merkle.is_consistent(old, new, old_root, new_root, altered(shown, place))
    assert not merkle.is_consistent(old, new, old_root, new_root, shown[:-1])
    assert not merkle.is_consistent(old, new, old_root, new_root, [*shown, new_root])
    assert not merkle.is_consistent(new, old, new_root, old_root, shown)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (-1, 3), (4, 3)])
def test_what_cannot_be_a_beginning_has_no_proof(old: int, new: int) -> None:
    leaves = leaves_of(4)
    assert not merkle.is_consistent(old, new, mth(leaves[:1]), mth(leaves[:3]), [leaves[0]])
    with pytest.raises(ValueError, match=f"A tree of {old} leaves is not the beginning of a tree of {new}"):
        merkle.consistency_proof(old, new, reader(leaves))
