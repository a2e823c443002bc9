"""Signed notes, checkpoints, addresses of tiles and bundles: as existing clients of transparency logs write them."""

import base64
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from comity.record.notes import (
    BadNote,
    Checkpoint,
    Signer,
    Verifier,
    bundle,
    parse_checkpoint,
    parse_tile_index,
    tile_address,
    unbundle,
)

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The example of Go's package `note`: a signed note that is no checkpoint."""

SIGNER = Signer("council.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("council.example/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS = Signer("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
HEAD = Checkpoint("council.example/log", 1234, bytes(range(32)))
NOTE = SIGNER.sign(HEAD)


def signed(text: str, key_id: bytes = SIGNER.verifier.key_id) -> str:
    """Any text, signed by the council: what only its own key can get wrong."""
    signature = key_id + SIGNER.private.sign(text.encode())
    return f"{text}\n— {SIGNER.name} {base64.b64encode(signature).decode()}\n"


def test_a_verifier_key_of_go_is_read_and_written() -> None:
    for key in (GO_KEY, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"):
        assert str(Verifier.parse(f"{key}\n")) == key


def test_a_note_signed_by_go_is_believed_and_then_found_to_be_no_checkpoint() -> None:
    with pytest.raises(BadNote, match="three lines"):
        Verifier.parse(GO_KEY).open(GO_NOTE)
    with pytest.raises(BadNote, match="no signature by PeterNeumann that holds"):
        Verifier.parse(GO_KEY).open(GO_NOTE.replace("problem is", "problem was"))


def test_a_checkpoint_has_origin_size_and_root() -> None:
    root = base64.b64encode(HEAD.root).decode()
    assert NOTE.startswith(f"council.example/log\n1234\n{root}\n\n— council.example/log ")
    assert SIGNER.verifier.open(NOTE) == HEAD


def test_a_signed_checkpoint_may_bear_other_signatures_and_extensions() -> None:
    witnessed = NOTE + WITNESS.sign(HEAD).partition("\n\n")[2]
    assert SIGNER.verifier.open(witnessed) == WITNESS.verifier.open(witnessed) == HEAD
    assert SIGNER.verifier.open(signed(HEAD.text() + "an extension\n")) == HEAD


@pytest.mark.parametrize(
    "note",
    [
        OTHER.sign(HEAD),
        WITNESS.sign(HEAD),
        NOTE.replace("1234", "1235"),
        NOTE.replace("— council", "- council"),
        NOTE.partition("\n\n")[0],
        NOTE.partition("\n\n")[2],
        HEAD.text(),
        HEAD.text() + "\n— council.example/log !!!\n",
        HEAD.text() + "\n— council.example/log AAAA\n",
        signed(HEAD.text(), key_id=b"\0\0\0\0"),
        "",
        "\n\n",
    ],
)
def test_a_checkpoint_that_the_key_did_not_sign_is_refused(note: str) -> None:
    with pytest.raises(BadNote, match=r"no signature by council\.example/log that holds"):
        SIGNER.verifier.open(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "origin\n",
        "origin\n12\n",
        "\n12\n" + "A" * 43 + "=\n",
        "origin\n012\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n1٣\n" + "A" * 43 + "=\n",
        "origin\n99999999999999999999\n" + "A" * 43 + "=\n",
        "origin\n12\n" + "A" * 40 + "\n",
        "origin\n12\n" + "A" * 42 + "*=\n",
        "origin\n12\n" + "A" * 43 + "=",
        "origin\n12\n" + "A" * 43 + "=\n\nbehind a gap\n",
    ],
)
def test_a_malformed_checkpoint_is_refused_even_if_signed(text: str) -> None:
    with pytest.raises(BadNote):
        parse_checkpoint(text)
    with pytest.raises(BadNote):
        SIGNER.verifier.open(signed(text))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "name",
        "name+hash",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("PeterNeumann", "PaulNeumann"),
        GO_KEY[:-4],
        GO_KEY[:-1] + "*",
        str(Verifier("two words", bytes(32))),
        str(Verifier("", bytes(32))),
        "name\udcff+c74f20a3+" + base64.b64encode(b"\x01" + bytes(32)).decode(),
    ],
)
def test_what_is_no_verifier_key_is_refused(key: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(key)


readers: list[Callable[[str], object]] = [Verifier.parse, parse_checkpoint, SIGNER.verifier.open]


@given(st.text(), st.sampled_from(readers))
def test_whatever_text_comes_it_is_read_or_refused(text: str, read: Callable[[str], object]) -> None:
    with suppress(BadNote):
        read(text)


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_not_one_character_of_what_was_signed_can_be_changed(place: int, character: str) -> None:
    changed = NOTE[:place] + character + NOTE[place + 1 :]
    try:
        assert SIGNER.verifier.open(changed) == HEAD
    except BadNote:
        assert changed != NOTE


@given(st.text("AB+/=01ab \n—", max_size=120))
def test_no_signature_can_be_guessed_or_break_the_reader(signature: str) -> None:
    with pytest.raises(BadNote):
        SIGNER.verifier.open(f"{HEAD.text()}\n— {SIGNER.name} {signature}\n")


@pytest.mark.parametrize(
    ("index", "width", "address"),
    [
        (0, 256, "tile/0/000"),
        (5, 256, "tile/0/005"),
        (999, 256, "tile/0/999"),
        (1000, 256, "tile/0/x001/000"),
        (1234067, 256, "tile/0/x001/x234/067"),
        (1234067, 8, "tile/0/x001/x234/067.p/8"),
        (0, 255, "tile/0/000.p/255"),
    ],
)
def test_tiles_have_the_addresses_of_the_specification(index: int, width: int, address: str) -> None:
    assert tile_address(0, index, width) == address
    assert parse_tile_index(address.removeprefix("tile/0/")) == (index, width)


@given(st.integers(0, 2**55), st.integers(1, 256))
def test_every_address_leads_back_to_its_tile(index: int, width: int) -> None:
    assert parse_tile_index(tile_address("entries", index, width).removeprefix("tile/entries/")) == (index, width)


@pytest.mark.parametrize(
    "address",
    ["", "1", "0000", "x001", "x000/001", "001/002", "000.p/0", "000.p/256", "000.p/08", "000.p/", "000.p/999",
     "٠٠١", "000\n", "x001/x", "-01", "000/", "/000", "../000", "x001/" * 20 + "000"],
)  # fmt: skip
def test_what_is_no_address_of_a_tile_names_none(address: str) -> None:
    assert parse_tile_index(address) is None


@given(st.text("x0123456789/.p") | st.text())
def test_whatever_address_comes_it_is_the_one_of_its_tile_or_none(address: str) -> None:
    found = parse_tile_index(address)
    assert found is None or tile_address(0, *found) == f"tile/0/{address}"


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert unbundle(bundle(entries)) == entries


def test_the_longest_entry_fits_into_a_bundle() -> None:
    assert unbundle(bundle([b"x" * 65_535, b"y"])) == [b"x" * 65_535, b"y"]


@given(st.binary(max_size=600))
def test_whatever_bytes_come_they_are_a_bundle_or_refused(content: bytes) -> None:
    with suppress(BadNote):
        assert bundle(unbundle(content)) == content
