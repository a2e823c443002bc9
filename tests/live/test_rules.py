"""What is told to whom, and how it is written."""

import json

import pytest

from comity.live import rules
from comity.live.rules import EVERYBODY, News, Reader

AT = "2030-03-01T09:00:00.000+00:00"
NEWS = News(7, "register.enter_document", ("document:log", "body:ASSEMBLY"), "members", AT)
MEMBER = Reader("abc", audiences=frozenset({"members", "body:ASSEMBLY"}))


@pytest.mark.parametrize(
    ("reader", "audience", "may"),
    [
        (EVERYBODY, "public", True),
        (EVERYBODY, "members", False),
        (EVERYBODY, "", False),
        (MEMBER, "members", True),
        (MEMBER, "body:ASSEMBL", False),
        (MEMBER, "secretariat", False),
    ],
)
def test_who_may_read(reader: Reader, audience: str, may: bool) -> None:
    assert rules.may_read(reader, audience) is may


@pytest.mark.parametrize(
    ("about", "concerned"),
    [((), True), (("document:log",), True), (("state:XA", "body:ASSEMBLY"), True), (("document",), False)],
)
def test_what_an_entry_is_about(about: tuple[str, ...], concerned: bool) -> None:
    assert rules.concerns(frozenset(about), NEWS) is concerned


def test_an_event_is_one_line_of_data_and_tells_no_audience() -> None:
    told = rules.as_event(NEWS).decode()
    number, data, *end = told.split("\n")
    assert (number, end) == ("id: 7", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == {
        "seq": 7,
        "kind": "register.enter_document",
        "subjects": ["document:log", "body:ASSEMBLY"],
        "at": AT,
    }


def test_a_subject_with_a_line_break_is_still_one_line() -> None:
    told = rules.as_event(News(7, "test.moor", ("a\nid: 9\n\ndata: b",), "public", ""))
    assert told.count(b"\n") == 3


@pytest.mark.parametrize(
    ("header", "asked", "since"),
    [
        ("", {}, None),
        ("", {"since": ["5"]}, 5),
        ("9", {"since": ["5"]}, 9),
        (" 9 ", {}, 9),
        ("", {"since": ["0"]}, 0),
    ],
)
def test_where_a_reader_stands(header: str, asked: dict[str, list[str]], since: int | None) -> None:
    """The browser's own number is the later one; that of the address is from when the page was drawn."""
    assert rules.since_of(header, asked) == since


@pytest.mark.parametrize("said", ["-1", "1.0", "٣", "1" * 16, "nine"])
def test_what_is_no_number_is_not_taken_for_one(said: str) -> None:
    with pytest.raises(ValueError, match="since"):
        rules.since_of(said, {})


@pytest.mark.parametrize(
    ("kind", "changes"), [("people.end_credential", True), ("membership.suspend", True), ("register.relate", False)]
)
def test_some_acts_change_who_reads(kind: str, changes: bool) -> None:
    assert rules.changes_who_reads([NEWS, News(8, kind, (), "public", "")]) is changes
