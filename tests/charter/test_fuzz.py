"""Whatever is in the file, nothing but CharterError comes out, and every problem has a place in the file."""

import contextlib
import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.charter.positions import Place, positions
from comity.charter.source import CharterError, check, load


def survives(text: bytes | str) -> None:
    with contextlib.suppress(CharterError):
        load(text, "charter.toml")
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    lines = decoded.split("\n")
    for problem in check(text, "charter.toml"):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.sentence.endswith((".", "?", "`"))


@given(st.binary(max_size=300))
def test_arbitrary_bytes(data):
    survives(data)


@given(st.text(st.characters(), max_size=300))
def test_arbitrary_text(text):
    survives(text)


KEYS = st.sampled_from(["a", "rule", "article", "name", "en", '"x y"', "tests", "from", "1", '""', "'ё'", "body.CHS"])
SCALARS = st.sampled_from(
    [
        "1",
        "-1",
        "0",
        "inf",
        "-nan",
        "1e400",
        "true",
        '"x"',
        "''",
        '"\\u0000"',
        "0xffffffffffffffffffffff",
        "9" * 4400,
        "2001-06-15",
        "0001-01-01",
        "9999-12-31",
        "2001-06-15T10:00:00Z",
        "10:00:00",
        "0000-00-00",
        '"2/3"',
        '"1/0"',
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)
LINES = (
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}")
    | KEYS.map(lambda key: f"[{key}]")
    | KEYS.map(lambda key: f"[[{key}]]")
    | st.just("# a comment")
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_arbitrary_toml(text):
    survives(text)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_arbitrary_toml_at_the_end_of_a_charter(small, text):
    survives(small + text)


@settings(max_examples=60)
@given(st.data())
def test_a_value_of_the_sco_charter_put_otherwise(sco_text, data):
    """One value of some hundred, anywhere in the file, is replaced by another."""
    places = list(re.finditer(r"(?<= = )(\S+)$", sco_text, re.MULTILINE))
    place = data.draw(st.sampled_from(places))
    survives(sco_text[: place.start()] + data.draw(VALUES) + sco_text[place.end() :])


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_the_sco_charter_with_lines_lost_and_moved(sco_text, seed):
    chance = random.Random(seed)
    lines = sco_text.split("\n")
    for _ in range(chance.randint(1, 5)):
        line = lines.pop(chance.randrange(len(lines)))
        if chance.random() < 0.5:
            lines.insert(chance.randrange(len(lines)), line)
    survives("\n".join(lines))


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=3))
def test_the_sco_charter_with_bytes_overwritten(sco_text, seed, noise):
    data = bytearray(sco_text.encode())
    at = random.Random(seed).randrange(len(data))
    data[at : at + len(noise)] = noise
    survives(bytes(data))


def test_depth_and_length_that_no_charter_has(small):
    survives("a = " + "[" * 100_000)
    survives(small + "a." * 2_000 + "a = 1")
    survives(small + "x = " + "{ a = [" * 50 + "1" + "] }" * 50)
    survives(small + "\n".join(f"[[x]]\ny{number} = 1" for number in range(5_000)))


def test_a_document_that_tree_sitter_cannot_read_has_no_places():
    """None is known that tomllib can read; there, all problems would stand at the top of the file."""
    assert positions("a = = 1").of_value(("a",)) == Place(1, 1)


def test_every_key_of_the_sco_charter_has_its_place(sco_text):
    lines = sco_text.split("\n")
    for path, place in positions(sco_text).keys.items():
        key = str(path[-1])
        assert lines[place.line - 1][place.column - 1 :].lstrip('"').startswith(key), path
