"""Documents: symbols and permanent addresses, when one is in force, what may be entered. Pure functions.

Every `refuse_…` answers with the reason, or None where there is none.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class Life:
    """When a document counts: what is known of its adoption, its period and its end. Ends are half-open."""

    adopted_on: date | None = None
    in_force_on: date | None = None
    since: date | None = None
    until: date | None = None
    withdrawn_on: date | None = None


def in_force(life: Life, on: date) -> bool | None:
    """Whether a document counts on a day; None where the sources do not let one say.

    It begins with its period, else with its entry into force, else with its adoption; it ends with its period, or
    when it is withdrawn.
    """
    begins = life.since or life.in_force_on or life.adopted_on
    ends = [day for day in (life.until, life.withdrawn_on) if day]
    if ends and min(ends) <= on:
        return False
    return None if begins is None else begins <= on


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


def refuse_unknown(document: str, known: bool) -> Refusal | None:
    return None if known else Refusal("", "no_such_document", {"document": document})


def refuse_if_known(document: str, known: bool) -> Refusal | None:
    return Refusal("", "already_entered", {"document": document}) if known else None


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


def segmented(text: str) -> str:
    """Chinese text cut into what a search index can hold: every character and every pair of neighbours.

    Words are not marked in Chinese; pairs find them without a dictionary, whatever a word is taken to be.
    """
    runs = re.findall(r"[\u3400-\u9fff\uf900-\ufaff]+", text)
    pairs = [run[place : place + 2] for run in runs for place in range(len(run) - 1)]
    return " ".join([*(character for run in runs for character in run), *pairs])
