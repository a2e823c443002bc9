"""What is told of a meeting at every door: agenda, participants, who is there, who speaks, the summary record."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import time_format
from django.utils.translation import get_language

from comity.charter.day import Moment
from comity.decisions import rows as decisions
from comity.decisions import telling as decision_telling
from comity.decisions.models import Decision
from comity.meetings import minutes, queries, reviews, rules, words
from comity.meetings.models import Correction, Item, Nomination, Objection, Session, Turn
from comity.record.entries import Entry
from comity.record.seats import Seat
from comity.record.sentences import SORTS, Names, address_of, day_told, listed, localised
from comity.register.models import Document
from comity.register.words import language_name

Row = dict[str, Any]


def session_row(row: Session, names: Names) -> Row:
    return {
        "entry": row.entry,
        "body": row.body,
        "body_name": names.of("body", row.body),
        "format": row.format,
        "format_name": words.FORMATS[row.format],
        "ordinal": row.ordinal,
        "first": row.first,
        "last": row.last,
        "city": row.city,
        "country": row.country,
        "country_name": names.of("state", row.country) if row.country else "",
        "languages": row.languages,
        "language_names": [language_name(tag) for tag in row.languages],
        "phase": row.phase,
        "phase_name": words.PHASES[row.phase],
        "is_over": row.phase in rules.OVER,
        "opened_at": row.opened_at,
        "opened_by": row.opened_by,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "entitled": row.entitled,
        "quorum": row.quorum,
        "agenda_by": row.agenda_by,
        "circulated_by": row.circulated_by,
        "corrections_until": row.corrections_until,
        "approved_by": row.approved_by,
        "was_first": row.was_first,
        "was_last": row.was_last,
        "moved_by": row.moved_by,
        "called_off_by": row.called_off_by,
        "grounds": row.grounds,
        "initiators": row.initiators,
        "consented_by": row.consented_by,
        "item": row.item,
    }


def agenda_rows(code: int) -> list[Row]:
    """The items in order, numbered as they stand; each with its documents."""
    items = list(queries.agenda(code))
    titles = _titles(items)
    return [_item_row(item, number, titles) for number, item in enumerate(items, 1)]


def _titles(items: Iterable[Item]) -> dict[str, dict[str, str]]:
    wanted = {document for item in items for document in item.document}
    found = Document.objects.filter(code__in=wanted).values_list("code", "title") if wanted else ()
    return dict(found)


def _item_row(item: Item, number: int, titles: dict[str, dict[str, str]]) -> Row:
    return {
        "entry": item.entry,
        "number": number,
        "title": localised(item.title),
        "wording": item.title,
        "documents": [{"code": code, "wording": titles.get(code, {"en": code})} for code in item.document],
        "minutes": item.minutes,
        "decision": item.decision,
        "decision_address": decision_address(item.decision),
        "review": item.review,
        "outcome": item.outcome,
        "outcome_name": words.OUTCOMES[item.outcome],
        "concluded_at": item.concluded_at,
        "concluded_by": item.concluded_by,
        "called_by": item.called_by,
    }


def review_rows(row: Session, presides: bool) -> list[Row]:
    """What the body is to look at again by the end of the meeting, and has on no agenda.

    presides   whether the reader may put it there; before the meeting only as long as the agenda is not adopted
    """
    if row.phase not in reviews.HELD:
        return []
    may_add = presides and not (row.agenda_by and row.phase == rules.CONVENED)
    return [
        {
            "entry": one.entry,
            "wording": one.title,
            "review_on": one.review_on,
            "address": decision_address(one.entry),
            "may_add": may_add,
        }
        for one in reviews.pending(row)
    ]


def decision_address(decision: int | None) -> str:
    """The page of a decision; that of its entry while decisions have none."""
    if decision is None:
        return ""
    address = SORTS["decision"].address if "decision" in SORTS else None
    return address_of(address or "entry", decision)


def in_progress(code: int | None, day: Moment, names: Names, readers: Collection[str] | None = None) -> Row | None:
    """The decision before the meeting, and how it stands.

    readers   only what is for these audiences is told; None: all that the reader may know
    """
    found = Decision.objects.filter(entry=code).first()
    if found is None or not (readers is None or found.audience in readers):
        return None
    shown = decisions.positions_shown(found) and (readers is None or found.positions_audience in readers)
    what = decision_telling.what(found, day, names, decisions.seats(found, day), shown)
    return {"wording": found.title, "what": what, "address": decision_address(code)}


def nomination_rows(code: int, names: Names) -> list[Row]:
    """Who was proposed as a participant, with the objections that stand."""
    found = list(Nomination.objects.filter(session=code).order_by("entry"))
    objections: dict[int, list[str]] = {}
    for row in Objection.objects.filter(nomination__in=[one.entry for one in found], lifted_by=None):
        objections.setdefault(row.nomination, []).append(names.of("state", row.state))
    return [
        {
            "entry": row.entry,
            "seat": row.seat,
            "state": Seat(row.seat).state or "",
            "name": localised(queries.participant_name(row, names.on)),
            "wording": queries.participant_name(row, names.on),
            "capacity": row.capacity,
            "capacity_name": words.CAPACITIES[row.capacity],
            "until": row.until,
            "phase": row.phase,
            "phase_name": words.NOMINATED[row.phase],
            "settled_by": row.settled_by,
            "objections": objections.get(row.entry, []),
        }
        for row in found
    ]


def presence(code: int, names: Names, seats: dict[str, str]) -> Row:
    """Who is there of those who take part, and whether they are enough."""
    here = set(queries.present(code))
    row = queries.session_row(code)
    quorum = row.quorum if row else None
    members = queries.members_present(code, names.on)
    expected = [seat for seat in queries.taking_part(code, names.on) if seat not in queries.PRESIDING]
    listed = dict.fromkeys([*expected, *sorted(here - set(queries.PRESIDING)), *queries.PRESIDING])
    return {
        "listed": [
            {"seat": seat, "name": seats.get(seat, seat), "present": seat in here}
            for seat in listed
            if seat in here or seat not in queries.PRESIDING
        ],
        "members": members,
        "quorum": quorum,
        "quorate": quorum is None or members >= quorum,
    }


def speakers(code: int, seats: dict[str, str], now: datetime | None = None) -> Row:
    """Who speaks, who waits in which order, and who has spoken.

    now   for whom the clock runs; None on a page that stays as it is until the next act
    """
    rows = {row.entry: row for row in Turn.objects.filter(session=code).order_by("entry")}
    turns = queries.turns(code)
    present = rules.speaking(turns)
    spoken = [rows[turn.entry] for turn in turns if turn.given_at and turn.ended_at]
    return {
        "speaking": turn_row(rows[present.entry], seats, now) if present else None,
        "waiting": [turn_row(rows[turn.entry], seats, now) for turn in rules.in_order(turns)],
        "spoken": [turn_row(row, seats, now) for row in spoken],
    }


def turn_row(row: Turn, seats: dict[str, str], now: datetime | None) -> Row:
    """A wish to speak. `ends_at` is when its time is over; `left` so many seconds from now, below 0 where it is."""
    ends_at = row.given_at + timedelta(minutes=row.minutes) if row.given_at and row.minutes else None
    left = int((ends_at - now).total_seconds()) if ends_at and now else None
    return {
        "entry": row.entry,
        "seat": row.seat,
        "name": seats.get(row.seat, row.seat),
        "claim": row.claim,
        "claim_name": words.CLAIMS[row.claim],
        "language": row.language,
        "language_name": language_name(row.language) if row.language else "",
        "interpretation": row.interpretation,
        "interpretation_name": language_name(row.interpretation) if row.interpretation else "",
        "item": row.item,
        "minutes": row.minutes,
        "asked_at": row.asked_at,
        "given_at": row.given_at,
        "ended_at": row.ended_at,
        "ends_at": ends_at,
        "left": left,
        "left_told": clock_told(left) if left is not None else "",
    }


def clock_told(seconds: int) -> str:
    """133 as 2:13; what is over, with a minus."""
    whole = abs(seconds)
    return f"{'−' if seconds < 0 else ''}{whole // 60}:{whole % 60:02}"


# The time line, and the summary record


def record_sections(entries: Iterable[Entry], code: int, names: Names, seats: dict[str, str]) -> list[Row]:
    """The summary record in the reader's language, with what was corrected."""
    titles = {row["entry"]: row for row in agenda_rows(code)}
    corrections: dict[int, list[Correction]] = {}
    for row in Correction.objects.filter(session=code).order_by("entry"):
        corrections.setdefault(row.paragraph, []).append(row)
    return [
        {
            "sort": section.sort,
            "item": titles.get(section.item),
            "paragraphs": [_paragraph(number, one, names, seats, corrections) for number, one in paragraphs],
        }
        for section, paragraphs in minutes.numbered(minutes.draft(entries))
    ]


def _paragraph(
    number: int,
    paragraph: minutes.Paragraph,
    names: Names,
    seats: dict[str, str],
    corrections: dict[int, list[Correction]],
) -> Row:
    corrected = [row for entry in paragraph.entries for row in corrections.get(entry, ())]
    return {
        "number": number,
        "text": paragraph_text(paragraph, names, seats),
        "entries": paragraph.entries,
        "corrections": [
            {"entry": row.entry, "name": seats.get(row.seat, row.seat), "wording": localised(row.wording)}
            for row in corrected
        ],
    }


def paragraph_text(paragraph: minutes.Paragraph, names: Names, seats: dict[str, str]) -> str:
    """The sentence of a paragraph, in the reader's language."""
    values = dict(paragraph.values)
    values["seats"] = listed(_who(one, names, seats) for one in paragraph.seats)
    values["time"] = f"{time_format(paragraph.at, 'H:i')} UTC" if paragraph.at else ""
    if "body" in values:
        values["body"] = names.of("body", values["body"])
        values["format"] = words.FORMATS[values["format"]]
    for name in values.keys() & {"language", "into"}:
        values[name] = language_name(values[name])
    if "first" in values:
        values["first"] = day_told(datetime.fromisoformat(values["first"]).date())
    if paragraph.code != "limits":
        return str(words.MINUTED[paragraph.code]) % values
    limits = paragraph.values
    return str(words.limited(**limits)) % (limits | {"only_seat": _who(limits["only_seat"] or "", names, seats)})


def _who(one: str, names: Names, seats: dict[str, str]) -> str:
    return names.of("nomination", one) if one.isdecimal() else seats.get(one, one)


def days_told(first: date, last: date) -> str:
    """From one day to another, without telling twice what both have in common: “2–3 December 2026”."""
    if first == last:
        return day_told(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_told(first)} – {day_told(last)}"
    if (get_language() or "").startswith("zh"):
        return f"{day_told(first)}至{last.day}日"
    return f"{first.day}–{day_told(last)}"
