"""The key of the record: made once, kept from others, never replaced in silence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comity.record.keys import FILE, _make, _parse, _read_or_make
from comity.record.notes import BadNote, Checkpoint

NAME = "council.example/log"
HEAD = Checkpoint(NAME, 1, bytes(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE


def test_the_key_is_made_on_first_use_and_for_its_owner_alone(file: Path) -> None:
    signer = _read_or_make(file, NAME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith(f"PRIVATE+KEY+{NAME}+{signer.verifier.key_id.hex()}+")
    assert [left.name for left in file.parent.iterdir()] == [FILE]


def test_the_key_is_the_same_ever_after(file: Path) -> None:
    note = _read_or_make(file, NAME).sign(HEAD)
    assert _parse(file).verifier.open(note) == HEAD


def test_of_several_that_make_it_at_once_one_counts(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _make(file, NAME), range(8)))
    assert [left.name for left in file.parent.iterdir()] == [FILE]
    assert _parse(file).name == NAME


@pytest.mark.parametrize(
    "text",
    ["", "\n", "secret", "PRIVATE+KEY+name+00000000+!", "PRIVATE+KEY+name+00000000+AQ==", "a+b+c", "\xff\xfe"],
)
def test_a_damaged_key_is_named_and_left_as_it_is(file: Path, text: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadNote, match=r"record\.key is .*Put the key of this record back in its place\."):
        _read_or_make(file, NAME)
    assert file.read_bytes() == text.encode("latin-1")


def test_a_key_that_does_not_fit_its_own_name_is_damaged(file: Path) -> None:
    _make(file, NAME)
    file.write_text(file.read_text().replace("council", "counsel"))
    with pytest.raises(BadNote, match="is damaged"):
        _read_or_make(file, NAME)
