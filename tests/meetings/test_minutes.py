"""The summary record is a pure function of the acts: these are made by hand, and no database is asked."""

from dataclasses import replace
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


def sections_of(entries: list[Entry]) -> list[tuple[int, list[str]]]:
    return [(one.item, [said.code for said in one.paragraphs]) for one in minutes.draft(entries)]


def test_an_item_that_comes_back_has_two_sections():
    entries = acts(
        ("call_item", {"item": "7"}, {}),
        ("gavel", {"item": "7", "outcome": "deferred"}, {}),
        ("call_item", {"item": "8"}, {}),
        ("give_floor", {"seat": "delegation:XA"}, {"turn": 0}),
        ("call_item", {"item": "7"}, {}),
        ("gavel", {"item": "7"}, {}),
    )
    assert sections_of(entries) == [(7, ["deferred"]), (8, ["spoke"]), (7, ["adopted"])]


def test_an_item_called_twice_leaves_no_empty_section():
    once_more = acts(("call_item", {"item": "7"}, {}), ("call_item", {"item": "7"}, {}), ("gavel", {"item": "7"}, {}))
    assert sections_of(once_more) == [(7, ["adopted"])]
    by_mistake = [{"item": "7"}, {"item": "8"}, {"item": "7"}, {"item": "8"}]
    entries = acts(*(("call_item", item, {}) for item in by_mistake), ("gavel", {"item": "8"}, {}))
    assert sections_of(entries) == [(7, ["called_item"]), (8, ["adopted"])]


def test_what_only_prepares_is_not_minuted():
    entries = acts(("nominate", {}, {}), ("add_item", {}, {}), ("yield_floor", {}, {}), ("correct_record", {}, {}))
    assert minutes.draft(entries) == []


def came(*seats: str) -> dict:
    return {"arrived_seat": [f"delegation:{seat}" for seat in seats]}


def told_of(*entries: Entry) -> list[tuple[str, list[str]]]:
    (opening,) = minutes.draft(entries)
    return [(one.code, [seat.removeprefix("delegation:") for seat in one.seats]) for one in opening.paragraphs]


def test_the_roll_tells_who_was_present_and_what_follows_who_came_and_left():
    entries = acts(("roll", came("XA"), {}), ("roll", came("XB") | {"left_seat": ["delegation:XA"]}, {}))
    assert told_of(*entries) == [("came", ["XA"]), ("came_later", ["XB"]), ("left", ["XA"])]


def test_who_says_so_before_the_roll_is_called_was_present_from_the_start():
    own, roll, late = acts(("roll", came("XB"), {}), ("roll", came("XA", "XB"), {}), ("roll", came("XR"), {}))
    own = replace(own, seat=Seat("delegation:XB"))
    assert told_of(own, roll, late) == [("came", ["XB", "XA"]), ("came_later", ["XR"])]


def test_what_came_of_a_roll_counts_and_not_who_was_there_already():
    whole = [f"delegation:{seat}" for seat in ("XB", "XR")]
    entries = acts(("roll", came("XA"), {}), ("roll", came("XA", "XB", "XR"), {"came": whole}))
    assert told_of(*entries) == [("came", ["XA"]), ("came_later", ["XB", "XR"])]


def test_those_who_come_and_go_in_one_minute_stand_in_one_paragraph():
    first, *later = acts(
        ("roll", came("XA"), {}),
        ("roll", came("XB"), {}),
        ("roll", {"left_seat": ["delegation:XA"]}, {}),
        ("roll", came("XR"), {}),
        ("roll", came("XS"), {}),
    )
    within = [replace(one, at=BEGIN + timedelta(minutes=9, seconds=one.seq)) for one in later[:3]]
    after = replace(later[3], at=BEGIN + timedelta(minutes=10))
    assert told_of(first, *within, after) == [
        ("came", ["XA"]),
        ("came_later", ["XB", "XR"]),
        ("left", ["XA"]),
        ("came_later", ["XS"]),
    ]
    with_the_roll = [replace(one, at=BEGIN) for one in (first, *later[:1])]
    assert told_of(*with_the_roll) == [("came", ["XA", "XB"])]


def test_limits_that_are_set_again_at_once_are_told_once_as_they_count_then():
    closed = {"minutes": 3, "speakers_list": "closed"}
    entries = acts(("limit_speaking", {"minutes": 3}, {}), ("limit_speaking", closed, {}))
    entries += acts(("limit_speaking", {"minutes": 9, "only_seat": "delegation:XB"}, {}))
    (opening,) = minutes.draft(entries)
    one, other = [paragraph.values for paragraph in opening.paragraphs]
    assert one == {"minutes": 3, "turns": None, "only_seat": None, "speakers_list": "closed"}
    assert other == {"minutes": 9, "turns": None, "only_seat": "delegation:XB", "speakers_list": "open"}


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
