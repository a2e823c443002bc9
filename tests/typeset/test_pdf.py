"""Documents of record as PDF: in three scripts, to be read by a screen reader, and the same every time."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from comity.typeset import LANGUAGES, Paper, Part, pdf

PAPER = Paper(
    language="en",
    organisation="Assembly of Arcadia",
    title="Provisional agenda",
    day=date(2026, 11, 22),
    symbol="A/2026/AG.1",
    lead=("The Assembly meets in Strelsau.",),
    facts=(("Body", "Assembly"), ("Место", "Стрельсау"), ("日期", "2026年11月22日")),
    parts=(
        Part("Agenda", items=(("Adoption of the agenda", "10 min"), ("Peaceful settlement of disputes", ""))),
        Part("Participants", head=("State", "Name"), rows=(("Казахстан", "哈萨克斯坦"),), columns=(1, 2)),
    ),
    foot="Entries 12 to 40 of the record",
)


def read(paper: Paper) -> PdfReader:
    return PdfReader(BytesIO(pdf(paper)))


def text(paper: Paper) -> str:
    """With the spaces that a writer of Chinese does not set, and PDF does, taken out."""
    return "\n".join(page.extract_text() for page in read(paper).pages).replace(" ", "")


def test_whatever_is_said_stands_in_it_in_three_scripts() -> None:
    said = text(PAPER)
    for words in (
        "A/2026/AG.1",
        "Provisional agenda",
        "10 min",
        "Стрельсау",
        "2026年11月22日",
        "哈萨克斯坦",
        "12 to 40",
    ):
        assert words.replace(" ", "") in said


def test_the_same_paper_makes_the_same_bytes() -> None:
    assert pdf(PAPER) == pdf(PAPER)
    assert pdf(PAPER) != pdf(replace(PAPER, title="Agenda"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_is_told_the_language_the_title_and_the_structure(language: str) -> None:
    made = read(replace(PAPER, language=language))
    assert made.metadata.title == "Provisional agenda"
    assert made.metadata.creation_date.date() == PAPER.day
    assert made.root_object["/Lang"].startswith({"zh-hans": "zh"}.get(language, language))
    assert made.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in made.root_object["/Metadata"].get_data()


def test_what_looks_like_markup_is_said_as_it_stands() -> None:
    written = '#read("paper.typ") *bold* $x^2$ @who <label> \\ // [x]'
    assert written.replace(" ", "") in text(replace(PAPER, lead=(written,)))


def test_a_long_table_goes_on_over_pages_each_with_its_head() -> None:
    participants = Part("Participants", head=("State", "Name"), rows=(("Ruritania", "Head"),) * 90, columns=(1, 2))
    pages = read(replace(PAPER, parts=(participants,))).pages
    assert len(pages) > 2
    assert all("State" in page.extract_text() for page in pages)
    assert f"2/{len(pages)}" in pages[1].extract_text().replace(" ", "")


def test_an_exercise_says_so_on_every_page() -> None:
    notice = "An exercise: nothing in it is the position of any state."
    lines = Part("Statements", paragraphs=("A statement.",) * 90)
    pages = read(replace(PAPER, notice=notice, parts=(lines,))).pages
    assert all(notice in " ".join(page.extract_text().split()) for page in pages)


def test_a_character_that_our_fonts_lack_stops_nothing() -> None:
    assert "Provisional" in text(replace(PAPER, lead=("𠀀 हिन्दी",)))
