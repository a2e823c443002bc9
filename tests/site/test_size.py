"""The page of one thing reads what concerns it, and never the whole of a table that grows with the years."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.meetings.acts import Convene, OpenMeeting
from comity.record.edition import Edition, Reading
from comity.record.submission import submit
from comity.site.addresses import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sco")]

GROWING = (
    "record_entry",
    "record_node",
    "register_document",
    "register_version",
    "register_relation",
    "meetings_turn",
)


@pytest.fixture(autouse=True)
def session() -> None:
    """A meeting that is under way; history knows only those that are over."""
    today = datetime.now(UTC).date()
    convened = submit(Convene(body="CHS", first=today, last=today), "secretariat")
    submit(OpenMeeting(session=str(convened.seq)), "chair")


@pytest.mark.parametrize("page", sorted(CODES.keys() - {"document"}))
def test_every_question_of_a_page_about_one_thing_has_an_index(client: Client, page: str) -> None:
    code = next(iter(CODES[page]()))
    Reading.latest = Edition("")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(page, args=[code])).status_code == 200
    assert {query["sql"]: table for query in asked.captured_queries for table in read_whole(query["sql"])} == {}


def read_whole(statement: str) -> list[str]:
    """The growing tables that a question reads from end to end."""
    if not statement.lstrip("( ").startswith("SELECT") or "set_config" in statement:
        return []
    with connection.cursor() as cursor:
        # The tables of a test are so small that they would be read whole. A bitmap needs a condition for its index.
        for way in ("seqscan", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + statement)
        plan = cursor.fetchone()[0][0]["Plan"]
    return list(_whole(plan))


def _whole(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Limit":
        return
    if plan.get("Relation Name") in GROWING and not {"Index Cond", "Recheck Cond"} & plan.keys():
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _whole(part)
