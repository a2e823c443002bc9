"""Documents: symbols and permanent addresses, when one is in force, what may be entered. Pure functions.

Every `refuse_…` answers with the reason, or None where there is none.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from comity.record.audiences import PUBLIC
from comity.record.refusals import Refusal

ABBREVIATIONS = {
    "charter": "CHA",
    "treaty": "TRE",
    "convention": "CON",
    "agreement": "AGR",
    "memorandum": "MEM",
    "regulation": "REG",
    "decision": "DEC",
    "declaration": "DCL",
    "statement": "STA",
    "strategy": "STR",
    "programme": "PRG",
    "action-plan": "PLA",
    "roadmap": "RMP",
    "concept": "CPT",
}
"""The types of documents, and how each is written in a symbol."""

UNDATED = "0000"
"""The year in the symbol and the address of a document whose year no source tells."""


RATIFIED = ("charter", "treaty", "convention", "agreement")
"""The types that enter into force by ratification: the day of their signature does not tell when."""

PLANS = ("strategy", "programme", "action-plan", "roadmap", "concept")
"""The types that one expects to be followed by another when their period ends."""


@dataclass(frozen=True)
class Life:
    """When a document counts: what is known of its adoption, its period and its end. Ends are half-open."""

    adopted_on: date | None = None
    in_force_on: date | None = None
    since: date | None = None
    until: date | None = None
    withdrawn_on: date | None = None
    replaced_on: date | None = None
    type: str = "decision"


@dataclass(frozen=True)
class Standing:
    """Whether a document counts on a day, why, and since which day that is so.

    in_force   None where the sources do not let one say
    why        ended, withdrawn, replaced, not-adopted, undated, not-ratified, not-begun, period, entered, adopted
    """

    in_force: bool | None
    why: str
    day: date | None = None


def standing(life: Life, on: date) -> Standing:
    """A document begins with its period, else with its entry into force, else with its adoption.

    It ends with its period, or when it is withdrawn or replaced. What is ratified does not begin with its signature.
    """
    ends = {"withdrawn": life.withdrawn_on, "replaced": life.replaced_on, "ended": life.until}
    over = [(day, why) for why, day in ends.items() if day and day <= on]
    if over:
        day, why = min(over)
        return Standing(False, why, day)
    if life.adopted_on and life.adopted_on > on:
        return Standing(False, "not-adopted", life.adopted_on)
    why, begins = _beginning(life)
    if begins is None:
        return Standing(None, why)
    return Standing(True, why, begins) if begins <= on else Standing(False, "not-begun", begins)


def _beginning(life: Life) -> tuple[str, date | None]:
    if life.since:
        return "period", life.since
    if life.in_force_on:
        return "entered", life.in_force_on
    if life.adopted_on is None:
        return "undated", None
    return ("not-ratified", None) if life.type in RATIFIED else ("adopted", life.adopted_on)


def in_force(life: Life, on: date) -> bool | None:
    """Whether a document counts on a day; None where the sources do not let one say."""
    return standing(life, on).in_force


def symbol(organisation: str, body: str, year: str, type: str, number: int) -> str:
    """A symbol: organisation, body, year, type and number, `SCO/CHS/2025/DEC.3`."""
    return f"{organisation}/{body}/{year}/{ABBREVIATIONS[type]}.{number}"


def next_number(organisation: str, body: str, year: str, type: str, taken: Iterable[str]) -> int:
    """The first number behind all that are taken in a series."""
    series = re.compile(re.escape(symbol(organisation, body, year, type, 0)[:-1]) + r"(\d+)")
    numbers = [int(match[1]) for known in taken if (match := series.fullmatch(known))]
    return max(numbers, default=0) + 1


def refuse_symbol_taken(symbol: str, holder: str | None, free: str) -> Refusal | None:
    """holder   the document that bears the symbol; free   the next symbol of the series"""
    if holder is None:
        return None
    return Refusal("", "symbol_taken", {"symbol": symbol, "document": holder, "free": free})


def refuse_foreign_symbol(symbol: str, prefix: str) -> Refusal | None:
    """A symbol begins as the document's organisation, body, year and type demand."""
    if re.fullmatch(re.escape(prefix) + r"[1-9]\d{0,4}", symbol):
        return None
    return Refusal("", "symbol_does_not_fit", {"symbol": symbol, "prefix": prefix})


def refuse_period(since: date | None, until: date | None) -> Refusal | None:
    if since is None or until is None or since < until:
        return None
    return Refusal("", "ends_before_it_begins", {"since": since.isoformat(), "until": until.isoformat()})


def refuse_opening_open(document: str, audience: str, release_on: date | None) -> Refusal | None:
    """Only what is closed can open."""
    if release_on is None or audience != PUBLIC:
        return None
    return Refusal("", "nothing_to_open", {"document": document})


def refuse_unknown(document: str, known: bool) -> Refusal | None:
    return None if known else Refusal("", "no_such_document", {"document": document})


def refuse_if_known(document: str, known: bool) -> Refusal | None:
    return Refusal("", "already_entered", {"document": document}) if known else None


def refuse_audiences(document: str, other: str, relation: str, own: str, its: str) -> Refusal | None:
    """Why two documents may not be related for what it would tell: `own` and `its` are who may read them."""
    if PUBLIC not in (own, its) and own != its:
        return Refusal("", "two_audiences", {"document": document, "other_document": other})
    if relation == "replaces" and own != PUBLIC and its == PUBLIC:
        return Refusal("", "closed_replaces_open", {"document": document})
    return None


def refuse_relation(document: str, other: str, existing: Collection[str]) -> Refusal | None:
    """existing   the documents that are related to `document` in the same way already"""
    if document == other:
        return Refusal("", "related_to_itself", {"document": document})
    if other in existing:
        return Refusal("", "already_related", {"document": document, "other_document": other})
    return None


def refuse_withdrawn(document: str, withdrawn_on: date | None) -> Refusal | None:
    if withdrawn_on is None:
        return None
    return Refusal("", "already_withdrawn", {"document": document, "on": withdrawn_on.isoformat()})


QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›「」『』《》〈〉"), '"') | dict.fromkeys(map(ord, "‘’"), "'")
"""What stands round a phrase or a title in the three scripts, and how a search is told of it."""
JOINED = r"(?<=\S)[-‐‑‒–—](?=\d)"
"""A dash before a figure, `2016-2020`, `COVID-19`. A search index would take it for the sign of a negative number."""
YO = {ord("ё"): "е", ord("Ё"): "Е"}
"""In Russian one may write either, so a search takes them for the same."""
LOOSE = re.compile(r"(?<!\S)[-‐‑‒–—]+(?!\S)")
"""A dash between spaces, which would exclude what follows it."""


def plainly(text: str) -> str:
    """What a reader typed or pasted, as a search takes it: signs of full width, quotation marks, dashes, spaces."""
    text = unicodedata.normalize("NFKC", text.replace("\0", " ")).translate(QUOTES | YO)
    return " ".join(LOOSE.sub(" ", text).split())


def alike(text: str) -> str:
    """What an index of words takes of a text, so that it is found by what `searched` asks (`models.weighed`)."""
    return re.sub(JOINED, " ", text.translate(YO))


HAN_RANGES = "\u3400-\u9fff\uf900-\ufaff"
HAN = re.compile(f"[{HAN_RANGES}]+")
FIGURED = re.compile(rf"[^\s{HAN_RANGES}-][^\s{HAN_RANGES}]*?{JOINED}[^\s{HAN_RANGES}]*")


def segmented(text: str) -> str:
    """Chinese text cut into what a search index can hold: every character and every pair of neighbours.

    Words are not marked in Chinese; pairs find them without a dictionary, whatever a word is taken to be. The pairs
    come first: a phrase is found by the places of its pairs, and an index counts places no further than 16,383.
    """
    runs = HAN.findall(text)
    return " ".join(
        [*(pair for run in runs for pair in _pairs(run)), *(character for run in runs for character in run)]
    )


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def searched(text: str) -> str:
    """What a reader searches for, as the index is asked: Chinese as a phrase of its pairs, `2016-2020` as a phrase.

    The rest stays as it is: quotation marks, `or` and `-` keep their meaning (`websearch_to_tsquery`).
    """
    quoted = text.split('"')
    return '"'.join(_phrases(part, inside=place % 2 == 1) for place, part in enumerate(quoted))


def _phrases(text: str, inside: bool) -> str:
    def phrase(run: re.Match[str]) -> str:
        pairs = " ".join(_pairs(run[0]) or [run[0]])
        return f" {pairs} " if inside else f'"{pairs}" '

    return HAN.sub(phrase, re.sub(JOINED, " ", text) if inside else FIGURED.sub(_as_phrase, text))


def _as_phrase(found: re.Match[str]) -> str:
    return '"' + re.sub(JOINED, " ", found[0]) + '"'


def has_words(text: str) -> bool:
    """Whether there is a letter or a figure to search for."""
    return any(character.isalnum() for character in text)
