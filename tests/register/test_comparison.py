"""Two wordings compared, a citation, and the drawing of the law: what must hold whatever the texts."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from comity.register import citation, law
from comity.register.citation import Cited
from comity.register.comparison import compared

words = st.lists(st.sampled_from(["rope", " ", "ropes", ",", "系", "泊", "\n", "Причал", "á"]), max_size=30).map(
    "".join
)


@given(words | st.text(max_size=60), words | st.text(max_size=60))
def test_each_text_is_in_the_comparison_exactly(earlier, later):
    pieces = list(compared(earlier, later))
    assert "".join(piece.text for piece in pieces if piece.sort != "in") == earlier
    assert "".join(piece.text for piece in pieces if piece.sort != "out") == later


@given(words)
def test_a_text_compared_with_itself_has_no_change(text):
    assert all(piece.sort == "same" for piece in compared(text, text))


def test_words_and_chinese_characters_are_compared_whole():
    assert [(piece.sort, piece.text) for piece in compared("Use hemp rope.", "Use nylon rope.")] == [
        ("same", "Use "),
        ("out", "hemp"),
        ("in", "nylon"),
        ("same", " rope."),
    ]
    changed = [(piece.sort, piece.text) for piece in compared("船舶停泊", "船舶系泊")]
    assert changed == [("same", "船舶"), ("out", "停"), ("in", "系"), ("same", "泊")]


def test_two_long_texts_are_compared_in_a_moment():
    earlier, later = "船舶停泊于港口" * 2_800, "船舶系泊于码头" * 2_800
    begun = time.monotonic()
    assert list(compared(earlier, later))
    assert time.monotonic() - begun < 3


@given(st.text(max_size=80))
def test_a_title_is_wrapped_into_its_box(title):
    lines = law.wrapped(title)
    assert 1 <= len(lines) <= law.LINES
    assert all(law.width(line) <= law.LETTERS for line in lines)


def test_the_drawing_has_no_column_without_documents():
    related = [law.Related("rests-on", "rests on", f"Rules {n}", f"/{n}") for n in range(9)]
    assert law.drawn("A", "S", related, related).view_box.startswith("0 0 960")
    alone = law.drawn("A", "S", [], related)
    assert (alone.left, alone.hidden, len(alone.boxes)) == (340, 3, 6)


def test_latex_takes_nothing_in_a_title_for_a_command():
    cited = Cited("a", "S/1", r"50 % of {A} & B_C \input", "en", "decision", "A", "O", "", None, "unknown", "u")
    text = citation.bibtex(cited)
    assert r"title = {{50 \% of \{A\} \& B\_C \textbackslash{}input}}" in text
    assert "year" not in text
    assert not re.search(r"\{\},$", text, re.M)


def test_fewer_cyrillic_letters_than_latin_ones_stand_in_a_line():
    latin, cyrillic = law.wrapped("ab " * 20)[0], law.wrapped("аб " * 20)[0]
    assert law.width(cyrillic) <= law.LETTERS
    assert len(cyrillic) < len(latin)
