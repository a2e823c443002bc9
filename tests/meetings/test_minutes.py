"""The summary record is a pure function of the acts: these are made by hand, and no database is asked."""

from datetime import UTC, date, datetime, timedelta

from comity.meetings import minutes
from comity.record.entries import Entry
from comity.record.seats import Seat

BEGIN = datetime(2031, 3, 1, 9, tzinfo=UTC)


def acts(*told: tuple[str, dict, dict]) -> list[Entry]:
    """Entries of a meeting, one a minute, numbered from 1."""
    return [
        Entry(
            seq=number,
            kind=f"meetings.{kind}",
            version=1,
            on=date(2031, 3, 1),
            at=BEGIN + timedelta(minutes=number),
            seat=Seat("chair"),
            body=body,
            findings=findings,
        )
        for number, (kind, body, findings) in enumerate(told, 1)
    ]


def test_those_who_speak_one_after_the_other_stand_in_one_paragraph():
    entries = acts(
        ("ask_floor", {"seat": "delegation:XB", "claim": "reply"}, {}),
        ("give_floor", {"seat": "delegation:XA"}, {"turn": 0}),
        ("give_floor", {"seat": "delegation:XR"}, {"turn": 0}),
        ("give_floor", {"seat": "delegation:XB"}, {"turn": 1}),
        ("give_floor", {"seat": "delegation:XA"}, {"turn": 0}),
    )
    (opening,) = minutes.draft(entries)
    assert [(one.code, one.seats, one.entries) for one in opening.paragraphs] == [
        ("spoke", ["delegation:XA", "delegation:XR"], [2, 3]),
        ("replied", ["delegation:XB"], [4]),
        ("spoke", ["delegation:XA"], [5]),
    ]


def test_an_item_that_is_called_twice_has_two_sections():
    entries = acts(
        ("call_item", {"item": "7"}, {}),
        ("gavel", {"item": "7", "outcome": "deferred"}, {}),
        ("call_item", {"item": "8"}, {}),
        ("call_item", {"item": "7"}, {}),
        ("gavel", {"item": "7"}, {}),
    )
    sections = minutes.draft(entries)
    assert [(one.item, [said.code for said in one.paragraphs]) for one in sections] == [
        (7, ["deferred"]),
        (8, []),
        (7, ["adopted"]),
    ]


def test_what_only_prepares_is_not_minuted():
    entries = acts(("nominate", {}, {}), ("add_item", {}, {}), ("yield_floor", {}, {}), ("correct_record", {}, {}))
    assert minutes.draft(entries) == []


def test_the_first_roll_tells_who_was_present_and_later_ones_who_came():
    entries = acts(
        ("roll", {"arrived_seat": ["delegation:XA"]}, {}),
        ("roll", {"arrived_seat": ["delegation:XB"], "left_seat": ["delegation:XA"]}, {}),
    )
    (opening,) = minutes.draft(entries)
    assert [one.code for one in opening.paragraphs] == ["came", "came_later", "left"]


def test_paragraphs_are_numbered_through_the_whole_record():
    entries = acts(("open_meeting", {}, {"quorum": 2, "entitled": 3}), ("call_item", {"item": "7"}, {}))
    entries += acts(("gavel", {"item": "7"}, {}), ("close_meeting", {}, {}))
    numbers = [number for _section, found in minutes.numbered(minutes.draft(entries)) for number, _one in found]
    assert numbers == [1, 2, 3, 4]


def test_a_language_that_the_meeting_lacks_is_minuted_with_its_interpretation():
    french = {"language": "fr", "interpretation_language": "en"}
    entries = acts(
        ("convene", {"body": "ASSEMBLY", "first": "2031-03-01"}, {"languages": ["en", "ru"]}),
        ("ask_floor", {"seat": "delegation:XB", **french}, {}),
        ("give_floor", {"seat": "delegation:XB"}, {"turn": 2}),
        ("give_floor", {"seat": "delegation:XA", "language": "ru"}, {"turn": 0}),
        ("give_floor", {"seat": "delegation:XR", **french}, {"turn": 0}),
    )
    (opening,) = minutes.draft(entries)
    said = [(one.code, one.seats, one.values) for one in opening.paragraphs[1:]]
    interpreted = {"language": "fr", "into": "en"}
    assert said == [
        ("spoke", ["delegation:XB"], {}),
        ("in_language", ["delegation:XB"], interpreted),
        ("spoke", ["delegation:XA", "delegation:XR"], {}),
        ("in_language", ["delegation:XR"], interpreted),
    ]
