"""A decision on an earlier day: at which stage it was, and with which deadline."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from comity.decisions.acts import Adopt, Consent, ExtendSilence, NewVersion, Object, Open, OpenSilence, OpenWritten
from council import Council
from council.deciding import put_forward

GROUNDS = {"en": "The berth is ours by custom."}


@pytest.fixture
def decision(council: Council) -> int:
    """In silence, made longer, broken, in writing, back to the table, adopted: each on a day of its own."""
    council.on("2031-03-03")
    found = put_forward(council)
    council.on("2031-03-05").does("chair", OpenSilence(decision=found, last_day_on="2031-03-20"))
    council.on("2031-03-07").does("chair", ExtendSilence(decision=found, last_day_on="2031-03-27"))
    council.on("2031-03-09").does("Borealia", Object(decision=found, state="XB", grounds=GROUNDS))
    council.on("2031-03-11").does("secretariat", OpenWritten(decision=found, last_day_on="2031-04-01"))
    council.on("2031-03-13").does("Ruritania", NewVersion(decision=found, text={"en": "Arcadia lies at the pier."}))
    council.on("2031-03-15").does("Borealia", Consent(decision=found, state="XB"))
    council.does("chair", Adopt(decision=found))
    council.on("2031-04-10")
    return found


def told(council: Council, client: Client, day: str) -> dict[str, Any]:
    with council.clock():
        (row,) = client.get(f"/decisions.json?on={day}").json()
    return row


@pytest.mark.parametrize(
    ("day", "stage", "deadline"),
    [
        ("2031-03-03", "put-forward", None),
        ("2031-03-05", "silence", "2031-03-20T17:00:00Z"),
        ("2031-03-06", "silence", "2031-03-20T17:00:00Z"),
        ("2031-03-07", "silence", "2031-03-27T17:00:00Z"),
        ("2031-03-09", "open", None),
        ("2031-03-11", "written", "2031-04-01T16:00:00Z"),
        ("2031-03-13", "open", None),
        ("2031-03-15", "adopted", None),
        ("2031-04-10", "adopted", None),
    ],
)
def test_it_is_told_as_it_was_at_the_end_of_the_day(
    council: Council, client: Client, decision: int, day: str, stage: str, deadline: str | None
) -> None:
    row = told(council, client, day)
    moment = deadline and datetime.fromisoformat(deadline)
    assert (row["stage"], row["deadline"] and datetime.fromisoformat(row["deadline"]).astimezone(UTC)) == (
        stage,
        moment,
    )
    with council.clock():
        found = client.get(f"/decisions.json?on={day}&stage={stage}").json()
        others = client.get(f"/decisions.json?on={day}&stage={'written' if stage == 'open' else 'open'}").json()
    assert [row["code"] for row in found] == [str(decision)]
    assert others == []


def test_its_page_tells_the_term_as_it_was_then(council: Council, client: Client, decision: int) -> None:
    with council.clock():
        first = client.get(f"/decisions/{decision}?on=2031-03-06").text
        longer = client.get(f"/decisions/{decision}?on=2031-03-08").text
        written = client.get(f"/decisions/{decision}?on=2031-03-12").text
        between = client.get(f"/decisions/{decision}?on=2031-03-10").text
    assert "It is adopted unless a state objects before 20 March 2031, 18:00 (Europe/Berlin)." in first
    assert "It is adopted unless a state objects before 27 March 2031, 18:00 (Europe/Berlin)." in longer
    assert "in a written procedure: the states answer by 1 April 2031, 18:00 (Europe/Berlin)." in written
    assert "the states are asked for their positions." in between
    assert "countdown" not in between


def test_one_that_is_under_way_today_is_told_as_it_was_before(council: Council, client: Client) -> None:
    council.on("2031-03-03")
    decision = put_forward(council)
    council.on("2031-03-05").does("chair", Open(decision=decision))
    council.on("2031-03-07").does("chair", OpenSilence(decision=decision))
    council.on("2031-03-08")
    assert [told(council, client, f"2031-03-0{day}")["stage"] for day in (4, 6, 7, 8)] == [
        "put-forward",
        "open",
        "silence",
        "silence",
    ]
