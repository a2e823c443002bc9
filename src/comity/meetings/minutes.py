"""The summary record of a meeting, drafted from its acts. Pure functions, no Django.

    draft(entries)     opening, one section for each time that an item was called, closing

What a paragraph says is a code with values; sentences are made at the door, in each language. A paragraph names the
entries that it tells, so that a reader finds the acts, and a correction its paragraph.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comity.record.entries import Entry
from comity.record.seats import CHAIR, SECRETARIAT

OPENING, ITEM, CLOSING = "opening", "item", "closing"
PRESENCE = ("came", "came_later", "left")
SPEAKING = {"statement": "spoke", "reply": "replied", "order": "order"}


@dataclass
class Paragraph:
    """code      of its sentence, in `words`
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
    """What was said in one part of the meeting.

    item     the entry of what was under discussion; 0: none
    called   what is told where nothing was said
    """

    sort: str
    item: int = 0
    called: Paragraph | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


def draft(entries: Iterable[Entry]) -> list[Section]:
    """The record of a meeting, from its acts in the order in which they were recorded.

    An item that was called and left without a word is told where it came back; if it never did, that it was called.
    """
    drafting = _Drafting()
    for entry in entries:
        tell = TOLD.get(entry.kind)
        if tell:
            tell(drafting, entry)
    return [section for section in drafting.sections if section.paragraphs or _left_so(section, drafting.sections)]


def _left_so(section: Section, sections: Collection[Section]) -> bool:
    """Whether nothing was said in it, and the item did not come back; that is told then."""
    same = [one for one in sections if one.item == section.item]
    if section.called is None or any(one.paragraphs for one in same) or same[0] is not section:
        return False
    section.paragraphs.append(section.called)
    return True


class _Drafting:
    """What was written so far.

    asked         by its entry, with what the floor was asked for
    languages     of the meeting
    present       who were there from the start
    roll_called   whether that was entered by who presides
    """

    def __init__(self) -> None:
        self.sections = [Section(OPENING)]
        self.asked: dict[int, dict[str, Any]] = {}
        self.languages: list[str] = []
        self.present: Paragraph | None = None
        self.roll_called = False

    def say(self, code: str, entry: Entry, seats: Sequence[str] = (), **values: Any) -> Paragraph:
        said = Paragraph(code, [entry.seq], list(dict.fromkeys(seats)), entry.at, values)
        self.sections[-1].paragraphs.append(said)
        return said

    def begin(self, sort: str, item: int = 0, called: Paragraph | None = None) -> None:
        self.sections.append(Section(sort, item, called))

    def join(self, last: Paragraph | None, code: str, entry: Entry, seats: Sequence[str]) -> None:
        """Tell it in a paragraph of before; in one of its own where there is none."""
        if last is None:
            self.say(code, entry, seats)
            return
        last.entries.append(entry.seq)
        last.seats += [seat for seat in seats if seat not in last.seats]

    def add_speaker(self, code: str, entry: Entry, seat: str) -> None:
        """Those who speak one after the other stand in one paragraph."""
        self.join(self.last(code), code, entry, [seat])

    def last(self, code: str) -> Paragraph | None:
        """The paragraph with which the section ends, if it is one of that code."""
        last = next(iter(self.sections[-1].paragraphs[-1:]), None)
        return last if last and last.code == code else None

    def same_minute(self, code: str, entry: Entry) -> Paragraph | None:
        """What the section ends with about coming and going in the minute of the entry."""
        for one in reversed(self.sections[-1].paragraphs):
            if one.code not in PRESENCE or not _one_minute(one.at, entry.at):
                return None
            if one.code == code:
                return one
        return None


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


def _one_minute(one: datetime | None, other: datetime | None) -> bool:
    return bool(one and other) and one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def _roll(drafting: _Drafting, entry: Entry) -> None:
    if came := entry.findings.get("came", entry.body.get("arrived_seat")):
        _came(drafting, entry, came)
    if left := entry.body.get("left_seat"):
        drafting.join(drafting.same_minute("left", entry), "left", entry, left)


def _came(drafting: _Drafting, entry: Entry, came: Sequence[str]) -> None:
    """Present from the start is who says so before the roll is called, is on it, or comes in its minute."""
    there, presides = drafting.present, entry.seat in (CHAIR, SECRETARIAT)
    opening = len(drafting.sections) == 1 and not drafting.roll_called
    if there is None:
        drafting.present = drafting.say("came", entry, came)
    elif opening or _one_minute(there.at, entry.at):
        drafting.join(there, "came", entry, came)
        there.at = entry.at
    else:
        drafting.join(drafting.same_minute("came_later", entry), "came_later", entry, came)
    drafting.roll_called |= presides


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
    """An item that is under discussion already, and is called once more, goes on."""
    if drafting.sections[-1].item != (item := int(entry.body["item"])):
        drafting.begin(ITEM, item, Paragraph("called_item", [entry.seq], at=entry.at))


def _gavelled(drafting: _Drafting, entry: Entry) -> None:
    drafting.say(entry.body.get("outcome", "adopted"), entry)


def _closed(drafting: _Drafting, entry: Entry) -> None:
    drafting.begin(CLOSING)
    drafting.say("closed", entry)


def _limited(drafting: _Drafting, entry: Entry) -> None:
    """What is set again at once for the same, or for all, is told once: as it counts then."""
    limits = {name: entry.body.get(name) for name in ("minutes", "turns", "only_seat")}
    limits["speakers_list"] = entry.body.get("speakers_list", "open")
    last = drafting.last("limits")
    if last is None or last.values["only_seat"] != limits["only_seat"]:
        drafting.say("limits", entry, **limits)
    else:
        last.entries.append(entry.seq)
        last.values = limits


def _plain(code: str) -> "Teller":
    return lambda drafting, entry: drafting.say(code, entry)


def _agenda(drafting: _Drafting, entry: Entry) -> None:
    drafting.say("agenda", entry, count=len(entry.findings.get("items", ())))


Teller = Callable[[_Drafting, Entry], None]
TOLD: dict[str, Teller] = {
    "meetings.convene": _convened,
    "meetings.answer_proposal": _answered,
    "meetings.note_consent": _answered,
    "meetings.postpone": _moved,
    "meetings.agree_participants": _settled,
    "meetings.open_meeting": _opened,
    "meetings.roll": _roll,
    "meetings.adopt_agenda": _agenda,
    "meetings.call_item": _called,
    "meetings.ask_floor": _asked,
    "meetings.give_floor": _spoke,
    "meetings.limit_speaking": _limited,
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
