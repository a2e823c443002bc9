"""Documents of record as PDF: what they say is data, how they look stands in `paper.typ`.

    pdf(Paper(title="Provisional agenda", …)) -> bytes

The same paper always makes the same bytes. Latin and Cyrillic are set in Libertinus, which Typst carries with it,
Chinese in a part of Noto Serif CJK with the characters of GB 2312 (`fonts/`, see the licence there): no font has to
be installed. Typst reads nothing of what is written as markup.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

HERE = Path(__file__).parent
LANGUAGES = {"en": ("en", None), "ru": ("ru", None), "zh-hans": ("zh", "cn")}
"""What Typst calls the languages of the site: it hyphenates, and chooses shapes of characters, by them."""


@dataclass(frozen=True)
class Part:
    """A section: paragraphs, then numbered items (text and note), then a table.

    columns   how wide the columns of the table are, in proportion; as many as each row has cells
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document of record in one language.

    language       of the site: en, ru, zh-hans
    organisation   its full name; `short` stands at the head of later pages, with the title
    symbol         the document's own, where it has one
    day            of the document, and of the file
    lead           paragraphs before all else
    facts          what it is about: names and values
    foot           whence it was taken: entries of the record
    notice         that it is an exercise, where it is one; it is said on every page
    """

    language: str
    organisation: str
    title: str
    day: date
    symbol: str = ""
    short: str = ""
    lead: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = field(default=())
    foot: str = ""
    notice: str = ""


def pdf(paper: Paper) -> bytes:
    """The paper as tagged PDF (PDF/UA-1), which a screen reader can follow.

    A character that our fonts lack is set in one of this machine's, if that has it, and the file claims no standard.
    """
    try:
        return _made(paper, _compiler(), "ua-1")
    except typst.TypstError:
        return _made(paper, _compiler(system_fonts=True))


def _made(paper: Paper, compiler: typst.Compiler, *standards: Literal["ua-1"]) -> bytes:
    made = compiler.compile(
        HERE / "paper.typ",
        format="pdf",
        sys_inputs={"paper": json.dumps(_told(paper), ensure_ascii=False)},
        timestamp=datetime.combine(paper.day, time(), UTC),
        pdf_standards=list(standards),
    )
    assert isinstance(made, bytes)
    return made


def _told(paper: Paper) -> dict[str, Any]:
    language, region = LANGUAGES[paper.language]
    day = [paper.day.year, paper.day.month, paper.day.day]
    short = paper.short or f"{paper.organisation} · {paper.title}"
    return asdict(paper) | {"language": language, "region": region, "day": day, "short": short}


@cache
def _compiler(system_fonts: bool = False) -> typst.Compiler:
    own = [HERE / "fonts"]
    return typst.Compiler(HERE / "paper.typ", root=HERE, font_paths=own, ignore_system_fonts=not system_fonts)
