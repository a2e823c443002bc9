"""What the charter says, on a day: pure look-ups over frozen values.

What is not provided for is None or empty; what to make of that is for those who ask.
"""

import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import BaseModel

from comity.charter.deciding import Positions
from comity.charter.organs import Competence
from comity.charter.references import Path
from comity.charter.schema import Charter
from comity.charter.values import Dated
from comity.charter.ways import Step, Withdrawal
from comity.record.text import LocalisedText

Value = TypeVar("Value", bound=Dated)


def counts(value: Dated, on: date) -> bool:
    """Whether a dated value is in force on a day; its first day is in, its `until` is out."""
    return (value.since is None or value.since <= on) and (value.until is None or on < value.until)


def in_force(values: Iterable[Value], on: date) -> Value | None:
    """The one of several dated values that is in force on a day: a seat, a title, a scale."""
    return next((value for value in values if counts(value, on)), None)


# Who may do what


def competence(charter: Charter, name: str, on: date) -> Competence | None:
    """A competence by its name, if it exists on that day."""
    found = charter.competences.get(name)
    return found if found and counts(found, on) else None


def competent_body(charter: Charter, name: str, on: date) -> str | None:
    """The code of the body that may decide it on that day."""
    if competence(charter, name, on) is None:
        return None
    having = (code for code, body in charter.bodies.items() if name in body.competences and counts(body, on))
    return next(having, None)


def positions(charter: Charter, name: str, body: str) -> Positions | None:
    """Who may read positions: what is said of the competence, else of the body, else of all; None if nothing is."""
    of_competence, of_body = charter.competences.get(name), charter.bodies.get(body)
    found = (of_competence and of_competence.positions) or (of_body and of_body.positions)
    return found or charter.positions


def statuses_in_force(charter: Charter, on: date) -> tuple[str, ...]:
    """The statuses that a state can hold on that day, by rank."""
    known = (name for name, status in charter.statuses.items() if counts(status, on))
    return tuple(sorted(known, key=lambda name: charter.statuses[name].rank))


def has_right(charter: Charter, status: str, right: str, on: date) -> bool:
    """Whether a status gives a right on that day; a status that is unknown or past gives none."""
    found = charter.statuses.get(status)
    return found is not None and counts(found, on) and right in found.rights


def statuses_with(charter: Charter, right: str, on: date) -> tuple[str, ...]:
    """The statuses that give a right on that day, by rank."""
    return tuple(name for name in statuses_in_force(charter, on) if has_right(charter, name, right, on))


# Order and turn


def alphabetical(word: str) -> tuple[tuple[int, ...], str]:
    """A key by which names sort as in a dictionary of Russian, or of a language in Latin letters.

    In Russian ё comes after е and й after и, each a letter of its own; other accents and case only break ties.
    Chinese names sort by code point: their dictionary order needs data that is not in the standard library.
    """
    letters = unicodedata.normalize("NFC", word).casefold()
    return tuple(place for letter in letters for place in _places(letter)), word


def _places(letter: str) -> Iterator[int]:
    if "а" <= letter <= "я" or letter == "ё":
        # Doubled, so that there is room between е and ж for ё, which Unicode puts behind я.
        yield 2 * ord("е") + 1 if letter == "ё" else 2 * ord(letter)
        return
    for part in unicodedata.normalize("NFKD", letter):
        if part.isalnum() or part == " ":
            yield 2 * ord(part)


def ordered(names: Mapping[str, LocalisedText], language: str) -> list[str]:
    """The codes in the alphabetical order of their names in a language; equal names by code."""
    return sorted(names, key=lambda code: (alphabetical(names[code][language]), code))


def seating(charter: Charter, names: Mapping[str, LocalisedText]) -> list[str]:
    """The codes of states in the charter's order."""
    return ordered(names, charter.seating.language)


def next_in_rotation(
    charter: Charter,
    previous: str | None,
    names: Mapping[str, LocalisedText],
    language: str | None = None,
) -> str | None:
    """The state whose turn comes after that of `previous`.

    names      of the states that take turns; that of `previous` may be given too, or it counts as none
    language   whose alphabet counts, as an office may have its own; without it the chairmanship's

    None where there is no rotation or nobody to take a turn.
    """
    turns = _turns(charter, names, language)
    if not turns:
        return None
    return turns[(turns.index(previous) + 1) % len(turns)] if previous in turns else turns[0]


def _turns(charter: Charter, names: Mapping[str, LocalisedText], language: str | None) -> list[str]:
    """Those who take turns, in their order: by the chairmanship's list, else by an alphabet."""
    chairmanship = charter.chairmanship
    if chairmanship and chairmanship.order and not language:
        return [code for code in chairmanship.order if code in names]
    alphabet = language or (chairmanship.rotation_language if chairmanship else None)
    return ordered(names, alphabet) if alphabet else []


# The way in and out


def step(charter: Charter, act: str) -> Step | None:
    """The step on the path of accession that an act of this kind takes."""
    return next((step for step in charter.accession.steps if step.act == act), None)


def step_article(charter: Charter, act: str) -> str:
    """The provision for a step on the path of accession; that of the path itself for any other act."""
    found = step(charter, act)
    return found.article if found else charter.accession.article


def steps_before(charter: Charter, act: str) -> tuple[str, ...]:
    """The kinds of act that must have been done before this one, in order; none if it is no step.

    A step with dates of its own holds nothing up and is not among them.
    """
    acts = [step.act for step in charter.accession.steps]
    if act not in acts:
        return ()
    before = charter.accession.steps[: acts.index(act)]
    return tuple(step.act for step in before if not step.own_dates)


def next_step(charter: Charter, done: Collection[str]) -> Step | None:
    """The first step not done yet on which others wait; after those, one with dates of its own; None at the end."""
    left = [step for step in charter.accession.steps if step.act not in done]
    return next((step for step in left if not step.own_dates), left[0] if left else None)


def withdrawal_earliest(withdrawal: Withdrawal, notified_on: date) -> date:
    """The first day on which a withdrawal notified on a day can take effect.

    Calendar months; where the month has no such day, its last. Days beyond the calendar's end are its last day.
    """
    months = notified_on.month - 1 + withdrawal.notice_months
    year, month = notified_on.year + months // 12, months % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(notified_on.day, monthrange(year, month)[1]))


# What rests on what


@dataclass(frozen=True)
class Governed:
    """Something that rests on a provision: a table of the charter (`body`) and its name there (`CHS`).

    A table that occurs once (`withdrawal`) has no name; a step on the path of accession has its act's.
    """

    table: str
    name: str = ""


def article_refs(charter: Charter) -> dict[str, tuple[Governed, ...]]:
    """What each provision governs, in the charter's order; a provision that governs nothing here is there too."""
    known = (*sorted(charter.articles, key=_number), *charter.regulations)
    governed: dict[str, list[Governed]] = {ref: [] for ref in known}
    for _, ref, what in provided(charter):
        governed.setdefault(ref, []).append(what)
    return {ref: tuple(dict.fromkeys(what)) for ref, what in governed.items()}


def provided(charter: Charter) -> Iterator[tuple[Path, str, Governed]]:
    """Every place of the charter that names a provision: its path, the provision, and what rests on it."""
    for path, value in places(charter):
        for key in ("article", "founding_instrument"):
            if isinstance(value, BaseModel) and isinstance(ref := getattr(value, key, None), str):
                yield (*path, key), ref, _governed(path, value)


def places(charter: Charter) -> Iterator[tuple[Path, object]]:
    """Every value of the charter that is there, with its path, in the order of the schema."""
    ahead: list[tuple[Path, object]] = [((), charter)]
    while ahead:
        path, value = ahead.pop()
        yield path, value
        # From the back, so that what comes first is taken from the stack first.
        ahead.extend(reversed([((*path, key), inner) for key, inner in _inside(value) if inner is not None]))


def _governed(path: Path, value: BaseModel) -> Governed:
    if isinstance(value, Step):
        return Governed("step", value.act)
    return Governed(str(path[0]), str(path[1]) if len(path) > 1 and isinstance(path[1], str) else "")


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, BaseModel) and not isinstance(value, LocalisedText):
        fields = type(value).model_fields.items()
        yield from ((field.alias or name, getattr(value, name)) for name, field in fields)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def _number(ref: str) -> tuple[int, str]:
    return (int(ref) if ref.isdecimal() else 10_000), ref
