"""The summary record of a meeting, drafted from its acts. Pure functions, no Django.

    draft(entries)     opening, one section for each time that an item was called, closing

What a paragraph says is a code with values; sentences are made at the door, in each language. A paragraph names the
entries that it tells, so that a reader finds the acts, and a correction its paragraph.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comity.record.entries import Entry

OPENING, ITEM, CLOSING = "opening", "item", "closing"
SPEAKING = {"statement": "spoke", "reply": "replied", "order": "order"}


@dataclass
class Paragraph:
    """code      of its sentence, in `words.MINUTED`
    seats     of whom it tells; nominations by their entries where it is about those
    entries   that it tells
    """

    code: str
    entries: list[int]
    seats: list[str] = field(default_factory=list)
    at: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Section:
    """What was said in one part of the meeting. `item` is the entry of what was under discussion; 0: none."""

    sort: str
    item: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)


def draft(entries: Iterable[Entry]) -> list[Section]:
    """The record of a meeting, from its acts in the order in which they were recorded."""
    drafting = _Drafting()
    for entry in entries:
        tell = TOLD.get(entry.kind)
        if tell:
            tell(drafting, entry)
    return [section for section in drafting.sections if section.paragraphs or section.item]


class _Drafting:
    """What was written so far.

    asked       by its entry, with what the floor was asked for
    languages   of the meeting
    """

    def __init__(self) -> None:
        self.sections = [Section(OPENING)]
        self.asked: dict[int, dict[str, Any]] = {}
        self.languages: list[str] = []
        self.was_there = False

    def say(self, code: str, entry: Entry, seats: Sequence[str] = (), **values: Any) -> None:
        self.sections[-1].paragraphs.append(Paragraph(code, [entry.seq], list(seats), entry.at, values))

    def begin(self, sort: str, item: int = 0) -> None:
        self.sections.append(Section(sort, item))

    def add_speaker(self, code: str, entry: Entry, seat: str) -> None:
        """Those who speak one after the other stand in one paragraph."""
        last = next(iter(self.sections[-1].paragraphs[-1:]), None)
        if last and last.code == code:
            last.entries.append(entry.seq)
            last.seats.append(seat)
        else:
            self.say(code, entry, [seat])


def _convened(drafting: _Drafting, entry: Entry) -> None:
    told = {name: entry.body.get(name, "") for name in ("body", "first", "city")}
    code = "convened_in" if told["city"] else "convened"
    if entry.body.get("format") == "extraordinary":
        code = "called"
    drafting.languages = entry.body.get("languages") or entry.findings.get("languages", [])
    drafting.say(code, entry, **told, format=entry.body.get("format", "regular"))


def _answered(drafting: _Drafting, entry: Entry) -> None:
    if entry.findings["convened"]:
        drafting.say("consented", entry)


def _moved(drafting: _Drafting, entry: Entry) -> None:
    drafting.say("moved", entry, first=entry.body["first"])


def _settled(drafting: _Drafting, entry: Entry) -> None:
    for code in ("agreed", "not_agreed"):
        if nominations := entry.findings.get(code):
            drafting.say(code, entry, [str(one) for one in nominations])


def _opened(drafting: _Drafting, entry: Entry) -> None:
    drafting.say("opened", entry)
    if needed := entry.findings.get("quorum"):
        drafting.say("quorum", entry, entitled=entry.findings["entitled"], needed=needed)


def _roll(drafting: _Drafting, entry: Entry) -> None:
    if came := entry.body.get("arrived_seat"):
        drafting.say("came_later" if drafting.was_there else "came", entry, came)
        drafting.was_there = True
    if left := entry.body.get("left_seat"):
        drafting.say("left", entry, left)


def _asked(drafting: _Drafting, entry: Entry) -> None:
    drafting.asked[entry.seq] = entry.body


def _spoke(drafting: _Drafting, entry: Entry) -> None:
    asked = drafting.asked.get(entry.findings.get("turn", 0), {})
    drafting.add_speaker(SPEAKING[asked.get("claim", "statement")], entry, entry.body["seat"])
    turn = entry.body if entry.body.get("language") else asked
    language, into = turn.get("language"), turn.get("interpretation_language")
    if language and into and language not in drafting.languages:
        drafting.say("in_language", entry, [entry.body["seat"]], language=language, into=into)


def _called(drafting: _Drafting, entry: Entry) -> None:
    drafting.begin(ITEM, int(entry.body["item"]))


def _gavelled(drafting: _Drafting, entry: Entry) -> None:
    drafting.say(entry.body.get("outcome", "adopted"), entry)


def _closed(drafting: _Drafting, entry: Entry) -> None:
    drafting.begin(CLOSING)
    drafting.say("closed", entry)


def _plain(code: str) -> "Teller":
    return lambda drafting, entry: drafting.say(code, entry)


def _agenda(drafting: _Drafting, entry: Entry) -> None:
    drafting.say("agenda", entry, count=len(entry.findings.get("items", ())))


Teller = Callable[[_Drafting, Entry], None]
TOLD: dict[str, Teller] = {
    "meetings.convene": _convened,
    "meetings.answer_proposal": _answered,
    "meetings.postpone": _moved,
    "meetings.agree_participants": _settled,
    "meetings.open_meeting": _opened,
    "meetings.roll": _roll,
    "meetings.adopt_agenda": _agenda,
    "meetings.call_item": _called,
    "meetings.ask_floor": _asked,
    "meetings.give_floor": _spoke,
    "meetings.limit_speaking": _plain("limits"),
    "meetings.suspend_meeting": _plain("suspended"),
    "meetings.resume_meeting": _plain("resumed"),
    "meetings.gavel": _gavelled,
    "meetings.close_meeting": _closed,
}
"""What is minuted, by kind of act. What only prepares the meeting, or is asked for and not given, is not."""


def numbered(sections: Iterable[Section]) -> Iterator[tuple[Section, list[tuple[int, Paragraph]]]]:
    """Each section with its paragraphs, numbered through the whole record."""
    number = 0
    for section in sections:
        paragraphs = []
        for paragraph in section.paragraphs:
            number += 1
            paragraphs.append((number, paragraph))
        yield section, paragraphs
